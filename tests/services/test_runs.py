"""Runs looked at again, and what the office decides by hand after one."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from partydesk.db.models import RunRow
from partydesk.domain.errors import NotFound, RuleViolation
from partydesk.domain.matching import WishesMet
from partydesk.domain.selection import Attitude, Role, Ruling, Side
from partydesk.services.board import get_board
from partydesk.services.history import undo
from partydesk.services.matching import run_matching
from partydesk.services.placements import accept_run
from partydesk.services.policies import save_policy
from partydesk.services.pools import save_record
from partydesk.services.rulings import rule_pair
from partydesk.services.runs import list_run_figures, remedies, replay
from partydesk.services.selection import save_post
from partydesk.services.wishes import save_wishes
from partydesk.services.workspace import Workspace
from tests.factories import (
    YEAR,
    Form,
    consent_all,
    make_enterprise,
    make_pairs,
    make_round,
    make_talent,
    number_of,
    willing,
)


def _two_and_two(workspace: Workspace) -> tuple[list[int], list[int]]:
    """Two posts and two people; both posts want the first person first."""
    people = [number_of(make_talent(workspace)) for _ in range(2)]
    posts = make_round(
        workspace,
        [make_enterprise(workspace) for _ in range(2)],
        posts={0: willing(*people), 1: willing(*people)},
    )
    return [number_of(post) for post in posts], people


# -- replay ------------------------------------------------------------------------------------


def test_a_run_comes_out_the_same_again(workspace: Workspace) -> None:
    _two_and_two(workspace)
    first, _ = run_matching(workspace, YEAR)
    second, _ = run_matching(workspace, YEAR, favour="talents", goal="most", stand_in=tuple(Side))
    for run in (first, second):
        again = replay(workspace, YEAR, run.id)
        assert (again.run, again.identical, again.intact) == (run, True, True)
        assert again.differences == ()
        assert again.words.startswith("重算一致：同样的输入得出同样的结果（原由 ")
    assert replay(workspace, YEAR).run == second


def test_a_result_that_was_tampered_with_does_not_come_out_again(workspace: Workspace) -> None:
    posts, people = _two_and_two(workspace)
    run, _ = run_matching(workspace, YEAR)
    swapped = {**run.result, "pairs": [[f"P{posts[1]}", f"T{people[0]}"]]}
    with workspace.unit_of_work("save_test", "改动") as uow:
        uow.session.execute(update(RunRow).values(result=swapped))
        uow.commit()
    again = replay(workspace, YEAR)
    assert (again.identical, again.intact) == (False, True)
    assert again.differences == tuple(posts)
    assert again.words.startswith("重算不一致：2 个岗位不同")


def test_inputs_that_were_tampered_with_are_found_by_their_hash(workspace: Workspace) -> None:
    _two_and_two(workspace)
    run, _ = run_matching(workspace, YEAR)
    with workspace.unit_of_work("save_test", "改动") as uow:
        row = uow.session.get_one(RunRow, run.id)
        row.problem = {**row.problem, "favour": "talents"}
        uow.commit()
    again = replay(workspace, YEAR)
    assert (again.identical, again.intact) == (False, False)
    assert "校验值不符" in again.words


def test_there_must_be_a_run_to_replay(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        replay(workspace, YEAR)
    _two_and_two(workspace)
    with pytest.raises(NotFound):
        replay(workspace, YEAR, 99)


# -- figures -----------------------------------------------------------------------------------


def test_figures_of_every_run(workspace: Workspace) -> None:
    assert list_run_figures(workspace, YEAR) == {}
    posts, people = _two_and_two(workspace)
    first, _ = run_matching(workspace, YEAR)
    rule_pair(workspace, posts[1], people[0], Ruling.LOCKED)
    rule_pair(workspace, posts[0], people[1], Ruling.FORBIDDEN)
    second, _ = run_matching(workspace, YEAR, stand_in=(Side.PERSON,))
    found = list_run_figures(workspace, YEAR)
    assert found[first.id].post_wishes == WishesMet(2, 1, 1.5)
    assert (found[first.id].filled, found[first.id].placed) == (2, 2)
    # A locked pair is nobody's wish come true.
    assert found[second.id].post_wishes == WishesMet(0, 0, None)
    assert (found[second.id].filled, found[second.id].locked) == (1, 1)


# -- what has changed since --------------------------------------------------------------------


def test_a_run_is_stale_once_wishes_or_people_change(workspace: Workspace) -> None:
    posts, people = _two_and_two(workspace)
    run_matching(workspace, YEAR)
    assert not get_board(workspace, YEAR).stale
    refusal: Form = {posts[0]: (Attitude.REFUSED, None)}
    changes = save_wishes(workspace, YEAR, Side.PERSON, people[0], refusal)
    assert get_board(workspace, YEAR).stale
    assert changes.action is not None
    undo(workspace, changes.action)
    assert not get_board(workspace, YEAR).stale
    for person in people:
        save_record(workspace, "talents", person, {"state": "暂缓"})
    assert get_board(workspace, YEAR).stale


def test_a_run_with_stand_ins_is_held_against_the_same_stand_ins(workspace: Workspace) -> None:
    _two_and_two(workspace)
    run_matching(workspace, YEAR, stand_in=tuple(Side))
    assert not get_board(workspace, YEAR).stale


def test_going_through_the_procedure_makes_no_run_stale(workspace: Workspace) -> None:
    make_pairs(workspace, 2)
    consent_all(workspace)
    assert not get_board(workspace, YEAR).stale


# -- by hand -----------------------------------------------------------------------------------


def test_a_lock_shows_on_the_board_before_the_next_run(workspace: Workspace) -> None:
    posts, people = _two_and_two(workspace)
    run, _ = run_matching(workspace, YEAR)
    assert run.pairs == dict(zip(posts, people, strict=True))
    names = [line.talent for line in get_board(workspace, YEAR).posts]
    rule_pair(workspace, posts[1], people[0], Ruling.LOCKED)
    board = get_board(workspace, YEAR)
    assert [(line.talent_id, line.by_hand) for line in board.posts] == [
        (None, True), (people[0], True),
    ]  # fmt: skip
    assert board.posts[0].reason.startswith(f"匹配时配给{names[0]}，后经办公室调整空出")
    assert board.posts[1].reason == f"{names[0]}由办公室手工锁定在此岗；匹配时配给{names[1]}。"
    assert (board.filled, board.locked) == (1, 1)


def test_who_is_moved_leaves_the_lock_behind_in_the_same_act(workspace: Workspace) -> None:
    posts, people = _two_and_two(workspace)
    rule_pair(workspace, posts[0], people[0], Ruling.LOCKED)
    with pytest.raises(RuleViolation, match="席位已满"):
        rule_pair(workspace, posts[1], people[0], Ruling.LOCKED)
    moved = rule_pair(workspace, posts[1], people[0], Ruling.LOCKED, leaving=posts[0])
    assert "（取消" in moved.label
    standing = get_board(workspace, YEAR).standing
    assert standing is not None
    assert standing.rulings == {(posts[1], people[0]): Ruling.LOCKED}
    assert moved.action is not None
    undo(workspace, moved.action)
    standing = get_board(workspace, YEAR).standing
    assert standing is not None
    assert standing.rulings == {(posts[0], people[0]): Ruling.LOCKED}


def test_leaving_a_post_without_a_lock_is_no_fault(workspace: Workspace) -> None:
    posts, people = _two_and_two(workspace)
    rule_pair(workspace, posts[0], people[0], Ruling.FORBIDDEN)
    moved = rule_pair(workspace, posts[1], people[0], Ruling.LOCKED, leaving=posts[0])
    assert "取消" not in moved.label
    standing = get_board(workspace, YEAR).standing
    assert standing is not None
    assert standing.rulings == {
        (posts[0], people[0]): Ruling.FORBIDDEN,
        (posts[1], people[0]): Ruling.LOCKED,
    }


def test_a_settled_pair_and_who_cannot_be_sent_are_not_locked(workspace: Workspace) -> None:
    (pair,) = make_pairs(workspace, 1)
    consent_all(workspace)
    with pytest.raises(RuleViolation, match="请在“协议与委任”办理"):
        rule_pair(workspace, pair.post_id, pair.talent_id, Ruling.LOCKED)
    other = number_of(make_talent(workspace, state="暂缓"))
    with pytest.raises(RuleViolation, match="不可选派"):
        rule_pair(workspace, pair.post_id, other, Ruling.LOCKED)


def test_a_ban_on_a_post_that_has_its_pair_by_now_changes_nothing(workspace: Workspace) -> None:
    posts, people = _two_and_two(workspace)
    rule_pair(workspace, posts[0], people[1], Ruling.FORBIDDEN)
    run_matching(workspace, YEAR)
    accept_run(workspace, YEAR)
    consent_all(workspace)
    board = get_board(workspace, YEAR)
    assert not board.stale


# -- links, least change, and what would help ---------------------------------------------------


def test_posts_of_one_unit_go_to_different_people(workspace: Workspace) -> None:
    unit = number_of(make_enterprise(workspace))
    make_round(workspace, [])
    first, second = (
        number_of(save_post(workspace, YEAR, None, enterprise_id=unit, role=role)[0])
        for role in (Role.SECRETARY, Role.INSTRUCTOR)
    )
    person = number_of(make_talent(workspace, capacity=2))
    run, _ = run_matching(workspace, YEAR)
    assert run.pairs == {first: person}
    assert replay(workspace, YEAR).identical
    save_policy(workspace, YEAR, {"separate_people": "否"})
    run, _ = run_matching(workspace, YEAR)
    assert run.pairs == {first: person, second: person}


def test_equal_wishes_keep_the_pairs_there_were(workspace: Workspace) -> None:
    posts = make_round(workspace, [make_enterprise(workspace) for _ in range(2)])
    people = [number_of(make_talent(workspace)) for _ in range(2)]
    a, b = (number_of(post) for post in posts)
    rule_pair(workspace, a, people[1], Ruling.LOCKED)
    first, _ = run_matching(workspace, YEAR)
    rule_pair(workspace, a, people[1], None)
    kept, _ = run_matching(workspace, YEAR, keep=True)
    assert (kept.pairs, kept.previous) == (first.pairs, first.id)
    assert kept.pairs == {a: people[1], b: people[0]}
    assert replay(workspace, YEAR, kept.id).identical
    fresh, _ = run_matching(workspace, YEAR)
    assert (fresh.pairs, fresh.previous) == ({a: people[0], b: people[1]}, None)


def test_what_would_have_to_change_is_tried_and_said(workspace: Workspace) -> None:
    (post,) = make_round(workspace, [make_enterprise(workspace)])
    number = number_of(post)
    person = make_talent(workspace, name="苏和")
    save_wishes(workspace, YEAR, Side.PERSON, number_of(person), {number: (Attitude.REFUSED, None)})
    run, _ = run_matching(workspace, YEAR)
    assert run.pairs == {}
    (sentence,) = remedies(workspace, YEAR, f"P{number}")
    assert sentence.startswith(f"如果苏和也选报{post.label}，")
    assert remedies(workspace, YEAR, f"T{number_of(person)}", run.id)
    with pytest.raises(NotFound, match="第 1 次匹配里没有 P99"):
        remedies(workspace, YEAR, "P99")


def test_a_must_have_is_not_called_a_ban_of_the_office(workspace: Workspace) -> None:
    unit = number_of(make_enterprise(workspace))
    make_round(workspace, [])
    post, _ = save_post(
        workspace, YEAR, None, enterprise_id=unit, role=Role.INSTRUCTOR, languages=["蒙古语"],
        musts=["语言"],
    )  # fmt: skip
    make_talent(workspace, name="苏和")
    run_matching(workspace, YEAR)
    (sentence,) = remedies(workspace, YEAR, f"P{post.id}")
    assert sentence.startswith(f"如果{post.label}不再要求苏和所缺的必备条件，")
