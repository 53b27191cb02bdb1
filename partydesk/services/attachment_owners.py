"""What attachments can hang on: records of a pool, and talks about a post."""

from __future__ import annotations

from sqlalchemy.orm import Session

from partydesk.db.models import ConsultationRow
from partydesk.domain.errors import NotFound
from partydesk.services.pool_kinds import POOLS, pool_of, row_of
from partydesk.services.selection import post_of, post_row

TALKS = "consultations"
#: Kind of owner → the column that ties an attachment to it.
OWNERS = {
    "talents": "talent_id",
    "enterprises": "enterprise_id",
    "organizations": "organization_id",
    TALKS: "consultation_id",
}


def owner_column(kind: str) -> str:
    """Name the column that ties an attachment to a kind of owner.

    Raises:
        NotFound: Nothing can hang on it.
    """
    if kind not in OWNERS:
        raise NotFound(f"{kind} 不能带附件")
    return OWNERS[kind]


def owner_words(session: Session, kind: str, record_id: int) -> str:
    """Say what an attachment hangs on, such as 人才“苏和”.

    Raises:
        NotFound: It is not there, or nothing can hang on it.
    """
    if kind in POOLS:
        pool = pool_of(kind)
        return f"{pool.title}“{pool.read(row_of(session, pool, record_id)).name}”"
    owner_column(kind)
    talk = session.get(ConsultationRow, record_id)
    if talk is None:
        raise NotFound("这条沟通记录已不在工作区中")
    return f"沟通记录“{post_of(post_row(session, talk.post_id)).label}”"
