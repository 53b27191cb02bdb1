"""工作进度安排: what is to be reached under each duty, as the year's template and for each posting.

Source: essay 5 (制定《工作进度安排》, 履行六项职责); the duties are the year's policy.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from partydesk.domain.duty.outcomes import Outcome
from partydesk.domain.fields import Kind, describe


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItem:
    """One target of a year's plan.

    A target with an outcome is reached by counting the ledger; any other is ticked off by a day.

    Attributes:
        id: 记录号.
        year: The year.
        placement_id: The posting; None for the year's template.
        position: Place in the list.
    """

    id: int | None = None
    year: int
    placement_id: int | None = None
    duty: str = describe("职责", Kind.DICTIONARY, dictionary="duty", required=True)
    task: str = describe("工作任务", Kind.TEXT, required=True, wide=True)
    outcome: Outcome | None = describe("计入成效", Kind.CHOICE, choices=Outcome)
    target: int | None = describe("目标", Kind.INTEGER)
    due_on: dt.date | None = describe("完成时限", Kind.DATE)
    done_on: dt.date | None = describe("完成日期", Kind.DATE)
    done_note: str | None = describe("完成情况", Kind.TEXT, wide=True)
    position: int = 0
