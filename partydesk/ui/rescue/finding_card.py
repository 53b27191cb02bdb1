"""One finding about a workspace: its heading and its sentence, in the colour of how bad it is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from partydesk.domain.damage import Finding
from partydesk.domain.quality import Severity
from partydesk.ui.widgets.texts import Look, label, set_mark

_GROUNDS: Final = {
    Severity.ERROR: "trouble", Severity.WARNING: "attention", Severity.NOTICE: "raised",
}  # fmt: skip


class FindingCard(QFrame):
    """What is wrong and what to do about it."""

    def __init__(self, finding: Finding) -> None:
        """Show a finding."""
        super().__init__()
        self.setObjectName(f"finding_{finding.code}")
        self.setAccessibleName(f"{finding.trouble.title}：{finding.message}")
        set_mark(self, "ground", _GROUNDS[finding.trouble.severity])
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(4)
        column.addWidget(label(finding.trouble.title, Look.STRONG, wrap=True))
        said = label(_breakable(finding.message), wrap=True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(said)


def _breakable(text: str) -> str:
    """Let a long path break at its separators; a label breaks at spaces only."""
    return text.replace("/", "/\u200b").replace("\\", "\\\u200b")
