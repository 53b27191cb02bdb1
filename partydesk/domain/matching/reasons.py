"""One Chinese sentence for each post and each talent: who took the place, and why.

The sentences are derived from the final pairs and the wishes alone, never from the course of the
algorithm, so that each of them can be checked against the paper forms. They are read aloud to
people: names are used, no sex is guessed, and a place in the wishes is told where there is one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

from partydesk.domain.matching.problem import Groups, Pair, Post, Problem, Result, Talent, Wishes
from partydesk.domain.matching.tables import Tables

_TOLD = 2
"""So many lost wishes are told one by one; the rest is counted."""

_NAMED = 3
"""So many posts are named in a row."""

_UNSTABLE = "与它双方都更愿意，却没有配成（结果不稳定，请核对）"
"""Never said of a stable result."""


def explain(
    problem: Problem,
    result: Result,
    names: Mapping[str, str] | None = None,
    conditions: Mapping[Pair, str] | None = None,
) -> dict[str, str]:
    """Say for each post and each talent what happened and why.

    Args:
        problem: The problem.
        result: Its result; only the pairs are read.
        names: Id → the name to say; ids without one are said as they are.
        conditions: Forbidden pair → the condition that forbids it, where it is not the office.

    Returns:
        Id → sentence, posts first, in the order of the file.
    """
    tables = Tables(problem)
    return dict(Sentences(problem, result.pairs, names or {}, tables, conditions or {}))


class Sentences(Mapping[str, str]):
    """Id → sentence, composed when the first one is read; see :func:`explain`."""

    def __init__(
        self,
        problem: Problem,
        pairs: Sequence[Pair],
        names: Mapping[str, str],
        tables: Tables,
        conditions: Mapping[Pair, str] | None = None,
    ) -> None:
        """Keep what the sentences are made from; the pairs must be lawful."""
        self._source = problem, pairs, names, tables, conditions or {}

    @cached_property
    def _all(self) -> dict[str, str]:
        """Compose every sentence."""
        problem, pairs, names, tables, conditions = self._source
        story = _Story(problem, pairs, names, tables, conditions)
        said = {post.id: story.of_post(post) for post in problem.posts}
        said.update((talent.id, story.of_talent(talent)) for talent in problem.talents)
        return said

    def __getitem__(self, key: str) -> str:
        return self._all[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


def is_level(wishes: Wishes) -> bool:
    """Whether somebody named several without putting any before another."""
    return len(wishes) == 1 and wishes != "any" and len(wishes[0]) > 1


class _Story:
    """The final pairs, seen from every side."""

    def __init__(
        self,
        problem: Problem,
        pairs: Sequence[Pair],
        names: Mapping[str, str],
        tables: Tables,
        conditions: Mapping[Pair, str],
    ) -> None:
        self.forbidden = problem.forbidden
        self.conditions = conditions
        self.names = names
        self.tables = tables
        self.tier = tables.talent_tier
        self.posts = {post.id: post for post in problem.posts}
        self.talents = {talent.id: talent for talent in problem.talents}
        self.talent_of = dict(pairs)
        self.posts_of: dict[str, list[str]] = {talent: [] for talent in self.talents}
        for post, talent in pairs:
            self.posts_of[talent].append(post)

    @cached_property
    def accepted(self) -> Mapping[str, Collection[str]]:
        """Post → the talents it would take; needed only where a talent has a free seat."""
        return {
            post.id: self.talents
            if post.wishes == "any"
            else frozenset(chain.from_iterable(post.wishes))
            for post in self.posts.values()
        }

    def name(self, key: str) -> str:
        """Give the name to say."""
        return self.names.get(key, key)

    def some(self, posts: Sequence[str]) -> str:
        """Name up to so many that the sentence stays readable."""
        told = "、".join(self.name(post) for post in posts[:_NAMED])
        return told if len(posts) <= _NAMED else f"{told}等 {len(posts)} 个岗位"

    # --- posts ---------------------------------------------------------------------------------

    def of_post(self, post: Post) -> str:
        """Say who took a post, or why nobody did."""
        talent = self.talent_of.get(post.id)
        if talent is None:
            return f"{self.name(post.id)}空缺：{self.why_empty(post)}。"
        me, them = self.name(post.id), self.name(talent)
        if post.id in self.tables.locked:
            return f"{me}与{them}由办公室事先锁定，照此确定，不再比较意愿。"
        view = self.view(self.talents[talent], post.id)
        if post.wishes == "any":
            return f"{me}对人选没有意见，{them}愿意到任（{view}），故配。"
        number = next(i for i, group in enumerate(post.wishes) if talent in group)
        if is_level(post.wishes):
            many = len(post.wishes[0])
            return f"{me}对填报的 {many} 人不分先后，{them}愿意到任（{view}），故配。"
        if number == 0:
            return f"{me}的首选{them}愿意到任（{view}），故配。"
        better = [key for group in post.wishes[:number] for key in group]
        lost = self.talents_lost(post.id, better)
        return f"{me}更靠前的人选中，{lost}；第 {number + 1} 位{them}愿意到任（{view}），故配。"

    def view(self, talent: Talent, post: str) -> str:
        """Say how a talent wished for a post."""
        if talent.wishes == "any":
            return "对岗位没有意见"
        if is_level(talent.wishes):
            return "对选报的岗位不分先后"
        return f"把它列在第 {self.tier[talent.id][post] + 1} 位"

    def why_empty(self, post: Post) -> str:
        """Say why nobody took a post."""
        if not post.wishes:
            return "没有填报任何愿意接收的人选"
        if post.wishes == "any":
            asked, opening = list(self.talents), "对人选没有意见，但"
        else:
            asked, opening = [key for group in post.wishes for key in group], "填报的人选中，"
        willing = [talent for talent in asked if post.id in self.tier[talent]]
        if not willing:
            return f"{opening}没有人选报本岗位"
        unwilling = len(asked) - len(willing)
        end = f"；其余 {unwilling} 人没有选报本岗位" if unwilling else ""
        return f"{opening}{self.talents_lost(post.id, willing)}{end}"

    def talents_lost(self, post: str, talents: Sequence[str]) -> str:
        """Say why a post did not get these talents."""
        told = [f"{self.name(key)}{self.why_not_talent(post, key)}" for key in talents[:_TOLD]]
        if len(talents) > _TOLD:
            told.append(f"另有 {len(talents) - _TOLD} 人也未能到任")
        return "；".join(told)

    def why_not_talent(self, post: str, talent: str) -> str:
        """Say why a post did not get a talent that it would take."""
        tier = self.tier[talent]
        barred = self.barred(post, talent)
        if barred is not None:
            return barred
        held, locked, mine = self.posts_of[talent], self.tables.locked, tier[post]
        fixed = [key for key in held if key in locked]
        chosen = [key for key in held if key not in locked]
        ahead = [key for key in chosen if tier[key] < mine]
        equal = [key for key in chosen if tier[key] == mine]
        if len(held) < self.talents[talent].capacity or len(ahead) + len(equal) < len(chosen):
            return _UNSTABLE
        parts = [f"锁定的{self.some(fixed)}"] if fixed else []
        if ahead:
            place = f"（第 {tier[ahead[0]] + 1} 位）" if len(ahead) == 1 else ""
            parts.append(f"更靠前的{self.some(ahead)}{place}")
        if equal:
            parts.append(f"与本岗位不分先后的{self.some(equal)}")
        place = f"，本岗位列第 {mine + 1} 位" if ahead else ""
        return f"已由{'和'.join(parts)}录用{place}"

    def barred(self, post: str, talent: str) -> str | None:
        """Say what keeps a talent from a post whatever its other posts are."""
        if (post, talent) in self.forbidden:
            return self.why_forbidden(post, talent, "被办公室禁止与本岗位相配")
        if self.talents[talent].capacity == 0:
            return "今年的名额为 0"
        if post not in self.tier[talent]:
            return "没有选报本岗位"
        linked = self.linked(post, talent)
        if linked is None:
            return None
        if self.prefers(talent, post, linked):
            return _UNSTABLE
        return f"已任{self.name(linked)}，同一人不兼任这两个岗位"

    def linked(self, post: str, talent: str) -> str | None:
        """Name the post of a talent that must go to somebody else than this one."""
        group = self.tables.link.get(post)
        if group is None:
            return None
        link = self.tables.link
        return next((p for p in self.posts_of[talent] if p != post and link.get(p) == group), None)

    def why_forbidden(self, post: str, talent: str, by_office: str) -> str:
        """Say which condition forbids a pair, or that the office does."""
        condition = self.conditions.get((post, talent))
        return f"因必备条件不能相配（{condition}）" if condition else by_office

    # --- talents -------------------------------------------------------------------------------

    def of_talent(self, talent: Talent) -> str:
        """Say which posts a talent got and which wishes were lost to whom."""
        me, held = self.name(talent.id), self.posts_of[talent.id]
        if talent.capacity == 0:
            return f"{me}今年的名额为 0，不参加选派。"
        left = talent.capacity - len(held)
        if not held:
            return f"{me}未选派：{self.why_free(talent)}。"
        got = "、".join(self.seat(talent, post) for post in held)
        if left:
            return f"{me}由{got}录用；还空 {left} 个名额：{self.why_free(talent)}。"
        if all(post in self.tables.locked for post in held):
            return f"{me}由{got}录用，名额已由锁定的岗位用满。"
        better = self.better(talent, held)
        # A lock stands whatever the wishes, so it is no measure of what was lost.
        beside = "除锁定外" if any(post in self.tables.locked for post in held) else ""
        if not better:
            return f"{me}由{got}录用，{beside}没有更靠前的意愿落空。"
        return f"{me}由{got}录用；{beside}更靠前的意愿中，{self.posts_lost(better, talent.id)}。"

    def seat(self, talent: Talent, post: str) -> str:
        """Name one post of a talent and how it was wished for."""
        if post in self.tables.locked:
            return f"{self.name(post)}（锁定）"
        if talent.wishes == "any" or is_level(talent.wishes):
            return self.name(post)
        return f"{self.name(post)}（第 {self.tier[talent.id][post] + 1} 位）"

    def better(self, talent: Talent, held: Sequence[str]) -> list[str]:
        """List the posts that a full talent wanted more than its least welcome unlocked one."""
        chosen = [self.tier[talent.id][post] for post in held if post not in self.tables.locked]
        if talent.wishes == "any":
            return []
        mine = set(held)
        groups = talent.wishes[: max(chosen)]
        return [post for group in groups for post in group if post not in mine]

    def why_free(self, talent: Talent) -> str:
        """Say why a talent has a free seat."""
        mine = set(self.posts_of[talent.id])
        asked = [post for post in self.tables.talent_order[talent.id] if post not in mine]
        if not talent.wishes:
            return "没有填报任何愿意去的岗位"
        if not asked:
            return "没有别的意愿" if mine else "没有岗位可选"
        opening = "对岗位没有意见，但" if talent.wishes == "any" else "选报的岗位中，"
        willing = [post for post in asked if talent.id in self.accepted[post]]
        if not willing:
            return f"{opening}没有{'别的' if mine else ''}岗位选报本人"
        unwilling = len(asked) - len(willing)
        end = f"；其余 {unwilling} 个岗位没有选报本人" if unwilling else ""
        return f"{opening}{self.posts_lost(willing, talent.id)}{end}"

    def posts_lost(self, posts: Sequence[str], talent: str) -> str:
        """Say why a talent did not get these posts."""
        told = [f"{self.name(key)}{self.why_not_post(key, talent)}" for key in posts[:_TOLD]]
        if len(posts) > _TOLD:
            told.append(f"另有 {len(posts) - _TOLD} 个岗位也未配上")
        return "；".join(told)

    def why_not_post(self, post: str, talent: str) -> str:
        """Say why a talent did not get a post that it would take."""
        if (post, talent) in self.forbidden:
            return self.why_forbidden(post, talent, "被办公室禁止与本人相配")
        rival = self.talent_of.get(post)
        if post in self.tables.locked:
            return f"由办公室锁定给{self.name(self.tables.locked[post])}"
        wishes = self.posts[post].wishes
        groups = (tuple(self.talents),) if wishes == "any" else wishes
        if talent not in chain.from_iterable(groups):
            return "没有选报本人"
        better = None if rival is None else self.served_better(groups, rival, talent)
        if better is not None:
            return better
        linked = self.linked(post, talent)
        if linked is not None and not self.prefers(talent, post, linked):
            return f"与{self.name(linked)}不由同一人兼任"
        return _UNSTABLE

    def served_better(self, groups: Groups, rival: str, talent: str) -> str | None:
        """Say that a post has somebody at least as welcome; None if it has not."""
        theirs, mine = (
            next(number for number, group in enumerate(groups, 1) if key in group)
            for key in (rival, talent)
        )
        if theirs > mine:
            return None
        if theirs == mine:
            return f"录用了与本人不分先后的{self.name(rival)}"
        return f"录用了更靠前的{self.name(rival)}（第 {theirs} 位，本人列第 {mine} 位）"

    def prefers(self, talent: str, post: str, held: str) -> bool:
        """Whether a talent would give up a held post for another."""
        tier = self.tier[talent]
        return held not in self.tables.locked and tier[post] < tier[held]
