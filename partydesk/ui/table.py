"""One read-only table for every list: declared columns over frozen rows, read page by page.

Sorting, filtering and counting happen in SQL, outside; the model shows the rows it has and asks
for those it lacks from the event loop, so that painting never waits for the database.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)

from partydesk.ui.colours import Tone

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

PAGE_ROWS = 100
_KEPT_PAGES = 50  # 5,000 rows: scrolling back costs nothing, memory stays small
_PAGES_AT_ONCE = 2  # after a long drag of the scroll bar only where it stopped is read
_KEPT_LOOKS = 4000
_AHEAD_MS = 40  # the next page is read once the scrolling leaves a moment for it
_WAITING = "…"


class Align(Enum):
    """Where the words of a column stand."""

    LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    CENTRE = Qt.AlignmentFlag.AlignCenter


class Shape(Enum):
    """How a cell is drawn."""

    TEXT = "text"
    TAG = "tag"  # a coloured word, hidden while empty
    BUTTON = "button"  # the act that fits the row, hidden while empty
    BAR = "bar"  # a bar from nothing to the whole with the figures behind it


class Role(IntEnum):
    """What the delegate asks the model for beyond Qt's own roles."""

    TONE = Qt.ItemDataRole.UserRole + 1
    SHAPE = Qt.ItemDataRole.UserRole + 2
    STRONG = Qt.ItemDataRole.UserRole + 3
    MARKS = Qt.ItemDataRole.UserRole + 4


@dataclass(frozen=True)  # with slots, Column[Row](…) fails: typing then sets an attribute
class Column(Generic[Row]):
    """One column.

    Attributes:
        key: Its name in the program; what is sorted by.
        label: Its header.
        value: The words for a row.
        align: Where they stand; figures stand on the right.
        width: Pixels at 14 px type; the last shown column takes what is left.
        tone: The tone of a row's cell; left out, plain.
        shape: Words, a tag, a button or a bar.
        sortable: Whether a click on the header asks for another order.
        strong: Whether the words are bold in the chosen row (the name of the record).
        shown: Whether it is shown until the user chooses otherwise.
        tip: What the mouse shows when it rests on the cell; left out, the words if cut off.
        marks: Places in the words that what was searched for stands for.
        share: How much of a bar is filled, 0 to 1; None for a row without a bar.
    """

    key: str
    label: str
    value: Callable[[Row], str]
    align: Align = Align.LEFT
    width: int = 120
    tone: Callable[[Row], Tone | None] | None = None
    shape: Shape = Shape.TEXT
    sortable: bool = True
    strong: bool = False
    shown: bool = True
    tip: Callable[[Row], str] | None = None
    marks: Callable[[Row], Sequence[tuple[int, int]]] | None = None
    share: Callable[[Row], float | None] | None = None


@dataclass(frozen=True, slots=True)
class CellLook:
    """Everything that drawing a cell needs, so that the model is asked once and not six times.

    Attributes:
        text: The words.
        shape: Words, a tag, a button or a bar.
        align: Where they stand.
        tone: Their tone.
        strong: Whether they are bold in the chosen row.
        marks: Places that what was searched for stands for.
        share: How much of a bar is filled; None for no bar.
    """

    text: str
    shape: Shape = Shape.TEXT
    align: Align = Align.LEFT
    tone: Tone = Tone.PLAIN
    strong: bool = False
    marks: Sequence[tuple[int, int]] = ()
    share: float | None = None


