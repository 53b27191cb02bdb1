"""Steps of ``partydesk round`` around the letter and after it, from the draft to the vacancy."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from partydesk.cli.answer import Answer, answering, lines
from partydesk.cli.opening import open_workspace
from partydesk.cli.pairs import (
    DATE,
    dated_step,
    listed,
    may_lack,
    outcome_answer,
    pairs_json,
    step,
    year_of,
)
from partydesk.domain.placements import Action, Cause, Order, State
from partydesk.services.notices import draft_notice, issue_notice, pairs_to_announce
from partydesk.services.placements import act
from partydesk.services.reminders import list_expiring, list_matters
from partydesk.services.vacancies import fill_vacancy

_OUTCOMES = [State.EXPIRED.value, State.ADJUSTED.value, State.TERMINATED.value]


def _named(folder: Path, action: Action, order: Order, pairs: tuple[int, ...]) -> Answer:
    """Do one thing to named pairs of any round, all or none."""
    with open_workspace(folder) as workspace:
        return outcome_answer(act(workspace, None, action, order, pairs))


_PAIRS = click.argument("pairs", type=int, nargs=-1, required=True)
_ON = click.option("--date", "on", type=DATE, required=True, help="日期，如 2026-04-01")


@click.command(help="签订补充协议，取得协议编号")
@_PAIRS
@_ON
@click.option("--note", required=True, help="补充或变更的内容")
@may_lack
@step
@answering
def amend(
    pairs: tuple[int, ...],
    on: dt.datetime,
    note: str,
    allow_missing: bool,  # noqa: FBT001 - click passes flags by name
    folder: Path,
    year: int | None,
) -> Answer:
    """Amend agreements."""
    del year  # a pair's number says which round it is of
    order = Order(on.date(), note=note, allow_missing=allow_missing)
    return _named(folder, Action.AMEND, order, pairs)


@click.command(help="续签，取得新的协议编号；可写几个拟配编号，一次办理")
@_PAIRS
@_ON
@click.option("--letter", is_flag=True, help="同时签发新任期的委任书")
@click.option("--approval", help="批准文号")
@may_lack
@step
@answering
def renew(
    pairs: tuple[int, ...],
    on: dt.datetime,
    letter: bool,  # noqa: FBT001 - click passes flags by name
    approval: str | None,
    allow_missing: bool,  # noqa: FBT001
    folder: Path,
    year: int | None,
) -> Answer:
    """Renew terms."""
    del year
    order = Order(on.date(), approval=approval, letter=letter, allow_missing=allow_missing)
    return _named(folder, Action.RENEW, order, pairs)


@click.command(help="办理离任：期满 expired、调整 adjusted、终止 terminated")
@_PAIRS
@_ON
@click.option("--cause", type=click.Choice([c.value for c in Cause]), required=True, help="原因")
@click.option("--outcome", type=click.Choice(_OUTCOMES), required=True, help="办理为")
@click.option("--basis", help="批准文号，或由谁决定")
@click.option("--why", help="说明")
@step
@answering
def end(
    pairs: tuple[int, ...],
    on: dt.datetime,
    cause: str,
    outcome: str,
    basis: str | None,
    why: str | None,
    folder: Path,
    year: int | None,
) -> Answer:
    """End postings for a cause."""
    del year
    order = Order(
        on.date(), why=why, cause=Cause(cause), outcome=State(outcome), basis=basis
    )  # fmt: skip
    return _named(folder, Action.END, order, pairs)


@click.command(help="补选：为空缺的岗位提出一个人选，按通常程序办理")
@click.argument("post", type=int)
@click.argument("talent", type=int)
@click.option("--reason", required=True, help="补选理由")
@step
@answering
def fill(post: int, talent: int, reason: str, folder: Path, year: int | None) -> Answer:
    """Propose one person for one open post."""
    with open_workspace(folder) as workspace:
        pair, _ = fill_vacancy(workspace, year_of(workspace, year), post, talent, reason)
    return Answer({"pairs": pairs_json((pair,))}, listed((pair,)))


@click.command(help="印发任职通知，取得发文字号；不写拟配编号为所有已委任而没有发过的")
@click.argument("pairs", type=int, nargs=-1)
@click.option("--date", "on", type=DATE, help="成文日期，不写为今天")
@click.option("--effective", type=DATE, help="生效日期，不写为任期起算的日期")
@click.option("--unsealed", is_flag=True, help="不加盖印章")
@click.option("--title", help="标题，不写则按人员拟定")
@click.option("--allow-missing", is_flag=True, help="有字库里没有的字也照发，留空手写补上")
@step
@answering
def notice(
    pairs: tuple[int, ...],
    on: dt.datetime | None,
    effective: dt.datetime | None,
    unsealed: bool,  # noqa: FBT001 - click passes flags by name
    title: str | None,
    allow_missing: bool,  # noqa: FBT001
    folder: Path,
    year: int | None,
) -> Answer:
    """Issue a notice of appointment."""
    with open_workspace(folder) as workspace:
        chosen = pairs or pairs_to_announce(workspace, year_of(workspace, year))
        texts = draft_notice(
            workspace, chosen, on.date() if on else None, effective.date() if effective else None
        )
        if title:
            texts["title"] = title
        if unsealed:
            texts["sealed"] = "否"
        number, changes = issue_notice(workspace, chosen, texts, allow_missing=allow_missing)
    value = {"number": number, "title": texts["title"], "pairs": list(chosen)}
    return Answer(value, changes.label)


@click.command(help="列出任期将满的，和单位关停、人员离开的；不分轮次")
@click.option("--snoozed", is_flag=True, help="推迟提醒的也列出")
@step
@answering
def expiring(
    snoozed: bool,  # noqa: FBT001 - click passes flags by name
    folder: Path,
    year: int | None,
) -> Answer:
    """List what postings ask for by themselves."""
    del year
    with open_workspace(folder) as workspace:
        ending = list_expiring(workspace, snoozed=snoozed)
        matters = list_matters(workspace)
    value = {
        "expiring": [
            {
                **pairs_json((each.placement,))[0],
                "stage": each.stage.days,
                "snoozed_until": each.snoozed_until and each.snoozed_until.isoformat(),
            }
            for each in ending
        ],
        "matters": [
            {
                **pairs_json((each.placement,))[0],
                "action": each.due.action.value,
                "cause": each.due.cause.value if each.due.cause else None,
                "outcome": each.due.outcome.value if each.due.outcome else None,
                "why": each.due.why,
            }
            for each in matters
        ],
    }
    said = [
        *(f"{m.placement.id:>4}  {m.placement.talent}：{m.due.why}，请办理{m.due.action.label}"
          for m in matters),
        *(f"{e.placement.id:>4}  {e.placement.talent}：任期至 {e.placement.term_to}"
          f"（{e.stage.label}）" for e in ending),
    ]  # fmt: skip
    return Answer(value, lines(said) or "没有要提醒的")


STEPS = (
    dated_step(Action.DRAFT, "拟定协议，取得协议编号；日期为拟签订的日期"),
    notice,
    dated_step(Action.START, "登记到岗"),
    amend,
    renew,
    end,
    fill,
    expiring,
)
