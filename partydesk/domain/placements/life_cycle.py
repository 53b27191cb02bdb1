"""The life cycle as a table: state and action → what comes of it, and what stands in its way.

::

    待认可 → 已认可 → 待签 → 已签协议 → 已委任 → 履职中 → 期满／已调整／已终止
                └──── sign drafts at once ────┘       └─ 续签 ─┘

Buttons ask :func:`allowed_actions`, services call :func:`apply`; nothing else moves a placement.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from partydesk.domain.errors import Reason, RuleViolation
from partydesk.domain.placements import guards
from partydesk.domain.placements.actions import Action, Order
from partydesk.domain.placements.guards import Guard
from partydesk.domain.placements.pair import Placement
from partydesk.domain.placements.states import SETTLED, SIGNING, State


@dataclass(frozen=True, slots=True)
class Rule:
    """What an action does in a state, and what stands in its way.

    Attributes:
        target: The state after it; consent stays until the last party has consented. None where
            the order names it (the ways of ending).
        guards: Each gives all its reasons against.
    """

    target: State | None
    guards: tuple[Guard, ...]


_WITHDRAW = Rule(State.WITHDRAWN, (guards.why_given,))
_AGREE = (
    guards.consents_complete,
    guards.unit_in_pool,
    guards.person_available,
    guards.seat_free,
    guards.not_before_consents,
    guards.date_believable,
)
_AMEND = (guards.note_given, guards.not_before_signing, guards.date_believable)
_RENEW = Rule(
    State.ON_POST,
    (
        guards.post_free,
        guards.unit_in_pool,
        guards.person_available,
        guards.seat_free,
        guards.not_before_signing,
        guards.date_believable,
    ),
)
_END = Rule(
    None,
    (
        guards.way_of_ending,
        guards.basis_given,
        guards.term_over,
        guards.not_before_letter,
        guards.has_happened,
    ),
)
LIFE_CYCLE: Mapping[tuple[State, Action], Rule] = {
    (State.PROPOSED, Action.CONSENT): Rule(
        State.CONSENTED,
        (
            guards.party_is_awaited,
            guards.unit_in_pool,
            guards.person_available,
            guards.date_believable,
        ),
    ),
    (State.PROPOSED, Action.WITHDRAW): _WITHDRAW,
    (State.CONSENTED, Action.DRAFT): Rule(State.DRAFTED, _AGREE),
    (State.CONSENTED, Action.SIGN): Rule(State.SIGNED, _AGREE),
    (State.CONSENTED, Action.WITHDRAW): _WITHDRAW,
    (State.DRAFTED, Action.SIGN): Rule(State.SIGNED, _AGREE),
    (State.DRAFTED, Action.WITHDRAW): _WITHDRAW,
    (State.SIGNED, Action.APPOINT): Rule(
        State.APPOINTED,
        (
            guards.unit_in_pool,
            guards.person_available,
            guards.not_before_signing,
            guards.date_believable,
        ),
    ),
    (State.SIGNED, Action.AMEND): Rule(State.SIGNED, _AMEND),
    (State.SIGNED, Action.WITHDRAW): _WITHDRAW,
    (State.APPOINTED, Action.START): Rule(
        State.ON_POST, (guards.not_before_letter, guards.within_term, guards.has_happened)
    ),
    (State.APPOINTED, Action.AMEND): Rule(State.APPOINTED, _AMEND),
    (State.APPOINTED, Action.RENEW): _RENEW,
    (State.APPOINTED, Action.END): _END,
    (State.ON_POST, Action.AMEND): Rule(State.ON_POST, _AMEND),
    (State.ON_POST, Action.RENEW): _RENEW,
    (State.ON_POST, Action.END): _END,
    (State.EXPIRED, Action.RENEW): _RENEW,
}


def allowed_actions(placement: Placement) -> tuple[Action, ...]:
    """List what the table allows in this state, in the order of the procedure."""
    return tuple(action for action in Action if (placement.state, action) in LIFE_CYCLE)


def reasons_against(
    placement: Placement, action: Action, order: Order, today: dt.date
) -> tuple[Reason, ...]:
    """Give every reason why the action cannot be done now; empty when it can."""
    rule = LIFE_CYCLE.get((placement.state, action))
    if rule is None:
        return (_wrong_state(placement, action),)
    return tuple(reason for guard in rule.guards for reason in guard(placement, order, today))


def _wrong_state(placement: Placement, action: Action) -> Reason:
    """Why the table has no such move, and what comes first where something does."""
    if placement.state is State.PROPOSED and action in (Action.DRAFT, Action.SIGN, Action.APPOINT):
        missing = "、".join(party.label for party in placement.missing)
        return Reason("consent_missing", f"{placement.post}：缺{missing}同意，不能{action.label}")
    message = f"{placement.post}：现为“{placement.state.label}”，不能{action.label}"
    return Reason("wrong_state", message)


def apply(placement: Placement, action: Action, order: Order, today: dt.date) -> State:
    """Give the state after the action.

    Raises:
        RuleViolation: With every reason why the action cannot be done.
    """
    reasons = reasons_against(placement, action, order, today)
    if reasons:
        raise RuleViolation(reasons)
    if action is Action.CONSENT and len(placement.missing) > 1:
        return placement.state
    target = LIFE_CYCLE[placement.state, action].target or order.outcome
    assert target is not None  # noqa: S101 - the guard outcome_missing has checked it
    return target


def contradictions(placement: Placement) -> tuple[Reason, ...]:
    """Name what a pair's state claims and its consents and seats do not carry.

    No action leads there; taking back an earlier action out of its turn could.
    """
    state, missing = placement.state, "、".join(party.label for party in placement.missing)
    found = []
    if state is State.PROPOSED and not missing:
        message = f"{placement.post}：各方同意都已登记，状态却是“{state.label}”"
        found.append(Reason("complete_but_proposed", message))
    if state in SETTLED and missing:
        message = f"{placement.post}现为“{state.label}”，不能缺{missing}同意；要改请先撤回这一对"
        found.append(Reason("consent_missing", message))
    if state in SIGNING and placement.free_seats < 1:
        found.append(Reason("no_seat", f"{placement.talent}可驻单位数已满"))
    return tuple(found)
