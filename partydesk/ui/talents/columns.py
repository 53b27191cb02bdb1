"""The columns of the list of talents."""

from __future__ import annotations

import datetime as dt

from partydesk.domain.talents import PoolState, Talent
from partydesk.ui.colours import Tone
from partydesk.ui.pools.columns import field_column, text_of
from partydesk.ui.table import Align, Column, Shape

_TONES = {
    PoolState.AVAILABLE: Tone.GOOD,
    PoolState.PAUSED: Tone.ATTENTION,
    PoolState.RETIRED: Tone.QUIET,
}


def state_tone(talent: Talent) -> Tone:
    """Give the tone of a person's 在库状态."""
    return _TONES[talent.state]


def talent_columns(today: dt.date) -> tuple[Column[Talent], ...]:
    """Declare the columns; ages are as of ``today``."""

    def age(talent: Talent) -> str:
        return str(talent.birth.age_on(today)) if talent.birth else ""

    return (
        Column("name", "姓名", text_of(Talent, "name"), width=128, strong=True),
        Column("birth", "年龄", age, align=Align.RIGHT, width=54,
               tip=text_of(Talent, "birth")),
        field_column(Talent, "source", 100, label="来源"),
        field_column(Talent, "unit_post", 150),
        field_column(Talent, "specialties", 150),
        Column("capacity", "可驻", lambda talent: str(talent.seats), align=Align.RIGHT, width=52,
               tip=lambda talent: f"可驻 {talent.seats} 家（空着算 1 家）"),
        Column("state", "状态", text_of(Talent, "state"), width=78, tone=state_tone,
               shape=Shape.TAG, tip=text_of(Talent, "state_reason")),
        field_column(Talent, "sex", 52, shown=False),
        field_column(Talent, "ethnicity", 80, shown=False),
        field_column(Talent, "political", 96, shown=False),
        field_column(Talent, "joined", 96, shown=False),
        field_column(Talent, "education", 96, shown=False),
        field_column(Talent, "school", 150, shown=False),
        field_column(Talent, "rank", 110, shown=False),
        field_column(Talent, "phone", 120, shown=False),
        field_column(Talent, "citizen_number", 170, shown=False),
        field_column(Talent, "languages", 120, shown=False),
        field_column(Talent, "engagement", 84, shown=False),
        field_column(Talent, "townships", 150, shown=False),
        field_column(Talent, "ability", 200, shown=False),
        field_column(Talent, "state_reason", 140, shown=False),
        field_column(Talent, "note", 160, shown=False),
    )  # fmt: skip
