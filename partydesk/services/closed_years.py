"""Closed years: whether a year is closed, and refusing what would change it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import ClosedYearRow
from partydesk.domain.errors import Reason, RuleViolation


def is_closed(session: Session, year: int) -> bool:
    """Tell whether a year is closed."""
    return session.scalar(select(ClosedYearRow.id).where(ClosedYearRow.year == year)) is not None


def require_open(session: Session, year: int) -> None:
    """Refuse what would change a closed year; whoever writes into a year asks first.

    Raises:
        RuleViolation: The year is closed.
    """
    if is_closed(session, year):
        message = f"{year} 年度已经办结，数据不再改动；可以查看和补打"
        raise RuleViolation([Reason("year_closed", message)])
