"""The figures of the fairness sheet against counts made by hand and by trying."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from partydesk.domain.matching import (
    Cause,
    Change,
    Pair,
    Post,
    Problem,
    Result,
    Talent,
    WishesMet,
    check,
    figures,
    list_lengths,
    parse_problem,
    solve,
)
from partydesk.domain.matching.remedies import changed
from tests.unit.domain.matching_oracles import crowded_problem

DATA: dict[str, object] = {
    "posts": [
        {"id": "P1", "wishes": [["T1"], ["T2"]]},
        {"id": "P2", "wishes": [["T1"], ["T2"]]},
        {"id": "P3", "wishes": [["T1"]]},
        {"id": "P4", "wishes": "any"},
        {"id": "P5", "wishes": []},
    ],
    "talents": [
        {"id": "T1", "capacity": 1, "wishes": [["P2"], ["P1"], ["P3"]]},
        {"id": "T2", "capacity": 1, "wishes": [["P2"], ["P1"]]},
        {"id": "T3", "capacity": 2, "wishes": [["P5"]]},
        {"id": "T4", "capacity": 0, "wishes": "any"},
    ],
}


def test_counted_by_hand() -> None:
    problem = parse_problem(DATA)
    result = solve(problem)
    assert dict(result.pairs) == {"P1": "T2", "P2": "T1"}
    sheet = figures(problem, result)
    assert (sheet.posts, sheet.filled, sheet.locked) == (5, 2, 0)
    assert (sheet.people, sheet.placed, sheet.seats) == (3, 2, 4)
    assert sheet.post_wishes == WishesMet(pairs=2, first=1, average_place=1.5)
    assert sheet.talent_wishes == WishesMet(pairs=2, first=1, average_place=1.5)
    assert sheet.blocking_pairs == 0
    assert sheet.empty_posts == {
        # T3 has a free seat and neither names the other.
        "P3": Cause.COMPETITION,
        "P4": Cause.OTHER_LISTS,
        "P5": Cause.OWN_LIST,
    }
    assert sheet.unplaced == {"T3": Cause.OWN_LIST}
    assert sheet.count(Cause.OWN_LIST) == (1, 1)
    assert sheet.fillable == 2


def test_lengths_of_lists() -> None:
    lengths = list_lengths(parse_problem(DATA))
    assert (lengths["P1"], lengths["P4"], lengths["P5"]) == (2, 4, 0)
    assert (lengths["T1"], lengths["T4"]) == (3, 5)


def test_nobody_at_all() -> None:
    problem = parse_problem({"posts": [], "talents": []})
    sheet = figures(problem, solve(problem))
    assert (sheet.posts, sheet.filled, sheet.fillable) == (0, 0, 0)
    assert sheet.post_wishes == WishesMet(pairs=0, first=0, average_place=None)


@pytest.mark.parametrize("goal", ["stable", "most"])
def test_the_cause_is_true_when_tried(goal: str) -> None:
    for seed in range(60):
        problem = parse_problem(crowded_problem(seed, goal))
        result = solve(problem)
        sheet = figures(problem, result)
        assert sheet.fillable <= len(sheet.empty_posts)
        for post, cause in sheet.empty_posts.items():
            own = seats(
                problem, result, Change.POST_ACCEPTS, [(post, t.id) for t in problem.talents]
            )
            other = seats(
                problem, result, Change.TALENT_ACCEPTS, [(post, t.id) for t in problem.talents]
            )
            assert cause is expected(own=own, other=other)
        for talent, cause in sheet.unplaced.items():
            pairs = [(post, talent) for post in sheet.empty_posts]
            own = seats(problem, result, Change.TALENT_ACCEPTS, pairs)
            other = seats(problem, result, Change.POST_ACCEPTS, pairs)
            assert cause is expected(own=own, other=other)


def expected(*, own: bool, other: bool) -> Cause:
    if own:
        return Cause.OWN_LIST
    return Cause.OTHER_LISTS if other else Cause.COMPETITION


def seats(problem: Problem, result: Result, change: Change, pairs: Sequence[Pair]) -> bool:
    """Whether one acceptance lets one of these pairs join the result, which stays stable."""
    for post, talent in pairs:
        new = not accepts(problem, change, post, talent)
        verdict = check(changed(problem, change, post, talent), [*result.pairs, (post, talent)])
        if new and verdict.lawful and not verdict.blocking_pairs:
            return True
    return False


def accepts(problem: Problem, change: Change, post: str, talent: str) -> bool:
    """Whether the side in question accepts the other already."""
    by_post = change is Change.POST_ACCEPTS
    own, other = (post, talent) if by_post else (talent, post)
    everybody: Sequence[Post | Talent] = problem.posts if by_post else problem.talents
    wishes = next(side.wishes for side in everybody if side.id == own)
    return wishes == "any" or any(other in group for group in wishes)
