"""One dialog for everything that is asked about an account: name, role, old and new password."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from partydesk.domain.accounts import Role, words_of_rights
from partydesk.domain.errors import PartydeskError, ValidationFailed
from partydesk.domain.fields import Field, Kind
from partydesk.services.keyring import WrongPassword
from partydesk.ui.desk import Desk
from partydesk.ui.editors import Sources
from partydesk.ui.errors import words_for
from partydesk.ui.field_block import FieldBlock
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.secret import SecretBlock, SecretDialog
from partydesk.ui.widgets.texts import Look, label
from partydesk.ui.workspace.new_password import NewPassword

T = TypeVar("T")
_NAME = Field("姓名", Kind.TEXT, name="name", required=True)


@dataclass(frozen=True, slots=True)
class Answered:
    """What was typed.

    Attributes:
        name: Of the account.
        role: Chosen role.
        old: The password of whoever sits there.
        new: The new password.
    """

    name: str
    role: Role
    old: str
    new: str


@dataclass(frozen=True)
class Question(Generic[T]):
    """What is asked, and what for.

    Attributes:
        title: What is done.
        about: What it means.
        act: Words on the button.
        store: Does it; runs as a task.
        name: Whose new password it is; None to ask for the name.
        role: The role that is proposed; None to ask for none.
        old: Whether one's own password is asked for.
        new: Whether a new password is asked for.
    """

    title: str
    about: str
    act: str
    store: Callable[[Answered], T]
    name: str | None = ""
    role: Role | None = None
    old: bool = False
    new: bool = False


class AccountDialog(SecretDialog, Generic[T]):
    """Asks a question and stays open until its answer is stored."""

    def __init__(
        self, parent: QWidget, desk: Desk, question: Question[T], on_done: Callable[[T], None]
    ) -> None:
        """Show a question.

        Args:
            parent: The page that asks.
            desk: The window's services.
            question: What is asked.
            on_done: Takes what came of it, after the dialog has closed.
        """
        super().__init__(parent, question.title, "account_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._question, self._on_done = desk, question, on_done
        self._closed = False
        self.setMinimumWidth(480)
        self.body.addWidget(label(question.title, Look.HEADING, wrap=True))
        self.body.addWidget(label(question.about, Look.SECONDARY, wrap=True))
        self.message = FormMessage("account_message")
        self.body.addWidget(self.message)
        self.name = FieldBlock(_NAME, Sources())
        self.role = QComboBox()
        self._can = label("", Look.HINT, name="account_role_about", wrap=True)
        self.old = SecretBlock("自己现在的口令", "account_old")
        self.new = NewPassword("新口令" if question.role is None else "第一个口令", "account_new")
        self.guard([self.old, self.new.first, self.new.again])
        self._build()
        self.add_cancel()
        self.save_button = self.add_button(question.act, "account_save", main=True)
        self.save_button.clicked.connect(self.save)
        self.old.completed.connect(self.new.first.line.setFocus if question.new else self.save)
        self.new.completed.connect(self.save)

    def _build(self) -> None:
        question = self._question
        self.role.setObjectName("account_role")
        self.role.setAccessibleName("角色")
        self.role.addItems([role.value for role in Role])
        self.role.currentTextChanged.connect(self._tell_role)
        self.role.setCurrentText((question.role or Role.CLERK).value)
        self._tell_role(self.role.currentText())
        caption = label("角色", Look.FIELD)
        caption.setBuddy(self.role)
        self.name.editor.edited.connect(lambda *_text: self.new.set_account(self.name.text()))
        self.new.set_account(question.name or "")
        shown: tuple[tuple[QWidget, bool], ...] = (
            (self.name, question.name is None),
            (caption, question.role is not None),
            (self.role, question.role is not None),
            (self._can, question.role is not None),
            (self.old, question.old),
            (self.new, question.new),
        )
        for widget, wanted in shown:
            if wanted:
                self.body.addWidget(widget)
            else:
                widget.setParent(self)
                widget.hide()
        self.body.addStretch(1)

    def _tell_role(self, word: str) -> None:
        self._can.setText(f"可以：{words_of_rights(Role(word))}")

    def save(self) -> None:
        """Store what was typed; faults are said beside the lines."""
        if not self.save_button.isEnabled() or not self._check():
            return
        self.save_button.setEnabled(False)
        self.message.clear()
        answered = Answered(
            self.name.text().strip(),
            Role(self.role.currentText()),
            self.old.text(),
            self.new.text(),
        )
        store = self._question.store
        self._desk.tasks.run(
            lambda _progress: store(answered), self._stored, self._failed,
            title=f"正在{self._question.act}",
        )  # fmt: skip

    def _check(self) -> bool:
        question = self._question
        if question.old and not self.old.text():
            self.old.set_fault("请输入口令")
            return False
        return not question.new or self.new.check()

    def done(self, result: int) -> None:
        """Close; what is being stored is stored all the same."""
        self._closed = True
        super().done(result)

    def _stored(self, result: T) -> None:
        if not self._closed:
            self.accept()
        self._on_done(result)

    def _failed(self, error: Exception) -> None:
        if self._closed or not isinstance(error, PartydeskError):
            self._desk.errors.show(error)
            return
        self.save_button.setEnabled(True)
        if isinstance(error, WrongPassword):
            self.old.set_fault(error.message)
            return
        left = dict(error.fields) if isinstance(error, ValidationFailed) else {}
        self.name.set_fault(left.pop("name", ""))
        self.new.first.set_fault(left.pop("password", ""))
        self.old.set_fault(left.pop("old", ""))
        if left or not isinstance(error, ValidationFailed):
            self.message.say(words_for(error)[1])
