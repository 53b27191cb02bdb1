"""Reading what was typed into a form as a whole: every field checked, every fault named at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from partydesk.domain.errors import Reason, ValidationFailed
from partydesk.domain.fields import Field
from partydesk.domain.values import Cell, ValueRefused, parse


@dataclass(frozen=True, slots=True)
class Entry:
    """What a form holds once every field has been read.

    Attributes:
        values: Field name → value.
        warnings: Field name → what deserves attention but is stored.
    """

    values: dict[str, object]
    warnings: dict[str, tuple[Reason, ...]]


#: What a warning tells of a sheet, and what is not so at a form: there nothing is kept in a note.
_OF_A_SHEET: Final = re.compile("(，未填入)?；原文写入备注")


def read_entry(
    fields: Sequence[Field],
    cells: Mapping[str, Cell],
    *,
    today: dt.date,
    words: Mapping[str, Collection[str]],
) -> Entry:
    """Read the typed values of the given fields.

    Args:
        fields: The fields to read; those missing from ``cells`` are left out of the result.
        cells: Field name → what was typed.
        today: For dates that cannot lie in the future.
        words: Dictionary name → its words.

    Raises:
        ValidationFailed: With a message for each field that cannot be stored or is missing.
    """
    values: dict[str, object] = {}
    warnings: dict[str, tuple[Reason, ...]] = {}
    refused: dict[str, str] = {}
    for field in fields:
        if field.name not in cells:
            continue
        try:
            parsed = parse(
                field, cells[field.name], today=today, words=words.get(field.dictionary, ())
            )
        except ValueRefused as problem:
            refused[field.name] = problem.reason.message
            continue
        if parsed.keep:
            # A sheet keeps such text in the note; whoever sits at the form can mend it at once.
            said = "；".join(warning.message for warning in parsed.warnings)
            refused[field.name] = _OF_A_SHEET.sub("", said)
            continue
        if field.required and parsed.value in (None, ()):
            refused[field.name] = f"请填写{field.label}"
            continue
        values[field.name] = parsed.value
        if parsed.warnings:
            warnings[field.name] = parsed.warnings
    if refused:
        raise ValidationFailed(refused)
    return Entry(values, warnings)
