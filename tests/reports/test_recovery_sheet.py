"""恢复码单: one page, the code in cells of one width, the same bytes each time."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pypdfium2 as pdfium

from partydesk.domain import recovery_code
from partydesk.reports.recovery_sheet import RecoverySheet, render_recovery_sheet
from tests.reports.printed import Pdf

_LARGE_PT = 15  # nothing else on the sheet is as large
_INK_PT = 2.5  # the ink of a sign is not quite in the middle of its width
CODE = recovery_code.written(bytes(range(20)))
SHEET = RecoverySheet(
    office="塔林旗",
    workspace="D:/党建选派工作台/塔林旗",
    number="A1B2C3D4",
    made=dt.datetime(2026, 3, 2, 9, 0),
    groups=tuple(recovery_code.in_groups(CODE).split("-")),
)


def test_the_sheet_says_whose_it_is_what_for_and_how_it_is_kept() -> None:
    pdf = Pdf(render_recovery_sheet(SHEET))
    assert len(pdf) == 1
    text = pdf.text()
    assert CODE in text
    for words in (
        "恢复码单", "塔林旗", "A1B2C3D4", "D:/党建选派工作台/塔林旗", "2026年3月2日09:00",
        "作什么用", "怎样使用", "忘记口令", "怎样保管", "密封", "保险柜", "至少两个人知道",
        "经办人（签字）", "见证人（签字）", "存放地点",
    ):  # fmt: skip
        assert words in text, words


def test_the_signs_stand_in_cells_of_one_width_and_inside_their_outlines() -> None:
    data = render_recovery_sheet(SHEET)
    words = pdfium.PdfDocument(data)[0].get_textpage()
    text, boxes = words.get_text_range(), []
    for place in range(words.count_chars()):
        left, bottom, right, top = words.get_charbox(place)
        if top - bottom > _LARGE_PT and text[place] in CODE:
            boxes.append((text[place], (left + right) / 2, bottom))
    assert "".join(sign for sign, *_ in boxes) == CODE
    for start in range(0, len(boxes), 4):
        group = [middle for _, middle, _ in boxes[start : start + 4]]
        steps = [after - before for before, after in pairwise(group)]
        assert max(steps) - min(steps) < _INK_PT, "cells of one width"
    for first, second in zip(boxes[:12], boxes[12:24], strict=True):
        assert abs(first[1] - second[1]) < _INK_PT, "groups below each other"
    outlines = [m for m in Pdf(data).marks() if m.kind == "path" and 8 < m.bottom - m.top < 20]
    assert len(outlines) == len(SHEET.groups)
    mm = [middle / 72 * 25.4 for _, middle, _ in boxes]
    assert all(any(box.left < middle < box.right for box in outlines) for middle in mm)


def test_the_same_sheet_has_the_same_bytes() -> None:
    assert render_recovery_sheet(SHEET) == render_recovery_sheet(SHEET)
