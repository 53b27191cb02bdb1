"""Which years the rows of an action belong to, so that nothing of a closed one is taken back.

Forward every service asks for its year (:func:`partydesk.services.closed_years.require_open`); an
undo knows only rows. The year's policy is left out: a closed year keeps its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.base import Base
from partydesk.db.journal import Image, RowChange
from partydesk.db.models import (
    BallotBatchRow,
    ClosedYearRow,
    EvaluatedRow,
    EvaluationRow,
    InspectionRow,
    PlacementRow,
    PostRow,
    RoundRow,
    TrainingSessionRow,
)
from partydesk.domain.errors import Reason, RuleViolation

#: Tables whose rows say their year.
_OWN_YEAR: Final = frozenset(
    {"monthly_reports", "plan_items", "evaluations", "rounds", "bulletins"}
)
#: Table → the days that place a row into years.
_DAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "ledger_entries": ("happened_on",),
    "inspections": ("held_on",),
    "training_sessions": ("held_from",),
    "leaves": ("from_on", "to_on"),
}
_POSTING_DAYS: Final = ("appointed_on", "started_on", "ended_on")
#: Table → column and table of the row that it belongs to.
_PARENTS: Final[Mapping[str, tuple[str, type[Base]]]] = {
    "evaluated": ("evaluation_id", EvaluationRow),
    "objections": ("evaluation_id", EvaluationRow),
    "scores": ("evaluated_id", EvaluatedRow),
    "rule_marks": ("evaluated_id", EvaluatedRow),
    "ballot_batches": ("evaluated_id", EvaluatedRow),
    "measures": ("evaluated_id", EvaluatedRow),
    "ballot_counts": ("batch_id", BallotBatchRow),
    "shortcomings": ("inspection_id", InspectionRow),
    "participations": ("session_id", TrainingSessionRow),
    "posts": ("round_id", RoundRow),
    "wishes": ("round_id", RoundRow),
    "runs": ("round_id", RoundRow),
    "ceremonies": ("round_id", RoundRow),
    "rulings": ("post_id", PostRow),
    "consultations": ("post_id", PostRow),
    "consents": ("placement_id", PlacementRow),
    "decisions": ("placement_id", PlacementRow),
}
_Read: TypeAlias = Callable[[str], Any]


def require_none_closed(session: Session, changes: Iterable[RowChange]) -> None:
    """Refuse changes to rows of a closed year.

    Raises:
        RuleViolation: One belongs to a closed year; every such year is named.
    """
    closed = set(session.scalars(select(ClosedYearRow.year)))
    if not closed:
        return
    touched = {year for change in changes for year in _years(session, change)} & closed
    if touched:
        years = "、".join(str(year) for year in sorted(touched))
        message = f"{years} 年度已经办结，这一操作动过那一年的数据，不能再撤销"
        raise RuleViolation([Reason("year_closed", message)])


def _years(session: Session, change: RowChange) -> Iterator[int]:
    """The years that a row belonged to before or belongs to now."""
    if change.table == PlacementRow.__tablename__:
        yield from _of_posting(session, change)
        return
    for image in _images(change):
        read = _reader(session, change, image)
        if change.table in _OWN_YEAR:
            yield int(read("year"))
        elif change.table in _DAYS:
            years = [_year(read(name)) for name in _DAYS[change.table]]
            known = [year for year in years if year is not None]
            yield from range(min(known), max(known) + 1)
        elif change.table in _PARENTS:
            column, model = _PARENTS[change.table]
            yield from _of_row(session, session.get(model, read(column)))


def _images(change: RowChange) -> list[Image]:
    return [image for image in (change.before, change.after) if image is not None]


def _reader(session: Session, change: RowChange, image: Image) -> _Read:
    """Read a column: an image of a row that was changed holds what moved, the row the rest."""

    def read(column: str) -> Any:  # noqa: ANN401 - of any column
        if column in image:
            return image[column]
        row = session.get(_models()[change.table], change.row_id)
        return None if row is None else getattr(row, column)

    return read


@cache
def _models() -> Mapping[str, type[Base]]:
    return {str(each.class_.__tablename__): each.class_ for each in Base.registry.mappers}


def _of_posting(session: Session, change: RowChange) -> Iterator[int]:
    """The years of the days that moved; where none did, the year of the round.

    A posting of last year's round that ends this year is this year's matter.
    """
    images = _images(change)
    moved = [_year(image.get(name)) for image in images for name in _POSTING_DAYS]
    years = [year for year in moved if year is not None]
    if years:
        yield from years
    else:
        yield from _of_row(
            session, session.get(RoundRow, _reader(session, change, images[0])("round_id"))
        )


def _year(value: object) -> int | None:
    """The year of a day as a row or the journal holds it."""
    if value is None:
        return None
    return value.year if isinstance(value, dt.date) else dt.date.fromisoformat(str(value)).year


def _of_row(session: Session, row: object) -> Iterator[int]:
    """The year of a row that others belong to; nothing where it is gone with them."""
    match row:
        case EvaluationRow() | RoundRow():
            yield row.year
        case EvaluatedRow():
            yield row.evaluation.year
        case BallotBatchRow():
            yield row.evaluated.evaluation.year
        case InspectionRow():
            yield row.held_on.year
        case TrainingSessionRow():
            yield row.held_from.year
        case PostRow() | PlacementRow():
            yield session.get_one(RoundRow, row.round_id).year
