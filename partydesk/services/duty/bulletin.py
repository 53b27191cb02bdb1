"""通报: written by the program from the data, edited by the clerk, kept, and put on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from partydesk.db.journal import head_of
from partydesk.db.models import BulletinRow
from partydesk.domain.changes import Changes
from partydesk.domain.duty.bulletin import HALF, YEAR, Bulletin, period_words, title_words
from partydesk.domain.duty.bulletin_tables import AnnexTable, annexes_of
from partydesk.domain.duty.bulletin_text import body_of
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.notices import Notice
from partydesk.domain.numbering import paper_date
from partydesk.domain.progress import Progress, silent
from partydesk.exchange.official_docx import DocxTable, OfficialText, write_official_docx
from partydesk.reports.assembling import Stretch, assemble
from partydesk.reports.layout import Align
from partydesk.reports.paint import count_pages
from partydesk.reports.papers import Paper, Paragraphs, render_paper_batch
from partydesk.reports.render import render_batch
from partydesk.reports.tables import Table, TableColumn
from partydesk.services.closed_years import require_open
from partydesk.services.duty.bulletin_figures import bulletin_figures
from partydesk.services.fonts import fonts_of
from partydesk.services.layouts import layout_in_use
from partydesk.services.policies import policy_in
from partydesk.services.print_kinds import PrintKind, Printout, Wanted, footed
from partydesk.services.traces import leave_trace

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from partydesk.services.workspace import Workspace

_KIND: Final = "bulletin"
#: A bulletin goes out on the same letterhead as the office's notices.
_LETTERHEAD: Final = "notices", "notice"
_MARK: Final = "{organ}文件"


def write_bulletin(workspace: Workspace, year: int, through: int) -> Bulletin:
    """Write the bulletin anew from today's figures; nothing is stored.

    Args:
        workspace: Open workspace.
        year: The year.
        through: Last month it counts, 6 or 12.

    Raises:
        NotFound: Nobody was on post.
        ValidationFailed: Another month than 6 or 12.
    """
    _check_period(through)
    with workspace.reading() as session:
        return _written(session, year, through, workspace.today())


def get_bulletin(workspace: Workspace, year: int, through: int) -> Bulletin:
    """Give the kept bulletin, or one written from today's figures where none is kept.

    Raises:
        NotFound: None is kept, and nobody was on post.
        ValidationFailed: Another month than 6 or 12.
    """
    _check_period(through)
    with workspace.reading() as session:
        return _bulletin(session, year, through, workspace.today())


def save_bulletin(workspace: Workspace, bulletin: Bulletin) -> Changes:
    """Keep a bulletin as the clerk left it.

    Raises:
        ValidationFailed: Title or text are empty, or the month is another than 6 or 12.
        RuleViolation: The year is closed.
    """
    _check_period(bulletin.through)
    title, body = bulletin.title.strip(), bulletin.body.strip()
    faults = {"title": "通报要有标题"} if not title else {}
    if not body:
        faults["body"] = "通报没有正文；可以按“重新生成”由程序写出"
    if faults:
        raise ValidationFailed(faults)
    label = f"保存{bulletin.year}年{period_words(bulletin.through)}通报"
    with workspace.unit_of_work("save_bulletin", label) as uow:
        require_open(uow.session, bulletin.year)
        row = _row(uow.session, bulletin.year, bulletin.through)
        if row is None:
            row = BulletinRow(year=bulletin.year, through=bulletin.through)
            uow.session.add(row)
        row.title, row.body, row.written_on = title, body, bulletin.written_on
        return uow.commit()


def preview_bulletin(
    workspace: Workspace, bulletin: Bulletin, progress: Progress = silent
) -> Printout:
    """Show a bulletin as it would be printed, stored or not; room is left for its number.

    Raises:
        NotFound: Nobody was on post.
        RuleViolation: A text does not fit.
    """
    created = workspace.clock().replace(hour=0, minute=0, second=0, microsecond=0)
    wanted = Wanted(bulletin.year, "", None, None, created, fonts=fonts_of(workspace))
    with workspace.reading() as session:
        return _printout(session, bulletin, wanted, progress)


def save_bulletin_docx(workspace: Workspace, bulletin: Bulletin, path: Path) -> None:
    """Write a bulletin as a Word file that can be edited, all or nothing.

    Raises:
        EnvironmentProblem: The file cannot be written.
    """
    with workspace.reading() as session:
        annexes = _annexes(session, bulletin)
        notice = _notice(session, bulletin, annexes)
    text = OfficialText(
        mark=_MARK.format(organ=notice.organ),
        number=notice.number,
        title=notice.title,
        addressee=notice.addressee,
        paragraphs=notice.paragraphs,
        attachments=notice.attachments,
        organ=notice.organ,
        date=paper_date(notice.issued_on),
        copies_to=notice.copies_to,
        issuer=notice.issuer,
        tables=tuple(
            DocxTable(each.title, each.rule, each.heads, each.widths, each.texts, each.rows)
            for each in annexes
        ),
    )
    leave_trace(workspace, "export_bulletin", f"导出 Word：{bulletin.title}")
    write_official_docx(text, path, created=workspace.clock())


def usual_period(workspace: Workspace, year: int) -> int:
    """Give the last month of the bulletin that is next: the half-year's until December."""
    with workspace.reading() as session:
        return _usual(session, year, workspace.today())


