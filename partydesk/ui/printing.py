"""Sends a PDF to a printer, page for page at 100 %, at the printer's own resolution.

Qt's own painting of documents shifts and scales; so the very pages of the preview are rendered
and laid on the sheet, measured in the printer's dots, from the corner of the paper.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QObject, QRect, QSize, QSizeF
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from partydesk.domain.errors import EnvironmentProblem
from partydesk.domain.progress import Progress

_POINTS_PER_INCH = 72
_BAND_ROWS = 1024  # a whole page at 600 dpi would take 140 MB
_FINEST_DPI = 600


@dataclass(frozen=True, slots=True)
class PageRange:
    """Pages to print, counted from 1; 0 and 0 for all."""

    first: int = 0
    last: int = 0

    def numbers(self, count: int) -> range:
        """Give page numbers from 0 for a document of ``count`` pages."""
        if not self.first:
            return range(count)
        return range(self.first - 1, min(self.last or count, count))


def open_pdf(data: bytes, parent: QObject | None = None) -> QPdfDocument:
    """Open a PDF from memory.

    Args:
        data: The PDF.
        parent: Whose child the document is to be; a view's document must not die before the view,
            which renders on a thread of its own.

    Raises:
        EnvironmentProblem: The bytes are no readable PDF.
    """
    document = QPdfDocument()
    if parent is not None:
        document.setParent(parent)
    # As its child the buffer lives exactly as long as the document that reads from it.
    buffer = QBuffer(document)
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    if document.error() != QPdfDocument.Error.None_ or document.pageCount() == 0:
        document.deleteLater()
        raise EnvironmentProblem("这份 PDF 打不开，文件可能不完整。请重新生成后再试。")
    return document


def render_page(document: QPdfDocument, page: int, size: QSize) -> QImage:
    """Render a page on white at ``size`` pixels; a PDF's own ground is transparent."""
    return _render_band(document, page, size, QRect(0, 0, size.width(), size.height()))


def _render_band(document: QPdfDocument, page: int, size: QSize, band: QRect) -> QImage:
    options = QPdfDocumentRenderOptions()
    options.setScaledSize(size)
    options.setScaledClipRect(band)
    drawn = document.render(page, band.size(), options)
    sheet = QImage(band.size(), QImage.Format.Format_RGB32)
    sheet.fill(QColor("white"))
    painter = QPainter(sheet)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return sheet


def size_in_dots(points: QSizeF, dpi: int) -> QSize:
    """Size of a page in dots of a printer, for 100 %."""
    return QSize(
        round(points.width() * dpi / _POINTS_PER_INCH),
        round(points.height() * dpi / _POINTS_PER_INCH),
    )


def prepare_printer(data: bytes, title: str, copies: int = 1) -> QPrinter:
    """Make a printer set up for a PDF: its paper, no margins, fine resolution.

    Args:
        data: The PDF.
        title: What the print job is called.
        copies: How many are proposed.

    Raises:
        EnvironmentProblem: The bytes are no readable PDF.
    """
    document = open_pdf(data)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setCreator("PartyDesk")
    if printer.resolution() > _FINEST_DPI:
        printer.setResolution(_FINEST_DPI)
    _set_paper(printer, document.pagePointSize(0))
    printer.setFromTo(1, document.pageCount())
    printer.setCopyCount(copies)
    document.close()
    return printer


def _set_paper(printer: QPrinter, points: QSizeF) -> None:
    """Take the page's own size as paper; the whole sheet may be painted."""
    upright = points.height() >= points.width()
    paper = points if upright else points.transposed()
    layout = QPageLayout(
        QPageSize(paper, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch),
        QPageLayout.Orientation.Portrait if upright else QPageLayout.Orientation.Landscape,
        QMarginsF(0, 0, 0, 0),
    )
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setPageLayout(layout)
    printer.setFullPage(True)


def ask_printer(parent: QWidget | None, printer: QPrinter) -> bool:
    """Let the user choose printer, pages and copies; False if they thought better of it."""
    dialog = QPrintDialog(printer, parent)
    dialog.setObjectName("print_dialog")
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    try:
        return dialog.exec() == QDialog.DialogCode.Accepted
    finally:
        dialog.deleteLater()


def chosen_range(printer: QPrinter) -> PageRange:
    """Read which pages the user chose."""
    if printer.printRange() == QPrinter.PrintRange.PageRange:
        return PageRange(printer.fromPage(), printer.toPage())
    return PageRange()


def send_to_printer(data: bytes, printer: QPrinter, pages: PageRange, progress: Progress) -> int:
    """Print a PDF; runs on a worker's thread.

    Args:
        data: The PDF.
        printer: As chosen by the user.
        pages: Which pages.
        progress: Told after each page; cancelling aborts the print job.

    Returns:
        How many pages were sent.

    Raises:
        EnvironmentProblem: The printer cannot be started, or the PDF cannot be read.
        Cancelled: The user stopped it.
    """
    document = open_pdf(data)
    numbers = pages.numbers(document.pageCount())
    painter = QPainter()
    done = 0
    try:
        for done, page in enumerate(numbers):
            progress(done, len(numbers), "正在打印")
            _set_paper(printer, document.pagePointSize(page))
            _begin_page(painter, printer, first=done == 0)
            _paint_page(painter, document, page, printer.resolution())
    except BaseException:
        printer.abort()
        raise
    finally:
        if painter.isActive():
            painter.end()
        document.close()
    progress(len(numbers), len(numbers), "正在打印")
    return len(numbers)


def _begin_page(painter: QPainter, printer: QPrinter, *, first: bool) -> None:
    ready = painter.begin(printer) if first else printer.newPage()
    if not ready:
        raise EnvironmentProblem("打印机没有响应。请检查是否开机、连线，或换一台打印机。")


def _paint_page(painter: QPainter, document: QPdfDocument, page: int, dpi: int) -> None:
    size = size_in_dots(document.pagePointSize(page), dpi)
    for top in range(0, size.height(), _BAND_ROWS):
        band = QRect(0, top, size.width(), min(_BAND_ROWS, size.height() - top))
        painter.drawImage(0, top, _render_band(document, page, size, band))
