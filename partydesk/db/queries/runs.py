"""Runs of the matcher: which is the newest of the whole round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import RunRow


def fills_a_vacancy(options: Mapping[str, Any]) -> bool:
    """Whether a run was the choice of one person for one open post, not of the round."""
    return "vacancy" in options


def newest_run(session: Session, round_id: int) -> int | None:
    """Number of the newest run that was for the round; None before the first."""
    statement = select(RunRow.id, RunRow.options).where(RunRow.round_id == round_id)
    rows = session.execute(statement.order_by(RunRow.number.desc()))
    return next((number for number, options in rows if not fills_a_vacancy(options)), None)
