"""From a decoded JSON value to a checked problem.

Nothing is guessed and nothing is mended: whatever contradicts the contract is listed, all of it at
once, so that one look at the list is enough to put the file right.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from partydesk.domain.errors import PartydeskError
from partydesk.domain.matching.problem import (
    Favour,
    Goal,
    Groups,
    Pair,
    Post,
    Problem,
    Talent,
    Wishes,
)

_UNKNOWN_CAPACITY = sys.maxsize
"""Stands for a faulty capacity, so that its locks are not called too many on top of it."""


@dataclass(frozen=True, slots=True)
class ProblemNote:
    """One fault of a problem.

    Attributes:
        code: A stable English word: ``not_a_problem``, ``missing``, ``wrong_type``,
            ``unknown_id``, ``doubled_id``, ``id_on_both_sides``, ``doubled_wish``, ``capacity``,
            ``locked_twice``, ``locked_forbidden``, ``locked_over_capacity``, ``locked_linked``,
            ``linked_twice``, ``previous_twice``, ``favour``, ``goal``.
        message: A Chinese sentence: what, where, how to mend it.
    """

    code: str
    message: str


class ProblemInvalid(PartydeskError):
    """A problem that contradicts the contract; nothing was solved.

    Attributes:
        problems: Every fault that was found.
    """

    def __init__(self, problems: tuple[ProblemNote, ...]) -> None:
        """Use the first faults as the message."""
        super().__init__("；".join(note.message for note in problems[:3]))
        self.problems = problems

    def as_json(self) -> dict[str, object]:
        """Give the object that stands in the place of a result."""
        return {
            "problems": [{"code": note.code, "message": note.message} for note in self.problems]
        }


def parse_problem(data: object) -> Problem:
    """Check a decoded JSON value and turn it into a problem; unknown keys are ignored.

    Beside what every problem has, two keys may be there: ``links``, lists of post ids that must go
    to different people, and ``previous``, the pairs of an earlier result to be kept where wishes
    are equal.

    Args:
        data: What ``json.loads`` gave.

    Raises:
        ProblemInvalid: With every fault, if there is one.
    """
    return _Parser().problem(data)


def _kind(value: object) -> str:
    """Name the JSON type of a value in Chinese."""
    if value is None:
        return "空值"
    if isinstance(value, bool):
        return "真假值"
    if isinstance(value, int | float):
        return "数字"
    if isinstance(value, str):
        return "文字"
    return "列表" if isinstance(value, list) else "对象"


class _Parser:
    """Collects the faults of one problem while reading it."""

    def __init__(self) -> None:
        self.notes: list[ProblemNote] = []

    def note(self, code: str, message: str) -> None:
        self.notes.append(ProblemNote(code, message))

    def problem(self, data: object) -> Problem:
        """Read everything, then refuse if anything was wrong."""
        if not isinstance(data, dict) or not ("posts" in data or "talents" in data):
            what = "对象里没有 posts 和 talents" if isinstance(data, dict) else _kind(data)
            message = f"这不是一道配对题（{what}）：应是含有 posts 和 talents 的 JSON 对象。"
            raise ProblemInvalid((ProblemNote("not_a_problem", message),))
        raw_posts = self.items(data, "posts", "岗位")
        raw_talents = self.items(data, "talents", "人才")
        post_ids, talent_ids = frozenset(raw_posts), frozenset(raw_talents)
        for both in (key for key in raw_posts if key in talent_ids):
            self.note(
                "id_on_both_sides", f"编号“{both}”既是岗位又是人才，请改其中一个，两边不得相同。"
            )
        posts = tuple(
            Post(key, self.wishes(raw, f"岗位“{key}”", talent_ids, "人才"))
            for key, raw in raw_posts.items()
        )
        talents = tuple(
            Talent(
                key,
                self.capacity(raw, f"人才“{key}”"),
                self.wishes(raw, f"人才“{key}”", post_ids, "岗位"),
            )
            for key, raw in raw_talents.items()
        )
        known = post_ids, talent_ids
        locked = tuple(self.pairs(data, "locked", "锁定", known))
        forbidden = frozenset(self.pairs(data, "forbidden", "禁止", known))
        links = tuple(self.links(data, post_ids))
        previous = tuple(self.pairs(data, "previous", "上次结果", None))
        self.check_locks(locked, forbidden, {talent.id: talent.capacity for talent in talents})
        self.check_links(locked, links)
        for post, count in Counter(post for post, _ in previous).items():
            if count > 1:
                self.note("previous_twice", f"previous 里岗位“{post}”出现 {count} 次，请只留一处。")
        favour = self.choice(data, "favour", tuple(Favour), Favour.POSTS)
        goal = self.choice(data, "goal", tuple(Goal), Goal.STABLE)
        if self.notes:
            raise ProblemInvalid(tuple(self.notes))
        return Problem(
            posts, talents, locked, forbidden, Favour(favour), Goal(goal), links, previous
        )

    def items(self, data: dict[str, object], key: str, side: str) -> dict[str, dict[str, object]]:
        """Read one side as id → raw item; of doubled ids the first stays."""
        if key not in data:
            self.note("missing", f"缺少 {key}（{side}），没有{side}时请写空列表 []。")
            return {}
        raw = data[key]
        if not isinstance(raw, list):
            self.note("wrong_type", f"{key} 应是列表，现在是{_kind(raw)}。")
            return {}
        found: dict[str, dict[str, object]] = {}
        for place, item in enumerate(raw, start=1):
            where = f"{key} 的第 {place} 项"
            if not isinstance(item, dict):
                self.note("wrong_type", f"{where}应是对象，现在是{_kind(item)}。")
            elif not isinstance(item.get("id"), str) or not item["id"]:
                code = "wrong_type" if "id" in item else "missing"
                self.note(code, f"{where}没有可用的 id：请写一个不空的文字编号。")
            elif item["id"] in found:
                self.note("doubled_id", f"{side}编号“{item['id']}”重复，请给{where}另一个编号。")
            else:
                found[item["id"]] = item
        return found

    def capacity(self, raw: dict[str, object], who: str) -> int:
        """Read how many posts a talent can take."""
        if "capacity" not in raw:
            self.note("missing", f"{who}缺少 capacity，请写可承担的岗位数（0 或正整数）。")
            return _UNKNOWN_CAPACITY
        value = raw["capacity"]
        # A boolean is an int to Python, but never a number of posts.
        if isinstance(value, bool) or not isinstance(value, int):
            shown = value if isinstance(value, float) else _kind(value)
            self.note("capacity", f"{who}的 capacity 应是整数，现在是 {shown}。")
            return _UNKNOWN_CAPACITY
        if value < 0:
            self.note("capacity", f"{who}的 capacity 是 {value}，不得小于 0。")
            return _UNKNOWN_CAPACITY
        return value

    def wishes(self, raw: dict[str, object], who: str, known: frozenset[str], side: str) -> Wishes:
        """Read one list of wishes."""
        if "wishes" not in raw:
            self.note("missing", f"{who}缺少 wishes：没有意见请写 any，谁都不接受请写空列表 []。")
            return ()
        value = raw["wishes"]
        if value == "any":
            return "any"
        if not isinstance(value, list):
            self.note("wrong_type", f"{who}的 wishes 应是分组列表或 any，现在是{_kind(value)}。")
            return ()
        for group in value:
            if not isinstance(group, list):
                self.note(
                    "wrong_type", f"{who}的 wishes 里每一组都应是列表，其中有一组是{_kind(group)}。"
                )
                return ()
        return self.groups(value, who, known, side)

    def groups(
        self, value: list[list[object]], who: str, known: frozenset[str], side: str
    ) -> Groups:
        """Check the ids inside the groups; groups left without ids say nothing and go."""
        seen: set[str] = set()
        groups: list[tuple[str, ...]] = []
        for raw in value:
            group: list[str] = []
            for key in raw:
                if not isinstance(key, str):
                    self.note("wrong_type", f"{who}的 wishes 里应是文字编号，却有{_kind(key)}。")
                elif key not in known:
                    self.note(
                        "unknown_id",
                        f"{who}的 wishes 提到“{key}”，{side}里没有，请改正或先补上。",
                    )
                elif key in seen:
                    self.note("doubled_wish", f"{who}的 wishes 里“{key}”出现多次，请只留一处。")
                else:
                    seen.add(key)
                    group.append(key)
            if group:
                groups.append(tuple(group))
        return tuple(groups)

    def pairs(
        self,
        data: dict[str, object],
        key: str,
        label: str,
        known: tuple[frozenset[str], frozenset[str]] | None,
    ) -> Iterator[Pair]:
        """Read pairs, post first; of an earlier result (known: None) any id is good."""
        raw = data.get(key, [])
        if not isinstance(raw, list):
            self.note("wrong_type", f"{key} 应是列表，现在是{_kind(raw)}。")
            return
        for place, pair in enumerate(raw, start=1):
            where = f"{key} 的第 {place} 对（{label}）"
            match pair:
                case [str(post), str(talent)]:
                    pass
                case _:
                    self.note("wrong_type", f"{where}应是 [岗位编号, 人才编号]。")
                    continue
            if known is None:
                yield post, talent
                continue
            post_ids, talent_ids = known
            if post not in post_ids:
                self.note("unknown_id", f"{where}里的“{post}”不是岗位编号，请改正。")
            if talent not in talent_ids:
                self.note("unknown_id", f"{where}里的“{talent}”不是人才编号，请改正。")
            if post in post_ids and talent in talent_ids:
                yield post, talent

    def links(self, data: dict[str, object], known: frozenset[str]) -> Iterator[tuple[str, ...]]:
        """Read the groups of posts that must go to different people."""
        raw = data.get("links", [])
        if not isinstance(raw, list):
            self.note("wrong_type", f"links 应是列表，现在是{_kind(raw)}。")
            return
        seen: set[str] = set()
        for place, group in enumerate(raw, start=1):
            where = f"links 的第 {place} 组"
            if not isinstance(group, list) or not all(isinstance(key, str) for key in group):
                self.note("wrong_type", f"{where}应是岗位编号的列表。")
                continue
            for key in group:
                if key not in known:
                    self.note("unknown_id", f"{where}里的“{key}”不是岗位编号，请改正。")
                elif key in seen:
                    self.note("linked_twice", f"岗位“{key}”在 links 里出现多次，请只留一处。")
                seen.add(key)
            yield tuple(group)

    def check_links(self, locked: tuple[Pair, ...], links: tuple[tuple[str, ...], ...]) -> None:
        """Refuse two linked posts that are locked to one person."""
        person = dict(locked)
        for group in links:
            taken: dict[str, str] = {}
            for post in group:
                talent = person.get(post)
                if talent is None:
                    continue
                if taken.setdefault(talent, post) != post:
                    self.note(
                        "locked_linked",
                        f"岗位“{taken[talent]}”与“{post}”须派不同的人，却都锁定给“{talent}”，"
                        "请取消其中一项。",
                    )

    def check_locks(
        self, locked: tuple[Pair, ...], forbidden: frozenset[Pair], seats: dict[str, int]
    ) -> None:
        """Refuse locks that contradict each other, a ban or a capacity."""
        taken: dict[str, str] = {}
        used: dict[str, int] = {}
        for post, talent in locked:
            if post in taken:
                self.note(
                    "locked_twice",
                    f"岗位“{post}”锁定了两次（{taken[post]}、{talent}），请只留一个。",
                )
                continue
            taken[post] = talent
            used[talent] = used.get(talent, 0) + 1
            if (post, talent) in forbidden:
                self.note(
                    "locked_forbidden",
                    f"岗位“{post}”与人才“{talent}”既锁定又禁止，请取消其中一项。",
                )
        for talent, count in used.items():
            if count > seats[talent]:
                self.note(
                    "locked_over_capacity",
                    f"人才“{talent}”锁定了 {count} 个岗位，超过可承担的 {seats[talent]} 个，"
                    "请减少锁定或提高 capacity。",
                )

    def choice(
        self, data: dict[str, object], key: str, allowed: tuple[str, ...], default: str
    ) -> str:
        """Read one of a few words."""
        value = data.get(key, default)
        if isinstance(value, str) and value in allowed:
            return value
        shown = f"“{value}”" if isinstance(value, str) else _kind(value)
        self.note(key, f"{key} 只能是 {' 或 '.join(allowed)}，现在是{shown}。")
        return default
