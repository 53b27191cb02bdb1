"""The page on screen: the very PDF over the picture of the stock, with handles above it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView

from partydesk.services.layout_drafts import Look
from partydesk.services.layout_edits import Rect
from partydesk.ui import printing
from partydesk.ui.colours import colours_for
from partydesk.ui.layouts.edited import EditedLayout
from partydesk.ui.layouts.grips import grip_points
from partydesk.ui.layouts.snapping import Rest

_AROUND_MM: Final = 12.0
_HANDLE_PX: Final = 7
_FINEST_GRID_PX: Final = 4
_SMALLEST_ZOOM: Final = 0.25
_LARGEST_ZOOM: Final = 12.0
_ZOOM_STEP: Final = 1.2
_GUIDE = QColor("#C2185B")
_GRID = QColor(90, 110, 140, 60)
_CALM = QColor(70, 110, 170, 150)
_CHOSEN = QColor("#1F6FEB")
_FAULTY = QColor("#D93025")


def qrect(rect: Rect) -> QRectF:
    """Give a place of the page as Qt's rectangle; a millimetre is a unit of the scene."""
    return QRectF(rect.x, rect.y, rect.width, rect.height)


class SheetView(QGraphicsView):
    """Shows a layout; what is done to it with the mouse is :class:`Paper`'s.

    Attributes:
        grid_mm: Distance of the grid; 0 for none.
        margin_mm: Where the guides of the margins stand.
        strength: How strongly the picture of the stock is shown, 0 to 1.

    Signals:
        viewed(): Another part of the page is in sight, or the mouse is elsewhere.
    """

    viewed = Signal()

    def __init__(self, edited: EditedLayout) -> None:
        """Show nothing yet; :meth:`show_look` does."""
        super().__init__()
        self.setObjectName("layout_paper")
        self.setAccessibleName("版式页面")
        self.setScene(QGraphicsScene(self))
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.grid_mm, self.margin_mm, self.strength = 5.0, 20.0, 0.6
        self._edited = edited
        self._document: QPdfDocument | None = None
        self._page_image: tuple[int, QImage] | None = None
        self._pictures: tuple[tuple[str, Rect], ...] = ()
        self._pixmaps: Mapping[str, QPixmap] = {}
        self._background = ""
        self._faulty: frozenset[int] = frozenset()
        self._band: QRectF | None = None
        self._guides: tuple[Rest, Rest] = (Rest(0), Rest(0))
        self._fits = True
        edited.changed.connect(self._on_changed)
        edited.chosen_changed.connect(self._on_chosen)
        self._on_changed()

    # -- what is shown -----------------------------------------------------------------------

    def show_look(self, look: Look, pixmaps: Mapping[str, QPixmap], background: str) -> None:
        """Show how the layout looks now; where it cannot be drawn, the page before stays."""
        if look.pdf:
            self._document = printing.open_pdf(look.pdf)
            self._page_image = None
            self._pictures = look.pictures
        self._pixmaps, self._background = pixmaps, background
        self._faulty = frozenset(r.element for r in look.faults if r.element is not None)
        self.viewport().update()

    def _on_changed(self) -> None:
        page = qrect(self._edited.page)
        around = page.adjusted(-_AROUND_MM, -_AROUND_MM, _AROUND_MM, _AROUND_MM)
        if around != self.sceneRect():
            self.setSceneRect(around)
            if self._fits:
                self.fit()
        self.viewport().update()

    def _on_chosen(self) -> None:
        self.viewport().update()

    def px_per_mm(self) -> float:
        """How large a millimetre is on screen."""
        return self.transform().m11()

    @property
    def met(self) -> tuple[float | None, float | None]:
        """The lines that what is held has just met: x and y in millimetres."""
        return self._guides[0].line, self._guides[1].line

    def fit(self) -> None:
        """Show the whole page."""
        self._fits = True
        self.fitInView(self.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
        self.viewed.emit()

    def zoom(self, factor: float) -> None:
        """Magnify by a factor."""
        now = self.px_per_mm()
        wanted = min(max(now * factor, _SMALLEST_ZOOM), _LARGEST_ZOOM)
        self._fits = False
        self.scale(wanted / now, wanted / now)
        self.viewed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole page in sight, where it was."""
        super().resizeEvent(event)
        if self._fits:
            self.fit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Let the rulers follow."""
        super().scrollContentsBy(dx, dy)
        self.viewed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Magnify with Ctrl and the wheel."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_ZOOM_STEP if event.angleDelta().y() > 0 else 1 / _ZOOM_STEP)
        else:
            super().wheelEvent(event)

    # -- drawing -----------------------------------------------------------------------------

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Draw the paper: the stock, the pictures, what is printed, and the grid."""
        page = qrect(self._edited.page)
        painter.fillRect(rect, QColor(colours_for(self.palette()).neutral))
        painter.fillRect(page, QColor("white"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        stock = self._pixmaps.get(self._background)
        if stock is not None:
            painter.setOpacity(self.strength)
            painter.drawPixmap(page, stock, QRectF(stock.rect()))
            painter.setOpacity(1)
        for sha256, place in self._pictures:
            pixmap = self._pixmaps.get(sha256)
            if pixmap is not None:
                painter.drawPixmap(qrect(place), pixmap, QRectF(pixmap.rect()))
        self._draw_printed(painter, page)
        self._draw_grid(painter, page)

    def _draw_printed(self, painter: QPainter, page: QRectF) -> None:
        """Draw the page of the PDF, rendered for just this size on screen."""
        if self._document is None:
            return
        dots = self.devicePixelRatioF()
        sharp = self.px_per_mm() * dots
        size = QSize(round(page.width() * sharp), round(page.height() * sharp))
        if self._page_image is None or self._page_image[0] != size.width():
            image = self._document.render(0, size)
            image.setDevicePixelRatio(dots)
            self._page_image = size.width(), image
        # Dot for dot on screen, or small letters would be smeared over two dots.
        corner = painter.transform().map(QPointF(0, 0))
        painter.save()
        painter.resetTransform()
        painter.drawImage(corner.toPoint(), self._page_image[1])
        painter.restore()

    def _draw_grid(self, painter: QPainter, page: QRectF) -> None:
        step = self.grid_mm
        painter.setPen(QPen(_GRID, 0))
        if step and step * self.px_per_mm() >= _FINEST_GRID_PX:
            for number in range(1, int(page.width() / step) + 1):
                painter.drawLine(QPointF(number * step, 0), QPointF(number * step, page.height()))
            for number in range(1, int(page.height() / step) + 1):
                painter.drawLine(QPointF(0, number * step), QPointF(page.width(), number * step))
        painter.setPen(QPen(_CALM, 0, Qt.PenStyle.DotLine))
        margin = self.margin_mm
        painter.drawRect(page.adjusted(margin, margin, -margin, -margin))
        painter.setPen(QPen(_CALM, 0))
        painter.drawRect(page)

    def drawForeground(self, painter: QPainter, _rect: QRectF | QRect) -> None:
        """Draw the outlines, the handles, and the lines that something has just met."""
        chosen = self._edited.chosen
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        for number, rect in self._edited.rects().items():
            self._draw_outline(painter, number, rect)
        if len(chosen) == 1:
            for rect in self._edited.rects(chosen).values():
                self._draw_grips(painter, rect)
        if self._band is not None:
            painter.setPen(QPen(_CHOSEN, 0, Qt.PenStyle.DashLine))
            painter.drawRect(self._band)
        page = self._edited.page
        painter.setPen(QPen(_GUIDE, 0))
        if self._guides[0].line is not None:
            x = self._guides[0].line
            painter.drawLine(QPointF(x, 0), QPointF(x, page.height))
        if self._guides[1].line is not None:
            y = self._guides[1].line
            painter.drawLine(QPointF(0, y), QPointF(page.width, y))

    def _draw_outline(self, painter: QPainter, number: int, rect: Rect) -> None:
        chosen = number in self._edited.chosen
        colour = _FAULTY if number in self._faulty else _CHOSEN if chosen else _CALM
        painter.setPen(QPen(colour, 0, Qt.PenStyle.SolidLine if chosen else Qt.PenStyle.DashLine))
        kind = self._edited.elements[number]["type"]
        if kind == "free":
            painter.fillRect(qrect(rect), QColor(colour.red(), colour.green(), colour.blue(), 26))
        if kind == "reserve":
            painter.drawEllipse(qrect(rect))
        else:
            painter.drawRect(qrect(rect))

    def _draw_grips(self, painter: QPainter, rect: Rect) -> None:
        side = _HANDLE_PX / self.px_per_mm()
        painter.setPen(QPen(_CHOSEN, 0))
        for point in grip_points(rect).values():
            square = QRectF(point[0] - side / 2, point[1] - side / 2, side, side)
            painter.fillRect(square, QColor("white"))
            painter.drawRect(square)
