"""登录: account and password before a protected workspace is opened, and after it was locked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QWidget

from partydesk.domain.errors import EnvironmentProblem, PartydeskError
from partydesk.services.keyring import WrongPassword
from partydesk.services.sign_in import Credentials, TooSoon
from partydesk.services.workspace import Workspace
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.secret import SecretBlock, SecretDialog
from partydesk.ui.widgets.texts import Look, button, label
from partydesk.ui.workspace.forgotten import ForgottenDialog
from partydesk.ui.workspace.secrets_notice import NO_SECRETS

_SECOND_MS = 1000


@dataclass(frozen=True)
class SignInPorts:
    """What the dialog asks of the program.

    Attributes:
        folder: Of the workspace.
        holders: Names of the accounts, in the order in which they are offered.
        attempt: Opens the workspace with what was typed.
        give_back: Shuts it again where somebody opened it by the code and thought better of it.
        waiting_s: Seconds until another attempt is looked at.
        settings: The user's settings.
        hands_over: Whether another trouble than the password ends the dialog, because whoever
            opened it shows what helps.
    """

    folder: Path
    holders: Sequence[str]
    attempt: Callable[[Credentials], Workspace]
    give_back: Callable[[Workspace], None]
    waiting_s: Callable[[], int]
    settings: QSettings
    hands_over: bool = False


class SignInDialog(SecretDialog):
    """Account, password, and the way out for whoever has forgotten it.

    Attributes:
        workspace: The open workspace, once somebody has signed in.
        trouble: Why it does not open for anybody, where that is handed over.
    """

    def __init__(
        self,
        parent: QWidget | None,
        ports: SignInPorts,
        *,
        user: str = "",
        said: str = "",
        leave: str = "取消",
    ) -> None:
        """Ask for the password of the first account, or of ``user``.

        Args:
            parent: Over which it opens; None before there is a window.
            ports: What is asked of the program.
            user: Whose name is offered first.
            said: Why it is asked, such as 已锁定.
            leave: Words on the button that signs nobody in.
        """
        super().__init__(parent, "登录", "sign_in")
        self._ports = ports
        self.workspace: Workspace | None = None
        self.trouble: EnvironmentProblem | None = None
        self.setMinimumWidth(440)
        self.body.addWidget(label(said or "登录", Look.HEADING))
        self.body.addWidget(label(f"工作区：{ports.folder}", Look.SECONDARY, wrap=True))
        self.message = FormMessage("sign_in_message")
        self.body.addWidget(self.message)
        caption = label("账号", Look.FIELD)
        self.account = QComboBox()
        self.account.setObjectName("sign_in_account")
        self.account.setAccessibleName("账号")
        self.account.addItems(list(ports.holders))
        self.account.setCurrentIndex(max(0, self.account.findText(user)))
        caption.setBuddy(self.account)
        self.body.addWidget(caption)
        self.body.addWidget(self.account)
        self.password = SecretBlock("口令", "sign_in_password")
        self.guard([self.password])
        self.body.addWidget(self.password)
        self.body.addWidget(label(NO_SECRETS, Look.HINT, name="sign_in_secrets", wrap=True))
        self.body.addStretch(1)
        forgotten = button("忘记口令…", "sign_in_forgotten", link=True)
        forgotten.clicked.connect(self.ask_code)
        self.add_side_button(forgotten)
        self.add_cancel(leave)
        self._act = self.add_button("登录", "sign_in_act", main=True)
        self._act.clicked.connect(self.sign_in)
        self.account.activated.connect(lambda _place: self.password.line.setFocus())
        self._waiting = 0
        self._seconds = QTimer(self, interval=_SECOND_MS)
        self._seconds.timeout.connect(self._count_down)
        self.password.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._wait(ports.waiting_s())

    def sign_in(self) -> None:
        """Open the workspace, or say beside the password why not."""
        if self._waiting or not self._act.isEnabled():
            return
        if not self.password.text():
            self.password.set_fault("请输入口令")
            return
        self.message.clear()
        credentials = Credentials(self.password.text(), self.account.currentText())
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self.workspace = self._ports.attempt(credentials)
        except (WrongPassword, TooSoon) as error:
            self.password.clear()
            self.password.set_fault(error.message)
            self._wait(self._ports.waiting_s())
        except PartydeskError as error:
            self.password.clear()
            self._hand_over(error)
        finally:
            QGuiApplication.restoreOverrideCursor()
        if self.workspace is not None:
            self.accept()
        else:
            self.password.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _hand_over(self, error: PartydeskError) -> None:
        """End over a trouble that no password helps against; else say it here."""
        if self._ports.hands_over and isinstance(error, EnvironmentProblem):
            self.trouble = error
            self.reject()
        else:
            self.message.say(error.message)

    # -- after wrong passwords -------------------------------------------------------------------

    def _wait(self, seconds: int) -> None:
        """Take no more attempts for so long, and say so from second to second."""
        self._waiting = seconds
        if seconds:
            self._seconds.start()
            self._say_wait()
        self._act.setEnabled(not seconds)

    def _count_down(self) -> None:
        self._waiting -= 1
        if self._waiting > 0:
            self._say_wait()
            return
        self._waiting = 0
        self._seconds.stop()
        self._act.setEnabled(True)
        self.password.set_fault("")

    def _say_wait(self) -> None:
        self.password.set_fault(f"口令连续输错，请过 {self._waiting} 秒再试")

    # -- the recovery code -----------------------------------------------------------------------

    def ask_code(self) -> None:
        """Let somebody in who has the recovery code, and give an administrator a new password."""
        dialog = ForgottenDialog(
            self, self._ports.attempt, self._ports.give_back, self._ports.settings
        )
        try:
            if dialog.run():
                self.workspace = dialog.workspace
        finally:
            dialog.deleteLater()
        if self.workspace is not None:
            self.accept()
        elif dialog.trouble is not None:
            self._hand_over(dialog.trouble)
        else:
            self._wait(self._ports.waiting_s())

    def done(self, result: int) -> None:
        """Close, and count no more."""
        self._seconds.stop()
        super().done(result)
