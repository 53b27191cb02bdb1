"""雷达图: a result against the median of its group; one drawing for paper and screen."""

from __future__ import annotations

from statistics import median
from typing import Final

from partydesk.domain.evaluation.results import PartScore
from partydesk.reports.charts import Bar, Bars, draw_chart
from partydesk.reports.radar import Radar, RadarAxis
from partydesk.services.evaluation.results import Result, Results

#: A median of fewer than this is drawn faint: one of them more or less moves it at will.
_FEW: Final = 5
_AXES: Final = 3
_WIDTH_MM: Final = 128.0


def chart_of(results: Results, row: Result) -> Radar | Bars:
    """Draw a result against its group: a radar, or bars where there are too few components."""
    group = [
        each
        for each in results.rows
        if each.evaluated.group == row.evaluated.group and each.placed.rank is not None
    ]
    axes = tuple(
        _axis(results, part, [each.placed.score.parts[place] for each in group])
        for place, part in enumerate(row.placed.score.parts)
    )
    if len(axes) >= _AXES:
        return Radar(axes, row.evaluated.name, row.evaluated.group)
    return Bars(tuple(_bar(axis) for axis in axes))


def _axis(results: Results, part: PartScore, group: list[PartScore]) -> RadarAxis:
    points = [each.points for each in group if each.points is not None]
    return RadarAxis(
        label=results.scheme.component(part.component).name,
        own=None if part.points is None else float(part.points),
        median=float(median(points)) if points else None,
        n=len(points),
        faint=len(points) < _FEW,
    )


def _bar(axis: RadarAxis) -> Bar:
    own = "没有分" if axis.own is None else f"{axis.own:.2f}"
    middle = "—" if axis.median is None else f"{axis.median:.2f}"
    share = None if axis.own is None else axis.own / 100
    return Bar(axis.label, share, f"{own}（本组中位数 {middle}，n={axis.n}）", axis.faint)


def radar_of(results: Results, row: Result) -> bytes:
    """Draw the chart of a result for the screen; see :func:`chart_of`."""
    return draw_chart(chart_of(results, row), width_mm=_WIDTH_MM)
