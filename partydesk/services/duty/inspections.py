"""双向督查: visits, calls, talks and the enterprise's own word, with what is to be mended."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from partydesk.db.models import AttachmentRow, InspectionRow, ShortcomingRow
from partydesk.domain.changes import Changes
from partydesk.domain.duty.due import Due
from partydesk.domain.duty.inspections import (
    BY_OFFICE,
    Inspection,
    Mending,
    Shortcoming,
    faults_of_shortcoming,
    half_in_question,
    mending_of,
    mending_of_one,
)
from partydesk.domain.duty.postings import Appointed
from partydesk.domain.entry import read_entry
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.fields import fields_of
from partydesk.services.closed_years import require_open
from partydesk.services.duty.on_post import inspected_in_year, on_post_in, posting_of
from partydesk.services.policies import policy_in

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: What a shortcoming is told as: field name → text; ``id`` names one that is stored already.
Told = Mapping[str, str]
#: What a follow-up may say.
FOLLOW_UP: Final = tuple(f for f in fields_of(Shortcoming) if f.name in {"follow_up", "closed_on"})


@dataclass(frozen=True, slots=True)
class InspectionLine:
    """One inspection in a list.

    Attributes:
        inspection: What was found.
        posting: Whose work was looked at.
        shortcomings: What is to be mended, in the order in which it was written down.
        mending: Where that stands.
        papers: How many attachments it has.
    """

    inspection: Inspection
    posting: Appointed
    shortcomings: tuple[Shortcoming, ...]
    mending: Mending
    papers: int = 0

    @property
    def id(self) -> int:
        """记录号."""
        assert self.inspection.id is not None  # noqa: S101 - it was read
        return self.inspection.id

    @property
    def due_on(self) -> dt.date | None:
        """Until when the next shortcoming is to be mended; None where none is open."""
        days = [one.due_on for one in self.shortcomings if one.closed_on is None]
        return min(days, default=None)


@dataclass(frozen=True, slots=True)
class Overview:
    """The inspections of a year, and who was not inspected.

    Attributes:
        lines: The inspections, the newest first.
        postings: Whose work can be looked at.
        unseen: Postings that were not inspected often enough in the half-year, with how often.
        half: First and last day of that half-year.
        wanted: How often the policy asks for; 0 for not at all.
    """

    lines: tuple[InspectionLine, ...]
    postings: tuple[Appointed, ...]
    unseen: tuple[tuple[Appointed, int], ...]
    half: tuple[dt.date, dt.date]
    wanted: int


def get_overview(workspace: Workspace, year: int) -> Overview:
    """Tell of a year's inspections and of who is still to be inspected."""
    with workspace.reading() as session:
        today = workspace.today()
        return Overview(
            lines_in(session, year, today),
            inspected_in_year(session, year),
            unseen_in(session, year, today),
            half_in_question(year, today),
            policy_in(session, year).inspections_half,
        )


def lines_in(
    session: Session, year: int, today: dt.date, placement_id: int | None = None
) -> tuple[InspectionLine, ...]:
    """List the inspections of a year, the newest first.

    Shortcomings of earlier years that are still open come along, so that none is forgotten.

    Args:
        session: Open session.
        year: The year.
        today: The day by which deadlines are judged.
        placement_id: Only those of this posting.
    """
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    open_before = select(ShortcomingRow.inspection_id).where(ShortcomingRow.closed_on.is_(None))
    statement = (
        select(InspectionRow)
        .where(
            InspectionRow.held_on.between(first, last)
            | ((InspectionRow.held_on < first) & InspectionRow.id.in_(open_before))
        )
        .order_by(InspectionRow.held_on.desc(), InspectionRow.id.desc())
    )
    if placement_id is not None:
        statement = statement.where(InspectionRow.placement_id == placement_id)
    rows = session.scalars(statement).all()
    papers = _papers(session)
    return tuple(_line(session, row, today, papers.get(row.id, 0)) for row in rows)


def line_of(session: Session, number: int, today: dt.date) -> InspectionLine:
    """Give one inspection.

    Raises:
        NotFound: There is none.
    """
    return _line(session, _row(session, number), today, 0)


def _papers(session: Session) -> dict[int, int]:
    counted = (
        select(AttachmentRow.inspection_id, func.count())
        .where(AttachmentRow.inspection_id.is_not(None))
        .group_by(AttachmentRow.inspection_id)
    )
    return {number: count for number, count in session.execute(counted) if number is not None}


def _line(session: Session, row: InspectionRow, today: dt.date, papers: int) -> InspectionLine:
    shortcomings = tuple(shortcoming_of(each) for each in row.shortcomings)
    posting = posting_of(session, row.placement_id)
    state = mending_of(shortcomings, today)
    return InspectionLine(inspection_of(row), posting, shortcomings, state, papers)


