"""Taking the pages of issued documents out of the workspace; their numbers stay.

Documents that were issued in one act share a file. Those of others are put together anew from their
own pages, as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from sqlalchemy import select, update

from partydesk.db.base import Base
from partydesk.db.journal import RowChange
from partydesk.db.models import FileRow, IssuedRow
from partydesk.reports.assembling import Stretch, assemble

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_PDF: Final = "application/pdf"
#: Stands in the place of a file that was taken out.
_REMOVED: Final = "application/x-removed"


def remove_pages(session: Session, number_ids: Collection[int]) -> tuple[set[str], list[RowChange]]:
    """Take the pages and codes of documents out; past the session, which would keep the codes.

    Args:
        session: Open session of the unit of work.
        number_ids: Numbers of the documents.

    Returns:
        SHA-256 of the files that are of no use any more, and what the journal is to say.
    """
    leaving = session.scalars(
        select(IssuedRow).where(IssuedRow.number_id.in_(number_ids), IssuedRow.pages > 0)
    ).all()
    gone = {row.pdf_sha256 for row in leaving}
    changes = [
        change for sha256 in sorted(gone) for change in _keep_the_others(session, sha256, leaving)
    ]
    if leaving:
        empty = _kept(session, b"", _REMOVED)
        nothing = {"pdf_sha256": empty, "first_page": 1, "pages": 0, "code": None}
        changes += [_set(session, row, nothing) for row in leaving]
    return gone, changes


def _keep_the_others(
    session: Session, sha256: str, leaving: Sequence[IssuedRow]
) -> list[RowChange]:
    """Put the pages of those that stay into a file of their own."""
    issued = session.scalars(
        select(IssuedRow).where(IssuedRow.pdf_sha256 == sha256).order_by(IssuedRow.first_page)
    ).all()
    staying = [row for row in issued if row not in leaving]
    if not staying:
        return []
    pdf = session.get_one(FileRow, sha256).content
    parts = [Stretch(pdf, row.first_page, row.pages) for row in staying]
    fresh = _kept(session, assemble(parts, title=staying[0].kind), _PDF)
    changes, first = [], 1
    for row in staying:
        changes.append(_set(session, row, {"pdf_sha256": fresh, "first_page": first}))
        first += row.pages
    return changes


def _set(session: Session, row: IssuedRow, values: Mapping[str, object]) -> RowChange:
    """Write values; the journal is told the new ones, of the old ones that there were some."""
    table = Base.metadata.tables[IssuedRow.__tablename__]
    session.execute(update(table).where(table.c.id == row.id).values(**values))
    return RowChange(table.name, row.id, "update", {}, dict(values))


def _kept(session: Session, content: bytes, media_type: str) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    if session.get(FileRow, sha256) is None:
        session.add(FileRow(sha256=sha256, media_type=media_type, content=content))
        session.flush()
    return sha256
