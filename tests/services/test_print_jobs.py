"""A batch goes on where it stopped, after a jam and after a restart; numbers are never taken."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from partydesk.db.models import FileRow, NumberRow, PrintJobRow
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.print_plan import PrintedDocument, PrintPlan, Sides
from partydesk.services.history import list_actions
from partydesk.services.print_jobs import (
    advance,
    begin_job,
    end_job,
    pdf_for_printer,
    resume_from,
    unfinished_jobs,
)
from partydesk.services.printers import sheet_to_measure
from partydesk.services.workspace import Workspace, open_workspace
from tests.factories import StandingClock
from tests.reports.test_overprint import crossings
from tests.services.test_printers import FRONT, keep

DOCUMENTS = tuple(PrintedDocument(f"人{n}", f"{n}号", n, 1) for n in range(1, 31))
PLAN = PrintPlan(tuple(range(1, 31)), documents=DOCUMENTS, printer="HP")


def test_a_batch_goes_on_after_a_restart_at_the_sheet_that_was_not_sent(
    workspace: Workspace, clock: StandingClock
) -> None:
    job = begin_job(workspace, "委任书", b"%PDF", PLAN)
    for done in range(1, 17):
        advance(workspace, job.id, done)
    folder = workspace.folder
    workspace.close()
    with open_workspace(folder, clock=clock) as again:
        (found,) = unfinished_jobs(again)
        assert (found.title, found.done, found.plan) == ("委任书", 16, PLAN)
        assert [feed.front for feed in found.rest] == list(range(17, 31))
        assert found.plan.said(found.rest[0]) == "人17（17号）、第 17 页"
        assert pdf_for_printer(again, found.id) == b"%PDF"
        end_job(again, found.id)
        assert unfinished_jobs(again) == ()


def test_the_jammed_sheet_is_printed_again_when_asked(workspace: Workspace) -> None:
    job = begin_job(workspace, "委任书", b"%PDF", PLAN)
    advance(workspace, job.id, 30)
    assert unfinished_jobs(workspace)[0].rest == ()
    end_job(workspace, job.id)
    again = resume_from(workspace, job.id, 17)
    assert [feed.front for feed in again.rest] == list(range(17, 31))
    assert not again.ended
    assert unfinished_jobs(workspace) == (again,)


def test_the_rest_can_go_to_another_printer(workspace: Workspace) -> None:
    job = begin_job(workspace, "委任书", b"%PDF", replace(PLAN, tray="手送"))
    same = resume_from(workspace, job.id, 3, "HP")
    assert (same.plan.printer, same.plan.tray) == ("HP", "手送")
    other = resume_from(workspace, job.id, 3, "Canon")
    assert (other.plan.printer, other.plan.tray, other.done) == ("Canon", "", 2)
    assert unfinished_jobs(workspace) == (other,)


def test_printing_takes_no_number_and_leaves_the_journal_alone(workspace: Workspace) -> None:
    before = list_actions(workspace)
    first = begin_job(workspace, "委任书", b"%PDF", PLAN)
    second = begin_job(workspace, "委任书", b"%PDF", PrintPlan((1,), sides=Sides.BY_HAND))
    advance(workspace, first.id, 3)
    assert [job.id for job in unfinished_jobs(workspace)] == [second.id, first.id]
    with workspace.reading() as session:
        counts = [
            session.scalar(select(func.count()).select_from(model))
            for model in (NumberRow, FileRow, PrintJobRow)
        ]
    assert counts == [0, 1, 2]
    assert list_actions(workspace) == before


def test_the_printer_gets_corrected_pages_and_the_stored_ones_stay(workspace: Workspace) -> None:
    keep(workspace, FRONT)
    pdf = sheet_to_measure(workspace, 210, 297)
    plan = PrintPlan((1, 2), printer="HP")
    job = begin_job(workspace, "校准页", pdf, plan)
    sent = pdf_for_printer(workspace, job.id)
    assert FRONT.printed(crossings(sent)[0]) == pytest.approx((20, 20), abs=0.1)
    with workspace.reading() as session:
        assert session.scalars(select(FileRow.content)).all() == [pdf]


def test_sheets_and_jobs_that_do_not_exist_are_refused(workspace: Workspace) -> None:
    job = begin_job(workspace, "委任书", b"%PDF", PLAN)
    for feed in (0, 31):
        with pytest.raises(ValidationFailed, match=f"没有第 {feed} 张"):
            resume_from(workspace, job.id, feed)
    advance(workspace, job.id, 3)
    for done in (2, 31):
        with pytest.raises(ValidationFailed, match=f"不能记为已印 {done} 张"):
            advance(workspace, job.id, done)
    for act in (end_job, pdf_for_printer):
        with pytest.raises(NotFound):
            act(workspace, 99)
