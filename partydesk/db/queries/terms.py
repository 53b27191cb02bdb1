"""Which agreement sets a placement's term today; a placement can have had several."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, and_, func, select

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


def runs_on(day: dt.date) -> ColumnElement[bool]:
    """Whether an agreement sets the term that runs on a day.

    A renewal may be signed before the old term is over; then it is not the newest that counts.
    """
    void = select(NumberRow.id).where(NumberRow.void)
    return and_(
        AgreementRow.kind != AgreementKind.AMENDMENT,
        AgreementRow.number_id.not_in(void),
        AgreementRow.term_from <= day,
        AgreementRow.term_to >= day,
    )
