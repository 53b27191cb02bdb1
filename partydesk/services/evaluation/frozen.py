"""Results as they are frozen when an evaluation is closed, and read again years later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from partydesk.domain.evaluation.plain_values import CONVERTER

if TYPE_CHECKING:
    from partydesk.services.evaluation.results import Result


def freeze(rows: Sequence[Result]) -> dict[str, Any]:
    """Write results as plain values, with everything they were worked out from."""
    return {"rows": [CONVERTER.unstructure(row) for row in rows]}


def thaw(values: Mapping[str, Any], row: type[Result]) -> tuple[Result, ...]:
    """Read results as they were frozen; nothing is worked out anew."""
    return tuple(CONVERTER.structure(each, row) for each in values["rows"])
