"""The clipboard does not keep what is nobody else's business; the only place that looks after it.

What was copied from a field that holds a personal number or a secret leaves the clipboard after a
while, and when the window is closed or locked; what was copied meanwhile from elsewhere stays. A
widget says that it holds such things by :func:`mark_sensitive`.
"""

from __future__ import annotations

import hashlib
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSettings, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

_PROPERTY: Final = "sensitive"
_KEY: Final = "privacy/clipboard_seconds"
#: Offered in the settings.
CHOICES: Final = (15, 30, 60, 120, 300)
USUAL: Final = 60


def mark_sensitive(widget: QWidget) -> None:
    """Say that what is copied from a widget is to leave the clipboard again."""
    widget.setProperty(_PROPERTY, True)


def seconds_of(settings: QSettings) -> int:
    """After how many seconds it leaves, by the user's choice."""
    try:
        kept = int(str(settings.value(_KEY, USUAL)))
    except ValueError:
        return USUAL
    return kept if kept in CHOICES else USUAL


def keep_seconds(settings: QSettings, seconds: int) -> None:
    """Keep the user's choice."""
    settings.setValue(_KEY, seconds)


class ClipboardGuard(QObject):
    """Watches what is copied in one window.

    Attributes:
        timer: Runs while something sensitive lies on the clipboard.
    """

    def __init__(self, window: QWidget, settings: QSettings) -> None:
        """Watch until ``window`` is gone."""
        super().__init__(window)
        self._window, self._settings = window, settings
        self._held = ""
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self.clear)
        self._clipboard = QGuiApplication.clipboard()
        self._clipboard.dataChanged.connect(self._look)
        window.installEventFilter(self)

    @property
    def holds(self) -> bool:
        """Whether something sensitive was copied and is to be cleared."""
        return bool(self._held)

    def clear(self) -> None:
        """Clear what was copied, unless something else lies there by now."""
        self.timer.stop()
        held, self._held = self._held, ""
        if not held:
            return
        for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
            if mode is QClipboard.Mode.Selection and not self._clipboard.supportsSelection():
                continue
            if _digest(self._clipboard.text(mode)) == held:
                self._clipboard.clear(mode)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Clear when the window is closed, or hidden because it was locked."""
        leaving = event.type() == QEvent.Type.Close or (
            event.type() == QEvent.Type.Hide and not event.spontaneous()
        )
        if watched is self._window and leaving:
            self.clear()
        return False

    def _look(self) -> None:
        """See whether what has just been copied came from a sensitive widget."""
        text, widget = self._clipboard.text(), QApplication.focusWidget()
        self._held = ""
        self.timer.stop()
        if text and widget is not None and text in _sensitive_text(widget):
            self._held = _digest(text)
            self.timer.start(seconds_of(self._settings) * 1000)


def _sensitive_text(widget: QWidget) -> str:
    """What a widget shows, if it is sensitive."""
    if not widget.property(_PROPERTY):
        return ""
    said = getattr(widget, "text", None) or getattr(widget, "toPlainText", None)
    return str(said()) if callable(said) else ""


def _digest(text: str) -> str:
    """The text itself is kept nowhere else."""
    return hashlib.sha256(text.encode()).hexdigest()
