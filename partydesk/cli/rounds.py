"""``partydesk round``: the steps of a selection round."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from partydesk.cli.answer import Answer, Status, answering, lines
from partydesk.cli.opening import open_workspace
from partydesk.cli.pairs import (
    DATE,
    acted,
    dated_step,
    listed,
    outcome_answer,
    pair_step,
    pairs_json,
    step,
    year_of,
)
from partydesk.cli.postings import STEPS
from partydesk.domain.cautions import Caution, caution_named
from partydesk.domain.placements import Action, Order, Party, State
from partydesk.domain.selection import Side
from partydesk.domain.values import Cell
from partydesk.services.compliance import record_decision
from partydesk.services.matching import run_matching
from partydesk.services.placements import accept_run, list_placements
from partydesk.services.runs import remedies, replay
from partydesk.services.selection import open_round
from partydesk.services.wishes import suggest_wishes

#: Word of the command line → the sides for whose missing order the fit stands in.
_SIDES = {"posts": (Side.ENTERPRISE,), "talents": (Side.PERSON,), "both": tuple(Side)}


@click.group(
    "round",
    help="双向选择的各步：open suggest match replay remedy accept consent decide draft sign "
    "appoint notice start status，以及到岗以后的 amend renew end fill expiring",
)
def round_() -> None:
    """Hold the steps together."""


@round_.command("open", help="开启本年双向选择")
@click.option("--title", help="名称")
@step
@answering
def open_(title: str | None, folder: Path, year: int | None) -> Answer:
    """Open the year's round."""
    with open_workspace(folder) as workspace:
        opened = open_round(workspace, year_of(workspace, year), title)
    return Answer({"round": opened.id, "title": opened.title}, f"已开启：{opened.title}")


@round_.command(help="按契合度为没有表态的一方建议意愿")
@click.option("--top", type=click.IntRange(1), default=5, help="每个岗位或每人建议几个")
@step
@answering
def suggest(top: int, folder: Path, year: int | None) -> Answer:
    """Fill missing wishes from the fit."""
    with open_workspace(folder) as workspace:
        added, _ = suggest_wishes(workspace, year_of(workspace, year), top)
    return Answer({"wishes": added}, f"建议意愿 {added} 条")


@round_.command(help="运行匹配")
@click.option("--favour", type=click.Choice(["posts", "talents"]), default="posts")
@click.option("--goal", type=click.Choice(["stable", "most"]), default="stable")
@click.option("--stand-in", type=click.Choice(list(_SIDES)), help="谁没有排序就按契合度代排")
@click.option("--keep", is_flag=True, help="双方同样愿意时沿用上一次的结果")
@step
@answering
def match(
    favour: str,
    goal: str,
    stand_in: str | None,
    keep: bool,  # noqa: FBT001 - click passes flags by name
    folder: Path,
    year: int | None,
) -> Answer:
    """Run the matcher on posts and wishes."""
    sides = _SIDES[stand_in] if stand_in else ()
    with open_workspace(folder) as workspace:
        run, _ = run_matching(
            workspace,
            year_of(workspace, year),
            favour=favour,
            goal=goal,
            stand_in=sides,
            keep=keep,
        )
    value = {"run": run.id, "number": run.number, "stood_in": sorted(run.stood_in), **run.result}
    head = f"第 {run.number} 次匹配：配上 {len(run.pairs)} 个岗位"
    return Answer(value, lines([head, *run.reasons.values()]))


@round_.command("replay", help="按保存的输入重算一次匹配，核对结果是否一致")
@click.option("--run", "run_id", type=int, help="匹配的编号；不写为最近一次")
@step
@answering
def replay_(run_id: int | None, folder: Path, year: int | None) -> Answer:
    """Solve a run's stored problem again and say whether the result is the same."""
    with open_workspace(folder) as workspace:
        again = replay(workspace, year_of(workspace, year), run_id)
    value = {
        "run": again.run.id,
        "number": again.run.number,
        "identical": again.identical,
        "intact": again.intact,
        "made_by": again.made_by,
        "program": again.program,
        "matcher": again.matcher,
        "differences": list(again.differences),
    }
    status = Status.DONE if again.identical else Status.REFUSED
    return Answer(value, f"第 {again.run.number} 次匹配：{again.words}", status)


