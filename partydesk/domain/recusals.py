"""回避: persons who should not be sent to a certain enterprise, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from partydesk.domain.fields import Kind, describe


class Tie(StrEnum):
    """What ties a person to an enterprise."""

    RELATIVE = "亲属"
    SUPERVISION = "主管或监管该企业"
    BUSINESS = "经济往来"
    OTHER = "其他"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recusal:
    """One tie that the office knows of; only that it exists, no particulars of the family.

    Attributes:
        id: 记录号.
        talent_id: The person.
        enterprise_id: The unit.
        tie: What ties them.
        note: A remark.
    """

    id: int | None = None
    talent_id: int
    enterprise_id: int
    tie: Tie = describe("关系", Kind.CHOICE, choices=Tie, required=True)
    note: str | None = describe("备注", Kind.TEXT)
