"""Fields of the three-party agreement (协议书)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from partydesk.domain.agreements import Agreement
from partydesk.domain.numbering import chinese_numeral, paper_date
from partydesk.reports.registry import SAMPLE_CODE, SAMPLE_HEAD, ReportField, document_kind

Field = ReportField[Agreement]


def _counted(duties: Sequence[str]) -> str:
    """Join duties as ``（一）抓组建；（二）…`` without a full stop at the end."""
    return "；".join(
        f"（{chinese_numeral(number)}）{duty.rstrip('；。')}"
        for number, duty in enumerate(duties, start=1)
    )


def copies_in_words(copies: int) -> str:
    """Count originals as people do: 两份, not 二份."""
    return "两" if copies == 2 else chinese_numeral(copies)  # noqa: PLR2004 (the word for a pair)


AGREEMENTS: Final = document_kind(
    "agreements",
    "协议书",
    Agreement,
    (
        Field("number", "协议编号", "旗非公协〔2026〕17号", lambda paper: paper.number),
        Field(
            "organ",
            "甲方",
            "中共塔林旗非公有制经济组织和社会组织工作委员会",
            lambda paper: paper.organ,
        ),
        Field(
            "enterprise",
            "乙方",
            "塔林旗贝子府镇十家杂粮深加工农民专业合作社",
            lambda paper: paper.enterprise,
        ),
        Field(
            "enterprise_code",
            "统一社会信用代码",
            "93150430MA0TESTX00",
            lambda paper: paper.enterprise_code or "",
        ),
        Field(
            "representative", "乙方代表人", "宝音德力格尔", lambda paper: paper.representative or ""
        ),
        Field("person", "丙方", "敖敦其其格", lambda paper: paper.person),
        Field(
            "person_number",
            "公民身份号码",
            "150430********1224",
            lambda paper: paper.person_number_masked or "",
        ),
        Field(
            "person_unit", "丁方", "塔林旗农牧技术推广中心", lambda paper: paper.person_unit or ""
        ),
        Field("role", "派驻职务", "党建指导员", lambda paper: paper.role),
        Field("term_from", "期限起", "2026年4月1日", lambda paper: paper_date(paper.term_from)),
        Field("term_to", "期限止", "2028年3月31日", lambda paper: paper_date(paper.term_to)),
        Field("attendance_days", "每月到企天数", "3", lambda paper: str(paper.attendance_days)),
        Field(
            "duties",
            "职责",
            "（一）抓组建；（二）抓协调服务；（三）抓规范化建设；"
            "（四）抓作用发挥；（五）抓示范；（六）抓党建带群建",
            lambda paper: _counted(paper.duties),
        ),
        Field(
            "duty_count",
            "职责项数",
            "六",
            lambda paper: chinese_numeral(len(paper.duties)) if paper.duties else "",
        ),
        Field(
            "support",
            "乙方提供的支持",
            "提供20平方米党员活动室一间，每年列支党建工作经费3000元",
            lambda paper: (paper.support or "").rstrip("。；"),
        ),
        Field("signed_on", "签订日期", "2026年3月28日", lambda paper: paper_date(paper.signed_on)),
        Field("copies", "份数", "三", lambda paper: copies_in_words(paper.copies)),
        Field("code", "验证码", SAMPLE_CODE, lambda paper: paper.code),
        Field("head", "操作记录号", SAMPLE_HEAD, lambda paper: paper.head),
    ),
    person=lambda paper: paper.person,
)
