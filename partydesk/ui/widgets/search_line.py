"""A line to search in, which answers each key."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

REST_MS = 0  # keys that wait already are taken first


class SearchLine(QLineEdit):
    """A search line; Escape empties it, the down key leaves it for the list below.

    Signals:
        searched(str): The words, once no further key waits to be taken.
        left_downwards(): The down key was pressed.
    """

    searched = Signal(str)
    left_downwards = Signal()

    def __init__(self, placeholder: str, name: str = "search") -> None:
        """Show what can be searched for while it is empty."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(placeholder)
        self.setPlaceholderText(placeholder)
        self.setClearButtonEnabled(False)
        self._said = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._say)
        self.textChanged.connect(lambda _text: self._rest.start())
        self.returnPressed.connect(self._say)

    def set_words(self, words: str) -> None:
        """Show words, telling nobody."""
        self.setText(words)
        self._rest.stop()
        self._said = words.strip()

    def _say(self) -> None:
        self._rest.stop()
        words = self.text().strip()
        if words != self._said:
            self._said = words
            self.searched.emit(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the line on Escape and go to the list on the down key."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._say()
        elif event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)
