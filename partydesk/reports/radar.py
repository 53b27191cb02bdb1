"""A radar chart: somebody's points against the median of the group, on fixed axes from 0 to 100.

The axes keep the order of the scheme, and the same scale whoever is shown, so that two charts can
be laid side by side. An axis says how many stand behind its median; where they are fewer than what
a median can rest on, it is drawn faint. What the eye could miss stands in the table beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Final

from partydesk.reports.bands import Band, Stroke, Word
from partydesk.reports.sheet import INK, QUIET, Frame
from partydesk.reports.typeset import set_line

_OWN: Final = "#A8201A"
_MEDIAN: Final = "#2F5D8A"
_FAINT: Final = "#B9C4CF"
_NET: Final = "#D5D8DD"
_RADIUS_PT: Final = 74.0
_ROOM_PT: Final = 30.0
_LABEL_PT: Final = 8.5
_FULL: Final = 100.0
_RINGS: Final = (25.0, 50.0, 75.0, 100.0)


@dataclass(frozen=True, slots=True)
class RadarAxis:
    """One axis.

    Attributes:
        label: What is measured.
        own: Points of the one who is shown; None where there are none.
        median: Median of the group; None where nobody has points.
        n: How many of the group have points.
        faint: Whether they are too few for a median to be read as the group's.
    """

    label: str
    own: float | None
    median: float | None
    n: int
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Radar:
    """A chart of at least three axes.

    Attributes:
        axes: Clockwise from the top.
        own: Name of the one who is shown.
        group: What the median is of.
    """

    axes: tuple[RadarAxis, ...]
    own: str
    group: str


def radar_bands(chart: Radar, frame: Frame) -> Iterator[Band]:
    """Set a chart as one band, its legend below the net.

    Raises:
        ValueError: There are fewer than three axes.
    """
    if len(chart.axes) < 3:  # noqa: PLR2004 - two axes span no area
        raise ValueError("a radar needs three axes")
    height = 2 * (_RADIUS_PT + _ROOM_PT) + 2 * _LABEL_PT
    net = _Net(chart, (frame.left + frame.right) / 2, _RADIUS_PT + _ROOM_PT)
    strokes = (*net.rings(), *net.spokes(), *net.medians(), *net.own())
    words = (*net.labels(frame), *net.legend(frame, height - _LABEL_PT))
    yield Band(height, strokes=strokes, words=words)


class _Net:
    """The geometry of a chart around its middle."""

    def __init__(self, chart: Radar, middle: float, below_pt: float) -> None:
        self.chart, self.middle, self.below = chart, middle, below_pt

    def at(self, place: int, points: float, more_pt: float = 0.0) -> tuple[float, float]:
        """Where so many points of an axis lie."""
        angle = 2 * pi * place / len(self.chart.axes)
        reach = _RADIUS_PT * points / _FULL + more_pt
        return self.middle + reach * sin(angle), self.below - reach * cos(angle)

    def rings(self) -> Iterator[Stroke]:
        count = len(self.chart.axes)
        for ring in _RINGS:
            for place in range(count):
                yield self._stroke(place, ring, (place + 1) % count, ring, 0.4, _NET)

    def spokes(self) -> Iterator[Stroke]:
        for place, axis in enumerate(self.chart.axes):
            colour = _NET if axis.own is not None else _FAINT
            yield self._stroke(place, 0.0, place, _FULL, 0.4, colour)

    def medians(self) -> Iterator[Stroke]:
        values = [axis.median for axis in self.chart.axes]
        faint = [axis.faint for axis in self.chart.axes]
        yield from self._outline(values, 1.0, [_FAINT if each else _MEDIAN for each in faint])

    def own(self) -> Iterator[Stroke]:
        values = [axis.own for axis in self.chart.axes]
        yield from self._outline(values, 1.8, [_OWN] * len(values))

    def _outline(
        self, values: Sequence[float | None], width_pt: float, colours: Sequence[str]
    ) -> Iterator[Stroke]:
        """Draw from axis to axis; an axis without points is passed over, never taken for zero."""
        there = [place for place, value in enumerate(values) if value is not None]
        if len(there) < 2:  # noqa: PLR2004 - a line needs two ends
            return
        for first, second in zip(there, [*there[1:], there[0]], strict=True):
            start, end = values[first] or 0.0, values[second] or 0.0
            yield self._stroke(first, start, second, end, width_pt, colours[first])

    def _stroke(
        self, first: int, start: float, second: int, end: float, width_pt: float, colour: str
    ) -> Stroke:
        return Stroke(*self.at(first, start), *self.at(second, end), width_pt, colour)

    def labels(self, frame: Frame) -> Iterator[Word]:
        """Name each axis with both figures and how many stand behind the median."""
        for place, axis in enumerate(self.chart.axes):
            left, below = self.at(place, _FULL, 10.0)
            for number, text in enumerate((axis.label, _figures(axis))):
                line = set_line(text, frame.song, size_pt=_LABEL_PT)
                turn = sin(2 * pi * place / len(self.chart.axes))
                start = left - line.width_pt * (1 - turn) / 2
                start = min(max(start, frame.left), frame.right - line.width_pt)
                colour = INK if number == 0 else QUIET
                yield Word(line, start, below + (number - 0.5) * (_LABEL_PT + 2), _LABEL_PT, colour)

    def legend(self, frame: Frame, below_pt: float) -> Iterator[Word]:
        """Say which outline is whose, in its colour."""
        left = frame.left
        for text, colour in (
            (f"— {self.chart.own}", _OWN),
            (f"— {self.chart.group}中位数", _MEDIAN),
            ("每轴 0 至 100，外圈为 100", QUIET),
        ):
            line = set_line(text, frame.song, size_pt=_LABEL_PT)
            yield Word(line, left, below_pt, _LABEL_PT, colour)
            left += line.width_pt + 14.0


def _figures(axis: RadarAxis) -> str:
    own = "没有分" if axis.own is None else f"{axis.own:.2f}"
    median = "—" if axis.median is None else f"{axis.median:.2f}"
    few = "，人数少" if axis.faint else ""
    return f"{own} / {median}（n={axis.n}{few}）"
