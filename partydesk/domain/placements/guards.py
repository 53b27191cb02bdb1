"""What can stand in the way of an action; each guard gives all its reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from partydesk.domain.errors import Reason
from partydesk.domain.placements.actions import Order
from partydesk.domain.placements.pair import Placement
from partydesk.domain.placements.procedures import PROCEDURES
from partydesk.domain.placements.states import State

Guard = Callable[[Placement, Order, dt.date], tuple[Reason, ...]]


def party_is_awaited(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    """The party is named, needed and has not consented yet."""
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


def consents_complete(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    """Everybody needed has consented."""
    del order, today
    return tuple(
        Reason("consent_missing", f"{placement.post}：缺{party.label}同意")
        for party in placement.missing
    )


def unit_in_pool(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    """The unit is 在库."""
    del order, today
    if placement.enterprise_in_pool:
        return ()
    return (Reason("not_in_pool", f"{placement.enterprise}已不在企业库，请先办理入库"),)


def seat_free(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    """The person has a seat left beside what is signed or promised elsewhere."""
    del order, today
    if placement.free_seats > 0:
        return ()
    return (Reason("no_seat", f"{placement.talent}可驻单位数已满，请先调整可驻单位数"),)


def person_available(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    """The person is 可选派."""
    del order, today
    if placement.talent_available:
        return ()
    message = f"{placement.talent}现不可选派，请先把在库状态改回“可选派”，或撤回这一对"
    return (Reason("not_available", message),)


def nothing_barred(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
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


def not_before_consents(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    """Nothing is signed before the last consent."""
    del today
    last = max((consent.given_on for consent in placement.consents), default=None)
    if last is None or order.on >= last:
        return ()
    message = f"{placement.post}：签订日期 {order.on} 早于最后一份同意的日期 {last}"
    return (Reason("before_consent", message),)


def not_before_signing(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    """Nothing that follows the agreement is dated before it."""
    del today
    if placement.signed_on is None or order.on >= placement.signed_on:
        return ()
    message = f"{placement.post}：日期 {order.on} 早于协议签订日期 {placement.signed_on}"
    return (Reason("before_signing", message),)


def date_believable(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    """Papers are prepared for a ceremony to come, but not years ahead: that is a slip."""
    del placement
    if order.on <= today + dt.timedelta(days=366):
        return ()
    return (Reason("date_far", f"日期 {order.on} 在一年以后，请核对年份"),)


def why_given(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    """A withdrawal says why."""
    del today
    if order.why and order.why.strip():
        return ()
    return (Reason("why_missing", f"{placement.post}：撤回须写明原因"),)


def post_free(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    """A pair whose term was closed comes back only while nobody else has the post."""
    del order, today
    if not placement.post_taken:
        return ()
    return (Reason("post_taken", f"{placement.post}已另有人选，不能再续签"),)


def not_before_letter(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    """Nobody comes to the post, or leaves it, before the letter."""
    del today
    first = max(filter(None, (placement.appointed_on, placement.started_on)), default=None)
    if first is None or order.on >= first:
        return ()
    since = "到岗" if first == placement.started_on else "委任"
    message = f"{placement.post}：日期 {order.on} 早于{since}日期 {first}"
    return (Reason("before_letter", message),)


def has_happened(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    """Coming and leaving are facts; they are written down when they have happened.

    A letter dated ahead may be followed by what happens on its very day.
    """
    if order.on <= max(today, placement.appointed_on or today):
        return ()
    message = f"{placement.post}：日期 {order.on} 在今天以后，请到当天再登记"
    return (Reason("date_ahead", message),)


def within_term(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    """Nobody comes to the post after the term."""
    del today
    if placement.term_to is None or order.on <= placement.term_to:
        return ()
    message = f"{placement.post}：日期 {order.on} 在任期届满 {placement.term_to} 之后"
    return (Reason("after_term", message),)


def way_of_ending(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    """Cause and outcome are given and belong together: a term ends by time, and only so."""
    del today
    found = []
    if order.cause is None:
        found.append(Reason("cause_missing", f"{placement.post}：请选择原因"))
    elif order.outcome is not None and order.outcome not in PROCEDURES[order.cause].outcomes:
        message = f"原因为“{order.cause}”的，不能办理为“{order.outcome.label}”"
        found.append(Reason("outcome_unfit", message))
    if order.outcome is None:
        found.append(Reason("outcome_missing", f"{placement.post}：请选择期满、调整或终止"))
    return tuple(found)


def term_over(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    """A term has run out on its last day, not before; who leaves earlier is adjusted."""
    del today
    if order.outcome is not State.EXPIRED or placement.term_to is None:
        return ()
    if order.on >= placement.term_to:
        return ()
    message = f"{placement.post}：任期至 {placement.term_to}，还没有届满；提前离任请办理调整或终止"
    return (Reason("term_running", message),)


def basis_given(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    """Some causes need a document or the name of who decided; others a reason in words."""
    del today
    if order.cause is None:
        return ()
    found = []
    if PROCEDURES[order.cause].needs_basis and not (order.basis or "").strip():
        message = f"{placement.post}：原因为“{order.cause}”的，须写明批准文号或由谁决定"
        found.append(Reason("basis_missing", message))
    if PROCEDURES[order.cause].needs_why and not (order.why or "").strip():
        found.append(Reason("why_missing", f"{placement.post}：请写明是什么原因"))
    return tuple(found)


def note_given(placement: Placement, order: Order, today: dt.date) -> tuple[Reason, ...]:
    """An amendment says what it changes."""
    del today
    if order.note and order.note.strip():
        return ()
    return (Reason("note_missing", f"{placement.post}：请写明补充或变更的内容"),)
