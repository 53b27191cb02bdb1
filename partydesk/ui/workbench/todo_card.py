"""待办: what is to be done, all of it or what is due soon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from partydesk.domain.agenda import Todo
from partydesk.domain.duty.week import When, when_of
from partydesk.ui.desk import Desk
from partydesk.ui.table import RowTableModel
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import Card
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.filters import ToggleChip
from partydesk.ui.workbench.columns import LATER, todo_columns


class TodoCard(Card):
    """The list, and chips that narrow it down to a stretch of days.

    Attributes:
        table: The list.
        chips: Stretch of days → its chip; None for the chip of everything.
        agenda: All that is to be done.
    """

    def __init__(self, desk: Desk, today: Callable[[], dt.date]) -> None:
        """Show nothing yet."""
        super().__init__("待办", name="todo_card")
        self._today = today
        self._when: When | None = None
        self.agenda: tuple[Todo, ...] = ()
        model: RowTableModel[Todo] = RowTableModel(todo_columns(today))
        empty = EmptyState("眼下没有要办的事", "新的意愿、同意、月报、整改和到期的任期会列在这里。")
        self.table = TableView(model, "todo", desk.settings, empty, about="待办", inset=True)
        self.body.addWidget(self.table, 1)
        self.chips: dict[When | None, ToggleChip] = {}
        for when in (None, *When):
            chip = ToggleChip("", f"todo_{when.name.lower() if when else 'all'}")
            chip.clicked.connect(lambda _on=False, chosen=when: self.choose(chosen))
            self.chips[when] = chip
            self.head.addWidget(chip)

    def show_agenda(self, agenda: Sequence[Todo]) -> None:
        """Show other things to do."""
        self.agenda = tuple(agenda)
        today = self._today()
        counts = {when: sum(when_of(row.due, today) is when for row in agenda) for when in When}
        for when, chip in self.chips.items():
            count = len(agenda) if when is None else counts[when]
            chip.set_words(f"{when.value if when else '全部'} {count}")
            chip.setVisible(any(counts.values()) and (count > 0 or when is self._when))
        if self._when is not None and not counts[self._when]:
            self._when = None
        self._narrow()

    def choose(self, when: When | None) -> None:
        """Show what is due in a stretch of days; None for everything."""
        self._when = when
        self._narrow()

    def _narrow(self) -> None:
        today = self._today()
        rows = [row for row in self.agenda if self._when in (None, when_of(row.due, today))]
        for when, chip in self.chips.items():
            chip.setChecked(when is self._when)
        model, view = self.table.model, self.table.view
        model.set_rows(rows)
        # Most acts have no day by which; an empty column would only take room from the words.
        view.setColumnHidden(0, all(row.due is None for row in rows))
        later = [column.key for column in model.columns].index(LATER)
        view.setColumnHidden(later, not any(row.pairs or row.keys for row in rows))
        self.table.columns.fit()
