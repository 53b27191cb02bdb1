"""月报: what each person on a post hands in every month, and what is to be said of it.

Source: essay 5 (实行每月上报制度); days on post: a county's rule, article 10 (at least three
a month). When a report is late or thin is the year's policy.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from partydesk.domain.errors import Reason
from partydesk.domain.evaluation.months import Span, months_on_post
from partydesk.domain.fields import Kind, describe
from partydesk.domain.policy import Policy

MONTHS = range(1, 13)
_NOT_OWED: Final = "not_owed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyReport:
    """One month of one posting.

    Attributes:
        id: 记录号.
        placement_id: The posting.
        year: Year of the month that is reported.
        month: 1 to 12.
    """

    id: int | None = None
    placement_id: int
    year: int
    month: int
    received_on: dt.date = describe("收到日期", Kind.DATE, required=True)
    days: int = describe("到岗天数", Kind.INTEGER, required=True, unit="天")
    summary: str | None = describe("本月工作", Kind.LONG_TEXT, wide=True)
    problems: str | None = describe("存在问题", Kind.LONG_TEXT, wide=True, lines=2)
    next_month: str | None = describe("下月打算", Kind.LONG_TEXT, wide=True, lines=2)


class MonthState(StrEnum):
    """报送情况 of one month of one posting."""

    NOT_OWED = "—"
    EXCUSED = "请假"
    TO_COME = ""
    DUE = "待报"
    MISSING = "未报"
    LATE = "迟报"
    THIN = "单薄"
    HANDED_IN = "已报"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the place asks of a report.

    Attributes:
        due_day: Day of the month after, by which it is handed in.
        days: Days on post a month.
        text: Characters that 本月工作 has at least; 0 to ask for none.
    """

    due_day: int
    days: int
    text: int

    @classmethod
    def of(cls, policy: Policy, days: int | None = None) -> Wanted:
        """Take what a year's policy asks; ``days`` are those agreed for the post, if any."""
        usual = policy.attendance_days if days is None else days
        return cls(policy.report_due_day, usual, policy.report_text_min)


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """What is known of one month of one posting.

    Attributes:
        year: The year.
        month: 1 to 12.
        owed: Whether the posting owes a report of it.
        leave: Why not, where it is leave that excuses it, such as 病假 2026-03-02 至 2026-03-28.
        report: What was handed in.
        lines: How many lines of the ledger belong to it.
    """

    year: int
    month: int
    owed: bool
    leave: str = ""
    report: MonthlyReport | None = None
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """What is to be said of one month.

    Attributes:
        state: In a word; of a report that is both late and thin, 迟报.
        due_on: The last day on which its report is in time.
        late: Whether the report came late.
        thin: Whether there is little in it.
        reasons: Why, in sentences.
    """

    state: MonthState
    due_on: dt.date
    late: bool = False
    thin: bool = False
    reasons: tuple[Reason, ...] = ()

    @property
    def not_owed(self) -> bool:
        """Whether a report is there that this posting does not owe."""
        return any(reason.code == _NOT_OWED for reason in self.reasons)

    @property
    def words(self) -> str:
        """All reasons in one line."""
        return "；".join(reason.message for reason in self.reasons)


def due_on(year: int, month: int, due_day: int) -> dt.date:
    """The last day on which a month's report is in time: that day of the month after."""
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return following + dt.timedelta(days=due_day - 1)


def month_span(year: int, month: int) -> tuple[dt.date, dt.date]:
    """First and last day of a month."""
    return dt.date(year, month, 1), dt.date(year, month, monthrange(year, month)[1])


def months_over(year: int, today: dt.date) -> range:
    """The months of a year that are over by a day: of the others nothing is owed yet."""
    if today.year != year:
        return MONTHS if today.year > year else range(1, 1)
    return range(1, today.month)


def overlap_days(span: Span, first: dt.date, last: dt.date) -> int:
    """How many days of a span lie between two days, both included."""
    begin = max(span[0], first)
    end = last if span[1] is None else min(span[1], last)
    return max(0, (end - begin).days + 1)


