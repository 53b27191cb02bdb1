"""文号登记簿: the numbers of a year, what became of each, and how to correct what was issued."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from partydesk.domain.progress import Progress
from partydesk.services.number_register import (
    PAPERS,
    STATES,
    Entry,
    Gap,
    find_entry,
    find_gaps,
    list_entries,
)
from partydesk.services.originals import compose_originals, why_not_printed
from partydesk.services.print_kinds import Printout
from partydesk.services.reissuing import get_correctable, get_refusals
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.documents import open_preview, preview_document, title_of
from partydesk.ui.paper.correction_dialog import REISSUE, VOID, CorrectionDialog
from partydesk.ui.paper.register_card import TONES, RegisterCard
from partydesk.ui.preview import PreviewDialog
from partydesk.ui.table import Align, Column, RowTableModel
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import GAP
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.filters import ChipRow, ToggleChip
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.search_line import SearchLine
from partydesk.ui.year_reading import YearReading

_GROUP: Final = "文号登记簿"
_NONE_CHOSEN: Final = "请先选择一个编号"
_NO_NUMBERS: Final = (
    "这一年还没有编号",
    "拟定或签订协议、组织委任、印发任职通知、颁发证书时取的编号都登记在这里",
)
_NOTHING_FITS: Final = ("没有符合条件的编号",)
_OF_INTEREST: Final = frozenset(
    {"numbers", "letters", "agreements", "certificates", "notices", "printed_numbers",
     "issued_documents", "placements", "policies"}
)  # fmt: skip
_TABLE_PX, _CARD_PX = 860, 270  # of the page at 1366×768 and 14 px type
_TYPE_PX = 14


def _day(entry: Entry) -> str:
    return entry.issued_on.isoformat() if entry.issued_on else ""


COLUMNS: Final = (
    Column[Entry]("number", "编号", lambda e: e.number, width=190),
    Column[Entry]("title", "文书", lambda e: e.title, width=76),
    Column[Entry]("who", "姓名", lambda e: e.who, width=78, strong=True),
    Column[Entry]("about", "内容", lambda e: e.about, width=152),
    Column[Entry]("issued_on", "成文日期", _day, width=98),
    Column[Entry]("state", "状态", lambda e: e.state, width=72, tone=lambda e: TONES[e.state]),
    Column[Entry]("prints", "打印次数", lambda e: e.prints, Align.CENTRE, width=100),
    Column[Entry]("remark", "备注", lambda e: e.remark, width=84),
)


@dataclass(frozen=True)
class RegisterPicture:
    """The register of a year as it was read."""

    entries: tuple[Entry, ...]
    gaps: tuple[Gap, ...]


def read_register(workspace: Workspace, year: int) -> RegisterPicture:
    """Read the numbers of a year and the gaps between them."""
    return RegisterPicture(list_entries(workspace, year), find_gaps(workspace, year))


class RegisterView(QWidget):
    """The register of the window's year.

    Attributes:
        table: The numbers.
        card: The chosen one.
        kinds: What a document is called (empty: all) → the chip that shows only those.
        states: State → the chip that shows only those.
        gaps: Says which serials are missing, and why.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Read nothing until it is in sight."""
        super().__init__()
        self.setObjectName("paper_register")
        self._desk, self._workspace = desk, workspace
        self._entries: Sequence[Entry] = ()
        self._kind = self._state = self._words = self._wanted = ""
        self._shown: Entry | None = None
        self._refusals = ("", "")
        self._reading = YearReading(
            self,
            desk,
            kinds=_OF_INTEREST,
            read=lambda year: read_register(workspace, year),
            show=self._show,
            title="正在读取文号登记簿",
        )
        desk.commands.add_all(self._commands(), owner=self)
        self._build()

    def _commands(self) -> list[Command]:
        return [
            Command("register.look", "预览原件", _GROUP, self.look, "Ctrl+O", self._not_chosen),
            Command("register.print", "打印原件（补打）", _GROUP, self.print, "Ctrl+P",
                    self._not_printed, "打印（补打）"),
            Command("register.void", "作废文书…", _GROUP, self.void, "",
                    lambda: self._refused(0), f"{VOID}…"),
            Command("register.reissue", "作废并重发文书…", _GROUP, self.reissue, "",
                    lambda: self._refused(1), f"{REISSUE}…"),
            Command("register.sheet", "打印登记簿…", _GROUP, self.print_sheet, "",
                    lambda: "" if self._entries else _NO_NUMBERS[0]),
        ]  # fmt: skip

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        self.kinds = {word: ToggleChip("", f"register_kind_{n}", on=not word)
                      for n, word in enumerate(("", *PAPERS))}  # fmt: skip
        self.states = {word: ToggleChip("", f"register_state_{n}") for n, word in enumerate(STATES)}
        for chips, choose in ((self.kinds, self._choose_kind), (self.states, self._choose_state)):
            for word, chip in chips.items():
                chip.clicked.connect(lambda _on=False, act=choose, which=word: act(which))
        self.search = SearchLine("编号、姓名或内容", "register_search")
        self.search.setMaximumWidth(260)
        self.search.searched.connect(self._search)
        self.search.left_downwards.connect(lambda: self.table.select_number(0))
        first = QHBoxLayout()
        first.setSpacing(12)
        first.addWidget(self.search, 1)
        first.addWidget(ChipRow(*self.kinds.values()), 3)
        second = QHBoxLayout()
        second.setSpacing(12)
        second.addWidget(ChipRow(*self.states.values()), 1)
        second.addWidget(self._desk.commands.button("register.sheet"))
        self.gaps = FormMessage("register_gaps")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(10)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.gaps)
        column.addWidget(self._build_split(), 1)

    def _build_split(self) -> QSplitter:
        model: RowTableModel[Entry] = RowTableModel(COLUMNS, self)
        self._empty = EmptyState(*_NO_NUMBERS)
        self.table: TableView[Entry] = TableView(
            model, "register", self._desk.settings, self._empty, about=_GROUP
        )
        self.table.current_changed.connect(self._show_entry)
        self.table.selection_changed.connect(lambda _count: self._desk.commands.refresh())
        self.table.opened.connect(lambda _row: self._desk.commands.run("register.look"))
        keys = ("look", "print", "void", "reissue")
        self.card = RegisterCard([self._desk.commands.button(f"register.{key}") for key in keys])
        self.card.number_asked.connect(self.show_number)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("register_split")
        split.setHandleWidth(GAP)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self.card)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        scale = max(1.0, self.font().pixelSize() / _TYPE_PX)
        split.setSizes([_TABLE_PX, round(_CARD_PX * scale)])
        return split

    # -- showing -------------------------------------------------------------------------------

    def page_shown(self) -> None:
        """Read if something has changed since the last time."""
        self._reading.refresh()

    def set_year(self, _year: int) -> None:
        """Show the other year's."""
        self._reading.expire()

    def show_number(self, number: str) -> None:
        """Go to a number; one of another year is shown beside the list only."""
        if number not in {entry.number for entry in self._entries}:
            self._show_entry(find_entry(self._workspace, number))
            return
        self._kind = self._state = self._words = ""
        self.search.set_words("")
        self._wanted = number
        self._narrow()

    def _show(self, picture: RegisterPicture) -> None:
        self._entries = picture.entries
        unexplained = any(not gap.explained for gap in picture.gaps)
        tone = Tone.TROUBLE if unexplained else Tone.PLAIN
        self.gaps.say([f"缺号　{gap.words}" for gap in picture.gaps], tone)
        self._narrow()

    def _count(self) -> None:
        """Say on each chip how many there are; one of which there is none is not offered."""
        titles = Counter(entry.title for entry in self._entries)
        states = Counter(entry.state for entry in self._entries)
        self._kind = self._kind if titles[self._kind] else ""
        self._state = self._state if states[self._state] else ""
        for kind, chip in self.kinds.items():
            count = titles[kind] if kind else len(self._entries)
            chip.set_words(f"{kind or '全部'} {count}")
            chip.setVisible(bool(count) or not kind)
            chip.setChecked(kind == self._kind)
        for state, chip in self.states.items():
            chip.set_words(f"{state} {states[state]}")
            chip.setVisible(bool(states[state]))
            chip.setChecked(state == self._state)

    def _choose_kind(self, kind: str) -> None:
        self._kind = kind
        self._narrow()

    def _choose_state(self, state: str) -> None:
        """Show only those in a state; once more, all again."""
        self._state = "" if state == self._state else state
        self._narrow()

    def _search(self, words: str) -> None:
        self._words = words
        self._narrow()

    def _narrow(self) -> None:
        """Show what is wanted, and the number that was in sight again."""
        self._count()
        current = self.table.current_row()
        kept = self._wanted or (current.number if current else "")
        self._wanted = ""
        rows = [
            entry
            for entry in self._entries
            if self._kind in ("", entry.title)
            and self._state in ("", entry.state)
            and entry.is_about(self._words)
        ]
        self._empty.set_words(*(_NOTHING_FITS if self._entries else _NO_NUMBERS))
        self.table.model.set_rows(rows)
        if not self.table.select_where(lambda entry: entry.number == kept):
            self.table.select_number(0)
        self._show_entry(self.table.current_row())
        self._desk.commands.refresh()

    def _show_entry(self, entry: Entry | None) -> None:
        if entry is self._shown:  # narrowing the list tells so once more
            return
        self._shown = entry
        self._refusals = ("", "")
        if entry is not None and entry.paper is not None:
            self._refusals = get_refusals(self._workspace, entry.number_id)
        self.card.show_entry(entry)
        self._desk.commands.refresh()

    # -- acting --------------------------------------------------------------------------------

    def _not_chosen(self) -> str:
        if self._shown is None:
            return _NONE_CHOSEN
        return "" if self._shown.paper else "登记簿里只有编号，没有文书"

    def _chosen(self) -> list[Entry]:
        """The selected numbers, else the one in sight."""
        if self._shown is None:
            return []
        selected = self.table.selected_rows()
        return selected if self._shown in selected else [self._shown]

    def _not_printed(self) -> str:
        chosen = self._chosen()
        if not chosen:
            return _NONE_CHOSEN
        reasons = [why_not_printed(entry) for entry in chosen]
        # Void ones among several are left out.
        return reasons[0] if all(reasons) else ""

    def _refused(self, which: int) -> str:
        return self._not_chosen() or self._refusals[which]

    def look(self) -> None:
        """Show the page as it was issued, also of a void one, which is said beside it."""
        entry = self._shown
        if entry is None:
            return
        if not entry.void:
            self._open([entry])
            return

        def show(printout: Printout) -> None:
            said = f"{entry.words}。原件仅供查看，不能打印或另存。"
            dialog = PreviewDialog(self, self._desk.tasks, printout.pdf, entry.number, [said])
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.preview.look_only()
            dialog.present()

        self._desk.tasks.run(self._composing([entry], look=True), show, title="正在取出原件")

    def print(self) -> None:
        """Preview the chosen documents as they were issued, on their way to the printer."""
        self._open([entry for entry in self._chosen() if not why_not_printed(entry)])

    def _open(self, entries: Sequence[Entry]) -> None:
        def show(printout: Printout) -> None:
            one = entries[0].number if len(entries) == 1 else ""
            title = one or title_of(printout, entries[0].year)
            open_preview(self, self._desk, self._workspace, printout, title)

        self._desk.tasks.run(self._composing(entries), show, title="正在取出原件")

    def _composing(
        self, entries: Sequence[Entry], *, look: bool = False
    ) -> Callable[[Progress], Printout]:
        ids = [entry.number_id for entry in entries]

        def work(progress: Progress) -> Printout:
            return compose_originals(self._workspace, ids, look=look, progress=progress)

        return work

    def void(self) -> None:
        """Ask why a document becomes void."""
        if self._shown is not None:
            CorrectionDialog(self, self._desk, self._workspace, self._shown).present()

    def reissue(self) -> None:
        """Ask why a document becomes void, and what the new one says."""
        entry = self._shown
        if entry is None:
            return
        correctable = get_correctable(self._workspace, entry.number_id)
        CorrectionDialog(
            self, self._desk, self._workspace, entry, correctable, then=self._follow
        ).present()

    def _follow(self, number: str) -> None:
        """Show the new number once the register has been read again."""
        self._wanted = number

    def print_sheet(self) -> None:
        """Preview the register of the year on paper."""
        preview_document(self, self._desk, self._workspace, "register")
