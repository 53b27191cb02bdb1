"""Making one record of several: what each field offers, what is proposed, what comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from partydesk.domain.check_characters import CITIZEN, CREDIT
from partydesk.domain.fields import Field, Kind
from partydesk.domain.partial_date import PartialDate

#: Stands for "all values together" where a 记录号 would name whose value is taken.
JOINED = 0
_JOINABLE = frozenset({Kind.MULTI, Kind.REFERENCES, Kind.LONG_TEXT, Kind.PHONE})
_SCHEMES = {Kind.CITIZEN_NUMBER: CITIZEN, Kind.CREDIT_CODE: CREDIT}


@dataclass(frozen=True, slots=True)
class FieldOffer:
    """What the records say in one field.

    Attributes:
        field: The field.
        values: 记录号 → value, the kept record first.
        proposed: Whose value is proposed; :data:`JOINED` for all of them together.
        differs: Whether two records say something, and not the same.
    """

    field: Field
    values: Mapping[int, object]
    proposed: int
    differs: bool

    @property
    def can_join(self) -> bool:
        """Whether the values can be put together."""
        return self.field.kind in _JOINABLE

    @property
    def can_choose(self) -> bool:
        """Whether one record's value can be taken alone; links always come together."""
        return self.field.kind is not Kind.REFERENCES

    def result(self, choice: int | None = None) -> object:
        """Give the value that comes out.

        Args:
            choice: 记录号 or :data:`JOINED`; None for what is proposed.
        """
        chosen = self.proposed if choice is None else choice
        if chosen != JOINED:
            return self.values[chosen]
        return _together(self.field, list(self.values.values()))


def offers(
    fields: Sequence[Field],
    records: Sequence[Any],
    *,
    reasons: Mapping[str, str],
) -> tuple[FieldOffer, ...]:
    """List what the records say field by field, with a proposal for each.

    The kept record's word counts unless it says nothing, or less: a wrong number gives way to a
    right one, a month to a day, a choice nobody has touched to one that somebody made in a record
    still in use. Words of several are put together, and so are notes.

    Args:
        fields: The described fields.
        records: The records, the kept one first.
        reasons: Field that gives the reason for another → that other; both come from one record.
    """
    made = {field.name: _offer(field, records) for field in fields}
    for reason, state in reasons.items():
        told, of = made[reason], made[state]
        made[reason] = FieldOffer(told.field, told.values, of.proposed, told.differs)
    return tuple(made.values())


def contradicting(offer: FieldOffer) -> bool:
    """Whether somebody must look: the records differ in a way that no proposal settles for sure."""
    if not offer.differs or offer.field.kind in {Kind.MULTI, Kind.REFERENCES}:
        return False
    if offer.field.kind is Kind.LONG_TEXT and offer.proposed == JOINED:
        return False
    if offer.field.kind is Kind.PARTIAL_DATE:
        dates = [value for value in offer.values.values() if isinstance(value, PartialDate)]
        return any(not one.agrees_with(two) for one in dates for two in dates)
    return True


def _offer(field: Field, records: Sequence[Any]) -> FieldOffer:
    values = {record.id: getattr(record, field.name) for record in records}
    said = [value for value in values.values() if value not in (None, ())]
    differs = any(value != said[0] for value in said[1:])
    return FieldOffer(field, values, _proposed(field, records, values, differs=differs), differs)


def _proposed(
    field: Field, records: Sequence[Any], values: Mapping[int, Any], *, differs: bool
) -> int:
    """Say whose value is proposed."""
    if field.several or (differs and field.name == "note"):
        return JOINED
    kept = records[0].id
    if values[kept] in (None, ()):
        return next((number for number, value in values.items() if value is not None), kept)
    if not differs:
        return int(kept)
    return _better(field, records, values)


def _better(field: Field, records: Sequence[Any], values: Mapping[int, Any]) -> int:
    """Find a record that says more than the kept one; the kept one where none does."""
    kept = int(records[0].id)
    own = values[kept]
    for record in records[1:]:
        other = values[record.id]
        if other is None:
            continue
        scheme = _SCHEMES.get(field.kind)
        if scheme is not None and scheme.is_right(other) and not scheme.is_right(own):
            return int(record.id)
        if isinstance(own, PartialDate) and _is_finer(other, own):
            return int(record.id)
        if isinstance(own, Enum) and own is _untouched(field, record) and not record.is_retired:
            return int(record.id)
    return kept


def _is_finer(other: PartialDate, own: PartialDate) -> bool:
    return other.agrees_with(own) and len(str(other)) > len(str(own))


def _untouched(field: Field, record: Any) -> object:  # noqa: ANN401 - a record of any pool
    """The choice that a new record begins with; None where it begins with nothing."""
    return type(record).__dataclass_fields__[field.name].default


def _together(field: Field, values: Sequence[Any]) -> object:
    """Put values together, each once, in the order of the records."""
    said = [value for value in values if value not in (None, ())]
    if field.several:
        return tuple(dict.fromkeys(word for value in said for word in value))
    if not said:
        return None
    between = "、" if field.kind is Kind.PHONE else "\n"
    parts = (part for value in said for part in value.split(between))
    return between.join(dict.fromkeys(parts))
