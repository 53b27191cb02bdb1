"""Starts backups on copies of a workspace and kills them in the middle; run as a program.

See :mod:`tests.faults.victims`. Each child makes one backup after the other, copies it to a second
place, and tries it out.
"""

from __future__ import annotations

from partydesk.services import backups
from partydesk.services.backups import Place
from partydesk.services.pools import save_records
from partydesk.services.workspace import Workspace
from tests.faults.victims import entries, kill_all

_MANY = 200


def save_all(workspace: Workspace) -> None:
    """Write, back up, copy, try out."""
    stick = Place("U 盘", workspace.folder / "stick")
    for batch in range(_MANY):
        save_records(workspace, "talents", entries(batch))
        made = backups.make_backup(workspace)
        backups.copy_to(workspace, made.file, stick)
        backups.drill(workspace)


if __name__ == "__main__":
    kill_all(save_all)
