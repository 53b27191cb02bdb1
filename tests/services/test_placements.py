"""The procedure on a stored round: acceptance, consents, numbers that are never reused."""

from __future__ import annotations

import datetime as dt

import pytest

from partydesk.db.models import AgreementRow, LetterRow, NumberRow, NumberSeries
from partydesk.domain.enterprises import Standing
from partydesk.domain.errors import NotFound, RuleViolation
from partydesk.domain.placements import Action, Order, Party, State
from partydesk.domain.selection import Attitude, Role, Ruling, Side
from partydesk.services.enterprises import set_standing
from partydesk.services.history import list_actions, undo
from partydesk.services.matching import run_matching
from partydesk.services.placements import Outcome, accept_run, act, list_placements
from partydesk.services.policies import get_policy, save_policy
from partydesk.services.pools import save_record
from partydesk.services.rulings import rule_pair
from partydesk.services.selection import list_posts, open_round, remove_post, save_post
from partydesk.services.wishes import save_wishes
from partydesk.services.workspace import Workspace
from tests.factories import (
    YEAR,
    StandingClock,
    consent,
    consent_all,
    make_enterprise,
    make_pairs,
    make_round,
    make_talent,
    number_of,
    the_pair,
    willing,
)

DAY = dt.timedelta(days=1)


def _do(workspace: Workspace, action: Action, *ids: int, **order: str) -> Outcome:
    return act(workspace, YEAR, action, Order(workspace.today(), **order), ids or None)  # type: ignore[arg-type]  # why and approval


def _codes(refusal: pytest.ExceptionInfo[RuleViolation]) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


def _ledger(workspace: Workspace) -> list[tuple[str, bool]]:
    with workspace.reading() as session:
        return [(row.text, row.void) for row in session.query(NumberRow).order_by(NumberRow.id)]


# --- acceptance ------------------------------------------------------------------------------


def test_accepting_twice_changes_nothing(workspace: Workspace) -> None:
    first = make_pairs(workspace, 2)
    again, changes = accept_run(workspace, YEAR)
    assert again == first
    assert changes.action is None
    assert [pair.state for pair in first] == [State.PROPOSED] * 2
    assert all(pair.reason for pair in first)


def test_what_cannot_be_accepted(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="还没有开启"):
        accept_run(workspace, YEAR)
    make_talent(workspace)
    make_round(workspace, [make_enterprise(workspace)], posts={0: {None: (Attitude.REFUSED, None)}})
    with pytest.raises(NotFound, match="先运行匹配"):
        accept_run(workspace, YEAR)
    run_matching(workspace, YEAR)
    with pytest.raises(RuleViolation, match="没有配上"):
        accept_run(workspace, YEAR)
    with pytest.raises(NotFound, match="99"):
        accept_run(workspace, YEAR, 99)


def test_a_run_whose_posts_have_gone_is_outdated(workspace: Workspace) -> None:
    """This used to end in an error of the tables."""
    make_talent(workspace)
    (post,) = make_round(workspace, [make_enterprise(workspace)])
    run_matching(workspace, YEAR)
    remove_post(workspace, number_of(post))
    with pytest.raises(RuleViolation) as refusal:
        accept_run(workspace, YEAR)
    assert _codes(refusal) == ["run_outdated"]


def test_a_run_whose_people_have_gone_is_outdated(workspace: Workspace) -> None:
    make_round(workspace, [make_enterprise(workspace)])
    make_talent(workspace)
    made = list_actions(workspace)[0].id
    run_matching(workspace, YEAR)
    undo(workspace, made)
    with pytest.raises(RuleViolation) as refusal:
        accept_run(workspace, YEAR)
    assert _codes(refusal) == ["run_outdated"]


def test_a_newer_run_replaces_what_nobody_worked_on(workspace: Workspace) -> None:
    old = make_pairs(workspace, 2)
    consent(workspace, Party.PERSON, ids=[old[0].id])
    rivals = [number_of(make_talent(workspace)) for _ in range(2)]
    for pair, rival in zip(old, rivals, strict=True):
        save_wishes(workspace, YEAR, Side.ENTERPRISE, pair.post_id, willing(rival))
    run, _ = run_matching(workspace, YEAR)
    assert set(run.pairs.values()) == set(rivals)
    kept, new = accept_run(workspace, YEAR)[0]
    assert (kept.id, kept.talent_id) == (old[0].id, old[0].talent_id)  # it has a consent
    assert (new.post_id, new.talent_id) == (old[1].post_id, rivals[1])
    assert the_pair(workspace, old[1].id).state is State.WITHDRAWN
    assert [p.id for p in list_placements(workspace, YEAR)] == [kept.id, new.id]


