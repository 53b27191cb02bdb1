"""契合度: how well a person suits a post, part by part, each with its reason in words.

The fit suggests wishes where somebody has none and stands in for an order nobody gave; it never
overrules a wish.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from partydesk.domain.fit_parts import PARTS, Part
from partydesk.domain.person_history import Person
from partydesk.domain.policy import Policy
from partydesk.domain.requirements import failed_musts
from partydesk.domain.selection import Post


@dataclass(frozen=True, slots=True)
class FitPart:
    """One part of the fit.

    Attributes:
        label: What is looked at, with the reason.
        points: Points earned.
        of: Points that could be earned (a weight of the year's policy).
    """

    label: str
    points: int
    of: int


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a person suits a post.

    Attributes:
        parts: The parts in a fixed order.
        failed: Must-haves of the post that the person does not have, in words.
    """

    parts: tuple[FitPart, ...]
    failed: tuple[str, ...] = ()

    @property
    def score(self) -> int:
        """Share of all points in per cent, rounded half up; 0 where every weight is 0."""
        return per_cent(
            sum(part.points for part in self.parts), sum(part.of for part in self.parts)
        )


def per_cent(points: int, of: int) -> int:
    """Round a share of points half up; 0 where there is nothing to earn."""
    return (points * 200 + of) // (of * 2) if of else 0


def fit(post: Post, person: Person, policy: Policy) -> Fit:
    """Judge how well ``person`` suits ``post``; parts without weight are left out."""
    parts = []
    for part in PARTS:
        weight: int = getattr(policy, part.weight)
        if weight:
            points = _points(part.share(post, person, policy), weight)
            parts.append(FitPart(part.words(post, person, policy), points, weight))
    return Fit(tuple(parts), failed_musts(post, person))


def _points(share: tuple[int, int], weight: int) -> int:
    earned, of = share
    return weight * earned // of


class FitTable:
    """The fits of all posts of a round with all people: scores at once, words when looked at.

    Posts that are alike in what a part looks at share that part's points, so a round of hundreds
    of posts costs little more than adding up.
    """

    def __init__(self, posts: Sequence[Post], people: Sequence[Person], policy: Policy) -> None:
        """Hold what is judged; nothing is computed yet."""
        self._posts = {post.id or 0: post for post in posts}
        self._people = {person.talent.id or 0: person for person in people}
        self._place = {talent_id: place for place, talent_id in enumerate(self._people)}
        self._policy = policy
        self._parts = [part for part in PARTS if getattr(policy, part.weight)]
        of = sum(getattr(policy, part.weight) for part in self._parts)
        self._per_cent = [per_cent(points, of) for points in range(of + 1)]
        self._columns: dict[tuple[str, object], list[int]] = {}
        self._rows: dict[int, list[int]] = {}

    def scores(self, post_id: int) -> list[int]:
        """Give one post's scores in the order of the people."""
        row = self._rows.get(post_id)
        if row is None:
            post = self._posts[post_id]
            columns = [self._column(part, post) for part in self._parts]
            sums = map(sum, zip(*columns, strict=True)) if columns else [0] * len(self._people)
            row = self._rows[post_id] = [self._per_cent[points] for points in sums]
        return row

    def score(self, post_id: int, talent_id: int) -> int:
        """Give one pair's score."""
        return self.scores(post_id)[self._place[talent_id]]

    def fit(self, post_id: int, talent_id: int) -> Fit:
        """Give one pair's fit with every reason in words."""
        return fit(self._posts[post_id], self._people[talent_id], self._policy)

    def failed(self, post_id: int, talent_id: int) -> tuple[str, ...]:
        """Say which must-haves of the post the person does not have."""
        post = self._posts[post_id]
        return failed_musts(post, self._people[talent_id]) if post.musts else ()

    def __contains__(self, pair: tuple[int, int]) -> bool:
        """Whether a post and a person are both judged here."""
        return pair[0] in self._posts and pair[1] in self._people

    def _column(self, part: Part, post: Post) -> list[int]:
        """Give one part's points for one kind of post, in the order of the people."""
        key = (part.weight, part.key(post))
        column = self._columns.get(key)
        if column is None:
            weight: int = getattr(self._policy, part.weight)
            share: Callable[..., tuple[int, int]] = part.share
            column = self._columns[key] = [
                _points(share(post, person, self._policy), weight)
                for person in self._people.values()
            ]
        return column
