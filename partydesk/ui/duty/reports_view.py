"""月报: who has handed in what, month by month, and the way to type a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from partydesk.domain.duty.reports import MONTHS, Judged, MonthState
from partydesk.domain.pinyin import matches
from partydesk.services.duty.monthly_reports import (
    OPEN,
    ReportKey,
    ReportSheet,
    StatusRow,
    get_report_sheet,
    list_status,
    move_reports,
)
from partydesk.services.duty.report_status_sheet import days_words
from partydesk.services.duty.sheets_to_hand_out import REPORTS, hand_out
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.documents import preview_document
from partydesk.ui.duty.leaves_dialog import LeavesDialog
from partydesk.ui.duty.report_dialog import TONES, ReportDialog
from partydesk.ui.exchange.import_dialog import ImportDialog
from partydesk.ui.table import Align, Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.file_choice import choose_folder
from partydesk.ui.widgets.filters import ChipRow, ToggleChip
from partydesk.ui.widgets.search_line import SearchLine
from partydesk.ui.widgets.texts import Look, label
from partydesk.ui.year_reading import YearReading

_GROUP = "月报"
#: Tables whose changes the grid follows.
_OF_INTEREST = frozenset(
    {"monthly_reports", "ledger_entries", "leaves", "placements", "policies", "talents",
     "enterprises", "posts"}
)  # fmt: skip
_CHIPS: dict[str, tuple[str, Callable[[Judged], bool]]] = {
    "all": ("全部", lambda _month: True),
    "missing": ("有未报", lambda month: month.state is MonthState.MISSING),
    "late": ("有迟报", lambda month: month.late),
    "thin": ("有单薄", lambda month: month.thin),
}


def _month_column(month: int) -> Column[StatusRow]:
    def word(row: StatusRow) -> str:
        return row.months[month - 1].state.value

    return Column(
        f"m{month}", f"{month}月", word, Align.CENTRE, width=63, sortable=False,
        tone=lambda row: TONES[row.months[month - 1].state], shape=Shape.TAG,
        tip=lambda row: row.months[month - 1].words or word(row),
    )  # fmt: skip


def _days_tone(row: StatusRow) -> Tone:
    return Tone.ATTENTION if row.days < row.days_wanted else Tone.PLAIN


COLUMNS: tuple[Column[StatusRow], ...] = (
    Column("person", "姓名", lambda row: row.person, width=94, strong=True, sortable=False),
    Column("unit", "单位", lambda row: row.unit, width=150, sortable=False),
    *(_month_column(month) for month in MONTHS),
    Column("days", "到岗", days_words, Align.RIGHT, width=64, sortable=False, tone=_days_tone,
           tip=lambda row: f"应报各月到岗 {row.days} 天，应不少于 {row.days_wanted} 天"),
)  # fmt: skip


class ReportsView(QWidget):
    """The reports of the year: a row for each posting, a column for each month.

    Attributes:
        table: The grid.
        chips: Which rows → the chip that shows only those.
        said: What is to be said of the month under the keyboard.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Read nothing until it is in sight."""
        super().__init__()
        self.setObjectName("duty_reports")
        self._desk, self._workspace = desk, workspace
        self._rows: Sequence[StatusRow] = ()
        self._wanted, self._words = "all", ""
        self._due: ReportKey | None = None
        self._reading = YearReading(
            self,
            desk,
            kinds=_OF_INTEREST,
            read=lambda year: list_status(workspace, year),
            show=self._show,
            title="正在读取月报",
            today=workspace.today,
        )
        self.table = self._make_table()
        chosen = self._none_chosen
        desk.commands.add_all(
            [
                Command("reports.type", "录入月报…", _GROUP, self.type_report, "F6", chosen),
                Command("reports.leave", "请假…", _GROUP, self.leave, "F7", chosen),
                Command("reports.move", "把月报改到现在的单位", _GROUP, self.move_strays, "",
                        self._no_strays),
                Command("reports.print", "打印报送情况", _GROUP, self.print, "Ctrl+P",
                        self._nothing_shown),
                Command("reports.hand_out", "发填报表…", _GROUP, self.hand_out, "",
                        self._nothing_shown),
                Command("reports.import", "导入月报…", _GROUP, self.import_sheets, "",
                        button_text="导入…"),
            ],
            owner=self,
        )  # fmt: skip
        self._build()

    def _make_table(self) -> TableView[StatusRow]:
        model: RowTableModel[StatusRow] = RowTableModel(COLUMNS, self)
        empty = EmptyState(
            "这一年没有在岗的人", "在“协议与委任”登记到岗后，这里按月列出每人的月报报送情况"
        )
        return TableView(model, "reports", self._desk.settings, empty, about="月报报送情况")

    def _build(self) -> None:
        self.chips: dict[str, ToggleChip] = {}
        for key, (words, _) in _CHIPS.items():
            chip = ToggleChip(words, f"reports_{key}", on=key == "all")
            chip.clicked.connect(lambda _on=False, wanted=key: self._choose(wanted))
            self.chips[key] = chip
        self.search = SearchLine("姓名或单位", "reports_search")
        self.search.setMaximumWidth(200)
        self.search.searched.connect(self._search)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.search, 1)
        line.addWidget(ChipRow(*self.chips.values()), 2)
        for key in ("hand_out", "import", "print", "leave"):
            line.addWidget(self._desk.commands.button(f"reports.{key}"))
        line.addWidget(self._desk.commands.button("reports.type", main=True))
        self.table.opened.connect(lambda _row: self.type_report())
        self.table.view.selectionModel().currentChanged.connect(lambda *_ends: self._show_month())
        self.search.left_downwards.connect(lambda: self.table.select_number(0))
        self.said = label(look=Look.SECONDARY, name="reports_said", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(10)
        column.addLayout(line)
        column.addWidget(self.table, 1)
        self._move = self._desk.commands.button("reports.move")
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.said, 1)
        foot.addWidget(self._move)
        column.addLayout(foot)

    # -- showing -------------------------------------------------------------------------------

    def page_shown(self) -> None:
        """Read if something has changed since the last time."""
        self._reading.refresh()

    def set_year(self, _year: int) -> None:
        """Show the other year's."""
        self._reading.expire()

    def _show(self, rows: Sequence[StatusRow]) -> None:
        self._rows = rows
        for key, (words, fits) in _CHIPS.items():
            count = sum(any(map(fits, row.months)) for row in rows)
            self.chips[key].set_words(f"{words} {count}")
        self._narrow()
        self._go_to_due()

    def show_due(self, key: str) -> None:
        """Go to the month of the report that is due, so that Enter types that one."""
        _, placement, month = key.split(":")
        self._due = ReportKey(int(placement), int(month[:4]), int(month[5:]))
        self.search.clear()
        self._choose("all")
        self._go_to_due()

    def _go_to_due(self) -> None:
        """Choose what is due, once it has been read."""
        due = self._due
        if due is None or due.year != self._desk.year():
            return
        if self.table.select_where(lambda row: row.placement_id == due.placement_id):
            place = next(n for n, each in enumerate(COLUMNS) if each.key == f"m{due.month}")
            index = self.table.model.index(self.table.view.currentIndex().row(), place)
            flags = self.table.view.selectionModel().SelectionFlag
            self.table.view.selectionModel().setCurrentIndex(index, flags.NoUpdate)
            self.table.view.setFocus()
            self._due = None

    def _choose(self, wanted: str) -> None:
        self._wanted = wanted
        for key, chip in self.chips.items():
            chip.setChecked(key == wanted)
        self._narrow()

    def _search(self, words: str) -> None:
        self._words = words
        self._narrow()

    def _narrow(self) -> None:
        before, column = self.table.current_row(), self.table.view.currentIndex().column()
        fits = _CHIPS[self._wanted][1]
        rows = [
            row
            for row in self._rows
            if any(map(fits, row.months))
            and (not self._words or any(matches(self._words, e) for e in (row.person, row.unit)))
        ]
        self.table.model.set_rows(rows)
        same = before and self.table.select_where(lambda r: r.placement_id == before.placement_id)
        if not same:
            self.table.select_number(0)
        if column >= 0 and rows:
            index = self.table.model.index(self.table.view.currentIndex().row(), column)
            flags = self.table.view.selectionModel().SelectionFlag
            self.table.view.selectionModel().setCurrentIndex(index, flags.NoUpdate)
        self._show_month()
        self._desk.commands.refresh()

    def chosen_month(self) -> int | None:
        """The month under the keyboard; else the first open one of the chosen row, or its last."""
        row = self.table.current_row()
        if row is None:
            return None
        place = self.table.view.currentIndex().column()
        key = COLUMNS[place].key if place >= 0 else ""
        if key.startswith("m"):
            return int(key[1:])
        idle = {MonthState.NOT_OWED, MonthState.TO_COME}
        open_months = [n for n, each in enumerate(row.months, 1) if each.state in OPEN]
        others = [n for n, each in enumerate(row.months, 1) if each.state not in idle]
        return (open_months or others[-1:] or [row.started_on.month])[0]

    def _show_month(self) -> None:
        row, month = self.table.current_row(), self.chosen_month()
        self._move.setVisible(row is not None and bool(row.strays))
        if row is None or month is None:
            self.said.setText("")
        else:
            judged = row.months[month - 1]
            word = judged.state.value or "未到"
            head = f"{row.person}　{month} 月：{word}"
            said = f"——{judged.words}" if judged.words else ""
            self.said.setText(f"{head}{said}　（左右键选月份，回车录入）")
        self._desk.commands.refresh()

    # -- acting --------------------------------------------------------------------------------

    def _none_chosen(self) -> str:
        return "" if self.table.current_row() else "请先在名单里选一人"

    def _no_strays(self) -> str:
        row = self.table.current_row()
        strays = row is not None and bool(row.strays)
        return "" if strays else "选中的人没有登记在原单位的月报"

    def _nothing_shown(self) -> str:
        return "" if self._rows else "这一年没有在岗的人"

    def type_report(self) -> None:
        """Open the report of the month under the keyboard."""
        row, month = self.table.current_row(), self.chosen_month()
        if row is None or month is None:
            return
        key = ReportKey(row.placement_id, self._desk.year(), month)
        self._desk.tasks.run(
            lambda _progress: get_report_sheet(self._workspace, key),
            self._open,
            title="正在打开月报",
        )

    def _open(self, sheet: ReportSheet) -> None:
        ReportDialog(self, self._desk, self._workspace, sheet).present()

    def leave(self) -> None:
        """Open the leaves of the chosen posting."""
        row = self.table.current_row()
        if row is not None:
            LeavesDialog(self, self._desk, self._workspace, row).present()

    def move_strays(self) -> None:
        """Put the reports that stand under the former unit where they belong."""
        row, year, workspace = self.table.current_row(), self._desk.year(), self._workspace
        if row is not None:
            number = row.placement_id
            self._desk.tasks.run(
                lambda _progress: move_reports(workspace, number, year),
                self._desk.bus.tell,
                title="正在改月报的单位",
            )

    def print(self) -> None:
        """Preview how the reports stand."""
        preview_document(self, self._desk, self._workspace, "report-status")

    def hand_out(self) -> None:
        """Write a sheet for everybody who owes the month's report, to go out by USB."""
        month = self.chosen_month() or self._workspace.today().month
        folder = choose_folder(self, f"{month} 月填报表（一人一份）存放的文件夹")
        if folder is None:
            return
        year = self._desk.year()
        self._desk.tasks.run(
            lambda progress: hand_out(
                self._workspace, REPORTS, folder, year, month, progress=progress
            ),
            lambda paths: self._desk.say(f"{month} 月填报表 {len(paths)} 份已存到“{folder.name}”"),
            title="正在写填报表",
        )

    def import_sheets(self) -> None:
        """Ask for filled sheets, one or a folder of them."""
        year = self._desk.year()
        ImportDialog(self, self._desk, self._workspace, "monthly-reports", year).present()
