"""Closed years: whether a year is closed, what was frozen, and refusing what would change it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import ClosedYearRow
from partydesk.domain.errors import Reason, RuleViolation


def is_closed(session: Session, year: int) -> bool:
    """Tell whether a year is closed."""
    return session.scalar(select(ClosedYearRow.id).where(ClosedYearRow.year == year)) is not None


def closed_row(session: Session, year: int) -> ClosedYearRow | None:
    """Give what was frozen of a year; None while it is open."""
    return session.scalar(select(ClosedYearRow).where(ClosedYearRow.year == year))


def frozen_policy(session: Session, year: int) -> Mapping[str, Any] | None:
    """Give the rules that a closed year was judged by; None while it is open."""
    return session.scalar(select(ClosedYearRow.policy).where(ClosedYearRow.year == year))


def require_open(session: Session, year: int) -> None:
    """Refuse what would change a closed year; whoever writes into a year asks first.

    Raises:
        RuleViolation: The year is closed.
    """
    if is_closed(session, year):
        message = f"{year} 年度已经办结，数据不再改动；可以查看和补打"
        raise RuleViolation([Reason("year_closed", message)])
