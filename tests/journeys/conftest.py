"""Journeys share the look, the fences and the settings of the window's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from partydesk import app
from partydesk.ui.errors import ErrorDesk
from tests.journeys.clerk import Clerk
from tests.ui.answers import Answers
from tests.ui.conftest import WINDOWLESS, answers, dressed, settings

__all__ = ["answers", "dressed", "settings"]

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let pass what only the windowless platform of the tests says."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(*WINDOWLESS, extend=True))


@pytest.fixture
def clerk(
    qapp: QApplication,
    qtbot: QtBot,
    dressed: str,
    settings: QSettings,
    answers: Answers,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator[Clerk]:
    """Somebody at a desk where the program has just been installed."""
    errors = ErrorDesk()
    shown: list[BaseException] = []
    errors.shown.connect(shown.append)
    program = app.Program(qapp, settings, errors)
    clerk = Clerk(qtbot, program, answers, tmp_path / "pictures", monkeypatch)
    yield clerk
    clerk.leave()
    assert not shown, "an error was shown to the clerk"
