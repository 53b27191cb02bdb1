"""工作区: one folder, one file, opened by one program at a time."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import getpass
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self
from uuid import uuid4

from filelock import FileLock, Timeout
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from partydesk.db import search, upgrade
from partydesk.db.engine import open_engine, translated, write_anew
from partydesk.db.models import AccountRow, ProfileRow
from partydesk.db.unit_of_work import ActionKind, Consequences, UnitOfWork
from partydesk.domain.accounts import Account, Role
from partydesk.domain.changes import Changes
from partydesk.domain.damage import found
from partydesk.domain.errors import EnvironmentProblem, NotFound, RuleViolation, ValidationFailed
from partydesk.services import consequences
from partydesk.services import keyring as keys
from partydesk.services.backups.making import back_up_before_upgrade
from partydesk.services.backups.restoring import settle
from partydesk.services.dictionaries import seed_dictionaries
from partydesk.services.keyring import RECOVERY, Keyring, write_keyring
from partydesk.services.opening import LOCK, refuse_unusable
from partydesk.services.policies import seed_policy
from partydesk.services.pool_kinds import POOLS, index_row_of
from partydesk.services.rights import demand
from partydesk.services.sign_in import (
    DATABASE,
    Credentials,
    Unlocked,
    WorkspaceLocked,
    is_protected,
    unlock,
)

FILE_NAME = DATABASE
_HOLDER_NAME = "workspace.open"
#: What the system says of a place where nothing can be written.
_NOT_WRITABLE = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_OLD_KEYS = (
    "密钥文件 workspace.keys 是旧的：里面的口令或账号后来改过；请放回最新的密钥文件，或用备份恢复"
)
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
        account: Who sits at the desk, and what they may do.
        actor: Who acts, for the journal.
    """

    def __init__(
        self,
        folder: Path,
        *,
        credentials: Credentials | None = None,
        clock: Callable[[], dt.datetime] = _system_clock,
    ) -> None:
        """Lock the folder and open its file; use :func:`open_workspace` instead.

        Raises:
            EnvironmentProblem: It is open elsewhere, not ours, damaged or of a newer program; or
                it is protected and the credentials do not open it.
        """
        self.folder, self.clock = folder, clock
        self._at_close: list[Callable[[], None]] = []
        self._engine: Engine | None = None
        self._unlocked: Unlocked | None = None
        self._lock = _locked(folder)
        try:
            self._open(credentials)
            _write_holder(folder)
        except BaseException:
            self._shut()
            self._lock.release()
            raise

    def _open(self, credentials: Credentials | None) -> None:
        """Open the file with its key and find out who sits there."""
        unlocked = unlock(self.folder, credentials, self.clock())
        key = None if unlocked is None else unlocked.key
        file = self.folder / FILE_NAME

        def back_up(_schema: str) -> None:
            back_up_before_upgrade(self.folder, key, self.clock())

        self.schema = upgrade.bring_up_to_date(file, key, before=back_up)
        self._engine, self._unlocked = open_engine(file, key=key), unlocked
        self._renew_search_index()
        self.account = self._account_of(unlocked)
        self.actor = self.account.name
        self._note_sign_in()

    def _account_of(self, unlocked: Unlocked | None) -> Account:
        """Find the account that has signed in.

        Raises:
            EnvironmentProblem: The key file is an older one, or the account was taken away.
        """
        if unlocked is None:
            return Account(_account_name(), Role.ADMINISTRATOR)
        with self.reading() as session:
            profile = session.get(ProfileRow, 1)
            if profile is not None and unlocked.keyring.generation < profile.key_generation:
                raise EnvironmentProblem(_OLD_KEYS, "wrong_keys")
            if unlocked.holder == RECOVERY:
                return Account("恢复码", Role.ADMINISTRATOR)
            wanted = select(AccountRow).where(AccountRow.name == unlocked.holder)
            row = session.scalar(wanted)
        if row is None or row.retired_at is not None:
            raise EnvironmentProblem(f"账号“{unlocked.holder}”没有建完或已停用；请由管理员登录处理")
        return Account(row.name, row.role, row.id)

    def _note_sign_in(self) -> None:
        """Put into the journal who has come in, and what was tried before."""
        if self._unlocked is None:
            return
        failures = self._unlocked.failures
        before = f"；此前有 {failures} 次口令错误" if failures else ""
        label = f"{self.account.role.value}登录{before}"
        self._note("sign_in", label)

    def _note(self, code: str, label: str) -> None:
        """Put into the journal what happened at the desk and changed nothing."""
        # A full disk must not keep people from reading, printing and locking.
        with (
            contextlib.suppress(EnvironmentProblem),
            self.unit_of_work(code, label, undoable=False, passive=True) as uow,
        ):
            uow.note()
            uow.commit()

    def _renew_search_index(self) -> None:
        """Write the search index anew where an earlier program has written it."""
        with translated():
            if not search.is_current(self._file()):
                models = [pool.model for pool in POOLS.values()]
                search.make_anew(self._file(), models, index_row_of)

    def __enter__(self) -> Self:
        """Stay open until the block ends."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def at_close(self, act: Callable[[], None]) -> None:
        """Have something cleared away when the workspace is closed or locked."""
        self._at_close.append(act)

    def close(self) -> None:
        """Release the file and the folder; may be called twice."""
        self._shut()
        # A scanner may hold the note for a moment; the lock must be given back all the same.
        with contextlib.suppress(OSError):
            (self.folder / _HOLDER_NAME).unlink(missing_ok=True)
        self._lock.release()

    def _shut(self) -> None:
        """Forget the key and let go of the file; the folder stays ours."""
        while self._at_close:
            self._at_close.pop()()
        if self._engine is not None:
            self._engine.dispose()
        self._engine = self._unlocked = None

    @property
    def protected(self) -> bool:
        """Whether the file is encrypted and people sign in."""
        return is_protected(self.folder)

    @property
    def locked(self) -> bool:
        """Whether the key was forgotten until somebody signs in again."""
        return self._engine is None

    @property
    def unlocked(self) -> Unlocked | None:
        """The key and its file; None for a workspace without a password."""
        return self._unlocked

    def lock(self) -> None:
        """Forget the key; nothing can be read or written before :meth:`unlock`.

        A workspace without a password stays open: it would open again for anybody.
        """
        if self.protected and not self.locked:
            self._note("lock", f"{self.account.role.value}锁定")
            self._shut()

    def unlock(self, credentials: Credentials) -> None:
        """Open again what was locked.

        Raises:
            EnvironmentProblem: As when it was first opened.
        """
        try:
            self._open(credentials)
        except BaseException:
            self._shut()
            raise

    def replace_file(self, change: Callable[[], Unlocked | None]) -> None:
        """Let another file take the place of the database, and go on with it.

        Args:
            change: Puts the other file in place; nothing of the old one is open meanwhile. Gives
                what the new one is opened with. Where it fails, the old file is still there.
        """
        unlocked = self._unlocked
        self._shut()
        try:
            unlocked = change()
        finally:
            key = None if unlocked is None else unlocked.key
            self._engine, self._unlocked = open_engine(self.folder / FILE_NAME, key=key), unlocked
            self.account = self._account_of(unlocked)
            self.actor = self.account.name

    def write_anew(self) -> None:
        """Write the file anew, so that nothing is left in it of what was deleted.

        Raises:
            EnvironmentProblem: The disk is full, or the workspace is locked; the file is as it was.
        """
        with translated():
            write_anew(self._file())

    def keep_keys(self, keyring: Keyring) -> Keyring:
        """Write the key file and go on with it; the database is told its generation by the caller.

        Raises:
            EnvironmentProblem: It cannot be written, or the workspace has no key.
        """
        if self._unlocked is None:
            raise EnvironmentProblem("这个工作区没有口令保护")
        kept = write_keyring(self.folder / keys.FILE_NAME, keyring, self._unlocked.key)
        self._unlocked = replace(self._unlocked, keyring=kept)
        return kept

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

    def _file(self) -> Engine:
        """The engine of the file.

        Raises:
            WorkspaceLocked: The workspace is locked or closed.
        """
        if self._engine is None:
            raise WorkspaceLocked("工作区已锁定或已关闭；请先登录或重新打开")
        return self._engine

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session for reading; nothing is stored through it."""
        with translated(), Session(self._file()) as session:
            yield session

    def unit_of_work(
        self, code: str, label: str, *, undoable: bool = True, passive: bool = False
    ) -> UnitOfWork:
        """Begin an action; see :class:`~partydesk.db.unit_of_work.ActionKind`.

        Raises:
            RuleViolation: The account has no right to it.
            EnvironmentProblem: The workspace is locked.
        """
        uow = UnitOfWork(
            self._file(),
            ActionKind(code, label, undoable, passive),
            actor=self.actor,
            now=self.clock(),
            indexer=index_row_of,
            consequences=Consequences(consequences.settle, consequences.related),
        )
        try:
            demand(self.account, code)
        except RuleViolation as error:
            uow.record_failure(error)
            raise
        return uow


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
    workspace = _opened(folder, None, clock, filled=False, problem=taken)
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


