"""A picture of the calibration sheet: a click on a mark selects it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from partydesk.domain.printers import Point

_SIZE = QSize(250, 330)
_EDGE_PX = 12
_ARM_PX = 9
_NEAR_PX = 28
_PAPER = QColor("#FFFFFF")
_INK, _QUIET, _ACCENT, _FAULT = (
    QColor(each) for each in ("#1F2328", "#8A929E", "#1B5E9E", "#B3261E")
)


class SheetPicture(QWidget):
    """The sheet, with its numbered marks, the selected one and those that cannot be right.

    Signals:
        mark_chosen(int): Number of the mark that was clicked.
    """

    mark_chosen = Signal(int)

    def __init__(self) -> None:
        """Show an empty sheet."""
        super().__init__()
        self.setObjectName("sheet_marks")
        self.setAccessibleName("校准页示意图，点标记转到它的读数")
        self.setFixedSize(_SIZE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._paper = (210.0, 297.0)
        self._places: tuple[Point, ...] = ()
        self._chosen, self._wrong, self._done = 0, frozenset[int](), frozenset[int]()

    def show_sheet(self, paper_mm: tuple[float, float], places: Sequence[Point]) -> None:
        """Show a sheet of a size with its marks, in the order of their numbers."""
        self._paper, self._places = paper_mm, tuple(places)
        self.update()

    def show_state(self, chosen: int, done: Collection[int], wrong: Collection[int]) -> None:
        """Show which mark is being typed, which are, and which cannot be right."""
        self._chosen, self._done, self._wrong = chosen, frozenset(done), frozenset(wrong)
        self.update()

    def place_px(self, mark: int) -> QPointF:
        """Say where a mark is drawn."""
        sheet, scale = self._sheet()
        x, y = self._places[mark - 1]
        return QPointF(sheet.left() + x * scale, sheet.top() + y * scale)

    def _sheet(self) -> tuple[QRectF, float]:
        width, height = self._paper
        room = QSize(self.width() - 2 * _EDGE_PX, self.height() - 2 * _EDGE_PX)
        scale = min(room.width() / width, room.height() / height)
        left, top = (self.width() - width * scale) / 2, (self.height() - height * scale) / 2
        return QRectF(left, top, width * scale, height * scale), scale

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the mark that is near."""
        for mark in range(1, len(self._places) + 1):
            away = self.place_px(mark) - event.position()
            if abs(away.x()) + abs(away.y()) <= _NEAR_PX:
                self.mark_chosen.emit(mark)
                return

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw paper, arrows from its left and upper edge to the chosen mark, and the marks."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet, _ = self._sheet()
        painter.setPen(QPen(_QUIET, 1))
        painter.setBrush(_PAPER)
        painter.drawRect(sheet)
        if self._chosen:
            self._draw_measures(painter, sheet, self.place_px(self._chosen))
        for mark in range(1, len(self._places) + 1):
            self._draw_mark(painter, mark)

    def _draw_measures(self, painter: QPainter, sheet: QRectF, at: QPointF) -> None:
        """Draw what is to be measured: from the left edge, and from the upper one."""
        painter.setPen(QPen(_ACCENT, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(sheet.left(), at.y()), at)
        painter.drawLine(QPointF(at.x(), sheet.top()), at)

    def _draw_mark(self, painter: QPainter, mark: int) -> None:
        at = self.place_px(mark)
        colour = _FAULT if mark in self._wrong else _ACCENT if mark == self._chosen else _INK
        painter.setPen(QPen(colour, 2 if mark == self._chosen or mark in self._wrong else 1))
        painter.drawLine(at - QPointF(_ARM_PX, 0), at + QPointF(_ARM_PX, 0))
        painter.drawLine(at - QPointF(0, _ARM_PX), at + QPointF(0, _ARM_PX))
        font = painter.font()
        font.setBold(mark == self._chosen)
        painter.setFont(font)
        words = f"{mark} ✓" if mark in self._done and mark not in self._wrong else str(mark)
        right = at.x() > self.width() / 2
        wide = painter.fontMetrics().horizontalAdvance(words)
        painter.drawText(at + QPointF(-5 - wide if right else 5, 17), words)
