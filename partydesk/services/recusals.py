"""回避关系: ties between people and enterprises that the office knows of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from partydesk.db.models import EnterpriseRow, RecusalRow, TalentRow
from partydesk.domain.changes import Changes
from partydesk.domain.errors import NotFound, Reason, RuleViolation
from partydesk.domain.recusals import Recusal, Tie

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class NamedRecusal:
    """A tie with the names of both sides.

    Attributes:
        recusal: The tie.
        talent: The person's name.
        enterprise: The unit's name.
    """

    recusal: Recusal
    talent: str
    enterprise: str


def list_recusals(workspace: Workspace, talent_id: int) -> tuple[NamedRecusal, ...]:
    """List one person's ties in the order in which they were entered."""
    statement = (
        select(RecusalRow, TalentRow.name, EnterpriseRow.name)
        .join(TalentRow, TalentRow.id == RecusalRow.talent_id)
        .join(EnterpriseRow, EnterpriseRow.id == RecusalRow.enterprise_id)
        .where(RecusalRow.talent_id == talent_id)
        .order_by(RecusalRow.id)
    )
    with workspace.reading() as session:
        return tuple(
            NamedRecusal(_recusal_of(row), talent, enterprise)
            for row, talent, enterprise in session.execute(statement)
        )


def _recusal_of(row: RecusalRow) -> Recusal:
    return Recusal(
        id=row.id,
        talent_id=row.talent_id,
        enterprise_id=row.enterprise_id,
        tie=row.tie,
        note=row.note,
    )


def add_recusal(
    workspace: Workspace, talent_id: int, enterprise_id: int, tie: Tie, note: str | None = None
) -> Changes:
    """Note that a person should not be sent to a unit; of kin only that there is some.

    Raises:
        RuleViolation: This tie is there already.
        NotFound: No such person or unit.
    """
    with workspace.unit_of_work("add_recusal", "登记回避关系") as uow:
        talent = uow.session.get(TalentRow, talent_id)
        unit = uow.session.get(EnterpriseRow, enterprise_id)
        if talent is None or unit is None:
            what, number = ("人才", talent_id) if talent is None else ("单位", enterprise_id)
            raise NotFound(f"没有记录号为 {number} 的{what}")
        known = select(RecusalRow.id).where(
            RecusalRow.talent_id == talent_id,
            RecusalRow.enterprise_id == enterprise_id,
            RecusalRow.tie == tie,
        )
        if uow.session.scalar(known) is not None:
            message = f"{talent.name}与{unit.name}已登记过“{tie}”"
            raise RuleViolation([Reason("recusal_exists", message)])
        note = (note or "").strip() or None
        uow.session.add(
            RecusalRow(talent_id=talent_id, enterprise_id=enterprise_id, tie=tie, note=note)
        )
        uow.relabel(f"登记回避关系：{talent.name}与{unit.name}（{tie}）")
        return uow.commit()


def remove_recusal(workspace: Workspace, recusal_id: int) -> Changes:
    """Take a tie back.

    Raises:
        NotFound: There is no such tie.
    """
    with workspace.unit_of_work("remove_recusal", "取消回避关系") as uow:
        row = uow.session.get(RecusalRow, recusal_id)
        if row is None:
            raise NotFound(f"没有编号为 {recusal_id} 的回避关系")
        talent = uow.session.get_one(TalentRow, row.talent_id)
        unit = uow.session.get_one(EnterpriseRow, row.enterprise_id)
        uow.session.delete(row)
        uow.relabel(f"取消回避关系：{talent.name}与{unit.name}（{row.tie}）")
        return uow.commit()
