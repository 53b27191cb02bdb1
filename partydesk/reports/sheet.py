"""The page of everything that is printed as lists: margins, heading, footer, cells of text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from partydesk.reports.fonts import SHIPPED, Face, FontRole, FontSet
from partydesk.reports.layout import Align
from partydesk.reports.marks import PT_PER_MM, LineMark, Mark, baseline_pt, line_marks
from partydesk.reports.paint import PdfFile
from partydesk.reports.typeset import Line, Run, balanced, set_line, set_paragraph

_SHORT_MM: Final = 210.0
_LONG_MM: Final = 297.0
#: Left, right, top, bottom; the left edge is where lists are filed.
_MARGINS_MM: Final = (22.0, 15.0, 18.0, 20.0)
_TITLE_PT: Final = 18.0
_TITLE_FLOOR_PT: Final = 13.0
BODY_PT: Final = 10.0
_SMALL_PT: Final = 9.0
PITCH_PT: Final = 15.0
PAD_PT: Final = 3.0
INK: Final = "#1F2328"
QUIET: Final = "#5B6470"
RULE: Final = "#8A929E"
THIN_PT: Final = 0.4
STRONG_PT: Final = 1.0
#: What is taller than a page is not cut behind fewer lines than this.
FEWEST_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """The printed area, in points from the lower left corner of the page, and its fonts."""

    left: float
    right: float
    top: float
    bottom: float
    fonts: FontSet = SHIPPED

    @property
    def width(self) -> float:
        """How wide the printed area is."""
        return self.right - self.left

    @property
    def song(self) -> Face:
        """What text is set in."""
        return self.fonts.face(FontRole.SONG)

    @property
    def song_bold(self) -> Face:
        """What titles are set in."""
        return self.fonts.face(FontRole.SONG_BOLD)

    @property
    def hei_bold(self) -> Face:
        """What heads are set in."""
        return self.fonts.face(FontRole.HEI_BOLD)


@dataclass(frozen=True, slots=True)
class Heading:
    """Title and subtitle, and where the list begins below them."""

    marks: tuple[Mark, ...]
    below: float


def paper_mm(*, landscape: bool) -> tuple[float, float]:
    """Width and height of A4."""
    return (_LONG_MM, _SHORT_MM) if landscape else (_SHORT_MM, _LONG_MM)


def frame_of(*, landscape: bool, fonts: FontSet = SHIPPED) -> Frame:
    """Leave the margins free."""
    width_mm, height_mm = paper_mm(landscape=landscape)
    left, right, top, bottom = (margin * PT_PER_MM for margin in _MARGINS_MM)
    return Frame(left, width_mm * PT_PER_MM - right, height_mm * PT_PER_MM - top, bottom, fonts)


def heading_of(title: str, subtitle: str, frame: Frame) -> Heading:
    """Set the title on as few lines as fit, smaller if need be, and the subtitle."""
    width = frame.width
    size, lines = (
        _TITLE_PT,
        balanced(title, frame.song_bold, size_pt=_TITLE_PT, width_pt=width, most_lines=2),
    )
    if lines is None:
        size = _TITLE_FLOOR_PT
        smaller = set_paragraph([Run(title, frame.song_bold)], size_pt=size, width_pt=width)
        lines = tuple(line.text for line in smaller)
    marks: list[Mark] = []
    pen = frame.top
    for words in lines:
        line = set_line(words, frame.song_bold, size_pt=size)
        marks += aligned(line, Align.CENTRE, frame.left, frame.right, pen - size, size, INK)
        pen -= size * 1.5
    for line in broken(subtitle, frame.song, width) if subtitle else ():
        base = baseline_pt(pen, PITCH_PT, BODY_PT)
        marks += aligned(line, Align.CENTRE, frame.left, frame.right, base, BODY_PT, QUIET)
        pen -= PITCH_PT
    return Heading(tuple(marks), pen - 2 * PAD_PT)


def broken(text: str, role: Face, width_pt: float, size_pt: float = BODY_PT) -> tuple[Line, ...]:
    """Break a cell into lines; line breaks of the text are kept."""
    return tuple(
        line
        for part in (text.splitlines() or [""])
        for line in set_paragraph(
            [Run(part, role)], size_pt=size_pt, width_pt=width_pt, justify=False
        )
    )


def write_pages(
    title: str,
    pages: Sequence[Sequence[Mark]],
    *,
    footer: str,
    frame: Frame,
    created: dt.datetime,
    landscape: bool,
) -> bytes:
    """Write pages of marks with footer and page numbers into a PDF."""
    width_mm, height_mm = paper_mm(landscape=landscape)
    file = PdfFile(
        title=title,
        author="",
        width_pt=width_mm * PT_PER_MM,
        height_pt=height_mm * PT_PER_MM,
        created=created,
    )
    for number, marks in enumerate(pages, start=1):
        file.add_page([*marks, *foot(footer, f"第{number}页　共{len(pages)}页", frame)])
    return file.finish()


def across(frame: Frame, y_pt: float, width_pt: float) -> LineMark:
    """A rule over the whole width."""
    return LineMark(frame.left, y_pt, frame.right, y_pt, width_pt, RULE)


def foot(footer: str, numbers: str, frame: Frame) -> Iterator[Mark]:
    """Set the footer at the left and the page number at the right."""
    base = frame.bottom - 2 * PITCH_PT + PAD_PT
    for words, align in ((footer, Align.LEFT), (numbers, Align.RIGHT)):
        line = set_line(words, frame.song, size_pt=_SMALL_PT)
        yield from aligned(line, align, frame.left, frame.right, base, _SMALL_PT, QUIET)


def aligned(
    line: Line,
    align: Align,
    left: float,
    right: float,
    base: float,
    size_pt: float,
    colour: str,
) -> list[Mark]:
    """Place a line between two edges."""
    free = right - left - line.width_pt
    shift = {Align.LEFT: 0.0, Align.CENTRE: free / 2, Align.RIGHT: free}[align]
    return line_marks(line, left + shift, base, size_pt, colour)
