"""What an evaluation decided about people that changes their posting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import EvaluatedRow, MeasureRow
from partydesk.domain.evaluation.kinds import Measure

#: What asks for a change of the posting; the others are words only.
_CHANGING: Final = (Measure.ADJUSTMENT, Measure.DISMISSAL)

Decided = Mapping[int, tuple[dt.date, Measure]]
"""Person → day and sort of the newest measure that changes the posting."""


def decided_changes(session: Session, talent_id: int | None = None) -> Decided:
    """Give what was decided about people.

    Args:
        session: Open session.
        talent_id: Only about this person; None for everybody.
    """
    statement = (
        select(EvaluatedRow.talent_id, MeasureRow.given_on, MeasureRow.measure)
        .join(MeasureRow, MeasureRow.evaluated_id == EvaluatedRow.id)
        .where(EvaluatedRow.talent_id.is_not(None), MeasureRow.measure.in_(_CHANGING))
        .order_by(MeasureRow.given_on, MeasureRow.id)
    )
    if talent_id is not None:
        statement = statement.where(EvaluatedRow.talent_id == talent_id)
    return {
        talent: (given_on, measure)
        for talent, given_on, measure in session.execute(statement)
        if talent is not None
    }
