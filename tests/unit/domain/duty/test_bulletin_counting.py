"""Counting a half-year: every figure of a bulletin from records made by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from partydesk.domain.duty.bulletin import Material
from partydesk.domain.duty.bulletin_counting import figures_of
from partydesk.domain.duty.inspections import Inspection, InspectionWay, Shortcoming
from partydesk.domain.duty.leaves import Leave, LeaveKind
from partydesk.domain.duty.ledger import LedgerEntry
from partydesk.domain.duty.outcomes import Outcome
from partydesk.domain.duty.postings import Posting
from partydesk.domain.duty.reports import MonthlyReport

BUILD, SERVE = "抓党组织组建", "抓协调服务"


def posting(
    number: int, talent: int, person: str, unit: str, committee: str, begun: dt.date
) -> Posting:
    return Posting(
        placement_id=number, talent_id=talent, person=person, enterprise_id=number,
        enterprise=unit, superior=committee, started_on=begun,
    )  # fmt: skip


SUHE = posting(1, 1, "苏和", "塔林水泥", "工业园区", dt.date(2026, 1, 5))
LI = posting(2, 2, "李秀兰", "十家杂粮", "十家子镇", dt.date(2026, 5, 20))


def report(place: int, month: int, day: int = 4, days: int = 3, summary: str = "") -> MonthlyReport:
    return MonthlyReport(
        placement_id=place,
        year=2026,
        month=month,
        received_on=dt.date(2026, month + 1, day),
        days=days,
        summary=summary or "走访职工、组织学习、协调用地手续并收集企业意见，情况见台账，其他正常。",
    )


def entry(
    number: int,
    outcome: Outcome | None,
    *,
    duty: str = BUILD,
    place: int = 1,
    count: int | None = None,
    funds: str = "",
    result: str | None = None,
) -> LedgerEntry:
    return LedgerEntry(
        id=number,
        placement_id=place,
        happened_on=dt.date(2026, 2, 10),
        duty=duty,
        content=f"第{number}件事。",
        outcome=outcome,
        count=count,
        funds=Decimal(funds) if funds else None,
        result=result,
    )


def material() -> Material:
    return Material(
        year=2026,
        through=6,
        today=dt.date(2026, 7, 8),
        report_day=5,
        thin_below=30,
        duties=(BUILD, SERVE),
        usual_days=3,
        postings=(SUHE, LI),
    )


def test_reports_are_in_time_late_or_missing() -> None:
    reports = [report(1, 1), report(1, 2, day=5), report(1, 3, day=6), report(2, 6, day=7)]
    suhe, li = figures_of(replace(material(), reports=reports)).persons
    assert (suhe.expected, suhe.reports, suhe.missing, suhe.late) == (6, 3, (4, 5, 6), (3,))
    assert (li.expected, li.reports, li.missing, li.late) == (1, 1, (), (6,))  # May was half over


def test_a_report_that_is_not_due_yet_is_neither_expected_nor_missing() -> None:
    early = replace(material(), today=dt.date(2026, 7, 5))
    (suhe, _li) = figures_of(early).persons
    assert (suhe.expected, suhe.missing) == (5, (1, 2, 3, 4, 5))
    came = replace(early, reports=[report(1, 6, day=3)])
    assert figures_of(came).persons[0].expected == 6


def test_days_are_short_but_for_leave_and_the_first_month() -> None:
    reports = [report(1, 2, days=2), report(1, 3, days=0), report(2, 5, days=1)]
    ill = Leave(
        placement_id=1,
        kind=LeaveKind.SICK,
        from_on=dt.date(2026, 3, 2),
        to_on=dt.date(2026, 3, 20),
    )
    suhe, li = figures_of(replace(material(), reports=reports, leaves=[ill])).persons
    assert (suhe.short, suhe.days) == ((2,), 2)
    assert li.short == ()


def test_a_thin_report_says_little_or_has_no_line_of_the_ledger() -> None:
    reports = [report(1, 1, summary="正常。"), report(1, 2), report(1, 3)]
    found = figures_of(replace(material(), reports=reports, entries=[entry(1, None)]))
    assert found.persons[0].thin == (1, 3)


def test_outcomes_are_counted_by_duty_and_person_and_funds_apart() -> None:
    entries = [
        entry(1, Outcome.PARTY_ORGANIZATION),
        entry(2, Outcome.ACTIVIST, count=3),
        entry(3, Outcome.FUNDS, duty=SERVE, funds="12.5"),
        entry(4, Outcome.VISIT, duty=SERVE, place=2),
        entry(5, None, duty="其他"),
    ]
    found = figures_of(replace(material(), entries=entries))
    assert [(each.duty, each.lines) for each in found.duties] == [
        (BUILD, 2),
        (SERVE, 2),
        ("其他", 1),
    ]
    assert found.duties[0].counts == {Outcome.PARTY_ORGANIZATION: 1, Outcome.ACTIVIST: 3}
    assert found.counts[Outcome.FUNDS] == Decimal("12.5")
    assert [(each.outcomes, each.funds) for each in found.persons] == [
        (4, Decimal("12.5")),
        (1, Decimal(0)),
    ]


def test_examples_have_a_result_and_come_from_different_people() -> None:
    entries = [
        entry(1, Outcome.VISIT, count=9, result="了解情况"),
        entry(2, Outcome.MATTER),
        entry(3, Outcome.MATTER, result="已办结"),
        entry(4, Outcome.VISIT, place=2),
        entry(5, None, place=2, result="没有成效"),
    ]
    (duty, _other) = figures_of(replace(material(), entries=entries)).duties
    told = [(each.who, each.content, each.result) for each in duty.examples]
    assert told == [
        ("苏和（塔林水泥）", "第3件事", "已办结"),
        ("李秀兰（十家杂粮）", "第4件事", ""),
    ]


def test_who_changed_the_post_is_one_person() -> None:
    old = replace(SUHE, ended_on=dt.date(2026, 4, 10))
    new = posting(3, 1, "苏和", "宏远运输", "交通局", dt.date(2026, 4, 11))
    reports = [report(1, 1), report(1, 2), report(1, 3), report(3, 4), report(3, 5)]
    found = figures_of(replace(material(), postings=(new, old), reports=reports))
    (suhe,) = found.persons
    assert (suhe.unit, suhe.committee) == ("宏远运输、塔林水泥", "交通局")
    assert (suhe.expected, suhe.reports, suhe.missing, suhe.days) == (6, 5, (6,), 15)
    assert found.units == 2


def test_inspections_and_what_is_overdue() -> None:
    seen = Inspection(
        placement_id=1, held_on=dt.date(2026, 5, 1), way=InspectionWay.VISIT, by="乌兰"
    )
    open_ = Shortcoming(inspection_id=1, problem="记录不全", due_on=dt.date(2026, 7, 7))
    today = Shortcoming(inspection_id=1, problem="今天到期", due_on=dt.date(2026, 7, 8))
    found = figures_of(
        replace(material(), inspections=[seen], shortcomings=[(open_, SUHE), (today, SUHE)])
    )
    assert [each.inspected for each in found.persons] == [True, False]
    assert [each.problem for each in found.overdue] == ["记录不全"]
