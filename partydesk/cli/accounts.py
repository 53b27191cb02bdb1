"""Commands about passwords and accounts: account, protect, unprotect."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from partydesk.cli.answer import Answer, answering, lines
from partydesk.cli.opening import (
    NEW_PASSWORD,
    PASSWORD,
    credentials_for,
    new_password,
    open_workspace,
)
from partydesk.cli.options import PATH, given_account, in_workspace
from partydesk.domain.accounts import Role
from partydesk.domain.errors import NotFound, Reason, RuleViolation
from partydesk.domain.recovery_code import in_groups
from partydesk.services import accounts, protection
from partydesk.services.founding import USUAL_ADMINISTRATOR
from partydesk.services.recovery_sheet import write_recovery_sheet
from partydesk.services.sign_in import is_protected
from partydesk.services.workspace import Workspace
from partydesk.services.workspace import open_workspace as open_plain

_ROLES = {
    "administrator": Role.ADMINISTRATOR,
    "clerk": Role.CLERK,
    "reviewer": Role.REVIEWER,
    "reader": Role.READER,
}
_ROLE = click.Choice(list(_ROLES))
_NEW_FILE = "--new-password-file"
with_new_password = click.option(
    _NEW_FILE, "new_file", type=PATH, help=f"存放新口令的文件；也可用环境变量 {NEW_PASSWORD}"
)
with_sheet = click.option(
    "--recovery", "sheet", type=PATH, metavar="OUT.pdf", help="恢复码单写到哪里；不写则显示一次"
)


@click.group(help="账号：list add role password retire recovery change-key")
def account() -> None:
    """Hold the acts together."""


@account.command("list", help="列出账号；--all 连同已停用的")
@in_workspace
@click.option("--all", "retired", is_flag=True, help="连同已停用的")
@answering
def list_(folder: Path, retired: bool) -> Answer:  # noqa: FBT001 - click passes flags by name
    """List the accounts."""
    with open_workspace(folder) as workspace:
        found = accounts.list_accounts(workspace, retired=retired)
    words = {role: word for word, role in _ROLES.items()}
    value = [
        {"id": a.id, "name": a.name, "role": words[a.role], "retired": a.retired} for a in found
    ]
    marks = {True: "（已停用）", False: ""}
    text = lines([f"{a.role.value}　{a.name}{marks[a.retired]}" for a in found])
    return Answer({"accounts": value}, text or "这个工作区没有口令保护，没有账号")


@account.command(help="新增账号")
@click.argument("name")
@click.argument("role", type=_ROLE)
@in_workspace
@with_new_password
@answering
def add(name: str, role: str, folder: Path, new_file: Path | None) -> Answer:
    """Let somebody else sign in."""
    with open_workspace(folder) as workspace:
        first = new_password(new_file, NEW_PASSWORD, name, _NEW_FILE)
        changes = accounts.add_account(workspace, name, _ROLES[role], first)
    return Answer({"name": name, "role": role, "action": changes.action}, changes.label)


@account.command(help="改变账号的角色")
@click.argument("name")
@click.argument("role", type=_ROLE)
@in_workspace
@answering
def role(name: str, role: str, folder: Path) -> Answer:
    """Give somebody another role."""
    with open_workspace(folder) as workspace:
        number = _number(workspace, name)
        changes = accounts.change_role(workspace, number, _ROLES[role])
    return Answer({"name": name, "role": role, "action": changes.action}, changes.label)


@account.command(help="修改自己的口令；写明 NAME 则由管理员重设那个账号的口令")
@click.argument("name", required=False)
@in_workspace
@with_new_password
@answering
def password(name: str | None, folder: Path, new_file: Path | None) -> Answer:
    """Set a password."""
    with _signed_in(folder) as (workspace, secret):
        whose = name or workspace.account.name
        wanted = new_password(new_file, NEW_PASSWORD, whose, _NEW_FILE)
        if whose == workspace.account.name:
            changes = accounts.change_password(workspace, secret, wanted)
        else:
            changes = accounts.reset_password(workspace, _number(workspace, whose), wanted)
    return Answer({"name": whose, "action": changes.action}, changes.label)


@account.command(help="停用账号；以前的密钥文件要作废，再执行 change-key")
@click.argument("name")
@in_workspace
@answering
def retire(name: str, folder: Path) -> Answer:
    """Take an account away."""
    with open_workspace(folder) as workspace:
        changes = accounts.retire_account(workspace, _number(workspace, name))
    advice = (
        "此人若留有以前的密钥文件和工作区副本，仍能打开那份副本；可用 account change-key 更换密钥"
    )
    value = {"name": name, "action": changes.action, "advice": advice}
    return Answer(value, f"{changes.label}。{advice}")


@account.command(help="更换恢复码")
@in_workspace
@with_sheet
@answering
def recovery(folder: Path, sheet: Path | None) -> Answer:
    """Make another recovery code."""
    with open_workspace(folder) as workspace:
        code = accounts.new_recovery_code(workspace)
        return _with_code(workspace, code, sheet, "恢复码已更换，旧单作废")


@account.command("change-key", help="更换加密密钥和恢复码；其他账号要由管理员重设口令")
@in_workspace
@with_sheet
@answering
def change_key(folder: Path, sheet: Path | None) -> Answer:
    """Encrypt the workspace anew."""
    with _signed_in(folder) as (workspace, secret):
        code = protection.change_key(workspace, secret)
        said = "密钥和恢复码已更换；其他账号要重设口令以后才能登录"
        return _with_code(workspace, code, sheet, said)


@click.command(help="给没有口令的工作区设口令保护")
@in_workspace
@with_sheet
@answering
def protect(folder: Path, sheet: Path | None) -> Answer:
    """Encrypt a workspace; whoever asks becomes its administrator."""
    if is_protected(folder):
        raise RuleViolation([Reason("protected", "这个工作区已有口令保护")])
    given = given_account()
    name = given.user or USUAL_ADMINISTRATOR
    with open_plain(folder) as workspace:
        wanted = new_password(given.password_file, PASSWORD, name, "--password-file")
        code = protection.protect_workspace(workspace, name, wanted)
        return _with_code(workspace, code, sheet, f"已设口令保护，管理员“{name}”")


@click.command(help="取消口令保护，工作区不再加密")
@in_workspace
@answering
def unprotect(folder: Path) -> Answer:
    """Keep a workspace without a password from now on."""
    if not is_protected(folder):
        with open_plain(folder):
            raise RuleViolation([Reason("unprotected", "这个工作区没有口令保护")])
    with _signed_in(folder) as (workspace, secret):
        changes = protection.unprotect_workspace(workspace, secret)
    return Answer({"action": changes.action}, "已取消口令保护，工作区不再加密")


def code_said(code: str) -> str:
    """Write a recovery code for whoever wants no sheet."""
    return f"恢复码（只显示这一次，请抄写两份分别封存）：{in_groups(code)}"


def _with_code(workspace: Workspace, code: str, sheet: Path | None, said: str) -> Answer:
    """Hand out a code: on its sheet, else on the terminal, also where the sheet failed."""
    if sheet is None:
        return Answer({"recovery": None}, lines([said, code_said(code)]))
    try:
        path = write_recovery_sheet(workspace, code, sheet.absolute())
    except Exception:
        # The old code opens nothing any more; losing the new one would be worse than showing it.
        click.echo(lines([said, code_said(code)]), err=True)
        raise
    return Answer({"recovery": str(path)}, f"{said}；恢复码单：{path}")


@contextmanager
def _signed_in(folder: Path) -> Iterator[tuple[Workspace, str]]:
    """Open a workspace, and hand on the password for acts that ask for it once more."""
    credentials = credentials_for(folder) if is_protected(folder) else None
    with open_plain(folder, credentials=credentials) as workspace:
        yield workspace, "" if credentials is None else credentials.secret


def _number(workspace: Workspace, name: str) -> int:
    for found in accounts.list_accounts(workspace):
        if found.name == name and found.id is not None:
            return found.id
    raise NotFound(f"没有账号“{name}”，或已停用")


COMMANDS = (account, protect, unprotect)
