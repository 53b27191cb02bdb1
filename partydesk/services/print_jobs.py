"""Batches on their way to a printer: what was sent, and where to go on after a jam or a crash.

Numbers are never taken here. A job knows its PDF and its plan, and so what stands on each sheet; it
is open until somebody has seen that everything lies in the tray.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from partydesk.db.models import FileRow, PrintJobRow
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.print_plan import Feed, PrintPlan
from partydesk.services.printers import corrected

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from partydesk.services.workspace import Workspace

_PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A batch on its way.

    Attributes:
        id: Number of the job.
        title: What is printed.
        plan: How.
        done: How many feeds were sent in good order.
        begun_at: When it began.
        ended: Whether it is done or was given up.
    """

    id: int
    title: str
    plan: PrintPlan
    done: int
    begun_at: dt.datetime
    ended: bool

    @property
    def rest(self) -> tuple[Feed, ...]:
        """What is still to be printed."""
        return self.plan.feeds()[self.done :]


def begin_job(workspace: Workspace, title: str, pdf: bytes, plan: PrintPlan) -> PrintJob:
    """Keep a batch before its first sheet is sent.

    Args:
        workspace: Open workspace.
        title: What is printed.
        pdf: The PDF as it was previewed, uncorrected; kept once.
        plan: How it is put on paper.
    """
    sha256 = hashlib.sha256(pdf).hexdigest()
    with workspace.unit_of_work("print_job", f"打印{title}", passive=True) as uow:
        if uow.session.get(FileRow, sha256) is None:
            uow.session.add(FileRow(sha256=sha256, media_type=_PDF, content=pdf))
            uow.session.flush()
        row = PrintJobRow(
            title=title,
            pdf_sha256=sha256,
            plan=plan.as_values(),
            sheets=len(plan.feeds()),
            done_sheets=0,
            begun_at=workspace.clock(),
        )
        uow.session.add(row)
        uow.commit()
        return _job(row)


def advance(workspace: Workspace, job_id: int, done: int) -> None:
    """Record that so many feeds were sent.

    Raises:
        NotFound: There is no such job.
        ValidationFailed: The job has no so many, or more were sent before.
    """
    with workspace.unit_of_work("print_job", "打印进度", passive=True) as uow:
        row = _row(uow.session, job_id)
        if not row.done_sheets <= done <= row.sheets:
            raise ValidationFailed({"sheet": f"这一批共 {row.sheets} 张，不能记为已印 {done} 张"})
        row.done_sheets = done
        uow.commit()


def resume_from(
    workspace: Workspace, job_id: int, feed: int, printer: str | None = None
) -> PrintJob:
    """Go back, or ahead, to a feed, counted from 1: everything before it lies in good order.

    Args:
        workspace: Open workspace.
        job_id: The batch.
        feed: Where to go on.
        printer: Another printer than before, from its usual tray; None for the same.

    Raises:
        NotFound: There is no such job.
        ValidationFailed: The job has no such feed.
    """
    with workspace.unit_of_work("print_job", "打印进度", passive=True) as uow:
        row = _row(uow.session, job_id)
        if not 1 <= feed <= row.sheets:
            raise ValidationFailed({"sheet": f"这一批共 {row.sheets} 张，没有第 {feed} 张"})
        row.done_sheets, row.ended_at = feed - 1, None
        if printer is not None and printer != row.plan["printer"]:
            row.plan = {**row.plan, "printer": printer, "tray": ""}
        uow.commit()
        return _job(row)


def end_job(workspace: Workspace, job_id: int) -> None:
    """Record that everything lies in the tray, or that the rest is given up.

    Raises:
        NotFound: There is no such job.
    """
    with workspace.unit_of_work("print_job", "打印进度", passive=True) as uow:
        _row(uow.session, job_id).ended_at = workspace.clock()
        uow.commit()


def unfinished_jobs(workspace: Workspace) -> tuple[PrintJob, ...]:
    """List the jobs that nobody has seen the end of, the newest first."""
    wanted = select(PrintJobRow).where(PrintJobRow.ended_at.is_(None))
    with workspace.reading() as session:
        return tuple(_job(row) for row in session.scalars(wanted.order_by(PrintJobRow.id.desc())))


def pdf_for_printer(workspace: Workspace, job_id: int) -> bytes:
    """Give a job's PDF, corrected for the printer, tray and sides of its plan.

    Raises:
        NotFound: There is no such job.
    """
    with workspace.reading() as session:
        row = _row(session, job_id)
        pdf = session.get_one(FileRow, row.pdf_sha256).content
        plan = PrintPlan.from_values(row.plan)
    return corrected(workspace, pdf, plan)


def _row(session: Session, job_id: int) -> PrintJobRow:
    row = session.get(PrintJobRow, job_id)
    if row is None:
        raise NotFound("这个打印任务已经不在了")
    return row


def _job(row: PrintJobRow) -> PrintJob:
    plan = PrintPlan.from_values(row.plan)
    return PrintJob(
        row.id, row.title, plan, row.done_sheets, row.begun_at, row.ended_at is not None
    )
