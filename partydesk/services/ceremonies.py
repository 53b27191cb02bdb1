"""签约仪式 of a round: its data, who takes part, and in which order they are called up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import CeremonyRow, PlacementRow
from partydesk.domain.ceremonies import (
    USUAL_ORDER,
    CallKey,
    Ceremony,
    Participant,
    calling_order,
    items_of,
)
from partydesk.domain.changes import Changes
from partydesk.domain.entry import read_entry
from partydesk.domain.fields import fields_of
from partydesk.domain.placements import SETTLED
from partydesk.resources import resource_path
from partydesk.services.placements import placement_rows
from partydesk.services.selection import find_round, open_round_row

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


def _usual(year: int) -> Ceremony:
    """What a ceremony is before anybody has written anything."""
    agenda = resource_path("templates", "ceremony.txt").read_text(encoding="utf-8").strip()
    return Ceremony(title=f"{year}年党建人才选派集中签约仪式", agenda=agenda)


def get_ceremony(workspace: Workspace, year: int) -> Ceremony:
    """Give the ceremony of the year's round; the usual one before it is stored."""
    with workspace.reading() as session:
        return ceremony_in(session, year)


def ceremony_in(session: Session, year: int) -> Ceremony:
    """Give the ceremony of the year's round; the usual one before it is stored."""
    parent = find_round(session, year)
    row = None if parent is None else _find(session, parent.id)
    if row is None:
        return _usual(year)
    return Ceremony(
        id=row.id,
        title=row.title,
        held_on=row.held_on,
        held_at=row.held_at,
        place=row.place,
        chair=row.chair,
        agenda="\n".join(row.agenda),
    )


def _find(session: Session, round_id: int) -> CeremonyRow | None:
    return session.scalar(select(CeremonyRow).where(CeremonyRow.round_id == round_id))


def save_ceremony(workspace: Workspace, year: int, texts: Mapping[str, str]) -> Changes:
    """Store the ceremony of the year's round as typed; can be undone.

    Args:
        workspace: Open workspace.
        year: The round's year.
        texts: Field name → text; fields left out keep their value.

    Raises:
        ValidationFailed: A value is missing or cannot be read, with a message for each field.
        NotFound: The round has not been opened.
    """
    with workspace.unit_of_work("save_ceremony", f"登记 {year} 年签约仪式") as uow:
        parent = open_round_row(uow.session, year)
        before = ceremony_in(uow.session, year)
        fields = [field for field in fields_of(Ceremony) if field.name in texts]
        typed = read_entry(fields, texts, today=workspace.today(), words={}).values
        row = _find(uow.session, parent.id) or CeremonyRow(round_id=parent.id)
        for field in fields_of(Ceremony):
            value = typed.get(field.name, getattr(before, field.name))
            if field.name == "agenda":
                value = items_of(str(value or ""))
            setattr(row, field.name, value)
        uow.session.add(row)
        return uow.commit()


def list_participants(
    workspace: Workspace, year: int, order: Sequence[CallKey] = USUAL_ORDER
) -> tuple[Participant, ...]:
    """List the pairs that sign at the ceremony or have signed, in calling order.

    Args:
        workspace: Open workspace.
        year: The round's year.
        order: By what they are called up.
    """
    with workspace.reading() as session:
        parent = find_round(session, year)
        return () if parent is None else participants_in(session, parent.id, order)


def participants_in(
    session: Session, round_id: int, order: Sequence[CallKey] = USUAL_ORDER
) -> tuple[Participant, ...]:
    """List the pairs of a round whose consents are complete, in calling order."""
    rows = [row for row in placement_rows(session, round_id) if row.state in SETTLED]
    return calling_order(map(_participant, rows), order or USUAL_ORDER)


def _participant(row: PlacementRow) -> Participant:
    """Read what the papers of the ceremony say of a pair."""
    unit, agreement = row.post.enterprise, row.agreement
    return Participant(
        placement_id=row.id,
        talent_id=row.talent_id,
        enterprise_id=unit.id,
        person=row.talent.name,
        person_unit=row.talent.unit_post or "",
        enterprise=unit.name,
        township=unit.township or "",
        representative=unit.legal_person or "",
        role=row.post.role,
        seat=row.post.seat,
        agreement_number=agreement.number.text if agreement else "",
        serial=agreement.number.serial if agreement else 0,
    )
