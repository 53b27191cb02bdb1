"""The key of a workspace, as far as backups need it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from partydesk.db.engine import beginning_of
from partydesk.exchange.backup_file import DATABASE

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


def key_of(workspace: Workspace) -> bytes | None:
    """Give the key of an open workspace; None where it is not encrypted."""
    return None if workspace.unlocked is None else workspace.unlocked.key


def opens(workspace: Workspace, file: Path) -> bool:
    """Whether the key of the workspace is also that of a backup, or neither needs one."""
    ours = beginning_of(workspace.folder / DATABASE)
    return beginning_of(file) == ours
