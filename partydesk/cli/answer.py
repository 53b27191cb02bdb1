"""How a command answers: text for people on stderr, one JSON value on stdout, an exit status."""

from __future__ import annotations

import functools
import json
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import ParamSpec

import click

from partydesk.domain.errors import (
    EnvironmentProblem,
    InputRefused,
    PartydeskError,
    Reason,
    RuleViolation,
    ValidationFailed,
)
from partydesk.domain.matching import ProblemInvalid


class Status(IntEnum):
    """Exit status."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    ENVIRONMENT = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command has to say.

    Attributes:
        json: The value for programs.
        text: For people, in Chinese.
        status: Exit status.
    """

    json: object
    text: str = ""
    status: Status = Status.DONE


Parameters = ParamSpec("Parameters")


def answering(command: Callable[Parameters, Answer]) -> Callable[..., int]:
    """Turn a function that gives an :class:`Answer` into a command with ``--json``, ``--debug``."""

    @click.option("--json", "as_json", is_flag=True, help="把结果以 JSON 写到标准输出")
    @click.option("--debug", is_flag=True, help="出错时显示详细信息")
    @functools.wraps(command)
    def run(*args: Parameters.args, **options: Parameters.kwargs) -> int:
        as_json, debug = options.pop("as_json"), options.pop("debug")
        try:
            answer = command(*args, **options)
        except PartydeskError as error:
            answer = refusal(error)
        except click.ClickException:
            raise
        except Exception as error:  # noqa: BLE001 - no traceback ever reaches the user
            if debug:
                traceback.print_exc()
            answer = _bug(error)
        return give(answer, as_json=bool(as_json))

    return run


def give(answer: Answer, *, as_json: bool) -> int:
    """Print an answer and give its exit status."""
    if answer.text:
        print(answer.text, file=sys.stderr)  # noqa: T201 - this is the command line
    if as_json:
        print(json.dumps(answer.json, ensure_ascii=False, default=str))  # noqa: T201
    return int(answer.status)


def refusal(error: PartydeskError) -> Answer:
    """Say why a command was refused, with the exit status of its kind."""
    status = Status.ENVIRONMENT if isinstance(error, EnvironmentProblem) else Status.REFUSED
    return Answer({"problems": _problems(error)}, error.message, status)


def _problems(error: PartydeskError) -> list[dict[str, str | int]]:
    """List the reasons of an error as the contract shapes them."""
    if isinstance(error, InputRefused):
        return [note.as_json() for note in error.notes]
    if isinstance(error, RuleViolation):
        return [reason_json(reason) for reason in error.reasons]
    if isinstance(error, ValidationFailed):
        return [
            {"code": "invalid", "column": field, "message": message}
            for field, message in error.fields.items()
        ]
    if isinstance(error, ProblemInvalid):
        return [{"code": note.code, "message": note.message} for note in error.problems]
    code = error.code if isinstance(error, EnvironmentProblem) else "not_found"
    return [{"code": code, "message": error.message}]


def reason_json(reason: Reason) -> dict[str, str | int]:
    """Give a reason as the contract shapes it."""
    return {"code": reason.code, "message": reason.message}


def _bug(error: Exception) -> Answer:
    """Say that it is our fault, without a traceback and without personal data."""
    message = f"程序内部出错（{type(error).__name__}），没有保存；请加 --debug 重试并联系维护人员"
    problem = {"code": "internal", "message": message}
    return Answer({"problems": [problem]}, message, Status.REFUSED)


def lines(rows: Sequence[str]) -> str:
    """Join lines of text."""
    return "\n".join(rows)


def existing_file(path: Path) -> Path:
    """Check that a file is there.

    Raises:
        EnvironmentProblem: It is not.
    """
    if not path.exists():
        raise EnvironmentProblem(f"找不到文件 {path}，请检查路径")
    return path
