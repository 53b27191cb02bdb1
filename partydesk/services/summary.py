"""工作台: the figures of a year, how far its steps are and what is to be done next."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from partydesk.db.models import ProfileRow
from partydesk.db.queries import summary as counting
from partydesk.db.queries.conditions import Rules
from partydesk.domain.agenda import Ending, Figures, Gone, Todo, guide_of, steps_of, todo_of
from partydesk.domain.placements import follow_up
from partydesk.domain.round_steps import Step
from partydesk.services.policies import policy_in
from partydesk.services.reminders import expiring_in, matters_in
from partydesk.services.rounds import round_values
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
    rules = Rules(policy_in(session, today.year), today)
    values: dict[str, Any] = {
        **counting.talent_counts(session),
        **counting.enterprise_counts(session, rules),
        **counting.organization_counts(session, rules),
        **round_values(session, find_round(session, year)),
    }
    return Figures(
        year=year,
        **values,
        letters_unprinted=counting.letters_unprinted(session),
        endings=_endings(session, today),
        gone=_gone(session, today),
    )


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
