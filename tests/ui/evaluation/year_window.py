"""The page of the evaluation in a real window, on a small year that can be judged."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from partydesk.app.window import build_window
from partydesk.services.workspace import Workspace
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow
from partydesk.ui.tabbed_page import TabbedPage
from tests.factories import StandingClock
from tests.services.evaluation.judged_year import begin, give_all, report, serve, vote


def judged_year(workspace: Workspace, clock: StandingClock, people: int = 5) -> tuple[int, ...]:
    """A year with points and ballots for all but the last, who has no ballots."""
    pairs = serve(workspace, clock, people)
    numbers = begin(workspace)
    for place, (pair, person) in enumerate(zip(pairs, numbers, strict=True)):
        report(workspace, pair, range(4, 12), late=place)
        give_all(workspace, person, str(98 - place * 9), str(96 - place * 7))
        if place < people - 1:
            vote(workspace, person, good=8 - place, fair=2 + place)
    return numbers


def open_page(
    qtbot: QtBot, settings: QSettings, workspace: Workspace, tab: str
) -> tuple[MainWindow, TabbedPage]:
    """Open the window at a tab of the page, as large as the office's screen."""
    window = build_window(workspace, settings, ErrorDesk())
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.show_page("evaluation")
    page = window.page("evaluation")
    assert isinstance(page, TabbedPage)
    page.show_tab(tab)
    window.desk.tasks.wait_until_idle()
    return window, page
