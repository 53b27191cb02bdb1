"""What the program works out by itself for an evaluation, each as a share of what was due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from partydesk.db.models import (
    EnterpriseRow,
    InspectionRow,
    MonthlyReportRow,
    ParticipationRow,
    PlacementRow,
    PlanItemRow,
    PostRow,
    RoundRow,
    TrainingSessionRow,
)
from partydesk.db.queries.plans import counted_outcomes
from partydesk.domain.coverage import Denominator, Rate
from partydesk.domain.duty.inspections import Satisfaction
from partydesk.domain.duty.postings import Posting
from partydesk.domain.duty.reports import due_on, months_over
from partydesk.domain.duty.trainings import Presence
from partydesk.domain.evaluation.inputs import Share
from partydesk.domain.evaluation.kinds import Datum
from partydesk.domain.placements import SERVED
from partydesk.services.coverage import coverage_by_committee_in
from partydesk.services.duty.owed import owed_in
from partydesk.services.duty.plan_template import item_of
from partydesk.services.duty.plans import target_of
from partydesk.services.policies import policy_in


@dataclass(frozen=True, slots=True)
class Asked:
    """About whom a share is asked.

    Attributes:
        session: Open session.
        year: The year.
        today: Nothing after it was due.
        postings: The person's, or those of the units under the committee.
        committee: Name of the committee; empty for a person.
        totals: The points of the people under the committee, where they are known.
        owed: Posting → months of which it owes a report, where that is known already.
    """

    session: Session
    year: int
    today: dt.date
    postings: Sequence[Posting]
    committee: str = ""
    totals: Sequence[Decimal] = ()
    owed: Mapping[int, Sequence[int]] | None = None

    @property
    def ids(self) -> list[int]:
        """The postings' numbers."""
        return [each.placement_id for each in self.postings]


def share_of(datum: Datum, asked: Asked) -> Share:
    """Work a datum out."""
    return _SHARES[datum](asked)


def owed_reports(asked: Asked) -> list[tuple[Posting, int]]:
    """Which posting owes a report of which month: those that are over by today."""
    over = months_over(asked.year, asked.today)
    owed = asked.owed
    if owed is None:
        owed = owed_in(asked.session, asked.year, {each.talent_id for each in asked.postings})
    return [
        (posting, month)
        for posting in asked.postings
        for month in owed[posting.placement_id]
        if month in over
    ]


def reports_of(asked: Asked) -> dict[tuple[int, int], MonthlyReportRow]:
    """Give the reports that came in: posting and month → the report."""
    rows = asked.session.scalars(
        select(MonthlyReportRow)
        .where(MonthlyReportRow.year == asked.year, MonthlyReportRow.placement_id.in_(asked.ids))
        .options(lazyload(MonthlyReportRow.placement))  # with all its papers, otherwise
    )
    return {(row.placement_id, row.month): row for row in rows}


def _days(asked: Asked) -> Share:
    """Days on post month by month; more in one month does not make up for less in another."""
    usual = policy_in(asked.session, asked.year).attendance_days
    reports = reports_of(asked)
    due, reached = 0, 0
    for posting, month in owed_reports(asked):
        wanted = posting.days_wanted(usual)
        report = reports.get((posting.placement_id, month))
        due += wanted
        reached += min(wanted, report.days) if report else 0
    return Share(Decimal(reached), Decimal(due), f"应到岗 {due} 天，达标 {reached} 天")


def _monthly(asked: Asked) -> Share:
    """Reports handed in in time; what is not in and may still come is not counted."""
    reports = reports_of(asked)
    due_day = policy_in(asked.session, asked.year).report_due_day
    owed, in_time = 0, 0
    for posting, month in owed_reports(asked):
        report, due = reports.get((posting.placement_id, month)), due_on(asked.year, month, due_day)
        if report is None and asked.today <= due:
            continue
        owed += 1
        in_time += report is not None and report.received_on <= due
    return Share(Decimal(in_time), Decimal(owed), f"应报 {owed} 次，按时 {in_time} 次")


