"""The kinds of sheet that can be imported, and who plans the rows of each."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from partydesk.domain.duty.sheets import LEDGER_FIELDS, REPORT_FIELDS
from partydesk.domain.duty.trainings import TrainingRow
from partydesk.domain.errors import ValidationFailed
from partydesk.domain.evaluation.sheets import BALLOT_FIELDS, SCORE_FIELDS
from partydesk.domain.fields import Field, Kind, fields_of
from partydesk.domain.selection import Post, Wish
from partydesk.domain.talents import Talent
from partydesk.services.duty.import_trainings import TrainingPlanner
from partydesk.services.evaluation.import_ballots import BallotPlanner, rows_of_ballots
from partydesk.services.evaluation.import_scores import ScorePlanner, rows_of_scores
from partydesk.services.import_duty import LedgerPlanner, ReportPlanner
from partydesk.services.import_pools import PoolPlanner
from partydesk.services.import_rounds import PostPlanner, WishPlanner
from partydesk.services.import_rows import RECORD_NUMBER, Planner
from partydesk.services.pool_kinds import ENTERPRISES, ORGANIZATIONS, TALENTS, Pool

#: Makes the planner of a sheet's rows from session, today and the round's year.
MakePlanner = Callable[[Session, dt.date, int], Planner]
#: Gives the rows of the sheet that goes out, from session and year: field name → text.
MakeRows = Callable[[Session, int], Iterable[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class ImportKind:
    """One kind of sheet that can be imported.

    Attributes:
        kind: Name on the command line.
        title: What people call the sheet.
        fields: The fields its columns may fill.
        planner: Makes what plans its rows.
        in_round: Whether it belongs to a year's round.
        rows: What the sheet that goes out already says of a year; None for an empty one.
        lenient: Names of the fields of which an unknown word, or a month in the place of a day,
            goes into the note instead of stopping the row.
        folders: Whether a folder of filled sheets can come in at once.
    """

    kind: str
    title: str
    fields: tuple[Field, ...]
    planner: MakePlanner
    in_round: bool = False
    rows: MakeRows | None = None
    lenient: frozenset[str] = frozenset()
    folders: bool = False


def import_kind(kind: str) -> ImportKind:
    """Give the kind of import.

    Raises:
        ValidationFailed: There is no such kind.
    """
    if kind not in KINDS:
        raise ValidationFailed({"kind": f"不能导入 {kind}；可以导入：{'、'.join(KINDS)}"})
    return KINDS[kind]


def _importable(record: type) -> tuple[Field, ...]:
    return tuple(f for f in fields_of(record) if f.imported)


def _may_be_blank(record: type) -> frozenset[str]:
    """Name the choices and days that a record can do without.

    A person's dates are no such days: they tell one person from another.
    """
    without = {one.name for one in dataclasses.fields(record) if one.default is None}
    days = {Kind.DATE} if record is Talent else {Kind.DATE, Kind.PARTIAL_DATE}
    return frozenset(
        f.name for f in _importable(record) if (f.choices or f.kind in days) and f.name in without
    )


def _of_pool(pool: Pool[Any], title: str) -> ImportKind:
    """The sheet of a pool, which belongs to no year."""

    def make(session: Session, today: dt.date, year: int) -> Planner:
        del year
        return PoolPlanner(pool, session, today)

    fields = (RECORD_NUMBER, *_importable(pool.record))
    return ImportKind(pool.kind, title, fields, make, lenient=_may_be_blank(pool.record))


KINDS: dict[str, ImportKind] = {
    kind.kind: kind
    for kind in (
        _of_pool(TALENTS, "人才名册"),
        _of_pool(ENTERPRISES, "企业名册"),
        _of_pool(ORGANIZATIONS, "党组织名册"),
        ImportKind("posts", "岗位需求", _importable(Post), PostPlanner, in_round=True),
        ImportKind("wishes", "双向意愿", _importable(Wish), WishPlanner, in_round=True),
        ImportKind("monthly-reports", "月报", REPORT_FIELDS, ReportPlanner, folders=True),
        ImportKind("ledger", "工作台账", LEDGER_FIELDS, LedgerPlanner, folders=True),
        ImportKind("trainings", "培训结果", _importable(TrainingRow), TrainingPlanner),
        ImportKind("ballots", "测评票", BALLOT_FIELDS, BallotPlanner, rows=rows_of_ballots),
        ImportKind("scores", "考核打分", SCORE_FIELDS, ScorePlanner, rows=rows_of_scores),
    )
}
