"""Signing in: from what somebody types to the key of the workspace.

Nothing of the database can be read before, so what is counted here is kept in a small file of the
folder: how many passwords were wrong one after the other, and when. Whoever deletes that file has
still to pay for the derivation of every single guess.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from partydesk.db.engine import PLAIN, beginning_of
from partydesk.domain import recovery_code
from partydesk.domain.errors import EnvironmentProblem
from partydesk.domain.passwords import wait_s
from partydesk.exchange.files import written_whole
from partydesk.services import keyring as keys
from partydesk.services.keyring import RECOVERY, Keyring, WrongPassword

if TYPE_CHECKING:
    from pathlib import Path

#: The database of a workspace, beside its key file.
DATABASE: Final = "workspace.pdk"
#: A database under another key, complete and proven, before it takes the place of the old one.
FRESH: Final = "workspace.pdk.new"
#: The key file of a workspace that is about to be kept without a password.
LEAVING: Final = "workspace.keys.old"
_ATTEMPTS: Final = "workspace.attempts"


class PasswordNeeded(EnvironmentProblem):
    """The workspace is protected and nobody has said who they are."""


class WorkspaceLocked(EnvironmentProblem):
    """The key was forgotten until somebody signs in; whoever reads meanwhile has to wait."""


class TooSoon(EnvironmentProblem):
    """Wrong passwords were typed just now.

    Attributes:
        wait_s: Seconds until the next attempt is looked at.
    """

    def __init__(self, wait: int) -> None:
        """Say how long."""
        super().__init__(f"口令连续输错，请过 {wait} 秒再试")
        self.wait_s = wait


@dataclass(frozen=True, slots=True)
class Credentials:
    """What somebody types to come in.

    Attributes:
        secret: Password, or the recovery code.
        user: Name of the account; None for the only one, else the first administrator's, which
            stands first in the key file.
        by_code: Whether the secret is the recovery code.
    """

    secret: str = field(repr=False)
    user: str | None = None
    by_code: bool = False


@dataclass(frozen=True, slots=True)
class Unlocked:
    """What a protected workspace is opened with.

    Attributes:
        key: 32 bytes.
        keyring: The file of the wrapped keys.
        holder: Who has opened it; empty for the recovery code.
        failures: How many wrong passwords came before.
    """

    key: bytes = field(repr=False)
    keyring: Keyring
    holder: str
    failures: int


def is_protected(folder: Path) -> bool:
    """Whether a workspace asks for a password."""
    return (folder / keys.FILE_NAME).exists()


def list_holders(folder: Path) -> tuple[str, ...]:
    """Name the accounts of a protected workspace; none for one that is not.

    Raises:
        EnvironmentProblem: The key file is damaged.
    """
    found = keys.read_keyring(folder / keys.FILE_NAME)
    return () if found is None else found.holders


def waiting_s(folder: Path, now: dt.datetime) -> int:
    """Seconds until the next attempt is looked at; 0 where none has to wait."""
    try:
        _Attempts(folder / _ATTEMPTS).wait(now)
    except TooSoon as error:
        return error.wait_s
    return 0


def unlock(folder: Path, credentials: Credentials | None, now: dt.datetime) -> Unlocked | None:
    """Open the key of a workspace; None where it is kept without one.

    Args:
        folder: Of the workspace, which is locked for us.
        credentials: What was typed.
        now: The moment.

    Raises:
        PasswordNeeded: Nothing was typed and the workspace is protected.
        TooSoon: Wrong passwords came just before.
        WrongPassword: Wrong password, no such account, or wrong recovery code; it is counted.
        EnvironmentProblem: The key file is missing, damaged, or that of another workspace.
    """
    _finish_change(folder)
    keyring = keys.read_keyring(folder / keys.FILE_NAME)
    start = beginning_of(folder / DATABASE)
    if keyring is None:
        if len(start) == len(PLAIN) and start != PLAIN:
            raise EnvironmentProblem(
                "这不是本程序的工作区文件，或文件已损坏；如果设过口令，"
                f"请把密钥文件 {keys.FILE_NAME} 放回原处，或用最近的备份恢复",
                "no_keys",
            )
        return None
    if start.hex() != keyring.database:
        raise EnvironmentProblem(
            "密钥文件 workspace.keys 与工作区文件不配套；请放回原来的密钥文件，或用备份恢复",
            "wrong_keys",
        )
    if credentials is None:
        raise PasswordNeeded("这个工作区有口令保护；请输入账号和口令")
    return _opened(folder, keyring, credentials, now)


def _opened(folder: Path, keyring: Keyring, credentials: Credentials, now: dt.datetime) -> Unlocked:
    attempts = _Attempts(folder / _ATTEMPTS)
    attempts.wait(now)
    holder = credentials.user or next(iter(keyring.holders), RECOVERY)
    secret = credentials.secret
    if credentials.by_code:
        holder, secret = RECOVERY, recovery_code.read(secret) or ""
        if not secret:
            raise WrongPassword("恢复码写得不对：应为 34 个字母和数字，请对照恢复码单再输一遍")
    try:
        key = keyring.opened(holder, secret)
    except WrongPassword:
        attempts.count(now)
        raise
    failures = attempts.failures
    attempts.forget()
    return Unlocked(key, keyring, holder, failures)


class _Attempts:
    """How many wrong passwords were typed one after the other."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.failures, self._last = 0, dt.datetime.min.replace(tzinfo=dt.UTC)
        # A file that says nothing of use must not keep the owner out.
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            kept = json.loads(file.read_text(encoding="utf-8"))
            self.failures = int(kept["failures"])
            self._last = dt.datetime.fromisoformat(kept["last"]).astimezone(dt.UTC)

    def wait(self, now: dt.datetime) -> None:
        """Refuse an attempt that comes too soon.

        Raises:
            TooSoon: It does.
        """
        needed = wait_s(self.failures)
        if not needed:
            return
        passed = (now - self._last).total_seconds()
        if passed < 0:
            # The clock was set back: the waiting begins anew, and does not last until then.
            self._write(now)
            passed = 0
        if passed < needed:
            raise TooSoon(int(needed - passed) + 1)

    def count(self, now: dt.datetime) -> None:
        """Note another wrong one."""
        self.failures += 1
        self._write(now)

    def _write(self, now: dt.datetime) -> None:
        self._last = now.astimezone(dt.UTC)
        kept = {"failures": self.failures, "last": self._last.isoformat(timespec="seconds")}
        # Where nothing can be written, the derivation alone slows the guessing down.
        with contextlib.suppress(EnvironmentProblem), written_whole(self._file) as place:
            place.write_text(json.dumps(kept), encoding="utf-8")

    def forget(self) -> None:
        """Begin to count anew."""
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)


def _finish_change(folder: Path) -> None:
    """Bring a change of key to its end that was cut off between two of its files.

    The new database is complete and proven before the key file is touched. Which of the two the
    key file opens, it says itself by the first bytes; so either everything is as it was, or the
    new database takes the old one's place.
    """
    database, fresh, leaving = folder / DATABASE, folder / FRESH, folder / LEAVING
    if not (fresh.exists() or leaving.exists()):
        return
    keyring = keys.read_keyring(folder / keys.FILE_NAME)
    wanted = PLAIN.hex() if keyring is None and leaving.exists() else ""
    wanted = keyring.database if keyring is not None else wanted
    try:
        if wanted and beginning_of(database).hex() != wanted == beginning_of(fresh).hex():
            fresh.replace(database)
        if beginning_of(database).hex() == wanted or not leaving.exists():
            fresh.unlink(missing_ok=True)
            leaving.unlink(missing_ok=True)
    except OSError as error:
        raise EnvironmentProblem(f"不能写入 {folder}：请检查文件夹的写入权限") from error
