"""Reading and removing the talks about posts, with the papers that hang on them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import AttachmentRow, ConsultationRow, PostRow, TalentRow


def list_talks(
    session: Session, *, post_id: int | None = None, round_id: int | None = None
) -> list[tuple[ConsultationRow, str | None, str | None]]:
    """List talks with the person's name and the title of the first paper, oldest first.

    Args:
        session: Open session.
        post_id: Only those about this post.
        round_id: Only those about the posts of this round.
    """
    paper = (
        select(AttachmentRow.title)
        .where(AttachmentRow.consultation_id == ConsultationRow.id)
        .order_by(AttachmentRow.id)
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        select(ConsultationRow, TalentRow.name, paper)
        .outerjoin(TalentRow, TalentRow.id == ConsultationRow.talent_id)
        .order_by(ConsultationRow.post_id, ConsultationRow.held_on, ConsultationRow.id)
    )
    if post_id is not None:
        statement = statement.where(ConsultationRow.post_id == post_id)
    if round_id is not None:
        statement = statement.join(PostRow, PostRow.id == ConsultationRow.post_id)
        statement = statement.where(PostRow.round_id == round_id)
    return [(talk, name, title) for talk, name, title in session.execute(statement)]


def delete_talks(session: Session, talks: Sequence[ConsultationRow]) -> None:
    """Delete talks with their papers; nothing is committed."""
    numbers = [talk.id for talk in talks]
    papers = select(AttachmentRow).where(AttachmentRow.consultation_id.in_(numbers))
    for paper in session.scalars(papers):
        session.delete(paper)
    session.flush()
    for talk in talks:
        session.delete(talk)
