"""Asking for the reason of an act that is written into the record."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QWidget

from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.lines import ComposedLine
from partydesk.ui.widgets.texts import Look, label


@dataclass(frozen=True, slots=True)
class ReasonWords:
    """What the dialog says.

    Attributes:
        title: What is about to happen.
        message: What it means.
        caption: Label of the field.
        example: Shown in the empty field.
        act: Words on the button.
    """

    title: str
    message: str
    caption: str
    example: str
    act: str


class ReasonDialog(BaseDialog):
    """A sentence, one field, and the act; without a reason it stays open.

    Attributes:
        line: The field.
    """

    def __init__(self, parent: QWidget | None, words: ReasonWords) -> None:
        """Ask as ``words`` say."""
        super().__init__(parent, words.title, "reason")
        self.setMinimumWidth(460)
        self._caption = words.caption
        self.body.addWidget(label(words.title, Look.HEADING, wrap=True))
        self.body.addWidget(label(words.message, Look.SECONDARY, wrap=True))
        self.line = ComposedLine()
        self.line.setObjectName("reason_line")
        self.line.setAccessibleName(words.caption)
        self.line.setPlaceholderText(words.example)
        caption = label(words.caption, Look.FIELD)
        caption.setBuddy(self.line)
        heading = QHBoxLayout()
        heading.setSpacing(4)
        heading.addWidget(caption)
        heading.addWidget(label("＊必填", Look.STAR))
        heading.addStretch(1)
        self.body.addLayout(heading)
        self.body.addWidget(self.line)
        self._fault = FormMessage("reason_fault")
        self.body.addWidget(self._fault)
        self.add_cancel()
        self.add_act(words.act)

    @property
    def reason(self) -> str:
        """What was written."""
        return self.line.text().strip()

    def accept(self) -> None:
        """Close, if a reason is there."""
        if not self.reason:
            self._fault.say(f"请填写{self._caption}")
            self.line.setFocus()
            return
        super().accept()


def ask_reason(parent: QWidget | None, words: ReasonWords) -> str:
    """Ask for a reason.

    Returns:
        The reason, empty if the user thought better of it.
    """
    dialog = ReasonDialog(parent, words)
    try:
        return dialog.reason if dialog.run() else ""
    finally:
        dialog.deleteLater()
