"""工作台账: what was done on the posts, line by line, and what it comes to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from partydesk.db.models import (
    AttachmentRow,
    CoverageRow,
    EnterpriseRow,
    LedgerEntryRow,
    OrganizationRow,
    PlacementRow,
    TalentRow,
)
from partydesk.domain.changes import Changes
from partydesk.domain.duty.ledger import (
    FOUNDED,
    SERVED,
    LedgerEntry,
    LedgerFilter,
    LedgerLine,
    LedgerSums,
    faults_of_line,
    settled_count,
    sums_of,
)
from partydesk.domain.entry import read_entry
from partydesk.domain.errors import NotFound, Reason, RuleViolation, ValidationFailed
from partydesk.domain.fields import fields_of
from partydesk.services.closed_years import require_open
from partydesk.services.dictionaries import words_in
from partydesk.services.duty.owed import served_placement
from partydesk.services.evaluation.postings import postings_of_year

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

FIELDS = fields_of(LedgerEntry)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger of a year, or what a filter leaves of it.

    Attributes:
        lines: The lines, the newest first.
        sums: What they come to.
        duties: The duties there are, in their order.
    """

    lines: tuple[LedgerLine, ...]
    sums: LedgerSums
    duties: tuple[str, ...]


def get_ledger(workspace: Workspace, year: int, wanted: LedgerFilter | None = None) -> Ledger:
    """List the lines of a year that a filter wants, with their sums.

    Args:
        workspace: Open workspace.
        year: The year.
        wanted: Which lines; None for all.
    """
    with workspace.reading() as session:
        return ledger_in(session, year, wanted)


def ledger_in(session: Session, year: int, wanted: LedgerFilter | None = None) -> Ledger:
    """Do what :func:`get_ledger` does within a session."""
    fits = (wanted or LedgerFilter()).fits
    duties = words_in(session, "duty")
    lines = tuple(line for line in _lines(session, year) if fits(line))
    return Ledger(lines, sums_of(lines, duties), duties)


def _lines(session: Session, year: int) -> list[LedgerLine]:
    papers = dict(
        session.execute(
            select(AttachmentRow.ledger_entry_id, func.count())
            .where(AttachmentRow.ledger_entry_id.is_not(None))
            .group_by(AttachmentRow.ledger_entry_id)
        ).all()
    )
    rows = session.scalars(
        select(LedgerEntryRow)
        .where(LedgerEntryRow.happened_on.between(*_year(year)))
        .order_by(LedgerEntryRow.happened_on.desc(), LedgerEntryRow.id.desc())
    )
    return [_line(row, papers.get(row.id, 0)) for row in rows]


def _line(row: LedgerEntryRow, papers: int) -> LedgerLine:
    talent = row.placement.talent
    posted = row.placement.post.enterprise
    unit = row.enterprise or posted
    organization = row.organization.name if row.organization else ""
    return LedgerLine(
        entry_of(row), talent.name, talent.id, unit.name, organization, papers, posted.name
    )


def entry_of(row: LedgerEntryRow) -> LedgerEntry:
    """Turn a row into the frozen line."""
    own = {field.name: getattr(row, field.name) for field in FIELDS}
    return LedgerEntry(
        id=row.id,
        placement_id=row.placement_id,
        report_id=row.report_id,
        enterprise_id=row.enterprise_id,
        organization_id=row.organization_id,
        **own,
    )


def possible_postings(workspace: Workspace, year: int) -> dict[str, int]:
    """Give the postings that a line can belong to: person and unit → 记录号.

    Two postings of a person at one unit are told apart by their first day.
    """
    with workspace.reading() as session:
        found: dict[str, int] = {}
        for posting in postings_of_year(session, year):
            person = session.get_one(TalentRow, posting.talent_id).name
            label = f"{person}（{posting.enterprise}）"
            if label in found:
                label = f"{person}（{posting.enterprise}，{posting.started_on} 起）"
            found[label] = posting.placement_id
        return found


