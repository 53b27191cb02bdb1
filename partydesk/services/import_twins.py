"""Rows of a sheet that look like a record, or like an earlier row, without being certainly it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any

from sqlalchemy.orm import Session

from partydesk.domain.duplicates import Pair, Rule
from partydesk.domain.duplicates.kinds import FIELDS
from partydesk.domain.values.cells import half_width
from partydesk.services.duplicates import distinct_pairs, empty_index
from partydesk.services.import_rows import Duplicate

#: So many are listed for one row at most; a row is seldom like more.
MOST_TWINS = 3
_BY_NUMBER = frozenset({Rule.SAME_NUMBER, Rule.NUMBER_SLIP})
_NOT_IN_NUMBERS = re.compile(r"[^0-9A-Za-z]")


class RowTwins:
    """Finds what the rows of one sheet look like; the rows it was told of are remembered.

    Built at the first question: a sheet in which every row names its record needs none.
    """

    def __init__(self, session: Session, kind: str, records: Iterable[Any]) -> None:
        """Look among ``records`` of the pool ``kind``, read in ``session``."""
        self._index = empty_index(session, kind)
        self._fields = FIELDS[kind]
        self._distinct = distinct_pairs(session, kind)
        self._records: Iterable[Any] | None = records
        self._names: dict[int, str] = {}

    def look(self, row: int, values: Mapping[str, Any], *, new: bool = True) -> list[Duplicate]:
        """List what a row looks like, the surest first.

        A record that somebody marked as not the same as a better one is left out: the row stands
        for that better one.

        Args:
            row: Row of the sheet.
            values: Field name → value; a wrong number may stand as it was typed.
            new: Whether it becomes a record that later rows may look like.
        """
        if not values.get("name"):
            return []
        self._build()
        sketch = self._sketch(row, values)
        found = self._index.like(sketch)
        if new:
            self._index.put(sketch)
        kept: list[Pair] = []
        for pair in found:
            if not any(self._are_apart(pair.first, better.first) for better in kept):
                kept.append(pair)
        return [self._duplicate(row, pair) for pair in kept[:MOST_TWINS]]

    def meant(self, row: int, values: Mapping[str, Any], field: str, text: str) -> list[Duplicate]:
        """Say which record a rejected row means, as far as its faulty number shows.

        Args:
            row: Row of the sheet.
            values: Field name → value of the fields that could be read.
            field: Name of the field of the number.
            text: The number as it stands in the sheet.
        """
        written = _NOT_IN_NUMBERS.sub("", half_width(text)).upper()
        if not written:
            return []
        self._build()
        sketch = self._sketch(row, {**values, field: written})
        return [
            self._duplicate(row, pair)
            for pair in self._index.like(sketch)[:1]
            if pair.likeness.rule in _BY_NUMBER
        ]

    def _sketch(self, row: int, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 - by pool
        """Bring a row into the form in which the rules compare it; what it does not say is None."""
        said = SimpleNamespace(**{name: values.get(name) for name in self._fields})
        return self._index.sketch(said, -row)

    def _build(self) -> None:
        if self._records is not None:
            for record in self._records:
                self._index.add(record, record.id)
                self._names[record.id] = record.name
            self._records = None

    def _are_apart(self, one: int, two: int) -> bool:
        return (min(one, two), max(one, two)) in self._distinct

    def _duplicate(self, row: int, pair: Pair) -> Duplicate:
        likeness = pair.likeness
        words = f"{likeness.certainty.word}（{likeness.rule.word}）：{likeness.reason}"
        if pair.first < 0:
            return Duplicate(row, 0, f"与本表第 {-pair.first} 行{words}")
        return Duplicate(row, pair.first, f"与“{self._names[pair.first]}”{words}")
