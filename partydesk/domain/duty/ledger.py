"""工作台账: dated lines of work, each under a duty, some of them counting an outcome.

Source: essay 5 (建立工作台账); that every line is tagged with one duty, so that 作用发挥 can be
counted, is the office's own need.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from partydesk.domain.duty.outcomes import Outcome
from partydesk.domain.fields import Field, Kind, describe
from partydesk.domain.pinyin import matches

#: For which unit a line was done, where it is another than the post's: named, as people write it.
SERVED: Final = Field(
    "服务单位", Kind.TEXT, name="served", synonyms=("办事单位", "受益单位"), wide=True,
    hint="空着的是所驻单位；为别的单位办的，写那个单位的全称",
)  # fmt: skip
#: Outcomes that the register of organizations should know of.
FOUNDED = frozenset({Outcome.PARTY_ORGANIZATION, Outcome.MASS_ORGANIZATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One line of the ledger.

    Attributes:
        id: 记录号.
        placement_id: The posting it was done on.
        report_id: The monthly report it came with.
        enterprise_id: The unit it was done for.
        organization_id: The organization that was founded, once it stands in the register.
    """

    id: int | None = None
    placement_id: int
    report_id: int | None = None
    happened_on: dt.date = describe("日期", Kind.DATE, required=True)
    duty: str = describe(
        "职责", Kind.DICTIONARY, dictionary="duty", open_dictionary=False, required=True
    )
    content: str = describe("工作内容", Kind.TEXT, required=True, wide=True)
    outcome: Outcome | None = describe("成效", Kind.CHOICE, choices=Outcome)
    count: int | None = describe("数量", Kind.INTEGER, hint="填了成效而不填数量的，按 1 计")
    funds: Decimal | None = describe("争取资金", Kind.MONEY, unit="万元")
    result: str | None = describe("办理结果", Kind.TEXT, wide=True)
    enterprise_id: int | None = None
    organization_id: int | None = None


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of the ledger in a list.

    Attributes:
        entry: The line.
        person: Who did it.
        talent_id: That person.
        unit: The unit it was done for.
        organization: The organization that was founded.
        papers: How many papers are attached.
        posted: The unit of the post.
    """

    entry: LedgerEntry
    person: str
    talent_id: int
    unit: str
    organization: str = ""
    papers: int = 0
    posted: str = ""

    @property
    def served(self) -> str:
        """The unit it was done for, where that is another than the post's."""
        return "" if self.unit == self.posted else self.unit

    @property
    def unregistered(self) -> bool:
        """Whether an organization was founded that the register does not know of yet (待登记)."""
        return self.entry.outcome in FOUNDED and self.entry.organization_id is None

    @property
    def amount(self) -> str:
        """What it counts, in words, such as 2 件 or 12.5 万元."""
        return amount_words(self.entry.outcome, self.entry.count, self.entry.funds)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFilter:
    """Which lines are wanted; what is left out does not matter.

    Attributes:
        words: Name, unit or content, also by pinyin.
        placement_id: One posting's.
        month: Of one month.
        duty: Under one duty.
        outcome: With this outcome.
        unregistered: Only those whose organization is 待登记.
    """

    words: str = ""
    placement_id: int | None = None
    month: int | None = None
    duty: str = ""
    outcome: Outcome | None = None
    unregistered: bool = False

    def fits(self, line: LedgerLine) -> bool:
        """Tell whether a line is wanted."""
        entry = line.entry
        said = (line.person, line.unit, entry.content)
        return (
            self.placement_id in (None, entry.placement_id)
            and self.month in (None, entry.happened_on.month)
            and self.duty in ("", entry.duty)
            and self.outcome in (None, entry.outcome)
            and (not self.unregistered or line.unregistered)
            and (not self.words or any(matches(self.words, each) for each in said))
        )


@dataclass(frozen=True, slots=True)
class LedgerSums:
    """What some lines come to.

    Attributes:
        lines: How many there are.
        duties: Duty → how many lines, in the order of the list given.
        outcomes: Outcome → what it counts; funds in 万元.
        unregistered: How many organizations are 待登记.
    """

    lines: int
    duties: dict[str, int]
    outcomes: dict[Outcome, Decimal]
    unregistered: int


def sums_of(lines: Iterable[LedgerLine], duties: Sequence[str]) -> LedgerSums:
    """Add lines up.

    Args:
        lines: The lines.
        duties: The duties in their order; others that occur stand behind them.
    """
    by_duty = dict.fromkeys(duties, 0)
    by_outcome: dict[Outcome, Decimal] = {}
    total, unregistered = 0, 0
    for line in lines:
        entry = line.entry
        total += 1
        by_duty[entry.duty] = by_duty.get(entry.duty, 0) + 1
        unregistered += line.unregistered
        if entry.outcome is not None and entry.outcome is not Outcome.FUNDS:
            counted = by_outcome.get(entry.outcome, Decimal(0))
            by_outcome[entry.outcome] = counted + (entry.count or 0)
        if entry.funds:
            by_outcome[Outcome.FUNDS] = by_outcome.get(Outcome.FUNDS, Decimal(0)) + entry.funds
    ordered = {each: by_outcome[each] for each in Outcome if each in by_outcome}
    return LedgerSums(total, by_duty, ordered, unregistered)


def amount_words(outcome: Outcome | None, count: int | None, funds: Decimal | None) -> str:
    """Write what a line counts, such as 2 件 or 12.5 万元."""
    said = []
    if outcome is not None and outcome is not Outcome.FUNDS and count is not None:
        said.append(f"{count} {outcome.unit}")
    if funds:
        said.append(f"{funds:f} 万元")
    return "、".join(said)


def settled_count(outcome: Outcome | None, count: int | None) -> int | None:
    """Give the count that is stored: an outcome of which no number is given happened once."""
    if outcome is None or outcome is Outcome.FUNDS:
        return count
    return 1 if count is None else count


def faults_of_line(
    happened_on: dt.date,
    outcome: Outcome | None,
    count: int | None,
    funds: Decimal | None,
    *,
    first: dt.date,
    last: dt.date,
) -> dict[str, str]:
    """Name what cannot be right about a line.

    Args:
        happened_on: Its day.
        outcome: What it counts.
        count: How many.
        funds: 万元.
        first: First day that it can lie on.
        last: Last day that it can lie on.

    Returns:
        Field name → a Chinese sentence; empty when there is nothing.
    """
    found = {}
    if not first <= happened_on <= last:
        found["happened_on"] = f"日期应在 {first} 至 {last} 之间"
    if outcome is Outcome.FUNDS and not funds:
        found["funds"] = "成效是争取资金，请填写金额（万元）"
    if outcome is Outcome.FUNDS and count is not None:
        found["count"] = "争取资金只填金额，不填数量"
    elif outcome is None and count is not None:
        found["count"] = "填了数量，请选择成效"
    elif outcome is not None and count == 0:
        found["count"] = "数量应是 1 或更大；没有成效的请不填"
    return found
