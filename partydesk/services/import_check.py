"""Holding the rows of a sheet against what is stored, row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from partydesk.domain.errors import Note
from partydesk.domain.note_groups import rows_in_words
from partydesk.domain.progress import Progress
from partydesk.exchange.mapping import Mapping as ColumnMapping
from partydesk.exchange.parted_columns import plain_columns
from partydesk.exchange.reader import Table
from partydesk.services.import_cells import RowReport, SheetCells
from partydesk.services.import_kinds import ImportKind
from partydesk.services.import_rows import Duplicate, PlannedRow, SheetPlanner
from partydesk.services.pool_kinds import words_for

#: So many rows pass between two looks at the progress.
_AT_ONCE = 100
#: So many rows are named for a new word.
_NAMED_ROWS = 3


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows of a sheet held against what is stored.

    Attributes:
        rows: What becomes of each.
        problems: Why rows are rejected.
        warnings: What deserves attention though it is stored.
        duplicates: Rows that look like existing records.
    """

    rows: tuple[PlannedRow, ...]
    problems: tuple[Note, ...]
    warnings: tuple[Note, ...]
    duplicates: tuple[Duplicate, ...]


def check_rows(
    session: Session,
    chosen: ImportKind,
    table: Table,
    columns: ColumnMapping,
    today: dt.date,
    year: int,
    progress: Progress,
) -> Checked:
    """Say what would become of every row.

    Args:
        session: Open session.
        chosen: What is imported.
        table: The sheet, ditto marks filled.
        columns: Which column fills which field.
        today: The day of the check.
        year: Year of the round, for posts and wishes.
        progress: Told how many rows were read.

    Raises:
        NotFound: The year's round has not been opened (posts and wishes).
        Cancelled: The user stopped it.
    """
    planner = chosen.planner(session, today, year)
    plain = plain_columns(table.rows, columns)
    cells = SheetCells(
        plain.columns, plain.rows, today=today, words=words_for(session, chosen.fields),
        lenient=chosen.lenient, progress=progress,
    )  # fmt: skip
    headers = {mapped.field.name: mapped.header.label for mapped in plain.columns}
    whole = planner if isinstance(planner, SheetPlanner) else None
    rows: list[PlannedRow] = []
    reports: list[RowReport] = []
    for done, row in enumerate(table.rows):
        if done % _AT_ONCE == 0:
            progress(done, len(table.rows), "检查各行")
        source = table.sources.get(row.number, table.sheet_name)
        report = RowReport(source, row.number, headers)
        refusal = table.refusals.get(row.number)
        if refusal is None:
            planned = planner.plan(cells.row(done, report), report)
        else:
            planned = PlannedRow(row.number, "rejected", source)
            report.refuse(refusal)
        rows.append(planned)
        if whole or report.problems or report.warnings:
            reports.append(report)
    if whole is not None:
        finished = whole.finish()
        rows = [finished.get(row.row, row) for row in rows]
    refused = {report.row for report in reports if report.problems}
    rows = [PlannedRow(r.row, "rejected", r.label) if r.row in refused else r for r in rows]
    taken = {place for place, row in enumerate(rows) if row.outcome != "rejected"}
    words = _word_notes(cells, taken, table, headers)
    warnings = (note for report in reports if not report.problems for note in report.warnings)
    return Checked(
        tuple(rows),
        tuple(note for report in reports for note in report.problems),
        (*words, *warnings),
        tuple(planner.duplicates),
    )


def _word_notes(
    cells: SheetCells, taken: Collection[int], table: Table, headers: Mapping[str, str]
) -> Iterator[Note]:
    """Say of each new word once in which rows it stands; a register says it thousands of times."""
    for reason, told in cells.new_words(taken):
        places = sorted(told)
        numbers = [table.rows[place].number for place in places]
        message = reason.message
        if len(numbers) > 1:
            where = rows_in_words(numbers, _NAMED_ROWS, table.sources)
            message += f"（{len(numbers)} 处：{where}）"
        first, source = told[places[0]], table.sources.get(numbers[0], table.sheet_name)
        yield Note(reason.code, message, source, numbers[0], headers[first.field.name], first.shown)
