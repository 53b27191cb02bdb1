"""Finding anything by a few words: people, units, and documents by their number."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from sqlalchemy import select

from partydesk.db.models import AgreementRow, LetterRow, NumberRow, PlacementRow, TalentRow
from partydesk.domain.listing import Hit
from partydesk.services.pool_kinds import POOLS
from partydesk.services.pools import search_records

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: Kind of hit for a document; the record is its placement.
DOCUMENTS = "placements"
_BRACKETS = str.maketrans(dict.fromkeys("〔〕[]()（）【】", " "))


def find_anything(workspace: Workspace, text: str, each: int = 8) -> tuple[Hit, ...]:
    """Find records of both pools and documents.

    Args:
        workspace: Open workspace.
        text: Words; each must match.
        each: How many to give of each kind.
    """
    if not text.strip():
        return ()
    pools = [hit for kind in POOLS for hit in search_records(workspace, kind, text, each)[0]]
    return (*pools, *find_documents(workspace, text, each))


def find_documents(workspace: Workspace, text: str, limit: int = 8) -> tuple[Hit, ...]:
    """Find agreements and letters by parts of their number, brackets left aside.

    Returns:
        Hits of kind :data:`DOCUMENTS` with the placement's number, newest document first.
    """
    terms = unicodedata.normalize("NFKC", text).translate(_BRACKETS).split()
    # A lone name would list every document of a year; a number has at least one figure.
    if not any(character.isdigit() for character in text):
        return ()
    with workspace.reading() as session:
        hits: list[Hit] = []
        for model, label in ((LetterRow, "委任书编号"), (AgreementRow, "协议编号")):
            statement = (
                select(model.placement_id, NumberRow.text, TalentRow.name)
                .join(NumberRow, NumberRow.id == model.number_id)
                .join(PlacementRow, PlacementRow.id == model.placement_id)
                .join(TalentRow, TalentRow.id == PlacementRow.talent_id)
                .where(*(NumberRow.text.contains(term, autoescape=True) for term in terms))
                .order_by(NumberRow.id.desc())
                .limit(limit)
            )
            hits.extend(
                Hit(DOCUMENTS, placement, f"{number} · {name}", label)
                for placement, number, name in session.execute(statement)
            )
    return tuple(hits[:limit])
