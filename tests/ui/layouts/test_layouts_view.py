"""The tab 版式: every layout with its versions, put into use, retired, sent and taken in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDoubleSpinBox, QLabel
from pytestqt.qtbot import QtBot

from partydesk import app
from partydesk.services.drafts import list_drafts
from partydesk.services.layout_list import list_layouts
from partydesk.services.layouts import copy_of, get_layout, save_version
from partydesk.services.workspace import Workspace
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.layouts.editor import LayoutEditor
from partydesk.ui.main_window import MainWindow
from partydesk.ui.paper.layouts_view import LayoutsView
from partydesk.ui.tabbed_page import TabbedPage
from partydesk.ui.widgets.dialog import MessageDialog
from tests.ui.answers import Answers
from tests.ui.round_window import run, settle

OWN = "委任书（8K 证书纸）"


@pytest.fixture
def window(
    qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace
) -> Iterator[MainWindow]:
    errors = ErrorDesk()
    opened = app.build_window(workspace, settings, errors)
    errors.set_window(opened)
    qtbot.addWidget(opened)
    opened.resize(1366, 768)
    opened.show()
    qtbot.waitExposed(opened)
    yield opened
    opened.tasks.shut_down()


@pytest.fixture
def view(window: MainWindow) -> LayoutsView:
    window.show_page("paper")
    run(window, "paper.layouts")
    page = window.page("paper")
    assert isinstance(page, TabbedPage)
    found = page.views["layouts"]
    assert isinstance(found, LayoutsView)
    return found


def choose(window: MainWindow, view: LayoutsView, name: str, version: int = 0) -> None:
    view.table.select_where(lambda entry: (entry.name, entry.version) == (name, version))
    settle(window)


def in_use(workspace: Workspace) -> dict[str, tuple[str, int]]:
    found = [entry for entry in list_layouts(workspace) if entry.in_use]
    return {entry.kind: (entry.name, entry.version) for entry in found}


def rows(view: LayoutsView) -> list[tuple[str, str, str]]:
    model = view.table.model
    return [
        (model.look_of(row, 1).text, model.look_of(row, 2).text, model.look_of(row, 5).text)
        for row in range(model.rowCount())
    ]


def test_what_came_with_the_program_is_listed_and_shown(
    window: MainWindow, view: LayoutsView
) -> None:
    assert ("委任书", "出厂", "在用") in rows(view)
    assert window.commands.get("layouts.edit").refusal() == "请先选一个版式"
    choose(window, view, "letter")
    assert not view.sample.pixmap().isNull()
    assert "出厂版式不能停用" in window.commands.get("layouts.retire").refusal()
    assert "已在用" in window.commands.get("layouts.use").refusal()


def test_an_edited_layout_becomes_one_s_own_and_is_printed_with(
    window: MainWindow, view: LayoutsView, workspace: Workspace
) -> None:
    choose(window, view, "letter")
    run(window, "layouts.edit")
    editor = view.findChild(LayoutEditor)
    assert isinstance(editor, LayoutEditor)
    editor.name_line.setText(OWN)
    editor.use_box.setChecked(True)
    editor.edited.choose([2])
    spin = editor.panel.findChild(QDoubleSpinBox, "layout_x_mm")
    assert isinstance(spin, QDoubleSpinBox)
    spin.setValue(41)
    editor.save_button.click()
    settle(window)
    assert in_use(workspace)["letters"] == (OWN, 1)
    assert rows(view)[:2] == [("委任书", "出厂", ""), (OWN, "第 1 版", "在用")]
    chosen = view.table.current_row()
    assert chosen is not None
    assert chosen.name == OWN
    said = window.findChild(QLabel, "last_message")
    assert isinstance(said, QLabel)
    assert said.text() == f"已保存版式“{OWN}”第 1 版"


def test_versions_are_put_into_use_and_layouts_retired(
    window: MainWindow, view: LayoutsView, workspace: Workspace
) -> None:
    window.bus.tell(save_version(workspace, OWN, copy_of("letter")).changes)
    settle(window)
    choose(window, view, OWN, 1)
    run(window, "layouts.use")
    assert in_use(workspace)["letters"] == (OWN, 1)
    run(window, "layouts.retire")
    error = window.findChild(MessageDialog, "error")
    assert isinstance(error, MessageDialog)
    assert "正用于打印" in error.message
    error.accept()
    choose(window, view, "letter")
    run(window, "layouts.use")
    assert in_use(workspace)["letters"] == ("letter", 0)
    choose(window, view, OWN, 1)
    run(window, "layouts.retire")
    assert rows(view)[1] == (OWN, "第 1 版", "已停用")
    run(window, "layouts.retire")
    assert rows(view)[1] == (OWN, "第 1 版", "")


def test_a_layout_goes_out_and_comes_in(
    window: MainWindow, view: LayoutsView, answers: Answers, tmp_path: Path, workspace: Workspace
) -> None:
    choose(window, view, "letter")
    answers.choose_file(tmp_path / "版式.json")
    run(window, "layouts.export")
    assert (tmp_path / "版式.json").is_file()
    values = json.loads((tmp_path / "版式.json").read_text(encoding="utf-8"))
    values["elements"][1]["x_mm"] -= 1
    (tmp_path / "版式.json").write_text(json.dumps(values), encoding="utf-8")
    answers.choose_file(tmp_path / "版式.json")
    run(window, "layouts.import")
    assert rows(view)[1] == ("委任书（自用）", "第 1 版", "")
    (tmp_path / "坏.json").write_text('{"label": "坏"}', encoding="utf-8")
    answers.choose_file(tmp_path / "坏.json")
    run(window, "layouts.import")
    error = window.findChild(MessageDialog, "error")
    assert isinstance(error, MessageDialog)
    assert "缺少" in error.message
    assert len([entry for entry in list_layouts(workspace) if entry.version]) == 1


def _edit(window: MainWindow, view: LayoutsView) -> LayoutEditor:
    """Move the title of a layout that came with the program."""
    choose(window, view, "letter")
    run(window, "layouts.edit")
    (editor,) = [each for each in view.findChildren(LayoutEditor) if each.isVisible()]
    editor.edited.choose([2])
    spin = editor.panel.findChild(QDoubleSpinBox, "layout_x_mm")
    assert isinstance(spin, QDoubleSpinBox)
    spin.setValue(41)
    return editor


def test_what_is_edited_and_not_saved_is_there_after_a_crash(
    qtbot: QtBot, window: MainWindow, view: LayoutsView, settings: QSettings,
    workspace: Workspace, answers: Answers, tmp_path: Path,
) -> None:  # fmt: skip
    editor = _edit(window, view)
    editor.name_line.selectAll()
    QTest.keyClicks(editor.name_line, "X")
    Image.new("RGB", (60, 30), "#A8201A").save(tmp_path / "纸.png")
    answers.choose_file(tmp_path / "纸.png")
    editor.choose_background()
    qtbot.waitUntil(lambda: not view.unsaved.keeper.behind, timeout=2000)
    settle(window)
    (kept,) = list_drafts(workspace, "layouts")
    # The program is gone without a word, and started again.
    again = app.build_window(workspace, settings, ErrorDesk())
    qtbot.addWidget(again)
    said = again.findChild(QLabel, "last_message")
    assert isinstance(said, QLabel)
    assert said.text() == "上次没有保存的内容已保留：版式 1 份"
    again.resize(1366, 768)
    again.show()
    again.show_page("paper")
    run(again, "paper.layouts")
    page = again.page("paper")
    assert isinstance(page, TabbedPage)
    found = page.views["layouts"]
    assert isinstance(found, LayoutsView)
    assert found.unsaved.button.text() == "未保存 1 ▾"
    (action,) = found.unsaved.button.menu_of_drafts().actions()
    assert action.text() == kept.label == "X"
    action.trigger()
    settle(again)
    (taken,) = [each for each in found.findChildren(LayoutEditor) if each.isVisible()]
    assert taken.name_line.text() == "X"
    assert taken.edited.values == editor.edited.values
    assert taken.look.faults == ()  # its picture is there, too
    taken.save_button.click()
    settle(again)
    assert list_drafts(workspace, "layouts") == ()
    assert get_layout(workspace, "X").layout.background
    assert not found.unsaved.button.isVisible()
    again.tasks.shut_down()


def test_a_layout_given_up_is_asked_about_and_forgotten(
    window: MainWindow, view: LayoutsView, workspace: Workspace, answers: Answers
) -> None:
    editor = _edit(window, view)
    editor.edited.steps.undo()
    view.unsaved.keeper.write_all()
    assert list_drafts(workspace, "layouts") == ()
    editor.edited.steps.redo()
    assert view.may_close()
    assert len(list_drafts(workspace, "layouts")) == 1
    answers.say(False, True)
    editor.reject()
    assert editor.isVisible()
    editor.reject()
    view.unsaved.keeper.write_all()
    assert list_drafts(workspace, "layouts") == ()


def test_keys_open_the_editor(window: MainWindow, view: LayoutsView) -> None:
    choose(window, view, "letter")
    view.table.view.setFocus()
    QTest.keyClick(view.table.view, Qt.Key.Key_F2)
    settle(window)
    editor = view.findChild(LayoutEditor)
    assert isinstance(editor, LayoutEditor)
    assert editor.name_line.text() == "委任书（自用）"
    editor.reject()
