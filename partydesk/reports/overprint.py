"""Puts the pages of a finished PDF where a printer must be told to print them.

Nothing is drawn anew: each page's content is wrapped into one transformation, so that preview,
print and a saved file show the same page, and the same input gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Final

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, NameObject

from partydesk.domain.printers import NO_CORRECTION, Correction
from partydesk.reports.marks import PT_PER_MM

_CLOSING: Final = b"\nQ\n"


def overprint(pdf: bytes, corrections: Mapping[int, Correction]) -> bytes:
    """Correct pages for a printer.

    Args:
        pdf: A finished PDF.
        corrections: Number of a page, counted from 1 → what the printer does to its side; pages
            that are not named stay as they are.

    Returns:
        The corrected PDF; the very same bytes where there is nothing to correct.
    """
    wanted = {page: each for page, each in corrections.items() if each != NO_CORRECTION}
    if not wanted:
        return pdf
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    closing = writer._add_object(_stream(_CLOSING))  # noqa: SLF001 - there is no public way
    opened: dict[bytes, object] = {}
    for number, correction in wanted.items():
        page = writer.pages[number - 1]
        opening = _opening(correction, float(page.mediabox.height) / PT_PER_MM)
        if opening not in opened:
            opened[opening] = writer._add_object(_stream(opening))  # noqa: SLF001 - likewise
        contents = page.get("/Contents")
        target = contents.get_object() if contents is not None else ArrayObject()
        inner = list(target) if isinstance(target, ArrayObject) else [page.raw_get("/Contents")]
        page[NameObject("/Contents")] = ArrayObject([opened[opening], *inner, closing])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _stream(content: bytes) -> DecodedStreamObject:
    made = DecodedStreamObject()
    made.set_data(content)
    return made


def _opening(correction: Correction, height_mm: float) -> bytes:
    """Write the matrix in PDF's way: points, and up from the lower left corner."""
    to = correction.inverse()
    x0 = (to.xy * height_mm + to.x0) * PT_PER_MM
    y0 = (height_mm * (1 - to.yy) - to.y0) * PT_PER_MM
    matrix: Sequence[float] = (to.xx, -to.yx, -to.xy, to.yy, x0, y0)
    return f"q {' '.join(f'{each:.6f}' for each in matrix)} cm\n".encode("ascii")
