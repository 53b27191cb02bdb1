"""What is wrong or doubtful in records: each rule both ways, and what the rules look at."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from partydesk.domain import quality_rules as rules
from partydesk.domain.completeness import EXPECTED
from partydesk.domain.enterprises import (
    Enterprise,
    Operation,
    PartyOrganization,
    Standing,
    UnitKind,
)
from partydesk.domain.fields import Field
from partydesk.domain.organizations import Formation, Organization, OrganizationKind
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.policy import policy_from
from partydesk.domain.quality import (
    RULES,
    Finding,
    Severity,
    gap_finding,
    gap_group,
    grouped,
    ordered,
    rule_of,
)
from partydesk.domain.quality_rules import Cover, Surroundings
from partydesk.domain.references import Reference
from partydesk.domain.talents import PoliticalStatus, PoolState, Sex, Source, Talent
from partydesk.services.policies import default_rules
from partydesk.services.quality import LOOKED_AT

TODAY = dt.date(2026, 3, 2)
AROUND = Surroundings(TODAY, policy_from(default_rules("塔林旗"), 2026))
BRANCH = Cover("甲厂党支部", shared=False, branch=True, members=5)
JOINT = Cover("园区联合党支部", shared=True, branch=True, members=4)
GOOD_CODE, WRONG_CODE = "91150430MA0N2GJ70E", "91150430MA0N2GJ70F"


def of_talent(around: Surroundings = AROUND, /, **values: object) -> set[str]:
    person = Talent(id=1, name="苏和", **values)  # type: ignore[arg-type]  # by name
    return {reason.code for _, reason in rules.look_at_talent(person, around)}


def of_unit(around: Surroundings = AROUND, /, **values: object) -> set[str]:
    unit = Enterprise(id=1, name="某厂", **values)  # type: ignore[arg-type]  # by name
    return {reason.code for _, reason in rules.look_at_unit(unit, around)}


def of_organization(around: Surroundings = AROUND, /, **values: object) -> set[str]:
    one = Organization(id=1, name="甲厂党支部", **values)  # type: ignore[arg-type]  # by name
    return {reason.code for _, reason in rules.look_at_organization(one, around)}


def test_empty_records_are_incomplete_but_not_wrong() -> None:
    assert of_talent() == set()
    assert of_unit() == set()
    assert of_organization() == set()


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"phone": "13800000004"}, set()),
        ({"phone": "0476-4321234"}, set()),
        ({"phone": "138000"}, {"phone_odd"}),
        ({"birth": PartialDate(1960, 5)}, set()),
        ({"birth": PartialDate(2010)}, {"age_odd"}),
        ({"birth": PartialDate(1920, 1, 1)}, {"age_odd"}),
        ({"birth": PartialDate(2008, 3, 2)}, set()),
        ({"birth": PartialDate(2008, 3, 3)}, {"age_odd"}),
        ({"birth": PartialDate(1990), "source": Source.RETIRED}, {"source_contradicts_age"}),
        ({"birth": PartialDate(1960), "source": Source.RETIRED}, set()),
        ({"birth": PartialDate(1955), "source": Source.SERVING}, {"source_contradicts_age"}),
        ({"birth": PartialDate(1980), "source": Source.RESERVE}, set()),
        ({"birth": PartialDate(1980), "joined": PartialDate(1990)}, {"joined_too_young"}),
        ({"joined": PartialDate(2026, 4)}, {"date_future"}),
        ({"joined": PartialDate(2026, 3)}, set()),
        (
            {"joined": PartialDate(2001), "political": PoliticalStatus.MASSES},
            {"joined_no_member"},
        ),
        ({"joined": PartialDate(2001), "political": PoliticalStatus.PROBATIONARY}, set()),
        ({"joined": PartialDate(2001)}, set()),
        ({"capacity": 0}, {"no_seats"}),
        ({"capacity": 0, "state": PoolState.PAUSED}, set()),
        ({"state_reason": "已到限龄"}, {"reason_contradicts_state"}),
        ({"state_reason": "2025 年恢复"}, set()),
        ({"state_reason": "本人申请退出", "state": PoolState.RETIRED}, set()),
        (
            {"citizen_number": "150430197007071421", "sex": Sex.MALE},
            {"sex_contradicts"},
        ),
        (
            {"citizen_number": "150430197007071421", "birth": PartialDate(1970, 8)},
            {"birth_contradicts"},
        ),
    ],
)
def test_people(values: dict[str, object], codes: set[str]) -> None:
    assert of_talent(**values) == codes


def test_the_limits_are_the_policys() -> None:
    policy = dataclasses.replace(
        AROUND.policy, quality_age_from=20, quality_age_to=70, quality_retired_from=50,
        quality_serving_to=60, quality_capital=500,
    )  # fmt: skip
    around = dataclasses.replace(AROUND, policy=policy)

    def aged(years: int, source: Source | None = None) -> set[str]:
        return of_talent(around, birth=PartialDate(2026 - years, 1), source=source)

    assert (aged(19), aged(20)) == ({"age_odd"}, set())
    assert (aged(71), aged(70)) == ({"age_odd"}, set())
    assert aged(49, Source.RETIRED) == {"source_contradicts_age"}
    assert aged(50, Source.RETIRED) == set()
    assert aged(61, Source.SERVING) == {"source_contradicts_age"}
    assert aged(60, Source.RESERVE) == set()
    assert of_unit(around, capital=Decimal(500)) == {"capital_odd"}
    assert of_unit(around, capital=Decimal(499)) == set()


@pytest.mark.parametrize("state", PoolState)
def test_who_is_posted_must_be_available(state: PoolState) -> None:
    posted = dataclasses.replace(AROUND, posted=frozenset({1}))
    assert ("away_on_duty" in of_talent(posted, state=state)) is (state is not PoolState.AVAILABLE)
    assert "away_on_duty" not in of_talent(state=state)


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"credit_code": GOOD_CODE}, set()),
        ({"credit_code": WRONG_CODE}, {"code_wrong"}),
        ({"credit_code": "91150430MA0N2GJ7OE"}, {"code_wrong"}),
        ({"credit_code": GOOD_CODE, "kind": UnitKind.COOPERATIVE}, {"kind_contradicts"}),
        ({"phone": "4321"}, {"phone_odd"}),
        ({"registered_on": dt.date(2026, 3, 3)}, {"date_future"}),
        ({"registered_on": TODAY}, set()),
        ({"capital": Decimal(0)}, set()),
        ({"capital": Decimal(999_999)}, set()),
        ({"capital": Decimal(1_000_000)}, {"capital_odd"}),
        ({"staff": 0, "operation": Operation.RUNNING}, {"staff_zero"}),
        ({"staff": 0, "operation": Operation.SUSPENDED}, set()),
        ({"staff": 0}, set()),
        ({"staff": 4, "members": 3, "probationary": 2}, {"members_exceed_staff"}),
        ({"staff": 5, "members": 3, "probationary": 2}, set()),
        ({"members": 3}, set()),
        ({"party_organization": PartyOrganization.OWN, "members": 2}, {"own_too_few"}),
        ({"party_organization": PartyOrganization.OWN, "members": 3}, set()),
        ({"party_organization": PartyOrganization.JOINT, "members": 1}, set()),
        (
            {"party_organization": PartyOrganization.OWN, "none_reason": "党员少"},
            {"reason_contradicts"},
        ),
        ({"standing": Standing.IN_POOL, "operation": Operation.CANCELLED}, {"gone_in_pool"}),
        ({"standing": Standing.IN_POOL, "operation": Operation.SHELL}, {"idle_in_pool"}),
        ({"standing": Standing.IN_POOL, "operation": Operation.RUNNING}, set()),
        ({"admitted_on": dt.date(2025, 1, 1)}, {"admitted_outside"}),
        ({"admitted_on": dt.date(2025, 1, 1), "standing": Standing.LEFT}, set()),
        (
            {
                "admitted_on": dt.date(2009, 1, 1),
                "registered_on": dt.date(2010, 1, 1),
                "standing": Standing.IN_POOL,
            },
            {"admitted_too_early"},
        ),
        ({"staff": 50, "revenue": Decimal(500)}, {"fit_outside"}),
        ({"staff": 50, "revenue": Decimal(500), "standing": Standing.PROPOSED}, set()),
        ({"staff": 50, "revenue": Decimal(500), "operation": Operation.SHELL}, set()),
        ({"staff": 50}, set()),
        ({"influence": ("龙头企业",)}, {"fit_outside"}),
        ({"phone": "4321", "operation": Operation.REVOKED}, set()),
    ],
)
def test_units(values: dict[str, object], codes: set[str]) -> None:
    assert of_unit(**values) == codes


@pytest.mark.parametrize(
    ("says", "covers", "codes"),
    [
        (PartyOrganization.NONE, (BRANCH,), {"covered_but_none"}),
        (PartyOrganization.NONE, (), set()),
        (PartyOrganization.OWN, (BRANCH,), set()),
        (PartyOrganization.OWN, (JOINT,), {"formation_differs"}),
        (PartyOrganization.JOINT, (BRANCH,), {"formation_differs"}),
        (PartyOrganization.JOINT, (JOINT,), set()),
        (PartyOrganization.OWN, (), {"founded_uncovered"}),
        (PartyOrganization.JOINT, (), {"founded_uncovered"}),
        (None, (BRANCH,), set()),
        (None, (), set()),
    ],
)
def test_a_unit_and_the_register_of_organizations_must_agree(
    says: PartyOrganization | None, covers: tuple[Cover, ...], codes: set[str]
) -> None:
    around = dataclasses.replace(AROUND, covers={2: (BRANCH,), **({1: covers} if covers else {})})
    assert of_unit(around, party_organization=says) == codes


def test_an_empty_register_of_organizations_puts_nobody_under_suspicion() -> None:
    assert of_unit(party_organization=PartyOrganization.OWN) == set()


@pytest.mark.parametrize(
    ("cover", "members", "differ"),
    [(BRANCH, 6, True), (BRANCH, 5, False), (BRANCH, None, False), (JOINT, 6, False),
     (dataclasses.replace(BRANCH, branch=False), 6, False)],
)  # fmt: skip
def test_members_are_compared_with_a_branch_of_its_own(
    cover: Cover, members: int | None, differ: bool
) -> None:
    around = dataclasses.replace(AROUND, covers={1: (cover,)})
    assert ("members_differ" in of_unit(around, members=members)) is differ


def test_a_village_of_another_township_is_named() -> None:
    around = dataclasses.replace(
        AROUND,
        townships_of={"东村": frozenset({"新惠镇"}), "新村": frozenset({"新惠镇", "长胜镇"})},
    )
    assert of_unit(around, village="东村", township="长胜镇") == {"village_elsewhere"}
    assert of_unit(around, village="新村", township="长胜镇") == set()
    assert of_unit(around, village="谁也不知道的村", township="长胜镇") == set()
    assert of_unit(around, village="东村") == set()


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"standing": Standing.IN_POOL}, False),
        ({"standing": Standing.LEFT}, True),
        ({"operation": Operation.CANCELLED}, True),
    ],
)
def test_a_host_that_is_gone_needs_another_place_for_its_person(
    values: dict[str, object], found: bool
) -> None:
    hosting = dataclasses.replace(AROUND, hosts=frozenset({1}))
    assert ("host_gone" in of_unit(hosting, **values)) is found
    assert "host_gone" not in of_unit(**values)


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"kind": OrganizationKind.BRANCH}, {"covers_nothing"}),
        ({"kind": OrganizationKind.UNION}, set()),
        ({"kind": OrganizationKind.TOWNSHIP_COMMITTEE}, set()),
        (
            {"formation": Formation.OWN, "units": (Reference(1, "甲"), Reference(2, "乙"))},
            {"own_covers_several"},
        ),
        ({"units": (Reference(9, "老矿"),)}, {"covers_gone"}),
        ({"phone": "12"}, {"phone_odd"}),
        ({"established_on": PartialDate(2026, 3, 3)}, {"date_future"}),
        (
            {"established_on": PartialDate(2025, 3, 3), "elected_on": PartialDate(2025, 3, 2)},
            {"elected_too_early"},
        ),
        (
            {"established_on": PartialDate(2025, 3), "elected_on": PartialDate(2025, 2)},
            {"elected_too_early"},
        ),
        ({"established_on": PartialDate(2025, 3, 3), "elected_on": PartialDate(2025, 3)}, set()),
        ({"established_on": PartialDate(2026, 3), "elected_on": PartialDate(2026)}, set()),
        ({"established_on": PartialDate(2026, 4)}, {"date_future"}),
        (
            {"kind": OrganizationKind.BRANCH, "members": 2, "units": (Reference(1, "甲"),)},
            {"too_few_members"},
        ),
    ],
)
def test_organizations(values: dict[str, object], codes: set[str]) -> None:
    around = dataclasses.replace(AROUND, gone=frozenset({9}))
    assert of_organization(around, **values) == codes


def test_namesakes_are_both_named() -> None:
    found = rules.namesakes([(1, "甲厂"), (2, "甲厂"), (3, "乙厂")])
    assert [(one.id, one.code) for one in found] == [(1, "same_unit"), (2, "same_unit")]


def test_two_numbers_make_two_people() -> None:
    birth = PartialDate(1970, 7, 7)
    first = Talent(id=1, name="苏和", birth=birth, citizen_number="150430197007071421")
    second = Talent(id=2, name="苏和", birth=birth, citizen_number="150430197007071413")
    assert list(rules.same_people([first, second])) == []
    without = dataclasses.replace(second, citizen_number=None)
    assert [one.id for one in rules.same_people([first, without])] == [1, 2]


class Spy:
    """A record that remembers what was asked of it."""

    def __init__(self, record: object) -> None:
        self._record = record
        self.asked: set[str] = set()

    def __getattr__(self, name: str) -> object:
        self.asked.add(name)
        return getattr(self._record, name)


def test_the_fast_reading_reads_every_field_that_the_rules_look_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A field that is not read would always seem blank, and its rule would never speak."""
    seen: dict[str, set[str]] = {}
    full = {
        "talents": Talent(
            id=1, name="苏和", birth=PartialDate(1970), joined=PartialDate(1999),
            citizen_number="150430197007071421", phone="1", source=Source.OTHER, capacity=1,
            political=PoliticalStatus.MEMBER, sex=Sex.FEMALE, state_reason="x",
        ),
        "enterprises": Enterprise(
            id=1, name="某厂", credit_code=WRONG_CODE, kind=UnitKind.ENTERPRISE, village="东村",
            township="长胜镇", phone="1", registered_on=TODAY, admitted_on=TODAY, staff=1,
            capital=Decimal(1), revenue=Decimal(1), operation=Operation.RUNNING, members=1,
            party_organization=PartyOrganization.OWN, none_reason="x", probationary=1,
        ),
        "organizations": Organization(
            id=1, name="甲", kind=OrganizationKind.BRANCH, formation=Formation.OWN, members=8,
            established_on=PartialDate.of(TODAY), elected_on=PartialDate.of(TODAY), phone="1",
            units=(Reference(1, "甲"),),
        ),
    }  # fmt: skip
    monkeypatch.setattr(rules, "_PHONES", {Spy: rules._PHONES[Talent]})
    around = dataclasses.replace(
        AROUND, covers={1: (BRANCH,)}, townships_of={"东村": frozenset({"新惠镇"})}
    )
    looks = {
        "talents": rules.look_at_talent,
        "enterprises": rules.look_at_unit,
        "organizations": rules.look_at_organization,
    }
    for kind, record in full.items():
        dates = dict[type, tuple[Field, ...]](rules._DATES.items())
        dates[Spy] = dates.get(type(record), ())
        monkeypatch.setattr(rules, "_DATES", dates)
        spy = Spy(record)
        list(looks[kind](spy, around))  # type: ignore[operator]  # the spy stands for the record
        seen[kind] = spy.asked - {"id", "is_retired", "units"}
    # 停用 is told by one field of each pool; units come from a table of their own.
    assert seen["talents"] <= set(LOOKED_AT["talents"])
    assert seen["enterprises"] <= set(LOOKED_AT["enterprises"])
    assert seen["organizations"] <= set(LOOKED_AT["organizations"])
    assert {"phone", "state", "joined"} <= seen["talents"]
    assert {"influence", "village", "none_reason"} <= seen["enterprises"]


