"""Takes documents out of a finished PDF, each as a file of its own, with nothing drawn anew."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from pypdf import PdfReader, PdfWriter


def cut(pdf: bytes, parts: Iterable[tuple[int, int]]) -> Iterator[bytes]:
    """Give a PDF for each part, the same bytes for the same input.

    Fonts are those of the whole: each file carries the characters of all.

    Args:
        pdf: A finished PDF.
        parts: First page, counted from 1, and number of pages of each.
    """
    reader = PdfReader(io.BytesIO(pdf))
    for first, pages in parts:
        writer = PdfWriter()
        for page in reader.pages[first - 1 : first - 1 + pages]:
            writer.add_page(page)
        if reader.metadata is not None:
            writer.add_metadata(dict(reader.metadata))
        out = io.BytesIO()
        writer.write(out)
        yield out.getvalue()
