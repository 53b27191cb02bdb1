"""任职经历 of one person: where he or she has been sent, the newest first."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from partydesk.domain.talents import Talent
from partydesk.services.postings import Posting, postings_of
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.widgets.card import clear_layout
from partydesk.ui.widgets.texts import Look, button, label

_MOST = 3


class PostingsBlock(QWidget):
    """One line for each posting under the head of a person's record."""

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Show nothing yet."""
        super().__init__()
        self.setObjectName("talent_postings")
        self.setAccessibleName("任职经历")
        self._desk, self._workspace = desk, workspace
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.hide()

    def show_person(self, talent: Talent | None) -> None:
        """Show another person; one who was never sent leaves no room."""
        number = None if talent is None else talent.id
        found = postings_of(self._workspace, number) if number else ()
        clear_layout(self._column)
        for posting in reversed(found[-_MOST:]):
            self._add(posting)
        if len(found) > _MOST:
            self._column.addWidget(label(f"共任职 {len(found)} 次，列出最近 {_MOST} 次", Look.HINT))
        self.setVisible(bool(found))

    def _add(self, posting: Posting) -> None:
        line = button(posting_words(posting), f"posting_{posting.placement_id}", link=True)
        line.setToolTip("在“协议与委任”中查看")
        line.clicked.connect(lambda: self._desk.open_record("placements", posting.placement_id))
        self._column.addWidget(line)


def posting_words(posting: Posting) -> str:
    """Write one posting on a line: where, from when to when, and why it ended."""
    terms = f"，第 {posting.terms} 届" if posting.terms > 1 else ""
    ended = f"，{posting.cause}" if posting.cause else ""
    return f"{posting.post}  {posting.span}{terms}{ended}"
