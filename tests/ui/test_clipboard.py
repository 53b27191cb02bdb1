"""What was copied from a sensitive field leaves the clipboard again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from partydesk.ui.clipboard import CHOICES, ClipboardGuard, keep_seconds, mark_sensitive, seconds_of

SECRET, PLAIN = "150430197007071421", "旗农牧局"


class Desk(QWidget):
    """A window with a sensitive line and a plain one."""

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self.number, self.plain = QLineEdit(SECRET), QLineEdit(PLAIN)
        mark_sensitive(self.number)
        column = QVBoxLayout(self)
        column.addWidget(self.number)
        column.addWidget(self.plain)
        self.guard = ClipboardGuard(self, settings)

    def copy(self, line: QLineEdit) -> None:
        """Copy a line as a user does."""
        line.setFocus()
        line.selectAll()
        line.copy()


@pytest.fixture
def settings(tmp_path: object) -> QSettings:
    return QSettings(f"{tmp_path}/settings.ini", QSettings.Format.IniFormat)


@pytest.fixture
def desk(qtbot: QtBot, settings: QSettings) -> Iterator[Desk]:
    window = Desk(settings)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    QGuiApplication.clipboard().setText("")
    yield window
    window.guard.timer.stop()
    QGuiApplication.clipboard().setText("")


def _there() -> str:
    return QGuiApplication.clipboard().text()


def test_a_number_leaves_after_the_time_the_user_chose(desk: Desk, settings: QSettings) -> None:
    keep_seconds(settings, 30)
    desk.copy(desk.number)
    assert _there() == SECRET
    assert desk.guard.timer.interval() == 30_000
    desk.guard.timer.timeout.emit()
    assert _there() == ""
    assert not desk.guard.holds


def test_other_words_stay(desk: Desk) -> None:
    desk.copy(desk.plain)
    assert not desk.guard.timer.isActive()
    desk.copy(desk.number)
    desk.copy(desk.plain)
    desk.guard.clear()
    assert _there() == PLAIN


def test_what_another_program_has_copied_meanwhile_stays(desk: Desk) -> None:
    desk.copy(desk.number)
    QGuiApplication.clipboard().setText("别的程序")
    desk.guard.clear()
    assert _there() == "别的程序"


@pytest.mark.parametrize("leave", ["hide", "close"])
def test_a_locked_or_closed_window_leaves_nothing(desk: Desk, leave: str) -> None:
    desk.copy(desk.number)
    getattr(desk, leave)()
    assert _there() == ""


@pytest.mark.parametrize("kept", ["", "摸", "-1", "7"])
def test_an_odd_choice_is_the_usual_one(settings: QSettings, kept: str) -> None:
    assert seconds_of(settings) == 60
    settings.setValue("privacy/clipboard_seconds", kept)
    assert seconds_of(settings) == 60
    assert 60 in CHOICES
