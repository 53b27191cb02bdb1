"""The declarative base: naming convention and the column types of our own."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Dialect, Enum, Integer, MetaData, Text, TypeDecorator, event
from sqlalchemy.orm import DeclarativeBase, Mapper

from partydesk.domain.partial_date import PartialDate

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[dt.datetime]):
    """An aware moment, stored as ISO text in UTC (SQLite drops offsets without a word)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> str | None:
        """Refuse naive moments, write UTC."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its offset")
        return value.astimezone(dt.UTC).isoformat(timespec="milliseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> dt.datetime | None:
        """Give back an aware moment."""
        del dialect
        return None if value is None else dt.datetime.fromisoformat(value)


class Partial(TypeDecorator[PartialDate]):
    """A date known to the year, month or day, stored as its ISO text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: PartialDate | None, dialect: Dialect) -> str | None:
        """Write the ISO text."""
        del dialect
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> PartialDate | None:
        """Read the ISO text."""
        del dialect
        return None if value is None else PartialDate.from_iso(value)


class Words(TypeDecorator[tuple[str, ...]]):
    """Several words, stored as a JSON list; none is the empty list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        """Write the list."""
        del dialect
        return json.dumps(list(value or ()), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        """Read the list."""
        del dialect
        return tuple(json.loads(value)) if value else ()


class Amount(TypeDecorator[Decimal]):
    """Money in 万元, stored exactly as a whole number of 分, so that SQL sorts and sums it."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Write 分; a 万元 has a million of them."""
        del dialect
        return None if value is None else int((value * 1_000_000).to_integral_value())

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Give back 万元 without needless zeros."""
        del dialect
        if value is None:
            return None
        amount = (Decimal(value) / 1_000_000).normalize()
        return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount


class Exact(TypeDecorator[Decimal]):
    """A decimal figure as text, exact to its last digit; SQLite would make it binary."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Write the figure without an exponent."""
        del dialect
        return None if value is None else f"{value:f}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """Read the figure."""
        del dialect
        return None if value is None else Decimal(value)


class Json(TypeDecorator[Any]):
    """Plain data (lists, dictionaries, texts, numbers) as JSON text with stable order."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        """Write compact JSON; nothing is nothing, not the word null."""
        del dialect
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401 - JSON
        """Read it back."""
        del dialect
        return None if value is None else json.loads(value)


def _by_value(enumeration: type[StrEnum]) -> list[str]:
    """Store an enumeration by value, not by the name in the code."""
    return [member.value for member in enumeration]


class Base(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own protocol
        dt.datetime: Moment(),
        PartialDate: Partial(),
        tuple[str, ...]: Words(),
        Decimal: Amount(),
        StrEnum: Enum(
            StrEnum,
            values_callable=_by_value,
            native_enum=False,
            create_constraint=True,
            validate_strings=True,
        ),
    }


@event.listens_for(Base, "mapper_configured", propagate=True)
def _know_what_was(mapper: Mapper[Any], model: type[Base]) -> None:
    """Read a value that is not loaded before another is set over it.

    The journal takes the old value from the attribute; without this the image of an expired row
    would say that there was nothing, and undo would write that.
    """
    for attribute in mapper.column_attrs:
        getattr(model, attribute.key).impl.active_history = True


#: Numbers of deleted rows must never come back: the journal would mix two records' histories.
KEEP_NUMBERS = {"sqlite_autoincrement": True}
