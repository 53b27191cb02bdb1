"""What becomes of one row of a sheet of points."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from partydesk.db.models import EvaluatedRow
from partydesk.domain.changes import FieldChange
from partydesk.domain.errors import Reason, ValidationFailed
from partydesk.domain.evaluation.sheets import SCORE_FIELDS
from partydesk.services.evaluation.import_judged import (
    COMPONENT,
    UNIT,
    JudgedPlanner,
    Narrowing,
    filled_row,
    judged_rows,
    name_of,
    narrowed,
)
from partydesk.services.evaluation.points import (
    PointsSlot,
    PointsTyped,
    find_score,
    read_points,
    slots_in,
    store_points,
)
from partydesk.services.import_rows import PlannedRow, RowCells, RowReport

_FIELD: Final = {field.name: field for field in SCORE_FIELDS}


@dataclass(frozen=True, slots=True)
class _Place:
    """A place for points with what it is called."""

    slot: PointsSlot
    component: str
    unit: str


class ScorePlanner(JudgedPlanner):
    """Plans the rows of a sheet of points; blank cells clear nothing."""

    def __init__(self, session: Session, today: dt.date, year: int) -> None:
        """Have seen no row yet.

        Raises:
            NotFound: No evaluation of the year was begun.
        """
        super().__init__(session, today, year)
        self._seen: dict[PointsSlot, int] = {}

    def plan(self, cells: RowCells, report: RowReport) -> PlannedRow:
        """Say what would become of a row."""
        values = cells.values
        label = f"{values.get('judged') or ''} {values.get('component') or ''}".strip()
        row = self._about(cells, report)
        place = None if row is None else self._place(row, values, report)
        if row is None or place is None or report.problems:
            return PlannedRow(report.row, "rejected", label)
        slot = place.slot
        label = f"{name_of(row)} {place.component} {slot.scorer}"
        earlier = self._seen.setdefault(slot, report.row)
        if earlier != report.row:
            message = f"与第 {earlier} 行重复，请只留一行"
            report.refuse(Reason("doubled_row", message), _FIELD["scorer"], slot.scorer)
        return self._planned(row, slot, values, label, report)

    def _place(
        self, row: EvaluatedRow, values: Mapping[str, Any], report: RowReport
    ) -> _Place | None:
        places = [_Place(s, c.name, unit) for c, s, unit in slots_in(self._session, row)]
        if not places:
            message = f"{name_of(row)}的考核方案没有打分的项目"
            report.refuse(Reason("nothing_to_give", message), COMPONENT)
            return None
        unit = values.get("enterprise")
        columns: tuple[Narrowing[_Place], ...] = (
            Narrowing(COMPONENT, values.get("component"), lambda place: place.component),
            Narrowing(_FIELD["scorer"], values.get("scorer"), lambda place: place.slot.scorer),
            # Who speaks for no unit is found though the row names the person's.
            Narrowing(UNIT, unit, lambda place: place.unit or unit or ""),
        )
        return narrowed(places, columns, report)

    def _planned(
        self, row: EvaluatedRow, slot: PointsSlot, values: Mapping[str, Any], label: str,
        report: RowReport,
    ) -> PlannedRow:  # fmt: skip
        """Compare with what was given before."""
        text, comment = values.get("points"), values.get("comment")
        if text is None and comment is None:
            message = "分数和意见都空着，这一行没有导入"
            report.warn(Reason("empty_row", message), _FIELD["points"])
            return PlannedRow(report.row, "unchanged", label)
        try:
            points = None if text is None else read_points(text)
        except ValidationFailed as error:
            message = error.fields["points"]
            report.refuse(Reason("unbelievable", message), _FIELD["points"], text or "")
            return PlannedRow(report.row, "rejected", label)
        before = find_score(self._session, slot)
        had = ("", "") if before is None else (_shown(before.points), before.comment or "")
        typed = PointsTyped(
            slot, had[0] if points is None else f"{points:f}",
            had[1] if comment is None else comment,
        )  # fmt: skip
        changes = tuple(
            FieldChange(_FIELD[name].label, old, new)
            for name, old, new in zip(
                ("points", "comment"), had, (typed.points, typed.comment), strict=True
            )
            if old != new
        )
        if not changes:
            return PlannedRow(report.row, "unchanged", label)
        evaluated_id = row.id

        def write(session: Session) -> None:
            store_points(session, session.get_one(EvaluatedRow, evaluated_id), typed)

        outcome = "created" if before is None else "updated"
        return PlannedRow(report.row, outcome, label, changes, write)


def _shown(points: object) -> str:
    return "" if points is None else f"{points:f}"


def rows_of_scores(session: Session, year: int) -> Iterable[Mapping[str, Any]]:
    """Give the rows of the sheet that goes out: everything that somebody gives points for."""
    for row in judged_rows(session, year):
        for component, slot, unit in slots_in(session, row):
            yield filled_row(
                judged=name_of(row), enterprise=unit, component=component.name, scorer=slot.scorer
            )
