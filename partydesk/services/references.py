"""Finding the records that somebody's words mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import EnterpriseRow, OrganizationRow
from partydesk.domain.errors import Reason
from partydesk.domain.fields import Field, Kind
from partydesk.domain.references import Reference
from partydesk.domain.values import ValueRefused

_TABLES: Mapping[str, tuple[Any, str, str]] = {
    "enterprises": (EnterpriseRow, "credit_code", "企业库"),
    "organizations": (OrganizationRow, "code", "党组织"),
}


def numbered_label(name: str, number: int) -> str:
    """Write a record's name so that no namesake is meant."""
    return f"{name}（记录号 {number}）"


class References:
    """Looks records up by number, code or name; reads the names once, when first asked."""

    def __init__(self, session: Session) -> None:
        """Look in the workspace of ``session``."""
        self._session = session
        self._known: dict[str, dict[str, list[Reference]]] = {}

    def resolve(
        self, field: Field, written: tuple[Reference, ...], linked: tuple[Reference, ...] = ()
    ) -> tuple[Reference, ...]:
        """Find the records meant.

        Args:
            field: The field, which names the pool.
            written: What was written, found or not.
            linked: The records linked now; of namesakes the one among them is meant.

        Raises:
            ValueRefused: ``reference_unknown`` or ``reference_ambiguous``; says what to write.
        """
        found = (
            reference
            for one in written
            for reference in ([one] if one.id is not None else self._meant(field, one, linked))
        )
        return tuple({reference.id: reference for reference in found}.values())

    def _meant(
        self, field: Field, written: Reference, linked: tuple[Reference, ...]
    ) -> Iterator[Reference]:
        """Find one piece of writing; where it is nobody's name, it may be several with 、."""
        if self._called(field, written.label):
            yield self._one(field, written.label, linked)
            return
        for piece in written.label.replace("，", "、").split("、"):
            yield self._one(field, piece.strip(), linked)

    def _one(self, field: Field, label: str, linked: tuple[Reference, ...]) -> Reference:
        """Give the one record that is called so.

        Raises:
            ValueRefused: There is none, or there are several.
        """
        title = _TABLES[field.refers][2]
        called = self._called(field, label)
        kept = [one for one in called if one in linked]
        if len(kept) == 1 or len(called) == 1:
            return (kept or called)[0]
        if not called:
            message = f"{title}里没有“{label}”，请先登记，或写全称、统一社会信用代码"
            raise ValueRefused(Reason("reference_unknown", message))
        message = (
            f"{title}里有 {len(called)} 家叫“{label}”，请改写统一社会信用代码，"
            f"或写成“{numbered_label(label, called[0].id or 0)}”"
        )
        raise ValueRefused(Reason("reference_ambiguous", message))

    def _called(self, field: Field, label: str) -> list[Reference]:
        """List the records that a number, code or name may mean."""
        if field.refers not in self._known:
            self._known[field.refers] = self._read(field.refers)
        return self._known[field.refers].get(label, [])

    def _read(self, pool: str) -> dict[str, list[Reference]]:
        """Read names and codes of a pool."""
        model, code, _ = _TABLES[pool]
        known: dict[str, list[Reference]] = {}
        for number, name, own in self._session.execute(
            select(model.id, model.name, getattr(model, code)).order_by(model.id)
        ):
            reference = Reference(number, name)
            for label in dict.fromkeys((name, own, numbered_label(name, number))):
                if label:
                    known.setdefault(label, []).append(reference)
        return known


def resolve_values(
    references: References, fields: tuple[Field, ...], values: dict[str, Any], record: object
) -> dict[str, Reason]:
    """Put found records in the place of what was written.

    Args:
        references: Looks them up.
        fields: The record's described fields.
        values: Field name → value; changed in place.
        record: The record as it is now, None for a new one.

    Returns:
        Field name → why its records could not be found; such values are taken out.
    """
    refused: dict[str, Reason] = {}
    for field in fields:
        if field.kind is Kind.REFERENCES and field.name in values:
            linked = () if record is None else getattr(record, field.name)
            try:
                values[field.name] = references.resolve(field, values[field.name], linked)
            except ValueRefused as problem:
                refused[field.name] = problem.reason
                del values[field.name]
    return refused
