"""选派: one person at one post on the way 企业所需 → 个人同意 → 签订协议 → 组织委任.

The life cycle is the table :data:`LIFE_CYCLE`. Buttons ask :func:`allowed_actions`, services call
:func:`apply`; nothing else moves a placement.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from partydesk.domain.cautions import Concern
from partydesk.domain.errors import Reason, RuleViolation
from partydesk.domain.selection import Role


class Party(StrEnum):
    """Who consents."""

    ENTERPRISE = "enterprise"
    PERSON = "person"
    UNIT = "unit"
    COMMITTEE = "committee"

    @property
    def label(self) -> str:
        """The word on screen."""
        return _PARTY_LABELS[self]


_PARTY_LABELS = {
    Party.ENTERPRISE: "企业",
    Party.PERSON: "个人",
    Party.UNIT: "所在单位",
    Party.COMMITTEE: "党工委",
}


class State(StrEnum):
    """Where a placement stands."""

    PROPOSED = "proposed"
    CONSENTED = "consented"
    DRAFTED = "drafted"
    SIGNED = "signed"
    APPOINTED = "appointed"
    ON_POST = "on_post"
    EXPIRED = "expired"
    ADJUSTED = "adjusted"
    TERMINATED = "terminated"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The word on screen."""
        return _STATE_LABELS[self]


_STATE_LABELS = {
    State.PROPOSED: "待认可",
    State.CONSENTED: "已认可",
    State.DRAFTED: "待签",
    State.SIGNED: "已签协议",
    State.APPOINTED: "已委任",
    State.ON_POST: "履职中",
    State.EXPIRED: "期满",
    State.ADJUSTED: "已调整",
    State.TERMINATED: "已终止",
    State.WITHDRAWN: "已撤回",
}
#: States that are over: the post is open again and the person's seat is free.
OVER = frozenset({State.EXPIRED, State.ADJUSTED, State.TERMINATED, State.WITHDRAWN})
#: States in which the placement takes one of the person's seats and fills the post.
LIVE = frozenset(State) - OVER
#: States in which a new matching may not touch the pair any more.
SETTLED = LIVE - {State.PROPOSED}
#: States in which the placement has used up one of the person's seats for good.
SEATED = frozenset({State.SIGNED, State.APPOINTED, State.ON_POST})
#: States with a letter of appointment in force.
POSTED = frozenset({State.APPOINTED, State.ON_POST})


class Cause(StrEnum):
    """Why a placement ended or is to be changed (adjustments named by county rules)."""

    TERM = "任期届满"
    HEALTH = "健康原因"
    ABILITY = "能力不适应"
    CHANGE_OF_POST = "岗位变动"
    HOST_CLOSED = "单位关停"
    EVALUATION = "考核较差"
    LEFT = "人员离开"
    OTHER = "其他"


class Action(StrEnum):
    """What the office can do with a placement."""

    CONSENT = "consent"
    SIGN = "sign"
    APPOINT = "appoint"
    WITHDRAW = "withdraw"

    @property
    def label(self) -> str:
        """The word on its button."""
        return _ACTION_LABELS[self]


_ACTION_LABELS = {
    Action.CONSENT: "登记同意",
    Action.SIGN: "签订协议",
    Action.APPOINT: "组织委任",
    Action.WITHDRAW: "撤回",
}


