"""Issued means frozen: what leaves with a number is kept as the bytes it was printed from.

All documents of one kind that one act issues share a file, so that they share its fonts: a thousand
letters take 3 MB. A reprint takes its pages out of that file; nothing is drawn anew.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.journal import head_of
from partydesk.db.models import (
    AgreementRow,
    CertificateRow,
    FileRow,
    IssuedRow,
    LetterRow,
    NoticeRow,
    NumberRow,
)
from partydesk.domain.agreements import Agreement, Amendment
from partydesk.domain.appointments import Letter
from partydesk.domain.certificates import CERTIFICATES
from partydesk.domain.notices import Notice
from partydesk.reports.document import FormOf
from partydesk.reports.fonts import fonts_used
from partydesk.reports.layout import Layout
from partydesk.reports.render import render_batch
from partydesk.services.agreement_text import forms_by_text
from partydesk.services.fonts import fonts_in
from partydesk.services.genuineness import make_code
from partydesk.services.layouts import VersionedLayout, layout_in_use
from partydesk.services.resting_collector import resting_collector
from partydesk.services.unprintable import require_printable

_PDF: Final = "application/pdf"
_JSON: Final = "application/json"
#: Kind of document → the layout that came with the program.
USUAL: Final[Mapping[str, str]] = {
    "letters": "letter",
    "agreements": "agreement",
    "amendments": "amendment",
    "notices": "notice",
    "engagements": "engagement",
    "honours": "honour",
    "training-certificates": "training",
}
#: Kind of document → the rows that hold what it says.
_SAYS: Final[Mapping[str, Any]] = {
    "letters": LetterRow,
    "agreements": AgreementRow,
    "amendments": AgreementRow,
    "notices": NoticeRow,
    **dict.fromkeys(("engagements", "honours", "training-certificates"), CertificateRow),
}
#: Rows asked for by number at once; the driver takes no more than 32,766 values.
_BATCH: Final = 500
_DAYS: Final = ("term_from", "term_to", "issued_on", "signed_on", "agreement_signed_on",
                "held_from", "held_to", "effective_on")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Issue:
    """One document on its way out.

    Attributes:
        kind: Kind of document.
        number: Its number.
        document: What it says; its code is still empty.
        issued_on: Date of the document.
    """

    kind: str
    number: NumberRow
    document: Any
    issued_on: dt.date


@dataclass(frozen=True, slots=True)
class Means:
    """What freezing needs from outside the session.

    Attributes:
        now: The moment.
        allow_missing: Whether somebody has confirmed that characters no font has are left blank,
            to be written in by hand.
    """

    now: dt.datetime
    allow_missing: bool = False


def freeze(session: Session, issues: Sequence[Issue], means: Means) -> None:
    """Keep documents as they are issued: pages, layout, fonts and verification code.

    Args:
        session: Open session of the unit of work that took their numbers.
        issues: In the order in which they are printed.
        means: Moment and confirmation.

    Raises:
        RuleViolation: A text does not fit where it must, or a character has no font and nobody
            has confirmed that it is written in by hand; each names the person.
    """
    for kind in dict.fromkeys(issue.kind for issue in issues):
        _freeze_kind(session, kind, [issue for issue in issues if issue.kind == kind], means)


def _freeze_kind(session: Session, kind: str, issues: Sequence[Issue], means: Means) -> None:
    form = layout_in_use(session, kind, USUAL[kind])
    head = head_of(session).words
    coded = [
        replace(
            issue.document,
            head=head,
            code=make_code(
                session,
                kind=kind,
                number=issue.number.text,
                person=issue.document.person,
                issued_on=issue.issued_on,
                now=means.now,
            ),
        )
        for issue in issues
    ]
    with resting_collector():
        done = render_batch(
            form.layout,
            coded,
            # The moment in the file is the day's, as in everything that is printed.
            created=means.now.replace(hour=0, minute=0, second=0, microsecond=0),
            form_of=forms_of(kind, form.layout),
            fonts=fonts_in(session),
        )
    require_printable(done.warnings, allow_missing=means.allow_missing)
    _keep(session, issues, coded, form, done.pdf, done.pages, means.now)


def forms_of(kind: str, layout: Layout) -> FormOf | None:
    """Give the layout of each document where documents of a kind have words of their own."""
    return forms_by_text(layout) if kind == "agreements" else None


def _keep(
    session: Session,
    issues: Sequence[Issue],
    coded: Sequence[Any],
    form: VersionedLayout,
    pdf: bytes,
    pages: Sequence[int],
    now: dt.datetime,
) -> None:
    """Store the file and where in it each document stands."""
    layout_sha256 = _store(session, form.body.encode(), _JSON)
    pdf_sha256 = _store(session, pdf, _PDF)
    fonts = fonts_used(pdf)
    first = 1
    for issue, document, count in zip(issues, coded, pages, strict=True):
        session.add(
            IssuedRow(
                number=issue.number,
                kind=issue.kind,
                layout=form.layout.name,
                layout_version=form.version,
                layout_sha256=layout_sha256,
                fonts=fonts,
                pdf_sha256=pdf_sha256,
                first_page=first,
                pages=count,
                code=document.code,
                issued_at=now,
            )
        )
        first += count
    _write_heads(session, issues, coded)


def _write_heads(session: Session, issues: Sequence[Issue], coded: Sequence[Any]) -> None:
    """Keep with what a document says the head that stands on it: the self-check asks for it."""
    numbers = [issue.number.id for issue in issues]
    model = _SAYS[issues[0].kind]
    rows = {
        row.number_id: row
        for start in range(0, len(numbers), _BATCH)
        for row in session.scalars(
            select(model).where(model.number_id.in_(numbers[start : start + _BATCH]))
        )
    }
    for number, document in zip(numbers, coded, strict=True):
        rows[number].content = {**rows[number].content, "head": document.head}


def _store(session: Session, content: bytes, media_type: str) -> str:
    """Keep a file under its hash, once."""
    sha256 = hashlib.sha256(content).hexdigest()
    if session.get(FileRow, sha256) is None:
        session.add(FileRow(sha256=sha256, media_type=media_type, content=content))
        session.flush()
    return sha256


def thawed(row: LetterRow | AgreementRow | CertificateRow | NoticeRow) -> Any:  # noqa: ANN401 - by kind
    """Turn the frozen values back into the printed data class."""
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in row.content.items()
    }
    for name in _DAYS:
        if name in values:
            values[name] = dt.date.fromisoformat(values[name])
    if isinstance(row, NoticeRow):
        return Notice(**values)
    if isinstance(row, CertificateRow):
        return CERTIFICATES[row.kind](**values)
    if isinstance(row, LetterRow):
        return Letter(**values)
    return Amendment(**values) if "agreement_number" in values else Agreement(**values)
