"""驻企工作 in a real window on a real workspace, with people on their posts."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from partydesk.services import history
from partydesk.services.workspace import Workspace
from partydesk.ui.duty.tabs import TABS
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow, WindowPorts
from partydesk.ui.pages import PageSpec
from partydesk.ui.tabbed_page import TabbedPage
from tests.factories import YEAR
from tests.ui.round_window import settle

View = TypeVar("View", bound=QWidget)


def duty_window(qtbot: QtBot, settings: QSettings, workspace: Workspace) -> MainWindow:
    """Open the window with the page of the work on post."""
    errors = ErrorDesk()
    ports = WindowPorts(
        search=lambda _words: (),
        undo=lambda action, progress: history.undo(workspace, action, progress=progress),
    )
    window = MainWindow(settings, errors, ports)
    errors.set_window(window)
    window.set_years([YEAR], YEAR)
    desk = window.desk
    window.add_pages(
        [
            PageSpec(
                "duty", "", "驻企工作",
                lambda: TabbedPage(desk, workspace, "duty", "驻企工作", TABS),
            )
        ]
    )  # fmt: skip
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitExposed(window)
    settle(window)
    return window


def view_of(window: MainWindow, key: str, kind: type[View]) -> View:
    """Bring a tab into sight; it reads what a test has stored past the window."""
    window.show_page("duty")
    page = window.page("duty")
    assert isinstance(page, TabbedPage)
    page.show_tab(key)
    page.set_year(YEAR)
    settle(window)
    view = page.views[key]
    assert isinstance(view, kind)
    return view


def dialog_of(window: MainWindow, kind: type[View]) -> View:
    """Give the open dialog of a kind."""
    settle(window)
    found = [each for each in window.findChildren(kind) if each.isVisible()]
    assert found, [type(each) for each in window.findChildren(QDialog)]
    return found[-1]
