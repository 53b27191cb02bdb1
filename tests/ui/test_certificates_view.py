"""证书: issuing to people of the pool and to others, with real widgets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from partydesk.domain.certificates import CertificateKind
from partydesk.services import history
from partydesk.services.certificates import list_certificates
from partydesk.services.number_register import list_entries
from partydesk.services.workspace import Workspace
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow, WindowPorts
from partydesk.ui.pages import PageSpec
from partydesk.ui.paper.certificates_dialog import CertificatesDialog
from partydesk.ui.paper.certificates_view import CertificatesView
from partydesk.ui.preview import PreviewDialog
from partydesk.ui.talents.page import TalentsPage
from tests.ui.answers import Answers
from tests.ui.round_window import YEAR, new_workspace, settle


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with new_workspace(tmp_path / "w") as made:
        yield made


@pytest.fixture
def window(
    qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace
) -> Iterator[MainWindow]:
    errors = ErrorDesk()
    ports = WindowPorts(
        search=lambda _words: (),
        undo=lambda action, progress: history.undo(workspace, action, progress=progress),
    )
    opened = MainWindow(settings, errors, ports)
    errors.set_window(opened)
    opened.set_years([YEAR], YEAR)
    desk = opened.desk
    opened.add_pages(
        [
            PageSpec("talents", "", "人才库", lambda: TalentsPage(desk, workspace), ("talents",)),
            PageSpec("certificates", "", "证书", lambda: CertificatesView(desk, workspace)),
        ]
    )
    qtbot.addWidget(opened)
    opened.resize(1366, 768)
    opened.show()
    qtbot.waitExposed(opened)
    settle(opened)
    yield opened
    opened.tasks.shut_down()


def _view(window: MainWindow) -> CertificatesView:
    window.show_page("certificates")
    settle(window)
    page = window.page("certificates")
    assert isinstance(page, CertificatesView)
    return page


def _dialog(window: MainWindow) -> CertificatesDialog:
    settle(window)
    return window.findChildren(CertificatesDialog)[-1]


def test_honours_are_issued_looked_at_and_found(window: MainWindow, workspace: Workspace) -> None:
    view = _view(window)
    window.commands.run("certificates.issue")
    dialog = _dialog(window)
    dialog.people.setPlainText("苏和，农牧局\n郭𠮷")
    assert dialog.counted.text() == "共 2 人，其中人才库里 1 人"
    dialog.forms[CertificateKind.HONOUR].set_field("merit", "2025年度派驻工作")
    dialog.issue_button.click()
    settle(window)
    assert dialog.isVisible()  # the title is missing, said beside its field
    assert list_entries(workspace) == ()
    dialog.forms[CertificateKind.HONOUR].set_field("title", "优秀党建指导员")
    dialog.look_button.click()
    settle(window)
    preview = dialog.findChildren(PreviewDialog)[-1]
    assert preview.preview.page_count == 2
    preview.reject()
    dialog.issue_button.click()
    settle(window)
    assert [line.person for line in list_certificates(workspace, YEAR)] == ["郭𠮷", "苏和"]
    assert view.chips[CertificateKind.HONOUR].text() == "荣誉证书 2"
    assert f"2 份：{list_entries(workspace)[0].number} 至 " in _said(window)
    window.findChildren(PreviewDialog)[-1].reject()
    view.search.setText("sh")
    settle(window)
    assert [view.table.model.row_at(0).person] == ["苏和"]  # type: ignore[union-attr]
    window.commands.run("certificates.print")
    settle(window)
    assert window.findChildren(PreviewDialog)[-1].preview.page_count == 1
    window.findChildren(PreviewDialog)[-1].reject()


def test_what_was_just_issued_is_shown_and_chosen_for_printing(window: MainWindow) -> None:
    view = _view(window)
    for people in ("张一", "苏和\n郭𠮷"):
        view.chips[CertificateKind.ENGAGEMENT].click()
        window.commands.run("certificates.issue")
        dialog = _dialog(window)
        dialog.choose_kind(CertificateKind.HONOUR)
        dialog.people.setPlainText(people)
        for name, text in (("merit", "派驻工作"), ("title", "先进个人")):
            dialog.forms[CertificateKind.HONOUR].set_field(name, text)
        dialog.issue_button.click()
        settle(window)
        preview = window.findChildren(PreviewDialog)[-1]
        assert preview.preview.page_count == len(people.splitlines())
        preview.reject()
        settle(window)
    assert [line.person for line in view.table.selected_rows()] == ["郭𠮷", "苏和"]
    window.commands.run("certificates.print")
    settle(window)
    again = window.findChildren(PreviewDialog)[-1]
    assert again.preview.page_count == 2  # not all three
    again.reject()


def test_a_namesake_is_asked_about_before_anything_is_issued(
    window: MainWindow, workspace: Workspace
) -> None:
    _view(window)
    window.commands.run("certificates.issue")
    dialog = _dialog(window)
    dialog.people.setPlainText("苏和\n李秀兰")
    assert "第 2 行：库里有 2 位李秀兰" in dialog.counted.text()
    dialog.issue_button.click()
    settle(window)
    assert "李秀兰" in dialog.refusals.text
    assert list_entries(workspace) == ()
    dialog.reject()


def test_a_missing_character_is_asked_about(
    window: MainWindow, workspace: Workspace, answers: Answers
) -> None:
    _view(window)
    window.commands.run("certificates.issue")
    dialog = _dialog(window)
    dialog.people.setPlainText("王\U00032000")
    for name, text in (("merit", "工作"), ("title", "先进个人")):
        dialog.forms[CertificateKind.HONOUR].set_field(name, text)
    answers.say(False)
    dialog.issue_button.click()
    settle(window)
    assert list_entries(workspace) == ()
    assert "U+32000" in answers.asked[-1]
    answers.say(True)
    dialog.issue_button.click()
    settle(window)
    assert len(list_entries(workspace)) == 1


def _said(window: MainWindow) -> str:
    """Read the status bar."""
    return " ".join(each.text() for each in window.status.findChildren(QLabel))


def test_people_chosen_in_the_pool_are_filled_in(window: MainWindow) -> None:
    page = window.page("talents")
    assert isinstance(page, TalentsPage)
    window.show_page("talents")
    settle(window)
    page.list.table.view.selectAll()
    settle(window)
    window.commands.run("talents.certificates")
    dialog = _dialog(window)
    assert len(dialog.people.toPlainText().splitlines()) == 5
    dialog.reject()
