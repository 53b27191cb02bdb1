"""Warnings in the procedure, the committee's decisions, and ties between people and units."""

from __future__ import annotations

import datetime as dt

import pytest

from partydesk.domain.cautions import Caution
from partydesk.domain.errors import NotFound, RuleViolation, ValidationFailed
from partydesk.domain.placements import Action, Order, Placement, State
from partydesk.domain.recusals import Tie
from partydesk.domain.selection import Role
from partydesk.services.compliance import record_decision, remove_decision
from partydesk.services.history import list_actions, undo
from partydesk.services.matching import run_matching
from partydesk.services.merging import merge_records
from partydesk.services.placements import accept_run, act
from partydesk.services.policies import save_policy
from partydesk.services.pools import save_record
from partydesk.services.recusals import add_recusal, list_recusals, remove_recusal
from partydesk.services.selection import open_round, save_post
from partydesk.services.workspace import Workspace
from tests.factories import (
    YEAR,
    StandingClock,
    consent_all,
    make_enterprise,
    make_pairs,
    make_talent,
    number_of,
    the_pair,
)

GIVEN = {"decided_by": "党工委会议", "reason": "无合适人选", "decided_on": "2026-03-01"}


def _found(pair: Placement) -> list[Caution]:
    return [concern.caution for concern in pair.concerns]


def _undo_last(workspace: Workspace) -> None:
    assert undo(workspace, list_actions(workspace)[0].id).conflicts == ()


# --- what is looked at -----------------------------------------------------------------------


def test_the_record_the_unit_and_the_post_are_looked_at(workspace: Workspace) -> None:
    (pair,) = make_pairs(workspace, source="退休", retired_on="2025-01", unit_post="旗农牧局科长")
    assert _found(pair) == [Caution.COOLING]
    save_record(
        workspace, "enterprises", pair.enterprise_id,
        {"supervisor": "旗农牧局", "operation": "停产停业"},
    )  # fmt: skip
    save_post(
        workspace, YEAR, pair.post_id, enterprise_id=pair.enterprise_id, role=pair.role,
        pay="每月 2000 元",
    )  # fmt: skip
    save_policy(workspace, YEAR, {"training_months": "12"})
    assert _found(the_pair(workspace)) == [
        Caution.COOLING, Caution.PAY, Caution.RECUSAL, Caution.TRAINING, Caution.CLOSED,
    ]  # fmt: skip
    save_record(workspace, "talents", pair.talent_id, {"trained_on": "2026-01", "source": "其他"})
    assert Caution.TRAINING not in _found(the_pair(workspace))


def test_a_term_of_the_posts_own_is_looked_at(workspace: Workspace) -> None:
    (pair,) = make_pairs(workspace, birth="1955-06-01")
    assert Caution.AGE in _found(pair)  # 72 in two years
    save_post(
        workspace, YEAR, pair.post_id, enterprise_id=pair.enterprise_id, role=pair.role,
        term_months=2,
    )  # fmt: skip
    assert Caution.AGE not in _found(the_pair(workspace))


def test_posts_beside_and_terms_in_a_row(workspace: Workspace, clock: StandingClock) -> None:
    (pair,) = make_pairs(workspace, source="改非", capacity="3")
    save_policy(workspace, YEAR, {"terms_limit": "1"})
    consent_all(workspace)
    for action in (Action.SIGN, Action.APPOINT):
        act(workspace, YEAR, action, Order(workspace.today()))
    clock.advance(days=400)
    open_round(workspace, YEAR + 1)
    for unit, role in (
        (pair.enterprise_id, Role.DEPUTY),
        (number_of(make_enterprise(workspace)), Role.INSTRUCTOR),
    ):
        save_post(workspace, YEAR + 1, None, enterprise_id=unit, role=role)
    run_matching(workspace, YEAR + 1)
    here, elsewhere = accept_run(workspace, YEAR + 1)[0]
    assert _found(here) == [Caution.POSTS, Caution.TERMS]
    assert _found(elsewhere) == [Caution.POSTS]
    messages = [concern.message for concern in here.concerns]
    assert messages == ["连同此岗共 3 个岗位，超过 1 个", "在该单位将是连续第 2 届，超过 1 届"]


