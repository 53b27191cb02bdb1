"""Importing sheets: plan first, look at every row, then store all of it in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db import journal
from partydesk.db.models import MappingRow
from partydesk.domain.errors import InputRefused, Note, Reason, RuleViolation, ValidationFailed
from partydesk.domain.progress import Progress, silent
from partydesk.exchange.dittos import filled_dittos
from partydesk.exchange.mapping import Mapping as ColumnMapping
from partydesk.exchange.mapping import (
    fields_named,
    known_labels,
    propose_mapping,
)
from partydesk.exchange.parted_columns import parted_notes
from partydesk.exchange.person_files import FILE, PHOTO, read_people
from partydesk.exchange.reader import Header, Table, read_table
from partydesk.exchange.second_columns import second_columns
from partydesk.exchange.sheet_folder import read_sheets
from partydesk.exchange.template import write_template as write_template_sheet
from partydesk.exchange.workbook import REASON_HEADING, write_failed_rows
from partydesk.services.import_check import check_rows
from partydesk.services.import_kinds import KINDS, ImportKind, import_kind
from partydesk.services.import_plan import ImportPlan, ImportResult
from partydesk.services.import_rows import RECORD_NUMBER, PlannedRow
from partydesk.services.import_store import store_rows
from partydesk.services.person_forms import are_forms
from partydesk.services.pictures import keep_files
from partydesk.services.pool_kinds import TALENTS, words_for
from partydesk.services.resting_collector import resting_collector

__all__ = [
    "PHOTO_HEADING",
    "REASON_HEADING",
    "ImportPlan",
    "ImportResult",
    "apply_import",
    "columns_for",
    "plan_import",
    "require_columns",
    "write_failed",
    "write_template",
]

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


#: Heading of the photos of people's forms, which are only taken along when it is mapped.
PHOTO_HEADING = PHOTO.label
#: Heading of the names of people's forms; it fills nothing.
FILE_HEADING = FILE


@resting_collector()
def plan_import(
    workspace: Workspace,
    kind: str,
    path: Path,
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    mapping: Mapping[str, str] | None = None,
    year: int | None = None,
    progress: Progress = silent,
) -> ImportPlan:
    """Read a sheet, or people's forms, and say what would become of every row; nothing is stored.

    A sheet of which no column is recognised gives a plan with an empty mapping and every row
    rejected, so that somebody can name the columns; see :func:`require_columns`.

    Args:
        workspace: Open workspace.
        kind: One of :data:`partydesk.services.import_kinds.KINDS`.
        path: The file; for talents also a form (.lrmx, .lrm) or a folder of them, for monthly
            reports and the ledger also a folder of filled sheets.
        sheet: Name of the sheet; None for the first that has rows.
        header_row: Row of the headers, from 1; None to find it.
        mapping: Header → field name (empty to leave the column out); those not named are found,
            but for the photos of forms, which are only taken along when asked for.
        year: Year of the round that posts and wishes belong to; None for the desk's year.
        progress: Told how many forms and rows were read.

    Raises:
        InputRefused: The file cannot be read as a sheet, with the reason.
        EnvironmentProblem: The file is not there or may not be read.
        NotFound: The year's round has not been opened (posts and wishes).
        Cancelled: The user stopped it.
    """
    chosen = import_kind(kind)
    if path.is_dir() and chosen.folders:
        table = read_sheets(path, chosen.fields, progress)
    elif are_forms(path):
        chosen = replace(chosen, fields=(*chosen.fields, PHOTO))
        table = _read_forms(path, chosen, progress)
        mapping = {PHOTO.label: "", **(mapping or {})}
        if all(header.label != PHOTO.label for header in table.headers):
            del mapping[PHOTO.label]
    else:
        table = _read(path, sheet, header_row, chosen)
    columns = columns_for(workspace, chosen, table.headers, mapping or {})
    if not table.sources:  # what comes from many files was filled file by file
        table = filled_dittos(table, columns)
    wanted = year or workspace.profile.year
    with workspace.reading() as session:
        seen = journal.last_hash(session)
        checked = check_rows(session, chosen, table, columns, workspace.today(), wanted, progress)
    return ImportPlan(
        kind, path, table.sheets, table, columns, wanted, seen,
        chosen.fields, checked.rows, checked.problems,
        (
            *parted_notes(table.sheet_name, table.header_row, columns), *table.notes,
            *second_columns(table, columns, chosen.fields), *checked.warnings,
        ),
        checked.duplicates,
    )  # fmt: skip


def require_columns(plan: ImportPlan) -> None:
    """Refuse a plan in which no column fills anything, where nobody is there to name them.

    Raises:
        InputRefused: ``no_header``.
    """
    if not plan.columns.columns:
        message = "没有认出任何一列；请检查表头，或用模板填写，或逐列指定对应的项目"
        raise InputRefused([Note("no_header", message, plan.sheet, plan.header_row)])


def _read_forms(path: Path, chosen: ImportKind, progress: Progress) -> Table:
    """Read people's forms; only the people's pool takes them.

    Raises:
        InputRefused: ``not_for_forms``, or there is no form.
        Cancelled: The user stopped it.
    """
    if chosen.kind != TALENTS.kind:
        message = f"{chosen.title}不能从文件夹或任免审批表导入，请选一个表格文件（.xlsx、.csv 等）"
        raise InputRefused([Note("not_for_forms", message, path.name)])
    return read_people(path, progress)


def _read(path: Path, sheet: str | None, header_row: int | None, chosen: ImportKind) -> Table:
    """Read the sheet; where no word is known, the first row of texts is taken for the header."""
    known = known_labels(chosen.fields)
    try:
        return read_table(path, sheet=sheet, header_row=header_row, known=known)
    except InputRefused as error:
        unknown = any(note.code == "no_header" for note in error.notes)
        if not unknown or header_row is not None:
            raise
    return read_table(path, sheet=sheet)


def columns_for(
    workspace: Workspace,
    chosen: ImportKind,
    headers: Sequence[Header],
    given: Mapping[str, str],
) -> ColumnMapping:
    """Decide which column fills which field: what was given, remembered, then what is found."""
    with workspace.reading() as session:
        remembered = _remembered(session, chosen.kind, [header.label for header in headers])
        before = dict(remembered.columns) if remembered else {}
    named = {name for value in given.values() for name in fields_named(value)}
    before = {h: value for h, value in before.items() if not fields_named(value) & named}
    return propose_mapping(headers, chosen.fields, {**before, **given})


def _remembered(session: Session, kind: str, headers: Sequence[str]) -> MappingRow | None:
    """The columns chosen the last time a sheet of this shape was imported."""
    return session.scalar(
        select(MappingRow).where(MappingRow.kind == kind, MappingRow.shape == _shape(headers))
    )


def _shape(headers: Sequence[str]) -> str:
    """What makes two sheets alike: their headers in order; a sheet of failed rows adds one."""
    own = [header for header in headers if header != REASON_HEADING]
    return hashlib.sha256(json.dumps(own, ensure_ascii=False).encode()).hexdigest()


@resting_collector()
def apply_import(
    workspace: Workspace,
    plan: ImportPlan,
    *,
    good_rows: bool = False,
    skip_rows: Collection[int] = (),
    progress: Progress = silent,
) -> ImportResult:
    """Store what was planned, all in one transaction.

    Args:
        workspace: Open workspace.
        plan: The plan as shown.
        good_rows: Whether to leave rejected rows out; else one of them stops the whole import.
        skip_rows: Numbers of the sheet's rows that are left out because the user does not want
            them.
        progress: Told how many rows were stored.

    Raises:
        RuleViolation: Rows are rejected and ``good_rows`` was not asked for; or the records
            changed since the check, so that the rows would do something else than was shown.
        Cancelled: The user stopped it; nothing was stored.
        EnvironmentProblem: The disk is full and so on; nothing was stored.
    """
    left_out = frozenset(skip_rows)
    rejected = sum(row.outcome == "rejected" and row.row not in left_out for row in plan.rows)
    if rejected and not good_rows:
        message = f"有 {rejected} 行不能导入，整个文件都没有导入；请改正后重试，或只导入正确的行"
        raise RuleViolation([Reason("rows_rejected", message)])
    title = KINDS[plan.kind].title
    with workspace.unit_of_work(f"import_{plan.kind}", f"导入{title}") as uow:
        rows = _still_planned(workspace, uow.session, plan, progress)
        if PHOTO.name in plan.mapping.values():
            keep_files(uow.session, plan.table.files)
        dropped = {row.together for row in rows if row.row in left_out} - {None}
        stored = [
            row
            for row in rows
            if row.brings and row.row not in left_out and row.together not in dropped
        ]
        store_rows(uow, plan.kind, stored, progress)
        if stored:
            _remember(uow.session, plan)
        created = sum(row.outcome == "created" for row in stored)
        updated = len(stored) - created
        uow.relabel(f"导入{title}“{plan.path.name}”：新增 {created}，更新 {updated}")
        changes = uow.commit(progress)
    return ImportResult(plan, changes.action, changes, created, updated)


def _still_planned(
    workspace: Workspace, session: Session, plan: ImportPlan, progress: Progress
) -> tuple[PlannedRow, ...]:
    """Give the rows as they stand now; between check and import somebody may have worked on.

    Raises:
        RuleViolation: A row would do something else than was shown.
    """
    if journal.last_hash(session) == plan.seen:
        return plan.rows
    chosen = KINDS[plan.kind]
    now = check_rows(
        session, chosen, plan.table, plan.columns, workspace.today(), plan.year, progress
    )
    if now.rows != plan.rows:
        message = "检查之后资料又有改动，导入的结果会与刚才看到的不同；请重新检查后再导入"
        raise RuleViolation([Reason("plan_outdated", message)])
    return now.rows


def _remember(session: Session, plan: ImportPlan) -> None:
    """Keep the user's choice of columns for the next sheet of this shape."""
    if propose_mapping(plan.table.headers, plan.fields).as_json() == dict(plan.mapping):
        return
    row = _remembered(session, plan.kind, plan.headers)
    if row is None:
        shape = _shape(plan.headers)
        session.add(MappingRow(kind=plan.kind, shape=shape, columns=dict(plan.mapping)))
    elif row.columns != dict(plan.mapping):
        row.columns = dict(plan.mapping)


