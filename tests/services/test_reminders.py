"""Terms that end, units and people that are gone, and reminders put off."""

from __future__ import annotations

import datetime as dt

import pytest

from partydesk.domain.enterprises import Standing
from partydesk.domain.errors import NotFound
from partydesk.domain.placements import Action, Cause, Order, State
from partydesk.services.enterprises import set_standing
from partydesk.services.history import list_actions, undo
from partydesk.services.placements import act, list_placements
from partydesk.services.policies import save_policy
from partydesk.services.pools import save_record
from partydesk.services.reminders import list_expiring, list_matters, snooze
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, StandingClock, consent_all, make_pairs
from tests.services.test_life_cycle import at_work

DAY = dt.timedelta(days=1)


def _seen(workspace: Workspace) -> list[tuple[int, int]]:
    return [(one.placement.id, one.stage.days) for one in list_expiring(workspace)]


@pytest.mark.parametrize(
    ("left", "stage"), [(91, None), (90, 90), (30, 30), (7, 7), (1, 7), (0, 0), (-1, -1)]
)
def test_a_term_is_reminded_of_at_the_days_of_the_policy(
    workspace: Workspace, clock: StandingClock, left: int, stage: int | None
) -> None:
    (pair,) = at_work(workspace)
    assert pair.term_to is not None
    clock.advance(days=(pair.term_to - workspace.today()).days - left)
    assert _seen(workspace) == ([] if stage is None else [(pair.id, stage)])


def test_other_days_are_the_policys(workspace: Workspace, clock: StandingClock) -> None:
    at_work(workspace)
    clock.advance(days=730 - 100)
    assert _seen(workspace) == []
    save_policy(workspace, workspace.today().year, {"expiry_days": "120、10"})
    assert [stage for _, stage in _seen(workspace)] == [120]


def test_the_most_urgent_comes_first_whatever_the_round(
    workspace: Workspace, clock: StandingClock
) -> None:
    pairs = make_pairs(workspace, 3)
    consent_all(workspace)
    days = (60, 0, 25)
    for pair, later in zip(pairs, days, strict=True):
        on = workspace.today() + later * DAY
        act(workspace, YEAR, Action.SIGN, Order(on), [pair.id])
        act(workspace, YEAR, Action.APPOINT, Order(on), [pair.id])
    clock.advance(days=731)
    assert _seen(workspace) == [(pairs[1].id, -1), (pairs[2].id, 30), (pairs[0].id, 90)]
    assert list_placements(workspace, 2028) == ()


def test_a_reminder_is_put_off_for_a_week_and_brought_back(
    workspace: Workspace, clock: StandingClock
) -> None:
    pairs = at_work(workspace, 2)
    clock.advance(days=725)
    ids = [pair.id for pair in pairs]
    changes = snooze(workspace, ids)
    assert changes.label == "下周再提醒任期届满：2 人"
    assert _seen(workspace) == []
    later = list_expiring(workspace, snoozed=True)
    assert [one.snoozed_until for one in later] == [workspace.today() + 7 * DAY] * 2
    undo(workspace)
    assert len(_seen(workspace)) == 2
    snooze(workspace, ids[:1])
    clock.advance(days=6)
    assert [number for number, _ in _seen(workspace)] == ids[1:]
    clock.advance(days=1)
    assert len(_seen(workspace)) == 2
    snooze(workspace, ids[:1])
    assert len(_seen(workspace)) == 1
    assert list_actions(workspace)[0].undoable
    with pytest.raises(NotFound, match="99"):
        snooze(workspace, [99])


def test_who_is_renewed_or_gone_is_not_reminded_of(
    workspace: Workspace, clock: StandingClock
) -> None:
    first, second = at_work(workspace, 2)
    clock.advance(days=725)
    act(workspace, None, Action.RENEW, Order(workspace.today()), [first.id])
    order = Order(workspace.today(), cause=Cause.LEFT, outcome=State.TERMINATED)
    act(workspace, None, Action.END, order, [second.id])
    assert _seen(workspace) == []


def test_a_closed_unit_and_a_person_who_left_ask_for_an_act(workspace: Workspace) -> None:
    first, second, third = at_work(workspace, 3)
    assert list_matters(workspace) == ()
    save_record(workspace, "enterprises", first.enterprise_id, {"operation": "停产停业"})
    set_standing(workspace, [second.enterprise_id], Standing.LEFT, "不再接收")
    save_record(workspace, "talents", third.talent_id, {"state": "暂缓", "state_reason": "借调"})
    found = list_matters(workspace)
    assert [(m.placement.id, m.due.cause, m.due.outcome) for m in found] == [
        (first.id, Cause.HOST_CLOSED, State.ADJUSTED),
        (second.id, Cause.HOST_CLOSED, State.ADJUSTED),
        (third.id, Cause.LEFT, State.ADJUSTED),
    ]
    assert found[0].due.why == "单位停产停业"
    for matter in found:
        order = Order(
            workspace.today(), why=matter.due.why, cause=matter.due.cause,
            outcome=matter.due.outcome,
        )  # fmt: skip
        act(workspace, None, matter.due.action, order, [matter.placement.id])
    assert list_matters(workspace) == ()


def test_before_the_letter_such_a_pair_is_to_be_withdrawn(workspace: Workspace) -> None:
    (pair,) = make_pairs(workspace)
    save_record(workspace, "enterprises", pair.enterprise_id, {"operation": "注销"})
    (matter,) = list_matters(workspace)
    assert matter.due.action is Action.WITHDRAW
