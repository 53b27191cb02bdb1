"""Importing and exporting in the window, through to the stored rows and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from partydesk.services import history, pools
from partydesk.services.imports import apply_import, write_failed
from partydesk.services.workspace import Workspace
from partydesk.ui.exchange.export_dialog import ExportDialog
from partydesk.ui.exchange.import_dialog import ImportDialog
from partydesk.ui.main_window import MainWindow
from tests.ui.answers import Answers
from tests.ui.pool_window import (
    names,
    talent,
    talents_page,
    write_sheet,
)

HEADS = ("姓名", "身份证号", "联系电话", "原工作岗位", "特长")
ROWS = (
    ("孟和吉雅", "150430196501010013", "13904760001", "供销社主任", "市场营销"),
    ("敖敦其其格", "150430197007071421", "13904760002", "畜牧站站长", ""),
    ("吉仁其木格", "150430196501010011", "13904760003", "林草局副局长", ""),
    ("", "", "", "水利局科员", ""),
)


@pytest.fixture
def dialog(window: MainWindow) -> ImportDialog:
    talents_page(window)
    window.commands.run("talents.import")
    opened = window.findChild(ImportDialog)
    assert opened is not None
    return opened


def _button(dialog: QWidget, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)
    assert found is not None
    return found


def _loaded(dialog: ImportDialog, window: MainWindow, answers: Answers, path: Path) -> ImportDialog:
    answers.choose_file(path)
    _button(dialog, "import_choose").click()
    window.tasks.wait_until_idle()
    return dialog


def test_every_row_is_shown_before_anything_is_stored(
    dialog: ImportDialog, window: MainWindow, answers: Answers, workspace: Workspace, tmp_path: Path
) -> None:
    _loaded(dialog, window, answers, write_sheet(tmp_path / "名册.xlsx", HEADS, ROWS))
    plan = dialog.plan
    assert plan is not None
    assert (plan.created, plan.updated, plan.rejected) == (1, 1, 2)
    assert dialog.tabs.tabText(0) == "逐行预览 4"
    assert dialog.tabs.tabText(1) == "列的对应 4/5"
    shown = [dialog.rows.model.read_row(0), dialog.rows.model.read_row(1)]
    assert [row.outcome for row in shown if row] == ["rejected", "rejected"]
    assert not _button(dialog, "import_all").isEnabled()
    assert "2 行不能导入" in _button(dialog, "import_all").toolTip()
    assert _button(dialog, "import_good").text() == "只导入正确的 2 行"
    dialog.rows.show_only("updated")
    summary = str(dialog.rows.model.index(0, 4).data())
    assert "手机号码：138****0004 → 139****0002" in summary
    assert pools.search_records(workspace, "talents", "")[1] == 3


def test_good_rows_are_stored_and_the_import_can_be_undone(
    dialog: ImportDialog, window: MainWindow, answers: Answers, workspace: Workspace, tmp_path: Path
) -> None:
    _loaded(dialog, window, answers, write_sheet(tmp_path / "名册.xlsx", HEADS, ROWS))
    _button(dialog, "import_good").click()
    window.tasks.wait_until_idle()
    assert window.findChild(ImportDialog) is None or not dialog.isVisible()
    page = talents_page(window)
    assert names(page) == ["敖敦其其格", "孟和吉雅", "苏和", "王堃"]
    assert talent(workspace, 1).phone == "13904760002"
    assert talent(workspace, 1).specialties == ("农牧技术", "合作社规范"), (
        "empty cells change nothing"
    )
    window.commands.run("window.undo")
    window.tasks.wait_until_idle()
    assert names(page) == ["敖敦其其格", "苏和", "王堃"]
    assert talent(workspace, 1).phone == "13800000004"


def test_the_beginning_of_a_file_is_shown_while_the_rest_is_read(
    dialog: ImportDialog, qtbot: QtBot, window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    """What a wrong delimiter or a huge sheet holds is seen at once, and reading can be stopped."""
    path = tmp_path / "长表.csv"
    path.write_text("姓名,身份证号\n" + "王芳,\n" * 100_000, encoding="utf-8-sig")
    answers.choose_file(path)
    _button(dialog, "import_choose").click()
    qtbot.waitUntil(lambda: dialog.preview.table is not None, timeout=10_000)
    assert dialog.plan is None
    table = dialog.preview.table
    assert table is not None
    assert table.model.headerData(1, Qt.Orientation.Horizontal) == "姓名"
    assert table.model.headerData(2, Qt.Orientation.Horizontal) == "身份证号 → 公民身份号码"
    assert table.model.index(0, 1).data() == "王芳"
    dialog.stop_reading()
    window.tasks.wait_until_idle()
    assert dialog.plan is None
    path.write_text("姓名,身份证号\n王芳,\n", encoding="utf-8-sig")
    _button(dialog, "import_go_on").click()
    window.tasks.wait_until_idle()
    assert dialog.plan is not None
    assert len(dialog.plan.rows) == 1


def test_single_rows_can_be_left_out(
    dialog: ImportDialog, window: MainWindow, answers: Answers, workspace: Workspace, tmp_path: Path
) -> None:
    """Good rows are accepted one by one: what is left out is not stored, all else is."""
    rows = (
        ("孟和吉雅", "", "", "", ""),
        ("乌兰托娅", "", "", "", ""),
        ("苏和", "", "", "", "法律"),
    )
    _loaded(dialog, window, answers, write_sheet(tmp_path / "名册.xlsx", HEADS, rows))
    view, everything = dialog.rows, _button(dialog, "import_all")
    assert everything.text() == "导入全部 3 行"
    first = view.model.read_row(0)
    assert first is not None
    view.table.act_asked.emit(first, "leave_out")
    assert everything.text() == "导入其余 2 行"
    assert view.model.index(0, 1).data() == "略去"
    assert view.model.index(0, 3).data() == "恢复"
    everything.click()
    window.tasks.wait_until_idle()
    assert names(talents_page(window)) == ["敖敦其其格", "苏和", "王堃", "乌兰托娅"]
    assert "新增 1，更新 1" in history.list_actions(workspace)[0].label


def test_closing_while_the_file_is_read_stops_it_quietly(
    dialog: ImportDialog, window: MainWindow, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    answers.choose_file(write_sheet(tmp_path / "名册.xlsx", HEADS, ROWS))
    shown: list[object] = []
    window.desk.errors.shown.connect(shown.append)
    _button(dialog, "import_choose").click()
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()
    window.tasks.wait_until_idle()
    assert shown == []


def test_a_column_can_be_given_another_field(
    dialog: ImportDialog, window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    _loaded(dialog, window, answers, write_sheet(tmp_path / "名册.xlsx", HEADS, ROWS))
    button = dialog.mapping.button("原工作岗位")
    assert button.key == ""
    next(a for a in button.menu_of_options().actions() if a.text() == "单位及职务").trigger()
    window.tasks.wait_until_idle()
    assert dialog.plan is not None
    assert dialog.plan.mapping["原工作岗位"] == "unit_post"
    dialog.rows.show_only("created")
    assert "单位及职务：供销社主任" in str(dialog.rows.model.index(0, 4).data())


def test_one_field_is_filled_from_one_column_only(
    dialog: ImportDialog, window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    _loaded(dialog, window, answers, write_sheet(tmp_path / "名册.xlsx", HEADS, ROWS))
    button = dialog.mapping.button("原工作岗位")
    next(a for a in button.menu_of_options().actions() if a.text() == "专长").trigger()
    window.tasks.wait_until_idle()
    assert dialog.plan is not None
    assert dialog.plan.mapping["原工作岗位"] == "specialties"
    assert dialog.plan.mapping["特长"] == ""


def test_the_header_row_can_be_chosen(
    dialog: ImportDialog, window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    rows = [("姓名", "手机号码"), ("巴图", "13904760009")]
    _loaded(dialog, window, answers, write_sheet(tmp_path / "名册.xlsx", ("姓名", "电话"), rows))
    assert dialog.plan is not None
    assert len(dialog.plan.rows) == 2
    dialog.header_row.setValue(2)
    window.tasks.wait_until_idle()
    assert dialog.plan is not None
    assert [row.label for row in dialog.plan.rows] == ["巴图"]


def test_columns_nobody_recognises_can_be_named_by_hand(
    dialog: ImportDialog, window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    strange = write_sheet(
        tmp_path / "怪表.xlsx", ("甲", "乙"), [("斯琴", "退休"), ("巴图", "改非")]
    )
    _loaded(dialog, window, answers, strange)
    plan = dialog.plan
    assert plan is not None
    assert (plan.created, plan.rejected) == (0, 2)
    assert dialog.tabs.currentWidget() is dialog.mapping
    assert "没有认出任何一列" in dialog.message.text
    chosen = dialog.mapping.button("甲")
    chosen.set_key("name")
    chosen.chosen.emit("name")
    window.tasks.wait_until_idle()
    assert dialog.plan is not None
    assert dialog.plan.created == 2
    assert "“乙”不会导入" in dialog.message.text


def test_the_sheet_of_failed_rows_is_read_like_the_first(
    dialog: ImportDialog,
    window: MainWindow,
    answers: Answers,
    workspace: Workspace,
    tmp_path: Path,
) -> None:
    first = write_sheet(
        tmp_path / "怪表.xlsx", ("甲", "证号"), [("斯琴", ""), ("巴图", "150430197007071420")]
    )
    _loaded(dialog, window, answers, first)
    for heading, field in (("甲", "name"), ("证号", "citizen_number")):
        chosen = dialog.mapping.button(heading)
        chosen.set_key(field)
        chosen.chosen.emit(field)
        window.tasks.wait_until_idle()
    plan = dialog.plan
    assert plan is not None
    assert (plan.created, plan.rejected) == (1, 1)
    write_failed(plan, tmp_path / "错误行.xlsx")
    apply_import(workspace, plan, good_rows=True)
    _loaded(dialog, window, answers, tmp_path / "错误行.xlsx")
    again = dialog.plan
    assert again is not None
    assert again.mapping == {"甲": "name", "证号": "citizen_number", "错误原因": ""}
    assert dialog.message.text == "", "our own column needs no remark"


def test_a_file_that_is_no_sheet_says_why(
    dialog: ImportDialog, window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(b"not a workbook")
    _loaded(dialog, window, answers, path)
    assert dialog.plan is None
    assert dialog.message.isVisible()
    assert "名册.xlsx" in dialog.message.text
    assert not _button(dialog, "import_all").isEnabled()


def test_rejected_rows_are_saved_with_their_reasons(
    dialog: ImportDialog, window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    _loaded(dialog, window, answers, write_sheet(tmp_path / "名册.xlsx", HEADS, ROWS))
    answers.choose_file(tmp_path / "错误行.xlsx")
    _button(dialog, "import_save_failed").click()
    window.tasks.wait_until_idle()
    sheet = openpyxl.load_workbook(tmp_path / "错误行.xlsx").active
    assert sheet is not None
    rows = list(sheet.values)
    assert [row[0] for row in rows] == ["姓名", "吉仁其木格", None]
    assert "校验" in str(rows[1][-1])
    assert "2 行" in dialog.message.text


def test_the_dialogs_models_stand_up_to_qt(
    dialog: ImportDialog,
    window: MainWindow,
    answers: Answers,
    tmp_path: Path,
    check_model: Callable[[QAbstractItemModel], None],
) -> None:
    _loaded(dialog, window, answers, write_sheet(tmp_path / "名册.xlsx", HEADS, ROWS))
    for model in (dialog.rows.model, dialog.notes.model, dialog.twins.model):
        check_model(model)


def test_a_template_can_be_saved_before_choosing(
    dialog: ImportDialog, window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    answers.choose_file(tmp_path / "模板.xlsx")
    _button(dialog, "import_template").click()
    window.tasks.wait_until_idle()
    sheet = openpyxl.load_workbook(tmp_path / "模板.xlsx").worksheets[0]
    assert sheet["A1"].value == "姓名＊"


# -- export --------------------------------------------------------------------------


def _export(window: MainWindow) -> ExportDialog:
    talents_page(window)
    window.commands.run("talents.export")
    opened = window.findChild(ExportDialog)
    assert opened is not None
    return opened


def test_an_export_is_what_the_list_shows(
    window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    page = talents_page(window)
    page.filters.chip("specialties").set_word("农牧技术")
    dialog = _export(window)
    answers.choose_file(tmp_path / "名单.xlsx")
    _button(dialog, "export_act").click()
    window.tasks.wait_until_idle()
    sheet = openpyxl.load_workbook(tmp_path / "名单.xlsx").active
    assert sheet is not None
    heads, *rows = list(sheet.values)
    assert heads[:3] == ("记录号", "姓名", "出生日期")
    assert len(heads) == len(page.list.table.shown_keys()) + 1
    assert [row[1] for row in rows] == ["敖敦其其格"]


def test_full_numbers_need_a_reason_and_are_written_down(
    window: MainWindow, answers: Answers, workspace: Workspace, tmp_path: Path
) -> None:
    dialog = _export(window)
    dialog.all_columns.setChecked(True)
    dialog.as_csv.setChecked(True)
    dialog.full.setChecked(True)
    _button(dialog, "export_act").click()
    assert dialog.message.text == "导出完整号码须写明用途"
    dialog.reason.setText("报旗委组织部备案")
    answers.choose_file(tmp_path / "名单.csv")
    _button(dialog, "export_act").click()
    window.tasks.wait_until_idle()
    text = (tmp_path / "名单.csv").read_text(encoding="utf-8-sig")
    assert "150430197007071421" in text
    assert "用途：报旗委组织部备案" in history.list_actions(workspace)[0].label


def test_numbers_are_masked_unless_asked_for(
    window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    dialog = _export(window)
    dialog.all_columns.setChecked(True)
    dialog.as_csv.setChecked(True)
    answers.choose_file(tmp_path / "名单")
    _button(dialog, "export_act").click()
    window.tasks.wait_until_idle()
    text = (tmp_path / "名单.csv").read_text(encoding="utf-8-sig")
    assert "150430********1421" in text
    assert "150430197007071421" not in text


def test_equal_findings_stand_once_and_open_to_their_rows(
    dialog: ImportDialog, window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    rows = [
        ("姓名", "政治面貌", "愿去苏木乡镇"),
        *((f"敖敦{word}", "√", "都可以") for word in "甲乙丙丁戊"),
    ]
    _loaded(dialog, window, answers, write_sheet(tmp_path / "名册.xlsx", rows[0], rows[1:]))
    kinds = dialog.notes.kinds
    shown = [kinds.model.read_row(place) for place in range(kinds.model.rowCount())]
    assert [kind.count for kind in shown if kind] == [10, 5, 5]
    assert dialog.notes.model.rowCount() == 10
    kinds.select_number(1)
    told = {str(dialog.notes.model.index(place, 2).data()) for place in range(5)}
    assert (dialog.notes.model.rowCount(), told) == (5, {"政治面貌"})
    assert str(kinds.model.index(1, 3).data()) == "第 2、3、4、5、6 行"
    kinds.select_number(0)
    assert dialog.notes.model.rowCount() == 10


def test_columns_in_parts_and_of_several_fields_can_be_changed(
    dialog: ImportDialog, window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    heads = ("姓名(性别)", "单位", "职务", "职级")
    path = write_sheet(tmp_path / "名册.xlsx", heads, [("王芳（女）", "旗农牧局", "局长", "正科")])
    _loaded(dialog, window, answers, path)
    words = [dialog.mapping.button(head).text() for head in heads]
    assert words == ["姓名、性别（拆开） ▾", "单位及职务 ▾", "单位及职务 ▾", "职级 ▾"]

    def choose(head: str, key: str) -> list[str]:
        button = dialog.mapping.button(head)
        button.set_key(key)
        button.chosen.emit(key)
        window.tasks.wait_until_idle()
        assert dialog.plan is not None
        return [dialog.plan.mapping[each] for each in heads]

    assert choose("职级", "unit_post") == ["name,sex", *["unit_post"] * 3]
    assert choose("单位", "name") == ["", "name", "unit_post", "unit_post"]
    assert choose("姓名(性别)", "name,sex") == ["name,sex", "", *["unit_post"] * 2]
