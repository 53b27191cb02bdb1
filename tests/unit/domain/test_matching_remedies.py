"""What would help is tried: the change is carried out, and the one left out is seated."""

from __future__ import annotations

import pytest

from partydesk.domain.matching import Change, Goal, check, parse_problem, solve, what_would_help
from partydesk.domain.matching.remedies import changed
from tests.unit.domain.matching_oracles import crowded_problem


@pytest.mark.parametrize("goal", ["stable", "most"])
def test_every_remedy_seats_the_one_left_out(goal: str) -> None:
    seen: set[Change] = set()
    for seed in range(80):
        problem = parse_problem(crowded_problem(seed, goal))
        result = solve(problem)
        held = [talent for _, talent in result.pairs]
        for subject in (*result.unfilled, *(t.id for t in problem.talents)):
            for remedy in what_would_help(problem, result, subject):
                seen.add(remedy.change)
                assert subject in remedy.pair
                assert remedy.pair not in result.pairs
                other = changed(problem, remedy.change, remedy.post, remedy.talent)
                if problem.goal is Goal.STABLE:
                    now = solve(other)
                    assert now.stable
                    assert remedy.pair in now.pairs
                    mine = [talent for _, talent in now.pairs].count(subject)
                    assert mine > held.count(subject) or subject in result.unfilled
                elif remedy.change is not Change.LOCK_LIFTED:
                    verdict = check(other, [*result.pairs, remedy.pair])
                    assert verdict.lawful
                    assert verdict.blocking_pairs == ()
    assert seen == set(Change)


def one(
    post_wishes: object, talent_wishes: object, capacity: int = 1, **rest: object
) -> dict[str, object]:
    return {
        "posts": [{"id": "P1", "wishes": post_wishes}, {"id": "P2", "wishes": [["T1"]]}],
        "talents": [{"id": "T1", "capacity": capacity, "wishes": talent_wishes}],
        **rest,
    }


@pytest.mark.parametrize(
    ("data", "change", "sentence"),
    [
        (
            one("any", []),
            Change.TALENT_ACCEPTS,
            "如果孟和吉雅也选报草原合作社，草原合作社即可由孟和吉雅到任。",
        ),
        (
            one([], "any", 2),
            Change.POST_ACCEPTS,
            "如果草原合作社也愿意接收孟和吉雅，草原合作社即可由孟和吉雅到任。",
        ),
        (
            one("any", [["P2"], ["P1"]]),
            Change.ONE_MORE_SEAT,
            "如果孟和吉雅多承担一个岗位，草原合作社即可由孟和吉雅到任。",
        ),
        (
            one("any", [["P1"]], forbidden=[["P1", "T1"]]),
            Change.BAN_LIFTED,
            "如果办公室不再禁止草原合作社与孟和吉雅相配，草原合作社即可由孟和吉雅到任。",
        ),
    ],
)
@pytest.mark.parametrize("goal", ["stable", "most"])
def test_the_sentence_says_what_would_have_to_change(
    goal: str, data: dict[str, object], change: Change, sentence: str
) -> None:
    problem = parse_problem({**data, "goal": goal})
    names = {"P1": "草原合作社", "T1": "孟和吉雅"}
    found = what_would_help(problem, solve(problem), "P1", names)
    assert found[0].change is change
    assert found[0].sentence == sentence


def test_lifting_a_lock_can_help_both_sides() -> None:
    problem = parse_problem(one("any", [["P1"]], locked=[["P2", "T1"]]))
    found = what_would_help(problem, solve(problem), "P1")
    assert {remedy.change for remedy in found} == {Change.ONE_MORE_SEAT, Change.LOCK_LIFTED}


def test_whoever_has_all_needs_nothing() -> None:
    problem = parse_problem(one("any", "any", 2))
    result = solve(problem)
    assert not any(what_would_help(problem, result, key) for key in ("P1", "P2", "T1"))


def test_nothing_helps_where_two_words_are_missing() -> None:
    problem = parse_problem(
        {
            "posts": [{"id": "P1", "wishes": []}],
            "talents": [{"id": "T1", "capacity": 1, "wishes": []}],
        }
    )
    result = solve(problem)
    assert what_would_help(problem, result, "P1") == ()
    assert what_would_help(problem, result, "T1") == ()
