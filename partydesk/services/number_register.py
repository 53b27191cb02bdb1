"""文号登记簿: every number ever taken, whose it is, and what became of it; no gap unexplained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from sqlalchemy import Row, func, select

from partydesk.db.models import (
    AgreementRow,
    CertificateRow,
    IssuedRow,
    LetterRow,
    NoticeRow,
    NumberRow,
    NumberSeries,
    PrintedNumberRow,
)
from partydesk.domain.agreements import AgreementKind
from partydesk.domain.numbering import paper_date
from partydesk.services.policies import policy_in

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from partydesk.services.workspace import Workspace

Value = TypeVar("Value")

#: Series → what people call its documents.
TITLES: Final[Mapping[NumberSeries, str]] = {
    NumberSeries.LETTER: "委任书",
    NumberSeries.AGREEMENT: "协议书",
    NumberSeries.NOTICE: "任职通知",
    NumberSeries.ENGAGEMENT: "聘书",
    NumberSeries.HONOUR: "荣誉证书",
    NumberSeries.TRAINING: "培训证书",
}
_CERTIFICATES: Final = {
    NumberSeries.ENGAGEMENT: ("engagements", "role"),
    NumberSeries.HONOUR: ("honours", "title"),
    NumberSeries.TRAINING: ("training-certificates", "course"),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """What carries a number.

    Attributes:
        kind: Kind of document.
        title: What people call it.
        who: Whose it is.
        about: Unit, post, title or course.
        issued_on: Date of the document; None for a draft.
        placement_id: The pair it belongs to; None for none.
    """

    kind: str
    title: str
    who: str
    about: str
    issued_on: dt.date | None
    placement_id: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of the register.

    Attributes:
        number_id: 记录号 of the number.
        number: As printed.
        series: Its run of numbers.
        year: In brackets.
        serial: Within series and year.
        paper: What carries it; None where the record of it is gone.
        void: Whether the document was withdrawn.
        void_on: When.
        why_void: Why.
        replaces: The number in whose place it was issued; empty for none.
        replaced_by: The number issued in its place; empty for none.
        printed: How often it went on paper.
        is_kept: Whether its pages are kept as issued.
    """

    number_id: int
    number: str
    series: NumberSeries
    year: int
    serial: int
    paper: Paper | None
    void: bool
    void_on: dt.date | None
    why_void: str
    replaces: str
    replaced_by: str
    printed: int
    is_kept: bool

    @property
    def kind(self) -> str:
        """Kind of document; empty where the record of it is gone."""
        return "" if self.paper is None else self.paper.kind

    @property
    def who(self) -> str:
        """Whose it is."""
        return "" if self.paper is None else self.paper.who

    @property
    def issued_on(self) -> dt.date | None:
        """Date of the document."""
        return None if self.paper is None else self.paper.issued_on

    @property
    def state(self) -> str:
        """What became of it, in a word."""
        if self.replaced_by:
            return "已换发"
        if self.void:
            return "已作废"
        return "草拟" if self.issued_on is None else "有效"

    @property
    def words(self) -> str:
        """What became of it, in a sentence."""
        when = f"{paper_date(self.void_on)}" if self.void_on else ""
        why = f"：{self.why_void}" if self.why_void else ""
        if self.replaced_by:
            return f"{when}作废并换发为{self.replaced_by}{why}"
        if self.void:
            return f"{when}作废{why}"
        if self.issued_on is None:
            return "尚未签署"
        return f"在册有效，{paper_date(self.issued_on)}签发"


@dataclass(frozen=True, slots=True)
class Gap:
    """Serials of a series and year that the register does not hold.

    Attributes:
        series: The run of numbers.
        year: The year.
        first: First serial missing.
        last: Last serial missing.
        explained: Why, where the year's policy says it; empty for an unexplained gap.
    """

    series: NumberSeries
    year: int
    first: int
    last: int
    explained: str


def list_entries(workspace: Workspace, year: int | None = None) -> tuple[Entry, ...]:
    """List the numbers, series by series in their order.

    Args:
        workspace: Open workspace.
        year: Only numbers with this year in brackets; None for all.
    """
    with workspace.reading() as session:
        return tuple(_entries(session, year))


def find_entry(workspace: Workspace, number: str) -> Entry | None:
    """Give the entry of a number as printed; None where the register does not hold it."""
    with workspace.reading() as session:
        row = session.scalar(select(NumberRow).where(NumberRow.text == number))
        if row is None:
            return None
        return next(each for each in _entries(session, row.year) if each.number_id == row.id)


