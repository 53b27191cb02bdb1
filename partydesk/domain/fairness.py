"""公平性: how both sides of every pair of a run had ranked each other, and how that is told.

The counts, and what the lengths of the lists had to do with them, are those of
:func:`partydesk.domain.matching.figures`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from partydesk.domain.matching import Cause, Pair, Problem, Wishes

#: The ways to match, in the office's words.
FAVOURS = {"posts": "企业优先", "talents": "个人优先"}
GOALS = {"stable": "稳定为先", "most": "尽量配满"}
#: What a post that stayed empty owes to the lists, and what a person who was left out does.
CAUSES_OF_POST = {
    Cause.OWN_LIST: "企业多接受一人即可",
    Cause.OTHER_LISTS: "有人多选报此岗即可",
    Cause.COMPETITION: "与名单长短无关",
}
CAUSES_OF_PERSON = {
    Cause.OWN_LIST: "本人多选报一岗即可",
    Cause.OTHER_LISTS: "有企业多接受此人即可",
    Cause.COMPETITION: "与名单长短无关",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands in another's list.

    Attributes:
        number: Counted from 1, group by group; those equally welcome share a place.
        tied: Whether others stand at the same place.
    """

    number: int
    tied: bool

    @property
    def words(self) -> str:
        """As boards and sheets write it."""
        return f"{'=' if self.tied else ''}{self.number}"


@dataclass(frozen=True, slots=True)
class Ranking:
    """One pair of a run as both sides ranked it.

    Attributes:
        post: The post's id.
        talent: The person's id.
        of_talent: Place of the person in the post's list; None without an opinion.
        of_post: Place of the post in the person's list; None without an opinion.
        locked: Whether the office, or consents that were complete, had fixed the pair.
    """

    post: str
    talent: str
    of_talent: Place | None
    of_post: Place | None
    locked: bool


def rankings(problem: Problem, pairs: Iterable[Pair]) -> tuple[Ranking, ...]:
    """Tell how both sides of every pair had ranked each other.

    Args:
        problem: What was solved.
        pairs: Post and talent of every filled post.
    """
    locked = set(problem.locked)
    of_posts = {post.id: post.wishes for post in problem.posts}
    of_talents = {talent.id: talent.wishes for talent in problem.talents}
    return tuple(
        Ranking(
            post,
            talent,
            _place(of_posts.get(post, "any"), talent),
            _place(of_talents.get(talent, "any"), post),
            (post, talent) in locked,
        )
        for post, talent in pairs
    )


def first_wishes(wishes: Wishes) -> tuple[str, ...]:
    """Whom a side wanted most; several where it put them side by side, none without an opinion."""
    return () if isinstance(wishes, str) or not wishes else tuple(wishes[0])


def _place(wishes: str | Sequence[Collection[str]], other: str) -> Place | None:
    """Look somebody up in a list, counting as :func:`partydesk.domain.matching.figures` does."""
    if isinstance(wishes, str):
        return None
    for number, group in enumerate(wishes, 1):
        if other in group:
            return Place(number, len(group) > 1)
    return None
