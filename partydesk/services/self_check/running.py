"""Running all checks, one after the other; one that stumbles does not keep the others from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from partydesk.db.engine import translated
from partydesk.db.journal import ActionRow, head_of
from partydesk.domain.errors import Cancelled, EnvironmentProblem
from partydesk.domain.evidence import Head
from partydesk.domain.progress import Progress, silent
from partydesk.domain.quality import Severity
from partydesk.domain.self_check import Finding, Looked, Report
from partydesk.services.self_check import desk, evidence, papers, program, records, storage
from partydesk.services.self_check.looking import Check, Given
from partydesk.services.traces import leave_trace

if TYPE_CHECKING:
    import datetime as dt

    from partydesk.services.workspace import Workspace

_CODE: Final = "self_check"
#: In the order in which they are done and told. Another part of the program adds its own here.
CHECKS: Final[tuple[Check, ...]] = (
    *storage.CHECKS,
    *evidence.CHECKS,
    *papers.CHECKS,
    *records.CHECKS,
    *desk.CHECKS,
    *program.CHECKS,
)


def run_self_check(
    workspace: Workspace,
    heads: Iterable[Head] = (),
    *,
    progress: Progress = silent,
    checks: tuple[Check, ...] = CHECKS,
) -> Report:
    """Look at everything, and put into the journal that it was done; see :func:`examine`."""
    report = examine(workspace, heads, progress=progress, checks=checks)
    _note(workspace, report)
    return report


def examine(
    workspace: Workspace,
    heads: Iterable[Head] = (),
    *,
    progress: Progress = silent,
    checks: tuple[Check, ...] = CHECKS,
) -> Report:
    """Look at everything; nothing is stored.

    Args:
        workspace: Open workspace.
        heads: Heads of the journal as they stand on papers.
        progress: Told before each check; may cancel.
        checks: What is looked at.

    Raises:
        Cancelled: The user asked to stop.
        EnvironmentProblem: The workspace is locked.
    """
    against = tuple(heads)
    looks = []
    for done, check in enumerate(checks):
        progress(done, len(checks), check.title)
        with workspace.reading() as session:
            looks.append(_looked(check, Given(workspace, session, against)))
    with workspace.reading() as session:
        head = head_of(session)
    progress(len(checks), len(checks), "完成")
    return Report(workspace.clock(), tuple(looks), head, against)


def _looked(check: Check, given: Given) -> Looked:
    try:
        with translated():
            found = tuple(check.look(given))
    except Cancelled:
        raise
    except EnvironmentProblem as error:
        found = (_stumbled(check, error.message),)
    except Exception as error:  # noqa: BLE001 - what is damaged may break anything; all else is still looked at
        found = (_stumbled(check, f"读到不该有的内容（{type(error).__name__}）"),)
    return Looked(check.code, check.title, found)


def _stumbled(check: Check, why: str) -> Finding:
    return Finding(
        "not_looked_at",
        Severity.ERROR,
        f"“{check.title}”没有查完：{why}",
        check.title,
        "数据文件可能已损坏；用最近一份已验证的备份恢复后再查",
    )


def _note(workspace: Workspace, report: Report) -> None:
    """Write down that it was done; a file that cannot be written was still looked at."""
    try:
        leave_trace(workspace, _CODE, f"自检：{report.words}")
    except EnvironmentProblem:
        return


@dataclass(frozen=True, slots=True)
class LastSelfCheck:
    """When the workspace was last looked at.

    Attributes:
        when: The moment.
        words: The outcome in a sentence.
    """

    when: dt.datetime
    words: str


def last_self_check(workspace: Workspace) -> LastSelfCheck | None:
    """Give the last self-check as the journal has it; None where there was none."""
    newest = select(ActionRow).where(ActionRow.code == _CODE).order_by(ActionRow.id.desc()).limit(1)
    with workspace.reading() as session:
        row = session.scalar(newest)
        if row is None:
            return None
        return LastSelfCheck(row.happened_at, row.label.partition("：")[2])
