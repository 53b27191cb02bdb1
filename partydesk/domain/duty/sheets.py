"""What the sheets say that people on posts fill in: whose it is, and the reports and lines."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Final

from partydesk.domain.duty.ledger import SERVED, LedgerEntry
from partydesk.domain.duty.reports import MonthlyReport
from partydesk.domain.fields import Field, Kind, describe, fields_of
from partydesk.domain.partial_date import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """By what a row of a sheet names a posting."""

    person: str = describe("姓名", Kind.NAME, required=True)
    citizen_number: str | None = describe(
        "公民身份号码", Kind.CITIZEN_NUMBER, synonyms=("身份证号", "身份证号码"),
        hint="有同名的人时填写",
    )  # fmt: skip
    enterprise: str | None = describe(
        "单位名称", Kind.TEXT, synonyms=("企业名称", "派驻单位", "驻企单位"),
        hint="一年里换过单位，或同时驻几家的，必须填写",
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Month:
    month: PartialDate = describe("月份", Kind.PARTIAL_DATE, required=True, hint="写成 2026-03")


def _received(field: Field) -> Field:
    """Let the office fill in when a report came in; the person who writes it cannot know."""
    if field.name != "received_on":
        return field
    hint = "由办公室填写；空着的按导入当天"
    return dataclasses.replace(field, required=False, hint=hint)


WHOSE: Final = fields_of(Whose)
MONTH: Final = fields_of(_Month)[0]
#: Columns of the sheet of monthly reports.
REPORT_FIELDS: Final = (*WHOSE, MONTH, *map(_received, fields_of(MonthlyReport)))
#: Columns of the sheet of the ledger.
LEDGER_FIELDS: Final = (*WHOSE, *fields_of(LedgerEntry), SERVED)
