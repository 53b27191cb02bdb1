"""The columns of the list of units."""

from __future__ import annotations

import datetime as dt

from partydesk.domain.completeness import completeness_of, label_of, percent
from partydesk.domain.enterprise_size import size_of
from partydesk.domain.enterprises import Enterprise, Operation, Standing, UnitKind
from partydesk.ui.colours import Tone
from partydesk.ui.pools.columns import field_column, text_of
from partydesk.ui.table import Align, Column, Shape

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


def _kind(unit: Enterprise) -> str:
    """The kind in words that leave room for the name."""
    if unit.kind is UnitKind.COOPERATIVE:
        return "合作社"
    return unit.kind.value if unit.kind else ""


def _clears(unit: Enterprise) -> str:
    return "" if unit.is_retired else f"{percent(completeness_of(unit).total.share)}%"


def _clears_tone(unit: Enterprise) -> Tone:
    return Tone.GOOD if completeness_of(unit).total.is_clear else Tone.PLAIN


def _clears_tip(unit: Enterprise) -> str:
    """Name the gaps of each clear on a line of its own."""
    lines = (
        f"{clear.value}缺：" + "、".join(label_of("enterprises", name) for name in degree.missing)
        for clear, degree in completeness_of(unit).clears.items()
        if degree.missing
    )
    return "\n".join(lines) or "四清齐全"


def enterprise_columns(today: dt.date) -> tuple[Column[Enterprise], ...]:
    """Declare the columns; no column depends on ``today``."""
    del today
    return (
        Column("name", "单位名称", text_of(Enterprise, "name"), width=186),
        Column("kind", "类型", _kind, width=86, tip=text_of(Enterprise, "kind")),
        field_column(Enterprise, "township", 88),
        Column("operation", "经营", text_of(Enterprise, "operation"), width=76,
               tone=_operation_tone),
        field_column(Enterprise, "staff", 52, label="人数"),
        field_column(Enterprise, "party_organization", 78, label="党组织"),
        Column("standing", "入库", text_of(Enterprise, "standing"), width=70,
               tone=standing_tone, shape=Shape.TAG, tip=text_of(Enterprise, "standing_reason")),
        Column("clears", "四清", _clears, align=Align.RIGHT, width=62, tone=_clears_tone,
               tip=_clears_tip),
        Column("size", "规模", lambda unit: size_of(unit).word, width=60, sortable=False,
               tip=lambda unit: size_of(unit).words, shown=False),
        field_column(Enterprise, "credit_code", 170, shown=False),
        field_column(Enterprise, "registered_type", 140, shown=False),
        field_column(Enterprise, "ownership", 84, shown=False),
        field_column(Enterprise, "industry", 150, shown=False),
        field_column(Enterprise, "registered_on", 100, shown=False),
        field_column(Enterprise, "capital", 110, label="注册资本（万元）", shown=False),
        field_column(Enterprise, "village", 96, shown=False),
        field_column(Enterprise, "address", 200, shown=False),
        field_column(Enterprise, "revenue", 110, label="年营业收入（万元）", shown=False),
        field_column(Enterprise, "legal_person", 92, shown=False),
        field_column(Enterprise, "owner_political", 96, shown=False),
        field_column(Enterprise, "contact", 92, shown=False),
        field_column(Enterprise, "phone", 120, shown=False),
        field_column(Enterprise, "members", 76, shown=False),
        field_column(Enterprise, "probationary", 76, shown=False),
        field_column(Enterprise, "superior", 150, shown=False),
        field_column(Enterprise, "mass_organizations", 120, shown=False),
        field_column(Enterprise, "influence", 130, shown=False),
        field_column(Enterprise, "standing_reason", 160, shown=False),
        field_column(Enterprise, "proposer", 120, shown=False),
        field_column(Enterprise, "admitted_on", 100, shown=False),
        field_column(Enterprise, "note", 160, shown=False),
    )  # fmt: skip
