"""What left with a number: no gap unexplained, nothing frozen that has changed since."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select

from partydesk.db.journal import ChangeRow, stored
from partydesk.db.models import (
    AgreementRow,
    CertificateRow,
    FileRow,
    IssuedRow,
    LetterRow,
    NoticeRow,
    NumberRow,
    SigningKeyRow,
)
from partydesk.domain.errors import InputRefused
from partydesk.domain.genuineness import key_id, read_code
from partydesk.domain.quality import Severity
from partydesk.domain.self_check import Finding, named
from partydesk.reports.paint import count_pages
from partydesk.services.number_register import entries_in, gaps_in
from partydesk.services.self_check.looking import Check, Given

_COMPARE: Final = "与纸质原件核对；确有改动的用备份恢复，并报负责人查明原因"
#: What must stay as it was written: only the program changes it, and writes that down.
_FROZEN: Final = (NumberRow, IssuedRow, LetterRow, AgreementRow, CertificateRow, NoticeRow)


def _numbers(given: Given) -> Iterator[Finding]:
    for gap in gaps_in(given.session):
        if not gap.explained:
            yield Finding(
                "number_gap",
                Severity.ERROR,
                f"文号缺号没有说明：{gap.words}",
                f"{gap.last - gap.first + 1} 个文号",
                "编号从不删除，缺号说明登记簿被改动过；与最近的备份和纸质文书核对",
            )
    empty = [entry.number for entry in entries_in(given.session) if entry.paper is None]
    if empty:
        what = "文号登记簿里的编号没有对应的文书"
        yield Finding("number_empty", Severity.ERROR, what, named(empty, "个"), _COMPARE)


def _issued(given: Given) -> Iterator[Finding]:
    """Hold what was kept of issued documents against its file and its code."""
    session = given.session
    rows = session.scalars(select(IssuedRow)).all()
    pages = {
        sha256: count_pages(content) if content else 0  # taken out with its person's data
        for sha256, content in session.execute(
            select(FileRow.sha256, FileRow.content)
            .where(FileRow.sha256.in_(select(IssuedRow.pdf_sha256)))
            .execution_options(yield_per=1)
        )
    }
    short = [
        row.number.text
        for row in rows
        if row.first_page + row.pages - 1 > pages.get(row.pdf_sha256, 0)
    ]
    if short:
        what = "已签发文书的存档缺页"
        yield Finding("issued_pages", Severity.ERROR, what, named(short, "份"), _COMPARE)
    keys = {key_id(key): key for key in session.scalars(select(SigningKeyRow.public_key))}
    forged = [row.number.text for row in rows if row.code and not _is_ours(row, keys)]
    if forged:
        what = "已签发文书的验证码与编号或签名不符"
        yield Finding("issued_code", Severity.ERROR, what, named(forged, "份"), _COMPARE)


def _is_ours(row: IssuedRow, keys: dict[bytes, bytes]) -> bool:
    """Whether a kept code is signed by this office and about this number."""
    try:
        claim, signed, signature = read_code(row.code or "")
        Ed25519PublicKey.from_public_bytes(keys[claim.key_id]).verify(signature, signed)
    except (InputRefused, InvalidSignature, KeyError, ValueError):
        return False
    return claim.number == row.number.text


def _unchanged(given: Given) -> Iterator[Finding]:
    """Hold numbers and frozen papers against the last that the journal says of them."""
    for model in _FROZEN:
        changed = _changed_past_the_journal(given, model)
        if changed:
            yield Finding(
                "frozen",
                Severity.ERROR,
                "文号或已签发文书的内容与操作记录不符，是绕过程序改动的",
                named(changed, "份"),
                _COMPARE,
            )


def _changed_past_the_journal(given: Given, model: Any) -> list[str]:  # noqa: ANN401 - by table
    """Name the rows of a table that are not what was last written down of them."""
    table = model.__table__
    images: dict[int, dict[str, object]] = {}
    wanted = select(ChangeRow).where(ChangeRow.table_name == table.name).order_by(ChangeRow.id)
    for change in given.session.scalars(wanted.execution_options(yield_per=500)):
        if change.operation == "delete":
            images.pop(change.row_id, None)
        else:
            images.setdefault(change.row_id, {}).update(change.after or {})
    found = []
    for row in given.session.scalars(select(model)):
        known = images.pop(row.id, {})
        if any(
            name in table.c and stored(table, name, getattr(row, name)) != value
            for name, value in known.items()
        ):
            number = row if isinstance(row, NumberRow) else row.number
            found.append(number.text)
    gone = [f"编号 {number} 的一条" for number in images]
    return found + gone


CHECKS: Final = (
    Check("numbers", "文号连续、各有文书", _numbers),
    Check("issued", "已签发文书的存档和验证码", _issued),
    Check("frozen", "文号和文书与操作记录一致", _unchanged),
)
