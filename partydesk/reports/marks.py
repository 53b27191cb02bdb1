"""What is drawn on a page, and what it is drawn from.

Marks are measured in points from the lower left corner of the page, as PDF does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Self

from partydesk.reports.findings import Finding, missing_finding
from partydesk.reports.fonts import ASCENT, Face, missing_characters
from partydesk.reports.layout import Layout, Pieces
from partydesk.reports.picture import Picture
from partydesk.reports.typeset import Line, Run

PT_PER_MM: Final = 72 / 25.4
#: A rule below a field stands this far below the baseline, in em, and is this thick, in points.
_UNDERLINE_EM: Final = 0.2
_UNDERLINE_PT: Final = 0.5


class TextMark(NamedTuple):
    """Characters of one font, drawn from ``x_pt`` on the baseline ``y_pt``.

    A page has dozens of them, and a frozen dataclass takes three times as long to make.
    """

    x_pt: float
    y_pt: float
    text: str
    font: str
    size_pt: float
    space_pt: float
    colour: str


@dataclass(frozen=True, slots=True)
class LineMark:
    """A straight line."""

    x1_pt: float
    y1_pt: float
    x2_pt: float
    y2_pt: float
    width_pt: float
    colour: str


@dataclass(frozen=True, slots=True)
class RectangleMark:
    """An outline; ``x_pt`` and ``y_pt`` are its lower left corner."""

    x_pt: float
    y_pt: float
    width_pt: float
    height_pt: float
    line_pt: float
    colour: str


@dataclass(frozen=True, slots=True)
class FillMark:
    """A filled rectangle; ``x_pt`` and ``y_pt`` are its lower left corner."""

    x_pt: float
    y_pt: float
    width_pt: float
    height_pt: float
    colour: str


@dataclass(frozen=True, slots=True)
class PictureMark:
    """A picture; ``x_pt`` and ``y_pt`` are its lower left corner."""

    x_pt: float
    y_pt: float
    width_pt: float
    height_pt: float
    picture: Picture


@dataclass(frozen=True, slots=True)
class QrMark:
    """A QR code with its quiet zone; ``x_pt`` and ``y_pt`` are its lower left corner."""

    x_pt: float
    y_pt: float
    size_pt: float
    text: str


Mark = TextMark | LineMark | RectangleMark | FillMark | PictureMark | QrMark


@dataclass(slots=True)
class Sheet:
    """What one element gives: its marks and what went wrong with it."""

    marks: list[Mark] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def __iadd__(self, other: Sheet) -> Self:
        self.marks += other.marks
        self.findings += other.findings
        return self


@dataclass(frozen=True, slots=True)
class Form:
    """A layout with the values of one document.

    Attributes:
        layout: The page.
        values: Field name → text.
        labels: Field name → Chinese label.
    """

    layout: Layout
    values: Mapping[str, str]
    labels: Mapping[str, str]

    @property
    def height_pt(self) -> float:
        """Height of the page in points."""
        return self.layout.height_mm * PT_PER_MM

    def missing(
        self, content: Pieces, role: Face, place: str, field_role: Face | None = None
    ) -> Iterator[Finding]:
        """Find the characters of a content that no font has, under the field's label."""
        for piece, run in zip(
            content, runs_of(content, self.values, role, field_role), strict=True
        ):
            for char in missing_characters(run.text, run.role):
                label = self.labels.get(piece.text, place) if piece.is_field else place
                yield missing_finding(label, char)

    def described(self, content: Pieces, place: str) -> str:
        """Name the fields of a content for people, or its place when it has none."""
        names = [self.labels[p.text] for p in content if p.is_field and p.text in self.labels]
        return "、".join(names) or place


def line_marks(
    line: Line, left_pt: float, baseline_pt: float, size_pt: float, colour: str
) -> list[Mark]:
    """Turn a finished line into marks."""
    marks: list[Mark] = [
        TextMark(left_pt + s.x_pt, baseline_pt, s.text, s.font, size_pt, s.space_pt, colour)
        for s in line.segments
    ]
    y = baseline_pt - _UNDERLINE_EM * size_pt
    marks += [
        LineMark(left_pt + start, y, left_pt + end, y, _UNDERLINE_PT, colour)
        for start, end in line.underlines
    ]
    return marks


def runs_of(
    content: Pieces, values: Mapping[str, str], role: Face, field_role: Face | None = None
) -> list[Run]:
    """Turn literals and fields into runs; fields may have a style of letter of their own."""
    return [
        Run(values[piece.text], field_role or role, piece.underline)
        if piece.is_field
        else Run(piece.text, role)
        for piece in content
    ]


def baseline_pt(top_pt: float, pitch_pt: float, size_pt: float) -> float:
    """Return the baseline of a line whose square stands in the middle of its pitch."""
    return top_pt - (pitch_pt - size_pt) / 2 - ASCENT * size_pt
