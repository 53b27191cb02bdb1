"""How far the cells of a sheet reach, found without laying it out.

calamine lays a sheet out as a full rectangle. A few bytes can ask for a billion cells: a repeated
row of repeated cells in an OpenDocument sheet, or one cell in the last corner of a binary one. The
program would die of it, which no exception can mend.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from partydesk.domain import bounds
from partydesk.exchange.compound import Compound
from partydesk.exchange.number_formats import chunks, refuse_entities

_TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
#: Records of a binary sheet: a row's head, and the cells that hold something (MS-XLSB, 2.3.1).
_ROW_HEAD: Final = 0
_CELLS: Final = range(2, 12)
#: What a sheet says of its extent, and a book of its texts.
_EXTENT: Final = 148
_TEXTS: Final = 159
#: Records of an .xls: cells that hold something (MS-XLS, 2.3), several numbers in one, what a sheet
#: says of its extent, the shared texts, and the beginning of a sheet.
_XLS_CELLS: Final = frozenset({0x0006, 0x0203, 0x0204, 0x0205, 0x00FD, 0x027E, 0x00D6})
_XLS_NUMBERS: Final = 0x00BD
_XLS_EXTENT: Final = 0x0200
_XLS_TEXTS: Final = 0x00FC
_XLS_BEGIN: Final = 0x0809
_XLS_ROWS, _XLS_COLUMNS = 65_536, 256
_SEVEN_BITS: Final = 0x7F


@dataclass(slots=True)
class _TableLook:
    """Measures one table after the other in the stream of an OpenDocument sheet's XML."""

    cells: int = 0
    _rows: int = 0
    _repeated: int = 1
    _column: int = 0
    _cell: int = 0
    _last_row: int = 0
    _last_column: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{_TABLE} table":
            self._rows = self._last_row = self._last_column = 0
        elif name == f"{_TABLE} table-row":
            self._repeated = _count(attributes.get(f"{_TABLE} number-rows-repeated"))
            self._column = 0
        elif name in {f"{_TABLE} table-cell", f"{_TABLE} covered-table-cell"}:
            self._cell = _count(attributes.get(f"{_TABLE} number-columns-repeated"))
            if any(key.endswith(("value", "value-type", "formula")) for key in attributes):
                self._fill()

    def text(self, data: str) -> None:
        if self._cell and data and not data.isspace():
            self._fill()

    def _fill(self) -> None:
        self._last_row = max(self._last_row, self._rows + self._repeated)
        self._last_column = max(self._last_column, self._column + self._cell)

    def end(self, name: str) -> None:
        if name in {f"{_TABLE} table-cell", f"{_TABLE} covered-table-cell"}:
            self._column += self._cell
            self._cell = 0
        elif name == f"{_TABLE} table-row":
            self._rows += self._repeated
        elif name == f"{_TABLE} table":
            self.cells += self._last_row * self._last_column


