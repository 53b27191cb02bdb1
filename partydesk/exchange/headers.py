"""Finding the header of a sheet: below titles, in one row or in two merged ones."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from partydesk.domain.values import Cell
from partydesk.domain.values.cells import half_width, one_line, text_of
from partydesk.exchange.grid import Grid, Merge, Row

_LOOK_AT = 20
_LONGEST = 80  # characters of a heading
WIDEST = 300  # columns looked at; a wrong delimiter can make 40,000
_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_ORNAMENT = re.compile(r"[\s*＊★☆:：、，,./·\-_—'\"“”]+")
_BARE_UNIT = re.compile(r"(?<=\S)[\s:：]+(单位[:：])?(亿元|万元|元|人|个|家)$")
_NUMBER = re.compile(r"^(\d{1,2}|[一二三四五六七八九十]{1,2})[.、．]")


@dataclass(frozen=True, slots=True)
class Header:
    """One column of a table.

    Attributes:
        label: Its heading as written, on one line.
        column_index: Its place in the rows, counting from 0.
    """

    label: str
    column_index: int


@dataclass(frozen=True, slots=True)
class HeaderRows:
    """Where the header stands.

    Attributes:
        number: Row number of its last row, from 1.
        labels: The heading of each column, empty where there is none.
        height: How many rows it takes.
    """

    number: int
    labels: tuple[str, ...]
    height: int = 1


def label_key(label: str) -> str:
    """Reduce a heading to what counts: no spaces, stars, numbers, punctuation or unit in brackets.

    A heading that is nothing but a bracket keeps it.
    """
    text = _BARE_UNIT.sub("", _NUMBER.sub("", one_line(label)))
    bare = _BRACKETS.sub("", text) or text
    return _ORNAMENT.sub("", half_width(bare)).casefold()


def full_key(label: str) -> str:
    """Like :func:`label_key`, but with what stands in brackets."""
    text = half_width(_NUMBER.sub("", one_line(label)))
    return re.sub(r"[()\[\]【】]", "", _ORNAMENT.sub("", text)).casefold()


class Labels:
    """The words that headings may be."""

    def __init__(self, known: Collection[str]) -> None:
        """Prepare the words for comparison."""
        self._keys = {key for word in known for key in (label_key(word), full_key(word)) if key}

    def __bool__(self) -> bool:
        return bool(self._keys)

    def has(self, label: str) -> bool:
        """Whether a text is one of the words."""
        if len(label) > _LONGEST:
            return False
        return label_key(label) in self._keys or full_key(label) in self._keys

    def count(self, cells: Sequence[Cell]) -> int:
        """How many different known words stand in the first columns of a row."""
        texts = [cell for cell in cells[:WIDEST] if isinstance(cell, str)]
        return len({label_key(text) for text in texts if self.has(text)})


def find_header(grid: Grid, known: Labels) -> HeaderRows | None:
    """Find the header among the first rows: the row, or pair of rows, with most known words.

    A row of its own goes before a pair that knows no more: what stands above may be a line such as
    填报单位. Without known words, the first row with at least two texts.
    """
    rows = [row for row in grid.rows if row.number <= _first(grid) + _LOOK_AT]
    if not known:
        texts = [row for row in rows if sum(isinstance(c, str) for c in row.cells) > 1] or rows
        return _one(texts[0]) if texts else None
    best: HeaderRows | None = None
    score = 0
    for place, row in enumerate(rows):
        candidates = [_one(row)]
        if place + 1 < len(rows) and rows[place + 1].number == row.number + 1:
            candidates.append(_two(row, rows[place + 1], grid.merges, known))
        for candidate in candidates:
            count = known.count(candidate.labels)
            plainer = best is not None and best.number == candidate.number and count == score > 0
            if count > score or plainer:
                best, score = candidate, count
    return best


def header_at(grid: Grid, number: int, known: Labels) -> HeaderRows | None:
    """Take the header from a row the user named; a merged row above it belongs to it."""
    for place, row in enumerate(grid.rows):
        if row.number != number:
            continue
        single = _one(row)
        above = grid.rows[place - 1] if place else None
        if above is None or above.number != number - 1:
            return single
        pair = _two(above, row, grid.merges, known)
        return pair if known.count(pair.labels) > known.count(single.labels) else single
    return None


def _first(grid: Grid) -> int:
    return grid.rows[0].number - 1 if grid.rows else 0


def _one(row: Row) -> HeaderRows:
    return HeaderRows(row.number, tuple(one_line(text_of(cell)) for cell in row.cells))


def _two(upper: Row, lower: Row, merges: Sequence[Merge], known: Labels) -> HeaderRows:
    """Join a row of group headings with the row of headings under it (党员 | 正式 → 正式党员)."""
    width = max(len(upper.cells), len(lower.cells))
    above = _spread(upper, lower, merges, width)
    labels = []
    for column in range(width):
        group = above[column]
        own = one_line(text_of(lower.cell(column)))
        labels.append(_joined(group, own, known) if column < WIDEST else own or group)
    return HeaderRows(lower.number, tuple(labels), height=2)


def _spread(upper: Row, lower: Row, merges: Sequence[Merge], width: int) -> list[str]:
    """Write a group heading over all its columns: by its merge, else over the blanks behind it."""
    texts = [one_line(text_of(upper.cell(column))) for column in range(width)]
    blocks = [merge for merge in merges if merge.top <= upper.number - 1 <= merge.bottom]
    if merges:
        for block in blocks:
            for column in range(block.left, min(block.right, width - 1) + 1):
                texts[column] = texts[column] or texts[block.left]
        return texts
    for column in range(1, width):
        if not texts[column] and lower.cell(column) is not None:
            texts[column] = texts[column - 1]
    return texts


def _joined(group: str, own: str, known: Labels) -> str:
    """Join two headings; the order that gives a known word wins."""
    if not group or not own:
        return own or group
    for label in (f"{own}{group}", f"{group}{own}"):
        if known.has(label):
            return label
    if known.has(own):
        return own
    return f"{group}{own}"
