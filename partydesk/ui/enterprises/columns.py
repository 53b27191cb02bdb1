"""The columns of the list of units."""

from __future__ import annotations

import datetime as dt

from partydesk.domain.enterprises import Enterprise, Operation, Standing
from partydesk.ui.colours import Tone
from partydesk.ui.pools.columns import field_column, text_of
from partydesk.ui.table import Column, Shape

_TONES = {
    Standing.IN_POOL: Tone.GOOD,
    Standing.PROPOSED: Tone.ATTENTION,
    Standing.OUTSIDE: Tone.QUIET,
    Standing.LEFT: Tone.QUIET,
}


def standing_tone(unit: Enterprise) -> Tone:
    """Give the tone of a unit's 入库状态."""
    return _TONES[unit.standing]


def _operation_tone(unit: Enterprise) -> Tone:
    return Tone.PLAIN if unit.operation in (None, Operation.RUNNING) else Tone.ATTENTION


def enterprise_columns(today: dt.date) -> tuple[Column[Enterprise], ...]:
    """Declare the columns; no column depends on ``today``."""
    del today
    return (
        Column("name", "单位名称", text_of(Enterprise, "name"), width=186),
        field_column(Enterprise, "kind", 126, label="类型"),
        field_column(Enterprise, "township", 88),
        Column("operation", "经营", text_of(Enterprise, "operation"), width=76,
               tone=_operation_tone),
        field_column(Enterprise, "staff", 52, label="人数"),
        field_column(Enterprise, "party_organization", 78, label="党组织"),
        Column("standing", "入库", text_of(Enterprise, "standing"), width=70,
               tone=standing_tone, shape=Shape.TAG, tip=text_of(Enterprise, "standing_reason")),
        field_column(Enterprise, "credit_code", 170, shown=False),
        field_column(Enterprise, "registered_type", 140, shown=False),
        field_column(Enterprise, "ownership", 84, shown=False),
        field_column(Enterprise, "industry", 150, shown=False),
        field_column(Enterprise, "registered_on", 100, shown=False),
        field_column(Enterprise, "capital", 110, label="注册资本（万元）", shown=False),
        field_column(Enterprise, "village", 96, shown=False),
        field_column(Enterprise, "address", 200, shown=False),
        field_column(Enterprise, "legal_person", 92, shown=False),
        field_column(Enterprise, "owner_political", 96, shown=False),
        field_column(Enterprise, "contact", 92, shown=False),
        field_column(Enterprise, "phone", 120, shown=False),
        field_column(Enterprise, "members", 76, shown=False),
        field_column(Enterprise, "probationary", 76, shown=False),
        field_column(Enterprise, "superior", 150, shown=False),
        field_column(Enterprise, "mass_organizations", 120, shown=False),
        field_column(Enterprise, "standing_reason", 160, shown=False),
        field_column(Enterprise, "note", 160, shown=False),
    )  # fmt: skip
