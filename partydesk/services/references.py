"""Finding the records that somebody's words mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import EnterpriseRow, OrganizationRow, ProfileRow
from partydesk.domain.duplicates.names import (
    company_core,
    folded,
    regions_of,
    without_regions,
)
from partydesk.domain.errors import Reason
from partydesk.domain.fields import Field, Kind
from partydesk.domain.references import Reference
from partydesk.domain.values import ValueRefused
from partydesk.services.dictionaries import parents_of

_TABLES: Mapping[str, tuple[Any, str, str]] = {
    "enterprises": (EnterpriseRow, "credit_code", "企业库"),
    "organizations": (OrganizationRow, "code", "党组织"),
}


#: So many similar names are offered where one is not found.
_MOST_SIMILAR = 3


def numbered_label(name: str, number: int) -> str:
    """Write a record's name so that no namesake is meant."""
    return f"{name}（记录号 {number}）"


class _Near:
    """Records by what is left of their names without places, and without endings too."""

    def __init__(self, records: Iterable[Reference], regions: tuple[str, ...]) -> None:
        self._regions = regions
        self.plain: dict[str, list[Reference]] = {}
        self.cores: dict[str, list[Reference]] = {}
        for one in records:
            self.plain.setdefault(self.plain_of(one.label), []).append(one)
            self.cores.setdefault(self.core_of(one.label), []).append(one)

    def plain_of(self, name: str) -> str:
        """Give a name without the places in front."""
        return without_regions(folded(name), self._regions)

    def core_of(self, name: str) -> str:
        """Give what is a unit's own in its name."""
        return company_core(name, self._regions)[0]


class References:
    """Looks records up by number, code or name; reads the names once, when first asked."""

    def __init__(self, session: Session) -> None:
        """Look in the workspace of ``session``."""
        self._session = session
        self._known: dict[str, dict[str, list[Reference]]] = {}
        self._near: dict[str, _Near] = {}

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
        called = self._called(field, label) or self._without_place(field, label)
        kept = [one for one in called if one in linked]
        if len(kept) == 1 or len(called) == 1:
            return (kept or called)[0]
        if not called:
            message = f"{title}里没有“{label}”，请先登记，或写全称、统一社会信用代码"
            near = self._similar(field, label)
            if near:
                message = f"{title}里没有“{label}”，相近的有{near}；请写全称或统一社会信用代码"
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

    def _without_place(self, field: Field, label: str) -> list[Reference]:
        """List the one record whose name differs by 敖汉旗 or 内蒙古 in front alone."""
        near = self._names_near(field)
        found = near.plain.get(near.plain_of(label), [])
        return found if len(found) == 1 else []

    def _similar(self, field: Field, label: str) -> str:
        """Name a few records whose own part of the name is the same; empty for none."""
        near = self._names_near(field)
        found = near.cores.get(near.core_of(label), [])
        return "、".join(f"“{one.label}”" for one in found[:_MOST_SIMILAR])

    def _names_near(self, field: Field) -> _Near:
        """Give the names of a pool by what is left of them; read when a name is not found."""
        if field.refers not in self._near:
            called = self._known.get(field.refers) or self._read(field.refers)
            records = {one.id: one for several in called.values() for one in several}
            self._near[field.refers] = _Near(records.values(), self._regions())
        return self._near[field.refers]

    def _regions(self) -> tuple[str, ...]:
        """Name the places that names of this banner may begin with."""
        profile = self._session.get_one(ProfileRow, 1)
        return regions_of((profile.name, *parents_of(profile.division_code)))

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
