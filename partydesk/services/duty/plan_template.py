"""工作安排的年度模板: last year's is the next year's draft, and the first year begins with ours."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from partydesk.db.models import PlanItemRow
from partydesk.db.queries.plans import items_of, last_template_year
from partydesk.domain.duty.outcomes import Outcome
from partydesk.domain.duty.plans import PlanItem, carried
from partydesk.domain.errors import Reason, RuleViolation
from partydesk.domain.fields import fields_of
from partydesk.resources import resource_path
from partydesk.services.closed_years import require_open

if TYPE_CHECKING:
    from partydesk.domain.changes import Changes
    from partydesk.services.workspace import Workspace

SHIPPED = "自带的模板"


@cache
def _shipped() -> tuple[dict[str, Any], ...]:
    text = resource_path("policies", "plan.json").read_text(encoding="utf-8")
    return tuple(json.loads(text)["items"])


def shipped_template(year: int) -> list[PlanItem]:
    """Give the template that a first year begins with."""
    return [
        PlanItem(
            year=year,
            duty=entry["duty"],
            task=entry["task"],
            outcome=Outcome(entry["outcome"]) if "outcome" in entry else None,
            target=entry.get("target"),
            due_on=dt.date.fromisoformat(f"{year}-{entry['due']}"),
            position=position,
        )
        for position, entry in enumerate(_shipped(), 1)
    ]


def sources_of_template() -> dict[str, str]:
    """Say where each task of the shipped template comes from: task → source."""
    return {entry["task"]: entry["source"] for entry in _shipped()}


def origin_of_draft(session: Session, year: int) -> str:
    """Say what a year's template would be drafted from, such as 2025 年的模板."""
    earlier = last_template_year(session, year)
    return SHIPPED if earlier is None else f"{earlier} 年的模板"


def begin_template(workspace: Workspace, year: int) -> Changes:
    """Store a year's template: last year's with its days moved on, or the shipped one.

    Raises:
        RuleViolation: The year has one, or is closed.
    """
    with workspace.unit_of_work("begin_plan_template", f"起草 {year} 年工作安排模板") as uow:
        require_open(uow.session, year)
        if items_of(uow.session, year, None):
            reason = Reason("template_there", f"{year} 年已经有工作安排模板，直接修改即可")
            raise RuleViolation([reason])
        earlier = last_template_year(uow.session, year)
        if earlier is None:
            items: Sequence[PlanItem] = shipped_template(year)
        else:
            rows = items_of(uow.session, earlier, None)
            items = [carried(item_of(row), year) for row in rows]
        uow.session.add_all([row_of(item) for item in items])
        return uow.commit()


def item_of(row: PlanItemRow) -> PlanItem:
    """Turn a row into the frozen target."""
    values = {field.name: getattr(row, field.name) for field in fields_of(PlanItem)}
    return PlanItem(
        id=row.id,
        year=row.year,
        placement_id=row.placement_id,
        position=row.position,
        **values,
    )


def row_of(item: PlanItem) -> PlanItemRow:
    """Make a new row for a target."""
    row = PlanItemRow(year=item.year, placement_id=item.placement_id, position=item.position)
    fill(row, item)
    return row


def fill(row: PlanItemRow, item: PlanItem) -> None:
    """Write what a target says into its row."""
    for field in fields_of(PlanItem):
        setattr(row, field.name, getattr(item, field.name))
