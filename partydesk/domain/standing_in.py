"""按契合度代排: the fit's order, for one run, where a side put nobody before another.

Only what a side left open is filled: the groups of the wishes stay as they are, nobody becomes
welcome or unwelcome, and nothing is stored as a wish.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from partydesk.domain.selection import Side

_LISTS = {Side.ENTERPRISE: ("posts", "talents"), Side.PERSON: ("talents", "posts")}


def stand_in(
    problem: Mapping[str, Any],
    sides: Collection[Side],
    ordered: Collection[str],
    score: Callable[[str, str], int],
) -> tuple[str, ...]:
    """Put the fit's order into the wishes of those who gave none; ``problem`` is changed.

    Args:
        problem: The matcher's problem as plain values.
        sides: For whom the fit stands in.
        ordered: Ids of those who ranked somebody; they are left alone.
        score: (post, talent) → score of the fit.

    Returns:
        Ids of those for whom it stood in, in the order of the file.
    """
    found = []
    for side, (own, other) in _LISTS.items():
        if side not in sides:
            continue
        everybody = [entry["id"] for entry in problem[other]]
        for entry in problem[own]:
            me = entry["id"]
            groups = [everybody] if entry["wishes"] == "any" else entry["wishes"]
            if me in ordered or not any(len(group) > 1 for group in groups):
                continue
            entry["wishes"] = ranked_by(groups, _seen_from(me, side, score))
            found.append(me)
    return tuple(found)


def _seen_from(me: str, side: Side, score: Callable[[str, str], int]) -> Callable[[str], int]:
    """Give the score of one side's others."""
    if side is Side.ENTERPRISE:
        return lambda other: score(me, other)
    return lambda other: score(other, me)


def ranked_by(groups: Iterable[Iterable[str]], score: Callable[[str], int]) -> list[list[str]]:
    """Split groups of equally welcome ids by score, the best first; equal scores stay together."""
    found: list[list[str]] = []
    for group in groups:
        by_score: dict[int, list[str]] = defaultdict(list)
        for key in group:
            by_score[score(key)].append(key)
        found.extend(by_score[points] for points in sorted(by_score, reverse=True))
    return found


def with_marks(
    reasons: Mapping[str, str], talent_of: Mapping[str, str], stood_in: Collection[str]
) -> dict[str, str]:
    """Say in the sentences of a run where a place in them is the fit's and nobody's wish.

    Args:
        reasons: Id → sentence.
        talent_of: Post → talent, the run's pairs.
        stood_in: Ids of those for whom the fit stood in.
    """
    marked = dict(reasons)
    for key, sentence in reasons.items():
        own = key in stood_in
        theirs = key in talent_of and talent_of[key] in stood_in
        if own or theirs:
            who = "双方都" if own and theirs else ("本方" if own else "对方")
            marked[key] = f"{sentence}（{who}没有排序，名次按契合度代排。）"
    return marked
