"""What follows for a unit from its organizations, where it stands, and the rates."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from partydesk.domain.coverage import (
    CoverageFigure,
    Coverer,
    Denominator,
    Group,
    PartyFacts,
    Rate,
    Status,
    figures,
    figures_by_superior,
    following,
    status_of,
)
from partydesk.domain.enterprises import Enterprise, Operation, Ownership, PartyOrganization
from partydesk.domain.organizations import Formation, OrganizationKind

OWN, JOINT, NONE = PartyOrganization.OWN, PartyOrganization.JOINT, PartyOrganization.NONE
BRANCH, SHARED = OrganizationKind.BRANCH, OrganizationKind.JOINT_BRANCH
UNION, LEAGUE = OrganizationKind.UNION, OrganizationKind.YOUTH_LEAGUE
EMPTY = PartyFacts(None, None, None, ())


@pytest.mark.parametrize(
    ("kind", "formation", "units", "word"),
    [
        (BRANCH, Formation.OWN, 1, OWN),
        (BRANCH, Formation.OWN, 2, JOINT),
        (BRANCH, None, 1, OWN),
        (BRANCH, None, 2, JOINT),
        (BRANCH, Formation.AREA, 1, JOINT),
        (BRANCH, Formation.TRADE, 1, JOINT),
        (SHARED, Formation.JOINT, 3, JOINT),
        (SHARED, None, 1, JOINT),
        (OrganizationKind.TEMPORARY_BRANCH, None, 1, OWN),
        (OrganizationKind.GENERAL_BRANCH, None, 1, OWN),
        (OrganizationKind.COMMITTEE, Formation.OWN, 1, OWN),
        (OrganizationKind.TOWNSHIP_COMMITTEE, None, 1, None),
        (UNION, None, 1, None),
        (None, None, 1, None),
    ],
)
def test_what_an_organization_makes_of_a_unit(
    kind: OrganizationKind | None,
    formation: Formation | None,
    units: int,
    word: PartyOrganization | None,
) -> None:
    assert following(EMPTY, [Coverer(kind, formation, units)], ()).party is word


def test_an_own_organization_beside_a_joint_one_counts() -> None:
    both = [Coverer(SHARED, Formation.AREA, 4), Coverer(BRANCH, Formation.OWN, 1)]
    assert following(EMPTY, both, ()).party is OWN


@pytest.mark.parametrize(
    ("party", "lost", "after"),
    [
        (OWN, (BRANCH,), NONE),
        (JOINT, (SHARED,), NONE),
        (NONE, (BRANCH,), NONE),
        (None, (BRANCH,), None),
        (OWN, (UNION,), OWN),
        (OWN, (), OWN),
        (JOINT, (OrganizationKind.TOWNSHIP_COMMITTEE,), JOINT),
    ],
)
def test_only_the_last_party_organization_takes_the_word_with_it(
    party: PartyOrganization | None,
    lost: tuple[OrganizationKind, ...],
    after: PartyOrganization | None,
) -> None:
    assert following(dataclasses.replace(EMPTY, party=party), (), lost).party is after


def test_a_unit_keeps_the_organization_that_is_left() -> None:
    facts = dataclasses.replace(EMPTY, party=OWN)
    assert following(facts, [Coverer(SHARED, None, 3)], (BRANCH,)).party is JOINT


def test_the_reason_for_having_none_goes_and_the_superior_comes_where_none_was() -> None:
    facts = PartyFacts(NONE, "正在筹备", None, ())
    after = following(facts, [Coverer(BRANCH, None, 1, "塔林镇党委")], ())
    assert (after.none_reason, after.superior) == (None, "塔林镇党委")
    typed = dataclasses.replace(facts, superior="园区党委")
    assert following(typed, [Coverer(BRANCH, None, 1, "塔林镇党委")], ()).superior == "园区党委"
    assert following(facts, (), (BRANCH,)).none_reason == "正在筹备"


def test_mass_organizations_come_and_go_as_words() -> None:
    facts = dataclasses.replace(EMPTY, masses=("妇联", "商会"))
    after = following(facts, [Coverer(UNION, None, 1), Coverer(LEAGUE, None, 1)], ())
    assert after.masses == ("妇联", "商会", "工会", "共青团")
    assert following(after, [Coverer(LEAGUE, None, 1)], (UNION,)).masses == (
        "妇联", "商会", "共青团",
    )  # fmt: skip
    assert following(after, [Coverer(UNION, None, 2)], (UNION,)).masses == after.masses
    assert following(after, (), (BRANCH,)).masses == after.masses


@pytest.mark.parametrize(
    ("unit", "status"),
    [
        ({"party_organization": OWN, "members": 1}, Status.OWN),
        ({"party_organization": JOINT}, Status.JOINT),
        ({"party_organization": OWN, "operation": Operation.SHELL}, Status.OWN),
        ({"members": 2}, Status.TOO_FEW),
        ({"members": 3}, Status.UNBUILT),
        ({"members": 3, "operation": Operation.RUNNING}, Status.UNBUILT),
        ({"members": 30, "party_organization": NONE}, Status.UNBUILT),
        ({"members": 3, "operation": Operation.SUSPENDED}, Status.CLOSED),
        ({"members": 3, "operation": Operation.SHELL}, Status.CLOSED),
        ({"members": 3, "operation": Operation.CANCELLED}, Status.CLOSED),
        ({"members": 3, "operation": Operation.REVOKED}, Status.CLOSED),
        ({"members": 3, "ownership": Ownership.PUBLIC}, Status.PUBLIC),
        ({"members": 3, "ownership": Ownership.UNDECIDED}, Status.UNBUILT),
        ({"members": 0}, Status.NO_MEMBERS),
        ({"members": 0, "probationary": 1}, Status.TOO_FEW),
        ({}, Status.UNKNOWN),
    ],
)
def test_where_a_unit_stands(unit: dict[str, object], status: Status) -> None:
    assert status_of(Enterprise(name="甲公司", **unit), 3) is status  # type: ignore[arg-type]


def group(count: int, *, superior: str = "", **facts: bool) -> Group:
    """Units of every base but the narrow ones."""
    bases = frozenset({Denominator.OPERATING, Denominator.ALL})
    known = {"own": False, "joint": False, "posted": False, "masses": False, **facts}
    return Group(superior=superior, bases=bases, count=count, **known)


GROUPS = [
    group(2, own=True),
    group(1, joint=True, posted=True),
    group(3, posted=True),
    group(4, masses=True),
    group(5),
    Group("", frozenset({Denominator.ALL}), own=True, joint=False, posted=False, masses=False,
          count=5),
]  # fmt: skip


def of(found: tuple[CoverageFigure, ...], rate: Rate, base: Denominator) -> CoverageFigure:
    """One of the figures."""
    (one,) = [figure for figure in found if figure.rate is rate and figure.base is base]
    return one


@pytest.mark.parametrize(
    ("rate", "base", "numerator", "denominator", "percent"),
    [
        (Rate.ORGANIZED, Denominator.OPERATING, 3, 15, "20.00"),
        (Rate.OWN, Denominator.OPERATING, 2, 15, "13.33"),
        (Rate.WORK_ALL, Denominator.OPERATING, 10, 15, "66.67"),
        (Rate.WORK_REST, Denominator.OPERATING, 3, 12, "25.00"),
        (Rate.ORGANIZED, Denominator.ALL, 8, 20, "40.00"),
        (Rate.OWN, Denominator.ALL, 7, 20, "35.00"),
        (Rate.WORK_REST, Denominator.ALL, 3, 12, "25.00"),
        (Rate.ORGANIZED, Denominator.SIZABLE, 0, 0, None),
    ],
)
def test_a_rate_and_what_it_is_of(
    rate: Rate, base: Denominator, numerator: int, denominator: int, percent: str | None
) -> None:
    one = of(figures(GROUPS), rate, base)
    assert (one.numerator, one.denominator) == (numerator, denominator)
    assert one.percent == (None if percent is None else Decimal(percent))
    assert base.value in one.denominator_name
    assert one.denominator_name in one.definition
    assert one.label == rate.value


def test_every_rate_stands_over_every_denominator() -> None:
    found = figures(GROUPS)
    assert len(found) == len(Rate) * len(Denominator)
    assert len({(one.rate, one.base) for one in found}) == len(found)
    assert all(one.source and one.numerator_name for one in found)


def test_the_committees_add_up_to_the_banner() -> None:
    groups = [
        group(2, own=True, superior="甲党委"), group(3, superior="乙党委"), group(4, joint=True),
    ]  # fmt: skip
    by_name = figures_by_superior(groups)
    assert list(by_name) == ["乙党委", "甲党委", ""]
    for whole in figures(groups):
        parts = [of(found, whole.rate, whole.base) for found in by_name.values()]
        assert sum(one.numerator for one in parts) == whole.numerator
        assert sum(one.denominator for one in parts) == whole.denominator
        assert [one.superior for one in parts] == list(by_name)