def test_a_withdrawn_pair_comes_back_only_with_a_new_run(workspace: Workspace) -> None:
    (pair,) = make_pairs(workspace)
    _do(workspace, Action.WITHDRAW, why="填错了")
    assert accept_run(workspace, YEAR)[0] == ()
    run_matching(workspace, YEAR)
    (again,) = accept_run(workspace, YEAR)[0]
    assert again.id != pair.id
    assert (again.talent_id, again.state, again.consents) == (pair.talent_id, State.PROPOSED, ())


# --- consents --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "unit"),
    [("退休", False), ("改非", True), ("在职科级", True), ("中青年后备", True), ("", False)],
)
def test_the_unit_is_asked_only_where_the_policy_says_so(
    workspace: Workspace, source: str, unit: bool
) -> None:
    (pair,) = make_pairs(workspace, source=source)
    assert (Party.UNIT in pair.needed) is unit
    assert pair.needed[-1] is Party.COMMITTEE
    if not unit:
        with pytest.raises(RuleViolation) as refusal:
            consent(workspace, Party.UNIT)
        assert _codes(refusal) == ["not_needed"]


def test_what_is_needed_is_fixed_when_the_pair_enters(workspace: Workspace) -> None:
    (pair,) = make_pairs(workspace, source="在职科级")
    save_policy(workspace, YEAR, {"unit_consent_sources": ""})
    assert the_pair(workspace).needed == pair.needed


def test_consents_are_written_down_with_day_and_approval(workspace: Workspace) -> None:
    make_pairs(workspace, source="在职科级")
    assert "approval_missing" in [c.code for c in the_pair(workspace).concerns]
    order = Order(workspace.today() - DAY, Party.UNIT, " 旗组〔2026〕3号 ")
    outcome = act(workspace, YEAR, Action.CONSENT, order)
    (given,) = outcome.placements[0].consents
    assert (given.party, given.given_on, given.approval) == (
        Party.UNIT, workspace.today() - DAY, "旗组〔2026〕3号",
    )  # fmt: skip
    assert outcome.changes.label.startswith("登记同意（所在单位）：苏和")
    assert [c.code for c in the_pair(workspace).concerns] == []


def test_the_same_consent_twice_is_refused(workspace: Workspace) -> None:
    make_pairs(workspace)
    consent(workspace, Party.PERSON)
    with pytest.raises(RuleViolation) as refusal:
        consent(workspace, Party.PERSON)
    assert _codes(refusal) == ["already_given"]
    assert len(the_pair(workspace).consents) == 1


def test_all_at_once_passes_over_those_further_on(workspace: Workspace) -> None:
    pairs = make_pairs(workspace, 3)
    consent(workspace, Party.PERSON, ids=[pairs[1].id])
    outcome = act(workspace, YEAR, Action.CONSENT, Order(workspace.today(), Party.PERSON))
    assert [p.id for p in outcome.placements] == [pairs[0].id, pairs[2].id]
    assert list(outcome.refused) == [pairs[1].id]
    assert outcome.changes.label == "登记同意（个人）：2 人"


def test_named_pairs_move_all_or_none(workspace: Workspace) -> None:
    pairs = make_pairs(workspace, 2)
    consent_all(workspace, [pairs[0].id])
    with pytest.raises(RuleViolation) as refusal:
        _do(workspace, Action.SIGN, pairs[0].id, pairs[1].id)
    assert _codes(refusal) == ["consent_missing"]
    assert [p.state for p in list_placements(workspace, YEAR)] == [State.CONSENTED, State.PROPOSED]
    assert _ledger(workspace) == []


def test_nothing_to_do(workspace: Workspace) -> None:
    make_round(workspace, [])
    nobody: list[int] = []
    for ids in (None, nobody):
        with pytest.raises(RuleViolation) as refusal:
            act(workspace, YEAR, Action.SIGN, Order(workspace.today()), ids)
        assert _codes(refusal) == ["nothing_to_do"]
    with pytest.raises(NotFound):
        _do(workspace, Action.SIGN, 99)


# --- guards that the store knows -------------------------------------------------------------


def test_a_person_who_cannot_be_sent_any_more_is_not_signed(workspace: Workspace) -> None:
    """Only the unit's place in the pool used to be looked at."""
    (pair,) = make_pairs(workspace)
    consent_all(workspace)
    save_record(workspace, "talents", pair.talent_id, {"state": "暂缓", "state_reason": "借调"})
    with pytest.raises(RuleViolation) as refusal:
        _do(workspace, Action.SIGN)
    assert _codes(refusal) == ["not_available"]
    save_record(workspace, "talents", pair.talent_id, {"state": "可选派"})
    assert _do(workspace, Action.SIGN).numbers


