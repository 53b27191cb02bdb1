"""Takes pages out of finished PDFs and puts them together, with nothing drawn anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader, PdfWriter

from partydesk.reports.paint import count_pages


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some pages of a file.

    Attributes:
        pdf: The file; stretches of one file should hold the very same bytes.
        first: The first page, counted from 1.
        pages: How many.
    """

    pdf: bytes
    first: int
    pages: int


def assemble(stretches: Sequence[Stretch], *, title: str) -> bytes:
    """Put stretches of pages one after the other into one file.

    Args:
        stretches: At least one.
        title: Of the file.

    Returns:
        The same bytes for the same stretches. Stretches that together are one whole file, in its
        order, give that file's own bytes.
    """
    whole = stretches[0].pdf
    if all(stretch.pdf is whole for stretch in stretches) and _covers(stretches, whole):
        return whole
    writer = PdfWriter()
    readers: dict[int, PdfReader] = {}
    for stretch in stretches:
        reader = readers.get(id(stretch.pdf))
        if reader is None:
            reader = readers[id(stretch.pdf)] = PdfReader(BytesIO(stretch.pdf))
        first = stretch.first - 1
        writer.append(reader, pages=(first, first + stretch.pages), import_outline=False)
    # The writer would name itself and nothing else.
    writer.metadata = {"/Title": title, "/Creator": "PartyDesk", "/Producer": "PartyDesk"}
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _covers(stretches: Sequence[Stretch], pdf: bytes) -> bool:
    """Tell whether stretches follow each other from the first page of a file to its last."""
    page = 1
    for stretch in stretches:
        if stretch.first != page:
            return False
        page += stretch.pages
    return page - 1 == count_pages(pdf)
