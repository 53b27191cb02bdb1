"""Places the fields of a form on two columns, or on one where there is little room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from partydesk.domain.fields import Field, Kind

_COLUMN_GAP = 14
_ROW_GAP = 8

Place = tuple[int, int, int, int]


class FieldGrid(QGridLayout):
    """The blocks of some fields, in the order of the paper form."""

    def __init__(self, fields: Sequence[Field], blocks: Mapping[str, QWidget]) -> None:
        """Place ``blocks``, by field name, on two columns."""
        super().__init__()
        self._fields = tuple(fields)
        self._blocks = blocks
        self._columns = 0
        self.setHorizontalSpacing(_COLUMN_GAP)
        self.setVerticalSpacing(_ROW_GAP)
        self.arrange(2)

    def arrange(self, columns: int) -> None:
        """Place the fields on one or two columns."""
        if columns == self._columns:
            return
        self._columns = columns
        self.setColumnStretch(0, 1)
        self.setColumnStretch(1, columns - 1)
        places = places_of(self._fields) if columns > 1 else one_below_the_other(self._fields)
        for name, (row, column, height, width) in places.items():
            self.addWidget(self._blocks[name], row, column, height, width)


def one_below_the_other(fields: Sequence[Field]) -> dict[str, Place]:
    """Give every field a row: row, column, height and width by field name."""
    return {field.name: (row, 0, 1, 2) for row, field in enumerate(fields)}


def places_of(fields: Sequence[Field]) -> dict[str, Place]:
    """Place fields on two columns: row, column, height and width by field name.

    A picture stands at the right of the first two rows, long and wide fields take a row.
    """
    places: dict[str, Place] = {}
    taken: set[tuple[int, int]] = set()
    row = column = 0
    for field in fields:
        if field.kind is Kind.PICTURE and not taken:
            places[field.name] = (0, 1, 2, 1)
            taken.update({(0, 1), (1, 1)})
            continue
        while (row, column) in taken or (column and _takes_row(field)):
            row, column = (row + 1, 0) if column else (row, 1)
        width = 2 if _takes_row(field) and (row, 1) not in taken else 1
        places[field.name] = (row, column, 1, width)
        taken.update((row, column + part) for part in range(width))
    return places


def _takes_row(field: Field) -> bool:
    return field.wide or field.kind is Kind.LONG_TEXT
