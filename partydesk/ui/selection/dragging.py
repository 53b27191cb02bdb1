"""Carrying a person from one row of the board to another with the mouse."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QRubberBand

from partydesk.ui.table import Column, Index, RowTableModel
from partydesk.ui.table_view import TableView

Row = TypeVar("Row")
_FORMAT = "application/x-partydesk-person"


@dataclass(frozen=True, slots=True)
class Carried:
    """A person on the way.

    Attributes:
        talent_id: 记录号.
        post_id: The post whose row the person was taken from; None from the candidates.
    """

    talent_id: int
    post_id: int | None = None


def packed(carried: Carried) -> QMimeData:
    """Write it the way Qt carries it."""
    data = QMimeData()
    words = json.dumps([carried.talent_id, carried.post_id])
    data.setData(_FORMAT, words.encode())
    return data


def carried_in(data: QMimeData) -> Carried | None:
    """Read it again; None for what other programs carry."""
    if not data.hasFormat(_FORMAT):
        return None
    return Carried(*json.loads(bytes(data.data(_FORMAT).data())))


class PersonModel(RowTableModel[Row]):
    """Rows that a person can be carried from and dropped on."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        parent: QObject,
        *,
        person: Callable[[Row], Carried | None],
        takes: Callable[[Carried, Row | None], bool],
        drop: Callable[[Carried, Row | None], None],
    ) -> None:
        """Begin with no rows.

        Args:
            columns: What is shown.
            parent: Owner.
            person: Whom a row carries.
            takes: Whether somebody may be dropped on a row, or (None) beside the rows.
            drop: Does what dropping means.
        """
        super().__init__(columns, parent)
        self._person, self._takes, self._drop = person, takes, drop

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let rows with a person be carried, and every row be dropped on."""
        flags = super().flags(index) | Qt.ItemFlag.ItemIsDropEnabled
        row = self.row_at(index.row()) if index.isValid() else None
        if row is not None and self._person(row) is not None:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags

    def supportedDropActions(self) -> Qt.DropAction:
        """Copy: rows never move by themselves, the round is read again."""
        return Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        """Give the one format."""
        return [_FORMAT]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Pack the person of the first row."""
        row = self.row_at(indexes[0].row()) if indexes else None
        carried = None if row is None else self._person(row)
        return QMimeData() if carried is None else packed(carried)

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Whether this person may be dropped there."""
        del action, row, column
        carried = carried_in(data)
        return carried is not None and self._takes(carried, self._target(parent))

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Do what dropping there means."""
        carried = carried_in(data)
        if carried is None or not self.canDropMimeData(data, action, row, column, parent):
            return False
        self._drop(carried, self._target(parent))
        return True

    def _target(self, parent: Index) -> Row | None:
        return self.row_at(parent.row()) if parent.isValid() else None


class DropGuide(QObject, Generic[Row]):
    """Frames the row under a person that is being carried, and tells which it is.

    Signals:
        hovered(object, object): The person and the row below; (None, None) when that is over.
    """

    hovered = Signal(object, object)

    def __init__(self, table: TableView[Row]) -> None:
        """Let rows of ``table`` be carried and dropped on; its model is a :class:`PersonModel`."""
        super().__init__(table)
        self._table, view = table, table.view
        view.setDragEnabled(True)
        view.setAcceptDrops(True)
        view.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        view.setDragDropOverwriteMode(True)
        view.setDefaultDropAction(Qt.DropAction.CopyAction)
        self._frame = QRubberBand(QRubberBand.Shape.Rectangle, view.viewport())
        self._frame.setObjectName(f"{view.objectName()}_drop_frame")
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at what passes over the rows; the view does the rest."""
        if isinstance(event, QDragMoveEvent):
            self._pass_over(event)
        elif isinstance(event, QDropEvent) or event.type() == QEvent.Type.DragLeave:
            self._frame.hide()
            self.hovered.emit(None, None)
        return super().eventFilter(watched, event)

    def _pass_over(self, event: QDragMoveEvent) -> None:
        carried = carried_in(event.mimeData())
        view = self._table.view
        number = view.rowAt(round(event.position().y()))
        row = self._table.model.row_at(number) if number >= 0 else None
        self._frame.setVisible(row is not None and carried is not None)
        if row is not None and carried is not None:
            top, height = view.rowViewportPosition(number), view.rowHeight(number)
            self._frame.setGeometry(0, top, view.viewport().width(), height)
            self.hovered.emit(carried, row)
