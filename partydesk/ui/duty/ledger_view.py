"""台账: what was done on the posts, narrowed down, summed up, and tied to the register."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.duty.ledger import LedgerFilter, LedgerLine, sums_of
from partydesk.domain.duty.outcomes import Outcome
from partydesk.domain.duty.reports import MONTHS
from partydesk.services.duty.work_ledger import (
    Ledger,
    get_ledger,
    organizations_for,
    remove_ledger_entry,
    tie_organization,
)
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.duty.founding import known_of
from partydesk.ui.duty.ledger_dialogs import PapersDialog, entry_sheet
from partydesk.ui.entry_dialog import EntryDialog
from partydesk.ui.exchange.import_dialog import ImportDialog
from partydesk.ui.table import Align, Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.dialog import choose
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.filters import ChipRow, ChoiceChip, ToggleChip
from partydesk.ui.widgets.search_line import SearchLine
from partydesk.ui.widgets.texts import Look, label
from partydesk.ui.year_reading import YearReading

_GROUP = "台账"
#: Tables whose changes the list follows.
_OF_INTEREST = frozenset(
    {"ledger_entries", "attachments", "organizations", "talents", "enterprises", "dictionary_words"}
)
_MONTHS = {f"{month}月": month for month in MONTHS}
_NEW = "新建组织…"
_ENTRY_PX = (580, 500)


def _organization(line: LedgerLine) -> str:
    return "待登记" if line.unregistered else line.organization


COLUMNS: tuple[Column[LedgerLine], ...] = (
    Column("day", "日期", lambda e: e.entry.happened_on.isoformat(), width=96, sortable=False),
    Column("person", "姓名", lambda e: e.person, width=80, strong=True, sortable=False),
    Column("unit", "单位", lambda e: e.unit, width=170, sortable=False),
    Column("duty", "职责", lambda e: e.entry.duty, width=110, sortable=False),
    Column("content", "工作内容", lambda e: e.entry.content, width=236, sortable=False),
    Column("outcome", "成效", lambda e: e.entry.outcome.value if e.entry.outcome else "",
           width=138, sortable=False),
    Column("amount", "数量／资金", lambda e: e.amount, Align.RIGHT, width=90, sortable=False),
    Column("organization", "关联组织", _organization, width=120, sortable=False,
           tone=lambda e: Tone.ATTENTION if e.unregistered else None),
    Column("result", "办理结果", lambda e: e.entry.result or "", width=110, sortable=False,
           shown=False),
    Column("papers", "附件", lambda e: str(e.papers) if e.papers else "", Align.RIGHT, width=52,
           sortable=False, shape=Shape.TEXT),
)  # fmt: skip


class LedgerView(QWidget):
    """The ledger of the year.

    Attributes:
        table: The lines.
        sums: What the shown lines come to.
        month: Chip of the month.
        duty: Chip of the duty.
        outcome: Chip of the outcome.
        unregistered: Chip for organizations that the register does not know of.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Read nothing until it is in sight."""
        super().__init__()
        self.setObjectName("duty_ledger")
        self._desk, self._workspace = desk, workspace
        self._ledger: Ledger | None = None
        #: The line whose organization is being registered, and what was known before.
        self._founding: tuple[int, frozenset[int]] | None = None
        self._reading = YearReading(
            self,
            desk,
            kinds=_OF_INTEREST,
            read=lambda year: get_ledger(workspace, year),
            show=self._show,
            title="正在读取台账",
        )
        self.table = self._make_table()
        chosen = self._none_chosen
        desk.commands.add_all(
            [
                Command("ledger.add", "登记台账…", _GROUP, self.add, "Ctrl+N"),
                Command("ledger.organization", "登记组织…", _GROUP, self.register, "F7",
                        self._nothing_founded),
                Command("ledger.papers", "附件…", _GROUP, self.show_papers, "F8", chosen),
                Command("ledger.remove", "删除台账", _GROUP, self.remove, "Del", chosen, "删除"),
                Command("ledger.import", "导入台账…", _GROUP, self.import_sheets, "",
                        button_text="导入…"),
            ],
            owner=self,
        )  # fmt: skip
        desk.bus.changed.connect(self._on_changed)
        self._build()

    def _make_table(self) -> TableView[LedgerLine]:
        model: RowTableModel[LedgerLine] = RowTableModel(COLUMNS, self)
        empty = EmptyState(
            "没有相符的台账", "台账随月报录入，也可以在这里逐条登记，或从 Excel 导入"
        )
        return TableView(model, "ledger", self._desk.settings, empty, about="工作台账")

    def _build(self) -> None:
        self.search = SearchLine("姓名、单位或内容", "ledger_search")
        self.search.setMaximumWidth(200)
        self.search.searched.connect(lambda _words: self._narrow())
        self.month = ChoiceChip("月份", "ledger_month", list(_MONTHS))
        self.duty = ChoiceChip("职责", "ledger_duty")
        self.outcome = ChoiceChip("成效", "ledger_outcome", [each.value for each in Outcome])
        self.unregistered = ToggleChip("组织待登记", "ledger_unregistered")
        for chip in (self.month, self.duty, self.outcome):
            chip.changed.connect(lambda _word: self._narrow())
        self.unregistered.toggled.connect(lambda _on: self._narrow())
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.search, 1)
        line.addWidget(ChipRow(self.month, self.duty, self.outcome, self.unregistered), 3)
        for key in ("import", "remove", "papers", "organization"):
            line.addWidget(self._desk.commands.button(f"ledger.{key}"))
        line.addWidget(self._desk.commands.button("ledger.add", main=True))
        self.table.opened.connect(self.mend)
        self.table.selection_changed.connect(lambda _count: self._desk.commands.refresh())
        self.search.left_downwards.connect(lambda: self.table.select_number(0))
        self.sums = label(look=Look.SECONDARY, name="ledger_sums", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(10)
        column.addLayout(line)
        column.addWidget(self.table, 1)
        column.addWidget(self.sums)

    # -- showing -------------------------------------------------------------------------------

    def page_shown(self) -> None:
        """Read if something has changed since the last time."""
        self._reading.refresh()

    def set_year(self, _year: int) -> None:
        """Show the other year's."""
        self._reading.expire()

    def _show(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.duty.set_words(ledger.duties)
        self.unregistered.set_words(f"组织待登记 {ledger.sums.unregistered}")
        self._narrow()

    @property
    def wanted(self) -> LedgerFilter:
        """What the chips ask for."""
        return LedgerFilter(
            words=self.search.text().strip(),
            month=_MONTHS.get(self.month.word),
            duty=self.duty.word,
            outcome=Outcome(self.outcome.word) if self.outcome.word else None,
            unregistered=self.unregistered.isChecked(),
        )

    def _narrow(self) -> None:
        if self._ledger is None:
            return
        before = self.table.current_row()
        lines = [line for line in self._ledger.lines if self.wanted.fits(line)]
        self.table.model.set_rows(lines)
        if before is not None:
            self.table.select_where(lambda line: line.entry.id == before.entry.id)
        self.sums.setText(_sums_in_words(lines, self._ledger.duties))
        self._desk.commands.refresh()

    # -- acting --------------------------------------------------------------------------------

    def _none_chosen(self) -> str:
        return "" if self.table.current_row() else "请先在名单里选一条台账"

    def _nothing_founded(self) -> str:
        line = self.table.current_row()
        if line is None:
            return "请先在名单里选一条台账"
        if line.entry.outcome not in {Outcome.PARTY_ORGANIZATION, Outcome.MASS_ORGANIZATION}:
            return "成效是新建党组织或新建群团组织的才登记组织"
        return ""

    def add(self) -> None:
        """Write a line."""
        self._ask_for(None)

    def mend(self, line: LedgerLine) -> None:
        """Change a line."""
        self._ask_for(line)

    def _ask_for(self, line: LedgerLine | None) -> None:
        sheet = entry_sheet(self._workspace, self._desk.year(), line)
        dialog = EntryDialog(self, self._desk, sheet, "ledger_entry")
        dialog.resize(*_ENTRY_PX)
        dialog.present()

    def remove(self) -> None:
        """Take the chosen line out; it can be taken back."""
        line = self.table.current_row()
        if line is None or line.entry.id is None:
            return
        number = line.entry.id
        self._desk.tasks.run(
            lambda _progress: remove_ledger_entry(self._workspace, number),
            self._desk.bus.tell,
            title="正在删除台账",
        )

    def show_papers(self) -> None:
        """Show what hangs on the chosen line."""
        line = self.table.current_row()
        if line is not None:
            PapersDialog(self, self._desk, self._workspace, line).present()

    def import_sheets(self) -> None:
        """Ask for filled sheets, one or a folder of them."""
        ImportDialog(self, self._desk, self._workspace, "ledger", self._desk.year()).present()

    # -- organizations -------------------------------------------------------------------------

    def register(self) -> None:
        """Open the organization that a line founded, or tie one of the register, or a new one."""
        line = self.table.current_row()
        if line is None or line.entry.id is None:
            return
        if line.entry.organization_id is not None:
            self._desk.open_record("organizations", line.entry.organization_id)
            return
        number = line.entry.id
        known = organizations_for(self._workspace, number)
        names = {f"{name}（{each}）": each for each, name in known}
        if names:
            said = f"{line.unit}已有下列组织，是其中一个就选它；都不是，请新建。"
            answer = choose(self, "这条台账新建的是哪个组织？", said, (*names, _NEW))
            if answer in names:
                self._tie(number, names[answer])
            if answer != _NEW:
                return
        self._founding = number, frozenset(names.values())
        self._desk.begin_record("organizations", known_of(self._workspace, line))

    def _tie(self, number: int, organization: int) -> None:
        self._desk.tasks.run(
            lambda _progress: tie_organization(self._workspace, number, organization),
            self._desk.bus.tell,
            title="正在关联组织",
        )

    def _on_changed(self, changes: Changes) -> None:
        """Tie the organization that was begun from here once it is stored."""
        if self._founding is None or "organizations" not in changes.kinds:
            return
        number, before = self._founding
        new = [e for e, _ in organizations_for(self._workspace, number) if e not in before]
        if new:
            self._founding = None
            self._tie(number, new[0])


def _sums_in_words(lines: Sequence[LedgerLine], duties: Sequence[str]) -> str:
    """Write what lines come to, such as 共 12 条；抓协调服务 7；走访 9 次."""
    sums = sums_of(lines, duties)
    by_duty = [f"{duty} {count}" for duty, count in sums.duties.items() if count]
    by_outcome = [f"{each} {total:f} {each.unit}" for each, total in sums.outcomes.items()]
    parts = [f"共 {sums.lines} 条", "，".join(by_duty), "，".join(by_outcome)]
    return "；".join(filter(None, parts))