def test_near_its_end_the_next_term_is_looked_at(
    workspace: Workspace, clock: StandingClock
) -> None:
    """A third term was signed without a word, because only the running one was looked at."""
    (pair,) = make_pairs(workspace, birth="1956-09")
    save_policy(workspace, YEAR, {"terms_limit": "1", "bars": "连任超过届数"})
    consent_all(workspace)
    for action in (Action.SIGN, Action.APPOINT):
        act(workspace, YEAR, action, Order(workspace.today()))
    act(workspace, YEAR, Action.START, Order(workspace.today()))
    clock.advance(days=638)  # 92 days before the last one
    assert _found(the_pair(workspace)) == [Caution.AGE]
    clock.advance(days=2)
    messages = [concern.message for concern in the_pair(workspace).concerns]
    assert messages == [
        "续签后在该单位将是连续第 2 届，超过 1 届", "续签的任期届满时 73 岁，超过 70 岁",
    ]  # fmt: skip
    with pytest.raises(RuleViolation, match="请先记录党工委的决定"):
        act(workspace, YEAR, Action.RENEW, Order(workspace.today()), [pair.id])
    given = {**GIVEN, "decided_on": workspace.today().isoformat()}
    record_decision(workspace, pair.id, Caution.TERMS, given)
    act(workspace, YEAR, Action.RENEW, Order(workspace.today()), [pair.id])
    assert the_pair(workspace).term == 2


# --- decisions -------------------------------------------------------------------------------


def test_a_bar_waits_for_the_committee(workspace: Workspace) -> None:
    make_pairs(workspace, birth="1950-01")
    consent_all(workspace)
    save_policy(workspace, YEAR, {"bars": "超过年龄"})
    pair = the_pair(workspace)
    order = Order(workspace.today())
    with pytest.raises(RuleViolation, match="请先记录党工委的决定") as refusal:
        act(workspace, YEAR, Action.SIGN, order, [pair.id])
    assert [reason.code for reason in refusal.value.reasons] == ["age_limit"]
    changes = record_decision(
        workspace, pair.id, Caution.AGE, {**GIVEN, "approval": "旗组〔2026〕3号"}
    )
    assert changes.label == f"记录决定：{pair.talent}，超过年龄"
    (concern,) = the_pair(workspace).concerns
    assert concern.decision is not None
    assert concern.decision.words == (
        "已由党工委会议于 2026-03-01 决定（旗组〔2026〕3号）：无合适人选"
    )
    _undo_last(workspace)
    with pytest.raises(RuleViolation):
        act(workspace, YEAR, Action.SIGN, order, [pair.id])
    record_decision(workspace, pair.id, Caution.AGE, GIVEN)
    act(workspace, YEAR, Action.SIGN, order, [pair.id])
    assert the_pair(workspace).state is State.SIGNED


def test_a_decision_is_replaced_and_taken_back(workspace: Workspace) -> None:
    (pair,) = make_pairs(workspace, birth="1950-01")
    record_decision(workspace, pair.id, Caution.AGE, GIVEN)
    record_decision(workspace, pair.id, Caution.AGE, {**GIVEN, "reason": "身体好"})
    (concern,) = the_pair(workspace).concerns
    assert concern.decision is not None
    assert concern.decision.reason == "身体好"
    remove_decision(workspace, pair.id, Caution.AGE)
    assert the_pair(workspace).concerns[0].is_open
    _undo_last(workspace)
    assert not the_pair(workspace).concerns[0].is_open
    with pytest.raises(NotFound):
        remove_decision(workspace, pair.id, Caution.PAY)


