"""备份 in a real window: the list, export in two clicks, restore, and what is done unasked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from partydesk import app
from partydesk.app import Program
from partydesk.app import backups as behind
from partydesk.domain.progress import silent
from partydesk.services import backups
from partydesk.services.backups import BackupState, places
from partydesk.services.history import list_actions
from partydesk.services.pools import search_records
from partydesk.services.workspace import Workspace, open_workspace
from partydesk.ui.backups.dialogs import ExportDialog, KeepingDialog, RestoreDialog
from partydesk.ui.backups.keeper import BackupKeeper
from partydesk.ui.backups.tab import BackupTab
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.workspace.system_page import SystemPage
from tests.factories import StandingClock, make_talent
from tests.ui.answers import Answers


@pytest.fixture(autouse=True)
def plugged(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The sticks that are plugged in: none of this PC, and none at first."""
    roots: list[Path] = []
    monkeypatch.setattr(places, "removable_roots", lambda: roots)
    return roots


@pytest.fixture
def window(
    qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace
) -> Iterator[MainWindow]:
    assert dressed
    errors = ErrorDesk()
    window = app.build_window(workspace, settings, errors)
    errors.set_window(window)
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()


def _tab(window: MainWindow) -> BackupTab:
    page = window.page("system")
    assert isinstance(page, SystemPage)
    return page.backups


def _idle(window: MainWindow) -> None:
    """Wait until what one thread hands to the other is done, too."""
    for _ in range(8):
        assert window.tasks.wait_until_idle(10_000)
        assert window.aside.wait_until_idle(10_000)
        QApplication.processEvents()


def _rows(window: MainWindow) -> list[tuple[str, BackupState]]:
    model = _tab(window).table.model
    rows = [model.read_row(number) for number in range(model.rowCount())]
    return [(row.place, row.state) for row in rows if row is not None]


def _facts(window: MainWindow) -> list[str]:
    line = window.page("workbench").findChildren(QLabel)
    return [each.text() for each in line if each.objectName().startswith("backup_fact_")]


# -- the list -----------------------------------------------------------------------------------


def test_from_the_workbench_to_the_first_backup(window: MainWindow, workspace: Workspace) -> None:
    assert _facts(window) == ["● 还没有已验证的备份", "● 还没有做过恢复演练"]
    link = window.findChild(QPushButton, "open_backups")
    assert link is not None
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    _idle(window)
    assert _rows(window) == []
    window.commands.run("backups.make")
    _idle(window)
    window.commands.run("backups.drill")
    _idle(window)
    assert _rows(window) == [("本机", BackupState.VERIFIED)]
    window.show_page("workbench")
    assert [fact[:4] for fact in _facts(window)] == ["✓ 备份", "✓ 恢复"]
    assert backups.get_standing(workspace).drilled is not None


def test_a_damaged_one_is_marked_and_cannot_be_restored(
    window: MainWindow, workspace: Workspace
) -> None:
    made = backups.make_backup(workspace)
    content = bytearray(made.file.read_bytes())
    content[5000] ^= 1
    made.file.write_bytes(content)
    window.show_page("system")
    _tab(window).window()
    window.commands.run("system.backups")
    _idle(window)
    assert _rows(window) == [("本机", BackupState.DAMAGED)]
    _tab(window).table.select_number(0)
    assert window.commands.get("backups.restore").refusal() == "这份备份已损坏，请另选一份"
    details = window.findChild(QLabel, "backup_details")
    assert details is not None
    assert "已损坏" in details.text()


# -- export -------------------------------------------------------------------------------------


