"""任职通知 in the window: for whom, what it says, the pages beside it, and the number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtPdf import QPdfDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from partydesk.domain.placements import Action, Order, Party
from partydesk.services import matching, placements
from partydesk.services.number_register import list_entries
from partydesk.services.workspace import Workspace
from partydesk.ui.main_window import MainWindow
from partydesk.ui.placements.notice_dialog import ALL, SELECTED, NoticeDialog
from partydesk.ui.preview import PreviewDialog
from tests.ui.answers import Answers
from tests.ui.round_window import (
    YEAR,
    add_posts,
    add_wishes,
    new_workspace,
    open_window,
    placements_page,
    run,
    settle,
)

DAY = dt.date(2026, 3, 20)
FIRST = "旗非公发〔2026〕1号"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Three pairs, two of them with a letter of 20 March."""
    with new_workspace(tmp_path / "w") as made:
        add_posts(made)
        add_wishes(made)
        matching.run_matching(made, YEAR)
        placements.accept_run(made, YEAR)
        for party in (Party.ENTERPRISE, Party.PERSON, Party.COMMITTEE):
            placements.act(made, YEAR, Action.CONSENT, Order(DAY, party), [1, 2])
        for action in (Action.SIGN, Action.APPOINT):
            placements.act(made, YEAR, action, Order(DAY), [1, 2])
        yield made


@pytest.fixture
def window(
    qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace
) -> Iterator[MainWindow]:
    opened = open_window(qtbot, settings, workspace)
    placements_page(opened)
    yield opened
    opened.tasks.shut_down()


def dialog_of(window: MainWindow) -> NoticeDialog:
    """Open the dialog and let it draft."""
    run(window, "placements.notice")
    (found,) = [
        each for each in placements_page(window).findChildren(NoticeDialog) if each.isVisible()
    ]
    settle(window)
    return found


def text_of(dialog: NoticeDialog) -> str:
    """What stands on the pages beside the form."""
    document = dialog.pages.document()
    assert isinstance(document, QPdfDocument)
    pages = range(document.pageCount())
    return "".join("".join(document.getAllText(page).text().split()) for page in pages)


def test_all_are_announced_and_the_pages_stand_beside(window: MainWindow) -> None:
    dialog = dialog_of(window)
    assert [chip.text() for chip in dialog.scopes.values()] == [
        "选中的 1 对", "全部已委任未发通知的 2 对",
    ]  # fmt: skip
    assert dialog.scopes[ALL].isChecked()
    assert dialog.form.text_of("title").startswith("关于苏和、敖敦其其格同志")
    assert "关于苏和、敖敦其其格同志任职的通知" in text_of(dialog)
    assert dialog.counted.text().startswith("共 2 页")
    assert dialog.issue_button.isEnabled()
    dialog.scopes[SELECTED].click()
    settle(window)
    assert dialog.form.text_of("title") == "关于苏和同志任职的通知"
    assert "敖敦其其格" not in text_of(dialog)
    dialog.reject()


def test_what_is_typed_shows_on_the_pages_by_itself(qtbot: QtBot, window: MainWindow) -> None:
    dialog = dialog_of(window)
    editor = dialog.form.block("addressee").editor.keyboard
    editor.setFocus()
    QTest.keyClicks(editor, "ABC")
    qtbot.waitUntil(lambda: "ABC" in text_of(dialog), timeout=5000)
    dialog.reject()


def test_another_effective_day_is_written_into_the_text(window: MainWindow) -> None:
    dialog = dialog_of(window)
    assert "自2026年3月20日起" in dialog.form.text_of("text")
    dialog.form.set_field("effective_on", "2026-04-01")
    dialog.show_pages()
    settle(window)
    assert "自2026年4月1日起" in dialog.form.text_of("text")
    assert "自2026年4月1日起" in text_of(dialog)
    # Issued at once, before the pages were set anew.
    dialog.form.set_field("effective_on", "2026-04-10")
    dialog.issue()
    settle(window)
    (preview,) = [each for each in window.findChildren(PreviewDialog) if each.isVisible()]
    document = preview.preview.view.document()
    assert "2026年4月10日起" in "".join(
        "".join(document.getAllText(n).text().split()) for n in range(document.pageCount())
    )
    preview.reject()


def test_a_fault_stands_beside_its_field_and_bars_issuing(window: MainWindow) -> None:
    dialog = dialog_of(window)
    dialog.form.set_field("title", "")
    dialog.show_pages()
    settle(window)
    assert dialog.form.block("title").fault == "请填写标题"
    assert not dialog.issue_button.isEnabled()
    dialog.form.set_field("title", "关于苏和等同志任职的通知")
    dialog.show_pages()
    settle(window)
    assert dialog.form.block("title").fault == ""
    assert dialog.issue_button.isEnabled()
    dialog.reject()


def test_issuing_takes_the_number_and_shows_what_was_issued(
    window: MainWindow, workspace: Workspace
) -> None:
    page = placements_page(window)
    dialog = dialog_of(window)
    dialog.issue_button.click()
    settle(window)
    (preview,) = page.findChildren(PreviewDialog)
    assert preview.preview.page_count == 2
    preview.reject()
    entry = next(each for each in list_entries(workspace) if each.kind == "notices")
    assert entry.number == FIRST
    page.table.select_number(0)
    settle(window)
    words = [each.text() for each in page.card.findChildren(QLabel)]
    assert "任职通知" in words
    assert FIRST in words
    command = window.commands.get("placements.notice")
    assert command.refusal() == "没有已委任而未发任职通知的人"
    assert window.commands.get("placements.print_all_notices").enabled


def test_issued_notices_are_printed_from_the_menu(window: MainWindow) -> None:
    printing = window.commands.get("placements.print_all_notices")
    assert printing.refusal() == "还没有任职通知，印发任职通知后才能打印"
    dialog = dialog_of(window)
    dialog.issue_button.click()
    settle(window)
    for preview in placements_page(window).findChildren(PreviewDialog):
        preview.reject()
    run(window, "placements.print_notices")
    assert list(placements_page(window).findChildren(PreviewDialog))


def test_a_missing_character_is_asked_about(
    window: MainWindow, workspace: Workspace, answers: Answers
) -> None:
    dialog = dialog_of(window)
    dialog.form.set_field("text", "王\U00032000同志任职。")
    dialog.show_pages()
    settle(window)
    assert "U+32000" in dialog.refusals.text
    answers.say(False, True)
    dialog.issue_button.click()
    settle(window)
    assert "1 处缺字，留空手写补上？" in answers.asked[0]
    assert [each for each in list_entries(workspace) if each.kind == "notices"] == []
    dialog.issue_button.click()
    settle(window)
    assert [each.number for each in list_entries(workspace) if each.kind == "notices"] == [FIRST]
