"""What an undo left alone."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from partydesk.domain.changes import Undone
from partydesk.ui.widgets.dialog import tell

_MOST = 12


def show_conflicts(parent: QWidget, result: Undone) -> None:
    """List what an undo left alone, if anything.

    Args:
        parent: The page that asked.
        result: What the undo did.
    """
    if result.conflicts:
        lines = [f"· {line}" for line in result.conflicts[:_MOST]]
        if len(result.conflicts) > _MOST:
            lines.append(f"…… 共 {len(result.conflicts):,} 处")
        done = result.undone is not None
        title = "已撤销，但有几处保留了后来的改动" if done else "没有撤销：后来的操作以它为依据"
        tell(parent, title, "\n".join(lines))
