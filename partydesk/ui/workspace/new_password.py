"""Two lines in which a new password is typed, with what is wrong with it while it is typed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from partydesk.domain.passwords import SHORTEST, faults_of
from partydesk.ui.widgets.secret import SecretBlock

_HINT = f"至少 {SHORTEST} 位，越长越好；可以用几个不相干的词连起来。不要写在显示器或键盘旁。"
_DIFFERENT = "两次输入的口令不一样，请重新输入"
_GOOD = "可以使用"


class NewPassword(QWidget):
    """A password and the same once more.

    Attributes:
        first: The password.
        again: The same once more.

    Signals:
        completed(): Enter was pressed in the second line.
    """

    completed = Signal()

    def __init__(self, title: str = "口令", name: str = "new_password") -> None:
        """Begin empty.

        Args:
            title: What is typed.
            name: Beginning of the object names.
        """
        super().__init__()
        self._account = ""
        self.first = SecretBlock(title, name, hint=_HINT)
        self.again = SecretBlock("再输入一遍", f"{name}_again")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.first)
        column.addWidget(self.again)
        self.first.edited.connect(self._help)
        self.first.completed.connect(self.again.line.setFocus)
        self.again.completed.connect(self.completed)

    def set_account(self, name: str) -> None:
        """Say whose password it is: it must not hold the name."""
        self._account = name.strip()
        self._help()

    def text(self) -> str:
        """The password."""
        return self.first.text()

    def check(self) -> bool:
        """See that it may be used; faults are said beside the lines."""
        faults = faults_of(self.text(), self._account)
        self.first.set_fault("；".join(fault.message for fault in faults))
        same = self.text() == self.again.text()
        self.again.set_fault("" if same or faults else _DIFFERENT)
        return same and not faults

    def _help(self) -> None:
        """Say while it is typed what it still lacks."""
        text = self.text()
        faults = faults_of(text, self._account) if text else []
        words = "；".join(fault.message for fault in faults)
        self.first.set_hint(words or (_GOOD if text else _HINT))
