"""Things that are due by a day, read straight from what is stored about the work on post."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from sqlalchemy.orm import Session

from partydesk.db.queries import duty as reading
from partydesk.domain.duty.due import Due
from partydesk.domain.duty.leaves import Leave
from partydesk.domain.duty.postings import (
    Posting,
    month_end,
    postings_to_report,
    report_due_on,
)
from partydesk.domain.duty.week import horizon

_PAGE: Final = "duty"
#: Day of the next month by which a monthly report is in.
REPORT_DAY: Final = 5
_DECEMBER: Final = 12


def reports_due(session: Session, year: int, today: dt.date) -> list[Due]:
    """Monthly reports that are not in: of the year, and in January of the December before it."""
    before = [(year - 1, _DECEMBER)] if (today.year, today.month) == (year, 1) else []
    months = [
        (y, m)
        for y, m in (*before, *((year, m) for m in range(1, _DECEMBER + 1)))
        if month_end(y, m) < today
    ]
    if not months:
        return []
    first, last = dt.date(*months[0], 1), month_end(*months[-1])
    postings = reading.postings_between(session, first, last, 0)
    leaves = [
        Leave(placement_id=row.placement_id, kind=row.kind, from_on=row.from_on, to_on=row.to_on)
        for row in reading.leaves_between(session, first, last)
    ]
    reports = reading.reports_between(session, months[0], months[-1])
    known = {(each.placement_id, each.year, each.month) for each in reports}
    return [
        _report(posting, y, m)
        for y, m in months
        for posting in postings_to_report(postings, leaves, y, m)
        if (posting.id, y, m) not in known
    ]


def _report(posting: Posting, year: int, month: int) -> Due:
    key, title = f"report:{posting.id}:{year}-{month:02}", f"{month}月月报未交"
    due = report_due_on(year, month, REPORT_DAY)
    return Due(key, title, posting.who, _PAGE, "reports", "登记", due)


def shortcomings_due(session: Session, _year: int, today: dt.date) -> list[Due]:
    """What inspections found and nobody has mended yet."""
    rows = reading.open_shortcomings(session, horizon(today))
    postings = reading.postings_of(session, {placement for _, placement in rows}, 0)
    return [
        Due(
            f"shortcoming:{row.id}",
            f"督查整改：{row.problem}",
            postings[placement].who,
            _PAGE,
            "inspections",
            "销号",
            row.due_on,
        )
        for row, placement in rows
        if placement in postings
    ]


def targets_due(session: Session, year: int, today: dt.date) -> list[Due]:
    """Targets of the year's plans that are not reached."""
    return list(_targets(session, year, today))


def _targets(session: Session, year: int, today: dt.date) -> Iterator[Due]:
    rows = reading.open_targets(session, year, horizon(today))
    numbers = {placement for _, placement in rows}
    postings = reading.postings_of(session, numbers, 0)
    counted = reading.counted_outcomes(session, year, numbers)
    for item, placement in rows:
        if placement not in postings:
            continue
        if item.outcome and item.target:
            reached = counted.get((placement, item.outcome), 0)
            if reached >= item.target:
                continue
        key, title = f"target:{item.id}", f"工作安排：{item.task}"
        yield Due(key, title, postings[placement].who, _PAGE, "plans", "查看", item.due_on)


def trainings_due(session: Session, _year: int, today: dt.date) -> list[Due]:
    """Trainings that begin soon."""
    return [
        Due(
            f"training:{row.id}",
            f"开班：{row.course.name}",
            row.place or "地点未定",
            _PAGE,
            "trainings",
            "查看",
            row.held_from,
        )
        for row in reading.sessions_beginning(session, today, horizon(today))
    ]
