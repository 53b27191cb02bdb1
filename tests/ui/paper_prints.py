"""PDFs whose pages are told apart after they went through a printer, and what came out of it."""

from __future__ import annotations

from io import BytesIO

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QImage
from reportlab.pdfgen.canvas import Canvas

from partydesk.ui.printing import open_pdf, render_page

MM = 72 / 25.4


def numbered_pdf(pages: int, *, paper: tuple[float, float] = (210, 297), top: float = 40) -> bytes:
    """Write pages each with a square of 4 mm, 6 mm further to the right from page to page.

    The first stands 16 mm from the left edge, all ``top`` mm from the upper one.
    """
    out = BytesIO()
    canvas = Canvas(out, pagesize=(paper[0] * MM, paper[1] * MM), invariant=1)
    for page in range(1, pages + 1):
        canvas.rect((10 + 6 * page) * MM, (paper[1] - top - 4) * MM, 4 * MM, 4 * MM, 0, 1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def pages_on(data: bytes) -> list[int]:
    """Say which pages of :func:`numbered_pdf` came out, in order; 0 for an empty one."""
    document = open_pdf(data)
    count = document.pageCount()
    document.close()
    found = []
    for page in range(count):
        black = black_part_mm(data, page, per_mm=2)
        found.append(0 if black is None else round((black.x() - 10) / 6))
    return found


def black_part_mm(data: bytes, page: int = 0, *, per_mm: int = 8) -> QRectF | None:
    """Find the box around what is black on a page, in millimetres; None on an empty one."""
    document = open_pdf(data)
    points = document.pagePointSize(page)
    # A width that four divides, so that no padding stands at the end of a row.
    size = QSize(round(points.width() / MM * per_mm) // 4 * 4, round(points.height() / MM * per_mm))
    image = render_page(document, page, size).convertToFormat(QImage.Format.Format_Grayscale8)
    document.close()
    step = image.bytesPerLine()
    bits = bytes(image.constBits())
    rows = [bits[start : start + step] for start in range(0, len(bits), step)]
    ys = [y for y, row in enumerate(rows) if b"\0" in row]
    if not ys:
        return None
    xs = [place for y in ys for place in (rows[y].find(b"\0"), rows[y].rfind(b"\0"))]
    return QRectF(
        QPointF(min(xs) / per_mm, min(ys) / per_mm), QPointF(max(xs) / per_mm, max(ys) / per_mm)
    )
