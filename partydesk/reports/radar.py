"""The radar: somebody on several axes, held against the middle of the group, with a table beside.

Axes stand in the order of the scheme, the first upright and the others clockwise, each from 0 in
the middle to 100 at the edge; they are never stretched. What is missing leaves a gap, for it is no
zero. The person is a thick line with filled points, the group a thin one with hollow points, so
that both are told apart without colour; the figures stand beside it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from partydesk.reports.bands import GAP_PT, Band, raised
from partydesk.reports.layout import Align
from partydesk.reports.marks import FillMark, LineMark, Mark, RectangleMark, baseline_pt
from partydesk.reports.sheet import INK, QUIET, RULE, THIN_PT, Frame, aligned, broken
from partydesk.reports.typeset import set_line

_OWN: Final = "#A8201A"
_OTHERS: Final = "#3B4654"
_FEW: Final = "#B4BAC3"
_RING: Final = "#D5D9DF"
_OWN_PT: Final = 1.6
_OTHERS_PT: Final = 0.9
_POINT_PT: Final = 4.0
_SMALL_PT: Final = 9.0
_RING_SIZE_PT: Final = 6.5
_ROW_PT: Final = 15.0
_RINGS: Final = (20, 40, 60, 80, 100)
#: Radius, and the room that the names of the axes have around it.
_RADIUS_PT: Final = 74.0
_AROUND_PT: Final = 20.0
_LABEL_PT: Final = 66.0
_FIGURES_PT: Final = 46.0
_N_PT: Final = 26.0
_FULL: Final = 100.0
#: With fewer axes there is no area to look at; the table alone says everything.
LEAST_AXES: Final = 3

#: Narrower than this the table has no room beside the drawing.
_TABLE_PT: Final = 190.0


@dataclass(frozen=True, slots=True)
class Spoke:
    """One axis.

    Attributes:
        label: What is measured.
        own: Points of the person, 0 to 100; None where there are none.
        middle: The group's median; None where nobody has points.
        own_words: The points as they are written.
        middle_words: The median as it is written.
        n: How many of the group have points.
    """

    label: str
    own: float | None
    middle: float | None
    own_words: str
    middle_words: str
    n: int


@dataclass(frozen=True, slots=True)
class Radar:
    """Somebody against the middle of the group.

    Attributes:
        spokes: The axes in their order.
        who: Whose line it is.
        group: Whose middle it is held against.
        remark: What the reader must know, such as that the group is small; empty for nothing.
        faint: Whether the group is so small that its middle says little and is drawn faint.
        own_head: Head of the person's figures.
    """

    spokes: tuple[Spoke, ...]
    who: str
    group: str
    remark: str = ""
    faint: bool = False
    own_head: str = "本人"

    @property
    def texts(self) -> Iterator[str]:
        """Every text that is drawn."""
        yield from (self.who, self.group, self.remark, self.own_head)
        for spoke in self.spokes:
            yield from (spoke.label, spoke.own_words, spoke.middle_words)


def radar_bands(chart: Radar, frame: Frame) -> Iterator[Band]:
    """Set a radar as one band: its table beside the drawing, or below where it is narrow."""
    drawn: list[Mark] = []
    left = frame.left
    high = 0.0
    if len(chart.spokes) >= LEAST_AXES:
        across = 2 * (_RADIUS_PT + _LABEL_PT)
        high = 2 * (_RADIUS_PT + _AROUND_PT)
        drawn += _web(chart, frame, left + across / 2, -high / 2)
        left += across + GAP_PT
    beside = frame.right - left >= _TABLE_PT
    table, below = _table(chart, frame, left if beside else frame.left)
    shift = max((high - below) / 2, 0.0) if beside else high
    drawn += [raised(mark, -shift) for mark in table]
    yield Band(max(high, below) if beside else high + below, drawing=tuple(drawn))


# -- the drawing -------------------------------------------------------------------------------


def _web(chart: Radar, frame: Frame, x: float, y: float) -> Iterator[Mark]:
    count = len(chart.spokes)
    for ring in _RINGS:
        corners = [_place(i, count, ring, x, y) for i in range(count)]
        yield from _closed(corners, THIN_PT, RULE if ring == _FULL else _RING)
    for i in range(count):
        yield LineMark(x, y, *_place(i, count, _FULL, x, y), THIN_PT, _RING)
    for ring in _RINGS[::2]:
        words = set_line(str(ring), frame.song, size_pt=_RING_SIZE_PT)
        base = y + _RADIUS_PT * ring / _FULL - 2
        yield from aligned(words, Align.RIGHT, x - 20, x - 2, base, _RING_SIZE_PT, QUIET)
    others = _FEW if chart.faint else _OTHERS
    middle = [spoke.middle for spoke in chart.spokes]
    yield from _shape(middle, x, y, _OTHERS_PT, others, filled=False)
    yield from _shape([spoke.own for spoke in chart.spokes], x, y, _OWN_PT, _OWN, filled=True)
    for i, spoke in enumerate(chart.spokes):
        yield from _name(spoke, frame, i, count, x, y)


def _place(i: int, count: int, points: float, x: float, y: float) -> tuple[float, float]:
    """Where points lie on an axis: the first upright, the others clockwise."""
    angle = math.pi / 2 - 2 * math.pi * i / count
    radius = _RADIUS_PT * points / _FULL
    return x + radius * math.cos(angle), y + radius * math.sin(angle)


def _closed(
    corners: Sequence[tuple[float, float]], width_pt: float, colour: str
) -> Iterator[LineMark]:
    for one, other in zip(corners, [*corners[1:], corners[0]], strict=True):
        yield LineMark(*one, *other, width_pt, colour)


def _shape(
    points: Sequence[float | None],
    x: float,
    y: float,
    width_pt: float,
    colour: str,
    *,
    filled: bool,
) -> Iterator[Mark]:
    """Join neighbouring points; next to a missing one there is a gap."""
    count = len(points)
    places = [None if p is None else _place(i, count, p, x, y) for i, p in enumerate(points)]
    for one, other in zip(places, [*places[1:], places[0]], strict=True):
        if one is not None and other is not None:
            yield LineMark(*one, *other, width_pt, colour)
    for place in places:
        if place is not None:
            yield _point(place, colour, filled=filled)


def _point(place: tuple[float, float], colour: str, *, filled: bool) -> Mark:
    x, y = (each - _POINT_PT / 2 for each in place)
    if filled:
        return FillMark(x, y, _POINT_PT, _POINT_PT, colour)
    return RectangleMark(x, y, _POINT_PT, _POINT_PT, _OTHERS_PT, colour)


def _name(spoke: Spoke, frame: Frame, i: int, count: int, x: float, y: float) -> Iterator[Mark]:
    """Write the name of an axis at its end, away from the web."""
    end_x, end_y = _place(i, count, _FULL, x, y)
    lines = broken(spoke.label, frame.song, _LABEL_PT - 6, _SMALL_PT)[:2]
    high = len(lines) * (_SMALL_PT + 1)
    if abs(end_x - x) < 1:
        left, right, align = x - _LABEL_PT, x + _LABEL_PT, Align.CENTRE
        top = end_y + 5 + high if end_y > y else end_y - 5
    else:
        outward = end_x > x
        left, right = (end_x + 5, end_x + _LABEL_PT) if outward else (end_x - _LABEL_PT, end_x - 5)
        align = Align.LEFT if outward else Align.RIGHT
        top = end_y + high / 2
    for number, line in enumerate(lines):
        base = top - _SMALL_PT - number * (_SMALL_PT + 1) + 1
        yield from aligned(line, align, left, right, base, _SMALL_PT, INK)


# -- the table beside --------------------------------------------------------------------------


def _table(chart: Radar, frame: Frame, left: float) -> tuple[list[Mark], float]:
    """Set the table from the upper edge downwards; gives its marks and its height."""
    right = frame.right
    ends = (right - 2 * _FIGURES_PT - _N_PT, right - _FIGURES_PT - _N_PT, right - _N_PT, right)
    drawn: list[Mark] = []
    heads = ("项目", chart.own_head, "中位数", "n")
    pen = _row(drawn, frame, 0.0, left, ends, heads, QUIET)
    drawn.append(LineMark(left, pen, right, pen, THIN_PT, RULE))
    faint = _FEW if chart.faint else INK
    for spoke in chart.spokes:
        cells = (spoke.label, spoke.own_words, spoke.middle_words, str(spoke.n))
        pen = _row(drawn, frame, pen, left, ends, cells, INK, faint)
    drawn.append(LineMark(left, pen, right, pen, THIN_PT, RULE))
    pen -= 6
    for words, colour, width, filled in (
        (chart.who, _OWN, _OWN_PT, True),
        (chart.group, _FEW if chart.faint else _OTHERS, _OTHERS_PT, False),
    ):
        middle = pen - _ROW_PT / 2
        drawn.append(LineMark(left, middle, left + 22, middle, width, colour))
        drawn.append(_point((left + 11, middle), colour, filled=filled))
        pen = _line(drawn, frame, pen, left + 28, right, words, INK)
    if chart.remark:
        pen = _line(drawn, frame, pen, left, right, chart.remark, QUIET)
    return drawn, -pen


def _row(
    drawn: list[Mark],
    frame: Frame,
    pen: float,
    left: float,
    ends: Sequence[float],
    cells: Sequence[str],
    colour: str,
    faint: str = QUIET,
) -> float:
    """Set one row; the first cell takes several lines where it must. Gives where it ends."""
    lines = broken(cells[0], frame.song, ends[0] - left - 4, _SMALL_PT)
    for number, line in enumerate(lines):
        base = baseline_pt(pen - number * _ROW_PT, _ROW_PT, _SMALL_PT)
        drawn += aligned(line, Align.LEFT, left, ends[0], base, _SMALL_PT, colour)
    base = baseline_pt(pen, _ROW_PT, _SMALL_PT)
    for start, end, words, shade in zip(
        ends, ends[1:], cells[1:], (colour, faint, faint), strict=False
    ):
        figure = set_line(words, frame.song, size_pt=_SMALL_PT)
        drawn += aligned(figure, Align.RIGHT, start, end, base, _SMALL_PT, shade)
    return pen - len(lines) * _ROW_PT


def _line(
    drawn: list[Mark],
    frame: Frame,
    pen: float,
    left: float,
    right: float,
    words: str,
    colour: str,
) -> float:
    for line in broken(words, frame.song, right - left, _SMALL_PT):
        base = baseline_pt(pen, _ROW_PT, _SMALL_PT)
        drawn += aligned(line, Align.LEFT, left, right, base, _SMALL_PT, colour)
        pen -= _ROW_PT
    return pen
