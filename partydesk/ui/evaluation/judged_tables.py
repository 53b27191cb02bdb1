"""A table for each of those who are judged: people and committees have columns of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtWidgets import QStackedWidget

from partydesk.domain.evaluation.kinds import Judged
from partydesk.ui.evaluation.judged_choice import JudgedChoice
from partydesk.ui.table_view import TableView

Row = TypeVar("Row")


class JudgedTables(QStackedWidget, Generic[Row]):
    """Shows the table of those that were chosen, each with columns of its own.

    Attributes:
        tables: Who is judged → the table.
    """

    def __init__(self, judged: JudgedChoice, make: Callable[[Judged], TableView[Row]]) -> None:
        """Make the tables; begin with the one of ``judged``."""
        super().__init__()
        self._judged = judged
        self.tables = {each: make(each) for each in Judged}
        for table in self.tables.values():
            self.addWidget(table)
        self._turn()
        judged.changed.connect(self._turn)

    @property
    def shown(self) -> TableView[Row]:
        """The table in sight."""
        return self.tables[self._judged.chosen]

    def _turn(self) -> None:
        self.setCurrentWidget(self.shown)
