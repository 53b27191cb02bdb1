"""What is counted before a year is closed, and the figures that are frozen with it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sqlalchemy import ColumnElement, func, select

from partydesk.db.models import (
    AgreementRow,
    CertificateRow,
    InspectionRow,
    LedgerEntryRow,
    MeasureRow,
    NumberRow,
    OrganizationRow,
    PlacementRow,
    PostRow,
    RoundRow,
    ShortcomingRow,
    TalentRow,
    TrainingSessionRow,
)
from partydesk.db.queries.terms import sets_the_term
from partydesk.domain.certificates import CertificateKind
from partydesk.domain.duty.postings import Posting
from partydesk.domain.evaluation.kinds import Judged
from partydesk.domain.organizations import SUPERIORS, OrganizationState
from partydesk.domain.placements import LIVE, POSTED, State
from partydesk.domain.year_closing import Check, EvaluationState, YearCounts, checks_of
from partydesk.services.evaluation.data import Asked, owed_reports, reports_of
from partydesk.services.evaluation.evaluations import evaluation_in
from partydesk.services.evaluation.postings import postings_of_year
from partydesk.services.evaluation.results import Results, results_in
from partydesk.services.number_register import entries_in, gaps_in

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute, Session

_NOT_JUDGED: Final = "不予评定"
_UNDECIDED: Final = "未确定"


def checks_in(session: Session, year: int, today: dt.date) -> tuple[Check, ...]:
    """Go through the list of an open year."""
    counts = YearCounts(
        year=year,
        today=today,
        unfinished=_unfinished(session, year),
        reports=_missing_reports(session, year, today),
        shortcomings=_shortcomings(session, year),
        people=_state(session, year, Judged.PEOPLE, today),
        committees=_state(session, year, Judged.COMMITTEES, today),
        terms=_terms(session, year, today),
        gaps=[gap.words for gap in gaps_in(session, year) if not gap.explained],
        unprinted=[
            entry.number
            for entry in entries_in(session, year)
            if not entry.void and not entry.printed
        ],
    )
    return checks_of(counts)


def _within(column: InstrumentedAttribute[dt.date], year: int) -> ColumnElement[bool]:
    return column.between(dt.date(year, 1, 1), dt.date(year, 12, 31))


def _unfinished(session: Session, year: int) -> list[str]:
    """People of the year's round whose pair is on its way and who are not at work yet."""
    waiting = [state for state in LIVE if state is not State.ON_POST]
    names = (
        select(TalentRow.name)
        .join(PlacementRow, PlacementRow.talent_id == TalentRow.id)
        .join(PostRow, PostRow.id == PlacementRow.post_id)
        .join(RoundRow, RoundRow.id == PostRow.round_id)
        .where(RoundRow.year == year, PlacementRow.state.in_(waiting))
        .order_by(PlacementRow.id)
    )
    return list(session.scalars(names))


def _missing_reports(session: Session, year: int, today: dt.date) -> list[str]:
    asked = Asked(session, year, today, postings_of_year(session, year))
    reports = reports_of(asked)
    missing = [
        (posting.talent_id, month)
        for posting, month in owed_reports(asked)
        if (posting.placement_id, month) not in reports
    ]
    names = _telling_names(session, asked.postings)
    return [f"{names[talent]} {month} 月" for talent, month in missing]


def _telling_names(session: Session, postings: Sequence[Posting]) -> dict[int, str]:
    """Name people by 记录号; namesakes with their units, so that they are told apart."""
    units: dict[int, dict[str, None]] = {}
    for each in postings:
        units.setdefault(each.talent_id, {})[each.enterprise] = None
    rows = session.execute(select(TalentRow.id, TalentRow.name).where(TalentRow.id.in_(units)))
    names = {row.id: row.name for row in rows}
    alike = {name for name, count in Counter(names.values()).items() if count > 1}
    return {
        number: f"{name}（{'、'.join(units[number])}）" if name in alike else name
        for number, name in names.items()
    }


def _shortcomings(session: Session, year: int) -> list[str]:
    rows = session.execute(
        select(TalentRow.name, ShortcomingRow.problem)
        .join(PlacementRow, PlacementRow.talent_id == TalentRow.id)
        .join(InspectionRow, InspectionRow.placement_id == PlacementRow.id)
        .join(ShortcomingRow, ShortcomingRow.inspection_id == InspectionRow.id)
        .where(ShortcomingRow.closed_on.is_(None), _within(InspectionRow.held_on, year))
        .order_by(ShortcomingRow.due_on, ShortcomingRow.id)
    )
    return [f"{name}（{problem}）" for name, problem in rows]


def _terms(session: Session, year: int, today: dt.date) -> list[str]:
    """People whose term was over by the year's end, or is by today, and who are still posted."""
    names = (
        select(TalentRow.name)
        .join(PlacementRow, PlacementRow.talent_id == TalentRow.id)
        .join(AgreementRow, AgreementRow.placement_id == PlacementRow.id)
        .where(
            sets_the_term(),
            PlacementRow.state.in_(POSTED),
            AgreementRow.term_to <= min(today, dt.date(year, 12, 31)),
        )
        .order_by(AgreementRow.term_to, PlacementRow.id)
    )
    return list(session.scalars(names))


