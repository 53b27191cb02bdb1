"""What the office does with 工作安排: mend targets, hand the template on, tick off what is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy.orm import Session

from partydesk.db.models import PlanItemRow
from partydesk.db.queries.plans import items_of
from partydesk.domain.duty.plans import PlanItem, Term, faults_of_item, fitted
from partydesk.domain.duty.postings import Posting
from partydesk.domain.entry import read_entry
from partydesk.domain.errors import NotFound, Reason, RuleViolation, ValidationFailed
from partydesk.domain.fields import fields_of
from partydesk.domain.values import Cell
from partydesk.services.closed_years import require_open
from partydesk.services.duty.plan_template import fill, item_of, row_of
from partydesk.services.evaluation.postings import months_of, postings_of_year
from partydesk.services.policies import policy_in

if TYPE_CHECKING:
    from partydesk.domain.changes import Changes
    from partydesk.services.workspace import Workspace

#: What is said when a target is done.
DONE: Final = ("done_on", "done_note")


def save_item(
    workspace: Workspace,
    year: int,
    placement_id: int | None,
    number: int | None,
    texts: Mapping[str, Cell],
) -> tuple[int, Changes]:
    """Add a target to somebody's plan or the template, or mend one.

    Args:
        workspace: Open workspace.
        year: The year.
        placement_id: The posting; None for the template.
        number: 记录号 of the target; None for a new one.
        texts: Field name of :class:`PlanItem` → what was typed; fields left out keep their value.

    Returns:
        记录号 and what changed.

    Raises:
        ValidationFailed: Something is missing, cannot be read or cannot be right.
        NotFound: There is no such target or posting of this year.
        RuleViolation: The year is closed.
    """
    act = "添加" if number is None else "修改"
    with workspace.unit_of_work("save_plan_item", f"{act}工作任务") as uow:
        require_open(uow.session, year)
        whose = _whose(uow.session, year, placement_id)
        if number is None:
            row = PlanItemRow(year=year, placement_id=placement_id, duty="", task="")
            row.position = _behind(uow.session, year, placement_id)
        else:
            row = _row(uow.session, number)
        fill(row, _read(uow.session, row, texts, workspace.today()))
        uow.session.add(row)
        uow.relabel(f"{act}工作任务（{whose}）：{row.task}")
        changes = uow.commit()
        return row.id, changes


def _read(
    session: Session, row: PlanItemRow, texts: Mapping[str, Cell], today: dt.date
) -> PlanItem:
    """Read what was typed over what a row says.

    Raises:
        ValidationFailed: Something is missing, cannot be read or cannot be right.
    """
    duties = {*policy_in(session, row.year).duties, row.duty} - {""}
    fields = fields_of(PlanItem)
    values: dict[str, Any] = read_entry(fields, texts, today=today, words={"duty": duties}).values
    lacking = [f for f in fields if f.required and f.name not in texts and not getattr(row, f.name)]
    if lacking:
        raise ValidationFailed({field.name: f"请填写{field.label}" for field in lacking})
    item = replace(item_of(row), **values)
    faults = faults_of_item(item, today)
    if faults:
        raise ValidationFailed(faults)
    return item


def remove_items(workspace: Workspace, numbers: Collection[int]) -> Changes:
    """Take targets out; undo brings them back.

    Raises:
        NotFound: One of them is not there.
        RuleViolation: The year is closed.
        ValidationFailed: Nothing is named.
    """
    with workspace.unit_of_work("remove_plan_items", "删除工作任务") as uow:
        rows = _rows(uow.session, numbers)
        for row in rows:
            uow.session.delete(row)
        uow.relabel(f"删除工作任务：{_tasks(rows)}")
        return uow.commit()


def tick_off(workspace: Workspace, numbers: Collection[int], texts: Mapping[str, Cell]) -> Changes:
    """Record that targets are done.

    Args:
        workspace: Open workspace.
        numbers: 记录号 of the targets.
        texts: ``done_on`` and ``done_note`` as typed.

    Raises:
        ValidationFailed: The day is missing, cannot be read or cannot be right, or nothing is
            named.
        NotFound: One of them is not there.
        RuleViolation: The year is closed.
    """
    said = {name: texts[name] for name in DONE if name in texts}
    if not str(said.get("done_on") or "").strip():
        raise ValidationFailed({"done_on": "请填写完成日期"})
    return _say_done(workspace, numbers, said, "登记完成")


def take_back_done(workspace: Workspace, numbers: Collection[int]) -> Changes:
    """Take back that targets were ticked off; what the ledger counts stays.

    Raises:
        ValidationFailed: Nothing is named.
        NotFound: One of them is not there.
        RuleViolation: The year is closed.
    """
    return _say_done(workspace, numbers, dict.fromkeys(DONE, ""), "取消完成")


def _say_done(
    workspace: Workspace, numbers: Collection[int], said: Mapping[str, Cell], act: str
) -> Changes:
    with workspace.unit_of_work("tick_off_plan_items", act) as uow:
        rows = _rows(uow.session, numbers)
        for row in rows:
            fill(row, _read(uow.session, row, said, workspace.today()))
        uow.relabel(f"{act}：{_tasks(rows)}")
        return uow.commit()


def move_item(workspace: Workspace, number: int, step: int) -> Changes:
    """Move a target up (-1) or down (1) among those of its duty; at the end nothing changes.

    Raises:
        NotFound: It is not there.
        RuleViolation: The year is closed.
    """
    with workspace.unit_of_work("move_plan_item", "调整工作任务顺序") as uow:
        (row,) = _rows(uow.session, [number])
        rows = list(items_of(uow.session, row.year, row.placement_id))
        mates = [each for each in rows if each.duty == row.duty]
        place = mates.index(row) + step
        if not 0 <= place < len(mates):
            return uow.commit()
        here, there = rows.index(row), rows.index(mates[place])
        rows[here], rows[there] = rows[there], rows[here]
        for position, each in enumerate(rows, 1):
            each.position = position
        return uow.commit()


# -- handing the template on -----------------------------------------------------------------------


def apply_template(
    workspace: Workspace, year: int, placement_ids: Collection[int] | None = None
) -> Changes:
    """Hand the year's template to postings as one act; the months on post fit it to each.

    Who has a plan keeps what is ticked off and what was added by hand; targets that the template
    has get its number and day.

    Args:
        workspace: Open workspace.
        year: The year.
        placement_ids: These postings, whether or not they have a plan; None for all that go on
            and have none.

    Raises:
        RuleViolation: There is no template, nobody to give it to, or the year is closed.
    """
    with workspace.unit_of_work("apply_plan_template", f"下达 {year} 年工作安排") as uow:
        session = uow.session
        require_open(session, year)
        template = [item_of(row) for row in items_of(session, year, None)]
        if not template:
            raise RuleViolation([Reason("no_template", f"{year} 年还没有工作安排模板，请先起草")])
        by_months = policy_in(session, year).plan_by_months
        given = 0
        for posting in _receivers(session, year, placement_ids, workspace.today()):
            months = len(months_of(session, [posting], year))
            if not months:
                continue
            term = Term(posting.placement_id, posting.started_on, posting.ended_on, months)
            _hand_on(session, [fitted(item, term, by_months=by_months) for item in template], term)
            given += 1
        if not given:
            message = "没有要下达的人：在岗的都已下达，或全年没有一个月在岗过半"
            raise RuleViolation([Reason("nobody", message)])
        uow.relabel(f"下达 {year} 年工作安排：{given} 人")
        return uow.commit()


def _receivers(
    session: Session, year: int, placement_ids: Collection[int] | None, today: dt.date
) -> list[Posting]:
    postings = postings_of_year(session, year)
    if placement_ids is not None:
        return [each for each in postings if each.placement_id in placement_ids]
    return [
        each
        for each in postings
        if (each.ended_on is None or each.ended_on >= today)
        and not items_of(session, year, each.placement_id)
    ]


def _hand_on(session: Session, items: Sequence[PlanItem], term: Term) -> None:
    """Write a posting's targets, over those it has of the same duty and task."""
    there = {
        (row.duty, row.task): row for row in items_of(session, items[0].year, term.placement_id)
    }
    for item in items:
        row = there.get((item.duty, item.task))
        if row is None:
            session.add(row_of(item))
            continue
        kept = replace(item, done_on=row.done_on, done_note=row.done_note)
        fill(row, kept)
        row.position = item.position


