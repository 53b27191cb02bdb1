"""The list of a pool: one page after the other, in the order the header asks for."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Generic

from PySide6.QtCore import QSettings, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from partydesk.domain.fields import Kind
from partydesk.domain.finding import Marks, marks_of
from partydesk.domain.listing import Query
from partydesk.services.lists import Listing, list_records, read_records
from partydesk.services.workspace import Workspace
from partydesk.ui.pools.drafts import Drafts
from partydesk.ui.pools.face import PoolFace, Record
from partydesk.ui.table import PAGE_ROWS, Column, RowTableModel
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.empty import EmptyState

#: A search that finds more than a page is counted once the typing rests.
_REST_MS = 150


class RecordList(QWidget, Generic[Record]):
    """The table on the left of a pool's page.

    Signals:
        chosen(object): The record the keyboard is on, or None.
        selection_changed(int): How many rows are selected.
        opened(object): Enter or a double click on a record.
        order_changed(): The rows should be read in another order.
        counted(int): All records of a search are known; how many there are.
    """

    chosen = Signal(object)
    selection_changed = Signal(int)
    opened = Signal(object)
    order_changed = Signal()
    counted = Signal(int)

    def __init__(
        self,
        face: PoolFace[Record],
        workspace: Workspace,
        settings: QSettings,
        drafts: Drafts,
        empty: EmptyState,
    ) -> None:
        """Show nothing yet; ``empty`` stands there while there are no rows."""
        super().__init__()
        self._face = face
        self._workspace = workspace
        self._drafts = drafts
        self._wanted = Query(sort="name")
        self._listing: Listing | None = None
        self._by_user = False
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        # What is hidden is finished when it is shown again.
        self._rest.timeout.connect(lambda: self.finish() if self.isVisible() else None)
        columns = self._marked(face.columns(workspace.today()))
        self.model: RowTableModel[Record] = RowTableModel(columns, self)
        self.model.set_order("name")
        self.table: TableView[Record] = TableView(
            self.model, face.kind, settings, empty, about=f"{face.noun}名单"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.table.current_changed.connect(self.chosen)
        self.table.selection_changed.connect(self._on_selection)
        self.table.opened.connect(self.opened)
        self.table.sort_requested.connect(self._order)

    def _marked(self, columns: Sequence[Column[Record]]) -> tuple[Column[Record], ...]:
        """Let the name say which records have unsaved text."""

        def name(record: Record) -> str:
            return f"{record.name}（未存）" if record.id in self._drafts else record.name

        person = any(f.name == "name" and f.kind is Kind.NAME for f in self._face.fields)

        def marks(record: Record) -> Marks:
            return marks_of(record.name, self._wanted.text, person=person)

        return tuple(
            dataclasses.replace(column, value=name, marks=marks) if column.key == "name" else column
            for column in columns
        )

    # -- reading ----------------------------------------------------------------------

    @property
    def query(self) -> Query:
        """What is shown, as an export would ask for it; best finds first until a header is used."""
        key, descending = self.model.order
        if self._wanted.text and not self._by_user:
            return dataclasses.replace(self._wanted, sort="", descending=False)
        turned = descending != (key in self._face.turned)
        return dataclasses.replace(self._wanted, sort=key, descending=turned)

    def show_query(self, wanted: Query) -> int | None:
        """Show what is wanted, in the order of the header.

        Returns:
            How many records there are; None if a search has found so many that they are counted
            when the typing rests.
        """
        self._wanted = wanted
        found = self._list(quick=True)
        if found.complete:
            self._rest.stop()
        else:
            self._rest.start()
        key, descending = self.model.order
        self.model.set_order(key, descending=descending, marked=bool(self.query.sort))
        self.model.set_source(len(found.numbers), self._fetch, found.rows)
        return len(found.numbers) if found.complete else None

    def _list(self, *, quick: bool) -> Listing:
        self._listing = list_records(
            self._workspace,
            self._face.kind,
            self.query,
            first=PAGE_ROWS,
            after=self._listing,
            quick=quick,
        )
        return self._listing

    def put_off(self) -> None:
        """Know that somebody types on: the answer to the key comes before the count."""
        if self._rest.isActive():
            self._rest.start()

    def finish(self) -> None:
        """Find out all that a search has found, not only the first; nothing else changes."""
        self._rest.stop()
        if self._listing is None or self._listing.complete:
            return
        before = self._listing.numbers
        found = self._list(quick=False)
        if found.numbers[: len(before)] != before:  # somebody has written meanwhile
            self.order_changed.emit()
            return
        self.model.extend(len(found.numbers))
        self.counted.emit(len(found.numbers))

    def _on_selection(self, count: int) -> None:
        if count > 1:  # who takes several may mean all
            self.finish()
        self.selection_changed.emit(count)

    def forget(self) -> None:
        """Know that records have changed, so that the last find is no help for the next."""
        self._listing = None

    def _fetch(self, offset: int, limit: int) -> Sequence[Record]:
        numbers = self._numbers()[offset : offset + limit]
        rows: Sequence[Record] = read_records(self._workspace, self._face.kind, numbers)
        # One that is gone would move the others up; what took it away makes the page read anew.
        return rows if len(rows) == len(numbers) else ()

    def _numbers(self) -> Sequence[int]:
        return self._listing.numbers if self._listing is not None else ()

    def _order(self, key: str, descending: bool) -> None:
        self._by_user = True
        self.model.set_order(key, descending=descending)
        self.order_changed.emit()

    def set_order(self, key: str, *, descending: bool) -> None:
        """Order as a saved filter says, with the next query; empty: as nobody has chosen."""
        self._by_user = bool(key)
        self.model.set_order(key or "name", descending=descending != (key in self._face.turned))

    # -- choosing ----------------------------------------------------------------------

    def choose(self, record_id: int | None) -> bool:
        """Mark a record's row; None marks none.

        Returns:
            Whether it is in the list.
        """
        place = self._place_of(record_id) if record_id is not None else None
        if place is None or self.model.read_row(place) is None:
            self.table.view.clearSelection()
            self.table.view.setCurrentIndex(self.model.index(-1, -1))
            return False
        self.table.select_number(place)
        return True

    @property
    def is_complete(self) -> bool:
        """Whether all that a search finds is known, not only its first page."""
        return self._listing is None or self._listing.complete

    def holds(self, record_id: int) -> bool:
        """Whether a record is in the list, as far as that is known."""
        return record_id in self._numbers()

    def _place_of(self, record_id: int) -> int | None:
        numbers = self._numbers()
        return numbers.index(record_id) if record_id in numbers else None

    def step(self, step: int) -> None:
        """Go some rows down or, negative, up; from no row to the first."""
        index = self.table.view.currentIndex()
        number = index.row() + step if index.isValid() else 0
        if self.model.read_row(number) is not None:
            self.table.select_number(number)

    def place(self) -> int:
        """Number of the row the keyboard is on; -1 for none."""
        return self.table.view.currentIndex().row()

    def selected_count(self) -> int:
        """How many rows are selected."""
        return self.table.view.selected_count()

    def add_below(self, widget: QWidget) -> None:
        """Put something below the table, where it moves no row."""
        layout = self.layout()
        if layout is not None:
            layout.addWidget(widget)

    def refresh_marks(self) -> None:
        """Paint anew which records have unsaved text."""
        self.model.forget_looks()
        self.table.view.viewport().update()

    def column_menu(self) -> QMenu:
        """Make the menu that shows and hides columns."""
        return self.table.column_menu()


class PoolEmptyState(EmptyState):
    """What stands in place of the list: the way in while the pool is empty, the way back else."""

    def __init__(self, face: PoolFace[Record]) -> None:
        """Speak of ``face``."""
        super().__init__(face.empty_title, face.empty_hint)
        self._first = (face.empty_title, face.empty_hint)
        self._nothing = (f"没有符合条件的{face.noun}", "换几个字试试，或清除条件看全部。")
        self._ways_in: tuple[QPushButton, ...] = ()
        self._way_back: QPushButton | None = None

    def add_ways(self, ways_in: Sequence[QPushButton], way_back: QPushButton) -> None:
        """Offer ``ways_in`` to an empty pool and ``way_back`` when filters hide everything."""
        self._ways_in, self._way_back = tuple(ways_in), way_back
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for each in (*ways_in, way_back):
            row.addWidget(each)
        row.addStretch(1)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertLayout(column.count() - 1, row)  # above the stretch at the bottom
        self.show_way(narrowing=False)

    def show_way(self, *, narrowing: bool) -> None:
        """Say why there are no rows: because of what was asked for, or because there are none."""
        self.set_words(*(self._nothing if narrowing else self._first))
        if self._way_back is not None:
            self._way_back.setVisible(narrowing)
        for each in self._ways_in:
            each.setVisible(not narrowing)
