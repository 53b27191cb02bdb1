"""The dialog for the days of the publication."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from partydesk.domain.entry import read_entry
from partydesk.domain.errors import PartydeskError, ValidationFailed
from partydesk.domain.fields import fields_of
from partydesk.domain.selection import Round
from partydesk.ui.form import RecordForm
from partydesk.ui.selection.actions import RoundActions
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.texts import Look, label

_WIDTH_PX = 460


class PublishDialog(BaseDialog):
    """Asks when posts and people were made public and until when wishes are taken.

    Attributes:
        form: The two days.
    """

    def __init__(
        self,
        parent: QWidget,
        actions: RoundActions,
        round_: Round,
        gaps: int,
        today: dt.date,
    ) -> None:
        """Begin with what is recorded, or with today.

        Args:
            parent: The page.
            actions: Records it.
            round_: The round.
            gaps: How much a reader of the published papers would miss.
            today: The day.
        """
        super().__init__(parent, "登记公布", "publish_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions, self._today = actions, today
        self._fields = [
            replace(field, required=field.name == "published_on") for field in fields_of(Round)
        ]
        if gaps:
            warning = f"有 {gaps} 处没有写全，公布出去看的人不好选择；也可以先登记再补。"
            self.body.addWidget(label(warning, Look.ATTENTION, name="publish_warning", wrap=True))
        self.form = RecordForm(self._fields, name="publish_form")
        self.form.set_texts(
            {
                "published_on": str(round_.published_on or today),
                "wishes_due": str(round_.wishes_due or ""),
            }
        )
        self.form.completed.connect(self.save)
        self.body.addWidget(self.form, 1)
        self.add_cancel()
        self.save_button = self.add_button("登记公布", "publish_dialog_save", main=True)
        self.save_button.clicked.connect(self.save)
        self.resize(_WIDTH_PX, 250)
        self.form.focus_first()

    def save(self) -> None:
        """Record it; faults are shown beside the fields."""
        try:
            days = read_entry(self._fields, self.form.texts(), today=self._today, words={}).values
        except ValidationFailed as error:
            self.form.set_errors(error.fields)
            return
        self.save_button.setEnabled(False)
        self._actions.publish(days, self.accept, self._failed)

    def _failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, ValidationFailed):
            self.form.set_errors(error.fields)
        elif isinstance(error, PartydeskError):
            self.form.message.say(error.message)
        else:
            raise error