@dataclass(frozen=True, slots=True)
class Consent:
    """One party's dated consent.

    Attributes:
        party: Who.
        given_on: The day on the paper.
        approval: 批准文号 where the person is in service; None where none was given.
    """

    party: Party
    given_on: dt.date
    approval: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """One pair in the procedure.

    Attributes:
        id: 记录号.
        round_id: The round it came from.
        year: The round's year.
        post_id: The post.
        talent_id: The person.
        enterprise_id: The unit.
        enterprise: The unit's name.
        role: What the person is sent as.
        seat: Which of several posts alike it is, counted from 1.
        talent: The person's name.
        state: Where it stands.
        needed: Parties whose consent this pair needs, in the order of the procedure.
        consents: Consents given.
        reason: Why the matcher proposed the pair.
        enterprise_in_pool: Whether the unit is 在库 today.
        talent_available: Whether the person is 可选派 today.
        free_seats: Seats the person has left beside this placement and those not yet signed.
        agreement_number: 协议编号; None before signing.
        signed_on: Day of the agreement.
        term_from: First day of the term.
        term_to: Last day of the term.
        letter_number: 委任书编号; None before appointment.
        appointed_on: Day of the letter.
        concerns: The warnings about it, with what the committee decided.
        why_withdrawn: Why it was withdrawn; empty while it lives.
    """

    id: int
    round_id: int
    year: int
    post_id: int
    talent_id: int
    enterprise_id: int
    enterprise: str
    role: Role
    talent: str
    state: State
    needed: tuple[Party, ...]
    consents: tuple[Consent, ...] = ()
    reason: str = ""
    enterprise_in_pool: bool = True
    talent_available: bool = True
    free_seats: int = 1
    agreement_number: str | None = None
    signed_on: dt.date | None = None
    term_from: dt.date | None = None
    term_to: dt.date | None = None
    letter_number: str | None = None
    appointed_on: dt.date | None = None
    concerns: tuple[Concern, ...] = ()
    why_withdrawn: str = ""
    seat: int = 1

    @property
    def post(self) -> str:
        """What people call the post."""
        name = f"{self.enterprise} · {self.role.value}"
        return name if self.seat == 1 else f"{name}（第 {self.seat} 席）"

    @property
    def missing(self) -> tuple[Party, ...]:
        """Parties that have not consented yet."""
        given = {consent.party for consent in self.consents}
        return tuple(party for party in self.needed if party not in given)

    @property
    def next_step(self) -> str:
        """What the pair still needs, in words."""
        if self.state is State.PROPOSED:
            return "待" + "、".join(party.label for party in self.missing) + "同意"
        return _NEXT[self.state]


_NEXT = {
    State.CONSENTED: "待签订协议",
    State.SIGNED: "待组织委任",
    State.DRAFTED: "待各方签字",
    State.APPOINTED: "待到岗",
    State.ON_POST: "履职中",
    State.EXPIRED: "任期已满",
    State.ADJUSTED: "已调整",
    State.TERMINATED: "已终止",
    State.WITHDRAWN: "已撤回",
}


#: Why a pair that nobody had worked on left the procedure when a newer run was accepted.
REPLACED = "重新匹配后未再配上"


@dataclass(frozen=True, slots=True)
class ProcedureEntry:
    """How a placement of the round stands against a run that might be accepted.

    Attributes:
        post_id: The post.
        talent_id: The person.
        live: Whether it is in the procedure.
        touched: Whether somebody has consented or signed.
        dismissed: Whether the office withdrew this very pair of this very run.
    """

    post_id: int
    talent_id: int
    live: bool
    touched: bool
    dismissed: bool


def new_pairs(
    pairs: Mapping[int, int], entries: Iterable[ProcedureEntry]
) -> tuple[tuple[int, int], ...]:
    """List the pairs of a run that accepting it would bring into the procedure.

    A post with a pair that somebody has consented to is left alone, and a pair that the office
    withdrew does not come back with the run it came from.

    Args:
        pairs: Post → talent, as the run has it.
        entries: The round's placements.
    """
    entries = list(entries)
    kept = {each.post_id for each in entries if each.live and each.touched}
    known = {(each.post_id, each.talent_id) for each in entries if each.live or each.dismissed}
    return tuple(
        pair for pair in sorted(pairs.items()) if pair[0] not in kept and pair not in known
    )


@dataclass(frozen=True, slots=True)
class Order:
    """What an action is given.

    Attributes:
        on: The day written on the paper.
        party: Who consents (``CONSENT`` only).
        approval: 批准文号 (``CONSENT`` only).
        why: Reason in words (``WITHDRAW`` only).
    """

    on: dt.date
    party: Party | None = None
    approval: str | None = None
    why: str | None = None


Guard = Callable[[Placement, Order, dt.date], tuple[Reason, ...]]


