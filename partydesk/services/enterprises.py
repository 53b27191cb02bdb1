"""Choosing the units of the 企业库, one or many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from partydesk.db.models import EnterpriseRow
from partydesk.domain.enterprises import Enterprise, Standing
from partydesk.domain.errors import NotFound, Reason, RuleViolation, ValidationFailed
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
#: So many names stand in a message; the rest are counted.
_NAMED = 3


def set_standing(
    workspace: Workspace, ids: Sequence[int], standing: Standing, reason: str
) -> Changes:
    """Give one or several units another 入库状态, as one action that can be undone.

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
        raise ValidationFailed({"ids": "请先选中要处理的单位"})
    if not reason.strip():
        raise ValidationFailed({"standing_reason": f"请写明{_ACTS[standing]}的理由"})
    wanted = set(ids)
    with workspace.unit_of_work("set_standing", _ACTS[standing]) as uow:
        rows = uow.session.scalars(
            select(EnterpriseRow).where(EnterpriseRow.id.in_(wanted)).order_by(EnterpriseRow.id)
        ).all()
        missing = wanted - {row.id for row in rows}
        if missing:
            raise NotFound(f"没有记录号为 {min(missing)} 的单位")
        if standing in (Standing.IN_POOL, Standing.PROPOSED):
            _refuse_gone([ENTERPRISES.read(row) for row in rows])
        for row in rows:
            row.standing, row.standing_reason = standing, reason.strip()
        uow.relabel(f"{_ACTS[standing]}：{_named([row.name for row in rows])}")
        return uow.commit()


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
