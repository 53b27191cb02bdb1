"""Texts to try a layout with: the usual ones, the longest and the rarest that there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select, select

from partydesk.db.models import (
    AgreementRow,
    CertificateRow,
    EnterpriseRow,
    LetterRow,
    NoticeRow,
    TalentRow,
)
from partydesk.domain.agreements import AgreementKind
from partydesk.reports.fields import KINDS
from partydesk.services.certificates import SORTS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

#: Field → where else than in issued documents such names stand.
_NAMES: Final = {
    "person": TalentRow.name,
    "holder": TalentRow.name,
    "enterprise": EnterpriseRow.name,
    "representative": EnterpriseRow.legal_person,
}
_IS_AMENDMENT: Final = AgreementRow.kind == AgreementKind.AMENDMENT
#: Kind of document → what those that were issued say; another kind's title or number is no sample.
_CONTENTS: Final[Mapping[str, Select[tuple[dict[str, Any]]]]] = {
    "letters": select(LetterRow.content),
    "agreements": select(AgreementRow.content).where(~_IS_AMENDMENT),
    "amendments": select(AgreementRow.content).where(_IS_AMENDMENT),
    "notices": select(NoticeRow.content),
    **{
        kind: select(CertificateRow.content).where(CertificateRow.kind == sort)
        for sort, (_, kind) in SORTS.items()
    },
}
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_BASIC_PLANE: Final = 0x10000
_EXTENSION_A: Final = range(0x3400, 0x4DC0)


class Sample(StrEnum):
    """Which texts a layout is tried with; the values are the words on screen."""

    USUAL = "样例"
    LONGEST = "最长"
    RAREST = "最生僻"


def samples_in(session: Session, kind: str) -> Mapping[Sample, Mapping[str, str]]:
    """Give the texts of each field: those of the registry, and the workspace's extremes.

    Args:
        session: Open session.
        kind: Kind of document.
    """
    usual = KINDS[kind].samples
    known = _known(session, kind, usual)
    return {
        Sample.USUAL: usual,
        Sample.LONGEST: {
            name: max([text, *known.get(name, ())], key=len) for name, text in usual.items()
        },
        Sample.RAREST: {
            name: _most(known.get(name, ()), text, rarity) for name, text in usual.items()
        },
    }


def _most(texts: Iterable[str], usual: str, measure: Callable[[str], int]) -> str:
    """The text that goes furthest; the usual one where none goes anywhere."""
    return max([usual, *texts], key=lambda text: (measure(text), measure(text) and len(text)))


def rarity(text: str) -> int:
    """Say how rare the rarest character of a text is: 0 for all that old character sets hold.

    1: not in GB 2312, 2: of Extension A, 3: beyond the basic plane, where names of people keep
    the characters that fonts lack.
    """
    return max((_rarity(char) for char in text), default=0)


def _rarity(char: str) -> int:
    if ord(char) >= _BASIC_PLANE:
        return 3
    if ord(char) in _EXTENSION_A:
        return 2
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return int(char.isalpha())
    return 0


def _known(session: Session, kind: str, usual: Mapping[str, str]) -> dict[str, set[str]]:
    """Field → the texts that the workspace has for it."""
    known: dict[str, set[str]] = {name: set() for name in usual}
    for name, column in _NAMES.items():
        if name in known:
            known[name].update(text for text in session.scalars(select(column)) if text)
    for content in session.scalars(_CONTENTS[kind]):
        for name, text in content.items():
            # A day is kept otherwise than it is printed.
            if name in known and isinstance(text, str) and not _DAY.fullmatch(text):
                known[name].add(text)
    return known
