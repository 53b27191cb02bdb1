"""Runs of the matcher on a stored round, and the board that shows them."""

from __future__ import annotations

import hashlib
import json

import pytest

from partydesk.db.models import RunRow
from partydesk.domain.chances import Candidate, candidates_of
from partydesk.domain.enterprises import Standing
from partydesk.domain.errors import NotFound, RuleViolation
from partydesk.domain.matching import parse_problem, solve
from partydesk.domain.placements import Action, Order
from partydesk.domain.policy import policy_from
from partydesk.domain.selection import Attitude, Role, Ruling, Side
from partydesk.services.board import Board, get_board
from partydesk.services.enterprises import set_standing
from partydesk.services.matching import list_runs, run_matching
from partydesk.services.placements import accept_run, act, list_placements
from partydesk.services.policies import get_policy, save_policy
from partydesk.services.pools import save_record
from partydesk.services.rulings import rule_pair
from partydesk.services.selection import close_post, open_round, reopen_post, save_post
from partydesk.services.wishes import list_wishes, save_wishes, suggest_wishes
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
    willing,
)

W, A, N = Attitude.WILLING, Attitude.INDIFFERENT, Attitude.REFUSED


def _candidates(board: Board, place: int) -> tuple[Candidate, ...]:
    """Who can take the post that stands in a place on the board."""
    assert board.standing is not None
    return candidates_of(board.standing, number_of(board.posts[place].post))


