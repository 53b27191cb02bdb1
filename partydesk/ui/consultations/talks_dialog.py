"""All talks about a post: a list with the papers beside it, to add to, mend and print."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.consultations import Consultation, Opinion
from partydesk.services.consultations import get_talks, remove_consultation
from partydesk.services.print_kinds import Choice
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.consultations.talk_dialog import Person, TalkDialog
from partydesk.ui.desk import Desk
from partydesk.ui.documents import preview_document
from partydesk.ui.pools.attachments import Attachments
from partydesk.ui.table import Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.texts import Look, button, label, set_look

_KIND = "consultations"
_SIZE_PX = (1080, 540)
_TONES = {
    Opinion.AGREED: Tone.GOOD,
    Opinion.WITH_CONDITIONS: Tone.ATTENTION,
    Opinion.OPPOSED: Tone.TROUBLE,
    Opinion.NONE: Tone.SECONDARY,
}


class TalksDialog(BaseDialog):
    """The talks about one post.

    Attributes:
        table: The talks, oldest first.
        papers: The papers of the chosen talk.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        workspace: Workspace,
        post_id: int,
        person: Person | None = None,
    ) -> None:
        """Show the talks about a post; ``person`` is who is thought of for it."""
        super().__init__(parent, "沟通记录", "talks_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._workspace = desk, workspace
        self._post_id, self._person = post_id, person
        self._heading = label("", Look.HEADING, name="talks_post", wrap=True)
        self._missing = label("", Look.ATTENTION, name="talks_of_post_missing", wrap=True)
        self.body.addWidget(self._heading)
        self.body.addWidget(self._missing)
        self.model: RowTableModel[Consultation] = RowTableModel(_columns(), self)
        empty = EmptyState("还没有沟通记录", "把与企业、党组织、分管领导和主管部门谈的逐条登记")
        self.table: TableView[Consultation] = TableView(
            self.model, "talks", desk.settings, empty, about="沟通记录", inset=True
        )
        self.table.opened.connect(lambda _talk: self.mend())
        self.table.current_changed.connect(self._show_talk)
        self._said = label("", Look.SECONDARY, name="talk_said", wrap=True)
        self.papers = Attachments(desk, workspace, _KIND, self, lambda _view, _title: None)
        self._build()
        self._add_buttons()
        desk.bus.changed.connect(self._on_changes)
        self.resize(*_SIZE_PX)
        self.reload()

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.table, 1)
        left.addWidget(self._said)
        right = QVBoxLayout()
        self._papers_head = label("附件", Look.STRONG)
        right.addWidget(self._papers_head)
        right.addWidget(self.papers.view, 1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(left, 7)
        row.addLayout(right, 3)
        self.body.addLayout(row, 1)

    def _add_buttons(self) -> None:
        self._print = button("打印沟通记录", "talks_print")
        self._print.clicked.connect(self.print_sheet)
        self.add_side_button(self._print)
        self.add_cancel("关闭")
        acts = (("删除", "talks_remove", self.remove), ("修改…", "talks_mend", self.mend))
        self._of_talk = [self.add_button(words, name) for words, name, _ in acts]
        for made, (_, _, act) in zip(self._of_talk, acts, strict=True):
            made.clicked.connect(act)
        add = self.add_button("登记沟通…", "talks_add", main=True)
        add.clicked.connect(self.add)

    # -- showing -------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the talks anew; a short read."""
        chosen = self.table.current_row()
        found = get_talks(self._workspace, self._post_id)
        person = self._person[0] if self._person else None
        missing = get_talks(self._workspace, self._post_id, person).missing
        about = f" · 拟派 {self._person[1]}" if self._person else ""
        self._heading.setText(f"{found.post}{about}")
        self._missing.setText(f"未沟通：{'、'.join(missing)}" if missing else "应沟通的都已沟通")
        set_look(self._missing, Look.ATTENTION if missing else Look.GOOD)
        self._missing.setVisible(bool(found.required))
        self.model.set_rows(found.held)
        if chosen is None or not self.table.select_where(lambda talk: talk.id == chosen.id):
            self.table.select_number(len(found.held) - 1)
        self._show_talk(self.table.current_row())

    def _show_talk(self, talk: Consultation | None) -> None:
        self.papers.show_record(talk.id if talk else None)
        self.papers.view.setVisible(talk is not None)
        self._papers_head.setVisible(talk is not None)
        self._said.setText((talk.said or "") if talk else "")
        for made in self._of_talk:
            made.setEnabled(talk is not None)
        self._print.setEnabled(bool(self.model.rowCount()))

    def _on_changes(self, changes: Changes) -> None:
        if changes.kinds & {_KIND, "attachments", "policies"}:
            self.reload()

    # -- acts ----------------------------------------------------------------------------------

    def add(self) -> None:
        """Record another talk."""
        TalkDialog(self, self._desk, self._workspace, self._post_id, self._person).present()

    def mend(self) -> None:
        """Change the chosen talk."""
        talk = self.table.current_row()
        if talk is not None:
            TalkDialog(
                self, self._desk, self._workspace, self._post_id, self._person, talk
            ).present()

    def remove(self) -> None:
        """Take the chosen talk out; it can be taken back."""
        talk = self.table.current_row()
        if talk is None or talk.id is None:
            return
        number = talk.id
        self._desk.tasks.run(
            lambda _progress: remove_consultation(self._workspace, number),
            self._desk.bus.tell,
            title="正在删除沟通记录",
        )

    def print_sheet(self) -> None:
        """Show the sheet of this post as it will be printed."""
        choice = Choice(own_ids=frozenset({self._post_id}))
        preview_document(self, self._desk, self._workspace, _KIND, choice=choice)


def _columns() -> list[Column[Consultation]]:
    return [
        Column("held_on", "日期", lambda talk: talk.held_on.isoformat(), width=98, sortable=False),
        Column("whom", "沟通对象", lambda talk: talk.whom.value, width=170, sortable=False),
        Column("opinion", "意见", lambda talk: talk.opinion.value, width=96, shape=Shape.TAG,
               tone=lambda talk: _TONES[talk.opinion], sortable=False),
        Column("spoke", "由谁表态", lambda talk: talk.spoke, width=140, sortable=False),
        Column("about", "关于", lambda talk: talk.talent or "岗位", width=90, sortable=False),
        Column("paper", "附件", lambda talk: talk.paper or "", width=90, sortable=False,
               tone=lambda _talk: Tone.SECONDARY),
    ]  # fmt: skip
