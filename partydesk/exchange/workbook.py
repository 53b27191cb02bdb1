"""The only writer of cells: tables, failed rows, sheets that count, and (with ``template``) forms.

Text stays text: ``=1+1`` is not a formula, 00123 keeps its zeros, an 18-digit number its last
digits; characters a workbook cannot hold are left out. A formula is written only where a
:class:`Formula` asks for one.
"""

from __future__ import annotations

import csv
import datetime as dt
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.cell import Cell as WrittenCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from partydesk.domain.values import Cell
from partydesk.domain.values.cells import text_of
from partydesk.exchange.files import written_whole
from partydesk.exchange.formula_guard import guarded
from partydesk.exchange.reader import Table
from partydesk.exchange.saving import begin_rows, save_book

#: What a cell of a table to be written may be.
Written = Cell | Decimal


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that the spreadsheet program works out.

    Attributes:
        text: The formula with its ``=``, functions in English. Nothing that a user typed may stand
            in it: such words stand in cells of their own, which a formula can name.
        number_format: How its figure is shown.
    """

    text: str
    number_format: str = "General"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook that counts.

    Attributes:
        title: Its name.
        headers: One heading a column.
        rows: The cells below, from row 2.
    """

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Written | Formula]]


MAKER = "党建选派工作台"
REASON_HEADING = "错误原因"
TEXT_FORMAT = "@"
_LONGEST = 32767  # characters in a cell (Excel's limit)
_LONGEST_TITLE = 31
_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))
_SAMPLE = 200
_NARROW, _WIDE = 8, 48
HEADER_FONT = Font(bold=True)
HEADER_FILL = PatternFill("solid", fgColor="F3E9E7")
_HEADER_ALIGNMENT = Alignment(horizontal="center", vertical="center", wrap_text=True)


def write_table(
    path: Path,
    headers: Sequence[str],
    rows: Iterable[Sequence[Written]],
    *,
    sheet_title: str = "Sheet1",
    text_columns: Collection[int] = (),
) -> int:
    """Write a table as .xlsx, or as .csv (UTF-8 with BOM) when the path ends so.

    Args:
        path: Where to; an existing file is replaced only when the new one is complete.
        headers: One heading a column.
        rows: The cells; numbers stay numbers, dates are written as 2005-06-30.
        sheet_title: Name of the sheet.
        text_columns: Indexes of columns whose cells are text whatever they look like, so that a
            value typed there later keeps its zeros too.

    Returns:
        The number of rows written.

    Raises:
        EnvironmentProblem: The file cannot be written.
        ValueError: The path ends neither in .xlsx nor in .csv.
    """
    suffix = path.suffix.lower()
    if suffix not in {".xlsx", ".csv"}:
        raise ValueError(f"cannot write a table as {suffix or 'a file without ending'}")
    with written_whole(path) as temporary:
        if suffix == ".csv":
            return _write_csv(temporary, headers, rows)
        return _write_xlsx(temporary, headers, rows, sheet_title, frozenset(text_columns))


