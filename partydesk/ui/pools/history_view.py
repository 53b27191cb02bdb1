"""修改记录: what happened to one record, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from partydesk.domain.changes import HistoryEntry
from partydesk.ui.field_changes import change_words, moment_words
from partydesk.ui.widgets.card import clear_layout, rule
from partydesk.ui.widgets.texts import Look, label

_MOST = 100


class HistoryView(QScrollArea):
    """The entries of one record; sensitive values arrive masked."""

    def __init__(self, name: str) -> None:
        """Show nothing yet; ``name`` is the object's name."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName("修改记录")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        body.setProperty("page", True)
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 10, 6, 0)
        self._column.setSpacing(4)
        self.setWidget(body)

    def show_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """Show the history, given oldest first."""
        clear_layout(self._column)
        if not entries:
            self._column.addWidget(label("还没有修改记录，保存后从这里查看每次改动。", Look.HINT))
        for number, entry in enumerate(list(reversed(entries))[:_MOST]):
            if number:
                self._column.addWidget(rule())
            self._add(entry)
        if len(entries) > _MOST:
            self._column.addWidget(label(f"只列出最近 {_MOST} 次，共 {len(entries)} 次", Look.HINT))
        self._column.addStretch(1)

    def _add(self, entry: HistoryEntry) -> None:
        self._column.addWidget(label(entry.label, wrap=True))
        about = f"{moment_words(entry.when)} · {entry.who} · 操作 {entry.action}"
        self._column.addWidget(label(about, Look.HINT))
        new = entry.operation == "insert"
        lines = [change_words(change, new=new) for change in entry.changes]
        for line in ["；".join(lines)] if new and lines else lines:
            said = label(line, Look.SECONDARY, wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._column.addWidget(said)
