"""Certificates: a look at them beforehand, issuing them with numbers, and what was issued."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import CertificateRow, NumberRow, NumberSeries, TalentRow
from partydesk.domain.certificates import (
    CERTIFICATES,
    Certificate,
    CertificateKind,
    Holder,
    check_period,
)
from partydesk.domain.changes import Changes
from partydesk.domain.entry import read_entry
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.fields import fields_of
from partydesk.domain.pinyin import matches
from partydesk.domain.progress import Progress, silent
from partydesk.domain.talents import PoolState
from partydesk.reports.render import render_batch
from partydesk.services.chosen import Chosen, chosen_numbers
from partydesk.services.fonts import fonts_of
from partydesk.services.issuing import USUAL, Issue, Means, freeze
from partydesk.services.layouts import layout_in_use
from partydesk.services.ledger import frozen, take_number
from partydesk.services.numbered_documents import numbered_of, print_numbered
from partydesk.services.policies import policy_in
from partydesk.services.print_kinds import PrintKind, Printout, Wanted

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: What stands in place of the number as long as there is none.
_NO_NUMBER = "颁发时取号"


#: Kind → its run of numbers and its kind of document.
SORTS: Final[Mapping[CertificateKind, tuple[NumberSeries, str]]] = {
    CertificateKind.ENGAGEMENT: (NumberSeries.ENGAGEMENT, "engagements"),
    CertificateKind.HONOUR: (NumberSeries.HONOUR, "honours"),
    CertificateKind.TRAINING: (NumberSeries.TRAINING, "training-certificates"),
}


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be issued.

    Attributes:
        kind: Which certificate.
        holders: For whom, in the order of their numbers.
        texts: Field name of the kind's own fields → what was typed.
        on: Date of the document.
        allow_missing: Whether characters without a font may be left blank, to be written by hand.
    """

    kind: CertificateKind
    holders: Sequence[Holder]
    texts: Mapping[str, str]
    on: dt.date
    allow_missing: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One issued certificate in a list.

    Attributes:
        id: 记录号.
        number_id: Its number in the register.
        kind: Which certificate.
        number: Written in full.
        person: Whose it is.
        unit: Where the person works, as the certificate was told.
        about: What it is for.
        issued_on: Date of the document.
        talent_id: 记录号 in the pool; None for somebody who is not in it.
        void: Whether it was withdrawn.
    """

    id: int
    number_id: int
    kind: CertificateKind
    number: str
    person: str
    unit: str
    about: str
    issued_on: dt.date
    talent_id: int | None
    void: bool


#: The field that tells what a certificate is for.
_ABOUT: Final = {
    CertificateKind.ENGAGEMENT: "role",
    CertificateKind.HONOUR: "title",
    CertificateKind.TRAINING: "course",
}


def possible_holders(workspace: Workspace) -> tuple[Holder, ...]:
    """Give the people of the pool, for telling namesakes apart; those left out are not retired."""
    with workspace.reading() as session:
        people = select(TalentRow.name, TalentRow.unit_post, TalentRow.id).where(
            TalentRow.state != PoolState.RETIRED
        )
        return tuple(
            Holder(name, unit or None, number) for name, unit, number in session.execute(people)
        )


def holders_of(workspace: Workspace, chosen: Chosen) -> tuple[Holder, ...]:
    """Give chosen people of the pool, in their order."""
    people = {each.talent_id: each for each in possible_holders(workspace)}
    numbers = chosen_numbers(workspace, "talents", chosen)
    return tuple(people[number] for number in numbers if number in people)


def compose_certificates(
    workspace: Workspace, order: Order, *, progress: Progress = silent
) -> Printout:
    """Show what would be issued, without taking a number.

    Raises:
        ValidationFailed: Something is missing or cannot be read.
        RuleViolation: A text does not fit.
    """
    _, kind = SORTS[order.kind]
    values, fonts = _read(order, workspace.today()), fonts_of(workspace)
    with workspace.reading() as session:
        policy = policy_in(session, order.on.year)
        layout = layout_in_use(session, kind, USUAL[kind]).layout
    papers = [_paper(order, each, _NO_NUMBER, policy.organ, values) for each in order.holders]
    created = workspace.clock().replace(hour=0, minute=0, second=0, microsecond=0)
    done = render_batch(layout, papers, created=created, progress=progress, fonts=fonts)
    title, pages = f"{order.kind}样张", sum(done.pages)
    return Printout(kind, title, layout.name, done.pdf, pages, len(papers), (), done.warnings)


def issue_certificates(workspace: Workspace, order: Order) -> tuple[tuple[str, ...], Changes]:
    """Take the numbers and freeze the certificates, all or none.

    Returns:
        The numbers, in the order of the people, and what changed.

    Raises:
        ValidationFailed: Something is missing or cannot be read, or nobody is named.
        RuleViolation: A text does not fit, a character has no font, or a number is taken.
    """
    label = f"颁发{order.kind} {len(order.holders)} 份"
    with workspace.unit_of_work("issue_certificates", label, undoable=False) as uow:
        issued = issue_in(uow.session, order, workspace.clock())
        changes = uow.commit()
    return tuple(row.number.text for row in issued), changes


def issue_in(session: Session, order: Order, now: dt.datetime) -> list[CertificateRow]:
    """Do what :func:`issue_certificates` does within an act that cannot be undone.

    Args:
        session: Open session of the act; nothing is committed.
        order: What is to be issued.
        now: The moment.

    Returns:
        The certificates, in the order of the people.

    Raises:
        ValidationFailed: Something is missing or cannot be read, or nobody is named.
        RuleViolation: A text does not fit, a character has no font, or a number is taken.
    """
    (series, kind), values = SORTS[order.kind], _read(order, now.date())
    policy = policy_in(session, order.on.year)
    rows: list[CertificateRow] = []
    issued: list[Issue] = []
    for holder in order.holders:
        number = take_number(session, series, policy, order.on.year)
        paper = _paper(order, holder, number.text, policy.organ, values)
        row = CertificateRow(
            kind=order.kind,
            talent_id=holder.talent_id,
            holder=holder.name,
            number=number,
            issued_on=order.on,
            content=frozen(paper),
        )
        session.add(row)
        rows.append(row)
        issued.append(Issue(kind, number, paper, order.on))
    freeze(session, issued, Means(now, order.allow_missing))
    return rows


def list_certificates(workspace: Workspace, year: int) -> tuple[Line, ...]:
    """List the certificates of a year, the newest first."""
    with workspace.reading() as session:
        rows = session.scalars(
            select(CertificateRow)
            .where(CertificateRow.issued_on.between(dt.date(year, 1, 1), dt.date(year, 12, 31)))
            .order_by(CertificateRow.id.desc())
        )
        return tuple(_line(row) for row in rows)


def ids_by_number(workspace: Workspace, numbers: Sequence[str]) -> frozenset[int]:
    """Give the 记录号 of certificates by their numbers."""
    wanted = (
        select(CertificateRow.id).join(CertificateRow.number).where(NumberRow.text.in_(numbers))
    )
    with workspace.reading() as session:
        return frozenset(session.scalars(wanted))


def _line(row: CertificateRow) -> Line:
    return Line(
        id=row.id,
        number_id=row.number_id,
        kind=row.kind,
        number=row.number.text,
        person=row.holder,
        unit=row.content.get("unit") or "",
        about=str(row.content.get(_ABOUT[row.kind], "")),
        issued_on=row.issued_on,
        talent_id=row.talent_id,
        void=row.number.void,
    )


def _read(order: Order, today: dt.date) -> dict[str, object]:
    """Read what was typed; every fault is named beside its field."""
    if not order.holders:
        raise ValidationFailed({"holders": "还没有写姓名"})
    fields = fields_of(CERTIFICATES[order.kind])
    values = read_entry(fields, order.texts, today=today, words={}).values
    check_period(order.kind, values)
    return values


def _paper(
    order: Order, holder: Holder, number: str, organ: str, values: Mapping[str, object]
) -> Certificate:
    make: Any = CERTIFICATES[order.kind]
    paper: Certificate = make(
        number=number,
        person=holder.name,
        unit=holder.unit,
        organ=organ,
        issued_on=order.on,
        **values,
    )
    return paper


def _put_together(workspace: Workspace, wanted: Wanted, progress: Progress) -> Printout:
    """Certificates of the year, or those that are named, as they were issued, by number."""
    ids = wanted.choice.own_ids
    with workspace.reading() as session:
        statement = select(CertificateRow).order_by(CertificateRow.id)
        if ids is not None:
            statement = statement.where(CertificateRow.id.in_(ids))
        rows = [
            row
            for row in session.scalars(statement)
            if not row.number.void and (ids is not None or row.issued_on.year == wanted.year)
            if matches(wanted.query, row.holder) or matches(wanted.query, row.number.text)
        ]
        if not rows:
            raise NotFound(f"{wanted.year} 年没有可打印的证书")
        documents = [
            document
            for sort, (_, kind) in SORTS.items()
            for document in numbered_of(session, kind, [row for row in rows if row.kind is sort])
        ]
        return print_numbered(session, CERTIFICATES_KIND, documents, wanted, progress)


CERTIFICATES_KIND: Final = PrintKind("certificates", "证书", _put_together)
