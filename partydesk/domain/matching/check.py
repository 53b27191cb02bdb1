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
    that talent to what it has (or has nothing), and the talent would make place for it:

    - Where the talent holds another post of the same group of links, nothing but that post can
      make place: it must be unlocked, and the talent must strictly prefer the new one to it.
      A free seat does not help, because one person never holds two posts of a group.
    - Otherwise the talent has a free seat, or strictly prefers the post to one of its unlocked
      posts.

    Giving up one post for another keeps capacities and links, so a pair that blocks could always
    be carried out. In the literature this is stability under laminar upper quotas (C.-C. Huang,
    *Classified Stable Matching*, SODA 2010): each talent's choice is greedy over a laminar
    matroid, hence substitutable, so that deferred acceptance finds a stable result for strict
    wishes (T. Fleiner, *A Fixed-Point Approach to Stable Matchings*, Mathematics of Operations
    Research 28, 2003) and, ties being broken, a weakly stable one for tied wishes.

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
                if tier is None:
                    continue
                linked = limit.linked.get(post.id)
                if limit.free or tier < limit.worst if linked is None else tier < linked:
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
        linked: Post → group of the linked post that would have to go for it; -1 where it is locked.
        lawful: No more posts than the capacity, none but locked ones refused, none linked.
    """

    welcome: Mapping[str, int]
    free: bool
    worst: int
    linked: Mapping[str, int]
    lawful: bool


def _limits(
    problem: Problem, pairs: Sequence[Pair], locked_posts: Collection[str]
) -> dict[str, _Limit]:
    """Look at each talent."""
    no_opinion = {post.id: 0 for post in problem.posts}
    has: dict[str, list[str]] = {talent.id: [] for talent in problem.talents}
    for post, talent in pairs:
        has.setdefault(talent, []).append(post)
    group_of = {post: group for group in problem.links for post in group}
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
        linked = {
            other: -1 if post in locked_posts else welcome.get(post, len(no_opinion))
            for post in mine
            for other in group_of.get(post, ())
            if other != post
        }
        lawful = len(mine) <= person.capacity and all(post in welcome for post in chosen)
        lawful = lawful and linked.keys().isdisjoint(mine)
        limits[person.id] = _Limit(welcome, len(mine) < person.capacity, worst, linked, lawful)
    return limits
