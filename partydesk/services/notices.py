"""任职通知: drafting its words from appointed pairs, a look at it beforehand, and issuing it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import Select, select

from partydesk.db.models import (
    NoticePlacementRow,
    NoticeRow,
    NumberSeries,
    PlacementRow,
)
from partydesk.domain.changes import Changes
from partydesk.domain.entry import read_entry
from partydesk.domain.errors import NotFound, Reason, RuleViolation, ValidationFailed
from partydesk.domain.fields import fields_of
from partydesk.domain.notices import (
    Appointee,
    Notice,
    Wording,
    closed_list,
    people_words,
    title_for,
    why_not_announced,
)
from partydesk.domain.numbering import paper_date
from partydesk.domain.pinyin import matches
from partydesk.domain.placements import POSTED
from partydesk.domain.policy import Policy
from partydesk.domain.progress import Progress, silent
from partydesk.domain.values import ValueRefused, parse, show
from partydesk.reports.findings import PrintWarning
from partydesk.reports.pieces import fill
from partydesk.reports.render import render_batch
from partydesk.reports.template import read_template
from partydesk.resources import resource_path
from partydesk.services.fonts import fonts_of
from partydesk.services.issuing import USUAL, Issue, Means, freeze
from partydesk.services.layouts import layout_in_use
from partydesk.services.ledger import frozen, take_number
from partydesk.services.numbered_documents import numbered_of, print_numbered
from partydesk.services.placements import placement_rows
from partydesk.services.policies import policy_in
from partydesk.services.print_kinds import PrintKind, Printout, Wanted
from partydesk.services.selection import round_row

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from partydesk.services.workspace import Workspace

_KIND: Final = "notices"
_TEMPLATE: Final = "notice.txt"
#: Fields of the template that differ from person to person.
_PERSONAL: Final = frozenset({"person", "posts"})
_FIELDS: Final = frozenset(
    {*_PERSONAL, "decision", "effective_on", "term_from", "term_to", "several_terms"}
)
_MOST_REASONS: Final = 10


def pairs_to_announce(workspace: Workspace, year: int) -> tuple[int, ...]:
    """List the pairs of a year's round that are appointed and in no notice that is in force.

    Raises:
        NotFound: The year has no round.
    """
    with workspace.reading() as session:
        rows = placement_rows(session, round_row(session, year).id)
        return tuple(row.id for row in rows if not _why_not(row))


def draft_notice(
    workspace: Workspace,
    placement_ids: Sequence[int],
    issued_on: dt.date | None = None,
    effective_on: dt.date | None = None,
) -> dict[str, str]:
    """Propose what a notice about appointed pairs says.

    Args:
        workspace: Open workspace.
        placement_ids: At least one.
        issued_on: Date of the notice; None for today.
        effective_on: From which day the posts count; None for the day on which the terms begin,
            where it is the same for all, else the date of the notice.

    Returns:
        Field name of :class:`Wording` → text as it stands in a form.

    Raises:
        NotFound: There is no such pair.
        RuleViolation: A pair is not appointed, or in a notice already.
    """
    day = issued_on or workspace.today()
    with workspace.reading() as session:
        people = _people(_rows(session, placement_ids))
        policy = policy_in(session, day.year)
    starts = {person.term_from for person in people}
    effective = effective_on or (starts.pop() if len(starts) == 1 else day)
    wording = Wording(
        title=title_for([person.name for person in people]),
        addressee=policy.notice_addressee,
        text="\n".join(_paragraphs(people, policy, effective)),
        issued_on=day,
        effective_on=effective,
        sealed=True,
        copies_to=policy.notice_copies,
        issuer=policy.notice_issuer,
    )
    return {field.name: show(field, getattr(wording, field.name)) for field in fields_of(Wording)}


def with_effective_day(
    workspace: Workspace, placement_ids: Sequence[int], texts: Mapping[str, str], before: str
) -> dict[str, str]:
    """Write a changed 生效日期 into the 正文, where that still says it as it was drafted.

    Args:
        workspace: Open workspace.
        placement_ids: Whom the notice is about.
        texts: Field name of :class:`Wording` → what was typed.
        before: 生效日期 that the 正文 was drafted for.

    Returns:
        The texts; a paragraph that was reworded, and any text for a day that cannot be read, is
        left alone.

    Raises:
        NotFound: There is no such pair.
        RuleViolation: A pair is not appointed, or in a notice already.
    """
    old, new = _day_in(workspace, before), _day_in(workspace, texts["effective_on"])
    if old is None or new is None or old == new:
        return dict(texts)
    with workspace.reading() as session:
        people = _people(_rows(session, placement_ids))
        policy = policy_in(session, workspace.today().year)
    drafted = (_paragraphs(people, policy, day) for day in (old, new))
    moved = dict(zip(*drafted, strict=True))
    lines = texts["text"].splitlines()
    return {**texts, "text": "\n".join(moved.get(line.strip(), line) for line in lines)}


def _day_in(workspace: Workspace, text: str) -> dt.date | None:
    """Read a day; None where it cannot be read."""
    (field,) = (field for field in fields_of(Wording) if field.name == "effective_on")
    try:
        day = parse(field, text, today=workspace.today(), words=()).value
    except ValueRefused:
        return None
    return day if isinstance(day, dt.date) else None


def preview_notice(
    workspace: Workspace,
    placement_ids: Sequence[int],
    texts: Mapping[str, str],
    progress: Progress = silent,
) -> Printout:
    """Show a notice as it would be issued; room is left for its number.

    Raises:
        NotFound: There is no such pair.
        ValidationFailed: Something is missing or cannot be read.
        RuleViolation: A pair is not appointed or in a notice already, or a text does not fit.
    """
    wording = _read(workspace, texts)
    fonts, year = fonts_of(workspace), wording.issued_on.year
    with workspace.reading() as session:
        people = _people(_rows(session, placement_ids))
        policy = policy_in(session, year)
        layout = layout_in_use(session, _KIND, USUAL[_KIND]).layout
    number = f"{policy.numbering(NumberSeries.NOTICE.value).code}〔{year}〕\u3000号"
    notice = _notice(wording, people, policy, number)
    created = workspace.clock().replace(hour=0, minute=0, second=0, microsecond=0)
    done = render_batch(layout, [notice], created=created, progress=progress, fonts=fonts)
    pages, warnings = sum(done.pages), (*done.warnings, *_doubts(notice))
    return Printout(_KIND, "任职通知样张", layout.name, done.pdf, pages, 1, (), warnings)


def _doubts(notice: Notice) -> Iterator[PrintWarning]:
    """Say where the text and what is recorded beside it differ."""
    day = paper_date(notice.effective_on)
    if not any(day in paragraph for paragraph in notice.paragraphs):
        message = f"生效日期是{day}，正文里没有写这一天；请核对正文里的任职时间"
        yield PrintWarning("day_not_said", notice.person, "生效日期", message)


def issue_notice(
    workspace: Workspace,
    placement_ids: Sequence[int],
    texts: Mapping[str, str],
    *,
    allow_missing: bool = False,
) -> tuple[str, Changes]:
    """Take the number and freeze the notice.

    Args:
        workspace: Open workspace.
        placement_ids: At least one.
        texts: Field name of :class:`Wording` → what was typed.
        allow_missing: Whether characters without a font may be left blank, to be written by hand.

    Returns:
        The number, and what changed.

    Raises:
        NotFound: There is no such pair.
        ValidationFailed: Something is missing or cannot be read.
        RuleViolation: A pair is not appointed or in a notice already, a text does not fit, a
            character has no font, or the number is taken.
    """
    wording = _read(workspace, texts)
    year = wording.issued_on.year
    means = Means(workspace.clock(), allow_missing)
    with workspace.unit_of_work("issue_notice", "印发任职通知", undoable=False) as uow:
        session = uow.session
        rows = _rows(session, placement_ids)
        _check_day(wording, rows)
        policy = policy_in(session, year)
        number = take_number(session, NumberSeries.NOTICE, policy, year)
        notice = _notice(wording, _people(rows), policy, number.text)
        session.add(
            NoticeRow(
                number=number,
                title=notice.title,
                issued_on=notice.issued_on,
                content=frozen(notice),
                placements=[NoticePlacementRow(placement_id=row.id) for row in rows],
            )
        )
        session.flush()
        freeze(session, [Issue(_KIND, number, notice, notice.issued_on)], means)
        uow.relabel(f"印发任职通知{number.text}：{notice.person}")
        return number.text, uow.commit()


def _rows(session: Session, placement_ids: Sequence[int]) -> list[PlacementRow]:
    """The pairs meant, in the order of the posts.

    Raises:
        NotFound: There is no such pair, or none is named.
        RuleViolation: One is not appointed, or in a notice already.
    """
    wanted = select(PlacementRow).where(PlacementRow.id.in_(placement_ids))
    rows = list(session.scalars(wanted.order_by(PlacementRow.post_id, PlacementRow.id)))
    if not rows or len(rows) != len(set(placement_ids)):
        raise NotFound("没有要发任职通知的人，请先选择已委任的拟配")
    refused = [Reason("not_announced", why) for row in rows if (why := _why_not(row))]
    if refused:
        raise RuleViolation(refused[:_MOST_REASONS])
    return rows


def _why_not(row: PlacementRow) -> str:
    """Say why a pair cannot be announced; empty where it can."""
    number = row.notice.number.text if row.notice else None
    return why_not_announced(row.talent.name, appointed=row.state in POSTED, notice=number)


def _check_day(wording: Wording, rows: Sequence[PlacementRow]) -> None:
    """Refuse a notice that is older than what it announces.

    Raises:
        ValidationFailed: An agreement was signed on a later day.
    """
    agreed = [row.agreement.signed_on for row in rows if row.agreement and row.agreement.signed_on]
    latest = max(agreed, default=wording.issued_on)
    if wording.issued_on < latest:
        message = f"不能早于签订协议的日期（{paper_date(latest)}）"
        raise ValidationFailed({"issued_on": message})


def _people(rows: Sequence[PlacementRow]) -> tuple[Appointee, ...]:
    """Who is announced, each once with all posts."""
    people: dict[int, Appointee] = {}
    for row in rows:
        agreement = row.agreement
        assert agreement is not None  # noqa: S101 - there is no letter without an agreement
        post = f"{row.post.enterprise.name}{row.post.role.value}"
        known = people.get(row.talent_id)
        if known is not None:
            people[row.talent_id] = replace(known, posts=(*known.posts, post))
            continue
        people[row.talent_id] = Appointee(
            row.talent_id, row.talent.name, (post,), agreement.term_from, agreement.term_to
        )
    return tuple(people.values())


def _paragraphs(
    people: Sequence[Appointee], policy: Policy, effective_on: dt.date
) -> Iterator[str]:
    """Fill the template: lines that name a person are written once for each."""
    terms = {(person.term_from, person.term_to) for person in people}
    values = {
        "decision": policy.notice_decision,
        "effective_on": paper_date(effective_on),
        "several_terms": "是" if len(terms) > 1 else "",
    }
    text = resource_path("templates", _TEMPLATE).read_text(encoding="utf-8")
    for line in read_template(text, _TEMPLATE, _FIELDS):
        if (line.when and not values[line.when]) or (line.unless and values[line.unless]):
            continue
        each = [fill(line.content, {**values, **_words(person)}) for person in people]
        personal = any(piece.is_field and piece.text in _PERSONAL for piece in line.content)
        yield from closed_list(each) if personal else each[:1]


def _words(person: Appointee) -> dict[str, str]:
    return {
        "person": person.name,
        "posts": "、".join(person.posts),
        "term_from": paper_date(person.term_from),
        "term_to": paper_date(person.term_to),
    }


def _read(workspace: Workspace, texts: Mapping[str, str]) -> Wording:
    """Read what was typed; every fault is named beside its field."""
    fields = fields_of(Wording)
    cells = {field.name: texts.get(field.name, "") for field in fields}
    values = read_entry(fields, cells, today=workspace.today(), words={}).values
    return Wording(**values)  # type: ignore[arg-type]  # checked by the fields


def _notice(wording: Wording, people: Sequence[Appointee], policy: Policy, number: str) -> Notice:
    names = tuple(person.name for person in people)
    return Notice(
        number=number,
        title=wording.title,
        addressee=wording.addressee or "",
        paragraphs=_lines(wording.text),
        attachments=_lines(wording.attachments or ""),
        person=people_words(names),
        people=names,
        organ=policy.organ,
        issued_on=wording.issued_on,
        effective_on=wording.effective_on,
        sealed=wording.sealed,
        copies_to=wording.copies_to or "",
        issuer=wording.issuer or "",
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _put_together(workspace: Workspace, wanted: Wanted, progress: Progress) -> Printout:
    """Notices of the year, or those about named pairs, as they were issued, by number."""
    with workspace.reading() as session:
        rows = [row for row in session.scalars(_statement(wanted)) if _is_wanted(row, wanted)]
        if not rows:
            raise NotFound(f"{wanted.year} 年没有可打印的任职通知")
        return print_numbered(session, NOTICES, numbered_of(session, _KIND, rows), wanted, progress)


def _statement(wanted: Wanted) -> Select[NoticeRow]:
    statement = select(NoticeRow).order_by(NoticeRow.id)
    if wanted.placement_ids is None:
        return statement
    about = select(NoticePlacementRow.notice_id).where(
        NoticePlacementRow.placement_id.in_(wanted.placement_ids)
    )
    return statement.where(NoticeRow.id.in_(about))


def _is_wanted(row: NoticeRow, wanted: Wanted) -> bool:
    if row.number.void or (wanted.placement_ids is None and row.number.year != wanted.year):
        return False
    words = (row.number.text, row.title, *row.content["people"])
    return not wanted.query or any(matches(wanted.query, word) for word in words)


NOTICES: Final = PrintKind(_KIND, "任职通知", _put_together)
