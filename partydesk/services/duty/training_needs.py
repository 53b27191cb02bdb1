"""Who still needs which training: before the post, and this year's on the post."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import (
    CourseRow,
    ParticipationRow,
    PlacementRow,
    RoundRow,
    TalentRow,
    TrainingSessionRow,
)
from partydesk.domain.cautions import Caution, Concern
from partydesk.domain.duty.due import Due
from partydesk.domain.duty.trainings import Attended, days_attended
from partydesk.domain.placements import LIVE, POSTED
from partydesk.domain.policy import Policy
from partydesk.domain.talents import PoolState
from partydesk.services.compliance import concerns_in, known_in
from partydesk.services.duty.on_post import on_post_now
from partydesk.services.policies import policy_in

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Trainee:
    """Somebody who may take part in a training.

    Attributes:
        talent_id: The person.
        name: The name.
        unit: 单位及职务.
        post: The post the person is to go to or is on; empty for none.
        placement_id: The pair; None for somebody without.
        lacks: What is missing, in words; empty for nothing.
        trained_on: 岗前培训时间 in words.
    """

    talent_id: int
    name: str
    unit: str
    post: str = ""
    placement_id: int | None = None
    lacks: str = ""
    trained_on: str = ""


@dataclass(frozen=True, slots=True)
class TrainingNeeds:
    """Who could or should be trained.

    Attributes:
        to_post: People in the procedure, not posted yet, without the training before posting.
        yearly: People on posts who lack days of this year's training.
        on_post: All people on posts.
        pool: Everybody else in the pool.
        days_due: How many days a year the policy asks for; 0 for none.
    """

    to_post: tuple[Trainee, ...]
    yearly: tuple[Trainee, ...]
    on_post: tuple[Trainee, ...]
    pool: tuple[Trainee, ...]
    days_due: int

    @property
    def everybody(self) -> tuple[Trainee, ...]:
        """All people, each once."""
        known: dict[int, Trainee] = {}
        for one in (*self.to_post, *self.on_post, *self.pool):
            known.setdefault(one.talent_id, one)
        return tuple(known.values())


def get_needs(workspace: Workspace, year: int) -> TrainingNeeds:
    """Tell who could or should be trained in a year."""
    with workspace.reading() as session:
        return needs_in(session, year, workspace.today())


def needs_in(session: Session, year: int, today: dt.date) -> TrainingNeeds:
    """Do what :func:`get_needs` does within a session."""
    policy = policy_in(session, year)
    to_post = _to_post(session, year, policy, today)
    on_post = _on_post(session, year, policy)
    busy = {one.talent_id for one in (*to_post, *on_post)}
    people = select(TalentRow).where(TalentRow.state != PoolState.RETIRED).order_by(TalentRow.id)
    pool = tuple(_trainee(row) for row in session.scalars(people) if row.id not in busy)
    yearly = tuple(one for one in on_post if one.lacks)
    return TrainingNeeds(to_post, yearly, on_post, pool, policy.training_days_year)


def _to_post(session: Session, year: int, policy: Policy, today: dt.date) -> tuple[Trainee, ...]:
    """People of the year's round before their letter, who lack the training before posting.

    With a rule (``training_months``) its caution decides; without one, that nothing is recorded.
    """
    statement = (
        select(PlacementRow)
        .join(RoundRow, RoundRow.id == PlacementRow.round_id)
        .where(RoundRow.year == year, PlacementRow.state.in_(LIVE - POSTED))
        .order_by(PlacementRow.post_id, PlacementRow.id)
    )
    rows = session.scalars(statement).all()
    known = known_in(session) if rows else None
    found = []
    for row in rows:
        lacks = "没有岗前培训的记录" if row.talent.trained_on is None else ""
        if policy.training_months:
            concerns = concerns_in(session, row, policy, today, known)
            lacks = next((c.message for c in concerns if _asks(c)), "")
        if lacks:
            post = f"{row.post.enterprise.name} · {row.post.role}"
            found.append(_trainee(row.talent, post, row.id, lacks))
    return tuple({one.talent_id: one for one in reversed(found)}.values())[::-1]


def _asks(concern: Concern) -> bool:
    """Whether a warning asks for the training and nobody has decided to do without."""
    return concern.caution is Caution.TRAINING and concern.decision is None


def _on_post(session: Session, year: int, policy: Policy) -> tuple[Trainee, ...]:
    """People on posts now, with what they lack of this year's training."""
    postings = {one.talent_id: one for one in on_post_now(session)}
    attended = _attended(session, postings.keys(), year)
    people = select(TalentRow).where(TalentRow.id.in_(sorted(postings)))
    rows = {row.id: row for row in session.scalars(people)}
    due = policy.training_days_year
    found = []
    for number, posting in postings.items():
        days = days_attended(attended.get(number, ()), year)
        lacks = f"本年已培训 {days} 天，还差 {due - days} 天" if days < due else ""
        post = f"{posting.enterprise} · {posting.role}"
        found.append(_trainee(rows[number], post, posting.placement_id, lacks))
    return tuple(found)


def _trainee(
    row: TalentRow, post: str = "", placement_id: int | None = None, lacks: str = ""
) -> Trainee:
    trained = "" if row.trained_on is None else str(row.trained_on)
    return Trainee(row.id, row.name, row.unit_post or "", post, placement_id, lacks, trained)


def _attended(session: Session, people: Collection[int], year: int) -> dict[int, list[Attended]]:
    """Read in which trainings of a year people took part."""
    statement = (
        select(
            ParticipationRow.talent_id, CourseRow.kind, TrainingSessionRow.held_from,
            TrainingSessionRow.held_to, ParticipationRow.presence, ParticipationRow.result,
        )
        .join(TrainingSessionRow, TrainingSessionRow.id == ParticipationRow.session_id)
        .join(CourseRow, CourseRow.id == TrainingSessionRow.course_id)
        .where(
            ParticipationRow.talent_id.in_(sorted(people)),
            TrainingSessionRow.held_from <= dt.date(year, 12, 31),
            TrainingSessionRow.held_to >= dt.date(year, 1, 1),
        )
    )  # fmt: skip
    found: dict[int, list[Attended]] = {}
    for person, kind, first, last, presence, result in session.execute(statement):
        one = Attended(kind, first, last, presence, result)
        found.setdefault(person, []).append(one)
    return found


def due_people(session: Session, year: int, today: dt.date) -> list[Due]:
    """List for whom a training is due: before the post where the policy asks, else by year's end.

    Nothing is due of a year that lies behind.
    """
    if year < today.year:
        return []
    needs = needs_in(session, year, today)
    must = policy_in(session, year).training_months > 0
    found = [
        _due(f"before_posting:{one.placement_id}", "安排岗前培训", one, None)
        for one in needs.to_post
        if must
    ]
    last = dt.date(year, 12, 31)
    return found + [
        _due(f"yearly_training:{one.talent_id}", "安排年度培训", one, last) for one in needs.yearly
    ]


def _due(key: str, title: str, one: Trainee, due: dt.date | None) -> Due:
    who = f"{one.name}（{one.post}）：{one.lacks}"
    return Due(key=key, title=title, who=who, page="duty", tab="trainings", act="安排培训", due=due)
