"""Which rows below a header are data: page heads, group lines, totals and signatures are not.

A row is left out only where its form says so; whatever could be a record stays, to be checked like
any other. Every row left out is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from partydesk.domain.errors import Note
from partydesk.domain.fields import COUNTING_LABELS
from partydesk.domain.values import mask_personal
from partydesk.domain.values.cells import one_line, text_of
from partydesk.exchange.grid import Grid, Row
from partydesk.exchange.headers import WIDEST, Header, HeaderRows, full_key, label_key

_TOTAL = re.compile(r"(本页)?(合|总|小|共|累)\s*计([(（].{1,6}[)）])?[:：]?")
_SIGNERS = (
    r"(单位|部门|主要|分管|主管|直接)?(负责|领导|填表|制表|审核|审批|复核|核对|填报|联系|经办|报送|统计|录入|汇总)"
    r"(人|单位|部门|领导|日期|时间|电话)*"
)
_SIGNED = r"[(（]?(签字|签名|签章|盖章|公章)[)）]?"
_FOOTER = re.compile(
    rf"{_SIGNERS}\s*({_SIGNED})?\s*[:：].*|(单位)?{_SIGNERS}\s*{_SIGNED}.*|(单位)?{_SIGNED}\s*[:：]?"
    r"|(注|说明|备注|附注|填表说明)\d?[:：].*|第\s*\d+\s*页.*"
    r"|(以上)?(共计?|合计|总计)\s*\d+\s*(人|名|家|户|个|条)[。.]?"
    r"|(填报|制表)?(日期|时间)[:：].*|20\d\d\s*年\s*\d*\s*月\s*\d*\s*日"
)
_SIGNER_ALONE = re.compile(_SIGNERS)
_GROUP = re.compile(
    r"([(（][一二三四五六七八九十百]{1,3}[)）]|[一二三四五六七八九十百]{1,3}[、.．]"
    r"|第[一二三四五六七八九十百]{1,3}(部分|批|组|片区?|类))\s*\S"
)
_COUNTED = re.compile(r"[(（]?\d{1,6}[)）]?[.、．]?")
_LONGEST_HEADING = 40


def data_rows(
    grid: Grid,
    header: HeaderRows,
    columns: Sequence[Header],
    body: Sequence[Row],
    notes: list[Note],
) -> Iterator[Row]:
    """Give the rows that may be data; for the others there is a note.

    Args:
        grid: The sheet.
        header: Its header.
        columns: The columns that have a heading.
        body: The rows below the header that hold anything.
        notes: Where the notes go: ``footer_row``, ``repeated_header``, ``section_row`` one for
            each row, ``numbered_only`` one for all.
    """
    look = _Look(grid, header, columns)
    numbered: list[int] = []
    for row in body:
        found = look.why_not_data(row)
        if found is None:
            yield row
            continue
        code, words = found
        if code == "numbered_only":
            numbered.append(row.number)
            continue
        first = mask_personal(one_line(text_of(row.cells[_first(row)]))[:20])
        message = f"第 {row.number} 行{words}，未作为数据读取"
        notes.append(Note(code, message, sheet=grid.name, row=row.number, value=first))
    if numbered:
        message = f"有 {len(numbered)} 行只有序号、没有内容，未作为数据读取"
        notes.append(Note("numbered_only", message, sheet=grid.name, row=numbered[0]))


class _Look:
    """What is known of a sheet when its rows are looked at one by one."""

    def __init__(self, grid: Grid, header: HeaderRows, columns: Sequence[Header]) -> None:
        self._few = max(2, len(columns) // 2)
        self._first_column = columns[0].column_index if columns else 0
        self._counting = {
            column.column_index for column in columns if full_key(column.label) in COUNTING_LABELS
        }
        self._unnamed = {i for i, label in enumerate(header.labels) if not label}
        above = [row for row in grid.rows if row.number <= header.number]
        first = header.number - header.height
        lone = [row for row in above if _filled(row) == 1]
        self._titles = {one_line(text_of(row.cells[_first(row)])) for row in lone}
        heads = [row for row in above if row.number > first]
        self._heads = [_keys(row) for row in heads]
        # What a heading begins with; only a cell that begins like it is looked at closely.
        self._begins = {
            (index, one_line(text_of(cell))[:1])
            for row in heads
            for index, cell in enumerate(row.cells[:WIDEST])
        }
        half = max(2, len(columns) // 2)
        self._wide = {
            (row, block.left)
            for block in grid.merges
            if block.right - block.left + 1 >= half and block.top >= header.number
            for row in range(block.top, min(block.bottom, block.top + 50) + 1)
        }  # fmt: skip

    def why_not_data(self, row: Row) -> tuple[str, str] | None:
        """Say what a row is if it is no data: a code and words; None for data."""
        place = _first(row)
        cell = row.cells[place]
        if isinstance(cell, str):
            found = self._what_a_text_opens(row, place, one_line(cell))
            if found:
                return found
        if (
            place in self._counting
            and _filled(row) == 1
            and _COUNTED.fullmatch(one_line(text_of(cell)))
        ):
            return "numbered_only", ""
        return None

    def _what_a_text_opens(self, row: Row, place: int, text: str) -> tuple[str, str] | None:
        """Say what a row is that begins with a text, if it is no data."""
        filled = _filled(row)
        if _TOTAL.fullmatch(text) or (filled <= self._few and self._is_footer(text, place)):
            return "footer_row", "是合计或表尾说明"
        if filled > 1 and self._repeats_head(row, place, text):
            return "repeated_header", "又是表头（多半是换页）"
        if filled == 1 and text in self._titles:
            return "repeated_header", "又是表头上方的标题（多半是换页）"
        if filled == 1 and self._is_group(row, text, place):
            return "section_row", "是分组标题"
        return None

    def _repeats_head(self, row: Row, place: int, text: str) -> bool:
        """Whether most of what a row holds are the headings of its columns."""
        if (place, text[:1]) not in self._begins or len(text) > _LONGEST_HEADING:
            return False
        own = _keys(row)
        most = max((_same(own, head) for head in self._heads), default=0)
        return most > 1 and most * 2 > len(own)

    def _is_footer(self, text: str, place: int) -> bool:
        if _FOOTER.fullmatch(text):
            return True
        return place in self._counting and bool(_SIGNER_ALONE.fullmatch(text))

    def _is_group(self, row: Row, text: str, place: int) -> bool:
        """Whether a row's only text is the title of the rows below it.

        In a column of names an unnumbered text is data, unless it is laid over half of the sheet.
        """
        if (row.number - 1, place) in self._wide:
            return True
        if place <= self._first_column + 1 and _GROUP.match(text):
            return True
        counts = place in self._counting or (place in self._unnamed and place < self._first_column)
        return counts and not _COUNTED.fullmatch(text)


def _first(row: Row) -> int:
    """Give the place of the first cell that holds anything."""
    return next(index for index, cell in enumerate(row.cells) if cell is not None)


def _filled(row: Row) -> int:
    return len(row.cells) - row.cells.count(None)


def _keys(row: Row) -> dict[int, str]:
    """Give the texts of a row by column, reduced to what counts in a heading."""
    return {
        index: label_key(cell)
        for index, cell in enumerate(row.cells[:WIDEST])
        if isinstance(cell, str) and len(cell) <= 2 * _LONGEST_HEADING
    }


def _same(own: dict[int, str], head: dict[int, str]) -> int:
    """How many cells say what the heading of their column says."""
    return sum(bool(key) and head.get(index) == key for index, key in own.items())
