"""Which column of a sheet fills which field."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Pairs
from dataclasses import dataclass

from partydesk.domain.errors import InputRefused, Note
from partydesk.domain.fields import Field, Kind
from partydesk.domain.values import mask_personal
from partydesk.domain.values.cells import half_width
from partydesk.exchange.headers import Header, full_key, label_key

_UNIT = re.compile(r"[(（\[【:：]?\s*(?:单位[:：])?\s*(亿元|万元|元)\s*[)）\]】]?$")


#: Between the names of the fields that one column holds.
AND = ","
_BETWEEN = re.compile(r"[/／、，,;；()（）\[\]【】+＋&|\s]+|(?<=.)[及和与](?=.)")


@dataclass(frozen=True, slots=True)
class Mapped:
    """A column that fills a field.

    Attributes:
        header: The column.
        field: The field; for money its unit is the one the heading names.
        among: All fields that the column holds, in order, where it holds several (性别/民族).
    """

    header: Header
    field: Field
    among: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the columns of a table mean.

    A column that holds several fields stands here once for each of them; a field that is given in
    parts stands here once for each of its columns.

    Attributes:
        columns: The columns that fill a field, in the order of the sheet.
        ignored: The columns that fill none.
    """

    columns: tuple[Mapped, ...]
    ignored: tuple[Header, ...]

    def as_json(self) -> dict[str, str]:
        """Give heading → field name (several joined by a comma), empty for ignored columns."""
        pairs: dict[str, str] = {}
        for mapped in self.columns:
            every = mapped.among or (mapped.field,)
            pairs[mapped.header.label] = AND.join(field.name for field in every)
        return pairs | {header.label: "" for header in self.ignored}


def known_labels(fields: Sequence[Field]) -> tuple[str, ...]:
    """List every word under which the fields, or parts of them, may be found."""
    return tuple(
        word
        for field in fields
        if field.imported
        for group in ((field.label, field.heading, field.name, *field.synonyms), *field.parts)
        for word in group
    )


def fields_named(value: str) -> frozenset[str]:
    """Give the names of fields in a value of a mapping."""
    return frozenset(name for name in value.split(AND) if name)


def propose_mapping(
    headers: Sequence[Header], fields: Sequence[Field], overrides: Pairs[str, str] | None = None
) -> Mapping:
    """Decide which column fills which field.

    A heading means a field if it is its label, heading, synonym or name, apart from spaces, width,
    stars, and units in brackets. Labels go before synonyms; each field is filled once, unless it
    is given in parts (单位 | 职务). A heading made of the words of several fields (性别/民族) holds
    all of them.

    Args:
        headers: The columns of the sheet.
        fields: The fields a sheet may fill.
        overrides: Heading → field name or label, several joined by a comma; empty to ignore the
            column. Several headings may name one field if it can be given in parts.

    Raises:
        InputRefused: ``unknown_column``, ``unknown_field`` or ``doubled_field``.
    """
    usable = [field for field in fields if field.imported]
    proposal = _Proposal(headers, usable, _overridden(headers, fields, overrides or {}))
    proposal.find_several()
    proposal.find(_main_words, bare=[False, True])
    proposal.find_parts(at_least=2)
    proposal.find(_synonyms, bare=[False, True])
    proposal.find_parts(at_least=1)
    return proposal.mapping()


def several_offers(labels: Sequence[str], fields: Sequence[Field]) -> dict[str, str]:
    """Give heading → names of fields, joined by a comma, for headings that name several fields.

    A heading that is itself the word of a field (单位及职务) names only that field.
    """
    words = _all_words([field for field in fields if field.imported])
    found = {label: _several(label, words) for label in labels}
    return {
        label: AND.join(field.name for field in every) for label, every in found.items() if every
    }


def _several(label: str, words: Pairs[str, Field]) -> tuple[Field, ...]:
    """List the fields that a heading made of several words names; none where a word is unknown."""
    pieces = [piece for piece in _BETWEEN.split(label) if piece]
    if len(pieces) < 2 or full_key(label) in words:  # noqa: PLR2004 - several
        return ()
    found = [words.get(full_key(piece)) for piece in pieces]
    named = tuple(dict.fromkeys(field for field in found if field is not None))
    return named if len(named) == len(pieces) else ()


