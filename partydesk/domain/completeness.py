"""What a record should say, and how much of it does: the four clears, and gaps of every pool.

Source of the four clears: essay 2, 企业底数清、生产经营状况清、党组织情况清、党员队伍情况清. Which
fields belong to which clear is written once, in :data:`CLEARS`; reading a record, counting in SQL
and the screens all follow that table. A zero is an answer, a blank is a gap. 群团组织 and 社会影响
are not asked for: an empty list of words may well mean that there are none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache

from partydesk.domain.enterprises import (
    GONE,
    Enterprise,
    Operation,
    PartyOrganization,
    Standing,
    UnitKind,
)
from partydesk.domain.fields import field_of
from partydesk.domain.organizations import COVERING, MASS_ORGANIZATIONS, SUPERIORS, Organization
from partydesk.domain.talents import PoliticalStatus, PoolState, Talent


class Clear(StrEnum):
    """One of the four clears; the value is its word on screen."""

    BASIS = "底数"
    OPERATION = "生产经营"
    ORGANIZATION = "党组织"
    MEMBERS = "党员队伍"


@dataclass(frozen=True, slots=True)
class Asked:
    """One field that a record should fill, and on which records it is asked for.

    Attributes:
        name: Name of the field.
        where: Field and its values: asked only where the record has one of them.
        unless: Field and its values: not asked where the record has one of them; a record that
            leaves that field open is asked.
    """

    name: str
    where: tuple[str, frozenset[StrEnum]] | None = None
    unless: tuple[str, frozenset[StrEnum]] | None = None

    def applies_to(self, value_of: Callable[[str], object]) -> bool:
        """Whether a record whose values ``value_of`` gives is asked for this field."""
        if self.where and value_of(self.where[0]) not in self.where[1]:
            return False
        return not (self.unless and value_of(self.unless[0]) in self.unless[1])


_IDLE = GONE | {Operation.SHELL}
#: Nobody works in a shell or a unit that is gone, so nobody can be counted there.
_NOBODY_THERE = ("operation", _IDLE)
_NOT_RUNNING = ("operation", _IDLE | {Operation.SUSPENDED})
_FOUNDED = ("party_organization", frozenset({PartyOrganization.OWN, PartyOrganization.JOINT}))
_NOT_FOUNDED = ("party_organization", frozenset({PartyOrganization.NONE}))
#: 个体工商户 register no capital.
_TRADER = ("kind", frozenset({UnitKind.INDIVIDUAL}))

#: The four clears of a unit.
CLEARS: Mapping[Clear, tuple[Asked, ...]] = {
    Clear.BASIS: (
        Asked("credit_code"), Asked("kind"), Asked("ownership"), Asked("industry"),
        Asked("registered_on"), Asked("capital", unless=_TRADER), Asked("township"),
        Asked("address"), Asked("legal_person"), Asked("phone"),
    ),
    Clear.OPERATION: (
        Asked("operation"), Asked("scope"), Asked("staff", unless=_NOBODY_THERE),
        Asked("revenue", unless=_NOT_RUNNING),
    ),
    Clear.ORGANIZATION: (
        Asked("party_organization"), Asked("none_reason", where=_NOT_FOUNDED),
        Asked("superior", where=_FOUNDED),
    ),
    Clear.MEMBERS: tuple(
        Asked(name, unless=_NOBODY_THERE)
        for name in ("members", "probationary", "activists", "applicants", "owner_political")
    ),
}  # fmt: skip

_IN_POOL = ("standing", frozenset({Standing.IN_POOL}))
_PARTY_MEMBER = (
    "political",
    frozenset({PoliticalStatus.MEMBER, PoliticalStatus.PROBATIONARY}),
)
_LAID_ASIDE = ("state", frozenset({PoolState.PAUSED, PoolState.RETIRED}))
_COVERS = ("kind", frozenset(COVERING))
#: 基层党委 are kept as superiors only; what they are is told elsewhere.
_SUPERIOR = ("kind", frozenset(SUPERIORS))
_NO_PARTY = ("kind", frozenset(SUPERIORS | MASS_ORGANIZATIONS))

#: What the records of each pool should say: pool → fields.
EXPECTED: Mapping[str, tuple[Asked, ...]] = {
    "talents": (
        Asked("citizen_number"), Asked("birth"), Asked("sex"), Asked("political"),
        Asked("joined", where=_PARTY_MEMBER), Asked("unit_post"), Asked("source"), Asked("phone"),
        Asked("specialties"), Asked("engagement"), Asked("state_reason", where=_LAID_ASIDE),
    ),
    "enterprises": (
        *(asked for clear in CLEARS.values() for asked in clear),
        Asked("standing_reason", where=_IN_POOL), Asked("admitted_on", where=_IN_POOL),
    ),
    "organizations": (
        Asked("kind"), Asked("superior", unless=_SUPERIOR), Asked("formation", where=_COVERS),
        Asked("established_on", unless=_SUPERIOR), Asked("elected_on", where=_COVERS),
        Asked("secretary", unless=_SUPERIOR), Asked("phone", unless=_SUPERIOR),
        Asked("members", unless=_NO_PARTY),
    ),
}  # fmt: skip
_RECORDS: Mapping[str, type] = {
    "talents": Talent,
    "enterprises": Enterprise,
    "organizations": Organization,
}


@cache
def label_of(kind: str, name: str) -> str:
    """Give the label of a field of a pool.

    Raises:
        KeyError: There is no such pool or field.
    """
    return field_of(_RECORDS[kind], name).label


@dataclass(frozen=True, slots=True)
class Degree:
    """How much of what is asked is known.

    Attributes:
        known: How many fields are filled.
        asked: How many are asked for.
        missing: Names of the fields that are not filled, in the order of the form.
    """

    known: int
    asked: int
    missing: tuple[str, ...] = ()

    @property
    def share(self) -> Fraction:
        """Known of asked, exact; one where nothing is asked."""
        return Fraction(self.known, self.asked) if self.asked else Fraction(1)

    @property
    def is_clear(self) -> bool:
        """Whether nothing is missing."""
        return self.known == self.asked


@dataclass(frozen=True, slots=True)
class Completeness:
    """The four clears of one unit.

    Attributes:
        clears: Degree of each clear.
    """

    clears: Mapping[Clear, Degree]

    @property
    def total(self) -> Degree:
        """All fields of the four clears together, each counting the same."""
        every = self.clears.values()
        return Degree(
            sum(degree.known for degree in every),
            sum(degree.asked for degree in every),
            tuple(name for degree in every for name in degree.missing),
        )


def is_blank(value: object) -> bool:
    """Whether nothing was said; 0 and 否 are answers."""
    return value is None or value in ("", ())


def completeness_of(unit: object) -> Completeness:
    """Tell how clear a unit is: an :class:`Enterprise`, or whatever has its fields."""
    return Completeness(
        {clear: _degree(asked, lambda name: getattr(unit, name)) for clear, asked in CLEARS.items()}
    )


def _degree(every: Iterable[Asked], value_of: Callable[[str], object]) -> Degree:
    """Look at each field that is asked for."""
    asked = [one.name for one in every if one.applies_to(value_of)]
    missing = tuple(name for name in asked if is_blank(value_of(name)))
    return Degree(len(asked) - len(missing), len(asked), missing)


@dataclass(frozen=True, slots=True)
class CommitteeClears:
    """How clear the units under one committee are.

    Attributes:
        field: ``superior``, for units without one ``township``, without both empty.
        name: 隶属基层党委, else the township, else empty.
        units: How many units.
        complete: How many of them miss nothing.
        clears: Mean share of each clear over the units, exact.
        total: Mean of the units' shares in all, exact.
    """

    field: str
    name: str
    units: int
    complete: int
    clears: Mapping[Clear, Fraction]
    total: Fraction

    @property
    def worst(self) -> Clear | None:
        """The clear with the lowest mean, the first of several; None where all are clear."""
        lowest = min(self.clears, key=lambda clear: self.clears[clear])
        return lowest if self.clears[lowest] < 1 else None


@dataclass(frozen=True, slots=True)
class Tally:
    """Units of one committee with the same degrees.

    Attributes:
        field: Name of the field that ``name`` stands in; empty where neither is filled.
        name: 隶属基层党委, else the township, else empty.
        degrees: Known and asked of each clear.
        units: How many such units there are.
    """

    field: str
    name: str
    degrees: Mapping[Clear, Degree]
    units: int


def by_committee(tallies: Iterable[Tally]) -> tuple[CommitteeClears, ...]:
    """Add tallies up, the least clear committee first."""
    groups: dict[tuple[str, str], list[Tally]] = {}
    for tally in tallies:
        groups.setdefault((tally.field, tally.name), []).append(tally)
    added = [_added(field, name, group) for (field, name), group in groups.items()]
    return tuple(sorted(added, key=lambda one: (one.total, one.field, one.name)))


def _added(field: str, name: str, group: list[Tally]) -> CommitteeClears:
    """Average over the units of a committee."""
    units = sum(tally.units for tally in group)

    def mean(shares: Iterable[tuple[Fraction, int]]) -> Fraction:
        return sum((share * count for share, count in shares), Fraction(0)) / units

    wholes = [(Completeness(tally.degrees).total, tally.units) for tally in group]
    return CommitteeClears(
        field,
        name,
        units,
        sum(count for whole, count in wholes if whole.is_clear),
        {clear: mean((t.degrees[clear].share, t.units) for t in group) for clear in Clear},
        mean((whole.share, count) for whole, count in wholes),
    )


def percent(share: Fraction) -> int:
    """Whole per cent, rounded down so that 100 means that nothing at all is missing."""
    return int(share * 100)
