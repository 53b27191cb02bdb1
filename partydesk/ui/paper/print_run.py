"""A batch from the print dialog to the tray: edges looked at, sheets sent, a jam mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QSpinBox, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.print_plan import Feed, PrintPlan
from partydesk.domain.progress import Progress
from partydesk.services.print_jobs import (
    PrintJob,
    advance,
    begin_job,
    end_job,
    pdf_for_printer,
    resume_from,
)
from partydesk.services.printers import corrected, list_profiles
from partydesk.services.workspace import Workspace
from partydesk.ui import printing
from partydesk.ui.desk import Desk
from partydesk.ui.paper.edges import find_edge_faults
from partydesk.ui.paper.print_dialog import Batch, PrintDialog
from partydesk.ui.printing import TURNED_BY_PRINTER, Machine
from partydesk.ui.widgets.dialog import BaseDialog, ask, choose
from partydesk.ui.widgets.texts import Look, button, label

#: So few sheets are seen at a glance; nobody is asked whether they came out.
_FEW = 2
_MOST_FAULTS = 6
_ALL_GOOD = "都打好了"
_JAMMED = "卡纸了，接着打…"


class ResumeDialog(BaseDialog):
    """Asks at which sheet a batch goes on.

    Attributes:
        given_up: Whether the rest is not to be printed any more.
    """

    def __init__(self, parent: QWidget, job: PrintJob, found: Sequence[Machine]) -> None:
        """Propose the first sheet that was not sent, on the printer of the others.

        Args:
            parent: Over which it opens.
            job: The batch.
            found: The printers of the system.
        """
        super().__init__(parent, f"接着打：{job.title}", "resume_dialog")
        self._job, self._feeds = job, job.plan.feeds()
        self.given_up = False
        total = len(self._feeds)
        self.body.addWidget(label("卡纸了？从第几张继续", Look.HEADING))
        self.body.addWidget(
            label(
                f"这一批{job.plan.said_done(job.done)}。请看纸盒里最后一张打好的是谁的，"
                "填它后面的一张；它以前的都不再打。文号不变，不会另取新号。",
                Look.SECONDARY,
                wrap=True,
            )
        )
        self.feed = QSpinBox()
        self.feed.setObjectName("resume_feed")
        self.feed.setAccessibleName("从第几张继续")
        self.feed.setRange(1, total)
        self.feed.setPrefix("第 ")
        self.feed.setSuffix(" 次进纸" if job.plan.turn_after() else " 张")
        self.feed.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.body.addWidget(self.feed)
        self._said = label("", Look.STRONG, name="resume_said", wrap=True)
        self.body.addWidget(self._said)
        self._offer_printers(found)
        self.setMinimumWidth(480)
        give_up = button("其余不打了", "resume_give_up", link=True)
        give_up.clicked.connect(self._give_up)
        self.add_side_button(give_up)
        self.add_cancel("以后再说")
        self._act = self.add_act("继续")
        self._act.setEnabled(self.printer.count() > 0)
        self.feed.valueChanged.connect(self._follow)
        self.feed.setValue(min(job.done + 1, total))
        self._follow()

    def _offer_printers(self, found: Sequence[Machine]) -> None:
        """Offer those that print the same sheets: whoever turns paper for whoever did."""
        before, turned = self._job.plan.printer, self._job.plan.sides in TURNED_BY_PRINTER
        able = [machine.name for machine in found if machine.duplex or not turned]
        self.printer = QComboBox()
        self.printer.setObjectName("resume_printer")
        self.printer.setAccessibleName("打印机")
        self.printer.addItems(able)
        self.printer.setCurrentIndex(max(0, self.printer.findText(before)))
        self.body.addWidget(label("打印机", Look.FIELD))
        self.body.addWidget(self.printer)
        if before not in able:
            rest = "请另选一台" if able else "也没有别的打印机能接着打"
            gone = f"原来的打印机“{before}”不在了，{rest}"
            self.body.addWidget(label(gone, Look.WARNING, name="resume_gone", wrap=True))

    def _follow(self) -> None:
        number = self.feed.value()
        which = self._job.plan.said_feed(number)
        self._said.setText(f"{which}：{self._job.plan.said(self._feeds[number - 1])}")
        self._act.setText(f"从{which}继续")

    def _give_up(self) -> None:
        self.given_up = True
        self.accept()


class PrintRun(QObject):
    """Prints batches for one page; questions open over it.

    Signals:
        moved(): A batch has gone on, or has ended.
    """

    moved = Signal()

    def __init__(self, page: QWidget, desk: Desk, workspace: Workspace) -> None:
        """Belong to ``page``."""
        super().__init__(page)
        self._page, self._desk, self._workspace = page, desk, workspace

    # -- a new batch ---------------------------------------------------------------------------

    def ask(self, batch: Batch, parent: QWidget | None = None) -> None:
        """Ask how a batch is put on paper, and print it.

        Args:
            batch: What is to be printed.
            parent: Over which the dialog opens; left out, the page.
        """
        profiles = list_profiles(self._workspace)
        dialog = PrintDialog(
            parent or self._page, batch, printing.machines(), profiles, self._desk.settings
        )
        try:
            accepted = dialog.run()
            if accepted:
                dialog.remember()
                self.print(batch, dialog.plan())
            elif dialog.calibrate:
                if isinstance(parent, QDialog):
                    parent.reject()
                self._desk.show_page("paper")  # makes it, where nobody has been there yet
                self._desk.commands.run("paper.printers")
        finally:
            dialog.deleteLater()

    def print(self, batch: Batch, plan: PrintPlan) -> None:
        """Look at the edges of every page, and print if nothing speaks against it."""
        printer = printing.open_printer(plan, batch.title)
        workspace = self._workspace

        def work(progress: Progress) -> tuple[str, ...]:
            data = corrected(workspace, batch.pdf, plan)
            return find_edge_faults(data, plan, printer, progress)

        then = partial(self._begin, batch, plan)
        self._desk.tasks.run(work, then, title=f"正在检查：{batch.title}")

    def _begin(self, batch: Batch, plan: PrintPlan, faults: tuple[str, ...]) -> None:
        if faults:
            more = f"\n……共 {len(faults)} 条" if len(faults) > _MOST_FAULTS else ""
            said = "\n".join(faults[:_MOST_FAULTS]) + more
            if not ask(self._page, "有内容太靠近纸边，仍要打印吗", said, "仍要打印"):
                return
        workspace = self._workspace

        def work(_progress: Progress) -> tuple[PrintJob, Changes]:
            job = begin_job(workspace, batch.title, batch.pdf, plan)
            return job, batch.record(plan)

        def begun(done: tuple[PrintJob, Changes]) -> None:
            self._desk.bus.tell(done[1])
            self._send(done[0])

        self._desk.tasks.run(work, begun, title=f"正在准备：{batch.title}")

    # -- sending -------------------------------------------------------------------------------

    def _send(self, job: PrintJob) -> None:
        """Send what is left, up to where the pile must be turned by hand."""
        turn, total = job.plan.turn_after(), len(job.plan.feeds())
        end = turn if job.done < turn else total
        printer = printing.open_printer(job.plan, job.title)
        workspace, feeds = self._workspace, job.plan.feeds()[job.done : end]

        def sent(count: int) -> None:
            advance(workspace, job.id, job.done + count)

        def work(progress: Progress) -> PrintJob:
            data = pdf_for_printer(workspace, job.id)
            printing.send_feeds(data, printer, job.plan, feeds, progress, sent)
            return replace(job, done=end)

        self._desk.tasks.run(
            work,
            partial(self._sent, feeds),
            title=f"正在打印：{job.title}",
            on_cancelled=lambda: self._desk.say(
                f"{job.title}已停止，可在“文书与打印—打印机”里接着打"
            ),
        )

    def _sent(self, feeds: Sequence[Feed], job: PrintJob) -> None:
        """Go on after ``feeds``, what went to the printer this time."""
        total = len(job.plan.feeds())
        self._desk.say(f"{job.title}已送打印机，{len(feeds)} 张")
        self.moved.emit()
        if job.done < total:
            self._turn(job)
        elif total <= _FEW:
            self._end(job)
        else:
            self._ask_whether_good(job, len(feeds))

    def _turn(self, job: PrintJob) -> None:
        """Have the pile turned; who does not do it now finds the job among the unfinished ones."""
        first = job.plan.said(job.plan.feeds()[0])
        said = (
            f"正面 {job.done} 张已送打印机。等纸出齐，把整叠翻面放回纸盒，让第 1 张（{first}）"
            "最先进纸；放好后再印背面。"
        )
        if ask(self._page, "请翻纸", said, "已放好，打印背面", "以后再说"):
            self._send(job)

    def _ask_whether_good(self, job: PrintJob, sent: int) -> None:
        said = f"{sent} 张已送打印机。请等纸出齐后看一眼。"
        answer = choose(
            self._page, f"{job.title}都打好了吗", said, (_ALL_GOOD, _JAMMED), "以后再说"
        )
        if answer == _ALL_GOOD:
            self._end(job)
        elif answer == _JAMMED:
            self.resume(job)

    # -- going on ------------------------------------------------------------------------------

    def resume(self, job: PrintJob) -> None:
        """Ask at which sheet a batch goes on, and go on."""
        dialog = ResumeDialog(self._page, job, printing.machines())
        try:
            if not dialog.run():
                return
            feed, given_up = dialog.feed.value(), dialog.given_up
            printer = dialog.printer.currentText()
        finally:
            dialog.deleteLater()
        if given_up:
            self._end(job)
            return
        workspace = self._workspace

        def work(_progress: Progress) -> PrintJob:
            return resume_from(workspace, job.id, feed, printer)

        self._desk.tasks.run(work, self._send, title=f"正在准备：{job.title}")

    def _end(self, job: PrintJob) -> None:
        workspace = self._workspace

        def work(_progress: Progress) -> None:
            end_job(workspace, job.id)

        self._desk.tasks.run(work, lambda _nothing: self.moved.emit(), title="正在登记打印进度")
