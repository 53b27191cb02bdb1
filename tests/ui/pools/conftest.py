"""What the tests of the pools share: a workspace of their own and the window on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from partydesk.services.workspace import Workspace
from partydesk.ui.main_window import MainWindow
from tests.ui.pool_window import make_template, open_copy, open_window


@pytest.fixture(scope="session")
def pools_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with three people and three units; nobody writes into it."""
    return make_template(tmp_path_factory.mktemp("pools") / "template")


@pytest.fixture(scope="module")
def template(pools_template: Path) -> Path:
    """What this module's workspaces are copies of; a module may fill one of its own."""
    return pools_template


@pytest.fixture
def workspace(tmp_path: Path, template: Path) -> Iterator[Workspace]:
    """A copy of the template for this test alone."""
    with open_copy(template, tmp_path / "w") as opened:
        yield opened


@pytest.fixture
def window(qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace) -> MainWindow:
    """The window of that workspace with the pages of the pools."""
    del dressed
    return open_window(qtbot, settings, workspace)
