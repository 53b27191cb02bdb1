"""What the search index writes of records: their words folded, and the names as they are spelled.

A search reads these texts in ``search.py``; its ``FORMAT`` rises with every change made here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import repeat
from operator import add
from typing import Any, NamedTuple

from partydesk.domain import pinyin
from partydesk.domain.fields import Field, Kind
from partydesk.domain.finding import folded

NUMBERS = frozenset({Kind.CITIZEN_NUMBER, Kind.CREDIT_CODE, Kind.PHONE})
#: Stands behind each word, so that a search for an end, or for a whole word, finds it.
END = "\n"
_LATIN = re.compile("[a-z0-9]")


class IndexRow(NamedTuple):
    """A row as it is written; rows are ordered as the table is."""

    kind: str
    sort_key: str
    record_id: int
    retired: bool
    text: str
    initials: str
    spelled: str
    numbers: str


class RowMaker:
    """Makes the rows of one pool; what its fields are is looked at once for all records."""

    def __init__(self, kind: str, fields: Sequence[Field]) -> None:
        """Prepare.

        Args:
            kind: Name of the pool.
            fields: The records' described fields; the first searched one is the label.
        """
        searched = [field for field in fields if field.searched]
        self._kind, self._person = kind, is_person(fields)
        self._label = searched[0].name
        self._words = tuple(field.name for field in searched if field.kind not in NUMBERS)
        self._numbers = tuple(field.name for field in searched if field.kind in NUMBERS)
        self.needed = frozenset((*self._words, *self._numbers))

    def row(self, record_id: int, record: object, *, retired: bool) -> IndexRow:
        """Make one record's row.

        Args:
            record_id: 记录号.
            record: Anything that has the fields as attributes.
            retired: Whether it is out of use.
        """
        values = {name: [getattr(record, name)] for name in self.needed}
        return self.rows([record_id], values, [retired])[0]

    def rows(
        self,
        record_ids: Sequence[int],
        values: Mapping[str, Sequence[Any]],
        retired: Sequence[bool],
    ) -> list[IndexRow]:
        """Make the rows of many records.

        Args:
            record_ids: Their 记录号.
            values: Name of each searched field → its values, one for each record.
            retired: Which of them are out of use.
        """
        person = self._person
        words = [[folded(words_of(value)) for value in values[name]] for name in self._words]
        numbers = [[words_of(value).lower() for value in values[name]] for name in self._numbers]
        ways = [pinyin.spellings(label, person=person) for label in values[self._label]]
        latin = _joined(words, lambda word: "\t" + word if _LATIN.search(word) else "")
        return list(
            map(
                IndexRow,
                repeat(self._kind),
                [" ".join(each[0]) for each in ways],
                record_ids,
                retired,
                _joined(words, _ended),
                map(add, [END + pinyin.written_initials(each) for each in ways], latin),
                [END + pinyin.written(each) for each in ways],
                _joined(numbers, _ended),
            )
        )


def _joined(columns: Sequence[Sequence[str]], write: Callable[[str], str]) -> Iterator[str]:
    """Join what is written of the words in a row; empty ones leave nothing."""
    written = ([word and write(word) for word in column] for column in columns)
    return map("".join, zip(*written, strict=True))


def _ended(word: str) -> str:
    return word + END


def words_of(value: object) -> str:
    """A searched value as one text."""
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    return "" if value is None else str(value)


def is_person(fields: Sequence[Field]) -> bool:
    """Whether the records are people, whose names are put in order by their surnames."""
    return any(field.name == "name" and field.kind is Kind.NAME for field in fields)
