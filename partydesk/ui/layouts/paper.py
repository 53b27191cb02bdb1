"""The page on screen: the very PDF over the picture of the stock, with handles above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView

from partydesk.services.layout_drafts import Look
from partydesk.services.layout_edits import Rect, moved, with_rects
from partydesk.ui import printing
from partydesk.ui.colours import colours_for
from partydesk.ui.layouts.edited import EditedLayout, rects_in
from partydesk.ui.layouts.grips import Grip, grip_at, grip_points, resized
from partydesk.ui.layouts.snapping import Lines, Rest, lines_around, rest

_AROUND_MM: Final = 12.0
_HANDLE_PX: Final = 7
_REACH_PX: Final = 6
_NEAR_PX: Final = 3
_BEGIN_PX: Final = 3
_FINEST_GRID_PX: Final = 4
_SMALLEST_ZOOM: Final = 0.25
_LARGEST_ZOOM: Final = 12.0
_ZOOM_STEP: Final = 1.2
_FINE_MM: Final = 0.1
_COARSE_MM: Final = 1.0
_GUIDE = QColor("#C2185B")
_GRID = QColor(90, 110, 140, 60)
_CALM = QColor(70, 110, 170, 150)
_CHOSEN = QColor("#1F6FEB")
_FAULTY = QColor("#D93025")
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


def _qrect(rect: Rect) -> QRectF:
    return QRectF(rect.x, rect.y, rect.width, rect.height)


class Paper(QGraphicsView):
    """Shows a layout and lets its elements be chosen, moved and sized.

    Attributes:
        grid_mm: Distance of the grid; 0 for none.
        snap: Whether what is moved comes to rest on lines and grid.
        margin_mm: Where the guides of the margins stand.
        strength: How strongly the picture of the stock is shown, 0 to 1.

    Signals:
        viewed(): Another part of the page is in sight, or the mouse is elsewhere.
        opened(): An element was clicked twice.
    """

    viewed = Signal()
    opened = Signal()

    def __init__(self, edited: EditedLayout) -> None:
        """Show nothing yet; :meth:`show_look` does."""
        super().__init__()
        self.setObjectName("layout_paper")
        self.setAccessibleName("版式页面")
        self.setScene(QGraphicsScene(self))
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.grid_mm, self.snap, self.margin_mm, self.strength = 5.0, True, 20.0, 0.6
        self.mouse: QPointF | None = None
        self._edited = edited
        self._document: QPdfDocument | None = None
        self._page_image: tuple[int, QImage] | None = None
        self._pictures: tuple[tuple[str, Rect], ...] = ()
        self._pixmaps: Mapping[str, QPixmap] = {}
        self._background = ""
        self._faulty: frozenset[int] = frozenset()
        self._held: _Hold | None = None
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
        page = _qrect(self._edited.page)
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
        page = _qrect(self._edited.page)
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
                painter.drawPixmap(_qrect(place), pixmap, QRectF(pixmap.rect()))
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
        held = self._held
        if held is not None and held.band is not None:
            painter.setPen(QPen(_CHOSEN, 0, Qt.PenStyle.DashLine))
            painter.drawRect(held.band)
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
            painter.fillRect(_qrect(rect), QColor(colour.red(), colour.green(), colour.blue(), 26))
        if kind == "reserve":
            painter.drawEllipse(_qrect(rect))
        else:
            painter.drawRect(_qrect(rect))

    def _draw_grips(self, painter: QPainter, rect: Rect) -> None:
        side = _HANDLE_PX / self.px_per_mm()
        painter.setPen(QPen(_CHOSEN, 0))
        for point in grip_points(rect).values():
            square = QRectF(point[0] - side / 2, point[1] - side / 2, side, side)
            painter.fillRect(square, QColor("white"))
            painter.drawRect(square)

    # -- the mouse ---------------------------------------------------------------------------

    def element_at(self, at: QPointF) -> int | None:
        """Find the uppermost element at a place; a chosen one goes before, a frame is hollow."""
        reach = _NEAR_PX / self.px_per_mm()
        found = [
            number
            for number, rect in self._edited.rects().items()
            if _qrect(rect).adjusted(-reach, -reach, reach, reach).contains(at)
            and not self._is_hollow_at(number, rect, at, reach)
        ]
        chosen = [number for number in found if number in self._edited.chosen]
        return max(chosen or found, default=None)

    def _is_hollow_at(self, number: int, rect: Rect, at: QPointF, reach: float) -> bool:
        if self._edited.elements[number]["type"] != "frame":
            return False
        inset = max(line["inset_mm"] for line in self._edited.elements[number]["lines"]) + reach
        return _qrect(rect).adjusted(inset, inset, -inset, -inset).contains(at)

    def _grip_at(self, at: QPointF) -> Grip | None:
        if len(self._edited.chosen) != 1:
            return None
        reach = _REACH_PX / self.px_per_mm()
        for rect in self._edited.rects(self._edited.chosen).values():
            return grip_at(rect, (at.x(), at.y()), reach)
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is below the mouse and take hold of it."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        at = self.mapToScene(event.position().toPoint())
        grip = self._grip_at(at)
        adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        number = None if grip is not None else self.element_at(at)
        if grip is None:
            self._choose(number, adding=adding)
        if number is None and grip is None:
            before = self._edited.chosen if adding else ()
            self._held = _Hold(at, event.position().toPoint(), band=QRectF(at, at), before=before)
        elif self._edited.chosen:
            self._held = _Hold(at, event.position().toPoint(), grip=grip, lines=self._lines())

    def _choose(self, number: int | None, *, adding: bool) -> None:
        chosen = self._edited.chosen
        if number is None:
            if not adding:
                self._edited.choose(())
        elif adding:
            self._edited.choose(set(chosen) ^ {number})
        elif number not in chosen:
            self._edited.choose([number])

    def _lines(self) -> Lines:
        """The lines to which what is held may come to rest."""
        chosen = self._edited.chosen
        others = [rect for n, rect in self._edited.rects().items() if n not in chosen]
        reach = _REACH_PX / self.px_per_mm()
        return lines_around(self._edited.page, self.margin_mm, others, self.grid_mm, reach)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move, size or span a band."""
        here = event.position().toPoint()
        self.mouse = at = self.mapToScene(here)
        self.viewed.emit()
        held = self._held
        if held is None:
            grip = self._grip_at(at)
            self.viewport().setCursor(grip.cursor if grip else Qt.CursorShape.ArrowCursor)
            return
        if held.band is not None:
            held.band = QRectF(held.began, at).normalized()
            self._edited.choose({*held.before, *self._inside(held.band)})
            self.viewport().update()
            return
        if not held.moving and (here - held.began_px).manhattanLength() < _BEGIN_PX:
            return
        held.moving = True
        free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier) or not self.snap
        self._drag(held, at.x() - held.began.x(), at.y() - held.began.y(), free=free)

    def _inside(self, band: QRectF) -> list[int]:
        return [n for n, rect in self._edited.rects().items() if band.contains(_qrect(rect))]

    def _drag(self, held: _Hold, dx: float, dy: float, *, free: bool) -> None:
        """Show the layout with what is held as far from where it was."""
        values, chosen = self._edited.kept, self._edited.chosen
        rects = rects_in(values, chosen)
        if not rects:
            return
        if held.grip is None:
            dx, dy = self._rested(_bounds(list(rects.values())), dx, dy, held.lines, free=free)
            self._edited.try_out(moved(values, chosen, dx, dy))
            return
        (number, rect), *_ = rects.items()
        grown = resized(rect, held.grip, dx, dy)
        if not free and held.lines is not None:
            grown = self._rested_grip(grown, held.grip, held.lines)
        self._edited.try_out(with_rects(values, {number: grown}))

    def _rested(
        self, bounds: Rect, dx: float, dy: float, lines: Lines | None, *, free: bool
    ) -> tuple[float, float]:
        """Draw a movement to the lines that are near."""
        self._guides = Rest(0), Rest(0)
        if free or lines is None:
            return round(dx, 1), round(dy, 1)
        left, top = bounds.x + dx, bounds.y + dy
        across = (left, left + bounds.width / 2, left + bounds.width)
        down = (top, top + bounds.height / 2, top + bounds.height)
        self._guides = (
            rest(across, lines.upright, lines.grid_mm, lines.reach_mm),
            rest(down, lines.level, lines.grid_mm, lines.reach_mm),
        )
        return dx + self._guides[0].by_mm, dy + self._guides[1].by_mm

    def _rested_grip(self, rect: Rect, grip: Grip, lines: Lines) -> Rect:
        """Draw the edges that are pulled to the lines that are near."""
        x_edge = rect.x if grip.across < 0 else rect.right
        y_edge = rect.y if grip.down < 0 else rect.bottom
        across = rest((x_edge,), lines.upright, lines.grid_mm, lines.reach_mm)
        down = rest((y_edge,), lines.level, lines.grid_mm, lines.reach_mm)
        self._guides = across if grip.across else Rest(0), down if grip.down else Rest(0)
        return resized(rect, grip, across.by_mm, down.by_mm)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; a movement becomes a step that can be undone."""
        held, self._held = self._held, None
        self._guides = Rest(0), Rest(0)
        self.viewport().update()
        if event.button() is Qt.MouseButton.LeftButton and held is not None and held.moving:
            after = self._edited.values
            self._edited.apply("移动" if held.grip is None else "改变大小", after)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the words of what is clicked twice."""
        if self.element_at(self.mapToScene(event.position().toPoint())) is not None:
            self.opened.emit()

    # -- the keyboard ------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by a tenth of a millimetre, with Shift by a whole one; Esc lets go; Tab goes on."""
        key = Qt.Key(event.key())
        if key in _ARROWS and self._edited.chosen:
            shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            step = _COARSE_MM if shifted else _FINE_MM
            dx, dy = (step * way for way in _ARROWS[key])
            chosen = self._edited.chosen
            self._edited.change("移动", lambda v: moved(v, chosen, dx, dy), same="keys")
        elif key is Qt.Key.Key_Escape and (self._held is not None or self._edited.chosen):
            self._held = None
            self._edited.give_up()
            self._edited.choose(())
        else:
            super().keyPressEvent(event)


class _Hold:
    """What the mouse holds while it is down."""

    def __init__(
        self,
        began: QPointF,
        began_px: QPoint,
        *,
        grip: Grip | None = None,
        lines: Lines | None = None,
        band: QRectF | None = None,
        before: tuple[int, ...] = (),
    ) -> None:
        self.began, self.began_px = began, began_px
        self.grip, self.lines = grip, lines
        self.band, self.before = band, before
        self.moving = False


def _bounds(rects: Sequence[Rect]) -> Rect:
    """The rectangle around others."""
    left, top = min(rect.x for rect in rects), min(rect.y for rect in rects)
    right, bottom = max(rect.right for rect in rects), max(rect.bottom for rect in rects)
    return Rect(left, top, right - left, bottom - top)
