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
from partydesk.domain.evaluation.kinds import Measure
from partydesk.domain.placements import (
    ENDED,
    FOLLOWING,
    LIFE_CYCLE,
    LIVE,
    NUMBERED,
    OVER,
    POSTED,
    PROCEDURES,
    SEATED,
    SERVED,
    SETTLED,
    SIGNING,
    Action,
    Cause,
    Consent,
    Order,
    Party,
    Placement,
    ProcedureEntry,
    Stage,
    State,
    allowed_actions,
    apply,
    contradictions,
    follow_up,
    new_pairs,
    reasons_against,
    stage_of,
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


def ready(state: State, **more: Any) -> Placement:  # noqa: ANN401 - any attribute
    """A pair as it stands in a state when nothing is in its way; its term ends today."""
    papers: dict[str, Any] = {}
    if state in (State.SIGNED, *POSTED, *OVER):
        papers |= {"signed_on": TODAY - 30 * DAY, "term_from": TODAY - 30 * DAY, "term_to": TODAY}
    if state in (*POSTED, State.EXPIRED, State.ADJUSTED, State.TERMINATED):
        papers |= {"appointed_on": TODAY - 20 * DAY}
    if state is State.ON_POST:
        papers |= {"started_on": TODAY - 10 * DAY}
    given = () if state is State.PROPOSED else THREE
    return pair(state, *given, **{**papers, **more})


FULL_ORDER = Order(
    TODAY, party=Party.ENTERPRISE, approval="旗组〔2026〕3号", why="本人要求", cause=Cause.HEALTH,
    outcome=State.TERMINATED, basis="旗组〔2028〕5号", note="每月到岗改为五天",
)  # fmt: skip

#: Written by hand, a row for each state: what comes of each act with one of three consents given;
#: a state, or why not (``-``: the table has no such move).
_TABLE = """
            consent   draft    sign    appoint    start    amend      renew    end         withdraw
proposed    proposed  missing  missing missing    -        -          -        -           withdrawn
consented   -         drafted  signed  -          -        -          -        -           withdrawn
drafted     -         -        signed  -          -        -          -        -           withdrawn
signed      -         -        -       appointed  -        signed     -        -           withdrawn
appointed   -         -        -       -          on_post  appointed  on_post  terminated  -
on_post     -         -        -       -          -        on_post    on_post  terminated  -
expired     -         -        -       -          -        -          on_post  -           -
adjusted    -         -        -       -          -        -          -        -           -
terminated  -         -        -       -          -        -          -        -           -
withdrawn   -         -        -       -          -        -          -        -           -
"""
_WHY = {"-": "wrong_state", "missing": "consent_missing"}


def _expected() -> dict[tuple[State, Action], State | str]:
    head, *rows = [line.split() for line in _TABLE.strip().splitlines()]
    return {
        (State(state), Action(action)): _WHY[word] if word in _WHY else State(word)
        for state, *words in rows
        for action, word in zip(head, words, strict=True)
    }


EXPECTED = _expected()


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
        (f"drafted and signed alike: {name}", placement, action, Order(on), codes)
        for action in (Action.DRAFT, Action.SIGN)
        for name, placement, on, codes in (
            ("no seat", pair(State.CONSENTED, *THREE, free_seats=0), TODAY, {"no_seat"}),
            ("before", pair(State.CONSENTED, *THREE), TODAY - DAY, {"before_consent"}),
            ("left", pair(State.CONSENTED, *THREE, talent_available=False), TODAY,
             {"not_available"}),
        )
    ),
    (
        "signing a draft whose person fell ill",
        ready(State.DRAFTED, talent_available=False),
        Action.SIGN,
        Order(TODAY),
        {"not_available"},
    ),
    (
        "at the post before the letter",
        ready(State.APPOINTED),
        Action.START,
        Order(TODAY - 21 * DAY),
        {"before_letter"},
    ),
    ("at the post tomorrow", ready(State.APPOINTED, term_to=TODAY + 9 * DAY), Action.START,
     Order(TODAY + DAY), {"date_ahead"}),
    ("at the post after the term", ready(State.APPOINTED, term_to=TODAY - DAY), Action.START,
     Order(TODAY), {"after_term"}),
    ("nothing amended", ready(State.ON_POST), Action.AMEND, Order(TODAY, note=" "),
     {"note_missing"}),
    ("amended before it was signed", ready(State.SIGNED), Action.AMEND,
     Order(TODAY - 31 * DAY, note="x"), {"before_signing"}),
    ("amended far ahead", ready(State.SIGNED), Action.AMEND, Order(TODAY + 367 * DAY, note="x"),
     {"date_far"}),
    (
        "everything against a renewal",
        ready(State.EXPIRED, post_taken=True, enterprise_in_pool=False, talent_available=False,
              free_seats=0),
        Action.RENEW,
        Order(TODAY + 367 * DAY),
        {"post_taken", "not_in_pool", "not_available", "no_seat", "date_far"},
    ),
    ("renewed before the agreement", ready(State.ON_POST), Action.RENEW,
     Order(TODAY - 31 * DAY), {"before_signing"}),
    ("ended without a word", ready(State.ON_POST), Action.END, Order(TODAY),
     {"cause_missing", "outcome_missing"}),
    ("ended for a cause that has another end", ready(State.ON_POST), Action.END,
     Order(TODAY, cause=Cause.TERM, outcome=State.TERMINATED), {"outcome_unfit"}),
    ("a state that is no end", ready(State.ON_POST), Action.END,
     Order(TODAY, cause=Cause.LEFT, outcome=State.WITHDRAWN), {"outcome_unfit"}),
    ("the term has a day to go", ready(State.ON_POST, term_to=TODAY + DAY), Action.END,
     Order(TODAY, cause=Cause.TERM, outcome=State.EXPIRED), {"term_running"}),
    *(
        (f"{cause.name} without a document", ready(State.ON_POST), Action.END,
         Order(TODAY, cause=cause, outcome=State.ADJUSTED, basis=" ", why="x"), {"basis_missing"})
        for cause in (Cause.HEALTH, Cause.ABILITY, Cause.CHANGE_OF_POST, Cause.EVALUATION,
                      Cause.OTHER)
    ),
    ("another cause that is not told", ready(State.ON_POST), Action.END,
     Order(TODAY, cause=Cause.OTHER, outcome=State.ADJUSTED, basis="会议决定"), {"why_missing"}),
    ("ended before coming", ready(State.ON_POST), Action.END,
     Order(TODAY - 11 * DAY, cause=Cause.LEFT, outcome=State.TERMINATED), {"before_letter"}),
    ("ended tomorrow", ready(State.APPOINTED), Action.END,
     Order(TODAY + DAY, cause=Cause.LEFT, outcome=State.TERMINATED), {"date_ahead"}),
    *(
        (f"withdrawn from {state.value} without a word", ready(state), Action.WITHDRAW,
         Order(TODAY, why=why), {"why_missing"})
        for state in (State.PROPOSED, State.CONSENTED, State.DRAFTED, State.SIGNED)
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
        "before_letter", "date_ahead", "after_term", "note_missing", "post_taken", "cause_missing",
        "outcome_missing", "outcome_unfit", "term_running", "basis_missing",
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
        (ready(State.APPOINTED), Action.START, Order(TODAY)),
        (
            ready(State.APPOINTED, appointed_on=TODAY + DAY, term_to=TODAY + 9 * DAY),
            Action.START,
            Order(TODAY + DAY),
        ),
        (ready(State.ON_POST, free_seats=1), Action.RENEW, Order(TODAY + 366 * DAY)),
        (
            ready(State.ON_POST),
            Action.END,
            Order(TODAY, cause=Cause.TERM, outcome=State.EXPIRED),
        ),
        (
            ready(State.ON_POST, enterprise_in_pool=False, talent_available=False, free_seats=-1),
            Action.END,
            Order(TODAY - 10 * DAY, cause=Cause.HOST_CLOSED, outcome=State.ADJUSTED),
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


def test_only_what_ends_by_time_expires() -> None:
    for cause, procedure in PROCEDURES.items():
        assert (State.EXPIRED in procedure.outcomes) is (cause is Cause.TERM)
        assert set(procedure.outcomes) <= OVER - {State.WITHDRAWN}
        assert all((procedure.proposes, procedure.approves, procedure.needs, procedure.source))
    assert set(PROCEDURES) == set(Cause)


def test_what_takes_a_number() -> None:
    assert set(Action) - NUMBERED == {
        Action.CONSENT, Action.START, Action.END, Action.WITHDRAW,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("left", "stage"),
    [(-400, -1), (-1, -1), (0, 0), (1, 7), (7, 7), (8, 30), (30, 30), (31, 90), (90, 90),
     (91, None)],
)  # fmt: skip
def test_how_near_the_end_of_a_term_is(left: int, stage: int | None) -> None:
    limits = ("90", "30", "7", "0", "", "每天")
    pair_ = ready(State.ON_POST, term_to=TODAY + left * DAY)
    found = stage_of(pair_, limits, TODAY)
    assert (None if found is None else found.days) == stage
    for state in (*OVER, State.SIGNED, State.DRAFTED):
        assert stage_of(ready(state), limits, TODAY) is None
    assert stage_of(pair(State.ON_POST, *THREE), limits, TODAY) is None


def test_the_words_of_the_stages() -> None:
    assert [Stage(days).label for days in (-1, 0, 7)] == ["已逾期", "今日", "7 日内"]
    assert sorted([Stage(7), Stage(-1), Stage(0)]) == [Stage(-1), Stage(0), Stage(7)]


@pytest.mark.parametrize(
    ("placement", "expected"),
    [
        (ready(State.ON_POST), None),
        (ready(State.TERMINATED, talent_available=False), None),
        (
            ready(State.ON_POST, enterprise_closed="停产停业"),
            (Action.END, Cause.HOST_CLOSED, State.ADJUSTED, "单位停产停业"),
        ),
        (
            ready(State.APPOINTED, enterprise_in_pool=False),
            (Action.END, Cause.HOST_CLOSED, State.ADJUSTED, "单位已不在企业库"),
        ),
        (
            ready(State.ON_POST, talent_available=False, talent_state="已退出"),
            (Action.END, Cause.LEFT, State.TERMINATED, "人员已退出"),
        ),
        (
            ready(State.ON_POST, talent_available=False, talent_state="暂缓"),
            (Action.END, Cause.LEFT, State.ADJUSTED, "人员暂缓"),
        ),
        (
            ready(State.ON_POST, talent_available=False, enterprise_closed="注销"),
            (Action.END, Cause.HOST_CLOSED, State.ADJUSTED, "单位注销，人员已退出"),
        ),
        (
            ready(State.SIGNED, talent_available=False, talent_state="暂缓"),
            (Action.WITHDRAW, None, None, "人员暂缓"),
        ),
        (
            ready(State.ON_POST, measure=Measure.ADJUSTMENT),
            (Action.END, Cause.EVALUATION, State.ADJUSTED, "考核后调整"),
        ),
        (
            ready(State.ON_POST, measure=Measure.DISMISSAL),
            (Action.END, Cause.EVALUATION, State.TERMINATED, "考核后解聘"),
        ),
        (ready(State.ADJUSTED, measure=Measure.ADJUSTMENT), None),
    ],
)
def test_what_follows_when_unit_or_person_is_gone(
    placement: Placement, expected: tuple[Action, Cause, State, str] | None
) -> None:
    found = follow_up(placement)
    if expected is None:
        assert found is None
        return
    assert found is not None
    assert (found.action, found.cause, found.outcome, found.why) == expected
    basis = "党工委会议" if found.cause is Cause.EVALUATION else None
    order = Order(TODAY, why=found.why, cause=found.cause, outcome=found.outcome, basis=basis)
    assert reasons_against(placement, found.action, order, TODAY) == ()


@pytest.mark.parametrize("word", [*State, *Action, *Party])
def test_every_word_has_its_label(word: State | Action | Party) -> None:
    assert word.label
    assert not word.label.isascii()


def test_what_comes_next_is_in_the_table_until_the_person_is_at_work() -> None:
    assert set(FOLLOWING) == LIVE - {State.ON_POST}
    assert all(step in LIFE_CYCLE for step in FOLLOWING.items())


def test_sets_of_states() -> None:
    assert frozenset({State.EXPIRED, State.ADJUSTED, State.TERMINATED}) == ENDED
    assert frozenset({State.APPOINTED, State.ON_POST}) | ENDED == SERVED
    assert {State.PROPOSED, *SETTLED} == LIVE
    assert SEATED < SIGNING < SETTLED
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
        (pair(State.DRAFTED, *THREE, free_seats=0), ["no_seat"]),
        (pair(State.TERMINATED, Party.PERSON, free_seats=0), []),
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
        self.today = TODAY
        self.pair = pair(needed=FOUR if needs_unit else THREE, free_seats=seats)

    @rule(
        action=st.sampled_from(Action),
        party=st.one_of(st.none(), st.sampled_from(Party)),
        days=st.integers(-5, 400),
        words=st.sampled_from([None, "", "本人要求"]),
        cause=st.one_of(st.none(), st.sampled_from(Cause)),
        outcome=st.one_of(st.none(), st.sampled_from(State)),
    )
    def act(
        self,
        action: Action,
        party: Party | None,
        days: int,
        words: str | None,
        cause: Cause | None,
        outcome: State | None,
    ) -> None:
        """Try something; do it when the rules let it pass."""
        order = Order(
            self.today + days * DAY, party, why=words, cause=cause, outcome=outcome, basis=words,
            note=words,
        )  # fmt: skip
        reasons = reasons_against(self.pair, action, order, self.today)
        if reasons:
            with pytest.raises(RuleViolation) as refusal:
                apply(self.pair, action, order, self.today)
            assert refusal.value.reasons == reasons
            return
        state = apply(self.pair, action, order, self.today)
        self.pair = dataclasses.replace(self.pair, state=state, **self.papers(action, order))

    def papers(self, action: Action, order: Order) -> dict[str, Any]:
        """What the service would write down."""
        if action is Action.CONSENT:
            assert order.party is not None
            return {"consents": (*self.pair.consents, Consent(order.party, order.on))}
        if action is Action.SIGN:
            return {"signed_on": order.on, "term_to": order.on + 30 * DAY}
        if action is Action.RENEW:
            assert self.pair.term_to is not None
            term = self.pair.term + 1
            return {"term": term, "term_to": self.pair.term_to + 30 * DAY, "ended_on": None}
        day = {Action.APPOINT: "appointed_on", Action.START: "started_on", Action.END: "ended_on"}
        return {day[action]: order.on} if action in day else {}

    @rule(days=st.integers(1, 40))
    def days_pass(self, days: int) -> None:
        """Time goes on."""
        self.today += days * DAY

    @rule(seats=st.integers(0, 2), in_pool=st.booleans(), available=st.booleans())
    def the_world_moves(self, seats: int, in_pool: bool, available: bool) -> None:
        """Units leave the pool, people fall ill; what is signed keeps its seat."""
        kept = max(seats, 1) if self.pair.state in SIGNING else seats
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
        for day in (self.pair.started_on, self.pair.ended_on):
            if day:
                assert self.pair.appointed_on is not None
                assert day >= self.pair.appointed_on
        if self.pair.state is State.EXPIRED:
            assert self.pair.term_to is not None
            assert self.pair.appointed_on is not None
            assert self.pair.term_to <= max(self.today, self.pair.appointed_on)

    @invariant()
    def the_table_is_the_only_way(self) -> None:
        """What the table does not have is not offered."""
        offered = set(allowed_actions(self.pair))
        assert offered == {action for state, action in LIFE_CYCLE if state is self.pair.state}


Walk.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestWalk = Walk.TestCase
