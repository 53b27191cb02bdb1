"""What the tests of the window share: the look, settings of their own, and fences.

Nothing may leave the machine or wait for a person: message boxes, file dialogs and printers fail
the test that opens them unless it has foreseen the answer.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QInputDialog, QMessageBox

from partydesk.ui import opening, printing
from partydesk.ui.theme import Appearance, apply_theme, install_chinese, load_fonts
from partydesk.ui.widgets.dialog import BaseDialog
from tests.ui.answers import Answers

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester  # cannot be imported before pytest-qt has begun

HERE = Path(__file__).parent
WINDOWLESS = (
    "This plugin does not support raise",
    "This plugin does not support grabbing",
    "This plugin does not support propagateSizeHints",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let pass what only the windowless platform of the tests says."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(*WINDOWLESS, extend=True))


@pytest.fixture(autouse=True)
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Answers]:
    """Fence whatever waits for a person."""
    said = Answers()

    def never(*_args: object, **_options: object) -> None:
        raise AssertionError("a dialog was opened past the fences")

    def run(dialog: BaseDialog) -> bool:
        return said.run_dialog(dialog)

    monkeypatch.setattr(BaseDialog, "run", run)
    monkeypatch.setattr(QDialog, "exec", never)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", said.file)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", said.file)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", said.several_files)
    monkeypatch.setattr(opening, "open_file", said.open_file)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", said.folder)
    monkeypatch.setattr(printing, "machines", said.machines)
    monkeypatch.setattr(printing, "open_printer", said.open_printer)
    for name in ("question", "information", "warning", "critical"):
        monkeypatch.setattr(QMessageBox, name, never)
    for name in ("getText", "getItem", "getInt"):
        monkeypatch.setattr(QInputDialog, name, never)
    yield said
    assert said.all_used(), "an answer was foreseen that nobody asked for"


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> str:
    """Dress the program once; gives the family of the screen font."""
    family = load_fonts()
    install_chinese(qapp)
    apply_theme(qapp, Appearance(), family)
    return family


@pytest.fixture(autouse=True)
def _windows_are_gone() -> Iterator[None]:
    """Destroy a test's windows behind it, not hundreds of them in the middle of a later one.

    What is to be deleted later waits for an event loop of its own, and most tests run none.
    """
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    """Settings of this test alone."""
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def check_model(qtmodeltester: ModelTester) -> Callable[[QAbstractItemModel], None]:
    """Let Qt look for faults in a model."""

    def check(model: QAbstractItemModel) -> None:
        qtmodeltester.check(model)  # type: ignore[no-untyped-call]

    return check
