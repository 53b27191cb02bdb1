"""The tab 字体 in the real window: what is printed with, choosing, and names that do not print."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from partydesk.app import build_window
from partydesk.services.fonts import AUTOMATIC, SHIPPED, font_uses
from partydesk.services.history import list_actions, undo
from partydesk.services.workspace import Workspace
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow
from partydesk.ui.paper.fonts_view import FontsView
from partydesk.ui.tabbed_page import TabbedPage
from partydesk.ui.talents.page import TalentsPage
from tests.factories import make_talent, number_of
from tests.made_fonts import RESTRICTED, write_font
from tests.ui.answers import Answers


@pytest.fixture
def window(
    qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace, font_folder: Path
) -> Iterator[MainWindow]:
    write_font(font_folder / "simkai.ttf", "KaiTi", "楷体", source="LXGWWenKai-Regular")
    write_font(font_folder / "simfang.ttf", "FangSong", "仿宋", rights=RESTRICTED)
    made = build_window(workspace, settings, ErrorDesk())
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    for page in made.findChildren(TalentsPage):
        page.drafts.clear()


@pytest.fixture
def view(window: MainWindow) -> FontsView:
    window.show_page("paper")
    page = window.page("paper")
    assert isinstance(page, TabbedPage)
    page.show_tab("fonts")
    assert window.tasks.wait_until_idle()
    found = page.views["fonts"]
    assert isinstance(found, FontsView)
    return found


def used(view: FontsView, role: str) -> str:
    return view.rows[role].used.text()


def test_each_style_says_what_it_is_printed_with(view: FontsView) -> None:
    assert used(view, "kai") == "现用：楷体"
    assert used(view, "fangsong") == "现用：思源宋体（随程序）"
    assert view.rows["kai"].choice.text() == "自动 ▾"
    assert "“仿宋”没有用：厂商不许嵌入" in view.message.text
    assert all(row.specimen.minimumHeight() > 20 for row in view.rows.values())


def test_another_font_is_chosen_and_taken_back(
    view: FontsView, window: MainWindow, workspace: Workspace
) -> None:
    choice = view.rows["kai"].choice
    assert [action.text() for action in choice.menu_of_options().actions()] == [
        "自动", "霞鹜文楷（随程序）", "楷体",
    ]  # fmt: skip
    choice.menu_of_options().actions()[1].trigger()
    assert window.tasks.wait_until_idle()
    assert used(view, "kai") == "现用：霞鹜文楷（随程序）"
    assert font_uses(workspace)[2].choice == SHIPPED
    undo(workspace, list_actions(workspace)[0].id)
    view.page_shown()
    assert window.tasks.wait_until_idle()
    assert (used(view, "kai"), choice.key) == ("现用：楷体", AUTOMATIC)


def test_a_file_is_chosen_or_refused_with_the_reason(
    view: FontsView, window: MainWindow, answers: Answers, tmp_path: Path, font_folder: Path
) -> None:
    own = write_font(tmp_path / "own.ttf", "My Song", "我的宋体", source="NotoSerifSC-Regular")
    answers.choose_file(own, font_folder / "simfang.ttf", "")
    view.rows["song"].file.click()
    assert window.tasks.wait_until_idle()
    assert used(view, "song") == "现用：我的宋体"
    assert view.rows["song"].choice.text() == "我的宋体 ▾"
    view.rows["song"].file.click()
    assert window.tasks.wait_until_idle()
    assert "不能用：厂商不许嵌入" in view.message.text
    assert used(view, "song") == "现用：我的宋体"
    view.rows["song"].file.click()
    own.unlink()
    view.page_shown()
    assert window.tasks.wait_until_idle()
    assert used(view, "song") == "现用：思源宋体（随程序）"
    assert "我的宋体" in view.message.text


def test_names_that_do_not_print_lead_to_their_records(
    view: FontsView, window: MainWindow, workspace: Workspace
) -> None:
    button = view.findChild(QPushButton, "button_paper.check_names")
    found = view.findChild(QLabel, "fonts_found")
    assert isinstance(button, QPushButton)
    assert isinstance(found, QLabel)
    make_talent(workspace, name="郭𠮷")
    button.click()
    assert window.tasks.wait_until_idle()
    assert view.missing.model.rowCount() == 0
    assert found.text() == ""
    person = make_talent(workspace, name="张\U00030000")
    button.click()
    assert window.tasks.wait_until_idle()
    assert found.text() == "1 处印不出"
    view.missing.select_number(0)
    row = view.missing.current_row()
    assert row is not None
    assert (row.record_id, row.code_point) == (number_of(person), "U+30000")
    view.missing.opened.emit(row)
    assert window.tasks.wait_until_idle()
    assert window.current_key == "talents"
