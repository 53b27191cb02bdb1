"""到期与变动: terms that end, units and people that are gone, and reminders put off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from partydesk.db.models import (
    AgreementRow,
    EnterpriseRow,
    PlacementRow,
    PostRow,
    SnoozeRow,
    TalentRow,
)
from partydesk.db.queries.measures import decided_changes
from partydesk.db.queries.terms import sets_the_term
from partydesk.domain.changes import Changes
from partydesk.domain.enterprises import CLOSED, Standing
from partydesk.domain.errors import NotFound
from partydesk.domain.placements import (
    LIVE,
    POSTED,
    SNOOZE_DAYS,
    FollowUp,
    Placement,
    Stage,
    follow_up,
    notice_limits,
    reminder_key,
    stage_of,
)
from partydesk.domain.talents import PoolState
from partydesk.services.placements import placement_of, policy_of
from partydesk.services.policies import policy_in

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Expiring:
    """A pair whose term comes to its end.

    Attributes:
        placement: The pair, of any round.
        stage: How near the end is.
        snoozed_until: First day on which it is reminded of again, where it was put off.
    """

    placement: Placement
    stage: Stage
    snoozed_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """A pair whose unit or person is gone or was judged poorly, with what should be done.

    Attributes:
        placement: The pair, of any round.
        due: The act, prepared.
    """

    placement: Placement
    due: FollowUp


def list_expiring(workspace: Workspace, *, snoozed: bool = False) -> tuple[Expiring, ...]:
    """List the pairs of all rounds whose terms come to their end, the most urgent first.

    Args:
        workspace: Open workspace.
        snoozed: Whether those put off are listed too.
    """
    with workspace.reading() as session:
        return tuple(expiring_in(session, workspace.today(), snoozed=snoozed))


def expiring_in(session: Session, today: dt.date, *, snoozed: bool = False) -> list[Expiring]:
    """The same on an open session."""
    limits = policy_in(session, today.year).expiry_days
    widest = max(notice_limits(limits), default=0)
    until = {row.key: row.until for row in session.scalars(select(SnoozeRow))}
    statement = (
        select(PlacementRow)
        .join(AgreementRow, and_(AgreementRow.placement_id == PlacementRow.id, sets_the_term()))
        .where(
            PlacementRow.state.in_(POSTED),
            AgreementRow.term_to <= today + dt.timedelta(days=widest),
        )
        .order_by(AgreementRow.term_to, PlacementRow.id)
    )
    found = []
    for row in session.scalars(statement):
        placement = placement_of(session, row, policy_of(session, row), today)
        stage = stage_of(placement, limits, today)
        later = until.get(reminder_key(row.id))
        waiting = later if later is not None and later > today else None
        if stage is not None and (snoozed or waiting is None):
            found.append(Expiring(placement, stage, waiting))
    return sorted(found, key=lambda one: (one.stage, one.placement.term_to or today))


def list_matters(workspace: Workspace) -> tuple[Matter, ...]:
    """List the pairs of all rounds to be changed, in the order of the posts.

    Their unit or person is gone, or an evaluation decided so.
    """
    with workspace.reading() as session:
        return tuple(matters_in(session, workspace.today()))


def matters_in(session: Session, today: dt.date) -> list[Matter]:
    """The same on an open session."""
    decided = decided_changes(session)
    statement = (
        select(PlacementRow)
        .join(PostRow, PostRow.id == PlacementRow.post_id)
        .join(EnterpriseRow, EnterpriseRow.id == PostRow.enterprise_id)
        .join(TalentRow, TalentRow.id == PlacementRow.talent_id)
        .where(
            PlacementRow.state.in_(LIVE),
            or_(
                EnterpriseRow.standing != Standing.IN_POOL,
                EnterpriseRow.operation.in_(CLOSED),
                TalentRow.state != PoolState.AVAILABLE,
                PlacementRow.talent_id.in_(decided),
            ),
        )
        .order_by(PlacementRow.post_id, PlacementRow.id)
    )
    found = []
    for row in session.scalars(statement):
        placement = placement_of(session, row, policy_of(session, row), today, decided=decided)
        due = follow_up(placement)
        if due is not None:
            found.append(Matter(placement, due))
    return found


def snooze(workspace: Workspace, placement_ids: Sequence[int]) -> Changes:
    """Put the reminders of terms off by a week, as one action.

    Raises:
        NotFound: There is no such pair.
    """
    until = workspace.today() + dt.timedelta(days=SNOOZE_DAYS)
    with workspace.unit_of_work("snooze_term", "下周再提醒") as uow:
        names = []
        for number in placement_ids:
            pair = uow.session.get(PlacementRow, number)
            if pair is None:
                raise NotFound(f"没有编号为 {number} 的拟配")
            names.append(pair.talent.name)
            key = reminder_key(number)
            row = uow.session.scalar(select(SnoozeRow).where(SnoozeRow.key == key))
            if row is None:
                uow.session.add(SnoozeRow(key=key, until=until))
            else:
                row.until = until
        who = names[0] if len(names) == 1 else f"{len(names)} 人"
        uow.relabel(f"下周再提醒任期届满：{who}")
        return uow.commit()
