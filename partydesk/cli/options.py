"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click

from partydesk.domain.quality import Severity
from partydesk.services.opening import examine_folder

Command = TypeVar("Command", bound=Callable[..., object])
PATH = click.Path(path_type=Path)
_GIVEN = "partydesk."


@dataclass(frozen=True, slots=True)
class GivenAccount:
    """Who acts, as the command line says.

    Attributes:
        user: Name of the account; None where nobody is named.
        password_file: File with the password; None where there is none.
    """

    user: str | None
    password_file: Path | None


def _keep(context: click.Context, option: click.Parameter, value: object) -> None:
    """Keep an option for whoever opens the workspace; commands need not hand it on."""
    context.meta[f"{_GIVEN}{option.name}"] = value


def given_account() -> GivenAccount:
    """Give what the command that is running was told about the account."""
    kept = click.get_current_context().meta
    return GivenAccount(kept.get(f"{_GIVEN}user"), kept.get(f"{_GIVEN}password_file"))


def with_account(command: Command) -> Command:
    """Add the account options; see :func:`partydesk.cli.opening.open_workspace`."""
    for option in (
        click.option("--password-file", type=PATH, expose_value=False, callback=_keep,
                     help="存放口令的文件；也可用环境变量 PARTYDESK_PASSWORD"),
        click.option("--user", expose_value=False, envvar="PARTYDESK_USER", callback=_keep,
                     help="账号；不写为唯一的账号或第一个管理员"),
    ):  # fmt: skip
        command = option(command)
    return command


def _warned(_context: click.Context, _option: click.Parameter, folder: Path) -> Path:
    """Say what is risky about the place of a workspace; what blocks is said when it is opened."""
    for finding in examine_folder(folder):
        if finding.trouble.severity is Severity.WARNING:
            click.echo(f"注意：{finding.message}", err=True)
    return folder


def in_workspace(command: Command) -> Command:
    """Add ``-w`` and the account options."""
    folder = click.option(
        "-w",
        "--workspace",
        "folder",
        type=PATH,
        required=True,
        callback=_warned,
        help="工作区文件夹",
    )
    return folder(with_account(command))


def of_year(command: Command) -> Command:
    """Add ``--year``; left out, the desk's year."""
    return click.option("--year", type=click.IntRange(1990, 2200), help="年度")(command)


def split_columns(text: str) -> tuple[str, ...]:
    """Read the names of ``--columns``, separated by commas."""
    return tuple(name.strip() for name in text.replace("，", ",").split(",") if name.strip())
