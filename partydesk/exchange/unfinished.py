"""Temporary files of a program that was killed, found and removed at its next start.

A file is written beside its target and moved onto it (``files.written_whole``). When the program is
killed in between, half a file with people's numbers lies in whatever folder the user had chosen. So
the place of each is noted in the user's own state folder while it is being written. A lock that the
system gives back when a process dies tells whose notes are left over.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from uuid import uuid4

import platformdirs
from filelock import FileLock, Timeout

#: How temporary files begin and end; nothing else is ever removed.
PREFIX: Final = ".partydesk-"
SUFFIX: Final = ".part"
_held: dict[Path, FileLock] = {}


def notes_folder() -> Path:
    """Give the folder of the notes."""
    return platformdirs.user_state_path("PartyDesk", appauthor=False) / "unfinished"


@contextlib.contextmanager
def noted(temporary: Path) -> Iterator[None]:
    """Note a temporary file while it is being written; without a place for notes go on without."""
    note: Path | None = None
    with contextlib.suppress(OSError, Timeout):
        folder = notes_folder()
        _hold(folder)
        note = folder / f"{os.getpid()}-{uuid4().hex}.note"
        note.write_text(str(temporary.absolute()), encoding="utf-8")
    try:
        yield
    finally:
        if note is not None:
            with contextlib.suppress(OSError):
                note.unlink(missing_ok=True)


def _hold(folder: Path) -> None:
    """Show that this process is alive."""
    place = folder / f"{os.getpid()}.alive"
    if place not in _held:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(place, timeout=0, thread_local=False)
        lock.acquire()
        _held[place] = lock


def sweep() -> list[Path]:
    """Remove what killed programs have left behind.

    Returns:
        The files that were removed.
    """
    removed: list[Path] = []
    with contextlib.suppress(OSError):
        folder = notes_folder()
        for note in sorted(folder.glob("*.note")):
            if _is_dead(folder, note.name.partition("-")[0]):
                removed += _removed(note)
        for place in folder.glob("*.alive"):
            _is_dead(folder, place.stem)
    return removed


def _is_dead(folder: Path, process: str) -> bool:
    """Whether a process has given its lock back; what it was held by is removed."""
    place = folder / f"{process}.alive"
    if place in _held:
        return False
    lock = FileLock(place, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except (Timeout, OSError):
        return False
    lock.release()
    with contextlib.suppress(OSError):
        place.unlink(missing_ok=True)
    return True


def _removed(note: Path) -> list[Path]:
    with contextlib.suppress(OSError, ValueError):
        left = Path(note.read_text(encoding="utf-8"))
        ours = left.name.startswith(PREFIX) and left.name.endswith(SUFFIX)
        was_there = ours and left.is_file()
        if was_there:
            left.unlink()
        note.unlink(missing_ok=True)
        return [left] if was_there else []
    return []
