"""What stands where there is nothing yet: what it means and what to do first."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from partydesk.ui.widgets.texts import Look, label


class EmptyState(QWidget):
    """A heading, a sentence, and the buttons that help."""

    def __init__(self, title: str, hint: str = "", *buttons: QPushButton) -> None:
        """Show ``title``, ``hint`` below it and the buttons side by side."""
        super().__init__()
        self.setObjectName("empty_state")
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        self._title = label(title, Look.SECONDARY)
        self._hint = label(hint, Look.HINT, wrap=True)
        for part in (self._title, self._hint):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(part)
        row = QHBoxLayout()
        row.addStretch(1)
        for each in buttons:
            row.addWidget(each)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)
        self.set_words(title, hint)

    def set_words(self, title: str, hint: str = "") -> None:
        """Say something else."""
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.setAccessibleName(f"{title} {hint}".strip())
