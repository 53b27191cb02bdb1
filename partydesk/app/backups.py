"""Backups behind the window: what the tab, the line, the keeper and the rescue screen ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from partydesk.domain.backups import Reason, is_backup_due, is_drill_due
from partydesk.domain.changes import Changes
from partydesk.domain.errors import EnvironmentProblem
from partydesk.domain.progress import Progress
from partydesk.services import backups
from partydesk.services.backups import Listed, Made, Place
from partydesk.services.workspace import Workspace
from partydesk.ui.backups.keeper import KIND, BackupKeeper
from partydesk.ui.backups.ports import BackupPorts, KeeperPorts
from partydesk.ui.backups.words import drill_in_words, holds, moment_in_words, standing_in_words
from partydesk.ui.colours import Tone
from partydesk.ui.main_window import MainWindow
from partydesk.ui.rescue.ports import BackupLine
from partydesk.ui.rescue.ports import BackupPorts as RescueBackups


def backup_ports(workspace: Workspace, restore: Callable[[Path], None] | None) -> BackupPorts:
    """Give the tab what it asks of the services.

    Args:
        workspace: Open workspace.
        restore: Puts a backup in the place of the workspace; None where no program can.
    """

    def listed(progress: Progress, thorough: bool, more: Sequence[Place]) -> Sequence[Listed]:  # noqa: FBT001 - a port's arguments have no names
        return backups.list_backups(workspace, progress, thorough=thorough, more=more)

    def copy(file: Path, place: Place, progress: Progress) -> Made:
        made = backups.copy_to(workspace, file, place, progress)
        backups.note_copy(workspace, made, place)
        return made

    return BackupPorts(
        now=workspace.clock,
        standing=partial(backups.get_standing, workspace),
        places=partial(backups.get_places, workspace),
        sticks=partial(backups.find_sticks, workspace),
        list=listed,
        make=lambda progress: backups.make_backup(workspace, progress=progress),
        make_in=lambda folder, progress: backups.make_backup(
            workspace, target=folder, progress=progress
        ),
        copy=copy,
        drill=partial(backups.drill, workspace),
        preview=partial(backups.preview_restore, workspace),
        keep_present=partial(backups.keep_present, workspace),
        restore=restore,
        save_second=partial(backups.save_second_place, workspace),
        keeping=partial(backups.get_keeping, workspace),
        save_keeping=partial(backups.save_keeping, workspace),
    )


def backup_facts(workspace: Workspace) -> Sequence[tuple[str, Tone]]:
    """Say when a backup was last verified and when one was last tried out."""
    now, standing = workspace.clock(), backups.get_standing(workspace)
    return standing_in_words(standing, now), drill_in_words(standing, now)


def keep_backups(window: MainWindow, workspace: Workspace) -> BackupKeeper:
    """Let the backups of a workspace be made by themselves while its window is open."""
    keeper = BackupKeeper(window.desk, keeper_ports(workspace), window)
    keeper.start()
    return keeper


def keeper_ports(workspace: Workspace) -> KeeperPorts:
    """Give the keeper what it asks of the services."""

    def due() -> bool:
        return is_backup_due(backups.get_standing(workspace), workspace.clock())

    def drill_due() -> bool:
        standing = backups.get_standing(workspace)
        may = backups.may_drill(workspace)
        return may and is_drill_due(standing, workspace.clock(), backups.drill_days())

    def spread(places: Sequence[Place], progress: Progress) -> backups.Spread:
        return backups.spread(workspace, places, progress)

    return KeeperPorts(
        ready=lambda: not workspace.locked,
        due=due,
        drill_due=drill_due,
        sticks=partial(backups.find_sticks, workspace),
        take=lambda progress: backups.take_snapshot(workspace, Reason.DAILY, progress=progress),
        finish=backups.finish_backup,
        note=partial(backups.note_backup, workspace),
        spread=spread,
        note_copies=partial(backups.note_copies, workspace),
        try_out=lambda progress: backups.try_out(workspace, progress=progress),
        note_drill=partial(backups.note_drill, workspace),
    )


def follow_backups(window: MainWindow, show: Callable[[], None]) -> None:
    """Say anew how the backups stand whenever something was done with them."""

    def changed(changes: Changes) -> None:
        if KIND in changes.kinds:
            show()

    window.bus.changed.connect(changed)


def rescue_backups(home: Path) -> RescueBackups:
    """Give the rescue screen the backups of a workspace that cannot be opened.

    Args:
        home: Folder below which a workspace is made where there was none.
    """

    def find(folder: Path) -> Sequence[BackupLine]:
        return [_line(one) for one in backups.find_backups(folder)]

    def restore(file: Path, folder: Path, progress: Progress) -> Path:
        return backups.rescue_workspace(file, folder, home, _now(), progress=progress)

    return RescueBackups(find, restore, note_rescued)


def note_rescued(workspace: Workspace, file: Path) -> None:
    """Write down where a rescued workspace comes from, unless the stick has been taken out."""
    with suppress(EnvironmentProblem):
        backups.note_restored(workspace, file)


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()


def _line(listed: Listed) -> BackupLine:
    if listed.manifest is None:
        return BackupLine(listed.file, listed.file.name, f"{listed.place} · {listed.state}", False)
    made = moment_in_words(listed.manifest.made_at, _now())
    whose = listed.manifest.name
    about = f"{whose} · {listed.place} · {listed.state} · {holds(listed.manifest)}"
    return BackupLine(listed.file, made, about, listed.state is not backups.BackupState.DAMAGED)
