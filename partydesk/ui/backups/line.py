"""One line for the workbench: the last verified backup, the last drill, and the way to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from partydesk.ui.colours import Tone
from partydesk.ui.widgets.texts import Look, button, label, set_look

_LOOKS = {Tone.GOOD: Look.SECONDARY, Tone.ATTENTION: Look.ATTENTION, Tone.TROUBLE: Look.TROUBLE}


class BackupLine(QWidget):
    """Two facts and a link.

    Signals:
        asked(): 备份与恢复 was clicked.
    """

    asked = Signal()

    def __init__(self, read: Callable[[], Sequence[tuple[str, Tone]]]) -> None:
        """Show nothing yet.

        Args:
            read: Gives the facts with their tones.
        """
        super().__init__()
        self.setObjectName("backup_line")
        self._read = read
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(18)
        self._facts = [label("", Look.SECONDARY, name=f"backup_fact_{n}") for n in range(2)]
        for fact in self._facts:
            row.addWidget(fact)
        row.addStretch(1)
        link = button("备份与恢复", "open_backups", link=True, tip="系统—备份")
        link.clicked.connect(self.asked)
        row.addWidget(link)

    def reload(self) -> None:
        """Read the facts anew."""
        for fact, (text, tone) in zip(self._facts, self._read(), strict=True):
            fact.setText(f"● {text}" if tone is not Tone.GOOD else f"✓ {text}")
            set_look(fact, _LOOKS.get(tone, Look.SECONDARY))
