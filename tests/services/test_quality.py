"""数据质量 and 四清 on a real workspace: what SQL counts is what reading record by record finds."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from partydesk.domain.completeness import (
    EXPECTED,
    Asked,
    Clear,
    Degree,
    completeness_of,
    is_blank,
    percent,
)
from partydesk.domain.enterprises import (
    Enterprise,
    Operation,
    PartyOrganization,
    Standing,
    UnitKind,
)
from partydesk.domain.errors import Cancelled, ValidationFailed
from partydesk.domain.listing import Query
from partydesk.domain.placements import Action, Order
from partydesk.domain.quality import Group, QualityReport
from partydesk.domain.values import Cell
from partydesk.services.completeness import clears_by_committee
from partydesk.services.history import undo
from partydesk.services.imports import apply_import, plan_import
from partydesk.services.placements import act
from partydesk.services.policies import save_policy
from partydesk.services.pools import find_records, save_record, save_records
from partydesk.services.quality import list_concerned, list_findings
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, consent_all, make_enterprise, make_pairs, make_talent, number_of


def group(report: QualityReport, code: str, field: str = "") -> Group | None:
    found = [one for one in report.groups if (one.code, one.field) == (code, field)]
    return found[0] if found else None


def codes(report: QualityReport) -> set[str]:
    return {one.code for one in report.groups if not one.is_gap}


def _is_asked(asked: Asked, unit: Enterprise) -> bool:
    return asked.applies_to(lambda name: getattr(unit, name))


def _random_units(count: int) -> list[dict[str, Cell]]:
    """Units with every sort of hole, always the same ones."""
    draw = Random(4)
    places: Sequence[Cell] = ("新惠镇", "长胜镇", None)
    entries: list[dict[str, Cell]] = []
    for number in range(count):
        entry: dict[str, Cell] = {
            "name": f"某厂{number}",
            "kind": draw.choice(["", *(kind.value for kind in UnitKind)]),
            "operation": draw.choice(["", *(state.value for state in Operation)]),
            "party_organization": draw.choice(["", *(o.value for o in PartyOrganization)]),
            "superior": draw.choice(["", "园区党委"]),
            "township": draw.choice(places),
        }
        words = {
            "capital": "0", "staff": "0", "revenue": "12.5", "members": "0", "probationary": "1",
            "activists": "2", "applicants": "0", "none_reason": "无党员", "scope": "水泥",
            "phone": "13800000004", "legal_person": "苏和", "registered_on": "2010-01-02",
        }  # fmt: skip
        entry |= {name: word for name, word in words.items() if draw.random() < 0.6}
        if entry["party_organization"] != "未组建":
            entry.pop("none_reason", None)
        entries.append(entry)
    return entries


@pytest.fixture
def many(workspace: Workspace) -> list[Enterprise]:
    save_records(workspace, "enterprises", _random_units(120))
    rows = find_records(workspace, "enterprises", Query(include_retired=True)).rows
    return [unit for unit in rows if isinstance(unit, Enterprise)]


def test_sql_counts_the_gaps_that_reading_each_record_finds(
    workspace: Workspace, many: list[Enterprise]
) -> None:
    report = list_findings(workspace)
    here = [unit for unit in many if not unit.is_retired]
    assert report.looked_at["enterprises"] == len(here) < len(many)

    def lacking(asked: Asked) -> set[int | None]:
        return {
            unit.id
            for unit in here
            if is_blank(getattr(unit, asked.name)) and _is_asked(asked, unit)
        }

    for asked in EXPECTED["enterprises"]:
        found = group(report, "gap", asked.name)
        assert (found.count if found else 0) == len(lacking(asked)), asked.name
        if found:
            concerned = list_concerned(workspace, found, 0, 500)
            assert {one.id for one in concerned} == lacking(asked)
            assert {one.field for one in concerned} == {asked.name}


def test_sql_averages_the_clears_that_reading_each_record_finds(
    workspace: Workspace, many: list[Enterprise]
) -> None:
    by_name = {one.name: one for one in clears_by_committee(workspace)}
    here = [unit for unit in many if not unit.is_retired]
    groups: dict[str, list[Enterprise]] = {}
    for unit in here:
        groups.setdefault(unit.superior or unit.township or "", []).append(unit)
    assert set(groups) == set(by_name) == {"园区党委", "新惠镇", "长胜镇", ""}
    for name, units in groups.items():
        whole = [completeness_of(unit) for unit in units]
        expected = sum((one.total.share for one in whole), Fraction(0)) / len(units)
        assert by_name[name].total == expected
        assert by_name[name].complete == sum(one.total.is_clear for one in whole)
        for clear in Clear:
            shares = sum((one.clears[clear].share for one in whole), Fraction(0))
            assert by_name[name].clears[clear] == shares / len(units)
    order = [one.total for one in clears_by_committee(workspace)]
    assert order == sorted(order)


def test_the_list_is_ordered_by_the_clears_in_sql(
    workspace: Workspace, many: list[Enterprise]
) -> None:
    del many
    query = Query(sort="clears", include_retired=True)
    rows = find_records(workspace, "enterprises", query).rows
    shares = [completeness_of(unit).total.share for unit in rows]
    assert shares == sorted(shares)
    assert shares[0] < shares[-1]
    page = find_records(workspace, "enterprises", Query(sort="clears", descending=True, limit=7))
    assert percent(completeness_of(page.rows[0]).total.share) == percent(max(shares))


def test_a_full_unit_is_clear_and_a_blank_one_is_not(workspace: Workspace) -> None:
    blank = make_enterprise(workspace)
    assert completeness_of(blank).clears[Clear.MEMBERS] == Degree(
        0, 5, ("members", "probationary", "activists", "applicants", "owner_political")
    )
    report = list_findings(workspace)
    found = group(report, "gap", "staff")
    assert found is not None
    assert found.rule.title == "缺从业人员"
    assert "生产经营" in found.rule.remedy
    (one,) = list_concerned(workspace, found)
    assert (one.id, one.field, one.message) == (blank.id, "staff", "未填从业人员")


def test_mending_takes_the_finding_away_and_undo_brings_it_back(workspace: Workspace) -> None:
    unit = make_enterprise(workspace, credit_code="91150430MA0N2GJ70F", standing="未入库")
    assert "code_wrong" in codes(list_findings(workspace))
    cells: dict[str, Cell] = {"credit_code": "91150430MA0N2GJ70E"}
    saved = save_record(workspace, "enterprises", unit.id, cells)
    assert "code_wrong" not in codes(list_findings(workspace))
    assert saved.changes.action is not None
    undo(workspace, saved.changes.action)
    assert "code_wrong" in codes(list_findings(workspace))


def test_units_are_held_against_the_register_of_organizations(workspace: Workspace) -> None:
    none = make_enterprise(workspace)
    own = make_enterprise(workspace, party_organization="单独组建", members="5")
    lonely = make_enterprise(workspace, party_organization="单独组建", members="5")
    branch: dict[str, Cell] = {"name": "甲厂党支部", "members": "4"}
    save_record(workspace, "organizations", None, {**branch, "units": own.name})
    save_record(workspace, "organizations", None, {"name": "乙厂党支部", "units": none.name})
    # The register of organizations filled it in; somebody knows better.
    save_record(workspace, "enterprises", none.id, {"party_organization": "未组建"})
    report = list_findings(workspace)
    by_code = {
        one.code: [finding.id for finding in one.findings]
        for one in report.groups
        if one.code in ("covered_but_none", "founded_uncovered", "members_differ")
    }
    assert by_code == {
        "covered_but_none": [none.id],
        "founded_uncovered": [lonely.id],
        "members_differ": [own.id],
    }


def test_a_dissolved_organization_covers_nobody(workspace: Workspace) -> None:
    unit = make_enterprise(workspace, party_organization="未组建")
    save_record(
        workspace,
        "organizations",
        None,
        {"name": "旧党支部", "units": unit.name, "state": "已撤销", "state_reason": "企业注销"},
    )
    assert "covered_but_none" not in codes(list_findings(workspace))


def test_somebody_posted_who_left_the_pool_is_found_until_the_term_ends(
    workspace: Workspace,
) -> None:
    (pair,) = make_pairs(workspace)
    consent_all(workspace)
    assert "away_on_duty" not in codes(list_findings(workspace))
    act(workspace, YEAR, Action.SIGN, Order(workspace.today()))
    save_record(workspace, "talents", pair.talent_id, {"state": "暂缓", "state_reason": "住院"})
    save_record(workspace, "enterprises", pair.enterprise_id, {"standing": Standing.LEFT.value})
    report = list_findings(workspace)
    assert {"away_on_duty", "host_gone"} <= codes(report)
    found = group(report, "away_on_duty")
    assert found is not None
    assert found.findings[0].id == pair.talent_id


def test_progress_is_told_and_may_cancel(workspace: Workspace) -> None:
    save_records(workspace, "enterprises", [{"name": f"某厂{n}"} for n in range(2100)])
    told: list[tuple[int, int, str]] = []
    list_findings(workspace, lambda done, total, what: told.append((done, total, what)))
    assert told[0] == (2000, 2100, "检查单位")

    def stop(done: int, total: int, what: str) -> None:
        del done, total, what
        raise Cancelled

    with pytest.raises(Cancelled):
        list_findings(workspace, stop)


def test_namesakes_are_told_apart_from_units_that_are_gone(workspace: Workspace) -> None:
    first, second = (make_enterprise(workspace, name="塔林粮库") for _ in range(2))
    make_enterprise(workspace, name="老粮库", operation="注销", standing="出库")
    make_enterprise(workspace, name="老粮库")
    found = group(list_findings(workspace), "same_unit")
    assert found is not None
    assert [one.id for one in found.findings] == [first.id, second.id]


def test_an_organization_over_a_unit_that_is_gone_is_found(workspace: Workspace) -> None:
    unit = make_enterprise(workspace, name="老矿业")
    save_record(workspace, "organizations", None, {"name": "老矿党支部", "units": "老矿业"})
    assert "covers_gone" not in codes(list_findings(workspace))
    save_record(workspace, "enterprises", unit.id, {"operation": "吊销", "standing": "出库"})
    assert "covers_gone" in codes(list_findings(workspace))


def test_people_and_numbers(workspace: Workspace) -> None:
    make_talent(workspace, name="苏和", birth="1970-07-07", phone="138000")
    make_talent(workspace, name="苏和", birth="1970-07-07", state="暂缓")
    report = list_findings(workspace)
    assert codes(report) == {"same_person", "phone_odd"}
    gap = group(report, "gap", "citizen_number")
    assert gap is not None
    assert gap.rule.severity.word == "须核对"
    assert [one.message for one in list_concerned(workspace, gap)] == ["未填公民身份号码"] * 2
    assert len(list_concerned(workspace, gap, 1, 5)) == 1
    reason = group(report, "gap", "state_reason")
    assert reason is not None
    assert reason.count == 1


@pytest.mark.skipif("PARTYDESK_REGISTER" not in os.environ, reason="needs a real register")
def test_an_honest_register_raises_no_alarm(workspace: Workspace) -> None:
    path = Path(os.environ["PARTYDESK_REGISTER"])
    plan = plan_import(workspace, "enterprises", path)
    apply_import(workspace, plan)
    report = list_findings(workspace)
    assert report.looked_at["enterprises"] > 500
    assert codes(report) == set()
    assert report.count(gaps=True) > 0


def test_a_day_in_the_future_is_found_on_its_day(workspace: Workspace) -> None:
    unit = make_enterprise(workspace, admitted_on="2026-03-01", registered_on="2020-01-01")
    assert number_of(unit)
    assert "date_future" not in codes(list_findings(workspace))
    early = dt.date(2026, 2, 1)
    workspace.clock = lambda: dt.datetime(early.year, early.month, early.day, tzinfo=dt.UTC)
    assert "date_future" in codes(list_findings(workspace))


def test_the_list_narrows_to_the_units_that_fit_and_are_outside(workspace: Workspace) -> None:
    """What the filter finds in SQL is what the rule finds unit by unit."""
    draw = Random(7)
    entries: list[dict[str, Cell]] = []
    for number in range(80):
        entry: dict[str, Cell] = {"name": f"某社{number}", "standing": draw.choice(list(Standing))}
        if draw.random() < 0.7:
            entry["staff"] = str(draw.choice((0, 49, 50, 200)))
        if draw.random() < 0.7:
            entry["revenue"] = draw.choice(("499.9", "500", "9000"))
        if draw.random() < 0.3:
            entry["influence"] = draw.choice(("龙头企业", "知名商标", "纳税大户、示范合作社"))
        if draw.random() < 0.5:
            entry["operation"] = draw.choice(list(Operation)).value
        entries.append(entry)
    save_records(workspace, "enterprises", entries)
    found = group(list_findings(workspace), "fit_outside")
    assert found is not None
    listed = find_records(workspace, "enterprises", Query(conditions=("fit_outside",))).rows
    assert {unit.id for unit in listed} == {one.id for one in found.findings}
    assert 3 < len(listed) < 40
    nothing = {"admission_staff": "0", "admission_revenue": "0", "admission_influence": ""}
    save_policy(workspace, YEAR, nothing)
    assert group(list_findings(workspace), "fit_outside") is None
    assert not find_records(workspace, "enterprises", Query(conditions=("fit_outside",))).rows


def test_the_years_policy_says_what_age_is_odd(workspace: Workspace) -> None:
    make_talent(workspace, birth="1950-01-01", citizen_number="")
    assert "age_odd" not in codes(list_findings(workspace))
    save_policy(workspace, YEAR, {"quality_age_to": "75"})
    assert "age_odd" in codes(list_findings(workspace))
    with pytest.raises(ValidationFailed) as failed:
        save_policy(workspace, YEAR, {"quality_age_to": "20"})
    assert failed.value.fields == {"quality_age_to": "年龄不大于应在 60 至 150 岁之间"}