class RowTableModel(QAbstractTableModel, Generic[Row]):
    """Rows of one kind under declared columns.

    Attributes:
        columns: What is shown, in order.
    """

    def __init__(self, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        """Begin with no rows."""
        super().__init__(parent)
        self.columns = tuple(columns)
        self._total = 0
        self._fetch: Callable[[int, int], Sequence[Row]] | None = None
        self._pages: OrderedDict[int, tuple[Row, ...]] = OrderedDict()
        self._wanted: list[int] = []
        self._looks: dict[tuple[int, int], CellLook] = {}
        self._refused: set[int] = set()
        self._sort_key = ""
        self._descending = False
        self._marked = True
        self.dataChanged.connect(lambda *_cells: self._looks.clear())
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._read_wanted)
        self._seen, self._direction = 0, 1
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.setInterval(_AHEAD_MS)
        self._ahead.timeout.connect(self._read_ahead)

    # -- rows in ----------------------------------------------------------------------

    def set_source(
        self,
        total: int,
        fetch: Callable[[int, int], Sequence[Row]],
        first: Sequence[Row] = (),
    ) -> None:
        """Show ``total`` rows that are read as they come into sight.

        Args:
            total: How many rows there are, counted in SQL.
            fetch: ``fetch(offset, limit)`` gives rows in the order wanted; a short read.
            first: The first rows, if they have been read already (at least 100, or all).
        """
        self.beginResetModel()
        self._total = total
        self._fetch = fetch
        self._pages.clear()
        self._looks.clear()
        self._wanted.clear()
        self._refused.clear()
        for start in range(0, len(first), PAGE_ROWS):
            page = tuple(first[start : start + PAGE_ROWS])
            if len(page) == PAGE_ROWS or start + len(page) == total:
                self._pages[start // PAGE_ROWS] = page
        self.endResetModel()

    def extend(self, total: int) -> None:
        """Show that there are more rows than the source was said to have."""
        if total > self._total:
            self.beginInsertRows(QModelIndex(), self._total, total - 1)
            # The last page may have been short.
            self._pages.pop(self._total // PAGE_ROWS, None)
            self._total = total
            self.endInsertRows()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show rows that are all in memory."""
        kept = tuple(rows)
        self.set_source(len(kept), lambda offset, limit: kept[offset : offset + limit], kept)

    def set_order(self, key: str, *, descending: bool = False, marked: bool = True) -> None:
        """Mark the column the rows are ordered by; ordering them is the source's work.

        Args:
            key: The column.
            descending: Whether from the end.
            marked: Whether the header says so; best finds first is no column's order.
        """
        self._sort_key, self._descending, self._marked = key, descending, marked
        last = max(0, len(self.columns) - 1)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)

    @property
    def order(self) -> tuple[str, bool]:
        """Key of the column the rows are ordered by, and whether from the end."""
        return self._sort_key, self._descending

    # -- rows out ----------------------------------------------------------------------

    def row_at(self, number: int) -> Row | None:
        """Give a row if it has been read; None while it is on its way, or past the end."""
        wanted, place = divmod(number, PAGE_ROWS)
        page = self._pages.get(wanted)
        if wanted != self._seen:
            self._seen, self._direction = wanted, 1 if wanted > self._seen else -1
            self._ahead.start()
        if page is None or not 0 <= number < self._total or place >= len(page):
            return None
        return page[place]

    def read_row(self, number: int) -> Row | None:
        """Give a row, reading it now if need be; for acts of the user, never for painting."""
        if not 0 <= number < self._total:
            return None
        if number // PAGE_ROWS not in self._pages:
            self._read(number // PAGE_ROWS)
        return self.row_at(number)

    def find_loaded(self, fits: Callable[[Row], bool]) -> int:
        """Number of the first row in memory that fits; -1 for none."""
        for page, rows in sorted(self._pages.items()):
            for place, row in enumerate(rows):
                if fits(row):
                    return page * PAGE_ROWS + place
        return -1

    # -- Qt's side ----------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many rows there are, read or not."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many columns are declared, shown or not."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what a cell shows; asks for missing rows, never waits for them, never raises."""
        if not index.isValid() or not 0 <= index.column() < len(self.columns):
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align.value
        if role == Role.SHAPE:
            return column.shape
        if role == Role.STRONG:
            return column.strong
        row = self.row_at(index.row())
        if row is None:
            self._want(index.row() // PAGE_ROWS)
            return _WAITING if role == Qt.ItemDataRole.DisplayRole else None
        return _cell(column, row, role)

    def look_of(self, number: int, place: int) -> CellLook:
        """Give what drawing a cell needs; like :meth:`data` it never waits and never raises.

        Args:
            number: Number of the row.
            place: Number of the column.
        """
        column = self.columns[place]
        row = self.row_at(number)
        if row is None:
            self._want(number // PAGE_ROWS)
            return CellLook(_WAITING, column.shape, column.align)
        key = (number, place)
        look = self._looks.get(key)
        if look is None:
            tone = (column.tone(row) if column.tone else None) or Tone.PLAIN
            marks = column.marks(row) if column.marks else ()
            share = column.share(row) if column.share else None
            look = CellLook(
                column.value(row), column.shape, column.align, tone, column.strong, marks, share
            )
            if len(self._looks) > _KEPT_LOOKS:
                self._looks.clear()
            self._looks[key] = look
        return look

    def forget_looks(self) -> None:
        """Draw the rows anew although they have not been read again."""
        self._looks.clear()

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Give a header, marked with ▴ or ▾ where the rows are ordered by it."""
        across = orientation == Qt.Orientation.Horizontal
        if not across or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align.value
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return column.label
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        ordered = self._marked and column.key == self._sort_key
        mark = ("▾" if self._descending else "▴") if ordered else ""
        return f"{column.label} {mark}".strip()

    # -- reading ----------------------------------------------------------------------

    def _want(self, page: int) -> None:
        if page in self._refused or self._fetch is None:
            return
        if page in self._wanted:
            self._wanted.remove(page)
        self._wanted.append(page)
        if not self._soon.isActive():
            self._soon.start()

    def _read_wanted(self) -> None:
        pages = self._wanted[-_PAGES_AT_ONCE:]
        self._wanted.clear()
        for page in pages:
            if page not in self._pages:
                self._read(page)

    def _read_ahead(self) -> None:
        """Read the page that comes next in the direction of scrolling."""
        following = self._seen + self._direction
        if 0 <= following * PAGE_ROWS < self._total and following not in self._pages:
            self._read(following)

    def _read(self, page: int) -> None:
        """Read one page; one that cannot be read is not asked for again until the next source."""
        if self._fetch is None:
            return
        start = page * PAGE_ROWS
        self._refused.add(page)
        rows = tuple(self._fetch(start, min(PAGE_ROWS, self._total - start)))
        if rows:
            self._refused.discard(page)
            self._pages[page] = rows
        while len(self._pages) > _KEPT_PAGES:
            self._pages.popitem(last=False)
        end = min(start + PAGE_ROWS, self._total) - 1
        self.dataChanged.emit(self.index(start, 0), self.index(end, len(self.columns) - 1))


def _cell(column: Column[Row], row: Row, role: int) -> object:
    """Give what one cell of a row that is in memory says in a role."""
    if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
        return column.value(row)
    if role == Role.MARKS:
        return column.marks(row) if column.marks else ()
    if role == Role.TONE:
        return (column.tone(row) if column.tone else None) or Tone.PLAIN
    if role == Qt.ItemDataRole.ToolTipRole:
        return column.tip(row) if column.tip else column.value(row)
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return f"{column.label} {column.value(row)}".strip()
    return None
