"""The button that says how the next run is matched, and lets it be chosen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QPushButton

from partydesk.domain.selection import Side
from partydesk.services.matching import Run
from partydesk.ui.selection.ways import (
    ABOUT,
    FAVOURS,
    GOALS,
    KEEP,
    KEEP_WORDS,
    STAND_INS,
    way_words,
)


class WayButton(QPushButton):
    """How to match.

    Attributes:
        favour: Whose best result is wanted: ``posts`` or ``talents``.
        goal: ``stable`` or ``most``.
        stand_in: The sides for whose missing order the fit stands in.
        keep: Whether the pairs of the newest run are preferred where the wishes are equal.
    """

    def __init__(self) -> None:
        """Begin with what is usual."""
        super().__init__()
        self.setObjectName("matching_way")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.favour, self.goal = "posts", "stable"
        self.stand_in: frozenset[Side] = frozenset()
        self.keep = False
        self.clicked.connect(self._open)
        self._show()

    def take_over(self, run: Run) -> None:
        """Go on in the way of a run."""
        self.favour, self.goal, self.stand_in = run.favour, run.goal, frozenset(run.stand_in)
        self.keep = run.previous is not None
        self._show()

    def choose(self, key: str) -> None:
        """Take another side to favour or another goal, or turn a choice on or off."""
        if key == KEEP:
            self.keep = not self.keep
        elif key in STAND_INS:
            self.stand_in ^= {Side(key)}
        elif key in FAVOURS:
            self.favour = key
        else:
            self.goal = key
        self._show()

    def menu_of_ways(self) -> QMenu:
        """Make the menu, the present way ticked."""
        menu = QMenu(self)
        menu.setObjectName("matching_ways")
        present = {self.favour, self.goal, *self.stand_in, *([KEEP] if self.keep else [])}
        for choices in (FAVOURS, GOALS, STAND_INS, {KEEP: KEEP_WORDS}):
            for key, words in choices.items():
                action = menu.addAction(f"{words}：{ABOUT[key]}")
                action.setCheckable(True)
                action.setChecked(key in present)
                action.triggered.connect(lambda _on=False, chosen=key: self.choose(chosen))
            menu.addSeparator()
        return menu

    def _show(self) -> None:
        words = way_words(self.favour, self.goal, self.stand_in, keep=self.keep)
        self.setText(f"{words} ▾")
        self.setAccessibleName(f"匹配方式 {words}")

    def _open(self) -> None:
        menu = self.menu_of_ways()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