def test_export_to_a_stick_takes_two_clicks(
    window: MainWindow, tmp_path: Path, plugged: list[Path], answers: Answers
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    plugged.append(stick)
    window.show_page("system")
    window.commands.run("system.backups")
    _idle(window)

    def second_click(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, ExportDialog)
        act = dialog.findChild(QPushButton, "export_backup_act")
        assert act is not None
        QTest.mouseClick(act, Qt.MouseButton.LeftButton)
        return dialog.place is not None

    answers.fill(second_click)
    button = window.findChild(QPushButton, "button_backups.export")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    _idle(window)
    assert {place for place, _ in _rows(window)} == {"本机", "U 盘 stick"}
    assert len(list((stick / "党建选派备份").glob("*.pdkb"))) == 1


def test_a_stick_that_comes_later_is_offered_and_a_foreign_one_is_not(
    window: MainWindow, tmp_path: Path, workspace: Workspace
) -> None:
    sticks = [backups.Stick(tmp_path / "x", places.Marker("other", "别的旗"), ours=False)]
    dialog = ExportDialog(window, lambda: sticks)
    act = dialog.findChild(QPushButton, "export_backup_act")
    assert act is not None
    assert not act.isEnabled()
    sticks.append(backups.Stick(tmp_path / "y", None, ours=False))
    dialog.look()
    assert act.isEnabled()
    act.click()
    assert dialog.place is not None
    assert dialog.place.folder.parent == tmp_path / "y"
    dialog.deleteLater()


def test_the_rule_is_set(window: MainWindow, workspace: Workspace, answers: Answers) -> None:
    window.page("system")

    def fill(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, KeepingDialog)
        dialog.boxes["daily_days"].setValue(60)
        return True

    answers.fill(fill)
    window.commands.run("backups.keeping")
    _idle(window)
    assert backups.get_keeping(workspace).daily_days == 60


# -- restore ------------------------------------------------------------------------------------


def test_a_backup_is_restored_in_place_of_the_workspace(
    qtbot: QtBot, qapp: QApplication, settings: QSettings, workspace: Workspace, answers: Answers
) -> None:
    made = backups.make_backup(workspace)
    make_talent(workspace)
    workspace.close()
    errors = ErrorDesk()
    program = Program(qapp, settings, errors)
    program.show(open_workspace(workspace.folder))
    first = program.window
    assert first is not None
    said: list[str] = []

    def confirm(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, RestoreDialog)
        said.append(dialog.loss.text)
        return True

    answers.fill(confirm)
    first.show_page("system")
    first.commands.run("system.backups")
    _idle(first)
    assert _tab(first).table.select_where(lambda row: row.file == made.file)
    first.commands.run("backups.restore")
    qtbot.waitUntil(lambda: program.window not in {None, first}, timeout=10_000)
    assert "备份以后的 1 项操作会丢失" in said[0]
    assert "人才 少 1 条" in said[0]
    restored = program.workspace
    assert restored is not None
    assert program.window is not None
    assert search_records(restored, "talents", "")[1] == 0
    assert list_actions(restored)[0].label.startswith("恢复到")
    reasons = [one.manifest.reason.value for one in backups.list_backups(restored) if one.manifest]
    assert sorted(reasons) == ["恢复前", "手动"]
    assert len(list((workspace.folder / "replaced").iterdir())) == 1
    program.window.close()
    restored.close()


# -- by itself ----------------------------------------------------------------------------------


@pytest.fixture
def keeper(window: MainWindow, workspace: Workspace) -> BackupKeeper:
    return BackupKeeper(window.desk, behind.keeper_ports(workspace), window)


def _look(window: MainWindow, keeper: BackupKeeper) -> None:
    keeper.look()
    _idle(window)
    assert not keeper.busy


def _labels(workspace: Workspace, code: str) -> list[str]:
    return [entry.label for entry in list_actions(workspace) if entry.code == code]


def test_once_a_day_and_once_a_month(
    window: MainWindow, workspace: Workspace, keeper: BackupKeeper, clock: StandingClock
) -> None:
    for _ in range(3):
        _look(window, keeper)
    assert len(_labels(workspace, "backup_daily")) == 1
    assert len(_labels(workspace, "backup_drill")) == 1
    clock.advance(days=1)
    for _ in range(2):
        _look(window, keeper)
    assert len(_labels(workspace, "backup_daily")) == 2
    assert len(_labels(workspace, "backup_drill")) == 1


def test_a_known_stick_gets_the_newest_when_it_is_plugged_in(
    window: MainWindow,
    workspace: Workspace,
    keeper: BackupKeeper,
    tmp_path: Path,
    plugged: list[Path],
    clock: StandingClock,
) -> None:
    stick, strange = tmp_path / "stick", tmp_path / "strange"
    for root in (stick, strange):
        root.mkdir()
        plugged.append(root)
    for _ in range(3):
        _look(window, keeper)
    assert list(stick.iterdir()) == list(strange.iterdir()) == []
    made = backups.make_backup(workspace)
    backups.copy_to(workspace, made.file, backups.find_sticks(workspace)[0].place)
    plugged.remove(stick)
    clock.advance(days=1)
    _look(window, keeper)
    plugged.append(stick)
    _look(window, keeper)
    assert len(list((stick / "党建选派备份").glob("*.pdkb"))) == 2
    assert list(strange.iterdir()) == []
    assert _labels(workspace, "backup_daily_copied")


def test_trouble_is_said_in_passing_and_not_at_every_look(
    window: MainWindow,
    workspace: Workspace,
    keeper: BackupKeeper,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (workspace.folder / "backups").write_text("in the way", encoding="utf-8")
    said: list[str] = []
    monkeypatch.setattr(window.status.undo, "show_message", lambda text, *_: said.append(text))
    for _ in range(3):
        _look(window, keeper)
    assert [text for text in said if "自动备份没有做成" in text] == said
    assert len(said) == 1


def test_the_user_can_take_back_what_was_done_before_it(
    window: MainWindow, workspace: Workspace, keeper: BackupKeeper
) -> None:
    make_talent(workspace)
    window.status.undo.show_message("新增人才", list_actions(workspace)[0].id)
    _look(window, keeper)
    assert _labels(workspace, "backup_daily")
    window.commands.run("window.undo")
    _idle(window)
    assert search_records(workspace, "talents", "")[1] == 0


# -- a workspace that cannot be opened ----------------------------------------------------------


def test_the_rescue_screen_finds_them_and_restores_one(
    workspace: Workspace, tmp_path: Path
) -> None:
    sound, bad = backups.make_backup(workspace), backups.make_backup(workspace)
    bad.file.write_bytes(bad.file.read_bytes()[:-9])
    workspace.close()
    (workspace.folder / "workspace.pdk").write_bytes(b"garbage")
    rescue = behind.rescue_backups(tmp_path / "home")
    assert {(line.path, line.sound) for line in rescue.find(workspace.folder)} == {
        (sound.file, True),
        (bad.file, False),
    }
    folder = rescue.restore(sound.file, workspace.folder, silent)
    with open_workspace(folder) as restored:
        rescue.note(restored, sound.file)
        assert backups.get_standing(restored).verified is None
    with open_workspace(folder) as restored:
        rescue.note(restored, workspace.folder / "a stick that is gone.pdkb")  # no harm
    (kept,) = (folder / "replaced").iterdir()
    assert (kept / "workspace.pdk").read_bytes() == b"garbage"
