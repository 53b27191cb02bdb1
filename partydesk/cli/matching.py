"""``partydesk solve``: the matcher alone, on a problem file."""

from __future__ import annotations

import json
from pathlib import Path

import click

from partydesk.cli.answer import Answer, Status, answering, existing_file, lines, refusal
from partydesk.cli.options import PATH
from partydesk.domain import bounds
from partydesk.domain.errors import EnvironmentProblem
from partydesk.domain.matching import ProblemInvalid, ProblemNote, Result, parse_problem
from partydesk.domain.matching import solve as solve_problem


@click.command(help="求解匹配问题文件（JSON）")
@click.argument("path", metavar="PROBLEM.json", type=PATH)
@answering
def solve(path: Path) -> Answer:
    """Solve one problem, or every problem of an array."""
    data = _read(existing_file(path))
    if not isinstance(data, list):
        return _solved(data)
    answers = [_solved(problem) for problem in data]
    faulty = sum(answer.status is not Status.DONE for answer in answers)
    status = Status.REFUSED if faulty else Status.DONE
    text = f"共 {len(answers)} 题，解出 {len(answers) - faulty} 题，有误 {faulty} 题"
    return Answer([answer.json for answer in answers], text, status)


def _read(path: Path) -> object:
    """Read the JSON of a problem file."""
    try:
        if path.stat().st_size > bounds.PROBLEM_BYTES:
            note = ProblemNote("too_large", f"{path.name} 太大，不像匹配问题文件；请分成几个")
            raise ProblemInvalid((note,))
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise EnvironmentProblem(f"读不了 {path}：请检查是否为文件、有无读取权限") from error
    except (ValueError, RecursionError) as error:
        note = ProblemNote(
            "not_json", f"{path.name} 不是 JSON 文件：请检查括号、引号和编码（UTF-8）"
        )
        raise ProblemInvalid((note,)) from error


def _solved(data: object) -> Answer:
    """Solve one problem."""
    try:
        result = solve_problem(parse_problem(data))
    except ProblemInvalid as error:
        return refusal(error)
    text = lines(
        [
            _counts(result),
            *(f"  {post} — {talent}" for post, talent in result.pairs),
            *(sentence for sentence in result.reasons.values()),
        ]
    )
    return Answer(result.as_json(), text)


def _counts(result: Result) -> str:
    """Say in one line how many posts are filled."""
    filled, empty = len(result.pairs), len(result.unfilled)
    return f"配上 {filled} 个岗位，空缺 {empty} 个，不稳定对 {len(result.blocking_pairs)} 个"


COMMANDS = (solve,)
