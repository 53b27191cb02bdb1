"""The beginning of an .xlsx sheet, read without the rest: a bounded look at a file of any size.

calamine reads a workbook whole, which is right for importing it and too slow for looking at it.
Here the sheet's XML is streamed until enough rows are there, and of the shared texts only as many
are read as those rows use. Declarations of entities are refused, so nothing can be expanded.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from partydesk.domain.values import Cell
from partydesk.exchange.grid import Grid, Merge, Row, cell_of
from partydesk.exchange.number_formats import (
    NumberFormats,
    chunks,
    column_index,
    number_formats,
    refuse_entities,
    with_zeros,
)

MOST_ROWS = 60
MOST_COLUMNS = 120
#: Beyond these the look at a sheet ends, whatever it has shown by then.
_MOST_CELLS = 24_000
_MOST_BYTES = 8 * 1024**2
_LONGEST = 400  # characters of a cell
_SHARED = "xl/sharedStrings.xml"
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_FROM_1904 = re.compile(rb'<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(?:1|true)"')
_LAST_DAY = 2_958_466  # 31 December 9999
_ERAS = {False: dt.datetime(1899, 12, 30), True: dt.datetime(1904, 1, 1)}  # noqa: DTZ001 - a count of days, no moment


class _EnoughError(Exception):
    """Enough has been read."""


@dataclass(slots=True)
class SheetHead:
    """The first rows of a sheet.

    Attributes:
        rows: Row number and cells by column, counting from 0.
        merges: Merged blocks, as far as they were met.
        last_row: Row number of the last row, as the sheet declares it; 0 where it does not.
        last_column: Number of columns, as declared or met.
        whole: Whether these are all rows.
        read: Bytes of XML looked at.
    """

    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0
    whole: bool = False
    read: int = 0

    def grid(self, name: str) -> Grid:
        """Give the rows as a grid of their own."""
        rows, blank = [], []
        for number, cells in sorted(self.rows.items()):
            listed = tuple(cells.get(index) for index in range(max(cells, default=-1) + 1))
            if any(cell is not None for cell in listed):
                rows.append(Row(number, listed))
            else:
                blank.append(number)
        return Grid(name, tuple(rows), tuple(blank), tuple(self.merges))


def read_head(packed: zipfile.ZipFile, part: str) -> SheetHead:
    """Read the first rows of a sheet.

    Args:
        packed: The opened package.
        part: Name of the sheet's part.

    Raises:
        ValueError: The XML is broken or declares entities.
    """
    look = _SheetLook(number_formats(packed), from_1904=_counts_from_1904(packed))
    look.head.read = _feed(packed, part, look)
    look.head.whole = look.finished
    texts = _texts(packed, look.wanted)
    for number, column, index in look.shared:
        look.head.rows[number][column] = cell_of(texts.get(index, "…"))
    return look.head


class _SheetLook:
    """Takes the cells of a sheet out of the stream of its XML."""

    def __init__(self, formats: NumberFormats, *, from_1904: bool) -> None:
        self.head = SheetHead()
        self.wanted: set[int] = set()
        self.shared: list[tuple[int, int, int]] = []
        self.finished = False
        self._formats, self._era = formats, _ERAS[from_1904]
        self._cells = 0
        self._row = self._column = 0
        self._kind = ""
        self._style = 0
        self._text: list[str] | None = None
        self._value = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self._begin_cell(attributes)
        elif name in {"v", "t"}:
            self._text = [] if self._column < MOST_COLUMNS else None
        elif name == "row":
            self._begin_row(attributes.get("r", ""))
        elif name == "dimension":
            self._extent(attributes.get("ref", ""))
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "sheetData":
            self.finished = True
        if self._column >= MOST_COLUMNS:
            return
        if name in {"v", "t"} and self._text is not None:
            self._value += "".join(self._text)[:_LONGEST]
            self._text = None
        elif name == "c":
            self._end_cell()

    def text(self, data: str) -> None:
        if self._text is not None and len(self._text) < _LONGEST:
            self._text.append(data[:_LONGEST])

    def _begin_row(self, number: str) -> None:
        self._row = int(number) if number.isdigit() else self._row + 1
        self._column = -1
        if len(self.head.rows) >= MOST_ROWS or self._cells >= _MOST_CELLS:
            raise _EnoughError
        self.head.rows[self._row] = {}

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._cells += 1
        if self._column >= MOST_COLUMNS:  # counted only; a sheet can have thousands
            self._column += 1
            self.head.last_column = max(self.head.last_column, self._column + 1)
            return
        place = _PLACE.fullmatch(attributes.get("r", ""))
        self._column = column_index(place[1]) if place else self._column + 1
        self.head.last_column = max(self.head.last_column, self._column + 1)
        self._kind = attributes.get("t", "n")
        style = attributes.get("s", "0")
        self._style = int(style) if style.isdigit() else 0
        self._value = ""

    def _end_cell(self) -> None:
        if not self._value:
            return
        if self._kind == "s" and self._value.isdigit():
            index = int(self._value)
            self.wanted.add(index)
            self.shared.append((self._row, self._column, index))
        self.head.rows[self._row][self._column] = cell_of(self._cell())

    def _cell(self) -> Cell:
        if self._kind == "b":
            return self._value == "1"
        if self._kind != "n":
            return self._value
        try:
            number = float(self._value)
        except ValueError:
            return self._value
        if self._style in self._formats.dates and 0 < number < _LAST_DAY:
            return self._era + dt.timedelta(seconds=round(number * 86400))
        filled = with_zeros(number, self._formats.zeros.get(self._style, 0))
        return filled if isinstance(filled, str) else number

    def _extent(self, ref: str) -> None:
        place = _PLACE.fullmatch(ref.rpartition(":")[2])
        if place:
            self.head.last_row = int(place[2])
            self.head.last_column = column_index(place[1]) + 1

    def _merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        begin, end = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
        if begin and end:
            self.head.merges.append(
                Merge(
                    int(begin[2]) - 1, column_index(begin[1]), int(end[2]) - 1, column_index(end[1])
                )
            )


class _TextLook:
    """Takes the wanted ones out of the stream of shared texts."""

    def __init__(self, wanted: set[int]) -> None:
        self.found: dict[int, str] = {}
        self._wanted, self._last = wanted, max(wanted, default=-1)
        self._index = -1
        self._reading = self._phonetic = False
        self._length = 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "si":
            self._index += 1
            self._length = 0
            if self._index > self._last:
                raise _EnoughError
            if self._index in self._wanted:
                self.found[self._index] = ""
        elif name == "rPh":
            self._phonetic = True
        elif name == "t":
            self._reading = not self._phonetic and self._index in self._wanted

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "t":
            self._reading = False
        elif name == "rPh":
            self._phonetic = False

    def text(self, data: str) -> None:
        if self._reading and self._length < _LONGEST:
            self.found[self._index] += data[: _LONGEST - self._length]
            self._length += len(data)


def _texts(packed: zipfile.ZipFile, wanted: set[int]) -> dict[int, str]:
    look = _TextLook(wanted)
    if wanted and _SHARED in packed.namelist():
        _feed(packed, _SHARED, look)
    return look.found


def _feed(packed: zipfile.ZipFile, part: str, look: _SheetLook | _TextLook) -> int:
    """Stream a part through the XML parser until ``look`` has enough; gives the bytes read."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = look.start
    parser.EndElementHandler = look.end
    parser.CharacterDataHandler = look.text
    parser.EntityDeclHandler = refuse_entities
    read = 0
    try:
        for chunk in chunks(packed, part, _MOST_BYTES):
            read += len(chunk)
            parser.Parse(chunk, False)  # noqa: FBT003 - the parser takes it by place only
    except _EnoughError:
        pass
    except expat.ExpatError as problem:
        raise ValueError(str(problem)) from None
    return read


def _counts_from_1904(packed: zipfile.ZipFile) -> bool:
    book = b"".join(chunks(packed, "xl/workbook.xml", _MOST_BYTES))
    return bool(_FROM_1904.search(book))
