"""The life cycle of a pair: every state with every action, every guard, and random walks."""

from __future__ import annotations

import dataclasses
import datetime as dt
from itertools import permutations, product
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from partydesk.domain.errors import RuleViolation
from partydesk.domain.placements import (
    LIFE_CYCLE,
    LIVE,
    SEATED,
    SETTLED,
    Action,
    Consent,
    Order,
    Party,
    Placement,
    ProcedureEntry,
    State,
    allowed_actions,
    apply,
    contradictions,
    new_pairs,
    reasons_against,
)
from partydesk.domain.selection import Role

TODAY = dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)
THREE = (Party.ENTERPRISE, Party.PERSON, Party.COMMITTEE)
FOUR = (Party.ENTERPRISE, Party.PERSON, Party.UNIT, Party.COMMITTEE)


def pair(state: State = State.PROPOSED, *given: Party, **more: Any) -> Placement:  # noqa: ANN401 - any attribute
    """A pair with nothing in its way; consents of today."""
    plain: dict[str, Any] = {
        "id": 1, "round_id": 1, "year": 2026, "post_id": 1, "talent_id": 1, "enterprise_id": 1,
        "enterprise": "塔林粮油有限公司", "role": Role.INSTRUCTOR, "talent": "苏和", "state": state,
        "needed": THREE, "consents": tuple(Consent(party, TODAY) for party in given),
    }  # fmt: skip
    return Placement(**{**plain, **more})


def ready(state: State) -> Placement:
    """A pair as it stands in a state when nothing is in its way."""
    given = () if state is State.PROPOSED else THREE
    signed = TODAY if state in (State.SIGNED, State.APPOINTED) else None
    return pair(state, *given, signed_on=signed)


FULL_ORDER = Order(TODAY, party=Party.ENTERPRISE, approval="旗组〔2026〕3号", why="本人要求")

#: Written by hand: state, action → state after it with one of three consents given, or why not.
EXPECTED: dict[tuple[State, Action], State | str] = {
    (State.PROPOSED, Action.CONSENT): State.PROPOSED,
    (State.PROPOSED, Action.SIGN): "consent_missing",
    (State.PROPOSED, Action.APPOINT): "consent_missing",
    (State.PROPOSED, Action.WITHDRAW): State.WITHDRAWN,
    (State.CONSENTED, Action.CONSENT): "wrong_state",
    (State.CONSENTED, Action.SIGN): State.SIGNED,
    (State.CONSENTED, Action.APPOINT): "wrong_state",
    (State.CONSENTED, Action.WITHDRAW): State.WITHDRAWN,
    (State.SIGNED, Action.CONSENT): "wrong_state",
    (State.SIGNED, Action.SIGN): "wrong_state",
    (State.SIGNED, Action.APPOINT): State.APPOINTED,
    (State.SIGNED, Action.WITHDRAW): State.WITHDRAWN,
    (State.APPOINTED, Action.CONSENT): "wrong_state",
    (State.APPOINTED, Action.SIGN): "wrong_state",
    (State.APPOINTED, Action.APPOINT): "wrong_state",
    (State.APPOINTED, Action.WITHDRAW): "wrong_state",
    (State.WITHDRAWN, Action.CONSENT): "wrong_state",
    (State.WITHDRAWN, Action.SIGN): "wrong_state",
    (State.WITHDRAWN, Action.APPOINT): "wrong_state",
    (State.WITHDRAWN, Action.WITHDRAW): "wrong_state",
    **{
        (state, action): "wrong_state"
        for state in (State.DRAFTED, State.ON_POST, State.EXPIRED, State.ADJUSTED, State.TERMINATED)
        for action in Action
    },
}


def test_the_table_names_every_state_with_every_action() -> None:
    assert set(EXPECTED) == set(product(State, Action))


@pytest.mark.parametrize(("state", "action"), list(product(State, Action)))
def test_states_and_actions(state: State, action: Action) -> None:
    expected = EXPECTED[state, action]
    if isinstance(expected, State):
        assert reasons_against(ready(state), action, FULL_ORDER, TODAY) == ()
        assert apply(ready(state), action, FULL_ORDER, TODAY) is expected
    else:
        with pytest.raises(RuleViolation) as refusal:
            apply(ready(state), action, FULL_ORDER, TODAY)
        assert [reason.code for reason in refusal.value.reasons] == [expected]


