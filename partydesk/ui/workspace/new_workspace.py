"""The wizard of a new workspace: its facts, its first password, and the sheet that is its way back.

Nothing is made before the second page is answered, and whoever leaves on the third leaves nothing
behind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QWidget

from partydesk.domain.errors import EnvironmentProblem, ValidationFailed
from partydesk.domain.progress import Progress
from partydesk.services.accounts import is_recovery_code
from partydesk.services.founding import FirstAccount, Founded
from partydesk.services.recovery_sheet import recovery_sheet
from partydesk.services.workspace import NewWorkspace, Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.secret import SecretDialog
from partydesk.ui.widgets.texts import Look, label
from partydesk.ui.workspace.facts_step import FactsStep, Suggestions
from partydesk.ui.workspace.password_step import PasswordStep
from partydesk.ui.workspace.recovery_step import RecoveryPorts, RecoveryStep
from partydesk.ui.workspace.secrets_notice import SECRETS

WIDTH_IN_LETTERS = 48
_TITLES = ("新建工作区", "新建工作区：口令", "新建工作区：恢复码单")
_FACTS, _PASSWORD, _RECOVERY = range(3)


@dataclass(frozen=True)
class WizardPorts:
    """What the dialogs ask of the program.

    Attributes:
        suggestions: What the first page proposes.
        create: Makes a workspace, under a password or none.
        open: Opens one, or asks what to do when that fails; None when it stays closed.
        settings: The user's settings.
        demo: Makes and opens the demonstration; None where there is none.
        restore: Restores a backup into a new folder of this PC and gives that.
        note_restored: Writes into the opened workspace which backup it comes from.
    """

    suggestions: Suggestions
    create: Callable[[Path, NewWorkspace, FirstAccount | None], Founded]
    open: Callable[[Path], Workspace | None]
    settings: QSettings
    demo: Callable[[], Workspace] | None = None
    restore: Callable[[Path, Progress], Path] | None = None
    note_restored: Callable[[Workspace, Path], None] = lambda _workspace, _file: None

    @property
    def home(self) -> Path:
        """Folder below which workspaces are looked for."""
        return self.suggestions.home


class NewWorkspaceDialog(SecretDialog):
    """Three pages, the last one only where there is a password.

    Attributes:
        workspace: The new workspace, once made.
        facts: The first page.
        password: The second.
        recovery: The third.
    """

    def __init__(self, parent: QWidget | None, ports: WizardPorts) -> None:
        """Begin on the first page."""
        super().__init__(parent, "新建工作区", "new_workspace")
        self._ports = ports
        self._founded: Founded | None = None
        self.workspace: Workspace | None = None
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * WIDTH_IN_LETTERS)
        self._title = label("", Look.HEADING)
        self.body.addWidget(self._title)
        self.message = FormMessage("new_workspace_message")
        self.body.addWidget(self.message)
        self.facts = FactsStep(ports.suggestions)
        self.password = PasswordStep()
        self.recovery = RecoveryStep()
        self._pages = QStackedWidget()
        for page in (self.facts, self.password, self.recovery):
            self._pages.addWidget(page)
        self.body.addWidget(self._pages, 1)
        self._notice = FormMessage("secrets_notice")
        self._notice.say(SECRETS, Tone.ATTENTION)
        self.body.addWidget(self._notice)
        secrets = self.password.password
        self.guard([secrets.first, secrets.again, self.recovery.code])
        self._add_buttons()
        self._turn(_FACTS)

    def _add_buttons(self) -> None:
        self._cancel = self.add_cancel()
        self._back = self.add_button("上一步", "new_workspace_back")
        self._next = self.add_button("下一步：设置口令", "new_workspace_next", main=True)
        self.make = self.add_button("建立工作区", "new_workspace_make", main=True)
        self._finish = self.add_button("核对恢复码并完成", "new_workspace_finish", main=True)
        self._back.clicked.connect(partial(self._turn, _FACTS))
        self._next.clicked.connect(self.go_on)
        self.make.clicked.connect(self.make_workspace)
        self._finish.clicked.connect(self.finish)
        self.facts.completed.connect(lambda: self._next.setFocus(Qt.FocusReason.TabFocusReason))
        self.password.completed.connect(self.make_workspace)
        self.recovery.completed.connect(self.finish)

    def _turn(self, page: int, _checked: bool = False) -> None:  # noqa: FBT002 - Qt's clicked
        self._pages.setCurrentIndex(page)
        self._title.setText(_TITLES[page])
        self._notice.setVisible(page == _FACTS)
        self.message.clear()
        for made, where in (
            (self._next, _FACTS), (self._back, _PASSWORD), (self.make, _PASSWORD),
            (self._finish, _RECOVERY),
        ):  # fmt: skip
            made.setVisible(page == where)
        self._cancel.setText("放弃新建" if page == _RECOVERY else "取消")
        main = (self._next, self.make, self._finish)[page]
        main.setDefault(True)
        if page == _PASSWORD:
            self.password.focus_first()
        elif page == _RECOVERY:
            self.recovery.code.line.setFocus()

    # -- first and second page -------------------------------------------------------------------

    def text_of(self, name: str) -> str:
        """Give what stands in a field of the first page.

        Raises:
            KeyError: There is no such field.
        """
        return self.facts.text_of(name)

    def set_text(self, name: str, text: str) -> None:
        """Fill a field of the first page as if it had been typed.

        Raises:
            KeyError: There is no such field.
        """
        self.facts.set_text(name, text)

    def fault_of(self, name: str) -> str:
        """Give the message beside a field of the first page.

        Raises:
            KeyError: There is no such field.
        """
        return self.facts.fault_of(name)

    def go_on(self) -> None:
        """Turn to the password, if the first page can be read."""
        if self.facts.check():
            self._turn(_PASSWORD)

    def make_workspace(self) -> None:
        """Make the workspace, or say where it belongs what is wrong."""
        if not self.facts.check():
            self._turn(_FACTS)
            return
        if not self.password.check():
            return
        faults = self._try()
        if self._founded is not None:
            self._made(self._founded)
        elif self.facts.show_faults(faults):
            self._turn(_FACTS)
        else:
            self.password.show_fault(faults.pop("administrator", ""))
            self.message.say(list(faults.values()))

    def _try(self) -> dict[str, str]:
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self._founded = self._ports.create(
                self.facts.folder(), self.facts.wish(), self.password.account()
            )
        except ValidationFailed as error:
            return dict(error.fields)
        except EnvironmentProblem as error:
            return {"folder": error.message}
        finally:
            QGuiApplication.restoreOverrideCursor()
        return {}

    # -- third page ------------------------------------------------------------------------------

    def _made(self, founded: Founded) -> None:
        if not founded.code:
            self.accept()
            return
        workspace, code = founded.workspace, founded.code
        ports = RecoveryPorts(
            sheet=partial(recovery_sheet, workspace, code),
            matches=partial(is_recovery_code, workspace),
            settings=self._ports.settings,
        )
        self.recovery.show_code(ports)
        self._turn(_RECOVERY)

    def finish(self) -> None:
        """Close if the code was copied rightly from the sheet."""
        if self.recovery.check():
            self.accept()

    def done(self, result: int) -> None:
        """Keep what was made, or leave nothing of it behind."""
        self.recovery.shut_down()
        founded, self._founded = self._founded, None
        if founded is not None:
            if result == self.DialogCode.Accepted:
                self.workspace = founded.workspace
            else:
                founded.abandon()
        super().done(result)
