"""Solve a problem from end to end."""

from __future__ import annotations

from time import perf_counter

from partydesk.domain.matching.bound import largest_matching
from partydesk.domain.matching.check import check
from partydesk.domain.matching.deferred import posts_propose, talents_propose
from partydesk.domain.matching.exact import closer, larger
from partydesk.domain.matching.kept import (
    closest,
    is_stable,
    serves_as_well,
    still_stable,
    with_earlier_first,
)
from partydesk.domain.matching.most import fill_most
from partydesk.domain.matching.problem import Favour, Goal, Problem, Result, compare
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
    within the ties until nothing more is found or the bound is reached (goal ``most``). Where the
    problem names an earlier result, ties are broken in its favour. The sentences are composed
    when the result's ``reasons`` are first read.

    ``proven`` is true in three cases. The size reaches the upper bound: then no assignment at all
    fills more. Or no wish for a possible pair is tied: then what the locks leave is a
    hospitals/residents problem with strict wishes, and there every stable result fills the same
    posts (A. E. Roth, *On the Allocation of Residents to Rural Hospitals*, Econometrica 54, 1986;
    with links: J. W. Hatfield and P. R. Milgrom, *Matching with Contracts*, American Economic
    Review 95, 2005, because a greedy choice over a laminar matroid obeys their law of aggregate
    demand; the definition of a blocking pair leaves locked posts out on both sides). Or, for the
    goal ``most``, the exact search has shown it (:mod:`exact`). Otherwise it stays open.
    """
    began = perf_counter()
    tables = Tables(problem)
    talent_of = _stable(problem, tables)
    bound = _bound(len(problem.posts), tables, talent_of)
    proven = len(talent_of) == bound or tables.is_strict()
    if problem.goal is Goal.MOST and not tables.is_strict():
        talent_of, proven = _most(problem, tables, talent_of, bound)
    filled = {**talent_of, **tables.locked}
    pairs = in_file_order(problem, filled)
    verdict = check(problem, pairs)
    stable = verdict.lawful and not verdict.blocking_pairs
    return Result(
        pairs=pairs,
        unfilled=tuple(post.id for post in problem.posts if post.id not in filled),
        blocking_pairs=verdict.blocking_pairs,
        stable=stable,
        upper_bound=bound + len(tables.locked),
        proven=proven and stable,
        reasons=Sentences(problem, pairs, {}, tables),
        ms=(perf_counter() - began) * 1000,
        changes=compare(problem.previous, pairs) if problem.previous else None,
    )


def _stable(problem: Problem, tables: Tables) -> dict[str, str]:
    """Find the stable result of the favoured side that keeps most of an earlier one."""
    plain = _propose(problem, tables)
    if not problem.previous or tables.is_strict():
        return plain
    others: list[dict[str, str]] = []
    for again in with_earlier_first(problem):
        others.append(_propose(again, Tables(again)))
        if len(others[0]) >= len(plain):
            break
    as_it_was = still_stable(problem, tables)
    # Nobody proposed in this one, so it must show that the favoured side fares no worse.
    if as_it_was is not None and serves_as_well(problem, tables, as_it_was, plain):
        others.append(as_it_was)
    return closest(problem, plain, others)


def _most(
    problem: Problem, tables: Tables, start: dict[str, str], bound: int
) -> tuple[dict[str, str], bool]:
    """Fill more posts than a stable result does, and tell whether no more is proven."""
    best = start
    if len(best) < bound or problem.previous:
        best = fill_most(tables, start, bound, problem.previous)
    proven = len(best) == bound
    if not proven:
        answer = larger(tables, best, bound)
        proven = answer.final
        if answer.talent_of is not None:
            proven = proven and is_stable(problem, tables, answer.talent_of)
            best = answer.talent_of if proven else best
    if any(tables.is_possible(pair) and pair not in best.items() for pair in problem.previous):
        nearer = closer(tables, best, problem.previous).talent_of
        if nearer is not None and is_stable(problem, tables, nearer):
            best = nearer
    return best, proven


def _propose(problem: Problem, tables: Tables) -> dict[str, str]:
    """Let the favoured side propose."""
    if problem.favour is Favour.POSTS:
        return posts_propose(tables)
    return talents_propose(tables)


def _bound(posts: int, tables: Tables, talent_of: dict[str, str]) -> int:
    """Find how many unlocked posts any assignment could fill."""
    if len(talent_of) + len(tables.locked) == posts:
        return len(talent_of)
    return largest_matching(tables.possible, tables.room, talent_of, tables.link)