def test_findings_of_one_sort_stand_together_the_gravest_first() -> None:
    findings = [
        Finding("enterprises", 1, "甲", "credit_code", "code_wrong", "x"),
        Finding("enterprises", 1, "甲", "standing", "fit_outside", "y"),
        Finding("enterprises", 2, "乙", "standing", "fit_outside", "y"),
        Finding("talents", 2, "苏和", "phone", "phone_odd", "z"),
    ]
    gaps = [gap_group("talents", "rank", 9), gap_group("talents", "phone", 2)]
    groups = ordered([*gaps, *grouped(findings)])
    assert [(group.code, group.field, group.count) for group in groups] == [
        ("code_wrong", "", 1),
        ("phone_odd", "", 1),
        ("fit_outside", "", 2),
        ("gap", "phone", 2),
        ("gap", "rank", 9),
    ]
    assert gap_finding(gaps[1], 7, "苏和").message == "未填手机号码"


def test_every_code_is_described_and_an_unknown_one_is_still_shown() -> None:
    for code, rule in RULES.items():
        assert rule.remedy.endswith("。"), code
        assert rule.severity in Severity
    unknown = Finding("organizations", 1, "甲", "secretary", "brand_new", "x")
    assert rule_of("organizations", unknown).title == "书记须核对"
    for kind, every in EXPECTED.items():
        for asked in every:
            assert gap_group(kind, asked.name, 1).rule.title.startswith("缺")
