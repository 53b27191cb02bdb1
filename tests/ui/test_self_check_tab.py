"""自检 in a real window: looked at, told, mended, and put on paper."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from partydesk import app
from partydesk.db.journal import head_of
from partydesk.services.pools import search_records
from partydesk.services.self_check import last_self_check
from partydesk.services.workspace import Workspace
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow
from partydesk.ui.preview import PreviewDialog
from partydesk.ui.self_check.tab import SelfCheckTab
from partydesk.ui.workspace.system_page import SystemPage
from tests.factories import make_talent


@pytest.fixture
def workspace(workspace: Workspace) -> Workspace:
    make_talent(workspace, name="苏和")
    with workspace.reading() as session:
        session.execute(text("DELETE FROM search_index"))
        session.commit()
    return workspace


@pytest.fixture
def window(qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace) -> MainWindow:
    errors = ErrorDesk()
    window = app.build_window(workspace, settings, errors)
    errors.set_window(window)
    qtbot.addWidget(window)
    window.show()
    window.show_page("system")
    window.commands.run("system.self_check")
    return window


@pytest.fixture
def tab(window: MainWindow) -> SelfCheckTab:
    page = window.page("system")
    assert isinstance(page, SystemPage)
    return page.self_check


def _look(window: MainWindow) -> None:
    window.commands.run("self_check.run")
    assert window.tasks.wait_until_idle(20000)


def _found(tab: SelfCheckTab) -> set[str]:
    assert tab.report is not None
    return {finding.code for finding in tab.report.findings}


def test_what_can_be_mended_here_is_mended_and_looked_at_again(
    window: MainWindow, tab: SelfCheckTab, workspace: Workspace
) -> None:
    assert not tab.findings.model.rowCount()
    _look(window)
    assert "search_index" in _found(tab)
    assert tab.findings.select_where(lambda finding: finding.code == "search_index")
    window.commands.run("self_check.mend")
    assert window.tasks.wait_until_idle(20000)
    assert "search_index" not in _found(tab)
    assert search_records(workspace, "talents", "suhe")[1] == 1
    assert last_self_check(workspace) is not None


def test_a_finding_leads_to_where_it_is_mended(window: MainWindow, tab: SelfCheckTab) -> None:
    _look(window)
    page = window.page("system")
    assert isinstance(page, SystemPage)
    for code, where in (("unprotected", page.accounts), ("backup_age", page.backups)):
        assert tab.report is not None
        place = [finding.code for finding in tab.report.findings].index(code)
        tab.findings.select_number(place)
        window.commands.run("self_check.mend")
        assert window.tasks.wait_until_idle(20000)
        assert page.tabs.currentWidget() is where
        page.show_tab("self_check")


def test_a_head_from_paper_is_held_against_the_journal(
    window: MainWindow, tab: SelfCheckTab, workspace: Workspace
) -> None:
    tab.heads.setText("1:1:zz")
    tab.look()
    assert tab.report is None
    with workspace.reading() as session:
        head = head_of(session)
    tab.heads.setText(f"{head.words}；记录 99·99·a1b2c3d4e5f6")
    _look(window)
    assert tab.report is not None
    assert [one.sequence for one in tab.report.against] == [head.sequence, 99]
    told = [one.what for one in tab.report.findings if one.code == "journal"]
    assert len(told) == 1
    assert "应到第 99 项" in told[0]


def test_the_report_goes_to_paper_as_it_is_shown(window: MainWindow, tab: SelfCheckTab) -> None:
    _look(window)
    window.commands.run("self_check.print")
    assert window.tasks.wait_until_idle(20000)
    dialog = window.findChild(PreviewDialog) or tab.findChild(PreviewDialog)
    assert dialog is not None
    assert "自检报告" in dialog.windowTitle()
    dialog.close()
