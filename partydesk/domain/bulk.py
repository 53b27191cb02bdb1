"""One change for many records: what can be asked for, and what it would come to."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum

from partydesk.domain.changes import FieldChange
from partydesk.domain.fields import Field, Kind, fields_of
from partydesk.domain.values import show

#: What identifies one record, or belongs to it alone, is never the same for many.
_SINGLE = frozenset(
    {Kind.NAME, Kind.CITIZEN_NUMBER, Kind.CREDIT_CODE, Kind.PICTURE, Kind.REFERENCES}
)
_TEXTS = frozenset({Kind.TEXT, Kind.LONG_TEXT})
_LABEL_LENGTH = 24


class ChangeMode(StrEnum):
    """What is done to the field."""

    SET = "改为"
    ADD = "增加"
    REMOVE = "去掉"
    APPEND = "在后面加上"
    CLEAR = "清空"


@dataclass(frozen=True, slots=True)
class BulkChange:
    """One change, as it was typed.

    Attributes:
        field: Name of the field.
        mode: What is done to it.
        value: The value, the words to add, or the text to append; nothing for CLEAR and REMOVE.
        removed: Words to take out, for REMOVE, or together with ADD.
    """

    field: str
    mode: ChangeMode
    value: str = ""
    removed: str = ""


@dataclass(frozen=True, slots=True)
class BulkRow:
    """One record that would change.

    Attributes:
        id: 记录号.
        name: What people call it.
        before: The field's value now, in words.
        after: The value it would have.
        also: Other fields that follow from it.
        warnings: What would deserve attention and does not now.
    """

    id: int
    name: str
    before: str
    after: str
    also: tuple[FieldChange, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """One record that cannot be changed so.

    Attributes:
        id: 记录号.
        name: What people call it; empty where it is gone.
        reason: Why, in Chinese.
    """

    id: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """What a change of many records would come to.

    Attributes:
        words: The change in words: 人员来源 → 退休.
        changing: How many records would change.
        unchanged: How many are so already.
        refused: How many cannot be changed.
        rows: The first of those that would change.
        refusals: The first of those that cannot.
        warned: How many would have a warning they do not have now.
        notes: What deserves attention about the change as a whole, such as a new word.
    """

    words: str
    changing: int
    unchanged: int
    refused: int
    rows: tuple[BulkRow, ...]
    refusals: tuple[Refusal, ...]
    warned: int
    notes: tuple[str, ...] = ()


def changeable_fields(record: type) -> tuple[Field, ...]:
    """List the fields of a record type that can be changed for many at once."""
    named = (field for field in fields_of(record) if field.kind not in _SINGLE)
    return tuple(field for field in named if field.name not in {"name", "code"})


def modes_of(record: type, field: Field) -> tuple[ChangeMode, ...]:
    """List what can be done to a field of many records; nothing where they must differ."""
    if field.name not in {one.name for one in changeable_fields(record)}:
        return ()
    modes = [ChangeMode.SET]
    if field.several:
        modes = [ChangeMode.ADD, ChangeMode.REMOVE, ChangeMode.SET]
    elif field.kind in _TEXTS:
        modes.append(ChangeMode.APPEND)
    if not field.required and not _has_always(record, field):
        modes.append(ChangeMode.CLEAR)
    return tuple(modes)


def _has_always(record: type, field: Field) -> bool:
    """Whether a field of a record type is never empty (its default is a word of its list)."""
    return any(
        attribute.name == field.name and isinstance(attribute.default, Enum)
        for attribute in dataclasses.fields(record)
    )


def changed_value(
    field: Field, mode: ChangeMode, before: object, value: object, removed: Sequence[str] = ()
) -> object:
    """Give the value a record would have.

    Args:
        field: The field.
        mode: What is done to it.
        before: The record's value now.
        value: What was read from the typed text; None for none.
        removed: Words to take out.
    """
    if mode is ChangeMode.SET:
        return value
    if mode is ChangeMode.APPEND:
        return _appended(field, before, value)
    if mode is ChangeMode.CLEAR:
        return () if field.several else None
    held = before if isinstance(before, tuple) else ()
    added = value if mode is ChangeMode.ADD and isinstance(value, tuple) else ()
    kept = [word for word in held if word not in removed]
    return tuple(dict.fromkeys((*kept, *added)))


def _appended(field: Field, before: object, value: object) -> object:
    """Put a text behind another, unless it stands there already: twice asked is once done."""
    if not isinstance(before, str) or not before:
        return value
    if not isinstance(value, str) or not value:
        return before
    apart = "\n" if field.kind is Kind.LONG_TEXT else "；"
    pieces = before.split(apart)
    return before if value in pieces else f"{before}{apart}{value}"


def change_in_words(
    field: Field, mode: ChangeMode, value: object, removed: Sequence[str] = ()
) -> str:
    """Say a change in one line: 人员来源 → 退休; sensitive values are masked."""
    shown = _cut(show(field, value))
    if mode is ChangeMode.SET:
        return f"{field.label} → {shown}"
    if mode is ChangeMode.CLEAR:
        return f"清空{field.label}"
    if mode is ChangeMode.APPEND:
        return f"{field.label}后面加上“{shown}”"
    parts = [f"＋{shown}"] if shown and mode is ChangeMode.ADD else []
    parts += [f"－{_cut('、'.join(removed))}"] if removed else []
    return f"{field.label} {' '.join(parts)}"


def _cut(text: str) -> str:
    """Shorten a text to one short line."""
    line = " ".join(text.split())
    return line if len(line) <= _LABEL_LENGTH else f"{line[: _LABEL_LENGTH - 1]}…"
