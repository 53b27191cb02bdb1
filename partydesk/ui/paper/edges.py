"""The edges of pages before paper is used: what a printer would cut off, and whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from partydesk.domain.print_plan import PrintPlan
from partydesk.domain.printers import Ink, Margins, edge_faults
from partydesk.domain.progress import Progress
from partydesk.ui.printing import POINTS_PER_MM, margins_of, open_pdf, render_page

_INK_PER_MM: Final = 4
_WHITE: Final = b"\xff"
_MOST_NAMED: Final = 3


def ink_of(document: QPdfDocument, page: int) -> Ink | None:
    """Measure how far inside each edge a page (from 0) is printed; None for an empty one."""
    points = document.pagePointSize(page)
    size = QSize(
        round(points.width() / POINTS_PER_MM * _INK_PER_MM),
        round(points.height() / POINTS_PER_MM * _INK_PER_MM),
    )
    image = render_page(document, page, size).convertToFormat(QImage.Format.Format_Grayscale8)
    bits, step, width = bytes(image.constBits()), image.bytesPerLine(), size.width()
    rows = [bits[start : start + width] for start in range(0, len(bits), step)]
    inked = [number for number, row in enumerate(rows) if row.strip(_WHITE)]
    if not inked:
        return None
    left = min(width - len(rows[number].lstrip(_WHITE)) for number in inked)
    right = min(width - len(rows[number].rstrip(_WHITE)) for number in inked)
    below = size.height() - 1 - inked[-1]
    return Ink(*(each / _INK_PER_MM for each in (left, inked[0], right, below)))


def find_edge_faults(
    data: bytes, plan: PrintPlan, printer: QPrinter, progress: Progress
) -> tuple[str, ...]:
    """Find what the printer would cut off, or what stands too close to the edge, and whose it is.

    Args:
        data: The PDF as it is sent, corrected.
        plan: Which of its pages.
        printer: Tells what it cannot print on.
        progress: Told after each page.

    Returns:
        A Chinese sentence for each fault that any page has, naming the documents.

    Raises:
        Cancelled: The user stopped it.
    """
    document = open_pdf(data)
    margins: dict[tuple[float, float], Margins] = {}
    found: dict[str, list[str]] = {}
    for done, page in enumerate(plan.pages):
        progress(done, len(plan.pages), "正在检查页边")
        points = document.pagePointSize(page - 1)
        ink = ink_of(document, page - 1)
        size = points.width(), points.height()
        if size not in margins:
            margins[size] = margins_of(printer, points)
        for fault in edge_faults(ink, margins[size]) if ink is not None else ():
            found.setdefault(fault, []).append(plan.said_page(page))
    document.close()
    return tuple(f"{_named(whose)}：{fault}" for fault, whose in found.items())


def _named(whose: Sequence[str]) -> str:
    """Name the first ones, and say how many there are."""
    several = len(whose) > _MOST_NAMED
    return "；".join(whose[:_MOST_NAMED]) + (f"等 {len(whose)} 页" if several else "")