def unseen_in(session: Session, year: int, today: dt.date) -> tuple[tuple[Appointed, int], ...]:
    """List who is on post and was inspected too seldom in the half-year in question.

    The enterprise's own word is no inspection by the office.
    """
    wanted = policy_in(session, year).inspections_half
    first, last = half_in_question(year, today)
    seen = (
        select(InspectionRow.placement_id, func.count())
        .where(InspectionRow.held_on.between(first, last), InspectionRow.way.in_(BY_OFFICE))
        .group_by(InspectionRow.placement_id)
    )
    counts = {number: count for number, count in session.execute(seen) if count}
    return tuple(
        (one, counts.get(one.placement_id, 0))
        for one in on_post_in(session, first, last)
        if one.ended_on is None and counts.get(one.placement_id, 0) < wanted
    )


# -- acts ---------------------------------------------------------------------------------------


def save_inspection(
    workspace: Workspace,
    number: int | None,
    placement_id: int,
    texts: Mapping[str, str],
    shortcomings: Sequence[Told] = (),
) -> tuple[int, Changes]:
    """Store an inspection with all its shortcomings; those left out are taken away.

    Args:
        workspace: Open workspace.
        number: 记录号; None for a new one.
        placement_id: Whose work was looked at.
        texts: Field name of :class:`Inspection` → what was typed.
        shortcomings: What is to be mended.

    Returns:
        记录号 and what changed.

    Raises:
        ValidationFailed: Something is missing, cannot be read or contradicts itself; what belongs
            to the shortcoming in place ``n`` is named ``shortcomings.n.field``.
        NotFound: There is no such inspection, posting or shortcoming.
        RuleViolation: The year is closed.
    """
    today = workspace.today()
    values = _read(texts, today)
    found = _shortcomings(shortcomings, values["held_on"], today)
    act = "登记" if number is None else "修改"
    with workspace.unit_of_work("save_inspection", f"{act}督查") as uow:
        session = uow.session
        posting = posting_of(session, placement_id)
        row = InspectionRow() if number is None else _row(session, number)
        if number is not None:
            require_open(session, row.held_on.year)
        require_open(session, values["held_on"].year)
        row.placement_id = placement_id
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)
        session.flush()
        _put(session, row, found)
        more = f"，发现问题 {len(found)} 条" if found else ""
        uow.relabel(f"{act}督查：{posting.label}{row.way}{more}")
        changes = uow.commit()
        return row.id, changes


def _read(texts: Mapping[str, str], today: dt.date) -> dict[str, Any]:
    values: dict[str, Any] = dict(
        read_entry(fields_of(Inspection), texts, today=today, words={}).values
    )
    if values["held_on"] > today:
        raise ValidationFailed({"held_on": "督查日期不能晚于今天"})
    return values


def _shortcomings(
    told: Sequence[Told], found_on: dt.date, today: dt.date
) -> list[tuple[int | None, dict[str, Any]]]:
    """Read the shortcomings; one of which nothing is told is left out.

    Raises:
        ValidationFailed: With every fault of every shortcoming.
    """
    faults: dict[str, str] = {}
    found: list[tuple[int | None, dict[str, Any]]] = []
    for place, texts in enumerate(told):
        words = {name: text for name, text in texts.items() if name != "id"}
        if not any(text.strip() for text in words.values()):
            continue
        try:
            values = dict(read_entry(fields_of(Shortcoming), words, today=today, words={}).values)
            _check(values, found_on, today)
        except ValidationFailed as refused:
            faults.update({f"shortcomings.{place}.{n}": m for n, m in refused.fields.items()})
            continue
        found.append((int(texts["id"]) if texts.get("id") else None, values))
    if faults:
        raise ValidationFailed(faults)
    return found


def _check(values: dict[str, Any], found_on: dt.date, today: dt.date) -> None:
    """Refuse a shortcoming that contradicts itself.

    Raises:
        ValidationFailed: With what does.
    """
    faults = faults_of_shortcoming(Shortcoming(inspection_id=0, **values), found_on, today)
    if faults:
        raise ValidationFailed(faults)


def _put(
    session: Session, row: InspectionRow, found: Sequence[tuple[int | None, dict[str, Any]]]
) -> None:
    """Write the shortcomings of an inspection.

    Raises:
        NotFound: One is not there.
    """
    stored = {each.id: each for each in row.shortcomings}
    kept = {number for number, _ in found if number is not None}
    if kept - stored.keys():
        raise NotFound("这条问题已不在工作区中")
    for gone in stored.keys() - kept:
        session.delete(stored[gone])
    for number, values in found:
        each = ShortcomingRow(inspection_id=row.id) if number is None else stored[number]
        for name, value in values.items():
            setattr(each, name, value)
        session.add(each)
    session.flush()


