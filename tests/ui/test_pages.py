"""All pages of the program, made before anybody looks at them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSettings
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from partydesk.app import build_window
from partydesk.services.workspace import open_workspace
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.navigation import Place
from tests.ui.pool_window import make_template


class Shown(QObject):
    """Notes every widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        shown = event.type() is QEvent.Type.Show
        if shown and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


def test_no_part_of_a_page_opens_a_window_while_the_page_is_made(
    qapp: QApplication, qtbot: QtBot, settings: QSettings, dressed: str, tmp_path: Path
) -> None:
    """It would flash, and take the keyboard from whoever is typing."""
    del dressed
    with open_workspace(make_template(tmp_path / "workspace")) as workspace:
        window = build_window(workspace, settings, ErrorDesk())
        qtbot.addWidget(window)
        window.show()
        shown = Shown()
        qapp.installEventFilter(shown)
        for place in window.findChildren(Place):
            window.page(place.objectName().removeprefix("go_"))
            qapp.processEvents()
        qapp.removeEventFilter(shown)
        assert shown.windows == []
        window.close()
