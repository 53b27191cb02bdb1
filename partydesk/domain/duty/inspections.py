"""双向督查: what the office finds at a visit or by telephone, and what the enterprise says.

Source: essay 5 (双向督查制度; 旗非公党工委与企业保持经常性互动联系，共同监督党建指导员工作情况).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from partydesk.domain.fields import Kind, describe


class InspectionWay(StrEnum):
    """督查方式; the enterprise's own word is the other direction."""

    VISIT = "实地走访"
    TELEPHONE = "电话抽查"
    MEETING = "座谈了解"
    ENTERPRISE = "企业反映"


class Satisfaction(StrEnum):
    """企业评价."""

    GOOD = "满意"
    FAIR = "基本满意"
    BAD = "不满意"
    UNKNOWN = "未表态"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """One inspection of one posting.

    Attributes:
        id: 记录号.
        placement_id: The posting.
    """

    id: int | None = None
    placement_id: int
    held_on: dt.date = describe("督查日期", Kind.DATE, required=True)
    way: InspectionWay = describe("督查方式", Kind.CHOICE, choices=InspectionWay, required=True)
    by: str = describe(
        "督查人或反映人", Kind.TEXT, required=True, hint="姓名和职务，如：布和 总经理"
    )
    on_post: bool | None = describe("是否在岗", Kind.YES_NO)
    satisfaction: Satisfaction | None = describe("企业评价", Kind.CHOICE, choices=Satisfaction)
    said: str | None = describe("情况记录", Kind.LONG_TEXT, wide=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcoming:
    """One thing that an inspection found to be mended.

    Attributes:
        id: 记录号.
        inspection_id: Where it was found.
    """

    id: int | None = None
    inspection_id: int
    problem: str = describe("发现的问题", Kind.TEXT, required=True, wide=True)
    demand: str | None = describe("整改要求", Kind.TEXT, wide=True)
    due_on: dt.date = describe("整改期限", Kind.DATE, required=True)
    follow_up: str | None = describe("整改情况", Kind.LONG_TEXT, wide=True, lines=2)
    closed_on: dt.date | None = describe("销号日期", Kind.DATE)


class Mending(StrEnum):
    """整改状态: where the shortcomings of an inspection stand together."""

    NOTHING = "无问题"
    OPEN = "整改中"
    OVERDUE = "逾期"
    CLOSED = "已销号"


#: Ways in which the office itself looks; the enterprise's word is the other direction.
BY_OFFICE = frozenset(InspectionWay) - {InspectionWay.ENTERPRISE}


def mending_of(shortcomings: Iterable[Shortcoming], today: dt.date) -> Mending:
    """Say where shortcomings stand together; the worst one counts."""
    found = [mending_of_one(one, today) for one in shortcomings]
    for state in (Mending.OVERDUE, Mending.OPEN, Mending.CLOSED):
        if state in found:
            return state
    return Mending.NOTHING


def mending_of_one(shortcoming: Shortcoming, today: dt.date) -> Mending:
    """Say where one shortcoming stands; its last day is still in time."""
    if shortcoming.closed_on is not None:
        return Mending.CLOSED
    return Mending.OVERDUE if shortcoming.due_on < today else Mending.OPEN


def faults_of_shortcoming(one: Shortcoming, found_on: dt.date, today: dt.date) -> dict[str, str]:
    """Name what contradicts itself in a shortcoming: field name → sentence.

    Args:
        one: The shortcoming.
        found_on: Day of the inspection.
        today: A closure does not lie ahead.
    """
    faults = {}
    if one.due_on < found_on:
        faults["due_on"] = f"整改期限不能早于督查日期 {found_on}"
    if one.closed_on is None:
        return faults
    if one.closed_on < found_on:
        faults["closed_on"] = f"销号日期不能早于督查日期 {found_on}"
    elif one.closed_on > today:
        faults["closed_on"] = "销号日期不能晚于今天"
    if not one.follow_up:
        faults["follow_up"] = "销号前请写明整改情况"
    return faults


def half_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """Give the first and the last day of the half-year a day lies in."""
    if day.month <= 6:  # noqa: PLR2004 - a year has two halves
        return dt.date(day.year, 1, 1), dt.date(day.year, 6, 30)
    return dt.date(day.year, 7, 1), dt.date(day.year, 12, 31)


def half_in_question(year: int, today: dt.date) -> tuple[dt.date, dt.date]:
    """Give the half-year to look at: this one; of an earlier year its last, of a later its first.

    Args:
        year: The chosen year.
        today: The day.
    """
    if year == today.year:
        return half_of(today)
    return half_of(dt.date(year, 12, 31) if year < today.year else dt.date(year, 1, 1))
