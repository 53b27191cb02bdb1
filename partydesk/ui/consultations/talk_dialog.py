"""The dialog for one talk: when, with whom, who spoke, what came of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.consultations import Consultation, Consulted, Opinion
from partydesk.domain.errors import PartydeskError, ValidationFailed
from partydesk.domain.fields import fields_of
from partydesk.domain.values import show
from partydesk.services.consultations import get_talks, save_consultation
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.form import RecordForm
from partydesk.ui.widgets.dialog import BaseDialog

#: 记录号 and name of who is thought of for a post.
Person = tuple[int, str]
_SIZE_PX = (560, 470)


class TalkDialog(BaseDialog):
    """Records one talk or mends it; stays open until it is stored.

    Attributes:
        form: What is asked.
        about_person: Whether it was about the person, rather than the post as such.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        workspace: Workspace,
        post_id: int,
        person: Person | None = None,
        talk: Consultation | None = None,
    ) -> None:
        """Begin with ``talk``, or with today and the first whose word is missing."""
        super().__init__(parent, "修改沟通记录" if talk else "登记沟通", "talk_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._workspace = desk, workspace
        self._post_id, self._talk = post_id, talk
        self._person = _person_of(talk, person)
        self._closed = False
        self.form = RecordForm(fields_of(Consultation), name="talk_form")
        self.form.set_texts(self._known())
        self.form.completed.connect(self.save)
        self.about_person = QCheckBox()
        self.about_person.setObjectName("talk_about_person")
        self.about_person.setVisible(False)
        self.body.addWidget(self.form, 1)
        if self._person is not None:
            words = f"只关于 {self._person[1]} 到这个岗位（不勾选就是关于岗位本身）"
            self.about_person.setText(words)
            self.about_person.setAccessibleName(words)
            self.about_person.setChecked(talk is None or talk.talent_id is not None)
            self.body.addWidget(self.about_person)
            self.about_person.setVisible(True)
        self.add_cancel()
        self.save_button = self.add_button("保存沟通记录", "talk_dialog_save", main=True)
        self.save_button.clicked.connect(self.save)
        self.resize(*_SIZE_PX)
        self.form.focus_first()

    def _known(self) -> dict[str, str]:
        talk = self._talk
        if talk is not None:
            return {f.name: show(f, getattr(talk, f.name)) for f in fields_of(Consultation)}
        person = self._person[0] if self._person else None
        missing = get_talks(self._workspace, self._post_id, person).missing
        return {
            "held_on": self._workspace.today().isoformat(),
            "whom": (missing[0] if missing else Consulted.ENTERPRISE).value,
            "opinion": Opinion.AGREED.value,
        }

    def save(self) -> None:
        """Store the talk; faults are shown beside the fields."""
        if not self.save_button.isEnabled():
            return
        self.save_button.setEnabled(False)
        self.form.clear_messages()
        person = self._person[0] if self._person and self.about_person.isChecked() else None
        number = self._talk.id if self._talk else None
        texts, post = self.form.texts(), self._post_id

        def work(_progress: object) -> Changes:
            return save_consultation(self._workspace, number, post, person, texts)[1]

        self._desk.tasks.run(work, self._saved, self._failed, title="正在保存沟通记录")

    def done(self, result: int) -> None:
        """Close; a talk that is being stored is stored all the same."""
        self._closed = True
        super().done(result)

    def _saved(self, changes: Changes) -> None:
        if not self._closed:
            self.accept()
        self._desk.bus.tell(changes)

    def _failed(self, error: Exception) -> None:
        if self._closed or not isinstance(error, PartydeskError):
            self._desk.errors.show(error)
            return
        self.save_button.setEnabled(True)
        if isinstance(error, ValidationFailed):
            self.form.set_errors(error.fields)
        else:
            self.form.message.say(error.message)


def _person_of(talk: Consultation | None, person: Person | None) -> Person | None:
    """Whom a talk can be about: whom it was about, else who is thought of now."""
    if talk is not None and talk.talent_id is not None:
        return talk.talent_id, talk.talent or ""
    return person