def _year(year: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def save_ledger_entry(
    workspace: Workspace, number: int | None, placement_id: int, texts: Mapping[str, str]
) -> tuple[int, Changes]:
    """Write a line of the ledger or mend one.

    Args:
        workspace: Open workspace.
        number: 记录号 of the line; None for a new one.
        placement_id: The posting.
        texts: Field name of :class:`LedgerEntry` → what was typed; under the name of
            :data:`~partydesk.domain.duty.ledger.SERVED` another unit that it was done for, empty
            for the post's own. Left out, the line keeps its unit.

    Returns:
        记录号 and what changed.

    Raises:
        ValidationFailed: Something is missing or cannot be right.
        NotFound: There is no such line or posting.
        RuleViolation: The person has not come to the post, or the year is closed.
    """
    act = "登记" if number is None else "修改"
    with workspace.unit_of_work("save_ledger_entry", f"{act}台账") as uow:
        session, today = uow.session, workspace.today()
        row = LedgerEntryRow() if number is None else line_row(session, number)
        if number is not None:
            require_open(session, row.happened_on.year)
        placement, _ = served_placement(session, placement_id)
        values = read_line(session, texts, today)
        require_sound(placement, values, today)
        require_open(session, values["happened_on"].year)
        served = texts.get(SERVED.name)
        unit = None if served is None else served_unit(session, placement, served)
        write_line(session, row, placement, values, unit)
        uow.relabel(f"{act}台账“{placement.talent.name}”：{row.content[:20]}")
        changes = uow.commit()
        return row.id, changes


def read_line(session: Session, texts: Mapping[str, str], today: dt.date) -> dict[str, Any]:
    """Read what was typed of one line.

    Raises:
        ValidationFailed: Something is missing or cannot be read.
    """
    words = {"duty": words_in(session, "duty")}
    cells = {field.name: texts.get(field.name, "") for field in FIELDS}
    return read_entry(FIELDS, cells, today=today, words=words).values


def require_sound(placement: PlacementRow, values: Mapping[str, Any], today: dt.date) -> None:
    """Refuse what cannot be right about a line of a posting.

    Raises:
        ValidationFailed: With a message for each field.
    """
    faults = line_faults(placement, values, today)
    if faults:
        raise ValidationFailed(faults)


def line_faults(
    placement: PlacementRow, values: Mapping[str, Any], today: dt.date
) -> dict[str, str]:
    """Name what cannot be right about a line of a posting; field name → sentence."""
    ended = placement.ended_on
    return faults_of_line(
        values["happened_on"], values.get("outcome"), values.get("count"), values.get("funds"),
        first=placement.started_on or dt.date.min,
        last=today if ended is None else min(ended, today),
    )  # fmt: skip


def served_unit(session: Session, placement: PlacementRow, name: str) -> int:
    """Find the unit that a line was done for; nothing named is the unit of the post.

    Raises:
        ValidationFailed: There is no unit of that name, or more than one.
    """
    if not name.strip():
        return placement.post.enterprise_id
    found = session.scalars(
        select(EnterpriseRow.id).where(EnterpriseRow.name == name.strip()).limit(2)
    ).all()
    if len(found) != 1:
        named = "有多个单位叫" if found else "单位名册里没有"
        message = f"{named}“{name.strip()}”，请写全称，或先在单位名册里登记"
        raise ValidationFailed({SERVED.name: message})
    return found[0]


def unit_names(workspace: Workspace) -> tuple[str, ...]:
    """List the names of all units that a line can be done for."""
    with workspace.reading() as session:
        return tuple(session.scalars(select(EnterpriseRow.name).order_by(EnterpriseRow.name)))


def write_line(
    session: Session,
    row: LedgerEntryRow,
    placement: PlacementRow,
    values: Mapping[str, Any],
    unit: int | None = None,
) -> None:
    """Put values into a line; nothing is committed.

    Without ``unit`` the line keeps the one that it names, and has the post's if it is new. A line
    that founded nothing any more lets go of its organization.
    """
    for name, value in values.items():
        setattr(row, name, value)
    row.count = settled_count(row.outcome, row.count)
    if row.placement_id != placement.id:
        row.placement_id = placement.id
        row.enterprise_id = placement.post.enterprise_id
    if unit is not None:
        row.enterprise_id = unit
    if row.outcome not in FOUNDED:
        row.organization_id = None
    session.add(row)


def line_row(session: Session, number: int) -> LedgerEntryRow:
    """Give a line.

    Raises:
        NotFound: There is none with this number.
    """
    row = session.get(LedgerEntryRow, number)
    if row is None:
        raise NotFound("这条台账已不在工作区中")
    return row


def remove_ledger_entry(workspace: Workspace, number: int) -> Changes:
    """Take a line out with its papers; undo brings both back.

    Raises:
        NotFound: There is no such line.
        RuleViolation: The year is closed.
    """
    with workspace.unit_of_work("remove_ledger_entry", "删除台账") as uow:
        row = line_row(uow.session, number)
        require_open(uow.session, row.happened_on.year)
        uow.relabel(f"删除台账“{row.placement.talent.name}”：{row.content[:20]}")
        delete_lines(uow.session, [row])
        return uow.commit()


def delete_lines(session: Session, rows: Sequence[LedgerEntryRow]) -> None:
    """Delete lines with their papers; nothing is committed."""
    numbers = [row.id for row in rows]
    papers = select(AttachmentRow).where(AttachmentRow.ledger_entry_id.in_(numbers))
    for paper in session.scalars(papers):
        session.delete(paper)
    session.flush()
    for row in rows:
        session.delete(row)


def tie_organization(workspace: Workspace, number: int, organization_id: int | None) -> Changes:
    """Say which organization of the register a line founded; None takes that back.

    Raises:
        NotFound: There is no such line or organization.
        RuleViolation: The line founded none, or the year is closed.
    """
    with workspace.unit_of_work("tie_organization", "台账关联组织") as uow:
        row = line_row(uow.session, number)
        require_open(uow.session, row.happened_on.year)
        if row.outcome not in FOUNDED:
            message = "只有成效是新建党组织或新建群团组织的台账才关联组织"
            raise RuleViolation([Reason("nothing_founded", message)])
        if organization_id is None:
            uow.relabel(f"台账“{row.content[:20]}”取消关联组织")
        else:
            organization = uow.session.get(OrganizationRow, organization_id)
            if organization is None:
                raise NotFound(f"没有记录号为 {organization_id} 的组织")
            uow.relabel(f"台账“{row.content[:20]}”关联组织“{organization.name}”")
        row.organization_id = organization_id
        return uow.commit()


def organizations_for(workspace: Workspace, number: int) -> tuple[tuple[int, str], ...]:
    """List the organizations that a line can mean: those that cover its unit, the newest first.

    Returns:
        记录号 and name of each that no other line claims.

    Raises:
        NotFound: There is no such line.
    """
    with workspace.reading() as session:
        row = line_row(session, number)
        unit = row.enterprise_id or row.placement.post.enterprise_id
        claimed = select(LedgerEntryRow.organization_id).where(
            LedgerEntryRow.organization_id.is_not(None), LedgerEntryRow.id != number
        )
        found = session.execute(
            select(OrganizationRow.id, OrganizationRow.name)
            .join(CoverageRow, CoverageRow.organization_id == OrganizationRow.id)
            .where(CoverageRow.enterprise_id == unit, OrganizationRow.id.not_in(claimed))
            .order_by(OrganizationRow.id.desc())
        )
        return tuple((each, name) for each, name in found)
