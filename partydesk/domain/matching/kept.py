"""Least change: as much of an earlier result as the wishes permit.

An earlier pair is preferred only inside ties, so neither stability nor the favoured side nor the
number of filled posts ever pays for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from partydesk.domain.matching.check import check
from partydesk.domain.matching.problem import Favour, Groups, Problem, Wishes
from partydesk.domain.matching.tables import Tables


def with_earlier_first(problem: Problem) -> Problem:
    """Move the earlier partners to the head of their groups, on both sides."""
    posts_of: dict[str, set[str]] = {}
    for post, talent in problem.previous:
        posts_of.setdefault(talent, set()).add(post)
    talents_of = {post: {talent} for post, talent in problem.previous}
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
    problem: Problem, tables: Tables, first: dict[str, str], others: Iterable[Mapping[str, str]]
) -> dict[str, str]:
    """Choose the result that keeps most earlier pairs among those as good as the first.

    As good: it fills more posts; or as many, and the favoured side's places add up to no more.
    """
    worth = _worth(problem, tables, first)
    equal = [first, *(dict(o) for o in others if _worth(problem, tables, o) >= worth)]
    earlier = frozenset(problem.previous)
    return max(equal, key=lambda result: sum(pair in earlier for pair in result.items()))


def _worth(problem: Problem, tables: Tables, result: Mapping[str, str]) -> tuple[int, int]:
    """Size first, then how high the favoured side's wishes stand."""
    if problem.favour is Favour.POSTS:
        places = sum(tables.post_tier[post][talent] for post, talent in result.items())
    else:
        places = sum(tables.talent_tier[talent][post] for post, talent in result.items())
    return len(result), -places
