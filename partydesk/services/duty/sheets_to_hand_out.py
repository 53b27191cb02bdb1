"""月报 and 台账 to be filled in: a sheet for each person on post, to go out and come back by USB.

Whose it is stands in it already, so that no name is misspelt; what comes back is one folder.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from partydesk.domain.duty.reports import MonthState
from partydesk.domain.errors import EnvironmentProblem, Reason, RuleViolation, ValidationFailed
from partydesk.domain.file_names import sheet_names
from partydesk.domain.progress import Progress, silent
from partydesk.exchange.template import write_template as write_template_sheet
from partydesk.services.duty.monthly_reports import StatusRow, status_in
from partydesk.services.import_kinds import import_kind
from partydesk.services.pool_kinds import words_for

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

REPORTS, LEDGER = "monthly-reports", "ledger"
#: So many lines of a month's ledger are begun for everybody.
_LINES: Final = 12
_NOBODY: Final = frozenset({MonthState.NOT_OWED, MonthState.EXCUSED})


def hand_out(
    workspace: Workspace,
    kind: str,
    folder: Path,
    year: int,
    month: int,
    *,
    progress: Progress = silent,
) -> tuple[Path, ...]:
    """Write a sheet for everybody who owes a month's report, name, unit and month filled in.

    Args:
        workspace: Open workspace.
        kind: :data:`REPORTS` or :data:`LEDGER`.
        folder: Is made when it does not exist; files of the same names are replaced.
        year: The year.
        month: 1 to 12.
        progress: Told after each file; cancelling leaves whole files only.

    Raises:
        ValidationFailed: The kind is no sheet for each person.
        RuleViolation: Nobody owes a report of that month.
        EnvironmentProblem: The folder or a file cannot be written.
        Cancelled: The user stopped it.
    """
    if kind not in {REPORTS, LEDGER}:
        raise ValidationFailed({"kind": "只有月报和台账可以一人一份"})
    chosen = import_kind(kind)
    with workspace.reading() as session:
        words = words_for(session, chosen.fields)
        people = [
            row
            for row in status_in(session, year, workspace.today())
            if row.months[month - 1].state not in _NOBODY and not row.months[month - 1].not_owed
        ]
    if not people:
        raise RuleViolation([Reason("nobody", f"{year} 年 {month} 月没有人应报月报")])
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentProblem(f"不能建立文件夹 {folder}：请换一个位置") from error
    title = f"{month}月{chosen.title}"
    names = sheet_names([f"{row.person}-{row.unit}-{title}" for row in people])
    paths = [folder / f"{name}.xlsx" for name in names]
    for done, (path, row) in enumerate(zip(paths, people, strict=True)):
        progress(done, len(paths), "正在写填报表")
        write_template_sheet(
            path, chosen.title, chosen.fields, words=words, rows=_rows(kind, row, year, month)
        )
    progress(len(paths), len(paths), "正在写填报表")
    return tuple(paths)


def _rows(kind: str, row: StatusRow, year: int, month: int) -> list[dict[str, str]]:
    """What stands in somebody's sheet: one line of the month, or lines of a ledger to begin."""
    whose = {"person": row.person, "enterprise": row.unit}
    if kind == LEDGER:
        return [whose] * _LINES
    return [{**whose, "month": f"{year}-{month:02}"}]
