"""``partydesk round``: the steps of a selection round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from partydesk.cli.answer import Answer, Status, answering, lines, reason_json
from partydesk.cli.options import in_workspace, of_year
from partydesk.domain.placements import Action, Order, Party, Placement
from partydesk.domain.selection import Side
from partydesk.services.matching import run_matching
from partydesk.services.placements import Outcome, accept_run, act, list_placements
from partydesk.services.runs import replay
from partydesk.services.selection import open_round
from partydesk.services.wishes import suggest_wishes
from partydesk.services.workspace import Workspace, open_workspace

Command = TypeVar("Command", bound=Callable[..., object])
#: Word of the command line → the sides for whose missing order the fit stands in.
_SIDES = {"posts": (Side.ENTERPRISE,), "talents": (Side.PERSON,), "both": tuple(Side)}
_DATE = click.DateTime(["%Y-%m-%d"])


@click.group("round", help="双向选择的各步：open suggest match replay accept consent 等")
def round_() -> None:
    """Hold the steps together."""


def _step(command: Command) -> Command:
    """Add what every step takes."""
    return in_workspace(of_year(command))


def _year(workspace: Workspace, year: int | None) -> int:
    return year or workspace.profile.year


@round_.command("open", help="开启本年双向选择")
@click.option("--title", help="名称")
@_step
@answering
def open_(title: str | None, folder: Path, year: int | None) -> Answer:
    """Open the year's round."""
    with open_workspace(folder) as workspace:
        opened = open_round(workspace, _year(workspace, year), title)
    return Answer({"round": opened.id, "title": opened.title}, f"已开启：{opened.title}")


@round_.command(help="按契合度为没有表态的一方建议意愿")
@click.option("--top", type=click.IntRange(1), default=5, help="每个岗位或每人建议几个")
@_step
@answering
def suggest(top: int, folder: Path, year: int | None) -> Answer:
    """Fill missing wishes from the fit."""
    with open_workspace(folder) as workspace:
        added, _ = suggest_wishes(workspace, _year(workspace, year), top)
    return Answer({"wishes": added}, f"建议意愿 {added} 条")


@round_.command(help="运行匹配")
@click.option("--favour", type=click.Choice(["posts", "talents"]), default="posts")
@click.option("--goal", type=click.Choice(["stable", "most"]), default="stable")
@click.option("--stand-in", type=click.Choice(list(_SIDES)), help="谁没有排序就按契合度代排")
@_step
@answering
def match(favour: str, goal: str, stand_in: str | None, folder: Path, year: int | None) -> Answer:
    """Run the matcher on posts and wishes."""
    sides = _SIDES[stand_in] if stand_in else ()
    with open_workspace(folder) as workspace:
        run, _ = run_matching(
            workspace, _year(workspace, year), favour=favour, goal=goal, stand_in=sides
        )
    value = {"run": run.id, "number": run.number, "stood_in": sorted(run.stood_in), **run.result}
    head = f"第 {run.number} 次匹配：配上 {len(run.pairs)} 个岗位"
    return Answer(value, lines([head, *run.reasons.values()]))


@round_.command("replay", help="按保存的输入重算一次匹配，核对结果是否一致")
@click.option("--run", "run_id", type=int, help="匹配的编号；不写为最近一次")
@_step
@answering
def replay_(run_id: int | None, folder: Path, year: int | None) -> Answer:
    """Solve a run's stored problem again and say whether the result is the same."""
    with open_workspace(folder) as workspace:
        again = replay(workspace, _year(workspace, year), run_id)
    value = {
        "run": again.run.id,
        "number": again.run.number,
        "identical": again.identical,
        "intact": again.intact,
        "made_by": again.made_by,
        "program": again.program,
        "differences": list(again.differences),
    }
    status = Status.DONE if again.identical else Status.REFUSED
    return Answer(value, f"第 {again.run.number} 次匹配：{again.words}", status)


@round_.command(help="把一次匹配的结果提交认可")
@click.option("--run", "run_id", type=int, help="匹配的编号；不写为最近一次")
@_step
@answering
def accept(run_id: int | None, folder: Path, year: int | None) -> Answer:
    """Take a run's pairs into the procedure."""
    with open_workspace(folder) as workspace:
        placements, _ = accept_run(workspace, _year(workspace, year), run_id)
    return Answer({"pairs": _pairs(placements)}, _listed(placements))