def write_sheets(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write sheets whose formulas may name each other's cells, as .xlsx.

    They get no filter: a sheet that is sorted would carry its formulas to the wrong rows.

    Args:
        path: Where to; an existing file is replaced only when the new one is complete.
        sheets: In their order.

    Raises:
        EnvironmentProblem: The file cannot be written.
    """
    with written_whole(path) as temporary:
        book = Workbook(write_only=True)
        for sheet in sheets:
            _add_sheet(book, sheet.title, sheet.headers, sheet.rows)
        sign(book)
        save_book(book, temporary)


def write_failed_rows(path: Path, table: Table, failed: Mapping[int, Sequence[str]]) -> int:
    """Write exactly the rejected rows with their original columns and why each was rejected.

    Args:
        path: An .xlsx or .csv file.
        table: The table as it was read.
        failed: Row number of the sheet → messages.

    Returns:
        The number of rows written.

    Raises:
        EnvironmentProblem: The file cannot be written.
    """
    columns = table.headers
    headings = [column.label for column in columns]
    rows = (
        [*(row.cell(column.column_index) for column in columns), "；".join(failed[row.number])]
        for row in table.rows
        if row.number in failed
    )
    return write_table(path, [*headings, REASON_HEADING], rows, sheet_title="未导入的行")


def clean(text: str) -> str:
    """Leave out what a cell cannot hold: control characters, lone surrogates, and the overlong."""
    if text.isprintable():
        return text[:_LONGEST]
    kept = ILLEGAL_CHARACTERS_RE.sub("", text)
    if not kept.isascii():
        kept = "".join(
            c for c in kept if unicodedata.category(c) != "Cs" and c not in "\ufffe\uffff"
        )
    return kept[:_LONGEST]


def sign(book: Workbook) -> None:
    """Name the program as the workbook's maker, instead of the library's name."""
    book.properties.creator = MAKER


def sheet_name(title: str) -> str:
    """Turn a title into a name a sheet may have."""
    return title.translate(_NOT_IN_TITLES).strip("'")[:_LONGEST_TITLE] or "Sheet1"


def width_of(texts: Iterable[str]) -> float:
    """Give a sensible column width for texts; a Han character counts as two."""
    longest = max((_columns(text) for text in texts), default=0)
    return min(max(longest + 2, _NARROW), _WIDE)


def _columns(text: str) -> int:
    return max(
        (sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line))
        for line in text.split("\n")
    )


def _write_csv(path: Path, headers: Sequence[str], rows: Iterable[Sequence[Written]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([clean(heading) for heading in headers])
        for row in rows:
            writer.writerow([guarded(clean(_plain(value))) for value in row])
            count += 1
    return count


def _plain(value: Written) -> str:
    return format(value, "f") if isinstance(value, Decimal) else text_of(value)


def _write_xlsx(
    path: Path,
    headers: Sequence[str],
    rows: Iterable[Sequence[Written]],
    title: str,
    text_columns: frozenset[int],
) -> int:
    book = Workbook(write_only=True)
    sheet, count = _add_sheet(book, title, headers, rows, text_columns)
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(len(headers), 1))}{count + 1}"
    sign(book)
    save_book(book, path)
    return count


def _add_sheet(
    book: Workbook,
    title: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[Written | Formula]],
    text_columns: frozenset[int] = frozenset(),
) -> tuple[Worksheet, int]:
    """Add a sheet and say how many rows it has below the headings."""
    # The write-only sheet lacks its base class's attributes in the stubs, not in fact.
    sheet = cast("Worksheet", book.create_sheet(sheet_name(title)))
    # Widths stand before the rows in the file, so the first rows are looked at before any is
    # written.
    source = iter(rows)
    sample = list(islice(source, _SAMPLE))
    for index, heading in enumerate(headers):
        texts = [heading, *(_as_wide(row[index]) for row in sample if index < len(row))]
        sheet.column_dimensions[get_column_letter(index + 1)].width = width_of(texts)
    sheet.freeze_panes = "A2"
    begin_rows(sheet)
    sheet.append([_heading_cell(sheet, heading) for heading in headers])
    count = 0
    for part in (sample, source):
        for row in part:
            sheet.append(
                [_cell(sheet, value, index in text_columns) for index, value in enumerate(row)]
            )
            count += 1
    return sheet, count


def _as_wide(value: Written | Formula) -> str:
    return "" if isinstance(value, Formula) else _plain(value)


def _heading_cell(sheet: Worksheet, heading: str) -> WrittenCell:
    cell = _text_cell(sheet, heading)
    cell.font = HEADER_FONT
    cell.fill = HEADER_FILL
    cell.alignment = _HEADER_ALIGNMENT
    return cell


def _cell(
    sheet: Worksheet,
    value: Written | Formula,
    as_text: bool,  # noqa: FBT001
) -> WrittenCell | None:
    if value is None:
        return None
    if isinstance(value, Formula):
        cell = WriteOnlyCell(sheet, value=value.text)
        cell.number_format = value.number_format
        return cell
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool) and not as_text:
        cell = WriteOnlyCell(sheet)
        cell.value = value
        return cell
    if isinstance(value, dt.date):
        return _text_cell(sheet, value.isoformat()[:10])
    return _text_cell(sheet, _plain(value))


def _text_cell(sheet: Worksheet, text: str) -> WrittenCell:
    cell = WriteOnlyCell(sheet, value=clean(text))
    cell.data_type = "s"  # else a leading = would make a formula
    cell.number_format = TEXT_FORMAT
    return cell