@pytest.mark.parametrize("state", State)
def test_buttons_offer_what_the_table_has(state: State) -> None:
    offered = [a for a in Action if isinstance(EXPECTED[state, a], State)]
    assert list(allowed_actions(ready(state))) == offered


def test_the_last_consent_moves_the_pair_on() -> None:
    order = Order(TODAY, party=Party.COMMITTEE)
    before = pair(State.PROPOSED, Party.ENTERPRISE, Party.PERSON)
    assert apply(before, Action.CONSENT, order, TODAY) is State.CONSENTED
    four = pair(State.PROPOSED, Party.ENTERPRISE, Party.PERSON, needed=FOUR)
    assert apply(four, Action.CONSENT, order, TODAY) is State.PROPOSED


@pytest.mark.parametrize("order", list(range(6)))
def test_consents_may_come_in_any_order(order: int) -> None:
    """Every party signs its own paper; none waits for the others."""
    placement = pair()
    for party in list(permutations(THREE))[order]:
        state = apply(placement, Action.CONSENT, Order(TODAY, party), TODAY)
        consents = (*placement.consents, Consent(party, TODAY))
        placement = dataclasses.replace(placement, state=state, consents=consents)
    assert placement.state is State.CONSENTED


GUARDS: list[tuple[str, Placement, Action, Order, set[str]]] = [
    ("no party", pair(), Action.CONSENT, Order(TODAY), {"party_missing"}),
    ("not needed", pair(), Action.CONSENT, Order(TODAY, Party.UNIT), {"not_needed"}),
    (
        "given already",
        pair(State.PROPOSED, Party.PERSON),
        Action.CONSENT,
        Order(TODAY, Party.PERSON),
        {"already_given"},
    ),
    (
        "a unit that left the pool",
        pair(enterprise_in_pool=False),
        Action.CONSENT,
        Order(TODAY, Party.PERSON),
        {"not_in_pool"},
    ),
    (
        "a person who cannot be sent",
        pair(talent_available=False),
        Action.CONSENT,
        Order(TODAY, Party.PERSON),
        {"not_available"},
    ),
    (
        "a slip in the year",
        pair(),
        Action.CONSENT,
        Order(TODAY + 367 * DAY, Party.PERSON),
        {"date_far"},
    ),
    (
        "all reasons at once",
        pair(enterprise_in_pool=False, talent_available=False),
        Action.CONSENT,
        Order(TODAY + 400 * DAY),
        {"party_missing", "not_in_pool", "not_available", "date_far"},
    ),
    (
        "a consent that was taken back",
        pair(State.CONSENTED, Party.PERSON),
        Action.SIGN,
        Order(TODAY),
        {"consent_missing"},
    ),
    (
        "no seat left",
        pair(State.CONSENTED, *THREE, free_seats=0),
        Action.SIGN,
        Order(TODAY),
        {"no_seat"},
    ),
    (
        "signed before the last consent",
        pair(State.CONSENTED, *THREE),
        Action.SIGN,
        Order(TODAY - DAY),
        {"before_consent"},
    ),
    (
        "signing a unit that left the pool",
        pair(State.CONSENTED, *THREE, enterprise_in_pool=False),
        Action.SIGN,
        Order(TODAY),
        {"not_in_pool"},
    ),
    (
        "signing a person who cannot be sent",
        pair(State.CONSENTED, *THREE, talent_available=False),
        Action.SIGN,
        Order(TODAY),
        {"not_available"},
    ),
    (
        "signed far ahead",
        pair(State.CONSENTED, *THREE),
        Action.SIGN,
        Order(TODAY + 367 * DAY),
        {"date_far"},
    ),
    (
        "everything against signing",
        pair(
            State.CONSENTED, Party.PERSON, enterprise_in_pool=False, talent_available=False,
            free_seats=-1,
        ),
        Action.SIGN,
        Order(TODAY - DAY),
        {"consent_missing", "not_in_pool", "not_available", "no_seat", "before_consent"},
    ),
    (
        "appointed before signing",
        pair(State.SIGNED, *THREE, signed_on=TODAY),
        Action.APPOINT,
        Order(TODAY - DAY),
        {"before_signing"},
    ),
    (
        "appointing to a unit that left the pool",
        pair(State.SIGNED, *THREE, signed_on=TODAY, enterprise_in_pool=False),
        Action.APPOINT,
        Order(TODAY),
        {"not_in_pool"},
    ),
    (
        "appointing a person who cannot be sent",
        pair(State.SIGNED, *THREE, signed_on=TODAY, talent_available=False),
        Action.APPOINT,
        Order(TODAY),
        {"not_available"},
    ),
    (
        "appointed far ahead",
        pair(State.SIGNED, *THREE, signed_on=TODAY),
        Action.APPOINT,
        Order(TODAY + 367 * DAY),
        {"date_far"},
    ),
    *(
        (f"withdrawn from {state.value} without a word", ready(state), Action.WITHDRAW,
         Order(TODAY, why=why), {"why_missing"})
        for state in (State.PROPOSED, State.CONSENTED, State.SIGNED)
        for why in (None, "", "  ")
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("placement", "action", "order", "codes"),
    [pytest.param(*case, id=name) for name, *case in GUARDS],
)
def test_guards(placement: Placement, action: Action, order: Order, codes: set[str]) -> None:
    reasons = reasons_against(placement, action, order, TODAY)
    assert {reason.code for reason in reasons} == codes
    assert all(reason.message for reason in reasons)
    with pytest.raises(RuleViolation):
        apply(placement, action, order, TODAY)


def test_every_guard_of_the_table_is_tried_above() -> None:
    tried = {code for *_, codes in GUARDS for code in codes}
    assert tried == {
        "party_missing", "not_needed", "already_given", "not_in_pool", "not_available", "date_far",
        "consent_missing", "no_seat", "before_consent", "before_signing", "why_missing",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("placement", "action", "order"),
    [
        (pair(), Action.CONSENT, Order(TODAY + 366 * DAY, Party.PERSON)),
        (pair(State.CONSENTED, *THREE), Action.SIGN, Order(TODAY)),
        (pair(State.CONSENTED, *THREE, free_seats=1), Action.SIGN, Order(TODAY)),
        (pair(State.SIGNED, *THREE, signed_on=TODAY), Action.APPOINT, Order(TODAY)),
        (pair(State.SIGNED, *THREE, signed_on=TODAY, free_seats=0), Action.APPOINT, Order(TODAY)),
        (
            pair(enterprise_in_pool=False, talent_available=False),
            Action.WITHDRAW,
            Order(TODAY, why="企业注销"),
        ),
    ],
)
def test_what_lies_just_inside_the_guards(
    placement: Placement, action: Action, order: Order
) -> None:
    assert reasons_against(placement, action, order, TODAY) == ()


def test_the_words_of_the_next_step() -> None:
    assert pair(State.PROPOSED, Party.PERSON).next_step == "待企业、党工委同意"
    assert ready(State.CONSENTED).next_step == "待签订协议"
    assert ready(State.SIGNED).next_step == "待组织委任"
    assert ready(State.APPOINTED).next_step == "待到岗"
    assert ready(State.WITHDRAWN).next_step == "已撤回"
    assert pair().post == "塔林粮油有限公司 · 党建指导员"


@pytest.mark.parametrize("word", [*State, *Action, *Party])
def test_every_word_has_its_label(word: State | Action | Party) -> None:
    assert word.label
    assert not word.label.isascii()


def test_sets_of_states() -> None:
    assert {State.PROPOSED, *SETTLED} == LIVE
    assert SEATED < SETTLED
    assert State.WITHDRAWN not in LIVE


@pytest.mark.parametrize(
    ("placement", "codes"),
    [
        (pair(), []),
        (pair(State.PROPOSED, *THREE), ["complete_but_proposed"]),
        (pair(State.CONSENTED, *THREE), []),
        (pair(State.CONSENTED, Party.PERSON), ["consent_missing"]),
        (pair(State.SIGNED, Party.PERSON), ["consent_missing"]),
        (pair(State.SIGNED, *THREE, free_seats=0), ["no_seat"]),
        (pair(State.CONSENTED, *THREE, free_seats=0), []),
        (pair(State.APPOINTED, Party.PERSON, free_seats=0), ["consent_missing", "no_seat"]),
        (pair(State.WITHDRAWN, Party.PERSON, free_seats=0), []),
    ],
)
def test_contradictions(placement: Placement, codes: list[str]) -> None:
    assert [reason.code for reason in contradictions(placement)] == codes


@pytest.mark.parametrize(
    ("standings", "fresh"),
    [
        ([], ((1, 10), (2, 20))),
        ([(1, 10, True, False, False)], ((2, 20),)),  # there already
        ([(1, 11, True, False, False)], ((1, 10), (2, 20))),  # somebody untouched: replaced
        ([(1, 11, True, True, False)], ((2, 20),)),  # somebody with a consent: left alone
        ([(1, 10, False, False, True)], ((2, 20),)),  # withdrawn from this very run
        ([(1, 10, False, True, False)], ((1, 10), (2, 20))),  # withdrawn from an earlier run
    ],
)
def test_pairs_that_would_come_in(
    standings: list[tuple[int, int, bool, bool, bool]], fresh: tuple[tuple[int, int], ...]
) -> None:
    rows = [
        ProcedureEntry(post, talent, live=live, touched=touched, dismissed=dismissed)
        for post, talent, live, touched, dismissed in standings
    ]
    assert new_pairs({2: 20, 1: 10}, rows) == fresh


class Walk(RuleBasedStateMachine):
    """Random actions on one pair; whatever happens, its papers carry its state."""

    @initialize(needs_unit=st.booleans(), seats=st.integers(0, 2))
    def begin(self, needs_unit: bool, seats: int) -> None:
        """Take a new pair."""
        self.pair = pair(needed=FOUR if needs_unit else THREE, free_seats=seats)

    @rule(
        action=st.sampled_from(Action),
        party=st.one_of(st.none(), st.sampled_from(Party)),
        days=st.integers(-5, 400),
        why=st.sampled_from([None, "", "本人要求"]),
    )
    def act(self, action: Action, party: Party | None, days: int, why: str | None) -> None:
        """Try something; do it when the rules let it pass."""
        order = Order(TODAY + days * DAY, party, why=why)
        reasons = reasons_against(self.pair, action, order, TODAY)
        if reasons:
            with pytest.raises(RuleViolation) as refusal:
                apply(self.pair, action, order, TODAY)
            assert refusal.value.reasons == reasons
            return
        state = apply(self.pair, action, order, TODAY)
        self.pair = dataclasses.replace(self.pair, state=state)
        if action is Action.CONSENT:
            assert party is not None
            consents = (*self.pair.consents, Consent(party, order.on))
            self.pair = dataclasses.replace(self.pair, consents=consents)
        elif action is Action.SIGN:
            self.pair = dataclasses.replace(self.pair, signed_on=order.on)
        elif action is Action.APPOINT:
            self.pair = dataclasses.replace(self.pair, appointed_on=order.on)

    @rule(seats=st.integers(0, 2), in_pool=st.booleans(), available=st.booleans())
    def the_world_moves(self, seats: int, in_pool: bool, available: bool) -> None:
        """Units leave the pool, people fall ill; what is signed keeps its seat."""
        kept = max(seats, 1) if self.pair.state in SEATED else seats
        self.pair = dataclasses.replace(
            self.pair, free_seats=kept, enterprise_in_pool=in_pool, talent_available=available
        )

    @invariant()
    def papers_carry_the_state(self) -> None:
        """No state without its consents, dates in the order of the procedure."""
        assert contradictions(self.pair) == ()
        assert len({consent.party for consent in self.pair.consents}) == len(self.pair.consents)
        assert {consent.party for consent in self.pair.consents} <= set(self.pair.needed)
        if self.pair.signed_on:
            assert self.pair.missing == ()
            assert self.pair.signed_on >= max(c.given_on for c in self.pair.consents)
        if self.pair.appointed_on:
            assert self.pair.signed_on is not None
            assert self.pair.appointed_on >= self.pair.signed_on

    @invariant()
    def the_table_is_the_only_way(self) -> None:
        """What the table does not have is not offered."""
        offered = set(allowed_actions(self.pair))
        assert offered == {action for state, action in LIFE_CYCLE if state is self.pair.state}


Walk.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestWalk = Walk.TestCase
