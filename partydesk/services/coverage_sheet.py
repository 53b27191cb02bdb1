"""党组织覆盖情况 on paper, and its chart for the screen: one drawing for both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from partydesk.domain.coverage import CoverageFigure, Denominator, Rate
from partydesk.domain.numbering import paper_date
from partydesk.reports.bands import Fact
from partydesk.reports.charts import Bar, Bars, draw_chart
from partydesk.reports.layout import Align
from partydesk.reports.papers import Facts, Heading, Paper, Paragraphs, Part
from partydesk.reports.tables import Table, TableColumn
from partydesk.services.coverage import (
    count_unbuilt,
    counted_on,
    coverage_by_committee,
    coverage_figures,
)
from partydesk.services.policies import get_policy
from partydesk.services.print_kinds import Wanted, paper_kind

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: The denominator of the 2012 rule, which the chart and the table by committee are held against.
USUAL: Final = Denominator.ENTERPRISES
NO_COMMITTEE: Final = "（未填隶属基层党委）"
#: A rate over fewer units than this is drawn faint: one unit more or less changes it by a fifth.
_FEW: Final = 5


def coverage_chart(by_committee: Mapping[str, Sequence[CoverageFigure]], base: Denominator) -> Bars:
    """Draw 组织覆盖率 of each 基层党委 that has units of the denominator."""
    found = [
        (name or NO_COMMITTEE, figure)
        for name, figures in by_committee.items()
        for figure in figures
        if figure.base is base and figure.rate is Rate.ORGANIZED and figure.denominator
    ]
    return Bars(tuple(_bar(name, figure) for name, figure in found))


def picture_of(chart: Bars, *, width_mm: float) -> bytes:
    """Draw a chart for the screen; see :func:`partydesk.reports.charts.draw_chart`."""
    return draw_chart(chart, width_mm=width_mm)


def rate_words(figure: CoverageFigure) -> str:
    """Write a rate with what it was divided from: 62.50 %（5/8）."""
    if figure.percent is None:
        return "—"
    return f"{figure.percent} %（{figure.numerator}/{figure.denominator}）"


def _bar(name: str, figure: CoverageFigure) -> Bar:
    share = figure.numerator / figure.denominator
    return Bar(name, share, rate_words(figure), faint=figure.denominator < _FEW)


def _coverage(workspace: Workspace, wanted: Wanted) -> list[Paper]:
    """The rates of the banner over every denominator, and of each committee over the usual one."""
    whole = coverage_figures(workspace, wanted.year)
    by_committee = coverage_by_committee(workspace, wanted.year)
    usual = [figure for figure in whole if figure.base is USUAL]
    facts = (
        Fact("填报单位", get_policy(workspace, wanted.year).organ, wide=True),
        Fact("统计年度", f"{wanted.year} 年"),
        Fact("统计日期", paper_date(counted_on(workspace, wanted.year))),
        Fact("应建未建", f"{count_unbuilt(workspace, wanted.year)} 家"),
    )
    parts: list[Part] = [
        Facts(facts),
        Heading("一、全旗覆盖率（按分母口径）"),
        _by_base(whole),
        Heading(f"二、各基层党委组织覆盖率（分母：{USUAL}）"),
        coverage_chart(by_committee, USUAL),
        Paragraphs((f"单位不足 {_FEW} 家的用浅色，一家之差就影响很大，不宜比较。",)),
        Heading(f"三、各基层党委各项覆盖率（分母：{USUAL}）"),
        _committees(by_committee),
        Heading("四、口径说明"),
        Paragraphs(tuple(_definitions(usual))),
    ]
    return [Paper(f"{wanted.year}年党组织覆盖情况", tuple(parts), landscape=True)]


def _by_base(figures: Sequence[CoverageFigure]) -> Table:
    rows = []
    for base in Denominator:
        rates = {figure.rate: figure for figure in figures if figure.base is base}
        units = str(rates[Rate.ORGANIZED].denominator)
        rows.append((base.value, units, *(rate_words(rates[rate]) for rate in Rate)))
    return Table(_columns("口径（分母）"), rows)


def _committees(by_committee: Mapping[str, Sequence[CoverageFigure]]) -> Table:
    rows = []
    for name, figures in by_committee.items():
        rates = {figure.rate: figure for figure in figures if figure.base is USUAL}
        units = rates[Rate.ORGANIZED].denominator
        if units:
            words = (rate_words(rates[rate]) for rate in Rate)
            rows.append((name or NO_COMMITTEE, str(units), *words))
    return Table(_columns("基层党委"), rows)


def _columns(first: str) -> tuple[TableColumn, ...]:
    return (
        TableColumn(first, 34),
        TableColumn("单位数", 9, Align.RIGHT),
        *(TableColumn(rate.value, 22, Align.RIGHT) for rate in Rate),
    )


def _definitions(figures: Sequence[CoverageFigure]) -> list[str]:
    bases = dict.fromkeys(figure.base_definition for figure in figures)
    lines = [
        f"{figure.label} = {figure.numerator_name} ÷ {figure.denominator_name}（{figure.source}）。"
        for figure in figures
    ]
    return [*(f"{base}。" for base in bases), *lines]


COVERAGE = paper_kind("coverage", "党组织覆盖情况", _coverage)
