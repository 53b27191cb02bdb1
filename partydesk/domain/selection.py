"""双向选择: a year's round, its posts, the wishes of both sides, and how they become a problem."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from partydesk.domain.enterprises import Industry
from partydesk.domain.fields import Kind, describe, fields_of


class Role(StrEnum):
    """岗位: what the person is sent as."""

    SECRETARY = "党组织书记"
    DEPUTY = "党组织副书记"
    INSTRUCTOR = "党建指导员"


def role_and_seat(role: Role, seat: int) -> str:
    """Name a role; the second of two seats alike says so."""
    return role.value if seat == 1 else f"{role.value}（第 {seat} 席）"


class Requirement(StrEnum):
    """必备条件: what an enterprise insists on; everything else that it wants is only welcome."""

    SPECIALTY = "专长"
    LANGUAGE = "语言"
    FULL_TIME = "专职"
    MEMBER = "正式党员"
    TOWNSHIP = "愿去所在苏木乡镇"


class Side(StrEnum):
    """一方: whose wish it is."""

    ENTERPRISE = "企业"
    PERSON = "个人"


class Attitude(StrEnum):
    """意愿: three different inputs; silence is a fourth."""

    WILLING = "愿意"
    INDIFFERENT = "无所谓"
    REFUSED = "不愿意"


class Ruling(StrEnum):
    """What the office decided about a pair before matching."""

    LOCKED = "锁定"
    FORBIDDEN = "不配"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One year's round.

    Attributes:
        published_on: Day on which the posts and the people were made public (公布).
        wishes_due: Last day for the wishes of both sides.
    """

    id: int | None = None
    year: int
    title: str
    published_on: dt.date | None = describe(
        "公布日期", Kind.DATE, hint="岗位需求清单和人才手册公布的那一天"
    )
    wishes_due: dt.date | None = describe(
        "意愿截止日", Kind.DATE, hint="双方意愿表收到这一天为止；没有定可以空着"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One seat an enterprise asks for.

    Attributes:
        id: 记录号.
        round_id: The round it belongs to.
        enterprise_id: The unit that asks.
        enterprise: Its name.
        township: Where it lies.
        industry: The unit's trade, where it is known.
        in_pool: Whether the unit is 在库.
        closed_on: Day on which the post was given up; None while it is wanted.
        why_closed: Why it was given up.
    """

    id: int | None = None
    round_id: int = 0
    enterprise_id: int = 0
    enterprise: str = describe(
        "单位名称",
        Kind.TEXT,
        required=True,
        searched=True,
        synonyms=("企业名称", "名称", "用人单位"),
    )
    credit_code: str | None = describe(
        "统一社会信用代码",
        Kind.CREDIT_CODE,
        synonyms=("信用代码", "社会信用代码"),
    )
    role: Role = describe(
        "岗位",
        Kind.CHOICE,
        choices=Role,
        required=True,
        synonyms=("岗位名称", "职务", "需求岗位"),
    )
    specialties: tuple[str, ...] = describe(
        "所需专长",
        Kind.MULTI,
        dictionary="specialty",
        synonyms=("专长要求", "需要专长"),
        wide=True,
    )
    seat: int = describe(
        "席位",
        Kind.INTEGER,
        default=1,
        synonyms=("席位号", "第几席"),
        hint="同一单位同一岗位要几个人时，依次填 1、2、3",
    )
    languages: tuple[str, ...] = describe(
        "所需语言",
        Kind.MULTI,
        dictionary="language",
        synonyms=("语言要求", "需要语言"),
    )
    musts: tuple[str, ...] = describe(
        "必备条件",
        Kind.MULTI,
        dictionary="requirement",
        open_dictionary=False,
        synonyms=("硬性条件", "必须具备"),
        wide=True,
        hint="不具备的人不配到这个岗位；没有列入的只作参考",
    )
    attendance_days: int | None = describe(
        "每月到岗",
        Kind.INTEGER,
        unit="天",
        synonyms=("每月到岗天数", "到岗天数", "每月到企天数"),
        hint="空着按年度政策",
    )
    term_months: int | None = describe(
        "任期",
        Kind.INTEGER,
        unit="个月",
        synonyms=("任期月数",),
        hint="空着按年度政策",
    )
    room: str | None = describe(
        "办公场所",
        Kind.TEXT,
        synonyms=("场所保障", "场所"),
        hint="由谁提供、在哪里",
    )
    funds: str | None = describe(
        "活动经费",
        Kind.TEXT,
        synonyms=("经费保障", "经费"),
        hint="由谁保障、多少",
    )
    pay: str | None = describe(
        "企业拟付报酬",
        Kind.TEXT,
        synonyms=("报酬", "薪酬", "待遇"),
        hint="在职和退休干部兼职不得取酬，填了会提醒",
    )
    note: str | None = describe("备注", Kind.LONG_TEXT, wide=True, synonyms=("说明", "要求"))
    township: str | None = None
    industry: Industry | None = None
    in_pool: bool = True
    closed_on: dt.date | None = None
    why_closed: str | None = None

    @property
    def label(self) -> str:
        """What people call the post; the second of two alike says so."""
        return f"{self.enterprise} · {role_and_seat(self.role, self.seat)}"

    @property
    def is_wanted(self) -> bool:
        """Whether somebody can still be matched to it: not closed, and its unit is 在库."""
        return self.closed_on is None and self.in_pool


#: What a post says beside which unit asks and for whom.
DETAILS = tuple(
    field for field in fields_of(Post) if field.name not in ("enterprise", "credit_code", "role")
)
#: What a number must lie between to be no slip of the pen: field name → lowest, highest.
_BELIEVABLE = {"seat": (1, 99), "attendance_days": (0, 31), "term_months": (1, 120)}


def faults_of_post(values: Mapping[str, object]) -> dict[str, str]:
    """Name the numbers that no post can have; those left empty are none.

    Returns:
        Field name → a Chinese sentence; empty when there is none.
    """
    found = {}
    for field in DETAILS:
        lowest, highest = _BELIEVABLE.get(field.name, (0, 0))
        value = values.get(field.name)
        if isinstance(value, int) and field.name in _BELIEVABLE and not lowest <= value <= highest:
            found[field.name] = f"{field.label}应在 {lowest} 至 {highest} {field.unit}之间"
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One side's word about the other.

    Attributes:
        id: 记录号.
        post_id: The post; None from a person about every post not named.
        talent_id: The person; None from an enterprise about everybody not named.
        suggested: Whether the program proposed it from the fit.
    """

    id: int | None = None
    post_id: int | None = None
    talent_id: int | None = None
    side: Side = describe("一方", Kind.CHOICE, choices=Side, required=True, synonyms=("意愿方",))
    enterprise: str | None = describe("单位名称", Kind.TEXT, synonyms=("企业名称",))
    role: Role | None = describe("岗位", Kind.CHOICE, choices=Role, synonyms=("岗位名称",))
    talent: str | None = describe("姓名", Kind.NAME, synonyms=("人员姓名",))
    citizen_number: str | None = describe(
        "公民身份号码",
        Kind.CITIZEN_NUMBER,
        synonyms=("身份证号", "身份证号码"),
    )
    attitude: Attitude = describe(
        "意愿", Kind.CHOICE, choices=Attitude, required=True, synonyms=("态度",)
    )
    rank: int | None = describe(
        "顺序",
        Kind.INTEGER,
        synonyms=("排序", "志愿", "第几志愿"),
        hint="1 为首选；同一顺序表示同样愿意",
    )
    suggested: bool = False


@dataclass(frozen=True, slots=True)
class Preference:
    """A wish with only what the matcher needs.

    Attributes:
        other: Id of the other side; None for everybody not named.
        attitude: Willing, indifferent or refused.
        rank: 1 is best; None where no order was given.
    """

    other: str | None
    attitude: Attitude
    rank: int | None


def wish_groups(preferences: Sequence[Preference], others: Sequence[str]) -> list[list[str]] | str:
    """Turn one side's wishes into groups, best first, as the matcher's problem wants them.

    Ranked ones come first, equal ranks together; then those welcomed without a rank; then those
    that are all the same to this side. Whoever says nothing at all, or only refuses some, takes
    everybody else; whoever welcomes somebody takes only those named, unless 无所谓 is said of
    the rest.

    Args:
        preferences: This side's wishes.
        others: Ids of the whole other side, in the order of the file.

    Returns:
        ``"any"`` where there is no opinion, else groups of ids.
    """
    if not preferences:
        return "any"
    refused = {p.other for p in preferences if p.attitude is Attitude.REFUSED}
    ranked: dict[float, list[str]] = defaultdict(list)
    for wish in preferences:
        if wish.other is not None and wish.attitude is not Attitude.REFUSED:
            ranked[_place(wish)].append(wish.other)
    welcoming = any(p.attitude is Attitude.WILLING for p in preferences)
    rest_is_welcome = any(
        p.other is None and p.attitude is not Attitude.REFUSED for p in preferences
    )
    if rest_is_welcome or (not welcoming and None not in refused and not ranked):
        named = {other for group in ranked.values() for other in group} | refused
        ranked[_LAST].extend(other for other in others if other not in named)
    known = set(others)
    groups = [[other for other in ranked[place] if other in known] for place in sorted(ranked)]
    groups = [group for group in groups if group]
    if not welcoming and len(groups) == 1 and len(groups[0]) == len(others):
        return "any"
    return groups


def has_order(preferences: Sequence[Preference]) -> bool:
    """Whether a side put anybody before another by a number."""
    return any(wish.rank is not None for wish in preferences)


_UNRANKED, _ALL_THE_SAME, _LAST = float(10**9), float(10**9 + 1), float(10**9 + 1)


def _place(wish: Preference) -> float:
    """Where a wish stands among the groups."""
    if wish.attitude is Attitude.INDIFFERENT:
        return _ALL_THE_SAME
    return float(wish.rank) if wish.rank is not None else _UNRANKED


def post_key(post_id: int) -> str:
    """The post's id in the matcher's problem."""
    return f"P{post_id}"


def talent_key(talent_id: int) -> str:
    """The person's id in the matcher's problem."""
    return f"T{talent_id}"


def record_id(key: str) -> int:
    """The 记录号 behind a key of the problem."""
    return int(key[1:])


def problem_of(
    posts: Iterable[tuple[int, Sequence[Preference]]],
    talents: Iterable[tuple[int, int, Sequence[Preference]]],
    rulings: Mapping[tuple[int, int], Ruling],
) -> dict[str, Any]:
    """Write the matcher's problem from a round.

    Args:
        posts: 记录号 of the post and the enterprise's wishes.
        talents: 记录号 of the person, free seats, and the person's wishes.
        rulings: (post, talent) → what the office decided.

    Returns:
        The problem as the command-line contract describes it, without the office's choices.
    """
    posts, talents = list(posts), list(talents)
    post_keys = [post_key(post) for post, _ in posts]
    talent_keys = [talent_key(talent) for talent, _, _ in talents]
    return {
        "posts": [
            {"id": post_key(post), "wishes": wish_groups(wishes, talent_keys)}
            for post, wishes in posts
        ],
        "talents": [
            {"id": talent_key(talent), "capacity": seats, "wishes": wish_groups(wishes, post_keys)}
            for talent, seats, wishes in talents
        ],
        "locked": _pairs(rulings, Ruling.LOCKED),
        "forbidden": _pairs(rulings, Ruling.FORBIDDEN),
    }


def _pairs(rulings: Mapping[tuple[int, int], Ruling], wanted: Ruling) -> list[list[str]]:
    """The pairs under one ruling, as keys."""
    return [
        [post_key(post), talent_key(talent)]
        for (post, talent), ruling in sorted(rulings.items())
        if ruling is wanted
    ]
