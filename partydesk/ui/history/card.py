"""One action beside the list: what it touched, and its way back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from partydesk.domain.action_log import ActionDetail, TouchedRow, group_of
from partydesk.domain.changes import ActionEntry
from partydesk.services.action_log import get_action
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.field_changes import moment_words
from partydesk.ui.history.rows import rows_table
from partydesk.ui.history.words import DONE, counts_in_words, state_of, tone_of
from partydesk.ui.table import PAGE_ROWS
from partydesk.ui.widgets.card import Card
from partydesk.ui.widgets.texts import Look, Tag, button, label


class ActionCard(Card):
    """One action.

    Attributes:
        table: The rows it touched; a record among them can be shown.

    Signals:
        other_asked(int): Another action belongs to this one and should be shown.
    """

    other_asked = Signal(int)

    def __init__(self, desk: Desk, workspace: Workspace, undo: QPushButton) -> None:
        """Show nothing yet; ``undo`` is the button of the way back."""
        super().__init__(name="action_card")
        self.setAccessibleName("这项操作")
        self._desk, self._workspace = desk, workspace
        self.number: int | None = None
        self._label = label("", Look.HEADING, name="action_label", wrap=True)
        self._about = label("", Look.HINT, name="action_about", wrap=True)
        self._state = Tag()
        self._counts = label("", Look.SECONDARY, name="action_counts", wrap=True)
        self._other = button("", "action_other", link=True)
        self._other.clicked.connect(self._ask_other)
        self._other_number = 0
        self.table = rows_table(desk.settings, "touched_rows", DONE, about="涉及的资料", opens=True)
        self.table.act_asked.connect(lambda row, _key: self._open(row))
        self.table.opened.connect(self._open)
        self._lay_out(undo)
        self.show_entry(None)

    def _lay_out(self, undo: QPushButton) -> None:
        self.body.addWidget(self._label)
        self.body.addWidget(self._about)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._state)
        line.addWidget(self._other)
        line.addStretch(1)
        line.addWidget(undo)
        self.body.addLayout(line)
        self.body.addWidget(self._counts)
        self.body.addWidget(self.table, 1)

    def show_entry(self, entry: ActionEntry | None) -> None:
        """Show an action; None shows none."""
        self.number = entry.id if entry is not None else None
        self.setVisible(entry is not None)
        if entry is None:
            self.table.model.set_rows(())
            return
        detail = get_action(self._workspace, entry.id, limit=PAGE_ROWS)
        self._label.setText(entry.label)
        about = f"{moment_words(entry.when)} · {entry.who} · 操作 {entry.id}"
        self._about.setText(f"{about} · {group_of(entry.code)}")
        self._state.show_word(state_of(entry), tone_of(entry))
        self._show_other(entry)
        self._show_rows(detail)

    def _show_rows(self, detail: ActionDetail) -> None:
        self._counts.setText(counts_in_words(detail.counts, DONE))
        self._counts.setVisible(bool(detail.counts))
        fetch = partial(self._fetch, detail.action.id)
        self.table.model.set_source(detail.total, fetch, detail.rows)

    def _fetch(self, number: int, offset: int, limit: int) -> tuple[TouchedRow, ...]:
        return get_action(self._workspace, number, offset=offset, limit=limit).rows

    def _show_other(self, entry: ActionEntry) -> None:
        """Lead from an undo to what it took back, and the other way round."""
        self._other_number = entry.undoes or entry.undone_by or 0
        words = (
            f"它撤销的是操作 {entry.undoes}" if entry.undoes else f"由操作 {entry.undone_by} 撤销"
        )
        self._other.setText(words)
        self._other.setVisible(bool(self._other_number))

    def _ask_other(self) -> None:
        self.other_asked.emit(self._other_number)

    def _open(self, row: TouchedRow) -> None:
        if row.is_record:
            self._desk.open_record(row.table, row.row_id)
