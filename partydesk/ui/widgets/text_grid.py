"""A small spreadsheet of texts: cells typed over, rows added, taken out and moved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from partydesk.ui.widgets.texts import Look, button, label

Index = QModelIndex | QPersistentModelIndex


class _Words(QStyledItemDelegate):
    """Offers the words of a column; others are typed freely."""

    def __init__(self, words: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._words = tuple(words)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Open the list at once."""
        del option, index
        box = QComboBox(parent)
        box.addItems(self._words)
        box.activated.connect(lambda _place: self.commitData.emit(box))
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Stand on the word of the cell."""
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data() or ""))


class TextGrid(QWidget):
    """Texts in rows and columns.

    Signals:
        edited(): A text was changed, or a row added, taken out or moved.
    """

    edited = Signal()

    def __init__(
        self,
        name: str,
        about: str,
        heads: Sequence[str],
        words: Sequence[Sequence[str]],
        *,
        figures: Sequence[bool] = (),
        hint: str = "",
        fixed: bool = False,
    ) -> None:
        """Show nothing yet.

        Args:
            name: The object's name.
            about: What the table is.
            heads: Of the columns.
            words: What each column offers; an empty one is typed freely.
            figures: Which columns hold figures, which stand on the right.
            hint: What is to be typed.
            fixed: Whether rows can neither be added nor taken out, and the first column stays.
        """
        super().__init__()
        self.setObjectName(name)
        self._figures, self._fixed = tuple(figures) or (False,) * len(heads), fixed
        self.table = QTableWidget(0, len(heads))
        self.table.setObjectName(f"{name}_table")
        self.table.setAccessibleName(about)
        self.table.setHorizontalHeaderLabels(list(heads))
        self.table.verticalHeader().setVisible(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        self.table.setWordWrap(True)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(len(heads) - 1, QHeaderView.ResizeMode.Stretch)
        for column, offered in enumerate(words):
            if offered:
                self.table.setItemDelegateForColumn(column, _Words(offered, self.table))
        self.table.itemChanged.connect(lambda _item: self.edited.emit())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.table, 1)
        self._changing: list[QWidget] = []
        self._line = self._below(name, hint)
        layout.addLayout(self._line)

    def _below(self, name: str, hint: str) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        if not self._fixed:
            for text, key, act in (
                ("增加一行", "add", self.add_row),
                ("删除一行", "remove", self.remove_row),
                ("上移", "up", lambda: self.move_row(-1)),
                ("下移", "down", lambda: self.move_row(1)),
            ):
                made = button(text, f"{name}_{key}")
                made.clicked.connect(lambda _=False, do=act: do())
                line.addWidget(made)
                self._changing.append(made)
        line.addWidget(label(hint, Look.HINT), 1)
        return line

    def add_button(self, made: QWidget) -> None:
        """Put a further button beside those that change rows."""
        self._line.insertWidget(self._line.count() - 1, made)

    def set_read_only(self, *, read_only: bool) -> None:
        """Let nothing be changed, or everything again; what stands there can be copied."""
        triggers = QAbstractItemView.EditTrigger
        wanted = triggers.NoEditTriggers if read_only else triggers.AllEditTriggers
        self.table.setEditTriggers(wanted)
        for made in self._changing:
            made.setEnabled(not read_only)

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """What stands in the cells."""
        return tuple(self._texts(row) for row in range(self.table.rowCount()))

    def _texts(self, row: int) -> tuple[str, ...]:
        found = []
        for column in range(self.table.columnCount()):
            item = self.table.item(row, column)
            found.append(item.text() if item is not None else "")
        return tuple(found)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these texts; nothing counts as edited."""
        self.table.blockSignals(True)
        self.table.setRowCount(0)
        for texts in rows:
            self._insert(self.table.rowCount(), texts)
        self.table.blockSignals(False)
        self.table.resizeRowsToContents()

    def _insert(self, row: int, texts: Sequence[str]) -> None:
        self.table.insertRow(row)
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            if self._figures[column]:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if self._fixed and column == 0:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            self.table.setItem(row, column, item)

    def add_row(self) -> None:
        """Add a row below the current one, its first text like that one's."""
        here = self.table.currentRow()
        first = self._texts(here)[0] if here >= 0 else ""
        row = here + 1 if here >= 0 else self.table.rowCount()
        self._insert(row, [first, *[""] * (self.table.columnCount() - 1)])
        self.table.setCurrentCell(row, 1 if first else 0)
        self.edited.emit()

    def remove_row(self) -> None:
        """Take the current row out."""
        here = self.table.currentRow()
        if here >= 0:
            self.table.removeRow(here)
            self.edited.emit()

    def move_row(self, steps: int) -> None:
        """Move the current row up or down."""
        here, column = self.table.currentRow(), self.table.currentColumn()
        there = here + steps
        if here < 0 or not 0 <= there < self.table.rowCount():
            return
        rows = list(self.rows)
        rows.insert(there, rows.pop(here))
        self.show_rows(rows)
        self.table.setCurrentCell(there, column)
        self.edited.emit()
