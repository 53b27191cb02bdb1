"""The first start: begin a workspace, open one, or look at the demonstration."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from partydesk.domain.errors import PartydeskError
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.tasks import TaskRunner
from partydesk.ui.widgets.card import rule
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.file_choice import BACKUPS, choose_file, choose_folder
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import Look, button, label
from partydesk.ui.workspace.new_workspace import (
    WIDTH_IN_LETTERS,
    NewWorkspaceDialog,
    WizardPorts,
)
from partydesk.ui.workspace.secrets_notice import SECRETS


class StartDialog(BaseDialog):
    """Asks whether to begin a workspace, open one, or look at the demonstration.

    Attributes:
        workspace: The opened workspace, once there is one.
    """

    def __init__(self, ports: WizardPorts) -> None:
        """Offer the ways to a workspace.

        Args:
            ports: What is asked of the program.
        """
        super().__init__(None, "党建选派工作台", "start")
        self._ports = ports
        self.workspace: Workspace | None = None
        self._tasks = TaskRunner(self, self._failed)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * WIDTH_IN_LETTERS)
        self.body.addWidget(label("欢迎使用党建选派工作台", Look.HEADING))
        about = "一个工作区就是一个旗的全部资料：人才库、企业库、双向选择、协议和委任书。"
        self.body.addWidget(label(about, Look.SECONDARY, wrap=True))
        self.message = FormMessage("start_message")
        self.body.addWidget(self.message)
        self._offer(
            "start_new", "新建工作区", "第一次使用时选这里，填写旗县、机关名称和存放位置。",
            self._new, main=True,
        )  # fmt: skip
        self._offer(
            "start_open", "打开已有工作区",
            "从别的电脑复制来的，或以前建立的工作区文件夹。", self._open,
        )  # fmt: skip
        if ports.restore is not None:
            self._offer(
                "start_restore", "从备份恢复",
                "电脑坏了或换了电脑：选 U 盘上的备份（.pdkb），恢复到本机。", self._restore,
            )  # fmt: skip
        if ports.demo is not None:
            self._offer(
                "start_demo", "看看演示", "虚构的一个旗，全年流程已经走完，可以随意试。", self._demo
            )
        self.body.addWidget(rule())
        self.body.addWidget(label(SECRETS, Look.HINT, wrap=True))
        self.add_cancel("退出")

    def _offer(
        self, name: str, act: str, why: str, do: Callable[[], None], *, main: bool = False
    ) -> None:
        line = QHBoxLayout()
        line.setSpacing(14)
        made: QPushButton = button(act, name, main=main)
        made.setMinimumWidth(self.fontMetrics().horizontalAdvance("打开已有工作区") + 40)
        made.clicked.connect(do)
        line.addWidget(made)
        line.addWidget(label(why, Look.SECONDARY, wrap=True), 1)
        self.body.addWidget(rule())
        self.body.addLayout(line)

    def _new(self) -> None:
        dialog = NewWorkspaceDialog(self, self._ports)
        try:
            if dialog.run():
                self._take(dialog.workspace)
        finally:
            dialog.deleteLater()

    def _open(self) -> None:
        folder = choose_folder(self, "选择工作区文件夹", self._ports.home)
        if folder is not None:
            self.open_folder(folder)

    def open_folder(self, folder: Path) -> None:
        """Open a workspace and close, or say why that cannot be done."""
        try:
            self._take(self._ports.open(folder))
        except PartydeskError as error:
            self.message.say(error.message)

    def _restore(self) -> None:
        file = choose_file(self, "选择备份文件", BACKUPS)
        restore = self._ports.restore
        if file is None or restore is None:
            return
        self.message.clear()
        self._tasks.run(
            lambda progress: restore(file, progress),
            # Once the task has ended: closing waits for tasks.
            lambda folder: QTimer.singleShot(0, self, lambda: self._open_restored(folder, file)),
            title="正在恢复备份",
        )

    def _open_restored(self, folder: Path, file: Path) -> None:
        self.message.say(f"已恢复到 {folder}；没有登录的，以后点“打开已有工作区”。", Tone.GOOD)
        self.open_folder(folder)
        if self.workspace is not None:
            self._ports.note_restored(self.workspace, file)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, PartydeskError):
            raise error
        self.message.say(error.message)

    def done(self, result: int) -> None:
        """Close; a restore on its way is waited for."""
        self._tasks.shut_down()
        super().done(result)

    def _demo(self) -> None:
        if self._ports.demo is None:
            return
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self._take(self._ports.demo())
        except PartydeskError as error:
            self.message.say(error.message)
        finally:
            QGuiApplication.restoreOverrideCursor()

    def _take(self, workspace: Workspace | None) -> None:
        self.workspace = workspace
        if workspace is not None:
            self.accept()
