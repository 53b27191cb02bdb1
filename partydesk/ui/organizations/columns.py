"""The columns of the list of organizations."""

from __future__ import annotations

import datetime as dt

from partydesk.domain.organizations import Organization
from partydesk.ui.colours import Tone
from partydesk.ui.pools.columns import field_column, text_of
from partydesk.ui.table import Column

_NAMED = 2


def units_in_words(organization: Organization) -> str:
    """Name the first units that are covered and count the rest."""
    names = [unit.label for unit in organization.units]
    if len(names) <= _NAMED:
        return "、".join(names)
    return f"{names[0]} 等 {len(names)} 家"


def _all_units(organization: Organization) -> str:
    return "\n".join(unit.label for unit in organization.units)


def organization_columns(today: dt.date) -> tuple[Column[Organization], ...]:
    """Declare the columns; no column depends on ``today``."""
    del today
    return (
        Column("name", "组织名称", text_of(Organization, "name"), width=190),
        field_column(Organization, "kind", 92, label="类别"),
        field_column(Organization, "superior", 112, label="隶属"),
        Column("units", "覆盖单位", units_in_words, width=140, sortable=False, tip=_all_units),
        field_column(Organization, "secretary", 72),
        field_column(Organization, "members", 74, label="正式党员"),
        field_column(Organization, "formation", 84, shown=False),
        field_column(Organization, "branch_class", 110, shown=False),
        field_column(Organization, "township", 96, shown=False),
        field_column(Organization, "phone", 120, shown=False),
        field_column(Organization, "committee", 180, shown=False),
        field_column(Organization, "established_on", 100, shown=False),
        field_column(Organization, "elected_on", 110, shown=False),
        field_column(Organization, "probationary", 76, shown=False),
        field_column(Organization, "activists", 96, shown=False),
        field_column(Organization, "applicants", 90, shown=False),
        field_column(Organization, "standards", 160, shown=False),
        field_column(Organization, "code", 110, shown=False),
        field_column(Organization, "approval_number", 140, shown=False),
        field_column(Organization, "tags", 110, shown=False),
        field_column(Organization, "state", 76, shown=False),
        field_column(Organization, "state_reason", 140, shown=False),
        field_column(Organization, "note", 160, shown=False),
    )  # fmt: skip


def state_tone(organization: Organization) -> Tone:
    """Give the tone of an organization's 存续状态."""
    return Tone.QUIET if organization.is_retired else Tone.GOOD
