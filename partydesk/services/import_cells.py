"""Reading the cells of a sheet: column by column, each different cell once.

A register repeats itself: 20,000 units stand in a dozen townships. What a cell means depends on
nothing but its column, so every different cell of a column is read once for all rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from partydesk.domain.errors import Note, Reason
from partydesk.domain.fields import Field
from partydesk.domain.progress import Progress, silent
from partydesk.domain.values import Cell, Parsed, ValueRefused, mask_personal, parser, show
from partydesk.domain.values.cells import one_line, text_of
from partydesk.domain.values.choices import allowed_words
from partydesk.domain.values.words import NEW_WORD
from partydesk.exchange.grid import Row, columns_of, keys_of
from partydesk.exchange.mapping import Mapped

Words = Mapping[str, Collection[str]]
#: So many different cells are read between two looks at the progress.
_AT_ONCE = 2000


class _NotGiven:
    """Stands where a cell gives no value: it was refused, or its number is masked."""


_NOT_GIVEN = _NotGiven()


@dataclass(frozen=True, slots=True)
class ReadCell:
    """What there is to say about a cell beyond its value.

    Attributes:
        field: The field its column fills.
        cell: The cell as the sheet holds it.
        shown: The cell for a report: short, personal numbers masked.
        refused: Why it cannot be stored.
        warnings: What deserves attention.
        kept: Text that could not be turned into a value but must not be lost.
        masked: The number as written with stars, as in our own export; it is left as it is.
    """

    field: Field
    cell: Cell
    shown: str
    refused: Reason | None = None
    warnings: tuple[Reason, ...] = ()
    kept: str | None = None
    masked: str | None = None

    @property
    def holds_back(self) -> bool:
        """Whether the cell gives no value, or not all that it says."""
        return bool(self.refused or self.kept or self.masked)

    @property
    def brings_words(self) -> bool:
        """Whether new words for a dictionary are all there is to say."""
        return not self.holds_back and all(one.code == NEW_WORD for one in self.warnings)


@dataclass(slots=True)
class RowReport:
    """Collects what is to be said of one row.

    Attributes:
        sheet: Name of the sheet.
        row: Row of the sheet.
        headers: Field name → header of its column.
    """

    sheet: str
    row: int
    headers: Mapping[str, str]
    problems: list[Note] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)

    def refuse(self, reason: Reason, of: Field | None = None, value: str = "") -> None:
        """Say why the row cannot be stored."""
        self.problems.append(self._note(reason, of, value))

    def warn(self, reason: Reason, of: Field | None = None, value: str = "") -> None:
        """Say what deserves attention."""
        self.warnings.append(self._note(reason, of, value))

    def take(self, cell: ReadCell) -> None:
        """Say what reading a cell brought up."""
        if cell.refused is not None:
            self.problems.append(self._told(cell, cell.refused))
        for reason in cell.warnings:
            self.warnings.append(self._told(cell, reason))

    def _told(self, cell: ReadCell, reason: Reason) -> Note:
        # A cell's words are masked when it is read, once for all rows that say the same.
        column = self.headers.get(cell.field.name, cell.field.label)
        return Note(reason.code, reason.message, self.sheet, self.row, column, cell.shown)

    def _note(self, reason: Reason, of: Field | None, value: str) -> Note:
        column = "" if of is None else self.headers.get(of.name, of.label)
        message, value = mask_personal(reason.message), mask_personal(value)
        return Note(reason.code, message, self.sheet, self.row, column, value)


@dataclass(frozen=True, slots=True)
class RowCells:
    """The cells of one row, read.

    Attributes:
        values: Field name → value, for the columns of the sheet; refused and masked cells left out.
        kept: Label → raw text that could not be turned into a value but must not be lost.
        masked: The cells whose number is hidden behind stars.
        refused: Field name → the cell that cannot be stored.
        gaps: Names of the columns that say nothing in this row or in others.
    """

    values: dict[str, Any]
    kept: Mapping[str, str] = field(default_factory=dict)
    masked: Sequence[tuple[Field, str]] = ()
    refused: Mapping[str, ReadCell] = field(default_factory=dict)
    gaps: Sequence[str] = ()


class SheetCells:
    """The cells of a sheet's rows, read column by column."""

    def __init__(
        self,
        columns: Sequence[Mapped],
        rows: Sequence[Row],
        *,
        today: dt.date,
        words: Words,
        lenient: Collection[str] = (),
        progress: Progress = silent,
    ) -> None:
        """Read all cells.

        Args:
            columns: The columns that fill a field.
            rows: The rows.
            today: The day against which dates in the future are refused.
            words: The words of the dictionaries.
            lenient: Names of the fields of which an unknown word is kept as text.
            progress: Told how many cells have been looked at, as a share of the rows.

        Raises:
            Cancelled: The user stopped it.
        """
        self._names = [mapped.field.name for mapped in columns]
        self._values: list[list[object]] = []
        self._gaps: list[str] = []
        self._rows: list[tuple[object, ...]] = []
        self._remarks: dict[int, list[ReadCell]] = {}
        self._new_words: list[tuple[ReadCell, list[int]]] = []
        self._today, self._lenient = today, frozenset(lenient)
        cells = columns_of(rows, (mapped.header.column_index for mapped in columns))
        for place, mapped in enumerate(columns):
            so_far = place * len(rows) // len(columns)
            self._read(
                mapped.field,
                cells[place],
                words.get(mapped.field.dictionary, ()),
                partial(progress, so_far, len(rows), "读取各列"),
            )
        # Row by row from here on; without a column every row is empty.
        self._rows = list(zip(*self._values, strict=True)) if columns else [()] * len(rows)
        self._values.clear()

    def _read(
        self,
        of: Field,
        cells: Sequence[Cell],
        words: Collection[str],
        look: Callable[[], None],
    ) -> None:
        """Read one column; ``look`` looks at the progress."""
        keys = keys_of(cells)
        parse = parser(of, today=self._today, words=words)
        different = dict(zip(keys, cells, strict=True))
        values: dict[object, object] = {}
        remarks: dict[object, ReadCell] = {}
        for done, (key, cell) in enumerate(different.items()):
            if done % _AT_ONCE == 0:
                look()
            values[key], remark = _read_cell(of, cell, parse)
            if remark is not None and of.name in self._lenient:
                remark = _kept_if_unknown(remark)
            if remark is not None:
                remarks[key] = _refused_if_slipped(remark)
        self._values.append(list(map(values.__getitem__, keys)))
        if any(value is None or value == () for value in values.values()):
            self._gaps.append(of.name)
        if remarks:
            self._keep_remarks(remarks, keys)

    def _keep_remarks(self, remarks: Mapping[object, ReadCell], keys: Sequence[Hashable]) -> None:
        """Keep what there is to say for each row; new words with all their rows."""
        words = {key: (one, list[int]()) for key, one in remarks.items() if one.brings_words}
        for place, key in enumerate(keys):
            if key in words:
                words[key][1].append(place)
            elif key in remarks:
                self._remarks.setdefault(place, []).append(remarks[key])
        self._new_words.extend(words.values())

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, place: int, report: RowReport) -> RowCells:
        """Give the cells of a row; what reading them brought up goes into the report.

        Args:
            place: Place of the row among the rows, from 0.
            report: The row's report.
        """
        values = dict(zip(self._names, self._rows[place], strict=True))
        remarks = self._remarks.get(place)
        if not remarks:
            return RowCells(values, gaps=self._gaps)
        for remark in remarks:
            report.take(remark)
        holding = [remark for remark in remarks if remark.holds_back]
        if not holding:
            return RowCells(values, gaps=self._gaps)
        values = {name: value for name, value in values.items() if value is not _NOT_GIVEN}
        kept = {remark.field.label: remark.kept for remark in holding if remark.kept}
        masked = [(remark.field, remark.masked) for remark in holding if remark.masked]
        refused = {remark.field.name: remark for remark in holding if remark.refused}
        return RowCells(values, kept, masked, refused, self._gaps)

    def new_words(self, taken: Collection[int]) -> list[tuple[Reason, dict[int, ReadCell]]]:
        """List what there is to say of each new word, with the places and cells it stands in.

        Args:
            taken: Places of the rows that are not rejected.
        """
        found: dict[tuple[str, Reason], dict[int, ReadCell]] = {}
        for cell, places in self._new_words:
            held = dict.fromkeys(filter(taken.__contains__, places), cell)
            for reason in cell.warnings if held else ():
                found.setdefault((cell.field.name, reason), {}).update(held)
        return [(reason, cells) for (_, reason), cells in found.items()]


