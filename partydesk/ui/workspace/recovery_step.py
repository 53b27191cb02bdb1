"""恢复码单: it is looked at, put on paper, and its code typed back before anything goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from partydesk.ui import printing
from partydesk.ui.clipboard import mark_sensitive
from partydesk.ui.colours import Tone
from partydesk.ui.errors import words_for
from partydesk.ui.paper.print_dialog import Batch, PrintDialog
from partydesk.ui.preview import PreviewDialog
from partydesk.ui.tasks import TaskRunner
from partydesk.ui.widgets.dialog import ask
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.secret import SecretBlock, SecretDialog
from partydesk.ui.widgets.texts import Look, button, label

if TYPE_CHECKING:
    from pathlib import Path

    from partydesk.domain.print_plan import PrintPlan
    from partydesk.domain.progress import Progress

SHEET = "恢复码单"
_WHY = (
    "大家都忘记口令、或管理员离岗没有交接时，只有恢复码能打开工作区。请现在打印恢复码单，"
    "装入信封密封，存入保险柜，至少两个人知道它放在哪里。程序里不保存恢复码，以后不能再打印这一张。"
)
_WRONG = "与恢复码单上的不一样：应为 34 个字母和数字，请对照单子逐组核对"


@dataclass(frozen=True)
class RecoveryPorts:
    """What the step asks.

    Attributes:
        sheet: Makes the sheet, in memory.
        matches: Whether what was typed is the code.
        settings: Remember the choices of the print dialog.
    """

    sheet: Callable[[], bytes]
    matches: Callable[[str], bool]
    settings: QSettings


class RecoveryStep(QWidget):
    """The ways to put the sheet on paper, and a line for its code.

    Attributes:
        code: The line.

    Signals:
        completed(): Enter was pressed in the line.
    """

    completed = Signal()

    def __init__(self) -> None:
        """Wait for :meth:`show_code`."""
        super().__init__()
        self.setObjectName("recovery_step")
        self._ports: RecoveryPorts | None = None
        self._preview: PreviewDialog | None = None
        self._tasks = TaskRunner(self, self._say_error, name="recovery")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label(_WHY, wrap=True))
        row = QHBoxLayout()
        look = button("预览、打印或保存恢复码单…", "recovery_preview")
        look.clicked.connect(self.preview)
        row.addWidget(look)
        row.addStretch(1)
        column.addLayout(row)
        self.message = FormMessage("recovery_message")
        column.addWidget(self.message)
        self.code = SecretBlock(
            "照恢复码单输入恢复码，核对无误", "recovery_code", hidden=False,
            hint="字母大小写、空格和横线都不影响。",
        )  # fmt: skip
        mark_sensitive(self.code.line)
        self.code.completed.connect(self.completed)
        column.addWidget(self.code)
        column.addStretch(1)

    def show_code(self, ports: RecoveryPorts) -> None:
        """Begin with a code that was just made."""
        self._ports = ports
        self.code.clear()

    def check(self) -> bool:
        """See that the code was copied rightly; a fault is said beside the line."""
        right = self._ports is not None and self._ports.matches(self.code.text())
        self.code.set_fault("" if right else _WRONG)
        return right

    def shut_down(self) -> None:
        """End the thread that saves and prints."""
        self._tasks.shut_down()

    # -- paper ---------------------------------------------------------------------------------

    def preview(self) -> None:
        """Show the sheet; it can be printed and saved from there."""
        if self._ports is None:
            return
        pdf, settings = self._ports.sheet(), self._ports.settings
        dialog = PreviewDialog(self.window(), self._tasks, pdf, SHEET)
        dialog.resize(dialog.width(), max(dialog.height(), 640))
        self._preview = dialog
        dialog.finished.connect(self._closed)
        dialog.preview.saved.connect(self._on_saved)
        dialog.preview.print_asked.connect(lambda: self._ask_printer(dialog, pdf, settings))
        dialog.present()

    def _closed(self) -> None:
        if self._preview is not None:
            self._preview.deleteLater()
        self._preview = None
        self.code.line.setFocus()

    def _on_saved(self, path: Path) -> None:
        self.message.say(f"已保存到 {path}。打印以后请删除这个文件。", Tone.ATTENTION)

    def _ask_printer(self, parent: QWidget, pdf: bytes, settings: QSettings) -> None:
        """Print from memory: no print job is kept, and nothing can be gone on with."""
        batch = Batch("recovery-sheet", SHEET, pdf)
        dialog = PrintDialog(parent, batch, printing.machines(), (), settings, calibration=False)
        try:
            if not dialog.run():
                return
            dialog.remember()
            plan = dialog.plan()
        finally:
            dialog.deleteLater()
        self._print(pdf, plan)

    def _print(self, pdf: bytes, plan: PrintPlan) -> None:
        printer = printing.open_printer(plan, SHEET)

        def work(progress: Progress) -> None:
            printing.send_feeds(pdf, printer, plan, plan.feeds(), progress, lambda _sent: None)

        self._tasks.run(work, self._on_printed, title=f"正在打印：{SHEET}")

    def _on_printed(self, _nothing: None) -> None:
        words = "已送打印机。请取出恢复码单，照它输入恢复码。"
        self.message.say(words, Tone.GOOD)
        if self._preview is not None:
            self._preview.preview.warnings.say(words, Tone.GOOD)

    def _say_error(self, error: BaseException) -> None:
        words = words_for(error)[1]
        self.message.say(words)
        if self._preview is not None:
            self._preview.preview.warnings.say(words)


class RecoveryDialog(SecretDialog):
    """The step by itself, where a code has taken the place of another one.

    Attributes:
        step: The step.
    """

    def __init__(self, parent: QWidget | None, ports: RecoveryPorts, said: str = "") -> None:
        """Begin with a code that was just made; ``said`` is what it belongs to."""
        super().__init__(parent, SHEET, "recovery_dialog")
        self.setMinimumWidth(560)
        self.body.addWidget(label(SHEET, Look.HEADING))
        if said:
            self.body.addWidget(label(said, Look.SECONDARY, wrap=True))
        self.step = RecoveryStep()
        self.step.show_code(ports)
        self.step.completed.connect(self.finish)
        self.guard([self.step.code])
        self.body.addWidget(self.step)
        self.add_cancel("以后再换")
        act = self.add_button("核对恢复码并完成", "recovery_finish", main=True)
        act.clicked.connect(self.finish)

    def finish(self) -> None:
        """Close if the code was copied rightly."""
        if self.step.check():
            self.accept()

    def reject(self) -> None:
        """Leave without a tested sheet only by a deliberate choice."""
        words = (
            "以前的恢复码单已经作废，新的还没有核对。这样离开，口令都忘记时就没有办法打开工作区；"
            "请尽快在“系统—账号”里重新更换恢复码。"
        )
        if ask(self, "不核对就离开吗", words, "不核对，离开", "继续核对"):
            super().reject()

    def done(self, result: int) -> None:
        """Close, and end the thread behind it."""
        self.step.shut_down()
        super().done(result)
