"""The independent check of a result.

It shares nothing with the solver but the problem: it reads the wishes for itself and applies the
definitions of the command-line contract word by word.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from partydesk.domain.matching.problem import Pair, Problem


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check found.

    Attributes:
        blocking_pairs: In the order of the posts, then of their wishes.
        lawful: The pairs keep every lock, ban, refusal and capacity.
    """

    blocking_pairs: tuple[Pair, ...]
    lawful: bool


def check(problem: Problem, pairs: Sequence[Pair]) -> Verdict:
    """Judge a result.

    A possible pair blocks if it is not in the result, its post is not locked and strictly prefers
    that talent to what it has (or has nothing), and the talent has a free seat or strictly
    prefers the post to one of its unlocked posts.

    Args:
        problem: The problem.
        pairs: Post and talent of every filled post, locked ones included.
    """
    everybody = (tuple(talent.id for talent in problem.talents),)
    locked_posts = {post for post, _ in problem.locked}
    given = dict(pairs)
    limits = _limits(problem, pairs, locked_posts)
    lawful = len(given) == len(pairs) and set(problem.locked).issubset(pairs)
    lawful = lawful and given.keys() <= {post.id for post in problem.posts}
    lawful = lawful and all(limit.lawful for limit in limits.values())
    found: list[Pair] = []
    for post in problem.posts:
        mine = given.get(post.id)
        lawful = lawful and (mine is None or mine in limits)
        if post.id in locked_posts:
            continue
        groups = everybody if post.wishes == "any" else post.wishes
        for group in groups:
            if mine in group:
                lawful = lawful and (post.id, mine) not in problem.forbidden
                break
            for talent in group:
                limit = limits[talent]
                tier = limit.welcome.get(post.id)
                if tier is not None and (limit.free or tier < limit.worst):
                    found.append((post.id, talent))
        else:
            lawful = lawful and mine is None
    blocking = tuple(pair for pair in found if pair not in problem.forbidden)
    return Verdict(blocking, lawful)


@dataclass(frozen=True, slots=True)
class _Limit:
    """What a talent has, and from where on a post tempts it.

    Attributes:
        welcome: Acceptable post → number of its group.
        free: A seat is free.
        worst: Group of the least welcome unlocked post; -1 without one, so that nothing is better.
        lawful: No more posts than the capacity, and none but locked ones refused.
    """

    welcome: Mapping[str, int]
    free: bool
    worst: int
    lawful: bool


def _limits(
    problem: Problem, pairs: Sequence[Pair], locked_posts: Collection[str]
) -> dict[str, _Limit]:
    """Look at each talent."""
    no_opinion = {post.id: 0 for post in problem.posts}
    has: dict[str, list[str]] = {talent.id: [] for talent in problem.talents}
    for post, talent in pairs:
        has.setdefault(talent, []).append(post)
    limits: dict[str, _Limit] = {}
    for person in problem.talents:
        welcome: Mapping[str, int] = (
            no_opinion
            if person.wishes == "any"
            else {post: number for number, group in enumerate(person.wishes) for post in group}
        )
        mine = has[person.id]
        chosen = [post for post in mine if post not in locked_posts]
        # A post that the talent refuses (an unlawful result) is worse than any other.
        worst = max((welcome.get(post, len(no_opinion)) for post in chosen), default=-1)
        lawful = len(mine) <= person.capacity and all(post in welcome for post in chosen)
        limits[person.id] = _Limit(welcome, len(mine) < person.capacity, worst, lawful)
    return limits
