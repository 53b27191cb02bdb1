"""The journal: its chain, heads typed in from papers, and those that issued documents carry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, cast

from sqlalchemy import select

from partydesk.db.journal import breaks_of
from partydesk.db.models import AgreementRow, CertificateRow, LetterRow, NoticeRow
from partydesk.domain.errors import ValidationFailed
from partydesk.domain.evidence import Head, read_head
from partydesk.domain.quality import Severity
from partydesk.domain.self_check import Finding, named
from partydesk.services.self_check.looking import Check, Given

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_REMEDY: Final = "保留现在的文件作证据，不要继续录入；与最近的备份和纸质文书核对，报负责人处理"
_Issued = LetterRow | AgreementRow | CertificateRow | NoticeRow
_ISSUED: Final = (LetterRow, AgreementRow, CertificateRow, NoticeRow)


def _chain(given: Given) -> Iterator[Finding]:
    """Walk through the chain once, with every head that is known."""
    kept, unreadable = heads_on_papers(given.session)
    for one in breaks_of(given.session, (*given.heads, *kept)):
        papers = kept.get(one.head, []) if one.head else []
        affected = named(papers, "份") if papers else f"第 {one.action} 项操作记录"
        yield Finding("journal", Severity.ERROR, one.words, affected, _REMEDY)
    if unreadable:
        what = "文书存档里的记录号被改动过"
        yield Finding("journal", Severity.ERROR, what, named(unreadable, "份"), _REMEDY)


def heads_on_papers(session: Session) -> tuple[dict[Head, list[str]], list[str]]:
    """Give the heads that issued documents carry.

    Returns:
        Head → the documents that carry it, by their numbers; and those whose head was changed past
        the program, so that it is none any more.
    """
    found: dict[Head, list[str]] = {}
    unreadable: list[str] = []
    for model in _ISSUED:
        rows = cast("Iterable[_Issued]", session.scalars(select(model)))
        for row in rows:
            printed = str(row.content.get("head", ""))
            if not printed:
                continue
            try:
                found.setdefault(read_head(printed), []).append(f"文书{row.number.text}")
            except ValidationFailed:
                unreadable.append(f"文书{row.number.text}")
    return found, unreadable


CHECKS: Final = (Check("journal", "操作记录的链条和打印过的记录号", _chain),)