def write_failed(plan: ImportPlan, path: Path) -> int:
    """Write exactly the rejected rows, with their original columns and 错误原因.

    Returns:
        How many rows were written.

    Raises:
        ValidationFailed: The path is the imported file itself, or no .xlsx or .csv.
        EnvironmentProblem: The file cannot be written.
    """
    if path.suffix.lower() not in {".xlsx", ".csv"}:
        raise ValidationFailed({"failed": f"“{path.name}”应以 .xlsx 或 .csv 结尾，请改文件名"})
    if path.exists() and path.samefile(plan.path):
        raise ValidationFailed({"failed": f"“{path.name}”正是要导入的文件，请另取文件名"})
    reasons: dict[int, list[str]] = {}
    for note in plan.problems:
        where = f"{note.column}：" if note.column else ""
        reasons.setdefault(note.row, []).append(where + note.message)
    write_failed_rows(path, plan.table, reasons)
    return len(reasons)


def write_template(
    kind: str, path: Path, workspace: Workspace | None = None, year: int | None = None
) -> tuple[str, ...]:
    """Write a sheet to fill in, with drop-downs and notes.

    It is empty but for what the workspace knows beforehand, such as the ballots of the year.

    Args:
        kind: What will be imported.
        path: The .xlsx to write.
        workspace: Whose dictionaries are offered; None for fixed choices only.
        year: The year that the sheet is about; None for the desk's year.

    Returns:
        The headings.

    Raises:
        ValidationFailed: There is no such kind, or the file is not an .xlsx.
        EnvironmentProblem: The file cannot be written.
    """
    chosen = import_kind(kind)
    fields = tuple(f for f in chosen.fields if f is not RECORD_NUMBER)
    words: Mapping[str, tuple[str, ...]] = {}
    rows: Sequence[Mapping[str, object]] = ()
    if workspace is not None:
        with workspace.reading() as session:
            words = words_for(session, fields)
            if chosen.rows is not None:
                rows = tuple(chosen.rows(session, year or workspace.profile.year))
    write_template_sheet(path, chosen.title, fields, words=words, rows=rows)
    return tuple(f.heading for f in fields)
