"""The last thing that was done, with the way back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from partydesk.ui.widgets.texts import Look, button, label

_LONGEST = 48


class UndoBar(QWidget):
    """A sentence and the link 撤销; stays until something else happens.

    Signals:
        undo_asked(int): Number of the action to take back.
    """

    undo_asked = Signal(int)

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.setObjectName("undo_bar")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._words = label("", Look.SECONDARY, name="last_message")
        self._undo = button("撤销", "undo_last", link=True, tip="撤销上一步（Ctrl+Alt+Z）")
        self._action: int | None = None
        self._undo.clicked.connect(self.ask_undo)
        row.addWidget(self._words)
        row.addWidget(self._undo)
        self.show_message("")

    @property
    def action(self) -> int | None:
        """Number of the action that can be taken back, if any."""
        return self._action

    def show_message(self, text: str, action: int | None = None) -> None:
        """Show a sentence; with ``action`` it can be taken back."""
        self._action = action
        # A long sentence would push the way back out of the window.
        self._words.setText(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")
        self._words.setToolTip(text)
        self._undo.setVisible(action is not None)
        self._undo.setAccessibleName(f"撤销：{text}")

    def ask_undo(self) -> None:
        """Ask for the way back, if there is one."""
        if self._action is not None:
            self.undo_asked.emit(self._action)
