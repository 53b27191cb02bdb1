"""An earlier result is kept where ties permit, and only there; linked posts go to two people."""

from __future__ import annotations

from copy import deepcopy
from itertools import product
from random import Random

import pytest

from partydesk.domain.matching import PairChanges, compare, parse_problem, solve
from tests.unit.domain.matching_oracles import (
    Market,
    Matching,
    RawProblem,
    add_links,
    random_problem,
)


def changed_problem(seed: int) -> tuple[RawProblem, RawProblem]:
    """Draw a problem, and the same with one person gone and ties written in another order."""
    random = Random(seed)
    first = random_problem(random, posts=5, talents=5, capacity=2, tie=0.6, extras=True)
    if seed % 2:
        add_links(random, first)
    second = deepcopy(first)
    gone = random.choice(second["talents"])
    if gone["id"] not in {talent for _, talent in first["locked"]}:
        gone["capacity"] = 0
    for side in (*second["posts"], *second["talents"]):
        for group in side["wishes"]:
            assert isinstance(group, list)
            random.shuffle(group)
    return first, second


def kept(before: Matching, now: Matching) -> int:
    return sum(now.get(post) == talent for post, talent in before.items())


@pytest.mark.parametrize(("favour", "goal"), [*product(("posts", "talents"), ("stable", "most"))])
def test_the_same_problem_again_changes_nothing(favour: str, goal: str) -> None:
    for seed in range(60):
        problem, _ = changed_problem(seed)
        problem["favour"], problem["goal"] = favour, goal
        first = solve(parse_problem(problem))
        problem["previous"] = [list(pair) for pair in first.pairs]
        again = solve(parse_problem(problem))
        assert again.pairs == first.pairs
        assert again.changes == (PairChanges(first.pairs, (), (), ()) if first.pairs else None)


@pytest.mark.parametrize("favour", ["posts", "talents"])
def test_keeping_costs_neither_stability_nor_posts(favour: str) -> None:
    gained = 0
    for seed in range(200):
        first, second = changed_problem(seed)
        first["favour"] = second["favour"] = favour
        before = dict(solve(parse_problem(first)).pairs)
        plain = dict(solve(parse_problem(second)).pairs)
        second["previous"] = [list(pair) for pair in before.items()]
        now = dict(solve(parse_problem(second)).pairs)
        assert Market(second).is_stable(now)
        assert len(now) >= len(plain)
        assert kept(before, now) >= kept(before, plain)
        gained += kept(before, now) - kept(before, plain)
    assert gained > 0


def test_of_the_largest_results_the_closest_is_found() -> None:
    for seed in range(120):
        first, second = changed_problem(seed)
        first["goal"] = second["goal"] = "most"
        before = dict(solve(parse_problem(first)).pairs)
        second["previous"] = [list(pair) for pair in before.items()]
        now = solve(parse_problem(second))
        stable = Market(second).every_stable()
        largest = max(map(len, stable))
        assert now.size == largest
        best = max(kept(before, other) for other in stable if len(other) == largest)
        assert kept(before, dict(now.pairs)) == best


def test_strict_wishes_leave_nothing_to_keep() -> None:
    for seed in range(60):
        random = Random(seed)
        problem = random_problem(random, posts=8, talents=6, capacity=2)
        plain = solve(parse_problem(problem))
        problem["previous"] = [["P1", "T2"], ["P3", "T1"], ["P99", "T98"]]
        assert solve(parse_problem(problem)).pairs == plain.pairs


def test_each_post_of_two_results_stands_in_one_row() -> None:
    before = [("P1", "T1"), ("P2", "T2"), ("P3", "T3")]
    changes = compare(before, [("P1", "T1"), ("P2", "T4"), ("P4", "T3")])
    assert changes.as_json() == {
        "kept": [["P1", "T1"]],
        "changed": [["P2", "T2", "T4"]],
        "added": [["P4", "T3"]],
        "dropped": [["P3", "T3"]],
    }


def linked(**rest: object) -> dict[str, object]:
    """Two linked posts that both want T1 first, who wants both and could take both."""
    return {
        "posts": [
            {"id": "P1", "wishes": [["T1"], ["T2"]]},
            {"id": "P2", "wishes": [["T1"], ["T2"]]},
        ],
        "talents": [
            {"id": "T1", "capacity": 2, "wishes": [["P1"], ["P2"]]},
            {"id": "T2", "capacity": 2, "wishes": [["P1"], ["P2"]]},
        ],
        "links": [["P1", "P2"]],
        **rest,
    }


@pytest.mark.parametrize("favour", ["posts", "talents"])
def test_linked_posts_go_to_two_people(favour: str) -> None:
    result = solve(parse_problem(linked(favour=favour)))
    assert result.pairs == (("P1", "T1"), ("P2", "T2"))
    assert result.stable
    assert "已任P1，同一人不兼任这两个岗位" in result.reasons["P2"]


def test_a_lock_keeps_its_person_from_the_linked_posts() -> None:
    result = solve(parse_problem(linked(locked=[["P2", "T1"]])))
    assert result.pairs == (("P1", "T2"), ("P2", "T1"))
    assert result.stable
    assert "已任P2，同一人不兼任这两个岗位" in result.reasons["P1"]
