"""How a command comes into its workspace: whose account, and where the password is from.

A password stands in a file, in the environment, or is typed at a terminal. Without a terminal
nothing is asked; what is missing is an error.
"""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

from partydesk.cli.options import given_account
from partydesk.domain.errors import EnvironmentProblem
from partydesk.services import workspace as workspaces
from partydesk.services.sign_in import Credentials, is_protected, list_holders
from partydesk.services.workspace import Workspace

#: Variables of the environment: the password of whoever acts, and one that is to be set.
PASSWORD = "PARTYDESK_PASSWORD"  # noqa: S105 - the name of a variable
NEW_PASSWORD = "PARTYDESK_NEW_PASSWORD"  # noqa: S105 - likewise
_LONGEST_FILE = 4096


def open_workspace(folder: Path) -> Workspace:
    """Open the workspace of the command that is running, with the account it was given.

    Raises:
        EnvironmentProblem: As :func:`partydesk.services.workspace.open_workspace`; also where a
            password is needed and none was given.
    """
    credentials = credentials_for(folder) if is_protected(folder) else None
    return workspaces.open_workspace(folder, credentials=credentials)


def credentials_for(folder: Path) -> Credentials:
    """Find out who acts and their password.

    Raises:
        EnvironmentProblem: There is no password to be had, or the key file is damaged.
    """
    given = given_account()
    holder = given.user or next(iter(list_holders(folder)), "")
    secret = given_password(given.password_file, PASSWORD)
    if secret is None:
        missing = (
            f"这个工作区有口令保护：请用 --password-file 或环境变量 {PASSWORD} 给出“{holder}”的口令"
        )
        secret = _typed(f"“{holder}”的口令：", missing)
    return Credentials(secret, given.user)


def new_password(file: Path | None, variable: str, whose: str, option: str) -> str:
    """Find out a password that is to be set; at a terminal it is typed twice.

    Args:
        file: Named on the command line; None where none is.
        variable: Of the environment.
        whose: Name of the account.
        option: How the file is named, for the message.

    Raises:
        EnvironmentProblem: There is none to be had, or the two differ.
    """
    given = given_password(file, variable)
    if given is not None:
        return given
    missing = f"缺少“{whose}”的新口令：请用 {option} 或环境变量 {variable} 给出"
    first = _typed(f"“{whose}”的新口令：", missing)
    if _typed("再输一遍：", missing) != first:
        raise EnvironmentProblem("两次输入的口令不一样，没有设定；请重新执行")
    return first


def given_password(file: Path | None, variable: str) -> str | None:
    """Give the password of a file, else of the environment; None where there is neither.

    Raises:
        EnvironmentProblem: The file cannot be read, or holds no password.
    """
    if file is None:
        return os.environ.get(variable) or None
    try:
        with file.open(encoding="utf-8-sig") as lines:
            password = lines.readline(_LONGEST_FILE).rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentProblem(f"不能读取口令文件 {file}；请检查路径和读取权限") from error
    if not password:
        raise EnvironmentProblem(f"口令文件 {file} 的第一行是空的；口令应写在第一行")
    return password


def _typed(prompt: str, missing: str) -> str:
    """Have a password typed, unseen.

    Raises:
        EnvironmentProblem: There is no terminal.
    """
    if not sys.stdin.isatty():
        raise EnvironmentProblem(missing)
    return getpass.getpass(prompt, stream=sys.stderr)
