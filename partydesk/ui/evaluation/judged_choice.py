"""Whose evaluation a tab shows: the people on post, or the committees."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from partydesk.domain.evaluation.kinds import Judged
from partydesk.ui.widgets.filters import ToggleChip


class JudgedChoice(QWidget):
    """Two chips, one of them on.

    Attributes:
        chosen: Which.
        chips: Each → its chip.

    Signals:
        changed(): The other was chosen.
    """

    changed = Signal()

    def __init__(self, name: str) -> None:
        """Begin with the people."""
        super().__init__()
        self.setObjectName(name)
        self.chosen = Judged.PEOPLE
        self.chips: dict[Judged, ToggleChip] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for judged in Judged:
            key = f"{name}_{judged.name.lower()}"
            chip = ToggleChip(judged.value, key, on=judged is self.chosen)
            chip.clicked.connect(lambda _on=False, which=judged: self.choose(which))
            self.chips[judged] = chip
            line.addWidget(chip)

    def choose(self, judged: Judged) -> None:
        """Choose one."""
        before, self.chosen = self.chosen, judged
        for each, chip in self.chips.items():
            chip.setChecked(each is judged)
        if before is not judged:
            self.changed.emit()
