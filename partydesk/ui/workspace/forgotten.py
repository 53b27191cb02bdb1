"""忘记口令: the recovery code opens the workspace, an administrator gets a password."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from partydesk.domain.accounts import Account, Role
from partydesk.domain.errors import EnvironmentProblem, PartydeskError, ValidationFailed
from partydesk.services.accounts import (
    is_recovery_code,
    list_accounts,
    new_recovery_code,
    reset_password,
)
from partydesk.services.keyring import WrongPassword
from partydesk.services.recovery_sheet import recovery_sheet
from partydesk.services.sign_in import Credentials, TooSoon
from partydesk.services.workspace import Workspace
from partydesk.ui.widgets.dialog import ask
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.secret import SecretBlock, SecretDialog
from partydesk.ui.widgets.texts import Look, label
from partydesk.ui.workspace.new_password import NewPassword
from partydesk.ui.workspace.recovery_step import RecoveryPorts, RecoveryStep

_CODE, _PASSWORD, _SHEET = range(3)
_TITLES = ("忘记口令：输入恢复码", "忘记口令：设定新口令", "忘记口令：新的恢复码单")
_ASK_OTHERS = (
    "别的管理员还记得口令的，请他登录后在“系统—账号”里给您重设口令。"
    "所有管理员都忘记口令时，请取出保险柜里的恢复码单，照着输入。"
)
_CHOOSE = "恢复码正确。请选一个管理员账号，给它设定新口令；其他人的口令由他登录后重设。"


class ForgottenDialog(SecretDialog):
    """Three pages: the code, the password, the new sheet.

    Attributes:
        workspace: Open, with the administrator signed in, once all is done.
        trouble: Why it does not open although the code is right.
    """

    def __init__(
        self,
        parent: QWidget | None,
        attempt: Callable[[Credentials], Workspace],
        give_back: Callable[[Workspace], None],
        settings: QSettings,
    ) -> None:
        """Begin with the code.

        Args:
            parent: The dialog of the sign-in.
            attempt: Opens the workspace with what was typed.
            give_back: Shuts it again, so that nobody stays in by the code alone.
            settings: Remember the choices of the print dialog.
        """
        super().__init__(parent, "忘记口令", "forgotten")
        self._attempt, self._give_back, self._settings = attempt, give_back, settings
        self._opened: Workspace | None = None
        self._administrators: list[Account] = []
        self.workspace: Workspace | None = None
        self.trouble: EnvironmentProblem | None = None
        self.setMinimumWidth(560)
        self._title = label("", Look.HEADING)
        self.body.addWidget(self._title)
        self.message = FormMessage("forgotten_message")
        self.body.addWidget(self.message)
        self.code = SecretBlock(
            "恢复码", "forgotten_code", hidden=False,
            hint="34 个字母和数字；大小写、空格和横线都不影响。",
        )  # fmt: skip
        self.account = QComboBox()
        self.account.setObjectName("forgotten_account")
        self.account.setAccessibleName("管理员账号")
        self.password = NewPassword("新口令", "forgotten_password")
        self.step = RecoveryStep()
        caption = label("管理员账号", Look.FIELD)
        caption.setBuddy(self.account)
        # Not stacked: the dialog is as high as the page in sight needs.
        self._pages: tuple[QWidget, ...] = (
            _page(label(_ASK_OTHERS, Look.SECONDARY, wrap=True), self.code),
            _page(label(_CHOOSE, Look.SECONDARY, wrap=True), caption, self.account, self.password),
            self.step,
        )
        self._page = _CODE
        for page in self._pages:
            self.body.addWidget(page)
        self.body.addStretch(1)
        self.guard([self.code, self.password.first, self.password.again, self.step.code])
        self.add_cancel()
        self._act = self.add_button("", "forgotten_act", main=True)
        self._act.clicked.connect(self.go_on)
        self.code.completed.connect(self.go_on)
        self.password.completed.connect(self.go_on)
        self.step.completed.connect(self.go_on)
        self.account.currentTextChanged.connect(self.password.set_account)
        self._turn(_CODE)

    def _turn(self, page: int) -> None:
        self._page = page
        for number, each in enumerate(self._pages):
            each.setVisible(number == page)
        self._title.setText(_TITLES[page])
        self._act.setText(("打开工作区", "设定新口令", "核对恢复码并完成")[page])
        self._act.setAccessibleName(self._act.text())
        self.message.clear()
        line = (self.code.line, self.password.first.line, self.step.code.line)[page]
        line.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self) -> None:
        """Do what the page in sight asks; what is wrong is said beside its line."""
        act = (self._open, self._set_password, self._finish)[self._page]
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            act()
        except ValidationFailed as error:
            self.password.first.set_fault(error.message)
        except PartydeskError as error:
            self.message.say(error.message)
        finally:
            QGuiApplication.restoreOverrideCursor()

    def _open(self) -> None:
        typed = self.code.text()
        try:
            self._opened = self._attempt(Credentials(typed, by_code=True))
        except (WrongPassword, TooSoon) as error:
            self.code.set_fault(error.message)
            return
        except EnvironmentProblem as error:
            self.trouble = error
            self.reject()
            return
        found = list_accounts(self._opened)
        self._administrators = [one for one in found if one.role is Role.ADMINISTRATOR]
        self.account.addItems([one.name for one in self._administrators])
        self._turn(_PASSWORD)

    def _set_password(self) -> None:
        workspace, chosen = self._opened, self.account.currentIndex()
        if workspace is None or chosen < 0 or not self.password.check():
            return
        account, password = self._administrators[chosen], self.password.text()
        reset_password(workspace, account.id or 0, password)
        code = new_recovery_code(workspace)
        # From here on it is the administrator who acts, not whoever has the code.
        workspace.lock()
        workspace.unlock(Credentials(password, account.name))
        ports = RecoveryPorts(
            partial(recovery_sheet, workspace, code),
            partial(is_recovery_code, workspace),
            self._settings,
        )
        self.step.show_code(ports)
        self._turn(_SHEET)

    def _finish(self) -> None:
        if self.step.check():
            self.accept()

    def reject(self) -> None:
        """Leave; behind a new password only by a deliberate choice."""
        if self._page == _SHEET:
            words = (
                "新口令已经设好，以前的恢复码单作废，新的还没有核对。"
                "请尽快在“系统—账号”里重新更换恢复码。"
            )
            if ask(self, "不核对就离开吗", words, "不核对，离开", "继续核对"):
                self.accept()
            return
        super().reject()

    def done(self, result: int) -> None:
        """Keep what was opened, or close it again."""
        self.step.shut_down()
        opened, self._opened = self._opened, None
        if opened is not None:
            if result == self.DialogCode.Accepted:
                self.workspace = opened
            else:
                self._give_back(opened)
        super().done(result)


def _page(*widgets: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for widget in widgets:
        column.addWidget(widget)
    return page
