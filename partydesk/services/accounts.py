"""账号: who may sign in, with which role, and under which password.

Every change writes the key file first and the database after it, with the next generation in both.
Cut off in between, the key file is the newer one, which is harmless; an older one is refused.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sqlalchemy import select

from partydesk.db.models import AccountRow, ProfileRow
from partydesk.domain import recovery_code
from partydesk.domain.accounts import Account, Role
from partydesk.domain.errors import NotFound, Reason, RuleViolation, ValidationFailed
from partydesk.domain.passwords import faults_of
from partydesk.services.keyring import RECOVERY, Keyring, WrongPassword
from partydesk.services.rights import demand

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from partydesk.domain.changes import Changes
    from partydesk.services.sign_in import Unlocked
    from partydesk.services.workspace import Workspace

_LONGEST_NAME = 20


def list_accounts(workspace: Workspace, *, retired: bool = False) -> tuple[Account, ...]:
    """List the accounts by number; those taken away only when asked for."""
    with workspace.reading() as session:
        rows = session.scalars(select(AccountRow).order_by(AccountRow.id))
        found = [Account(row.name, row.role, row.id, row.retired_at is not None) for row in rows]
    return tuple(account for account in found if retired or not account.retired)


def check_password(name: str, password: str) -> None:
    """See that a password may be used.

    Raises:
        ValidationFailed: Under ``password``, with all reasons.
    """
    faults = faults_of(password, name)
    if faults:
        raise ValidationFailed({"password": "；".join(fault.message for fault in faults)})


def checked_name(name: str) -> str:
    """Give the name of a new account without gaps at its ends.

    Raises:
        ValidationFailed: Under ``name``.
    """
    name = " ".join(name.split())
    if not name:
        raise ValidationFailed({"name": "请填写姓名"})
    if len(name) > _LONGEST_NAME:
        raise ValidationFailed({"name": f"姓名最多 {_LONGEST_NAME} 个字"})
    return name


def add_account(workspace: Workspace, name: str, role: Role, password: str) -> Changes:
    """Let somebody else sign in.

    Args:
        workspace: Open and protected.
        name: Of the person; no two are the same, and none is used again.
        role: What they may do.
        password: Their first one; they change it themselves.

    Raises:
        ValidationFailed: The name is missing or taken, or the password is refused.
        RuleViolation: The workspace is not protected, or whoever asks is no administrator.
    """
    demand(workspace.account, "add_account")
    unlocked = require_key(workspace)
    name = checked_name(name)
    if any(one.name == name for one in list_accounts(workspace, retired=True)):
        raise ValidationFailed({"name": f"已经有账号“{name}”（停用的也不能再用），请加以区别"})
    check_password(name, password)
    now = workspace.clock()
    keyring = unlocked.keyring.with_secret(unlocked.key, name, password)

    def change(session: Session) -> None:
        session.add(AccountRow(name=name, role=role, created_at=now))

    return _kept(workspace, keyring, "add_account", f"新增账号“{name}”（{role.value}）", change)


def change_role(workspace: Workspace, number: int, role: Role) -> Changes:
    """Give somebody another role.

    Raises:
        NotFound: There is no such account.
        RuleViolation: It is the last administrator, or whoever asks is none.
    """
    demand(workspace.account, "change_account")
    account = _account(workspace, number)
    if role is not Role.ADMINISTRATOR:
        _keep_an_administrator(workspace, account)

    def change(session: Session) -> None:
        session.get_one(AccountRow, number).role = role

    label = f"账号“{account.name}”改为{role.value}"
    return _kept(workspace, require_key(workspace).keyring, "change_account", label, change)


def retire_account(workspace: Workspace, number: int) -> Changes:
    """Take an account away; what it did stays under its name.

    An old copy of the key file still opens what it opened before: whoever may have one is kept out
    only by another key, see :func:`partydesk.services.protection.change_key`.

    Raises:
        NotFound: There is no such account.
        RuleViolation: It is one's own, the last administrator's, or whoever asks is none.
    """
    demand(workspace.account, "retire_account")
    account = _account(workspace, number)
    if account.name == workspace.account.name:
        raise RuleViolation([Reason("own", "不能停用自己正在用的账号；请由另一位管理员办理")])
    _keep_an_administrator(workspace, account)
    keyring = require_key(workspace).keyring.without(account.name)

    def change(session: Session) -> None:
        session.get_one(AccountRow, number).retired_at = workspace.clock()

    return _kept(workspace, keyring, "retire_account", f"停用账号“{account.name}”", change)


def change_password(workspace: Workspace, old: str, new: str) -> Changes:
    """Change one's own password.

    Raises:
        ValidationFailed: The old one is wrong, or the new one is refused.
        RuleViolation: The workspace is not protected.
    """
    unlocked, name = require_key(workspace), workspace.account.name
    try:
        unlocked.keyring.opened(name, old)
    except WrongPassword as error:
        raise ValidationFailed({"old": "原来的口令不对，请重新输入"}) from error
    return _set_password(workspace, name, new, "修改自己的口令")


def reset_password(workspace: Workspace, number: int, password: str) -> Changes:
    """Give somebody who has forgotten theirs another password.

    Raises:
        NotFound: There is no such account.
        ValidationFailed: The password is refused.
        RuleViolation: Whoever asks is no administrator.
    """
    demand(workspace.account, "change_account")
    name = _account(workspace, number).name
    return _set_password(workspace, name, password, f"重设账号“{name}”的口令", "change_account")


def new_recovery_code(workspace: Workspace) -> str:
    """Make another recovery code; the one before opens nothing any more.

    Returns:
        The code, for the sheet; it is kept nowhere.

    Raises:
        RuleViolation: Whoever asks is no administrator, or the workspace is not protected.
    """
    demand(workspace.account, "recovery_code")
    unlocked = require_key(workspace)
    code = recovery_code.written(os.urandom(recovery_code.CHANCE_BYTES))
    keyring = unlocked.keyring.with_secret(unlocked.key, RECOVERY, code)
    _kept(workspace, keyring, "recovery_code", "更换恢复码", lambda _session: None)
    return code


def is_recovery_code(workspace: Workspace, typed: str) -> bool:
    """Whether somebody has copied the recovery code rightly from its sheet."""
    unlocked = require_key(workspace)
    code = recovery_code.read(typed)
    if code is None:
        return False
    try:
        return unlocked.keyring.opened(RECOVERY, code) == unlocked.key
    except WrongPassword:
        return False


def _set_password(
    workspace: Workspace, name: str, password: str, label: str, code: str = "change_password"
) -> Changes:
    check_password(name, password)
    unlocked = require_key(workspace)
    keyring = unlocked.keyring.with_secret(unlocked.key, name, password)
    return _kept(workspace, keyring, code, label, lambda _session: None)


def _kept(
    workspace: Workspace,
    keyring: Keyring,
    code: str,
    label: str,
    change: Callable[[Session], None],
) -> Changes:
    """Write the key file, then the database."""
    with workspace.unit_of_work(code, label, undoable=False) as uow:
        change(uow.session)
        uow.session.flush()
        wanted = select(AccountRow.name).where(
            AccountRow.role == Role.ADMINISTRATOR, AccountRow.retired_at.is_(None)
        )
        kept = workspace.keep_keys(keyring.in_order(uow.session.scalars(wanted).all()))
        profile = uow.session.get_one(ProfileRow, 1)
        profile.key_generation = kept.generation
        return uow.commit()


def require_key(workspace: Workspace) -> Unlocked:
    """Give what a protected workspace was opened with.

    Raises:
        RuleViolation: It is kept without a password.
    """
    unlocked = workspace.unlocked
    if unlocked is None:
        message = "这个工作区没有口令保护，没有账号；请先在“系统—账号”里设口令"
        raise RuleViolation([Reason("unprotected", message)])
    return unlocked


def _account(workspace: Workspace, number: int) -> Account:
    for account in list_accounts(workspace):
        if account.id == number:
            return account
    raise NotFound("没有这个账号，或已停用")


def _keep_an_administrator(workspace: Workspace, leaving: Account) -> None:
    others = [
        one
        for one in list_accounts(workspace)
        if one.role is Role.ADMINISTRATOR and one.id != leaving.id
    ]
    if leaving.role is Role.ADMINISTRATOR and not others:
        message = f"“{leaving.name}”是唯一的管理员；请先把另一个账号改为管理员"
        raise RuleViolation([Reason("last_administrator", message)])
