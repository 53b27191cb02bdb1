"""Asking why a full number is needed, and writing it down before it is shown."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.disclosures import USUAL_REASONS
from partydesk.domain.fields import field_of
from partydesk.services.disclosures import record_reveal
from partydesk.services.pool_kinds import pool_of
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.lines import ComposedLine
from partydesk.ui.widgets.texts import Look, label

_OTHER = "其他用途"


class DisclosureDialog(BaseDialog):
    """The usual reasons and one of one's own; without a reason it stays open.

    Attributes:
        line: The reason in one's own words.
    """

    def __init__(self, parent: QWidget | None, title: str, meaning: str, act: str) -> None:
        """Ask for the reason of an act.

        Args:
            parent: The page that asks.
            title: What is about to happen.
            meaning: What it means.
            act: Words on the button.
        """
        super().__init__(parent, title, "disclosure")
        self.setMinimumWidth(440)
        self.body.addWidget(label(title, Look.HEADING, wrap=True))
        self.body.addWidget(label(meaning, Look.SECONDARY, wrap=True))
        self._group = QButtonGroup(self)
        usual = [self._choice(number, words) for number, words in enumerate(USUAL_REASONS)]
        self._first, self._other = usual[0], self._choice(len(USUAL_REASONS), _OTHER)
        self.line: QLineEdit = ComposedLine()
        self.line.setObjectName("disclosure_line")
        self.line.setAccessibleName("其他用途")
        self.line.setPlaceholderText("写明用途，如 报旗委组织部备案")
        self.line.textEdited.connect(lambda _text: self._other.setChecked(True))
        self.body.addWidget(self.line)
        self._fault = FormMessage("disclosure_fault")
        self.body.addWidget(self._fault)
        self.add_cancel()
        self.add_act(act)
        self._first.setFocus()

    def _choice(self, number: int, words: str) -> QRadioButton:
        choice = QRadioButton(words)
        choice.setObjectName(f"disclosure_{number}")
        choice.setAccessibleName(f"用途：{words}")
        self._group.addButton(choice, number)
        self.body.addWidget(choice)
        return choice

    @property
    def reason(self) -> str:
        """What was chosen or written; empty for nothing."""
        number = self._group.checkedId()
        if 0 <= number < len(USUAL_REASONS):
            return USUAL_REASONS[number]
        return self.line.text().strip()

    def accept(self) -> None:
        """Close, if a reason is there."""
        if not self.reason:
            self._fault.say("请选择或写明用途")
            (self.line if self._other.isChecked() else self._first).setFocus()
            return
        super().accept()


def ask_disclosure(parent: QWidget | None, title: str, meaning: str, act: str) -> str:
    """Ask for a reason; empty if the user thought better of it."""
    dialog = DisclosureDialog(parent, title, meaning, act)
    try:
        return dialog.reason if dialog.run() else ""
    finally:
        dialog.deleteLater()


class Disclosure:
    """Full numbers of one pool; why is asked once for each record of a sitting."""

    def __init__(self, desk: Desk, workspace: Workspace, kind: str) -> None:
        """Nobody has asked yet."""
        self._desk, self._workspace, self._kind = desk, workspace, kind
        self._reasons: dict[int, str] = {}

    def allow(self, parent: QWidget, number: int, field_name: str) -> bool:
        """Ask why and write it down.

        Returns:
            Whether the number may be shown; not where it could not be written down.
        """
        word = field_of(pool_of(self._kind).record, field_name).label
        reason = self._reasons.get(number) or ask_disclosure(
            parent,
            f"显示完整{word}",
            "谁、何时、为何查看会记入操作历史；号码本身不记。",
            "显示号码",
        )
        if not reason:
            return False
        written: list[Changes] = []
        self._desk.tasks.run(
            lambda _progress: record_reveal(
                self._workspace, self._kind, number, field_name, reason
            ),
            written.append,
            title="正在记录查看",
        )
        self._desk.tasks.wait_until_idle()
        if written:
            self._reasons[number] = reason
        return bool(written)
