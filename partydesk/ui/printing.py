"""Sends a PDF to a printer, page for page at 100 %, at the printer's own resolution.

Qt's own painting of documents shifts and scales; so the very pages of the preview are rendered
and laid on the sheet, measured in the printer's dots, from the corner of the paper.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QObject, QRect, QSize, QSizeF
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from partydesk.domain.errors import EnvironmentProblem
from partydesk.domain.print_plan import Feed, PrintPlan, Sides
from partydesk.domain.printers import Margins
from partydesk.domain.progress import Progress

_POINTS_PER_INCH = 72
POINTS_PER_MM: Final = _POINTS_PER_INCH / 25.4
#: Drivers round sizes of paper to whole points or tenths of an inch.
_SAME_PAPER_MM: Final = 2.0
_TRAYS: Final = {
    QPrinter.PaperSource.Upper: "上纸盒",
    QPrinter.PaperSource.Middle: "中纸盒",
    QPrinter.PaperSource.Lower: "下纸盒",
    QPrinter.PaperSource.Manual: "手送",
    QPrinter.PaperSource.Envelope: "信封",
    QPrinter.PaperSource.EnvelopeManual: "信封手送",
    QPrinter.PaperSource.LargeCapacity: "大容量纸盒",
    QPrinter.PaperSource.Cassette: "抽取式纸盒",
}
_DUPLEX: Final = {
    Sides.LONG_EDGE: QPrinter.DuplexMode.DuplexLongSide,
    Sides.SHORT_EDGE: QPrinter.DuplexMode.DuplexShortSide,
}
#: What only a printer that turns the paper itself can do.
TURNED_BY_PRINTER: Final = frozenset(_DUPLEX)
_BAND_ROWS = 1024  # a whole page at 600 dpi would take 140 MB
_FINEST_DPI = 600


@dataclass(frozen=True, slots=True)
class Machine:
    """A printer of the system, as far as its driver tells.

    Attributes:
        name: Its name in the system.
        usual: Whether the system prints on it unless told otherwise.
        trays: Names of its trays beside the usual one; none where the driver does not tell.
        duplex: Whether it turns the paper itself.
        any_size: Whether it takes paper of any size.
        sizes_mm: The sizes of paper it knows, upright.
    """

    name: str
    usual: bool = False
    trays: tuple[str, ...] = ()
    duplex: bool = False
    any_size: bool = True
    sizes_mm: tuple[tuple[float, float], ...] = ()

    def takes(self, width_mm: float, height_mm: float) -> bool:
        """Whether it knows paper of that size, in whatever position."""
        wanted = sorted((width_mm, height_mm))
        return self.any_size or any(
            all(abs(a - b) < _SAME_PAPER_MM for a, b in zip(sorted(known), wanted, strict=True))
            for known in self.sizes_mm
        )


def machines() -> tuple[Machine, ...]:
    """List the printers of the system, the usual one first."""
    found = [_machine(info) for info in QPrinterInfo.availablePrinters()]
    return tuple(sorted(found, key=lambda each: (not each.usual, each.name)))


def _machine(info: QPrinterInfo) -> Machine:
    sizes = [size.size(QPageSize.Unit.Millimeter) for size in info.supportedPageSizes()]
    turning = {QPrinter.DuplexMode.DuplexLongSide, QPrinter.DuplexMode.DuplexShortSide}
    return Machine(
        info.printerName(),
        info.isDefault(),
        tuple(_trays(QPrinter(info))),
        turning <= set(info.supportedDuplexModes()),
        info.supportsCustomPageSizes(),
        tuple((size.width(), size.height()) for size in sizes),
    )


def _trays(printer: QPrinter) -> dict[str, QPrinter.PaperSource]:
    """Name the trays that a driver tells of; Qt asks for them on Windows only."""
    asked = getattr(printer, "supportedPaperSources", None)
    sources = asked() if asked is not None else []
    return {
        _TRAYS.get(source, f"纸盒 {source.value}"): source
        for source in sources
        if source is not QPrinter.PaperSource.Auto
    }


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


def open_printer(plan: PrintPlan, title: str) -> QPrinter:
    """Make a plan's printer ready: its tray and sides, no margins, fine resolution.

    Args:
        plan: Printer, tray and sides.
        title: What the print job is called.

    Raises:
        EnvironmentProblem: The system has no such printer any more.
    """
    info = QPrinterInfo.printerInfo(plan.printer)
    if info.isNull():
        raise EnvironmentProblem(f"系统里没有打印机“{plan.printer}”了，请换一台再打印。")
    printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    if printer.resolution() > _FINEST_DPI:
        printer.setResolution(_FINEST_DPI)
    tray = _trays(printer).get(plan.tray)
    if tray is not None:
        printer.setPaperSource(tray)
    dress_printer(printer, plan, title)
    return printer


def dress_printer(printer: QPrinter, plan: PrintPlan, title: str) -> None:
    """Tell a printer what the job is called and which sides it prints; copies come as sheets."""
    printer.setDocName(title)
    printer.setCreator("PartyDesk")
    printer.setCopyCount(1)
    printer.setDuplex(duplex_mode(plan.sides))


def duplex_mode(sides: Sides) -> QPrinter.DuplexMode:
    """Say it in Qt's words; turned by hand, the printer prints one side at a time."""
    return _DUPLEX.get(sides, QPrinter.DuplexMode.DuplexNone)


