"""What befalls an organization: 成立、升格、换届、更名、撤销."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class EventKind(StrEnum):
    """事项."""

    FOUNDED = "成立"
    RAISED = "升格"
    ELECTED = "换届"
    RENAMED = "更名"
    DISSOLVED = "撤销"
    OTHER = "其他"


@dataclass(frozen=True, slots=True)
class OrganizationEvent:
    """One event.

    Attributes:
        id: Number of the event.
        kind: 事项.
        happened_on: The day, as the document says.
        document: Number of the document that decided it; empty for none.
        details: What it said or changed.
    """

    id: int
    kind: EventKind
    happened_on: dt.date
    document: str
    details: str
