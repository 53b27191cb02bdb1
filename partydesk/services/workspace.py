"""工作区: one folder, one file, opened by one program at a time."""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from uuid import uuid4

from filelock import FileLock, Timeout
from sqlalchemy.orm import Session

from partydesk.db import search, upgrade
from partydesk.db.engine import open_engine, translated
from partydesk.db.models import ProfileRow
from partydesk.db.unit_of_work import ActionKind, Consequences, UnitOfWork
from partydesk.domain.changes import Changes
from partydesk.domain.errors import EnvironmentProblem, NotFound, ValidationFailed
from partydesk.services import consequences
from partydesk.services.dictionaries import seed_dictionaries
from partydesk.services.policies import seed_policy
from partydesk.services.pool_kinds import POOLS, index_row_of

FILE_NAME = "workspace.pdk"
_LOCK_NAME = "workspace.lock"
_HOLDER_NAME = "workspace.open"
#: Bytes; SQLite takes a shorter file for a new one and writes over it.
_SMALLEST = 512
_UNFINISHED = "工作区没有建完，请删除文件夹后重新建立"


def _system_clock() -> dt.datetime:
    """The moment it is, with the offset of this PC."""
    return dt.datetime.now().astimezone()


@dataclass(frozen=True, slots=True)
class Profile:
    """Whose desk this is.

    Attributes:
        name: 旗名.
        division_code: Six digits or None.
        year: The year the desk works on.
        invented: Whether the data is fictional.
    """

    name: str
    division_code: str | None
    year: int
    invented: bool


