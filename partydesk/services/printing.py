"""Printing: any document as a PDF; it takes no number and changes nothing but the print record."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partydesk.db.models import PlacementRow, PrintRow
from partydesk.domain.agreements import Agreement
from partydesk.domain.appointments import Letter
from partydesk.domain.errors import EnvironmentProblem, NotFound, ValidationFailed
from partydesk.domain.fields import field_of
from partydesk.domain.pinyin import matches
from partydesk.domain.progress import Progress, silent
from partydesk.domain.talents import Talent
from partydesk.domain.values import show
from partydesk.reports.findings import PrintWarning
from partydesk.reports.layout import Align
from partydesk.reports.layout_reading import load_layout
from partydesk.reports.paint import count_pages
from partydesk.reports.render import preflight, render
from partydesk.reports.tables import TableColumn, preflight_table, render_table
from partydesk.services.board import get_board
from partydesk.services.candidates import candidates_in
from partydesk.services.placements import placement_rows
from partydesk.services.policies import get_policy
from partydesk.services.selection import list_posts, round_row

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from partydesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Printout:
    """A composed document.

    Attributes:
        kind: Name of the kind.
        title: What people call it.
        layout: The layout it was printed with.
        pdf: The file.
        pages: How many pages it has.
        records: How many documents or rows.
        numbers: The documents' numbers, in order.
        warnings: What to look at before it goes to the printer.
    """

    kind: str
    title: str
    layout: str
    pdf: bytes
    pages: int
    records: int
    numbers: tuple[str, ...]
    warnings: tuple[PrintWarning, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be printed.

    Attributes:
        year: The year.
        query: Words that names or numbers must match; empty for all.
        placement_ids: Only these pairs; None for all.
        layout: Name of the layout; empty for the usual one.
        created: Moment written into the file.
    """

    year: int
    query: str
    placement_ids: frozenset[int] | None
    layout: str
    created: dt.datetime


Compose = Callable[["Workspace", Wanted, Progress], Printout]


@dataclass(frozen=True, slots=True)
class PrintKind:
    """One kind of document.

    Attributes:
        kind: Name on the command line.
        title: What people call it.
        compose: Puts it together.
    """

    kind: str
    title: str
    compose: Compose


def compose(
    workspace: Workspace,
    kind: str,
    *,
    year: int,
    query: str = "",
    layout: str | None = None,
    placement_ids: Sequence[int] | None = None,
    progress: Progress = silent,
) -> Printout:
    """Put a document together without recording anything; the preview shows these very bytes.

    Args:
        workspace: Open workspace.
        kind: One of :data:`KINDS`.
        year: The year.
        query: Words that the person, the unit or the number must match.
        layout: Name of the layout; None for the usual one.
        placement_ids: Only these pairs; None for all.
        progress: Told how far it is.

    Raises:
        ValidationFailed: There is no such kind or layout.
        NotFound: There is nothing to print.
        RuleViolation: A text does not fit where it must.
    """
    if kind not in KINDS:
        raise ValidationFailed({"kind": f"不能打印 {kind}；可以打印：{'、'.join(KINDS)}"})
    chosen = None if placement_ids is None else frozenset(placement_ids)
    # The moment in the file is the day's, so that printing twice in a day gives the same bytes.
    created = workspace.clock().replace(hour=0, minute=0, second=0, microsecond=0)
    wanted = Wanted(year, query.strip(), chosen, layout or "", created)
    return KINDS[kind].compose(workspace, wanted, progress)


def _issued(kind: str, title: str, usual: str, read: Callable[[PlacementRow], Any]) -> PrintKind:
    """Make the kind of document that was issued with a number and frozen."""

    def put_together(workspace: Workspace, wanted: Wanted, progress: Progress) -> Printout:
        with workspace.reading() as session:
            documents = _documents(session, wanted, read)
        if not documents:
            raise NotFound(f"{wanted.year} 年没有可打印的{title}")
        layout = load_layout(wanted.layout or usual)
        pdf = render(layout, documents, created=wanted.created, progress=progress)
        warnings = preflight(layout, documents)
        numbers = tuple(document.number for document in documents)
        pages = count_pages(pdf)
        return Printout(
            kind, title, layout.name, pdf, pages, len(documents), numbers, tuple(warnings)
        )

    return PrintKind(kind, title, put_together)


def _documents(session: Session, wanted: Wanted, read: Callable[[PlacementRow], Any]) -> list[Any]:
    """The frozen documents of the round, in the order of their numbers."""
    found = []
    for row in placement_rows(session, round_row(session, wanted.year).id):
        issued = read(row)
        if issued is None or issued.number.void:
            continue
        if wanted.placement_ids is not None and row.id not in wanted.placement_ids:
            continue
        content = issued.content
        words = (content["person"], content["enterprise"], content["number"])
        if not wanted.query or any(matches(wanted.query, word) for word in words):
            found.append((issued.number.serial, _thawed(issued)))
    return [document for _, document in sorted(found, key=lambda pair: pair[0])]


