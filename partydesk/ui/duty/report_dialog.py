"""月报: typing one from paper by keyboard alone, then the next person's."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.duty.leaves import leave_words
from partydesk.domain.duty.reports import MonthState
from partydesk.domain.errors import PartydeskError, RuleViolation, ValidationFailed
from partydesk.domain.progress import Progress
from partydesk.domain.values import show
from partydesk.services.duty.monthly_reports import (
    FIELDS,
    ReportSheet,
    get_report_sheet,
    next_without,
    remove_report,
    save_report,
)
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.desk import Desk
from partydesk.ui.duty.lines_editor import LinesEditor
from partydesk.ui.form import RecordForm
from partydesk.ui.widgets.dialog import BaseDialog, ask
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import Look, Tag, button, label

_ABOVE = ("received_on", "days", "summary")
_SIZE_PX = (920, 700)
_ABOVE_PX, _BELOW_PX = 164, 176
_HINT = (
    "Tab 到下一栏，单行的也可以回车；台账行：日期可只填几号，职责可按 1–6 或拼音首字母，"
    "空行上回车即录完；"
    "Ctrl+Enter 保存并到下一人"
)
TONES = {
    MonthState.HANDED_IN: Tone.GOOD,
    MonthState.LATE: Tone.ATTENTION,
    MonthState.THIN: Tone.ATTENTION,
    MonthState.MISSING: Tone.TROUBLE,
    MonthState.DUE: Tone.ATTENTION,
    MonthState.EXCUSED: Tone.SECONDARY,
    MonthState.NOT_OWED: Tone.QUIET,
    MonthState.TO_COME: Tone.QUIET,
}


class ReportDialog(BaseDialog):
    """One person's report of one month; after saving, the next person's whose report is open.

    Attributes:
        above: 收到日期, 到岗天数, 本月工作.
        lines: The ledger of the month.
        below: 存在问题, 下月打算.
        message: What is wrong with the whole.
        sheet: What is shown.
    """

    def __init__(
        self, parent: QWidget, desk: Desk, workspace: Workspace, sheet: ReportSheet
    ) -> None:
        """Show a report, or an empty one."""
        super().__init__(parent, "录入月报", "report_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._workspace = desk, workspace
        self.sheet, self._closed, self._dirty, self._saved = sheet, False, False, 0
        self._person = label(look=Look.HEADING, name="report_person")
        self._state = Tag()
        self._about = label(look=Look.SECONDARY, name="report_about", wrap=True)
        self.message = FormMessage("report_message")
        self.above = RecordForm([f for f in FIELDS if f.name in _ABOVE], name="report_above")
        self.below = RecordForm([f for f in FIELDS if f.name not in _ABOVE], name="report_below")
        self.lines = LinesEditor(sheet.duties)
        self._build()
        self._wire()
        self.lines.follow(self.above.block("summary").editor.keyboard)
        self.resize(*_SIZE_PX)
        self.show_sheet(sheet)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._person)
        head.addWidget(self._state)
        head.addStretch(1)
        self.body.addLayout(head)
        self.body.addWidget(self._about)
        self.body.addWidget(self.message)
        self.above.setFixedHeight(_ABOVE_PX)
        self.body.addWidget(self.above)
        self.body.addWidget(label("本月台账", Look.STRONG))
        self.body.addWidget(self.lines, 1)
        self.below.setFixedHeight(_BELOW_PX)
        self.body.addWidget(self.below)
        self.body.addWidget(label(_HINT, Look.HINT, wrap=True))
        self._remove = button("删除这份月报", "report_remove")
        self.add_side_button(self._remove)
        self.add_cancel("关闭")
        self._only = self.add_button("保存并关闭", "report_save")
        self._next = self.add_button("保存，录下一人", "report_next", main=True, safe=False)

    def _wire(self) -> None:
        for form in (self.above, self.below):
            form.edited.connect(self._on_edit)
        self.lines.edited.connect(self._on_edit)
        self.above.completed.connect(self.lines.focus_first)
        self.lines.completed.connect(self.below.focus_first)
        self.below.completed.connect(self.save_and_go_on)
        self._remove.clicked.connect(self.remove)
        self._only.clicked.connect(lambda: self._save(go_on=False))
        self._next.clicked.connect(self.save_and_go_on)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.save_and_go_on)

    # -- showing -------------------------------------------------------------------------------

    def show_sheet(self, sheet: ReportSheet) -> None:
        """Show a report; the keyboard goes to its first field that has to be typed."""
        self.sheet = sheet
        key, report = sheet.key, sheet.report
        self._person.setText(f"{sheet.person}　{sheet.unit}　{key.year} 年 {key.month} 月")
        judged = sheet.judged
        self._state.show_word(judged.state.value, TONES[judged.state])
        said = [judged.words, *(f"请假：{leave_words(each)}" for each in sheet.leaves)]
        if not judged.not_owed:
            said.append(f"应到岗不少于 {sheet.days_wanted} 天")
        if self._saved:
            said.append(f"已录 {self._saved} 份")
        self._about.setText("；".join(filter(None, said)))
        texts = {"received_on": self._workspace.today().isoformat()}
        if report is not None:
            texts = {f.name: show(f, getattr(report, f.name)) for f in FIELDS}
        for form in (self.above, self.below):
            form.set_texts(texts)
        self.lines.show_lines(sheet.lines, key.year, key.month)
        self.message.clear()
        self._remove.setVisible(report is not None)
        self._dirty = False
        self._set_busy(busy=False)
        self.above.focus_field("days")

    def _on_edit(self) -> None:
        self._dirty = True
        self.message.clear()

    def _set_busy(self, *, busy: bool) -> None:
        for made in (self._only, self._next, self._remove):
            made.setEnabled(not busy)

    # -- acts ----------------------------------------------------------------------------------

    def save_and_go_on(self) -> None:
        """Store the report and show the next person's, or close where nobody's is open."""
        self._save(go_on=True)

    def _save(self, *, go_on: bool) -> None:
        if not self._next.isEnabled():
            return
        self._set_busy(busy=True)
        workspace, key = self._workspace, self.sheet.key
        texts, lines = {**self.above.texts(), **self.below.texts()}, self.lines.typed()

        def work(_progress: Progress) -> tuple[Changes, ReportSheet | None]:
            changes = save_report(workspace, key, texts, lines)
            following = next_without(workspace, key) if go_on else None
            return changes, get_report_sheet(workspace, following) if following else None

        self._desk.tasks.run(work, self._stored, self._failed, title="正在保存月报")

    def _stored(self, outcome: tuple[Changes, ReportSheet | None]) -> None:
        changes, following = outcome
        self._saved += 1
        self._dirty = False
        if not self._closed:
            if following is None:
                self.accept()
            else:
                self.show_sheet(following)
        self._desk.bus.tell(changes)

    def _failed(self, error: Exception) -> None:
        if self._closed:
            self._desk.errors.show(error)
            return
        self._set_busy(busy=False)
        if isinstance(error, ValidationFailed):
            self._show_faults(error.fields)
        elif isinstance(error, RuleViolation):
            self.message.say([reason.message for reason in error.reasons])
        elif isinstance(error, PartydeskError):
            self.message.say(error.message)
        else:
            self._desk.errors.show(error)

    def _show_faults(self, faults: Mapping[str, str]) -> None:
        """Say what is wrong beside the fields; the uppermost of them takes the keyboard."""
        in_lines = {name: text for name, text in faults.items() if name.startswith("lines.")}
        own = {form: {f.name: faults[f.name] for f in FIELDS
                      if f.name in faults and (f.name in _ABOVE) is (form is self.above)}
               for form in (self.above, self.below)}  # fmt: skip
        self.message.say(list(in_lines.values()))
        self.below.set_errors(own[self.below])
        self.lines.show_faults(in_lines)
        self.above.set_errors(own[self.above])

    def remove(self) -> None:
        """Take the report out with its lines; it can be taken back."""
        self._set_busy(busy=True)
        workspace, key = self._workspace, self.sheet.key
        self._desk.tasks.run(
            lambda _progress: remove_report(workspace, key),
            self._removed,
            self._failed,
            title="正在删除月报",
        )

    def _removed(self, changes: Changes) -> None:
        self._dirty = False
        if not self._closed:
            self.accept()
        self._desk.bus.tell(changes)

    def reject(self) -> None:
        """Close; what was typed and not saved is asked about."""
        question = "这份月报有没有保存的内容，关闭后不再保留。"
        if not self._dirty or ask(self, "放弃没有保存的月报？", question, "放弃", "继续录入"):
            super().reject()

    def done(self, result: int) -> None:
        """Close; what is being stored is stored all the same."""
        self._closed = True
        super().done(result)
