"""口令保护: putting a workspace under a key, under another one, and back under none.

Each time a complete copy is written beside the database and proven before anything is replaced;
what was cut off in between is finished, or undone, when the workspace is next opened (see
``sign_in``). The old file is overwritten only by the new one's taking its place.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from sqlalchemy import select

from partydesk.db.encryption import SALT_BYTES, export_copy
from partydesk.db.engine import KEY_BYTES
from partydesk.db.models import AccountRow, ProfileRow
from partydesk.domain import recovery_code
from partydesk.domain.accounts import Role
from partydesk.domain.errors import EnvironmentProblem, Reason, RuleViolation
from partydesk.services.accounts import check_password, checked_name, require_key
from partydesk.services.keyring import (
    FILE_NAME,
    RECOVERY,
    Keyring,
    new_keyring,
    write_keyring,
)
from partydesk.services.rights import demand
from partydesk.services.sign_in import DATABASE, FRESH, LEAVING, Unlocked

if TYPE_CHECKING:
    from collections.abc import Callable

    from partydesk.domain.changes import Changes
    from partydesk.services.workspace import Workspace

_NOT_WRITTEN = "没有写成，一切保持原样；请检查磁盘空间和文件夹的写入权限后重试"


def protect_workspace(workspace: Workspace, name: str, password: str) -> str:
    """Encrypt a workspace; whoever asks becomes its first administrator.

    Args:
        workspace: Open, without a password; it stays open.
        name: Of the administrator.
        password: Theirs.

    Returns:
        The recovery code, for the sealed sheet; it is kept nowhere.

    Raises:
        ValidationFailed: The name is missing, or the password is refused.
        RuleViolation: It is protected already.
        EnvironmentProblem: Full disk, or no right to write; everything stays as it was.
    """
    if workspace.unlocked is not None:
        raise RuleViolation([Reason("protected", "这个工作区已有口令保护")])
    name = checked_name(name)
    check_password(name, password)
    key, salt = os.urandom(KEY_BYTES), os.urandom(SALT_BYTES)
    code = recovery_code.written(os.urandom(recovery_code.CHANCE_BYTES))
    workspace_id, generation = _enter_administrator(workspace, name)
    ring = new_keyring(workspace_id, salt, generation)
    ring = ring.with_secret(key, name, password).with_secret(key, RECOVERY, code)
    _take_over(workspace, ring, key, salt)
    _record(workspace, "protect", "设置口令保护")
    return code


def change_key(workspace: Workspace, password: str) -> str:
    """Encrypt a workspace under another key, so that old copies of the key file open nothing.

    Only whoever asks can sign in afterwards: nobody else's password is known here. The other
    accounts stay, and are given new passwords.

    Args:
        workspace: Open and protected; it stays open.
        password: Of whoever asks.

    Returns:
        The new recovery code.

    Raises:
        WrongPassword: The password is wrong.
        RuleViolation: Whoever asks is no administrator, or the workspace is not protected.
        EnvironmentProblem: Full disk, or no right to write; everything stays as it was.
    """
    demand(workspace.account, "change_key")
    before, name = require_key(workspace), workspace.account.name
    before.keyring.opened(name, password)
    key, salt = os.urandom(KEY_BYTES), os.urandom(SALT_BYTES)
    code = recovery_code.written(os.urandom(recovery_code.CHANCE_BYTES))
    ring = new_keyring(before.keyring.workspace_id, salt, before.keyring.generation)
    ring = ring.with_secret(key, name, password).with_secret(key, RECOVERY, code)
    _take_over(workspace, ring, key, salt)
    _record(workspace, "change_key", "更换加密密钥和恢复码")
    return code


def unprotect_workspace(workspace: Workspace, password: str) -> Changes:
    """Keep a workspace without a password from now on, readable by whoever gets at the file.

    Args:
        workspace: Open and protected; it stays open.
        password: Of whoever asks, so that nobody does it at a desk left alone.

    Raises:
        WrongPassword: The password is wrong.
        RuleViolation: Whoever asks is no administrator, or the workspace is not protected.
        EnvironmentProblem: Full disk, or no right to write; everything stays as it was.
    """
    demand(workspace.account, "unprotect")
    before, name = require_key(workspace), workspace.account.name
    before.keyring.opened(name, password)
    folder = workspace.folder
    _export(workspace, None)

    def change() -> None:
        (folder / FILE_NAME).replace(folder / LEAVING)
        try:
            (folder / FRESH).replace(folder / DATABASE)
        except OSError:
            (folder / LEAVING).replace(folder / FILE_NAME)
            raise
        (folder / LEAVING).unlink()

    _changed(workspace, change)
    return _record(workspace, "unprotect", f"“{name}”取消口令保护")


def _take_over(workspace: Workspace, ring: Keyring, key: bytes, salt: bytes) -> None:
    """Put the database under a key, and the key under a file of its own."""
    folder, before = workspace.folder, workspace.unlocked
    _export(workspace, (key, salt))

    def change() -> Unlocked:
        kept = write_keyring(folder / FILE_NAME, ring, key)
        try:
            (folder / FRESH).replace(folder / DATABASE)
        except OSError:
            # The old file is still there, so its keys have to be as well.
            if before is None:
                (folder / FILE_NAME).unlink()
            else:
                write_keyring(folder / FILE_NAME, before.keyring, before.key)
            raise
        return Unlocked(key, kept, ring.holders[0], 0)

    _changed(workspace, change)


def _export(workspace: Workspace, to: tuple[bytes, bytes] | None) -> None:
    """Write the copy beside the database; nothing is left of one that failed."""
    fresh = workspace.folder / FRESH
    key = None if workspace.unlocked is None else workspace.unlocked.key
    try:
        fresh.unlink(missing_ok=True)
        export_copy(workspace.folder / DATABASE, key, fresh, to)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise EnvironmentProblem(_NOT_WRITTEN) from error
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def _changed(workspace: Workspace, change: Callable[[], Unlocked | None]) -> None:
    try:
        workspace.replace_file(change)
    except OSError as error:
        raise EnvironmentProblem(_NOT_WRITTEN) from error
    finally:
        with contextlib.suppress(OSError):
            (workspace.folder / FRESH).unlink(missing_ok=True)


def _enter_administrator(workspace: Workspace, name: str) -> tuple[str, int]:
    """Make the first account, or take up the one of that name from an earlier protection.

    Returns:
        Number of the workspace, and generation of its keys.
    """
    with workspace.unit_of_work("add_account", f"管理员“{name}”", undoable=False) as uow:
        row = uow.session.scalar(select(AccountRow).where(AccountRow.name == name))
        if row is None:
            row = AccountRow(name=name, created_at=workspace.clock())
            uow.session.add(row)
        row.role, row.retired_at = Role.ADMINISTRATOR, None
        profile = uow.session.get_one(ProfileRow, 1)
        uow.commit()
        return profile.workspace_id, profile.key_generation


def _record(workspace: Workspace, code: str, label: str) -> Changes:
    with workspace.unit_of_work(code, label, undoable=False) as uow:
        if workspace.unlocked is not None:
            profile = uow.session.get_one(ProfileRow, 1)
            profile.key_generation = workspace.unlocked.keyring.generation
        else:
            uow.note()
        return uow.commit()
