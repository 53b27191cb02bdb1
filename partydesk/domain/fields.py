"""One description for each piece of data, read by every layer.

A record is a frozen dataclass whose attributes carry a :class:`Field` in their metadata, written
with :func:`describe`. Forms, table columns, Excel templates, importers, exporters, the change
history and the search index all read that description; none keeps a list of its own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from typing import Any


class Kind(Enum):
    """What sort of value a field holds; decides parsing, checking, showing and the form's editor.

    The Python type of a value is given behind each kind; an absent value is always ``None``
    (``()`` for the kinds that hold several).
    """

    # A kind is asked for several times for every cell of a sheet; each is there only once.
    __hash__ = object.__hash__

    TEXT = "text"  # str, one line
    LONG_TEXT = "long_text"  # str, several lines
    NAME = "name"  # str; name of a person, separator U+00B7 only
    CHOICE = "choice"  # a StrEnum whose values are the words on screen
    DICTIONARY = "dictionary"  # str, one word of an editable dictionary
    MULTI = "multi"  # tuple[str, ...], words of an editable dictionary
    DATE = "date"  # datetime.date
    PARTIAL_DATE = "partial_date"  # domain.values.PartialDate: year, year-month or full
    INTEGER = "integer"  # int ≥ 0
    MONEY = "money"  # decimal.Decimal in 万元
    YES_NO = "yes_no"  # bool
    CITIZEN_NUMBER = "citizen_number"  # str, 18 characters, check digit right
    CREDIT_CODE = "credit_code"  # str, 18 characters
    PHONE = "phone"  # str
    PICTURE = "picture"  # str, the SHA-256 of a stored file
    REFERENCES = "references"  # tuple[Reference, ...], records of the pool named by ``refers``


SEVERAL = frozenset({Kind.MULTI, Kind.REFERENCES})
#: Kinds that identify a person and are masked unless asked for with a reason (PIPL 2021, §28, §51).
SENSITIVE = frozenset({Kind.CITIZEN_NUMBER, Kind.PHONE})
#: Headings of columns that only count the rows of a paper list; they fill nothing.
COUNTING_LABELS = frozenset({"序号", "编号", "序", "号", "项次", "no", "no."})


@dataclass(frozen=True, slots=True)
class Field:
    """Everything the program knows about one piece of data.

    Attributes:
        label: The word on screen, on paper and in sheets the program writes.
        kind: What sort of value it is.
        name: The attribute's name in the record (filled in by :func:`fields_of`).
        choices: The enumeration of a ``CHOICE``.
        dictionary: Name of the editable dictionary of ``DICTIONARY`` and ``MULTI``.
        open_dictionary: Whether words outside the dictionary are taken (and added on saving).
        refers: Name of the pool whose records ``REFERENCES`` name.
        earliest: First year that a date can lie in.
        required: Whether a record can be stored without it.
        synonyms: Other headers under which the field is found in people's sheets.
        parts: Headers of columns that hold only a part of it, in the order in which the parts are
            joined: each a group of words for the same part (单位; 职务).
        unlimited: Whether everything will do where the field is empty.
        section: Heading of the form under which it stands.
        wide: Whether its editor takes the full width of the form.
        lines: How many lines the editor of a ``LONG_TEXT`` shows.
        unit: Unit shown behind the label, such as 万元.
        hint: One Chinese sentence of help, shown in the form and in the Excel template.
        searched: Whether the search line looks into it.
        imported: Whether sheets can fill it.
    """

    label: str
    kind: Kind
    name: str = ""
    choices: type[StrEnum] | None = None
    dictionary: str = ""
    open_dictionary: bool = True
    refers: str = ""
    earliest: int = 1900
    required: bool = False
    synonyms: tuple[str, ...] = ()
    parts: tuple[tuple[str, ...], ...] = ()
    unlimited: bool = False
    section: str = ""
    wide: bool = False
    lines: int = 3
    unit: str = ""
    hint: str = ""
    searched: bool = False
    imported: bool = True

    @property
    def sensitive(self) -> bool:
        """Whether the value is masked on screen and in exports unless asked for."""
        return self.kind in SENSITIVE

    @property
    def joinable(self) -> bool:
        """Whether several columns of a sheet can fill it together."""
        return bool(self.parts)

    @property
    def several(self) -> bool:
        """Whether the value is a tuple of words."""
        return self.kind in SEVERAL

    @property
    def heading(self) -> str:
        """The header of the field's column in sheets: label, unit in full-width brackets."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label


def describe(
    label: str,
    kind: Kind,
    *,
    default: object = dataclasses.MISSING,
    **more: Any,  # noqa: ANN401 - the attributes of Field, checked by its constructor
) -> Any:  # noqa: ANN401 - like dataclasses.field, which this wraps
    """Declare a dataclass attribute together with its :class:`Field`.

    Args:
        label: The word on screen.
        kind: What sort of value it is.
        default: The value of a new record; left out, ``()`` for several words, else ``None``
            (required fields have no default).
        **more: Further attributes of :class:`Field`.
    """
    field = Field(label=label, kind=kind, **more)
    metadata = {"field": field}
    if default is not dataclasses.MISSING:
        return dataclasses.field(default=default, metadata=metadata)
    if field.required:
        return dataclasses.field(metadata=metadata)
    return dataclasses.field(default=() if field.several else None, metadata=metadata)


def fields_of(record: type) -> tuple[Field, ...]:
    """List the described fields of a record type in the order of the paper form.

    Args:
        record: A dataclass; attributes without a description (ids, moments) are left out.
    """
    return _described(record)


@cache
def _described(record: type) -> tuple[Field, ...]:
    """Read the descriptions once for each record type."""
    return tuple(
        dataclasses.replace(attribute.metadata["field"], name=attribute.name)
        for attribute in dataclasses.fields(record)
        if "field" in attribute.metadata
    )


def field_of(record: type, name: str) -> Field:
    """Give one field of a record type.

    Raises:
        KeyError: The record has no such described field.
    """
    for field in fields_of(record):
        if field.name == name:
            return field
    raise KeyError(name)


def required_labels(fields: Sequence[Field]) -> list[str]:
    """List the labels of the fields that a record cannot do without."""
    return [field.label for field in fields if field.required]
