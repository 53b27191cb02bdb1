"""What a backup says of itself is read as it was written, and nothing else is taken for it."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from partydesk.domain.backups import (
    Manifest,
    Part,
    Reason,
    TableRows,
    read_manifest,
    write_manifest,
)
from partydesk.domain.backups.manifest import NewerFormat
from partydesk.domain.evidence import Head

WRITTEN = Manifest(
    program="1.0",
    schema="0007",
    workspace_id="ab" * 16,
    name="塔林旗",
    year=2026,
    made_at=dt.datetime(2026, 3, 2, 9, tzinfo=dt.timezone(dt.timedelta(hours=8))),
    reason=Reason.DAILY,
    encrypted=True,
    tables=(
        TableRows("talents", "人才", 3),
        TableRows("notices", "任职通知", 1),
        TableRows("notice_placements", "任职通知", 2),
        TableRows("alembic_version", "", 1),
    ),
    head=Head(7, 7, "cd" * 32),
    findings=("表 x 里有读不出的内容",),
    parts=(Part("workspace.pdk", 4096, "ef" * 32),),
)


def test_it_is_read_as_it_was_written() -> None:
    assert read_manifest(write_manifest(WRITTEN)) == WRITTEN


def test_in_words_equal_titles_are_one_and_nameless_ones_none() -> None:
    assert WRITTEN.in_words() == {"人才": 3, "任职通知": 3}
    assert WRITTEN.counts["alembic_version"] == 1


def _changed(**changes: object) -> bytes:
    return json.dumps({**json.loads(write_manifest(WRITTEN)), **changes}).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"nonsense",
        b"[" * 100_000,
        _changed(format="other"),
        _changed(made="2026-03-02T09:00:00"),
        _changed(made="yesterday"),
        _changed(reason="nobody knows"),
        _changed(parts=[{"name": "workspace.pdk"}]),
        _changed(tables=None),
        _changed(journal={"sequence": "x", "count": 1, "hash": ""}),
    ],
)
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the caller makes the sentence
        read_manifest(content)


def test_a_newer_format_is_told_from_damage() -> None:
    with pytest.raises(NewerFormat):
        read_manifest(_changed(version=2))
