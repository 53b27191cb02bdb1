"""Key pairs and certificates: what documents are signed with, and whom this office trusts.

The workspace's key pair is made when the first document is issued, or when its certificate is first
asked for. The private key lies in the workspace file and nowhere else; offices give each other the
public one, with the office's name, as a certificate.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from sqlalchemy import select

from partydesk.db.models import SigningKeyRow, TrustedKeyRow
from partydesk.domain.errors import (
    EnvironmentProblem,
    InputRefused,
    Note,
    NotFound,
    Reason,
    RuleViolation,
)
from partydesk.domain.genuineness import fingerprint
from partydesk.exchange.files import written_whole
from partydesk.services.code_reading import PICTURES, read_picture_file
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


def current_key(session: Session) -> SigningKeyRow | None:
    """Give the key pair that signs now; None before there is one."""
    return session.scalar(select(SigningKeyRow).where(SigningKeyRow.retired_at.is_(None)))


def new_key(session: Session, now: dt.datetime) -> SigningKeyRow:
    """Make a key pair; the one before must have been retired."""
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
        old = current_key(uow.session)
        if old is not None:
            old.retired_at = workspace.clock()
            uow.session.flush()
        new_key(uow.session, workspace.clock())
        uow.note()
        return uow.commit()


# -- certificates -----------------------------------------------------------------------------


def own_certificate(workspace: Workspace) -> Certificate | None:
    """Give the workspace's certificate; None before the first document was issued."""
    office = get_policy(workspace, workspace.today().year).organ
    with workspace.reading() as session:
        row = current_key(session)
        return None if row is None else Certificate(office, row.public_key)


def make_certificate(workspace: Workspace) -> Certificate:
    """Give the workspace's certificate, making its key pair where there is none yet."""
    found = own_certificate(workspace)
    if found is not None:
        return found
    with workspace.unit_of_work("make_key", "生成验证密钥", undoable=False) as uow:
        key = new_key(uow.session, workspace.clock()).public_key
        uow.note()
        uow.commit()
    return Certificate(get_policy(workspace, workspace.today().year).organ, key)


def write_certificate(certificate: Certificate, indent: int | None = 2) -> str:
    """Write a certificate as the text of a file, or on one line for a QR code."""
    values = {
        "format": _FORMAT,
        "version": _VERSION,
        "office": certificate.office,
        "public_key": certificate.public_key.hex(),
        "fingerprint": certificate.fingerprint,
    }
    return json.dumps(values, ensure_ascii=False, indent=indent) + "\n"


def read_certificate(text: str) -> Certificate:
    """Read a certificate from the text of a file or of a QR code.

    Raises:
        InputRefused: It is no certificate, or damaged.
    """
    try:
        return _read_certificate(json.loads(text[:_LONGEST_FILE]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        message = "这不是本程序的签发单位证书，或文件已损坏；请向对方重新索取"
        raise InputRefused([Note("bad_certificate", message)]) from error


def export_certificate(certificate: Certificate, path: Path) -> Path:
    """Write a certificate to a file, all or nothing.

    Returns:
        The file; an ending is added where none was given.

    Raises:
        EnvironmentProblem: The file cannot be written.
    """
    path = path if path.suffix else path.with_name(f"{path.name}.json")
    with written_whole(path) as partial:
        partial.write_text(write_certificate(certificate), encoding="utf-8")
    return path


def read_certificate_file(path: Path) -> Certificate:
    """Read a certificate from its file, or from a picture of the QR code on its print.

    Raises:
        EnvironmentProblem: The file cannot be read.
        InputRefused: It is no certificate.
    """
    if path.name.lower().endswith(PICTURES):
        return read_certificate(read_picture_file(path))
    try:
        with path.open("rb") as file:
            content = file.read(_LONGEST_FILE)
    except OSError as error:
        raise EnvironmentProblem(f"读不了“{path.name}”，请检查路径") from error
    return read_certificate(content.decode("utf-8-sig", errors="replace"))


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
