"""The rescue screen: what is wrong, what helps, and that it helps."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from partydesk import app
from partydesk.app import program as programs
from partydesk.domain.damage import found
from partydesk.services.opening import Surroundings, examine_folder
from partydesk.services.sign_in import DATABASE
from partydesk.services.starts import Starts
from partydesk.services.workspace import Workspace, open_workspace
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.rescue.dialog import RescueDialog
from partydesk.ui.rescue.ports import BackupLine, BackupPorts, RescuePorts
from partydesk.ui.widgets.dialog import BaseDialog
from tests.factories import StandingClock, make_talent
from tests.ui.answers import Answers


@pytest.fixture
def ports(tmp_path: Path) -> RescuePorts:
    return app.rescue_ports(lambda: None, home=tmp_path)


def _dialog(
    qtbot: QtBot, ports: RescuePorts, folder: Path, opened: Workspace | None = None
) -> RescueDialog:
    """The screen as it opens over a folder."""
    findings = ports.warnings(opened) if opened else examine_folder(folder, Surroundings(room=0))
    dialog = RescueDialog(None, ports, folder, findings, opened)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def _shown(dialog: RescueDialog) -> list[str]:
    """Names of the findings and buttons that can be seen, from above."""
    kinds = [*dialog.findChildren(QWidget)]
    names = [one.objectName() for one in kinds if one.isVisibleTo(dialog)]
    return [name for name in names if name.startswith(("finding_", "rescue_"))]


def _press(dialog: RescueDialog, name: str) -> None:
    made = dialog.findChild(QPushButton, name)
    assert made is not None, name
    QTest.mouseClick(made, Qt.MouseButton.LeftButton)


def test_what_is_wrong_stands_above_what_helps_until_it_is_mended(
    qtbot: QtBot, dressed: str, ports: RescuePorts, workspace_folder: Path
) -> None:
    content = (workspace_folder / DATABASE).read_bytes()
    os.truncate(workspace_folder / DATABASE, 0)
    dialog = _dialog(qtbot, ports, workspace_folder)
    assert "finding_empty" in _shown(dialog)
    (workspace_folder / DATABASE).write_bytes(content[:40960])
    dialog.open_folder(workspace_folder)
    assert "finding_truncated" in _shown(dialog)
    assert dialog.workspace is None
    (workspace_folder / DATABASE).write_bytes(content)
    dialog.open_folder(workspace_folder)
    assert dialog.workspace is not None
    assert not dialog.isVisible()
    dialog.workspace.close()


def test_a_workspace_that_is_open_elsewhere_opens_once_it_is_free(
    qtbot: QtBot, dressed: str, ports: RescuePorts, workspace: Workspace
) -> None:
    dialog = _dialog(qtbot, ports, workspace.folder)
    dialog.open_folder(workspace.folder)
    assert "finding_locked" in _shown(dialog)
    workspace.close()
    _press(dialog, "rescue_retry")
    assert dialog.workspace is not None
    dialog.workspace.close()


def test_checking_says_what_it_found(
    qtbot: QtBot, dressed: str, ports: RescuePorts, workspace: Workspace
) -> None:
    make_talent(workspace)
    workspace.close()
    dialog = _dialog(qtbot, ports, workspace.folder)
    _press(dialog, "rescue_check")
    qtbot.waitUntil(lambda: "文件完好" in dialog.message.text)
    file = workspace.folder / DATABASE
    with file.open("r+b") as opened:
        opened.seek(file.stat().st_size // 8192 * 4096)
        opened.write(b"\xee" * 4096)
    _press(dialog, "rescue_check")
    qtbot.waitUntil(lambda: "损坏" in dialog.message.text and "完好" not in dialog.message.text)


def test_a_backup_is_chosen_and_opened(
    qtbot: QtBot, dressed: str, ports: RescuePorts, workspace_folder: Path, tmp_path: Path
) -> None:
    """What restores is handed in; the screen lets only sound ones be chosen."""
    broken, good = tmp_path / "broken", tmp_path / "good"
    (tmp_path / "restored").mkdir()
    (workspace_folder / DATABASE).rename(tmp_path / "restored" / DATABASE)
    (workspace_folder / DATABASE).write_bytes(b"")
    restored: list[Path] = []

    def restore(backup: Path, folder: Path, _progress: object) -> Path:
        assert folder == workspace_folder
        restored.append(backup)
        return tmp_path / "restored"

    noted: list[Path] = []
    lines = (
        BackupLine(broken, "11月26日 18:00", "损坏，不能恢复", sound=False),
        BackupLine(good, "11月25日 18:00", "人才 40 人 · 已验证"),
    )
    found_there = BackupPorts(
        lambda _folder: lines, restore, lambda _opened, file: noted.append(file)
    )
    with_backups = dataclasses.replace(ports, backups=found_there)
    dialog = _dialog(qtbot, with_backups, workspace_folder)
    rows = dialog.findChild(QListWidget, "rescue_backup_list")
    assert rows is not None
    assert rows.currentRow() == 1
    _press(dialog, "rescue_restore")
    qtbot.waitUntil(lambda: dialog.workspace is not None)
    assert restored == noted == [good]
    assert dialog.workspace is not None
    dialog.workspace.close()
    assert (workspace_folder / DATABASE).read_bytes() == b""


def test_a_risky_place_is_left_by_a_copy(
    qtbot: QtBot, dressed: str, ports: RescuePorts, tmp_path: Path, workspace_folder: Path,
    answers: Answers,
) -> None:  # fmt: skip
    cloud = tmp_path / "OneDrive"
    cloud.mkdir()
    folder = workspace_folder.rename(cloud / "敖汉旗")
    (tmp_path / "本机").mkdir()
    dialog = _dialog(qtbot, ports, folder, open_workspace(folder, clock=StandingClock()))
    assert "finding_cloud" in _shown(dialog)
    assert "rescue_go_on" in _shown(dialog)
    answers.choose_file(tmp_path / "本机")
    _press(dialog, "rescue_copy")
    qtbot.waitUntil(lambda: dialog.workspace is not None)
    assert dialog.workspace is not None
    assert dialog.workspace.folder == tmp_path / "本机" / "敖汉旗"
    dialog.workspace.close()
    open_workspace(folder).close()  # the old one is whole and free


@pytest.fixture
def program(qapp: QApplication, settings: QSettings, dressed: str) -> Callable[[], app.Program]:
    return lambda: app.Program(qapp, settings, ErrorDesk())


def test_a_risk_of_the_place_is_said_once(
    program: Callable[[], app.Program], answers: Answers, tmp_path: Path, workspace_folder: Path
) -> None:
    (tmp_path / "坚果云").mkdir()
    folder = workspace_folder.rename(tmp_path / "坚果云" / "敖汉旗")

    def go_on(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, RescueDialog)
        _press(dialog, "rescue_go_on")
        return True

    answers.fill(go_on)
    for _ in range(2):
        workspace = program().first_workspace(folder)
        assert workspace is not None
        workspace.close()
    assert answers.asked == ["打开前请看一下"]


def test_who_turns_away_from_a_risk_leaves_it_closed(
    program: Callable[[], app.Program], answers: Answers, tmp_path: Path, workspace_folder: Path
) -> None:
    (tmp_path / "Dropbox").mkdir()
    folder = workspace_folder.rename(tmp_path / "Dropbox" / "敖汉旗")
    answers.say(False)
    assert program().first_workspace(folder) is None
    open_workspace(folder).close()


def test_after_two_failed_starts_the_screen_comes_by_itself(
    qapp: QApplication, settings: QSettings, dressed: str, answers: Answers, tmp_path: Path,
    workspace_folder: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """A start that dies on its way to the window is one that failed; one that is left is none."""
    settings.setValue(app.LAST_WORKSPACE, str(workspace_folder))
    starts = Starts(tmp_path / "state")

    def dies(*_: object) -> None:
        raise RuntimeError("a fault in making the window")

    monkeypatch.setattr(programs, "build_window", dies)
    for failed in range(2):
        assert starts.failed == failed
        with pytest.raises(RuntimeError):
            app.Program(qapp, settings, ErrorDesk(), starts).run(None)
        open_workspace(workspace_folder).close()  # nothing is held
    seen: list[list[str]] = []

    def look(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, RescueDialog)
        seen.append(_shown(dialog))
        return False

    answers.fill(look, look)
    assert app.Program(qapp, settings, ErrorDesk(), starts).run(None) == 0
    assert "finding_failed_starts" in seen[0]
    assert starts.failed == 0
    assert app.Program(qapp, settings, ErrorDesk(), starts).run(None, rescue=True) == 0
    assert "finding_failed_starts" not in seen[1]
    assert "rescue_retry" in seen[1]


def test_every_remedy_that_is_offered_can_be_pressed(
    qtbot: QtBot, dressed: str, ports: RescuePorts, workspace_folder: Path, answers: Answers
) -> None:
    """None of the buttons is dead, not even after the user thinks better of it."""
    dialog = RescueDialog(None, ports, workspace_folder, [found("unknown", message="不明")])
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.show_findings([found("view_only", folder=workspace_folder), found("disk_low", folder="",
                          free="1 MB", wanted="2 MB")])  # fmt: skip
    answers.choose_file("", "")
    for name in ("rescue_other", "rescue_copy", "rescue_folder", "rescue_begin"):
        _press(dialog, name)
    assert answers.opened == [workspace_folder]
    assert dialog.isVisible()
    assert dialog.workspace is None
