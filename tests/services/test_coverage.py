"""Who covers a unit, which units are due, and the rates, counted from stored records."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import select

from partydesk.db.models import OrganizationRow
from partydesk.domain.coverage import CoverageFigure, Denominator, Rate, Status, status_of
from partydesk.domain.enterprises import Enterprise
from partydesk.domain.errors import NotFound
from partydesk.domain.listing import Query
from partydesk.domain.organization_rules import Stage, ladder_of, term_due
from partydesk.domain.organizations import MASS_ORGANIZATIONS, SUPERIORS, OrganizationState
from partydesk.domain.placements import Action, Order
from partydesk.domain.policy import policy_from
from partydesk.domain.values import Cell
from partydesk.services.coverage import (
    TERM_DUE,
    UNBUILT,
    count_unbuilt,
    coverage_by_committee,
    coverage_figures,
    coverage_of,
)
from partydesk.services.dictionaries import add_word, list_words, retire_word
from partydesk.services.placements import act
from partydesk.services.policies import default_rules, get_policy, save_policy
from partydesk.services.pools import find_numbers, find_records, save_record, save_records
from partydesk.services.workspace import Workspace
from tests.factories import (
    YEAR,
    StandingClock,
    consent_all,
    make_enterprise,
    make_pairs,
    number_of,
    the_pair,
)


def appoint(workspace: Workspace) -> int:
    """Let somebody work in a unit; give the unit's number."""
    make_pairs(workspace, source="退休")
    consent_all(workspace)
    act(workspace, YEAR, Action.SIGN, Order(workspace.today()))
    act(workspace, YEAR, Action.APPOINT, Order(workspace.today()))
    return the_pair(workspace).enterprise_id


def of(found: tuple[CoverageFigure, ...], rate: Rate, base: Denominator) -> tuple[int, int]:
    """Numerator and denominator of one of the figures."""
    (one,) = [figure for figure in found if figure.rate is rate and figure.base is base]
    return one.numerator, one.denominator


def test_a_unit_tells_who_works_in_it(workspace: Workspace) -> None:
    here = make_enterprise(workspace, members="4", mass_organizations="妇联")
    number = number_of(here)
    assert coverage_of(workspace, number).status is Status.UNBUILT
    cells: dict[str, Cell] = {"name": "甲党支部", "units": here.name, "secretary": "田秀英"}
    branch = save_record(workspace, "organizations", None, cells).id
    union: dict[str, Cell] = {"name": "甲工会", "units": here.name}
    save_record(workspace, "organizations", None, union)
    gone: dict[str, Cell] = {"name": "旧党支部", "units": here.name, "state": "已撤销"}
    save_record(workspace, "organizations", None, gone)
    found = coverage_of(workspace, number)
    assert found.status is Status.OWN
    assert [(one.organization.id, one.secretary) for one in found.organizations] == [
        (branch, "田秀英")
    ]
    assert [one.organization.label for one in found.masses] == ["甲工会"]
    assert found.mass_words == ("妇联", "工会")
    assert found.posted == ()
    with pytest.raises(NotFound):
        coverage_of(workspace, 999)


def test_people_in_office_are_named_until_their_term_ends(
    workspace: Workspace, clock: StandingClock
) -> None:
    number = appoint(workspace)
    (posted,) = coverage_of(workspace, number).posted
    pair = the_pair(workspace)
    assert (posted.name, posted.role, posted.term_to) == (pair.talent, pair.role, pair.term_to)
    assert posted.term_to is not None
    clock.advance(days=(posted.term_to - workspace.today()).days)
    assert coverage_of(workspace, number).posted == (posted,)
    clock.advance(days=1)
    assert coverage_of(workspace, number).posted == ()


UNITS: list[dict[str, Cell]] = [
    {"members": members, "operation": operation, "party_organization": party, "ownership": owner}
    for members in ("", "2", "3", "9")
    for operation in ("", "正常", "停产停业", "空壳", "注销", "吊销")
    for party in ("", "单独组建", "未组建")
    for owner in ("", "非公有制", "公有制", "未定")
]


