"""Choosing the units of the 企业库, one or many at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import EnterpriseRow
from partydesk.domain.admission import Admission, Verdict, check_admission
from partydesk.domain.enterprises import Enterprise, Standing
from partydesk.domain.errors import NotFound, Reason, RuleViolation, ValidationFailed
from partydesk.services.policies import policy_in
from partydesk.services.pool_kinds import ENTERPRISES

if TYPE_CHECKING:
    from partydesk.domain.changes import Changes
    from partydesk.services.workspace import Workspace

_ACTS = {
    Standing.IN_POOL: "列入企业库",
    Standing.PROPOSED: "列为拟入库",
    Standing.LEFT: "移出企业库",
    Standing.OUTSIDE: "改为未入库",
}
_NOBODY = "请先选中要处理的单位"
#: So many names stand in a message; the rest are counted.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """A unit held against the criteria of a year."""

    unit: Enterprise
    admission: Admission


def judge_admission(workspace: Workspace, ids: Sequence[int], on: dt.date) -> tuple[Judged, ...]:
    """Hold units against the criteria of the year of a day.

    Args:
        workspace: Open workspace.
        ids: 记录号 of the units.
        on: The day of the admission.

    Raises:
        NotFound: There is no unit with one of the numbers.
    """
    with workspace.reading() as session:
        policy = policy_in(session, on.year)
        units = [ENTERPRISES.read(row) for row in _rows(session, ids)]
    return tuple(Judged(unit, check_admission(unit, policy)) for unit in units)


def admit_enterprises(
    workspace: Workspace,
    ids: Sequence[int],
    *,
    on: dt.date,
    proposer: str = "",
    reason: str = "",
    standing: Standing = Standing.IN_POOL,
) -> Changes:
    """Admit units into the 企业库, or propose them, as one action that can be undone.

    People decide: a unit that does not meet the criteria, or of which too little is known, enters
    with a stated reason; what it lacked is kept beside the reason.

    Args:
        workspace: Open workspace.
        ids: 记录号 of the units.
        on: 入库日期; of a proposal only its year counts, whose criteria hold.
        proposer: 入库提名: who proposes; empty keeps what is there.
        reason: Why; needed where a unit does not fit.
        standing: 在库, or 拟入库 for a proposal.

    Raises:
        ValidationFailed: No unit was named, the day lies in the future, or a reason is missing.
        NotFound: There is no unit with one of the numbers.
        RuleViolation: Units that no longer exist (注销, 吊销) cannot enter the pool.
    """
    if on > workspace.today():
        raise ValidationFailed({"admitted_on": f"入库日期 {on} 在将来，请改为今天或以前的日期"})
    if not ids:
        raise ValidationFailed({"ids": _NOBODY})
    act = _ACTS[standing]
    with workspace.unit_of_work("admit_enterprises", act) as uow:
        rows = _rows(uow.session, ids)
        policy = policy_in(uow.session, on.year)
        units = [ENTERPRISES.read(row) for row in rows]
        _refuse_gone(units)
        judged = [check_admission(unit, policy) for unit in units]
        unfit = sum(one.verdict is not Verdict.MET for one in judged)
        if unfit and not reason.strip():
            message = f"有 {unfit} 家不符合条件或不能判断，请写明{act}的理由"
            raise ValidationFailed({"standing_reason": message})
        for row, admission in zip(rows, judged, strict=True):
            row.standing, row.standing_reason = standing, _grounds(admission, reason.strip())
            row.proposer = proposer.strip() or row.proposer
            if standing is Standing.IN_POOL:
                row.admitted_on = on
        beyond = f"（{unfit} 家按理由列入）" if unfit else ""
        uow.relabel(f"{act}：{_named([row.name for row in rows])}{beyond}")
        return uow.commit()


def _grounds(admission: Admission, reason: str) -> str:
    """Write down why a unit enters, and what it lacked."""
    if admission.verdict is Verdict.MET:
        return f"{admission.summary}；{reason}" if reason else admission.summary
    return f"{reason}（当时{admission.summary}）"


def set_standing(
    workspace: Workspace, ids: Sequence[int], standing: Standing, reason: str
) -> Changes:
    """Give one or several units another 入库状态, as one action that can be undone.

    Entering the pool with criteria, proposer and date is :func:`admit_enterprises`.

    Args:
        workspace: Open workspace.
        ids: 记录号 of the units.
        standing: What they become.
        reason: 入库说明: why, kept with each unit.

    Raises:
        ValidationFailed: No unit was named, or no reason given.
        NotFound: There is no unit with one of the numbers.
        RuleViolation: Units that no longer exist (注销, 吊销) cannot enter the pool.
    """
    if not ids:
        raise ValidationFailed({"ids": _NOBODY})
    if not reason.strip():
        raise ValidationFailed({"standing_reason": f"请写明{_ACTS[standing]}的理由"})
    with workspace.unit_of_work("set_standing", _ACTS[standing]) as uow:
        rows = _rows(uow.session, ids)
        if standing in (Standing.IN_POOL, Standing.PROPOSED):
            _refuse_gone([ENTERPRISES.read(row) for row in rows])
        for row in rows:
            row.standing, row.standing_reason = standing, reason.strip()
        uow.relabel(f"{_ACTS[standing]}：{_named([row.name for row in rows])}")
        return uow.commit()


def _rows(session: Session, ids: Sequence[int]) -> Sequence[EnterpriseRow]:
    """Give the rows of units.

    Raises:
        NotFound: There is no unit with one of the numbers.
    """
    wanted = set(ids)
    rows = session.scalars(
        select(EnterpriseRow).where(EnterpriseRow.id.in_(wanted)).order_by(EnterpriseRow.id)
    ).all()
    missing = wanted - {row.id for row in rows}
    if missing:
        raise NotFound(f"没有记录号为 {min(missing)} 的单位")
    return rows


def _refuse_gone(units: Sequence[Enterprise]) -> None:
    """Refuse units that are struck off.

    Raises:
        RuleViolation: With a reason for each.
    """
    reasons = [
        Reason("gone_in_pool", f"“{unit.name}”经营状况为“{unit.operation}”，不能入库")
        for unit in units
        if unit.is_retired
    ]
    if reasons:
        raise RuleViolation(reasons)


def _named(names: Sequence[str]) -> str:
    """Name the first few and count the rest."""
    first = "、".join(f"“{name}”" for name in names[:_NAMED])
    return first if len(names) <= _NAMED else f"{first}等 {len(names)} 家"
