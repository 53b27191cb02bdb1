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
from PySide6.QtCore import QAbstractItemModel, QSettings
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QInputDialog, QMessageBox

from partydesk.ui import printing
from partydesk.ui.theme import Appearance, apply_theme, install_chinese, load_fonts
from partydesk.ui.widgets.dialog import BaseDialog, MessageDialog

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


class Answers:
    """What a person would say, foreseen by the test; what is not foreseen fails it.

    Attributes:
        asked: Titles and messages of the questions that came, in order.
    """

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._says: list[bool | str] = []
        self._files: list[str] = []
        self._printers: list[bool] = []

    def say(self, *answers: bool | str) -> None:
        """Foresee answers to questions: True for the act, False for cancel, or a button's words."""
        self._says.extend(answers)

    def choose_file(self, *paths: Path | str) -> None:
        """Foresee files for the file dialogs; an empty word thinks better of it."""
        self._files.extend(str(path) for path in paths)

    def choose_printer(self, accepted: bool = True) -> None:
        """Foresee the print dialog."""
        self._printers.append(accepted)

    def run_dialog(self, dialog: BaseDialog) -> bool:
        said = dialog.message if isinstance(dialog, MessageDialog) else ""
        self.asked.append(f"{dialog.windowTitle()} {said}".strip())
        assert self._says, f"unforeseen question: {self.asked[-1]}"
        answer = self._says.pop(0)
        if isinstance(answer, str):
            assert isinstance(dialog, MessageDialog)
            dialog.answer = answer
            return True
        return answer

    def file(self, *_args: object, **_options: object) -> tuple[str, str]:
        assert self._files, "unforeseen file dialog"
        return self._files.pop(0), ""

    def folder(self, *_args: object, **_options: object) -> str:
        return self.file()[0]

    def printer(self, *_args: object) -> bool:
        assert self._printers, "unforeseen print dialog"
        return self._printers.pop(0)

    def all_used(self) -> bool:
        return not (self._says or self._files or self._printers)


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
    monkeypatch.setattr(QPrintDialog, "exec", never)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", said.file)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", said.file)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", never)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", said.folder)
    monkeypatch.setattr(printing, "ask_printer", said.printer)
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
