"""Least change: as much of an earlier result as the wishes permit.

An earlier pair is preferred only where wishes are equal: ties are broken in its favour instead of
by the order inside the group. So the result is still the favoured side's best for the ties as they
were broken, it is stable, and it never fills fewer posts than the plain one. Strict wishes leave
nothing to prefer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from partydesk.domain.matching.check import check
from partydesk.domain.matching.problem import Favour, Groups, Pair, Problem, Wishes
from partydesk.domain.matching.tables import Tables

_PARTS = 8
"""So many times the preference is tried with a part of the earlier pairs left out."""


def with_earlier_first(problem: Problem) -> Iterator[Problem]:
    """Move the earlier partners to the head of their groups, in the way that keeps most first.

    Where all of them together would cost a post, some of them may not: so the preference is given
    on both sides, on one side, and with a part of the earlier pairs left out.
    """
    pairs = sorted(problem.previous)
    both = _preferring(problem, pairs)
    yield both
    yield replace(both, talents=problem.talents)
    yield replace(both, posts=problem.posts)
    for part in range(min(_PARTS, len(pairs))):
        yield _preferring(problem, [pair for n, pair in enumerate(pairs) if n % _PARTS != part])


def _preferring(problem: Problem, pairs: Sequence[Pair]) -> Problem:
    """Move these partners to the head of their groups on both sides."""
    posts_of: dict[str, set[str]] = {}
    for post, talent in pairs:
        posts_of.setdefault(talent, set()).add(post)
    talents_of = {post: {talent} for post, talent in pairs}
    post_ids = tuple(post.id for post in problem.posts)
    talent_ids = tuple(talent.id for talent in problem.talents)
    return replace(
        problem,
        posts=tuple(
            replace(post, wishes=_reordered(post.wishes, talents_of.get(post.id), talent_ids))
            for post in problem.posts
        ),
        talents=tuple(
            replace(talent, wishes=_reordered(talent.wishes, posts_of.get(talent.id), post_ids))
            for talent in problem.talents
        ),
    )


def _reordered(wishes: Wishes, earlier: set[str] | None, everybody: tuple[str, ...]) -> Wishes:
    """Put the earlier ones first inside each group."""
    if not earlier:
        return wishes
    groups: Groups = (everybody,) if wishes == "any" else wishes
    return tuple(tuple(sorted(group, key=lambda key: key not in earlier)) for group in groups)


def still_stable(problem: Problem, tables: Tables) -> dict[str, str] | None:
    """Give the earlier result, without the locked pairs, if it is a stable one here too.

    Posts and talents that are gone, pairs that are no longer possible and posts that are locked
    otherwise now are left out.
    """
    earlier = {pair[0]: pair[1] for pair in problem.previous if tables.is_possible(pair)}
    return earlier if is_stable(problem, tables, earlier) else None


def is_stable(problem: Problem, tables: Tables, talent_of: Mapping[str, str]) -> bool:
    """Put a result, post → talent without the locked pairs, before the independent check."""
    verdict = check(problem, [*talent_of.items(), *tables.locked.items()])
    return verdict.lawful and not verdict.blocking_pairs


def closest(
    problem: Problem, plain: dict[str, str], others: Iterable[Mapping[str, str]]
) -> dict[str, str]:
    """Choose the result with most earlier pairs among those that fill no fewer posts."""
    full = [plain, *(dict(other) for other in others if len(other) >= len(plain))]
    earlier = frozenset(problem.previous)
    return max(full, key=lambda result: sum(pair in earlier for pair in result.items()))


def serves_as_well(
    problem: Problem, tables: Tables, result: Mapping[str, str], plain: Mapping[str, str]
) -> bool:
    """Whether the favoured side's places in a result add up to no more than in another."""
    ours, theirs = (_places(problem, tables, some) for some in (result, plain))
    return ours <= theirs


def _places(problem: Problem, tables: Tables, result: Mapping[str, str]) -> int:
    """Add up how low the favoured side's wishes stand."""
    if problem.favour is Favour.POSTS:
        return sum(tables.post_tier[post][talent] for post, talent in result.items())
    return sum(tables.talent_tier[talent][post] for post, talent in result.items())