def test_a_unit_that_left_the_pool_is_not_signed(workspace: Workspace) -> None:
    (pair,) = make_pairs(workspace)
    consent_all(workspace)
    set_standing(workspace, [pair.enterprise_id], Standing.LEFT, "停产")
    with pytest.raises(RuleViolation) as refusal:
        _do(workspace, Action.SIGN)
    assert _codes(refusal) == ["not_in_pool"]


def test_a_person_with_one_seat_signs_once(workspace: Workspace) -> None:
    person = number_of(make_talent(workspace, capacity="2"))
    units = [make_enterprise(workspace) for _ in range(2)]
    make_round(workspace, units, posts={0: willing(person), 1: willing(person)})
    run_matching(workspace, YEAR)
    accept_run(workspace, YEAR)
    consent_all(workspace)
    save_record(workspace, "talents", person, {"capacity": "1"})
    outcome = _do(workspace, Action.SIGN)
    assert len(outcome.numbers) == 1
    assert [r.code for reasons in outcome.refused.values() for r in reasons] == ["no_seat"]


def test_dates_follow_the_procedure(workspace: Workspace, clock: StandingClock) -> None:
    make_pairs(workspace)
    consent_all(workspace)
    today = workspace.today()
    with pytest.raises(RuleViolation) as refusal:
        act(workspace, YEAR, Action.SIGN, Order(today - DAY))
    assert _codes(refusal) == ["before_consent"]
    act(workspace, YEAR, Action.SIGN, Order(today + DAY))
    with pytest.raises(RuleViolation) as refusal:
        act(workspace, YEAR, Action.APPOINT, Order(today))
    assert _codes(refusal) == ["before_signing"]
    act(workspace, YEAR, Action.APPOINT, Order(today + DAY))
    assert the_pair(workspace).appointed_on == today + DAY


# --- papers and numbers ----------------------------------------------------------------------


def test_papers_are_frozen_as_they_were_signed(workspace: Workspace) -> None:
    (pair,) = make_pairs(workspace, citizen_number="150430198506150022", source="在职科级")
    consent_all(workspace)
    policy, today = get_policy(workspace, YEAR), workspace.today()
    _do(workspace, Action.SIGN)
    _do(workspace, Action.APPOINT)
    save_record(workspace, "talents", pair.talent_id, {"name": "改了名"})
    save_record(workspace, "enterprises", pair.enterprise_id, {"name": "改了名的公司"})
    save_policy(workspace, YEAR, {"organ": "别的机关", "term_months": "36"})
    with workspace.reading() as session:
        agreement = session.get_one(AgreementRow, 1)
        letter = session.get_one(LetterRow, 1)
        assert agreement.content["person"] == letter.content["person"] == pair.talent
        assert agreement.content["enterprise"] == letter.content["enterprise"] == pair.enterprise
        assert agreement.content["organ"] == letter.content["organ"] == policy.organ
        assert agreement.content["role"] == Role.INSTRUCTOR.value
        assert "198506" not in agreement.content["person_number_masked"]
        assert (agreement.term_from, agreement.term_to) == (today, dt.date(2028, 3, 1))
        assert letter.content["term_to"] == "2028-03-01"
        assert agreement.content["number"] == agreement.number.text == "旗非公协〔2026〕1号"
        assert letter.number.text == "旗非公委任〔2026〕1号"


def test_numbers_follow_the_order_of_the_posts(workspace: Workspace) -> None:
    pairs = make_pairs(workspace, 3)
    consent_all(workspace)
    ids = [pair.id for pair in pairs]
    outcome = _do(workspace, Action.SIGN, *reversed(ids))
    assert [p.id for p in outcome.placements] == ids
    assert outcome.numbers == tuple(f"旗非公协〔2026〕{n}号" for n in (1, 2, 3))
    assert [p.agreement_number for p in outcome.placements] == list(outcome.numbers)
    assert _do(workspace, Action.APPOINT).numbers == tuple(
        f"旗非公委任〔2026〕{n}号" for n in (1, 2, 3)
    )


def test_a_number_is_never_given_twice_not_even_after_withdrawal(workspace: Workspace) -> None:
    make_pairs(workspace)
    for _ in range(2):
        consent_all(workspace)
        _do(workspace, Action.SIGN)
        _do(workspace, Action.WITHDRAW, why="企业要求换人")
        run_matching(workspace, YEAR)
        accept_run(workspace, YEAR)
    consent_all(workspace)
    assert _do(workspace, Action.SIGN).numbers == ("旗非公协〔2026〕3号",)
    assert _ledger(workspace) == [
        ("旗非公协〔2026〕1号", True),
        ("旗非公协〔2026〕2号", True),
        ("旗非公协〔2026〕3号", False),
    ]