# -- the evaluations ---------------------------------------------------------------------------


def _state(session: Session, year: int, judged: Judged, today: dt.date) -> EvaluationState:
    """Say how far an evaluation is, and what of its results nobody has acted on."""
    row = evaluation_in(session, year, judged)
    if row is None:
        return EvaluationState(_due(session, year, judged))
    results = results_in(session, row, today)
    if row.closed_on is None:
        return EvaluationState(len(results.rows), begun=True)
    return EvaluationState(
        len(results.rows),
        begun=True,
        closed_on=row.closed_on,
        honours=_unhonoured(session, results, row.closed_on),
        measures=_unmeasured(session, results),
    )


def _due(session: Session, year: int, judged: Judged) -> int:
    """How many would be judged if it were begun."""
    if judged is Judged.PEOPLE:
        return len({each.talent_id for each in postings_of_year(session, year)})
    statement = select(func.count(OrganizationRow.id)).where(
        OrganizationRow.kind.in_(SUPERIORS), OrganizationRow.state == OrganizationState.ACTIVE
    )
    return session.scalar(statement) or 0


def _unhonoured(session: Session, results: Results, since: dt.date) -> list[str]:
    words = {grade.word for grade in results.scheme.grades if grade.commended}
    honoured = set(
        session.scalars(
            select(CertificateRow.talent_id)
            .join(NumberRow, NumberRow.id == CertificateRow.number_id)
            .where(
                CertificateRow.kind == CertificateKind.HONOUR,
                CertificateRow.issued_on >= since,
                NumberRow.void.is_(False),
            )
        )
    )
    return [
        row.evaluated.name
        for row in results.rows
        if row.evaluated.grade in words
        and row.evaluated.talent_id is not None
        and row.evaluated.talent_id not in honoured
    ]


def _unmeasured(session: Session, results: Results) -> list[str]:
    words = {grade.word for grade in results.scheme.grades if grade.measure is not None}
    wanted = [row.evaluated for row in results.rows if row.evaluated.grade in words]
    ids = [each.id for each in wanted]
    done = set(
        session.scalars(select(MeasureRow.evaluated_id).where(MeasureRow.evaluated_id.in_(ids)))
    )
    return [each.name for each in wanted if each.id not in done]


# -- the figures -------------------------------------------------------------------------------


def figures_in(session: Session, year: int, today: dt.date) -> tuple[tuple[str, str], ...]:
    """Count what a year came to: label and figure, in the order of the work."""
    postings = postings_of_year(session, year)
    asked = Asked(session, year, today, postings)
    owed, there = owed_reports(asked), reports_of(asked)
    reports = sum((each.placement_id, month) in there for each, month in owed)
    inspections = _count(session, InspectionRow.id, _within(InspectionRow.held_on, year))
    sessions = _count(session, TrainingSessionRow.id, _within(TrainingSessionRow.held_from, year))
    ledger = _count(session, LedgerEntryRow.id, _within(LedgerEntryRow.happened_on, year))
    return (
        ("双向选择岗位", f"{_posts(session, year)} 个"),
        ("本年在岗人员", f"{len({each.talent_id for each in postings})} 人"),
        ("本年派驻单位", f"{len({each.enterprise_id for each in postings})} 家"),
        ("月报", f"应报 {len(owed)} 份，已报 {reports} 份"),
        ("工作台账", f"{ledger} 条"),
        ("督查", f"{inspections} 次"),
        ("培训", f"{sessions} 次"),
        *_documents(session, year),
        *((f"{judged.value}考核", _grades(session, year, judged, today)) for judged in Judged),
    )


def _posts(session: Session, year: int) -> int:
    return (
        session.scalar(
            select(func.count(PostRow.id))
            .join(RoundRow, RoundRow.id == PostRow.round_id)
            .where(RoundRow.year == year, PostRow.closed_on.is_(None))
        )
        or 0
    )


def _count(
    session: Session, column: InstrumentedAttribute[int], *wanted: ColumnElement[bool]
) -> int:
    return session.scalar(select(func.count(column)).where(*wanted)) or 0


def _documents(session: Session, year: int) -> list[tuple[str, str]]:
    """How many documents of each sort were issued, and how many of them are void."""
    found: dict[str, list[bool]] = {}
    for entry in entries_in(session, year):
        found.setdefault(entry.title, []).append(entry.void)
    return [
        (title, f"{len(void)} 份" + (f"（作废 {sum(void)} 份）" if any(void) else ""))
        for title, void in found.items()
    ]


def _grades(session: Session, year: int, judged: Judged, today: dt.date) -> str:
    row = evaluation_in(session, year, judged)
    if row is None:
        return "没有进行"
    results = results_in(session, row, today)
    counted = Counter(
        each.evaluated.grade or (_UNDECIDED if each.placed.suggested else _NOT_JUDGED)
        for each in results.rows
    )
    grades = [grade.word for grade in results.scheme.grades]
    order: Sequence[str] = [*grades, _UNDECIDED, _NOT_JUDGED]
    return "，".join(f"{word} {counted[word]}" for word in order if counted[word]) or "没有对象"
