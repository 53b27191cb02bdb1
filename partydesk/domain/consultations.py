"""沟通: whom the office asked about a post before the decision, and what was said.

Source: the practice of the round: the office talks with the enterprise, with the committees and
units close to it, with the leader in charge and with its supervising bureau before it decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from partydesk.domain.fields import Kind, describe


class Consulted(StrEnum):
    """沟通对象: whose word was asked."""

    ENTERPRISE = "企业"
    COMMITTEE = "所属党组织和关联单位"
    LEADER = "分管领导"
    BUREAU = "业务主管部门"
    OTHER = "其他"


class Opinion(StrEnum):
    """意见: what came of it."""

    AGREED = "同意"
    WITH_CONDITIONS = "有条件同意"
    OPPOSED = "不同意"
    NONE = "无意见"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """One dated talk about a post.

    Attributes:
        id: 记录号.
        post_id: The post.
        talent_id: The person it was about; None when it was about the post as such.
        talent: That person's name.
        paper: Title of the paper attached; None without one.
    """

    id: int | None = None
    post_id: int
    talent_id: int | None = None
    held_on: dt.date = describe("日期", Kind.DATE, required=True)
    whom: Consulted = describe("沟通对象", Kind.CHOICE, choices=Consulted, required=True)
    spoke: str = describe(
        "由谁表态",
        Kind.TEXT,
        required=True,
        wide=True,
        hint="姓名和职务，如：布和 总经理",
    )
    opinion: Opinion = describe("意见", Kind.CHOICE, choices=Opinion, required=True)
    said: str | None = describe("沟通内容", Kind.LONG_TEXT, wide=True)
    talent: str | None = None
    paper: str | None = None


def not_asked(
    talks: Iterable[Consultation], required: Sequence[str], talent_id: int | None = None
) -> tuple[Consulted, ...]:
    """List whose word is still to be asked before the decision; a reminder, never a bar.

    A talk about the post as such counts for everybody; one about a person counts for that person.

    Args:
        talks: The talks about a post.
        required: Whose word the year's policy wants asked.
        talent_id: The person thought of; None to ask about the post as such, for which every talk
            counts.
    """
    asked = {
        talk.whom for talk in talks if talent_id is None or talk.talent_id in (None, talent_id)
    }
    return tuple(whom for whom in Consulted if whom.value in required and whom not in asked)
