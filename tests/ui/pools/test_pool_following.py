"""Card and list of a pool agree, whatever is searched for, and nothing typed is lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from partydesk.services import lists, pools
from partydesk.services.pools import save_records
from partydesk.services.workspace import Workspace
from partydesk.ui.main_window import MainWindow
from partydesk.ui.talents.page import TalentsPage
from tests.ui.pool_window import (
    enterprises_page,
    names,
    talents_page,
    type_into,
)


def _shown(page: TalentsPage) -> str:
    return page.card.record.name if page.card.record is not None else ""


def test_the_card_shows_the_first_find_of_a_search(window: MainWindow, qtbot: QtBot) -> None:
    page = talents_page(window)
    assert _shown(page) == "敖敦其其格"
    QTest.keyClicks(page.filters.search, "wk")
    qtbot.waitUntil(lambda: names(page) == ["王堃"])
    assert not page._follower.note.isVisible(), "nothing flashes up before the first find is shown"
    qtbot.waitUntil(lambda: _shown(page) == "王堃")
    assert page.list.place() == 0
    assert page.filters.search.hasFocus(), "whoever types goes on typing"
    QTest.keyClick(page.filters.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(names(page)) == 3)
    assert _shown(page) == "王堃", "the record found stays"
    assert page.list.place() == 2


def test_a_search_without_a_find_hides_the_card_and_gives_it_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = talents_page(window)
    page.go_to(2)
    QTest.keyClicks(page.filters.search, "qqq")
    qtbot.waitUntil(lambda: not page.card.isVisible())
    assert not page.card.is_open, "no command acts on what nobody sees"
    QTest.keyClick(page.filters.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: _shown(page) == "苏和")
    assert page.card.isVisible()


def test_unsaved_text_stays_in_sight_and_says_that_it_is_outside_the_list(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = talents_page(window)
    page.go_to(2)
    type_into(page, "unit_post", "兽医站")
    QTest.keyClicks(page.filters.search, "wk")
    qtbot.waitUntil(page._follower.note.isVisible)
    page._follower.settle()
    assert _shown(page) == "苏和"
    assert "不在左边的名单里" in page._follower.note.text
    page._follower.note.back.click()
    qtbot.waitUntil(lambda: len(names(page)) == 3)
    assert page.list.place() == 1
    assert not page._follower.note.isVisible()
    assert page.card.changed() == {"unit_post": "兽医站"}


def test_a_new_record_being_typed_survives_a_search(window: MainWindow, qtbot: QtBot) -> None:
    page = talents_page(window)
    page.show_new()
    type_into(page, "name", "白音")
    page.filters.chip("source").set_word("改非")
    assert names(page) == ["苏和"]
    page._follower.settle()
    assert page.card.is_new
    assert page.card.changed()["name"] == "白音"
    assert not page._follower.note.isVisible()


def test_a_record_opened_from_elsewhere_says_that_the_filter_hides_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = talents_page(window)
    page.filters.chip("source").set_word("改非")
    window.open_record("talents", 3)
    page._follower.settle()
    assert _shown(page) == "王堃"
    assert page._follower.note.text == "“王堃”不符合现在的条件，不在左边的名单里。"
    page.list.step(0)
    assert _shown(page) == "苏和"
    assert not page._follower.note.isVisible()


def test_a_record_that_a_save_takes_out_of_the_list_stays(window: MainWindow) -> None:
    page = talents_page(window)
    page.filters.chip("source").set_word("改非")
    page._follower.settle()
    assert _shown(page) == "苏和"
    page.card.form.set_field("source", "退休")
    window.commands.run("talents.save")
    window.tasks.wait_until_idle()
    assert names(page) == []
    assert _shown(page) == "苏和"
    assert page.card.isVisible()
    assert page._follower.note.isVisible()


def test_a_retired_record_leads_to_the_list_that_shows_it(
    window: MainWindow, workspace: Workspace
) -> None:
    page = enterprises_page(window)
    window.open_record("enterprises", 3)
    assert page._follower.note.text == "“老矿业有限公司”已注销，名单里没有显示已注销的。"
    page._follower.note.back.click()
    assert "老矿业有限公司" in names(page)
    assert not page._follower.note.isVisible()


def test_a_record_behind_the_first_page_of_a_search_is_waited_for(
    window: MainWindow, workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "_FEW", 20)
    save_records(workspace, "talents", [{"name": f"巴图{number}"} for number in range(150)])
    page = talents_page(window)
    page.refresh()
    page.go_to(150)
    QTest.keyClicks(page.filters.search, "bt")
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 150)
    assert page.card.record_id == 150
    assert pools.get_record(workspace, "talents", 150).name == _shown(page)
    assert not page._follower.note.isVisible()
