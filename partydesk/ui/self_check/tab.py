"""自检: one button looks at everything; below it what was found, and what helps."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from partydesk.domain.errors import ValidationFailed
from partydesk.domain.evidence import Head, read_head
from partydesk.domain.progress import Progress
from partydesk.domain.quality import Severity
from partydesk.domain.self_check import WORDS, Finding, Report
from partydesk.services.print_kinds import Printout
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.self_check.ports import Mend, SelfCheckPorts
from partydesk.ui.table import Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import Card
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.lines import ComposedLine
from partydesk.ui.widgets.texts import Look, label

_GROUP: Final = "系统"
_TONES: Final = {
    Severity.ERROR: Tone.TROUBLE,
    Severity.WARNING: Tone.ATTENTION,
    Severity.NOTICE: Tone.PLAIN,
}
_ABOUT: Final = (
    "检查数据文件、操作记录、文号和已签发的文书、附件、备份、磁盘和字体，约半分钟，不改动资料。"
    "报告可以打印后交负责人。"
)
_HINT: Final = "文书或报告页脚的记录号，如 记录 1234·1230·a1b2c3d4e5f6；多个用空格或分号隔开"


class SelfCheckTab(QWidget):
    """What was looked at, what was found, and the way to the remedy.

    Attributes:
        findings: The findings, the gravest first.
        heads: Where heads from paper are typed in.
        report: The report that is shown; None before the first look.
    """

    def __init__(self, desk: Desk, ports: SelfCheckPorts) -> None:
        """Build the tab; it looks at nothing before somebody asks."""
        super().__init__()
        self.setObjectName("self_check_tab")
        self._desk, self._ports = desk, ports
        self.report: Report | None = None
        self._looking = False
        self._last = label("", Look.STRONG, name="self_check_last", wrap=True)
        self._head = label("", Look.SECONDARY, name="self_check_head")
        self._head.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.heads: QLineEdit = ComposedLine()
        self.heads.setObjectName("self_check_heads")
        self.heads.setAccessibleName("纸面上的记录号")
        self.heads.setPlaceholderText(_HINT)
        self.heads.returnPressed.connect(self.look)
        self._fault = FormMessage("self_check_fault")
        self._nothing = EmptyState("还没有检查", "点“立即自检”。")
        self.findings: TableView[Finding] = self._table()
        self._remedy = label("", Look.BODY, name="self_check_remedy", wrap=True)
        self._add_commands()
        self._build()
        self.findings.current_changed.connect(self._show_remedy)
        self.findings.act_asked.connect(lambda finding, _key: self._mend(finding))
        self.findings.opened.connect(self._mend)

    def _table(self) -> TableView[Finding]:
        columns = (
            Column[Finding](
                "severity", "", lambda f: WORDS[f.severity], width=76, sortable=False,
                tone=lambda f: _TONES[f.severity], shape=Shape.TAG,
            ),
            Column[Finding]("what", "问题", lambda f: f.what, width=430, sortable=False),
            Column[Finding]("affected", "涉及", lambda f: f.affected, width=330, sortable=False),
            Column[Finding]("mend", "", self._mend_word, width=130, shape=Shape.BUTTON,
                            sortable=False),
        )  # fmt: skip
        model: RowTableModel[Finding] = RowTableModel(columns)
        settings = self._desk.settings
        return TableView(
            model,
            "self_check_findings",
            settings,
            self._nothing,
            about="自检发现的问题",
            inset=True,
        )

    def _add_commands(self) -> None:
        self._desk.commands.add_all(
            [
                Command("self_check.run", "立即自检", _GROUP, self.look, "", self._busy),
                Command("self_check.print", "打印自检报告", _GROUP, self._print, "",
                        self._no_report, "打印报告"),
                Command("self_check.mend", "处理选中的自检问题", _GROUP, self._mend_chosen, "",
                        self._nothing_to_mend, "处理"),
            ],
            owner=self,
        )  # fmt: skip

    def _build(self) -> None:
        card = Card("自检", name="self_check_card")
        card.head.addWidget(self._desk.commands.button("self_check.print"))
        card.head.addWidget(self._desk.commands.button("self_check.run", main=True))
        card.body.addWidget(label(_ABOUT, Look.SECONDARY, wrap=True))
        line = QHBoxLayout()
        line.addWidget(label("核对记录号", Look.FIELD))
        line.addWidget(self.heads, 1)
        card.body.addLayout(line)
        card.body.addWidget(self._fault)
        state = QHBoxLayout()
        state.addWidget(self._last, 1)
        state.addWidget(self._head)
        card.body.addLayout(state)
        card.body.addWidget(self.findings, 1)
        card.body.addWidget(self._remedy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.addWidget(card)

    # -- looking -----------------------------------------------------------------------

    def page_shown(self) -> None:
        """Say when the workspace was last looked at."""
        if self.report is None and not self._looking:
            last = self._ports.last()
            words = "还没有做过自检"
            if last is not None:
                words = f"上次自检 {last.when.astimezone():%Y-%m-%d %H:%M}：{last.words}"
            self._last.setText(words)

    def look(self) -> None:
        """Look at everything, unless what was typed is no head."""
        heads = self._typed_heads()
        if heads is None or self._looking:
            return
        self._looking = True
        self._last.setText("正在检查…")
        self._desk.commands.refresh()

        def work(progress: Progress) -> Report:
            return self._ports.run(heads, progress)

        self._desk.tasks.run(
            work, self._looked, self._failed, title="正在自检", on_cancelled=self._stopped
        )

    def _typed_heads(self) -> list[Head] | None:
        """Read the heads; None, and a sentence, where one of them is none."""
        self._fault.clear()
        text = self.heads.text()
        for mark in "；;，,、":
            text = text.replace(mark, " ")
        words = [word for word in text.replace("记录", " ").split() if word]
        try:
            return [read_head(word) for word in words]
        except ValidationFailed as error:
            self._fault.say(error.message)
            self.heads.setFocus()
            return None

    def _looked(self, report: Report) -> None:
        self._looking = False
        self.report = report
        self._nothing.set_words("没有发现问题", report.words)
        self.findings.model.set_rows(report.findings)
        self.findings.select_number(0)
        against = f"；核对了 {len(report.against)} 个记录号" if report.against else ""
        self._last.setText(f"{report.when.astimezone():%Y-%m-%d %H:%M} {report.words}{against}")
        self._head.setText(report.head.words)
        self._desk.commands.refresh()

    def _failed(self, error: Exception) -> None:
        self._stopped()
        self._desk.errors.show(error)

    def _stopped(self) -> None:
        self._looking = False
        self._last.setText("没有检查完")
        self._desk.commands.refresh()

    # -- mending -----------------------------------------------------------------------

    def _mend_of(self, finding: Finding | None) -> Mend | None:
        """Give what a click does about a finding; the index is mended and looked at again."""
        if finding is None:
            return None
        if finding.code == "search_index":
            return Mend("重建检索", self._renew_index)
        return self._ports.mends.get(finding.code)

    def _mend_word(self, finding: Finding) -> str:
        mend = self._mend_of(finding)
        return "" if mend is None else mend.word

    def _mend(self, finding: Finding) -> None:
        mend = self._mend_of(finding)
        if mend is not None:
            mend.act()

    def _mend_chosen(self) -> None:
        finding = self.findings.current_row()
        if finding is not None:
            self._mend(finding)

    def _renew_index(self) -> None:
        def done(_nothing: None) -> None:
            self._desk.say("检索已重建")
            self.look()

        self._desk.tasks.run(self._ports.renew_index, done, title="正在重建检索")

    def _show_remedy(self, finding: Finding | None) -> None:
        """Say in full what is wrong and what helps, which a row may have to cut."""
        words = ""
        if finding is not None:
            words = f"{finding.what}。涉及：{finding.affected}。处理办法：{finding.remedy}。"
        self._remedy.setText(words)
        self._desk.commands.refresh()

    # -- paper -------------------------------------------------------------------------

    def _print(self) -> None:
        report = self.report
        if report is None:
            return

        def work(_progress: Progress) -> Printout:
            return self._ports.compose(report)

        def show(printout: Printout) -> None:
            self._ports.preview(self, printout)

        self._desk.tasks.run(work, show, title="正在排版自检报告")

    def _busy(self) -> str:
        return "正在检查" if self._looking else ""

    def _no_report(self) -> str:
        return "请先自检" if self.report is None else self._busy()

    def _nothing_to_mend(self) -> str:
        found = self._mend_of(self.findings.current_row())
        return "" if found is not None else "请先选一个可以在这里处理的问题"
