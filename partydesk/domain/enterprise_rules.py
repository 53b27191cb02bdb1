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
    found: dict[str, Any] = {}
    warnings: dict[str, Reason] = {}
    if not unit.kind:
        found["kind"] = kind_of(unit.credit_code, unit.name, unit.registered_type)
    if not unit.ownership:
        found["ownership"] = ownership_of(unit.registered_type)
    if unit.address and not (unit.township and unit.village):
        place, warnings = _place(unit, unit.address, banner, parents, townships, villages)
        found |= place
    following = {name: value for name, value in found.items() if getattr(unit, name) != value}
    # Making a record anew costs more than all the rest; most sheets leave nothing to fill in.
    if following:
        unit = dataclasses.replace(unit, **following)
    return unit, {**warnings, **contradictions(unit)}


def _place(
    unit: Enterprise,
    address: str,
    banner: str,
    parents: Sequence[str],
    townships: Sequence[str],
    villages: Mapping[str, Sequence[str]],
) -> tuple[dict[str, str | None], dict[str, Reason]]:
    """Take township and village from the address where nothing was typed."""
    warnings: dict[str, Reason] = {}
    township = unit.township
    if not township and townships:
        found = township_of(address, townships, banner, parents)
        township = found.township
        if township is None and found.vanished:
            message = f"地址中的“{found.vanished}”不在现有苏木乡镇中，未填，请补填所属苏木乡镇"
            warnings["address"] = Reason("township_vanished", message)
        elif township is None:
            message = "从地址看不出所属苏木乡镇，未填，请补填"
            warnings["address"] = Reason("township_unknown", message)
    village = unit.village
    if not village and township:
        village = village_of(address, township, villages.get(township, ()))
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
