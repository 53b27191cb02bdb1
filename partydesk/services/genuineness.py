"""Codes that prove a document genuine: signing what is issued, and judging what is shown.

The workspace has a key pair of its own, made when the first document is issued. The private key
lies in the workspace file and nowhere else; offices give each other the public one.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from sqlalchemy import select

from partydesk.db.models import IssuedRow, NumberRow, SigningKeyRow, TrustedKeyRow
from partydesk.domain.errors import InputRefused, Note, NotFound, Reason, RuleViolation
from partydesk.domain.genuineness import (
    Claim,
    State,
    fingerprint,
    is_code,
    key_id,
    read_code,
    write_claim,
    write_code,
)
from partydesk.domain.numbering import plain_number
from partydesk.services.number_register import find_entry
from partydesk.services.policies import get_policy

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from partydesk.domain.changes import Changes
    from partydesk.services.workspace import Workspace

_FORMAT: Final = "partydesk-certificate"
_VERSION: Final = 1
_KEY_BYTES: Final = 32
_LONGEST_FILE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a document.

    Attributes:
        state: See :class:`partydesk.domain.genuineness.State`.
        number: As printed; empty where not even that is known.
        person: Whose it is; empty where the code keeps only a hash.
        kind: Kind of document; empty for a number without a code.
        issued_on: Date of the document.
        office: Who signed it; empty where nobody known did.
        words: A sentence for people.
        number_id: Its number in the register; None where it is not there.
    """

    state: State
    number: str
    person: str
    kind: str
    issued_on: dt.date | None
    office: str
    words: str
    number_id: int | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """Whose public key it is.

    Attributes:
        office: Full name.
        public_key: 32 bytes.
        id: 记录号 among the trusted ones; None for the workspace's own.
    """

    office: str
    public_key: bytes
    id: int | None = None

    @property
    def fingerprint(self) -> str:
        """What people compare, in groups of four."""
        return fingerprint(self.public_key)


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
    key = _current(session) or _new_key(session, now)
    signer = Ed25519PrivateKey.from_private_bytes(key.private_key)
    claim = write_claim(
        key.public_key, kind=kind, number=number, person=person, issued_on=issued_on
    )
    return write_code(claim, signer.sign(claim))


def _current(session: Session) -> SigningKeyRow | None:
    return session.scalar(select(SigningKeyRow).where(SigningKeyRow.retired_at.is_(None)))


def _new_key(session: Session, now: dt.datetime) -> SigningKeyRow:
    pair = Ed25519PrivateKey.generate()
    row = SigningKeyRow(
        private_key=pair.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()),
        public_key=pair.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw),
        made_at=now,
    )
    session.add(row)
    session.flush()
    return row


def renew_key(workspace: Workspace) -> Changes:
    """Sign with a new key pair from now on; what the old one signed stays genuine."""
    with workspace.unit_of_work("renew_key", "更换验证密钥", undoable=False) as uow:
        old = _current(uow.session)
        if old is not None:
            old.retired_at = workspace.clock()
            uow.session.flush()
        _new_key(uow.session, workspace.clock())
        uow.note()
        return uow.commit()


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
    wanted = plain_number(text)
    with workspace.reading() as session:
        rows = session.scalars(select(NumberRow))
        found = next((row for row in rows if plain_number(row.text) == wanted), None)
        if found is None:
            raise NotFound(f"文号登记簿里没有“{text.strip()}”；请核对编号，或扫描文书上的验证码")
        issued = session.scalar(select(IssuedRow).where(IssuedRow.number_id == found.id))
        claim = None if issued is None or not issued.code else read_code(issued.code)[0]
    return _registered(workspace, found.text, claim)


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
            return Verdict(State.FORGED, *told, "", "验证码与签名不符，是伪造或改动过的")
        return _registered(workspace, claim.number, claim)
    if claim.key_id in trusted:
        row = trusted[claim.key_id]
        if not _is_signed(bytes.fromhex(row.public_key), signed, signature):
            return Verdict(State.FORGED, *told, row.office, "验证码与签名不符，是伪造或改动过的")
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