@round_.command(help="试算空着的岗位（P编号）或没安排的人（T编号）怎样才能配上")
@click.argument("subject")
@click.option("--run", "run_id", type=int, help="匹配的编号；不写为最近一次")
@step
@answering
def remedy(subject: str, run_id: int | None, folder: Path, year: int | None) -> Answer:
    """Say what would have to change for an empty post or somebody left out."""
    with open_workspace(folder) as workspace:
        found = remedies(workspace, year_of(workspace, year), subject.upper(), run_id)
    nothing = "改动任何一处都还配不上，或者已经配上"
    return Answer({"subject": subject.upper(), "remedies": list(found)}, lines(found or (nothing,)))


@round_.command(help="把一次匹配的结果提交认可")
@click.option("--run", "run_id", type=int, help="匹配的编号；不写为最近一次")
@step
@answering
def accept(run_id: int | None, folder: Path, year: int | None) -> Answer:
    """Take a run's pairs into the procedure."""
    with open_workspace(folder) as workspace:
        placements, _ = accept_run(workspace, year_of(workspace, year), run_id)
    return Answer({"pairs": pairs_json(placements)}, listed(placements))


@round_.command(help="登记一方同意")
@click.option("--by", type=click.Choice([p.value for p in Party]), required=True, help="哪一方")
@click.option("--approval", help="批准文号")
@pair_step
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
    outcome = acted(folder, year, Action.CONSENT, order, pair, everybody=everybody)
    return outcome_answer(outcome)


@round_.command(help="列出拟配和各自还缺什么")
@step
@answering
def status(folder: Path, year: int | None) -> Answer:
    """List the pairs with what each still needs."""
    with open_workspace(folder) as workspace:
        found = list_placements(workspace, year_of(workspace, year), withdrawn=True)
    placements = tuple(each for each in found if each.state is not State.WITHDRAWN)
    return Answer({"pairs": pairs_json(placements)}, listed(placements) or "还没有提交认可的拟配")


for each in (
    dated_step(Action.SIGN, "签订协议，取得协议编号", issues=True),
    dated_step(Action.APPOINT, "组织委任，取得委任书编号", issues=True),
    *STEPS,
):
    round_.add_command(each)


@round_.command(help="记录党工委对一条提醒的决定")
@click.option("--warning", required=True, help="哪条提醒：代码或名称，见 round status")
@click.option("--by", "decided_by", required=True, help="由谁决定，如党工委会议")
@click.option("--reason", required=True, help="理由")
@click.option("--date", "on", type=DATE, required=True, help="决定日期，如 2026-04-01")
@click.option("--approval", default="", help="批准文号")
@click.argument("pair", type=int)
@step
@answering
def decide(
    warning: str,
    decided_by: str,
    reason: str,
    on: dt.datetime,
    approval: str,
    pair: int,
    folder: Path,
    year: int | None,
) -> Answer:
    """Record the committee's decision about one warning of a pair."""
    caution = caution_named(warning)
    if caution is None:
        known = "、".join(f"{each.value}（{each.word}）" for each in Caution)
        raise click.UsageError(f"没有“{warning}”这种提醒；有：{known}", click.get_current_context())
    cells: dict[str, Cell] = {
        "decided_by": decided_by,
        "reason": reason,
        "decided_on": on.date(),
        "approval": approval,
    }
    with open_workspace(folder) as workspace:
        changes = record_decision(workspace, pair, caution, cells)
        placements = list_placements(workspace, year_of(workspace, year))
    shown = tuple(each for each in placements if each.id == pair)
    return Answer({"pairs": pairs_json(shown)}, lines([changes.label, listed(shown)]))


COMMANDS = (round_,)
