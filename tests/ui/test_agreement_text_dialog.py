"""The editor of the wording: a check while typing, fields to insert, the very preview."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from partydesk.services.agreement_text import get_agreement_text, shipped_text
from partydesk.services.workspace import Workspace
from partydesk.ui.main_window import MainWindow
from partydesk.ui.placements.text_dialog import TextDialog
from partydesk.ui.preview import PreviewDialog
from tests.ui.round_window import (
    YEAR,
    new_workspace,
    open_window,
    placements_page,
    run,
    settle,
    undo_last,
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with new_workspace(tmp_path / "w") as made:
        yield made


@pytest.fixture
def window(
    qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace
) -> Iterator[MainWindow]:
    opened = open_window(qtbot, settings, workspace)
    yield opened
    opened.tasks.shut_down()


@pytest.fixture
def dialog(window: MainWindow) -> TextDialog:
    page = placements_page(window)
    run(window, "placements.agreement_text")
    found = page.findChild(TextDialog)
    assert isinstance(found, TextDialog)
    return found


def test_what_is_wrong_is_said_while_typing(dialog: TextDialog) -> None:
    assert dialog.text.toPlainText() == shipped_text()
    assert dialog.findings.text == ""
    dialog.text.setPlainText(shipped_text() + "津贴{salary}元。\n")
    assert "没有名为“salary”的字段" in dialog.findings.text
    assert not dialog.save_button.isEnabled()
    assert not dialog.preview_button.isEnabled()
    dialog.text.setPlainText("> {organ}")
    assert "没有写到乙方" in dialog.findings.text
    assert "共 6 处" in dialog.findings.text


def test_a_field_is_inserted_where_the_cursor_stands(dialog: TextDialog) -> None:
    dialog.text.setPlainText("")
    dialog.fields.itemActivated.emit(dialog.fields.item(0))
    assert dialog.text.toPlainText() == "{number:underline}"


def test_the_wording_is_stored_and_taken_back(
    window: MainWindow, dialog: TextDialog, workspace: Workspace
) -> None:
    own = shipped_text() + "# 附则\n本旗另有规定的从其规定。\n"
    dialog.text.setPlainText(own)
    dialog.save_button.click()
    settle(window)
    assert get_agreement_text(workspace, YEAR) == own
    undo_last(window)
    assert get_agreement_text(workspace, YEAR) == shipped_text()


def test_the_shipped_wording_comes_back(dialog: TextDialog) -> None:
    dialog.text.setPlainText("别的")
    restore = dialog.findChild(QPushButton, "agreement_text_restore")
    assert restore is not None
    restore.click()
    assert dialog.text.toPlainText() == shipped_text()


def test_the_preview_is_the_very_paper(window: MainWindow, dialog: TextDialog) -> None:
    dialog.preview_button.click()
    settle(window)
    preview = placements_page(window).findChild(PreviewDialog)
    assert isinstance(preview, PreviewDialog)
    assert preview.preview.page_count >= 2
    preview.reject()
    assert dialog.isVisible()
