"""A dialog with a short form that stays open until what was typed is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.errors import PartydeskError, RuleViolation, ValidationFailed
from partydesk.domain.fields import Field
from partydesk.domain.pinyin import matches
from partydesk.ui.desk import Desk
from partydesk.ui.editors import Sources
from partydesk.ui.form import RecordForm
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.texts import Look, label


@dataclass(frozen=True)
class Sheet:
    """What a short form asks.

    Attributes:
        title: What is done, also on the window's frame.
        about: A sentence that says what it will change.
        act: Words on the button.
        fields: What is asked.
        store: Takes the texts and stores them; runs as a task.
        texts: What the form says at first.
        words: Dictionary → its words.
    """

    title: str
    about: str
    act: str
    fields: Sequence[Field]
    store: Callable[[dict[str, str]], Changes]
    texts: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class EntryDialog(BaseDialog):
    """Asks what a sheet asks and stores it.

    Attributes:
        form: The form.
    """

    def __init__(self, parent: QWidget, desk: Desk, sheet: Sheet, name: str) -> None:
        """Show a sheet; ``name`` is the object's name."""
        super().__init__(parent, sheet.title, name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._sheet, self._closed = desk, sheet, False
        self.body.addWidget(label(sheet.title, Look.HEADING, wrap=True))
        self.body.addWidget(label(sheet.about, Look.SECONDARY, wrap=True))
        words = sheet.words
        self.form = RecordForm(
            sheet.fields,
            Sources(words=lambda which: words.get(which, ()), matches=matches),
            name=f"{name}_form",
        )
        self.form.set_texts(sheet.texts)
        self.form.completed.connect(self.save)
        self.body.addWidget(self.form, 1)
        self.add_cancel()
        self.save_button = self.add_button(sheet.act, f"{name}_save", main=True)
        self.save_button.clicked.connect(self.save)
        self.resize(540, 420)
        self.form.focus_first()

    def save(self) -> None:
        """Store what was typed; faults are shown beside the fields."""
        if not self.save_button.isEnabled():
            return
        self.save_button.setEnabled(False)
        self.form.clear_messages()
        texts, store = self.form.texts(), self._sheet.store
        self._desk.tasks.run(
            lambda _progress: store(texts),
            self._stored,
            self._failed,
            title=f"正在{self._sheet.act}",
        )

    def done(self, result: int) -> None:
        """Close; what is being stored is stored all the same."""
        self._closed = True
        super().done(result)

    def _stored(self, changes: Changes) -> None:
        if not self._closed:
            self.accept()
        self._desk.bus.tell(changes)

    def _failed(self, error: Exception) -> None:
        if self._closed:
            self._desk.errors.show(error)
            return
        self.save_button.setEnabled(True)
        if isinstance(error, ValidationFailed):
            self.form.set_errors(error.fields)
        elif isinstance(error, RuleViolation):
            self.form.message.say([reason.message for reason in error.reasons])
        elif isinstance(error, PartydeskError):
            self.form.message.say(error.message)
        else:
            self._desk.errors.show(error)
