"""Prints papers made of parts: facts, tables, paragraphs, lines to sign on; a list is one table.

A paper begins on a page of its own and counts its pages for itself, so that a batch of forms can be
handed out one by one. Headings stay with what follows them, and what closes a paper never stands
on a page alone below a table.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from partydesk.domain.progress import Progress, silent
from partydesk.reports.bands import (
    Band,
    Blank,
    Code,
    Fact,
    fact_bands,
    heading_band,
    marks_of,
    paragraph_bands,
    sign_bands,
    signing_bands,
)
from partydesk.reports.charts import Bars, bar_bands
from partydesk.reports.findings import PrintWarning, missing_finding, warnings_of
from partydesk.reports.fonts import SHIPPED, FontRole, FontSet, missing_characters
from partydesk.reports.marks import PT_PER_MM, Mark
from partydesk.reports.paint import PdfFile, Shared
from partydesk.reports.radar import Radar, radar_bands
from partydesk.reports.render import Rendered
from partydesk.reports.sheet import (
    BODY_PT,
    PAD_PT,
    PITCH_PT,
    Frame,
    foot,
    frame_of,
    heading_of,
    paper_mm,
)
from partydesk.reports.tables import Table, least_height_pt, preflight_table, table_pages

_AFTER_PT: Final = 2 * PAD_PT
_BELOW_TABLE_PT: Final = 10.0


@dataclass(frozen=True, slots=True)
class Facts:
    """What a paper is about, label by label."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of what follows; it stays with it."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Text as wide as the page, with its size and what lies from line to line."""

    texts: tuple[str, ...]
    size_pt: float = BODY_PT
    pitch_pt: float = PITCH_PT


@dataclass(frozen=True, slots=True)
class Signing:
    """Lines to be filled in by hand, so many side by side."""

    blanks: tuple[Blank, ...]
    beside: int = 2


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code at the left edge, with its quiet zone."""

    text: str
    size_mm: float


@dataclass(frozen=True, slots=True)
class Signs:
    """A code to be read off sign by sign: groups in outlines, so many side by side."""

    groups: tuple[str, ...]
    size_pt: float
    beside: int


