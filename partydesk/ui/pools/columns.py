"""Columns made from the description of a field."""

from __future__ import annotations

from collections.abc import Callable

from partydesk.domain.fields import Kind, field_of
from partydesk.domain.values import show
from partydesk.ui.pools.face import Record
from partydesk.ui.table import Align, Column

_FIGURES = frozenset({Kind.INTEGER, Kind.MONEY})


def text_of(record_type: type[Record], name: str) -> Callable[[Record], str]:
    """Give the function that writes a field of a record, numbers masked."""
    field = field_of(record_type, name)
    return lambda record: show(field, getattr(record, name))


def field_column(
    record_type: type[Record], name: str, width: int, *, label: str = "", shown: bool = True
) -> Column[Record]:
    """Make the column of a field.

    Args:
        record_type: The record.
        name: Name of the field; also the column's key.
        width: Pixels at 14 px type.
        label: A shorter header than the field's own.
        shown: Whether it is shown until the user chooses otherwise.
    """
    field = field_of(record_type, name)
    return Column(
        name,
        label or field.label,
        text_of(record_type, name),
        align=Align.RIGHT if field.kind in _FIGURES else Align.LEFT,
        width=width,
        sortable=not field.several,
        shown=shown,
    )
