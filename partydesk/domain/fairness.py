"""公平性: what a run gave to either side, counted from the problem that was solved.

Both sides are looked at in the same way: at which place of its own list somebody got whom it got.
Whoever had no opinion has no place, and what the office locked says nothing about wishes; both are
left out of averages, and are named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from partydesk.domain.matching import Pair, Problem

#: The ways to match, in the office's words.
FAVOURS = {"posts": "企业优先", "talents": "个人优先"}
GOALS = {"stable": "稳定为先", "most": "尽量配满"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands in another's list.

    Attributes:
        number: Counted from 1, group by group.
        tied: Whether others stand at the same place.
    """

    number: int
    tied: bool

    @property
    def words(self) -> str:
        """As boards and sheets write it."""
        return f"{'=' if self.tied else ''}{self.number}"


@dataclass(frozen=True, slots=True)
class Standing:
    """One pair of a run as both sides ranked it.

    Attributes:
        post: The post's id.
        talent: The person's id.
        of_talent: Place of the person in the post's list; None where it had no opinion.
        of_post: Place of the post in the person's list; None where there was no opinion.
        locked: Whether the office, or consents that were complete, had fixed the pair.
    """

    post: str
    talent: str
    of_talent: Place | None
    of_post: Place | None
    locked: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How well one side fared.

    Attributes:
        ranked: How many of its members got somebody, had ranked, and were not locked.
        first: How many of these got their first wish.
        total: Sum of the places they got.
    """

    ranked: int
    first: int
    total: int

    @property
    def average(self) -> float | None:
        """The average place; None where nobody had ranked."""
        return self.total / self.ranked if self.ranked else None


def standings(problem: Problem, pairs: Iterable[Pair]) -> tuple[Standing, ...]:
    """Tell how both sides of every pair had ranked each other.

    Args:
        problem: What was solved.
        pairs: Post and talent of every filled post.
    """
    locked = set(problem.locked)
    of_posts = {post.id: post.wishes for post in problem.posts}
    of_talents = {talent.id: talent.wishes for talent in problem.talents}
    return tuple(
        Standing(
            post,
            talent,
            _place(of_posts.get(post, "any"), talent),
            _place(of_talents.get(talent, "any"), post),
            (post, talent) in locked,
        )
        for post, talent in pairs
    )


def _place(wishes: str | Sequence[Collection[str]], other: str) -> Place | None:
    """Look somebody up in a list; several in one group alone are in no order."""
    if isinstance(wishes, str) or (len(wishes) == 1 and len(wishes[0]) > 1):
        return None
    for number, group in enumerate(wishes, 1):
        if other in group:
            return Place(number, len(group) > 1)
    return None


def share(places: Iterable[Place | None]) -> Share:
    """Count how one side fared."""
    known = [place.number for place in places if place is not None]
    return Share(len(known), known.count(1), sum(known))
