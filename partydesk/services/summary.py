"""工作台: the figures of a year, how far its steps are and what is to be done next."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from partydesk.db.models import ProfileRow
from partydesk.db.queries import summary as counting
from partydesk.db.queries.conditions import Rules
from partydesk.db.queries.summary import Pair
from partydesk.domain.agenda import (
    Ending,
    Figures,
    Gone,
    Step,
    Todo,
    guide_of,
    steps_of,
    todo_of,
)
from partydesk.domain.placements import LIVE, Party, State, follow_up, new_pairs
from partydesk.services.matching import entries_in, find_run, run_of
from partydesk.services.policies import policy_in
from partydesk.services.reminders import expiring_in, matters_in
from partydesk.services.selection import find_round

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary(Figures):
    """A year's figures with what follows from them.

    Attributes:
        steps: The steps of the year.
        todo: What is to be done, the most urgent first.
        guide: The newcomer's first steps; of interest until ``started``.
    """

    steps: tuple[Step, ...] = ()
    todo: tuple[Todo, ...] = ()
    guide: tuple[Step, ...] = ()


def get_summary(workspace: Workspace, year: int) -> Summary:
    """Count a year and say what is to be done.

    Args:
        workspace: Open workspace.
        year: The year of the round.
    """
    with workspace.reading() as session:
        figures = _figures(session, year, workspace.today())
    values = {f.name: getattr(figures, f.name) for f in dataclasses.fields(figures)}
    return Summary(
        **values, steps=steps_of(figures), todo=todo_of(figures), guide=guide_of(figures)
    )


def list_years(workspace: Workspace) -> tuple[int, ...]:
    """List the years the desk can turn to, newest first: those with data, this and the next."""
    with workspace.reading() as session:
        profile = session.get(ProfileRow, 1)
        years = counting.years_at_hand(session) | ({profile.year} if profile else set())
    this = workspace.today().year
    return tuple(sorted(years | {this, max(years | {this}) + 1}, reverse=True))


def _figures(session: Session, year: int, today: dt.date) -> Figures:
    """Count everything in one reading."""
    parent = find_round(session, year)
    rules = Rules(policy_in(session, today.year), today)
    round_counts: Mapping[str, int] = {}
    pairs: Sequence[Pair] = ()
    run: Sequence[tuple[str, str]] = ()
    if parent is not None:
        round_counts = counting.round_counts(session, parent.id)
        pairs = counting.live_pairs(session, parent.id)
        run = counting.newest_pairs(session, parent.id)
    return Figures(
        year=year,
        **counting.talent_counts(session),
        **counting.enterprise_counts(session, rules),
        **counting.organization_counts(session, rules),
        round_open=parent is not None,
        **round_counts,
        matched=len(run),
        unsubmitted=0 if parent is None else _unsubmitted(session, parent.id),
        **{state.value: _in_state(pairs, state) for state in LIVE},
        awaited=_awaited(pairs),
        ready_to_sign=[p.talent for p in pairs if p.state in (State.CONSENTED, State.DRAFTED)],
        ready_to_appoint=[p.talent for p in pairs if p.state is State.SIGNED],
        letters_unprinted=counting.letters_unprinted(session),
        ready_to_start=[p.talent for p in pairs if p.state is State.APPOINTED],
        endings=_endings(session, today),
        gone=_gone(session, today),
    )


def _unsubmitted(session: Session, round_id: int) -> int:
    """How many pairs of the newest run would enter the procedure if it were accepted."""
    row = find_run(session, round_id)
    if row is None:
        return 0
    return len(new_pairs(run_of(row).pairs, entries_in(session, round_id, row.id)))


def _in_state(pairs: Sequence[Pair], state: State) -> int:
    return sum(pair.state is state for pair in pairs)


def _awaited(pairs: Sequence[Pair]) -> dict[Party, list[str]]:
    """Party → whose consent is awaited: names of enterprises, else of the people."""
    awaited: dict[Party, list[str]] = {}
    for pair in pairs:
        if pair.state is State.PROPOSED:
            for party in pair.missing:
                who = pair.unit if party is Party.ENTERPRISE else pair.talent
                awaited.setdefault(party, []).append(who)
    return awaited


def _endings(session: Session, today: dt.date) -> list[Ending]:
    """Terms that end soon or are over, of all rounds; without those put off or to be ended."""
    return [
        Ending(one.placement.term_to or today, one.placement.talent, one.stage, one.placement.id)
        for one in expiring_in(session, today)
        if follow_up(one.placement) is None
    ]


def _gone(session: Session, today: dt.date) -> list[Gone]:
    """Pairs of all rounds whose unit or person is gone."""
    return [
        Gone(f"{m.placement.talent} · {m.placement.post}", m.due.why, m.due.action.label)
        for m in matters_in(session, today)
    ]
