"""双向督查: what the office finds at a visit or by telephone, and what the enterprise says.

Source: essay 5 (双向督查制度; 旗非公党工委与企业保持经常性互动联系，共同监督党建指导员工作情况).
"""

from __future__ import annotations

import datetime as dt
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