def _registered(workspace: Workspace, number: str, claim: Claim | None) -> Verdict:
    """Say what the register knows of a genuine document of this office."""
    entry = find_entry(workspace, number)
    office = get_policy(workspace, workspace.today().year).organ
    if entry is None:
        words = "签名是本单位的，但文号登记簿里没有；可能是恢复备份以前签发的"
        person, kind, on = (
            (claim.person or "", claim.kind, claim.issued_on) if claim else ("", "", None)
        )
        return Verdict(State.UNKNOWN, number, person, kind, on, office, words)
    state = State.VOID if entry.void else State.IN_FORCE
    if entry.replaced_by:
        state = State.SUPERSEDED
    return Verdict(
        state,
        entry.number,
        entry.who,
        entry.kind,
        entry.issued_on,
        office,
        entry.words,
        entry.number_id,
    )


# -- certificates -----------------------------------------------------------------------------


def own_certificate(workspace: Workspace) -> Certificate | None:
    """Give the workspace's certificate; None before the first document was issued."""
    office = get_policy(workspace, workspace.today().year).organ
    with workspace.reading() as session:
        row = _current(session)
        return None if row is None else Certificate(office, row.public_key)


def write_certificate(certificate: Certificate) -> str:
    """Write a certificate as the text of a file."""
    values = {
        "format": _FORMAT,
        "version": _VERSION,
        "office": certificate.office,
        "public_key": certificate.public_key.hex(),
        "fingerprint": certificate.fingerprint,
    }
    return json.dumps(values, ensure_ascii=False, indent=2) + "\n"


def read_certificate(text: str) -> Certificate:
    """Read a certificate from the text of a file.

    Raises:
        InputRefused: It is no certificate, or damaged.
    """
    try:
        return _read_certificate(json.loads(text[:_LONGEST_FILE]))
    except (ValueError, KeyError, TypeError) as error:
        message = "这不是本程序的签发单位证书，或文件已损坏；请向对方重新索取"
        raise InputRefused([Note("bad_certificate", message)]) from error


def _read_certificate(values: Any) -> Certificate:  # noqa: ANN401 - whatever the file holds
    """Read a certificate from plain values.

    Raises:
        ValueError: They are those of no certificate.
        KeyError: The same.
        TypeError: The same.
    """
    if values["format"] != _FORMAT or values["version"] != _VERSION:
        raise ValueError("another format")
    found = Certificate(str(values["office"]).strip(), bytes.fromhex(values["public_key"]))
    if len(found.public_key) != _KEY_BYTES or not found.office:
        raise ValueError("no key, or nobody's")
    if values["fingerprint"] != found.fingerprint:
        raise ValueError("fingerprint of another key")
    return found


def list_trusted(workspace: Workspace) -> tuple[Certificate, ...]:
    """List the offices whose documents can be checked here, by name."""
    with workspace.reading() as session:
        rows = session.scalars(select(TrustedKeyRow).order_by(TrustedKeyRow.office))
        return tuple(Certificate(row.office, bytes.fromhex(row.public_key), row.id) for row in rows)


def trust(workspace: Workspace, certificate: Certificate) -> Changes:
    """Take in another office's certificate, once somebody has compared the fingerprints.

    Raises:
        RuleViolation: It is there already, or it is the workspace's own.
    """
    digits = certificate.public_key.hex()
    label = f"登记签发单位证书：{certificate.office}"
    with workspace.unit_of_work("trust_key", label) as uow:
        known = select(TrustedKeyRow).where(TrustedKeyRow.public_key == digits)
        own = select(SigningKeyRow).where(SigningKeyRow.public_key == certificate.public_key)
        if uow.session.scalar(own) is not None:
            raise RuleViolation([Reason("own_key", "这是本单位自己的证书，不用添加")])
        row = uow.session.scalar(known)
        if row is not None:
            raise RuleViolation([Reason("known_key", f"{row.office}的这份证书已经登记")])
        uow.session.add(
            TrustedKeyRow(
                office=certificate.office, public_key=digits, trusted_at=workspace.clock()
            )
        )
        return uow.commit()


def distrust(workspace: Workspace, number: int) -> Changes:
    """Remove another office's certificate.

    Raises:
        NotFound: There is none with this number.
    """
    with workspace.unit_of_work("distrust_key", "移除签发单位证书") as uow:
        row = uow.session.get(TrustedKeyRow, number)
        if row is None:
            raise NotFound("这份证书已经移除")
        uow.relabel(f"移除签发单位证书：{row.office}")
        uow.session.delete(row)
        return uow.commit()
