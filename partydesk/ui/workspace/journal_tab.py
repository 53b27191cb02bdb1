"""操作记录: every act since the workspace was made, with the way back of each."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QVBoxLayout, QWidget

from partydesk.domain.changes import ActionEntry, Undone
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.table import Align, Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.dialog import tell
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.workspace.desk_ports import JournalPorts


def _state(row: ActionEntry) -> str:
    if row.undone:
        return "已撤销"
    return "" if row.undoable else "不可撤销"


def _tone(row: ActionEntry) -> Tone:
    return Tone.ATTENTION if row.undone else Tone.QUIET


def _act(row: ActionEntry) -> str:
    return "撤销" if row.undoable and not row.undone else ""


def _when(row: ActionEntry) -> str:
    return f"{dt.datetime.fromisoformat(row.when):%Y-%m-%d %H:%M}"


COLUMNS = (
    Column[ActionEntry]("id", "序号", lambda r: str(r.id), Align.RIGHT, 64, sortable=False),
    Column[ActionEntry]("when", "时间", _when, width=140, sortable=False),
    Column[ActionEntry]("label", "操作", lambda r: r.label, width=420, sortable=False, strong=True),
    Column[ActionEntry](
        "count", "涉及", lambda r: f"{r.count} 条", Align.RIGHT, 80, sortable=False
    ),
    Column[ActionEntry]("who", "经办", lambda r: r.who, width=120, sortable=False),
    Column[ActionEntry](
        "state", "状态", _state, width=100, tone=_tone, shape=Shape.TAG, sortable=False
    ),
    Column[ActionEntry]("undo", "", _act, width=90, shape=Shape.BUTTON, sortable=False),
)


class JournalTab(QWidget):
    """The list of acts."""

    def __init__(self, desk: Desk, ports: JournalPorts) -> None:
        """List everything."""
        super().__init__()
        self._desk, self._ports = desk, ports
        self.setObjectName("journal_tab")
        model: RowTableModel[ActionEntry] = RowTableModel(COLUMNS)
        self.table = TableView(
            model, "journal", desk.settings, EmptyState("还没有操作"), about="操作记录"
        )
        self.table.act_asked.connect(lambda row, _key: self.undo(row))
        self.table.current_changed.connect(lambda _row: desk.commands.refresh())
        desk.commands.add(
            Command("system.undo", "撤销选中的操作", "系统", self._undo_chosen, "", self._refusal),
            self,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.addWidget(self.table)
        self.reload()

    def reload(self) -> None:
        """Read the journal anew."""
        self.table.model.set_rows(self._ports.actions())

    def _refusal(self) -> str:
        row = self.table.current_row()
        if row is None:
            return "请先选一项操作"
        return "" if _act(row) else f"这项操作{_state(row)}"

    def _undo_chosen(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.undo(row)

    def undo(self, row: ActionEntry) -> None:
        """Take an act back; later work is never overwritten, conflicts are listed."""
        self._desk.tasks.run(
            lambda _progress: self._ports.undo(row.id), self._undone, title="正在撤销"
        )

    def _undone(self, result: Undone) -> None:
        self._desk.bus.tell(result.changes)
        self.reload()
        show_conflicts(self, result)


def show_conflicts(parent: QWidget, result: Undone) -> None:
    """List what an undo left alone, if anything.

    Args:
        parent: The page that asked.
        result: What the undo did.
    """
    if result.conflicts:
        lines = "\n".join(f"· {line}" for line in result.conflicts)
        done = result.undone is not None
        title = "已撤销，但有几处保留了后来的改动" if done else "没有撤销：后来的操作以它为依据"
        tell(parent, title, lines)