def test_the_list_of_units_due_holds_just_those_that_are(workspace: Workspace) -> None:
    named = [{"name": f"单位{place}", **cells} for place, cells in enumerate(UNITS)]
    save_records(workspace, "enterprises", named)
    every = find_records(workspace, "enterprises", Query(include_retired=True)).rows
    assert len(every) == len(UNITS)
    due = {one.id for one in every if isinstance(one, Enterprise) and _is_due(one)}
    query = Query(conditions=(UNBUILT,), include_retired=True)
    listed = find_records(workspace, "enterprises", query)
    assert {one.id for one in listed.rows} == due
    assert listed.total == count_unbuilt(workspace) == len(due) == 24
    assert set(find_numbers(workspace, "enterprises", query)) == due
    narrowed = Query(conditions=(UNBUILT,), filters={"operation": ("正常",)})
    assert find_records(workspace, "enterprises", narrowed).total == 12


def _is_due(unit: Enterprise) -> bool:
    return status_of(unit, 3) is Status.UNBUILT


def test_the_policy_says_from_how_many_members_on(workspace: Workspace) -> None:
    make_enterprise(workspace, members="4")
    assert count_unbuilt(workspace) == 1
    save_policy(workspace, YEAR, {"branch_members_min": "5"})
    assert count_unbuilt(workspace) == 0


@pytest.mark.parametrize("day", ["2026-03-02", "2027-02-28", "2028-02-29", "2027-11-30"])
def test_the_list_of_terms_due_holds_just_those_that_are(
    workspace: Workspace, clock: StandingClock, day: str
) -> None:
    days = (
        "2021-03-02", "2023-05-31", "2023-06-01", "2024-02-29", "2026-01-01", "",
        "2023-05", "2023-06", "2024-02", "2025-05", "2022", "2025",
    )  # fmt: skip
    entries: list[dict[str, Cell]] = [
        {"name": f"甲{kind}{elected}{years}", "kind": kind, "elected_on": elected,
         "term_years": years}
        for kind in ("党支部", "临时党支部", "党总支", "党委", "园区党委", "工会", "")
        for elected in days
        for years in ("", "2", "5")
    ]  # fmt: skip
    gone: dict[str, Cell] = {"name": "旧", "kind": "党支部", "elected_on": "2001-01-01"}
    save_records(workspace, "organizations", [*entries, {**gone, "state": "已撤销"}])
    clock.advance(days=(dt.date.fromisoformat(day) - workspace.today()).days)
    policy = policy_from(default_rules("塔林旗"), YEAR)
    until = workspace.today() + dt.timedelta(days=policy.term_notice_days)
    every = find_records(workspace, "organizations", Query(include_retired=True)).rows
    due = {
        one.id
        for one in every
        if one.state is OrganizationState.ACTIVE
        if (last := term_due(one, policy)) is not None and last <= until
    }
    query = Query(conditions=(TERM_DUE,), include_retired=True)
    assert {one.id for one in find_records(workspace, "organizations", query).rows} == due
    assert due


