"""表号: the number printed on a form of wishes, and how a clerk types it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from partydesk.domain.selection import Side

_WRITTEN = re.compile(r"(?:(\d{4})-)?([企个qg]?)(\d{1,7})", re.IGNORECASE)
_SIDES = {"企": Side.ENTERPRISE, "q": Side.ENTERPRISE, "个": Side.PERSON, "g": Side.PERSON}


@dataclass(frozen=True, slots=True)
class FormNumber:
    """Whose form it is.

    Attributes:
        side: The enterprise's or the person's.
        own_id: 记录号 of the post or the person.
        year: The round's year; None where it was not typed.
    """

    side: Side
    own_id: int
    year: int | None = None


def read_form_number(text: str, side: Side) -> FormNumber | None:
    """Read a typed number: ``2026-企17``, ``企17``, ``q17``, or ``17`` for a form of ``side``.

    Returns:
        The number, None where the text is none.
    """
    plain = unicodedata.normalize("NFKC", "".join(text.split()))
    found = _WRITTEN.fullmatch(plain)
    if found is None:
        return None
    year, sign, number = found.groups()
    chosen = _SIDES.get(sign.lower(), side)
    return FormNumber(chosen, int(number), int(year) if year else None)
