"""What the user sees while work takes long."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.texts import Look, label


class ProgressDialog(BaseDialog):
    """How far a task is; closing it means asking the task to stop.

    Signals:
        cancel_asked(): The user wants the task to stop.
    """

    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None, title: str) -> None:
        """Show ``title``; the bar runs to and fro until the first report."""
        super().__init__(parent, title, "progress")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(400)
        self.body.addWidget(label(title, Look.HEADING, name="progress_title", wrap=True))
        self._what = label("正在准备……", Look.SECONDARY, name="progress_what")
        self.body.addWidget(self._what)
        self._bar = QProgressBar()
        self._bar.setObjectName("progress_bar")
        self._bar.setAccessibleName(title)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self.body.addWidget(self._bar)
        self._stop = self.add_button("停止", "progress_cancel")
        self._stop.clicked.connect(self.reject)
        self._over = False

    @property
    def words(self) -> str:
        """What is being done, as shown."""
        return self._what.text()

    def show_progress(self, done: int, total: int, what: str) -> None:
        """Show ``done`` of ``total`` steps of ``what``."""
        self._bar.setRange(0, max(total, 0))
        self._bar.setValue(min(done, total))
        count = f"　{done} / {total}" if total > 0 else ""
        self._what.setText(f"{what}{count}")

    def reject(self) -> None:
        """Take closing, Escape and the button as the wish to stop; the work ends the dialog."""
        if self._over:
            super().reject()
            return
        self._stop.setEnabled(False)
        self._stop.setText("正在停止……")
        self.cancel_asked.emit()

    def finish(self) -> None:
        """Close for good."""
        self._over = True
        self.hide()
        self.deleteLater()
