"""Paints the rows of a table: words, coloured tags, bars and the buttons of a row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QTableView

from partydesk.ui.colours import Colours, Tone, colours_for
from partydesk.ui.table import Align, CellLook, RowTableModel, Shape

Row = TypeVar("Row")

_SIDE = 10  # room left and right of the words in a cell
_TAG_SIDE = 7
_TAG_RISE = 3  # room above and below the word on a tag
_BUTTON_SIDE = 11
_BAR_PX = 8  # height of a bar
_BAR_SHARE = 0.45  # of the cell's room; the figures stand behind it
_CUT = Qt.TextElideMode.ElideRight
_BEFORE_MARK = 2  # characters shown before the searched part of words that are too long


@lru_cache(maxsize=64)
def _colour(name: str) -> QColor:
    """A colour by its name; made once, for a list is painted with every key that is typed."""
    return QColor(name)


@lru_cache(maxsize=16)
def _bold_of(written: str) -> tuple[QFont, QFontMetrics]:
    """The bold sister of a font, given as it writes itself, with its measures."""
    font = QFont()
    font.fromString(written)
    font.setBold(True)
    return font, QFontMetrics(font)


class RowPainter(Generic[Row]):
    """Draws the rows itself: one rule under each, the chosen row in the accent's tint.

    A delegate would be asked for each cell by itself with all that Qt knows of it, which takes
    three times as long; a list is painted with every key that is typed.
    """

    def __init__(self, view: QTableView, model: RowTableModel[Row]) -> None:
        """Draw the rows of ``model`` for ``view``, whose palette tells light from dark."""
        self._view, self._model = view, model
        self._palette = -1
        self._colours = colours_for(view.palette())
        self._small: tuple[str, QFont, QFontMetrics] | None = None

    def paint(self, painter: QPainter, room: QRect) -> None:
        """Draw the rows that stand in a part of the view; its ground is there already."""
        view, colours = self._view, self._colours_now()
        first, last = view.rowAt(room.top()), view.rowAt(room.bottom())
        columns = self._columns_in(room)
        if first < 0 or not columns:
            return
        selection = view.selectionModel()
        left, right = columns[0][1], columns[-1][1] + columns[-1][2]
        for row in range(first, (last if last >= 0 else self._model.rowCount() - 1) + 1):
            top, height = view.rowViewportPosition(row), view.rowHeight(row)
            chosen = selection.isRowSelected(row, QModelIndex())
            if chosen:
                painter.fillRect(left, top, right - left, height, _colour(colours.accent_tint))
            painter.fillRect(left, top + height - 1, right - left, 1, _colour(colours.line))
            for column, x, width in columns:
                cell = self._model.look_of(row, column)
                if cell.text:
                    self._paint_cell(painter, QRect(x, top, width, height), cell, chosen=chosen)

    def _columns_in(self, room: QRect) -> list[tuple[int, int, int]]:
        """Number, left edge and width of the columns in sight, from the left."""
        view, header = self._view, self._view.horizontalHeader()
        ordered = (header.logicalIndex(place) for place in range(header.count()))
        columns = (
            (number, view.columnViewportPosition(number), view.columnWidth(number))
            for number in ordered
            if not header.isSectionHidden(number)
        )
        return [each for each in columns if each[1] <= room.right() and sum(each[1:]) > room.left()]

    def _paint_cell(self, painter: QPainter, rect: QRect, cell: CellLook, *, chosen: bool) -> None:
        colours = self._colours
        if cell.shape is Shape.TEXT:
            font = self._view.font()
            if chosen and cell.strong:
                font = QFont(font)
                font.setBold(True)
            painter.setFont(font)
            painter.setPen(_colour(colours.ink(cell.tone)))
            _paint_words(painter, rect.adjusted(_SIDE, 0, -_SIDE, -1), cell, colours)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if cell.shape is Shape.TAG:
            self._paint_tag(painter, rect, cell, colours)
        elif cell.shape is Shape.BAR:
            self._paint_bar(painter, rect, cell, colours)
        else:
            self._paint_button(painter, rect, cell.text, colours)
        painter.restore()

    def _colours_now(self) -> Colours:
        """The scheme of the view's palette, looked at again when the palette is another."""
        palette = self._view.palette()
        if palette.cacheKey() != self._palette:
            self._palette, self._colours = palette.cacheKey(), colours_for(palette)
        return self._colours

    def _small_font(self) -> tuple[QFont, QFontMetrics]:
        """The font of tags with its measures, made again when the size of type is another."""
        size = self._view.property("tag_px") or 12
        key = f"{size} {self._view.font().key()}"
        if self._small is None or self._small[0] != key:
            font = QFont(self._view.font())
            font.setPixelSize(int(str(size)))
            self._small = (key, font, QFontMetrics(font))
        return self._small[1:]

    def _paint_tag(self, painter: QPainter, rect: QRect, cell: CellLook, colours: Colours) -> None:
        font, metrics = self._small_font()
        room = rect.width() - 2 * _SIDE
        word = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, room - 2 * _TAG_SIDE)
        width = metrics.horizontalAdvance(word) + 2 * _TAG_SIDE
        height = min(metrics.height() + 2 * _TAG_RISE - 4, rect.height() - 6)
        box = QRectF(rect.left() + _SIDE, 0, width, height)
        if cell.align is Align.RIGHT:
            box.moveRight(rect.right() - _SIDE)
        elif cell.align is Align.CENTRE:
            box.moveLeft(rect.center().x() - width / 2)
        box.moveTop(rect.top() + (rect.height() - 1 - height) / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_colour(colours.tint(cell.tone)))
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(font)
        ink = colours.secondary if cell.tone is Tone.PLAIN else colours.ink(cell.tone)
        painter.setPen(_colour(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)

    def _paint_bar(self, painter: QPainter, rect: QRect, cell: CellLook, colours: Colours) -> None:
        room = rect.adjusted(_SIDE, 0, -_SIDE, -1)
        painter.setFont(self._view.font())
        if cell.share is not None:
            box = QRectF(room.left(), 0, room.width() * _BAR_SHARE, _BAR_PX)
            box.moveTop(room.center().y() - _BAR_PX / 2 + 1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_colour(colours.neutral))
            painter.drawRoundedRect(box, 2, 2)
            if cell.share > 0:
                ink = colours.accent if cell.tone is Tone.PLAIN else colours.ink(cell.tone)
                filled = QRectF(box)
                filled.setWidth(box.width() * min(1.0, cell.share))
                painter.setBrush(_colour(ink))
                painter.drawRoundedRect(filled, 2, 2)
            room.setLeft(round(box.right()) + _SIDE)
        painter.setPen(_colour(colours.text))
        _paint_words(painter, room, cell, colours)

    def _paint_button(self, painter: QPainter, rect: QRect, text: str, colours: Colours) -> None:
        font = QFont(self._view.font())
        metrics = QFontMetrics(font)
        width = min(metrics.horizontalAdvance(text) + 2 * _BUTTON_SIDE, rect.width() - _SIDE)
        height = min(metrics.height() + 6, rect.height() - 6)
        box = QRectF(rect.left() + _SIDE, 0, width, height)
        box.moveTop(rect.top() + (rect.height() - 1 - height) / 2)
        painter.setPen(QPen(_colour(colours.field_line), 1))
        painter.setBrush(_colour(colours.surface))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setFont(font)
        painter.setPen(_colour(colours.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _paint_words(painter: QPainter, room: QRect, cell: CellLook, colours: Colours) -> None:
    """Draw words on one line, cut off where the room ends, the searched part marked."""
    metrics = painter.fontMetrics()
    line, marks = " ".join(cell.text.split()), cell.marks
    if marks:
        line, marks = moved_into_sight(line, marks, metrics, room.width())
    # Nothing is wider than a Han character: what is short need not be measured.
    short = len(line) * metrics.height() <= room.width()
    cut = line if short else metrics.elidedText(line, _CUT, room.width())
    if marks:
        whole = len(cut) if cut == line else len(cut) - 1
        seen = [(begin, min(end, whole)) for begin, end in marks if begin < whole]
        paint_marked(painter, room, cut, seen, colours)
    else:
        painter.drawText(room, cell.align.value, cut)


def moved_into_sight(
    line: str, marks: Sequence[tuple[int, int]], metrics: QFontMetrics, room: int
) -> tuple[str, Sequence[tuple[int, int]]]:
    """Leave out the beginning of words that are too long, where the searched part would be cut off.

    Args:
        line: The words.
        marks: Places of the searched part.
        metrics: Of the font.
        room: Pixels.

    Returns:
        The words, perhaps from … on, and the places in them.
    """
    begin, end = marks[0]
    if metrics.horizontalAdvance(line) <= room:
        return line, marks
    if metrics.horizontalAdvance(f"{line[:end]}…") <= room:
        return line, marks
    gone = max(0, begin - _BEFORE_MARK)
    moved = [(first - gone + 1, last - gone + 1) for first, last in marks]
    return f"…{line[gone:]}", moved


def paint_marked(
    painter: QPainter, room: QRect, text: str, marks: Sequence[tuple[int, int]], colours: Colours
) -> None:
    """Draw words with the searched part bold on a tint, so that colour is not all that tells it.

    Args:
        painter: Has the pen and the font of the plain words.
        room: Where the words stand, from the left.
        text: The words, perhaps cut off at the end.
        marks: Places of the searched part: first character, behind the last.
        colours: The scheme.
    """
    plain = painter.font()
    bold, thick = _bold_of(plain.toString())
    thin = painter.fontMetrics()
    height = thick.height()
    x, place = room.left(), 0
    for begin, end in (*marks, (len(text), len(text))):
        for part, font, metrics in (
            (text[place:begin], plain, thin),
            (text[begin:end], bold, thick),
        ):
            if not part:
                continue
            width = metrics.horizontalAdvance(part)
            box = QRect(x, room.top(), min(width, room.right() + 1 - x), room.height())
            if font is bold:
                top = box.top() + (box.height() - height) // 2
                ground = QRect(box.left(), top, box.width(), height)
                painter.fillRect(ground, _colour(colours.attention_tint))
            painter.setFont(font)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, part)
            x += width
        place = max(place, end)
    painter.setFont(plain)
