"""月报: what each person on a post hands in every month.

Source: essay 5 (实行每月上报制度); days on post: a county's rule, article 10 (at least three
a month).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from partydesk.domain.fields import Kind, describe


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyReport:
    """One month of one posting.

    Attributes:
        id: 记录号.
        placement_id: The posting.
        year: Year of the month that is reported.
        month: 1 to 12.
    """

    id: int | None = None
    placement_id: int
    year: int
    month: int
    received_on: dt.date = describe("收到日期", Kind.DATE, required=True)
    days: int = describe("到岗天数", Kind.INTEGER, required=True, unit="天")
    summary: str | None = describe("本月工作", Kind.LONG_TEXT, wide=True)
    problems: str | None = describe("存在问题", Kind.LONG_TEXT, wide=True, lines=2)
    next_month: str | None = describe("下月打算", Kind.LONG_TEXT, wide=True, lines=2)
