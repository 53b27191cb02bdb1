"""A run that was kept, run again at an audit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from partydesk.domain.matching.problem import Pair, Problem, Result
from partydesk.domain.matching.run import solve

MATCHER = "2"
"""Version of the matcher: goes up whenever the same problem may get another result."""


@dataclass(frozen=True, slots=True)
class Replay:
    """A recorded run, run again.

    Attributes:
        result: What came out now.
        missing: Recorded pairs that did not come out again.
        extra: Pairs that were not recorded.
    """

    result: Result
    missing: tuple[Pair, ...]
    extra: tuple[Pair, ...]


def replay(problem: Problem, pairs: Iterable[Sequence[str]]) -> Replay:
    """Run a recorded problem again and lay the pairs beside the recorded ones.

    Equal problems give equal pairs from the same version of the matcher (and of HiGHS, where only
    the exact search found the largest result), whatever the order of posts, talents, locks, bans,
    links and earlier pairs.

    Args:
        problem: As recorded, favour and goal included.
        pairs: As recorded, post first.
    """
    result = solve(problem)
    recorded = [(pair[0], pair[1]) for pair in pairs]
    return Replay(
        result=result,
        missing=tuple(pair for pair in recorded if pair not in set(result.pairs)),
        extra=tuple(pair for pair in result.pairs if pair not in set(recorded)),
    )
