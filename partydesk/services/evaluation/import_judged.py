"""What the sheets of the evaluation share: finding whom a row is about, and which part of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import EvaluatedRow, EvaluationRow
from partydesk.domain.errors import NotFound, Reason, RuleViolation
from partydesk.domain.evaluation.kinds import Judged
from partydesk.domain.evaluation.sheets import AboutWhom
from partydesk.domain.fields import Field, fields_of
from partydesk.domain.values.cells import key_of
from partydesk.services.closed_years import require_open
from partydesk.services.evaluation.evaluations import evaluation_in, require_unfrozen
from partydesk.services.import_rows import Duplicate, RowCells, RowReport

NAME, NUMBER, UNIT, COMPONENT = fields_of(AboutWhom)
T = TypeVar("T")
_SOME: Final = 6
"""So many words are named where a row says one that nobody knows."""


@dataclass(frozen=True, slots=True)
class Narrowing(Generic[T]):
    """One column by which a row names its place.

    Attributes:
        field: The column.
        given: What the row says; None where it says nothing.
        word: What a place is called under it.
    """

    field: Field
    given: str | None
    word: Callable[[T], str]


def narrowed(places: Sequence[T], columns: Iterable[Narrowing[T]], report: RowReport) -> T | None:
    """Find the one place that a row names, or say why there is not just one.

    Args:
        places: All that it could be.
        columns: What the row says.
        report: Takes what is wrong.
    """
    said = tuple(columns)
    for column in said:
        if column.given is None:
            continue
        fitting = [each for each in places if key_of(column.word(each)) == key_of(column.given)]
        if not fitting:
            known = "、".join(dict.fromkeys(column.word(each) for each in places))
            message = f"没有“{column.given}”，这里应是：{known}"
            report.refuse(Reason("unknown", message), column.field, column.given)
            return None
        places = fitting
    for column in said:
        words = list(dict.fromkeys(column.word(each) for each in places))
        if len(words) > 1:
            message = f"请填写{column.field.label}：{'、'.join(words[:_SOME])}"
            report.refuse(Reason("ambiguous", message), column.field, column.given or "")
            return None
    return places[0]


class JudgedPlanner:
    """What the planners of the evaluation's sheets share."""

    def __init__(self, session: Session, today: dt.date, year: int) -> None:
        """Read who is judged.

        Raises:
            NotFound: No evaluation of the year was begun.
        """
        del today
        self.duplicates: list[Duplicate] = []
        self._session, self._year = session, year
        self._people = list(judged_rows(session, year))
        if not self._people:
            message = f"{year} 年的考核还没有开始；请先在“年末考核”里开始，再导入"
            raise NotFound(message)

    def _about(self, cells: RowCells, report: RowReport) -> EvaluatedRow | None:
        """Find whom a row is about; say so where there is not just one."""
        values = cells.values
        for field, text in cells.masked:
            message = f"{field.label}“{text}”打了星号，没有读入，按姓名查找；请核对是否同名"
            report.warn(Reason("masked", message), field, text)
        name, number = values.get("judged"), values.get("citizen_number")
        if not name:
            if "judged" not in cells.refused:
                report.refuse(Reason("required", f"缺少{NAME.label}，请补填"), NAME)
            return None
        found = [row for row in self._people if key_of(name_of(row)) == key_of(name)]
        if number:
            found = [row for row in found if _number(row) in (None, number)]
        if len(found) == 1:
            return found[0] if self._may_change(found[0], report) else None
        if found:
            message = f"{self._year} 年考核里有 {len(found)} 个“{name}”，请填写{NUMBER.label}"
            report.refuse(Reason("ambiguous", message), NUMBER, name)
            return None
        message = f"{self._year} 年考核里没有“{name}”，或号码与姓名不符；请核对，或先补入考核对象"
        report.refuse(Reason("unknown", message), NAME, name)
        return None

    def _may_change(self, row: EvaluatedRow, report: RowReport) -> bool:
        """Tell whether the evaluation is still open; why not goes into the report."""
        try:
            require_open(self._session, row.evaluation.year)
            require_unfrozen(row.evaluation)
        except RuleViolation as problem:
            for reason in problem.reasons:
                report.refuse(reason)
            return False
        return True


def judged_rows(session: Session, year: int) -> Iterable[EvaluatedRow]:
    """Give everybody whom a year judges: the people, then the committees."""
    for judged in Judged:
        parent: EvaluationRow | None = evaluation_in(session, year, judged)
        if parent is not None:
            yield from session.scalars(
                select(EvaluatedRow)
                .where(EvaluatedRow.evaluation_id == parent.id, EvaluatedRow.left_out.is_(None))
                .order_by(EvaluatedRow.id)
            )


def name_of(row: EvaluatedRow) -> str:
    """Name of the person or the committee."""
    owner = row.talent or row.organization
    return owner.name if owner else ""


def _number(row: EvaluatedRow) -> str | None:
    return row.talent.citizen_number if row.talent else None


def filled_row(**texts: str | None) -> Mapping[str, Any]:
    """Write a row of the sheet that goes out, leaving out what is not there."""
    return {name: text for name, text in texts.items() if text}
