"""What is typed around an evaluation, field by field: report, decision, objection, measure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from partydesk.domain.evaluation.kinds import Measure
from partydesk.domain.fields import Kind, describe


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfReport:
    """述职."""

    reported_on: dt.date | None = describe("述职日期", Kind.DATE, section="述职报告")
    report: str | None = describe(
        "述职要点", Kind.LONG_TEXT, section="述职报告", wide=True, lines=4
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavingOut:
    """不予评定."""

    why: str | None = describe("不予评定的理由", Kind.TEXT, wide=True, hint="空着表示照常评定")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleNote:
    """A special rule that applies."""

    points: str | None = describe("分数", Kind.TEXT, unit="分", hint="只有加分和扣分填")
    why: str = describe("事由和依据", Kind.LONG_TEXT, required=True, wide=True, lines=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeDecision:
    """The committee's decision."""

    grade: str = describe(
        "等次", Kind.DICTIONARY, dictionary="ladder", open_dictionary=False, required=True
    )
    decided_on: dt.date = describe("决定日期", Kind.DATE, required=True)
    why: str | None = describe(
        "理由", Kind.LONG_TEXT, wide=True, lines=2, hint="与建议的等次不同时必须写"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionDay:
    """The day on which the suggested grades were decided."""

    decided_on: dt.date = describe("决定日期", Kind.DATE, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDays:
    """公示."""

    begins_on: dt.date = describe("公示开始日期", Kind.DATE, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionNote:
    """What is said against results."""

    received_on: dt.date = describe("收到日期", Kind.DATE, required=True)
    by: str | None = describe("反映人", Kind.TEXT, hint="不愿留名的空着")
    about: str | None = describe(
        "涉及",
        Kind.DICTIONARY,
        dictionary="judged",
        open_dictionary=False,
        wide=True,
        hint="空着表示涉及整体",
    )
    text: str = describe("反映内容", Kind.LONG_TEXT, required=True, wide=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionAnswer:
    """What the office found."""

    settled_on: dt.date = describe("答复日期", Kind.DATE, required=True)
    answer: str = describe("核查和处理意见", Kind.LONG_TEXT, required=True, wide=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class HonourOrder:
    """表彰."""

    title: str = describe(
        "荣誉称号", Kind.TEXT, required=True, wide=True, hint="如：优秀党建指导员"
    )
    on: dt.date = describe("证书日期", Kind.DATE, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureOrder:
    """提醒、函询、诫勉、调整、解聘."""

    measure: Measure = describe("结果运用", Kind.CHOICE, choices=Measure, required=True)
    given_on: dt.date = describe("日期", Kind.DATE, required=True)
    text: str = describe("内容", Kind.LONG_TEXT, required=True, wide=True, lines=4)
