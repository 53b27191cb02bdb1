"""How a change of one field is told: what it was and what it became, in words."""

from __future__ import annotations

from partydesk.domain.changes import FieldChange
from partydesk.domain.fields import Field, Kind
from partydesk.domain.values import show


def field_change(field: Field, before: object, after: object) -> FieldChange:
    """Tell a change; numbers are masked, and of a picture nobody wants to read the digest."""
    if field.kind is Kind.PICTURE:
        return FieldChange(field.label, "原照片" if before else "", "新照片" if after else "")
    return FieldChange(field.label, show(field, before), show(field, after))
