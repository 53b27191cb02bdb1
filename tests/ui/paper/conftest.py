"""A window with its page of papers, and two printers whose paper falls into a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from partydesk.app import build_window
from partydesk.services.workspace import Workspace
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow
from partydesk.ui.printing import Machine
from tests.ui.answers import Answers

HP = Machine("HP", usual=True, trays=("手送",), duplex=True)
CANON = Machine("Canon", any_size=False, sizes_mm=((210, 297),))


@pytest.fixture
def tray(tmp_path: Path, answers: Answers) -> Path:
    """Where the paper falls."""
    folder = tmp_path / "tray"
    folder.mkdir()
    answers.have_printers(folder, HP, CANON)
    return folder


@pytest.fixture
def window(
    qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace, tray: Path
) -> Iterator[MainWindow]:
    """The program's window on an empty workspace."""
    errors = ErrorDesk()
    made = build_window(workspace, settings, errors)
    errors.set_window(made)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.tasks.shut_down()
