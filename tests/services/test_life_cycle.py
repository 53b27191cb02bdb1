"""From the drafted agreement to the end of a posting, on a stored round."""

from __future__ import annotations

import datetime as dt

import pytest

from partydesk.db.models import AgreementRow, LetterRow, NumberRow, PostRow
from partydesk.db.queries.coverage import posted_to
from partydesk.domain.agreements import AgreementKind
from partydesk.domain.errors import NotFound, RuleViolation
from partydesk.domain.placements import Action, Cause, Order, Placement, State
from partydesk.domain.selection import Role
from partydesk.services.history import list_actions, undo
from partydesk.services.matching import run_matching
from partydesk.services.placements import Outcome, accept_run, act, list_placements
from partydesk.services.policies import save_policy
from partydesk.services.pools import save_record
from partydesk.services.workspace import Workspace
from tests.factories import (
    YEAR,
    StandingClock,
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


def do(workspace: Workspace, action: Action, *ids: int, **order: object) -> Outcome:
    """Do something today to the named pairs of any round."""
    on = order.pop("on", workspace.today())
    wanted = ids or [pair.id for pair in list_placements(workspace, YEAR)]
    return act(workspace, None, action, Order(on, **order), wanted)  # type: ignore[arg-type]  # any field


def at_work(workspace: Workspace, count: int = 1, **fields: str) -> tuple[Placement, ...]:
    """Pairs whose people are at work since today."""
    make_pairs(workspace, count, **fields)
    consent_all(workspace)
    for action in (Action.SIGN, Action.APPOINT, Action.START):
        do(workspace, action)
    return list_placements(workspace, YEAR)


def codes(refusal: pytest.ExceptionInfo[RuleViolation]) -> list[str]:
    """The reasons, by their words."""
    return [reason.code for reason in refusal.value.reasons]


def numbers(workspace: Workspace) -> list[tuple[str, bool]]:
    """The ledger: number and whether it is void."""
    with workspace.reading() as session:
        return [(row.text, row.void) for row in session.query(NumberRow).order_by(NumberRow.id)]


# --- drafting --------------------------------------------------------------------------------


def test_an_agreement_is_drafted_printed_and_signed_on_the_day_planned(
    workspace: Workspace,
) -> None:
    make_pairs(workspace)
    consent_all(workspace)
    planned = workspace.today() + 10 * DAY
    outcome = do(workspace, Action.DRAFT, on=planned)
    assert outcome.numbers == ("旗非公协〔2026〕1号",)
    drafted = the_pair(workspace)
    assert (drafted.state, drafted.signed_on) == (State.DRAFTED, None)
    assert (drafted.drafted_on, drafted.term_from) == (workspace.today(), planned)
    assert drafted.next_step == "待各方签字"
    signed = do(workspace, Action.SIGN, on=planned)
    assert signed.numbers == ()
    pair = the_pair(workspace)
    assert (pair.state, pair.signed_on) == (State.SIGNED, planned)
    assert pair.agreement_number == "旗非公协〔2026〕1号"


def test_signed_on_another_day_the_term_and_the_paper_follow(workspace: Workspace) -> None:
    make_pairs(workspace)
    consent_all(workspace)
    do(workspace, Action.DRAFT, on=workspace.today() + 10 * DAY)
    day = workspace.today() + 3 * DAY
    do(workspace, Action.SIGN, on=day)
    pair = the_pair(workspace)
    assert (pair.term_from, pair.term_to) == (day, dt.date(2028, 3, 4))
    with workspace.reading() as session:
        content = session.get_one(AgreementRow, 1).content
    assert content["signed_on"] == content["term_from"] == day.isoformat()
    assert content["term_to"] == "2028-03-04"


def test_what_the_post_asks_for_goes_before_the_policy(workspace: Workspace) -> None:
    (pair,) = make_pairs(workspace)
    with workspace.unit_of_work("save_post", "修改岗位") as uow:
        post = uow.session.get_one(PostRow, pair.post_id)
        post.term_months, post.attendance_days = 12, 0
        uow.commit()
    consent_all(workspace)
    do(workspace, Action.SIGN)
    assert the_pair(workspace).term_to == dt.date(2027, 3, 1)
    with workspace.reading() as session:
        assert session.get_one(AgreementRow, 1).content["attendance_days"] == 0


def test_a_paper_is_numbered_in_its_own_year_and_not_in_that_of_the_round(
    workspace: Workspace, clock: StandingClock
) -> None:
    """Who was posted in the second year of a round had a number of the first one."""
    make_pairs(workspace, 2)
    consent_all(workspace)
    first, second = list_placements(workspace, YEAR)
    for action in (Action.SIGN, Action.APPOINT):
        do(workspace, action, first.id)
    clock.advance(days=365)
    for action in (Action.SIGN, Action.APPOINT):
        do(workspace, action, second.id)
    assert [text for text, _ in numbers(workspace)] == [
        f"旗非公协〔{YEAR}〕1号", f"旗非公委任〔{YEAR}〕1号",
        f"旗非公协〔{YEAR + 1}〕1号", f"旗非公委任〔{YEAR + 1}〕1号",
    ]  # fmt: skip


def test_a_withdrawn_draft_leaves_a_void_number(workspace: Workspace) -> None:
    make_pairs(workspace)
    consent_all(workspace)
    do(workspace, Action.DRAFT)
    do(workspace, Action.WITHDRAW, why="企业要求换人")
    assert numbers(workspace) == [("旗非公协〔2026〕1号", True)]


def test_a_draft_holds_the_seat(workspace: Workspace) -> None:
    person = number_of(make_talent(workspace, capacity="2"))
    units = [make_enterprise(workspace) for _ in range(2)]
    make_round(workspace, units, posts={0: willing(person), 1: willing(person)})
    run_matching(workspace, YEAR)
    pairs, _ = accept_run(workspace, YEAR)
    consent_all(workspace)
    save_record(workspace, "talents", person, {"capacity": "1"})
    do(workspace, Action.DRAFT, pairs[0].id)
    for action in (Action.DRAFT, Action.SIGN):
        with pytest.raises(RuleViolation) as refusal:
            do(workspace, action, pairs[1].id)
        assert codes(refusal) == ["no_seat"]
    assert do(workspace, Action.SIGN, pairs[0].id).placements[0].state is State.SIGNED


# --- at work ---------------------------------------------------------------------------------


def test_coming_to_the_enterprise_is_written_down_and_can_be_taken_back(
    workspace: Workspace,
) -> None:
    (pair,) = at_work(workspace)
    assert (pair.state, pair.started_on) == (State.ON_POST, workspace.today())
    undo(workspace)
    assert the_pair(workspace).state is State.APPOINTED
    assert the_pair(workspace).started_on is None


def test_an_amendment_has_a_number_and_changes_no_state(workspace: Workspace) -> None:
    at_work(workspace)
    with pytest.raises(RuleViolation) as refusal:
        do(workspace, Action.AMEND, note=" ")
    assert codes(refusal) == ["note_missing"]
    outcome = do(workspace, Action.AMEND, note=" 每月到岗改为五天 ")
    (pair,) = outcome.placements
    assert outcome.numbers == ("旗非公协〔2026〕2号",)
    assert (pair.state, pair.agreement_number) == (State.ON_POST, "旗非公协〔2026〕1号")
    assert pair.amendments == ("旗非公协〔2026〕2号",)
    with workspace.reading() as session:
        row = session.get_one(AgreementRow, 2)
        assert (row.kind, row.note) == (AgreementKind.AMENDMENT, "每月到岗改为五天")
        assert row.content["agreement_number"] == "旗非公协〔2026〕1号"


# --- renewal ---------------------------------------------------------------------------------


def test_a_renewal_goes_on_from_the_day_after(workspace: Workspace, clock: StandingClock) -> None:
    (before,) = at_work(workspace)
    assert before.term_to is not None
    clock.advance(days=700)
    save_policy(workspace, 2028, {"term_months": "12"})
    outcome = do(workspace, Action.RENEW, letter=True, approval="旗组〔2028〕6号")
    assert outcome.numbers == ("旗非公协〔2028〕1号", "旗非公委任〔2028〕1号")
    pair = the_pair(workspace)
    assert (pair.state, pair.term) == (State.ON_POST, 2)
    assert pair.term_from == before.term_to + DAY
    assert pair.term_to == dt.date(2029, 3, 1)
    assert (pair.agreement_number, pair.letter_number) == outcome.numbers
    with workspace.reading() as session:
        assert session.get_one(AgreementRow, 2).note == "旗组〔2028〕6号"
        assert session.query(LetterRow).count() == 2
    assert not any(void for _, void in numbers(workspace))
    # Until the old term is over it is that one which runs, and the person is still in office.
    with workspace.reading() as session:
        for day, until in ((before.term_to, before.term_to), (pair.term_to, pair.term_to)):
            (posted,) = posted_to(session, pair.enterprise_id, day)
            assert posted.term_to == until


def test_several_are_renewed_as_one_act(workspace: Workspace, clock: StandingClock) -> None:
    pairs = at_work(workspace, 3)
    clock.advance(days=720)
    acts = len(list_actions(workspace))
    outcome = do(workspace, Action.RENEW, *(pair.id for pair in pairs[:2]))
    assert outcome.numbers == ("旗非公协〔2028〕1号", "旗非公协〔2028〕2号")
    assert len(list_actions(workspace)) == acts + 1
    assert [p.term for p in list_placements(workspace, YEAR)] == [2, 2, 1]
    assert list_actions(workspace)[0].label == "续签：2 人"
    assert not list_actions(workspace)[0].undoable


def test_who_has_gone_on_after_the_term_is_renewed_still(
    workspace: Workspace, clock: StandingClock
) -> None:
    (pair,) = at_work(workspace)
    clock.advance(days=740)
    do(workspace, Action.END, cause=Cause.TERM, outcome=State.EXPIRED)
    ended = the_pair(workspace)
    assert (ended.state, ended.ended_on) == (State.EXPIRED, pair.term_to)
    do(workspace, Action.RENEW, pair.id)
    back = the_pair(workspace)
    assert (back.state, back.ended_on, back.cause) == (State.ON_POST, None, None)


# --- the end ---------------------------------------------------------------------------------


def test_an_early_end_keeps_the_numbers_in_force(workspace: Workspace) -> None:
    at_work(workspace)
    outcome = do(
        workspace, Action.END, cause=Cause.HEALTH, outcome=State.ADJUSTED,
        basis="旗组干〔2026〕9号", why="住院治疗",
    )  # fmt: skip
    (pair,) = outcome.placements
    assert (pair.state, pair.ended_on, pair.cause) == (
        State.ADJUSTED, workspace.today(), Cause.HEALTH,
    )  # fmt: skip
    assert pair.why_ended == "住院治疗；旗组干〔2026〕9号"
    assert outcome.changes.label.startswith("离任（已调整）：苏和")
    assert numbers(workspace) == [("旗非公协〔2026〕1号", False), ("旗非公委任〔2026〕1号", False)]
    undo(workspace)
    assert the_pair(workspace).state is State.ON_POST


def test_nobody_ends_for_no_cause_or_before_the_term(workspace: Workspace) -> None:
    at_work(workspace)
    with pytest.raises(RuleViolation) as refusal:
        do(workspace, Action.END)
    assert codes(refusal) == ["cause_missing", "outcome_missing"]
    with pytest.raises(RuleViolation) as refusal:
        do(workspace, Action.END, cause=Cause.TERM, outcome=State.EXPIRED)
    assert codes(refusal) == ["term_running"]
    with pytest.raises(NotFound, match="99"):
        do(workspace, Action.END, 99)


def test_the_end_frees_person_and_post(workspace: Workspace) -> None:
    (pair,) = at_work(workspace)
    do(workspace, Action.END, cause=Cause.LEFT, outcome=State.TERMINATED)
    assert list_placements(workspace, YEAR) == ()
    found = list_placements(workspace, YEAR, withdrawn=True)
    assert [each.id for each in found] == [pair.id]
    assert pair.role is Role.INSTRUCTOR


def test_what_took_a_number_stays_and_the_rest_comes_back_in_turn(workspace: Workspace) -> None:
    (pair,) = at_work(workspace)
    came = list_actions(workspace)[0].id
    do(workspace, Action.END, cause=Cause.LEFT, outcome=State.TERMINATED)
    assert undo(workspace, came).restored == 0  # he has left since
    undo(workspace)
    assert undo(workspace, came).restored
    assert the_pair(workspace, pair.id).state is State.APPOINTED
    for action, order in ((Action.AMEND, {"note": "每月五天"}), (Action.RENEW, {})):
        do(workspace, action, **order)
        with pytest.raises(RuleViolation) as refusal:
            undo(workspace, list_actions(workspace)[0].id)
        assert codes(refusal) == ["not_undoable"]