def _count(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 12 else 1  # noqa: PLR2004 - digits of any real count


def cells_of_ods(packed: zipfile.ZipFile) -> int:
    """Give how many cells all tables of an OpenDocument sheet would be laid out as.

    Raises:
        ValueError: The XML is broken or declares entities.
        KeyError: There is no content.
    """
    look = _TableLook()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = look.start
    parser.EndElementHandler = look.end
    parser.CharacterDataHandler = look.text
    parser.EntityDeclHandler = refuse_entities
    try:
        for chunk in chunks(packed, "content.xml", bounds.UNPACKED_BYTES):
            parser.Parse(chunk, False)  # noqa: FBT003 - the parser takes it by place only
    except expat.ExpatError as problem:
        raise ValueError(str(problem)) from None
    return look.cells


def cells_of_xlsb(packed: zipfile.ZipFile) -> int:
    """Give how many cells all sheets of a binary workbook would be laid out as.

    Raises:
        ValueError: A sheet is broken.
    """
    sheets = [name for name in packed.namelist() if _is_sheet(name)]
    return sum(_extent(packed.read(name)) for name in sheets)


def _is_sheet(name: str) -> bool:
    lowered = name.lower()
    return lowered.endswith(".bin") and lowered != "xl/workbook.bin"


def _extent(content: bytes) -> int:
    row = last_row = last_column = 0
    for kind, begin, length in _records(content):
        if kind == _EXTENT and length >= 16:  # noqa: PLR2004 - four numbers of four bytes
            _, last, _, across = struct.unpack_from("<4I", content, begin)
            last_row, last_column = max(last_row, last + 1), max(last_column, across + 1)
        elif kind == _TEXTS and length >= 8:  # noqa: PLR2004 - two numbers of four bytes
            if max(struct.unpack_from("<2I", content, begin)) > len(content):
                raise ValueError("more texts than bytes")
        elif length < 4:  # noqa: PLR2004 - a number of four bytes comes first in both
            continue
        elif kind == _ROW_HEAD:
            row = int.from_bytes(content[begin : begin + 4], "little")
        elif kind in _CELLS:
            last_row = max(last_row, row + 1)
            last_column = max(last_column, int.from_bytes(content[begin : begin + 4], "little") + 1)
    return last_row * last_column


def _records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Step through the records: kind, where its content begins, its length (MS-XLSB, 2.1.4)."""
    at, end = 0, len(content)
    while at < end:
        kind, at = _number(content, at, 2)
        length, at = _number(content, at, 4)
        yield kind, at, length
        at += length


def _number(content: bytes, at: int, most: int) -> tuple[int, int]:
    """Read a number of seven bits a byte, the lowest first."""
    number = 0
    for place in range(most):
        if at >= len(content):
            break
        byte = content[at]
        at += 1
        number |= (byte & _SEVEN_BITS) << (7 * place)
        if byte <= _SEVEN_BITS:
            break
    return number, at


def cells_of_xls(data: bytes) -> int:
    """Give how many cells all sheets of an .xls would be laid out as.

    Raises:
        ValueError: The file is broken, or promises more than it can hold.
    """
    file = Compound(data)
    book = file.stream("Workbook") or file.stream("Book")
    total = last_row = last_column = 0
    at, end = 0, len(book)
    while at + 4 <= end:
        kind, length = struct.unpack_from("<HH", book, at)
        at += 4
        if kind in _XLS_CELLS and length >= 4 and at + 4 <= end:  # noqa: PLR2004 - row and column
            row, column = struct.unpack_from("<HH", book, at)
            last_row, last_column = max(last_row, row + 1), max(last_column, column + 1)
        elif kind == _XLS_NUMBERS and length >= 6 and at + length <= end:  # noqa: PLR2004 - row, column, last
            (row,) = struct.unpack_from("<H", book, at)
            (column,) = struct.unpack_from("<H", book, at + length - 2)
            last_row, last_column = max(last_row, row + 1), max(last_column, column + 1)
        elif kind == _XLS_BEGIN:
            total += last_row * last_column
            last_row = last_column = 0
        else:
            _refuse_promises(kind, book[at : at + min(length, 16)], len(book))
        at += length
    return total + last_row * last_column


def _refuse_promises(kind: int, content: bytes, length: int) -> None:
    """Stop at a record that would make a reader set room aside for what cannot be there."""
    if kind == _XLS_TEXTS and len(content) >= 8:  # noqa: PLR2004 - two numbers of four bytes
        _all, different = struct.unpack_from("<2I", content)
        if different > length:
            raise ValueError("more texts than bytes")
    elif kind == _XLS_EXTENT and len(content) >= 12:  # noqa: PLR2004 - rows in four bytes, columns in two
        _, rows, _, columns = struct.unpack_from("<IIHH", content)
        if rows > _XLS_ROWS or columns > _XLS_COLUMNS:
            raise ValueError("a sheet larger than sheets are")
