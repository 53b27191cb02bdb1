"""协议与委任: the pairs of a year, what is to be done with them, and their papers."""

from __future__ import annotations

from collections import Counter
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSplitter, QStackedWidget, QWidget

from partydesk.domain.cautions import Caution
from partydesk.domain.placements import (
    FOLLOWING,
    POSTED,
    Action,
    FollowUp,
    Placement,
    State,
    follow_up,
)
from partydesk.services.papers import papers_of
from partydesk.services.postings import post_history
from partydesk.services.workspace import Workspace
from partydesk.ui.ceremony.dialog import Typed, open_ceremony
from partydesk.ui.compliance.dialogs import decision_dialog
from partydesk.ui.compliance.recusal_dialog import RecusalDialog
from partydesk.ui.consultations.block import Concerned, TalksBlock
from partydesk.ui.desk import Desk
from partydesk.ui.documents import preview_document
from partydesk.ui.placements.act_dialog import ActDialog
from partydesk.ui.placements.actions import ProcedureActions
from partydesk.ui.placements.card import PlacementCard
from partydesk.ui.placements.columns import placement_columns
from partydesk.ui.placements.commands import (
    BUTTONS,
    FOR_ALL,
    GROUP,
    more_keys,
    print_keys,
    procedure_commands,
    with_papers,
)
from partydesk.ui.placements.notice_dialog import open_notice
from partydesk.ui.placements.papers_dialog import PapersDialog
from partydesk.ui.placements.reading import (
    ProcedurePicture,
    guidance,
    nothing_yet,
    read_procedure,
)
from partydesk.ui.placements.reminders_view import ReminderPorts, reminders_table, wire
from partydesk.ui.placements.text_dialog import open_wording
from partydesk.ui.placements.vacancy_dialog import open_vacancy
from partydesk.ui.table import RowTableModel
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import GAP, PageHead, page_layout
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.filters import ChipRow, ToggleChip
from partydesk.ui.widgets.menu_button import menu_button
from partydesk.ui.widgets.texts import Look, label, set_mark
from partydesk.ui.year_reading import YearReading

_SELECTION_PAGE = "selection"
_OF_INTEREST = frozenset(
    {"rounds", "placements", "consents", "agreements", "letters", "numbers", "talents",
     "notices", "enterprises", "policies", "posts", "snoozes", "attachments", "decisions",
     "recusals"}
)  # fmt: skip
_WIDE_SCREEN_PX = 1600
_SKETCH_PX = 14
_WIDTH_PX, _CARD_PX = 1134, 300  # of the page and its card at 1366×768 and 14 px type


