"""通报: the figures of a half-year or a year of work on post, counted from what was recorded.

Source: essay 5 (半年通报制度). Everything that the text and the tables of a bulletin say comes from
:class:`BulletinFigures`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from partydesk.domain.duty.inspections import Inspection, Shortcoming
from partydesk.domain.duty.leaves import Leave
from partydesk.domain.duty.ledger import LedgerEntry
from partydesk.domain.duty.outcomes import Outcome
from partydesk.domain.duty.postings import Posting
from partydesk.domain.duty.reports import MonthlyReport

HALF, YEAR = 6, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """A bulletin's text.

    Attributes:
        year: The year it speaks of.
        through: Last month it counts, 6 or 12.
        title: Its title.
        body: One paragraph a line, levels as official documents write them.
        written_on: The day whose figures it holds.
        kept: Whether it is stored; else it has just been written.
    """

    year: int
    through: int
    title: str
    body: str
    written_on: dt.date
    kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a bulletin is counted from.

    Attributes:
        year: The year.
        through: Last month that counts.
        today: The day it is; reports that are not due yet are not missing.
        report_day: Day of the next month by which a report is due.
        thin_below: A report without a line of the ledger, or with fewer characters, is thin.
        duties: The duties in their order.
        usual_days: Days on post that a month asks for where the post says nothing else.
        postings: Those that ran in the period.
        reports: Of its months.
        entries: Of its days.
        leaves: That touch it.
        inspections: Of its days.
        shortcomings: What is still to be mended, each with its posting.
    """

    year: int
    through: int
    today: dt.date
    report_day: int
    thin_below: int
    duties: Sequence[str]
    usual_days: int
    postings: Sequence[Posting] = ()
    reports: Sequence[MonthlyReport] = ()
    entries: Sequence[LedgerEntry] = ()
    leaves: Sequence[Leave] = ()
    inspections: Sequence[Inspection] = ()
    shortcomings: Sequence[tuple[Shortcoming, Posting]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A line of the ledger that is told as an example."""

    who: str
    content: str
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyFigures:
    """What was done under one duty.

    Attributes:
        duty: Its name.
        lines: How many lines of the ledger.
        counts: Outcome → how much of it; outcomes that nobody reached are left out.
        examples: The best lines.
    """

    duty: str
    lines: int
    counts: Mapping[Outcome, Decimal] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFigures:
    """What one person did; posts held one after the other are counted together.

    Attributes:
        name: The person.
        unit: The enterprise, the last one first where there were several.
        committee: The committee in charge.
        outcomes: Counted outcomes of all kinds but funds, added up.
        funds: Funds brought, in 万元.
        reports: Reports that came in.
        expected: Reports that were due.
        days: Days on post.
        missing: Months without a report.
        late: Months whose report came late.
        thin: Months whose report says next to nothing.
        short: Months with fewer days on post than are asked for.
        inspected: Whether anybody looked in.
    """

    name: str
    unit: str
    committee: str = ""
    outcomes: int = 0
    funds: Decimal = Decimal(0)
    reports: int = 0
    expected: int = 0
    days: int = 0
    missing: tuple[int, ...] = ()
    late: tuple[int, ...] = ()
    thin: tuple[int, ...] = ()
    short: tuple[int, ...] = ()
    inspected: bool = True

    @property
    def who(self) -> str:
        """The person with the unit."""
        return f"{self.name}（{self.unit}）"


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueShortcoming:
    """What should have been mended by now."""

    who: str
    problem: str
    due_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinFigures:
    """What a bulletin tells.

    Attributes:
        year: The year.
        through: Last month that counts.
        counted_on: The day it was counted.
        units: Enterprises with somebody on post.
        inspections: Inspections and words of enterprises.
        duties: In their order, those without a line included.
        persons: Everybody who was on post.
        overdue: What should have been mended by now.
    """

    year: int
    through: int
    counted_on: dt.date
    units: int = 0
    inspections: int = 0
    duties: tuple[DutyFigures, ...] = ()
    persons: tuple[PersonFigures, ...] = ()
    overdue: tuple[OverdueShortcoming, ...] = ()

    @property
    def period(self) -> str:
        """The period in words, such as 上半年."""
        return period_words(self.through)

    @property
    def expected(self) -> int:
        """Reports that were due."""
        return sum(each.expected for each in self.persons)

    @property
    def received(self) -> int:
        """Reports of those that came in."""
        return sum(each.reports for each in self.persons)

    @property
    def late(self) -> int:
        """Reports that came in late."""
        return sum(len(each.late) for each in self.persons)

    @property
    def missing(self) -> int:
        """Reports that did not come in."""
        return sum(len(each.missing) for each in self.persons)

    @property
    def days(self) -> int:
        """Days on post, all together."""
        return sum(each.days for each in self.persons)

    @property
    def lines(self) -> int:
        """Lines of the ledger."""
        return sum(each.lines for each in self.duties)

    @property
    def counts(self) -> Mapping[Outcome, Decimal]:
        """Outcomes of all duties together, in the order of their list."""
        found: dict[Outcome, Decimal] = {}
        for outcome in Outcome:
            total = sum((each.counts.get(outcome, Decimal(0)) for each in self.duties), Decimal(0))
            if total:
                found[outcome] = total
        return found


def period_words(through: int) -> str:
    """Name the period that ends with a month."""
    return "上半年" if through == HALF else "全年"


def title_words(year: int, through: int) -> str:
    """Write the title of a bulletin."""
    period = f"{year}年上半年" if through == HALF else f"{year}年度"
    return f"关于{period}驻企党建工作情况的通报"
