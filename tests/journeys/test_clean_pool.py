"""A roster typed by somebody else becomes a clean pool, and a wrong import is taken back later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from PySide6.QtCore import Qt
from stdnum.cn import ric

from partydesk.domain.listing import Query
from partydesk.services.duplicates import find_duplicates
from partydesk.services.history import list_actions
from partydesk.services.pools import find_records, search_records
from partydesk.services.workspace import NewWorkspace, Workspace, create_workspace
from partydesk.ui.history.page import HistoryPage
from partydesk.ui.history.undo_dialog import UndoDialog
from partydesk.ui.pools.bulk_dialog import BulkDialog
from partydesk.ui.pools.duplicates_dialog import DuplicatesDialog
from partydesk.ui.pools.merge_dialog import MergeDialog
from partydesk.ui.talents.page import TalentsPage
from tests.journeys.clerk import Clerk
from tests.ui.hands import type_text
from tests.ui.pool_window import type_into

HEADS = (
    "序号",
    "姓  名",
    "身份证号码",
    "出生年月",
    "单  位",
    "职务（职级）",
    "联系电话",
    "熟悉专业",
    "文化程度",
)


def _number(serial: int, day: str = "19680512") -> str:
    """A citizen number that nobody has."""
    text = f"150430{day}{serial:03d}"
    return text + ric.calc_check_digit(f"{text}0")


def _roster() -> list[Sequence[object]]:
    """Twelve people, two of them twice, as lists are typed: titles, page heads, groups, remarks."""
    people: list[Sequence[object]] = [("（一）旗农牧局",)]
    for serial in range(1, 9):
        name = ("敖敦", "苏和", "王　芳", "李明*", "孟和吉雅", "其木格", "白音", "曾永红")[
            serial - 1
        ]
        unit = "旗农牧局" if serial == 1 else "同上"
        people.append(
            (
                serial,
                name,
                _number(serial),
                "68.5",
                unit,
                "科员",
                f"1384761{serial:04d}",
                "农牧",
                "本科/学士",
            )
        )
    people += [HEADS, ("（二）旗司法局",)]
    for serial in range(9, 13):
        name = ("斯琴（女）", "张文海", "赵玉成", "单志强")[serial - 9]
        people.append(
            (
                serial,
                name,
                _number(serial),
                "1968.05",
                "旗司法局",
                "副局长",
                f"1384761{serial:04d}（微信同号）",
                "法律",
                "大专",
            )
        )
    people.append((13, "苏和", "", "1968年5月", "旗农牧局", "科员", "13847610002", "", "大学"))
    people.append((14, "曾永红", "", "1968.5.12", "", "", "13847610008", "财会", ""))
    people.append(("合计", "14人"))
    return people  # fmt: skip


def _write(path: Path, rows: Sequence[Sequence[object]], heads: Sequence[str] = HEADS) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["党建工作人员摸底名册"])
    for row in (heads, *rows):
        sheet.append(list(row))
    book.save(path)
    return path


def test_a_messy_roster_becomes_a_clean_pool(clerk: Clerk, tmp_path: Path) -> None:
    wish = NewWorkspace(name="敖汉旗", division_code="150430", year=2026)
    create_workspace(tmp_path / "office", wish).close()
    workspace = _open(clerk, tmp_path)
    _import(clerk, _write(tmp_path / "摸底名册.xlsx", _roster()))
    assert search_records(workspace, "talents", "")[1] == 14
    _merge_the_twins(clerk, workspace)
    assert _names(workspace)["苏和"] == _names(workspace)["曾永红"] == 1
    _change_many(clerk, workspace)
    _bring_in_a_wrong_sheet(clerk, workspace, tmp_path)
    clerk.leave()
    _take_it_back(clerk, tmp_path)


def _open(clerk: Clerk, folder: Path) -> Workspace:
    workspace = clerk.program.first_workspace(folder / "office")
    assert workspace is not None
    clerk.program.show(workspace)
    clerk.go("人才库")
    return workspace


def _names(workspace: Workspace) -> Counter[str]:
    return Counter(record.name for record in find_records(workspace, "talents", Query()).rows)


def _import(clerk: Clerk, path: Path) -> None:
    clerk.press("button_talents.import")
    dialog = clerk.dialog("import")
    clerk.answers.choose_file(path)
    clerk.press("import_choose", dialog)
    clerk.picture(path.stem, dialog)
    clerk.press("import_all", dialog)
    assert clerk.no_dialog_is_open()


def _merge_the_twins(clerk: Clerk, workspace: Workspace) -> None:
    """Compare each group side by side and merge it; the link between names is told."""
    clerk.press("button_talents.duplicates")
    dialog = clerk.dialog("duplicates")
    assert isinstance(dialog, DuplicatesDialog)
    for _ in range(2):
        assert dialog.table.model.rowCount()
        dialog.table.select_number(0)
        clerk.picture("twins", dialog)
        clerk.press("duplicates_merge", dialog)
        merge = dialog.findChildren(MergeDialog)[-1]
        clerk.settle()
        clerk.picture("merge", merge)
        clerk.press("merge_act", merge)
    dialog.reject()
    assert find_duplicates(workspace, "talents") == ()


def _change_many(clerk: Clerk, workspace: Workspace) -> None:
    """Say of everybody where they come from, look, do it, take it back and do it again."""
    clerk.select_all("talents")
    clerk.press("button_talents.bulk")
    dialog = next(d for d in clerk.window.findChildren(BulkDialog) if d.isVisible())
    type_text(dialog.field_line, "人员来源")
    dialog.choose_field("人员来源")
    editor = dialog._editor
    assert editor is not None
    type_text(editor.keyboard, "退休")
    dialog.look()
    clerk.picture("bulk", dialog)
    clerk.settle()
    dialog.act.click()
    clerk.settle()
    assert _sources(workspace) == {"退休"}
    clerk.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    assert _sources(workspace) == {None}


def _sources(workspace: Workspace) -> set[str | None]:
    return {record.source for record in find_records(workspace, "talents", Query()).rows}


def _bring_in_a_wrong_sheet(clerk: Clerk, workspace: Workspace, folder: Path) -> None:
    """Last year's list under this year's name; one of its people is worked on before it is seen."""
    heads = ("姓名", "身份证号码", "联系电话")
    wrong = [(f"误导入{n}", _number(100 + n), "") for n in range(6)]
    changed = [("敖敦", _number(1), "13900000000")]
    _import(clerk, _write(folder / "去年名册.xlsx", [*wrong, *changed], heads))
    assert search_records(workspace, "talents", "")[1] == 12 + len(wrong)
    page = clerk.window.page("talents")
    assert isinstance(page, TalentsPage)
    number = search_records(workspace, "talents", "误导入3")[0][0].id
    page.go_to(number)
    type_into(page, "rank", "正科级")
    clerk.press("button_talents.save")


def _take_it_back(clerk: Clerk, folder: Path) -> None:
    """After a restart the import is found in the history and taken back, conflicts shown first."""
    workspace = _open(clerk, folder)
    clerk.go("操作历史")
    page = clerk.window.page("history")
    assert isinstance(page, HistoryPage)
    wrong = next(a.id for a in list_actions(workspace) if "去年名册" in a.label)
    assert page.table.select_where(lambda row: row.id == wrong)
    clerk.picture("history")
    clerk.press("button_history.undo", page)
    dialog = clerk.dialog("undo")
    clerk.picture("undo", dialog)
    assert isinstance(dialog, UndoDialog)
    assert dialog.act.text().startswith("撤销其余")
    clerk.press("undo_act", dialog)
    names = _names(workspace)
    assert sum("误导入" in name for name in names) == 1
    assert names["敖敦"] == 1
    phones = {r.name: r.phone for r in find_records(workspace, "talents", Query()).rows}
    assert phones["敖敦"] == "13847610001"
