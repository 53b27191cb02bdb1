"""Taking the pages of issued documents out of the workspace; their numbers stay.

Documents that were issued in one act share a file. Those of others are put together anew from their
own pages, as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from sqlalchemy import select, update

from partydesk.db.models import FileRow, IssuedRow
from partydesk.reports.assembling import Stretch, assemble

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_PDF: Final = "application/pdf"
#: Stands in the place of a file that was taken out.
_REMOVED: Final = "application/x-removed"


def remove_pages(session: Session, number_ids: Collection[int]) -> set[str]:
    """Take the pages and codes of documents out; past the journal, which would keep the code.

    Args:
        session: Open session of the unit of work.
        number_ids: Numbers of the documents.

    Returns:
        SHA-256 of the files that are of no use any more.
    """
    gone = set(
        session.scalars(
            select(IssuedRow.pdf_sha256).where(
                IssuedRow.number_id.in_(number_ids), IssuedRow.pages > 0
            )
        )
    )
    if not gone:
        return gone
    for sha256 in sorted(gone):
        _keep_the_others(session, sha256, number_ids)
    empty = _kept(session, b"", _REMOVED)
    session.execute(
        update(IssuedRow.__table__)  # type: ignore[arg-type]  # a table, in the model's words
        .where(IssuedRow.__table__.c.number_id.in_(number_ids))
        .values(pdf_sha256=empty, first_page=1, pages=0, code=None)
    )
    return gone


def _keep_the_others(session: Session, sha256: str, leaving: Collection[int]) -> None:
    """Put the pages of those that stay into a file of their own."""
    issued = session.scalars(
        select(IssuedRow).where(IssuedRow.pdf_sha256 == sha256).order_by(IssuedRow.first_page)
    ).all()
    staying = [row for row in issued if row.number_id not in leaving]
    if not staying:
        return
    pdf = session.get_one(FileRow, sha256).content
    parts = [Stretch(pdf, row.first_page, row.pages) for row in staying]
    fresh = _kept(session, assemble(parts, title=staying[0].kind), _PDF)
    first = 1
    for row in staying:
        session.execute(
            update(IssuedRow.__table__)  # type: ignore[arg-type]
            .where(IssuedRow.__table__.c.id == row.id)
            .values(pdf_sha256=fresh, first_page=first)
        )
        first += row.pages


def _kept(session: Session, content: bytes, media_type: str) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    if session.get(FileRow, sha256) is None:
        session.add(FileRow(sha256=sha256, media_type=media_type, content=content))
        session.flush()
    return sha256
