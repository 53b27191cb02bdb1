"""Several records at once, in a real window: choosing, previewing, changing, and the way back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from partydesk.domain.bulk import ChangeMode
from partydesk.domain.errors import EnvironmentProblem
from partydesk.domain.listing import Query
from partydesk.services import pools
from partydesk.services.history import list_actions
from partydesk.services.workspace import Workspace
from partydesk.ui.main_window import MainWindow
from partydesk.ui.pools import bulk_dialog
from partydesk.ui.pools.bulk_actions import context_menu
from partydesk.ui.pools.bulk_choice import choice_of
from partydesk.ui.pools.bulk_dialog import BulkDialog
from partydesk.ui.pools.reason_dialog import ReasonDialog
from partydesk.ui.talents.page import TalentsPage
from partydesk.ui.widgets.dialog import BaseDialog
from tests.ui.hands import type_text
from tests.ui.pool_window import names, talents_page


def _idle(window: MainWindow) -> None:
    assert window.tasks.wait_until_idle(10_000)


def _choose(page: TalentsPage, *rows: int) -> None:
    selection = page.list.table.view.selectionModel()
    flags = QItemSelectionModel.SelectionFlag
    page.list.table.select_number(rows[0])
    for row in rows[1:]:
        selection.select(page.list.model.index(row, 0), flags.Select | flags.Rows)


def _dialog(window: MainWindow, key: str = "talents.bulk") -> BulkDialog[object]:  # type: ignore[type-var]
    window.commands.run(key)
    (dialog,) = [d for d in window.findChildren(BulkDialog) if d.isVisible()]
    return dialog


def _type(dialog: BulkDialog[object], text: str) -> None:  # type: ignore[type-var]
    """Type the new value where the keyboard is."""
    editor = dialog._editor
    assert editor is not None
    type_text(editor.keyboard, text)


def _look(window: MainWindow, dialog: BulkDialog[object]) -> None:  # type: ignore[type-var]
    dialog.look()
    _idle(window)


def _bar(page: TalentsPage) -> QWidget:
    found = page.findChild(QWidget, "talents_bulk_bar")
    assert found is not None
    return found


def _cell(dialog: BulkDialog[object], row: int, column: int) -> str:  # type: ignore[type-var]
    return str(dialog.model.index(row, column).data())


def test_the_bar_says_how_many_are_chosen(window: MainWindow) -> None:
    page = talents_page(window)
    assert not _bar(page).isVisible()
    _choose(page, 0, 2)
    assert _bar(page).isVisible()
    count = page.findChild(QLabel, "talents_bulk_count")
    assert count is not None
    assert count.text() == "已选 2 人"
    page.list.table.view.setFocus()
    QTest.keyClick(page.list.table.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert count.text() == "已选 3 人"
    assert isinstance(choice_of(page).records, Query)
    _choose(page, 1)
    assert not _bar(page).isVisible()


def test_the_bar_goes_when_the_list_no_longer_shows_who_was_chosen(window: MainWindow) -> None:
    page = talents_page(window)
    _choose(page, 0, 2)
    assert _bar(page).isVisible()
    page.filters.search.setText("不在册的人")
    page.reload()
    assert page.list.model.rowCount() == 0
    assert not _bar(page).isVisible()


def test_all_are_chosen_wherever_on_the_page_the_keyboard_is(window: MainWindow) -> None:
    page = talents_page(window)
    chip = page.findChild(QPushButton, "talents_filter_source")
    assert chip is not None
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.list.selected_count() == 3
    _choose(page, 1)
    page.filters.search.setText("不")
    page.filters.search.setFocus()
    QTest.keyClick(page.filters.search, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.filters.search.selectedText() == "不", "in a line the keys choose its text"


def test_a_field_of_several_is_changed_after_a_look_and_taken_back(
    window: MainWindow, workspace: Workspace
) -> None:
    page = talents_page(window)
    _choose(page, 0, 1)
    before = {r.name: r.source for r in pools.find_records(workspace, "talents", Query()).rows}
    dialog = _dialog(window)
    assert not dialog.act.isEnabled()
    type_text(dialog.field_line, "人员来源")
    dialog.choose_field("人员来源")
    _type(dialog, "改非")
    _look(window, dialog)

    rows = {_cell(dialog, n, 0): (_cell(dialog, n, 1), _cell(dialog, n, 2))
            for n in range(dialog.model.rowCount())}  # fmt: skip
    chosen = names(page)[:2]
    assert rows == {n: (str(before[n]), "改非") for n in chosen if before[n] != "改非"}
    assert dialog.act.text() == f"修改 {len(rows)} 人"
    dialog.act.click()
    _idle(window)

    assert not any(d.isVisible() for d in window.findChildren(BulkDialog))
    after = {r.name: r.source for r in pools.find_records(workspace, "talents", Query()).rows}
    assert {n for n in before if after[n] != before[n]} == set(rows)
    assert window.status.undo.action == list_actions(workspace)[0].id
    window.commands.run("window.undo")
    _idle(window)
    undone = {r.name: r.source for r in pools.find_records(workspace, "talents", Query()).rows}
    assert undone == before


def test_another_value_makes_the_look_stale(window: MainWindow) -> None:
    page = talents_page(window)
    _choose(page, 0, 1)
    dialog = _dialog(window)
    dialog.choose_field("职级")
    _type(dialog, "A")
    _look(window, dialog)
    assert dialog.act.isEnabled()
    _type(dialog, "B")
    assert not dialog.act.isEnabled()
    assert dialog.model.rowCount() == 0
    dialog.reject()
    _idle(window)


def test_what_cannot_be_read_is_said(window: MainWindow, workspace: Workspace) -> None:
    page = talents_page(window)
    _choose(page, 0, 1)
    before = list_actions(workspace)
    dialog = _dialog(window)
    dialog.choose_field("愿去苏木乡镇", ChangeMode.SET)
    editor = dialog._editor
    assert editor is not None
    editor.set_text("月球镇")
    dialog._changed()
    _look(window, dialog)
    assert "月球镇" in dialog.message.text
    assert not dialog.act.isEnabled()
    dialog.reject()
    assert list_actions(workspace) == before


def test_a_refusal_reaches_whoever_has_closed_the_dialog(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody may believe that records were changed when none was."""

    def full(*_args: object, **_named: object) -> None:
        raise EnvironmentProblem("磁盘已满")

    shown: list[object] = []
    window.desk.errors.shown.connect(shown.append)
    page = talents_page(window)
    _choose(page, 0, 1)
    dialog = _dialog(window)
    dialog.choose_field("职级")
    _type(dialog, "甲")
    _look(window, dialog)
    monkeypatch.setattr(bulk_dialog, "bulk_apply", full)
    dialog.act.click()
    dialog.reject()
    qtbot.waitUntil(lambda: [str(error) for error in shown] == ["磁盘已满"])


