"""Recording why a number which is normally masked was looked at or printed in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partydesk.domain.disclosures import checked_reason
from partydesk.domain.fields import field_of
from partydesk.services.pool_kinds import pool_of, row_of

if TYPE_CHECKING:
    from partydesk.domain.changes import Changes
    from partydesk.services.workspace import Workspace


def record_reveal(
    workspace: Workspace, kind: str, record_id: int, field_name: str, reason: str
) -> Changes:
    """Put into the journal that somebody looks at a full number; the number itself is not kept.

    Source: 个人信息保护法 (2021) §51, §54: handling of sensitive data is restricted and audited.

    Args:
        workspace: Open workspace.
        kind: The pool.
        record_id: 记录号.
        field_name: The field that is masked.
        reason: Why it is needed in full.

    Raises:
        ValidationFailed: There is no reason.
        RuleViolation: The account has no right to full numbers.
        NotFound: There is no record with this number.
    """
    pool = pool_of(kind)
    label = field_of(pool.record, field_name).label
    why = checked_reason(reason)
    with workspace.unit_of_work(
        "reveal_number", "查看完整号码", undoable=False, passive=True
    ) as uow:
        record = pool.read(row_of(uow.session, pool, record_id))
        uow.relabel(f"查看{pool.title}“{record.name}”的完整{label}，用途：{why}")
        uow.note()
        return uow.commit()


def record_full_print(workspace: Workspace, title: str, reason: str) -> Changes:
    """Put into the journal that a document is set with full numbers, and why.

    It is said before the document is there: the preview shows the numbers already.

    Raises:
        ValidationFailed: There is no reason.
        RuleViolation: The account has no right to full numbers.
    """
    label = f"打印完整号码：{title}，用途：{checked_reason(reason)}"
    with workspace.unit_of_work("export_full_print", label, undoable=False, passive=True) as uow:
        uow.note()
        return uow.commit()
