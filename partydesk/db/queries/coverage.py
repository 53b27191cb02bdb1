"""Reading who covers a unit, and counting the units by what is reported of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from partydesk.db.models import (
    AgreementRow,
    CoverageRow,
    EnterpriseRow,
    OrganizationRow,
    PlacementRow,
    PostRow,
    TalentRow,
)
from partydesk.db.queries.conditions import (
    Rules,
    at_least,
    covered,
    is_word,
    operating,
    operating_enterprises,
    there,
)
from partydesk.db.queries.terms import runs_on
from partydesk.domain.coverage import Denominator, Group, Posted
from partydesk.domain.enterprises import PartyOrganization
from partydesk.domain.placements import POSTED

#: What an empty list of words is stored as.
_NO_WORDS = "[]"


def in_office(on: dt.date) -> ColumnElement[bool]:
    """Placements whose person works there on a day: appointed, and the term runs."""
    return and_(PlacementRow.state.in_(POSTED), runs_on(on))


def posted_to(session: Session, enterprise_id: int, on: dt.date) -> tuple[Posted, ...]:
    """List the people dispatched to a unit who work there on a day, by role."""
    statement = (
        select(TalentRow.id, TalentRow.name, PostRow.role, AgreementRow.term_to)
        .join(PlacementRow, PlacementRow.talent_id == TalentRow.id)
        .join(PostRow, PostRow.id == PlacementRow.post_id)
        .join(AgreementRow, AgreementRow.placement_id == PlacementRow.id)
        .where(PostRow.enterprise_id == enterprise_id, in_office(on))
        .order_by(PostRow.role, TalentRow.id)
    )
    return tuple(Posted(*row) for row in session.execute(statement))


def organizations_of(session: Session, enterprise_id: int) -> Sequence[OrganizationRow]:
    """List the organizations that a unit is linked to, in the order of the links."""
    statement = (
        select(OrganizationRow)
        .join(CoverageRow, CoverageRow.organization_id == OrganizationRow.id)
        .where(CoverageRow.enterprise_id == enterprise_id)
        .order_by(CoverageRow.id)
    )
    return session.scalars(statement).all()


def groups_of_units(session: Session, rules: Rules, on: dt.date) -> list[Group]:
    """Count all units by everything that the rates ask, in one look at the table.

    Args:
        session: Open session.
        rules: Numbers of the policy.
        on: The day on which dispatched people are counted.
    """
    table, policy = EnterpriseRow, rules.policy
    # By name, not correlated: the units with somebody in office are found once.
    offices = (
        select(PostRow.enterprise_id)
        .join(PlacementRow, PlacementRow.post_id == PostRow.id)
        .join(AgreementRow, AgreementRow.placement_id == PlacementRow.id)
        .where(in_office(on))
    )
    sizable = or_(
        at_least(table.revenue, Decimal(policy.sizable_revenue)),
        at_least(table.staff, policy.sizable_staff),
    )
    bases: Mapping[Denominator, ColumnElement[bool]] = {
        Denominator.ENTERPRISES: operating_enterprises(),
        Denominator.OPERATING: operating(),
        Denominator.SIZABLE: and_(operating(), sizable),
        Denominator.DUE: and_(operating(), at_least(table.members, policy.branch_members_min)),
        Denominator.ALL: there(),
    }
    asked: list[ColumnElement[Any]] = [
        func.coalesce(table.superior, ""),
        *bases.values(),
        is_word(table.party_organization, PartyOrganization.OWN),
        covered(),
        table.id.in_(offices),
        func.coalesce(func.length(table.mass_organizations), 0) > len(_NO_WORDS),
    ]
    named = [expression.label(f"asked_{place}") for place, expression in enumerate(asked)]
    units = select(*named).select_from(table).subquery()
    statement = select(*units.c, func.count()).group_by(*units.c)
    return [_group(list(bases), tuple(row)) for row in session.execute(statement)]


def _group(bases: Sequence[Denominator], row: tuple[object, ...]) -> Group:
    """Read one row of the count."""
    superior, *flags, count = row
    belongs, (own, organized, posted, masses) = flags[: len(bases)], flags[len(bases) :]
    return Group(
        superior=str(superior),
        bases=frozenset(base for base, yes in zip(bases, belongs, strict=True) if yes),
        own=bool(own),
        joint=bool(organized) and not own,
        posted=bool(posted),
        masses=bool(masses),
        count=int(str(count)),
    )
