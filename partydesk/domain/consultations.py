"""沟通: whom the office asked about a post before the decision, and what was said.

Source: the practice of the round: the office talks with the enterprise, with the committees and
units close to it, with the leader in charge and with its supervising bureau before it decides.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


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
        held_on: The day.
        whom: Whose word was asked.
        spoke: Name and office of who spoke for them.
        opinion: What came of it.
        said: What was said.
        paper: Title of the paper attached; None without one.
    """

    id: int | None = None
    post_id: int
    talent_id: int | None = None
    held_on: dt.date
    whom: Consulted
    spoke: str
    opinion: Opinion
    said: str = ""
    paper: str | None = None