def _read_cell(
    of: Field, cell: Cell, parse: Callable[[Cell], Parsed]
) -> tuple[object, ReadCell | None]:
    """Read one cell: its value, and what else there is to say."""
    if isinstance(cell, str) and "**" in cell and of.sensitive:
        text = text_of(cell).strip()
        return _NOT_GIVEN, ReadCell(of, cell, _shown(of, cell), masked=text)
    try:
        parsed = parse(cell)
    except ValueRefused as problem:
        return _NOT_GIVEN, ReadCell(of, cell, _shown(of, cell), _masked(problem.reason))
    if not parsed.warnings and not parsed.keep:
        return parsed.value, None
    # What could not be read is no blank: it takes nothing from a record that a sheet names.
    unread = parsed.keep and parsed.value in (None, ())
    value = _NOT_GIVEN if unread else parsed.value
    warnings = tuple(map(_masked, parsed.warnings))
    return value, ReadCell(of, cell, _shown(of, cell), None, warnings, parsed.keep)


def _masked(reason: Reason) -> Reason:
    return Reason(reason.code, mask_personal(reason.message))


def _kept_if_unknown(remark: ReadCell) -> ReadCell:
    """Keep an unknown word, or a day of which only the month is known, as text.

    A personal number there shows that cells have slipped.
    """
    text = one_line(text_of(remark.cell))
    why = _why_kept(remark, text)
    if remark.refused is None or not why or mask_personal(text) != text:
        return remark
    message = f"{remark.field.label}“{text[:20]}”{why}"
    warnings = (Reason(remark.refused.code, message),)
    return ReadCell(remark.field, remark.cell, remark.shown, None, warnings, text)


