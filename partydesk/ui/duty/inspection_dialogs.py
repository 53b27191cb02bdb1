"""Dialogs of inspection: one inspection with its shortcomings, and the follow-up of one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.duty.inspections import Inspection, InspectionWay, Shortcoming
from partydesk.domain.duty.postings import Appointed
from partydesk.domain.errors import ValidationFailed
from partydesk.domain.fields import Field, Kind, fields_of
from partydesk.domain.pinyin import matches
from partydesk.domain.values import show
from partydesk.services.duty.inspections import (
    FOLLOW_UP,
    InspectionLine,
    follow_up,
    save_inspection,
)
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.duty.shortcomings_editor import ShortcomingsEditor
from partydesk.ui.editors import Sources
from partydesk.ui.entry_dialog import EntryDialog, Sheet
from partydesk.ui.form import RecordForm
from partydesk.ui.placements.storing_dialog import StoringDialog

_SIZE_PX = (1040, 620)
#: So many days are usually given to mend something.
_MENDING_DAYS = 15
_PERSON = Field(
    "派驻人员",
    Kind.DICTIONARY,
    name="person",
    dictionary="postings",
    open_dictionary=False,
    required=True,
    wide=True,
)


class InspectionDialog(StoringDialog):
    """Records an inspection or mends it, its shortcomings with it.

    Attributes:
        form: Whose work, and what was found.
        shortcomings: What is to be mended.

    Signals:
        recorded(int): Number of the inspection that was stored, before anybody reads it anew.
    """

    recorded = Signal(int)

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        workspace: Workspace,
        postings: Sequence[Appointed],
        line: InspectionLine | None = None,
        chosen: Appointed | None = None,
    ) -> None:
        """Begin with ``line``, or with today and ``chosen``."""
        title = "修改督查" if line else "登记督查"
        super().__init__(parent, title, "inspection_dialog", "inspection_refusals")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._workspace, self._line = desk, workspace, line
        known = [*postings, *([line.posting] if line else [])]
        self._postings = {one.label: one.placement_id for one in known}
        today = workspace.today()
        self.form = RecordForm(
            (_PERSON, *fields_of(Inspection)),
            Sources(words=lambda _which: tuple(self._postings), matches=matches),
            name="inspection_form",
        )
        self.form.set_texts(_texts_of(line) if line else _usual(today, chosen))
        self.form.completed.connect(self.save)
        due_on = today + dt.timedelta(days=_MENDING_DAYS)
        self.shortcomings = ShortcomingsEditor(due_on.isoformat())
        self.shortcomings.show_shortcomings(line.shortcomings if line else ())
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self.form, 5)
        row.addWidget(self.shortcomings, 6)
        self.body.addLayout(row, 1)
        self.body.addWidget(self.refusals)
        self.add_cancel()
        self.save_button = self.add_button("保存督查", "inspection_save", main=True)
        self.save_button.clicked.connect(self.save)
        self.resize(*_SIZE_PX)
        self.form.focus_first()

    def save(self) -> None:
        """Store the inspection; faults are shown beside the fields."""
        if not self.save_button.isEnabled():
            return
        self.refusals.clear()
        self.form.clear_messages()
        texts = self.form.texts()
        placement = self._postings.get(texts.pop("person"))
        if placement is None:
            self.form.set_errors({"person": "请从名单里选一位派驻人员"})
            return
        self.save_button.setEnabled(False)
        number, workspace = (self._line.id if self._line else None), self._workspace
        found = self.shortcomings.texts()

        def done(stored: tuple[int, Changes]) -> None:
            self.recorded.emit(stored[0])
            self.stored()
            self._desk.bus.tell(stored[1])

        self._desk.tasks.run(
            lambda _progress: save_inspection(workspace, number, placement, texts, found),
            done,
            self._refused,
            title="正在保存督查",
        )

    def _refused(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, ValidationFailed):
            others = self.shortcomings.show_faults(error.fields)
            if others:
                self.form.set_errors(others)
        else:
            self.failed(error)


def _texts_of(line: InspectionLine) -> dict[str, str]:
    told = {f.name: show(f, getattr(line.inspection, f.name)) for f in fields_of(Inspection)}
    return {"person": line.posting.label, **told}


def _usual(today: dt.date, chosen: Appointed | None) -> dict[str, str]:
    """What a new inspection most likely says."""
    return {
        "person": chosen.label if chosen else "",
        "held_on": today.isoformat(),
        "way": InspectionWay.VISIT.value,
    }


def follow_up_dialog(
    parent: QWidget, desk: Desk, workspace: Workspace, who: str, shortcoming: Shortcoming
) -> EntryDialog:
    """Make the dialog that writes down how a shortcoming was mended, and closes it."""
    number = shortcoming.id or 0
    texts = {field.name: show(field, getattr(shortcoming, field.name)) for field in FOLLOW_UP}
    if not texts["closed_on"]:
        texts["closed_on"] = workspace.today().isoformat()
    demand = f"；要求：{shortcoming.demand}" if shortcoming.demand else ""
    told = f"{who}：{shortcoming.problem}{demand}"
    sheet = Sheet(
        "登记整改、销号",
        f"{told}（期限 {shortcoming.due_on}）。还没整改完的，销号日期留空",
        "保存整改情况",
        FOLLOW_UP,
        lambda typed: follow_up(workspace, number, typed),
        texts,
    )
    return EntryDialog(parent, desk, sheet, "follow_up_dialog")
