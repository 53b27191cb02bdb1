"""The part of a record's history in other tables: its links, its events, its attachments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from partydesk.db.journal import ActionRow, ChangeRow
from partydesk.db.models import (
    CoverageRow,
    EnterpriseRow,
    OrganizationEventRow,
    OrganizationRow,
)
from partydesk.domain.changes import FieldChange
from partydesk.services.attachment_history import attachment_history

_COVERAGES = CoverageRow.__tablename__
_EVENTS = OrganizationEventRow.__tablename__


@dataclass(frozen=True, slots=True)
class Linked:
    """What one action did to a record's links and events.

    Attributes:
        action: The action.
        changes: What was gained stands under after, what was lost under before.
    """

    action: ActionRow
    changes: tuple[FieldChange, ...]


def linked_history(session: Session, kind: str, record_id: int) -> dict[int, Linked]:
    """Tell which actions linked or unlinked a record, or recorded its events and attachments.

    Args:
        session: Open session.
        kind: The pool; people have no links.
        record_id: 记录号.

    Returns:
        Number of the action → what it did.
    """
    found = _links(session, kind, record_id)
    for action, change in attachment_history(session, kind, record_id):
        earlier = found.get(action.id)
        found[action.id] = Linked(action, (*(earlier.changes if earlier else ()), change))
    return found


def _links(session: Session, kind: str, record_id: int) -> dict[int, Linked]:
    """Tell which actions linked or unlinked a record, or recorded its events."""
    own, label = _OWN.get(kind, ("", ""))
    if not own:
        return {}
    tables = (_COVERAGES, _EVENTS) if kind == "organizations" else (_COVERAGES,)
    images = [func.json_extract(one, f"$.{own}") for one in (ChangeRow.before, ChangeRow.after)]
    # A link that a merge turned to another unit has only that unit in its images.
    links = select(CoverageRow.id).where(getattr(CoverageRow, own) == record_id)
    of_link = and_(ChangeRow.table_name == _COVERAGES, ChangeRow.row_id.in_(links))
    is_own = or_(*(image == record_id for image in images), of_link)
    statement = (
        select(ChangeRow, ActionRow)
        .join(ActionRow, ActionRow.id == ChangeRow.action_id)
        .where(ChangeRow.table_name.in_(tables), is_own)
        .order_by(ChangeRow.id)
    )
    found: dict[int, Linked] = {}
    for change, action in session.execute(statement):
        said = tuple(_said(session, change, own, record_id, label))
        earlier = found.get(action.id)
        found[action.id] = Linked(action, (*(earlier.changes if earlier else ()), *said))
    return found


#: Pool → its column in the links, and what a link is called in its history.
_OWN = {
    "organizations": ("organization_id", "覆盖单位"),
    "enterprises": ("enterprise_id", "所属组织"),
}


def _said(
    session: Session, change: ChangeRow, own: str, record_id: int, label: str
) -> list[FieldChange]:
    """Write one change of a link or an event in words."""
    before, after = dict(change.before or {}), dict(change.after or {})
    if change.operation == "update":
        # An image holds only the columns that moved; the rest of the link is as it is now.
        row = session.get(CoverageRow, change.row_id)
        rest = {} if row is None else {
            "organization_id": row.organization_id, "enterprise_id": row.enterprise_id
        }  # fmt: skip
        before, after = {**rest, **before}, {**rest, **after}
    if change.table_name == _EVENTS:
        return [FieldChange("组织事项", _event(before), _event(after))]
    lost, gained = (
        _other(session, image, own) if image.get(own) == record_id else ""
        for image in (before, after)
    )
    return [FieldChange(label, lost, gained)] if lost != gained else []


def _other(session: Session, image: Mapping[str, object], own: str) -> str:
    """Name the record at the other end of a link."""
    model, column = (
        (EnterpriseRow, "enterprise_id")
        if own == "organization_id"
        else (OrganizationRow, "organization_id")
    )
    number = int(str(image[column]))
    name = session.scalar(select(model.name).where(model.id == number))
    return name or f"记录号 {number}"


def _event(image: Mapping[str, object]) -> str:
    """Write an event in one line."""
    words = (image.get(name) for name in ("happened_on", "kind", "document", "details"))
    return " ".join(str(word) for word in words if word)
