"""What follows from a record and where it contradicts itself; typed values always stay."""

from __future__ import annotations

import dataclasses

import pytest

from partydesk.domain import enterprise_rules, talent_rules
from partydesk.domain.enterprises import (
    Enterprise,
    Operation,
    Ownership,
    PartyOrganization,
    Standing,
    UnitKind,
)
from partydesk.domain.errors import Reason
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.talents import Sex, Talent

NUMBER = "150430198506150022"  # a woman, born on 1985-06-15


def test_birth_and_sex_follow_from_the_number() -> None:
    done = talent_rules.completed(Talent(name="其其格", citizen_number=NUMBER))
    assert (done.birth, done.sex) == (PartialDate(1985, 6, 15), Sex.FEMALE)


def test_what_was_typed_stays() -> None:
    typed = Talent(name="x", citizen_number=NUMBER, birth=PartialDate(1985), sex=Sex.MALE)
    assert talent_rules.completed(typed) == typed


def test_without_a_number_nothing_follows() -> None:
    typed = Talent(name="其其格")
    assert talent_rules.completed(typed) == typed


@pytest.mark.parametrize(
    ("birth", "sex", "joined", "fields"),
    [
        ("1985-06-15", Sex.FEMALE, "2005-06-30", []),
        ("1985-06", Sex.FEMALE, None, []),
        ("1985", None, None, []),
        ("1985-06-16", Sex.FEMALE, None, ["birth"]),
        ("1986", Sex.FEMALE, None, ["birth"]),
        ("1985-06-15", Sex.MALE, None, ["sex"]),
        ("1984-01", Sex.MALE, None, ["birth", "sex"]),
    ],
)
def test_number_against_birth_and_sex(
    birth: str, sex: Sex | None, joined: str | None, fields: list[str]
) -> None:
    talent = Talent(
        name="其其格",
        citizen_number=NUMBER,
        birth=PartialDate.from_iso(birth),
        sex=sex,
        joined=PartialDate.from_iso(joined) if joined else None,
    )
    assert list(talent_rules.contradictions(talent)) == fields


@pytest.mark.parametrize(
    ("birth", "joined", "warned"),
    [
        ("1985-06-15", "2003-06-15", False),  # the eighteenth birthday
        ("1985-06-15", "2003-06-14", True),
        ("1985-06-15", "2003-06", False),  # may have been after the birthday
        ("1985-06-15", "2003-05", True),  # cannot have been
        ("1985-06-15", "2003", False),
        ("1985-12-31", "2003-01", True),  # years apart alone would say eighteen
        ("1985", "2003", False),
        ("1985", "2002", True),
        ("1985-06", "1980", True),
    ],
)
def test_joining_before_eighteen(birth: str, joined: str, warned: bool) -> None:
    talent = Talent(
        name="x", birth=PartialDate.from_iso(birth), joined=PartialDate.from_iso(joined)
    )
    assert ("joined" in talent_rules.contradictions(talent)) is warned


# --- units --------------------------------------------------------------------------------

TOWNS = {"贝子府镇": ("东村", "西村"), "四家子镇": ("东村",)}
UNIT = Enterprise(name="塔林粮油有限公司")


def _done(**fields: object) -> tuple[Enterprise, dict[str, Reason]]:
    return enterprise_rules.completed(
        dataclasses.replace(UNIT, **fields),  # type: ignore[arg-type]  # fields by name
        banner="塔林旗",
        parents=("内蒙古自治区", "赤峰市"),
        townships=tuple(TOWNS),
        villages=TOWNS,
    )


def test_kind_and_ownership_follow() -> None:
    unit, warnings = _done(registered_type="有限责任公司（自然人独资）")
    assert (unit.kind, unit.ownership) == (UnitKind.ENTERPRISE, Ownership.NON_PUBLIC)
    assert warnings == {}


def test_a_typed_kind_stays_and_is_questioned_by_the_code() -> None:
    unit, warnings = _done(credit_code="93150430MA0N00001X", kind=UnitKind.ENTERPRISE)
    assert unit.kind is UnitKind.ENTERPRISE
    assert set(warnings) == {"kind"}
    unit, warnings = _done(kind=UnitKind.COOPERATIVE)  # the name alone is no proof
    assert (unit.kind, warnings) == (UnitKind.COOPERATIVE, {})


@pytest.mark.parametrize(
    ("address", "township", "village", "warned"),
    [
        (None, None, None, False),
        ("塔林旗贝子府镇东村三组", "贝子府镇", "东村", False),
        ("内蒙古自治区赤峰市塔林旗四家子镇东村", "四家子镇", "东村", False),
        ("塔林旗四家子镇西村", "四家子镇", None, False),  # that village lies elsewhere
        ("塔林旗某街道 5 号", None, None, True),
    ],
)
def test_place_from_the_address(
    address: str | None, township: str | None, village: str | None, warned: bool
) -> None:
    unit, warnings = _done(address=address)
    assert (unit.township, unit.village) == (township, village)
    assert ("address" in warnings) is warned


def test_a_typed_township_stays() -> None:
    unit, warnings = _done(address="塔林旗贝子府镇东村", township="四家子镇")
    assert (unit.township, unit.village) == ("四家子镇", None)
    assert warnings == {}


@pytest.mark.parametrize(
    ("organization", "reason", "warned"),
    [
        (PartyOrganization.OWN, "没有党员", True),
        (PartyOrganization.JOINT, "没有党员", True),
        (PartyOrganization.NONE, "没有党员", False),
        (None, "没有党员", False),
        (PartyOrganization.OWN, None, False),
    ],
)
def test_a_reason_for_having_no_organization(
    organization: PartyOrganization | None, reason: str | None, warned: bool
) -> None:
    _, warnings = _done(party_organization=organization, none_reason=reason)
    assert ("none_reason" in warnings) is warned


@pytest.mark.parametrize("operation", [*Operation, None])
@pytest.mark.parametrize("standing", Standing)
def test_a_unit_that_is_gone_cannot_be_in_the_pool(
    operation: Operation | None, standing: Standing
) -> None:
    _, warnings = _done(operation=operation, standing=standing)
    gone = operation in (Operation.CANCELLED, Operation.REVOKED)
    assert ("standing" in warnings) is (gone and standing is Standing.IN_POOL)