def months_owed(
    postings: Mapping[int, Span], leaves: Mapping[int, Sequence[Span]], year: int
) -> dict[int, tuple[int, ...]]:
    """Say which postings of one person owe a report of which months of a year.

    A posting owes the months in more than half of which somebody was on that post, leave taken
    off. Where somebody was on post for more than half of a month, but on none of the posts for so
    long (a change of enterprise in the middle of it), the posting with most of the days owes it,
    of equal ones the later.

    Args:
        postings: 记录号 → first and last day, all postings of the person.
        leaves: 记录号 of a posting → its leaves.
        year: The year.

    Returns:
        记录号 → months, for every posting.
    """
    owed = {
        number: months_on_post([span], leaves.get(number, ()), year)
        for number, span in postings.items()
    }
    claimed = {month for months in owed.values() for month in months}
    every_leave = [each for number in postings for each in leaves.get(number, ())]
    for month in months_on_post(postings.values(), every_leave, year):
        if month not in claimed:
            first, last = month_span(year, month)
            owner = max(
                postings,
                key=lambda n: (overlap_days(postings[n], first, last), postings[n][0], n),
            )
            owed[owner] = tuple(sorted((*owed[owner], month)))
    return owed


def faults_of_report(
    year: int, month: int, received_on: dt.date, days: int, today: dt.date
) -> dict[str, str]:
    """Name what cannot be right about a report.

    Returns:
        Field name → a Chinese sentence; empty when there is nothing.
    """
    first, last = month_span(year, month)
    found = {}
    if received_on > today:
        found["received_on"] = "收到日期不能晚于今天"
    elif received_on < first:
        found["received_on"] = f"收到日期早于 {year} 年 {month} 月，请核对"
    if days > last.day:
        found["days"] = f"{month} 月只有 {last.day} 天，请核对到岗天数"
    return found


def judge(facts: MonthFacts, wanted: Wanted, today: dt.date) -> Judged:
    """Say how it stands with one month of one posting.

    Args:
        facts: What is known of it.
        wanted: What the place asks.
        today: The day on which it is asked.
    """
    due = due_on(facts.year, facts.month, wanted.due_day)
    if facts.report is not None:
        return _of_report(facts, facts.report, wanted, due)
    if facts.leave and not facts.owed:
        message = f"{facts.month} 月{facts.leave}，不需报送"
        return Judged(MonthState.EXCUSED, due, reasons=(Reason("on_leave", message),))
    if not facts.owed:
        return Judged(MonthState.NOT_OWED, due)
    if facts.month not in months_over(facts.year, today):
        return Judged(MonthState.TO_COME, due)
    if today <= due:
        message = f"{facts.month} 月月报应于 {due} 前报送"
        return Judged(MonthState.DUE, due, reasons=(Reason("due", message),))
    message = f"{facts.month} 月月报应于 {due} 前报送，逾期 {(today - due).days} 天未报"
    return Judged(MonthState.MISSING, due, reasons=(Reason("missing", message),))


def _of_report(facts: MonthFacts, report: MonthlyReport, wanted: Wanted, due: dt.date) -> Judged:
    """Judge what was handed in; what nobody owed is never late nor thin."""
    if not facts.owed:
        message = f"{facts.month} 月在这个单位不要求报送，这份月报不计入报送和到岗"
        return Judged(MonthState.HANDED_IN, due, reasons=(Reason(_NOT_OWED, message),))
    reasons = []
    late = report.received_on > due
    if late:
        behind = (report.received_on - due).days
        message = f"{facts.month} 月月报 {report.received_on} 收到，迟 {behind} 天"
        reasons.append(Reason("late", message))
    poor = [Reason(code, message) for code, message in _poor(facts, report, wanted)]
    state = MonthState.HANDED_IN
    if late or poor:
        state = MonthState.LATE if late else MonthState.THIN
    return Judged(state, due, late, bool(poor), (*reasons, *poor))


def _poor(facts: MonthFacts, report: MonthlyReport, wanted: Wanted) -> Iterable[tuple[str, str]]:
    """Say in what a report is thin."""
    if not facts.lines:
        yield "no_lines", f"{facts.month} 月没有台账"
    if report.days < wanted.days:
        yield "few_days", f"{facts.month} 月到岗 {report.days} 天，应不少于 {wanted.days} 天"
    length = len("".join((report.summary or "").split()))
    if length < wanted.text:
        yield (
            "short_text",
            f"{facts.month} 月“本月工作”{length} 字，应不少于 {wanted.text} 字",
        )
