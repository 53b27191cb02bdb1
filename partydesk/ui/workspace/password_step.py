"""The second page of the wizard: who the administrator is, and the password; or none, knowingly."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from partydesk.domain.fields import Field, Kind
from partydesk.services.founding import FirstAccount
from partydesk.ui.colours import Tone
from partydesk.ui.editors import Sources
from partydesk.ui.field_block import FieldBlock
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import Look, label
from partydesk.ui.workspace.new_password import NewPassword

_WHY = (
    "工作区里有干部的个人信息，所以整个加密，打开时输入口令。先给管理员设口令；"
    "经办人、负责人、查阅的账号以后在“系统—账号”里添加。"
)
_NAME = Field("管理员姓名", Kind.TEXT, name="administrator", required=True)
_WITHOUT = "不设口令（不加密）"
_WARNING = (
    "不设口令，任何能打开这台电脑或拿到备份U盘的人，都能看到全部身份证号、电话和考核结果，"
    "也分不清哪件事是谁做的。只建议用于试用。以后可以在“系统—账号”里加上口令。"
)


class PasswordStep(QWidget):
    """The page.

    Attributes:
        password: The two lines.
        none: 不设口令.

    Signals:
        completed(): Enter was pressed in the last line.
        changed(): Whether there is to be a password.
    """

    completed = Signal()
    changed = Signal()

    def __init__(self) -> None:
        """Begin with a password."""
        super().__init__()
        self.setObjectName("password_step")
        self._name = FieldBlock(_NAME, Sources())
        self.password = NewPassword()
        self.none = QCheckBox(_WITHOUT)
        self.none.setObjectName("no_password")
        self.none.setAccessibleName(_WITHOUT)
        self._warning = FormMessage("no_password_warning")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label(_WHY, Look.SECONDARY, wrap=True))
        column.addWidget(self._name)
        column.addWidget(self.password)
        column.addWidget(self.none)
        column.addWidget(self._warning)
        column.addStretch(1)
        self._name.editor.edited.connect(lambda *_text: self._on_name())
        if self._name.editor.completed is not None:
            self._name.editor.completed.connect(self.password.first.line.setFocus)
        self.password.completed.connect(self.completed)
        self.none.toggled.connect(self._follow)

    def focus_first(self) -> None:
        """Put the keyboard where typing begins."""
        self._name.editor.keyboard.setFocus()

    def set_name(self, name: str) -> None:
        """Fill in the administrator's name."""
        self._name.show_text(name)
        self._on_name()

    def account(self) -> FirstAccount | None:
        """Give what was answered; None for no password."""
        if self.none.isChecked():
            return None
        return FirstAccount(self._name.text(), self.password.text())

    def check(self) -> bool:
        """Say beside the lines what is wrong."""
        if self.none.isChecked():
            return True
        name = "" if self._name.text().strip() else "请填写管理员的姓名"
        self._name.set_fault(name)
        good = self.password.check()
        return good and not name

    def show_fault(self, text: str) -> None:
        """Say beside the name what a service has refused."""
        self._name.set_fault(text)

    @property
    def fault(self) -> str:
        """What is wrong with the name, as shown."""
        return self._name.fault

    def _on_name(self) -> None:
        self._name.set_fault("")
        self.password.set_account(self._name.text())

    def _follow(self, without: bool) -> None:
        self._name.setEnabled(not without)
        self.password.setEnabled(not without)
        self._warning.say(_WARNING if without else "", Tone.TROUBLE)
        self.changed.emit()
