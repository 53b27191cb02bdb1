"""What a verification code says, and how it is written down.

A code carries the document's number, the person, the day and the kind, and the signature of the
office's key (Ed25519, RFC 8032) over all of them. It proves who issued a document of this number to
this person; whether the document is still in force only the issuing office's register can say.

The text is ``PD1:`` and Base32 (RFC 4648), which a QR code holds in its alphanumeric mode.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from partydesk.domain.errors import InputRefused, Note

PREFIX: Final = "PD1:"
SIGNATURE_BYTES: Final = 64
_KEY_ID_BYTES: Final = 4
_EPOCH: Final = dt.date(2000, 1, 1)
#: GB 18030 holds every character of Unicode, and Han in two bytes where UTF-8 takes three.
_ENCODING: Final = "gb18030"
#: A longer name is replaced by its hash, so that the code stays small enough to be read.
_LONGEST: Final = 60
_HASHED: Final = 255
_HASH_BYTES: Final = 16
#: The number in a code never changes its meaning; new kinds are added at the end.
_KINDS: Final = (
    "letters", "agreements", "amendments", "notices",
    "engagements", "honours", "training-certificates",
)  # fmt: skip


class State(StrEnum):
    """What is known of a document; the value is the command line's word."""

    IN_FORCE = "in_force"
    VOID = "void"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"  # signed by this office, but the register does not have it
    FOREIGN = "foreign"  # signed by another office that is trusted here
    UNKNOWN_KEY = "unknown_key"
    FORGED = "forged"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a code says.

    Attributes:
        key_id: First bytes of the SHA-256 of the public key.
        kind: Kind of document.
        number: As printed.
        person: Whose document it is; None where the name was too long and only its hash is told.
        person_hash: That hash; empty where the name is told.
        issued_on: Date of the document.
    """

    key_id: bytes
    kind: str
    number: str
    person: str | None
    person_hash: bytes
    issued_on: dt.date

    def is_of(self, person: str) -> bool:
        """Tell whether the code was made for a person of this name."""
        return (
            self.person == person
            if self.person is not None
            else (self.person_hash == _hash(person.encode(_ENCODING)))
        )


def key_id(public_key: bytes) -> bytes:
    """Name a public key by the first bytes of its hash."""
    return hashlib.sha256(public_key).digest()[:_KEY_ID_BYTES]


def fingerprint(public_key: bytes) -> str:
    """Write a public key's hash in groups of four, to be compared by people: ``3F2A 91C0 …``."""
    digits = hashlib.sha256(public_key).hexdigest().upper()[:32]
    return " ".join(digits[place : place + 4] for place in range(0, len(digits), 4))


def write_claim(
    public_key: bytes, *, kind: str, number: str, person: str, issued_on: dt.date
) -> bytes:
    """Write down what is signed.

    Args:
        public_key: Of the key that will sign.
        kind: Kind of document.
        number: As printed.
        person: Whose document it is.
        issued_on: Date of the document, from 2000 on.
    """
    days = (issued_on - _EPOCH).days
    named = person.encode(_ENCODING)
    long = len(named) > _LONGEST
    told = bytes([_HASHED]) + _hash(named) if long else bytes([len(named)]) + named
    numbered = number.encode(_ENCODING)
    return b"".join(
        (
            key_id(public_key),
            bytes([_KINDS.index(kind)]),
            days.to_bytes(2, "big"),
            bytes([len(numbered)]),
            numbered,
            told,
        )
    )


def write_code(claim: bytes, signature: bytes) -> str:
    """Write a signed claim as text."""
    return PREFIX + base64.b32encode(claim + signature).decode("ascii").rstrip("=")


def is_code(text: str) -> bool:
    """Tell whether a text is meant as a code rather than as a number."""
    return "".join(text.split()).upper().startswith(PREFIX[:2]) and ":" in text


def read_code(text: str) -> tuple[Claim, bytes, bytes]:
    """Read a code.

    Args:
        text: As scanned or typed; spaces, line ends and small letters do not matter.

    Returns:
        What it says, the bytes that were signed, and the signature.

    Raises:
        InputRefused: It is damaged, cut off, or of a later version of the program.
    """
    plain = "".join(text.split()).upper()
    if not plain.startswith(PREFIX):
        if plain.startswith(PREFIX[:2]):
            raise _refused("future_code", "这个验证码是更新版本的程序生成的，请升级程序后再验")
        raise _refused("no_code", "这不是本程序的验证码，请重新扫描，或输入文书编号查询")
    digits = plain[len(PREFIX) :]
    try:
        packed = base64.b32decode(digits + "=" * (-len(digits) % 8))
        return _read(packed)
    except (binascii.Error, ValueError, IndexError, OverflowError) as error:
        message = "验证码不完整或有误，请重新扫描，或输入文书编号查询"
        raise _refused("damaged_code", message) from error


def _read(packed: bytes) -> tuple[Claim, bytes, bytes]:
    """Take a packed claim apart.

    Raises:
        ValueError: Bytes are missing or left over, or are no text.
        IndexError: The same.
    """
    claim, signature = packed[:-SIGNATURE_BYTES], packed[-SIGNATURE_BYTES:]
    place = _KEY_ID_BYTES
    kind = _KINDS[claim[place]]
    issued_on = _EPOCH + dt.timedelta(days=int.from_bytes(claim[place + 1 : place + 3], "big"))
    place += 3
    number, place = _text(claim, place)
    if claim[place] == _HASHED:
        person, hashed, place = None, claim[place + 1 :], len(claim)
        if len(hashed) != _HASH_BYTES:
            raise ValueError("hash of a name")
    else:
        person, place = _text(claim, place)
        hashed = b""
    if place != len(claim):
        raise ValueError("bytes left over")
    told = Claim(claim[:_KEY_ID_BYTES], kind, number, person, hashed, issued_on)
    return told, claim, signature


def _text(claim: bytes, place: int) -> tuple[str, int]:
    """Read a text behind its length; also where it ends."""
    end = place + 1 + claim[place]
    if end > len(claim):
        raise ValueError("text cut off")
    return claim[place + 1 : end].decode(_ENCODING), end


def _hash(name: bytes) -> bytes:
    return hashlib.sha256(name).digest()[:_HASH_BYTES]


def _refused(code: str, message: str) -> InputRefused:
    return InputRefused([Note(code, message)])
