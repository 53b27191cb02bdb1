"""Paper ballots typed twice by keyboard alone, with as many questions as an office may ask."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from partydesk.domain.evaluation.kinds import Judged, Keying
from partydesk.domain.evaluation.presets import with_questions
from partydesk.services.evaluation.ballots import list_stacks
from partydesk.services.evaluation.evaluations import get_scheme, save_scheme
from partydesk.services.evaluation.presets import shipped_presets
from partydesk.services.workspace import Workspace
from partydesk.ui.evaluation.ballots_view import BallotsView
from partydesk.ui.evaluation.differences_dialog import DifferencesDialog
from partydesk.ui.evaluation.keying_dialog import KeyingDialog
from partydesk.ui.evaluation.stack_dialog import StackDialog
from partydesk.ui.main_window import MainWindow
from tests.factories import YEAR, StandingClock
from tests.services.evaluation.judged_year import begin, serve
from tests.ui.evaluation.year_window import open_page

PEOPLE = Judged.PEOPLE
QUESTIONS = 20
Kind = TypeVar("Kind", bound=QWidget)


def _idle(window: MainWindow) -> None:
    for _ in range(3):
        window.desk.tasks.wait_until_idle()
        QApplication.processEvents()


def _picture(widget: QWidget, name: str) -> None:
    """Keep a picture where somebody wants to look at them."""
    folder = os.environ.get("PARTYDESK_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        widget.grab().save(str(Path(folder) / f"evaluation-{name}.png"))


def _dialog(window: MainWindow, kind: type[Kind]) -> Kind:
    _idle(window)
    found = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind)]
    shown = [each for each in found if each.isVisible()]
    assert len(shown) == 1, kind
    return shown[0]


def _press(window: MainWindow, text: str) -> None:
    """Type where the keyboard is, as hands do that touch no mouse."""
    for key in text:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, key)
    QApplication.processEvents()
    del window


def _enter(key: Qt.Key = Qt.Key.Key_Return) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)
    QApplication.processEvents()


def _type_pass(window: MainWindow, ballots: Sequence[str]) -> None:
    """Type a pass of ballots, one digit a question, and finish it by return."""
    dialog = _dialog(window, KeyingDialog)
    for digits in ballots:
        _press(window, digits)
    _idle(window)
    _picture(dialog, "keying")
    assert dialog.finish_button.isEnabled()
    dialog.finish_button.setFocus()
    _enter()
    _idle(window)


@pytest.mark.parametrize("count", [6, pytest.param(200, marks=pytest.mark.long)])
def test_ballots_of_twenty_questions_are_typed_twice_without_the_mouse(
    qtbot: QtBot, settings: QSettings, workspace: Workspace, clock: StandingClock, count: int
) -> None:
    serve(workspace, clock, 1)
    begin(workspace)
    scheme = get_scheme(workspace, YEAR, PEOPLE)
    assert scheme is not None
    asking = with_questions(scheme, shipped_presets().questions[0])
    save_scheme(workspace, YEAR, PEOPLE, asking)
    window, page = open_page(qtbot, settings, workspace, "ballots")
    _idle(window)
    view = page.views["ballots"]
    assert isinstance(view, BallotsView)
    view.table.select_number(0)
    view.table.view.setFocus()
    _enter(Qt.Key.Key_F7)
    ask = _dialog(window, StackDialog)
    _press(window, str(count + 2))
    _enter(Qt.Key.Key_Tab)
    _press(window, str(count))
    _picture(ask, "stack")
    ask.accept()
    _type_pass(window, ["1" * QUESTIONS] * count)
    second = ["1" * QUESTIONS] * count
    second[1] = "1" * 6 + "2" + "1" * (QUESTIONS - 7)
    _type_pass(window, second)
    differences = _dialog(window, DifferencesDialog)
    _picture(differences, "differences")
    words = {action.text(): action for action in differences.answers_menu().actions()}
    assert list(words) == ["满意", "基本满意", "不满意", "不了解", "未勾选"]
    words["不满意"].trigger()  # neither pass is right
    assert differences._opens[0].word == "不满意"
    QTest.keyClick(differences.save_button, Qt.Key.Key_Return)
    differences.save()
    _idle(window)
    _idle(window)
    stack = list_stacks(workspace, YEAR)[0]
    assert stack.keying is Keying.BALLOTS
    assert stack.tally is not None
    assert (stack.tally.valid, stack.tally.counts["pay"]["good"]) == (count, count)
    assert stack.tally.counts["rules"] == {"good": count, "fair": 0, "bad": 0, "unknown": 0}
    assert stack.tally.counts["policy"] == {
        "good": count - 1, "fair": 0, "bad": 1, "unknown": 0
    }  # fmt: skip
    assert stack.error_rate == pytest.approx(1 / (QUESTIONS * count))
