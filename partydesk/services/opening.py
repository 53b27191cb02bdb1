"""Looking at a workspace folder before it is opened: what is wrong, and what is risky.

Nothing here writes into the folder or asks for a password; a file that may be damaged stays as it
is. The words and remedies are those of ``domain/damage.py``.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout
from sqlalchemy import select

from partydesk.db.engine import PLAIN, beginning_of
from partydesk.db.journal import ActionRow
from partydesk.db.looking import faults_in
from partydesk.domain.attachments import size_words
from partydesk.domain.damage import TROUBLES, Finding, found
from partydesk.domain.errors import EnvironmentProblem
from partydesk.domain.progress import Progress, silent
from partydesk.domain.storage_places import Kind, Mount, Place, mounts_of, place_of
from partydesk.exchange.files import written_whole
from partydesk.services import keyring
from partydesk.services.sign_in import DATABASE, FRESH, LEAVING

if TYPE_CHECKING:
    import datetime as dt

    from partydesk.services.workspace import Workspace

LOCK: Final = "workspace.lock"
_JOURNALS: Final = (f"{DATABASE}-journal", f"{DATABASE}-wal")
#: Bytes; SQLite takes a shorter file for a new one and writes over it.
_SMALLEST: Final = 512
#: SQLCipher's pages; an encrypted file is made of whole ones.
_ENCRYPTED_PAGE: Final = 4096
#: A commit needs room for its journal, a migration for a whole copy.
_ROOM: Final = 200 * 1024**2
#: A clock that is a little slow is nobody's trouble.
_CLOCK_S: Final = 600
_BLOCK: Final = 2**20
#: In a page of chance nearly every byte value comes up; in text or zeros not.
_CHANCE: Final = 200


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the machine says about the places of its files.

    Attributes:
        mounts: What is mounted where.
        environment: Variables of the process.
        room: Bytes that a disk should have free.
    """

    mounts: tuple[Mount, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    room: int = _ROOM


def surroundings() -> Surroundings:
    """Ask this machine."""
    table = ""
    with contextlib.suppress(OSError):
        table = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    return Surroundings(mounts_of(table), dict(os.environ))


def examine_folder(folder: Path, around: Surroundings | None = None) -> tuple[Finding, ...]:
    """Say what keeps a workspace from being opened, and what is risky about its place.

    Args:
        folder: Of the workspace.
        around: What the machine says; left out, it is asked.

    Returns:
        What blocks first; none where all is well as far as that is seen from outside.
    """
    around = around or surroundings()
    findings = [*_faults(folder), *_risks(folder, around)]
    return tuple(sorted(findings, key=lambda one: not one.blocks))


def refuse_unusable(folder: Path) -> None:
    """Stop before a file is opened that is none, or no longer one.

    Raises:
        EnvironmentProblem: With the code of the trouble.
    """
    for finding in _faults(folder):
        if finding.blocks:
            raise EnvironmentProblem(finding.message, finding.code)


def findings_of(
    folder: Path, error: EnvironmentProblem, around: Surroundings | None = None
) -> tuple[Finding, ...]:
    """Say what is wrong with a workspace that could not be opened.

    Args:
        folder: Of the workspace.
        error: Why.
        around: What the machine says; left out, it is asked.
    """
    findings = examine_folder(folder, around)
    if any(finding.blocks for finding in findings):
        return findings
    return (_named(folder, error), *findings)


def _named(folder: Path, error: EnvironmentProblem) -> Finding:
    """Find the trouble an error is about; its own words where those of the table do not fit."""
    known = TROUBLES.get(error.code)
    if known is None:
        return found("unknown", message=error.message)
    finding = Finding(known, {"folder": folder, "file": DATABASE})
    try:
        return replace(finding, words=finding.message)
    except KeyError:  # what the sentence asks for only the error knows
        return replace(finding, words=error.message)


def _faults(folder: Path) -> Iterator[Finding]:
    """Look at the files themselves."""
    file = folder / DATABASE
    details: dict[str, object] = {"folder": folder, "file": DATABASE}
    try:
        if not folder.is_dir():
            yield found("no_folder", **details)
            return
        if not file.is_file():
            yield found("no_file", **details)
            return
        size, begin = file.stat().st_size, beginning_of(file)
        details["size"] = size
        if size < _SMALLEST:
            yield found("empty", **details)
            return
        yield from _faults_of_content(file, size, begin, details)
    except PermissionError:
        yield found("no_access", **details)
        return
    except OSError:
        yield found("disk_error", **details)
        return
    if not (os.access(folder, os.W_OK) and os.access(file, os.W_OK)):
        left = any(_size(folder / name) for name in _JOURNALS)
        yield found("read_only" if left else "view_only", **details)


def _faults_of_content(
    file: Path, size: int, begin: bytes, details: Mapping[str, object]
) -> Iterator[Finding]:
    """Look at how a file begins and how long it is."""
    if file.with_name(FRESH).exists() or file.with_name(LEAVING).exists():
        return  # a change of key was cut off; opening brings it to its end
    left = [name for name in _JOURNALS if _size(file.with_name(name))]
    if begin == PLAIN:
        expected = _told_size(file)
    elif (file.parent / keyring.FILE_NAME).exists():
        expected = size + -size % _ENCRYPTED_PAGE
    else:
        yield found("no_keys" if _looks_encrypted(file) else "not_ours", **details)
        return
    # A journal brings pages back that are missing now.
    if size < expected and not left:
        yield found("truncated", expected=expected, **details)
    for name in left:
        yield found("journal_left", journal=name, **details)


def _told_size(file: Path) -> int:
    """Give the size a plain database says it has (SQLite file format, 1.3); 0 if it does not."""
    with file.open("rb") as opened:
        head = opened.read(100)
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    is_told = head[24:28] == head[92:96]
    return (65536 if page == 1 else page) * pages if is_told else 0


def _looks_encrypted(file: Path) -> bool:
    """Whether a file is made of chance, as an encrypted one is."""
    with file.open("rb") as opened:
        page = opened.read(_ENCRYPTED_PAGE)
    return len(page) == _ENCRYPTED_PAGE and len(set(page)) > _CHANCE


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _risks(folder: Path, around: Surroundings) -> Iterator[Finding]:
    """Look at the place of a folder."""
    place = _place(folder, around)
    if place.kind is not Kind.LOCAL:
        yield found(place.kind.value, folder=folder, where=place.name)
    with contextlib.suppress(OSError):
        free = shutil.disk_usage(folder).free
        if free < around.room and os.access(folder, os.W_OK):
            wanted = size_words(around.room)
            yield found("disk_low", folder=folder, free=size_words(free), wanted=wanted)


def _place(folder: Path, around: Surroundings) -> Place:
    """Tell where a folder lies, also by where its links lead and what Windows says of its drive."""
    folder = folder.absolute()
    place = place_of(folder, around.mounts, around.environment)
    if place.kind is Kind.LOCAL:
        with contextlib.suppress(OSError):
            place = place_of(folder.resolve(), around.mounts, around.environment)
    if place.kind is Kind.LOCAL and _is_remote_drive(folder.drive):
        return Place(Kind.NETWORK, folder.drive)
    return place


def _is_remote_drive(drive: str) -> bool:
    """Whether a letter of Windows stands for a share (GetDriveTypeW: 4 is DRIVE_REMOTE)."""
    if os.name != "nt" or not drive:
        return False
    import ctypes  # noqa: PLC0415 - has ``windll`` on Windows only

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - unknown to a type checker elsewhere
    return bool(kernel.GetDriveTypeW(f"{drive}\\") == 4)  # noqa: PLR2004 - DRIVE_REMOTE


def warnings_of(workspace: Workspace, around: Surroundings | None = None) -> tuple[Finding, ...]:
    """Say what is risky about an open workspace: its place, its disk, and the PC's clock."""
    risks = [one for one in examine_folder(workspace.folder, around) if not one.blocks]
    last = _last_moment(workspace)
    now = workspace.clock()
    if last is not None and (last - now).total_seconds() > _CLOCK_S:
        moments = {"now": _moment(now), "last": _moment(last)}
        risks.append(found("clock_back", **moments))
    return tuple(one for one in risks if one.code != "journal_left")


def _last_moment(workspace: Workspace) -> dt.datetime | None:
    """When the last action was done, by the clock of then."""
    newest = select(ActionRow.happened_at).order_by(ActionRow.id.desc()).limit(1)
    with workspace.reading() as session:
        return session.scalar(newest)


def _moment(moment: dt.datetime) -> str:
    return f"{moment.astimezone():%Y年%m月%d日 %H:%M}"


def check_file(folder: Path) -> tuple[str, ...]:
    """Look at every page of a workspace's file, and change nothing.

    Returns:
        What is wrong, in words for a maintainer; nothing where the file is whole.

    Raises:
        EnvironmentProblem: It is protected, or cannot be read at all.
    """
    refuse_unusable(folder)
    if beginning_of(folder / DATABASE) != PLAIN:
        raise EnvironmentProblem(
            "工作区有口令保护，登录后才能检查文件：请打开它再用“自检”；打不开的，请用备份恢复"
        )
    return tuple(faults_in(folder / DATABASE))


def copy_workspace(folder: Path, target: Path, progress: Progress = silent) -> Path:
    """Copy a workspace that nobody has open into another folder; the old one stays as it is.

    A journal that was left behind is copied along: only both together are the last saved state.

    Args:
        folder: Of the workspace; may be read-only.
        target: Does not hold a workspace yet.
        progress: Told of the bytes.

    Returns:
        The other folder.

    Raises:
        EnvironmentProblem: It is open elsewhere, there is none, or the copy cannot be written.
        Cancelled: The user stopped it; nothing is left behind.
    """
    if (target / DATABASE).exists():
        raise EnvironmentProblem(f"{target} 已有工作区，请另选文件夹")
    missing = next((one for one in _faults(folder) if one.code in _NOTHING_THERE), None)
    if missing is not None:
        raise EnvironmentProblem(missing.message, missing.code)
    names = [name for name in _BELONGING if _size(folder / name)]
    total = sum(_size(folder / name) for name in names)
    written: list[Path] = []
    try:
        target.mkdir(parents=True, exist_ok=True)
        with _nobody_in(folder):
            for name in names:
                _copy(folder / name, target / name, progress, (sum(map(_size, written)), total))
                written.append(target / name)
    except BaseException as error:
        for path in written:
            path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise EnvironmentProblem(
                f"复制没有完成：{error.strerror}；请检查磁盘后另选位置再试"
            ) from error
        raise
    return target


#: What makes up a workspace, the database last: without it the folder is none.
_BELONGING: Final = (keyring.FILE_NAME, LEAVING, FRESH, *_JOURNALS, DATABASE)
_NOTHING_THERE: Final = frozenset({"no_folder", "no_file", "no_access"})


def _copy(source: Path, target: Path, progress: Progress, done: tuple[int, int]) -> None:
    before, total = done
    with written_whole(target) as place, source.open("rb") as old, place.open("wb") as new:
        while block := old.read(_BLOCK):
            progress(before + new.tell(), total, "正在复制工作区")
            new.write(block)
        new.flush()
        os.fsync(new.fileno())


@contextlib.contextmanager
def _nobody_in(folder: Path) -> Iterator[None]:
    """Keep others out of a folder, as far as it can be written to at all.

    Raises:
        EnvironmentProblem: Somebody has it open.
    """
    lock = FileLock(folder / LOCK, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise EnvironmentProblem(found("locked", holder="").message, "locked") from error
    except OSError:
        pass  # read-only: nobody can be writing
    try:
        yield
    finally:
        lock.release()
