"""材料: the scans that are kept with a pair, of its agreement and of each party's consent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from partydesk.db.models import AttachmentRow, ConsentRow, PlacementRow
from partydesk.domain.errors import NotFound

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Paper:
    """Something of a pair that scans can be kept with.

    Attributes:
        kind: The kind of owner, as :mod:`partydesk.services.attachments` takes it.
        record_id: Its number.
        title: What people call it.
        scans: How many are kept.
    """

    kind: str
    record_id: int
    title: str
    scans: int


def papers_of(workspace: Workspace, placement_id: int) -> tuple[Paper, ...]:
    """List what scans can be kept with: the pair itself, then its consents as they were given.

    Raises:
        NotFound: There is no such pair.
    """
    with workspace.reading() as session:
        row = session.get(PlacementRow, placement_id)
        if row is None:
            raise NotFound(f"没有编号为 {placement_id} 的拟配")
        consents = select(ConsentRow.id).where(ConsentRow.placement_id == placement_id)
        own = session.scalars(
            select(AttachmentRow.id).where(AttachmentRow.placement_id == placement_id)
        ).all()
        given = Counter(
            session.scalars(
                select(AttachmentRow.consent_id).where(AttachmentRow.consent_id.in_(consents))
            )
        )
        return (
            Paper("placements", row.id, "协议和委任材料", len(own)),
            *(
                Paper("consents", each.id, f"{each.party.label}同意", given[each.id])
                for each in row.consents
            ),
        )
