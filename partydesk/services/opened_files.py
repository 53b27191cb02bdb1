"""Attachments on their way to another program: a copy outside the workspace, for a short time.

The copies stand in the user's own cache folder, one folder for each workspace. A workspace is open
in one program at a time, so whatever an earlier run left behind there can be cleared away.
"""

from __future__ import annotations

import contextlib
import hashlib
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from partydesk.domain.errors import EnvironmentProblem
from partydesk.services.attachments import file_name_of, read_attachment

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


def cache_folder() -> Path:
    """Give the user's own folder for what can be made anew."""
    return platformdirs.user_cache_path("PartyDesk", appauthor=False)


def _folder(workspace: Workspace) -> Path:
    place = hashlib.sha256(str(workspace.folder.resolve()).encode()).hexdigest()[:16]
    return cache_folder() / "opened" / place


def unpack_attachment(workspace: Workspace, attachment_id: int) -> Path:
    """Write a copy of an attachment that another program can open.

    The copy can only be read: what is changed in it would not come back.

    Raises:
        NotFound: There is none with this number.
        EnvironmentProblem: It cannot be written.
    """
    attachment, content = read_attachment(workspace, attachment_id)
    folder = _folder(workspace) / str(attachment_id)
    target = folder / file_name_of(attachment)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not target.exists():
            target.write_bytes(content)
            target.chmod(stat.S_IREAD)
    except OSError as error:
        raise EnvironmentProblem(
            f"不能把“{attachment.title}”写到临时文件夹：请检查磁盘空间"
        ) from error
    return target


def save_attachment_as(workspace: Workspace, attachment_id: int, target: Path) -> None:
    """Write a copy of an attachment where the user wants it: whole, or not at all.

    Raises:
        NotFound: There is none with this number.
        EnvironmentProblem: It cannot be written.
    """
    _attachment, content = read_attachment(workspace, attachment_id)
    beside = target.with_name(f".{target.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise EnvironmentProblem(
            f"不能写入“{target.name}”：请检查磁盘空间、写入权限，或文件是否正被打开"
        ) from error


def clear_unpacked(workspace: Workspace) -> None:
    """Clear the copies away; one that another program still holds is left for the next time."""
    folder = _folder(workspace)
    # From the inside out; Windows removes no file that can only be read.
    for path in sorted(folder.rglob("*"), key=lambda each: len(each.parts), reverse=True):
        with contextlib.suppress(OSError):
            path.chmod(stat.S_IRWXU)
            path.rmdir() if path.is_dir() else path.unlink()
    with contextlib.suppress(OSError):
        folder.rmdir()
