"""通报 in a real window: written, edited, kept, written anew, printed and saved for Word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from partydesk import app
from partydesk.services.duty.bulletin import get_bulletin
from partydesk.services.workspace import Workspace
from partydesk.ui.duty.bulletin_view import BulletinView
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow
from partydesk.ui.preview import PreviewDialog
from partydesk.ui.tabbed_page import TabbedPage
from partydesk.ui.workbench.page import WorkbenchPage
from tests.factories import YEAR, StandingClock
from tests.services.duty.posted import add_work, make_postings
from tests.ui.answers import Answers

#: Minutes of real windows; the rules and services behind them are tried in every run.


@pytest.fixture
def posted(workspace: Workspace, clock: StandingClock) -> Workspace:
    add_work(workspace, make_postings(workspace, clock, 5))
    return workspace


@pytest.fixture
def window(
    qtbot: QtBot, dressed: str, settings: QSettings, posted: Workspace
) -> Iterator[MainWindow]:
    errors = ErrorDesk()
    opened = app.build_window(posted, settings, errors)
    errors.set_window(opened)
    qtbot.addWidget(opened)
    opened.show()
    yield opened
    assert opened.tasks.wait_until_idle(20000)


def _settle(window: MainWindow) -> None:
    assert window.tasks.wait_until_idle(20000)


@pytest.fixture
def view(window: MainWindow) -> BulletinView:
    window.show_page("duty")
    page = window.page("duty")
    assert isinstance(page, TabbedPage)
    page.show_tab("bulletin")
    shown = page.views["bulletin"]
    assert isinstance(shown, BulletinView)
    _settle(window)
    return shown


def test_the_text_stands_beside_its_pages(view: BulletinView) -> None:
    assert view.title.text() == "关于2026年上半年驻企党建工作情况的通报"
    assert "先后有5名同志" in view.body.toPlainText()
    assert view.about.text() == "数据截至 2026年7月13日 · 未保存"
    assert view.chips[6].isChecked()
    document = view.pages.document()
    assert document is not None
    assert document.pageCount() >= 4
    assert not view.is_edited()


def test_it_is_kept_and_the_other_period_is_another_one(
    view: BulletinView, window: MainWindow, posted: Workspace
) -> None:
    view.body.setPlainText("一、自己写的话")
    assert "有改动未保存" in view.about.text()
    view.choose(12)
    _settle(window)
    assert view.title.text() == "关于2026年度驻企党建工作情况的通报"
    view.choose(6)
    _settle(window)
    assert view.body.toPlainText() == "一、自己写的话"
    view.save()
    _settle(window)
    assert "已保存" in view.about.text()
    assert get_bulletin(posted, YEAR, 6).body == "一、自己写的话"
    assert view.may_close()


def test_writing_anew_asks_before_the_clerks_words_go(
    view: BulletinView, window: MainWindow, answers: Answers
) -> None:
    view.rewrite()
    _settle(window)  # nothing was changed, so nothing is asked
    view.body.setPlainText("一、自己写的话")
    answers.say(False)
    view.rewrite()
    _settle(window)
    assert view.body.toPlainText() == "一、自己写的话"
    answers.say(True)
    view.rewrite()
    _settle(window)
    assert "先后有5名同志" in view.body.toPlainText()


def test_text_that_is_not_saved_objects_to_closing(view: BulletinView, answers: Answers) -> None:
    assert view.may_close()
    view.title.setText("另一个标题")
    answers.say(False)
    assert not view.may_close()
    answers.say(True)
    assert view.may_close()
    answers.say(True)  # the window closes


def test_it_is_printed_and_saved_for_word(
    view: BulletinView, window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    answers.choose_file(tmp_path / "通报")
    view.save_word()
    _settle(window)
    assert (tmp_path / "通报.docx").stat().st_size > 0
    view.print()
    _settle(window)
    (dialog,) = window.findChildren(PreviewDialog)
    dialog.reject()


def test_an_empty_title_is_said_on_the_page(
    view: BulletinView, window: MainWindow, answers: Answers
) -> None:
    view.title.clear()
    view.save()
    _settle(window)
    assert view.message.text == "通报要有标题"
    answers.say(True)  # the window closes


def test_a_line_of_the_workbench_leads_to_the_page_and_can_be_put_off(
    window: MainWindow,
) -> None:
    page = window.page("workbench")
    assert isinstance(page, WorkbenchPage)
    window.show_page("workbench")
    card = page.todo_card
    reports = [row for row in card.agenda if row.key == "report"]
    assert [row.title for row in reports] == [f"交{m}月月报" for m in (3, 4, 5, 6)]
    assert not page.todo.view.isColumnHidden(0)
    overdue = next(chip for when, chip in card.chips.items() if when and when.value == "逾期")
    assert overdue.text() == "逾期 4"
    overdue.click()
    assert page.todo.model.rowCount() == 4
    page.put_off(reports[0])
    _settle(window)
    assert overdue.text() == "逾期 3"
    page.todo.act_asked.emit(reports[1], "act")
    assert window.current_key == "duty"


def test_the_week_is_shown_for_printing(window: MainWindow) -> None:
    window.show_page("workbench")
    window.commands.run("workbench.print_week")
    _settle(window)
    (dialog,) = window.findChildren(PreviewDialog)
    assert dialog.windowTitle()
    dialog.reject()
