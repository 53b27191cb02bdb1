"""Attachments on their way to another program: a copy outside the workspace, for a short time.

The copies stand in the user's own cache folder, one folder for each workspace. A workspace is open
in one program at a time, so whatever an earlier run left behind there can be cleared away.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from partydesk.domain.errors import EnvironmentProblem
from partydesk.exchange.files import written_whole
from partydesk.services.attachments import file_name_of, read_attachment
from partydesk.services.traces import leave_trace

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_ZEROS = 1 << 20


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
    # Each time: what a lock has cleared away is no longer remembered.
    workspace.at_close(partial(clear_unpacked, workspace))
    if target.exists():
        return target
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        message = f"不能把“{attachment.title}”写到临时文件夹：请检查磁盘空间"
        raise EnvironmentProblem(message) from error
    save_content(target, content)
    target.chmod(stat.S_IREAD)
    return target


def save_attachment_as(workspace: Workspace, attachment_id: int, target: Path) -> None:
    """Write a copy of an attachment where the user wants it: whole, or not at all.

    Raises:
        NotFound: There is none with this number.
        EnvironmentProblem: It cannot be written.
    """
    attachment, content = read_attachment(workspace, attachment_id)
    leave_trace(workspace, "export_attachment", f"另存附件“{attachment.title}”")
    save_content(target, content)


def save_content(target: Path, content: bytes) -> None:
    """Write a file whole or not at all: half of one would be opened the next time as if whole.

    Raises:
        EnvironmentProblem: It cannot be written.
    """
    with written_whole(target) as partial:
        partial.write_bytes(content)


def clear_unpacked(workspace: Workspace) -> None:
    """Overwrite the copies and clear them away.

    One that another program still holds is left for the next time; where the disk moves what is
    written (a solid-state drive, a copying file system), overwriting is no more than an effort.
    """
    folder = _folder(workspace)
    # From the inside out; Windows removes no file that can only be read.
    for path in sorted(folder.rglob("*"), key=lambda each: len(each.parts), reverse=True):
        with contextlib.suppress(OSError):
            path.chmod(stat.S_IRWXU)
            _remove(path)
    with contextlib.suppress(OSError):
        folder.rmdir()


def _remove(path: Path) -> None:
    """Remove a folder, or a file after writing nothing but zeros over it."""
    if path.is_dir() and not path.is_symlink():
        path.rmdir()
        return
    if not path.is_symlink():
        with contextlib.suppress(OSError):
            _overwrite(path)
    path.unlink()


def _overwrite(path: Path) -> None:
    left = path.stat().st_size
    with path.open("r+b") as file:
        while left > 0:
            left -= file.write(bytes(min(left, _ZEROS)))
        file.flush()
        os.fsync(file.fileno())