def _usual(session: Session, year: int, today: dt.date) -> int:
    kept = session.scalars(
        select(BulletinRow.through).where(BulletinRow.year == year).order_by(BulletinRow.id)
    ).all()
    over = today >= dt.date(year, YEAR, 1)
    return YEAR if over or YEAR in kept else HALF


def _check_period(through: int) -> None:
    if through not in (HALF, YEAR):
        raise ValidationFailed({"through": "通报只有半年（到6月）和全年（到12月）两种"})


def _row(session: Session, year: int, through: int) -> BulletinRow | None:
    return session.scalar(
        select(BulletinRow).where(BulletinRow.year == year, BulletinRow.through == through)
    )


def _bulletin(session: Session, year: int, through: int, today: dt.date) -> Bulletin:
    row = _row(session, year, through)
    if row is None:
        return _written(session, year, through, today)
    return Bulletin(
        year=year,
        through=through,
        title=row.title,
        body=row.body,
        written_on=row.written_on,
        kept=True,
    )


def _written(session: Session, year: int, through: int, today: dt.date) -> Bulletin:
    figures = bulletin_figures(session, year, through, today)
    if not figures.persons:
        raise NotFound(
            f"{year}年{period_words(through)}没有人到岗，没有可通报的内容；到岗在“协议与委任”里登记"
        )
    title = title_words(year, through)
    body = body_of(figures)
    return Bulletin(year=year, through=through, title=title, body=body, written_on=today)


def _annexes(session: Session, bulletin: Bulletin) -> tuple[AnnexTable, ...]:
    """The tables, counted as of the day of the text."""
    return annexes_of(
        bulletin_figures(session, bulletin.year, bulletin.through, bulletin.written_on)
    )


def _notice(session: Session, bulletin: Bulletin, annexes: Sequence[AnnexTable]) -> Notice:
    day = bulletin.written_on
    policy = policy_in(session, day.year)
    code = policy.numbering("notice").code
    return Notice(
        number=f"{code}〔{day.year}〕\u3000号",
        title=bulletin.title,
        addressee=policy.notice_addressee or "",
        paragraphs=tuple(line.strip() for line in bulletin.body.splitlines() if line.strip()),
        attachments=tuple(each.title for each in annexes),
        person=bulletin.title,
        people=(),
        organ=policy.organ,
        issued_on=day,
        effective_on=day,
        sealed=True,
        copies_to=policy.notice_copies or "",
        issuer=policy.notice_issuer or "",
    )


def _printout(session: Session, bulletin: Bulletin, wanted: Wanted, progress: Progress) -> Printout:
    annexes = _annexes(session, bulletin)
    notice = _notice(session, bulletin, annexes)
    layout = layout_in_use(session, *_LETTERHEAD).layout
    main = render_batch(
        layout, [notice], created=wanted.created, progress=progress, fonts=wanted.fonts
    )
    title = f"{period_words(bulletin.through)}通报"
    stretches, warnings = [Stretch(main.pdf, 1, sum(main.pages))], main.warnings
    if annexes:
        papers = render_paper_batch(
            [_paper(number, each, len(annexes)) for number, each in enumerate(annexes, start=1)],
            title=title,
            footer=footed(bulletin.title, head_of(session)),
            created=wanted.created,
            fonts=wanted.fonts,
        )
        stretches.append(Stretch(papers.pdf, 1, sum(papers.pages)))
        warnings = (*warnings, *papers.warnings)
    pdf = assemble(stretches, title=bulletin.title)
    return Printout(_KIND, title, layout.name, pdf, count_pages(pdf), 1, (), warnings)


def _paper(number: int, annex: AnnexTable, count: int) -> Paper:
    columns = tuple(
        TableColumn(head, width, Align.LEFT if place in annex.texts else Align.CENTRE)
        for place, (head, width) in enumerate(zip(annex.heads, annex.widths, strict=True))
    )
    mark = f"附件{number}" if count > 1 else "附件"
    parts = (Paragraphs((annex.rule,)), Table(columns, annex.rows, size_pt=9.0))
    return Paper(annex.title, parts, mark=mark, corner=mark)


def _put_together(workspace: Workspace, wanted: Wanted, progress: Progress) -> Printout:
    """The kept bulletin of the half-year or year, or one from today's figures."""
    with workspace.reading() as session:
        today = workspace.today()
        through = wanted.choice.through or _usual(session, wanted.year, today)
        _check_period(through)
        return _printout(session, _bulletin(session, wanted.year, through, today), wanted, progress)


BULLETIN: Final = PrintKind(_KIND, "通报", _put_together)
