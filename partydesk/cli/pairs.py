"""What the steps on pairs share: their options, and how they answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from partydesk.cli.answer import Answer, Status, answering, lines, reason_json
from partydesk.cli.opening import open_workspace
from partydesk.cli.options import in_workspace, of_year
from partydesk.domain.cautions import Concern
from partydesk.domain.placements import Action, Order, Placement
from partydesk.services.placements import Outcome, act
from partydesk.services.workspace import Workspace

Command = TypeVar("Command", bound=Callable[..., object])
DATE = click.DateTime(["%Y-%m-%d"])


def step(command: Command) -> Command:
    """Add what every step takes."""
    return in_workspace(of_year(command))


def year_of(workspace: Workspace, year: int | None) -> int:
    """The year named, else the desk's."""
    return year or workspace.profile.year


def pair_step(command: Command) -> Command:
    """Add what steps on pairs take."""
    for option in (
        click.option("--all", "everybody", is_flag=True, help="所有可以办理的"),
        click.option("--date", "on", type=DATE, required=True, help="日期，如 2026-04-01"),
        click.argument("pair", type=int, required=False),
    ):
        command = option(command)
    return step(command)


def may_lack(command: Command) -> Command:
    """Add the word that characters without a font are left empty, to be written in by hand."""
    said = "有字库里没有的字也照发，留空手写补上"
    return click.option("--allow-missing", is_flag=True, help=said)(command)


def dated_step(action: Action, what: str, *, issues: bool = False) -> click.Command:
    """Make a step that needs nothing but the day on the paper.

    Args:
        action: What it does.
        what: Its help.
        issues: Whether it issues documents, whose characters may be missing.
    """

    def dated(
        pair: int | None,
        on: dt.datetime,
        everybody: bool,  # noqa: FBT001 - click passes flags by name
        folder: Path,
        year: int | None,
        *,
        allow_missing: bool = False,
    ) -> Answer:
        order = Order(on.date(), allow_missing=allow_missing)
        return outcome_answer(acted(folder, year, action, order, pair, everybody=everybody))

    stepped = pair_step(answering(dated))
    return click.command(action.value, help=what)(may_lack(stepped) if issues else stepped)


def acted(
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
        return act(workspace, year_of(workspace, year), action, order, chosen)


def outcome_answer(outcome: Outcome) -> Answer:
    """Tell what an action did."""
    value = {
        "pairs": pairs_json(outcome.placements),
        "numbers": list(outcome.numbers),
        "refused": {
            str(number): [reason_json(reason) for reason in reasons]
            for number, reasons in outcome.refused.items()
        },
    }
    passed = [reason.message for reasons in outcome.refused.values() for reason in reasons]
    text = lines([listed(outcome.placements), *(f"未办理：{message}" for message in passed)])
    return Answer(value, text, Status.DONE)


def pairs_json(placements: tuple[Placement, ...]) -> list[dict[str, object]]:
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
            "warnings": [_warning(concern) for concern in p.concerns],
            "agreement": p.agreement_number,
            "letter": p.letter_number,
            "notice": p.notice_number,
            "term": p.term,
            "term_from": _day(p.term_from),
            "term_to": _day(p.term_to),
            "started_on": _day(p.started_on),
            "ended_on": _day(p.ended_on),
            "cause": p.cause.value if p.cause else None,
            "replaces": p.replaces_id,
        }
        for p in placements
    ]


def listed(placements: tuple[Placement, ...]) -> str:
    """List pairs for people, each with its warnings below it."""
    said = []
    for p in placements:
        said.append(f"{p.id:>4}  {p.post} — {p.talent}：{p.state.label}，{p.next_step}")
        for concern in p.concerns:
            mark = "须决定" if concern.bars else "提醒"
            end = f"（{concern.decision.words}）" if concern.decision else ""
            said.append(f"        {mark} {concern.caution.word}：{concern.message}{end}")
    return lines(said)


def _warning(concern: Concern) -> dict[str, object]:
    """Give one warning with its source, its remedy and what was decided."""
    caution, decision = concern.caution, concern.decision
    return {
        "code": caution.value,
        "word": caution.word,
        "message": concern.message,
        "source": caution.source,
        "remedy": caution.remedy,
        "bars": concern.bars,
        "decision": decision
        and {
            "by": decision.decided_by,
            "on": decision.decided_on.isoformat(),
            "reason": decision.reason,
            "approval": decision.approval,
        },
    }


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