def test_a_run_is_kept_with_all_that_went_in(workspace: Workspace, clock: StandingClock) -> None:
    people = [number_of(make_talent(workspace)) for _ in range(2)]
    posts = make_round(
        workspace, [make_enterprise(workspace)], posts={0: willing(people[1], people[0])}
    )
    run, changes = run_matching(workspace, YEAR, favour="talents", goal="most")
    assert (run.number, run.favour, run.goal) == (1, "talents", "most")
    assert run.pairs == {number_of(posts[0]): people[1]}
    assert changes.label == "第 1 次匹配：1 个岗位配上"
    assert run.made_at == clock.now.astimezone().isoformat(timespec="seconds")
    with workspace.reading() as session:
        row = session.get_one(RunRow, run.id)
        canonical = json.dumps(
            row.problem, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        assert row.inputs_sha256 == hashlib.sha256(canonical.encode()).hexdigest()
        replayed = solve(parse_problem(row.problem)).as_json()
        assert {k: v for k, v in row.result.items() if k not in ("reasons", "ms")} == {
            k: v for k, v in replayed.items() if k not in ("reasons", "ms")
        }
    assert list_runs(workspace, YEAR) == (run,)


def test_the_same_inputs_have_the_same_hash_and_others_another(workspace: Workspace) -> None:
    person = number_of(make_talent(workspace))
    (post,) = make_round(workspace, [make_enterprise(workspace)])
    for _ in range(2):
        run_matching(workspace, YEAR)
    save_wishes(workspace, YEAR, Side.PERSON, person, {number_of(post): (N, None)})
    last, _ = run_matching(workspace, YEAR)
    with workspace.reading() as session:
        first, second, third = (row.inputs_sha256 for row in session.query(RunRow))
    assert first == second != third
    assert [run.number for run in list_runs(workspace, YEAR)] == [3, 2, 1]
    assert last.pairs == {}


def test_nothing_to_match(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        run_matching(workspace, YEAR)
    open_round(workspace, YEAR)
    with pytest.raises(RuleViolation, match="还没有岗位"):
        run_matching(workspace, YEAR)


def test_nobody_to_send(workspace: Workspace) -> None:
    make_talent(workspace, state="暂缓")
    make_round(workspace, [make_enterprise(workspace)])
    with pytest.raises(RuleViolation, match="没有可选派的人才"):
        run_matching(workspace, YEAR)


def test_units_that_left_and_people_who_cannot_be_sent_are_passed_over(
    workspace: Workspace,
) -> None:
    people = [number_of(make_talent(workspace)) for _ in range(2)]
    units = [make_enterprise(workspace) for _ in range(2)]
    posts = make_round(workspace, units)
    set_standing(workspace, [number_of(units[0])], Standing.LEFT, "停产")
    save_record(workspace, "talents", people[0], {"state": "暂缓"})
    run, _ = run_matching(workspace, YEAR)
    assert run.pairs == {number_of(posts[1]): people[1]}


@pytest.mark.parametrize("unwilling", Side)
def test_a_refusal_of_either_side_holds(workspace: Workspace, unwilling: Side) -> None:
    person = number_of(make_talent(workspace))
    (post,) = make_round(workspace, [make_enterprise(workspace)])
    own, other = number_of(post), person
    if unwilling is Side.PERSON:
        own, other = other, own
    save_wishes(workspace, YEAR, unwilling, own, {other: (N, None)})
    assert run_matching(workspace, YEAR)[0].pairs == {}


def test_locks_and_bans_of_the_office_hold(workspace: Workspace) -> None:
    one, other = (number_of(make_talent(workspace)) for _ in range(2))
    posts = make_round(
        workspace,
        [make_enterprise(workspace) for _ in range(2)],
        posts={0: willing(one, other), 1: willing(one, other)},
    )
    first, second = (number_of(post) for post in posts)
    rule_pair(workspace, second, one, Ruling.LOCKED)
    assert run_matching(workspace, YEAR)[0].pairs == {first: other, second: one}
    rule_pair(workspace, first, other, Ruling.FORBIDDEN)
    assert run_matching(workspace, YEAR)[0].pairs == {second: one}


def test_settled_pairs_stay_whatever_is_said_later(workspace: Workspace) -> None:
    make_pairs(workspace)
    consent_all(workspace)
    (pair,) = list_placements(workspace, YEAR)
    rival = number_of(make_talent(workspace))
    save_wishes(workspace, YEAR, Side.ENTERPRISE, pair.post_id, willing(rival))
    save_wishes(workspace, YEAR, Side.PERSON, pair.talent_id, {pair.post_id: (N, None)})
    rule_pair(workspace, pair.post_id, pair.talent_id, Ruling.FORBIDDEN)
    save_record(workspace, "talents", pair.talent_id, {"state": "暂缓"})
    set_standing(workspace, [pair.enterprise_id], Standing.LEFT, "停产")
    run, _ = run_matching(workspace, YEAR)
    assert run.pairs == {pair.post_id: pair.talent_id}
    assert get_board(workspace, YEAR).posts[0].locked


def test_what_is_only_proposed_is_matched_anew(workspace: Workspace) -> None:
    make_pairs(workspace)
    (pair,) = list_placements(workspace, YEAR)
    rival = number_of(make_talent(workspace))
    save_wishes(workspace, YEAR, Side.ENTERPRISE, pair.post_id, willing(rival))
    assert run_matching(workspace, YEAR)[0].pairs == {pair.post_id: rival}


def test_seats_are_what_the_capacity_says(workspace: Workspace) -> None:
    person = number_of(make_talent(workspace, capacity="2"))
    posts = make_round(workspace, [make_enterprise(workspace) for _ in range(3)])
    run, _ = run_matching(workspace, YEAR)
    assert len(run.pairs) == 2
    assert set(run.pairs.values()) == {person}
    assert all(run.reasons[f"P{number_of(post)}"] for post in posts)


def test_namesakes_are_told_apart(workspace: Workspace) -> None:
    for birth in ("1970-07", "1985"):
        make_talent(workspace, name="苏和", birth=birth)
    make_round(workspace, [make_enterprise(workspace)], posts={0: willing(2)})
    run, _ = run_matching(workspace, YEAR)
    assert "苏和（1985 年生）" in run.reasons["P1"]


# --- must-haves ------------------------------------------------------------------------------


def _demanding(workspace: Workspace, *musts: str) -> tuple[int, int, int]:
    """One post with must-haves, one person who has none of them, one who has them all."""
    lacking = number_of(make_talent(workspace, engagement="兼职"))
    having = number_of(make_talent(workspace, engagement="专职", specialties="财务会计"))
    unit = make_enterprise(workspace)
    (post,) = make_round(workspace, [unit])
    save_post(
        workspace, YEAR, number_of(post), enterprise_id=number_of(unit), role=post.role,
        specialties=["财务会计"], musts=list(musts),
    )  # fmt: skip
    return number_of(post), lacking, having


def test_whoever_fails_a_must_have_is_left_out_and_told_why(workspace: Workspace) -> None:
    post, lacking, having = _demanding(workspace, "专职", "专长")
    save_wishes(workspace, YEAR, Side.PERSON, lacking, willing(post))
    run, _ = run_matching(workspace, YEAR)
    assert run.pairs == {post: having}
    assert (
        "因必备条件不能相配（是兼职，不是专职；没有所需专长财务会计）" in run.reasons[f"T{lacking}"]
    )
    save_record(workspace, "talents", having, {"state": "暂缓"})
    run, _ = run_matching(workspace, YEAR)
    assert run.pairs == {}
    assert "因必备条件不能相配（是兼职" in run.reasons[f"P{post}"]
    assert "办公室" not in run.reasons[f"P{post}"] + run.reasons[f"T{lacking}"]


@pytest.mark.parametrize("attitude", [(W, 1), (W, None), (A, None)])
def test_a_must_have_never_overrules_the_enterprise_itself(
    workspace: Workspace, attitude: tuple[Attitude, int | None]
) -> None:
    post, lacking, _ = _demanding(workspace, "专职")
    save_wishes(workspace, YEAR, Side.ENTERPRISE, post, {lacking: attitude, None: (N, None)})
    assert run_matching(workspace, YEAR)[0].pairs == {post: lacking}
    candidates = _candidates(get_board(workspace, YEAR), 0)
    shown = next(each for each in candidates if each.talent_id == lacking)
    assert [each.code for each in shown.conflicts] == ["must_missing"]
    assert "是兼职，不是专职" in shown.conflicts[0].message


def test_a_lock_of_the_office_stands_above_a_must_have(workspace: Workspace) -> None:
    post, lacking, _ = _demanding(workspace, "专职")
    rule_pair(workspace, post, lacking, Ruling.LOCKED)
    assert run_matching(workspace, YEAR)[0].pairs == {post: lacking}


def test_nobody_is_suggested_who_fails_a_must_have(workspace: Workspace) -> None:
    post, lacking, having = _demanding(workspace, "专职")
    suggest_wishes(workspace, YEAR)
    made = {(w.side, w.post_id, w.talent_id) for w in list_wishes(workspace, YEAR)}
    assert made == {(side, post, having) for side in Side}
    del lacking


# --- the fit stands in -------------------------------------------------------------------------


def _unordered(workspace: Workspace) -> tuple[list[int], list[int]]:
    """Two posts that say nothing and want different things; people in the wrong order."""
    people = [
        number_of(make_talent(workspace, specialties=word)) for word in ("财务会计", "农牧技术")
    ]
    units = [make_enterprise(workspace) for _ in range(2)]
    posts = make_round(workspace, units)
    for post, unit, word in zip(posts, units, ("农牧技术", "财务会计"), strict=True):
        save_post(
            workspace, YEAR, number_of(post), enterprise_id=number_of(unit), role=post.role,
            specialties=[word],
        )  # fmt: skip
    return [number_of(post) for post in posts], people


def test_the_fit_stands_in_where_nobody_gave_an_order(workspace: Workspace) -> None:
    posts, people = _unordered(workspace)
    plain, _ = run_matching(workspace, YEAR)
    assert plain.pairs == dict(zip(posts, people, strict=True))
    assert (plain.stand_in, plain.stood_in) == ((), frozenset())
    run, _ = run_matching(workspace, YEAR, stand_in=[Side.ENTERPRISE])
    assert run.pairs == dict(zip(posts, reversed(people), strict=True))
    assert run.stand_in == (Side.ENTERPRISE,)
    assert run.stood_in == {f"P{post}" for post in posts}
    assert "本方没有排序，名次按契合度代排" in run.reasons[f"P{posts[0]}"]
    assert "代排" not in run.reasons[f"T{people[0]}"]
    assert list_wishes(workspace, YEAR) == ()
    lines = get_board(workspace, YEAR).posts
    assert [line.by_fit for line in lines] == [(Side.ENTERPRISE,)] * 2
    assert list_runs(workspace, YEAR)[0] == run


def test_an_order_somebody_gave_is_left_alone(workspace: Workspace) -> None:
    posts, people = _unordered(workspace)
    save_wishes(workspace, YEAR, Side.ENTERPRISE, posts[0], willing(people[0], people[1]))
    run, _ = run_matching(workspace, YEAR, stand_in=[Side.ENTERPRISE])
    assert run.pairs[posts[0]] == people[0]
    assert f"P{posts[0]}" not in run.stood_in
    assert f"P{posts[1]}" in run.stood_in
    assert "本方" not in run.reasons[f"P{posts[0]}"]


def test_the_fit_orders_only_those_who_are_welcome(workspace: Workspace) -> None:
    posts, people = _unordered(workspace)
    save_wishes(workspace, YEAR, Side.ENTERPRISE, posts[0], {people[0]: (W, None)})
    save_wishes(workspace, YEAR, Side.ENTERPRISE, posts[1], {None: (N, None)})
    run, _ = run_matching(workspace, YEAR, stand_in=tuple(Side))
    assert run.pairs == {posts[0]: people[0]}


def test_a_run_keeps_the_policy_and_the_choices(workspace: Workspace) -> None:
    _unordered(workspace)
    run, _ = run_matching(workspace, YEAR, stand_in=[Side.PERSON])
    policy = get_policy(workspace, YEAR)
    save_policy(workspace, YEAR, {"weight_specialty": "1"})
    with workspace.reading() as session:
        row = session.get_one(RunRow, run.id)
        assert policy_from(row.policy, YEAR) == policy
        assert row.options["stand_in"] == ["个人"]


# --- earlier years -----------------------------------------------------------------------------


def test_posts_of_earlier_years_take_their_seats_and_are_remembered(
    workspace: Workspace, clock: StandingClock
) -> None:
    pairs = make_pairs(workspace, 2)
    consent_all(workspace)
    for action in (Action.SIGN, Action.APPOINT):
        act(workspace, YEAR, action, Order(workspace.today()))
    clock.advance(days=365)
    free = number_of(make_talent(workspace))
    open_round(workspace, YEAR + 1)
    unit = pairs[0].enterprise_id
    post, _ = save_post(workspace, YEAR + 1, None, enterprise_id=unit, role=Role.SECRETARY)
    run, _ = run_matching(workspace, YEAR + 1, stand_in=tuple(Side))
    assert run.pairs == {number_of(post): free}
    assert "名额为 0" in run.reasons[f"T{pairs[0].talent_id}"]
    standing = get_board(workspace, YEAR + 1).standing
    assert standing is not None
    fits = standing.fits
    words = [part.label for part in fits.fit(number_of(post), pairs[0].talent_id).parts]
    assert "2026–2028 年在该单位任职" in words
    assert "现驻 1 家，还可驻 0 家" in words
    words = [part.label for part in fits.fit(number_of(post), pairs[1].talent_id).parts]
    assert "没有在该单位任过职" in words


# --- posts that nobody wants any more --------------------------------------------------------


def test_closed_posts_take_no_part(workspace: Workspace) -> None:
    person = number_of(make_talent(workspace))
    first, second = make_round(workspace, [make_enterprise(workspace) for _ in range(2)])
    close_post(workspace, number_of(first), workspace.today(), "企业不再需要")
    assert run_matching(workspace, YEAR)[0].pairs == {number_of(second): person}
    assert suggest_wishes(workspace, YEAR)[0] == 2
    reopen_post(workspace, number_of(first))
    assert run_matching(workspace, YEAR)[0].pairs == {number_of(second): person}
    close_post(workspace, number_of(second), workspace.today(), "企业不再需要")
    close_post(workspace, number_of(first), workspace.today(), "企业不再需要")
    with pytest.raises(RuleViolation, match="还没有岗位"):
        run_matching(workspace, YEAR)


# --- the board -------------------------------------------------------------------------------


def test_the_board_before_anything(workspace: Workspace) -> None:
    assert get_board(workspace, YEAR).posts == ()
    make_talent(workspace)
    make_round(workspace, [make_enterprise(workspace)])
    board = get_board(workspace, YEAR)
    assert (board.run, board.filled, len(board.posts)) == (None, 0, 1)
    assert (board.posts[0].talent_id, board.posts[0].reason, board.posts[0].changed) == (
        None, "", "",
    )  # fmt: skip


def test_words_of_the_board(workspace: Workspace) -> None:
    ids = [number_of(make_talent(workspace)) for _ in range(6)]
    form: dict[int | None, tuple[Attitude, int | None]] = {
        ids[0]: (W, 1), ids[1]: (W, 2), ids[2]: (W, 2), ids[3]: (W, None), ids[4]: (A, None),
        ids[5]: (N, None),
    }  # fmt: skip
    (post,) = make_round(workspace, [make_enterprise(workspace)], posts={0: form})
    save_wishes(workspace, YEAR, Side.PERSON, ids[1], {number_of(post): (W, 1)})
    candidates = _candidates(get_board(workspace, YEAR), 0)
    assert [(c.talent_id, c.post_rank) for c in candidates] == [
        (ids[0], "1"), (ids[1], "=2"), (ids[2], "=2"), (ids[3], "愿意"), (ids[4], "无所谓"),
        (ids[5], "不愿意"),
    ]  # fmt: skip
    assert [c.talent_rank for c in candidates] == ["", "1", "", "", "", ""]


def test_a_shared_first_place_is_written_with_a_sign(workspace: Workspace) -> None:
    ids = [number_of(make_talent(workspace)) for _ in range(3)]
    form: dict[int | None, tuple[Attitude, int | None]] = {ids[0]: (W, 1), ids[1]: (W, 1)}
    make_round(workspace, [make_enterprise(workspace)], posts={0: form})
    board = get_board(workspace, YEAR)
    assert [c.post_rank for c in _candidates(board, 0)] == ["=1", "=1", ""]


def test_the_same_rank_at_two_posts_is_no_tie(workspace: Workspace) -> None:
    person = number_of(make_talent(workspace))
    units = [make_enterprise(workspace) for _ in range(2)]
    make_round(workspace, units, posts={0: willing(person), 1: willing(person)})
    board = get_board(workspace, YEAR)
    assert [_candidates(board, place)[0].post_rank for place in range(2)] == ["1", "1"]


def test_the_board_says_what_the_last_run_changed(workspace: Workspace) -> None:
    one, other = (make_talent(workspace) for _ in range(2))
    posts = make_round(
        workspace,
        [make_enterprise(workspace) for _ in range(2)],
        posts={0: willing(number_of(one)), 1: {None: (N, None)}},
    )
    first, _ = run_matching(workspace, YEAR)
    assert [line.changed for line in get_board(workspace, YEAR).posts] == ["", ""]
    numbers = [number_of(post) for post in posts]
    save_wishes(workspace, YEAR, Side.ENTERPRISE, numbers[0], willing(number_of(other)))
    save_wishes(workspace, YEAR, Side.ENTERPRISE, numbers[1], willing(number_of(one)))
    run_matching(workspace, YEAR)
    board = get_board(workspace, YEAR)
    assert [line.changed for line in board.posts] == [f"原为{one.name}", "新配上"]
    save_wishes(workspace, YEAR, Side.ENTERPRISE, numbers[1], {None: (N, None)})
    run_matching(workspace, YEAR)
    assert [line.changed for line in get_board(workspace, YEAR).posts] == ["", f"原为{one.name}"]
    shown = get_board(workspace, YEAR, first.id)
    assert shown.run is not None
    assert (shown.run.number, shown.posts[0].talent_id) == (1, one.id)


def test_the_figures_of_the_board(workspace: Workspace) -> None:
    one, other = (number_of(make_talent(workspace)) for _ in range(2))
    posts = make_round(
        workspace,
        [make_enterprise(workspace) for _ in range(3)],
        posts={0: willing(one, other), 1: willing(one, other), 2: {None: (N, None)}},
        talents={one: willing(0, 1), other: willing(0, 1)},
    )
    rule_pair(workspace, number_of(posts[1]), other, Ruling.LOCKED)
    run_matching(workspace, YEAR)
    board = get_board(workspace, YEAR)
    assert (board.filled, board.first_for_posts, board.first_for_talents, board.locked) == (
        2, 1, 1, 1,
    )  # fmt: skip
    assert board.pending == tuple(number_of(post) for post in posts[:2])
    accept_run(workspace, YEAR)
    assert get_board(workspace, YEAR).pending == ()
    here = [c for c in _candidates(board, 0) if c.here]
    assert [(c.talent_id, c.now) for c in here] == [(one, "此岗（余 0 席）")]
    away = next(c for c in _candidates(board, 0) if c.talent_id == other)
    assert away.now == posts[1].enterprise
