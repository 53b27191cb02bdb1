"""Which agreement sets a placement's term today; a placement can have had several."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select

from partydesk.db.models import AgreementRow, NumberRow
from partydesk.domain.agreements import AgreementKind


def sets_the_term() -> ColumnElement[bool]:
    """Whether an agreement is the newest of its placement that is no amendment and not void."""
    newest = (
        select(func.max(AgreementRow.id))
        .join(NumberRow, NumberRow.id == AgreementRow.number_id)
        .where(AgreementRow.kind != AgreementKind.AMENDMENT, NumberRow.void.is_(False))
        .group_by(AgreementRow.placement_id)
    )
    return AgreementRow.id.in_(newest)
