"""Which records of a list are chosen: by their numbers, or by the query that lists them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from partydesk.services.chosen import Chosen, counter_of
from partydesk.services.pools import find_numbers
from partydesk.ui.pools.face import Record

if TYPE_CHECKING:
    from partydesk.ui.pools.page import PoolPage

_FIRST_NAMES = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen records.

    Attributes:
        count: How many.
        counter: Their counting word.
        records: Which, for a service.
        names: What the first of them are called.
    """

    count: int
    counter: str
    records: Chosen
    names: tuple[str, ...]

    @property
    def words(self) -> str:
        """How many, as in 23 人."""
        return f"{self.count:,} {self.counter}"

    @property
    def listed(self) -> str:
        """The first of them by name, and how many there are."""
        names = "、".join(self.names)
        return names if self.count <= len(self.names) else f"{names} 等 {self.words}"


def choice_of(page: PoolPage[Record]) -> Choice:
    """Say which records are chosen now.

    All rows of a list are named by its query, so that a hundred thousand need not be read.
    """
    model, view = page.list.model, page.list.table.view
    places = view.selected_numbers()
    if len(places) <= 1:
        return _shown(page)
    first = (model.read_row(place) for place in places[:_FIRST_NAMES])
    names = tuple(record.name for record in first if record is not None)
    counter = counter_of(page.face.kind)
    if len(places) == model.rowCount():
        return Choice(len(places), counter, page.list.query, names)
    rows = [model.row_at(place) for place in places]
    numbers = [row.id for row in rows if row is not None and row.id is not None]
    if len(numbers) < len(places):  # not all of them have come into sight
        listed = find_numbers(page.workspace, page.face.kind, page.list.query)
        numbers = [listed[place] for place in places if place < len(listed)]
    return Choice(len(numbers), counter, numbers, names)


def _shown(page: PoolPage[Record]) -> Choice:
    """The record beside the list is the one that is meant."""
    record = page.card.record
    counter = counter_of(page.face.kind)
    if record is None or record.id is None:
        return Choice(0, counter, (), ())
    return Choice(1, counter, (record.id,), (record.name,))
