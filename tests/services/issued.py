"""What the tests of issued documents share: letters on their way out, and what was kept of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlalchemy import select

from partydesk.db.models import FileRow, IssuedRow, NumberRow
from partydesk.domain.placements import Action, Order, Placement
from partydesk.domain.values import Cell
from partydesk.services.number_register import list_entries
from partydesk.services.originals import compose_originals
from partydesk.services.placements import Outcome, act
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, consent_all, make_pairs


def sign(workspace: Workspace, ids: Sequence[int] | None = None) -> Outcome:
    """Sign agreements of today."""
    return act(workspace, YEAR, Action.SIGN, Order(workspace.today()), ids)


def appoint(workspace: Workspace, ids: Sequence[int] | None = None) -> Outcome:
    """Issue letters of today."""
    return act(workspace, YEAR, Action.APPOINT, Order(workspace.today()), ids)


def appointed(workspace: Workspace, count: int = 1, **talent: Cell) -> tuple[Placement, ...]:
    """Store pairs and take them as far as the letter."""
    make_pairs(workspace, count, **talent)
    consent_all(workspace)
    sign(workspace)
    return appoint(workspace).placements


def number_id(workspace: Workspace, number: str | None) -> int:
    """The 记录号 of a number as printed."""
    return next(e.number_id for e in list_entries(workspace) if e.number == number)


def original(workspace: Workspace, *numbers: str | None, look: bool = True) -> bytes:
    """The PDF of documents by their numbers."""
    ids = [number_id(workspace, number) for number in numbers]
    return compose_originals(workspace, ids, look=look).pdf


def kept_rows(workspace: Workspace) -> dict[str, IssuedRow]:
    """Number as printed → what was kept of it."""
    with workspace.reading() as session:
        rows = session.scalars(
            select(IssuedRow).join(NumberRow, NumberRow.id == IssuedRow.number_id)
        )
        return {row.number.text: row for row in rows}


def require_kept_files_whole(workspace: Workspace) -> None:
    """See that every kept file has the bytes that it was stored under."""
    with workspace.reading() as session:
        for row in session.scalars(select(IssuedRow)):
            for sha256 in (row.pdf_sha256, row.layout_sha256):
                content = session.get_one(FileRow, sha256).content
                assert hashlib.sha256(content).hexdigest() == sha256
