"""附件 beside a record: adding by choice and by dropping, opening, renaming, removing, undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTabWidget

from partydesk.services import opened_files
from partydesk.services.attachments import add_attachment, list_attachments
from partydesk.services.workspace import Workspace
from partydesk.ui.main_window import MainWindow
from partydesk.ui.pools.attachments_view import RenameDialog
from partydesk.ui.widgets.dialog import MessageDialog
from tests.ui.answers import Answers
from tests.ui.pool_window import (
    enterprises_page,
    open_copy,
    talents_page,
)


@pytest.fixture
def workspace(
    tmp_path: Path, template: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workspace]:
    monkeypatch.setattr(opened_files, "cache_folder", lambda: tmp_path / "cache")
    with open_copy(template, tmp_path / "w") as opened:
        yield opened


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "合同.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    return path


def _press(window: MainWindow, name: str) -> None:
    found = window.findChild(QPushButton, name)
    assert found is not None, name
    found.click()
    window.tasks.wait_until_idle()
    QApplication.processEvents()


def _tab(window: MainWindow) -> str:
    tabs = talents_page(window).card.form.findChildren(QTabWidget)[0]
    return tabs.tabText(tabs.count() - 2)


def test_a_file_is_added_opened_renamed_removed_and_brought_back(
    window: MainWindow,
    workspace: Workspace,
    scan: Path,
    answers: Answers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = talents_page(window)
    page.go_to(2)
    assert _tab(window) == "附件"
    answers.choose_file(scan)
    _press(window, "talents_attachments_add")
    assert _tab(window) == "附件 1"
    (kept,) = list_attachments(workspace, "talents", 2)
    said = [each.text() for each in page.attachments.view.findChildren(QLabel)]
    assert "合同" in said
    assert "PDF 文件 · 9 字节 · 2026-04-10" in said

    _press(window, f"attachment_open_{kept.id}")
    (copy,) = answers.opened
    assert copy.read_bytes() == b"%PDF-1.7\n"
    assert tmp_path / "cache" in copy.parents
    answers.choose_file(tmp_path / "另存")
    _press(window, f"attachment_save_{kept.id}")
    assert (tmp_path / "另存.pdf").read_bytes() == b"%PDF-1.7\n"

    def rename(dialog: RenameDialog) -> bool:
        dialog.line.clear()
        dialog.accept()
        assert not dialog.result(), "an empty name is not taken"
        QTest.keyClicks(dialog.line, "contract")
        dialog.accept()
        return bool(dialog.result())

    monkeypatch.setattr(RenameDialog, "run", rename)
    _press(window, f"attachment_rename_{kept.id}")
    assert list_attachments(workspace, "talents", 2)[0].title == "contract"
    _press(window, f"attachment_remove_{kept.id}")
    assert _tab(window) == "附件"
    window.commands.run("window.undo")
    window.tasks.wait_until_idle()
    assert _tab(window) == "附件 1"
    workspace.close()
    assert not copy.exists(), "copies are cleared away with the workspace"


def test_each_record_has_its_own_and_a_new_one_none(
    window: MainWindow, workspace: Workspace, scan: Path
) -> None:
    page = talents_page(window)
    add_attachment(workspace, "talents", 2, scan)
    page.go_to(2)
    assert _tab(window) == "附件 1"
    page.go_to(3)
    assert _tab(window) == "附件"
    assert page.attachments.view.acceptDrops()
    window.commands.run("talents.new")
    assert not page.attachments.view.acceptDrops()
    about = page.findChild(QLabel, "talents_attachments_about")
    assert about is not None
    assert "保存这条记录后" in about.text()
    units = enterprises_page(window)
    units.go_to(2)
    about = units.findChild(QLabel, "enterprises_attachments_about")
    assert about is not None
    assert "还没有附件" in about.text()


def test_files_are_dropped_and_those_refused_are_named(
    window: MainWindow, workspace: Workspace, scan: Path, tmp_path: Path
) -> None:
    page = talents_page(window)
    page.go_to(2)
    program = tmp_path / "装.exe"
    program.write_bytes(b"MZ")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in (scan, program)])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    plain = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), copy, mime, left, plain)
    QApplication.sendEvent(page.attachments.view, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(5, 5), copy, mime, left, plain)
    QApplication.sendEvent(page.attachments.view, drop)
    window.tasks.wait_until_idle()
    assert [each.title for each in list_attachments(workspace, "talents", 2)] == ["合同"]
    notice = next(d for d in page.findChildren(MessageDialog) if d.isVisible())
    assert "装.exe”是程序或脚本" in notice.message
    notice.accept()
    words = QMimeData()
    words.setText("不是文件")
    enter = QDragEnterEvent(QPoint(5, 5), copy, words, left, plain)
    enter.ignore()
    QApplication.sendEvent(page.attachments.view, enter)
    assert not enter.isAccepted()


def test_without_a_program_the_way_out_is_told(
    window: MainWindow, workspace: Workspace, scan: Path, answers: Answers
) -> None:
    page = talents_page(window)
    add_attachment(workspace, "talents", 2, scan)
    page.go_to(2)
    answers.unopenable.add(".pdf")
    shown: list[BaseException] = []
    page.desk.errors.shown.connect(shown.append)
    _press(window, f"attachment_open_{list_attachments(workspace, 'talents', 2)[0].id}")
    assert "另存为" in str(shown[0])
