"""The grid of an official document: so many lines on a page, so many characters in a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from partydesk.reports.fonts import Face
from partydesk.reports.layout import OfficialElement, Pieces
from partydesk.reports.marks import PT_PER_MM, Form, Mark, baseline_pt, line_marks
from partydesk.reports.pieces import fill
from partydesk.reports.typeset import Line, set_line

#: Where the middle of a full-width character is above the baseline, in em.
MIDDLE_EM: Final = 0.38


@dataclass(frozen=True, slots=True)
class Grid:
    """The 版心 of an element with the values of one document."""

    element: OfficialElement
    form: Form

    @property
    def left_pt(self) -> float:
        """Left edge of the 版心."""
        return self.element.box.x_mm * PT_PER_MM

    @property
    def width_pt(self) -> float:
        """Width of the 版心."""
        return self.element.box.width_mm * PT_PER_MM

    @property
    def right_pt(self) -> float:
        """Right edge of the 版心."""
        return self.left_pt + self.width_pt

    @property
    def height_pt(self) -> float:
        """Height of the 版心."""
        return self.element.box.height_mm * PT_PER_MM

    @property
    def top_pt(self) -> float:
        """Upper edge of the 版心, from the lower edge of the paper."""
        return self.form.height_pt - self.element.box.y_mm * PT_PER_MM

    @property
    def bottom_pt(self) -> float:
        """Lower edge of the 版心."""
        return self.top_pt - self.height_pt

    @property
    def pitch_pt(self) -> float:
        """From line to line (行)."""
        return self.height_pt / self.element.rows

    @property
    def em_pt(self) -> float:
        """From character to character (字)."""
        return self.width_pt / self.element.characters

    @property
    def tracking_pt(self) -> float:
        """What is added behind a character of the text so that it takes up one place."""
        return self.em_pt - self.element.size_pt

    def said(self, content: Pieces) -> str:
        """Put the document's values into a content."""
        return fill(content, self.form.values).strip()

    def line(self, text: str, face: Face | None = None) -> Line:
        """Set characters of the text's size on one line, each in its place of the grid."""
        return set_line(
            text,
            face or self.element.font,
            size_pt=self.element.size_pt,
            spacing_pt=self.tracking_pt,
        )

    def baseline(self, down: float, size_pt: float) -> float:
        """Give the baseline of a line that begins ``down`` lines below the top of the 版心."""
        return baseline_pt(self.top_pt - down * self.pitch_pt, self.pitch_pt, size_pt)

    def marks(self, line: Line, x_pt: float, down: float) -> list[Mark]:
        """Draw a line of the text ``down`` lines below the top of the 版心."""
        size = self.element.size_pt
        return line_marks(line, x_pt, self.baseline(down, size), size, self.element.colour)
