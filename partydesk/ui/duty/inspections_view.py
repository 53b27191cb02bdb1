"""督查: inspections in both directions, what is to be mended, and who was not inspected yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.duty.inspections import (
    InspectionWay,
    Mending,
    Satisfaction,
    Shortcoming,
    mending_of_one,
)
from partydesk.domain.duty.postings import Appointed
from partydesk.domain.pinyin import matches
from partydesk.services.duty.inspections import (
    InspectionLine,
    Overview,
    get_overview,
    remove_inspection,
)
from partydesk.services.print_kinds import Choice
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.documents import preview_document
from partydesk.ui.duty.inspection_dialogs import InspectionDialog, follow_up_dialog
from partydesk.ui.duty.scans_dialog import ScansDialog
from partydesk.ui.table import Align, Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import Card
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.filters import ChipRow, ToggleChip
from partydesk.ui.widgets.menu_button import menu_button
from partydesk.ui.widgets.search_line import SearchLine
from partydesk.ui.widgets.texts import Look, label
from partydesk.ui.year_reading import YearReading

_GROUP = "督查"
_OF_INTEREST = frozenset(
    {"inspections", "shortcomings", "placements", "talents", "enterprises", "attachments",
     "policies", "letters"}
)  # fmt: skip
_MENDING = {
    Mending.NOTHING: Tone.SECONDARY,
    Mending.OPEN: Tone.ATTENTION,
    Mending.OVERDUE: Tone.TROUBLE,
    Mending.CLOSED: Tone.GOOD,
}
_SATISFACTION = {
    Satisfaction.GOOD: Tone.GOOD,
    Satisfaction.FAIR: Tone.ATTENTION,
    Satisfaction.BAD: Tone.TROUBLE,
}
_UNSEEN = "unseen"
_OPEN = frozenset({Mending.OPEN, Mending.OVERDUE})
_CHIPS: dict[str, tuple[str, Callable[[InspectionLine], bool]]] = {
    "all": ("全部", lambda _line: True),
    "open": ("未销号", lambda line: line.mending in _OPEN),
    "overdue": ("逾期", lambda line: line.mending is Mending.OVERDUE),
    "enterprise": ("企业反映", lambda line: line.inspection.way is InspectionWay.ENTERPRISE),
}


def _yes_no(value: bool | None) -> str:
    return {True: "在岗", False: "不在岗", None: ""}[value]


def _word(value: Satisfaction | None) -> str:
    return value.value if value else ""


COLUMNS = (
    Column[InspectionLine]("held_on", "日期", lambda i: i.inspection.held_on.isoformat(),
                           Align.CENTRE, width=108, sortable=False),
    Column[InspectionLine]("person", "姓名", lambda i: i.posting.person, width=96, strong=True,
                           sortable=False),
    Column[InspectionLine]("unit", "派驻企业", lambda i: i.posting.enterprise, width=150,
                           sortable=False),
    Column[InspectionLine]("way", "方式", lambda i: i.inspection.way.value, Align.CENTRE,
                           width=84, sortable=False),
    Column[InspectionLine]("satisfaction", "企业评价",
                           lambda i: _word(i.inspection.satisfaction), width=84, sortable=False,
                           tone=lambda i: _SATISFACTION.get(i.inspection.satisfaction)
                           if i.inspection.satisfaction else None),
    Column[InspectionLine]("count", "问题", lambda i: str(len(i.shortcomings) or ""),
                           Align.RIGHT, width=46, sortable=False),
    Column[InspectionLine]("due_on", "整改期限", lambda i: str(i.due_on or ""), Align.CENTRE,
                           width=108, sortable=False),
    Column[InspectionLine]("mending", "整改", lambda i: i.mending.value
                           if i.shortcomings else "", width=84, shape=Shape.TAG,
                           tone=lambda i: _MENDING[i.mending], sortable=False),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnseenLine:
    """One posting that was inspected too seldom.

    Attributes:
        posting: Whose.
        count: How often in the half-year.
        last: The last inspection of the year in words; empty for none.
    """

    posting: Appointed
    count: int
    last: str


UNSEEN_COLUMNS = (
    Column[UnseenLine]("person", "姓名", lambda u: u.posting.person, width=120, strong=True,
                       sortable=False),
    Column[UnseenLine]("unit", "派驻企业", lambda u: u.posting.enterprise, width=280,
                       sortable=False),
    Column[UnseenLine]("role", "职务", lambda u: u.posting.role.value, width=130, sortable=False),
    Column[UnseenLine]("since", "到岗日期", lambda u: str(u.posting.started_on or ""), width=110,
                       sortable=False),
    Column[UnseenLine]("count", "本半年督查", lambda u: f"{u.count} 次", Align.RIGHT, width=100,
                       sortable=False),
    Column[UnseenLine]("last", "本年最近一次", lambda u: u.last, width=200, sortable=False),
)  # fmt: skip


class InspectionsView(QWidget):
    """The inspections of the year.

    Attributes:
        table: The inspections, the newest first.
        shortcomings: What the chosen one found.
        unseen: Who was inspected too seldom in the half-year.
        chips: What is shown.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Read nothing until it is in sight."""
        super().__init__()
        self.setObjectName("duty_inspections")
        self._desk, self._workspace = desk, workspace
        self._overview: Overview | None = None
        self._wanted, self._words = "all", ""
        self._new: int | None = None
        self._due: tuple[str, int] | None = None
        self._reading = YearReading(
            self, desk, kinds=_OF_INTEREST, read=lambda year: get_overview(workspace, year),
            show=self._show, title="正在读取督查", today=workspace.today,
        )  # fmt: skip
        self.table = self._make_table()
        self.shortcomings = self._make_shortcomings()
        self._add_commands()
        self._build()

    def _add_commands(self) -> None:
        chosen = self._none_chosen
        self._desk.commands.add_all(
            [
                Command("inspections.new", "登记督查…", _GROUP, self.new, "Ctrl+N",
                        self._nobody_posted),
                Command("inspections.mend", "修改督查…", _GROUP, self.mend, "", chosen, "修改…"),
                Command("inspections.remove", "删除督查", _GROUP, self.remove, "", chosen, "删除"),
                Command("inspections.follow", "登记整改、销号…", _GROUP, self.follow, "F6",
                        self._nothing_to_mend, "登记整改…"),
                Command("inspections.print", "打印督查记录表", _GROUP, self.print_forms, "Ctrl+P",
                        self._nothing_to_print),
                Command("inspections.blank", "打印空白督查表", _GROUP, self.print_blank, "",
                        self._nobody_posted),
                Command("inspections.ledger", "打印整改台账", _GROUP, self.print_ledger, "",
                        self._no_shortcomings),
                Command("inspections.scans", "督查附件…", _GROUP, self.scans, "", chosen,
                        "附件…"),
            ],
            owner=self,
        )  # fmt: skip

    # -- building ------------------------------------------------------------------------------

    def _make_table(self) -> TableView[InspectionLine]:
        return TableView(
            RowTableModel(COLUMNS, self),
            "inspections",
            self._desk.settings,
            EmptyState("没有督查记录", "走访、电话抽查、座谈和企业的反映都登记在这里"),
            about="督查记录",
        )

    def _make_shortcomings(self) -> TableView[Shortcoming]:
        columns = (
            Column[Shortcoming]("problem", "发现的问题", lambda s: s.problem, width=170,
                                sortable=False, tip=_whole),
            Column[Shortcoming]("due_on", "期限", lambda s: s.due_on.strftime("%m-%d"), width=56,
                                sortable=False),
            Column[Shortcoming]("state", "状态", self._state, width=74, shape=Shape.TAG,
                                tone=lambda s: _MENDING[Mending(self._state(s))],
                                sortable=False),
        )  # fmt: skip
        return TableView(
            RowTableModel(columns, self),
            "shortcomings",
            self._desk.settings,
            EmptyState("没有发现问题"),
            about="发现的问题",
            inset=True,
        )

    def _build(self) -> None:
        self.chips: dict[str, ToggleChip] = {}
        for key, words in {**{k: w for k, (w, _) in _CHIPS.items()}, _UNSEEN: ""}.items():
            chip = ToggleChip(words, f"inspections_{key}", on=key == "all")
            chip.clicked.connect(lambda _on=False, wanted=key: self.choose(wanted))
            self.chips[key] = chip
        self.search = SearchLine("姓名、企业或问题", "inspections_search")
        self.search.setMaximumWidth(220)
        self.search.searched.connect(self._search)
        command = self._desk.commands
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.search, 1)
        line.addWidget(ChipRow(*self.chips.values()), 3)
        keys = [f"inspections.{key}" for key in ("print", "blank", "ledger")]
        line.addWidget(menu_button("打印", "inspections_print",
                                   lambda: command.menu(keys, self)))  # fmt: skip
        line.addWidget(command.button("inspections.new", main=True))
        self.stack = QStackedWidget()
        self.stack.addWidget(self._build_inspections())
        self.stack.addWidget(self._build_unseen())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addLayout(line)
        column.addWidget(self.stack, 1)

    def _build_inspections(self) -> QWidget:
        self.table.current_changed.connect(self._inspection_chosen)
        self.table.selection_changed.connect(lambda _count: self._desk.commands.refresh())
        self.table.opened.connect(lambda _line: self.mend())
        self.search.left_downwards.connect(lambda: self.table.select_number(0))
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.table, 9)
        row.addWidget(self._build_card(), 5)
        return page

    def _build_card(self) -> Card:
        self.card = Card(name="inspection_card")
        self._heading = label("", Look.HEADING, name="inspection_heading", wrap=True)
        self._about = label("", Look.SECONDARY, name="inspection_about", wrap=True)
        self._said = label("", name="inspection_said", wrap=True)
        self.shortcomings.current_changed.connect(self._shortcoming_chosen)
        self.shortcomings.opened.connect(lambda _one: self.follow())
        self._mended = label("", Look.SECONDARY, name="shortcoming_mended", wrap=True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for key in ("follow", "mend", "scans", "remove"):
            buttons.addWidget(self._desk.commands.button(f"inspections.{key}"))
        buttons.addStretch(1)
        for part in (self._heading, self._about, self._said):
            self.card.body.addWidget(part)
        self.card.body.addWidget(self.shortcomings, 1)
        self.card.body.addWidget(self._mended)
        self.card.body.addLayout(buttons)
        return self.card

    def _state(self, one: Shortcoming) -> str:
        return mending_of_one(one, self._workspace.today()).value

    def _build_unseen(self) -> QWidget:
        self.unseen: TableView[UnseenLine] = TableView(
            RowTableModel(UNSEEN_COLUMNS, self),
            "unseen",
            self._desk.settings,
            EmptyState("在岗的都督查过了", "这个半年没有落下的人"),
            about="本半年未督查的人",
        )
        self.unseen.opened.connect(lambda _one: self.new())
        self._rule = label("", Look.SECONDARY, name="unseen_rule", wrap=True)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._rule)
        column.addWidget(self.unseen, 1)
        return page

    # -- showing -------------------------------------------------------------------------------

    def page_shown(self) -> None:
        """Read if something has changed since the last time."""
        self._reading.refresh()

    def set_year(self, _year: int) -> None:
        """Show the other year's."""
        self._reading.expire()

    def _show(self, overview: Overview) -> None:
        self._overview = overview
        for key, (words, fits) in _CHIPS.items():
            self.chips[key].set_words(f"{words} {sum(map(fits, overview.lines))}")
        self.chips[_UNSEEN].set_words(f"本半年未督查 {len(overview.unseen)}")
        first, last = overview.half
        rule = (
            f"{first.year}年{first.month}月至{last.month}月督查不足 {overview.wanted} 次的在岗人员"
        )
        self._rule.setText(f"{rule}（企业反映不算；次数在“系统 → 年度政策”里定）。回车登记督查")
        self._narrow()
        self._go_to_due()

    def show_due(self, key: str) -> None:
        """Go to the shortcoming that is to be mended, or to who is to be inspected."""
        self.search.clear()
        kind, _, number = key.partition(":")
        self.choose(_UNSEEN if kind == "inspection" else "all")
        self._due = kind, int(number)
        self._go_to_due()

    def _go_to_due(self) -> None:
        """Choose what is due, once it has been read."""
        if self._due is None:
            return
        kind, number = self._due
        if kind == "inspection":
            found = self.unseen.select_where(lambda u: u.posting.placement_id == number)
        else:
            found = self.table.select_where(lambda i: any(s.id == number for s in i.shortcomings))
            self.shortcomings.select_where(lambda one: one.id == number)
        if found:
            self._due = None

    def choose(self, wanted: str) -> None:
        """Show all, those to be mended, or who was not inspected."""
        self._wanted = wanted
        for key, chip in self.chips.items():
            chip.setChecked(key == wanted)
        self._narrow()

    def _search(self, words: str) -> None:
        self._words = words
        self._narrow()

    def _fits(self, *said: str) -> bool:
        return not self._words or any(matches(self._words, each) for each in said)

    def _narrow(self) -> None:
        if self._overview is None:
            return
        self.stack.setCurrentIndex(1 if self._wanted == _UNSEEN else 0)
        if self._wanted == _UNSEEN:
            self.unseen.model.set_rows(self._unseen_lines(self._overview))
        else:
            before = self.table.current_row()
            wanted = self._new if self._new is not None else before.id if before else None
            self.table.model.set_rows([i for i in self._overview.lines if self._shows(i)])
            if self.table.select_where(lambda i: i.id == wanted):
                self._new = None
            else:
                self.table.select_number(0)
            self._inspection_chosen(self.table.current_row())
        self._desk.commands.refresh()

    def _shows(self, line: InspectionLine) -> bool:
        problems = (one.problem for one in line.shortcomings)
        return _CHIPS[self._wanted][1](line) and self._fits(
            line.posting.person, line.posting.enterprise, *problems
        )

    def _unseen_lines(self, overview: Overview) -> list[UnseenLine]:
        last: dict[int, str] = {}
        for line in overview.lines:  # the newest first
            words = f"{line.inspection.held_on} {line.inspection.way}"
            last.setdefault(line.posting.placement_id, words)
        return [
            UnseenLine(posting, count, last.get(posting.placement_id, ""))
            for posting, count in overview.unseen
            if self._fits(posting.person, posting.enterprise)
        ]

    def _inspection_chosen(self, line: InspectionLine | None) -> None:
        self.card.setVisible(line is not None)
        if line is None:
            return
        told = line.inspection
        self._heading.setText(line.posting.label)
        papers = f"附件 {line.papers} 份" if line.papers else ""
        by = ("反映人 " if told.way is InspectionWay.ENTERPRISE else "督查人 ") + told.by
        words = (f"{told.held_on} {told.way}", by, _yes_no(told.on_post),
                 f"企业{told.satisfaction}" if told.satisfaction else "", papers)  # fmt: skip
        self._about.setText(" · ".join(filter(None, words)))
        self._said.setText(told.said or "")
        self._said.setVisible(bool(told.said))
        self.shortcomings.model.set_rows(line.shortcomings)
        open_one = self.shortcomings.select_where(lambda one: one.closed_on is None)
        if not open_one:
            self.shortcomings.select_number(0)
        self._shortcoming_chosen(self.shortcomings.current_row())

    def _shortcoming_chosen(self, one: Shortcoming | None) -> None:
        self._mended.setText(_whole(one) if one else "")
        self._desk.commands.refresh()

    # -- why not -------------------------------------------------------------------------------

    def _line(self) -> InspectionLine | None:
        return None if self._wanted == _UNSEEN else self.table.current_row()

    def _none_chosen(self) -> str:
        return "" if self._line() else "请先在名单里选一次督查"

    def _nobody_posted(self) -> str:
        posted = self._overview is not None and self._overview.postings
        return "" if posted else "还没有委任的人"

    def _nothing_to_mend(self) -> str:
        chosen = self._line() is not None and self.shortcomings.current_row() is not None
        return "" if chosen else "请先选一条发现的问题"

    def _nothing_to_print(self) -> str:
        return "" if self._wanted != _UNSEEN and self.table.model.rowCount() else "没有督查记录"

    def _no_shortcomings(self) -> str:
        lines: Sequence[InspectionLine] = self._overview.lines if self._overview else ()
        return "" if any(line.shortcomings for line in lines) else "还没有发现的问题"

    # -- acting --------------------------------------------------------------------------------

    def new(self) -> None:
        """Record an inspection, of the chosen person where one is chosen."""
        if self._overview is None:
            return
        row = self.unseen.current_row() if self._wanted == _UNSEEN else None
        dialog = InspectionDialog(
            self, self._desk, self._workspace, self._overview.postings,
            chosen=row.posting if row else None,
        )  # fmt: skip
        dialog.recorded.connect(self._keep_in_sight)
        dialog.present()

    def _keep_in_sight(self, number: int) -> None:
        """Choose what was just recorded, so that the next act is not about another person."""
        self._new = number

    def mend(self) -> None:
        """Change the chosen inspection."""
        line = self._line()
        if line is not None and self._overview is not None:
            InspectionDialog(
                self, self._desk, self._workspace, self._overview.postings, line
            ).present()

    def remove(self) -> None:
        """Take the chosen inspection out; it can be taken back."""
        line = self._line()
        if line is not None:
            number = line.id

            def work(_progress: object) -> Changes:
                return remove_inspection(self._workspace, number)

            self._desk.tasks.run(work, self._desk.bus.tell, title="正在删除督查")

    def follow(self) -> None:
        """Write down how the chosen shortcoming was mended."""
        line, one = self._line(), self.shortcomings.current_row()
        if line is not None and one is not None:
            follow_up_dialog(self, self._desk, self._workspace, line.posting.label, one).present()

    def print_forms(self) -> None:
        """Preview the chosen inspections, or all that are shown."""
        rows = self.table.selected_rows()
        if len(rows) <= 1:
            shown = (self.table.model.read_row(n) for n in range(self.table.model.rowCount()))
            rows = rows or [line for line in shown if line is not None]
        choice = Choice(own_ids=frozenset(line.id for line in rows))
        preview_document(self, self._desk, self._workspace, "inspection-forms", choice=choice)

    def print_blank(self) -> None:
        """Preview forms to take along: of those not inspected who are chosen or shown, else all."""
        if self._overview is None:
            return
        if self._wanted == _UNSEEN:
            rows = self.unseen.selected_rows() or self._unseen_lines(self._overview)
            ids = [row.posting.placement_id for row in rows]
        else:
            ids = [one.placement_id for one in self._overview.postings]
        preview_document(self, self._desk, self._workspace, "inspection-forms", placement_ids=ids)

    def print_ledger(self) -> None:
        """Preview the list of everything that is to be mended."""
        preview_document(self, self._desk, self._workspace, "shortcomings")

    def scans(self) -> None:
        """Show the papers of the chosen inspection."""
        line = self._line()
        if line is not None:
            about = f"{line.posting.label} {line.inspection.held_on} {line.inspection.way}"
            owner = ("inspections", line.id)
            ScansDialog(self, self._desk, self._workspace, owner, about).present()


def _whole(one: Shortcoming) -> str:
    """Write a shortcoming out: what is wrong, what was asked for, what was done."""
    said = [one.problem]
    if one.demand:
        said.append(f"要求：{one.demand}")
    if one.follow_up:
        said.append(f"整改：{one.follow_up}")
    if one.closed_on:
        said.append(f"{one.closed_on} 销号")
    return "\n".join(said)