@pytest.mark.parametrize("field", ["decided_by", "reason", "decided_on"])
@pytest.mark.parametrize("given", ["", None])
def test_a_decision_names_who_why_and_when(
    workspace: Workspace, field: str, given: str | None
) -> None:
    (pair,) = make_pairs(workspace, birth="1950-01")
    cells = {**GIVEN, field: given}
    if given is None:
        del cells[field]
    with pytest.raises(ValidationFailed) as refusal:
        record_decision(workspace, pair.id, Caution.AGE, cells)
    assert list(refusal.value.fields) == [field]


def test_what_cannot_be_decided(workspace: Workspace) -> None:
    (pair,) = make_pairs(workspace, birth="1950-01")
    tomorrow = workspace.today() + dt.timedelta(days=1)
    with pytest.raises(ValidationFailed):
        record_decision(workspace, pair.id, Caution.AGE, {**GIVEN, "decided_on": tomorrow})
    with pytest.raises(RuleViolation, match="没有“向企业取酬”的提醒"):
        record_decision(workspace, pair.id, Caution.PAY, GIVEN)
    with pytest.raises(NotFound):
        record_decision(workspace, 99, Caution.AGE, GIVEN)
    with pytest.raises(NotFound):
        remove_decision(workspace, 99, Caution.AGE)


# --- ties --------------------------------------------------------------------------------------


def test_a_tie_is_noted_shown_and_taken_back(workspace: Workspace) -> None:
    (pair,) = make_pairs(workspace)
    changes = add_recusal(workspace, pair.talent_id, pair.enterprise_id, Tie.RELATIVE, " 配偶 ")
    assert changes.label == f"登记回避关系：{pair.talent}与{pair.enterprise}（亲属）"
    (concern,) = the_pair(workspace).concerns
    assert (concern.caution, concern.message) == (
        Caution.RECUSAL, f"与{pair.enterprise}有回避关系：亲属",
    )  # fmt: skip
    (tie,) = list_recusals(workspace, pair.talent_id)
    assert (tie.enterprise, tie.recusal.tie, tie.recusal.note) == (
        pair.enterprise, Tie.RELATIVE, "配偶",
    )  # fmt: skip
    assert run_matching(workspace, YEAR)[0].pairs == {pair.post_id: pair.talent_id}  # no bar
    remove_recusal(workspace, tie.recusal.id or 0)
    assert the_pair(workspace).concerns == ()
    _undo_last(workspace)
    assert list_recusals(workspace, pair.talent_id) == (tie,)


def test_ties_that_cannot_be_noted(workspace: Workspace) -> None:
    (pair,) = make_pairs(workspace)
    add_recusal(workspace, pair.talent_id, pair.enterprise_id, Tie.BUSINESS)
    with pytest.raises(RuleViolation, match="已登记过“经济往来”"):
        add_recusal(workspace, pair.talent_id, pair.enterprise_id, Tie.BUSINESS)
    with pytest.raises(NotFound, match="人才"):
        add_recusal(workspace, 99, pair.enterprise_id, Tie.OTHER)
    with pytest.raises(NotFound, match="单位"):
        add_recusal(workspace, pair.talent_id, 99, Tie.OTHER)
    with pytest.raises(NotFound):
        remove_recusal(workspace, 99)


def test_ties_follow_a_merged_person(workspace: Workspace) -> None:
    kept, gone = (number_of(make_talent(workspace)) for _ in range(2))
    units = [number_of(make_enterprise(workspace)) for _ in range(2)]
    add_recusal(workspace, kept, units[0], Tie.RELATIVE)
    add_recusal(workspace, gone, units[1], Tie.BUSINESS)
    merge_records(workspace, "talents", kept, [gone])
    assert [(t.recusal.enterprise_id, t.recusal.tie) for t in list_recusals(workspace, kept)] == [
        (units[0], Tie.RELATIVE), (units[1], Tie.BUSINESS),
    ]  # fmt: skip
