"""What the check of a sheet says of the words it brings for the dictionaries."""

from __future__ import annotations

from pathlib import Path

from partydesk.domain.errors import Note
from partydesk.services.imports import apply_import, plan_import
from partydesk.services.workspace import Workspace

HEADS = "单位名称,统一社会信用代码,标签\n"


def _words(workspace: Workspace, tmp_path: Path, rows: str) -> tuple[Note, ...]:
    path = tmp_path / "sheet.csv"
    path.write_text(HEADS + rows, encoding="utf-8-sig")
    plan = plan_import(workspace, "enterprises", path)
    apply_import(workspace, plan, good_rows=True)
    return tuple(note for note in plan.warnings if note.code == "new_word")


def test_a_new_word_is_told_once_with_all_its_rows(workspace: Workspace, tmp_path: Path) -> None:
    rows = "甲厂,,养蜂\n乙厂,,养蜂、刺绣\n丙厂,,\n丁厂,,养蜂\n戊厂,,养蜂、酿酒\n"
    bees, embroidery, wine = _words(workspace, tmp_path, rows)

    assert (bees.row, bees.column, bees.value) == (2, "标签", "养蜂")
    assert "“养蜂”是词典里没有的新词" in bees.message
    assert bees.message.endswith("（4 处：第 2、3、5 等行）")
    assert (embroidery.row, wine.row) == (3, 6)
    assert not embroidery.message.endswith("行）")
    assert _words(workspace, tmp_path, rows) == ()  # known from then on


def test_new_words_of_rejected_rows_are_not_told(workspace: Workspace, tmp_path: Path) -> None:
    rows = ",,养蜂\n塔林甲厂,,刺绣\n塔林乙厂,12,刺绣\n"
    (embroidery,) = _words(workspace, tmp_path, rows)
    assert (embroidery.row, embroidery.message.endswith("行）")) == (3, False)
