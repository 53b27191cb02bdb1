"""What a document tells, as one text without breaks."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pypdfium2


def told_by(path: Path) -> str:
    """Read all words of a PDF or a workbook."""
    if path.suffix == ".xlsx":
        sheets = openpyxl.load_workbook(path).worksheets
        cells = (str(cell) for sheet in sheets for row in sheet.values for cell in row)
        return "\n".join(cells)
    return told_by_pdf(path.read_bytes())


def told_by_pdf(pdf: bytes) -> str:
    """Read all words of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[page].get_textpage().get_text_range() for page in range(len(document))]
    return "".join("".join(pages).split())
