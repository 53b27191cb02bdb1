"""The matcher against oracles, on random problems."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partydesk.domain.matching import check, parse_problem, solve
from tests.unit.domain.matching_oracles import (
    Market,
    Matching,
    RawProblem,
    add_links,
    add_locks_and_bans,
    by_rounds,
    random_problem,
)


def assert_agrees_with_rounds(seed: int, *, extras: bool) -> None:
    """Compare one problem without ties, for both sides."""
    random = Random(seed)
    problem = random_problem(
        random, posts=random.randint(0, 60), talents=random.randint(0, 30), extras=extras
    )
    sizes: set[int] = set()
    for favour in ("posts", "talents"):
        problem["favour"] = favour
        expected = by_rounds(Market(problem), favour)
        for goal in ("stable", "most"):
            problem["goal"] = goal
            result = solve(parse_problem(problem))
            assert dict(result.pairs) == expected
            assert result.stable
            assert result.proven
            sizes.add(result.size)
    # Every stable result fills the same posts when wishes are strict.
    assert len(sizes) == 1


@pytest.mark.parametrize("block", range(10))
def test_1000_strict_problems_equal_the_textbook(block: int) -> None:
    for seed in range(block * 100, block * 100 + 100):
        assert_agrees_with_rounds(seed, extras=seed % 2 == 1)


@pytest.mark.long
@pytest.mark.parametrize("block", range(20))
def test_20000_strict_problems_equal_the_textbook(block: int) -> None:
    for seed in range(10_000 + block * 1000, 10_000 + (block + 1) * 1000):
        assert_agrees_with_rounds(seed, extras=seed % 2 == 1)


def assert_posts_are_told_the_truth(
    market: Market, matching: Matching, reasons: Mapping[str, str]
) -> None:
    """Take what the sentences say about talents apart and look it up in the wishes."""
    for post in market.post_ids:
        for talent, how in re.findall(r"(T\d+)已由(.*?)录用", reasons[post]):
            assert post not in market.locked
            assert (post, talent) in market.possible
            for held in re.findall(r"P\d+", how):
                assert matching[held] == talent
            for word, rank in re.findall(r"(更靠前|不分先后)的(P\d+)", how):
                mine, theirs = market.talent_rank(talent, post), market.talent_rank(talent, rank)
                assert theirs < mine if word == "更靠前" else theirs == mine
        for talent in re.findall(r"(T\d+)没有选报本岗位", reasons[post]):
            assert not any(post in group for group in market.talent_groups[talent])
        for place, talent in re.findall(r"第 (\d+) 位(T\d+)愿意到任", reasons[post]):
            assert matching[post] == talent
            assert market.post_rank(post, talent) == int(place) - 1


def assert_talents_are_told_the_truth(
    market: Market, matching: Matching, reasons: Mapping[str, str]
) -> None:
    """Take what the sentences say about posts apart and look it up in the wishes."""
    for talent in market.talent_ids:
        for post, how, rival in re.findall(r"(P\d+)录用了(.*?)的(T\d+)", reasons[talent]):
            assert matching[post] == rival
            mine, theirs = market.post_rank(post, talent), market.post_rank(post, rival)
            assert theirs < mine if how == "更靠前" else theirs == mine
        for post in re.findall(r"(P\d+)没有选报本人", reasons[talent]):
            assert not any(talent in group for group in market.post_groups[post])
        for post, place in re.findall(r"(P\d+)（第 (\d+) 位）", reasons[talent]):
            assert matching[post] == talent
            assert market.talent_rank(talent, post) == int(place) - 1
        for post, rival in re.findall(r"(P\d+)由办公室锁定给(T\d+)", reasons[talent]):
            assert market.locked[post] == rival


def assert_stable_with_ties(seed: int) -> None:
    """Solve one problem with ties in all four ways and judge it by the definition."""
    random = Random(seed)
    problem = random_problem(
        random,
        posts=random.randint(0, 24),
        talents=random.randint(0, 12),
        tie=random.choice([0.1, 0.3, 0.5, 0.9]),
        any_share=random.choice([0.0, 0.2]),
        extras=True,
    )
    if seed % 2:
        add_links(random, problem)
    market = Market(problem)
    for favour in ("posts", "talents"):
        sizes: dict[str, int] = {}
        for goal in ("stable", "most"):
            problem["favour"], problem["goal"] = favour, goal
            parsed = parse_problem(problem)
            result = solve(parsed)
            assert result.stable
            assert market.is_stable(dict(result.pairs))
            assert set(result.unfilled) == set(market.post_ids) - dict(result.pairs).keys()
            assert result.size <= result.upper_bound
            assert result.reasons.keys() == {*market.post_ids, *market.talent_ids}
            assert not any("不稳定" in sentence for sentence in result.reasons.values())
            assert_posts_are_told_the_truth(market, dict(result.pairs), result.reasons)
            assert_talents_are_told_the_truth(market, dict(result.pairs), result.reasons)
            sizes[goal] = result.size
        assert sizes["most"] >= sizes["stable"]


def test_100_problems_with_ties_have_no_blocking_pair() -> None:
    for seed in range(100):
        assert_stable_with_ties(seed)


@pytest.mark.long
@pytest.mark.parametrize("block", range(10))
def test_10000_problems_with_ties_have_no_blocking_pair(block: int) -> None:
    for seed in range(1000 + block * 1000, 2000 + block * 1000):
        assert_stable_with_ties(seed)


def small_problem(seed: int, largest: int) -> RawProblem:
    """Draw a problem whose assignments can all be enumerated."""
    random = Random(seed)
    problem = random_problem(
        random,
        posts=random.randint(0, largest),
        talents=random.randint(0, largest),
        capacity=2,
        tie=random.choice([0.0, 0.3, 0.6]),
        any_share=random.choice([0.0, 0.1]),
    )
    if seed % 2:
        add_locks_and_bans(random, problem)
    if seed % 3:
        add_links(random, problem)
    return problem


def assert_agrees_with_enumeration(seed: int, largest_side: int = 5) -> None:
    """Compare size, bound, proof and stability with all assignments of a small problem."""
    problem = small_problem(seed, largest_side)
    market = Market(problem)
    lawful = list(market.every_lawful())
    stable = [matching for matching in lawful if market.is_stable(matching)]
    largest = max(len(matching) for matching in stable)
    parsed = parse_problem(problem)
    for favour, goal in product(("posts", "talents"), ("stable", "most")):
        problem["favour"], problem["goal"] = favour, goal
        result = solve(parse_problem(problem))
        assert dict(result.pairs) in stable
        assert result.upper_bound == max(len(matching) for matching in lawful)
        assert 2 * result.size >= largest
        if goal == "most":
            assert result.size == largest
            assert result.proven
        if result.proven:
            assert result.size == largest
        if result.size == result.upper_bound:
            assert result.proven
    for matching in lawful[:: max(1, len(lawful) // 10)]:
        verdict = check(parsed, list(matching.items()))
        assert verdict.lawful
        assert list(verdict.blocking_pairs) == sorted(
            (
                (post, talent)
                for post in market.post_ids
                for talent in market.talent_ids
                if market.blocks(matching, post, talent)
            ),
            key=lambda pair: (
                market.post_ids.index(pair[0]),
                [t for group in market.post_groups[pair[0]] for t in group].index(pair[1]),
            ),
        )


def test_300_small_problems_agree_with_enumeration() -> None:
    for seed in range(300):
        assert_agrees_with_enumeration(seed)


@pytest.mark.long
def test_5000_small_problems_agree_with_enumeration() -> None:
    for seed in range(1000, 6000):
        assert_agrees_with_enumeration(seed, 6 if seed % 10 == 0 else 5)


def test_the_favoured_side_has_its_best_stable_result() -> None:
    for seed in range(200):
        random = Random(seed)
        problem = random_problem(random, posts=5, talents=4, capacity=2, extras=True)
        if seed % 2:
            add_links(random, problem)
        market = Market(problem)
        stable = market.every_stable()
        problem["favour"] = "posts"
        mine = dict(solve(parse_problem(problem)).pairs)
        for other in stable:
            assert other.keys() == mine.keys()
            for post in mine.keys() - market.locked.keys():
                assert market.post_rank(post, mine[post]) <= market.post_rank(post, other[post])
        problem["favour"] = "talents"
        theirs = dict(solve(parse_problem(problem)).pairs)
        for other in stable:
            for post in theirs.keys() - market.locked.keys():
                # What is best for the talents is worst for the posts.
                assert market.post_rank(post, theirs[post]) >= market.post_rank(post, other[post])


def test_swapped_sides_give_the_swapped_result() -> None:
    for seed in range(200):
        random = Random(seed)
        problem = random_problem(random, posts=9, talents=7, capacity=1)
        for talent in problem["talents"]:
            talent["capacity"] = 1
        swapped: RawProblem = {
            "posts": [{"id": t["id"], "wishes": t["wishes"]} for t in problem["talents"]],
            "talents": [
                {"id": p["id"], "capacity": 1, "wishes": p["wishes"]} for p in problem["posts"]
            ],
        }
        problem["favour"], swapped["favour"] = "posts", "talents"
        here, there = solve(parse_problem(problem)), solve(parse_problem(swapped))
        assert set(here.pairs) == {(post, talent) for talent, post in there.pairs}


def test_the_same_problem_gives_the_same_result() -> None:
    random = Random(5)
    problem = random_problem(random, posts=40, talents=15, tie=0.6)
    problem["goal"] = "most"
    first, second = (solve(parse_problem(problem)) for _ in range(2))
    assert first.pairs == second.pairs
    assert dict(first.reasons) == dict(second.reasons)


@st.composite
def any_problem(draw: st.DrawFn) -> RawProblem:
    """Any small lawful problem, empty sides and capacity 0 included."""
    return random_problem(
        draw(st.randoms(use_true_random=False)),
        posts=draw(st.integers(0, 7)),
        talents=draw(st.integers(0, 7)),
        capacity=draw(st.integers(0, 3)),
        tie=draw(st.sampled_from([0.0, 0.4, 1.0])),
        any_share=draw(st.sampled_from([0.0, 0.5])),
        extras=draw(st.booleans()),
    )


@given(any_problem(), st.sampled_from(["posts", "talents"]), st.sampled_from(["stable", "most"]))
@settings(max_examples=150, deadline=None)
def test_any_problem_is_solved_stably(problem: RawProblem, favour: str, goal: str) -> None:
    if problem["posts"]:
        add_links(Random(len(problem["posts"])), problem)
    problem["favour"], problem["goal"] = favour, goal
    result = solve(parse_problem(problem))
    assert Market(problem).is_stable(dict(result.pairs))
    assert result.stable
    assert result.as_json()["size"] == len(result.pairs)
