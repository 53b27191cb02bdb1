"""The figures of a result for the fairness sheet: what was met, who was left out, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from partydesk.domain.matching.bound import largest_matching
from partydesk.domain.matching.check import check
from partydesk.domain.matching.problem import Post, Problem, Result, Talent
from partydesk.domain.matching.tables import Tables


class Cause(StrEnum):
    """Why somebody was left out, seen from the lengths of the lists."""

    OWN_LIST = "own_list"
    OTHER_LISTS = "other_lists"
    COMPETITION = "competition"


@dataclass(frozen=True, slots=True)
class WishesMet:
    """How far the wishes of one side were met; locked pairs do not count.

    Attributes:
        pairs: Pairs whose side had put somebody before somebody else.
        first: Those of them in which its first wish (the best group) came true.
        average_place: Mean number of the group, counting from 1; None without such pairs.
    """

    pairs: int
    first: int
    average_place: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """One result in figures.

    Attributes:
        posts: All posts.
        filled: Filled ones, locked ones included.
        locked: Filled ones that the office had locked.
        people: Talents with a capacity above 0.
        placed: Talents with at least one post.
        seats: All capacities.
        post_wishes: How far the wishes of the posts were met.
        talent_wishes: How far the wishes of the talents were met.
        blocking_pairs: Counted anew by the independent check.
        empty_posts: Post → why it is empty.
        unplaced: Talent with a capacity but no post → why.
        fillable: So many of the empty posts could be filled together if each, or the talent in
            question, accepted one more; nobody else would lose anything.
    """

    posts: int
    filled: int
    locked: int
    people: int
    placed: int
    seats: int
    post_wishes: WishesMet
    talent_wishes: WishesMet
    blocking_pairs: int
    empty_posts: Mapping[str, Cause]
    unplaced: Mapping[str, Cause]
    fillable: int

    def count(self, cause: Cause) -> tuple[int, int]:
        """Count the empty posts and the unplaced talents of one cause."""
        sides = self.empty_posts, self.unplaced
        empty, unplaced = (sum(why is cause for why in side.values()) for side in sides)
        return empty, unplaced


def list_lengths(problem: Problem) -> dict[str, int]:
    """Tell how many everybody accepts; whoever has no opinion accepts the whole other side."""
    return {
        side.id: len(others) if side.wishes == "any" else sum(map(len, side.wishes))
        for some, others in (
            (problem.posts, problem.talents),
            (problem.talents, problem.posts),
        )
        for side in some
    }


def figures(problem: Problem, result: Result) -> Figures:
    """Work out the figures of a result.

    Sensitivity to short lists: somebody who was left out owes it to the lists if one more
    acceptance would do, namely with a partner who has a free seat, where nothing but the word of
    one side is missing. ``OWN_LIST``: its own word would do. ``OTHER_LISTS``: its own would not,
    but the partner's would. ``COMPETITION``: neither; whoever it could be with is taken. Adding
    such a pair leaves the result stable, because the new acceptance stands last and nobody else
    is touched; so ``fillable`` is exact, a largest matching of the missing words.
    """
    tables = Tables(problem)
    left = _LeftOver(problem, result, tables)
    used = {talent for _, talent in result.pairs}
    return Figures(
        posts=len(problem.posts),
        filled=len(result.pairs),
        locked=len(problem.locked),
        people=sum(talent.capacity > 0 for talent in problem.talents),
        placed=len(used),
        seats=sum(talent.capacity for talent in problem.talents),
        post_wishes=_met(problem.posts, tables.post_tier, _unlocked(result, tables)),
        talent_wishes=_met(
            problem.talents,
            tables.talent_tier,
            [(talent, post) for post, talent in _unlocked(result, tables)],
        ),
        blocking_pairs=len(check(problem, result.pairs).blocking_pairs),
        empty_posts={post: left.why((post, t) for t in left.free) for post in left.empty},
        unplaced={
            talent.id: left.why(((p, talent.id) for p in left.empty), of_talent=True)
            for talent in problem.talents
            if talent.capacity > 0 and talent.id not in used
        },
        fillable=left.fillable(),
    )


def _unlocked(result: Result, tables: Tables) -> list[tuple[str, str]]:
    """The pairs that the wishes decided."""
    return [pair for pair in result.pairs if pair[0] not in tables.locked]


def _met(
    side: Iterable[Post | Talent],
    tier: Mapping[str, Mapping[str, int]],
    pairs: Sequence[tuple[str, str]],
) -> WishesMet:
    """Look the partners of one side up in its wishes."""
    ordered = {item.id for item in side if item.wishes != "any" and len(item.wishes) > 1}
    places = [tier[own][other] + 1 for own, other in pairs if own in ordered]
    average = sum(places) / len(places) if places else None
    return WishesMet(len(places), places.count(1), average)


class _LeftOver:
    """The empty posts and the free seats of a result."""

    def __init__(self, problem: Problem, result: Result, tables: Tables) -> None:
        self.tables, self.forbidden = tables, problem.forbidden
        filled = dict(result.pairs)
        self.empty = [post.id for post in problem.posts if post.id not in filled]
        self.seats = {talent.id: talent.capacity for talent in problem.talents}
        self.groups: dict[str, set[int]] = {talent.id: set() for talent in problem.talents}
        for post, talent in result.pairs:
            self.seats[talent] -= 1
            if post in tables.link:
                self.groups[talent].add(tables.link[post])
        self.free = [talent for talent, seats in self.seats.items() if seats > 0]

    def missing(self, post: str, talent: str) -> tuple[bool, bool] | None:
        """Whose word is missing, the post's and the talent's; None if the pair is barred."""
        if (post, talent) in self.forbidden:
            return None
        if self.tables.link.get(post, -1) in self.groups[talent]:
            return None
        tables = self.tables
        return talent not in tables.post_tier[post], post not in tables.talent_tier[talent]

    def why(self, pairs: Iterable[tuple[str, str]], *, of_talent: bool = False) -> Cause:
        """Find the cause for somebody from all pairs it could be in."""
        own = (False, True) if of_talent else (True, False)
        found = {self.missing(post, talent) for post, talent in pairs}
        if own in found:
            return Cause.OWN_LIST
        return Cause.OTHER_LISTS if own[::-1] in found else Cause.COMPETITION

    def fillable(self) -> int:
        """Match the empty posts with the free seats where one word is missing."""
        one_word = {(True, False), (False, True)}
        possible = {
            post: [talent for talent in self.free if self.missing(post, talent) in one_word]
            for post in self.empty
        }
        return largest_matching(possible, self.seats, {}, self.tables.link)