def _plan(asked: Asked) -> Share:
    """Targets that were reached: counted in the ledger, or ticked off."""
    items = asked.session.scalars(
        select(PlanItemRow).where(
            PlanItemRow.year == asked.year, PlanItemRow.placement_id.in_(asked.ids)
        )
    ).all()
    counted = counted_outcomes(asked.session, asked.year, asked.ids)
    done = sum(target_of(item_of(row), counted).is_reached for row in items)
    return Share(Decimal(done), Decimal(len(items)), f"任务 {len(items)} 项，完成 {done} 项")


def _inspections(asked: Asked) -> Share:
    """Inspections without a fault: on post, the enterprise not dissatisfied, nothing overdue."""
    rows = asked.session.scalars(
        select(InspectionRow)
        .where(
            InspectionRow.placement_id.in_(asked.ids),
            InspectionRow.held_on.between(dt.date(asked.year, 1, 1), dt.date(asked.year, 12, 31)),
        )
        .options(lazyload(InspectionRow.placement))
    ).all()
    sound = sum(_is_sound(row, asked.today) for row in rows)
    words = f"督查 {len(rows)} 次，合格 {sound} 次"
    return Share(Decimal(sound), Decimal(len(rows)), words)


def _is_sound(row: InspectionRow, today: dt.date) -> bool:
    overdue = any(each.closed_on is None and each.due_on < today for each in row.shortcomings)
    return row.on_post is not False and row.satisfaction is not Satisfaction.BAD and not overdue


def _training(asked: Asked) -> Share:
    people = {each.talent_id for each in asked.postings}
    rows = asked.session.scalars(
        select(ParticipationRow)
        .join(TrainingSessionRow)
        .where(
            ParticipationRow.talent_id.in_(people),
            TrainingSessionRow.held_from.between(
                dt.date(asked.year, 1, 1), dt.date(asked.year, 12, 31)
            ),
        )
    ).all()
    there = sum(row.presence is Presence.PRESENT for row in rows)
    return Share(Decimal(there), Decimal(len(rows)), f"应训 {len(rows)} 次，参训 {there} 次")


def _coverage(asked: Asked) -> Share:
    rates = coverage_by_committee_in(asked.session, asked.year, asked.today)
    for figure in rates.get(asked.committee, ()):
        if (figure.rate, figure.base) == (Rate.ORGANIZED, Denominator.OPERATING):
            words = (
                f"{figure.denominator_name} {figure.denominator} 家，"
                f"{figure.numerator_name} {figure.numerator} 家"
            )
            return Share(Decimal(figure.numerator), Decimal(figure.denominator), words)
    return Share(Decimal(0), Decimal(0), "没有所属的单位")


def _posts_filled(asked: Asked) -> Share:
    served = select(PlacementRow.post_id).where(PlacementRow.state.in_(SERVED))
    wanted = (
        select(PostRow.id)
        .join(RoundRow, RoundRow.id == PostRow.round_id)
        .join(EnterpriseRow, EnterpriseRow.id == PostRow.enterprise_id)
        .where(
            RoundRow.year == asked.year,
            EnterpriseRow.superior == asked.committee,
            PostRow.closed_on.is_(None),
        )
    )
    posts = asked.session.scalars(wanted).all()
    filled = len(set(posts) & set(asked.session.scalars(served)))
    words = f"岗位 {len(posts)} 个，已配 {filled} 个"
    return Share(Decimal(filled), Decimal(len(posts)), words)


def _instructors(asked: Asked) -> Share:
    count = len(asked.totals)
    if not count:
        return Share(Decimal(0), Decimal(0), "没有已评定的驻企人员")
    total = sum(asked.totals, Decimal(0))
    words = f"驻企人员 {count} 人，总分合计 {total:f}"
    return Share(min(total, Decimal(100 * count)), Decimal(100 * count), words)


_SHARES: Final[Mapping[Datum, Callable[[Asked], Share]]] = {
    Datum.DAYS: _days,
    Datum.REPORTS: _monthly,
    Datum.PLAN: _plan,
    Datum.INSPECTIONS: _inspections,
    Datum.TRAINING: _training,
    Datum.COVERAGE: _coverage,
    Datum.POSTS_FILLED: _posts_filled,
    Datum.INSTRUCTORS: _instructors,
}
