"""Size of an enterprise by the statistical rule of 2017.

Source: 国家统计局《统计上大中小微型企业划分办法（2017）》, its table. 大型, 中型 and 小型 must
meet the lower bounds of both indicators, else the enterprise falls a class; for 微型 one indicator
below is enough. So each indicator gives a class and the lowest of them holds. The office knows
staff and revenue, never the assets: where those decide, it says what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, IntEnum

from partydesk.domain.enterprises import Enterprise, Industry, UnitKind


class Size(IntEnum):
    """规模; ordered."""

    MICRO = 0
    SMALL = 1
    MEDIUM = 2
    LARGE = 3

    @property
    def word(self) -> str:
        """The word on screen."""
        return ("微型", "小型", "中型", "大型")[self]


class Indicator(Enum):
    """What is measured; the value is its label."""

    STAFF = "从业人员"
    REVENUE = "年营业收入"
    ASSETS = "资产总额"


Bounds = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table.

    Attributes:
        trade: What the line is for.
        bounds: Indicator → lower bounds of 大, 中, 小; persons, or 万元.
    """

    trade: str
    bounds: Mapping[Indicator, Bounds]


_STAFF, _REVENUE, _ASSETS = Indicator.STAFF, Indicator.REVENUE, Indicator.ASSETS
_FARMING = (Line("农、林、牧、渔业", {_REVENUE: (20_000, 500, 50)}),)
_MANUFACTURE = (Line("工业", {_STAFF: (1000, 300, 20), _REVENUE: (40_000, 2000, 300)}),)
_OTHER = (Line("其他未列明行业", {_STAFF: (300, 100, 10)}),)
#: The section says less than the table asks where a section has several lines.
TABLE: Mapping[Industry, tuple[Line, ...]] = {
    Industry.A: _FARMING,
    Industry.B: _MANUFACTURE,
    Industry.C: _MANUFACTURE,
    Industry.D: _MANUFACTURE,
    Industry.E: (Line("建筑业", {_REVENUE: (80_000, 6000, 300), _ASSETS: (80_000, 5000, 300)}),),
    Industry.F: (
        Line("批发业", {_STAFF: (200, 20, 5), _REVENUE: (40_000, 5000, 1000)}),
        Line("零售业", {_STAFF: (300, 50, 10), _REVENUE: (20_000, 500, 100)}),
    ),
    Industry.G: (
        Line("交通运输业", {_STAFF: (1000, 300, 20), _REVENUE: (30_000, 3000, 200)}),
        Line("仓储业", {_STAFF: (200, 100, 20), _REVENUE: (30_000, 1000, 100)}),
        Line("邮政业", {_STAFF: (1000, 300, 20), _REVENUE: (30_000, 2000, 100)}),
    ),
    Industry.H: (Line("住宿和餐饮业", {_STAFF: (300, 100, 10), _REVENUE: (10_000, 2000, 100)}),),
    Industry.I: (
        Line("信息传输业", {_STAFF: (2000, 100, 10), _REVENUE: (100_000, 1000, 100)}),
        Line("软件和信息技术服务业", {_STAFF: (300, 100, 10), _REVENUE: (10_000, 1000, 50)}),
    ),
    Industry.K: (
        Line("房地产开发经营", {_REVENUE: (200_000, 1000, 100), _ASSETS: (10_000, 5000, 2000)}),
        Line("物业管理", {_STAFF: (1000, 300, 100), _REVENUE: (5000, 1000, 500)}),
    ),
    Industry.L: (
        Line("租赁和商务服务业", {_STAFF: (300, 100, 10), _ASSETS: (120_000, 8000, 100)}),
    ),
    Industry.M: _OTHER,
    Industry.N: _OTHER,
    Industry.O: _OTHER,
    Industry.Q: _OTHER,
    Industry.R: _OTHER,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What can be said of a size.

    Attributes:
        size: The size; None where it cannot be told.
        why: Chinese: what is missing or in the way; empty where the size is known.
    """

    size: Size | None
    why: str = ""

    @property
    def word(self) -> str:
        """The size, or 无法判定."""
        return self.size.word if self.size is not None else "无法判定"

    @property
    def words(self) -> str:
        """Size or 无法判定 with the reason."""
        return f"{self.word}（{self.why}）" if self.why else self.word


def size_of(unit: Enterprise) -> Judged:
    """Judge the size of a unit by what its record says."""
    if unit.kind is UnitKind.SOCIAL:
        return Judged(None, "划型办法只适用于企业")
    return judge_size(unit.industry, unit.staff, unit.revenue)


def judge_size(industry: Industry | None, staff: int | None, revenue: Decimal | None) -> Judged:
    """Judge a size.

    Args:
        industry: Section of GB/T 4754-2017.
        staff: 从业人员, persons.
        revenue: 年营业收入, 万元.
    """
    if industry is None:
        return Judged(None, "缺行业门类")
    lines = TABLE.get(industry)
    if lines is None:
        return Judged(None, f"划型办法不含{industry.value[2:]}")
    known = {_STAFF: staff, _REVENUE: revenue, _ASSETS: None}
    by_line = {line.trade: _by_line(line, known) for line in lines}
    missing = {name: None for _, lacking in by_line.values() for name in lacking}
    if missing:
        return Judged(None, "缺" + "、".join(missing))
    sizes = {size for size, _ in by_line.values() if size is not None}
    if len(sizes) == 1:
        return Judged(sizes.pop())
    said = "，".join(
        f"{trade}为{size.word}" for trade, (size, _) in by_line.items() if size is not None
    )
    return Judged(None, f"须分清行业：{said}")


def _by_line(
    line: Line, known: Mapping[Indicator, int | Decimal | None]
) -> tuple[Size | None, tuple[str, ...]]:
    """Judge by one line: the size, or what is missing.

    An indicator below the bound of 小型 makes it 微型 whatever the others are.
    """
    classes = {
        indicator: _class_of(value, line.bounds[indicator])
        for indicator, value in known.items()
        if indicator in line.bounds and value is not None
    }
    lowest = min(classes.values(), default=None)
    if lowest is Size.MICRO or len(classes) == len(line.bounds):
        return lowest, ()
    return None, tuple(i.value for i in line.bounds if i not in classes)


def _class_of(value: int | Decimal, bounds: Bounds) -> Size:
    """The class whose lower bound one value reaches."""
    large, medium, small = bounds
    if value >= large:
        return Size.LARGE
    if value >= medium:
        return Size.MEDIUM
    return Size.SMALL if value >= small else Size.MICRO