class Workspace:
    """An open workspace; close it, or use it in ``with``.

    Attributes:
        folder: The folder.
        schema: Number of the file's schema.
        clock: Gives the moment; tests hand in another.
        actor: Who acts, for the journal.
    """

    def __init__(self, folder: Path, *, clock: Callable[[], dt.datetime] = _system_clock) -> None:
        """Lock the folder and open its file; use :func:`open_workspace` instead.

        Raises:
            EnvironmentProblem: It is open elsewhere, not ours, damaged or of a newer program.
        """
        self.folder, self.clock = folder, clock
        self.actor = _account_name()
        self._at_close: list[Callable[[], None]] = []
        self._lock = _locked(folder)
        try:
            self.schema = upgrade.bring_up_to_date(folder / FILE_NAME)
            self._engine = open_engine(folder / FILE_NAME)
            try:
                self._renew_search_index()
                _write_holder(folder)
            except BaseException:
                self._engine.dispose()
                raise
        except BaseException:
            self._lock.release()
            raise

    def _renew_search_index(self) -> None:
        """Write the search index anew where an earlier program has written it."""
        with translated():
            if not search.is_current(self._engine):
                models = [pool.model for pool in POOLS.values()]
                search.make_anew(self._engine, models, index_row_of)

    def __enter__(self) -> Self:
        """Stay open until the block ends."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def at_close(self, act: Callable[[], None]) -> None:
        """Have something cleared away when the workspace is closed."""
        self._at_close.append(act)

    def close(self) -> None:
        """Release the file and the folder; may be called twice."""
        while self._at_close:
            self._at_close.pop()()
        self._engine.dispose()
        # A scanner may hold the note for a moment; the lock must be given back all the same.
        with contextlib.suppress(OSError):
            (self.folder / _HOLDER_NAME).unlink(missing_ok=True)
        self._lock.release()

    def today(self) -> dt.date:
        """The date by the workspace's clock."""
        return self.clock().date()

    @property
    def profile(self) -> Profile:
        """Whose desk this is, read anew."""
        with self.reading() as session:
            row = session.get(ProfileRow, 1)
            if row is None:
                raise EnvironmentProblem(_UNFINISHED)
            return Profile(row.name, row.division_code, row.year, row.invented)

    def is_filled(self) -> bool:
        """Whether the first rows are there: making a workspace may have been cut off."""
        with self.reading() as session:
            return session.get(ProfileRow, 1) is not None

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session for reading; nothing is stored through it."""
        with translated(), Session(self._engine) as session:
            yield session

    def unit_of_work(
        self, code: str, label: str, *, undoable: bool = True, passive: bool = False
    ) -> UnitOfWork:
        """Begin an action; see :class:`~partydesk.db.unit_of_work.ActionKind`."""
        return UnitOfWork(
            self._engine,
            ActionKind(code, label, undoable, passive),
            actor=self.actor,
            now=self.clock(),
            indexer=index_row_of,
            consequences=Consequences(consequences.settle, consequences.related),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWorkspace:
    """What the first-run wizard asks.

    Attributes:
        name: 旗名, such as 塔林旗.
        division_code: Six digits, or None to type townships by hand.
        year: The year to begin with.
        organ: Full name of the committee; None for the usual one.
        letter_code: 委任书代字; None for the usual one.
        agreement_code: 协议书代字; None for the usual one.
        invented: Whether the data will be fictional.
    """

    name: str
    division_code: str | None = None
    year: int | None = None
    organ: str | None = None
    letter_code: str | None = None
    agreement_code: str | None = None
    invented: bool = False


def create_workspace(
    folder: Path, wish: NewWorkspace, *, clock: Callable[[], dt.datetime] = _system_clock
) -> Workspace:
    """Make a new workspace with its dictionaries and first policy.

    Args:
        folder: Is made when it does not exist; must not hold a workspace.
        wish: The wizard's answers.
        clock: Gives the moment.

    Raises:
        ValidationFailed: The name is missing or the division code is not one of Inner Mongolia's.
        EnvironmentProblem: The folder holds a workspace already or cannot be written.
    """
    if not wish.name.strip():
        raise ValidationFailed({"name": "请填写旗（县、区）名称"})
    taken = f"{folder} 已有工作区，请直接打开，或另选文件夹"
    if _size(folder / FILE_NAME):
        raise EnvironmentProblem(taken)
    # A bad answer must not leave a folder behind, so the townships are looked up first.
    townships = seed_dictionaries(wish.name.strip(), wish.division_code)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentProblem(f"不能建立文件夹 {folder}：请检查位置和写入权限") from error
    # Once more behind the lock: somebody else may have been faster.
    workspace = _opened(folder, clock, filled=False, problem=taken)
    try:
        _fill(workspace, wish, townships)
    except BaseException:
        workspace.close()
        (folder / FILE_NAME).unlink(missing_ok=True)
        raise
    return workspace


def _fill(workspace: Workspace, wish: NewWorkspace, words: list[object]) -> None:
    """Write the first rows."""
    year = wish.year or workspace.today().year
    with workspace.unit_of_work("create_workspace", "建立工作区", undoable=False) as uow:
        uow.session.add(
            ProfileRow(
                id=1,
                name=wish.name.strip(),
                division_code=wish.division_code,
                year=year,
                invented=wish.invented,
                created_at=workspace.clock(),
                workspace_id=uuid4().hex,
            )
        )
        uow.session.add_all(words)
        given = {
            "organ": wish.organ,
            "letter_code": wish.letter_code,
            "agreement_code": wish.agreement_code,
        }
        uow.session.add(seed_policy(wish.name.strip(), year, given))
        uow.commit()


def open_workspace(folder: Path, *, clock: Callable[[], dt.datetime] = _system_clock) -> Workspace:
    """Open an existing workspace.

    Raises:
        EnvironmentProblem: There is none, it is open elsewhere, damaged, or of a newer program.
    """
    if not (folder / FILE_NAME).is_file():
        raise EnvironmentProblem(f"{folder} 里没有工作区；请检查路径，或先建立工作区")
    size = _size(folder / FILE_NAME)
    if size < _SMALLEST:
        # Opening it would quietly make an empty workspace out of a copy that failed.
        message = f"{folder} 里的工作区文件是空的或不完整（{size} 字节）；请用最近的备份恢复"
        raise EnvironmentProblem(message)
    return _opened(folder, clock, filled=True, problem=_UNFINISHED)


def _opened(
    folder: Path, clock: Callable[[], dt.datetime], *, filled: bool, problem: str
) -> Workspace:
    """Open a workspace that has its first rows, or has none yet.

    Raises:
        EnvironmentProblem: It is not as it should be, and whatever keeps it from being opened.
    """
    with contextlib.ExitStack() as closing:
        workspace = closing.enter_context(Workspace(folder, clock=clock))
        if workspace.is_filled() is not filled:
            raise EnvironmentProblem(problem)
        closing.pop_all()
    return workspace


def _size(file: Path) -> int:
    """Bytes of a file; 0 where there is none."""
    try:
        return file.stat().st_size
    except OSError:
        return 0


def set_year(workspace: Workspace, year: int) -> Changes:
    """Turn the desk to another year."""
    with workspace.unit_of_work("set_year", f"切换到 {year} 年度") as uow:
        row = uow.session.get(ProfileRow, 1)
        if row is None:
            raise NotFound("工作区没有建完")
        row.year = year
        return uow.commit()


def _locked(folder: Path) -> FileLock:
    """Take the folder's lock, which the system releases even when the program is killed."""
    # A task opens a new workspace and the window closes it: the lock is not one thread's own.
    lock = FileLock(folder / _LOCK_NAME, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise EnvironmentProblem(
            f"工作区已在别处打开{_holder(folder)}；请先关闭那个窗口"
        ) from error
    except OSError as error:
        raise EnvironmentProblem(f"不能写入 {folder}：请检查文件夹的写入权限") from error
    return lock


def _write_holder(folder: Path) -> None:
    """Leave word who has the workspace open, for the message of a second opening.

    The lock holds without it: a full disk must not keep people from reading and printing.
    """
    holder = {"pid": os.getpid(), "since": _system_clock().isoformat(timespec="minutes")}
    with contextlib.suppress(OSError):
        (folder / _HOLDER_NAME).write_text(json.dumps(holder), encoding="utf-8")


def _holder(folder: Path) -> str:
    """Say who has it open, as far as that is known."""
    try:
        holder = json.loads((folder / _HOLDER_NAME).read_text(encoding="utf-8"))
        since = dt.datetime.fromisoformat(holder["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return f"（{since:%m月%d日 %H:%M} 起，进程 {holder['pid']}）"


def _account_name() -> str:
    """Name of the account on this PC, until the workspace has accounts of its own."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # ImportError: Windows without USERNAME before 3.13
        return "经办人"
