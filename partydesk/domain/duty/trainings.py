"""培训: courses, the sessions in which they are held, and who took part with what result.

Source: essay 5 (岗前党建工作教育培训); elsewhere training is due once a year and takes at
least three days (石泉). What is required is the year's policy.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from partydesk.domain.fields import Kind, describe


class CourseKind(StrEnum):
    """培训类别."""

    BEFORE_POSTING = "岗前培训"
    YEARLY = "年度培训"
    SPECIAL = "专题培训"
    OTHER = "其他"


class Presence(StrEnum):
    """到课情况."""

    PRESENT = "出席"
    EXCUSED = "请假"
    ABSENT = "缺席"


class TrainingResult(StrEnum):
    """结业结论."""

    PASSED = "合格"
    FAILED = "不合格"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What is taught; it may be held again and again.

    Attributes:
        id: 记录号.
    """

    id: int | None = None
    name: str = describe(
        "培训班", Kind.TEXT, required=True, wide=True, hint="如：党建指导员岗前培训班"
    )
    kind: CourseKind = describe("培训类别", Kind.CHOICE, choices=CourseKind, required=True)
    hours: int = describe("学时", Kind.INTEGER, required=True)
    content: str | None = describe("课程内容", Kind.LONG_TEXT, wide=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSession:
    """One time a course is held.

    Attributes:
        id: 记录号.
        course_id: What is taught.
    """

    id: int | None = None
    course_id: int
    held_from: dt.date = describe("开始日期", Kind.DATE, required=True)
    held_to: dt.date = describe("结束日期", Kind.DATE, required=True)
    place: str | None = describe("地点", Kind.TEXT)
    teacher: str | None = describe("授课人", Kind.TEXT, wide=True)
    note: str | None = describe("备注", Kind.LONG_TEXT, wide=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """One person in one session.

    Attributes:
        id: 记录号.
        session_id: The session.
        talent_id: The person.
        certificate_id: The certificate that was issued for it.
    """

    id: int | None = None
    session_id: int
    talent_id: int
    presence: Presence | None = describe("到课情况", Kind.CHOICE, choices=Presence)
    score: int | None = describe("成绩", Kind.INTEGER, unit="分")
    result: TrainingResult | None = describe("结业结论", Kind.CHOICE, choices=TrainingResult)
    note: str | None = describe("备注", Kind.TEXT)
    certificate_id: int | None = None
