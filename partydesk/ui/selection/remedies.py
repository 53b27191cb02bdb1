"""怎样才能配上: what would have to change for an empty post or for somebody left out."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from partydesk.domain.progress import Progress
from partydesk.services.runs import remedies
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.widgets.texts import Look, button, label
from partydesk.ui.widgets.yielding import YieldingArea

_LEAST_LINES = 3
_NOTHING = "试过最有可能的几种改动，改动任何一处都还配不上。"


class RemedyBlock(QWidget):
    """A question that is answered when it is asked: each answer has been tried on the run."""

    def __init__(self, desk: Desk, workspace: Workspace, name: str) -> None:
        """Ask about nobody yet; ``name`` is the block's object name."""
        super().__init__()
        self.setObjectName(name)
        self._desk, self._workspace = desk, workspace
        self._subject, self._run = "", 0
        self.ask_button = button("怎样才能配上？", f"{name}_ask", link=True)
        self.ask_button.clicked.connect(lambda _on=False: self.ask())
        self.answer = label("", Look.SMALL, name=f"{name}_answer", wrap=True)
        inner = QWidget()
        inner.setProperty("ground", "raised")
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self.answer)
        # Many ways to help would else push the candidates out of sight.
        self._room = YieldingArea(inner, f"{name}_room", "怎样才能配上")
        self._room.setMinimumHeight(_LEAST_LINES * self.answer.fontMetrics().lineSpacing())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.ask_button)
        column.addWidget(self._room)
        self.show_subject("", 0)

    def show_subject(self, subject: str, run: int) -> None:
        """Offer the question about a post (P…) or a person (T…) of a run; empty for none."""
        if (subject, run) != (self._subject, self._run):
            self.answer.clear()
        self._subject, self._run = subject, run
        self.setVisible(bool(subject))
        self.ask_button.setVisible(not self.answer.text())
        self._room.setVisible(bool(self.answer.text()))

    def ask(self) -> None:
        """Work the answer out and say it, unless somebody else is looked at by then."""
        subject, run, year = self._subject, self._run, self._desk.year()

        def work(_progress: Progress) -> tuple[str, ...]:
            return remedies(self._workspace, year, subject, run)

        def say(found: tuple[str, ...]) -> None:
            if (subject, run) == (self._subject, self._run):
                self.answer.setText("\n".join(found) or _NOTHING)
                self.show_subject(subject, run)

        self._desk.tasks.run(work, say, title="正在试算怎样才能配上")
