"""Drafts in the real window: on the disk within two seconds, there again after a restart."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTabWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from partydesk.app import build_window
from partydesk.domain.drafts import Draft
from partydesk.domain.fields import Kind
from partydesk.services import pools
from partydesk.services.drafts import keep_drafts, list_drafts
from partydesk.services.workspace import Workspace
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow
from partydesk.ui.widgets.words import WordEdit
from tests.factories import every_connection
from tests.ui.answers import Answers
from tests.ui.pool_window import (
    enterprises_page,
    names,
    open_window,
    talent,
    talents_page,
    type_into,
)

TYPED = {
    "name": "敖敦",
    "joined": "1993-06",
    "political": "中共党员",
    "school": "农业大学",
    "ethnicity": "蒙古族",
    "rank": "站长",
    "phone": "13904760002",
    "specialties": "农牧技术、财务会计",
    "capacity": "3",
    "ability": "办过合作社",
    "note": "字",
}


def _on_disk(workspace: Workspace) -> dict[int | None, dict[str, str]]:
    return {draft.record_id: dict(draft.changed) for draft in list_drafts(workspace, "talents")}


# -- written --------------------------------------------------------------------------


def test_there_is_no_unsaved_text_older_than_two_seconds(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    page = talents_page(window)
    page.go_to(2)
    type_into(page, "rank", "key")
    assert _on_disk(workspace) == {}
    qtbot.waitUntil(lambda: _on_disk(workspace) == {2: {"rank": "key"}}, timeout=2000)
    for letter in "abcdefghijklmnop":  # somebody who never pauses is not put off
        QTest.keyClicks(page.card.form.block("rank").editor.keyboard, letter)
        qtbot.wait(100)
    assert len(_on_disk(workspace)[2]["rank"]) > 3


def test_leaving_a_field_writes_at_once(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    page = talents_page(window)
    window.commands.run("talents.new")
    type_into(page, "name", "Aodun")
    QTest.keyClick(page.card.form.block("name").editor.keyboard, Qt.Key.Key_Return)
    QApplication.processEvents()
    window.tasks.wait_until_idle()
    assert _on_disk(workspace) == {None: {"name": "Aodun"}}


def test_what_a_field_makes_of_the_letters_when_it_is_left_is_what_is_kept(
    window: MainWindow, workspace: Workspace
) -> None:
    page = talents_page(window)
    page.go_to(2)
    type_into(page, "ethnicity", "mgz")
    line = page.card.form.block("ethnicity").editor.widget
    assert isinstance(line, WordEdit)
    QTest.keyClick(line.completions, Qt.Key.Key_Escape)
    page.card.form.focus_field("political")
    QApplication.processEvents()
    window.tasks.wait_until_idle()
    assert _on_disk(workspace) == {2: {"ethnicity": "蒙古族"}}


def test_saving_and_giving_up_take_the_draft_from_the_disk(
    window: MainWindow, workspace: Workspace, answers: Answers
) -> None:
    page = talents_page(window)
    page.go_to(2)
    type_into(page, "rank", "科员")
    page.go_to(3)
    type_into(page, "rank", "主任")
    assert page._keeper.write_all()
    assert set(_on_disk(workspace)) == {2, 3}
    window.commands.run("talents.save")
    window.tasks.wait_until_idle()
    assert set(_on_disk(workspace)) == {2}
    page.go_to(2)
    answers.say(True)
    window.commands.run("talents.discard")
    assert page._keeper.write_all()
    assert _on_disk(workspace) == {}


def test_a_full_disk_is_told_once_and_nothing_typed_is_lost(
    window: MainWindow, workspace: Workspace, answers: Answers
) -> None:
    page = talents_page(window)
    page.go_to(2)
    with workspace.reading() as session:
        pages = session.scalar(text("PRAGMA page_count"))
    with every_connection(workspace._file(), f"PRAGMA max_page_count={pages}"):
        type_into(page, "note", "长" * 300)
        page.card.form._blocks["note"].editor.set_text("长" * 20_000)
        page.drafts.keep(page.card.draft())
        assert not page._keeper.write_all()
        assert "暂时只留在窗口里：磁盘空间不足" in window.status.undo._words.text()
        window.say("别的话")
        type_into(page, "rank", "科员")
        assert not page._keeper.write_all()
        assert window.status.undo._words.text() == "别的话"
        answers.say(False)
        assert not window.close()
        assert "没能写进工作区" in answers.asked[0]
    assert page.card.form.text_of("rank") == "科员"
    assert window.close()
    assert _on_disk(workspace)[2]["rank"] == "科员"


# -- found again --------------------------------------------------------------------------


def test_closing_asks_nothing_and_the_next_start_shows_what_was_typed(
    window: MainWindow, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    page = talents_page(window)
    window.commands.run("talents.new")
    type_into(page, "name", "孟和")
    page.go_to(2)
    type_into(page, "rank", "科员")
    assert window.close()
    settings = QSettings(str(tmp_path / "again.ini"), QSettings.Format.IniFormat)
    again = open_window(qtbot, settings, workspace)
    page = talents_page(again)
    assert page._head.drafts.text() == "未保存 2 ▾"
    assert page.card.record_id == 2, "what was typed last is in sight"
    assert page.card.form.text_of("rank") == "科员"
    assert "上次未保存的内容已恢复" in page.card._note.text
    assert "苏和（未存）" in names(page)
    again.commands.run("talents.new")
    assert page.card.form.text_of("name") == "孟和"
    assert "已恢复" in page.card._note.text
    again.commands.run("talents.save")
    again.tasks.wait_until_idle()
    assert talent(workspace, 4).name == "孟和"
    assert not page.card._note.isVisible()
    assert set(_on_disk(workspace)) == {2}


def test_the_program_says_at_its_start_where_something_was_left(
    workspace: Workspace, qtbot: QtBot, dressed: str, settings: QSettings
) -> None:
    keep_drafts(
        workspace, "talents", [Draft(None, "新", {"name": "新"}), Draft(2, "苏和", {"a": ""})]
    )
    keep_drafts(workspace, "enterprises", [Draft(None, "新", {"name": "新"})])
    window = build_window(workspace, settings, ErrorDesk())
    qtbot.addWidget(window)
    assert window.status.undo._words.text() == "上次没有保存的内容已保留：企业库 1 份、人才库 2 份"


def test_a_draft_of_a_record_that_is_gone_becomes_a_new_record(
    workspace: Workspace, qtbot: QtBot, dressed: str, settings: QSettings
) -> None:
    keep_drafts(workspace, "talents", [Draft(77, "巴图", {"rank": "科员"}, {"rank": ""})])
    page = talents_page(open_window(qtbot, settings, workspace))
    assert page.card.is_new
    assert page.card.form.text_of("name") == "巴图"
    assert page.card.form.text_of("rank") == "科员"
    assert page._keeper.write_all()
    assert _on_disk(workspace) == {None: {"name": "巴图", "rank": "科员"}}


def test_two_drafts_without_a_record_wait_for_each_other(
    workspace: Workspace, qtbot: QtBot, dressed: str, settings: QSettings
) -> None:
    drafts = [Draft(None, "新增：孟和", {"name": "孟和"}), Draft(77, "巴图", {"rank": "科员"})]
    keep_drafts(workspace, "talents", drafts)
    window = open_window(qtbot, settings, workspace)
    page = talents_page(window)
    page._open_draft(77)
    assert page.card.form.text_of("name") == "孟和"
    assert "请先保存或放弃这份新增" in window.status.undo._words.text()
    window.commands.run("talents.save")
    window.tasks.wait_until_idle()
    page._open_draft(77)
    assert page.card.is_new
    assert page.card.form.text_of("name") == "巴图"


def test_a_record_changed_meanwhile_shows_both(
    workspace: Workspace, qtbot: QtBot, dressed: str, settings: QSettings
) -> None:
    typed = {"rank": "科员", "phone": "13904760002", "note": "一样"}
    before = {"rank": "", "phone": "13800000004", "note": ""}
    keep_drafts(workspace, "talents", [Draft(1, "敖敦其其格", typed, before)])
    changed = {"rank": "主任", "phone": "13904769999", "note": "一样"}
    pools.save_record(workspace, "talents", 1, changed)
    page = talents_page(open_window(qtbot, settings, workspace))
    assert "该记录此后改过（手机号码、职级）" in page.card._note.text.replace(
        "职级、手机号码", "手机号码、职级"
    )
    message = page.card.form.block("rank").findChild(QLabel, "message_rank")
    assert message is not None
    assert message.text() == "此后已改为“主任”"
    phone = page.card.form.block("phone").findChild(QLabel, "message_phone")
    assert phone is not None
    assert phone.text() == "此后已改为“139****9999”", "a number stays masked"
    assert page.card.changed() == {"rank": "科员", "phone": "13904760002"}
    type_into(page, "rank", "科员一级")
    page.go_to(2)
    page.go_to(1)
    assert message.text() == "此后已改为“主任”", "typing on does not hide it"


# -- nothing typed is lost by moving about --------------------------------------------------


def test_rows_typed_by_hand_survive_moving_between_views(window: MainWindow, qtbot: QtBot) -> None:
    """Type, switch tab, sort, filter, go to another page and return: the values are equal."""
    page = talents_page(window)
    form = page.card.form
    page.go_to(2)
    for name, words in TYPED.items():
        type_into(page, name, words)
        if form.block(name).field.kind is Kind.MULTI:
            QTest.keyClick(form.block(name).editor.keyboard, Qt.Key.Key_Return)
    before = form.texts()
    expected = {**TYPED, "specialties": f"法律事务、{TYPED['specialties']}"}
    assert {name: before[name] for name in TYPED} == expected

    def shown() -> dict[str, str]:
        assert page.card.record_id == 2
        return form.texts()

    tabs = form.findChildren(QTabWidget)[0]
    for tab in (*range(tabs.count()), 0):
        tabs.setCurrentIndex(tab)
        assert shown() == before
    page.list.table.sort_requested.emit("birth", True)
    assert shown() == before
    page.filters.chip("source").set_word("退休")  # hides the very row
    assert shown() == before
    page.filters.clear()
    QTest.keyClicks(page.filters.search, "zzz")
    qtbot.waitUntil(lambda: names(page) == [])
    assert shown() == before
    page.filters.clear()
    window.show_page("enterprises")
    enterprises_page(window).go_to(1)
    window.show_page("talents")
    assert shown() == before
    page.go_to(1)
    assert form.text_of("rank") == ""
    page.go_to(2)
    assert shown() == before


def test_the_menu_leads_to_each_draft(window: MainWindow) -> None:
    page = talents_page(window)
    button = window.findChild(QPushButton, "talents_drafts")
    assert button is not None
    assert not button.isVisible()
    for number in (2, 3):
        page.go_to(number)
        type_into(page, "rank", "科员")
    page.go_to(1)
    assert button.isVisible()
    menu = page._head.drafts.menu_of_drafts()
    assert [action.text() for action in menu.actions()] == ["苏和（1 项）", "王堃（1 项）"]
    menu.actions()[0].trigger()
    assert page.card.record_id == 2
