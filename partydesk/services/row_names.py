"""What people call rows that have no name of their own: by the person or unit they are about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, column, select, table
from sqlalchemy.orm import Session

from partydesk.db.base import Base
from partydesk.services.pool_kinds import POOLS

#: Table and number of a row.
Key = tuple[str, int]

#: Table → columns that lead to what a row is about, the first filled one counts.
_ABOUT = {
    "placements": ("talent_id",),
    "consents": ("placement_id",),
    "agreements": ("placement_id",),
    "letters": ("placement_id",),
    "notice_placements": ("placement_id",),
    "decisions": ("placement_id",),
    "recusals": ("talent_id",),
    "wishes": ("talent_id", "post_id"),
    "rulings": ("talent_id",),
    "posts": ("enterprise_id",),
    "coverages": ("organization_id",),
    "organization_events": ("organization_id",),
    "consultations": ("post_id",),
    "monthly_reports": ("placement_id",),
    "ledger_entries": ("placement_id",),
    "leaves": ("placement_id",),
    "participations": ("talent_id",),
    "inspections": ("placement_id",),
    "shortcomings": ("inspection_id",),
    "plan_items": ("placement_id",),
    "attachments": (
        "talent_id",
        "enterprise_id",
        "organization_id",
        "placement_id",
        "consent_id",
        "consultation_id",
        "ledger_entry_id",
        "inspection_id",
    ),
}


def names_of(session: Session, rows: Mapping[Key, Mapping[str, Any]]) -> dict[Key, str]:
    """Name rows, as far as they and what they are about are there now.

    Args:
        session: Open session.
        rows: Table and number → what is known of the row's columns; may be nothing.

    Returns:
        Table and number → name; rows that cannot be named are left out.
    """
    by_table: dict[str, dict[int, Mapping[str, Any]]] = {}
    for (name, number), image in rows.items():
        by_table.setdefault(name, {})[number] = image
    found: dict[Key, str] = {}
    for name, images in by_table.items():
        if name in POOLS:
            found.update(_named(session, name, list(images)))
        elif name in _ABOUT:
            found.update(_about(session, name, images))
    return found


def _named(session: Session, kind: str, numbers: list[int]) -> dict[Key, str]:
    """Read the names of records."""
    columns = POOLS[kind].model.__table__.c
    rows = session.execute(select(columns.id, columns.name).where(columns.id.in_(numbers)))
    return {(kind, number): name for number, name in rows}


def _about(session: Session, name: str, images: Mapping[int, Mapping[str, Any]]) -> dict[Key, str]:
    """Name rows by what they are about."""
    links = _ABOUT[name]
    incomplete = [number for number, image in images.items() if not _link(image, links)]
    now = _read(session, name, links, incomplete)
    leads: dict[int, Key] = {}
    for number, image in images.items():
        link = _link(image, links) or _link(now.get(number, {}), links)
        if link is not None:
            target = next(iter(_described(name).c[link[0]].foreign_keys)).column.table.name
            leads[number] = (target, link[1])
    names = names_of(session, {lead: {} for lead in leads.values()})
    return {(name, number): names[lead] for number, lead in leads.items() if lead in names}


def _link(image: Mapping[str, Any], links: tuple[str, ...]) -> tuple[str, int] | None:
    """Give the first filled link of a row."""
    return next(((link, int(image[link])) for link in links if image.get(link)), None)


def _described(name: str) -> Table:
    """Give a table."""
    return Base.metadata.tables[name]


def _read(
    session: Session, name: str, links: tuple[str, ...], numbers: list[int]
) -> dict[int, dict[str, Any]]:
    """Read the links of rows."""
    plain = table(name, column("id"), *(column(link) for link in links))
    rows = session.execute(select(plain).where(plain.c.id.in_(numbers)))
    return {row.id: dict(row._mapping) for row in rows}  # noqa: SLF001 - SQLAlchemy's public name
