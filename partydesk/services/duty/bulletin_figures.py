"""The figures of a bulletin, read from the workspace."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from partydesk.db.base import Base
from partydesk.db.queries import duty as reading
from partydesk.db.queries.postings import postings_between, postings_of
from partydesk.domain.duty.bulletin import BulletinFigures, Material
from partydesk.domain.duty.bulletin_counting import figures_of
from partydesk.domain.duty.inspections import Inspection, Shortcoming
from partydesk.domain.duty.leaves import Leave
from partydesk.domain.duty.ledger import LedgerEntry
from partydesk.domain.duty.reports import MonthlyReport, month_span
from partydesk.services.policies import policy_in

Record = TypeVar("Record")


def bulletin_figures(session: Session, year: int, through: int, today: dt.date) -> BulletinFigures:
    """Count what a bulletin tells of the first months of a year.

    Args:
        session: Open session.
        year: The year.
        through: Last month that counts.
        today: The day it is.
    """
    first, last = dt.date(year, 1, 1), month_span(year, through)[1]
    policy = policy_in(session, year)
    unmended = reading.open_shortcomings(session, min(today, last))
    known = postings_of(session, {placement for _, placement in unmended})
    return figures_of(
        Material(
            year=year,
            through=through,
            today=today,
            report_day=policy.report_due_day,
            thin_below=policy.report_text_min,
            duties=policy.duties,
            usual_days=policy.attendance_days,
            postings=postings_between(session, first, last),
            reports=[
                _record(MonthlyReport, row)
                for row in reading.reports_between(session, (year, 1), (year, through))
            ],
            entries=[
                _record(LedgerEntry, row) for row in reading.ledger_between(session, first, last)
            ],
            leaves=[_record(Leave, row) for row in reading.leaves_between(session, first, last)],
            inspections=[
                _record(Inspection, row)
                for row in reading.inspections_between(session, first, last)
            ],
            shortcomings=[
                (_record(Shortcoming, row), known[placement])
                for row, placement in unmended
                if placement in known
            ],
        )
    )


def _record(record: type[Record], row: Base) -> Record:
    """Read a row into the record that has its columns as attributes."""
    values: dict[str, Any] = {
        field.name: getattr(row, field.name)
        for field in dataclasses.fields(record)  # type: ignore[arg-type]  # all are dataclasses
    }
    return record(**values)
