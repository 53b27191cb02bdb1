"""Which rules belong to which pool."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from partydesk.domain.duplicates.names import regions_of
from partydesk.domain.duplicates.organizations import BodyTwins
from partydesk.domain.duplicates.people import PersonTwins
from partydesk.domain.duplicates.twins import Twins
from partydesk.domain.duplicates.units import UnitTwins

_KINDS: Mapping[str, Callable[[tuple[str, ...]], Twins[Any]]] = {
    "talents": PersonTwins,
    "enterprises": UnitTwins,
    "organizations": BodyTwins,
}
#: Pool → the fields that its rules read.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "talents": ("name", "sex", "citizen_number", "birth", "joined", "phone", "unit_post"),
    "enterprises": ("name", "credit_code", "township", "legal_person", "phone"),
    "organizations": ("name", "code", "superior", "secretary"),
}


def twins_of(kind: str, places: Sequence[str] = ()) -> Twins[Any]:
    """Make the empty index of a pool.

    Args:
        kind: ``talents``, ``enterprises`` or ``organizations``.
        places: 旗名 and the names above it, which may stand before the names of units.

    Raises:
        KeyError: There are no rules for this kind.
    """
    return _KINDS[kind](regions_of(tuple(places)))