def _pair_step(command: Command) -> Command:
    """Add what steps on pairs take."""
    for option in (
        click.option("--all", "everybody", is_flag=True, help="所有可以办理的"),
        click.option("--date", "on", type=_DATE, required=True, help="日期，如 2026-04-01"),
        click.argument("pair", type=int, required=False),
    ):
        command = option(command)
    return _step(command)


@round_.command(help="登记一方同意")
@click.option("--by", type=click.Choice([p.value for p in Party]), required=True, help="哪一方")
@click.option("--approval", help="批准文号")
@_pair_step
@answering
def consent(
    by: str,
    approval: str | None,
    pair: int | None,
    on: dt.datetime,
    everybody: bool,  # noqa: FBT001 - click passes flags by name
    folder: Path,
    year: int | None,
) -> Answer:
    """Record a consent."""
    order = Order(on.date(), party=Party(by), approval=approval)
    outcome = _acted(folder, year, Action.CONSENT, order, pair, everybody=everybody)
    return _outcome(outcome)


def _dated_step(action: Action, what: str) -> None:
    """Add a step that needs nothing but the day on the paper."""

    @round_.command(action.value, help=what)
    @_pair_step
    @answering
    def step(
        pair: int | None,
        on: dt.datetime,
        everybody: bool,  # noqa: FBT001 - click passes flags by name
        folder: Path,
        year: int | None,
    ) -> Answer:
        order = Order(on.date())
        return _outcome(_acted(folder, year, action, order, pair, everybody=everybody))


_dated_step(Action.SIGN, "签订协议，取得协议编号")
_dated_step(Action.APPOINT, "组织委任，取得委任书编号")


@round_.command(help="列出拟配和各自还缺什么")
@_step
@answering
def status(folder: Path, year: int | None) -> Answer:
    """List the pairs with what each still needs."""
    with open_workspace(folder) as workspace:
        placements = list_placements(workspace, _year(workspace, year))
    return Answer({"pairs": _pairs(placements)}, _listed(placements) or "还没有提交认可的拟配")


def _acted(
    folder: Path,
    year: int | None,
    action: Action,
    order: Order,
    pair: int | None,
    *,
    everybody: bool,
) -> Outcome:
    """Do one thing to one pair or to all."""
    if (pair is None) is not everybody:
        raise click.UsageError("请写明拟配编号，或用 --all", click.get_current_context())
    with open_workspace(folder) as workspace:
        chosen = None if everybody else [pair or 0]
        return act(workspace, _year(workspace, year), action, order, chosen)


def _outcome(outcome: Outcome) -> Answer:
    """Tell what an action did."""
    value = {
        "pairs": _pairs(outcome.placements),
        "numbers": list(outcome.numbers),
        "refused": {
            str(number): [reason_json(reason) for reason in reasons]
            for number, reasons in outcome.refused.items()
        },
    }
    passed = [reason.message for reasons in outcome.refused.values() for reason in reasons]
    text = lines([_listed(outcome.placements), *(f"未办理：{message}" for message in passed)])
    return Answer(value, text, Status.DONE)


def _pairs(placements: tuple[Placement, ...]) -> list[dict[str, object]]:
    """Give pairs as the contract shapes them."""
    return [
        {
            "id": p.id,
            "post": p.post,
            "enterprise": p.enterprise,
            "role": p.role.value,
            "talent": p.talent,
            "state": p.state.value,
            "state_label": p.state.label,
            "needs": [party.value for party in p.missing],
            "next": p.next_step,
            "reasons": [p.reason, *(concern.message for concern in p.concerns)],
            "agreement": p.agreement_number,
            "letter": p.letter_number,
        }
        for p in placements
    ]


def _listed(placements: tuple[Placement, ...]) -> str:
    """List pairs for people."""
    return lines(
        [f"{p.id:>4}  {p.post} — {p.talent}：{p.state.label}，{p.next_step}" for p in placements]
    )


COMMANDS = (round_,)
