"""Finding and narrowing in the window: marks, ranges, conditions on any field, saved filters."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from partydesk.domain.listing import Picked, Query
from partydesk.domain.query_words import LACKING
from partydesk.services import lists
from partydesk.services.filters import list_filters, save_filter
from partydesk.services.pools import save_records
from partydesk.services.workspace import Workspace
from partydesk.ui.main_window import MainWindow
from partydesk.ui.pools.reason_dialog import ReasonDialog
from partydesk.ui.pools.saved_filters import saved_filters_menu
from partydesk.ui.table import Role
from tests.ui.hands import type_text
from tests.ui.pool_window import (
    enterprises_page,
    names,
    organizations_page,
    talents_page,
)


def _action(menu: QMenu, *path: str) -> QAction:
    """An entry of a menu or of one below it."""
    for step in path[:-1]:
        menu = next(below for below in menu.findChildren(QMenu) if below.title() == step)
    return next(action for action in menu.actions() if action.text() == path[-1])


def test_what_was_found_is_marked_by_pinyin_too(window: MainWindow, qtbot: QtBot) -> None:
    page = talents_page(window)
    QTest.keyClicks(page.filters.search, "dqq")
    qtbot.waitUntil(lambda: names(page) == ["敖敦其其格"])
    index = page.list.model.index(0, 0)
    assert page.list.model.look_of(0, 0).marks == ((1, 4),)
    assert index.data(Role.MARKS) == ((1, 4),)


def test_best_finds_come_first_until_a_header_is_used(window: MainWindow, qtbot: QtBot) -> None:
    page = talents_page(window)
    QTest.keyClicks(page.filters.search, "w")
    qtbot.waitUntil(lambda: names(page) == ["王堃"])
    assert page.list.query.sort == ""
    heads = [page.list.model.headerData(n, Qt.Orientation.Horizontal) for n in range(3)]
    assert not [head for head in heads if "▴" in str(head) or "▾" in str(head)]
    page.list.table.sort_requested.emit("name", True)
    assert (page.list.query.sort, page.list.query.descending) == ("name", True)


def test_a_range_is_typed_by_keyboard(window: MainWindow) -> None:
    page = talents_page(window)
    page.filters.add_filter("birth")
    panel = page.filters.entry("birth").panel
    assert panel.isVisible()
    QTest.keyClicks(panel.lines[0], "1970")
    QTest.keyClicks(panel.lines[1], "1960")
    QTest.keyClick(panel.lines[1], Qt.Key.Key_Return)
    assert panel.isVisible(), "nothing lies between the two"
    panel.lines[1].selectAll()
    QTest.keyClicks(panel.lines[1], "1985")
    QTest.keyClick(panel.lines[1], Qt.Key.Key_Return)
    assert not panel.isVisible()
    assert names(page) == ["敖敦其其格", "王堃"]
    chip = page.filters.entry("birth")
    assert chip.text() == "出生日期：1970 至 1985 ×"
    assert page.filters.shown.text() == "显示 2 / 3"
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    assert len(names(page)) == 3


def test_any_field_can_be_asked_for_words_or_for_nothing(window: MainWindow) -> None:
    page = talents_page(window)
    page.filters.entry("unit_post").set_entry(("没有这样的单位",))
    assert names(page) == []
    page.filters.clear()
    page.filters.entry("birth").set_entry(lacking=True)
    assert names(page) == []
    page.filters.clear()
    page.filters.chip("phone").set_word(LACKING)
    assert names(page) == ["苏和", "王堃"]
    offered = {action.text() for action in page.filters._menu_of_more().actions()}
    assert {"基本情况", "任职与来源", "意愿与能力", "在库"} <= offered


def test_filters_are_there_again_after_another_page(window: MainWindow) -> None:
    page = talents_page(window)
    page.filters.chip("source").set_word("改非")
    page.filters.entry("birth").set_entry(("1969", ""))
    window.show_page("enterprises")
    assert len(names(enterprises_page(window))) == 2
    window.show_page("talents")
    assert names(page) == ["苏和"]
    assert page.filters.entry("birth").text() == "出生日期：1969 起 ×"


def test_a_filter_is_saved_used_renamed_and_deleted(
    window: MainWindow, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = ["老同志", "退下来的"]

    def run(dialog: ReasonDialog) -> bool:
        type_text(dialog.line, said.pop(0))
        dialog.accept()
        return bool(dialog.result())

    monkeypatch.setattr(ReasonDialog, "run", run)
    page = talents_page(window)
    assert not _action(saved_filters_menu(page), "保存当前条件…").isEnabled()
    page.filters.chip("source").set_word("退休")
    page.filters.entry("birth").set_entry(("", "1975"))
    asked = page.filters.query()
    _action(saved_filters_menu(page), "保存当前条件…").trigger()
    window.tasks.wait_until_idle()
    page.filters.clear()
    assert len(names(page)) == 3
    _action(saved_filters_menu(page), "老同志").trigger()
    assert names(page) == ["敖敦其其格"]
    assert page.filters.query() == asked
    assert _action(saved_filters_menu(page), "老同志").isChecked()
    _action(saved_filters_menu(page), "改名", "老同志").trigger()
    window.tasks.wait_until_idle()
    page.filters.show_query(Query(text="王"))
    _action(saved_filters_menu(page), "换成当前条件", "退下来的").trigger()
    window.tasks.wait_until_idle()
    (kept,) = list_filters(workspace, "talents")
    assert (kept.name, kept.query.text, kept.query.filters) == ("退下来的", "王", {})
    _action(saved_filters_menu(page), "删除", "退下来的").trigger()
    window.tasks.wait_until_idle()
    assert list_filters(workspace, "talents") == ()
    window.commands.run("window.undo")
    window.tasks.wait_until_idle()
    assert [one.name for one in list_filters(workspace, "talents")] == ["退下来的"]


def test_a_search_with_many_finds_is_counted_when_the_typing_rests(
    window: MainWindow, workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "_FEW", 20)
    save_records(workspace, "talents", [{"name": f"巴图{number}"} for number in range(150)])
    page = talents_page(window)
    page.refresh()
    page.go_to(150)
    QTest.keyClicks(page.filters.search, "bt")
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 20)
    assert page.filters.shown.text() == "显示 … / 153"
    assert page.list.place() < 0
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 150)
    assert page.filters.shown.text() == "显示 150 / 153"
    row = page.list.model.read_row(page.list.place())
    assert row is not None
    assert row.id == 150
    QTest.keyClicks(page.filters.search, "1")
    qtbot.waitUntil(lambda: 0 < page.list.model.rowCount() < 150)
    page.filters.search.clear()
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 153)
    QTest.keyClicks(page.filters.search, "b")
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 20)
    page.list.table.view.selectAll()
    assert page.list.model.rowCount() == 150, "who takes several may mean all"


def test_a_chip_takes_several_words_and_a_saved_filter_keeps_them(
    window: MainWindow, workspace: Workspace
) -> None:
    page = talents_page(window)
    menu = page.filters.chip("source").menu_of_words()
    _action(menu, "改非").trigger()
    _action(menu, "退休").trigger()
    assert names(page) == ["敖敦其其格", "苏和"]
    assert page.filters.query().filters == {"source": ("改非", "退休")}
    save_filter(workspace, "talents", "两种", page.filters.query())
    page.filters.clear()
    assert len(names(page)) == 3
    _action(saved_filters_menu(page), "两种").trigger()
    assert names(page) == ["敖敦其其格", "苏和"]
    assert page.filters.chip("source").text() == "来源：改非、退休 ×"
    page.filters.chip("source").choose(["改非", LACKING])
    assert page.filters.query().filters == {"source": ("改非", "")}
    page.filters.show_query(page.filters.query())
    assert page.filters.chip("source").chosen == ("改非", LACKING)


def test_where_nothing_fits_every_word_it_is_not_shown_as_a_word(window: MainWindow) -> None:
    page = talents_page(window)
    page.filters.chip("townships").choose(["新惠镇", "长胜镇"])
    assert page.filters.query().filters == {"townships": ("新惠镇", "长胜镇", "")}
    page.filters.show_query(page.filters.query())
    assert page.filters.chip("townships").chosen == ("新惠镇", "长胜镇")
    page.filters.chip("townships").choose([LACKING])
    page.filters.show_query(page.filters.query())
    assert page.filters.chip("townships").chosen == (LACKING,)


def test_records_picked_out_elsewhere_are_a_list_of_their_own(window: MainWindow) -> None:
    page = talents_page(window)
    page.filters.show_query(Query(picked=Picked("缺手机号码", (2, 3))))
    assert names(page) == ["苏和", "王堃"]
    assert page.filters.picked.isVisible()
    assert page.filters.picked.text() == "缺手机号码 2 ×"
    page.filters.chip("source").set_word("改非")
    assert names(page) == ["苏和"]
    page.filters.chip("source").set_word("")
    keep = _action(saved_filters_menu(page), "保存当前条件…")
    assert not keep.isEnabled(), "who has a fault today has none tomorrow"
    page.filters.picked.click()
    assert len(names(page)) == 3
    assert not page.filters.picked.isVisible()


def test_the_two_stages_of_organizations_exclude_each_other(
    window: MainWindow, workspace: Workspace
) -> None:
    save_records(workspace, "organizations", [{"name": "甲党支部"}, {"name": "乙工会"}])
    page = organizations_page(window)
    page.filters.condition("standardizing").setChecked(True)
    assert names(page) == ["甲党支部"]
    page.filters.condition("innovating").setChecked(True)
    assert names(page) == []
    assert not page.filters.condition("standardizing").isChecked()
