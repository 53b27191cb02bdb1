"""文号登记簿: every number ever taken, whose it is, and what became of it; no gap unexplained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar, cast

from sqlalchemy import ColumnElement, Row, Select, Table, func, select
from sqlalchemy.orm import aliased

from partydesk.db.journal import ChangeRow, restored
from partydesk.db.models import (
    AgreementRow,
    CertificateRow,
    IssuedRow,
    LetterRow,
    NoticeRow,
    NumberRow,
    NumberSeries,
    PolicyRow,
    PrintedNumberRow,
)
from partydesk.domain.agreements import AgreementKind
from partydesk.domain.numbering import paper_date, plain_number
from partydesk.domain.pinyin import matches
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
_AMENDMENT: Final = "补充协议"
#: What the documents of the register are called, in its order; two kinds share the agreements'.
PAPERS: Final = tuple(
    title
    for named in TITLES.values()
    for title in ((named, _AMENDMENT) if named == "协议书" else (named,))
)
#: What can have become of a document.
STATES: Final = ("有效", "草拟", "已作废", "已换发")
_UNEXPLAINED: Final = "没有登记，请核对工作区文件是否完整"
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
    def title(self) -> str:
        """What people call the document."""
        return TITLES[self.series] if self.paper is None else self.paper.title

    @property
    def kind(self) -> str:
        """Kind of document; empty where the record of it is gone."""
        return "" if self.paper is None else self.paper.kind

    @property
    def who(self) -> str:
        """Whose it is."""
        return "" if self.paper is None else self.paper.who

    @property
    def about(self) -> str:
        """Unit, post, title or course."""
        return "" if self.paper is None else self.paper.about

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

    def is_about(self, words: str) -> bool:
        """Tell whether number, name or content has words; pinyin and initials count."""
        said = (self.number, self.who, self.about)
        return not words or any(matches(words, each) for each in said)

    @property
    def prints(self) -> str:
        """How often it went on paper, and how often of these again."""
        if self.printed < 2:  # noqa: PLR2004 - the first is no reprint
            return str(self.printed) if self.printed else ""
        return f"{self.printed}（补打 {self.printed - 1}）"

    @property
    def remark(self) -> str:
        """What connects it with other numbers, and why it is void."""
        said = [f"原编号{self.replaces}"] if self.replaces else []
        if self.replaced_by:
            said.append(f"换发为{self.replaced_by}")
        if self.why_void:
            said.append(self.why_void)
        return "；".join(said)

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

    @property
    def words(self) -> str:
        """Which serials are missing, and why."""
        serials = f"{self.first} 号"
        if self.last > self.first:
            serials = f"{self.first} 至 {self.last} 号"
        return f"{TITLES[self.series]}〔{self.year}〕{serials}：{self.explained or _UNEXPLAINED}"


def list_entries(workspace: Workspace, year: int | None = None) -> tuple[Entry, ...]:
    """List the numbers, series by series in their order.

    Args:
        workspace: Open workspace.
        year: Only numbers with this year in brackets; None for all.
    """
    with workspace.reading() as session:
        return entries_in(session, year)


def entries_in(session: Session, year: int | None = None) -> tuple[Entry, ...]:
    """The same on an open session."""
    return _entries(session, () if year is None else (NumberRow.year == year,))


def find_entry(workspace: Workspace, number: str) -> Entry | None:
    """Give the entry of a number as printed; None where the register does not hold it."""
    with workspace.reading() as session:
        return next(iter(_entries(session, (NumberRow.text == number,))), None)


def find_typed(workspace: Workspace, number: str) -> Entry | None:
    """Give the entry of a number as somebody types it; None where the register does not hold it.

    Full-width signs, other brackets and spaces do not matter.
    """
    wanted = plain_number(number)
    with workspace.reading() as session:
        numbers = session.scalars(select(NumberRow.text))
        found = next((each for each in numbers if plain_number(each) == wanted), None)
    return None if found is None else find_entry(workspace, found)


def entry_of(session: Session, number_id: int) -> Entry | None:
    """Give the entry of a number within a session; None where there is none."""
    return next(iter(_entries(session, (NumberRow.id == number_id,))), None)


def entries_of(session: Session, number_ids: Collection[int]) -> tuple[Entry, ...]:
    """Give the entries of numbers within a session, in the order of the register."""
    return _entries(session, (NumberRow.id.in_(number_ids),))


def _entries(session: Session, wanted: Sequence[ColumnElement[bool]]) -> tuple[Entry, ...]:
    """Read the numbers for which all conditions hold."""
    rows = session.scalars(select(NumberRow).where(*wanted)).all()
    ids = select(NumberRow.id).where(*wanted)
    papers = _papers(session, ids)
    other = aliased(NumberRow)
    joined = select(NumberRow.id, other.text).where(*wanted)
    replaced = _pairs(session.execute(joined.join(other, other.id == NumberRow.replaces_id)))
    followers = _pairs(session.execute(joined.join(other, other.replaces_id == NumberRow.id)))
    issued = select(IssuedRow.number_id).where(IssuedRow.number_id.in_(ids), IssuedRow.pages > 0)
    kept = set(session.scalars(issued))
    mine = PrintedNumberRow.number_id
    printed = _pairs(
        session.execute(select(mine, func.count()).where(mine.in_(ids)).group_by(mine))
    )
    order = list(TITLES)
    return tuple(
        Entry(
            number_id=row.id,
            number=row.text,
            series=row.series,
            year=row.year,
            serial=row.serial,
            paper=papers.get(row.id),
            void=row.void,
            void_on=row.void_on,
            why_void=row.why_void or "",
            replaces=replaced.get(row.id, ""),
            replaced_by=followers.get(row.id, ""),
            printed=printed.get(row.id, 0),
            is_kept=row.id in kept,
        )
        for row in sorted(rows, key=lambda row: (row.year, order.index(row.series), row.serial))
    )


def _pairs(found: Iterable[Row[int, Value]]) -> dict[int, Value]:
    """Put rows of number and value into a dictionary."""
    return {row[0]: row[1] for row in found}


def _papers(session: Session, ids: Select[int]) -> dict[int, Paper]:
    """Number → what carries it."""
    found: dict[int, Paper] = {}
    for letter in session.scalars(select(LetterRow).where(LetterRow.number_id.in_(ids))):
        words = letter.content
        found[letter.number_id] = Paper(
            "letters", "委任书", words["person"], f"{words['enterprise']}{words['role']}",
            letter.issued_on, letter.placement_id,
        )  # fmt: skip
    for agreement in session.scalars(select(AgreementRow).where(AgreementRow.number_id.in_(ids))):
        words = agreement.content
        extra = agreement.kind is AgreementKind.AMENDMENT
        found[agreement.number_id] = Paper(
            "amendments" if extra else "agreements", _AMENDMENT if extra else "协议书",
            words["person"], f"{words['enterprise']}{words['role']}", agreement.signed_on,
            agreement.placement_id,
        )  # fmt: skip
    of_certificates = select(CertificateRow).where(CertificateRow.number_id.in_(ids))
    for certificate in session.scalars(of_certificates):
        kind, about = _CERTIFICATES[certificate.number.series]
        found[certificate.number_id] = Paper(
            kind, certificate.kind.value, certificate.holder, str(certificate.content[about]),
            certificate.issued_on,
        )  # fmt: skip
    for notice in session.scalars(select(NoticeRow).where(NoticeRow.number_id.in_(ids))):
        found[notice.number_id] = Paper(
            "notices", "任职通知", str(notice.content["person"]), notice.title.replace("\n", ""),
            notice.issued_on,
        )  # fmt: skip
    return found


def find_gaps(workspace: Workspace, year: int | None = None) -> tuple[Gap, ...]:
    """Look for serials that the register does not hold, in every series and year.

    Numbers are taken one after the other and never deleted, so that there is none but before a
    first serial that the year's policy says, or said when the number was taken.

    Args:
        workspace: Open workspace.
        year: Only numbers with this year in brackets; None for all.
    """
    with workspace.reading() as session:
        return gaps_in(session, year)


def gaps_in(session: Session, year: int | None = None) -> tuple[Gap, ...]:
    """The same on an open session."""
    found: list[Gap] = []
    held: dict[tuple[NumberSeries, int], list[int]] = {}
    statement = select(NumberRow.series, NumberRow.year, NumberRow.serial)
    if year is not None:
        statement = statement.where(NumberRow.year == year)
    for series, of_year, serial in session.execute(statement.order_by(NumberRow.serial)):
        held.setdefault((series, of_year), []).append(serial)
    for (series, of_year), serials in held.items():
        if len(serials) != serials[-1]:
            firsts = _firsts(session, series, of_year)
            found += _gaps(series, of_year, serials, firsts)
    order = list(TITLES)
    return tuple(sorted(found, key=lambda gap: (gap.year, order.index(gap.series), gap.first)))


def _firsts(session: Session, series: NumberSeries, year: int) -> set[int]:
    """First serials by the policies as they are and as the journal says that they were.

    A policy may be changed, or its change undone, after numbers were taken by it.
    """
    found = {policy_in(session, year).numbering(series.value).first}
    table = PolicyRow.__table__
    assert isinstance(table, Table)  # noqa: S101 - a mapped class has a table
    changes = select(ChangeRow.before, ChangeRow.after).where(ChangeRow.table_name == table.name)
    for images in session.execute(changes):
        for image in images:
            rules = restored(table, "rules", image["rules"]) if image and "rules" in image else {}
            found.add(cast("dict[str, int]", rules).get(f"{series}_first", 1))
    return found


def _gaps(
    series: NumberSeries, year: int, serials: Sequence[int], firsts: Collection[int]
) -> Iterator[Gap]:
    expected = 1
    for serial in serials:
        if serial > expected:
            explained = serial in firsts
            said = f"年度政策定为从 {serial} 号起，此前以纸质方式编号" if explained else ""
            yield Gap(series, year, expected, serial - 1, said)
        expected = serial + 1