def _party_is_awaited(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    del today
    if order.party is None:
        return (Reason("party_missing", "请说明是哪一方同意"),)
    if order.party not in placement.needed:
        message = f"{placement.talent}不属于在职人员，不需要{order.party.label}同意"
        return (Reason("not_needed", message),)
    if order.party not in placement.missing:
        message = f"{placement.post}：{order.party.label}已登记过同意"
        return (Reason("already_given", message),)
    return ()


def _consents_complete(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    del order, today
    return tuple(
        Reason("consent_missing", f"{placement.post}：缺{party.label}同意")
        for party in placement.missing
    )


def _unit_in_pool(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    del order, today
    if placement.enterprise_in_pool:
        return ()
    return (Reason("not_in_pool", f"{placement.enterprise}已不在企业库，请先办理入库"),)


def _seat_free(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    del order, today
    if placement.free_seats > 0:
        return ()
    return (Reason("no_seat", f"{placement.talent}可驻单位数已满，请先调整可驻单位数"),)


def _person_available(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    del order, today
    if placement.talent_available:
        return ()
    message = f"{placement.talent}现不可选派，请先把在库状态改回“可选派”，或撤回这一对"
    return (Reason("not_available", message),)


def _nothing_barred(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    """A warning that the year's policy makes a bar waits for the committee."""
    del order, today
    return tuple(
        Reason(
            concern.code,
            f"{placement.post}：{concern.message}。年度政策把“{concern.caution.word}”列为不得办理，"
            "请先记录党工委的决定",
        )
        for concern in placement.concerns
        if concern.bars
    )


def _not_before_consents(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    del today
    last = max((consent.given_on for consent in placement.consents), default=None)
    if last is None or order.on >= last:
        return ()
    message = f"{placement.post}：签订日期 {order.on} 早于最后一份同意的日期 {last}"
    return (Reason("before_consent", message),)


def _not_before_signing(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    del today
    if placement.signed_on is None or order.on >= placement.signed_on:
        return ()
    message = f"{placement.post}：委任日期 {order.on} 早于协议签订日期 {placement.signed_on}"
    return (Reason("before_signing", message),)


def _date_believable(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    """Papers are prepared for a ceremony to come, but not years ahead: that is a slip."""
    del placement
    if order.on <= today + dt.timedelta(days=366):
        return ()
    return (Reason("date_far", f"日期 {order.on} 在一年以后，请核对年份"),)


def _why_given(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    del today
    if order.why and order.why.strip():
        return ()
    return (Reason("why_missing", f"{placement.post}：撤回须写明原因"),)


@dataclass(frozen=True, slots=True)
class Rule:
    """What an action does in a state, and what stands in its way.

    Attributes:
        target: The state after it; consent stays until the last party has consented.
        guards: Each gives all its reasons against.
    """

    target: State
    guards: tuple[Guard, ...]


_WITHDRAW = Rule(State.WITHDRAWN, (_why_given,))
LIFE_CYCLE: Mapping[tuple[State, Action], Rule] = {
    (State.PROPOSED, Action.CONSENT): Rule(
        State.CONSENTED, (_party_is_awaited, _unit_in_pool, _person_available, _date_believable)
    ),
    (State.PROPOSED, Action.WITHDRAW): _WITHDRAW,
    (State.CONSENTED, Action.SIGN): Rule(
        State.SIGNED,
        (
            _consents_complete,
            _unit_in_pool,
            _person_available,
            _seat_free,
            _nothing_barred,
            _not_before_consents,
            _date_believable,
        ),
    ),
    (State.CONSENTED, Action.WITHDRAW): _WITHDRAW,
    (State.SIGNED, Action.APPOINT): Rule(
        State.APPOINTED,
        (_unit_in_pool, _person_available, _not_before_signing, _date_believable),
    ),
    (State.SIGNED, Action.WITHDRAW): _WITHDRAW,
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
    if placement.state is State.PROPOSED and action in (Action.SIGN, Action.APPOINT):
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
    target = LIFE_CYCLE[placement.state, action].target
    if action is Action.CONSENT and len(placement.missing) > 1:
        return placement.state
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
    if state in SEATED and placement.free_seats < 1:
        found.append(Reason("no_seat", f"{placement.talent}可驻单位数已满"))
    return tuple(found)