def margins_of(printer: QPrinter, points: QSizeF) -> Margins:
    """Ask what the printer cannot print on, on paper of the size of a page."""
    _set_paper(printer, points)
    layout = printer.pageLayout()
    layout.setUnits(QPageLayout.Unit.Millimeter)
    least = layout.minimumMargins()
    return Margins(least.left(), least.top(), least.right(), least.bottom())


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


def send_feeds(
    data: bytes,
    printer: QPrinter,
    plan: PrintPlan,
    feeds: Sequence[Feed],
    progress: Progress,
    sent: Callable[[int], None],
) -> None:
    """Print sheets; runs on a worker's thread.

    Args:
        data: The PDF, corrected for the printer.
        printer: From :func:`open_printer`.
        plan: How the sheets are printed.
        feeds: Which of the plan's feeds.
        progress: Told after each sheet; cancelling aborts the print job.
        sent: Told after each sheet how many of ``feeds`` were sent.

    Raises:
        EnvironmentProblem: The printer cannot be started, or the PDF cannot be read.
        Cancelled: The user stopped it.
    """
    document = open_pdf(data)
    painter = QPainter()
    try:
        for done, feed in enumerate(feeds):
            progress(done, len(feeds), "正在打印")
            for page in _sides_of(feed, plan, last=done + 1 == len(feeds)):
                _begin_page(painter, printer, document.pagePointSize(max(page, feed.front, 1) - 1))
                if page:
                    _paint_page(painter, document, page - 1, printer.resolution())
            sent(done + 1)
    except BaseException:
        printer.abort()
        raise
    finally:
        if painter.isActive():
            painter.end()
        document.close()
    progress(len(feeds), len(feeds), "正在打印")


def _sides_of(feed: Feed, plan: PrintPlan, *, last: bool) -> tuple[int, ...]:
    """List the pages that the printer is told for a feed; 0 for an empty one.

    A printer that turns the paper itself would print the next front on a back that is left out.
    """
    if plan.sides in _DUPLEX:
        return feed.pages if last else (feed.front, feed.back)
    return feed.pages or (0,)


def _begin_page(painter: QPainter, printer: QPrinter, points: QSizeF) -> None:
    """Go to a new sheet; the paper is only told where it changes, which resets some drivers."""
    if not painter.isActive() or size_in_dots(points, 72) != _paper_in_dots(printer):
        _set_paper(printer, points)
    ready = printer.newPage() if painter.isActive() else painter.begin(printer)
    if not ready:
        raise EnvironmentProblem("打印机没有响应。请检查是否开机、连线，或换一台打印机。")


def _paper_in_dots(printer: QPrinter) -> QSize:
    return printer.pageLayout().fullRectPoints().size()


def _paint_page(painter: QPainter, document: QPdfDocument, page: int, dpi: int) -> None:
    size = size_in_dots(document.pagePointSize(page), dpi)
    for top in range(0, size.height(), _BAND_ROWS):
        band = QRect(0, top, size.width(), min(_BAND_ROWS, size.height() - top))
        painter.drawImage(0, top, _render_band(document, page, size, band))


def page_sizes_mm(data: bytes) -> tuple[tuple[float, float], ...]:
    """Measure every page of a PDF, width and height in whole tenths of a millimetre.

    Raises:
        EnvironmentProblem: The bytes are no readable PDF.
    """
    document = open_pdf(data)
    sizes = [document.pagePointSize(page) for page in range(document.pageCount())]
    document.close()
    return tuple(
        (round(size.width() / POINTS_PER_MM, 1), round(size.height() / POINTS_PER_MM, 1))
        for size in sizes
    )
