"""Fields of the amendment of an agreement (补充协议)."""

from __future__ import annotations

from typing import Final

from partydesk.domain.agreements import Amendment
from partydesk.domain.numbering import paper_date
from partydesk.reports.fields.agreements import copies_in_words
from partydesk.reports.registry import SAMPLE_CODE, SAMPLE_HEAD, ReportField, document_kind

Field = ReportField[Amendment]

AMENDMENTS: Final = document_kind(
    "amendments",
    "补充协议",
    Amendment,
    (
        Field("number", "协议编号", "旗非公协〔2026〕21号", lambda paper: paper.number),
        Field(
            "agreement_number", "原协议编号", "旗非公协〔2026〕17号",
            lambda paper: paper.agreement_number,
        ),
        Field(
            "agreement_signed_on", "原协议签订日期", "2026年3月28日",
            lambda paper: paper_date(paper.agreement_signed_on),
        ),
        Field(
            "organ", "甲方", "中共塔林旗非公有制经济组织和社会组织工作委员会",
            lambda paper: paper.organ,
        ),
        Field(
            "enterprise", "乙方", "塔林旗贝子府镇十家杂粮深加工农民专业合作社",
            lambda paper: paper.enterprise,
        ),
        Field(
            "representative", "乙方代表人", "宝音德力格尔", lambda paper: paper.representative or ""
        ),
        Field("person", "丙方", "敖敦其其格", lambda paper: paper.person),
        Field(
            "person_unit", "丁方", "塔林旗农牧技术推广中心", lambda paper: paper.person_unit or ""
        ),
        Field("role", "派驻职务", "党建指导员", lambda paper: paper.role),
        Field(
            "note", "补充内容", "丙方每月到乙方工作的天数改为不少于五天",
            lambda paper: paper.note.rstrip("。；"),
        ),
        Field("signed_on", "签订日期", "2026年9月1日", lambda paper: paper_date(paper.signed_on)),
        Field("copies", "份数", "三", lambda paper: copies_in_words(paper.copies)),
        Field("code", "验证码", SAMPLE_CODE, lambda paper: paper.code),
        Field("head", "操作记录号", SAMPLE_HEAD, lambda paper: paper.head),
    ),
    person=lambda paper: paper.person,
)  # fmt: skip