Part: TypeAlias = Facts | Heading | Paragraphs | Signing | QrCode | Signs | Bars | Radar | Table


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper.

    Attributes:
        title: Centred above everything.
        parts: From top to bottom.
        subtitle: A line below the title.
        mark: Stands before the page numbers, so that loose pages can be put together again.
        corner: At the upper left above the title, as 附件1 of an official document stands
            (GB/T 9704-2012, 7.3.7); empty for none.
        landscape: Whether the long edge is the width.
    """

    title: str
    parts: tuple[Part, ...]
    subtitle: str = ""
    mark: str = ""
    landscape: bool = False
    corner: str = ""


#: The pages of a table from a height on, by the table's identity: forms share their tables.
_Known: TypeAlias = dict[
    tuple[int, Frame, float, float], tuple[Table, list[tuple[Mark, ...]], float]
]


def render_papers(
    papers: Sequence[Paper],
    *,
    title: str,
    footer: str = "",
    created: dt.datetime,
    progress: Progress = silent,
    fonts: FontSet = SHIPPED,
) -> bytes:
    """Print papers into one PDF; see :func:`render_paper_batch`."""
    return render_paper_batch(
        papers, title=title, footer=footer, created=created, progress=progress, fonts=fonts
    ).pdf


def render_paper_batch(
    papers: Sequence[Paper],
    *,
    title: str,
    footer: str = "",
    created: dt.datetime,
    progress: Progress = silent,
    fonts: FontSet = SHIPPED,
) -> Rendered:
    """Print papers into one PDF, each beginning on a page of its own.

    Args:
        papers: At least one. Papers that show the same table should hold the very same
            :class:`Table`: it is set and written once.
        title: Of the file.
        footer: At the lower left of every page.
        created: Written into the file as its moment of creation.
        progress: Told how far it is.
        fonts: What stands behind the roles.

    Returns:
        The file with its pages and warnings; characters that no font has are left as one empty
        square, and the warnings name them.

    Raises:
        ValueError: There is nothing to print, or a table that cannot be.
        Cancelled: The user stopped it.
    """
    if not papers:
        raise ValueError("nothing to print")
    width, height = _size_pt(landscape=papers[0].landscape)
    file = PdfFile(title=title, author="", width_pt=width, height_pt=height, created=created)
    uses = Counter(id(part) for paper in papers for part in paper.parts)
    known: _Known = {}
    lengths: list[int] = []
    for done, paper in enumerate(papers, 1):
        frame = frame_of(landscape=paper.landscape, fonts=fonts)
        pages = _Setting(paper, frame, known, uses).pages
        lengths.append(len(pages))
        for number, page in enumerate(pages, 1):
            numbers = f"第{number}页　共{len(pages)}页"
            below = foot(footer, f"{paper.mark}　{numbers}" if paper.mark else numbers, frame)
            size = _size_pt(landscape=paper.landscape)
            file.add_page([*page, *below], size_pt=size)
        if done % 10 == 0 or done == len(papers):
            progress(done, len(papers), f"正在排版{title}")
    return Rendered(file.finish(), tuple(lengths), preflight_papers(papers, fonts))


def _size_pt(*, landscape: bool) -> tuple[float, float]:
    width_mm, height_mm = paper_mm(landscape=landscape)
    return width_mm * PT_PER_MM, height_mm * PT_PER_MM


class _Setting:
    """One paper on its way onto pages."""

    def __init__(self, paper: Paper, frame: Frame, known: _Known, uses: Mapping[int, int]) -> None:
        """Set a paper; ``pages`` holds it then.

        Args:
            paper: The paper.
            frame: The printed area.
            known: Tables that have been set.
            uses: Identity of a table → how many papers show it.
        """
        above = [heading_band(paper.corner, frame)] if paper.corner else []
        rest = replace(frame, top=frame.top - sum(band.height_pt for band in above))
        heading = heading_of(paper.title, paper.subtitle, rest)
        self.frame, self.known, self.uses = frame, known, uses
        corner = [mark for band in above for mark in marks_of(band, frame.top)]
        self.pages: list[list[Mark | Shared]] = [[*corner, *heading.marks]]
        self.pen = heading.below
        parts = paper.parts
        for place, part in enumerate(parts):
            if isinstance(part, Table):
                self.set_table(part, self.height_pt(parts[place + 1 :]))
                continue
            bands = self.bands_of(part)
            following = parts[place + 1] if place + 1 < len(parts) else None
            kept = isinstance(part, Heading) and following is not None
            below = self.height_pt(parts[place + 2 :])
            room = self.least_pt(following, below) if kept and following is not None else 0.0
            self.set_bands(bands, room, together=not isinstance(part, Paragraphs | Bars))

    def bands_of(self, part: Part) -> list[Band]:
        """Cut a part that is no table into bands."""
        if isinstance(part, Facts):
            bands = list(fact_bands(part.facts, self.frame))
        elif isinstance(part, Heading):
            return [heading_band(part.text, self.frame)]
        elif isinstance(part, Signing):
            bands = list(signing_bands(part.blanks, self.frame, part.beside))
        elif isinstance(part, Bars):
            bands = list(bar_bands(part, self.frame))
        elif isinstance(part, Radar):
            bands = list(radar_bands(part, self.frame))
        elif isinstance(part, Signs):
            bands = list(sign_bands(part.groups, self.frame, part.size_pt, part.beside))
        elif isinstance(part, QrCode):
            size = part.size_mm * PT_PER_MM
            bands = [Band(size, codes=(Code(self.frame.left, part.text),))]
        elif isinstance(part, Paragraphs):
            bands = list(paragraph_bands(part.texts, self.frame, part.size_pt, part.pitch_pt))
        else:
            return []
        return [*bands, Band(_AFTER_PT)]

    def height_pt(self, parts: Sequence[Part]) -> float:
        """Height of what follows a table up to the next one; it should not stand alone."""
        height = _BELOW_TABLE_PT
        for part in parts:
            if isinstance(part, Table):
                break
            if isinstance(part, Heading) and part is not parts[-1]:
                break
            height += sum(band.height_pt for band in self.bands_of(part))
        return min(height, (self.frame.top - self.frame.bottom) / 2)

    def least_pt(self, part: Part, below: float) -> float:
        """Room that a part needs to begin on a page, with so much ``below`` it if it is a table."""
        if isinstance(part, Table):
            return least_height_pt(part, self.frame, below)
        return self.bands_of(part)[0].height_pt

    def set_bands(self, bands: Sequence[Band], room: float, *, together: bool) -> None:
        """Set bands, on a new page where they or what they head would be torn."""
        height = sum(band.height_pt for band in bands) + room
        if together and self.pen - height < self.frame.bottom:
            self.turn()
        for band in bands:
            if band.texts and self.pen - band.height_pt < self.frame.bottom:
                self.turn()
            self.pages[-1].extend(marks_of(band, self.pen))
            self.pen -= band.height_pt

    def set_table(self, table: Table, reserve: float) -> None:
        """Set a table, over as many pages as it needs."""
        if self.pen - least_height_pt(table, self.frame, reserve) < self.frame.bottom:
            self.turn()
        key = id(table), self.frame, self.pen, reserve
        found = self.known.get(key)
        if found is None:
            pages, end = table_pages(table, self.frame, self.pen, reserve)
            found = self.known[key] = table, [tuple(page) for page in pages], end
        _, pages_of_table, self.pen = found
        for number, marks in enumerate(pages_of_table):
            if number:
                self.pages.append([])
            self.pages[-1].extend([Shared(marks)] if self.uses[id(table)] > 1 else marks)
        self.pen -= _BELOW_TABLE_PT

    def turn(self) -> None:
        """Go on on a new page."""
        self.pages.append([])
        self.pen = self.frame.top


def preflight_papers(papers: Sequence[Paper], fonts: FontSet = SHIPPED) -> tuple[PrintWarning, ...]:
    """Name every character that no font has, with the paper or the first cell of its row."""
    seen: set[int] = set()
    found: list[PrintWarning] = []
    for paper in papers:
        lines = [("标题", paper.title), ("标题", paper.subtitle)]
        for part in paper.parts:
            if isinstance(part, Table):
                if id(part) not in seen:
                    seen.add(id(part))
                    found += preflight_table(part, fonts)
            else:
                lines += _texts(part)
        findings = [
            missing_finding(label, char)
            for label, text in lines
            for char in missing_characters(text, fonts.face(FontRole.SONG))
        ]
        found += warnings_of(paper.mark or paper.title, findings)
    return tuple(found)


def _texts(
    part: Facts | Heading | Paragraphs | Signing | QrCode | Signs | Bars | Radar,
) -> Iterator[tuple[str, str]]:
    """List what a part prints, with what it is."""
    if isinstance(part, Facts):
        yield from ((fact.label, fact.text) for fact in part.facts)
    elif isinstance(part, Heading):
        yield "标题", part.text
    elif isinstance(part, Paragraphs):
        yield from (("正文", text) for text in part.texts)
    elif isinstance(part, Bars):
        yield from (("图", text) for bar in part.bars for text in (bar.label, bar.words))
    elif isinstance(part, Radar):
        yield from (("图", text) for text in part.texts)
    elif isinstance(part, Signing):
        yield from (("签字栏", blank.label) for blank in part.blanks)