def _thawed(issued: Any) -> Letter | Agreement:  # noqa: ANN401 - a LetterRow or AgreementRow
    """Turn the frozen values back into the printed data class."""
    record = Letter if issued.__tablename__ == "letters" else Agreement
    values: dict[str, Any] = dict(issued.content)
    for name in ("term_from", "term_to", "issued_on", "signed_on"):
        if name in values:
            values[name] = dt.date.fromisoformat(values[name])
    if "duties" in values:
        values["duties"] = tuple(values["duties"])
    return record(**values)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A plain list to be printed."""

    title: str
    columns: Sequence[TableColumn]
    rows: Sequence[Sequence[str]]
    subtitle: str = ""
    landscape: bool = False


def _list(kind: str, title: str, rows_of: Callable[[Workspace, Wanted], _Sheet]) -> PrintKind:
    """Make a kind of plain list."""

    def put_together(workspace: Workspace, wanted: Wanted, progress: Progress) -> Printout:
        del progress
        sheet = rows_of(workspace, wanted)
        if not sheet.rows:
            raise NotFound(f"{wanted.year} 年没有可打印的{title}")
        organ = get_policy(workspace, wanted.year).organ
        pdf = render_table(
            sheet.title, sheet.columns, sheet.rows, subtitle=sheet.subtitle, footer=organ,
            created=wanted.created, landscape=sheet.landscape,
        )  # fmt: skip
        warnings = preflight_table(sheet.columns, sheet.rows)
        pages = count_pages(pdf)
        return Printout(kind, title, "table", pdf, pages, len(sheet.rows), (), tuple(warnings))

    return PrintKind(kind, title, put_together)


def _posts(workspace: Workspace, wanted: Wanted) -> _Sheet:
    """岗位需求清单: what enterprises ask for."""
    posts = [p for p in list_posts(workspace, wanted.year) if matches(wanted.query, p.label)]
    columns = (
        TableColumn("序号", 6, Align.CENTRE),
        TableColumn("单位名称", 34),
        TableColumn("苏木乡镇", 14),
        TableColumn("岗位", 14),
        TableColumn("所需专长", 20),
        TableColumn("备注", 20),
    )
    rows = [
        (
            str(number),
            post.enterprise,
            post.township or "",
            post.role.value,
            "、".join(post.specialties),
            post.note or "",
        )
        for number, post in enumerate(posts, 1)
    ]
    subtitle = f"共 {len(rows)} 个岗位"
    return _Sheet(f"{wanted.year}年双向选择岗位需求清单", columns, rows, subtitle, landscape=True)


#: The fields of a person that enterprises are shown, with the shares of the page's width.
_PUBLISHED = {
    "name": 11,
    "sex": 6,
    "unit_post": 20,
    "source": 11,
    "specialties": 18,
    "languages": 11,
    "townships": 17,
    "ability": 30,
}


def _handbook(workspace: Workspace, wanted: Wanted) -> _Sheet:
    """人才手册: what is published of the people; no numbers, no phones."""
    with workspace.reading() as session:
        people = [t for t in candidates_in(session) if matches(wanted.query, t.name)]
    fields = [field_of(Talent, name) for name in _PUBLISHED]
    columns = (
        TableColumn("序号", 6, Align.CENTRE),
        *(TableColumn(field.label, _PUBLISHED[field.name]) for field in fields),
    )
    rows = [
        (str(i), *(show(field, getattr(person, field.name)) for field in fields))
        for i, person in enumerate(people, 1)
    ]
    subtitle = f"共 {len(rows)} 人，供企业选择"
    return _Sheet(f"{wanted.year}年党建人才手册", columns, rows, subtitle, landscape=True)


def _results(workspace: Workspace, wanted: Wanted) -> _Sheet:
    """匹配情况说明: for every post who takes it and why."""
    board = get_board(workspace, wanted.year)
    if board.run is None:
        raise NotFound("还没有匹配结果，请先运行匹配")
    columns = (
        TableColumn("序号", 6, Align.CENTRE),
        TableColumn("岗位", 30),
        TableColumn("拟配", 12),
        TableColumn("企业第", 8, Align.CENTRE),
        TableColumn("个人第", 8, Align.CENTRE),
        TableColumn("契合", 7, Align.RIGHT),
        TableColumn("说明", 50),
    )
    rows = [
        (
            str(number),
            line.post.label,
            line.talent or "未配",
            line.post_rank,
            line.talent_rank,
            "" if line.fit is None else str(line.fit),
            line.reason,
        )
        for number, line in enumerate(board.posts, 1)
        if matches(wanted.query, line.post.label) or matches(wanted.query, line.talent)
    ]
    subtitle = (
        f"第 {board.run.number} 次匹配：{len(board.posts)} 个岗位配上 {board.filled} 个，"
        f"不稳定对 {len(board.run.result['blocking_pairs'])} 个"
    )
    return _Sheet(f"{wanted.year}年双向选择匹配情况说明", columns, rows, subtitle, landscape=True)


KINDS: Mapping[str, PrintKind] = {
    kind.kind: kind
    for kind in (
        _issued("letters", "委任书", "letter", lambda row: row.letter),
        _issued("agreements", "协议书", "agreement", lambda row: row.agreement),
        _list("posts", "岗位需求清单", _posts),
        _list("handbook", "人才手册", _handbook),
        _list("results", "匹配情况说明", _results),
    )
}


def record_print(workspace: Workspace, printout: Printout) -> None:
    """Record that a document was printed or saved."""
    with workspace.unit_of_work(
        "print", f"打印{printout.title} {printout.records} 份", undoable=False, passive=True
    ) as uow:
        uow.session.add(
            PrintRow(
                kind=printout.kind,
                layout=printout.layout,
                records=printout.records,
                sha256=hashlib.sha256(printout.pdf).hexdigest(),
                printed_at=workspace.clock(),
            )
        )
        uow.commit()


def save_printout(workspace: Workspace, printout: Printout, path: Path) -> None:
    """Write a document to a file, all or nothing, and record it.

    Raises:
        EnvironmentProblem: The file cannot be written.
    """
    partial = path.with_name(path.name + ".partial")
    try:
        partial.write_bytes(printout.pdf)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        message = f"不能写入 {path}：请检查文件夹、磁盘空间，或先关闭正打开它的程序"
        raise EnvironmentProblem(message) from error
    record_print(workspace, printout)
