"""恢复码: what opens a workspace when nobody knows a password any more.

160 bits of chance in 32 signs of Crockford's alphabet, which has no I, L, O and U, and two more
signs that tell a slip of the pen before anything is tried.
"""

from __future__ import annotations

import hashlib

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})
_GROUP = 4
#: Bytes of chance in a code.
CHANCE_BYTES = 20
_SIGNS = CHANCE_BYTES * 8 // 5
_CHECK = 2


def written(chance: bytes) -> str:
    """Write 20 bytes of chance as a code, without gaps: what is derived from is this text."""
    number = int.from_bytes(chance, "big")
    signs = "".join(_ALPHABET[number >> (5 * place) & 31] for place in reversed(range(_SIGNS)))
    return signs + _check_of(signs)


def in_groups(code: str) -> str:
    """Write a code as it stands on paper, in groups of four."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def read(typed: str) -> str | None:
    """Read a code as somebody has typed it; None where it cannot be one.

    Small letters, gaps, hyphens and signs that are commonly misread do no harm.
    """
    signs = "".join(sign for sign in typed.upper().translate(_MISREAD) if sign in _ALPHABET)
    others = [
        sign for sign in typed if not (sign.isspace() or sign in "-－—_·.," or sign.isalnum())
    ]
    if others or len(signs) != _SIGNS + _CHECK or _check_of(signs[:_SIGNS]) != signs[_SIGNS:]:
        return None
    return signs


def _check_of(signs: str) -> str:
    digest = hashlib.sha256(signs.encode()).digest()
    return "".join(_ALPHABET[byte & 31] for byte in digest[:_CHECK])
