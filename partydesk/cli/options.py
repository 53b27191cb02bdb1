"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from partydesk.domain.damage import Severity
from partydesk.services.opening import examine_folder

Command = TypeVar("Command", bound=Callable[..., object])
PATH = click.Path(path_type=Path)


def _warned(_context: click.Context, _option: click.Parameter, folder: Path) -> Path:
    """Say what is risky about the place of a workspace; what blocks is said when it is opened."""
    for finding in examine_folder(folder):
        if finding.trouble.severity is Severity.WARNING:
            click.echo(f"注意：{finding.message}", err=True)
    return folder


def in_workspace(command: Command) -> Command:
    """Add ``-w`` and the account options (ignored while a workspace has no accounts)."""
    for option in (
        click.option("--password-file", type=PATH, expose_value=False, help="存放口令的文件"),
        click.option("--user", expose_value=False, envvar="PARTYDESK_USER", help="账号"),
        click.option(
            "-w",
            "--workspace",
            "folder",
            type=PATH,
            required=True,
            callback=_warned,
            help="工作区文件夹",
        ),
    ):
        command = option(command)
    return command


def of_year(command: Command) -> Command:
    """Add ``--year``; left out, the desk's year."""
    return click.option("--year", type=click.IntRange(1990, 2200), help="年度")(command)


def split_columns(text: str) -> tuple[str, ...]:
    """Read the names of ``--columns``, separated by commas."""
    return tuple(name.strip() for name in text.replace("，", ",").split(",") if name.strip())
