"""Typing as people do: keys for Latin letters, the input method for Han."""

from __future__ import annotations

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


def type_text(widget: QWidget, text: str) -> None:
    """Type ``text`` into a widget that has the keyboard."""
    if text.isascii():
        QTest.keyClicks(widget, text)
        return
    for sign in text:
        event = QInputMethodEvent()
        event.setCommitString(sign)
        QApplication.sendEvent(widget, event)
