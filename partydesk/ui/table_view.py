"""The view on a table: order, columns, copying, keyboard, and the empty state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import (
    Property,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QSettings,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStackedLayout,
    QTableView,
    QWidget,
)

from partydesk.ui.chosen_columns import ChosenColumns, ColumnTraits
from partydesk.ui.row_painter import RowPainter
from partydesk.ui.table import Align, Column, Index, RowTableModel, Shape
from partydesk.ui.widgets.empty import EmptyState

Row = TypeVar("Row")

_MOST_COPIED = 20_000


class RowTable(QTableView):
    """Qt's table view, dressed and wired; pages use :class:`TableView`, which holds one.

    Signals:
        act_asked(int, str): The button in row ``int`` of the column with key ``str`` was pressed.
        opened(int): Enter or a double click on a row.
        resized(): There is more or less room for the columns.
    """

    act_asked = Signal(int, str)
    opened = Signal(int)
    resized = Signal()

    def __init__(self, model: RowTableModel[Row], name: str) -> None:
        """Show ``model``; ``name`` is the object's name."""
        super().__init__()
        self._rows = model
        self._row_height = 34
        self._tag_px = 12
        self.setObjectName(name)
        self.setModel(model)
        self._painter = RowPainter(self, model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._dress_header(self.horizontalHeader())
        self.clicked.connect(self._pressed)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def _dress_header(self, header: QHeaderView) -> None:
        header.setObjectName(f"{self.objectName()}_header")
        # With the table's own selection a header asks of every selected cell whether its whole
        # column is selected: seconds for a long list.
        header.setSelectionModel(QItemSelectionModel(self._rows, header))
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSectionsMovable(True)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(36)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def _get_row_height(self) -> int:
        return self._row_height

    def _set_row_height(self, height: int) -> None:
        self._row_height = height
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)

    def _get_tag_px(self) -> int:
        return self._tag_px

    def _set_tag_px(self, size: int) -> None:
        self._tag_px = size
        self.viewport().update()

    #: Height of a row in pixels; set by the stylesheet.
    row_height = Property(int, _get_row_height, _set_row_height)
    #: Size of the words on tags and buttons in pixels; set by the stylesheet.
    tag_px = Property(int, _get_tag_px, _set_tag_px)

    def _pressed(self, index: Index) -> None:
        column = self._rows.columns[index.column()]
        if column.shape is Shape.BUTTON and index.data():
            self.act_asked.emit(index.row(), column.key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over the buttons."""
        index = self.indexAt(event.position().toPoint())
        over = (
            index.isValid()
            and self._rows.columns[index.column()].shape is Shape.BUTTON
            and bool(index.data())
        )
        if over:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.viewport().unsetCursor()
        super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter, copy on Ctrl+C, go to the ends on Home and End."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif event.key() == Qt.Key.Key_Home:
            self.selectRow(0)
        elif event.key() == Qt.Key.Key_End:
            self.selectRow(self._rows.rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows that have come into sight or changed."""
        with QPainter(self.viewport()) as painter:
            self._painter.paint(painter, event.rect())

    def reset(self) -> None:
        """Take up other rows; scroll bars and columns are settled before the paint, not after."""
        super().reset()
        self.executeDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell of new room, also when the table takes the place of its empty state."""
        super().resizeEvent(event)
        self.resized.emit()

    def shown_columns(self) -> list[int]:
        """Numbers of the shown columns, in the order on screen."""
        header = self.horizontalHeader()
        ordered = (header.logicalIndex(place) for place in range(header.count()))
        return [number for number in ordered if not self.isColumnHidden(number)]

    def selected_numbers(self) -> list[int]:
        """Numbers of the selected rows, from the top."""
        numbers: set[int] = set()
        selection = self.selectionModel().selection()
        for part in (selection.at(place) for place in range(selection.count())):
            numbers.update(range(part.top(), part.bottom() + 1))
        return sorted(numbers)

    def selected_count(self) -> int:
        """How many rows are selected; asked often, also of a hundred thousand."""
        selection = self.selectionModel().selection()
        return sum(selection.at(place).height() for place in range(selection.count()))

    def copy_selection(self) -> None:
        """Put the selected rows on the clipboard as shown, tabs between cells, heads on top."""
        columns = [
            self._rows.columns[number]
            for number in self.shown_columns()
            if self._rows.columns[number].shape is not Shape.BUTTON
        ]
        lines = ["\t".join(column.label for column in columns)]
        for number in self.selected_numbers()[:_MOST_COPIED]:
            row = self._rows.read_row(number)
            if row is not None:
                cells = (column.value(row) for column in columns)
                lines.append("\t".join(" ".join(cell.split()) for cell in cells))
        if len(lines) > 1:
            QGuiApplication.clipboard().setText("\n".join(lines))


def _traits(column: Column[Row]) -> ColumnTraits:
    flexible = column.align is Align.LEFT and column.shape is Shape.TEXT and not column.strong
    return ColumnTraits(column.key, column.label, column.width, column.shown, flexible)


class TableView(QWidget, Generic[Row]):
    """A table with its empty state, ordering by clicks and chosen columns that are remembered.

    Attributes:
        model: The rows.
        view: Qt's view.
        empty: What stands there while there are no rows.
        columns: Which columns are shown.

    Signals:
        sort_requested(str, bool): Key of a column; whether from the end.
        current_changed(object): The row the keyboard is on, or None.
        selection_changed(int): How many rows are selected.
        opened(object): Enter or a double click on a row.
        act_asked(object, str): The button of a row in the column with that key was pressed.
    """

    sort_requested = Signal(str, bool)
    current_changed = Signal(object)
    selection_changed = Signal(int)
    opened = Signal(object)
    act_asked = Signal(object, str)

    def __init__(
        self,
        model: RowTableModel[Row],
        name: str,
        settings: QSettings,
        empty: EmptyState,
        *,
        about: str,
        inset: bool = False,
    ) -> None:
        """Show ``model``.

        Args:
            model: The rows.
            name: Object name, and where in ``settings`` the chosen columns are kept.
            settings: The user's settings.
            empty: What stands there while there are no rows.
            about: What the table lists, for screen readers, such as 人才名单.
            inset: Whether it stands inside a card and needs no frame of its own.
        """
        super().__init__()
        self.setObjectName(f"{name}_table")
        self.model = model
        self.view = RowTable(model, name)
        self.view.setAccessibleName(about)
        self.view.setProperty("inset", inset)
        self.empty = empty
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.view)
        self._stack.addWidget(empty)
        self._chosen: object = None
        self.columns = ChosenColumns(self.view, [_traits(c) for c in model.columns], settings, name)
        self._wire()
        self.view.resized.connect(self.columns.fit)
        self._show_state()

    def _wire(self) -> None:
        self.model.modelReset.connect(self._show_state)
        self.model.dataChanged.connect(lambda *_cells: self._tell_current())
        self.view.selectionModel().currentRowChanged.connect(lambda *_rows: self._tell_current())
        self.view.selectionModel().selectionChanged.connect(
            lambda *_parts: self.selection_changed.emit(self.view.selected_count())
        )
        self.view.opened.connect(self._open)
        self.view.act_asked.connect(self._ask_act)
        self.view.horizontalHeader().sectionClicked.connect(self._header_clicked)

    # -- what is chosen ----------------------------------------------------------------------

    def current_row(self) -> Row | None:
        """The row the keyboard is on."""
        index = self.view.currentIndex()
        return self.model.row_at(index.row()) if index.isValid() else None

    def selected_rows(self) -> list[Row]:
        """The selected rows from the top, read now where they have not been yet."""
        rows = (self.model.read_row(number) for number in self.view.selected_numbers())
        return [row for row in rows if row is not None]

    def select_number(self, number: int) -> None:
        """Go to a row; past the end nothing happens."""
        if 0 <= number < self.model.rowCount():
            column = self.view.shown_columns()[0] if self.view.shown_columns() else 0
            index = self.model.index(number, column)
            flags = QItemSelectionModel.SelectionFlag
            self.view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.view.scrollTo(index)

    def select_where(self, fits: Callable[[Row], bool]) -> bool:
        """Go to the first row in memory that fits; tells whether there is one."""
        number = self.model.find_loaded(fits)
        self.select_number(number)
        return number >= 0

    def select_every(self, fits: Callable[[Row], bool]) -> None:
        """Select all rows in memory that fit, the keyboard on the first; for short lists."""
        rows = ((number, self.model.row_at(number)) for number in range(self.model.rowCount()))
        fitting = [number for number, row in rows if row is not None and fits(row)]
        if not fitting:
            return
        self.select_number(fitting[0])
        last = len(self.model.columns) - 1
        selection = QItemSelection()
        for number in fitting:
            selection.select(self.model.index(number, 0), self.model.index(number, last))
        flags = QItemSelectionModel.SelectionFlag
        self.view.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)

    def _tell_current(self) -> None:
        row = self.current_row()
        if row is not self._chosen:
            self._chosen = row
            self.current_changed.emit(row)

    def _open(self, number: int) -> None:
        row = self.model.read_row(number)
        if row is not None:
            self.opened.emit(row)

    def _ask_act(self, number: int, key: str) -> None:
        row = self.model.read_row(number)
        if row is not None:
            self.act_asked.emit(row, key)

    def _show_state(self) -> None:
        self._stack.setCurrentWidget(self.view if self.model.rowCount() else self.empty)
        self._tell_current()

    # -- order ----------------------------------------------------------------------

    def _header_clicked(self, section: int) -> None:
        column = self.model.columns[section]
        if column.sortable:
            key, descending = self.model.order
            self.sort_requested.emit(column.key, key == column.key and not descending)

    # -- columns ----------------------------------------------------------------------

    def shown_keys(self) -> list[str]:
        """Keys of the shown columns in the order on screen; what an export should hold."""
        return self.columns.shown_keys()

    def column_menu(self) -> QMenu:
        """Make the menu that shows and hides columns."""
        return self.columns.menu(self)

    def showEvent(self, event: QShowEvent) -> None:
        """Share the room once the size of type is known."""
        super().showEvent(event)
        self.columns.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Give columns the room that larger type needs."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self.columns.fit()
