"""Printing what carries a number: what was issued from its kept bytes, drafts from their data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from partydesk.db.models import (
    AgreementRow,
    CertificateRow,
    FileRow,
    IssuedRow,
    LetterRow,
    NoticeRow,
    NumberRow,
    PlacementRow,
    PrintedNumberRow,
)
from partydesk.domain.agreements import AgreementKind
from partydesk.domain.errors import NotFound, Reason, RuleViolation
from partydesk.domain.pinyin import matches
from partydesk.domain.print_plan import in_order
from partydesk.domain.progress import Progress
from partydesk.reports.assembling import Stretch, assemble
from partydesk.reports.findings import PrintWarning
from partydesk.reports.layout import Layout
from partydesk.reports.render import Rendered, render_batch
from partydesk.services.ceremonies import participants_in
from partydesk.services.issuing import USUAL, forms_of, thawed
from partydesk.services.layouts import fitting_layout
from partydesk.services.placements import placement_rows
from partydesk.services.print_kinds import PrintKind, Printout, Wanted
from partydesk.services.resting_collector import resting_collector
from partydesk.services.selection import round_row

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from partydesk.services.workspace import Workspace

Row = LetterRow | AgreementRow | CertificateRow | NoticeRow


@dataclass(frozen=True, slots=True)
class Numbered:
    """One document that carries a number.

    Attributes:
        kind: Kind of document.
        content: What it says, its verification code included.
        kept: Where it stands among what was issued; None for a draft, and for what was issued
            before anything was kept.
    """

    kind: str
    content: Any
    kept: IssuedRow | None


def numbered_of(session: Session, kind: str, rows: Sequence[Row]) -> list[Numbered]:
    """Read documents of one kind with what was kept of them."""
    kept = {
        issued.number_id: issued
        for issued in session.scalars(
            select(IssuedRow).where(IssuedRow.number_id.in_([row.number_id for row in rows]))
        )
    }
    found = []
    for row in rows:
        issued = kept.get(row.number_id)
        code = "" if issued is None else issued.code or ""
        found.append(Numbered(kind, replace(thawed(row), code=code), issued))
    return found


def print_numbered(
    session: Session,
    kind: PrintKind,
    documents: Sequence[Numbered],
    wanted: Wanted,
    progress: Progress,
) -> Printout:
    """Put documents together: pages of what was issued as they are, the others set from their data.

    Args:
        session: Open session.
        kind: What is printed.
        documents: At least one, in the order of printing.
        wanted: A layout named in it sets all of them anew.
        progress: Told how far setting is.

    Raises:
        RuleViolation: A text does not fit where it must.
    """
    kept = {
        place: document.kept
        for place, document in enumerate(documents)
        if document.kept is not None and not wanted.choice.layout
    }
    _require_pages(documents)
    stretches = _stretches_kept(session, kept)
    layouts = dict.fromkeys(row.layout for row in kept.values())
    warnings: list[PrintWarning] = []
    fresh: dict[str, list[int]] = {}
    for place, document in enumerate(documents):
        if place not in kept:
            fresh.setdefault(document.kind, []).append(place)
    for name, places in fresh.items():
        layout = fitting_layout(session, name, USUAL[name], wanted.choice.layout).layout
        layouts[layout.name] = None
        done = _set(layout, name, [documents[place].content for place in places], wanted, progress)
        warnings += done.warnings
        first = 1
        for place, pages in zip(places, done.pages, strict=True):
            stretches[place] = Stretch(done.pdf, first, pages)
            first += pages
    parts = [stretches[place] for place in range(len(documents))]
    contents = [document.content for document in documents]
    named = ((each.person, each.number) for each in contents)
    return Printout(
        kind=kind.kind,
        title=kind.title,
        layout="、".join(layouts),
        pdf=assemble(parts, title=kind.title),
        pages=sum(part.pages for part in parts),
        records=len(documents),
        numbers=tuple(each.number for each in contents),
        warnings=tuple(warnings),
        copies=max(getattr(each, "copies", 1) for each in contents),
        documents=in_order(named, [part.pages for part in parts]),
    )


def _require_pages(documents: Sequence[Numbered]) -> None:
    """Refuse documents whose pages were taken out with their person's data: only a number is left.

    Raises:
        RuleViolation: There are such.
    """
    gone = [each.content.number for each in documents if each.kept and not each.kept.pages]
    if gone:
        message = f"{'、'.join(gone)}已按个人信息的保存期限清除，只留编号"
        raise RuleViolation([Reason("purged", message)])


def _stretches_kept(session: Session, kept: Mapping[int, IssuedRow]) -> dict[int, Stretch]:
    """Find the pages of what was issued, by place."""
    # Read once: stretches of one file share its fonts by being of the very same bytes.
    files = {
        sha256: session.get_one(FileRow, sha256).content
        for sha256 in {row.pdf_sha256 for row in kept.values()}
    }
    return {
        place: Stretch(files[row.pdf_sha256], row.first_page, row.pages)
        for place, row in kept.items()
    }


def _set(
    layout: Layout, kind: str, contents: Sequence[Any], wanted: Wanted, progress: Progress
) -> Rendered:
    with resting_collector():  # a thousand letters are a fifth sooner done
        return render_batch(
            layout,
            contents,
            created=wanted.created,
            progress=progress,
            form_of=forms_of(kind, layout),
            fonts=wanted.fonts,
        )


def _of_placements(
    kind: str, title: str, read: Callable[[PlacementRow], Sequence[Row]]
) -> PrintKind:
    """Make a kind of document that belongs to the pairs of a round."""

    def put_together(workspace: Workspace, wanted: Wanted, progress: Progress) -> Printout:
        with workspace.reading() as session:
            rows = _wanted_rows(session, wanted, read)
            if not rows:
                raise NotFound(f"{wanted.year} 年没有可打印的{title}")
            return print_numbered(session, made, numbered_of(session, kind, rows), wanted, progress)

    made = PrintKind(kind, title, put_together)
    return made


def _wanted_rows(
    session: Session, wanted: Wanted, read: Callable[[PlacementRow], Sequence[Row]]
) -> list[Row]:
    """What is not void, by number, or in the order in which people are called."""
    found: list[tuple[tuple[int, int, int], Row]] = []
    places: Mapping[int, int] = {}
    if wanted.choice.order:
        called = participants_in(session, round_row(session, wanted.year).id, wanted.choice.order)
        places = {each.placement_id: place for place, each in enumerate(called)}
    for placement in _placements(session, wanted):
        for row in read(placement):
            content = row.content
            words = (content["person"], content["enterprise"], content["number"])
            if row.number.void:
                continue
            if not wanted.query or any(matches(wanted.query, word) for word in words):
                place = places.get(placement.id, len(places))
                found.append(((place, row.number.year, row.number.serial), row))
    return [row for _, row in sorted(found, key=lambda pair: pair[0])]


def _placements(session: Session, wanted: Wanted) -> list[PlacementRow]:
    """The pairs of the year's round; named ones may be of any round."""
    if wanted.placement_ids is None:
        return placement_rows(session, round_row(session, wanted.year).id)
    named = select(PlacementRow).where(PlacementRow.id.in_(wanted.placement_ids))
    return list(session.scalars(named))


def _only(issued: Row | None) -> list[Row]:
    return [] if issued is None else [issued]


def _amendments(row: PlacementRow) -> list[Row]:
    return [each for each in row.agreements if each.kind is AgreementKind.AMENDMENT]


NUMBERED: Final = (
    _of_placements("letters", "委任书", lambda row: _only(row.letter)),
    _of_placements("agreements", "协议书", lambda row: _only(row.agreement)),
    _of_placements("amendments", "补充协议", _amendments),
)


def record_numbers(session: Session, print_id: int, numbers: Sequence[str]) -> None:
    """Write into the register which numbers went on paper, and which of them once more (补打).

    Args:
        session: Open session of the unit of work that records the print.
        print_id: The print.
        numbers: As printed.
    """
    rows = session.scalars(select(NumberRow).where(NumberRow.text.in_(numbers))).all()
    before = set(
        session.scalars(
            select(PrintedNumberRow.number_id).where(
                PrintedNumberRow.number_id.in_([row.id for row in rows])
            )
        )
    )
    session.add_all(
        PrintedNumberRow(print_id=print_id, number_id=row.id, again=row.id in before)
        for row in rows
    )
