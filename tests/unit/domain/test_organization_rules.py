"""What an organization needs: each threshold below, at and above it, and the ladder."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from partydesk.domain.organization_rules import (
    Finding,
    Stage,
    completed,
    contradictions,
    findings,
    is_joint,
    kind_of_name,
    ladder_of,
    term_due,
)
from partydesk.domain.organizations import (
    Formation,
    Organization,
    OrganizationKind,
    OrganizationState,
)
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.policy import policy_from
from partydesk.domain.references import Reference
from partydesk.services.policies import default_rules

POLICY = policy_from(default_rules("塔林旗"), 2026)
TODAY = dt.date(2026, 3, 2)
BRANCH, JOINT = OrganizationKind.BRANCH, OrganizationKind.JOINT_BRANCH
TEMPORARY, GENERAL = OrganizationKind.TEMPORARY_BRANCH, OrganizationKind.GENERAL_BRANCH
COMMITTEE, UNION = OrganizationKind.COMMITTEE, OrganizationKind.UNION
TOWNSHIP = OrganizationKind.TOWNSHIP_COMMITTEE


def make(kind: OrganizationKind | None = BRANCH, **more: object) -> Organization:
    """An organization about which only this is known."""
    return Organization(name="甲公司党支部", kind=kind, **more)  # type: ignore[arg-type]


def units(count: int) -> tuple[Reference, ...]:
    """So many units."""
    return tuple(Reference(number, f"单位{number}") for number in range(1, count + 1))


def codes(organization: Organization, today: dt.date = TODAY) -> list[str]:
    """Codes of what is found."""
    return [finding.code for finding in findings(organization, POLICY, today)]


@pytest.mark.parametrize(
    ("kind", "members", "probationary", "found"),
    [
        (BRANCH, None, None, []),
        (BRANCH, 0, None, ["too_few_members"]),
        (BRANCH, 2, None, ["too_few_members"]),
        (BRANCH, 2, 5, ["too_few_members"]),
        (BRANCH, 3, None, []),
        (BRANCH, 4, None, []),
        (JOINT, 2, None, ["too_few_members"]),
        (JOINT, 3, None, []),
        (TEMPORARY, 2, None, ["too_few_members"]),
        (TEMPORARY, 3, None, []),
        (BRANCH, 50, None, []),
        (BRANCH, 51, None, ["due_general_branch"]),
        (BRANCH, 49, 1, []),
        (BRANCH, 49, 2, ["due_general_branch"]),
        (BRANCH, 99, None, ["due_general_branch"]),
        (BRANCH, 100, None, ["due_committee"]),
        (BRANCH, 99, 1, ["due_committee"]),
        (GENERAL, 2, None, []),
        (GENERAL, 99, None, []),
        (GENERAL, 100, None, ["due_committee"]),
        (COMMITTEE, 300, None, []),
        (COMMITTEE, 2, None, []),
        (TOWNSHIP, 2, None, []),
        (UNION, 2, None, []),
        (UNION, 300, None, []),
        (None, 2, None, []),
    ],
)
def test_members_against_the_kind(
    kind: OrganizationKind | None, members: int | None, probationary: int | None, found: list[str]
) -> None:
    whole = make(kind, members=members, probationary=probationary, committee="副书记：田秀英")
    assert codes(whole) == found


@pytest.mark.parametrize(
    ("kind", "count", "found"),
    [
        (JOINT, 4, []),
        (JOINT, 5, []),
        (JOINT, 6, ["too_many_units"]),
        (BRANCH, 6, ["too_many_units"]),
        (GENERAL, 6, []),
        (UNION, 6, []),
    ],
)
def test_units_of_a_joint_branch(kind: OrganizationKind, count: int, found: list[str]) -> None:
    assert codes(make(kind, units=units(count))) == found


@pytest.mark.parametrize(
    ("kind", "members", "committee", "found"),
    [
        (BRANCH, 6, None, []),
        (BRANCH, 7, None, ["no_committee"]),
        (BRANCH, 8, None, ["no_committee"]),
        (BRANCH, 7, "组织委员：田秀英", []),
        (JOINT, 7, None, ["no_committee"]),
        (TEMPORARY, 7, None, []),
        (GENERAL, 60, None, []),
        (UNION, 60, None, []),
        (BRANCH, None, None, []),
    ],
)
def test_a_branch_large_enough_elects_a_committee(
    kind: OrganizationKind, members: int | None, committee: str | None, found: list[str]
) -> None:
    assert codes(make(kind, members=members, committee=committee)) == found


@pytest.mark.parametrize(
    ("elected", "code", "said"),
    [
        ("2023-05-31", "term_ends", "还有 90 天到期"),
        ("2023-06-01", None, ""),
        ("2023-03-03", "term_ends", "还有 1 天到期"),
        ("2023-03-02", "term_ends", "今天到期"),
        ("2023-03-01", "term_over", "已逾期 1 天"),
        ("2022-03-02", "term_over", "已逾期 365 天"),
        ("2022-03-01", "term_long_over", "超过延期最长 1 年"),
        ("2015-01-01", "term_long_over", "已逾期"),
        ("2023-05", "term_ends", "届满（选举日期只到 2023-05，按月末算），还有 90 天到期"),
        ("2023-06", None, ""),
        ("2023-03", "term_ends", "还有 29 天到期"),
        ("2023-02", "term_over", "已逾期 2 天"),
        ("2022-02", "term_long_over", "超过延期最长 1 年"),
        ("2022-03", "term_over", "已逾期"),
        ("2022", "term_over", "（选举日期只到 2022，按年末算），已逾期 61 天"),
        (None, None, ""),
    ],
)
def test_the_term_of_a_branch(elected: str | None, code: str | None, said: str) -> None:
    day = None if elected is None else PartialDate.from_iso(elected)
    found = findings(make(elected_on=day), POLICY, TODAY)
    assert [finding.code for finding in found] == ([code] if code else [])
    assert all(said in finding.message and finding.field == "elected_on" for finding in found)


@pytest.mark.parametrize(
    ("kind", "own", "due"),
    [
        (BRANCH, None, "2026-03-02"),
        (JOINT, None, "2026-03-02"),
        (GENERAL, None, "2026-03-02"),
        (COMMITTEE, None, "2028-03-02"),
        (TOWNSHIP, None, "2028-03-02"),
        (BRANCH, 5, "2028-03-02"),
        (COMMITTEE, 3, "2026-03-02"),
        (TEMPORARY, None, None),
        (TEMPORARY, 3, None),
        (UNION, None, None),
        (UNION, 5, "2028-03-02"),
        (None, 3, None),
    ],
)
def test_when_a_term_ends(kind: OrganizationKind | None, own: int | None, due: str | None) -> None:
    whole = make(kind, elected_on=PartialDate(2023, 3, 2), term_years=own)
    assert term_due(whole, POLICY) == (None if due is None else dt.date.fromisoformat(due))


def test_a_month_counts_to_its_last_day_also_in_a_leap_year() -> None:
    whole = make(elected_on=PartialDate(2025, 2))
    assert term_due(whole, POLICY) == dt.date(2028, 2, 29)
    assert term_due(make(elected_on=PartialDate(2024, 2, 29)), POLICY) == dt.date(2027, 2, 28)


def test_the_numbers_are_the_policys() -> None:
    policy = dataclasses.replace(
        POLICY, branch_members_min=5, joint_units_limit=2, committee_from=4, branch_term_years=5,
        general_branch_over=9, party_committee_from=11, term_notice_days=3, term_delay_years=2,
    )  # fmt: skip

    def found(**more: object) -> list[str]:
        return [finding.code for finding in findings(make(**more), policy, TODAY)]  # type: ignore[arg-type]

    assert found(members=4) == ["too_few_members", "no_committee"]
    assert found(members=5, committee="x", units=units(3)) == ["too_many_units"]
    assert found(members=10, committee="x") == ["due_general_branch"]
    assert found(members=11, committee="x") == ["due_committee"]
    assert found(elected_on=PartialDate(2021, 3, 6)) == []
    assert found(elected_on=PartialDate(2021, 3, 5)) == ["term_ends"]
    assert found(elected_on=PartialDate(2019, 3, 2)) == ["term_over"]
    assert found(elected_on=PartialDate(2019, 3, 1)) == ["term_long_over"]


def test_every_finding_names_its_remedy_and_its_source() -> None:
    whole = make(
        JOINT,
        members=2,
        units=units(6),
        elected_on=PartialDate(2020, 1, 1),
        formation=Formation.AREA,
    )
    found = findings(whole, POLICY, TODAY)
    assert [finding.code for finding in found] == [
        "too_few_members", "too_many_units", "term_long_over",
    ]  # fmt: skip
    for finding in found:
        assert isinstance(finding, Finding)
        assert finding.remedy.startswith("应")
        assert "条例" in finding.source or "标准" in finding.source
        reason = finding.as_reason()
        assert finding.remedy in reason.message
        assert finding.source in reason.message


def test_the_remedy_for_few_members_depends_on_what_is_shared() -> None:
    alone = findings(make(members=2), POLICY, TODAY)[0]
    shared = findings(make(JOINT, members=2), POLICY, TODAY)[0]
    assert "组建联合党支部" in alone.remedy
    assert "再联合" in shared.remedy


def test_a_dissolved_organization_is_left_in_peace() -> None:
    whole = make(members=1, elected_on=PartialDate(2010, 1, 1), state=OrganizationState.DISSOLVED)
    assert findings(whole, POLICY, TODAY) == ()


@pytest.mark.parametrize(
    ("kind", "formation", "count", "joint"),
    [
        (BRANCH, None, 1, False),
        (BRANCH, Formation.OWN, 0, False),
        (BRANCH, None, 2, True),
        (JOINT, None, 1, True),
        (BRANCH, Formation.TRADE, 1, True),
        (BRANCH, Formation.AREA, 1, True),
        (BRANCH, Formation.JOINT, 1, True),
    ],
)
def test_what_is_shared(
    kind: OrganizationKind, formation: Formation | None, count: int, joint: bool
) -> None:
    assert is_joint(make(kind, formation=formation, units=units(count))) is joint


@pytest.mark.parametrize(
    ("met", "checklist", "state", "stage", "missing"),
    [
        ((), ("甲", "乙"), "正常", Stage.STANDARDIZE, ("甲", "乙")),
        (("乙",), ("甲", "乙"), "正常", Stage.STANDARDIZE, ("甲",)),
        (("乙", "甲"), ("甲", "乙"), "正常", Stage.INNOVATE, ()),
        (("乙", "甲", "旧"), ("甲", "乙"), "正常", Stage.INNOVATE, ()),
        (("旧",), ("甲", "乙"), "正常", Stage.STANDARDIZE, ("甲", "乙")),
        ((), (), "正常", Stage.STANDARDIZE, ()),
        (("甲",), (), "正常", Stage.STANDARDIZE, ()),
        (("甲", "乙"), ("甲", "乙"), "已撤销", Stage.BUILD, ()),
    ],
)
def test_the_ladder(
    met: tuple[str, ...],
    checklist: tuple[str, ...],
    state: str,
    stage: Stage,
    missing: tuple[str, ...],
) -> None:
    whole = make(standards=met, state=OrganizationState(state))
    ladder = ladder_of(whole, checklist)
    assert (ladder.stage, ladder.missing) == (stage, missing)
    assert ladder.met == tuple(word for word in checklist if word in met)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("甲公司党支部", BRANCH),
        ("乙镇联合党支部", JOINT),
        ("丙项目临时党支部", TEMPORARY),
        ("丁公司党总支", GENERAL),
        ("戊集团党委", COMMITTEE),
        ("己公司工会", UNION),
        ("庚公司", None),
    ],
)
def test_a_name_says_the_kind(name: str, kind: OrganizationKind | None) -> None:
    assert kind_of_name(name) is kind
    assert completed(Organization(name=name)).kind is kind
    assert completed(Organization(name=name, kind=TOWNSHIP)).kind is TOWNSHIP


@pytest.mark.parametrize(
    ("formation", "count", "fields"),
    [(Formation.OWN, 1, []), (Formation.OWN, 2, ["formation"]), (Formation.AREA, 2, [])],
)
def test_an_own_organization_covers_one_unit(
    formation: Formation, count: int, fields: list[str]
) -> None:
    assert list(contradictions(make(formation=formation, units=units(count)))) == fields
