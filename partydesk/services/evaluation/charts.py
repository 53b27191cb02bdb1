"""Somebody's result as a radar and as bars against the group's median: one drawing for both."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from partydesk.domain.evaluation.comparison import Comparison, compare
from partydesk.domain.evaluation.kinds import Judged
from partydesk.reports.charts import Bar, Bars, Chart, draw_chart
from partydesk.reports.radar import LEAST_AXES, Radar, Spoke

if TYPE_CHECKING:
    from partydesk.services.evaluation.results import Results

_NONE: Final = "—"
_FULL: Final = Decimal(100)


def comparison_of(results: Results, evaluated_id: int) -> Comparison:
    """Hold somebody against the own group.

    Raises:
        NotFound: There is nobody with that number.
    """
    return compare([row.placed for row in results.rows], evaluated_id, results.policy.least_group)


def chart_of(results: Results, evaluated_id: int) -> Radar | Bars:
    """Draw somebody against the own group: a radar, or bars where there are too few axes for one.

    Raises:
        NotFound: There is nobody with that number.
    """
    few = len(results.scheme.components) < LEAST_AXES
    return bars_of(results, evaluated_id) if few else radar_of(results, evaluated_id)


def radar_of(results: Results, evaluated_id: int) -> Radar:
    """Draw somebody against the middle of the own group, component by component.

    Raises:
        NotFound: There is nobody with that number.
    """
    found = comparison_of(results, evaluated_id)
    spokes = tuple(
        Spoke(
            label=results.scheme.component(axis.component).name,
            own=None if axis.own is None else float(axis.own),
            middle=None if axis.middle is None else float(axis.middle),
            own_words=_points(axis.own),
            middle_words=_points(axis.middle),
            n=axis.n,
        )
        for axis in found.axes
    )
    return Radar(
        spokes,
        who=results.of(evaluated_id).evaluated.name,
        group=group_words(results.judged, found),
        remark=remark_of(results.judged, found),
        faint=found.is_small,
        own_head="本人" if results.judged is Judged.PEOPLE else "得分",
    )


def bars_of(results: Results, evaluated_id: int) -> Bars:
    """The same as bars; a tick stands at the median.

    Raises:
        NotFound: There is nobody with that number.
    """
    found = comparison_of(results, evaluated_id)
    return Bars(
        tuple(
            Bar(
                results.scheme.component(axis.component).name,
                None if axis.own is None else float(axis.own / _FULL),
                f"{_points(axis.own)}（中位数 {_points(axis.middle)}，n={axis.n}）",
                others=None if axis.middle is None else float(axis.middle / _FULL),
            )
            for axis in found.axes
        )
    )


def picture_of(chart: Chart, *, width_mm: float) -> bytes:
    """Draw a chart for the screen; see :func:`partydesk.reports.charts.draw_chart`."""
    return draw_chart(chart, width_mm=width_mm)


def group_words(judged: Judged, found: Comparison) -> str:
    """Name the group with how many it has."""
    unit = "人" if judged is Judged.PEOPLE else "个"
    return f"本组中位数（{found.group}，{found.size} {unit}）"


def remark_of(judged: Judged, found: Comparison) -> str:
    """Say what the reader must know before comparing."""
    said = []
    if found.is_small:
        unit = "人" if judged is Judged.PEOPLE else "个"
        said.append(f"本组不足 {found.least} {unit}，中位数用浅色，不宜比较。")
    if any(axis.own is None for axis in found.axes):
        said.append("没有分的项不画，不按 0 分计。")
    return "".join(said)


def _points(value: Decimal | None) -> str:
    return _NONE if value is None else f"{value:f}"
