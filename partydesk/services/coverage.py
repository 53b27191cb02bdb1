"""党组织覆盖: who covers a unit, which units are due, and the rates that are reported."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from partydesk.db.queries.conditions import Rules
from partydesk.db.queries.coverage import groups_of_units, organizations_of, posted_to
from partydesk.domain.coverage import (
    CoverageFigure,
    Posted,
    Status,
    figures,
    figures_by_superior,
    status_of,
)
from partydesk.domain.listing import Query
from partydesk.domain.organizations import (
    COVERING,
    MASS_ORGANIZATIONS,
    OrganizationKind,
    OrganizationState,
)
from partydesk.domain.references import Reference
from partydesk.services.policies import policy_in
from partydesk.services.pool_kinds import ENTERPRISES, row_of
from partydesk.services.pools import find_records

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from partydesk.services.workspace import Workspace

#: Names of conditions for :class:`partydesk.domain.listing.Query`.
UNBUILT = "unbuilt"
TERM_DUE = "term_due"


@dataclass(frozen=True, slots=True)
class Covering:
    """One active organization of a unit.

    Attributes:
        organization: The organization.
        kind: Its kind.
        secretary: Its secretary, where one is named.
    """

    organization: Reference
    kind: OrganizationKind | None
    secretary: str | None


@dataclass(frozen=True, slots=True)
class UnitCoverage:
    """Who works in a unit for the Party.

    Attributes:
        status: Where the unit stands.
        organizations: Party organizations that cover it.
        masses: Mass organizations of the register that it is linked to.
        mass_words: 群团组织 as its record names them.
        posted: Instructors and secretaries in office.
    """

    status: Status
    organizations: tuple[Covering, ...]
    masses: tuple[Covering, ...]
    mass_words: tuple[str, ...]
    posted: tuple[Posted, ...]


def coverage_of(workspace: Workspace, enterprise_id: int) -> UnitCoverage:
    """Tell who covers a unit.

    Raises:
        NotFound: There is no such unit.
    """
    today = workspace.today()
    with workspace.reading() as session:
        unit = ENTERPRISES.read(row_of(session, ENTERPRISES, enterprise_id))
        policy = policy_in(session, today.year)
        linked = [
            (row.kind, Covering(Reference(row.id, row.name), row.kind, row.secretary))
            for row in organizations_of(session, enterprise_id)
            if row.state is OrganizationState.ACTIVE
        ]
        return UnitCoverage(
            status_of(unit, policy.branch_members_min),
            tuple(one for kind, one in linked if kind in COVERING),
            tuple(one for kind, one in linked if kind in MASS_ORGANIZATIONS),
            unit.mass_organizations,
            posted_to(session, enterprise_id, today),
        )


def count_unbuilt(workspace: Workspace) -> int:
    """Count the units that are due to have an organization and have none (应建未建)."""
    return find_records(workspace, "enterprises", Query(conditions=(UNBUILT,), limit=0)).total


def coverage_figures(workspace: Workspace, year: int) -> tuple[CoverageFigure, ...]:
    """Work out the rates of the whole banner over every denominator.

    Args:
        workspace: Open workspace.
        year: Whose numbers hold; of a year that is over, the people in office on its last day
            count. The units are as they are now.
    """
    with workspace.reading() as session:
        return figures(groups_of_units(session, *_held_against(session, year, workspace.today())))


def coverage_by_committee(workspace: Workspace, year: int) -> dict[str, tuple[CoverageFigure, ...]]:
    """Work out the rates for each 基层党委.

    Returns:
        Name of the committee → its rates; units without one last, under the empty name.
    """
    with workspace.reading() as session:
        return coverage_by_committee_in(session, year, workspace.today())


def coverage_by_committee_in(
    session: Session, year: int, today: dt.date
) -> dict[str, tuple[CoverageFigure, ...]]:
    """Do what :func:`coverage_by_committee` does within a session."""
    return figures_by_superior(groups_of_units(session, *_held_against(session, year, today)))


def _held_against(session: Session, year: int, today: dt.date) -> tuple[Rules, dt.date]:
    """The numbers of a year, and the day on which people in office are counted."""
    return Rules(policy_in(session, year), today), min(today, dt.date(year, 12, 31))
