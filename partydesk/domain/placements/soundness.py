"""What a stored pair's state, papers and days say against each other; no action leads there.

The self-check asks: a row that was changed past the program, or a restored file, may.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from partydesk.domain.errors import Reason
from partydesk.domain.placements.life_cycle import contradictions
from partydesk.domain.placements.pair import Placement
from partydesk.domain.placements.states import SERVED, State

_AGREED: Final = frozenset({State.DRAFTED, State.SIGNED}) | SERVED
_ENDED: Final = frozenset({State.ADJUSTED, State.TERMINATED})


def faults_of_pair(placement: Placement, today: dt.date) -> tuple[Reason, ...]:
    """Name everything that cannot be right about a stored pair.

    Args:
        placement: The pair.
        today: The day; what has happened cannot lie after it.
    """
    return (
        *contradictions(placement),
        *_missing_papers(placement),
        *_disordered_days(placement, today),
    )


def _missing_papers(placement: Placement) -> list[Reason]:
    """Name papers and days that the state claims."""
    state = placement.state
    wanted = (
        ("no_agreement", state in _AGREED, placement.agreement_number, "有效的协议书"),
        (
            "not_signed",
            state in _AGREED and state is not State.DRAFTED,
            placement.signed_on,
            "签订日期",
        ),
        ("no_letter", state in SERVED, placement.letter_number, "有效的委任书"),
        ("not_started", state is State.ON_POST, placement.started_on, "到岗日期"),
        ("not_ended", state in _ENDED, placement.ended_on, "结束日期"),
    )
    return [
        Reason(code, f"{_named(placement)}现为“{state.label}”，却没有{what}")
        for code, asked, there, what in wanted
        if asked and there is None
    ]


def _disordered_days(placement: Placement, today: dt.date) -> list[Reason]:
    """Name days that stand in the wrong order."""
    first = placement.term == 1  # a renewal is signed after the letter of the first term
    orders = (
        ("term", placement.term_from, placement.term_to, "任期起在任期止之后"),
        ("letter", placement.signed_on if first else None, placement.appointed_on,
         "委任早于签订协议"),
        ("start", placement.appointed_on, placement.started_on, "到岗早于委任"),
        ("end", placement.started_on, placement.ended_on, "结束早于到岗"),
        ("future", placement.started_on, today, "到岗日期在将来"),
    )  # fmt: skip
    return [
        Reason(f"{code}_days", f"{_named(placement)}：{words}")
        for code, earlier, later, words in orders
        if earlier is not None and later is not None and earlier > later
    ]


def _named(placement: Placement) -> str:
    return f"{placement.talent}（{placement.post}）"
