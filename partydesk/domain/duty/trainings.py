"""培训: courses, the sessions in which they are held, and who took part with what result.

Source: essay 5 (岗前党建工作教育培训); elsewhere training is due once a year and takes at
least three days (石泉). What is required is the year's policy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from partydesk.domain.fields import Kind, describe, field_of
from partydesk.domain.partial_date import PartialDate

HIGHEST_SCORE = 100
_MOST_HOURS = 1000


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


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRow:
    """One row of a sheet of trainings: who took part in which session, with what result."""

    course: str = describe("培训班", Kind.TEXT, required=True, synonyms=("培训名称", "班次"))
    kind: CourseKind | None = describe(
        "培训类别", Kind.CHOICE, choices=CourseKind, hint="新的培训班要填，已有的可以不填"
    )
    hours: int | None = describe("学时", Kind.INTEGER, hint="新的培训班要填，已有的可以不填")
    held_from: dt.date = describe("开始日期", Kind.DATE, required=True, synonyms=("培训日期",))
    held_to: dt.date | None = describe("结束日期", Kind.DATE, hint="不填就是只有一天")
    talent: str | None = describe("姓名", Kind.NAME, synonyms=("人员姓名",))
    citizen_number: str | None = describe(
        "公民身份号码", Kind.CITIZEN_NUMBER, synonyms=("身份证号", "身份证号码")
    )
    presence: Presence | None = describe("到课情况", Kind.CHOICE, choices=Presence)
    score: int | None = describe("成绩", Kind.INTEGER, synonyms=("分数",))
    result: TrainingResult | None = describe(
        "结业结论", Kind.CHOICE, choices=TrainingResult, synonyms=("结论", "考核结果")
    )


#: What is typed for each participant, in the order of the table.
TYPED = tuple(field_of(Participation, name) for name in ("presence", "score", "result", "note"))


@dataclass(frozen=True, slots=True)
class Attended:
    """One time somebody took part in a training.

    Attributes:
        kind: Which training.
        held_from: First day.
        held_to: Last day.
        presence: Whether the person came.
        result: What came of it.
    """

    kind: CourseKind
    held_from: dt.date
    held_to: dt.date
    presence: Presence | None = None
    result: TrainingResult | None = None

    @property
    def counts(self) -> bool:
        """Whether it counts as training: the person came, or passed, and did not fail."""
        came = self.presence is Presence.PRESENT or self.result is TrainingResult.PASSED
        return came and self.result is not TrainingResult.FAILED


def faults_of_session(values: dict[str, object]) -> dict[str, str]:
    """Name what cannot be in the data of a session: field name → sentence."""
    found = {}
    first, last, hours = values.get("held_from"), values.get("held_to"), values.get("hours")
    if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first:
        found["held_to"] = "不能早于开始的那一天"
    if isinstance(hours, int) and not 1 <= hours <= _MOST_HOURS:
        found["hours"] = f"学时应在 1 至 {_MOST_HOURS} 之间"
    return found


def faults_of_result(
    presence: Presence | None, score: int | None, result: TrainingResult | None
) -> dict[str, str]:
    """Name what contradicts itself in one person's result: field name → sentence."""
    found = {}
    if score is not None and not 0 <= score <= HIGHEST_SCORE:
        found["score"] = f"成绩应在 0 至 {HIGHEST_SCORE} 分之间"
    if presence in {Presence.EXCUSED, Presence.ABSENT}:
        if score is not None:
            found["score"] = f"{presence}的没有成绩，请清空成绩或改为出席"
        if result is TrainingResult.PASSED:
            found["result"] = f"{presence}的不能合格，请改正其中一项"
    return found


def days_attended(attended: Iterable[Attended], year: int) -> int:
    """Count the days of a year on which somebody was trained, each once.

    Every kind of training counts: the source (石泉) asks for days, not for a kind.
    """
    days: set[dt.date] = set()
    for one in attended:
        if one.counts:
            length = (one.held_to - one.held_from).days + 1
            days.update(one.held_from + dt.timedelta(days=n) for n in range(length))
    return sum(day.year == year for day in days)


def trained_on_after(
    current: PartialDate | None, passed: Collection[dt.date], withdrawn: Collection[dt.date]
) -> PartialDate | None:
    """Give 岗前培训时间 once results have changed; the latest day wins.

    Args:
        current: What the record says.
        passed: Last days of the trainings before posting that the person has passed, as of now.
        withdrawn: Last days of those that counted before and count no longer.
    """
    latest = PartialDate.of(max(passed)) if passed else None
    if current is not None and current in {PartialDate.of(day) for day in withdrawn}:
        return latest
    if latest is None or (current is not None and current.last_day() >= latest.first_day()):
        return current
    return latest
