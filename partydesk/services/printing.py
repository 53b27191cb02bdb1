"""Printing: any document as a PDF; it takes no number and changes nothing but the print record."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from partydesk.db.models import PrintRow
from partydesk.domain.changes import Changes
from partydesk.domain.errors import ValidationFailed
from partydesk.domain.progress import Progress, silent
from partydesk.exchange.files import written_whole
from partydesk.services.ceremony_papers import CEREMONY_KINDS
from partydesk.services.certificates import CERTIFICATES_KIND
from partydesk.services.consultation_sheets import CONSULTATIONS
from partydesk.services.coverage_sheet import COVERAGE
from partydesk.services.disclosures import record_full_print
from partydesk.services.duty.bulletin import BULLETIN
from partydesk.services.duty.calendar_sheet import CALENDAR
from partydesk.services.duty.inspection_papers import INSPECTION_FORMS, SHORTCOMINGS
from partydesk.services.duty.plan_papers import WORK_PLANS
from partydesk.services.duty.report_status_sheet import REPORT_STATUS
from partydesk.services.duty.training_papers import SIGN_IN, TRAINING_ROSTER
from partydesk.services.evaluation.ballot_papers import BALLOT_TALLY, BALLOTS
from partydesk.services.evaluation.evaluation_letters import (
    COMMITTEE_PUBLIC,
    EVALUATION_PUBLIC,
    MEASURES,
)
from partydesk.services.evaluation.evaluation_papers import (
    COMMITTEE_SHEETS,
    COMMITTEE_SUMMARY,
    EVALUATION_SHEETS,
    EVALUATION_SUMMARY,
)
from partydesk.services.fairness_sheet import FAIRNESS
from partydesk.services.fonts import fonts_of
from partydesk.services.key_certificate import KEY_CERTIFICATE
from partydesk.services.notices import NOTICES
from partydesk.services.numbered_documents import NUMBERED, record_numbers
from partydesk.services.print_kinds import Choice, PrintKind, Printout, Shown, Wanted, plain_list
from partydesk.services.print_lists import matching_results, posts_wanted
from partydesk.services.privacy_papers import PRIVACY_KINDS
from partydesk.services.register_sheet import REGISTER
from partydesk.services.rosters import HANDBOOK, ROSTERS
from partydesk.services.self_check.sheet import SELF_CHECK
from partydesk.services.unprintable import require_printable
from partydesk.services.wish_forms import WISH_FORMS
from partydesk.services.year_closing import YEAR_CLOSING

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


def compose(
    workspace: Workspace,
    kind: str,
    *,
    year: int,
    query: str = "",
    placement_ids: Sequence[int] | None = None,
    shown: Shown | None = None,
    choice: Choice | None = None,
    progress: Progress = silent,
) -> Printout:
    """Put a document together; the preview shows these very bytes.

    Nothing is recorded yet, but for the reason of full numbers, which the preview shows already.

    Args:
        workspace: Open workspace.
        kind: One of :data:`KINDS`.
        year: The year.
        query: Words that the person, the unit or the number must match.
        placement_ids: Only these pairs; None for all.
        shown: Which records and columns of a pool; None for those that ``query`` finds.
        choice: What only some kinds let one choose; None for what is usual.
        progress: Told how far it is.

    Raises:
        ValidationFailed: There is no such kind, layout or column, or too many columns; or full
            numbers are asked of a kind that shows none.
        NotFound: There is nothing to print.
        RuleViolation: A text does not fit where it must, or no right to full numbers.
    """
    if kind not in KINDS:
        raise ValidationFailed({"kind": f"不能打印 {kind}；可以打印：{'、'.join(KINDS)}"})
    if choice is not None and choice.full_reason:
        if not KINDS[kind].has_numbers:
            raise ValidationFailed({"full_numbers": f"{KINDS[kind].title}不印个人号码"})
        record_full_print(workspace, KINDS[kind].title, choice.full_reason)
    chosen = None if placement_ids is None else frozenset(placement_ids)
    # The moment in the file is the day's, so that printing twice in a day gives the same bytes.
    created = workspace.clock().replace(hour=0, minute=0, second=0, microsecond=0)
    fonts = fonts_of(workspace)
    wanted = Wanted(year, query.strip(), chosen, shown, created, choice or Choice(), fonts)
    return KINDS[kind].compose(workspace, wanted, progress)


KINDS: Mapping[str, PrintKind] = {
    kind.kind: kind
    for kind in (
        *NUMBERED,
        NOTICES,
        CERTIFICATES_KIND,
        REGISTER,
        plain_list("posts", "岗位需求清单", posts_wanted),
        plain_list("results", "匹配情况说明", matching_results),
        FAIRNESS,
        WISH_FORMS,
        CONSULTATIONS,
        CALENDAR,
        BULLETIN,
        REPORT_STATUS,
        SIGN_IN,
        TRAINING_ROSTER,
        INSPECTION_FORMS,
        SHORTCOMINGS,
        WORK_PLANS,
        BALLOTS,
        BALLOT_TALLY,
        EVALUATION_SHEETS,
        EVALUATION_SUMMARY,
        EVALUATION_PUBLIC,
        MEASURES,
        COMMITTEE_SHEETS,
        COMMITTEE_SUMMARY,
        COMMITTEE_PUBLIC,
        YEAR_CLOSING,
        *CEREMONY_KINDS,
        *ROSTERS,
        COVERAGE,
        HANDBOOK,
        KEY_CERTIFICATE,
        SELF_CHECK,
        *PRIVACY_KINDS,
    )
}


def record_print(workspace: Workspace, printout: Printout) -> Changes:
    """Record that a document was printed or saved."""
    with workspace.unit_of_work(
        "print", f"打印{printout.title} {printout.records} 份", undoable=False, passive=True
    ) as uow:
        row = PrintRow(
            kind=printout.kind,
            layout=printout.layout,
            records=printout.records,
            sha256=hashlib.sha256(printout.pdf).hexdigest(),
            printed_at=workspace.clock(),
        )
        uow.session.add(row)
        uow.session.flush()
        record_numbers(uow.session, row.id, printout.numbers)
        return uow.commit()


def save_printout(
    workspace: Workspace, printout: Printout, path: Path, *, allow_missing: bool = False
) -> None:
    """Write a document to a file, all or nothing, and record it.

    Args:
        workspace: Open workspace.
        printout: The document.
        path: The file.
        allow_missing: Whether characters that no font has may be left empty, to be written by hand.

    Raises:
        RuleViolation: A character is missing and may not be.
        EnvironmentProblem: The file cannot be written.
    """
    require_printable(printout.warnings, allow_missing=allow_missing)
    with written_whole(path) as partial:
        partial.write_bytes(printout.pdf)
    record_print(workspace, printout)
