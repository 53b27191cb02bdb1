"""The screen that stands between a workspace in trouble and the window: what is wrong, what helps.

The same screen warns of a workspace that is open but lies where it is at risk; there the last way
out is to go on all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from partydesk.domain.damage import Finding, Remedy, remedies_for
from partydesk.domain.errors import EnvironmentProblem, PartydeskError
from partydesk.ui import opening
from partydesk.ui.colours import Tone
from partydesk.ui.rescue.backup_list import BackupList
from partydesk.ui.rescue.finding_card import FindingCard
from partydesk.ui.tasks import TaskRunner
from partydesk.ui.widgets.card import rule
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.file_choice import choose_folder
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import Look, button, label

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace
    from partydesk.ui.rescue.ports import RescuePorts

_WIDTH, _HEIGHT = 820, 620
#: Heading, message and buttons around the area that scrolls.
_FRAME: Final = 190
_NAMES: Final = {
    Remedy.RETRY: ("retry", "处理好以后按这里，重新打开这个工作区。"),
    Remedy.OTHER: ("other", "选择另一个工作区文件夹，例如复制来的或以前的。"),
    Remedy.COPY: ("copy", "把工作区复制到本机的新文件夹，打开复制的那份；原来的不改动。"),
    Remedy.CHECK: ("check", "逐页检查工作区文件有没有损坏；只读不写。"),
    Remedy.FOLDER: ("folder", "用文件管理器打开工作区所在的文件夹。"),
}


class RescueDialog(BaseDialog):
    """Says what is wrong with a workspace and offers what helps.

    Attributes:
        workspace: The opened workspace, once there is one.
        message: What came of the last act.
    """

    def __init__(
        self,
        parent: QWidget | None,
        ports: RescuePorts,
        folder: Path | None,
        findings: Sequence[Finding],
        opened: Workspace | None = None,
    ) -> None:
        """Show what was found.

        Args:
            parent: The window it belongs to; None before there is one.
            ports: What is asked of the program.
            folder: The workspace; None where none is known.
            findings: What is wrong or risky.
            opened: The workspace, where it is open all the same.
        """
        super().__init__(parent, "工作区救援" if opened is None else "打开前请看一下", "rescue")
        self._ports, self._folder, self._opened = ports, folder, opened
        self.workspace: Workspace | None = None
        self._restored: Path | None = None
        self._tasks = TaskRunner(self, self._failed)
        self.setMinimumWidth(_WIDTH)
        self._title = label("", Look.HEADING, name="rescue_title")
        self.body.addWidget(self._title)
        self.message = FormMessage("rescue_message")
        self.body.addWidget(self.message)
        self._area = QScrollArea()
        self._area.setObjectName("rescue_area")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self._area, 1)
        self.add_cancel("退出" if parent is None else "关闭")
        self._go_on = self.add_button("仍然打开", "rescue_go_on")
        self._go_on.clicked.connect(lambda: self._take(self._opened))
        self.show_findings(findings)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what is wrong now, and what helps."""
        self._title.setText(self._heading(findings))
        self._go_on.setVisible(self._opened is not None)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(12, 12, 12, 4)
        column.setSpacing(8)
        for finding in findings:
            column.addWidget(FindingCard(finding))
        remedies = remedies_for(findings) or (Remedy.RETRY, Remedy.CHECK, Remedy.OTHER)
        self._add_backups(column, remedies)
        acts = self._acts()
        for remedy in remedies:
            if remedy in acts:
                self._offer(column, *_NAMES[remedy], remedy.value, acts[remedy])
        if self._opened is None:
            if Remedy.OTHER not in remedies:
                self._offer(column, *_NAMES[Remedy.OTHER], Remedy.OTHER.value, self._other)
            why = "不用原来的工作区：从备份文件恢复、新建一个，或看看演示。"
            self._offer(column, "begin", why, "重新开始", self._begin)
        column.addStretch(1)
        self._area.setWidget(content)
        self.resize(_WIDTH, min(_HEIGHT, content.sizeHint().height() + _FRAME))

    def _heading(self, findings: Sequence[Finding]) -> str:
        if self._opened is not None:
            return "工作区可以打开，但有风险"
        if any(finding.blocks for finding in findings):
            return "工作区需要处理"
        known = "从外面没有看出问题" if self._folder is not None else "还没有选过工作区"
        return f"{known}，请选择下一步"

    def _acts(self) -> dict[Remedy, Callable[[], None]]:
        """Name what can be done here; without a folder there is nothing to try again."""
        acts: dict[Remedy, Callable[[], None]] = {Remedy.OTHER: self._other}
        if self._folder is not None:
            acts[Remedy.RETRY] = self._retry
            acts[Remedy.COPY] = self._copy
            acts[Remedy.FOLDER] = self._show_folder
            if self._opened is None:
                acts[Remedy.CHECK] = self._check
        return acts

    def _add_backups(self, column: QVBoxLayout, remedies: Sequence[Remedy]) -> None:
        backups = self._ports.backups
        if backups is None or self._folder is None or Remedy.RESTORE not in remedies:
            return
        made = BackupList(backups.find(self._folder))
        made.chosen.connect(self._restore)
        column.addWidget(made)

    def _offer(
        self, column: QVBoxLayout, name: str, why: str, act: str, do: Callable[[], None]
    ) -> None:
        line = QHBoxLayout()
        line.setSpacing(14)
        made = button(act, f"rescue_{name}")
        made.setMinimumWidth(self.fontMetrics().horizontalAdvance(Remedy.COPY.value) + 40)
        made.clicked.connect(do)
        line.addWidget(made)
        line.addWidget(label(why, Look.SECONDARY, wrap=True), 1)
        column.addWidget(rule())
        column.addLayout(line)

    def _retry(self) -> None:
        """Open it again; of an open one, look again."""
        if self._folder is None:
            return
        if self._opened is None:
            self.open_folder(self._folder)
            return
        left = self._ports.warnings(self._opened)
        if left:
            self.message.say("还没有变化，请再检查一下。", Tone.ATTENTION)
            self.show_findings(left)
        else:
            self._take(self._opened)

    def open_folder(self, folder: Path) -> None:
        """Open a workspace and close, or say anew what is wrong."""
        try:
            self._take(self._ports.open(folder))
        except EnvironmentProblem as error:
            self._folder = folder
            self.message.say(f"还是没有打开：{folder}")
            self.show_findings(self._ports.explain(folder, error))
        except PartydeskError as error:
            self.message.say(error.message)

    def _other(self) -> None:
        folder = choose_folder(self, "选择工作区文件夹", self._ports.home)
        if folder is not None:
            self._let_go()
            self._restored = None
            self.open_folder(folder)

    def _copy(self) -> None:
        source = self._folder
        above = choose_folder(self, "复制到哪个文件夹", self._ports.home)
        if above is None or source is None:
            return
        self._let_go()
        target = _free_folder(above, source.name)
        self._tasks.run(
            lambda progress: self._ports.copy(source, target, progress),
            self._open_after,
            self._failed,
            title="正在复制工作区",
        )

    def _check(self) -> None:
        folder = self._folder
        if folder is not None:
            self._tasks.run(
                lambda _progress: self._ports.check(folder),
                self._checked,
                self._failed,
                title="正在检查工作区文件",
            )

    def _checked(self, faults: Sequence[str]) -> None:
        if faults:
            many = f"文件有 {len(faults)} 处损坏，请用最近的备份恢复。维护人员可看："
            self.message.say([many, *faults[:3]])
        else:
            self.message.say("文件完好，没有发现损坏；请再试一次。", Tone.GOOD)

    def _restore(self, backup: Path) -> None:
        backups, folder = self._ports.backups, self._folder

        def open_it(made: Path) -> None:
            self._folder, self._restored = made, backup
            self._open_after(made)

        if backups is not None and folder is not None:
            self._tasks.run(
                lambda progress: backups.restore(backup, folder, progress),
                open_it,
                self._failed,
                title="正在恢复备份",
            )

    def _open_after(self, folder: Path) -> None:
        """Open what a task has made once that has ended: closing waits for tasks."""
        QTimer.singleShot(0, self, lambda: self.open_folder(folder))

    def _show_folder(self) -> None:
        if self._folder is not None and not opening.open_file(self._folder):
            self.message.say(f"打不开文件管理器；文件夹在 {self._folder}", Tone.ATTENTION)

    def _begin(self) -> None:
        self._take(self._ports.begin())

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, PartydeskError):
            raise error
        self.message.say(error.message)

    def _let_go(self) -> None:
        """Close what is open: another one is wanted."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None
            self._go_on.hide()

    def _take(self, workspace: Workspace | None) -> None:
        if workspace is None:
            return
        if self._restored is not None and self._ports.backups is not None:
            self._ports.backups.note(workspace, self._restored)
        self.workspace = workspace
        self.accept()

    def done(self, result: int) -> None:
        """Close; a workspace that was open and is not wanted is let go."""
        if self.workspace is None:
            self._let_go()
        self._tasks.shut_down()
        super().done(result)


def _free_folder(above: Path, name: str) -> Path:
    """Find a name that nothing has in a folder."""
    free = above / (name or "工作区")
    number = 2
    while free.exists():
        free = above / f"{name}（{number}）"
        number += 1
    return free
