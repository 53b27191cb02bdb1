"""Printing: any document as a PDF; it takes no number and changes nothing but the print record."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from partydesk.db.models import AgreementRow, LetterRow, PlacementRow, PrintRow
from partydesk.domain.agreements import Agreement, AgreementKind, Amendment
from partydesk.domain.appointments import Letter
from partydesk.domain.errors import EnvironmentProblem, NotFound, ValidationFailed
from partydesk.domain.pinyin import matches
from partydesk.domain.progress import Progress, silent
from partydesk.reports.layout_reading import load_layout
from partydesk.reports.render import render_batch
from partydesk.services.agreement_text import forms_by_text
from partydesk.services.ceremonies import participants_in
from partydesk.services.ceremony_papers import CEREMONY_KINDS
from partydesk.services.consultation_sheets import CONSULTATIONS
from partydesk.services.coverage_sheet import COVERAGE
from partydesk.services.fairness_sheet import FAIRNESS
from partydesk.services.fonts import fonts_of
from partydesk.services.placements import placement_rows
from partydesk.services.print_kinds import Choice, PrintKind, Printout, Shown, Wanted, plain_list
from partydesk.services.print_lists import matching_results, posts_wanted
from partydesk.services.resting_collector import resting_collector
from partydesk.services.rosters import HANDBOOK, ROSTERS
from partydesk.services.selection import round_row
from partydesk.services.unprintable import require_printable
from partydesk.services.wish_forms import WISH_FORMS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

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
    """Put a document together without recording anything; the preview shows these very bytes.

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
        ValidationFailed: There is no such kind, layout or column, or too many columns.
        NotFound: There is nothing to print.
        RuleViolation: A text does not fit where it must.
    """
    if kind not in KINDS:
        raise ValidationFailed({"kind": f"不能打印 {kind}；可以打印：{'、'.join(KINDS)}"})
    chosen = None if placement_ids is None else frozenset(placement_ids)
    # The moment in the file is the day's, so that printing twice in a day gives the same bytes.
    created = workspace.clock().replace(hour=0, minute=0, second=0, microsecond=0)
    fonts = fonts_of(workspace)
    wanted = Wanted(year, query.strip(), chosen, shown, created, choice or Choice(), fonts)
    return KINDS[kind].compose(workspace, wanted, progress)


def _issued(
    kind: str, title: str, usual: str, read: Callable[[PlacementRow], Sequence[Any]]
) -> PrintKind:
    """Make the kind of document that was issued with a number and frozen."""

    def put_together(workspace: Workspace, wanted: Wanted, progress: Progress) -> Printout:
        with workspace.reading() as session:
            documents = _documents(session, wanted, read)
        if not documents:
            raise NotFound(f"{wanted.year} 年没有可打印的{title}")
        layout = load_layout(wanted.choice.layout or usual)
        form_of = forms_by_text(layout)
        with resting_collector():  # a thousand letters are a fifth sooner done
            done = render_batch(
                layout,
                documents,
                created=wanted.created,
                progress=progress,
                form_of=form_of,
                fonts=wanted.fonts,
            )
        numbers = tuple(document.number for document in documents)
        copies = max(getattr(document, "copies", 1) for document in documents)
        pages, count = sum(done.pages), len(documents)
        return Printout(
            kind, title, layout.name, done.pdf, pages, count, numbers, done.warnings, copies
        )

    return PrintKind(kind, title, put_together)


def _documents(
    session: Session, wanted: Wanted, read: Callable[[PlacementRow], Sequence[Any]]
) -> list[Any]:
    """The frozen documents, by number, or in the order in which people are called."""
    found, order = [], wanted.choice.order
    places: Mapping[int, int] = {}
    if order:
        called = participants_in(session, round_row(session, wanted.year).id, order)
        places = {each.placement_id: place for place, each in enumerate(called)}
    for row in _rows(session, wanted):
        for issued in read(row):
            if issued.number.void:
                continue
            content = issued.content
            words = (content["person"], content["enterprise"], content["number"])
            if not wanted.query or any(matches(wanted.query, word) for word in words):
                place = (places.get(row.id, len(places)), issued.number.year, issued.number.serial)
                found.append((place, _thawed(issued)))
    return [document for _, document in sorted(found, key=lambda pair: pair[0])]


def _rows(session: Session, wanted: Wanted) -> list[PlacementRow]:
    """The pairs of the year's round; named ones may be of any round."""
    if wanted.placement_ids is None:
        return placement_rows(session, round_row(session, wanted.year).id)
    named = select(PlacementRow).where(PlacementRow.id.in_(wanted.placement_ids))
    return list(session.scalars(named))


def _thawed(issued: LetterRow | AgreementRow) -> Letter | Agreement | Amendment:
    """Turn the frozen values back into the printed data class."""
    values: dict[str, Any] = dict(issued.content)
    for name in ("term_from", "term_to", "issued_on", "signed_on", "agreement_signed_on"):
        if name in values:
            values[name] = dt.date.fromisoformat(values[name])
    if "duties" in values:
        values["duties"] = tuple(values["duties"])
    if isinstance(issued, LetterRow):
        return Letter(**values)
    return Amendment(**values) if "agreement_number" in values else Agreement(**values)


def _only(issued: LetterRow | AgreementRow | None) -> list[LetterRow | AgreementRow]:
    return [] if issued is None else [issued]


def _amendments(row: PlacementRow) -> list[AgreementRow]:
    return [each for each in row.agreements if each.kind is AgreementKind.AMENDMENT]


KINDS: Mapping[str, PrintKind] = {
    kind.kind: kind
    for kind in (
        _issued("letters", "委任书", "letter", lambda row: _only(row.letter)),
        _issued("agreements", "协议书", "agreement", lambda row: _only(row.agreement)),
        _issued("amendments", "补充协议", "amendment", _amendments),
        plain_list("posts", "岗位需求清单", posts_wanted),
        plain_list("results", "匹配情况说明", matching_results),
        FAIRNESS,
        WISH_FORMS,
        CONSULTATIONS,
        *CEREMONY_KINDS,
        *ROSTERS,
        COVERAGE,
        HANDBOOK,
    )
}


def record_print(workspace: Workspace, printout: Printout) -> None:
    """Record that a document was printed or saved."""
    with workspace.unit_of_work(
        "print", f"打印{printout.title} {printout.records} 份", undoable=False, passive=True
    ) as uow:
        uow.session.add(
            PrintRow(
                kind=printout.kind,
                layout=printout.layout,
                records=printout.records,
                sha256=hashlib.sha256(printout.pdf).hexdigest(),
                printed_at=workspace.clock(),
            )
        )
        uow.commit()


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
    partial = path.with_name(path.name + ".partial")
    try:
        partial.write_bytes(printout.pdf)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        message = f"不能写入 {path}：请检查文件夹、磁盘空间，或先关闭正打开它的程序"
        raise EnvironmentProblem(message) from error
    record_print(workspace, printout)
