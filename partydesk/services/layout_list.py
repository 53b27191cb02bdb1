"""Every version of every layout, for lists."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from partydesk.db.models import LayoutRow
from partydesk.reports import layout_reading as reading
from partydesk.reports.fields import KINDS
from partydesk.reports.layout import Layout

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class LayoutEntry:
    """One version of a layout, for lists.

    Attributes:
        name: By which it is asked for.
        label: What people call it.
        kind: Kind of document.
        kind_label: What people call that.
        version: 0 for one that came with the program.
        width_mm: Width of the page.
        height_mm: Height of the page.
        saved_at: None for one that came with the program.
        in_use: Whether documents of the kind are printed with it.
        retired: Not offered any more.
    """

    name: str
    label: str
    kind: str
    kind_label: str
    version: int
    width_mm: float
    height_mm: float
    saved_at: dt.datetime | None
    in_use: bool
    retired: bool


def kinds_with_layouts() -> Mapping[str, str]:
    """Kind of document that has layouts → what people call it."""
    return {kind.name: kind.label for kind in KINDS.values()}


def list_layouts(workspace: Workspace, kind: str | None = None) -> tuple[LayoutEntry, ...]:
    """List every version: by kind the shipped ones first, then the office's own, newest first.

    Args:
        workspace: Open workspace.
        kind: Only of this kind; None for all.
    """
    with workspace.reading() as session:
        order = (LayoutRow.name, LayoutRow.version.desc())
        rows = list(session.scalars(select(LayoutRow).order_by(*order)))
    entries: list[LayoutEntry] = []
    for wanted in KINDS if kind is None else [kind]:
        own = [row for row in rows if row.kind == wanted]
        usual = not any(row.in_use for row in own)
        for layout in reading.list_layouts():
            if layout.kind == wanted:
                entries.append(_shipped_entry(layout, in_use=usual))
                usual = False  # the first one, where several came with the program
        entries += [_entry(row) for row in own]
    return tuple(entries)


def _shipped_entry(layout: Layout, *, in_use: bool) -> LayoutEntry:
    return LayoutEntry(
        name=layout.name,
        label=f"{layout.label}（出厂）",
        kind=layout.kind,
        kind_label=KINDS[layout.kind].label,
        version=0,
        width_mm=layout.width_mm,
        height_mm=layout.height_mm,
        saved_at=None,
        in_use=in_use,
        retired=False,
    )


def _entry(row: LayoutRow) -> LayoutEntry:
    values = json.loads(row.body)
    return LayoutEntry(
        name=row.name,
        label=row.label,
        kind=row.kind,
        kind_label=KINDS[row.kind].label,
        version=row.version,
        width_mm=values["width_mm"],
        height_mm=values["height_mm"],
        saved_at=row.saved_at,
        in_use=row.in_use,
        retired=row.retired,
    )
