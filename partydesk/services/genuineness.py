"""Codes that prove a document genuine: signing what is issued, and judging what is shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import select

from partydesk.db.models import IssuedRow, PlacementRow, SigningKeyRow, TrustedKeyRow
from partydesk.domain.errors import NotFound
from partydesk.domain.genuineness import (
    Claim,
    State,
    is_code,
    key_id,
    read_code,
    write_claim,
    write_code,
)
from partydesk.domain.numbering import paper_date
from partydesk.domain.placements import SERVED, Cause
from partydesk.reports.fields import KINDS
from partydesk.services.number_register import Entry, find_entry, find_typed
from partydesk.services.policies import get_policy
from partydesk.services.signing_keys import current_key, new_key

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from partydesk.services.workspace import Workspace

_HEADLINES: Final = {
    State.IN_FORCE: "真 · 有效",
    State.VOID: "真 · 已作废",
    State.SUPERSEDED: "真 · 已换发为",
    State.UNKNOWN: "无法判断",
    State.FOREIGN: "真 · 外单位签发",
    State.UNKNOWN_KEY: "无法判断",
    State.FORGED: "伪",
}


@dataclass(frozen=True, slots=True)
class Term:
    """Until when the posting runs that a document belongs to.

    Attributes:
        on: Its last day.
        ended: Whether it is over.
        why: Why it ended or ends.
    """

    on: dt.date
    ended: bool
    why: str

    @property
    def words(self) -> str:
        """A sentence for people."""
        day = paper_date(self.on)
        if self.ended:
            return f"任职已于{day}结束：{self.why}"
        return f"任期到{day}" if self.why == Cause.TERM else f"任职将于{day}结束：{self.why}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a document.

    Attributes:
        state: See :class:`partydesk.domain.genuineness.State`.
        number: As printed; empty where not even that is known.
        person: Whose it is; empty where the code keeps only a hash.
        kind: Kind of document; empty where the record of it is gone.
        issued_on: Date of the document.
        office: Who signed it; empty where nobody known did.
        words: A sentence for people.
        number_id: Its number in the register; None where it is not there.
        placement_id: The pair it belongs to; None for none.
        replaced_by: The number issued in its place; empty for none.
        posting: How long that pair's posting runs; None for none.
        signed: Whether a signature was checked. A number alone can be written on any paper.
    """

    state: State
    number: str
    person: str
    kind: str
    issued_on: dt.date | None
    office: str
    words: str
    number_id: int | None = None
    placement_id: int | None = None
    replaced_by: str = ""
    posting: Term | None = None
    signed: bool = True

    @property
    def headline(self) -> str:
        """The answer in a word or two."""
        said = _HEADLINES[self.state]
        if self.state is State.IN_FORCE and self.posting is not None and self.posting.ended:
            said = "真 · 任职已结束"
        elif self.state is State.SUPERSEDED:
            said += f" {self.replaced_by}"
        return said if self.signed else said.replace("真", "在册", 1)

    @property
    def title(self) -> str:
        """What people call its kind."""
        return KINDS[self.kind].label if self.kind in KINDS else "文书"


def make_code(
    session: Session, *, kind: str, number: str, person: str, issued_on: dt.date, now: dt.datetime
) -> str:
    """Sign a document and write its verification code.

    Args:
        session: Open session of a unit of work; the first document makes the key pair.
        kind: Kind of document.
        number: As printed.
        person: Whose it is.
        issued_on: Date of the document.
        now: The moment.
    """
    key = current_key(session) or new_key(session, now)
    signer = Ed25519PrivateKey.from_private_bytes(key.private_key)
    claim = write_claim(
        key.public_key, kind=kind, number=number, person=person, issued_on=issued_on
    )
    return write_code(claim, signer.sign(claim))


# -- judging ---------------------------------------------------------------------------------


def verify(workspace: Workspace, text: str) -> Verdict:
    """Judge a document by its code or its number.

    Args:
        workspace: Open workspace.
        text: The code as scanned, or the number as printed; full-width signs, other brackets and
            spaces do not matter.

    Raises:
        InputRefused: A code that is damaged or of a later program.
        NotFound: No document has this number.
    """
    if is_code(text):
        return _verify_code(workspace, text)
    if not text.strip():
        raise NotFound("请扫描验证码，或输入文书编号")
    entry = find_typed(workspace, text)
    if entry is None:
        raise NotFound(f"文号登记簿里没有“{text.strip()}”；请核对编号，或扫描文书上的验证码")
    registered = _registered(workspace, entry)
    return replace(
        registered, signed=False, words=f"{registered.words}。只按编号查了登记簿，请与原件核对纸面"
    )