def _why_kept(remark: ReadCell, text: str) -> str:
    """Say why a cell goes into the note; empty where it stops the row."""
    code = remark.refused.code if remark.refused is not None and text else ""
    if code == "unknown_choice" and remark.field.choices is not None:
        return f"不在选项中，未填入；原文写入备注，可填：{allowed_words(remark.field.choices)}"
    return "缺少日，未填入；原文写入备注，请查明后补填" if code == "date_incomplete" else ""


def _refused_if_slipped(remark: ReadCell) -> ReadCell:
    """Refuse a personal number that would be kept in the note, where nothing hides it."""
    if remark.kept is None or mask_personal(remark.kept) == remark.kept:
        return remark
    message = f"{remark.field.label}一栏里是号码，可能填错了列，请核对"
    return ReadCell(remark.field, remark.cell, remark.shown, Reason("slipped_number", message))


def _shown(of: Field, cell: Cell) -> str:
    """Write a cell for a report: short, personal numbers masked."""
    if cell is None:
        return ""
    text = str(cell) if isinstance(cell, float) else text_of(cell)
    # A number in the wrong column is hidden all the same.
    # Words such as 补办中 in the place of a number hide nothing and are to be read.
    numbered = of.sensitive and any(sign.isdigit() for sign in text)
    return mask_personal(show(of, text)) if numbered else mask_personal(text)[:80]
