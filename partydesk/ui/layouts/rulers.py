"""Rulers in millimetres along the page, with the place of the mouse."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from partydesk.ui.colours import colours_for
from partydesk.ui.layouts.paper import Paper

THICK_PX: Final = 22
_LEAST_PX: Final = 40  # between two numbers
_STEPS_MM: Final = (1, 2, 5, 10, 20, 50, 100)
_SHORT_PX: Final = 4
_LONG_PX: Final = 8


class Ruler(QWidget):
    """Follows the paper; one lies above it, one stands to its left."""

    def __init__(self, paper: Paper, *, level: bool) -> None:
        """Measure across (``level``) or down."""
        super().__init__()
        self._paper, self._level = paper, level
        self.setAccessibleName("横标尺" if level else "竖标尺")
        if level:
            self.setFixedHeight(THICK_PX)
        else:
            self.setFixedWidth(THICK_PX)
        paper.viewed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Take the thickness, and whatever length there is."""
        return QSize(THICK_PX, THICK_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ticks."""
        colours = colours_for(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.raised))
        font = painter.font()
        font.setPixelSize(10)
        painter.setFont(font)
        painter.setPen(QPen(QColor(colours.secondary)))
        step = next((s for s in _STEPS_MM if s * self._paper.px_per_mm() >= _LEAST_PX), 100)
        length = self.width() if self._level else self.height()
        first, last = self._mm_at(0), self._mm_at(length)
        for tick in range(int(first * 5 // step), int(last * 5 // step) + 2):
            mm = tick * step / 5
            self._draw_tick(painter, mm, numbered=tick % 5 == 0)
        self._draw_mouse(painter)
        painter.end()

    def _mm_at(self, px: float) -> float:
        at = self._paper.mapToScene(int(px), int(px))
        return at.x() if self._level else at.y()

    def _px_at(self, mm: float) -> int:
        at = self._paper.mapFromScene(QPointF(mm, mm))
        return at.x() if self._level else at.y()

    def _draw_tick(self, painter: QPainter, mm: float, *, numbered: bool) -> None:
        at, long = self._px_at(mm), _LONG_PX if numbered else _SHORT_PX
        if self._level:
            painter.drawLine(at, THICK_PX - long, at, THICK_PX)
            if numbered:
                painter.drawText(at + 2, THICK_PX - _LONG_PX - 1, f"{mm:g}")
            return
        painter.drawLine(THICK_PX - long, at, THICK_PX, at)
        if numbered:
            painter.save()
            painter.translate(THICK_PX - _LONG_PX - 2, at - 2)
            painter.rotate(-90)
            painter.drawText(0, 0, f"{mm:g}")
            painter.restore()

    def _draw_mouse(self, painter: QPainter) -> None:
        mouse = self._paper.mouse
        if mouse is None:
            return
        painter.setPen(QPen(QColor(colours_for(self.palette()).accent), 1, Qt.PenStyle.SolidLine))
        at = self._px_at(mouse.x() if self._level else mouse.y())
        if self._level:
            painter.drawLine(at, 0, at, THICK_PX)
        else:
            painter.drawLine(0, at, THICK_PX, at)
