"""Levels of an official document by how a paragraph begins."""

from __future__ import annotations

import pytest

from partydesk.domain.official_levels import Level, split_heading


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("一、总体情况", (Level.FIRST, "一、总体情况", "")),
        ("十一、其他。另行通知。", (Level.FIRST, "十一、其他。", "另行通知。")),
        (
            "（二）月报不全。未报的有：苏和。",
            (Level.SECOND, "（二）月报不全。", "未报的有：苏和。"),
        ),
        ("1.按时上报。", (Level.TEXT, "", "1.按时上报。")),
        ("（1）按时上报。", (Level.TEXT, "", "（1）按时上报。")),
        ("上半年，一、二月。", (Level.TEXT, "", "上半年，一、二月。")),
    ],
)
def test_headings_end_at_their_full_stop(text: str, parts: tuple[Level, str, str]) -> None:
    assert split_heading(text) == parts
