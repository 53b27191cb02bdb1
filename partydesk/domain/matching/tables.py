"""Look-up tables over a problem, for the solver and the sentences.

The independent check does not use them: it reads the problem for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, filterfalse, repeat

from partydesk.domain.matching.problem import Pair, Post, Problem, Talent


class Tables:
    """The wishes of both sides by id, and what the locks leave over.

    An *order* maps an id to the acceptable ids of the other side, best first, ties in the order in
    which the ids stand in their group. A *tier* maps an id to (acceptable id → number of its group,
    counting from 0): equal numbers are equally welcome, a missing id is refused.

    Attributes:
        locked: Post → the talent it is locked to.
        room: Talent → seats that the locks leave.
        talent_order: The order of each talent.
        talent_tier: The tier of each talent.
        talent_place: Talent → (acceptable id → its place in the order, counting from 0).
        strict: No group of any wish holds more than one id.
        link: Post → number of its group of linked posts; posts that stand alone are missing.
    """

    def __init__(self, problem: Problem) -> None:
        """Read the wishes once."""
        self._problem = problem
        self.locked = dict(problem.locked)
        self.room = {talent.id: talent.capacity for talent in problem.talents}
        for talent_id in self.locked.values():
            self.room[talent_id] -= 1
        self._banned: dict[str, set[str]] = {}
        for post_id, talent_id in problem.forbidden:
            self._banned.setdefault(post_id, set()).add(talent_id)
        self.link = {post: n for n, group in enumerate(problem.links) for post in group}
        for post_id, talent_id in problem.locked:
            # Whoever is locked to one post of a group can take no other of it.
            for other in problem.links[self.link[post_id]] if post_id in self.link else ():
                self._banned.setdefault(other, set()).add(talent_id)
        side = _Side(problem.talents, [post.id for post in problem.posts])
        self.talent_order, self.talent_tier = side.order, side.tier
        self.talent_place, self.strict = side.place, side.strict
        for post in problem.posts:
            if post.wishes == "any" or sum(map(len, post.wishes)) > len(post.wishes):
                self.strict = False
                break

    def asking(self) -> dict[str, Iterator[str]]:
        """Give unlocked post → the talents it would take, best first, forbidden ones left out."""
        asking: dict[str, Iterator[str]] = {}
        for post in self._problem.posts:
            if post.id in self.locked:
                continue
            talents = iter(self.room) if post.wishes == "any" else chain.from_iterable(post.wishes)
            banned = self._banned.get(post.id)
            asking[post.id] = filterfalse(banned.__contains__, talents) if banned else talents
        return asking

    @cached_property
    def post_tier(self) -> Mapping[str, Mapping[str, int]]:
        """The tier of each post; made when it is first needed, because often it is not."""
        return _Side(self._problem.posts, list(self.room)).tier

    @cached_property
    def possible(self) -> Mapping[str, Sequence[str]]:
        """Unlocked post → the talents with room where neither side refuses, best first."""
        nobody: Mapping[str, int] = {}
        welcome = {t: self.talent_tier[t] if seats else nobody for t, seats in self.room.items()}
        return {
            post: [talent for talent in order if post in welcome[talent]]
            for post, order in self.asking().items()
        }

    def is_possible(self, pair: Pair) -> bool:
        """Tell whether the locks, bans and wishes leave a pair open; any ids may be asked."""
        return pair[1] in self.possible.get(pair[0], ())

    def is_strict(self) -> bool:
        """Tell whether no two possible pairs are equally welcome to the one they share."""
        if self.strict:
            return True
        views: set[tuple[str, int]] = set()
        count = 0
        for post, talents in self.possible.items():
            mine = self.post_tier[post]
            if len({mine[talent] for talent in talents}) < len(talents):
                return False
            views.update((talent, self.talent_tier[talent][post]) for talent in talents)
            count += len(talents)
            if len(views) < count:
                return False
        return True


class LinkedSeats:
    """Which post of each group of links a talent holds."""

    def __init__(self, link: Mapping[str, int]) -> None:
        """Begin with empty seats."""
        self.link = link
        self.holds: dict[tuple[str, int], str] = {}

    def rival(self, talent: str, post: str) -> str | None:
        """Name the held post that this one would have to push out, whatever the room."""
        group = self.link.get(post)
        return None if group is None else self.holds.get((talent, group))

    def take(self, talent: str, post: str) -> None:
        """Note a seat taken."""
        if post in self.link:
            self.holds[talent, self.link[post]] = post

    def leave(self, talent: str, post: str) -> None:
        """Note a seat left."""
        if post in self.link:
            del self.holds[talent, self.link[post]]


def in_file_order(problem: Problem, talent_of: Mapping[str, str]) -> tuple[Pair, ...]:
    """Turn post → talent into pairs in the order of the posts."""
    return tuple((post.id, talent_of[post.id]) for post in problem.posts if post.id in talent_of)


def _flat(groups: tuple[tuple[str, ...], ...]) -> list[str]:
    """Line the groups up."""
    return list(chain.from_iterable(groups))


class _Side:
    """Orders, tiers and places of one side; all "any" share one list and one dictionary each."""

    def __init__(self, items: Iterable[Post | Talent], others: Sequence[str]) -> None:
        everybody = dict.fromkeys(others, 0)
        file_places = dict(zip(others, range(len(others)), strict=True))
        self.order: dict[str, Sequence[str]] = {}
        self.tier: dict[str, Mapping[str, int]] = {}
        self.place: dict[str, Mapping[str, int]] = {}
        self.strict = True
        for item in items:
            key, groups = item.id, item.wishes
            if groups == "any":
                self.order[key], self.tier[key], self.place[key] = others, everybody, file_places
                self.strict = False
                continue
            flat = self.order[key] = _flat(groups)
            place = self.place[key] = dict(zip(flat, range(len(flat)), strict=True))
            if len(flat) == len(groups):
                self.tier[key] = place
                continue
            self.strict = False
            numbers = chain.from_iterable(repeat(i, len(group)) for i, group in enumerate(groups))
            self.tier[key] = dict(zip(flat, numbers, strict=True))
