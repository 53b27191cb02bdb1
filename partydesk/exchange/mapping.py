"""Which column of a sheet fills which field."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping as Pairs
from collections.abc import Sequence
from dataclasses import dataclass

from partydesk.domain.errors import InputRefused, Note
from partydesk.domain.fields import Field, Kind
from partydesk.domain.values import mask_personal
from partydesk.domain.values.cells import half_width
from partydesk.exchange.headers import Header, full_key, label_key

_UNIT = re.compile(r"[(（\[【:：]?\s*(?:单位[:：])?\s*(亿元|万元|元)\s*[)）\]】]?$")


@dataclass(frozen=True, slots=True)
class Mapped:
    """A column that fills a field.

    Attributes:
        header: The column.
        field: The field; for money its unit is the one the heading names.
    """

    header: Header
    field: Field


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the columns of a table mean.

    Attributes:
        columns: The columns that fill a field, in the order of the sheet.
        ignored: The columns that fill none.
    """

    columns: tuple[Mapped, ...]
    ignored: tuple[Header, ...]

    def as_json(self) -> dict[str, str]:
        """Give heading → field name, empty for ignored columns."""
        pairs = {mapped.header.label: mapped.field.name for mapped in self.columns}
        return pairs | {header.label: "" for header in self.ignored}

    def field_names(self) -> frozenset[str]:
        """Name the fields that are filled."""
        return frozenset(mapped.field.name for mapped in self.columns)


def known_labels(fields: Sequence[Field]) -> tuple[str, ...]:
    """List every word under which the fields may be found."""
    return tuple(
        word
        for field in fields
        if field.imported
        for word in (field.label, field.heading, field.name, *field.synonyms)
    )


def propose_mapping(
    headers: Sequence[Header], fields: Sequence[Field], overrides: Pairs[str, str] | None = None
) -> Mapping:
    """Decide which column fills which field.

    A heading means a field if it is its label, heading, synonym or name, apart from spaces, width,
    stars, and units in brackets. Labels go before synonyms; each field is filled once.

    Args:
        headers: The columns of the sheet.
        fields: The fields a sheet may fill.
        overrides: Heading → field name or label; empty to ignore the column.

    Raises:
        InputRefused: ``unknown_column`` or ``unknown_field``.
    """
    taken = _overridden(headers, fields, overrides or {})
    used = {field.name for field in taken.values() if field}
    for words in (_main_words, _synonyms):
        table: dict[str, Field] = {}
        for field in fields:
            for key in words(field):
                table.setdefault(key, field)
        for key_of_label in (full_key, label_key):
            for header in headers:
                found = table.get(key_of_label(header.label))
                if header not in taken and found and found.imported and found.name not in used:
                    taken[header] = found
                    used.add(found.name)
    columns = []
    for header in headers:
        chosen = taken.get(header)
        if chosen:
            columns.append(Mapped(header, _with_unit(chosen, header.label)))
    ignored = tuple(header for header in headers if not taken.get(header))
    return Mapping(tuple(columns), ignored)


def _main_words(field: Field) -> tuple[str, ...]:
    return (
        full_key(field.heading),
        full_key(field.label),
        label_key(field.label),
        full_key(field.name),
    )


def _synonyms(field: Field) -> tuple[str, ...]:
    return tuple(key for word in field.synonyms for key in (full_key(word), label_key(word)))


def _overridden(
    headers: Sequence[Header], fields: Sequence[Field], overrides: Pairs[str, str]
) -> dict[Header, Field | None]:
    """Apply what the user said, all faults at once."""
    taken: dict[Header, Field | None] = {}
    faults: list[Note] = []
    for label, target in overrides.items():
        header = _find_header(headers, label)
        field = _find_field(fields, target)
        if header is None:
            listed = mask_personal("、".join(one.label for one in headers[:40]))
            message = f"表里没有“{label}”这一列，现有的列是：{listed}"
            faults.append(Note("unknown_column", message, column=label))
        elif target.strip() and field is None:
            listed = "、".join(one.label for one in fields if one.imported)
            message = f"没有“{target}”这一项，可用的项是：{listed}"
            faults.append(Note("unknown_field", message, column=label, value=target))
        else:
            taken[header] = field
    if faults:
        raise InputRefused(faults)
    return taken


def _find_header(headers: Sequence[Header], label: str) -> Header | None:
    for same in (str, full_key, label_key):
        for header in headers:
            if same(header.label) == same(label):
                return header
    return None


def _find_field(fields: Sequence[Field], target: str) -> Field | None:
    target = target.strip()
    for field in fields:
        names = {field.name, field.label, field.heading, *field.synonyms}
        if field.imported and target in names:
            return field
    return None


def _with_unit(field: Field, label: str) -> Field:
    """Give a money field the unit its heading names: 注册资金（元） must not be read as 万元."""
    if field.kind is not Kind.MONEY:
        return field
    named = _UNIT.search(half_width(label).strip())
    return dataclasses.replace(field, unit=named[1]) if named else field
