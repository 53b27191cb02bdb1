"""Reading a table from a file of any usual kind, without judging its values."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from partydesk.domain.errors import Note, Reason
from partydesk.domain.values import Cell
from partydesk.domain.values.cells import one_line
from partydesk.exchange.body_rows import data_rows
from partydesk.exchange.formats import Format, format_of, read_bytes, refuse
from partydesk.exchange.grid import Grid, Row, column_letters
from partydesk.exchange.headers import (
    Header,
    HeaderRows,
    Labels,
    find_header,
    full_key,
    header_at,
)
from partydesk.exchange.sheets import Workbook
from partydesk.exchange.text_table import read_text

__all__ = ["Header", "Row", "Table", "read_table"]

_MERGES_FILLED = 5000


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a file.

    Attributes:
        sheet_name: Name of the sheet, empty for text files.
        header_row: Row number of the header (of its last row), from 1.
        headers: The columns that have a heading.
        rows: The rows below the header that hold anything, in order.
        ghost_rows: How many rows below the header look empty and were ignored.
        notes: Findings about the table as a whole; none of them stops an import.
        sources: Row number → what the row comes from, where that is not the sheet.
        refusals: Row number → why the row could not be read at all.
        files: SHA-256 → content of the files that cells name.
        sheets: Names of the file's sheets that a user can see; empty for text files.
    """

    sheet_name: str
    header_row: int
    headers: tuple[Header, ...]
    rows: tuple[Row, ...]
    ghost_rows: int
    notes: tuple[Note, ...] = ()
    sources: Mapping[int, str] = field(default_factory=dict)
    refusals: Mapping[int, Reason] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    sheets: tuple[str, ...] = ()


def read_table(
    path: Path,
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    known: Collection[str] = (),
) -> Table:
    """Read a table from .xlsx, .xlsm, .xlsb, .xls, .ods, .csv, .tsv or .txt.

    Args:
        path: The file.
        sheet: Name of the sheet; left out, the sheet whose header has most known words.
        header_row: Row number of the header, from 1; left out, it is looked for.
        known: Labels and synonyms that headings may be (see ``mapping.known_labels``).

    Raises:
        InputRefused: ``empty_file``, ``not_a_spreadsheet``, ``mislabelled``, ``damaged_file``,
            ``password_protected``, ``too_large``, ``sheet_unknown``, ``no_header``, ``no_rows`` or
            ``doubled_header``.
        EnvironmentProblem: The file does not exist or cannot be opened.
    """
    data = read_bytes(path)
    kind = format_of(path.name, data)
    labels = Labels(known)
    if kind is Format.TEXT:
        if sheet:
            raise refuse("sheet_unknown", f"文件“{path.name}”是文本文件，没有工作表，不必指定")
        grid = read_text(path.name, data, labels)
        return _table(path.name, grid, _header(path.name, [grid], header_row, labels)[1], labels)
    book = Workbook(path.name, data, kind)
    grids = _grids(path.name, book, sheet)
    table = _table(path.name, *_header(path.name, grids, header_row, labels), labels)
    return replace(table, sheets=tuple(name for name in book.sheet_names if book.is_shown(name)))


def _grids(name: str, book: Workbook, sheet: str | None) -> list[Grid]:
    """Read the named sheet, or all that a user can see."""
    names = book.sheet_names
    if sheet is not None:
        wanted = [one for one in names if one == sheet] or [
            one for one in names if one_line(one) == one_line(sheet)
        ]
        if not wanted:
            listed = "、".join(names)
            raise refuse("sheet_unknown", f"文件“{name}”里没有工作表“{sheet}”，只有：{listed}")
        return [book.grid(wanted[0])]
    return [book.grid(one) for one in names if book.is_shown(one)]


def _header(
    name: str, grids: list[Grid], header_row: int | None, labels: Labels
) -> tuple[Grid, HeaderRows]:
    """Choose the sheet and find its header."""
    filled = [grid for grid in grids if grid.rows]
    if not filled:
        raise refuse("empty_file", f"文件“{name}”的表格是空的，没有任何内容")
    found: list[tuple[Grid, HeaderRows]] = []
    for grid in filled:
        header = header_at(grid, header_row, labels) if header_row else find_header(grid, labels)
        if header:
            found.append((grid, header))
    if found:
        return max(found, key=lambda pair: labels.count(pair[1].labels))
    sheet = filled[0].name
    if header_row:
        message = f"第 {header_row} 行是空的，不能作表头；请检查表头行号"
    else:
        message = "前 20 行里找不到表头；请检查列名（可下载导入模板对照），或指明表头在第几行"
    raise refuse("no_header", message, sheet=sheet, row=header_row or 0)


