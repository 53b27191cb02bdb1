"""Conditions that a list can be asked for by name, because no single field holds them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Text,
    and_,
    case,
    cast,
    false,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import InstrumentedAttribute

from partydesk.db.models import CoverageRow, EnterpriseRow, OrganizationRow
from partydesk.db.queries.admission import fit_outside
from partydesk.domain.enterprises import (
    GONE,
    Operation,
    Ownership,
    PartyOrganization,
    UnitKind,
)
from partydesk.domain.listing import Query
from partydesk.domain.organization_rules import JOINT_FORMATIONS
from partydesk.domain.organizations import (
    BRANCHES,
    MASS_ORGANIZATIONS,
    SUPERIORS,
    OrganizationKind,
    OrganizationState,
)
from partydesk.domain.policy import Policy

_OF_BRANCH_TERM = (
    *sorted(BRANCHES - {OrganizationKind.TEMPORARY_BRANCH}),
    OrganizationKind.GENERAL_BRANCH,
)
_COVERED = (PartyOrganization.OWN, PartyOrganization.JOINT)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the conditions are held against.

    Attributes:
        policy: The year's numbers.
        today: The day.
        standards: The local checklist (规范化建设).
    """

    policy: Policy
    today: dt.date
    standards: tuple[str, ...] = ()


def asked_for(kind: str, query: Query, rules: Rules | None) -> list[ColumnElement[bool]]:
    """Turn the names of a query's conditions into SQL.

    Args:
        kind: The pool.
        query: Its ``conditions`` are names of :data:`CONDITIONS`.
        rules: What they are held against; may be None where none is asked for.

    Raises:
        ValueError: A condition that the pool does not have, or rules are missing.
    """
    if not query.conditions:
        return []
    known = CONDITIONS.get(kind, {})
    if rules is None or not known.keys() >= set(query.conditions):
        raise ValueError(f"conditions {query.conditions} of {kind}")
    return [known[name](rules) for name in query.conditions]


def there() -> ColumnElement[bool]:
    """Units that have not been struck off the register."""
    return or_(EnterpriseRow.operation.is_(None), EnterpriseRow.operation.not_in(GONE))


def running() -> ColumnElement[bool]:
    """Units in normal operation, or whose operation nobody entered (实体运营)."""
    return or_(EnterpriseRow.operation.is_(None), EnterpriseRow.operation == Operation.RUNNING)


def operating() -> ColumnElement[bool]:
    """Units in normal operation that are not public: the denominator of the coverage."""
    ownership = EnterpriseRow.ownership
    return and_(running(), or_(ownership.is_(None), ownership != Ownership.PUBLIC))


def operating_enterprises() -> ColumnElement[bool]:
    """Those of them that are enterprises in the narrow sense."""
    kind = EnterpriseRow.kind
    return and_(operating(), or_(kind.is_(None), kind == UnitKind.ENTERPRISE))


def covered() -> ColumnElement[bool]:
    """Units that a Party organization covers."""
    return _never_null(EnterpriseRow.party_organization.in_(_COVERED))


def is_word(column: InstrumentedAttribute[Any], word: object) -> ColumnElement[bool]:
    """The column holds this word; false, not unknown, where it is empty."""
    return _never_null(column == word)


def at_least(column: InstrumentedAttribute[Any], least: object) -> ColumnElement[bool]:
    """The column holds so much; false, not unknown, where it is empty."""
    return _never_null(column >= least)


def _never_null(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return func.coalesce(condition, False)


def unbuilt(rules: Rules) -> ColumnElement[bool]:
    """应建未建: not public, working, enough full members, and no Party organization.

    The same as :func:`partydesk.domain.coverage.status_of` says of one unit.
    """
    enough = at_least(EnterpriseRow.members, rules.policy.branch_members_min)
    return and_(operating(), enough, ~covered())


def term_due(rules: Rules) -> ColumnElement[bool]:
    """换届到期: the term of an active organization ends within the notice, or is over.

    The same as :func:`partydesk.domain.organization_rules.term_due` says of one organization.
    """
    table, policy = OrganizationRow, rules.policy
    after = (rules.today + dt.timedelta(days=policy.term_notice_days + 1)).isoformat()
    years = case(
        (or_(table.kind.is_(None), table.kind == OrganizationKind.TEMPORARY_BRANCH), None),
        (table.term_years > 0, table.term_years),
        (table.kind.in_(_OF_BRANCH_TERM), policy.branch_term_years),
        (table.kind.in_([*SUPERIORS, OrganizationKind.COMMITTEE]), policy.committee_term_years),
    )
    elected = type_coerce(table.elected_on, Text)
    year = cast(func.substr(elected, 1, 4), Integer) + years
    leap_day = and_(func.substr(elected, 5) == "-02-29", year % 4 != 0)
    rest = case((leap_day, "-02-28"), else_=func.substr(elected, 5))
    due = func.printf("%04d%s", year, rest)
    # printf writes an unknown year as 0000.
    known = and_(table.elected_on.is_not(None), years.is_not(None))
    # A month ends with its last day: it is within the notice where it lies before the month of the
    # day after.
    ends = due < func.substr(after, 1, func.length(due))
    return and_(table.state == OrganizationState.ACTIVE, known, ends)


def joint(_rules: Rules) -> ColumnElement[bool]:
    """Organizations that several units share.

    The same as :func:`partydesk.domain.organization_rules.is_joint` says of one organization.
    """
    table = OrganizationRow
    links = select(func.count()).where(CoverageRow.organization_id == table.id)
    return or_(
        is_word(table.kind, OrganizationKind.JOINT_BRANCH),
        _never_null(table.formation.in_(JOINT_FORMATIONS)),
        links.correlate(table).scalar_subquery() > 1,
    )


def innovating(rules: Rules) -> ColumnElement[bool]:
    """已规范抓创新: every standard of the checklist is met.

    The same as :func:`partydesk.domain.organization_rules.ladder_of` says of one organization.
    """
    met = type_coerce(OrganizationRow.standards, Text)
    every = [met.contains(json.dumps(word, ensure_ascii=False), autoescape=True)
             for word in rules.standards]  # fmt: skip
    return and_(_on_ladder(), *every) if every else false()


def standardizing(rules: Rules) -> ColumnElement[bool]:
    """有组织抓规范: a standard is missing, or there is no checklist."""
    return and_(_on_ladder(), ~innovating(rules))


def _on_ladder() -> ColumnElement[bool]:
    """Superiors, mass organizations and what is dissolved have no place on the ladder."""
    table = OrganizationRow
    aside = _never_null(table.kind.in_([*SUPERIORS, *MASS_ORGANIZATIONS]))
    return and_(table.state == OrganizationState.ACTIVE, ~aside)


CONDITIONS: Mapping[str, Mapping[str, Callable[[Rules], ColumnElement[bool]]]] = {
    "enterprises": {
        "unbuilt": unbuilt,
        "fit_outside": lambda rules: fit_outside(rules.policy),
    },
    "organizations": {
        "term_due": term_due,
        "joint": joint,
        "standardizing": standardizing,
        "innovating": innovating,
    },
}
