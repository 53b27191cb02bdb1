"""锁定: when nobody has touched the program for a while, and what is hidden meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSettings, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from partydesk.ui.main_window import MainWindow
from partydesk.ui.widgets.texts import Look, label
from partydesk.ui.workspace.lock_setting import lock_after_min

_LOOK_EVERY_MS = 5_000
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Tells when nobody has touched the program for as long as the user's setting says.

    It listens to whichever window has the keyboard and looks at the clock now and then: a timer
    would stand still while the PC sleeps.

    Signals:
        idle(): Nobody has.
    """

    idle = Signal()

    def __init__(
        self, settings: QSettings, parent: QObject, *, now_s: Callable[[], float] = time.time
    ) -> None:
        """Begin to watch.

        Args:
            settings: Say after how many minutes.
            parent: Lives as long.
            now_s: Gives the moment in seconds.
        """
        super().__init__(parent)
        self._settings, self._now_s = settings, now_s
        self._touched_s = now_s()
        self._heard: QWindow | None = None
        self._looking = QTimer(self, interval=_LOOK_EVERY_MS)
        self._looking.timeout.connect(self.look)
        self._looking.start()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._listen)
            self._listen(QGuiApplication.focusWindow())

    def _listen(self, window: QWindow | None) -> None:
        if self._heard is not None and isValid(self._heard):
            self._heard.removeEventFilter(self)
        self._heard = window
        if window is not None:
            window.installEventFilter(self)
            self.touch()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice keys and the mouse; nothing is kept from anybody."""
        if event.type() in _TOUCHES:
            self.touch()
        return super().eventFilter(watched, event)

    def touch(self) -> None:
        """Somebody is there."""
        self._touched_s = self._now_s()

    def look(self) -> None:
        """Tell if nobody has been there for long enough."""
        now, minutes = self._now_s(), lock_after_min(self._settings)
        self._touched_s = min(self._touched_s, now)  # the clock may have been set back
        if minutes and now - self._touched_s >= minutes * 60:
            self._touched_s = now
            self.idle.emit()


class Curtain:
    """Hides a window, and covers the dialogs over it.

    A dialog that is hidden has ended for whoever waits for it, so dialogs stay where they are.
    """

    def __init__(self, window: MainWindow) -> None:
        """Draw it."""
        self._window = window
        self._covers: list[QWidget] = []
        popup = QApplication.activePopupWidget()
        while popup is not None:
            popup.close()
            popup = QApplication.activePopupWidget()
        for shown in QApplication.topLevelWidgets():
            if shown is not window and shown.isVisible():
                self._covers.append(_cover(shown))
        window.hide()

    def open(self) -> None:
        """Show everything again."""
        for cover in self._covers:
            if isValid(cover):
                cover.deleteLater()
        self._window.show()
        self._window.activateWindow()


def _cover(shown: QWidget) -> QWidget:
    cover = QWidget(shown)
    cover.setObjectName("lock_cover")
    cover.setAutoFillBackground(True)
    column = QVBoxLayout(cover)
    column.addStretch(1)
    column.addWidget(label("已锁定，登录后继续", Look.HEADING))
    column.addStretch(1)
    cover.setGeometry(shown.rect())
    cover.show()
    cover.raise_()
    return cover
