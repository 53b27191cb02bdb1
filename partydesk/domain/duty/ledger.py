"""工作台账: dated lines of work, each under a duty, some of them counting an outcome.

Source: essay 5 (建立工作台账); that every line is tagged with one duty, so that 作用发挥 can be
counted, is the office's own need.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from partydesk.domain.duty.outcomes import Outcome
from partydesk.domain.fields import Kind, describe


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One line of the ledger.

    Attributes:
        id: 记录号.
        placement_id: The posting it was done on.
        report_id: The monthly report it came with.
        enterprise_id: The unit it was done for.
        organization_id: The organization that was founded, once it stands in the register.
    """

    id: int | None = None
    placement_id: int
    report_id: int | None = None
    happened_on: dt.date = describe("日期", Kind.DATE, required=True)
    duty: str = describe("职责", Kind.DICTIONARY, dictionary="duty", required=True)
    content: str = describe("工作内容", Kind.TEXT, required=True, wide=True)
    outcome: Outcome | None = describe("成效", Kind.CHOICE, choices=Outcome)
    count: int | None = describe("数量", Kind.INTEGER)
    funds: Decimal | None = describe("争取资金", Kind.MONEY, unit="万元")
    result: str | None = describe("办理结果", Kind.TEXT, wide=True)
    enterprise_id: int | None = None
    organization_id: int | None = None
