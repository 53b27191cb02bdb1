"""The section 沟通记录 beside a pair: whose word is missing, what was said, and the way to all."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.consultations import Consultation, Opinion
from partydesk.services.consultations import Talks, get_talks
from partydesk.services.workspace import Workspace
from partydesk.ui.consultations.talks_dialog import TalksDialog
from partydesk.ui.desk import Desk
from partydesk.ui.widgets.card import clear_layout
from partydesk.ui.widgets.texts import Look, button, label

_SHOWN = 3  # of the talks, the newest
_LOOKS = {Opinion.OPPOSED: Look.TROUBLE, Opinion.WITH_CONDITIONS: Look.ATTENTION}


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom a talk is about.

    Attributes:
        post_id: The post.
        talent_id: The person thought of for it; None for nobody.
        talent: That person's name.
    """

    post_id: int
    talent_id: int | None = None
    talent: str = ""


def talk_words(talk: Consultation) -> str:
    """Write a talk on one line: day, whom, what came of it, who spoke."""
    return f"{talk.held_on:%m-%d} {talk.whom}：{talk.opinion} · {talk.spoke}"


def missing_words(talks: Talks) -> str:
    """Say whose word is missing; a gentle mark, since nothing depends on it."""
    if talks.missing:
        return f"未沟通：{'、'.join(talks.missing)}"
    return "应沟通的都已沟通" if talks.required else ""


class TalksBlock(QWidget):
    """What was talked about a pair; follows what is recorded.

    Attributes:
        talks: What is shown; None for nothing.

    Signals:
        shown(): Something else is shown.
    """

    shown = Signal()

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Show nothing yet."""
        super().__init__()
        self.setObjectName("talks_block")
        self.setAccessibleName("沟通记录")
        self._desk, self._workspace = desk, workspace
        self._concerned: Concerned | None = None
        self.talks: Talks | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        desk.bus.changed.connect(self._on_changes)

    def show_concerned(self, concerned: Concerned | None) -> None:
        """Show the talks about a post and the person thought of for it; a short read."""
        self._concerned = concerned
        clear_layout(self._column)
        self.talks = None
        if concerned is not None:
            self._fill(concerned)
        self.shown.emit()

    def _fill(self, concerned: Concerned) -> None:
        self.talks = talks = get_talks(self._workspace, concerned.post_id, concerned.talent_id)
        words = missing_words(talks)
        if words:
            look = Look.ATTENTION if talks.missing else Look.GOOD
            self._column.addWidget(label(words, look, name="talks_missing", wrap=True))
        for talk in talks.held[-_SHOWN:]:
            line = label(talk_words(talk), _LOOKS.get(talk.opinion, Look.BODY), wrap=True)
            line.setToolTip(talk.said or "")
            self._column.addWidget(line)
        more = f"沟通记录（{len(talks.held)}）…" if talks.held else "登记沟通…"
        link = button(more, "open_talks", link=True)
        link.clicked.connect(self.open_dialog)
        self._column.addWidget(link)

    def open_dialog(self) -> None:
        """Show all talks about the post, to add to and mend."""
        if self._concerned is not None:
            who = self._concerned
            TalksDialog(
                self.window(), self._desk, self._workspace, who.post_id,
                (who.talent_id, who.talent) if who.talent_id is not None else None,
            ).present()  # fmt: skip

    def _on_changes(self, changes: Changes) -> None:
        if changes.kinds & {"consultations", "policies"}:
            self.show_concerned(self._concerned)
