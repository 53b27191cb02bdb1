"""Solve a problem from end to end."""

from __future__ import annotations

from time import perf_counter

from partydesk.domain.matching.bound import largest_matching
from partydesk.domain.matching.check import check
from partydesk.domain.matching.deferred import posts_propose, talents_propose
from partydesk.domain.matching.most import fill_most
from partydesk.domain.matching.problem import Favour, Goal, Problem, Result
from partydesk.domain.matching.reasons import Sentences
from partydesk.domain.matching.tables import Tables, in_file_order


def match(problem: Problem) -> dict[str, str]:
    """Find the stable result of the favoured side, and nothing else.

    Returns:
        Post → talent, locked pairs included, in no particular order.
    """
    tables = Tables(problem)
    return {**_propose(problem, tables), **tables.locked}


def solve(problem: Problem) -> Result:
    """Match posts and talents, and check the result independently.

    Locks take their seats first; the rest is deferred acceptance (goal ``stable``), improved
    within the ties until nothing more is found or the bound is reached (goal ``most``). The
    sentences are composed when the result's ``reasons`` are first read.

    ``proven`` is true in two cases. The size reaches the upper bound: then no assignment at all
    fills more. Or no wish for a possible pair is tied: then what the locks leave is a
    hospitals/residents problem with strict wishes, and there every stable result fills the same
    posts (A. E. Roth, *On the Allocation of Residents to Rural Hospitals*, Econometrica 54, 1986;
    the definition of a blocking pair leaves locked posts out on both sides). Otherwise it stays
    open.
    """
    began = perf_counter()
    tables = Tables(problem)
    talent_of = _propose(problem, tables)
    bound = _bound(len(problem.posts), tables, talent_of)
    proven = len(talent_of) == bound or tables.is_strict()
    if problem.goal is Goal.MOST and not proven:
        talent_of = fill_most(tables, talent_of, bound)
        proven = len(talent_of) == bound
    filled = {**talent_of, **tables.locked}
    pairs = in_file_order(problem, filled)
    verdict = check(problem, pairs)
    return Result(
        pairs=pairs,
        unfilled=tuple(post.id for post in problem.posts if post.id not in filled),
        blocking_pairs=verdict.blocking_pairs,
        stable=verdict.lawful and not verdict.blocking_pairs,
        upper_bound=bound + len(tables.locked),
        proven=proven,
        reasons=Sentences(problem, pairs, {}, tables),
        ms=(perf_counter() - began) * 1000,
    )


def _propose(problem: Problem, tables: Tables) -> dict[str, str]:
    """Let the favoured side propose."""
    if problem.favour is Favour.POSTS:
        return posts_propose(tables)
    return talents_propose(tables)


def _bound(posts: int, tables: Tables, talent_of: dict[str, str]) -> int:
    """Find how many unlocked posts any assignment could fill."""
    if len(talent_of) + len(tables.locked) == posts:
        return len(talent_of)
    return largest_matching(tables.possible, tables.room, talent_of)
