"""附件: the tables of a bulletin, with the rule of each ranking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Final, TypeVar

from partydesk.domain.duty.bulletin import HALF, BulletinFigures, PersonFigures

Ranked = TypeVar("Ranked")

UNKNOWN_COMMITTEE: Final = "未登记上级党组织"
_RULE_PERSONS: Final = (
    "排名办法：按计入成效的数量合计（争取资金另列，不计入）从多到少排列；"
    "相同的依次看月报份数、到岗天数；都相同的名次并列。"
)
_RULE_COMMITTEES: Final = (
    "排名办法：按人均计入成效的数量从多到少排列；相同的看月报上报率；都相同的名次并列。"
)
_RULE_LACKING: Final = "数字为月份；空白表示没有这类情况。"


@dataclass(frozen=True, slots=True)
class AnnexTable:
    """One annex.

    Attributes:
        title: Its name.
        rule: How it is ordered or read.
        heads: Heads of the columns.
        widths: Shares of the width.
        texts: Columns that hold words and are set from the left; the others are centred.
        rows: Cells as words.
    """

    title: str
    rule: str
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    texts: frozenset[int]
    rows: tuple[tuple[str, ...], ...]


def annexes_of(figures: BulletinFigures) -> tuple[AnnexTable, ...]:
    """Make the tables; one without a row is left out."""
    made = (_persons(figures), _committees(figures), _lacking(figures))
    return tuple(table for table in made if table.rows)


def ranked(rows: Sequence[Ranked], key: Callable[[Ranked], Any]) -> Iterator[tuple[int, Ranked]]:
    """Number rows by a key, the greatest first; equals share a place and the next ones skip it.

    Rows with the same key keep the order in which they come.
    """
    place, before = 0, None
    for number, row in enumerate(sorted(rows, key=key, reverse=True), start=1):
        value = key(row)
        if number == 1 or value != before:
            place, before = number, value
        yield place, row


def rate_words(part: int, whole: int) -> str:
    """Write a share with at most one decimal; without a whole there is none."""
    if not whole:
        return "—"
    share = (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{amount_words(share)}%"


def mean_words(total: int, count: int) -> str:
    """Write a mean with at most one decimal."""
    return amount_words((Decimal(total) / count).quantize(Decimal("0.1"), ROUND_HALF_UP))


def amount_words(amount: Decimal) -> str:
    """Write an amount without idle zeros."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _persons(figures: BulletinFigures) -> AnnexTable:
    def key(person: PersonFigures) -> tuple[int, int, int]:
        return person.outcomes, person.reports, person.days

    people = sorted(figures.persons, key=lambda person: (person.name, person.unit))
    rows = tuple(
        (
            str(place),
            person.name,
            person.unit,
            person.committee or UNKNOWN_COMMITTEE,
            str(person.outcomes),
            amount_words(person.funds) if person.funds else "",
            f"{person.reports}/{person.expected}",
            str(person.days),
        )
        for place, person in ranked(people, key)
    )
    heads = (
        "名次", "姓名", "所在企业", "所属党组织", "成效", "争取资金（万元）",
        "月报（收到/应报）", "到岗天数",
    )  # fmt: skip
    title = f"{_period(figures)}党建指导员工作情况排名表"
    widths = (6, 12, 23, 19, 8, 11, 12, 9)
    return AnnexTable(title, _RULE_PERSONS, heads, widths, frozenset({2, 3}), rows)


def _committees(figures: BulletinFigures) -> AnnexTable:
    groups: dict[str, list[PersonFigures]] = defaultdict(list)
    for person in figures.persons:
        groups[person.committee or UNKNOWN_COMMITTEE].append(person)

    def key(group: tuple[str, list[PersonFigures]]) -> tuple[Fraction, Fraction]:
        people = group[1]
        expected = sum(person.expected for person in people)
        received = sum(person.reports for person in people)
        mean = Fraction(sum(person.outcomes for person in people), len(people))
        return mean, Fraction(received, expected) if expected else Fraction(0)

    rows = tuple(
        (
            str(place),
            name,
            str(len(people)),
            str(total := sum(person.outcomes for person in people)),
            mean_words(total, len(people)),
            rate_words(sum(p.reports for p in people), sum(p.expected for p in people)),
            str(sum(person.days for person in people)),
        )
        for place, (name, people) in ranked(sorted(groups.items()), key)
    )
    heads = ("名次", "党组织", "在岗人数", "成效数量", "人均成效", "月报上报率", "到岗天数")
    title = f"{_period(figures)}基层党组织驻企工作情况排名表"
    widths = (8, 34, 11, 11, 11, 13, 12)
    return AnnexTable(title, _RULE_COMMITTEES, heads, widths, frozenset({1}), rows)


def _lacking(figures: BulletinFigures) -> AnnexTable:
    rows = tuple(
        (person.name, person.unit, *(_months(months) for months in lacks))
        for person in figures.persons
        if any(lacks := (person.missing, person.late, person.thin, person.short))
    )
    heads = ("姓名", "所在企业", "未报月报", "迟报月报", "内容单薄", "到岗天数不足")
    title = f"{_period(figures)}月报和到岗情况提醒表"
    widths = (12, 28, 15, 15, 15, 15)
    return AnnexTable(title, _RULE_LACKING, heads, widths, frozenset({1}), rows)


def _months(months: Sequence[int]) -> str:
    return "、".join(str(month) for month in months)


def _period(figures: BulletinFigures) -> str:
    return f"{figures.year}年{figures.period}" if figures.through == HALF else f"{figures.year}年度"
