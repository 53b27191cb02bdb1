"""Spreadsheet files (.xlsx, .xlsb, .xls, .ods) as grids, read by calamine."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from xml.etree import ElementTree as ET

import python_calamine as calamine

from partydesk.domain import bounds
from partydesk.domain.errors import InputRefused
from partydesk.exchange.extents import cells_of_ods, cells_of_xls, cells_of_xlsb
from partydesk.exchange.formats import (
    BROKEN_PACKAGE,
    Format,
    damaged,
    protected,
    refuse,
    unsafe,
)
from partydesk.exchange.grid import Cells, Grid, Merge, Row, column_letters
from partydesk.exchange.number_formats import number_formats, with_zeros, zero_filled
from partydesk.exchange.untrusted import (
    PackageUnsafeError,
    parse_xml,
    prove_package,
    read_part,
)

_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')
_ROW_PLAIN = re.compile(rb'<row\b[^>]*?\br="(\d+)"')
#: So many columns, and what finds a cell behind them.
_WIDER = (
    (26, re.compile(rb' r="[A-Z]{2}')),
    (52, re.compile(rb' r="(?:[B-Z][A-Z]|[A-Z]{3})')),
    (130, re.compile(rb' r="(?:[E-Z][A-Z]|[A-Z]{3})')),
    (702, re.compile(rb' r="[A-Z]{3}')),
)
_FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*[^/]>')
_UNCOUNTED = re.compile(
    rb'<c\b[^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*><f\b[^>]*?(?:/>|>[^<]*</f>)'
    rb"\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)
_ERRORS = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*?\bt="e"')
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"


class Workbook:
    """An opened spreadsheet file."""

    def __init__(self, name: str, data: bytes, kind: Format) -> None:
        """Open the file.

        Raises:
            InputRefused: ``damaged_file`` or ``password_protected``.
        """
        self._name = name
        self._data = data
        self._kind = kind
        _prove(name, data, kind)
        with _explained(name):
            self._book = calamine.load_workbook(io.BytesIO(data))
            if len(self._book.sheet_names) > bounds.TABLE_SHEETS:
                raise refuse("too_large", f"文件“{name}”里的工作表太多，请拆成几个文件分别导入")
        self._cells = 0
        self._parts: dict[str, str] = {}
        self._zeros: dict[int, int] = {}
        if kind is Format.XLSX:
            try:
                self._parts, self._zeros = _parts_of(data)
            except PackageUnsafeError as problem:
                raise unsafe(name, problem) from None

    @property
    def sheet_names(self) -> list[str]:
        """Names of the sheets that hold cells, in order, those a user can see first."""
        sheets = [
            sheet
            for sheet in self._book.sheets_metadata
            if sheet.typ is calamine.SheetTypeEnum.WorkSheet
        ]
        shown = calamine.SheetVisibleEnum.Visible
        return [sheet.name for sheet in sorted(sheets, key=lambda one: one.visible is not shown)]

    def is_shown(self, sheet: str) -> bool:
        """Whether a user can see a sheet."""
        return any(
            one.name == sheet and one.visible is calamine.SheetVisibleEnum.Visible
            for one in self._book.sheets_metadata
        )

    def grid(self, sheet: str) -> Grid:
        """Read one sheet.

        Raises:
            InputRefused: ``too_large`` or ``damaged_file``.
        """
        xml = self._xml(sheet)
        numbered = _row_numbers(xml)  # some may stand behind the last one with content
        if not _surely_fits(xml, numbered):
            self._check_extent(sheet, xml)
        filled = zero_filled(xml, self._zeros)
        with _explained(self._name):
            opened = self._book.get_sheet_by_name(sheet)
            self._count(sheet, opened.total_height * opened.total_width)
            # Rows are counted from the sheet's first one, columns only from the first filled one.
            skipped = (opened.start or (0, 0))[1]
            found = opened.iter_rows()
            rows, blank = _rows_of(
                _with_zeros(found, skipped, filled) if filled else found, skipped
            )
            blocks = opened.merged_cell_ranges or ()
        last = len(rows) + len(blank)
        blank.extend(number for number in numbered if number > last)
        merges = [Merge(top, left, bottom, right) for (top, left), (bottom, right) in blocks]
        # Looking for a few bytes costs little, looking at every cell as much as reading them.
        uncounted = _UNCOUNTED.findall(xml) if b"<f" in xml else ()
        errors = _ERRORS.findall(xml) if b't="e"' in xml else ()
        return Grid(
            sheet, tuple(rows), tuple(blank), tuple(merges),
            tuple(place.decode() for place in uncounted), tuple(p.decode() for p in errors),
        )  # fmt: skip

    def _xml(self, sheet: str) -> bytes:
        """Give what an .xlsx holds of a sheet; empty for other files."""
        part = self._parts.get(sheet)
        if part is None:
            return b""
        try:
            with zipfile.ZipFile(io.BytesIO(self._data)) as packed:
                return packed.read(part)
        except BROKEN_PACKAGE:
            raise damaged(self._name) from None

    def _count(self, sheet: str, cells: int) -> None:
        """Refuse what the sheets together would fill memory with."""
        self._cells += cells
        if self._cells > bounds.TABLE_CELLS:
            raise refuse(
                "too_large",
                f"文件“{self._name}”的内容范围太大（到工作表“{sheet}”已超过"
                f" {bounds.TABLE_CELLS // 10_000} 万个单元格）；"
                "请删去远处多余的单元格，或拆成几个文件，保存后再导入",
                sheet=sheet,
            )

    def _check_extent(self, sheet: str, xml: bytes) -> None:
        """Refuse absurd sizes."""
        last_row = last_column = 0
        widest = b""
        for letters, row in _FILLED.findall(xml):
            if (len(letters), letters) > (len(widest), widest):
                widest = letters
            last_row = max(last_row, int(row))
        for letter in widest:
            last_column = last_column * 26 + letter - ord("A") + 1
        if last_row * last_column > bounds.TABLE_CELLS:
            corner = f"{column_letters(last_column - 1)}{last_row}"
            raise refuse(
                "too_large",
                f"工作表“{sheet}”的内容一直延伸到 {corner}，范围太大；"
                "请删去远处多余的单元格，或拆成几个文件，保存后再导入",
                sheet=sheet,
            )


#: What measures the cells of a package; those of an .xlsx are measured sheet by sheet.
_MEASURES: dict[Format, Callable[[zipfile.ZipFile], int]] = {
    Format.ODS: cells_of_ods,
    Format.XLSB: cells_of_xlsb,
    Format.XLSX: lambda _packed: 0,
}


def _prove(name: str, data: bytes, kind: Format) -> None:
    """See that a file is what it says, and small enough to be laid out.

    Raises:
        InputRefused: ``too_large``, ``zip_bomb``, ``unsafe_package`` or ``damaged_file``.
    """
    try:
        if kind is Format.XLS:
            cells = cells_of_xls(data)
        else:
            prove_package(data)
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                cells = _MEASURES[kind](packed)
    except PackageUnsafeError as problem:
        raise unsafe(name, problem) from None
    except BROKEN_PACKAGE:
        raise damaged(name) from None
    if cells > bounds.TABLE_CELLS:
        raise refuse(
            "too_large",
            f"文件“{name}”的内容范围太大（{cells // 10_000} 万个单元格）；"
            "请删去远处多余的单元格，或拆成几个文件，保存后再导入",
        )


def _with_zeros(
    rows: Iterable[list[Any]], skipped: int, filled: dict[tuple[int, int], int]
) -> list[list[Any]]:
    """Give numbers the zeros with which they are shown: 123 shown as 00123 is a code."""
    found = list(rows)
    for (number, column), width in filled.items():
        place = column - skipped
        if number <= len(found) and place < len(found[number - 1]):
            found[number - 1][place] = with_zeros(found[number - 1][place], width)
    return found


def _rows_of(found: Iterable[list[Any]], skipped: int) -> tuple[list[Row], list[int]]:
    """Give the rows that hold anything, and the numbers of the others."""
    known, before = Cells(), (None,) * skipped
    rows: list[Row] = []
    blank: list[int] = []
    for number, values in enumerate(found, start=1):
        cells = before + known.of_row(values)
        if cells.count(None) < len(cells):
            rows.append(Row(number, cells))
        else:
            blank.append(number)
    return rows, blank


def _surely_fits(xml: bytes, numbered: list[int]) -> bool:
    """Whether a sheet is small by a look at its row numbers and widest columns alone.

    A cell far out at the right in the last row is what :meth:`Workbook._check_extent` looks for;
    most sheets have none, and looking at each of their cells would take as long as reading them.
    """
    rows = max(numbered, default=0)
    return any(
        rows * columns <= bounds.TABLE_CELLS and not wider.search(xml) for columns, wider in _WIDER
    )


def _row_numbers(xml: bytes) -> list[int]:
    """Give the numbers of the rows that stand in a sheet, with or without content."""
    return list(map(int, (_ROW_PLAIN if b"<row" in xml else _ROW).findall(xml)))


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """Turn what the library raises over a file into a refusal of that file."""
    try:
        yield
    except calamine.PasswordError:
        raise protected(name) from None
    except calamine.CalamineError as problem:
        if "password" in str(problem).lower() or "encrypt" in str(problem).lower():
            raise protected(name) from None
        raise damaged(name) from problem
    except InputRefused:
        raise
    except ValueError:  # a broken package sends the library to a place before the file's beginning
        raise damaged(name) from None
    except BaseException as problem:
        # A fault in the library's own code arrives as PanicException, which is no Exception and
        # cannot be imported.
        if type(problem).__name__ != "PanicException":
            raise
        raise damaged(name) from None


def sheet_parts(packed: zipfile.ZipFile) -> dict[str, tuple[str, bool]]:
    """Map the names of an .xlsx file's sheets to their part, and whether a user can see them.

    Raises:
        KeyError: The package has no list of sheets.
        ValueError: The list is too large or declares entities.
        ParseError: The list is broken.
    """
    book = parse_xml(read_part(packed, "xl/workbook.xml"))
    links = parse_xml(read_part(packed, "xl/_rels/workbook.xml.rels"))
    targets = {
        link.get("Id"): link.get("Target", "") for link in links.iter(f"{_PACKAGE}Relationship")
    }
    parts = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        parts[sheet.get("name", "")] = part, sheet.get("state", "visible") == "visible"
    return parts


def _parts_of(data: bytes) -> tuple[dict[str, str], dict[int, int]]:
    """Map an .xlsx's sheets to their parts, and styles to the digits that numbers are filled to."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = {name: part for name, (part, _) in sheet_parts(packed).items()}
            return parts, number_formats(packed).zeros
    except PackageUnsafeError:
        raise
    except (ET.ParseError, *BROKEN_PACKAGE):
        return {}, {}
