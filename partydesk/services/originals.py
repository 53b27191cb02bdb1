"""原件: documents by number as they were issued; to look at any, and to print again (补打)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from partydesk.db.models import AgreementRow, CertificateRow, IssuedRow, LetterRow
from partydesk.domain.errors import NotFound, Reason, RuleViolation
from partydesk.domain.progress import Progress, silent
from partydesk.services.fonts import fonts_of
from partydesk.services.number_register import Entry, entries_of
from partydesk.services.numbered_documents import Numbered, numbered_of, print_numbered
from partydesk.services.print_kinds import PrintKind, Printout, Wanted
from partydesk.services.printing import KINDS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from partydesk.services.workspace import Workspace

_MIXED = "文书"
_CERTIFICATES = "certificates"


@dataclass(frozen=True, slots=True)
class _Named:
    """What printing asks of a document whose pages are kept."""

    number: str
    person: str


def why_not_printed(entry: Entry) -> str:
    """Say why a document cannot go on paper again; empty where it can."""
    if entry.paper is None:
        return "登记簿里只有编号，没有文书"
    return "已经作废，只能预览" if entry.void else ""


def compose_originals(
    workspace: Workspace,
    number_ids: Sequence[int],
    *,
    look: bool = False,
    progress: Progress = silent,
) -> Printout:
    """Put documents together as they were issued; drafts as they stand.

    Args:
        workspace: Open workspace.
        number_ids: Their numbers' 记录号; they stand in the order of the register.
        look: Whether they are only looked at, void ones too.
        progress: Told how far setting is.

    Raises:
        NotFound: There is no such number, or nothing carries it.
        RuleViolation: It is void and not only looked at, or a text does not fit where it must.
    """
    created = workspace.clock().replace(hour=0, minute=0, second=0, microsecond=0)
    with workspace.reading() as session:
        entries = entries_of(session, number_ids)
        if not entries or any(entry.paper is None for entry in entries):
            raise NotFound("文号登记簿里没有这个编号的文书")
        refused = {entry.number: why_not_printed(entry) for entry in entries}
        reasons = [Reason("not_printed", f"{n}：{why}") for n, why in refused.items() if why]
        if reasons and not look:
            raise RuleViolation(reasons)
        wanted = Wanted(entries[0].year, "", None, None, created, fonts=fonts_of(workspace))
        documents = _documents(session, entries)
        return print_numbered(session, _kind_of(entries), documents, wanted, progress)


def _kind_of(entries: Sequence[Entry]) -> PrintKind:
    """Under which kind they are printed, so that the printer chosen for it is proposed again."""
    first = entries[0]
    kind = KINDS.get(first.kind, KINDS[_CERTIFICATES])
    titles = {entry.title for entry in entries}
    return replace(kind, title=first.title if len(titles) == 1 else _MIXED)


def _documents(session: Session, entries: Sequence[Entry]) -> list[Numbered]:
    """Kept pages where there are such, else what the document says."""
    ids = [entry.number_id for entry in entries]
    issued = session.scalars(select(IssuedRow).where(IssuedRow.number_id.in_(ids)))
    kept = {each.number_id: each for each in issued}
    said = _unkept(session, [entry for entry in entries if entry.number_id not in kept])
    found: list[Numbered] = []
    for entry in entries:
        pages = kept.get(entry.number_id)
        if pages is not None:
            found.append(Numbered(entry.kind, _Named(entry.number, entry.who), pages))
        elif entry.number_id in said:
            found.append(said[entry.number_id])
        else:
            raise NotFound(f"{entry.number}没有存下原件")
    return found


def _unkept(session: Session, entries: Sequence[Entry]) -> dict[int, Numbered]:
    """Read what documents say of which nothing was kept: drafts, and those of older programs."""
    kinds = {entry.number_id: entry.kind for entry in entries}
    rows: list[LetterRow | AgreementRow | CertificateRow] = [
        *session.scalars(select(LetterRow).where(LetterRow.number_id.in_(kinds))),
        *session.scalars(select(AgreementRow).where(AgreementRow.number_id.in_(kinds))),
        *session.scalars(select(CertificateRow).where(CertificateRow.number_id.in_(kinds))),
    ]
    return {
        row.number_id: document
        for row in rows
        for document in numbered_of(session, kinds[row.number_id], [row])
    }
