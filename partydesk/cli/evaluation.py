"""``partydesk evaluate``: a year's results; ``partydesk close-year``: closing a year."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import click

from partydesk.cli.answer import Answer, answering, lines
from partydesk.cli.opening import open_workspace
from partydesk.cli.options import in_workspace
from partydesk.domain.errors import NotFound
from partydesk.domain.evaluation.comparison import compare
from partydesk.domain.evaluation.kinds import Judged
from partydesk.domain.evaluation.results import PartScore
from partydesk.domain.evaluation.scheme import Scheme
from partydesk.services.evaluation.closing import list_measures
from partydesk.services.evaluation.evaluations import open_evaluation, refresh_evaluated
from partydesk.services.evaluation.publicity import list_objections
from partydesk.services.evaluation.results import Result, Results, get_results
from partydesk.services.workspace import Workspace
from partydesk.services.year_closing import close_year, get_year_state

_JUDGED: Final = {"people": Judged.PEOPLE, "committees": Judged.COMMITTEES}


@click.command(help="年末考核结果：各项得分、名次、建议和确定的等次")
@click.argument("year", type=click.IntRange(1990, 2200))
@click.option("--judged", type=click.Choice(list(_JUDGED)), default="people", help="考核谁")
@click.option("--open", "begin", is_flag=True, help="还没有开始的先开始；已开始的补入新到岗的")
@in_workspace
@answering
def evaluate(
    year: int,
    judged: str,
    begin: bool,  # noqa: FBT001 - click passes flags by name
    folder: Path,
) -> Answer:
    """Work out a year's results, or give them as they were frozen."""
    whom = _JUDGED[judged]
    with open_workspace(folder) as workspace:
        if begin:
            _begin(workspace, year, whom)
        results = get_results(workspace, year, whom)
        if results is None:
            raise NotFound(f"{year} 年{whom.value}考核还没有开始，可加 --open 开始")
        value = _as_json(workspace, results)
    return Answer(value, lines([_head(results), *(_line(row) for row in results.rows)]))


def _begin(workspace: Workspace, year: int, judged: Judged) -> None:
    if get_results(workspace, year, judged) is None:
        open_evaluation(workspace, year, judged)
    else:
        refresh_evaluated(workspace, year, judged)


def _as_json(workspace: Workspace, results: Results) -> dict[str, Any]:
    """Give every table as a list of objects; points are exact texts."""
    year, judged = results.year, results.judged
    return {
        "year": year,
        "judged": judged.value,
        "scheme": results.scheme.name,
        "components": [
            {"key": each.key, "name": each.name, "weight": str(each.weight)}
            for each in results.scheme.components
        ],
        "results": [_result(row) for row in results.rows],
        "parts": [
            _part(results.scheme, row, part)
            for row in results.rows
            for part in row.placed.score.parts
        ],
        "medians": _medians(results),
        "objections": [
            {
                "about": each.about,
                "received_on": each.received_on.isoformat(),
                "text": each.text,
                "answer": each.answer,
            }
            for each in list_objections(workspace, year, judged)
        ],
        "measures": [
            {"name": each.name, "measure": each.measure.value, "on": each.given_on.isoformat()}
            for each in list_measures(workspace, year, judged)
        ],
        "public_from": results.public_from.isoformat() if results.public_from else None,
        "public_to": results.public_to.isoformat() if results.public_to else None,
        "closed_on": results.closed_on.isoformat() if results.closed_on else None,
    }


def _result(row: Result) -> dict[str, Any]:
    score = row.placed.score
    return {
        "id": row.evaluated.id,
        "name": row.evaluated.name,
        "group": row.placed.group,
        "units": [unit.name for unit in row.evaluated.units],
        "months": row.evaluated.months,
        "added": str(score.added),
        "total": _text(score.total),
        "rank": row.placed.rank,
        "suggested": row.placed.suggested,
        "grade": row.evaluated.grade,
        "why": row.evaluated.why,
        "not_judged": score.not_judged,
        "reasons": list(row.placed.reasons),
        "steps": list(score.steps),
    }


def _part(scheme: Scheme, row: Result, part: PartScore) -> dict[str, Any]:
    return {
        "id": row.evaluated.id,
        "name": row.evaluated.name,
        "component": scheme.component(part.component).name,
        "points": _text(part.points),
        "weight": str(part.weight),
        "counted": str(part.counted),
        "n": part.n,
        "steps": list(part.steps),
    }


def _medians(results: Results) -> list[dict[str, Any]]:
    """The median of each component in each group, with how many stand behind it."""
    placed = [row.placed for row in results.rows]
    first = {each.group: each.key for each in reversed(placed)}
    return [
        {
            "group": group,
            "component": results.scheme.component(axis.component).name,
            "median": _text(axis.middle),
            "n": axis.n,
        }
        for group, key in sorted(first.items())
        for axis in compare(placed, key, results.policy.least_group).axes
    ]


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _head(results: Results) -> str:
    state = f"已于 {results.closed_on} 办结" if results.closed_on else "尚未办结"
    return f"{results.year} 年{results.judged.value}考核，{len(results.rows)} 个对象，{state}"


def _line(row: Result) -> str:
    total = row.placed.score.total
    if total is None:
        return f"—　{row.evaluated.name}　{'；'.join(row.placed.reasons)}"
    decided = row.evaluated.grade or "未确定"
    return (
        f"{row.placed.rank}　{row.evaluated.name}　{total:f}　"
        f"建议 {row.placed.suggested}　确定 {decided}"
    )


@click.command("close-year", help="年度办结清单；全部办完或写明原因后办结年度")
@click.argument("year", type=click.IntRange(1990, 2200))
@click.option("--close", "closing", is_flag=True, help="办结；办结后这一年的数据不再改动")
@click.option("--why", multiple=True, metavar="事项=原因", help="没有办完的事项写明原因，可写多次")
@in_workspace
@answering
def close_year_(
    year: int,
    closing: bool,  # noqa: FBT001 - click passes flags by name
    why: tuple[str, ...],
    folder: Path,
) -> Answer:
    """Show the list of a year, and close it where that is asked for."""
    words = dict(_word(each) for each in why)
    with open_workspace(folder) as workspace:
        known = {check.key for check in get_year_state(workspace, year).checks}
        unknown = [key for key in words if key not in known]
        if unknown:
            raise click.UsageError(
                f"没有“{'、'.join(unknown)}”这一项；有：{'、'.join(sorted(known))}",
                click.get_current_context(),
            )
        if closing:
            close_year(workspace, year, words)
        state = get_year_state(workspace, year)
    value = {
        "year": state.year,
        "closed_on": state.closed_on.isoformat() if state.closed_on else None,
        "checks": [{**asdict(check), "state": check.state} for check in state.checks],
        "figures": [{"label": label, "figure": figure} for label, figure in state.figures],
    }
    head = f"{year} 年度" + (f"已于 {state.closed_on} 办结" if state.closed_on else "尚未办结")
    told = [f"{each.state}　{each.title}（{each.key}）：{each.detail}" for each in state.checks]
    return Answer(value, lines([head, *told]))


def _word(given: str) -> tuple[str, str]:
    """Read 事项=原因."""
    key, found, word = given.partition("=")
    if not found or not word.strip():
        raise click.UsageError(f"“{given}”应写作 事项=原因", click.get_current_context())
    return key.strip(), word.strip()


COMMANDS = (evaluate, close_year_)
