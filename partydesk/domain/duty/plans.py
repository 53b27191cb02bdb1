"""工作进度安排: what is to be reached under each duty, as the year's template and for each posting.

Source: essay 5 (制定《工作进度安排》, 履行六项职责); the duties are the year's policy. That a year
which was not served whole asks for a part only has no source that we know of: it is the place's
rule (``plan_by_months``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from partydesk.domain.duty.outcomes import Outcome
from partydesk.domain.fields import Kind, describe
from partydesk.domain.policy import add_months

_MONTHS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItem:
    """One target of a year's plan.

    A target with an outcome is reached by counting the ledger; any other is ticked off by a day.

    Attributes:
        id: 记录号.
        year: The year.
        placement_id: The posting; None for the year's template.
        position: Place in the list.
    """

    id: int | None = None
    year: int
    placement_id: int | None = None
    duty: str = describe(
        "职责", Kind.DICTIONARY, dictionary="duty", open_dictionary=False, required=True
    )
    task: str = describe("工作任务", Kind.TEXT, required=True, wide=True)
    outcome: Outcome | None = describe(
        "计入成效",
        Kind.CHOICE,
        choices=Outcome,
        hint="选了成效的按台账自动计数，不选的做完后登记完成",
    )
    target: int | None = describe("目标", Kind.INTEGER, hint="计数的任务才填；资金按万元")
    due_on: dt.date | None = describe("完成时限", Kind.DATE)
    done_on: dt.date | None = describe("完成日期", Kind.DATE)
    done_note: str | None = describe("完成情况", Kind.TEXT, wide=True)
    position: int = 0

    @property
    def goal(self) -> str:
        """What is to be reached, in words, such as 3 件; empty where nothing is counted."""
        if self.outcome is None or self.target is None:
            return ""
        return f"{self.target} {self.outcome.unit}"


class TargetState(StrEnum):
    """How far a target is."""

    REACHED = "已完成"
    OVERDUE = "逾期"
    OPEN = "未完成"


@dataclass(frozen=True, slots=True)
class Target:
    """One target of a posting with what the ledger has of it.

    Attributes:
        item: The target.
        counted: What the ledger counts of its outcome in the year; funds in 万元.
        over: Whether the posting is over, so that nothing can be late any more.
    """

    item: PlanItem
    counted: Decimal = Decimal(0)
    over: bool = False

    @property
    def is_reached(self) -> bool:
        """Whether it was ticked off, or the ledger counts enough."""
        if self.item.done_on is not None:
            return True
        return bool(self.item.outcome and self.item.target) and self.counted >= (
            self.item.target or 0
        )

    @property
    def share(self) -> Decimal:
        """How much of it is reached, 0 to 1; more than was asked for is the whole."""
        if self.item.outcome and self.item.target:
            return min(Decimal(1), self.counted / self.item.target)
        return Decimal(int(self.is_reached))

    @property
    def words(self) -> str:
        """How far it is, in words, such as 3／12 次."""
        if self.item.outcome and self.item.target:
            return f"{_plain(self.counted)}／{self.item.goal}"
        return "完成" if self.is_reached else "—"

    def state(self, today: dt.date) -> TargetState:
        """Say how it stands on a day; a target may be reached on its last day."""
        if self.is_reached:
            return TargetState.REACHED
        due = self.item.due_on
        late = due is not None and due < today and not self.over
        return TargetState.OVERDUE if late else TargetState.OPEN


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """How far a plan is.

    Attributes:
        total: How many targets it has.
        reached: How many of them are reached.
        overdue: How many are late.
    """

    total: int
    reached: int
    overdue: int

    @property
    def share(self) -> Decimal:
        """How much is reached, 0 to 1; nothing of an empty plan."""
        return Decimal(self.reached) / self.total if self.total else Decimal(0)

    @property
    def words(self) -> str:
        """The figures, such as 5／12."""
        return f"{self.reached}／{self.total}" if self.total else ""


def progress_of(targets: Iterable[Target], today: dt.date) -> PlanProgress:
    """Count the targets of a plan by how they stand on a day."""
    states = [target.state(today) for target in targets]
    return PlanProgress(
        len(states), states.count(TargetState.REACHED), states.count(TargetState.OVERDUE)
    )


def in_order(items: Iterable[PlanItem], duties: Sequence[str]) -> list[PlanItem]:
    """Put targets under their duties.

    Args:
        items: In any order.
        duties: The year's duties in their order; a duty that is none of them comes last.
    """
    places = {duty: place for place, duty in enumerate(duties)}

    def key(item: PlanItem) -> tuple[int, str, int, int]:
        place = places.get(item.duty, len(places))
        return place, "" if item.duty in places else item.duty, item.position, item.id or 0

    return sorted(items, key=key)


def carried(item: PlanItem, year: int) -> PlanItem:
    """Make a target of another year out of one: the same day of that year, nothing done."""
    due = item.due_on and add_months(item.due_on, (year - item.year) * _MONTHS)
    return replace(
        item, id=None, year=year, placement_id=None, due_on=due, done_on=None, done_note=None
    )


@dataclass(frozen=True, slots=True)
class Term:
    """When somebody is on a post in a year.

    Attributes:
        placement_id: The posting.
        started_on: First day.
        ended_on: Last day; None while it goes on.
        months: Months of the year that are served.
    """

    placement_id: int
    started_on: dt.date
    ended_on: dt.date | None
    months: int


def fitted(item: PlanItem, term: Term, *, by_months: bool) -> PlanItem:
    """Make a posting's target out of the template's.

    What was due before the person came is due a month after the first day, and nothing is due
    after the last day of the posting or of the year.

    Args:
        item: Of the template.
        term: When the person is on the post.
        by_months: Whether a part of the year asks for a part of what is counted.
    """
    target = item.target
    if target is not None and by_months:
        target = prorated(target, term.months)
    return replace(
        item,
        id=None,
        placement_id=term.placement_id,
        target=target,
        due_on=item.due_on and _due_within(item.due_on, term, item.year),
    )


def prorated(target: int, months: int) -> int:
    """Give the part of a year's target that so many months ask for, a fraction counting as one."""
    return -(-target * min(months, _MONTHS) // _MONTHS)


def _due_within(due: dt.date, term: Term, year: int) -> dt.date:
    if due < term.started_on:
        due = add_months(term.started_on, 1)
    last = dt.date(year, _MONTHS, 31)
    if term.ended_on is not None:
        last = min(last, term.ended_on)
    return min(due, last)


def faults_of_item(item: PlanItem, today: dt.date) -> dict[str, str]:
    """Name what cannot be right about a target.

    Returns:
        Field name → a Chinese sentence; empty when there is nothing.
    """
    found = {}
    if item.outcome is not None and not item.target:
        found["target"] = "选择了成效，请填目标数（1 或更大）"
    if item.outcome is None and item.target is not None:
        found["outcome"] = "填了目标数，请选择计入哪项成效；不计数的任务不填目标"
    if item.due_on is not None and item.due_on.year != item.year:
        found["due_on"] = f"完成时限应在 {item.year} 年内"
    if item.done_on is not None:
        if item.done_on > today:
            found["done_on"] = "完成日期不能晚于今天"
        elif item.done_on.year < item.year:
            found["done_on"] = f"完成日期早于 {item.year} 年，请核对"
    return found


def _plain(counted: Decimal) -> str:
    """Write a count without a tail of noughts."""
    return f"{counted.normalize():f}"
