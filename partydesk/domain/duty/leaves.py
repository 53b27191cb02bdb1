"""请假: days on which somebody is excused from the post.

Source: a county's rule, article 10 (leave must be requested).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from partydesk.domain.fields import Kind, describe


class LeaveKind(StrEnum):
    """请假类别."""

    SICK = "病假"
    PRIVATE = "事假"
    OFFICIAL = "公务"
    OTHER = "其他"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """One leave of one posting, its first and last day included.

    Attributes:
        id: 记录号.
        placement_id: The posting.
    """

    id: int | None = None
    placement_id: int
    kind: LeaveKind = describe("请假类别", Kind.CHOICE, choices=LeaveKind, required=True)
    from_on: dt.date = describe("开始日期", Kind.DATE, required=True)
    to_on: dt.date = describe("结束日期", Kind.DATE, required=True)
    why: str | None = describe("事由", Kind.TEXT, wide=True)
    approved_by: str | None = describe("批准人", Kind.TEXT)
