"""The exact search claims only what it has proven, and says nothing on standard output."""

from __future__ import annotations

from random import Random

import pytest

from partydesk.domain.matching import Problem, exact, parse_problem, solve
from partydesk.domain.matching.most import fill_most
from partydesk.domain.matching.run import match
from partydesk.domain.matching.tables import Tables
from tests.unit.domain.matching_oracles import add_links, random_problem


def tight(seed: int, *, links: bool = False) -> Problem:
    """A market of 60 posts and 20 people, half of the wishes tied."""
    random = Random(seed)
    raw = random_problem(random, posts=60, talents=20, capacity=5, tie=0.5)
    for side in (*raw["posts"], *raw["talents"]):
        # Short lists on one side are what makes a market tight.
        side["wishes"] = side["wishes"][:4] if side["id"].startswith("P") else side["wishes"]
    if links:
        add_links(random, raw)
    raw["goal"] = "most"
    return parse_problem(raw)


@pytest.mark.parametrize("links", [False, True])
def test_small_tight_markets_are_proven(links: bool, capfd: pytest.CaptureFixture[str]) -> None:
    asked = 0
    for seed in range(8):
        problem = tight(seed, links=links)
        result = solve(problem)
        assert result.stable
        assert result.proven
        tables = Tables(problem)
        found = fill_most(tables, match(problem), result.upper_bound)
        assert 3 * len(found) >= 2 * result.size
        asked += result.size < result.upper_bound
    assert asked > 0
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize("limit", ["_LARGEST", "_NODES"])
def test_beyond_the_limits_nothing_is_claimed(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    open_before = [seed for seed in range(8) if exact_was_asked(tight(seed))]
    assert open_before
    monkeypatch.setattr(exact, limit, 0)
    for seed in open_before:
        result = solve(tight(seed))
        assert result.stable
        # Without a node the root alone may still decide; whatever is too large never is.
        assert not result.proven or limit == "_NODES"


def exact_was_asked(problem: Problem) -> bool:
    """Whether the question is open after the quick search."""
    result = solve(problem)
    return result.size < result.upper_bound
