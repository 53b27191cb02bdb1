"""A run can be repeated: same inputs, same fingerprint, same pairs."""

from __future__ import annotations

from random import Random

import pytest

from partydesk.domain.matching import MATCHER, fingerprint, parse_problem, replay, solve
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
            assert fingerprint(here) == fingerprint(there)
            assert set(solve(here).pairs) == set(solve(there).pairs)


def test_whatever_can_change_the_result_changes_the_fingerprint() -> None:
    problem = drawn(5, "stable")
    assert all(problem[key] for key in ("links", "previous", "locked", "forbidden"))
    own = fingerprint(parse_problem(problem))
    changes: list[RawProblem] = [
        {"goal": "most"},
        {"favour": "talents" if problem["favour"] == "posts" else "posts"},
        {"links": []},
        {"previous": []},
        {"locked": []},
        {"forbidden": []},
        {"posts": [{"id": "P1", "wishes": "any"}, *problem["posts"][1:]]},
        {"talents": [{**problem["talents"][0], "capacity": 7}, *problem["talents"][1:]]},
    ]
    others = {fingerprint(parse_problem({**problem, **change})) for change in changes}
    assert own not in others
    assert len(others) == len(changes)


def test_no_opinion_is_hashed_in_the_order_of_the_file() -> None:
    people = [{"id": f"T{i}", "capacity": 1, "wishes": "any"} for i in (1, 2)]
    posts = [{"id": "P1", "wishes": "any"}]
    here = parse_problem({"posts": posts, "talents": people})
    there = parse_problem({"posts": posts, "talents": people[::-1]})
    assert fingerprint(here) != fingerprint(there)


@pytest.mark.parametrize("goal", ["stable", "most"])
def test_a_recorded_run_comes_out_again(goal: str) -> None:
    problem = parse_problem(drawn(3, goal))
    recorded = solve(problem).as_json()
    pairs = recorded["pairs"]
    assert isinstance(pairs, list)
    again = replay(problem, pairs, inputs_sha256=fingerprint(problem), matcher=MATCHER)
    assert again.agrees
    assert (again.same_inputs, again.same_matcher) == (True, True)
    assert replay(problem, pairs).same_inputs is None


def test_a_forged_record_is_found_out() -> None:
    problem = parse_problem(drawn(3, "stable"))
    result = solve(problem)
    post, talent = result.pairs[0]
    forged = replay(problem, [(post, "T0"), *result.pairs[1:]], inputs_sha256="0", matcher="0")
    assert not forged.agrees
    assert forged.missing == ((post, "T0"),)
    assert forged.extra == ((post, talent),)
    assert (forged.same_inputs, forged.same_matcher) == (False, False)
