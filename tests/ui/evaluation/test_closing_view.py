"""年度办结 in a real window: what is open, the click that leads there, and the closing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from partydesk.services.workspace import Workspace
from partydesk.services.year_closing import get_year_state
from partydesk.ui.evaluation.closing_dialog import ClosingDialog
from partydesk.ui.evaluation.closing_view import ClosingView
from partydesk.ui.main_window import MainWindow
from partydesk.ui.preview import PreviewDialog
from partydesk.ui.tabbed_page import TabbedPage
from partydesk.ui.widgets.dialog import BaseDialog
from tests.factories import YEAR, StandingClock
from tests.services.evaluation.judged_year import close, ready
from tests.ui.answers import Answers
from tests.ui.evaluation.year_window import open_page

pytestmark = pytest.mark.usefixtures("dressed")


def _idle(window: MainWindow) -> None:
    for _ in range(3):
        window.desk.tasks.wait_until_idle()
        QApplication.processEvents()


def _picture(widget: QWidget, name: str) -> None:
    """Keep a picture where somebody wants to look at them."""
    folder = os.environ.get("PARTYDESK_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        widget.grab().save(str(Path(folder) / f"closing-{name}.png"))


def _open(
    qtbot: QtBot, settings: QSettings, workspace: Workspace
) -> tuple[MainWindow, TabbedPage, ClosingView]:
    window, page = open_page(qtbot, settings, workspace, "closing")
    view = page.views["closing"]
    assert isinstance(view, ClosingView)
    _idle(window)
    return window, page, view


def _states(view: ClosingView) -> dict[str, str]:
    model = view.checks.model
    rows = [model.row_at(number) for number in range(model.rowCount())]
    return {row.key: row.state for row in rows if row is not None}


def _choose(view: ClosingView, key: str) -> None:
    assert view.checks.select_where(lambda check: check.key == key)


def test_an_evaluation_that_is_not_closed_bars_and_is_one_click_away(
    qtbot: QtBot, settings: QSettings, workspace: Workspace, clock: StandingClock
) -> None:
    ready(workspace, clock, 3)
    window, page, view = _open(qtbot, settings, workspace)
    _picture(window, "open")
    assert _states(view)["people"] == "须办理"
    assert "其中 1 项须先办理" in view.message.text
    command = window.desk.commands.get("closing.close")
    assert command.refusal() == "须先办理：驻企人员考核办结"
    _choose(view, "people")
    window.desk.commands.run("closing.go")
    _idle(window)
    assert page.tabs.currentWidget() is page.views["followup"]
    page.show_tab("closing")
    for key, other in (("reports", "duty"), ("round", "placements"), ("unprinted", "paper")):
        _choose(view, key)
        window.desk.commands.run("closing.go")
        _idle(window)
        assert window.current_key == other
        window.show_page("evaluation")


def test_every_line_leads_somewhere(
    qtbot: QtBot, settings: QSettings, workspace: Workspace, clock: StandingClock
) -> None:
    ready(workspace, clock, 1)
    window, _, _ = _open(qtbot, settings, workspace)
    for check in get_year_state(workspace, YEAR).checks:
        assert not check.page or window.page(check.page) is not None
        if check.tab:
            assert window.desk.commands.get(f"{check.page}.{check.tab}").enabled


def test_a_year_is_closed_with_reasons_and_then_only_printed(
    qtbot: QtBot,
    settings: QSettings,
    workspace: Workspace,
    clock: StandingClock,
    answers: Answers,
) -> None:
    ready(workspace, clock, 3)
    close(workspace, clock)
    clock.now = clock.now.replace(year=YEAR + 1, month=1, day=15)
    window, _, view = _open(qtbot, settings, workspace)
    window.set_years([YEAR, YEAR + 1], YEAR)
    _idle(window)

    def fill(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, ClosingDialog)
        assert not dialog.act.isEnabled()
        dialog.sure.setChecked(True)
        for line in dialog.lines.values():
            assert not dialog.act.isEnabled()
            line.setText("已请示分管领导")
        dialog.adjustSize()
        _picture(dialog, "dialog")
        assert dialog.act.isEnabled()
        return True

    answers.fill(fill)
    window.desk.commands.run("closing.close")
    _idle(window)
    state = get_year_state(workspace, YEAR)
    assert state.closed_on == workspace.today()
    assert set(_states(view).values()) == {"已办", "已说明"}
    assert "数据不再改动" in view.message.text
    assert window.desk.commands.get("closing.close").refusal() == "这一年已经办结"
    _picture(window, "closed")
    window.desk.commands.run("closing.print")
    _idle(window)
    found = [each for each in QApplication.topLevelWidgets() if isinstance(each, PreviewDialog)]
    assert [each for each in found if each.isVisible()]
    for each in found:
        each.close()


@pytest.mark.parametrize("year", [YEAR + 1])
def test_a_year_that_has_not_begun_cannot_be_closed(
    qtbot: QtBot, settings: QSettings, workspace: Workspace, year: int
) -> None:
    window, _, view = _open(qtbot, settings, workspace)
    window.set_years([YEAR, year], year)
    view.set_year(year)
    _idle(window)
    assert _states(view)["over"] == "须办理"
    assert window.desk.commands.get("closing.close").refusal() == "须先办理：年度结束"