def test_numbers_and_names_are_not_offered(window: MainWindow) -> None:
    page = talents_page(window)
    _choose(page, 0, 1)
    dialog = _dialog(window)
    assert not {"姓名", "公民身份号码", "照片"} & set(dialog.field_line.words)
    dialog.choose_field("公民身份号码")
    assert dialog.change() is None
    dialog.reject()


def test_tags_are_added_to_all_found(window: MainWindow, workspace: Workspace) -> None:
    page = talents_page(window)
    page.list.table.view.selectAll()
    dialog = _dialog(window, "talents.tag")
    editor = dialog._editor
    assert editor is not None
    editor.set_text("重点")
    dialog._changed()
    _look(window, dialog)
    assert "新词" in dialog.message.text
    dialog.act.click()
    _idle(window)
    found = pools.find_records(workspace, "talents", Query()).rows
    assert {record.tags for record in found} == {("重点",)}


def test_several_are_retired_with_a_reason_and_brought_back(
    window: MainWindow, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = talents_page(window)
    before = pools.find_records(workspace, "talents", Query()).rows
    said: list[str] = []

    def run(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, ReasonDialog)
        said.extend(part.text() for part in dialog.findChildren(QLabel))
        dialog.line.setText("已到限龄")
        return True

    monkeypatch.setattr(BaseDialog, "run", run)
    _choose(page, 0, 1)
    chosen = names(page)[:2]
    window.commands.run("talents.retire")
    _idle(window)

    assert "停用人才 2 人" in said
    assert any(chosen[0] in text and chosen[1] in text for text in said)
    assert pools.find_records(workspace, "talents", Query()).total == 1
    assert window.status.undo.action is not None
    page.filters.retired.setChecked(True)
    page.list.table.view.selectAll()
    window.commands.run("talents.restore")
    _idle(window)
    assert pools.find_records(workspace, "talents", Query()).rows == before


def test_the_menu_of_the_list_offers_the_same_acts(window: MainWindow) -> None:
    page = talents_page(window)
    _choose(page, 0, 1)
    menu = context_menu(page)
    offered = [a.objectName() for a in menu.actions() if a.isEnabled() and not a.isSeparator()]
    assert offered == ["talents.bulk", "talents.tag", "talents.retire", "talents.restore"]


def test_rows_that_were_never_in_sight_are_named_too(
    window: MainWindow, workspace: Workspace
) -> None:
    """A filter must not miss rows that the window has not read."""
    pools.save_records(workspace, "talents", [{"name": f"苏和{n:04d}甲"} for n in range(900)])
    page = talents_page(window)
    page.refresh()
    selection = page.list.table.view.selectionModel()
    flags = QItemSelectionModel.SelectionFlag
    model = page.list.model
    for first in (0, 600):
        page.list.table.view.setSelectionMode(page.list.table.view.SelectionMode.ExtendedSelection)
        for row in range(first, first + 250):
            selection.select(model.index(row, 0), flags.Select | flags.Rows)
    choice = choice_of(page)
    assert choice.count == 500
    assert not isinstance(choice.records, Query)
    listed = pools.find_numbers(workspace, "talents", page.list.query)
    assert list(choice.records) == [*listed[:250], *listed[600:850]]
