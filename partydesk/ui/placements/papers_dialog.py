"""材料: the scans kept with a pair, of its agreement and of each consent."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QStackedWidget, QWidget

from partydesk.services.papers import Paper
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.pools.attachments import Attachments
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.filters import ChipRow, ToggleChip
from partydesk.ui.widgets.texts import Look, label

_SIZE_PX = (560, 440)
_KINDS = ("placements", "consents")
_MOST = 5  # a pair and the consents of four parties


class PapersDialog(BaseDialog):
    """Lists, adds, opens and removes the scans of one pair; every change is stored at once.

    Attributes:
        chips: What scans can be kept with, in order.
    """

    def __init__(self, parent: QWidget, desk: Desk, workspace: Workspace) -> None:
        """Show nothing yet."""
        super().__init__(parent, "材料", "papers_dialog")
        self._read: Callable[[], Sequence[Paper]] = tuple
        self._papers: Sequence[Paper] = ()
        self._chosen = 0
        self._who = label("", Look.STRONG, name="papers_who", wrap=True)
        self.body.addWidget(self._who)
        self.chips = [ToggleChip("", f"paper_{place}") for place in range(_MOST)]
        for place, chip in enumerate(self.chips):
            chip.clicked.connect(lambda _on=False, wanted=place: self._choose(wanted))
        self.body.addWidget(ChipRow(*self.chips))
        self._lists = {
            kind: Attachments(desk, workspace, kind, self, lambda _view, _title: self._count())
            for kind in _KINDS
        }
        self._stack = QStackedWidget()
        for each in self._lists.values():
            self._stack.addWidget(each.view)
        self.body.addWidget(self._stack, 1)
        self.add_cancel("关闭")
        self.resize(*_SIZE_PX)

    def show_pair(self, who: str, read: Callable[[], Sequence[Paper]]) -> None:
        """Show the scans of a pair.

        Args:
            who: What people call it.
            read: Tells what scans can be kept with, and how many there are.
        """
        self._who.setText(who)
        self._read = read
        self._count()
        self._choose(0)

    def _count(self) -> None:
        """Write anew how many scans there are of each."""
        self._papers = self._read()
        for place, chip in enumerate(self.chips):
            chip.setVisible(place < len(self._papers))
            if place < len(self._papers):
                paper = self._papers[place]
                chip.set_words(f"{paper.title} {paper.scans}" if paper.scans else paper.title)

    def shown_list(self) -> Attachments:
        """The scans in sight."""
        return self._lists[self._papers[self._chosen].kind]

    def _choose(self, place: int) -> None:
        self._chosen = place
        for each, chip in enumerate(self.chips):
            chip.setChecked(each == place)
        paper = self._papers[place]
        shown = self.shown_list()
        self._stack.setCurrentWidget(shown.view)
        shown.show_record(paper.record_id)
