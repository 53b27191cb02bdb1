"""双向选择: a year's round, its posts, the wishes of both sides and the office's word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from partydesk.domain.enterprises import GONE, Industry, Operation
from partydesk.domain.fields import Field, Kind, describe, fields_of


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
        supervisor: The office that supervises the unit.
        operation: Whether the unit is at work, as far as known.
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
    supervisor: str | None = None
    operation: Operation | None = None
    in_pool: bool = True
    closed_on: dt.date | None = None
    why_closed: str | None = None

    @property
    def label(self) -> str:
        """What people call the post; the second of two alike says so."""
        return f"{self.enterprise} · {role_and_seat(self.role, self.seat)}"

    @property
    def is_wanted(self) -> bool:
        """Whether somebody can still be matched to it: not closed, its unit 在库 and there."""
        return self.closed_on is None and self.in_pool and self.operation not in GONE


#: What a post says beside which unit asks and for whom.
DETAILS = tuple(
    field for field in fields_of(Post) if field.name not in ("enterprise", "credit_code", "role")
)
#: How many alike a unit asks for; each is a post of its own, so no post keeps it.
PERSONS = Field(
    "人数",
    Kind.INTEGER,
    name="persons",
    unit="人",
    hint="空着按 1 人；几人各占一席",
)
#: What a number must lie between to be no slip of the pen: field name → lowest, highest.
_BELIEVABLE = {
    "seat": (1, 99),
    "attendance_days": (0, 31),
    "term_months": (1, 120),
    "persons": (1, 20),
}


def faults_of_post(values: Mapping[str, object]) -> dict[str, str]:
    """Name the numbers that no post can have; those left empty are none.

    Returns:
        Field name → a Chinese sentence; empty when there is none.
    """
    found = {}
    for field in (*DETAILS, PERSONS):
        lowest, highest = _BELIEVABLE.get(field.name, (0, 0))
        value = values.get(field.name)
        if isinstance(value, int) and field.name in _BELIEVABLE and not lowest <= value <= highest:
            found[field.name] = f"{field.label}应在 {lowest} 至 {highest} {field.unit}之间"
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """That a post is given up: it stays with its wishes, and takes no part in matching."""

    closed_on: dt.date = describe("关闭日期", Kind.DATE, required=True)
    why_closed: str = describe(
        "关闭原因", Kind.TEXT, required=True, wide=True, hint="如企业不再需要、单位停产"
    )


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
    seat: int | None = describe(
        "席位",
        Kind.INTEGER,
        synonyms=("席位号", "第几席"),
        hint="同一岗位有几席、意愿不同时填；空着对各席都算",
    )
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


def post_key(post_id: int) -> str:
    """The post's id in the matcher's problem."""
    return f"P{post_id}"


def talent_key(talent_id: int) -> str:
    """The person's id in the matcher's problem."""
    return f"T{talent_id}"


def record_id(key: str) -> int:
    """The 记录号 behind a key of the problem."""
    return int(key[1:])
