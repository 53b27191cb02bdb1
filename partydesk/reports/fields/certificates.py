"""Fields of the certificates: 聘书, 荣誉证书, 培训证书."""

from __future__ import annotations

from typing import Final, TypeVar

from partydesk.domain.certificates import Certificate, Engagement, Honour, Training
from partydesk.domain.numbering import paper_date
from partydesk.reports.registry import (
    SAMPLE_CODE,
    SAMPLE_HEAD,
    DocumentKind,
    ReportField,
    document_kind,
)

Paper = TypeVar("Paper", bound=Certificate)


def _kind(
    name: str, label: str, paper: type[Paper], number: str, *own: ReportField[Paper]
) -> DocumentKind:
    """Make a kind of certificate: what all of them say, and what it alone says."""
    common: tuple[ReportField[Paper], ...] = (
        ReportField("number", "编号", number, lambda each: each.number),
        ReportField("person", "姓名", "敖敦其其格", lambda each: each.person),
        ReportField("unit", "单位", "塔林旗农牧技术推广中心", lambda each: each.unit or ""),
        ReportField(
            "organ",
            "颁发机关",
            "中共塔林旗非公有制经济组织和社会组织工作委员会",
            lambda each: each.organ,
        ),
        ReportField(
            "issued_on", "颁发日期", "2026年12月28日", lambda each: paper_date(each.issued_on)
        ),
        ReportField("code", "验证码", SAMPLE_CODE, lambda each: each.code),
        ReportField("head", "操作记录号", SAMPLE_HEAD, lambda each: each.head),
    )
    return document_kind(name, label, paper, (*common, *own), person=lambda each: each.person)


ENGAGEMENTS: Final = _kind(
    "engagements",
    "聘书",
    Engagement,
    "旗非公聘〔2026〕3号",
    ReportField("role", "聘任职务", "旗非公党建工作特约指导员", lambda paper: paper.role),
    ReportField("term_from", "聘期起", "2026年4月1日", lambda paper: paper_date(paper.term_from)),
    ReportField("term_to", "聘期止", "2028年3月31日", lambda paper: paper_date(paper.term_to)),
)
HONOURS: Final = _kind(
    "honours",
    "荣誉证书",
    Honour,
    "旗非公荣〔2026〕8号",
    ReportField("merit", "事由", "2026年度派驻工作", lambda paper: paper.merit),
    ReportField("title", "荣誉称号", "优秀党建指导员", lambda paper: paper.title),
)
TRAININGS: Final = _kind(
    "training-certificates",
    "培训证书",
    Training,
    "旗非公培〔2026〕21号",
    ReportField("course", "培训班", "2026年党建指导员岗前培训班", lambda paper: paper.course),
    ReportField(
        "held_from", "开始日期", "2026年3月10日", lambda paper: paper_date(paper.held_from)
    ),
    ReportField("held_to", "结束日期", "2026年3月14日", lambda paper: paper_date(paper.held_to)),
    ReportField("hours", "学时", "40", lambda paper: str(paper.hours)),
    ReportField("result", "结论", "考核合格", lambda paper: paper.result),
)
