"""Where the command line begins: the list of commands and what happens to wrong syntax."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from partydesk import __version__
from partydesk.cli.answer import Answer, Status, give
from partydesk.exchange.unfinished import sweep

#: Command → the module that has it. Modules load when their command is called: the matcher alone
#: must not wait for the database, nor anything for Qt.
_MODULES = {
    **dict.fromkeys(("demo", "init", "history", "undo", "doctor"), "workspaces"),
    **dict.fromkeys(("account", "protect", "unprotect"), "accounts"),
    **dict.fromkeys(("import", "template", "export", "search", "show"), "pools"),
    **dict.fromkeys(("duplicates", "merge", "distinct"), "duplicates"),
    "solve": "matching",
    "round": "rounds",
    "print": "printing",
    "layout": "layouts",
    "figures": "figures",
    "evaluate": "evaluation",
    "close-year": "evaluation",
    "quality": "quality",
    "check": "checking",
    "retention": "retention",
    **dict.fromkeys(("verify-letter", "void", "reissue", "certificate"), "genuineness"),
    **dict.fromkeys(("backup", "restore"), "backups"),
}


class CommandList(click.Group):
    """The commands, each loaded when it is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name them in the order of the work."""
        del ctx
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one."""
        del ctx
        if cmd_name not in _MODULES:
            return None
        module = import_module(f"partydesk.cli.{_MODULES[cmd_name]}")
        commands: Sequence[click.Command] = module.COMMANDS
        return next(command for command in commands if command.name == cmd_name)


@click.group(
    cls=CommandList, invoke_without_command=True, help="党建选派工作台。不带命令时打开窗口。"
)
@click.version_option(__version__, message="%(version)s")
@click.option("--rescue", is_flag=True, help="不直接打开工作区，先显示救援窗口")
@click.pass_context
def partydesk(context: click.Context, *, rescue: bool) -> int:
    """Open the window where no command is named."""
    if context.invoked_subcommand is not None:
        return int(Status.DONE)
    return open_window(None, rescue=rescue)


def open_window(folder: Path | None, *, rescue: bool = False) -> int:
    """Open the window; Qt is loaded only here, so that commands start fast."""
    from partydesk.app import run  # noqa: PLC0415 - Qt is loaded only for the window

    return run(folder, rescue=rescue)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: Without the program's name; None for those of the process.

    Returns:
        The exit status: 0 done, 1 refused, 2 wrong syntax, 3 environment.
    """
    _speak_utf8()
    sweep()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        status = partydesk.main(given, prog_name="partydesk", standalone_mode=False)
    except click.exceptions.Exit as exit_:
        return int(exit_.exit_code)
    except click.ClickException as error:
        return give(_wrong_syntax(error), as_json="--json" in given)
    except (click.Abort, KeyboardInterrupt):
        return give(Answer({"problems": []}, "已中断", Status.REFUSED), as_json=False)
    return int(status or 0)


def _wrong_syntax(error: click.ClickException) -> Answer:
    """Say in Chinese what is wrong with the command."""
    text = _in_chinese(error)
    if isinstance(error, click.UsageError) and error.ctx is not None:
        text += f"\n用法见：{error.ctx.command_path} --help"
    return Answer({"problems": [{"code": "usage", "message": text}]}, text, Status.USAGE)


def _in_chinese(error: click.ClickException) -> str:
    """Turn the parser's complaint into a Chinese sentence."""
    if isinstance(error, click.NoSuchOption):
        return f"没有 {error.option_name} 这个选项"
    name = ""
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = (
            error.param.make_metavar(error.ctx)
            if isinstance(error.param, click.Argument) and error.ctx
            else error.param.opts[-1]
        )
    if isinstance(error, click.MissingParameter):
        return f"缺少 {name or '参数'}"
    if isinstance(error, click.BadParameter):
        return f"{name} 的值不对，{_wanted(error)}"
    if isinstance(error, click.UsageError) and "No such command" in error.message:
        return f"没有这个命令：{error.message.split(chr(39))[1]}"
    return f"命令写法不对：{error.format_message()}"


def _wanted(error: click.BadParameter) -> str:
    """Say what a parameter takes."""
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        return f"应为其中之一：{'、'.join(map(str, kind.choices))}"
    if isinstance(kind, click.IntRange):
        low, high = kind.min, kind.max
        return f"应为整数（{'' if low is None else low}～{'' if high is None else high}）"
    if isinstance(kind, click.types.IntParamType):
        return "应为整数"
    if isinstance(kind, click.DateTime):
        return "应为日期，如 2026-04-01"
    return error.message


def _speak_utf8() -> None:
    """Write UTF-8 whatever the console's code page is."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
