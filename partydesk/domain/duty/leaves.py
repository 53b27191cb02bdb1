"""请假: days on which somebody is excused from the post.

Source: a county's rule, article 10 (leave must be requested).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
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


def faults_of_leave(
    from_on: dt.date,
    to_on: dt.date,
    posting: tuple[dt.date, dt.date | None],
    others: Iterable[Leave],
) -> dict[str, str]:
    """Name what cannot be right about a leave.

    Args:
        from_on: Its first day.
        to_on: Its last day.
        posting: First and last day of the posting.
        others: Its other leaves.

    Returns:
        Field name → a Chinese sentence; empty when there is nothing.
    """  # fmt: skip
    if to_on < from_on:
        return {"to_on": "结束日期早于开始日期"}
    begun, ended = posting
    found = {}
    if from_on < begun:
        found["from_on"] = f"开始日期早于到岗（{begun}）"
    if ended is not None and to_on > ended:
        found["to_on"] = f"结束日期晚于离岗（{ended}）"
    for each in others:
        if each.from_on <= to_on and from_on <= each.to_on:
            found.setdefault("from_on", f"与已登记的{leave_words(each)}重叠")
    return found


def leave_words(leave: Leave) -> str:
    """Write a leave in words, such as 病假 2026-03-02 至 2026-03-28."""
    return f"{leave.kind.value} {leave.from_on} 至 {leave.to_on}"