def test_a_failed_signing_takes_no_number(workspace: Workspace) -> None:
    pairs = make_pairs(workspace, 2)
    consent_all(workspace, [pairs[0].id])
    for _ in range(3):
        with pytest.raises(RuleViolation):
            _do(workspace, Action.SIGN, *(pair.id for pair in pairs))
    assert _do(workspace, Action.SIGN).numbers == ("旗非公协〔2026〕1号",)


def test_another_code_goes_on_counting_and_another_year_begins_anew(
    workspace: Workspace, clock: StandingClock
) -> None:
    pairs = make_pairs(workspace, 2, capacity="2")
    consent_all(workspace)
    _do(workspace, Action.SIGN, pairs[0].id)
    save_policy(workspace, YEAR, {"agreement_code": "塔协"})
    assert _do(workspace, Action.SIGN).numbers == ("塔协〔2026〕2号",)
    clock.advance(days=365)
    open_round(workspace, YEAR + 1)
    save_post(workspace, YEAR + 1, None, enterprise_id=pairs[0].enterprise_id, role=Role.INSTRUCTOR)
    run_matching(workspace, YEAR + 1)
    accept_run(workspace, YEAR + 1)
    for party in (Party.ENTERPRISE, Party.PERSON, Party.COMMITTEE):
        act(workspace, YEAR + 1, Action.CONSENT, Order(workspace.today(), party))
    outcome = act(workspace, YEAR + 1, Action.SIGN, Order(workspace.today()))
    assert outcome.numbers == ("塔协〔2027〕1号",)


def test_codes_that_changed_places_do_not_double_a_number(workspace: Workspace) -> None:
    """This used to end in an error of the tables."""
    make_pairs(workspace)
    consent_all(workspace)
    _do(workspace, Action.SIGN)
    save_policy(workspace, YEAR, {"agreement_code": "新协", "letter_code": "旗非公协"})
    with pytest.raises(RuleViolation) as refusal:
        _do(workspace, Action.APPOINT)
    assert _codes(refusal) == ["number_taken"]
    save_policy(workspace, YEAR, {"letter_code": "旗非公委任"})
    assert _do(workspace, Action.APPOINT).numbers == ("旗非公委任〔2026〕1号",)


def test_the_ledger_counts_each_series_from_one(workspace: Workspace) -> None:
    make_pairs(workspace, 2)
    consent_all(workspace)
    _do(workspace, Action.SIGN)
    _do(workspace, Action.APPOINT)
    with workspace.reading() as session:
        rows = session.query(NumberRow).order_by(NumberRow.id)
        assert [(row.series, row.serial) for row in rows] == [
            (NumberSeries.AGREEMENT, 1),
            (NumberSeries.AGREEMENT, 2),
            (NumberSeries.LETTER, 1),
            (NumberSeries.LETTER, 2),
        ]


def test_withdrawing_keeps_the_reason_and_frees_post_and_person(workspace: Workspace) -> None:
    (pair,) = make_pairs(workspace)
    rule_pair(workspace, pair.post_id, pair.talent_id, Ruling.LOCKED)
    consent_all(workspace)
    _do(workspace, Action.SIGN)
    with pytest.raises(RuleViolation) as refusal:
        _do(workspace, Action.WITHDRAW)
    assert _codes(refusal) == ["why_missing"]
    outcome = _do(workspace, Action.WITHDRAW, why=" 本人要求 ")
    assert outcome.placements[0].state is State.WITHDRAWN
    assert list_placements(workspace, YEAR) == ()
    assert [p.state for p in list_placements(workspace, YEAR, withdrawn=True)] == [State.WITHDRAWN]
    run_matching(workspace, YEAR)
    assert accept_run(workspace, YEAR)[0][0].free_seats == 1
    assert len(list_posts(workspace, YEAR)) == 1


def test_what_is_appointed_is_not_withdrawn(workspace: Workspace) -> None:
    make_pairs(workspace)
    consent_all(workspace)
    _do(workspace, Action.SIGN)
    _do(workspace, Action.APPOINT)
    with pytest.raises(RuleViolation) as refusal:
        _do(workspace, Action.WITHDRAW, why="本人要求")
    assert _codes(refusal) == ["wrong_state"]
    assert the_pair(workspace).next_step == "待到岗"
