"""A clerk who has only eyes, a mouse and a keyboard: the hands of the journeys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from partydesk.app import Program
from partydesk.ui.main_window import MainWindow
from partydesk.ui.preview import PreviewDialog
from partydesk.ui.table_view import RowTable
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.words import WordEdit
from partydesk.ui.workbench.page import WorkbenchPage
from tests.ui.answers import Answers
from tests.ui.hands import type_text

_PATIENCE_MS = 15_000
_DRAWN_AFTER_MS = 400
Step = Callable[[BaseDialog], None]


class Clerk:
    """Drives the program and keeps a picture of every screen.

    Attributes:
        answers: Files that will be chosen.
        pictures: Folder of the pictures.
        program: The program.
    """

    def __init__(
        self,
        qtbot: QtBot,
        program: Program,
        answers: Answers,
        pictures: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """Sit down."""
        self._qtbot, self.program, self.answers = qtbot, program, answers
        self.pictures = pictures
        self._foreseen: list[Step] = []
        pictures.mkdir(parents=True, exist_ok=True)

        def run(dialog: BaseDialog) -> bool:
            return self._run_dialog(dialog)

        monkeypatch.setattr(BaseDialog, "run", run)

    # -- the window ----------------------------------------------------------------------

    @property
    def window(self) -> MainWindow:
        """The window that is open."""
        assert self.program.window is not None
        return self.program.window

    def settle(self) -> None:
        """Wait until the program has done what it is doing."""
        if self.program.window is not None:
            assert self.window.tasks.wait_until_idle(_PATIENCE_MS)
        for _ in range(5):
            QApplication.processEvents()

    def picture(self, name: str, of: QWidget | None = None) -> None:
        """Keep a picture of the window or of a dialog.

        Args:
            name: Its name; a number is put before it.
            of: What to draw; the window where nothing is named.
        """
        self.settle()
        number = len(list(self.pictures.iterdir())) + 1
        target = of if of is not None else self.window
        if isinstance(target, PreviewDialog):
            self._qtbot.wait(_DRAWN_AFTER_MS)  # pages are drawn on a thread that tells nobody
        assert target.grab().save(str(self.pictures / f"{number:02d}-{name}.png"))

    def leave(self) -> None:
        """Close the window and the workspace."""
        if self.program.window is not None:
            self.program.window.close()
        if self.program.workspace is not None:
            self.program.workspace.close()

    # -- mouse and keyboard ----------------------------------------------------------------------

    def press(self, name: str, inside: QWidget | None = None) -> None:
        """Click a button that can be seen and is not grey.

        Args:
            name: Its object name.
            inside: Where to look; the window where nothing is named.
        """
        self.settle()
        found = [b for b in (inside or self.window).findChildren(QPushButton, name)
                 if b.isVisible()]  # fmt: skip
        assert found, f"no button {name} in sight"
        assert found[0].isEnabled(), f"{name} is grey: {found[0].toolTip()}"
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        self.settle()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Press a key where the keyboard is."""
        # The windowless platform leaves no window active when a dialog has closed.
        self.window.activateWindow()
        self._qtbot.waitUntil(self.window.isActiveWindow)
        target = QApplication.focusWidget() or self.window
        QTest.keyClick(target, key, modifier or Qt.KeyboardModifier.NoModifier)
        self.settle()

    def type_into(self, name: str, text: str, inside: QWidget) -> None:
        """Put the keyboard into a field, clear it and type."""
        line = inside.findChild(QLineEdit, name) or inside.findChild(QPlainTextEdit, name)
        assert line is not None, name
        line.setFocus()
        line.selectAll()
        QTest.keyClick(line, Qt.Key.Key_Delete)
        type_text(line, text)

    def complete(self, name: str, letters: str, inside: QWidget) -> None:
        """Type initials into a field, over what is there, and take what is offered with Enter."""
        line = inside.findChild(WordEdit, name)
        assert line is not None, name
        line.setFocus()
        line.selectAll()
        type_text(line, letters)
        assert line.completions.isVisible(), f"nothing is offered for {letters}"
        QTest.keyClick(line.completions, Qt.Key.Key_Return)
        for _ in range(3):
            QApplication.processEvents()

    def go(self, title: str) -> None:
        """Go to a page by the navigation."""
        places = self.window.navigation.findChildren(QPushButton)
        place = next(place for place in places if place.text() == title)
        QTest.mouseClick(place, Qt.MouseButton.LeftButton)
        self.settle()

    def select_all(self, table: str) -> None:
        """Click into a table and select all its rows."""
        view = self.window.findChild(RowTable, table)
        assert view is not None, table
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, 15))
        QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        assert view.selectionModel().hasSelection()
        self.settle()

    def click_row(self, table: str, row: int) -> None:
        """Click a row of a table."""
        view = self.window.findChild(RowTable, table)
        assert view is not None, table
        index = view.model().index(row, view.shown_columns()[0])
        view.scrollTo(index)
        centre = view.visualRect(index).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=centre)
        flag = QItemSelectionModel.SelectionFlag.NoUpdate
        view.selectionModel().setCurrentIndex(index, flag)
        self.settle()

    def press_todo(self, key: str) -> None:
        """Click the button of a row of 待办 on the workbench."""
        page = self.window.page("workbench")
        assert isinstance(page, WorkbenchPage)
        assert page.todo.select_where(lambda row: row.key == key), key
        view = page.todo.view
        index = page.todo.model.index(view.currentIndex().row(), len(page.todo.model.columns) - 1)
        centre = view.visualRect(index).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=centre)
        self.settle()

    # -- dialogs ----------------------------------------------------------------------

    def foresee(self, step: Step) -> None:
        """Foresee a dialog that waits for an answer, and what will be done in it."""
        self._foreseen.append(step)

    def _run_dialog(self, dialog: BaseDialog) -> bool:
        """Stand for :meth:`BaseDialog.run`: show the dialog and do what was foreseen."""
        assert self._foreseen, f"unforeseen dialog: {dialog.windowTitle()}"
        dialog.show()
        self._foreseen.pop(0)(dialog)
        QApplication.processEvents()
        assert not dialog.isVisible(), f"{dialog.windowTitle()} is still open"
        return dialog.result() == QDialog.DialogCode.Accepted

    def dialog(self, name: str) -> BaseDialog:
        """Give the dialog that is open over the window."""
        self.settle()

        def is_open() -> bool:
            return any(d.isVisible() for d in self.window.findChildren(BaseDialog, name))

        self._qtbot.waitUntil(is_open, timeout=_PATIENCE_MS)
        found = [d for d in self.window.findChildren(BaseDialog, name) if d.isVisible()]
        return found[-1]

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait for something that no task of the window does."""
        self._qtbot.waitUntil(condition, timeout=_PATIENCE_MS)

    def no_dialog_is_open(self) -> bool:
        """Whether every dialog has closed."""
        self.settle()
        return not any(d.isVisible() for d in self.window.findChildren(BaseDialog))
