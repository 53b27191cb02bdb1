"""Fill as many posts as can be found while the result stays weakly stable.

With ties on both sides the largest weakly stable result is hard to find (NP-hard: Manlove, Irving,
Iwama, Miyazaki and Morita, *Hard Variants of Stable Marriage*, Theoretical Computer Science 276,
2002). So this is an approximation in two steps, both deterministic: Király's algorithm, which
never fills less than two thirds of the optimum, then a walk within the ties.
"""

from __future__ import annotations

from collections.abc import Mapping

from partydesk.domain.matching.promotion import promote
from partydesk.domain.matching.tables import Tables
from partydesk.domain.matching.walk import Walk


def fill_most(
    tables: Tables,
    start: Mapping[str, str],
    bound: int,
) -> dict[str, str]:
    """Look for a weakly stable result that fills more posts than a given one.

    Args:
        tables: The problem.
        start: A weakly stable result, post → talent.
        bound: More posts than these cannot be filled.

    Returns:
        Post → talent; never fewer posts than ``start``, and ``start`` itself if nothing larger
        was found.
    """
    promoted = promote(tables)
    best = max(start, promoted, key=len)
    if len(best) < bound:
        best = Walk(tables, best, bound).run()
    return dict(best)
