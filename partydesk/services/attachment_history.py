"""What happened to the attachments of a record, for its history."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from partydesk.db.journal import ActionRow, ChangeRow
from partydesk.db.models import AttachmentRow
from partydesk.domain.attachments import size_words, type_named
from partydesk.domain.changes import FieldChange
from partydesk.services.attachment_owners import OWNERS

_TABLE = AttachmentRow.__tablename__


def attachment_history(
    session: Session, kind: str, record_id: int
) -> list[tuple[ActionRow, FieldChange]]:
    """Tell which actions added, renamed or removed an attachment of a record, oldest first."""
    owner = OWNERS[kind]
    here = select(AttachmentRow.id).where(getattr(AttachmentRow, owner) == record_id)
    # What was removed is known only by its image; removals are few.
    gone = select(ChangeRow.row_id, ChangeRow.before).where(
        ChangeRow.table_name == _TABLE, ChangeRow.operation == "delete"
    )
    removed = [
        number
        for number, before in session.execute(gone)
        if before is not None and before.get(owner) == record_id
    ]
    statement = (
        select(ChangeRow, ActionRow)
        .join(ActionRow, ActionRow.id == ChangeRow.action_id)
        .where(
            and_(
                ChangeRow.table_name == _TABLE,
                or_(ChangeRow.row_id.in_(here), ChangeRow.row_id.in_(removed)),
            )
        )
        .order_by(ChangeRow.id)
    )
    return [
        (action, FieldChange("附件", before, after))
        for change, action in session.execute(statement)
        # A merge moves an attachment to another record and changes nothing of what it is called.
        if (before := _words(change.before)) != (after := _words(change.after))
    ]


def _words(image: Mapping[str, object] | None) -> str:
    """Name an attachment as an image shows it; an image of an update holds the title only."""
    if not image:
        return ""
    title = str(image.get("title", ""))
    if "media_type" not in image:
        return title
    kind = type_named(str(image["media_type"])).words
    return f"{title}（{kind}，{size_words(int(str(image['size'])))}）"
