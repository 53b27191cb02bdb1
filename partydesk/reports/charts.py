"""Charts: one drawing for paper and screen.

A chart is a part of a paper like a table. The screen shows the very same drawing as a small page
of its own. The axis is fixed (0 to the whole), the order is the caller's, and each bar says its
figures, so that nothing depends on the eye or on colour alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from partydesk.reports.bands import GAP_PT, Band, Block, Text, marks_of
from partydesk.reports.marks import PT_PER_MM, Mark
from partydesk.reports.paint import PdfFile
from partydesk.reports.radar import Radar, radar_bands
from partydesk.reports.sheet import BODY_PT, INK, QUIET, Frame, broken
from partydesk.reports.typeset import Line, set_line

_BAR: Final = "#A8201A"
_GROUND: Final = "#ECEEF1"
_FAINT: Final = "#D9A5A2"
_BAR_PT: Final = 9.0
_TICK_PT: Final = 1.6
_PITCH_PT: Final = 19.0
_LINE_PT: Final = 13.0
_MOST_LABEL: Final = 0.4
_MARGIN_PT: Final = 4.0
#: The file of a drawing for the screen is never kept; its moment of creation is of no account.
_NO_MOMENT: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Attributes:
        label: What is measured.
        share: How much of the whole, 0 to 1; None where there is nothing to measure.
        words: The figures behind the bar.
        faint: Whether it rests on so few that it should not be read as a rate.
        others: Where the middle of the others stands, 0 to 1, as a tick; None for no tick.
    """

    label: str
    share: float | None
    words: str
    faint: bool = False
    others: float | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars below each other over one axis from nothing to the whole."""

    bars: tuple[Bar, ...]


Chart: TypeAlias = Bars | Radar


def bar_bands(chart: Bars, frame: Frame) -> Iterator[Band]:
    """Set a chart, one band a bar; long labels take several lines."""
    words = [set_line(bar.words, frame.song, size_pt=BODY_PT) for bar in chart.bars]
    labels = [set_line(bar.label, frame.song, size_pt=BODY_PT) for bar in chart.bars]
    wide = min(_widest(labels), frame.width * _MOST_LABEL)
    left = frame.left + wide + GAP_PT
    right = frame.right - _widest(words) - GAP_PT
    for bar, figures in zip(chart.bars, words, strict=True):
        lines = broken(bar.label, frame.song, wide)
        told = Text(figures, right + GAP_PT, BODY_PT, QUIET if bar.faint else INK)
        end = left + (right - left) * (bar.share or 0.0)
        blocks = [Block(left, right, _BAR_PT, _GROUND)]
        if bar.share:
            blocks.append(Block(left, end, _BAR_PT, _FAINT if bar.faint else _BAR))
        if bar.others is not None:
            tick = left + (right - left) * bar.others
            blocks.append(Block(tick - _TICK_PT / 2, tick + _TICK_PT / 2, _BAR_PT + 5, INK))
        first = Text(lines[0], frame.left, BODY_PT, INK)
        yield Band(_PITCH_PT, (first, told), blocks=tuple(blocks))
        for line in lines[1:]:
            yield Band(_LINE_PT, (Text(line, frame.left, BODY_PT, INK),))


def _widest(lines: Sequence[Line]) -> float:
    return max((line.width_pt for line in lines), default=0.0)


def chart_bands(chart: Chart, frame: Frame) -> Iterator[Band]:
    """Set a chart of any sort."""
    return bar_bands(chart, frame) if isinstance(chart, Bars) else radar_bands(chart, frame)


def draw_chart(chart: Chart, *, width_mm: float) -> bytes:
    """Draw a chart as a page of its own, just as high as it needs, for the screen.

    Args:
        chart: At least one bar or axis.
        width_mm: Width of the page.

    Returns:
        The PDF; its ground is transparent.
    """
    width = width_mm * PT_PER_MM
    frame = Frame(_MARGIN_PT, width - _MARGIN_PT, 0.0, 0.0)
    bands = list(chart_bands(chart, frame))
    height = sum(band.height_pt for band in bands) + 2 * _MARGIN_PT
    file = PdfFile(title="", author="", width_pt=width, height_pt=height, created=_NO_MOMENT)
    pen = height - _MARGIN_PT
    marks: list[Mark] = []
    for band in bands:
        marks += marks_of(band, pen)
        pen -= band.height_pt
    file.add_page(marks)
    return file.finish()
