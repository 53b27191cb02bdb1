"""What follows from what is known of a unit, and what its record leaves open."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from partydesk.domain.classification import kind_of, ownership_of
from partydesk.domain.divisions import township_of, village_of
from partydesk.domain.enterprises import Enterprise, PartyOrganization, Standing
from partydesk.domain.errors import Reason


def completed(
    unit: Enterprise,
    *,
    banner: str,
    parents: Sequence[str],
    townships: Sequence[str],
    villages: Mapping[str, Sequence[str]],
) -> tuple[Enterprise, dict[str, Reason]]:
    """Fill in what follows for certain: kind, ownership, township and village.

    Args:
        unit: As typed or imported; what was given stays.
        banner: 旗名.
        parents: Names above the banner that addresses begin with.
        townships: The banner's townships.
        villages: Township → its villages.

    Returns:
        The unit, and field name → what could not be read or contradicts itself.
    """
    following: dict[str, Any] = {
        "kind": unit.kind or kind_of(unit.credit_code, unit.name, unit.registered_type),
        "ownership": unit.ownership or ownership_of(unit.registered_type),
    }
    place, warnings = _place(unit, banner, parents, townships, villages)
    following |= place
    moved = {name: value for name, value in following.items() if getattr(unit, name) != value}
    # Making a record anew costs more than all the rest; most sheets leave nothing to fill in.
    if moved:
        unit = dataclasses.replace(unit, **moved)
    return unit, {**warnings, **contradictions(unit)}


def _place(
    unit: Enterprise,
    banner: str,
    parents: Sequence[str],
    townships: Sequence[str],
    villages: Mapping[str, Sequence[str]],
) -> tuple[dict[str, str | None], dict[str, Reason]]:
    """Take township and village from the address where nothing was typed."""
    warnings: dict[str, Reason] = {}
    township = unit.township
    if not township and unit.address and townships:
        found = township_of(unit.address, townships, banner, parents)
        township = found.township
        if township is None and found.vanished:
            message = f"地址中的“{found.vanished}”不在现有苏木乡镇中，未填，请补填所属苏木乡镇"
            warnings["address"] = Reason("township_vanished", message)
        elif township is None:
            message = "从地址看不出所属苏木乡镇，未填，请补填"
            warnings["address"] = Reason("township_unknown", message)
    village = unit.village
    if not village and unit.address and township:
        village = village_of(unit.address, township, villages.get(township, ()))
    return {"township": township, "village": village}, warnings


def contradictions(unit: Enterprise) -> dict[str, Reason]:
    """Name what does not go together; the typed values stay.

    Returns:
        Field name → a sentence that says what does not go together.
    """
    found: dict[str, Reason] = {}
    shown = kind_of(unit.credit_code, None, None)
    if unit.kind and shown and unit.kind is not shown:
        message = f"单位类型“{unit.kind}”与信用代码所示“{shown}”不一致，请核对"
        found["kind"] = Reason("kind_contradicts", message)
    if unit.none_reason and unit.party_organization not in (None, PartyOrganization.NONE):
        message = f"党组织情况为“{unit.party_organization}”，却写了未建原因，请核对"
        found["none_reason"] = Reason("reason_contradicts", message)
    gone = unit.is_retired
    if unit.standing is Standing.IN_POOL and gone:
        message = f"经营状况为“{unit.operation}”，不宜在库，请核对"
        found["standing"] = Reason("gone_in_pool", message)
    return found
