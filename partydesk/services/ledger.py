"""The ledger of numbers, and documents frozen as they were issued."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from partydesk.db.models import NumberRow, NumberSeries
from partydesk.domain.errors import Reason, RuleViolation
from partydesk.domain.numbering import document_number
from partydesk.domain.policy import Policy


def take_number(session: Session, series: NumberSeries, policy: Policy, year: int) -> NumberRow:
    """Take the next number of a series; numbers once taken are never given again.

    Args:
        session: Open session; nothing is committed.
        series: Which run of numbers.
        policy: Whose codes and first serials hold.
        year: Year in the brackets.

    Raises:
        RuleViolation: Another kind of document had this code before and took the number.
    """
    rule = policy.numbering(series.value)
    last = select(func.max(NumberRow.serial)).where(
        NumberRow.series == series, NumberRow.year == year
    )
    serial = max((session.scalar(last) or 0) + 1, rule.first)
    number = document_number(rule.code, year, serial)
    if session.scalar(select(NumberRow.id).where(NumberRow.text == number)) is not None:
        message = f"编号“{number}”已用于另一种文书，请在年度政策中改用别的代字"
        raise RuleViolation([Reason("number_taken", message)])
    row = NumberRow(series=series, year=year, serial=serial, text=number)
    session.add(row)
    session.flush()
    return row


def frozen(content: Any) -> dict[str, Any]:  # noqa: ANN401 - any of the printed data classes
    """Turn a printed data class into plain values for keeping; its code is kept elsewhere."""
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in dataclasses.asdict(content).items()
        if name != "code"
    }
