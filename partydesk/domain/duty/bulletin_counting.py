"""Counting what a bulletin tells from the records of its period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from partydesk.domain.duty.bulletin import (
    BulletinFigures,
    DutyFigures,
    Example,
    Material,
    OverdueShortcoming,
    PersonFigures,
)
from partydesk.domain.duty.ledger import LedgerEntry
from partydesk.domain.duty.outcomes import Outcome
from partydesk.domain.duty.postings import (
    Posting,
    is_away_in,
)
from partydesk.domain.duty.reports import (
    MonthlyReport,
    due_on,
    month_span,
    months_owed,
    overlap_days,
)
from partydesk.domain.evaluation.months import Span

#: So many examples are told of a duty.
_EXAMPLES: Final = 2


def figures_of(material: Material) -> BulletinFigures:
    """Count everything a bulletin tells."""
    m = material
    people: dict[int, list[Posting]] = defaultdict(list)
    for posting in sorted(m.postings, key=lambda each: (each.started_on, each.placement_id)):
        people[posting.talent_id].append(posting)
    due = _reports_due(m)
    return BulletinFigures(
        year=m.year,
        through=m.through,
        counted_on=m.today,
        units=len({posting.enterprise for posting in m.postings}),
        inspections=len(m.inspections),
        duties=_duties(m),
        persons=tuple(_person(m, postings, due) for postings in people.values()),
        overdue=tuple(
            OverdueShortcoming(who=posting.label, problem=row.problem, due_on=row.due_on)
            for row, posting in m.shortcomings
            if row.due_on < m.today
        ),
    )


def count_of(entry: LedgerEntry) -> int:
    """How many outcomes a line counts; funds are no number of things."""
    if entry.outcome is None or entry.outcome is Outcome.FUNDS:
        return 0
    return 1 if entry.count is None else entry.count


def _reports_due(m: Material) -> set[tuple[int, int]]:
    """Posting and month of every report whose day has passed, or that is in already."""
    known = {(each.placement_id, each.month) for each in m.reports}
    people: dict[int, dict[int, Span]] = defaultdict(dict)
    for posting in m.postings:
        people[posting.talent_id][posting.placement_id] = (posting.started_on, posting.ended_on)
    away: dict[int, list[Span]] = defaultdict(list)
    for leave in m.leaves:
        away[leave.placement_id].append((leave.from_on, leave.to_on))
    return {
        (posting, month)
        for spans in people.values()
        for posting, months in months_owed(spans, away, m.year).items()
        for month in months
        if month <= m.through
        and ((posting, month) in known or due_on(m.year, month, m.report_day) < m.today)
    }


def _person(m: Material, postings: Sequence[Posting], due: set[tuple[int, int]]) -> PersonFigures:
    by_id = {posting.placement_id: posting for posting in postings}
    reports = [
        each
        for each in m.reports
        if each.placement_id in by_id and _served_in(by_id[each.placement_id], each)
    ]
    entries = [each for each in m.entries if each.placement_id in by_id]
    known = {(each.placement_id, each.month) for each in reports}
    expected = {each for each in due if each[0] in by_id}
    latest = postings[-1]
    return PersonFigures(
        name=latest.person,
        unit="、".join(dict.fromkeys(posting.enterprise for posting in reversed(postings))),
        committee=latest.committee,
        outcomes=sum(count_of(entry) for entry in entries),
        funds=sum((entry.funds or Decimal(0) for entry in entries), Decimal(0)),
        reports=len(known & expected),
        expected=len(expected),
        days=sum(each.days for each in reports),
        missing=_months(month for place, month in expected - known),
        late=_months(each.month for each in reports if _is_late(m, each)),
        thin=_months(each.month for each in reports if _is_thin(m, each)),
        short=_months(each.month for each in reports if _is_short(m, each, by_id)),
        inspected=any(each.placement_id in by_id for each in m.inspections),
    )


def _served_in(posting: Posting, report: MonthlyReport) -> bool:
    """Whether the person was on that post at all; a change that is recorded late leaves reports."""
    span = (posting.started_on, posting.ended_on)
    return overlap_days(span, *month_span(report.year, report.month)) > 0


def _months(months: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(months)))


def _is_late(m: Material, report: MonthlyReport) -> bool:
    return report.received_on > due_on(report.year, report.month, m.report_day)


def _is_thin(m: Material, report: MonthlyReport) -> bool:
    told = any(
        each.placement_id == report.placement_id and each.happened_on.month == report.month
        for each in m.entries
    )
    return not told or len("".join((report.summary or "").split())) < m.thin_below


def _is_short(m: Material, report: MonthlyReport, by_id: dict[int, Posting]) -> bool:
    """Fewer days than asked for; a month with leave, or a broken one, asks for none."""
    posting = by_id[report.placement_id]
    if report.days >= posting.days_wanted(m.usual_days):
        return False
    began = posting.started_on.year == m.year and posting.started_on.month == report.month
    ended = posting.ended_on is not None and posting.ended_on.month == report.month
    return not (began or ended or is_away_in(posting.placement_id, m.leaves, m.year, report.month))


def _duties(m: Material) -> tuple[DutyFigures, ...]:
    """Each duty of the list, and after them what lines name besides."""
    who = {posting.placement_id: posting.label for posting in m.postings}
    names = list(dict.fromkeys([*m.duties, *(entry.duty for entry in m.entries)]))
    return tuple(_duty(name, [e for e in m.entries if e.duty == name], who) for name in names)


def _duty(name: str, entries: Sequence[LedgerEntry], who: dict[int, str]) -> DutyFigures:
    counts: dict[Outcome, Decimal] = {}
    for outcome in Outcome:
        if outcome is Outcome.FUNDS:
            total = sum((entry.funds or Decimal(0) for entry in entries), Decimal(0))
        else:
            total = Decimal(sum(count_of(each) for each in entries if each.outcome is outcome))
        if total:
            counts[outcome] = total
    return DutyFigures(
        duty=name, lines=len(entries), counts=counts, examples=_examples(entries, who)
    )


def _examples(entries: Sequence[LedgerEntry], who: dict[int, str]) -> tuple[Example, ...]:
    """Choose lines that count something and say what came of it, one of each person."""
    found: dict[int, LedgerEntry] = {}
    for entry in sorted(entries, key=_worth, reverse=True):
        if entry.outcome is not None and entry.placement_id in who:
            found.setdefault(entry.placement_id, entry)
    return tuple(
        Example(
            who=who[entry.placement_id],
            content=entry.content.strip().rstrip("。；，"),
            result=(entry.result or "").strip().rstrip("。；，"),
        )
        for entry in list(found.values())[:_EXAMPLES]
    )


def _worth(entry: LedgerEntry) -> tuple[bool, bool, Decimal, int, int]:
    """How much a line is worth telling; visits are told last, the older of two equals first."""
    return (
        entry.outcome is not Outcome.VISIT,
        bool(entry.result),
        entry.funds or Decimal(0),
        count_of(entry),
        -(entry.id or 0),
    )
