"""Fields of the letter of appointment (委任书)."""

from __future__ import annotations

from typing import Final

from partydesk.domain.appointments import Letter
from partydesk.domain.numbering import paper_date
from partydesk.reports.registry import SAMPLE_CODE, SAMPLE_HEAD, ReportField, document_kind

Field = ReportField[Letter]

LETTERS: Final = document_kind(
    "letters",
    "委任书",
    Letter,
    (
        Field("number", "编号", "旗非公委任〔2026〕17号", lambda letter: letter.number),
        Field("person", "姓名", "敖敦其其格", lambda letter: letter.person),
        Field(
            "enterprise",
            "企业",
            "塔林旗贝子府镇十家杂粮深加工农民专业合作社",
            lambda letter: letter.enterprise,
        ),
        Field("role", "职务", "党建指导员", lambda letter: letter.role),
        Field(
            "term_from",
            "任期起",
            "2026年4月1日",
            lambda letter: paper_date(letter.term_from),
        ),
        Field("term_to", "任期止", "2028年3月31日", lambda letter: paper_date(letter.term_to)),
        Field(
            "organ",
            "委任机关",
            "中共塔林旗非公有制经济组织和社会组织工作委员会",
            lambda letter: letter.organ,
        ),
        Field(
            "issued_on", "成文日期", "2026年3月28日", lambda letter: paper_date(letter.issued_on)
        ),
        Field("code", "验证码", SAMPLE_CODE, lambda letter: letter.code),
        Field("head", "操作记录号", SAMPLE_HEAD, lambda letter: letter.head),
    ),
    person=lambda letter: letter.person,
)