def _table(name: str, grid: Grid, header: HeaderRows, labels: Labels) -> Table:
    """Cut the body off the header and note what is unusual about it."""
    columns = [Header(label, index) for index, label in enumerate(header.labels) if label]
    notes: list[Note] = []
    body = [row for row in _filled_down(grid, header, notes) if row.number > header.number]
    rows = tuple(data_rows(grid, header, columns, body, notes))
    if not rows:
        raise refuse(
            "no_rows",
            f"文件“{name}”的表头下面没有数据行",
            sheet=grid.name,
            row=header.number,
        )
    if grid.stray_quotes:
        notes.append(
            Note("stray_quote", "文件里的英文引号不成对，已按普通字符读取，请核对含引号的行")
        )
    notes.extend(_without_result(grid))
    notes.extend(_unnamed(grid, header, rows))
    headers = tuple(_undoubled(grid, header, columns, rows, labels, notes))
    ghosts = sum(number > header.number for number in grid.blank_rows)
    return Table(grid.name, header.number, headers, rows, ghosts, tuple(notes))


def _filled_down(grid: Grid, header: HeaderRows, notes: list[Note]) -> Iterator[Row]:
    """Give every row of a block merged downwards the block's value, as people see it."""
    blocks = [
        merge
        for merge in grid.merges
        if merge.left == merge.right and merge.bottom > merge.top >= header.number
    ][:_MERGES_FILLED]
    if not blocks:
        yield from grid.rows
        return
    by_number = {row.number: row for row in grid.rows}
    for block in blocks:
        top = by_number.get(block.top + 1)
        value = top.cell(block.left) if top else None
        for number in range(block.top + 2, block.bottom + 2):
            row = by_number.get(number)
            if row is not None and value is not None and row.cell(block.left) is None:
                by_number[number] = _with_cell(row, block.left, value)
    message = f"有 {len(blocks)} 处纵向合并的单元格，已按每行都填同样内容读取"
    notes.append(Note("merged_cells", message, sheet=grid.name))
    yield from by_number.values()


def _with_cell(row: Row, column: int, value: Cell) -> Row:
    cells = list(row.cells) + [None] * (column + 1 - len(row.cells))
    cells[column] = value
    return replace(row, cells=tuple(cells))


def _without_result(grid: Grid) -> Iterator[Note]:
    """Note formulas that give nothing to read."""
    for code, places, what, remedy in (
        ("formula_uncounted", grid.uncounted, "没有存下结果的公式", "打开并保存一次"),
        ("formula_error", grid.errors, "出错的公式（如 #REF!）", "改正公式"),
    ):
        if places:
            listed = "、".join(places[:10])
            message = (
                f"{listed} 共 {len(places)} 个单元格是{what}，按空白读取；"
                f"请用 WPS 或 Excel {remedy}，或直接填值"
            )
            yield Note(code, message, sheet=grid.name)


def _unnamed(grid: Grid, header: HeaderRows, rows: tuple[Row, ...]) -> Iterator[Note]:
    """Note columns that hold data but have no heading."""
    named = {index for index, label in enumerate(header.labels) if label}
    widest = max((len(row.cells) for row in rows), default=0)
    unnamed = [
        index
        for index in range(widest)
        if index not in named and any(row.cell(index) is not None for row in rows)
    ]
    for index in unnamed[:20]:
        place = f"{column_letters(index)} 列没有列名，其中的内容未读取"
        message = f"{place}；请在第 {header.number} 行补上列名"
        yield Note("blank_header", message, sheet=grid.name, row=header.number)


def _undoubled(
    grid: Grid,
    header: HeaderRows,
    columns: list[Header],
    rows: tuple[Row, ...],
    labels: Labels,
    notes: list[Note],
) -> Iterator[Header]:
    """Keep the first of columns with the same heading.

    Raises:
        InputRefused: ``doubled_header`` when such columns mean something and disagree.
    """
    first: dict[str, Header] = {}
    for column in columns:
        earlier = first.setdefault(full_key(column.label) or column.label, column)
        if earlier is column:
            yield column
            continue
        note = Note(
            "doubled_header",
            f"列名“{column.label}”出现在 {column_letters(earlier.column_index)} 列和"
            f" {column_letters(column.column_index)} 列，只能保留一个；请改名或删去其中一列",
            sheet=grid.name,
            row=header.number,
            column=column.label,
        )
        if labels.has(column.label) and _disagree(rows, earlier, column):
            raise refuse(note.code, note.message, sheet=note.sheet, row=note.row)
        notes.append(note)


def _disagree(rows: tuple[Row, ...], one: Header, other: Header) -> bool:
    return any(
        row.cell(other.column_index) not in (None, row.cell(one.column_index)) for row in rows
    )
