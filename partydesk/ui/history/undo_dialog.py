"""撤销…: what taking an action back would come to, tried out before it is done."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QWidget

from partydesk.domain.action_log import UndoPreview
from partydesk.domain.changes import ActionEntry, Undone
from partydesk.services.history import undo, undo_preview
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.field_changes import moment_words
from partydesk.ui.history.conflicts import show_conflicts
from partydesk.ui.history.rows import rows_table
from partydesk.ui.history.words import BACK, counts_in_words
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.texts import Look, label, set_look

_SIZE = (820, 560)
_CONFLICTS_PX = 132


class UndoDialog(BaseDialog):
    """The rows that would go back, and what later work stands in the way.

    Attributes:
        table: The rows that would change.
        conflicts: Why others would be left alone.
        act: The button that acts.
    """

    def __init__(
        self, parent: QWidget, desk: Desk, workspace: Workspace, entry: ActionEntry
    ) -> None:
        """Try the undo of an action.

        Args:
            parent: The page that asks.
            desk: The window's services.
            workspace: The open workspace.
            entry: The action.
        """
        super().__init__(parent, f"撤销：{entry.label}", "undo")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self._desk, self._workspace, self._entry = desk, workspace, entry
        self._closed = False
        self.finished.connect(self._on_closed)
        self._build()
        desk.tasks.run(
            lambda progress: undo_preview(workspace, entry.id, progress=progress),
            self.show_preview,
            self._failed,
            title="正在试算撤销",
            on_cancelled=self._stopped,
        )

    def _build(self) -> None:
        entry = self._entry
        self.body.addWidget(label(f"撤销：{entry.label}", Look.HEADING, wrap=True))
        about = f"{moment_words(entry.when)} · {entry.who} · 操作 {entry.id}"
        self.body.addWidget(label(about, Look.HINT))
        self._summary = label("正在试算：看看撤销会改回什么、与后来的操作有没有冲突……",
                              name="undo_summary", wrap=True)  # fmt: skip
        self.body.addWidget(self._summary)
        self.conflicts = QListWidget()
        self.conflicts.setObjectName("undo_conflicts")
        self.conflicts.setAccessibleName("冲突")
        self.conflicts.setWordWrap(True)
        self.conflicts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.conflicts.hide()
        self.body.addWidget(self.conflicts)
        self.table = rows_table(
            self._desk.settings, "undo_rows", BACK, about="撤销会改动的资料", opens=False
        )
        self.table.empty.set_words("没有要改回的资料")
        self.body.addWidget(self.table, 1)
        self.add_cancel("不撤销")
        self.act = self.add_button("撤销", "undo_act", main=True)
        self.act.setEnabled(False)
        self.act.clicked.connect(self._undo)

    def show_preview(self, preview: UndoPreview) -> None:
        """Show what was found out."""
        if self._closed:
            return
        self._summary.setText(_summary(preview))
        set_look(self._summary, Look.BODY if not preview.conflicts else Look.WARNING)
        self.conflicts.addItems(list(preview.conflicts))
        self.conflicts.setVisible(bool(preview.conflicts))
        if preview.possible:
            self.conflicts.setMaximumHeight(_CONFLICTS_PX)
        self.table.setVisible(preview.possible)
        self.table.model.set_rows(preview.rows)
        self.act.setEnabled(preview.possible)
        self.act.setText(
            "撤销这项操作" if not preview.partial else f"撤销其余 {preview.restored:,} 处"
        )

    def _failed(self, error: Exception) -> None:
        self._desk.errors.show(error)
        self._stopped()

    def _stopped(self) -> None:
        if not self._closed:
            self.reject()

    def _undo(self) -> None:
        self.act.setEnabled(False)
        self._desk.tasks.run(
            lambda progress: undo(self._workspace, self._entry.id, progress=progress),
            self._done,
            self._failed,
            title=f"正在撤销：{self._entry.label}",
            on_cancelled=self._stopped,
        )

    def _done(self, result: Undone) -> None:
        self._desk.bus.tell(result.changes)
        page = self.parentWidget()
        if result.undone is None and page is not None:  # somebody was faster
            show_conflicts(page, result)
        if not self._closed:
            self.accept()

    def _on_closed(self) -> None:
        self._closed = True


def _summary(preview: UndoPreview) -> str:
    """Say what would come of it in a sentence or two."""
    what = counts_in_words(preview.counts, BACK)
    count = len(preview.conflicts)
    if not preview.possible:
        return (
            f"现在不能撤销：后来的操作以它为依据，有 {count:,} 处冲突（见下）。"
            "先撤销后来的操作，再撤销这一项；什么都没有改动。"
        )
    if preview.partial:
        return f"将{what}。有 {count:,} 处后来又改过或已被引用，会保留现在的样子（见下）。"
    if not what:
        return "它改动的资料都已不在，撤销只记一笔。"
    return f"将{what}。没有冲突；撤销后还可以在历史里再恢复。"
