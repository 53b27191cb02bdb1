"""请假: the leaves of one posting in a year, to add, mend and remove."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.duty.leaves import Leave
from partydesk.services.duty.leaves import (
    FIELDS,
    leave_texts,
    list_leaves,
    remove_leave,
    save_leave,
)
from partydesk.services.duty.monthly_reports import StatusRow
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.entry_dialog import EntryDialog, Sheet
from partydesk.ui.table import Align, Column, RowTableModel
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.texts import Look, label

_SIZE_PX = (760, 420)
COLUMNS = (
    Column[Leave]("kind", "类别", lambda e: e.kind.value, width=70, sortable=False),
    Column[Leave]("from_on", "开始", lambda e: e.from_on.isoformat(), width=100, sortable=False),
    Column[Leave]("to_on", "结束", lambda e: e.to_on.isoformat(), width=100, sortable=False),
    Column[Leave]("days", "天数", lambda e: str((e.to_on - e.from_on).days + 1), Align.RIGHT,
                  width=58, sortable=False),
    Column[Leave]("approved_by", "批准人", lambda e: e.approved_by or "", width=110,
                  sortable=False),
    Column[Leave]("why", "事由", lambda e: e.why or "", width=200, sortable=False),
)  # fmt: skip


class LeavesDialog(BaseDialog):
    """The leaves of one posting.

    Attributes:
        table: The list.
    """

    def __init__(self, parent: QWidget, desk: Desk, workspace: Workspace, row: StatusRow) -> None:
        """List the leaves of the chosen year."""
        super().__init__(parent, "请假", "leaves_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._workspace, self._row = desk, workspace, row
        self.body.addWidget(label(f"{row.person}　{row.unit}", Look.HEADING, wrap=True))
        ended = f"至 {row.ended_on}" if row.ended_on else "至今"
        about = f"{row.started_on} {ended}在岗；请假占去大半个月的，当月不需报送月报"
        self.body.addWidget(label(about, Look.SECONDARY, wrap=True))
        model: RowTableModel[Leave] = RowTableModel(COLUMNS, self)
        empty = EmptyState("这一年没有请假", "病假、事假、公务等按起止日期登记，含首尾两天")
        self.table: TableView[Leave] = TableView(
            model, "leaves", desk.settings, empty, about="请假", inset=True
        )
        self.table.opened.connect(lambda _leave: self.mend())
        self.table.selection_changed.connect(lambda _count: self._show_acts())
        self.body.addWidget(self.table, 1)
        self.add_cancel("关闭")
        self._remove = self.add_button("删除", "leaves_remove")
        self._mend = self.add_button("修改…", "leaves_mend")
        self._add = self.add_button("登记请假…", "leaves_add", main=True)
        for made, act in (
            (self._remove, self.remove),
            (self._mend, self.mend),
            (self._add, self.add),
        ):
            made.clicked.connect(act)
        desk.bus.changed.connect(self._on_changes)
        self.resize(*_SIZE_PX)
        self.reload()

    def reload(self) -> None:
        """Read the leaves anew; a short read."""
        year, number = self._desk.year(), self._row.placement_id
        self.table.model.set_rows(list_leaves(self._workspace, year, number))
        self.table.select_number(0)
        self._show_acts()

    def _on_changes(self, changes: Changes) -> None:
        if "leaves" in changes.kinds:
            self.reload()

    def _show_acts(self) -> None:
        for made in (self._mend, self._remove):
            made.setEnabled(self.table.current_row() is not None)

    def add(self) -> None:
        """Record another leave."""
        self._open(None)

    def mend(self) -> None:
        """Change the chosen leave."""
        leave = self.table.current_row()
        if leave is not None:
            self._open(leave)

    def _open(self, leave: Leave | None) -> None:
        workspace, placement = self._workspace, self._row.placement_id
        number = leave.id if leave else None
        act = "修改请假" if leave else "登记请假"
        sheet = Sheet(
            title=act,
            about=f"{self._row.person}　{self._row.unit}",
            act=act,
            fields=FIELDS,
            store=lambda texts: save_leave(workspace, number, placement, texts)[1],
            texts=leave_texts(leave) if leave else {"kind": "病假"},
        )
        EntryDialog(self, self._desk, sheet, "leave_dialog").present()

    def remove(self) -> None:
        """Take the chosen leave out; it can be taken back."""
        leave = self.table.current_row()
        if leave is None or leave.id is None:
            return
        number = leave.id
        self._desk.tasks.run(
            lambda _progress: remove_leave(self._workspace, number),
            self._desk.bus.tell,
            title="正在删除请假",
        )