class _Proposal:
    """The columns taken so far."""

    def __init__(
        self,
        headers: Sequence[Header],
        fields: Sequence[Field],
        taken: dict[Header, tuple[Field, ...]],
    ) -> None:
        self._headers, self._fields, self._taken = headers, fields, taken
        self._used = {field.name for every in taken.values() for field in every}
        # Worked out once: a wrong delimiter makes 40,000 headings.
        self._full = {header: full_key(header.label) for header in headers}
        self._bare = {header: label_key(header.label) for header in headers}

    def find(self, words: Callable[[Field], Sequence[str]], *, bare: Sequence[bool]) -> None:
        """Take the columns whose heading is one of the fields' words.

        Args:
            words: Gives the words of a field.
            bare: Whether what stands in brackets is left away, for one try after another.
        """
        table: dict[str, Field] = {}
        for field in self._fields:
            for key in words(field):
                table.setdefault(key, field)
        for keys in (self._bare if without else self._full for without in bare):
            for header in self._free():
                found = table.get(keys[header])
                if found and found.name not in self._used:
                    self._take(header, (found,))

    def find_several(self) -> None:
        """Take the columns whose heading names several fields.

        Where each of them has a column of its own, the others are better.
        """
        words = _all_words(self._fields)
        own = {field.name for one in self._free() if (field := words.get(self._full[one]))}
        for header in self._free():
            every = _several(header.label, words)
            names = {field.name for field in every}
            if not names <= own and names.isdisjoint(self._used):
                self._take(header, every)

    def find_parts(self, at_least: int) -> None:
        """Take the columns that hold parts of a field, where so many different parts are found."""
        for field in self._fields:
            if not field.parts or field.name in self._used:
                continue
            found = [header for group in field.parts if (header := self._part(group))]
            if len(found) >= at_least:
                for header in found:
                    self._take(header, (field,))

    def _part(self, words: Sequence[str]) -> Header | None:
        wanted = {full_key(word) for word in words}
        for keys in (self._full, self._bare):
            for header in self._free():
                if keys[header] in wanted:
                    return header
        return None

    def _free(self) -> list[Header]:
        return [header for header in self._headers if header not in self._taken]

    def _take(self, header: Header, fields: tuple[Field, ...]) -> None:
        self._taken[header] = fields
        self._used.update(field.name for field in fields)

    def mapping(self) -> Mapping:
        """Give the columns in the order of the sheet."""
        columns: list[Mapped] = []
        for header in self._headers:
            every = self._taken.get(header, ())
            among = every if len(every) > 1 else ()
            columns += [Mapped(header, _with_unit(one, header.label), among) for one in every]
        ignored = tuple(header for header in self._headers if not self._taken.get(header))
        return Mapping(tuple(columns), ignored)


def part_of(field: Field, label: str) -> int:
    """Say which part of a field a heading names; behind the last where it names none."""
    for number, words in enumerate(field.parts):
        keys = {full_key(word) for word in words}
        if full_key(label) in keys or label_key(label) in keys:
            return number
    return len(field.parts)


def _all_words(fields: Sequence[Field]) -> dict[str, Field]:
    """Key → field, for all words of the fields; labels go before synonyms."""
    table: dict[str, Field] = {}
    for words in (_main_words, _synonyms, _part_words):
        for field in fields:
            for key in words(field):
                table.setdefault(key, field)
    return table


def _main_words(field: Field) -> tuple[str, ...]:
    return (
        full_key(field.heading),
        full_key(field.label),
        label_key(field.label),
        full_key(field.name),
    )


def _synonyms(field: Field) -> tuple[str, ...]:
    return tuple(key for word in field.synonyms for key in (full_key(word), label_key(word)))


def _part_words(field: Field) -> tuple[str, ...]:
    return tuple(full_key(word) for words in field.parts for word in words)


def _overridden(
    headers: Sequence[Header], fields: Sequence[Field], overrides: Pairs[str, str]
) -> dict[Header, tuple[Field, ...]]:
    """Apply what the user said, all faults at once."""
    taken: dict[Header, tuple[Field, ...]] = {}
    filled: dict[str, str] = {}
    faults: list[Note] = []
    for label, target in overrides.items():
        header = _find_header(headers, label)
        chosen = _find_fields(fields, target)
        twice = [f for f in chosen or () if f.name in filled and not f.joinable]
        if header is None:
            listed = mask_personal("、".join(one.label for one in headers[:40]))
            message = f"表里没有“{label}”这一列，现有的列是：{listed}"
            faults.append(Note("unknown_column", message, column=label))
        elif chosen is None:
            listed = "、".join(one.label for one in fields if one.imported)
            message = f"没有“{target}”这一项，可用的项是：{listed}"
            faults.append(Note("unknown_field", message, column=label, value=target))
        elif twice:
            message = (
                f"“{filled[twice[0].name]}”和“{label}”都指定填入{twice[0].label}，"
                "这一项只能由一列填入，请去掉一个"
            )
            faults.append(Note("doubled_field", message, column=label, value=target))
        else:
            taken[header] = chosen
            filled |= {field.name: label for field in chosen}
    if faults:
        raise InputRefused(faults)
    return taken


def _find_header(headers: Sequence[Header], label: str) -> Header | None:
    for same in (str, full_key, label_key):
        for header in headers:
            if same(header.label) == same(label):
                return header
    return None


def _find_fields(fields: Sequence[Field], target: str) -> tuple[Field, ...] | None:
    """Find the field, or the fields, that the user named; None where one of them is none."""
    whole = _find_field(fields, target)
    if whole is not None:
        return (whole,)
    found = [_find_field(fields, name) for name in re.split(r"[,，、]", target) if name.strip()]
    named = tuple(dict.fromkeys(field for field in found if field is not None))
    return named if len(named) == len(found) else None


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