def open_workspace(
    folder: Path,
    *,
    credentials: Credentials | None = None,
    clock: Callable[[], dt.datetime] = _system_clock,
) -> Workspace:
    """Open an existing workspace.

    Args:
        folder: Its folder.
        credentials: What was typed to come in; of no use where there is no password.
        clock: Gives the moment.

    Raises:
        PasswordNeeded: It is protected and there are no credentials.
        WrongPassword: They do not open it; it is counted.
        TooSoon: Wrong ones were given just before.
        EnvironmentProblem: There is none, it is open elsewhere, damaged, or of a newer program.
    """
    settle(folder)
    # Also because opening an empty file would quietly make an empty workspace out of it.
    refuse_unusable(folder)
    return _opened(folder, credentials, clock, filled=True, problem=_UNFINISHED)


def _opened(
    folder: Path,
    credentials: Credentials | None,
    clock: Callable[[], dt.datetime],
    *,
    filled: bool,
    problem: str,
) -> Workspace:
    """Open a workspace that has its first rows, or has none yet.

    Raises:
        EnvironmentProblem: It is not as it should be, and whatever keeps it from being opened.
    """
    with contextlib.ExitStack() as closing:
        workspace = closing.enter_context(Workspace(folder, credentials=credentials, clock=clock))
        if workspace.is_filled() is not filled:
            raise EnvironmentProblem(problem, "unfinished" if filled else "environment")
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
    """Take the folder's lock, which the system releases even when the program is killed.

    Raises:
        EnvironmentProblem: Somebody else has it, or it cannot be written where there is nothing
            to look at.
    """
    # A task opens a new workspace and the window closes it: the lock is not one thread's own.
    lock = FileLock(folder / LOCK, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        message = found("locked", holder=_holder(folder)).message
        raise EnvironmentProblem(message, "locked") from error
    except OSError as error:
        if error.errno in _NOT_WRITABLE and (folder / FILE_NAME).is_file():
            return lock  # to look at only: nobody can be writing to it
        message = f"不能写入 {folder}：请检查文件夹的写入权限"
        raise EnvironmentProblem(message, "read_only") from error
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