def remove_inspection(workspace: Workspace, number: int) -> Changes:
    """Take an inspection out with its shortcomings and papers; undo brings all of it back.

    Raises:
        NotFound: There is no such inspection.
        RuleViolation: The year is closed.
    """
    with workspace.unit_of_work("remove_inspection", "删除督查") as uow:
        session = uow.session
        row = _row(session, number)
        require_open(session, row.held_on.year)
        posting = posting_of(session, row.placement_id)
        uow.relabel(f"删除督查：{posting.label}{row.way}（{row.held_on}）")
        for each in list(row.shortcomings):
            session.delete(each)
        papers = select(AttachmentRow).where(AttachmentRow.inspection_id == number)
        for paper in session.scalars(papers):
            session.delete(paper)
        session.flush()
        session.expire(row, ["shortcomings"])
        session.delete(row)
        return uow.commit()


def follow_up(workspace: Workspace, number: int, texts: Mapping[str, str]) -> Changes:
    """Write down how a shortcoming was mended, and close it (销号).

    This may happen after the year of the inspection was closed: it belongs to the year in which
    it is done.

    Args:
        workspace: Open workspace.
        number: 记录号 of the shortcoming.
        texts: ``follow_up`` and ``closed_on``; without a day it stays open.

    Raises:
        ValidationFailed: Something cannot be read, or a closure without a word on the mending.
        NotFound: There is no such shortcoming.
        RuleViolation: The year is closed.
    """
    today = workspace.today()
    values = read_entry(FOLLOW_UP, texts, today=today, words={}).values
    with workspace.unit_of_work("follow_up", "登记整改") as uow:
        session = uow.session
        row = session.get(ShortcomingRow, number)
        if row is None:
            raise NotFound("这条问题已不在工作区中")
        told = dataclasses.replace(shortcoming_of(row), **values)  # type: ignore[arg-type]
        faults = faults_of_shortcoming(told, row.inspection.held_on, today)
        if faults:
            raise ValidationFailed(faults)
        require_open(session, (told.closed_on or today).year)
        row.follow_up, row.closed_on = told.follow_up, told.closed_on
        who = posting_of(session, row.inspection.placement_id).label
        uow.relabel(f"{'销号' if row.closed_on else '登记整改'}：{who}{row.problem}")
        return uow.commit()


def _row(session: Session, number: int) -> InspectionRow:
    row = session.get(InspectionRow, number)
    if row is None:
        raise NotFound("这次督查已不在工作区中")
    return row


def inspection_of(row: InspectionRow) -> Inspection:
    """Turn a row into the frozen inspection."""
    return Inspection(
        id=row.id,
        placement_id=row.placement_id,
        held_on=row.held_on,
        way=row.way,
        by=row.by,
        on_post=row.on_post,
        satisfaction=row.satisfaction,
        said=row.said,
    )


def shortcoming_of(row: ShortcomingRow) -> Shortcoming:
    """Turn a row into the frozen shortcoming."""
    return Shortcoming(
        id=row.id,
        inspection_id=row.inspection_id,
        problem=row.problem,
        demand=row.demand,
        due_on=row.due_on,
        follow_up=row.follow_up,
        closed_on=row.closed_on,
    )


# -- what is due --------------------------------------------------------------------------------


def due_in(session: Session, year: int, today: dt.date) -> list[Due]:
    """List what inspection asks for: shortcomings to be mended, and who is to be inspected.

    Args:
        session: Open session.
        year: The chosen year.
        today: The day.
    """
    found = [
        _due(f"shortcoming:{each.id}", _title(each, today),
             f"{line.posting.label}：{each.problem}", "登记整改", each.due_on)
        for line in lines_in(session, year, today)
        for each in line.shortcomings
        if each.closed_on is None
    ]  # fmt: skip
    if year != today.year:
        return found
    last = half_in_question(year, today)[1]
    return found + [
        _due(f"inspection:{one.placement_id}", "本半年督查", one.label, "登记督查", last)
        for one, _ in unseen_in(session, year, today)
    ]


def _title(shortcoming: Shortcoming, today: dt.date) -> str:
    overdue = mending_of_one(shortcoming, today) is Mending.OVERDUE
    return "整改逾期" if overdue else "督促整改"


def _due(key: str, title: str, who: str, act: str, due: dt.date) -> Due:
    return Due(key=key, title=title, who=who, page="duty", tab="inspections", act=act, due=due)
