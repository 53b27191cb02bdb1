"""操作历史: every act since the workspace was made, what it touched, and the way back."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from partydesk.domain.action_log import ActionGroup, ActionQuery
from partydesk.domain.changes import ActionEntry, Changes
from partydesk.services.action_log import find_actions, list_actors
from partydesk.services.workspace import Workspace
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.field_changes import moment_words
from partydesk.ui.history.card import ActionCard
from partydesk.ui.history.undo_dialog import UndoDialog
from partydesk.ui.history.words import refusal_of, state_of, tone_of
from partydesk.ui.pools.splitter import KeptSplitter
from partydesk.ui.table import PAGE_ROWS, Align, Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import PageHead, page_layout
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.filters import ChipRow, ChoiceChip, ToggleChip
from partydesk.ui.widgets.search_line import SearchLine
from partydesk.ui.widgets.texts import Look, button, label

_TITLE = "操作历史"
_SEARCH_PX = 220
_SHARES = (56, 44)
_TODAY, _THIS_YEAR = "今天", "今年"
#: Words on the chip → how many days back, today among them.
_DAYS = {_TODAY: 1, "近 7 天": 7, "近 30 天": 30, "近 90 天": 90}

COLUMNS = (
    Column[ActionEntry]("id", "序号", lambda r: str(r.id), Align.RIGHT, 60, sortable=False),
    # Not on the left: such columns give way when room is short, and half a moment says nothing.
    Column[ActionEntry](
        "when", "时间", lambda r: moment_words(r.when), Align.CENTRE, 130, sortable=False
    ),
    Column[ActionEntry]("label", "操作", lambda r: r.label, width=240, sortable=False),
    Column[ActionEntry](
        "count", "涉及", lambda r: f"{r.count:,} 条" if r.count else "", Align.RIGHT, 84,
        sortable=False,
    ),
    Column[ActionEntry]("who", "经办", lambda r: r.who, width=90, sortable=False, shown=False),
    Column[ActionEntry](
        "state", "状态", state_of, width=90, tone=tone_of, shape=Shape.TAG, sortable=False
    ),
)  # fmt: skip


class HistoryPage(QWidget):
    """The list of actions with the chosen one beside it.

    Attributes:
        search: Narrows by words.
        groups: Narrows by the sort of action.
        days: Narrows by time.
        actors: Narrows by who acted.
        standing: Narrows to what can be undone.
        table: The actions, newest first.
        card: The chosen one.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """List the newest actions."""
        super().__init__()
        self.setObjectName("page_history")
        self._desk, self._workspace = desk, workspace
        self._stale = False
        self._chosen: int | None = None
        self.search = SearchLine("操作里的字，如姓名、单位", "history_search")
        self.groups = ChoiceChip("种类", "history_group", [group.value for group in ActionGroup])
        self.days = ChoiceChip("时间", "history_days", [*_DAYS, _THIS_YEAR])
        self.actors = ChoiceChip("经办", "history_who")
        self.standing = ToggleChip("可撤销的", "history_standing")
        self._clear = button("清除条件", "history_clear", link=True)
        self._shown = label("", Look.SECONDARY, name="history_shown")
        model: RowTableModel[ActionEntry] = RowTableModel(COLUMNS, self)
        self._empty = EmptyState("没有这样的操作", "换几个字试试，或清除条件看全部。")
        self.table: TableView[ActionEntry] = TableView(
            model, "history", desk.settings, self._empty, about="操作历史"
        )
        desk.commands.add_all(self._commands(), owner=self)
        self.card = ActionCard(desk, workspace, desk.commands.button("history.undo"))
        self._lay_out()
        self._wire()
        self.reload()

    def _commands(self) -> list[Command]:
        return [
            Command("history.undo", "撤销选中的操作…", _TITLE, self.ask_undo, "", self._refusal,
                    button_text="撤销…"),
            Command("history.search", "在操作历史中查找", _TITLE, self.search.setFocus, "Ctrl+F"),
        ]  # fmt: skip

    def _lay_out(self) -> None:
        layout = page_layout(self)
        self._head = PageHead(_TITLE)
        layout.addWidget(self._head)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.search.setFixedWidth(_SEARCH_PX)
        line.addWidget(self.search)
        chips = ChipRow(self.groups, self.days, self.actors, self.standing, self._clear)
        line.addWidget(chips, 1)
        line.addWidget(self._shown)
        layout.addLayout(line)
        parts = tuple(zip((self.table, self.card), _SHARES, strict=True))
        layout.addWidget(KeptSplitter(self._desk.settings, "history_splitter", parts), 1)

    def _wire(self) -> None:
        self.search.searched.connect(lambda _words: self.reload())
        self.search.left_downwards.connect(self.table.view.setFocus)
        for chip in (self.groups, self.days, self.actors):
            chip.changed.connect(lambda _word: self.reload())
        self.standing.toggled.connect(lambda _on: self.reload())
        self._clear.clicked.connect(self.clear)
        self.table.current_changed.connect(self._choose)
        self.table.opened.connect(lambda _row: self._desk.commands.run("history.undo"))
        self.card.other_asked.connect(self.show_action)
        self._desk.bus.changed.connect(self._on_changes)

    # -- reading -----------------------------------------------------------------------

    def query(self) -> ActionQuery:
        """What the line above the list asks for."""
        return ActionQuery(
            text=self.search.text().strip(),
            groups=(ActionGroup(self.groups.word),) if self.groups.word else (),
            who=(self.actors.word,) if self.actors.word else (),
            since=self._since(),
            standing_only=self.standing.isChecked(),
        )

    def _since(self) -> dt.date | None:
        today = self._workspace.today()
        if self.days.word == _THIS_YEAR:
            return today.replace(month=1, day=1)
        days = _DAYS.get(self.days.word)
        return today - dt.timedelta(days=days - 1) if days else None

    def reload(self) -> None:
        """Read the list anew and keep to the action that is shown, if it is still listed."""
        self._stale = False
        wanted = self.query()
        page = find_actions(self._workspace, dataclasses.replace(wanted, limit=PAGE_ROWS))
        shown = self._chosen
        self.table.model.set_source(page.total, self._fetch, page.rows)
        narrowed = wanted != ActionQuery()
        every = (
            find_actions(self._workspace, ActionQuery(limit=0)).total if narrowed else page.total
        )
        self._head.set_about(f"{every:,} 项")
        self._shown.setText(f"显示 {page.total:,} / {every:,}" if narrowed else "")
        self._clear.setVisible(narrowed)
        actors = list_actors(self._workspace)
        self.actors.set_words(actors)
        self.actors.setVisible(len(actors) > 1 or bool(self.actors.word))
        if shown is None or not self.table.select_where(lambda row: row.id == shown):
            self.table.select_number(0)
        self._choose(self.table.current_row())

    def _fetch(self, offset: int, limit: int) -> Sequence[ActionEntry]:
        wanted = dataclasses.replace(self.query(), offset=offset, limit=limit)
        return find_actions(self._workspace, wanted).rows

    def clear(self) -> None:
        """Take every condition away."""
        self.search.clear()
        for chip in (self.groups, self.days, self.actors):
            chip.set_word("")
        self.standing.setChecked(False)
        self.reload()

    def _choose(self, entry: ActionEntry | None) -> None:
        self._chosen = entry.id if entry is not None else None
        self.card.show_entry(entry)
        self._desk.commands.refresh()

    def show_action(self, number: int) -> None:
        """Go to an action, also to one that the conditions hide or that lies far back."""
        self.clear()
        newest = self.table.model.read_row(0)
        if newest is not None:  # numbers have no gaps: the place follows from the newest one
            self.table.model.read_row(newest.id - number)
            self.table.select_number(newest.id - number)

    # -- what the window asks ------------------------------------------------------------

    def show_record(self, kind: str, number: int) -> None:
        """Go to an action by its number."""
        if kind == "actions":
            self.show_action(number)

    def page_shown(self) -> None:
        """Read what was done meanwhile."""
        if self._stale:
            self.reload()

    def _on_changes(self, changes: Changes) -> None:
        if changes.action is None:
            return
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    # -- the way back ------------------------------------------------------------------

    def _refusal(self) -> str:
        return refusal_of(self.table.current_row())

    def ask_undo(self) -> None:
        """Show what taking the chosen action back would come to."""
        entry = self.table.current_row()
        if entry is not None:
            UndoDialog(self, self._desk, self._workspace, entry).present()
