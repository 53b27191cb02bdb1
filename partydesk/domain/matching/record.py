"""What is kept of a run so that it can be shown and run again at an audit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from partydesk.domain.matching.problem import Pair, Post, Problem, Result, Talent
from partydesk.domain.matching.run import solve

MATCHER = "2"
"""Version of the matcher: goes up whenever the same problem may get another result."""


def fingerprint(problem: Problem) -> str:
    """Give the SHA-256 of all that can influence a result, options included, in hexadecimal.

    The order of posts, talents, locks, bans, links and earlier pairs does not count; the order
    inside a group of wishes does, because it breaks ties, and "no opinion" is written out in the
    order of the file for the same reason. Equal fingerprints mean equal pairs from the same
    version of the matcher (and of HiGHS, where only the exact search found the largest result).
    """
    post_ids = [post.id for post in problem.posts]
    talent_ids = [talent.id for talent in problem.talents]
    canonical = {
        "posts": sorted([post.id, _groups(post, talent_ids)] for post in problem.posts),
        "talents": sorted(
            [talent.id, talent.capacity, _groups(talent, post_ids)] for talent in problem.talents
        ),
        "locked": sorted(problem.locked),
        "forbidden": sorted(problem.forbidden),
        "links": sorted(sorted(group) for group in problem.links),
        "previous": sorted(problem.previous),
        "favour": problem.favour,
        "goal": problem.goal,
    }
    text = json.dumps(canonical, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _groups(side: Post | Talent, others: list[str]) -> Sequence[Sequence[str]]:
    """Write the wishes out."""
    return [others] if side.wishes == "any" else side.wishes


@dataclass(frozen=True, slots=True)
class Replay:
    """A recorded run, run again.

    Attributes:
        result: What came out now.
        missing: Recorded pairs that did not come out again.
        extra: Pairs that were not recorded.
        same_inputs: The problem is the recorded one; None where no fingerprint was recorded.
        same_matcher: The version is the recorded one; None where none was recorded.
    """

    result: Result
    missing: tuple[Pair, ...]
    extra: tuple[Pair, ...]
    same_inputs: bool | None
    same_matcher: bool | None

    @property
    def agrees(self) -> bool:
        """Whether the same problem gave the same pairs; the version may differ."""
        return not self.missing and not self.extra and self.same_inputs is not False


def replay(
    problem: Problem,
    pairs: Iterable[Sequence[str]],
    *,
    inputs_sha256: str | None = None,
    matcher: str | None = None,
) -> Replay:
    """Run a recorded problem again and lay the pairs beside the recorded ones.

    Args:
        problem: As recorded, favour and goal included.
        pairs: As recorded, post first.
        inputs_sha256: The :func:`fingerprint` recorded with them.
        matcher: The version recorded with them.
    """
    result = solve(problem)
    recorded = [(pair[0], pair[1]) for pair in pairs]
    return Replay(
        result=result,
        missing=tuple(pair for pair in recorded if pair not in set(result.pairs)),
        extra=tuple(pair for pair in result.pairs if pair not in set(recorded)),
        same_inputs=None if inputs_sha256 is None else fingerprint(problem) == inputs_sha256,
        same_matcher=None if matcher is None else matcher == MATCHER,
    )
