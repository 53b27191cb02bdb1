"""What the pools are: their records and tables, and what they differ in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from partydesk.db.base import Base
from partydesk.db.index_rows import IndexRow, RowMaker
from partydesk.db.models import EnterpriseRow, OrganizationRow, ProfileRow, TalentRow
from partydesk.domain import enterprise_rules, organization_rules, talent_rules
from partydesk.domain.enterprises import Enterprise, Operation, Standing
from partydesk.domain.errors import NotFound, Reason
from partydesk.domain.fields import Field, fields_of
from partydesk.domain.organizations import Organization, OrganizationState
from partydesk.domain.policy import Policy
from partydesk.domain.talents import PoolState, Talent
from partydesk.services.dictionaries import parents_of, words_below, words_in
from partydesk.services.policies import policy_in

Record = TypeVar("Record", Talent, Enterprise, Organization)


@dataclass(frozen=True, slots=True)
class Places:
    """What a rule may need to know of the banner.

    Attributes:
        banner: 旗名.
        parents: Region and city above it.
        townships: The banner's townships.
        villages: Township → its villages.
        policy: The rules of the place this year.
        today: The day against which they are held.
    """

    banner: str
    parents: tuple[str, ...]
    townships: tuple[str, ...]
    villages: Mapping[str, tuple[str, ...]]
    policy: Policy
    today: dt.date


@dataclass(frozen=True, slots=True)
class Completed(Generic[Record]):
    """A record after the program filled in what follows from what was given.

    Attributes:
        record: The record.
        warnings: Field name → what deserves attention.
    """

    record: Record
    warnings: dict[str, Reason]


@dataclass(frozen=True)
class Pool(Generic[Record]):
    """What the pools differ in.

    Attributes:
        kind: Name of the table and of the pool on the command line.
        title: What people call one record.
        record: The frozen record.
        model: The table.
        number: Field that identifies a record for certain.
        complete: Fills in what follows and names contradictions.
        retirement: Values that take a record out of use.
        reason_field: Field that says why.
    """

    kind: str
    title: str
    record: type[Record]
    model: type[Base]
    number: str
    complete: Callable[[Record, Places], Completed[Record]]
    retirement: Mapping[str, object]
    reason_field: str

    @property
    def fields(self) -> tuple[Field, ...]:
        """The described fields."""
        return fields_of(self.record)

    def read(self, row: Base) -> Record:
        """Turn a row into the frozen record."""
        values = {field.name: getattr(row, field.name) for field in self.fields}
        return self.record(id=row.id, **values)  # type: ignore[attr-defined]


def _complete_talent(talent: Talent, places: Places) -> Completed[Talent]:
    del places
    talent = talent_rules.completed(talent)
    return Completed(talent, talent_rules.contradictions(talent))


def _complete_enterprise(unit: Enterprise, places: Places) -> Completed[Enterprise]:
    unit, warnings = enterprise_rules.completed(
        unit,
        banner=places.banner,
        parents=places.parents,
        townships=places.townships,
        villages=places.villages,
    )
    return Completed(unit, warnings)


def _complete_organization(organization: Organization, places: Places) -> Completed[Organization]:
    organization = organization_rules.completed(organization)
    found = organization_rules.findings(organization, places.policy, places.today)
    warnings = {finding.field: finding.as_reason() for finding in found}
    return Completed(organization, {**warnings, **organization_rules.contradictions(organization)})


TALENTS = Pool(
    "talents", "人才", Talent, TalentRow, "citizen_number", _complete_talent,
    {"state": PoolState.RETIRED}, "state_reason",
)  # fmt: skip
ENTERPRISES = Pool(
    "enterprises", "单位", Enterprise, EnterpriseRow, "credit_code", _complete_enterprise,
    {"operation": Operation.CANCELLED, "standing": Standing.LEFT}, "standing_reason",
)  # fmt: skip
ORGANIZATIONS = Pool(
    "organizations", "组织", Organization, OrganizationRow, "code", _complete_organization,
    {"state": OrganizationState.DISSOLVED}, "state_reason",
)  # fmt: skip
POOLS: dict[str, Pool[Any]] = {pool.kind: pool for pool in (TALENTS, ENTERPRISES, ORGANIZATIONS)}


def pool_of(kind: str) -> Pool[Any]:
    """Give the pool of a kind.

    Raises:
        NotFound: There is no such pool.
    """
    if kind not in POOLS:
        raise NotFound(f"没有名为 {kind} 的库")
    return POOLS[kind]


def index_row_of(instance: Base) -> IndexRow | None:
    """Make the search row of a table's row; None for tables that are not searched."""
    for pool in POOLS.values():
        if isinstance(instance, pool.model):
            record = pool.read(instance)
            maker = search_rows(pool.kind)
            return maker.row(record.id, record, retired=record.is_retired)
    return None


@cache
def search_rows(kind: str) -> RowMaker:
    """Give what makes the search rows of a pool's records."""
    return RowMaker(kind, POOLS[kind].fields)


def places_in(session: Session, today: dt.date) -> Places:
    """Read the banner's townships and villages, and this year's rules."""
    profile = session.get_one(ProfileRow, 1)
    townships = words_in(session, "township")
    villages = words_below(session, "village")
    parents = parents_of(profile.division_code)
    policy = policy_in(session, today.year)
    return Places(profile.name, parents, townships, villages, policy, today)


def words_for(session: Session, fields: Sequence[Field]) -> dict[str, tuple[str, ...]]:
    """Read the dictionaries that the fields use."""
    names = {field.dictionary for field in fields if field.dictionary}
    return {name: words_in(session, name) for name in names}


def row_of(session: Session, pool: Pool[Any], record_id: int) -> Base:
    """Give the row behind a 记录号.

    Raises:
        NotFound: There is none.
    """
    row = session.get(pool.model, record_id)
    if row is None:
        raise NotFound(f"没有记录号为 {record_id} 的{pool.title}")
    return row