class PlacementsPage(QWidget):
    """The page of the procedure.

    Attributes:
        table: The pairs.
        reminders: Whose terms end, and what has changed.
        reminding: Whether the reminders are in sight in place of the pairs.
        card: The chosen pair.
        papers: The scans of the chosen pair; None until they are first asked for.
        picture: What was read last; None before that.
        chips: State (None: all) → the chip that shows only those.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Read nothing until the page is shown."""
        super().__init__()
        self.setObjectName("page_placements")
        self._desk, self._workspace = desk, workspace
        self._actions = ProcedureActions(desk, workspace)
        self.picture: ProcedurePicture | None = None
        self._state: State | None = None
        self.reminding = False
        self.papers: PapersDialog | None = None
        self._reading = YearReading(
            self,
            desk,
            kinds=_OF_INTEREST,
            read=lambda year: read_procedure(workspace, year),
            show=self.show_picture,
            title="正在读取协议与委任",
        )
        self._wanted: int | None = None
        self._ceremony = Typed()
        self._labels: dict[int, str] = {}
        desk.commands.add_all(list(procedure_commands(self)), owner=self)
        self._build()

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        column = page_layout(self)
        command = self._desk.commands.button
        self.act_buttons: dict[Action, QPushButton] = {
            action: command(f"placements.{action.value}") for action in BUTTONS
        }
        self._print = menu_button("打印", "placements_print", self.print_menu)
        more = menu_button("更多", "placements_more", self.more_menu)
        self._head = PageHead(GROUP, more, self._print, *self.act_buttons.values())
        column.addWidget(self._head)
        self.chips: dict[State | None, ToggleChip] = {}
        for state in (None, *State):
            name = state.value if state else "all"
            self.chips[state] = chip = ToggleChip("", f"placements_{name}", on=state is None)
            chip.clicked.connect(lambda _on=False, chosen=state: self.choose_state(chosen))
        self.reminder_chip = ToggleChip("", "placements_reminders")
        self.reminder_chip.clicked.connect(lambda _on=False: self.show_reminders())
        self._guidance = label("", Look.SECONDARY, name="placements_guidance", wrap=True)
        self._guidance.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(ChipRow(*self.chips.values(), self.reminder_chip))
        line.addWidget(self._guidance, 1)
        column.addLayout(line)
        column.addWidget(self._build_split(), 1)

    def _build_split(self) -> QSplitter:
        wide = self.screen().availableGeometry().width() >= _WIDE_SCREEN_PX
        columns = placement_columns(self._labels, wide=wide)
        self.model: RowTableModel[Placement] = RowTableModel(columns, self)
        go = QPushButton("去双向选择")
        go.setObjectName("placements_go_selection")
        go.setAccessibleName("去双向选择")
        go.clicked.connect(lambda: self._desk.show_page(_SELECTION_PAGE))
        self._empty = EmptyState("", "", go)
        self.table: TableView[Placement] = TableView(
            self.model,
            "placements_wide" if wide else "placements",
            self._desk.settings,
            self._empty,
            about="拟配与委任",
        )
        self.table.current_changed.connect(self._show_current)
        self.table.selection_changed.connect(lambda _count: self._desk.commands.refresh())
        self.reminders = reminders_table(self._desk.settings)
        self.reminders.current_changed.connect(
            lambda row: self._show_current(row.placement if row else None)
        )
        self.reminders.selection_changed.connect(lambda _count: self._desk.commands.refresh())
        wire(self.reminders, ReminderPorts(self.open_dialog, self.put_off))
        self._lists = QStackedWidget()
        self._lists.addWidget(self.table)
        self._lists.addWidget(self.reminders)
        self.card = PlacementCard(
            partial(post_history, self._workspace), partial(papers_of, self._workspace)
        )
        self.card.papers_asked.connect(self.open_papers)
        self.card.fill_asked.connect(lambda: self._desk.commands.run("placements.fill"))
        self.card.record_asked.connect(self._desk.open_record)
        self.card.add_section("沟通记录", self._talks_of)
        self.card.decision_asked.connect(self.ask_decision)
        self.card.decision_taken_back.connect(self.take_decision_back)
        self.card.recusals_asked.connect(self.open_recusals)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("placements_split")
        split.setHandleWidth(GAP)
        split.setChildrenCollapsible(False)
        split.addWidget(self._lists)
        split.addWidget(self.card)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        scale = max(1.0, self.font().pixelSize() / _SKETCH_PX)
        split.setSizes([_WIDTH_PX - round(_CARD_PX * scale), round(_CARD_PX * scale)])
        return split

    def _talks_of(self, placement: Placement) -> TalksBlock:
        block = TalksBlock(self._desk, self._workspace)
        block.show_concerned(Concerned(placement.post_id, placement.talent_id, placement.talent))
        return block

    def print_menu(self) -> QMenu:
        """Make the menu of papers."""
        return self._desk.commands.menu(print_keys(), self)

    def more_menu(self) -> QMenu:
        """Make the menu of the rarer acts."""
        return self._desk.commands.menu(more_keys(), self)

    # -- what the window tells -----------------------------------------------------------------

    def page_shown(self) -> None:
        """Read the pairs if something has changed since they were read, be it only the day."""
        if self.picture is not None and self.picture.today != self._workspace.today():
            self._reading.expire()
        self._reading.refresh()

    def set_year(self, year: int) -> None:
        """Show another year's pairs."""
        del year
        self._reading.expire()

    def show_record(self, kind: str, number: int) -> None:
        """Go to a pair by its number."""
        if kind == "placements":
            self._wanted = number
            self.choose_state(None)

    # -- reading and showing -------------------------------------------------------------------

    def reload(self) -> None:
        """Read the pairs anew."""
        self._reading.start()

    def show_picture(self, picture: ProcedurePicture) -> None:
        """Show the pairs as they were read."""
        if self.reminding and self.picture and self.picture.reminders and not picture.reminders:
            self.choose_state(None)  # all is seen to: an empty list would hide what came of it
        self.picture = picture
        self._labels.clear()
        self._labels.update(picture.labels)
        counts = picture.counts()
        appointed = sum(counts[state] for state in POSTED)
        live = len(picture.live)
        self._head.set_about(f"{live} 对 · 已委任 {appointed}" if live else f"{picture.year} 年")
        self.reminder_chip.set_words(f"到期与变动 {len(picture.reminders)}")
        self.reminder_chip.setVisible(bool(picture.reminders) or self.reminding)
        for state, chip in self.chips.items():
            count = len(picture.shown) if state is None else counts[state]
            chip.set_words(f"{state.label if state else '全部'} {count}")
            chip.setVisible(bool(count) or state is None or state is self._state)
        self._guidance.setText(guidance(picture.placements, len(picture.vacant)))
        if not picture.placements:
            self._empty.set_words(*nothing_yet(picture))
        else:
            self._empty.set_words("这一类里没有")
        self._mark_next(counts)
        self._show_rows()

    def _mark_next(self, counts: Counter[State]) -> None:
        """Make the button of the next act the page's main one: the earliest that is open."""
        following = next((act for state, act in FOLLOWING.items() if counts[state]), None)
        for action, each in self.act_buttons.items():
            set_mark(each, "main", value=action is following)

    def choose_state(self, state: State | None) -> None:
        """Show only the pairs in a state; None shows all that were not withdrawn."""
        self._state, self.reminding = state, False
        self._show_lists()

    def show_reminders(self) -> None:
        """Show whose terms end, and what has changed, of all rounds."""
        self._state, self.reminding = None, True
        self._show_lists()

    def _show_lists(self) -> None:
        self._lists.setCurrentWidget(self.reminders if self.reminding else self.table)
        self.reminder_chip.setChecked(self.reminding)
        for each, chip in self.chips.items():
            chip.setChecked(each is self._state and not self.reminding)
        if self.picture is not None:
            self._show_rows()

    def _show_rows(self) -> None:
        picture = self.picture
        if picture is None:
            return
        kept = {placement.id for placement in self.table.selected_rows()}
        rows = picture.shown
        if self._state is not None:
            rows = tuple(p for p in picture.placements if p.state is self._state)
        if self._wanted is not None:
            kept, self._wanted = {self._wanted}, None
        self.model.set_rows(rows)
        self._select_again(rows, kept)
        self.reminders.model.set_rows(picture.reminders)
        self.reminders.select_number(0)
        self._show_current(self._current())

    def _current(self) -> Placement | None:
        if not self.reminding:
            return self.table.current_row()
        row = self.reminders.current_row()
        return row.placement if row else None

    def selected(self) -> list[Placement]:
        """The selected pairs of the list in sight; none before anything was read."""
        if self.picture is None:
            return []
        if self.reminding:
            return [row.placement for row in self.reminders.selected_rows()]
        return self.table.selected_rows()

    def _select_again(self, rows: tuple[Placement, ...], kept: set[int]) -> None:
        """Select the pairs that were selected before, or the first one."""
        places = [number for number, row in enumerate(rows) if row.id in kept] or [0]
        self.table.select_number(places[0])
        selection = self.table.view.selectionModel()
        flags = selection.SelectionFlag.Select | selection.SelectionFlag.Rows
        for number in places[1:]:
            selection.select(self.model.index(number, 0), flags)

    def _show_current(self, placement: Placement | None) -> None:
        self.card.show_placement(placement)
        self._desk.commands.refresh()

    # -- acts ----------------------------------------------------------------------------------

    def open_dialog(self, action: Action, due: FollowUp | None = None) -> None:
        """Ask what an act needs, for the selected pairs or all of them.

        Args:
            action: What is to be done.
            due: What has happened that asks for it; filled in beforehand.
        """
        picture = self.picture
        if picture is None:
            return
        everybody = picture.shown if action in FOR_ALL and not self.reminding else ()
        pairs = (self.selected(), everybody)
        ActDialog(
            self, self._actions, action, pairs, picture.today, due or self._due(action)
        ).present()

    def _due(self, action: Action) -> FollowUp | None:
        """What the selected pair asks for by itself, where that is this act."""
        chosen = self.selected()
        due = follow_up(chosen[0]) if len(chosen) == 1 else None
        return due if due is not None and due.action is action else None

    def put_off(self) -> None:
        """Remind of the selected terms a week later."""
        ids = [row.placement.id for row in self.reminders.selected_rows() if row.due is None]
        if ids:
            self._actions.put_off(ids)

    def open_papers(self) -> None:
        """Show the scans kept with the pair in sight."""
        pair = self._current()
        if pair is not None:
            if self.papers is None:
                self.papers = PapersDialog(self, self._desk, self._workspace)
            self.papers.show_pair(
                f"{pair.talent} · {pair.post}", partial(papers_of, self._workspace, pair.id)
            )
            self.papers.present()

    def edit_text(self) -> None:
        """Edit the wording of the chosen year's agreements."""
        open_wording(self, self._actions, self._workspace, self._desk.year())

    def open_vacancies(self) -> None:
        """Ask who is to take an open post, that of the selected pair first."""
        chosen = self.selected()
        post = chosen[0].post_id if chosen else None
        year = self._desk.year()
        if not open_vacancy(self, self._actions, self._workspace, year, post, self._go_to_new):
            self._desk.say("没有可以补选的岗位：空缺的岗位已关闭，或单位已不在库、已注销")

    def _go_to_new(self, number: int) -> None:
        """Turn to a pair that the next reading will bring."""
        self.choose_state(None)
        self._wanted = number

    def ask_decision(self, caution: Caution) -> None:
        """Ask for the committee's decision about a warning of the pair in sight."""
        placement = self._current()
        if placement is not None:
            decision_dialog(self, self._desk, self._workspace, placement, caution).present()

    def take_decision_back(self, caution: Caution) -> None:
        """Let a warning of the pair in sight stand as before."""
        placement = self._current()
        if placement is not None:
            self._actions.take_decision_back(placement.id, caution)

    def open_recusals(self) -> None:
        """Show the ties of the person in sight."""
        placement = self._current()
        if placement is not None:
            person = (placement.talent_id, placement.talent)
            unit = (placement.enterprise_id, placement.enterprise)
            RecusalDialog(self, self._desk, self._workspace, person, unit).present()

    def print_papers(self, kind: str, *, everybody: bool) -> None:
        """Show the papers of the selected pairs, or all, as they will be printed."""
        ids = [placement.id for placement in with_papers(self, kind, everybody=everybody)]
        if ids:
            preview_document(self, self._desk, self._workspace, kind, ids)

    def open_notice(self) -> None:
        """Word and issue a notice about the selected pairs, or all that are not announced yet."""
        if self.picture is not None:
            open_notice(self, self._desk, self._workspace, self.selected(), self.picture.shown)

    def open_ceremony(self) -> None:
        """Prepare the signing ceremony and print its papers."""
        open_ceremony(self, self._desk, self._workspace, self._ceremony)
