"""Cutting a picture: it moves, grows and turns behind a frame that stands still."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

#: How much larger than just filling the frame a picture may be shown.
_LARGEST = 6.0
_STEP = 1.1
_NUDGE_PX, _LEAP_PX = 2, 20
_SHADE = QColor(0, 0, 0, 130)


@dataclass(frozen=True, slots=True)
class Crop:
    """Where a frame stands over a picture; the picture always fills the frame.

    Attributes:
        picture: Width and height of the picture in its own pixels.
        frame: Width and height of the frame on the screen.
        scale: Screen pixels for one pixel of the picture.
        left: Left edge of the frame, in pixels of the picture.
        top: Upper edge of the frame, in pixels of the picture.
    """

    picture: tuple[float, float]
    frame: tuple[float, float]
    scale: float
    left: float
    top: float

    @classmethod
    def filling(cls, picture: tuple[float, float], frame: tuple[float, float]) -> Crop:
        """Begin with as much of the picture as goes into the frame, in its middle."""
        crop = cls(picture, frame, 0, 0, 0)
        crop = replace(crop, scale=crop.smallest)
        width, height = crop.size
        return replace(crop, left=(picture[0] - width) / 2, top=(picture[1] - height) / 2)

    @property
    def smallest(self) -> float:
        """The scale at which the picture just fills the frame."""
        return max(self.frame[0] / self.picture[0], self.frame[1] / self.picture[1])

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of what the frame shows, in pixels of the picture."""
        return self.frame[0] / self.scale, self.frame[1] / self.scale

    def moved(self, right_px: float, down_px: float) -> Crop:
        """Move the picture by screen pixels, no further than its edges."""
        return self.placed(self.left - right_px / self.scale, self.top - down_px / self.scale)

    def zoomed(self, factor: float) -> Crop:
        """Show it larger or smaller around the middle of the frame."""
        scale = min(max(self.scale * factor, self.smallest), self.smallest * _LARGEST)
        width, height = self.size
        middle = self.left + width / 2, self.top + height / 2
        grown = replace(self, scale=scale)
        width, height = grown.size
        return grown.placed(middle[0] - width / 2, middle[1] - height / 2)

    def placed(self, left: float, top: float) -> Crop:
        """Put the frame there, or as near as the picture goes."""
        width, height = self.size
        return replace(
            self,
            left=min(max(left, 0.0), max(self.picture[0] - width, 0.0)),
            top=min(max(top, 0.0), max(self.picture[1] - height, 0.0)),
        )


class CropView(QWidget):
    """Shows a picture behind a frame.

    Signals:
        changed(): What the frame shows has changed.
    """

    changed = Signal()

    def __init__(self, picture: QPixmap, frame: QSize, margin: int = 48) -> None:
        """Show ``picture`` behind a frame of the given size on the screen."""
        super().__init__()
        self.setObjectName("crop_view")
        self.setAccessibleName("照片裁剪框")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(frame.width() + 2 * margin, frame.height() + margin)
        self._whole = picture
        self._picture = picture  # as turned; turning it at every painting would take too long
        self._frame = frame
        self._held: QPointF | None = None
        self.turns = 0
        self.crop = self._begin()

    def _begin(self) -> Crop:
        size = (float(self._picture.width()), float(self._picture.height()))
        return Crop.filling(size, (float(self._frame.width()), float(self._frame.height())))

    def turn(self, quarters: int) -> None:
        """Turn the picture to the right, or to the left with a negative number."""
        self.turns = (self.turns + quarters) % 4
        self._picture = self._whole.transformed(QTransform().rotate(90 * self.turns))
        self._set(self._begin())

    def zoom(self, steps: float) -> None:
        """Show it larger, or smaller with a negative number."""
        self._set(self.crop.zoomed(_STEP**steps))

    def _set(self, crop: Crop) -> None:
        self.crop = crop
        self.update()
        self.changed.emit()

    # -- mouse and keys ------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        self._held = event.position()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the picture along."""
        if self._held is not None:
            way = event.position() - self._held
            self._held = event.position()
            self._set(self.crop.moved(way.x(), way.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        super().mouseReleaseEvent(event)
        self._held = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom; one notch is 120."""
        self.zoom(event.angleDelta().y() / 120)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by arrows (further with Shift), zoom by + and -."""
        far = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        step = _LEAP_PX if far else _NUDGE_PX
        ways = {
            Qt.Key.Key_Left: (-step, 0),
            Qt.Key.Key_Right: (step, 0),
            Qt.Key.Key_Up: (0, -step),
            Qt.Key.Key_Down: (0, step),
        }
        zooms = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
        key = Qt.Key(event.key())
        if key in ways:
            self._set(self.crop.moved(*ways[key]))
        elif key in zooms:
            self.zoom(zooms[key])
        else:
            super().keyPressEvent(event)

    # -- painting ----------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, shade what will be cut off, and draw the frame."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(
            (self.width() - self._frame.width()) / 2,
            (self.height() - self._frame.height()) / 2,
            self._frame.width(),
            self._frame.height(),
        )
        crop = self.crop
        place = QRectF(
            frame.left() - crop.left * crop.scale,
            frame.top() - crop.top * crop.scale,
            crop.picture[0] * crop.scale,
            crop.picture[1] * crop.scale,
        )
        painter.drawPixmap(place, self._picture, QRectF(self._picture.rect()))
        outside = QPainterPath()
        outside.addRect(QRectF(self.rect()))
        inside = QPainterPath()
        inside.addRect(frame)
        painter.fillPath(outside.subtracted(inside), _SHADE)
        colour = self.palette().highlight().color() if self.hasFocus() else QColor("white")
        painter.setPen(QPen(colour, 2))
        painter.drawRect(frame)
