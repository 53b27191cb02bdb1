"""Draws marks into a PDF; the only place that talks to the canvas.

With the library's invariant mode and a given moment of creation, the same marks give the same
bytes. Fonts are shared by all pages of a file and embedded as subsets.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from io import BytesIO
from typing import cast

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from partydesk.reports.fonts import WRITING, FontRole, role_font
from partydesk.reports.marks import (
    FillMark,
    LineMark,
    Mark,
    PictureMark,
    QrMark,
    RectangleMark,
    TextMark,
)
from partydesk.reports.qr import QUIET_ZONE, symbol_of

# Pages need not be readable as text: without this step they are a quarter smaller and sooner done.
rl_config.useA85 = 0


@cache
def _colour(name: str) -> Color:
    """Read ``#RRGGBB``."""
    return HexColor(name)


@cache
def _fill_operator(name: str) -> str:
    """Write the operator that fills with a colour."""
    colour = _colour(name)
    return f"{colour.red:.4f} {colour.green:.4f} {colour.blue:.4f} rg"


@cache
def _stroke_operator(name: str) -> str:
    """Write the operator that draws lines in a colour."""
    return _fill_operator(name).upper()


def _line(mark: LineMark) -> str:
    """Write the operators of a line; a letter has more of them than of any other outline."""
    way = f"{mark.x1_pt:.3f} {mark.y1_pt:.3f} m {mark.x2_pt:.3f} {mark.y2_pt:.3f} l S"
    return f"{_stroke_operator(mark.colour)} {mark.width_pt:.3f} w {way}"


def _split(document: PDFDocument, text: str, font: str) -> list[tuple[str, str]]:
    """Cut a text where the subset of its font changes.

    Returns:
        The name of each subset in the file, and the codes in hexadecimal, which needs no escapes.
    """
    face = cast("TTFont", pdfmetrics.getFont(font))
    return [
        (face.getSubsetInternalName(subset, document), codes.hex())
        for subset, codes in face.splitString(text, document)
    ]


@dataclass(frozen=True, slots=True)
class Shared:
    """Marks that several pages show just so.

    Given as the very same sequence, they are written into the file once, which keeps a batch of
    like forms small.
    """

    marks: Sequence[Mark]


