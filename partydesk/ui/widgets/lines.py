"""One line of text that leaves Enter to the input method while that composes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class ComposedLine(QLineEdit):
    """A line for Chinese.

    Some input methods pass Enter on while letters are still being turned into Han; Qt would take
    the letters and tell the form to go on, or press the button of a dialog.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        """Begin with ``text``."""
        super().__init__(text, parent)
        self._composing = False

    @property
    def composing(self) -> bool:
        """Whether an input method is at work and nothing is decided yet."""
        return self._composing

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Notice whether something is being composed."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter alone while composing; accepted, so that no dialog takes it either."""
        if self._composing and event.key() in ENTER:
            event.accept()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whatever was being composed has ended."""
        self._composing = False
        super().focusOutEvent(event)
