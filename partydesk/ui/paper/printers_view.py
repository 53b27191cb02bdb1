"""打印机: what each printer does to a page, measured and put right; and batches left unfinished."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.print_plan import PrintPlan, Sides
from partydesk.domain.progress import Progress
from partydesk.services.print_jobs import PrintJob, unfinished_jobs
from partydesk.services.printers import (
    USUAL_TRAY,
    Profile,
    forget_profile,
    keep_profile,
    list_profiles,
    sheet_to_measure,
)
from partydesk.services.workspace import Workspace
from partydesk.ui import printing
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.paper.machine_choice import MachineChoice
from partydesk.ui.paper.print_dialog import Batch
from partydesk.ui.paper.print_run import PrintRun
from partydesk.ui.paper.readings_dialog import ReadingsDialog
from partydesk.ui.printing import Machine
from partydesk.ui.table import Align, Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import Card, clear_layout
from partydesk.ui.widgets.dialog import BaseDialog, ask
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.texts import Look, button, label

_GROUP = "打印机"
_NOT_HERE = "不在本机"
_ABOUT = (
    "打印机会把内容印偏、印大或印歪一点。打印校准页，量出各标记的位置并录入，以后套打就会自动修正；"
    "按打印机、纸盒和正反面分别校准。"
)


@dataclass(frozen=True, slots=True)
class PrinterRow:
    """One line: a printer with one profile, or without any.

    Attributes:
        machine: The printer.
        present: Whether the system has it.
        profile: What is known; None for nothing.
    """

    machine: Machine
    present: bool
    profile: Profile | None


def _figure(read: Callable[[Profile], str]) -> Callable[[PrinterRow], str]:
    return lambda row: "" if row.profile is None else read(row.profile)


def _state(row: PrinterRow) -> str:
    if not row.present:
        return _NOT_HERE
    return "未校准" if row.profile is None else "已校准"


_TONES = {"未校准": Tone.ATTENTION, "已校准": Tone.GOOD, _NOT_HERE: Tone.QUIET}
_COLUMNS = (
    Column[PrinterRow]("printer", "打印机", lambda r: r.machine.name, width=220, strong=True),
    Column[PrinterRow]("tray", "纸盒", _figure(lambda p: p.tray or USUAL_TRAY), width=130),
    Column[PrinterRow]("side", "面", _figure(lambda p: p.side.value), width=80),
    Column[PrinterRow](
        "dx", "偏右（毫米）", _figure(lambda p: f"{p.correction.dx_mm:.2f}"), Align.RIGHT, 104
    ),
    Column[PrinterRow](
        "dy", "偏下（毫米）", _figure(lambda p: f"{p.correction.dy_mm:.2f}"), Align.RIGHT, 104
    ),
    Column[PrinterRow](
        "sx", "横向", _figure(lambda p: f"{p.correction.scale_x:.2%}"), Align.RIGHT, 90
    ),
    Column[PrinterRow](
        "sy", "纵向", _figure(lambda p: f"{p.correction.scale_y:.2%}"), Align.RIGHT, 90
    ),
    Column[PrinterRow](
        "angle", "顺时针", _figure(lambda p: f"{p.correction.angle_deg:.2f}°"), Align.RIGHT, 80
    ),
    Column[PrinterRow]("day", "校准日期", _figure(lambda p: str(p.measured_on)), width=110),
    Column[PrinterRow](
        "state", "状态", _state, width=100, tone=lambda r: _TONES[_state(r)], shape=Shape.TAG
    ),
)


class SheetDialog(BaseDialog):
    """Asks for which printer, tray and paper a calibration sheet is printed.

    Attributes:
        choice: The answer.
    """

    def __init__(
        self, parent: QWidget, title: str, about: str, found: Sequence[Machine], trays: list[str]
    ) -> None:
        """Say in ``about`` what the sheet is good for."""
        super().__init__(parent, title, "calibration_paper")
        self.body.addWidget(label(title, Look.HEADING))
        self.body.addWidget(label(about, Look.SECONDARY, wrap=True))
        self.choice = MachineChoice(found, trays)
        self.body.addWidget(self.choice)
        self.setMinimumWidth(520)
        self.add_cancel()
        self.add_act("打印校准页")


class PrintersView(QWidget):
    """Printers of the system with their profiles, and what can be done about them.

    Attributes:
        table: One line for each profile, and for each printer without any.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Read when it comes into sight."""
        super().__init__()
        self.setObjectName("printers_view")
        self._desk, self._workspace = desk, workspace
        self._machines: tuple[Machine, ...] = ()
        self._profiles: tuple[Profile, ...] = ()
        self._run = PrintRun(self, desk, workspace)
        self._run.moved.connect(self.page_shown)
        columns = [replace(column, sortable=False) for column in _COLUMNS]
        empty = EmptyState("这台电脑上没有打印机", "在系统设置里添加打印机后，回到这里校准。")
        self.table = TableView(
            RowTableModel(columns), "printers", desk.settings, empty, about="打印机", inset=True
        )
        self.table.current_changed.connect(lambda _row: desk.commands.refresh())
        self.table.opened.connect(lambda _row: desk.commands.run("paper.enter_readings"))
        self._add_commands()
        self._build()

    # -- building ------------------------------------------------------------------------------

    def _add_commands(self) -> None:
        self._desk.commands.add_all(
            [
                Command("paper.print_calibration", "打印校准页", _GROUP, self.print_sheet,
                        "", self._no_machine, "打印校准页…"),
                Command("paper.enter_readings", "录入校准读数", _GROUP, self.enter_readings,
                        "", self._no_machine, "录入读数…"),
                Command("paper.try_calibration", "试印校准效果", _GROUP, self.try_out,
                        "", self._no_profile_here, "试印…"),
                Command("paper.forget_profile", "删除打印机校准", _GROUP, self.forget,
                        "", self._no_profile, "删除校准"),
            ],
            owner=self,
        )  # fmt: skip

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(12)
        self._left_over = Card("没有打完的批次", name="unfinished_jobs")
        self._left_over.hide()
        self._jobs = QVBoxLayout()
        self._left_over.body.addLayout(self._jobs)
        column.addWidget(self._left_over)
        card = Card("打印机", name="printers_card")
        commands = self._desk.commands
        for key in ("paper.forget_profile", "paper.try_calibration", "paper.print_calibration"):
            card.head.addWidget(commands.button(key))
        card.head.addWidget(commands.button("paper.enter_readings", main=True))
        card.body.addWidget(label(_ABOUT, Look.SECONDARY, wrap=True))
        card.body.addWidget(self.table, 1)
        column.addWidget(card, 1)

    # -- showing -------------------------------------------------------------------------------

    def page_shown(self) -> None:
        """Read printers, profiles and unfinished batches anew."""
        workspace = self._workspace

        def work(_progress: Progress) -> tuple[tuple[Profile, ...], tuple[PrintJob, ...]]:
            return list_profiles(workspace), unfinished_jobs(workspace)

        def show(read: tuple[tuple[Profile, ...], tuple[PrintJob, ...]]) -> None:
            self._machines, (self._profiles, jobs) = printing.machines(), read
            self.table.model.set_rows(_rows(self._machines, self._profiles))
            self._show_jobs(jobs)
            self._desk.commands.refresh()

        self._desk.tasks.run(work, show, title="正在读取打印机")

    def _show_jobs(self, jobs: Sequence[PrintJob]) -> None:
        clear_layout(self._jobs)
        for job in jobs:
            row = QHBoxLayout()
            begun = f"{job.begun_at:%Y-%m-%d %H:%M} 开始"
            words = f"{job.title}：{job.plan.printer}，{job.plan.said_done(job.done)}，{begun}"
            row.addWidget(label(words, wrap=True), 1)
            go_on = button("接着打…", f"job_{job.id}_resume")
            go_on.clicked.connect(partial(self._resume, job))
            row.addWidget(go_on)
            self._jobs.addLayout(row)
        self._left_over.setVisible(bool(jobs))

    def _resume(self, job: PrintJob, _clicked: object = None) -> None:
        self._run.resume(job)

    # -- acting --------------------------------------------------------------------------------

    def _no_machine(self) -> str:
        return "" if self._machines else "这台电脑上没有打印机"

    def _no_profile(self) -> str:
        row = self.table.current_row()
        return "" if row is not None and row.profile is not None else "请先选一条已有的校准"

    def _no_profile_here(self) -> str:
        row = self.table.current_row()
        here = row is not None and row.present
        return self._no_profile() or ("" if here else "这台打印机不在本机")

    def _trays(self) -> list[str]:
        return [each.tray for each in self._profiles if each.tray]

    def print_sheet(self) -> None:
        """Print the sheet as the printer puts it, to be measured."""
        about = "按原样打印，不作修正。正面和背面各一页；打好后用尺量，再录入读数。"
        self._print("打印校准页", about, correct=False)

    def try_out(self) -> None:
        """Print the sheet corrected: the marks should lie where it says."""
        about = "按校准修正后打印。量出的位置应与纸上写的“应距”相差不到 0.3 毫米。"
        self._print("试印校准效果", about, correct=True)

    def _print(self, title: str, about: str, *, correct: bool) -> None:
        row = self.table.current_row()
        dialog = SheetDialog(self, title, about, self._machines, self._trays())
        if row is not None:
            dialog.choice.choose(row.machine.name, row.profile.tray if row.profile else "")
        try:
            machine = dialog.choice.machine if dialog.run() else None
            tray, size = dialog.choice.tray_name, dialog.choice.size_mm
        finally:
            dialog.deleteLater()
        if machine is None:
            return
        pdf = sheet_to_measure(self._workspace, *size, f"{machine.name}，{tray or USUAL_TRAY}")
        sides = Sides.LONG_EDGE if machine.duplex else Sides.ONE
        plan = PrintPlan((1, 2), sides=sides, printer=machine.name, tray=tray, correct=correct)
        self._run.print(Batch("calibration", "打印校准页", pdf), plan)

    def enter_readings(self) -> None:
        """Ask for what was measured, and keep what it says of the printer."""
        row = self.table.current_row()
        start = row.profile if row is not None and row.present else None
        printer = row.machine.name if row is not None else ""
        dialog = ReadingsDialog(self, self._machines, self._profiles, start, printer)
        try:
            machine = dialog.choice.machine if dialog.run() else None
            if machine is None:
                return
            work = partial(
                keep_profile,
                self._workspace,
                machine.name,
                dialog.choice.tray_name,
                dialog.chosen_side,
                dialog.readings(),
            )
        finally:
            dialog.deleteLater()
        self._desk.tasks.run(lambda _progress: work()[0], self._written, title="正在保存打印机校准")

    def forget(self) -> None:
        """Print uncorrected again, once that was confirmed."""
        row = self.table.current_row()
        if row is None or row.profile is None:
            return
        profile, workspace = row.profile, self._workspace
        said = f"{profile.printer}，{profile.label}。以后按原样打印；可以撤销。"
        if ask(self, "删除这条校准吗", said, "删除校准"):
            self._desk.tasks.run(
                lambda _progress: forget_profile(workspace, profile.id),
                self._written,
                title="正在删除打印机校准",
            )

    def _written(self, changes: Changes) -> None:
        self._desk.bus.tell(changes)
        self.page_shown()


def _rows(found: Sequence[Machine], profiles: Sequence[Profile]) -> list[PrinterRow]:
    """Line up the printers of the system with their profiles, then those it has no more."""
    rows: list[PrinterRow] = []
    for machine in found:
        mine = [each for each in profiles if each.printer == machine.name]
        known: list[Profile | None] = [*mine] or [None]
        rows += [PrinterRow(machine, present=True, profile=each) for each in known]
    here = {machine.name for machine in found}
    rows += [
        PrinterRow(Machine(each.printer), present=False, profile=each)
        for each in profiles
        if each.printer not in here
    ]
    return rows
