"""What people write, read truthfully, and shown again.

:func:`parse` turns a cell of a sheet or a form into the value of a field, :func:`show` writes it
for the screen, an export or the history; ``parse(show(value, masked=False))`` gives the value back
for every kind. Nothing is guessed: what is ambiguous is refused or kept as text with a warning.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from decimal import Decimal
from functools import partial

from partydesk.domain.errors import Reason
from partydesk.domain.fields import Field, Kind
from partydesk.domain.references import show_references, written_references
from partydesk.domain.values.amounts import (
    parse_integer,
    parse_money,
    parse_yes_no,
    show_money,
)
from partydesk.domain.values.cells import (
    Cell,
    Parsed,
    ValueRefused,
    formula_error,
    refused,
    says_ditto,
    text_of,
)
from partydesk.domain.values.choices import parse_choice
from partydesk.domain.values.dates import parse_date
from partydesk.domain.values.identifiers import (
    birth_of_number,
    county_of_credit_code,
    longer_number,
    mask_number,
    mask_personal,
    mask_phone,
    parse_citizen_number,
    parse_credit_code,
    parse_phone,
    place_of_region,
    region_of_number,
    sex_of_number,
)
from partydesk.domain.values.texts import parse_long_text, parse_name, parse_picture, parse_text
from partydesk.domain.values.words import parse_word, parse_words

__all__ = [
    "Cell",
    "Parsed",
    "ValueRefused",
    "birth_of_number",
    "county_of_credit_code",
    "longer_number",
    "mask_number",
    "mask_personal",
    "mask_phone",
    "parse",
    "parser",
    "place_of_region",
    "region_of_number",
    "sex_of_number",
    "show",
]


def _parse_references(field: Field, cell: Cell) -> Parsed:
    """Take down which records are meant; looking for them needs the pool."""
    del field
    return Parsed(written_references(text_of(cell)))


_PLAIN = {
    Kind.TEXT: parse_text,
    Kind.LONG_TEXT: parse_long_text,
    Kind.NAME: parse_name,
    Kind.CHOICE: parse_choice,
    Kind.INTEGER: parse_integer,
    Kind.MONEY: parse_money,
    Kind.YES_NO: parse_yes_no,
    Kind.CREDIT_CODE: parse_credit_code,
    Kind.PHONE: parse_phone,
    Kind.PICTURE: parse_picture,
    Kind.REFERENCES: _parse_references,
}


#: What nobody shares with the record above.
_OWN = frozenset({Kind.NAME, Kind.CITIZEN_NUMBER, Kind.CREDIT_CODE, Kind.PHONE})


def _no_value(field: Field, cell: str) -> Parsed | None:
    """Set aside what stands in a cell without being a value: a formula's error, a ditto mark.

    Raises:
        ValueRefused: ``ditto``, where the mark stands for a name.
    """
    error = formula_error(field, cell)
    if error:
        return Parsed(() if field.several else None, (error,))
    if field.kind not in _OWN or not says_ditto(cell):
        return None
    words = f"{field.label}写的是“{cell.strip()}”，不能照抄上一行"
    if field.kind is Kind.NAME:
        raise refused("ditto", f"{words}，请填写姓名")
    return Parsed(None, (Reason("ditto", f"{words}，按空白读取，请补填"),))


def parse(field: Field, cell: Cell, *, today: dt.date, words: Collection[str] = ()) -> Parsed:
    """Read a cell as a value of a field.

    Args:
        field: The description of the piece of data.
        cell: What a sheet or a form holds.
        today: The day against which dates in the future are refused.
        words: The current words of the field's dictionary.

    Raises:
        ValueRefused: The cell holds something that cannot be stored.
    """
    return parser(field, today=today, words=words)(cell)


def parser(
    field: Field, *, today: dt.date, words: Collection[str] = ()
) -> Callable[[Cell], Parsed]:
    """Give what reads the cells of one field, as :func:`parse` does one by one."""
    read = _reader(field, today, words)

    def read_cell(cell: Cell) -> Parsed:
        aside = _no_value(field, cell) if isinstance(cell, str) else None
        return read(cell) if aside is None else aside

    return read_cell


def _reader(field: Field, today: dt.date, words: Collection[str]) -> Callable[[Cell], Parsed]:
    """Choose what reads the values of a field."""
    if field.kind in {Kind.DATE, Kind.PARTIAL_DATE}:
        return partial(parse_date, field, today=today)
    if field.kind is Kind.CITIZEN_NUMBER:
        return partial(parse_citizen_number, field, today=today)
    if field.kind is Kind.DICTIONARY:
        return partial(parse_word, field, words=words)
    if field.kind is Kind.MULTI:
        return partial(parse_words, field, words=words)
    return partial(_PLAIN[field.kind], field)


def show(field: Field, value: object, *, masked: bool = True) -> str:
    """Write a value for the screen, an export or the history.

    Args:
        field: The description of the piece of data.
        value: A value of the field's kind; None and () give an empty text.
        masked: Whether the middle of citizen and telephone numbers is hidden.
    """
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return show_money(field, value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if field.kind is Kind.REFERENCES and isinstance(value, tuple):
        return show_references(value)
    text = "、".join(map(str, value)) if isinstance(value, tuple) else str(value)
    if not masked or not field.sensitive:
        return text
    return mask_phone(text) if field.kind is Kind.PHONE else mask_number(text)