@pytest.mark.parametrize("checklist", [("甲项", "乙项"), ("甲项",), ()])
def test_the_lists_by_stage_hold_just_those_that_stand_there(
    workspace: Workspace, checklist: tuple[str, ...]
) -> None:
    for word in list_words(workspace, "standard"):
        retire_word(workspace, word.id, retired=True)
    for name in checklist:
        add_word(workspace, "standard", name)
    entries: list[dict[str, Cell]] = [
        {"name": f"某{kind}{place}{state}", "kind": kind, "state": state}
        for kind in ("党支部", "党委", "园区党委", "工会", "")
        for place in range(4)
        for state in ("正常", "已撤销")
    ]
    save_records(workspace, "organizations", entries)
    met = ("", "甲项", "乙项", "甲项、乙项")
    with workspace.unit_of_work("save_set", "设") as uow:
        for row in uow.session.scalars(select(OrganizationRow)):
            row.standards = tuple(filter(None, met[(row.id // 2) % 4].split("、")))
        uow.commit()
    every = find_records(workspace, "organizations", Query(include_retired=True)).rows
    for condition, stage in (
        ("standardizing", Stage.STANDARDIZE), ("innovating", Stage.INNOVATE),
    ):  # fmt: skip
        expected = {
            one.id
            for one in every
            if one.kind not in SUPERIORS | MASS_ORGANIZATIONS and not one.is_retired
            if ladder_of(one, checklist).stage is stage
        }
        query = Query(conditions=(condition,), include_retired=True)
        listed = find_records(workspace, "organizations", query).rows
        assert {one.id for one in listed} == expected
        assert bool(expected) is (condition == "standardizing" or bool(checklist))


def test_an_unknown_condition_is_a_mistake_of_the_program(workspace: Workspace) -> None:
    with pytest.raises(ValueError, match="conditions"):
        find_records(workspace, "talents", Query(conditions=(UNBUILT,)))


def test_the_rates_count_what_is_stored(workspace: Workspace) -> None:
    posted = appoint(workspace)
    save_record(workspace, "enterprises", posted, {"superior": "甲党委"})
    for cells in (
        {"members": "5", "party_organization": "单独组建", "superior": "甲党委", "staff": "120"},
        {"party_organization": "联合组建", "superior": "乙党委", "revenue": "2000"},
        {"members": "3", "mass_organizations": "工会", "staff": "99"},
        {"kind": "农牧民专业合作社"},
        {"operation": "停产停业", "party_organization": "单独组建"},
        {"operation": "空壳"},
        {"operation": "注销"},
        {"ownership": "公有制", "party_organization": "单独组建"},
    ):
        make_enterprise(workspace, **{"standing": "", **cells})
    found = coverage_figures(workspace, YEAR)
    assert of(found, Rate.ORGANIZED, Denominator.ENTERPRISES) == (2, 4)
    assert of(found, Rate.OWN, Denominator.ENTERPRISES) == (1, 4)
    assert of(found, Rate.WORK_ALL, Denominator.ENTERPRISES) == (4, 4)
    assert of(found, Rate.WORK_REST, Denominator.ENTERPRISES) == (1, 2)
    assert of(found, Rate.ORGANIZED, Denominator.OPERATING) == (2, 5)
    assert of(found, Rate.ORGANIZED, Denominator.SIZABLE) == (2, 2)
    assert of(found, Rate.ORGANIZED, Denominator.DUE) == (1, 2)
    assert of(found, Rate.ORGANIZED, Denominator.ALL) == (4, 8)
    rate = next(one for one in found if one.base is Denominator.ALL)
    assert rate.percent == Decimal("50.00")
    assert rate.denominator_name == "全部在册单位"
    parts = coverage_by_committee(workspace, YEAR)
    assert list(parts) == ["乙党委", "甲党委", ""]
    assert of(parts["甲党委"], Rate.ORGANIZED, Denominator.ENTERPRISES) == (1, 2)
    assert of(parts["甲党委"], Rate.WORK_REST, Denominator.ENTERPRISES) == (1, 1)
    assert of(parts[""], Rate.ORGANIZED, Denominator.ALL) == (2, 5)


def test_a_year_that_is_over_counts_who_was_in_office_then(
    workspace: Workspace, clock: StandingClock
) -> None:
    appoint(workspace)
    assert of(coverage_figures(workspace, YEAR), Rate.WORK_REST, Denominator.ALL) == (1, 1)
    assert of(coverage_figures(workspace, YEAR - 1), Rate.WORK_REST, Denominator.ALL) == (0, 1)
    clock.advance(days=1000)
    assert of(coverage_figures(workspace, YEAR), Rate.WORK_REST, Denominator.ALL) == (1, 1)
    assert of(coverage_figures(workspace, YEAR + 2), Rate.WORK_REST, Denominator.ALL) == (0, 1)


def test_what_is_sizable_is_the_years_policy(workspace: Workspace) -> None:
    make_enterprise(workspace, staff="60")
    assert of(coverage_figures(workspace, YEAR), Rate.OWN, Denominator.SIZABLE) == (0, 0)
    save_policy(workspace, YEAR, {"sizable_staff": "60"})
    assert get_policy(workspace, YEAR).sizable_staff == 60
    assert of(coverage_figures(workspace, YEAR), Rate.OWN, Denominator.SIZABLE) == (0, 1)
