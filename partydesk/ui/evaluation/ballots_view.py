"""测评票: which ballots the evaluation asks for, how far each stack is, and the way to enter it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from partydesk.domain.evaluation.keying import Difference, Keyed
from partydesk.domain.evaluation.kinds import Keying
from partydesk.domain.pinyin import matches
from partydesk.services.evaluation.ballots import (
    FIRST,
    SECOND,
    Slot,
    Stack,
    begin_keying,
    clear_stack,
    count_keyed,
    list_differences,
    list_keyed,
    list_stacks,
)
from partydesk.services.print_kinds import Choice
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.documents import preview_document
from partydesk.ui.evaluation.counts_dialog import CountsDialog
from partydesk.ui.evaluation.differences_dialog import DifferencesDialog
from partydesk.ui.evaluation.keying_dialog import KeyingDialog
from partydesk.ui.evaluation.stack_dialog import StackDialog
from partydesk.ui.selection.importing import open_import
from partydesk.ui.table import Align, Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.dialog import ask
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.filters import ChipRow, ToggleChip
from partydesk.ui.widgets.search_line import SearchLine
from partydesk.ui.year_reading import YearReading

_GROUP = "测评票"
#: Tables whose changes the list follows.
_OF_INTEREST = frozenset({"evaluations", "evaluated", "ballot_batches", "ballot_counts"})


def _figure(value: int, stack: Stack) -> str:
    return str(value) if stack.keying is not None else ""


def _rate(stack: Stack) -> str:
    return "" if stack.error_rate is None else f"{stack.error_rate:.2%}"


def _is_open(stack: Stack) -> bool:
    return stack.tally is None


COLUMNS = (
    Column[Stack]("person", "姓名", lambda s: s.person, width=94, sortable=False, strong=True),
    Column[Stack]("unit", "发票单位", lambda s: s.unit, width=190, sortable=False),
    Column[Stack]("component", "项目", lambda s: s.component.name, width=176, sortable=False),
    Column[Stack]("voters", "投票人", lambda s: s.voters.name, width=92, sortable=False),
    Column[Stack]("issued", "发出", lambda s: _figure(s.issued, s), Align.RIGHT,
                  width=58, sortable=False),
    Column[Stack]("returned", "收回", lambda s: _figure(s.returned, s), Align.RIGHT,
                  width=58, sortable=False),
    Column[Stack]("valid", "有效", lambda s: str(s.tally.valid) if s.tally else "", Align.RIGHT,
                  width=58, sortable=False),
    Column[Stack]("keying", "录入方式", lambda s: s.keying.value if s.keying else "",
                  width=80, sortable=False),
    Column[Stack]("rate", "差错率", _rate, Align.RIGHT, width=72, sortable=False),
    Column[Stack]("state", "状态", lambda s: s.state, width=100, sortable=False, shape=Shape.TAG,
                  tone=lambda s: Tone.ATTENTION if _is_open(s) else Tone.GOOD),
)  # fmt: skip
_CHIPS: dict[str, tuple[str, Callable[[Stack], bool]]] = {
    "all": ("全部", lambda _stack: True),
    "open": ("未计票", _is_open),
    "keying": ("逐票录入中", lambda s: _is_open(s) and s.keying is Keying.BALLOTS),
    "counted": ("已计票", lambda s: not _is_open(s)),
}


class BallotsView(QWidget):
    """The stacks of the year.

    Attributes:
        table: One line a stack.
        chips: Which stacks → the chip that shows only those.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Read nothing until it is in sight."""
        super().__init__()
        self.setObjectName("evaluation_ballots")
        self._desk, self._workspace = desk, workspace
        self._stacks: Sequence[Stack] = ()
        self._wanted, self._words = "all", ""
        self._chosen: Stack | None = None
        self._reading = YearReading(
            self,
            desk,
            kinds=_OF_INTEREST,
            read=lambda year: list_stacks(workspace, year),
            show=self._show,
            title="正在读取测评票",
        )
        chosen = self._none_chosen
        desk.commands.add_all(
            [
                Command("ballots.counts", "按票数录入…", _GROUP, self.enter_counts, "F6", chosen),
                Command("ballots.key", "逐票双录…", _GROUP, self.key, "F7", chosen),
                Command("ballots.import", "导入票数…", _GROUP, self.import_sheet, "",
                        self._nothing_shown, button_text="导入…"),
                Command("ballots.clear", "清除重录", _GROUP, self.clear, "", self._nothing_entered),
                Command("ballots.print", "打印测评票", _GROUP, self.print, "Ctrl+P",
                        self._nothing_shown),
                Command("ballots.print_tally", "打印计票表", _GROUP, self.print_tally, "",
                        self._nothing_shown),
            ],
            owner=self,
        )  # fmt: skip
        self._build()

    def _build(self) -> None:
        model: RowTableModel[Stack] = RowTableModel(COLUMNS, self)
        empty = EmptyState(
            "这一年的考核还没有开始", "先在“考核方案”里开始本年考核，这里就列出要发的测评票"
        )
        self.table: TableView[Stack] = TableView(
            model, "ballots", self._desk.settings, empty, about="测评票"
        )
        self.table.current_changed.connect(self._on_chosen)
        self.table.opened.connect(lambda _stack: self.open_stack())
        self.chips: dict[str, ToggleChip] = {}
        for key, (words, _) in _CHIPS.items():
            chip = ToggleChip(words, f"ballots_{key}", on=key == "all")
            chip.clicked.connect(lambda _on=False, chosen=key: self._choose(chosen))
            self.chips[key] = chip
        self.search = SearchLine("姓名或单位", "ballots_search")
        self.search.setMaximumWidth(220)
        self.search.searched.connect(self._search)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.search, 1)
        line.addWidget(ChipRow(*self.chips.values()), 2)
        for key in ("import", "print", "print_tally", "clear", "key"):
            line.addWidget(self._desk.commands.button(f"ballots.{key}"))
        line.addWidget(self._desk.commands.button("ballots.counts", main=True))
        self.search.left_downwards.connect(lambda: self.table.select_number(0))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addLayout(line)
        column.addWidget(self.table, 1)

    # -- showing -------------------------------------------------------------------------------

    def page_shown(self) -> None:
        """Read if something has changed since the last time."""
        self._reading.refresh()

    def set_year(self, _year: int) -> None:
        """Show the other year's."""
        self._reading.expire()

    def _show(self, stacks: Sequence[Stack]) -> None:
        self._stacks = stacks
        for key, (words, fits) in _CHIPS.items():
            self.chips[key].set_words(f"{words} {sum(map(fits, stacks))}")
        self._narrow()

    def _choose(self, wanted: str) -> None:
        self._wanted = wanted
        for key, chip in self.chips.items():
            chip.setChecked(key == wanted)
        self._narrow()

    def _search(self, words: str) -> None:
        self._words = words
        self._narrow()

    def _narrow(self) -> None:
        before = self._chosen
        fits = _CHIPS[self._wanted][1]
        self.table.model.set_rows(
            [
                stack
                for stack in self._stacks
                if fits(stack)
                and (
                    not self._words
                    or matches(self._words, stack.person)
                    or matches(self._words, stack.unit)
                )
            ]
        )
        if before is not None:
            self.table.select_where(lambda stack: stack.slot == before.slot)
        self._desk.commands.refresh()

    # -- acting --------------------------------------------------------------------------------

    def _on_chosen(self, stack: Stack | None) -> None:
        self._chosen = stack
        self._desk.commands.refresh()

    def _none_chosen(self) -> str:
        return "" if self._chosen else "请先在名单里选一叠测评票"

    def _nothing_entered(self) -> str:
        return "" if self._chosen and self._chosen.keying else "选中的测评票还没有录入"

    def _nothing_shown(self) -> str:
        return "" if self._stacks else "这一年没有测评票"

    def open_stack(self) -> None:
        """Go on with the chosen stack as it was begun; by counts where nothing was."""
        stack = self._chosen
        if stack is not None and stack.keying is Keying.BALLOTS:
            self.key()
        else:
            self.enter_counts()

    def enter_counts(self) -> None:
        """Type what was counted by hand."""
        stack = self._chosen
        if stack is not None:
            CountsDialog(self, self._desk, self._workspace, stack).present()

    def import_sheet(self) -> None:
        """Take in counts that were typed into the sheet; the template lists every stack."""
        open_import(self, self._desk, self._workspace, "ballots")

    def key(self) -> None:
        """Go on with typing ballot by ballot: the next pass, the differences, or the count."""
        stack = self._chosen
        if stack is None:
            return
        if stack.keying is not Keying.BALLOTS or not stack.returned:
            dialog = StackDialog(self, stack)
            dialog.accepted.connect(
                lambda: self._begin(stack.slot, dialog.issued.value(), dialog.returned.value())
            )
            dialog.present()
        else:
            self._go_on(stack)

    def _begin(self, slot: Slot, issued: int, returned: int) -> None:
        def done(_changes: object) -> None:
            self._then(slot, self._go_on)

        self._desk.tasks.run(
            lambda _progress: begin_keying(self._workspace, slot, issued, returned),
            done,
            title="正在登记票数",
        )

    def _then(self, slot: Slot, go_on: Callable[[Stack], None]) -> None:
        """Read the stacks anew and go on with one of them."""
        year = self._desk.year()

        def done(stacks: Sequence[Stack]) -> None:
            self._show(stacks)
            found = next((stack for stack in stacks if stack.slot == slot), None)
            if found is not None:
                go_on(found)

        self._desk.tasks.run(
            lambda _progress: list_stacks(self._workspace, year), done, title="正在读取测评票"
        )

    def _go_on(self, stack: Stack) -> None:
        if stack.tally is not None:
            self._desk.say(f"{stack.person}的这些测评票已计票；要改动请先“清除重录”")
        elif min(stack.keyed) < stack.returned:
            self._open_pass(stack, FIRST if stack.keyed[0] < stack.returned else SECOND)
        elif stack.differing:
            self._open_differences(stack)
        else:
            self._count(stack)

    def _open_pass(self, stack: Stack, turn: int) -> None:
        def show(done: Sequence[Keyed]) -> None:
            dialog = KeyingDialog(self, self._desk, self._workspace, stack, turn, done)
            dialog.accepted.connect(lambda: self._then(stack.slot, self._go_on))
            dialog.rejected.connect(lambda: self._then(stack.slot, lambda _stack: None))
            dialog.present()

        self._desk.tasks.run(
            lambda _progress: list_keyed(self._workspace, stack.slot, turn),
            show,
            title="正在读取测评票",
        )

    def _open_differences(self, stack: Stack) -> None:
        slot, workspace = stack.slot, self._workspace

        def read(
            _progress: object,
        ) -> tuple[Sequence[Difference], tuple[Sequence[Keyed], Sequence[Keyed]]]:
            found = list_differences(workspace, slot)
            return found, (list_keyed(workspace, slot, FIRST), list_keyed(workspace, slot, SECOND))

        def show(
            known: tuple[Sequence[Difference], tuple[Sequence[Keyed], Sequence[Keyed]]],
        ) -> None:
            dialog = DifferencesDialog(self, self._desk, workspace, stack, *known)
            dialog.accepted.connect(lambda: self._then(slot, self._go_on))
            dialog.present()

        self._desk.tasks.run(read, show, title="正在比对两遍录入")

    def _count(self, stack: Stack) -> None:
        self._desk.tasks.run(
            lambda _progress: count_keyed(self._workspace, stack.slot),
            self._desk.bus.tell,
            title="正在计票",
        )

    def clear(self) -> None:
        """Take out what was entered of the chosen stack."""
        stack = self._chosen
        if stack is None or stack.keying is None:
            return
        if stack.keying is Keying.BALLOTS and not ask(
            self,
            "清除逐票录入的内容吗？",
            f"{stack.person}（{stack.voters.name}）已录入的 {max(stack.keyed)} 张票将全部清除，"
            "不能撤销，须照原票重录。",
            "清除录入的票",
        ):
            return
        self._desk.tasks.run(
            lambda _progress: clear_stack(self._workspace, stack.slot),
            self._desk.bus.tell,
            title="正在清除测评票",
        )

    def _choice(self) -> Choice:
        """Those of the chosen lines, or of all that are shown."""
        rows = self.table.selected_rows() or self._stacks
        return Choice(own_ids=frozenset(stack.slot.evaluated_id for stack in rows))

    def print(self) -> None:
        """Preview the ballots of the chosen people, one sheet for each stack."""
        preview_document(self, self._desk, self._workspace, "ballots", choice=self._choice())

    def print_tally(self) -> None:
        """Preview the sheets on which the ballots of the chosen people are counted."""
        preview_document(self, self._desk, self._workspace, "ballot-tally", choice=self._choice())