def _verify_code(workspace: Workspace, text: str) -> Verdict:
    claim, signed, signature = read_code(text)
    with workspace.reading() as session:
        own = {key_id(key): key for key in session.scalars(select(SigningKeyRow.public_key))}
        trusted = {
            key_id(bytes.fromhex(row.public_key)): row
            for row in session.scalars(select(TrustedKeyRow))
        }
    told = (claim.number, claim.person or "", claim.kind, claim.issued_on)
    if claim.key_id in own:
        if not _is_signed(own[claim.key_id], signed, signature):
            return Verdict(
                State.FORGED, *told, "", "验证码与签名不符，是伪造或改动过的，所写内容不可信"
            )
        return _own(workspace, claim, signed)
    if claim.key_id in trusted:
        row = trusted[claim.key_id]
        if not _is_signed(bytes.fromhex(row.public_key), signed, signature):
            return Verdict(
                State.FORGED,
                *told,
                row.office,
                "验证码与签名不符，是伪造或改动过的，所写内容不可信",
            )
        words = f"确由{row.office}签发；是否仍然有效，请向该单位核实"
        return Verdict(State.FOREIGN, *told, row.office, words)
    words = "签发单位的证书没有登记，无法判断真伪；请先向该单位索取证书，核对指纹后添加"
    return Verdict(State.UNKNOWN_KEY, *told, "", words)


def _is_signed(public_key: bytes, signed: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, signed)
    except InvalidSignature:
        return False
    return True


def _own(workspace: Workspace, claim: Claim, signed: bytes) -> Verdict:
    """Look for a genuine document of this office in the register."""
    entry = find_entry(workspace, claim.number)
    if entry is not None and _kept_claim(workspace, entry.number_id) == signed:
        return _registered(workspace, entry)
    words = (
        "签名是本单位的，但文号登记簿里没有这份文书；可能是在所恢复的备份之后签发的"
        if entry is None
        else f"签名是本单位的，但文号登记簿里这个编号是{entry.who}的文书；"
        "可能是在所恢复的备份之后签发的"
    )
    office = get_policy(workspace, workspace.today().year).organ
    told = (claim.number, claim.person or "", claim.kind, claim.issued_on)
    return Verdict(State.UNKNOWN, *told, office, words)


def _kept_claim(workspace: Workspace, number_id: int) -> bytes | None:
    """Give what the code of an issued document signs; None where none was made."""
    with workspace.reading() as session:
        code = session.scalar(select(IssuedRow.code).where(IssuedRow.number_id == number_id))
    return read_code(code)[1] if code else None


def _registered(workspace: Workspace, entry: Entry) -> Verdict:
    """Say what the register knows of a document."""
    state = State.VOID if entry.void else State.IN_FORCE
    words = entry.words
    if entry.replaced_by:
        state = State.SUPERSEDED
    elif not entry.void and entry.issued_on is None:
        state, words = State.UNKNOWN, "编号已取，文书还没有签署，尚不生效"
    posting = _term(workspace, entry)
    return Verdict(
        state,
        entry.number,
        entry.who,
        entry.kind,
        entry.issued_on,
        get_policy(workspace, workspace.today().year).organ,
        f"{words}；{posting.words}" if posting and not entry.void else words,
        entry.number_id,
        None if entry.paper is None else entry.paper.placement_id,
        entry.replaced_by,
        posting,
    )


def _term(workspace: Workspace, entry: Entry) -> Term | None:
    """Tell until when the posting runs that a letter or an agreement sets."""
    if entry.paper is None or entry.paper.placement_id is None or entry.issued_on is None:
        return None
    with workspace.reading() as session:
        pair = session.get_one(PlacementRow, entry.paper.placement_id)
        if pair.state not in SERVED:
            return None
        if pair.ended_on is not None:
            cause = pair.cause.value if pair.cause else ""
            why = f"{cause}（{pair.why_ended}）" if pair.why_ended else cause
            return Term(pair.ended_on, pair.ended_on <= workspace.today(), why)
        own = {paper.number_id: paper.term_to for paper in pair.agreements}
        for letter in pair.letters:
            own[letter.number_id] = dt.date.fromisoformat(letter.content["term_to"])
        ends = own[entry.number_id]
        return Term(ends, ends < workspace.today(), Cause.TERM.value)
