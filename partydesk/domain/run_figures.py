"""What a run of the matcher amounts to, in figures that two runs can be compared by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SideFigures:
    """How one side fares.

    Attributes:
        firsts: How many got their first wish.
        ranked: How many got somebody they had given a place.
        mean: Mean place of those; None where nobody had given a place.
    """

    firsts: int
    ranked: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class RunFigures:
    """Figures of one run.

    Attributes:
        posts: Posts that took part.
        filled: Posts that were filled.
        for_posts: How the enterprises fare.
        for_talents: How the people fare.
        blocking: Pairs who would both rather have each other.
        stood_in: For how many the fit stood in.
    """

    posts: int
    filled: int
    for_posts: SideFigures
    for_talents: SideFigures
    blocking: int
    stood_in: int


def figures_of(
    problem: Mapping[str, Any], result: Mapping[str, Any], stood_in: Collection[str] = ()
) -> RunFigures:
    """Work out a run's figures from what went in and what came out.

    An order that the fit stood in for is nobody's wish and is not counted among the places.

    Args:
        problem: The matcher's problem as plain values.
        result: Its result as plain values.
        stood_in: Ids of those for whose missing order the fit stood in.
    """
    own = set(stood_in)
    posts = {each["id"]: each["wishes"] for each in problem["posts"]}
    talents = {each["id"]: each["wishes"] for each in problem["talents"]}
    pairs = [(post, talent) for post, talent in result["pairs"]]
    return RunFigures(
        len(posts),
        len(pairs),
        _side((posts[post], talent) for post, talent in pairs if post not in own),
        _side((talents[talent], post) for post, talent in pairs if talent not in own),
        len(result["blocking_pairs"]),
        len(own),
    )


def _side(got: Iterable[tuple[Sequence[Sequence[str]] | str, str]]) -> SideFigures:
    """Figures of one side from (wishes, what was got)."""
    places = [place for wishes, other in got if (place := _place(wishes, other)) is not None]
    mean = sum(places) / len(places) if places else None
    return SideFigures(places.count(1), len(places), mean)


def _place(wishes: Sequence[Sequence[str]] | str, other: str) -> int | None:
    """Give the place among the wishes, the equally welcome sharing one; None without one."""
    if isinstance(wishes, str):
        return None
    better = 0
    for group in wishes:
        if other in group:
            return better + 1
        better += len(group)
    return None
