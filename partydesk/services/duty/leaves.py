"""请假: who is excused from the post on which days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from partydesk.db.models import LeaveRow
from partydesk.domain.changes import Changes
from partydesk.domain.duty.leaves import Leave, faults_of_leave
from partydesk.domain.entry import read_entry
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.fields import fields_of
from partydesk.services.closed_years import require_open
from partydesk.services.duty.owed import leave_of, leaves_of, served_placement

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

FIELDS = fields_of(Leave)


def list_leaves(
    workspace: Workspace, year: int, placement_id: int | None = None
) -> tuple[Leave, ...]:
    """List the leaves of a year, the earliest first.

    Args:
        workspace: Open workspace.
        year: The year; a leave that reaches into it counts.
        placement_id: Only this posting's; None for all.
    """
    begin, end = dt.date(year, 1, 1), dt.date(year, 12, 31)
    with workspace.reading() as session:
        found = leaves_of(session, None if placement_id is None else [placement_id])
    every = [each for own in found.values() for each in own]
    wanted = [each for each in every if each.from_on <= end and each.to_on >= begin]
    return tuple(sorted(wanted, key=lambda each: (each.from_on, each.id or 0)))


def save_leave(
    workspace: Workspace, number: int | None, placement_id: int, texts: Mapping[str, str]
) -> tuple[int, Changes]:
    """Record a leave or mend one.

    Args:
        workspace: Open workspace.
        number: 记录号 of the leave; None for a new one.
        placement_id: The posting.
        texts: Field name of :class:`Leave` → what was typed.

    Returns:
        记录号 and what changed.

    Raises:
        ValidationFailed: Something is missing, lies outside the posting, or overlaps a leave.
        NotFound: There is no such leave or posting.
        RuleViolation: The person has not come to the post, or a year that it touches is closed.
    """
    values: dict[str, Any] = read_entry(FIELDS, texts, today=workspace.today(), words={}).values
    act = "登记" if number is None else "修改"
    with workspace.unit_of_work("save_leave", f"{act}请假") as uow:
        session = uow.session
        row = LeaveRow(placement_id=placement_id) if number is None else _row(session, number)
        if number is not None:
            _require_open(session, row.from_on, row.to_on)
        placement, begun = served_placement(session, placement_id)
        _require_open(session, values["from_on"], values["to_on"])
        others = [e for e in leaves_of(session, [placement_id])[placement_id] if e.id != number]
        faults = faults_of_leave(
            values["from_on"], values["to_on"], (begun, placement.ended_on), others
        )
        if faults:
            raise ValidationFailed(faults)
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)
        uow.relabel(f"{act}请假“{placement.talent.name}”：{row.kind} {row.from_on}")
        changes = uow.commit()
        return row.id, changes


def remove_leave(workspace: Workspace, number: int) -> Changes:
    """Take a leave out.

    Raises:
        NotFound: There is no such leave.
        RuleViolation: A year that it touches is closed.
    """
    with workspace.unit_of_work("remove_leave", "删除请假") as uow:
        row = _row(uow.session, number)
        _require_open(uow.session, row.from_on, row.to_on)
        uow.relabel(f"删除请假“{row.placement.talent.name}”：{row.kind} {row.from_on}")
        uow.session.delete(row)
        return uow.commit()


def _row(session: Session, number: int) -> LeaveRow:
    row = session.get(LeaveRow, number)
    if row is None:
        raise NotFound("这条请假已不在工作区中")
    return row


def _require_open(session: Session, from_on: dt.date, to_on: dt.date) -> None:
    for year in range(from_on.year, to_on.year + 1):
        require_open(session, year)


def leave_texts(leave: Leave) -> dict[str, str]:
    """Write a leave as its form holds it."""
    return {field.name: str(getattr(leave, field.name) or "") for field in FIELDS}


__all__ = [
    "FIELDS",
    "leave_of",
    "leave_texts",
    "list_leaves",
    "remove_leave",
    "save_leave",
]