class PdfFile:
    """A PDF under construction."""

    def __init__(
        self, *, title: str, author: str, width_pt: float, height_pt: float, created: dt.datetime
    ) -> None:
        """Open a file of pages of one size.

        Args:
            title: Shown by readers as the title of the document.
            author: Who issues it.
            width_pt: Width of every page.
            height_pt: Height of every page.
            created: Written as the moment of creation; nothing here reads the clock.
        """
        self._stream = BytesIO()
        self._size_pt = (width_pt, height_pt)
        self._pictures: dict[str, ImageReader] = {}
        self._forms: dict[int, tuple[str, Sequence[Mark] | None]] = {}
        self._canvas = Canvas(
            self._stream,
            pagesize=(width_pt, height_pt),
            pageCompression=1,
            invariant=1,
            # Without it every page would ask for Helvetica, which is not embedded.
            initialFontName=role_font(FontRole.SONG),  # type: ignore[arg-type] # stubs: a number
            lang="zh-CN",
        )
        # The document keeps the subsets of its fonts; the stubs do not know it. Once a character has
        # its code in a file, it keeps it, and most texts of a batch stand on every page.
        document = self._canvas._doc  # type: ignore[attr-defined]  # noqa: SLF001
        self._split = lru_cache(maxsize=4096)(partial(_split, document))
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator("PartyDesk")
        self._canvas.setSubject(title)
        stamp = created.strftime("D:%Y%m%d%H%M%S")
        self._canvas.setDateFormatter(lambda *_parts: stamp)

    def add_page(
        self,
        marks: Iterable[Mark | Shared],
        *,
        turned: Sequence[Mark] = (),
        size_pt: tuple[float, float] | None = None,
    ) -> None:
        """Draw one page.

        Args:
            marks: What stands on this page, in the order in which it is read.
            turned: What stands upside down: as given, turned about the middle of the page.
            size_pt: Width and height of this page; None for the file's.
        """
        if size_pt is not None:
            self._canvas.setPageSize(size_pt)
        own: list[Mark] = []
        for mark in marks:
            if isinstance(mark, Shared):
                self._draw(own)
                self._canvas.doForm(self._form(mark.marks))
                own = []
            else:
                own.append(mark)
        self._draw(own)
        if turned:
            width, height = size_pt or self._size_pt
            self._canvas.saveState()
            self._canvas.translate(width, height)
            self._canvas.rotate(180)
            self._draw(turned)
            self._canvas.restoreState()
        self._canvas.showPage()

    def _form(self, marks: Sequence[Mark]) -> str:
        """Draw marks once, and give the name under which they can be shown again."""
        # The sequence is kept, so that its identity is not given to another one.
        name, _ = self._forms.get(id(marks), ("", None))
        if not name:
            name = f"shared{len(self._forms)}"
            self._forms[id(marks)] = name, marks
            self._canvas.beginForm(name)
            self._draw(marks)
            self._canvas.endForm()
        return name

    def _draw(self, marks: Sequence[Mark]) -> None:
        """Draw marks: first what is no text, then all text."""
        texts: list[TextMark] = []
        for mark in marks:
            if isinstance(mark, TextMark):
                texts.append(mark)
            else:
                self._draw_outline(mark)
        if texts:
            self._draw_texts(texts)

    def _draw_outline(self, mark: Mark) -> None:
        """Draw what is no text; text is drawn over it."""
        canvas = self._canvas
        if isinstance(mark, RectangleMark):
            canvas.setStrokeColor(_colour(mark.colour))
            canvas.setLineWidth(mark.line_pt)
            canvas.rect(mark.x_pt, mark.y_pt, mark.width_pt, mark.height_pt)
        elif isinstance(mark, FillMark):
            canvas.setFillColor(_colour(mark.colour))
            canvas.rect(mark.x_pt, mark.y_pt, mark.width_pt, mark.height_pt, stroke=0, fill=1)
        elif isinstance(mark, LineMark):
            canvas.addLiteral(_line(mark))
        elif isinstance(mark, QrMark):
            self._draw_code(mark)
        elif isinstance(mark, PictureMark):
            self._draw_picture(mark)

    def _draw_code(self, mark: QrMark) -> None:
        """Draw a code as a stencil of a bit for each module; paths take four times the room.

        Its bits stand in hexadecimal, so that none of them is mistaken for the stencil's end.
        """
        symbol = symbol_of(mark.text)
        unit = mark.size_pt / symbol.modules
        side = f"{unit * symbol.side:.4f}"
        x, y = (corner + unit * QUIET_ZONE for corner in (mark.x_pt, mark.y_pt))
        stencil = f"BI /W {symbol.side} /H {symbol.side} /IM true /BPC 1 /F /AHx"
        place = f"{side} 0 0 {side} {x:.3f} {y:.3f} cm"
        self._canvas.addLiteral(f"q 0 g {place} {stencil} ID {symbol.rows}> EI Q")

    def _draw_picture(self, mark: PictureMark) -> None:
        """Draw a picture; its pixels stand in the file once, however often it is drawn."""
        sha256 = mark.picture.sha256
        if sha256 not in self._pictures:
            self._pictures[sha256] = ImageReader(BytesIO(mark.picture.content))
        box = (mark.x_pt, mark.y_pt, mark.width_pt, mark.height_pt)
        self._canvas.drawImage(self._pictures[sha256], *box, mask="auto")

    def _draw_texts(self, marks: Iterable[TextMark]) -> None:
        """Draw all text of a page; what does not change from mark to mark is not said again.

        The operators are written here, since the library's own way from a text to its operators
        takes three times as long.
        """
        written = ["BT"]
        colour, space, font, size = "", 0.0, "", 0.0
        for x, y, text, face, size_pt, space_pt, mark_colour in marks:
            if mark_colour != colour:
                colour = mark_colour
                written.append(_fill_operator(colour))
            if space_pt != space:
                space = space_pt
                written.append(f"{space:.3f} Tc")
            place = f"1 0 0 1 {x:.3f} {y:.3f} Tm"
            for name, codes in self._split(text, face):
                if name != font or size_pt != size:
                    font, size = name, size_pt
                    written.append(f"{name} {size:.3f} Tf")
                written.append(f"{place} <{codes}> Tj")
                place = ""
        written.append("ET")
        self._canvas.addLiteral("\n".join(written))

    def finish(self) -> bytes:
        """Close the file and return it."""
        with WRITING:
            self._canvas.save()
        return self._stream.getvalue()


def count_pages(pdf: bytes) -> int:
    """Count the pages of a file that :class:`PdfFile` wrote; its page objects stand in the open."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))
