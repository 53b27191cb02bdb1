"""What a placement asks for by itself: when its term ends, or its unit or person is gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from partydesk.domain.evaluation.kinds import Measure
from partydesk.domain.placements.actions import Action
from partydesk.domain.placements.pair import Placement
from partydesk.domain.placements.states import LIVE, POSTED, Cause, State
from partydesk.domain.talents import PoolState

#: Days by which a reminder is put off (下周再提醒).
SNOOZE_DAYS = 7


@dataclass(frozen=True, slots=True, order=True)
class Stage:
    """How near the end of a term is.

    Attributes:
        days: The limit of the policy that it has come under, in days; -1 once it is over.
    """

    days: int

    @property
    def label(self) -> str:
        """The word over its group."""
        if self.days < 0:
            return "已逾期"
        return f"{self.days} 日内" if self.days else "今日"


def stage_of(placement: Placement, limits: Iterable[str], today: dt.date) -> Stage | None:
    """Say how near the end of a pair's term is; None while nobody need think of it.

    Args:
        placement: The pair; only people with a letter in force are looked at.
        limits: ``expiry_days`` of the policy; what is no number is left aside.
        today: The day.
    """
    if placement.state not in POSTED or placement.term_to is None:
        return None
    return stage_at(placement.term_to, limits, today)


def stage_at(term_to: dt.date, limits: Iterable[str], today: dt.date) -> Stage | None:
    """Say how near this end of a term is; see :func:`stage_of`."""
    left = (term_to - today).days
    if left < 0:
        return Stage(-1)
    return next((Stage(limit) for limit in notice_limits(limits) if left <= limit), None)


def notice_limits(words: Iterable[str]) -> list[int]:
    """Read ``expiry_days`` of the policy: days, shortest first; what is no number is left aside."""
    return sorted(int(word) for word in words if word.strip().isdecimal())


def reminder_key(placement_id: int) -> str:
    """The key under which the reminder of a pair's term is put off."""
    return f"term:{placement_id}"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What should be done with a pair because its unit or person is gone, or was judged poorly.

    Attributes:
        action: The act that is due.
        why: What has happened, in words.
        cause: Why it ends (``END`` only).
        outcome: The state proposed for the end (``END`` only).
    """

    action: Action
    why: str
    cause: Cause | None = None
    outcome: State | None = None


def follow_up(placement: Placement) -> FollowUp | None:
    """Say what a pair asks for once its unit or person is gone, or the evaluation decided so.

    A closed unit means another host, a person who left the end of the posting; see
    :mod:`partydesk.domain.placements.procedures`.
    """
    if placement.state not in LIVE:
        return None
    found = []
    if placement.enterprise_closed or not placement.enterprise_in_pool:
        word = placement.enterprise_closed or "已不在企业库"
        found.append((f"单位{word}", Cause.HOST_CLOSED, State.ADJUSTED))
    if not placement.talent_available:
        word = placement.talent_state or PoolState.RETIRED.value
        gone = word == PoolState.RETIRED.value
        outcome = State.TERMINATED if gone else State.ADJUSTED
        found.append((f"人员{word}", Cause.LEFT, outcome))
    if placement.measure is not None:
        outcome = State.TERMINATED if placement.measure is Measure.DISMISSAL else State.ADJUSTED
        found.append((f"考核后{placement.measure}", Cause.EVALUATION, outcome))
    if not found:
        return None
    why = "，".join(words for words, _, _ in found)
    if placement.state not in POSTED:
        return FollowUp(Action.WITHDRAW, why)
    return FollowUp(Action.END, why, *found[0][1:])