def entry_of(session: Session, number_id: int) -> Entry | None:
    """Give the entry of a number within a session; None where there is none."""
    row = session.get(NumberRow, number_id)
    if row is None:
        return None
    return next(each for each in _entries(session, row.year) if each.number_id == number_id)


def _entries(session: Session, year: int | None) -> Iterator[Entry]:
    statement = select(NumberRow).order_by(NumberRow.year, NumberRow.series, NumberRow.serial)
    rows = list(
        session.scalars(statement if year is None else statement.where(NumberRow.year == year))
    )
    papers = _papers(session)
    texts = _pairs(session.execute(select(NumberRow.id, NumberRow.text)))
    followers = {
        old: texts[new]
        for new, old in session.execute(
            select(NumberRow.id, NumberRow.replaces_id).where(NumberRow.replaces_id.is_not(None))
        )
    }
    kept = set(session.scalars(select(IssuedRow.number_id)))
    counted = session.execute(
        select(PrintedNumberRow.number_id, func.count()).group_by(PrintedNumberRow.number_id)
    )
    printed = _pairs(counted)
    order = list(TITLES)
    for row in sorted(rows, key=lambda row: (row.year, order.index(row.series), row.serial)):
        yield Entry(
            number_id=row.id,
            number=row.text,
            series=row.series,
            year=row.year,
            serial=row.serial,
            paper=papers.get(row.id),
            void=row.void,
            void_on=row.void_on,
            why_void=row.why_void or "",
            replaces=texts.get(row.replaces_id or 0, ""),
            replaced_by=followers.get(row.id, ""),
            printed=printed.get(row.id, 0),
            is_kept=row.id in kept,
        )


def _pairs(found: Iterable[Row[int, Value]]) -> dict[int, Value]:
    """Put rows of number and value into a dictionary."""
    return {row[0]: row[1] for row in found}


def _papers(session: Session) -> dict[int, Paper]:
    """Number → what carries it."""
    found: dict[int, Paper] = {}
    for letter in session.scalars(select(LetterRow)):
        words = letter.content
        found[letter.number_id] = Paper(
            "letters", "委任书", words["person"], f"{words['enterprise']}{words['role']}",
            letter.issued_on, letter.placement_id,
        )  # fmt: skip
    for agreement in session.scalars(select(AgreementRow)):
        words = agreement.content
        extra = agreement.kind is AgreementKind.AMENDMENT
        found[agreement.number_id] = Paper(
            "amendments" if extra else "agreements", "补充协议" if extra else "协议书",
            words["person"], f"{words['enterprise']}{words['role']}", agreement.signed_on,
            agreement.placement_id,
        )  # fmt: skip
    for certificate in session.scalars(select(CertificateRow)):
        kind, about = _CERTIFICATES[certificate.number.series]
        found[certificate.number_id] = Paper(
            kind, certificate.kind.value, certificate.holder, str(certificate.content[about]),
            certificate.issued_on,
        )  # fmt: skip
    for notice in session.scalars(select(NoticeRow)):
        found[notice.number_id] = Paper(
            "notices", "任职通知", str(notice.content.get("person", "")), notice.title,
            notice.issued_on,
        )  # fmt: skip
    return found


def find_gaps(workspace: Workspace) -> tuple[Gap, ...]:
    """Look for serials that the register does not hold, in every series and year.

    Numbers are taken one after the other and never deleted, so that there is none but before the
    first serial of a year's policy.
    """
    found: list[Gap] = []
    with workspace.reading() as session:
        held: dict[tuple[NumberSeries, int], list[int]] = {}
        statement = select(NumberRow.series, NumberRow.year, NumberRow.serial)
        for series, year, serial in session.execute(statement.order_by(NumberRow.serial)):
            held.setdefault((series, year), []).append(serial)
        for (series, year), serials in held.items():
            first = policy_in(session, year).numbering(series.value).first
            found += _gaps(series, year, serials, first)
    return tuple(found)


def _gaps(series: NumberSeries, year: int, serials: list[int], first: int) -> Iterator[Gap]:
    expected = 1
    for serial in serials:
        if serial > expected:
            before = serial - 1 < first
            said = f"年度政策定为从 {first} 号起，此前以纸质方式编号" if before else ""
            yield Gap(series, year, expected, serial - 1, said)
        expected = serial + 1
