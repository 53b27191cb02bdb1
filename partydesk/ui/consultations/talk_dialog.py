"""The dialog for one talk: when, with whom, who spoke, what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.consultations import Consultation, Consulted, Opinion
from partydesk.domain.fields import fields_of
from partydesk.domain.values import show
from partydesk.services.consultations import get_talks, save_consultation
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.entry_dialog import EntryDialog, Sheet

#: 记录号 and name of who is thought of for a post.
Person = tuple[int, str]
_SIZE_PX = (560, 520)


class TalkDialog(EntryDialog):
    """Records one talk or mends it; stays open until it is stored.

    Attributes:
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
        self._workspace, self._post_id, self._talk = workspace, post_id, talk
        self._person = _person_of(talk, person)
        self._concerned: int | None = None
        talks = get_talks(workspace, post_id, self._person[0] if self._person else None)
        sheet = Sheet(
            "修改沟通记录" if talk else "登记沟通",
            talks.post,
            "保存沟通记录",
            fields_of(Consultation),
            self._store,
            _texts_of(talk) if talk else _usual(workspace.today(), talks.missing),
        )
        super().__init__(parent, desk, sheet, "talk_dialog")
        self.about_person = QCheckBox()
        self.about_person.setObjectName("talk_about_person")
        if self._person is not None:
            words = f"只关于 {self._person[1]} 到这个岗位（不勾选就是关于岗位本身）"
            self.about_person.setText(words)
            self.about_person.setAccessibleName(words)
            self.about_person.setChecked(talk is None or talk.talent_id is not None)
            self.body.addWidget(self.about_person)
        self.resize(*_SIZE_PX)

    def save(self) -> None:
        """Store the talk; faults are shown beside the fields."""
        checked = self._person is not None and self.about_person.isChecked()
        self._concerned = self._person[0] if self._person and checked else None
        super().save()

    def _store(self, texts: dict[str, str]) -> Changes:
        number = self._talk.id if self._talk else None
        post, person = self._post_id, self._concerned
        return save_consultation(self._workspace, number, post, person, texts)[1]


def _texts_of(talk: Consultation) -> dict[str, str]:
    return {field.name: show(field, getattr(talk, field.name)) for field in fields_of(Consultation)}


def _usual(today: dt.date, missing: Sequence[Consulted]) -> dict[str, str]:
    """What a new talk most likely says."""
    return {
        "held_on": today.isoformat(),
        "whom": (missing[0] if missing else Consulted.ENTERPRISE).value,
        "opinion": Opinion.AGREED.value,
    }


def _person_of(talk: Consultation | None, person: Person | None) -> Person | None:
    """Whom a talk can be about: whom it was about, else who is thought of now."""
    if talk is not None and talk.talent_id is not None:
        return talk.talent_id, talk.talent or ""
    return person