# -- rows ------------------------------------------------------------------------------------------


def _whose(session: Session, year: int, placement_id: int | None) -> str:
    """Name whose plan it is.

    Raises:
        NotFound: The posting is none of this year.
    """
    if placement_id is None:
        return f"{year} 年模板"
    for posting in postings_of_year(session, year):
        if posting.placement_id == placement_id:
            return posting.enterprise
    raise NotFound(f"{year} 年没有编号为 {placement_id} 的在岗人员")


def _behind(session: Session, year: int, placement_id: int | None) -> int:
    rows = items_of(session, year, placement_id)
    return max((row.position for row in rows), default=0) + 1


def _row(session: Session, number: int) -> PlanItemRow:
    row = session.get(PlanItemRow, number)
    if row is None:
        raise NotFound("这项工作任务已不在工作区中")
    return row


def _rows(session: Session, numbers: Collection[int]) -> list[PlanItemRow]:
    """Give targets that may be changed, in order.

    Raises:
        NotFound: One of them is not there.
        RuleViolation: The year is closed.
        ValidationFailed: Nothing is named.
    """
    if not numbers:
        raise ValidationFailed({"numbers": "请先选择工作任务"})
    rows = [_row(session, number) for number in sorted(numbers)]
    for year in {row.year for row in rows}:
        require_open(session, year)
    return rows


def _tasks(rows: Sequence[PlanItemRow]) -> str:
    more = f"等 {len(rows)} 项" if len(rows) > 1 else ""
    return f"{rows[0].task}{more}"
