"""The page under the mouse and the keys: choosing, moving and sizing what stands on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from partydesk.services.layout_edits import Rect, moved, with_rects
from partydesk.ui.layouts.edited import EditedLayout, rects_in
from partydesk.ui.layouts.grips import Grip, grip_at, resized
from partydesk.ui.layouts.sheet_view import SheetView, qrect
from partydesk.ui.layouts.snapping import Lines, Rest, lines_around, rest

_REACH_PX: Final = 6
_NEAR_PX: Final = 3
_BEGIN_PX: Final = 3
_FINE_MM: Final = 0.1
_COARSE_MM: Final = 1.0
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Paper(SheetView):
    """Lets the elements of a layout be chosen, moved and sized.

    Attributes:
        snap: Whether what is moved comes to rest on lines and grid.
        mouse: Where the mouse is, in millimetres; None before it was here.

    Signals:
        opened(): An element was clicked twice.
    """

    opened = Signal()

    def __init__(self, edited: EditedLayout) -> None:
        """Hold nothing yet."""
        super().__init__(edited)
        self.setMouseTracking(True)
        self.snap = True
        self.mouse: QPointF | None = None
        self._held: _Hold | None = None

    # -- the mouse ---------------------------------------------------------------------------

    def element_at(self, at: QPointF) -> int | None:
        """Find the uppermost element at a place; a chosen one goes before, a frame is hollow."""
        reach = _NEAR_PX / self.px_per_mm()
        found = [
            number
            for number, rect in self._edited.rects().items()
            if qrect(rect).adjusted(-reach, -reach, reach, reach).contains(at)
            and not self._is_hollow_at(number, rect, at, reach)
        ]
        chosen = [number for number in found if number in self._edited.chosen]
        return max(chosen or found, default=None)

    def _is_hollow_at(self, number: int, rect: Rect, at: QPointF, reach: float) -> bool:
        if self._edited.elements[number]["type"] != "frame":
            return False
        inset = max(line["inset_mm"] for line in self._edited.elements[number]["lines"]) + reach
        return qrect(rect).adjusted(inset, inset, -inset, -inset).contains(at)

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
            self._held = _Hold(at, event.position().toPoint(), before=before)
            self._band = QRectF(at, at)
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
        if self._band is not None:
            self._band = QRectF(held.began, at).normalized()
            self._edited.choose({*held.before, *self._inside(self._band)})
            self.viewport().update()
            return
        if not held.moving and (here - held.began_px).manhattanLength() < _BEGIN_PX:
            return
        held.moving = True
        free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier) or not self.snap
        self._drag(held, at.x() - held.began.x(), at.y() - held.began.y(), free=free)

    def _inside(self, band: QRectF) -> list[int]:
        return [n for n, rect in self._edited.rects().items() if band.contains(qrect(rect))]

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
        held, self._held, self._band = self._held, None, None
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
            self._held = self._band = None
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
        before: tuple[int, ...] = (),
    ) -> None:
        self.began, self.began_px = began, began_px
        self.grip, self.lines, self.before = grip, lines, before
        self.moving = False


def _bounds(rects: Sequence[Rect]) -> Rect:
    """The rectangle around others."""
    left, top = min(rect.x for rect in rects), min(rect.y for rect in rects)
    right, bottom = max(rect.right for rect in rects), max(rect.bottom for rect in rects)
    return Rect(left, top, right - left, bottom - top)
