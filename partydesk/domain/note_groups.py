"""Findings that say the same of many rows, put together; fifty equal lines hide the odd one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from partydesk.domain.errors import Note


@dataclass(frozen=True, slots=True)
class NoteGroup:
    """Findings of one kind in one column.

    Attributes:
        code: Their code.
        column: Header of the column; empty where rows as a whole are meant.
        notes: The findings, in the order given; at least one.
    """

    code: str
    column: str
    notes: tuple[Note, ...]

    @property
    def example(self) -> str:
        """What the first one says."""
        return self.notes[0].message

    def rows(self, most: int, sources: Mapping[int, str] | None = None) -> str:
        """Name the first rows: 第 3、8、12 行, with 等 where there are more.

        Args:
            most: How many are named at most.
            sources: Row → name of its file, where every row is a file.
        """
        return rows_in_words([note.row for note in self.notes if note.row], most, sources)


def rows_in_words(rows: Iterable[int], most: int, sources: Mapping[int, str] | None = None) -> str:
    """Name the first of some rows as :meth:`NoteGroup.rows` does, each once; empty for none."""
    every = list(dict.fromkeys(rows))
    if not every:
        return ""
    more = "等" if len(every) > most else ""
    if sources:
        return "、".join(sources.get(row, str(row)) for row in every[:most]) + more
    named = "、".join(map(str, every[:most]))
    return f"第 {named} {more}行"


def grouped(notes: Iterable[Note]) -> tuple[NoteGroup, ...]:
    """Put findings with the same code and column together, the most frequent first."""
    found: dict[tuple[str, str], list[Note]] = {}
    for note in notes:
        found.setdefault((note.code, note.column), []).append(note)
    groups = [NoteGroup(code, column, tuple(every)) for (code, column), every in found.items()]
    return tuple(sorted(groups, key=lambda group: -len(group.notes)))
