"""What would have to change for somebody who was left out, tried and not guessed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from partydesk.domain.matching.check import check
from partydesk.domain.matching.problem import Goal, Pair, Post, Problem, Result, Talent, Wishes
from partydesk.domain.matching.run import match
from partydesk.domain.matching.tables import Tables

_TRIED = 12
"""So many changes are tried for one post or talent; the likeliest come first."""


class Change(StrEnum):
    """A single change of a problem."""

    TALENT_ACCEPTS = "talent_accepts"
    POST_ACCEPTS = "post_accepts"
    ONE_MORE_SEAT = "one_more_seat"
    BAN_LIFTED = "ban_lifted"
    LOCK_LIFTED = "lock_lifted"


_CONDITIONS = {
    Change.TALENT_ACCEPTS: "如果{talent}也选报{post}",
    Change.POST_ACCEPTS: "如果{post}也愿意接收{talent}",
    Change.ONE_MORE_SEAT: "如果{talent}多承担一个岗位",
    Change.BAN_LIFTED: "如果办公室不再禁止{post}与{talent}相配",
    Change.LOCK_LIFTED: "如果办公室取消{post}与{talent}的锁定",
}


_CONDITION_WAIVED = "如果{post}不再要求{talent}所缺的必备条件"


@dataclass(frozen=True, slots=True)
class Remedy:
    """One change that would seat somebody who was left out.

    Attributes:
        change: What would have to change; a new acceptance stands last among the wishes.
        post: The post it concerns; of more seats, the post that the seat would go to.
        talent: The talent it concerns.
        pair: The pair that the one left out would then be in.
        sentence: The same in Chinese, ready to be read out.
    """

    change: Change
    post: str
    talent: str
    pair: Pair
    sentence: str


def what_would_help(
    problem: Problem,
    result: Result,
    subject: str,
    names: Mapping[str, str] | None = None,
    *,
    conditions: Collection[Pair] = (),
    most: int = 3,
) -> tuple[Remedy, ...]:
    """Look for single changes that would fill an empty post or give a talent a (further) post.

    Each of them has been tried: for the goal ``stable`` the matcher was run on the changed problem
    and seated the subject; for the goal ``most`` the result with the new pair added was put before
    the independent check, so everybody else keeps what they have. The likeliest changes come
    first, and only so many are tried, which bounds the work; an empty answer means that none of
    those would do.

    Args:
        problem: The problem.
        result: Its result.
        subject: Id of a post or a talent.
        names: Id → the name to say; ids without one are said as they are.
        conditions: Forbidden pairs that a condition of the post rules out, not the office.
        most: So many remedies are enough.

    Returns:
        Remedies, likeliest first; none for whoever has all that was asked for.
    """
    search = _Search(problem, result, subject, names or {}, conditions)
    return tuple(islice(search.remedies(), most))


def changed(problem: Problem, change: Change, post: str, talent: str) -> Problem:
    """Carry out one change."""

    def with_post(edit: Callable[[Post], Post]) -> Problem:
        posts = tuple(edit(p) if p.id == post else p for p in problem.posts)
        return replace(problem, posts=posts)

    def with_talent(edit: Callable[[Talent], Talent]) -> Problem:
        talents = tuple(edit(t) if t.id == talent else t for t in problem.talents)
        return replace(problem, talents=talents)

    match change:
        case Change.TALENT_ACCEPTS:
            return with_talent(lambda t: replace(t, wishes=_and_last(t.wishes, post)))
        case Change.POST_ACCEPTS:
            return with_post(lambda p: replace(p, wishes=_and_last(p.wishes, talent)))
        case Change.ONE_MORE_SEAT:
            return with_talent(lambda t: replace(t, capacity=t.capacity + 1))
        case Change.BAN_LIFTED:
            return replace(problem, forbidden=problem.forbidden - {(post, talent)})
        case Change.LOCK_LIFTED:
            locked = tuple(pair for pair in problem.locked if pair != (post, talent))
            return replace(problem, locked=locked)


def _and_last(wishes: Wishes, key: str) -> Wishes:
    """Accept one more, after all others."""
    return wishes if wishes == "any" else (*wishes, (key,))


class _Search:
    """The search for one subject."""

    def __init__(
        self,
        problem: Problem,
        result: Result,
        subject: str,
        names: Mapping[str, str],
        conditions: Collection[Pair],
    ) -> None:
        self.problem, self.subject, self.names = problem, subject, names
        self.conditions = conditions
        self.tables = Tables(problem)
        self.talents = {talent.id: talent for talent in problem.talents}
        self.is_talent = subject in self.talents
        self.pairs = result.pairs
        self.talent_of = dict(result.pairs)
        self.posts_of: dict[str, list[str]] = {talent: [] for talent in self.talents}
        for post, talent in result.pairs:
            self.posts_of[talent].append(post)

    def remedies(self) -> Iterator[Remedy]:
        """Try the candidates in turn."""
        if self.is_talent:
            person = self.talents[self.subject]
            asks = person.capacity == 0 or len(self.posts_of[self.subject]) < person.capacity
            candidates = self.for_talent() if asks else iter(())
        else:
            candidates = iter(()) if self.subject in self.talent_of else self.for_post()
        for change, post, talent in islice(candidates, _TRIED):
            pair = self.outcome(change, post, talent)
            if pair is not None:
                sentence = self.sentence(change, post, talent, pair)
                yield Remedy(change, post, talent, pair, sentence)

    # --- candidates ----------------------------------------------------------------------------

    def for_post(self) -> Iterator[tuple[Change, str, str]]:
        """List changes for an empty post: free talents first, then full ones, then locks."""
        post = self.subject
        free = [t for t in self.talents if self.has_seat(t) and not self.linked(post, t)]
        yield from self.missing((post, talent) for talent in free)
        full = [
            t
            for t in self.talents
            if self.would_match(post, t) and not self.has_seat(t) and not self.linked(post, t)
        ]
        # A further seat goes to the post that the talent likes best: begin where this one is high.
        for talent in sorted(full, key=lambda t: self.tables.talent_tier[t][post]):
            yield Change.ONE_MORE_SEAT, post, talent
        for other, talent in self.problem.locked:
            if self.would_match(post, talent):
                yield Change.LOCK_LIFTED, other, talent

    def for_talent(self) -> Iterator[tuple[Change, str, str]]:
        """List changes for a talent with a free seat, or with none at all."""
        talent = self.subject
        empty = [p.id for p in self.problem.posts if p.id not in self.talent_of]
        if self.talents[talent].capacity == 0:
            for post in empty:
                if self.would_match(post, talent):
                    yield Change.ONE_MORE_SEAT, post, talent
            return
        yield from self.missing((p, talent) for p in empty if not self.linked(p, talent))
        for post, rival in self.problem.locked:
            if rival != talent and self.would_match(post, talent):
                yield Change.LOCK_LIFTED, post, rival

    def missing(self, pairs: Iterator[Pair]) -> Iterator[tuple[Change, str, str]]:
        """Name the one thing that is missing for these pairs, where it is one; bans come last."""
        banned: list[Pair] = []
        for post, talent in pairs:
            asked, willing = self.accepts(post, talent)
            if self.is_banned(post, talent):
                if asked and willing:
                    banned.append((post, talent))
            elif asked and not willing:
                yield Change.TALENT_ACCEPTS, post, talent
            elif willing and not asked:
                yield Change.POST_ACCEPTS, post, talent
        yield from ((Change.BAN_LIFTED, post, talent) for post, talent in banned)

    def accepts(self, post: str, talent: str) -> tuple[bool, bool]:
        """Whether the post would take the talent, and the talent the post."""
        return talent in self.tables.post_tier[post], post in self.tables.talent_tier[talent]

    def would_match(self, post: str, talent: str) -> bool:
        """Whether both sides would, and the office lets them."""
        return all(self.accepts(post, talent)) and not self.is_banned(post, talent)

    def has_seat(self, talent: str) -> bool:
        """Whether a talent has a free seat."""
        return len(self.posts_of[talent]) < self.talents[talent].capacity

    def linked(self, post: str, talent: str) -> bool:
        """Whether a talent holds a post that must go to somebody else than this one."""
        group = self.tables.link.get(post)
        if group is None:
            return False
        return any(self.tables.link.get(held) == group for held in self.posts_of[talent])

    def is_banned(self, post: str, talent: str) -> bool:
        """Whether the office forbade a pair."""
        return (post, talent) in self.problem.forbidden

    # --- trial ---------------------------------------------------------------------------------

    def outcome(self, change: Change, post: str, talent: str) -> Pair | None:
        """Carry out a change; the pair that the subject is then in, None if it does not help."""
        problem = changed(self.problem, change, post, talent)
        if self.problem.goal is Goal.STABLE:
            now: Mapping[str, str] = match(problem)
        else:
            now = self.extended(problem, change, post, talent)
        if not self.is_talent:
            holder = now.get(self.subject)
            return None if holder is None else (self.subject, holder)
        mine = [p for p, t in now.items() if t == self.subject]
        if len(mine) <= len(self.posts_of[self.subject]):
            return None
        new = sorted(set(mine) - set(self.posts_of[self.subject]))
        return new[0], self.subject

    def extended(self, problem: Problem, change: Change, post: str, talent: str) -> dict[str, str]:
        """Give the result with one pair more if that is stable in the changed problem."""
        now = dict(self.talent_of)
        if change is Change.LOCK_LIFTED:
            # The seat changes hands: the post goes to the subject, or the talent to its post.
            del now[post]
        wanted = (post, self.subject) if self.is_talent else (self.subject, talent)
        now[wanted[0]] = wanted[1]
        verdict = check(problem, list(now.items()))
        return now if verdict.lawful and not verdict.blocking_pairs else self.talent_of

    def sentence(self, change: Change, post: str, talent: str, pair: Pair) -> str:
        """Say it."""
        words = _CONDITIONS[change]
        if change is Change.BAN_LIFTED and (post, talent) in self.conditions:
            words = _CONDITION_WAIVED
        condition = words.format(post=self.name(post), talent=self.name(talent))
        if self.is_talent:
            return f"{condition}，{self.name(pair[1])}即可由{self.name(pair[0])}录用。"
        return f"{condition}，{self.name(pair[0])}即可由{self.name(pair[1])}到任。"

    def name(self, key: str) -> str:
        """Give the name to say."""
        return self.names.get(key, key)
