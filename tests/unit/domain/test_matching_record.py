"""A run can be repeated: same inputs, same pairs."""

from __future__ import annotations

from random import Random

import pytest

from partydesk.domain.matching import parse_problem, replay, solve
from tests.unit.domain.matching_oracles import RawProblem, add_links, random_problem


def drawn(seed: int, goal: str) -> RawProblem:
    random = Random(seed)
    problem = random_problem(random, posts=20, talents=9, capacity=3, tie=0.5, extras=True)
    add_links(random, problem)
    problem["goal"] = goal
    problem["previous"] = [["P1", "T2"], ["P2", "T3"], ["P5", "T1"]]
    return problem


def shuffled(problem: RawProblem, seed: int) -> RawProblem:
    """Write the same problem down in another order."""
    random = Random(seed)
    other: RawProblem = {**problem}
    other["posts"] = random.sample(problem["posts"], len(problem["posts"]))
    other["talents"] = random.sample(problem["talents"], len(problem["talents"]))
    for key in ("locked", "forbidden", "links", "previous"):
        other[key] = random.sample(problem[key], len(problem[key]))
    return other


@pytest.mark.parametrize("goal", ["stable", "most"])
def test_the_order_of_the_file_makes_no_difference(goal: str) -> None:
    for seed in range(40):
        for favour in ("posts", "talents"):
            problem = drawn(seed, goal)
            problem["favour"] = favour
            here = parse_problem(problem)
            there = parse_problem(shuffled(problem, seed))
            assert set(solve(here).pairs) == set(solve(there).pairs)


@pytest.mark.parametrize("goal", ["stable", "most"])
def test_a_recorded_run_comes_out_again(goal: str) -> None:
    problem = parse_problem(drawn(3, goal))
    recorded = solve(problem).as_json()
    pairs = recorded["pairs"]
    assert isinstance(pairs, list)
    again = replay(problem, pairs)
    assert (again.missing, again.extra) == ((), ())
    assert again.result.as_json()["pairs"] == pairs


def test_a_forged_record_is_found_out() -> None:
    problem = parse_problem(drawn(3, "stable"))
    result = solve(problem)
    post, talent = result.pairs[0]
    forged = replay(problem, [(post, "T0"), *result.pairs[1:]])
    assert forged.missing == ((post, "T0"),)
    assert forged.extra == ((post, talent),)
