"""协议与委任: the pairs of a year, what is to be done with them, and their papers."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSplitter, QWidget

from partydesk.domain.cautions import Caution
from partydesk.domain.placements import (
    POSTED,
    Action,
    Order,
    Placement,
    State,
    allowed_actions,
    reasons_against,
)
from partydesk.services.workspace import Workspace
from partydesk.ui.commands import Command
from partydesk.ui.compliance.dialogs import decision_dialog
from partydesk.ui.compliance.recusal_dialog import RecusalDialog
from partydesk.ui.desk import Desk
from partydesk.ui.documents import preview_document
from partydesk.ui.placements.act_dialog import ActDialog
from partydesk.ui.placements.actions import ProcedureActions
from partydesk.ui.placements.card import PlacementCard
from partydesk.ui.placements.columns import placement_columns
from partydesk.ui.placements.reading import ProcedurePicture, guidance, read_procedure
from partydesk.ui.table import RowTableModel
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import GAP, PageHead, page_layout
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.filters import ChipRow, ToggleChip
from partydesk.ui.widgets.menu_button import menu_button
from partydesk.ui.widgets.texts import Look, label, set_mark
from partydesk.ui.year_reading import YearReading

_GROUP = "协议与委任"
_SELECTION_PAGE = "selection"
_OF_INTEREST = frozenset(
    {"rounds", "placements", "consents", "agreements", "letters", "numbers", "talents",
     "enterprises", "policies", "posts", "decisions", "recusals"}
)  # fmt: skip
_SHORTCUTS = {Action.CONSENT: "T", Action.SIGN: "Q", Action.APPOINT: "W", Action.WITHDRAW: ""}
_PAPERS = {"agreements": "协议书", "letters": "委任书"}
_MOST_REASONS = 3
_WIDE_SCREEN_PX = 1600
_SKETCH_PX = 14
_WIDTH_PX, _CARD_PX = 1134, 300  # of the page and its card at 1366×768 and 14 px type


def has_paper(placement: Placement, kind: str) -> bool:
    """Whether a pair has a document of this kind that is in force."""
    if placement.state is State.WITHDRAWN:
        return False
    number = placement.letter_number if kind == "letters" else placement.agreement_number
    return number is not None


class PlacementsPage(QWidget):
    """The page of the procedure.

    Attributes:
        table: The pairs.
        card: The chosen pair.
        chips: State (None: all) → the chip that shows only those.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Read nothing until the page is shown."""
        super().__init__()
        self.setObjectName("page_placements")
        self._desk, self._workspace = desk, workspace
        self._actions = ProcedureActions(desk, workspace)
        self._picture: ProcedurePicture | None = None
        self._state: State | None = None
        self._reading = YearReading(
            self,
            desk,
            kinds=_OF_INTEREST,
            read=lambda year: read_procedure(workspace, year),
            show=self.show_picture,
            title="正在读取协议与委任",
        )
        self._wanted: int | None = None
        self._labels: dict[int, str] = {}
        self._add_commands()
        self._build()

    # -- building ------------------------------------------------------------------------------

    def _add_commands(self) -> None:
        for action in Action:
            self._desk.commands.add(
                Command(
                    f"placements.{action.value}",
                    action.label,
                    _GROUP,
                    partial(self.open_dialog, action),
                    _SHORTCUTS[action],
                    partial(self._cannot, action),
                    button_text=f"{action.label}…",
                ),
                owner=self,
            )
        for kind, title in _PAPERS.items():
            for words, everybody in (("选中的", False), ("全部", True)):
                self._desk.commands.add(
                    Command(
                        f"placements.print_{'all_' if everybody else ''}{kind}",
                        f"打印{words}{title}",
                        _GROUP,
                        partial(self.print_papers, kind, everybody=everybody),
                        refusal=partial(self._no_papers, kind, everybody=everybody),
                    ),
                    owner=self,
                )

    def _build(self) -> None:
        column = page_layout(self)
        command = self._desk.commands.button
        self.act_buttons: dict[Action, QPushButton] = {
            action: command(f"placements.{action.value}") for action in Action
        }
        self._print = menu_button("打印", "placements_print", self.print_menu)
        order = (Action.WITHDRAW, Action.CONSENT, Action.SIGN, Action.APPOINT)
        buttons = [self.act_buttons[action] for action in order]
        self._head = PageHead(_GROUP, buttons[0], self._print, *buttons[1:])
        column.addWidget(self._head)
        self.chips: dict[State | None, ToggleChip] = {}
        for state in (None, *State):
            name = state.value if state else "all"
            self.chips[state] = chip = ToggleChip("", f"placements_{name}", on=state is None)
            chip.clicked.connect(lambda _on=False, chosen=state: self.choose_state(chosen))
        self._guidance = label("", Look.SECONDARY, name="placements_guidance", wrap=True)
        self._guidance.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(ChipRow(*self.chips.values()))
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
        self.card = PlacementCard()
        self.card.record_asked.connect(self._desk.open_record)
        self.card.decision_asked.connect(self.ask_decision)
        self.card.decision_taken_back.connect(self.take_decision_back)
        self.card.recusals_asked.connect(self.open_recusals)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("placements_split")
        split.setHandleWidth(GAP)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self.card)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        scale = max(1.0, self.font().pixelSize() / _SKETCH_PX)
        split.setSizes([_WIDTH_PX - round(_CARD_PX * scale), round(_CARD_PX * scale)])
        return split

    def print_menu(self) -> QMenu:
        """Make the menu of papers."""
        keys = [f"placements.print_{scope}{kind}" for kind in _PAPERS for scope in ("", "all_")]
        return self._desk.commands.menu([*keys[:2], "", *keys[2:]], self)

    # -- what the window tells -----------------------------------------------------------------

    def page_shown(self) -> None:
        """Read the pairs if something has changed since they were read."""
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
        self._picture = picture
        self._labels.clear()
        self._labels.update(picture.labels)
        counts = picture.counts()
        appointed = sum(counts[state] for state in POSTED)
        live = len(picture.live)
        self._head.set_about(f"{live} 对 · 已委任 {appointed}" if live else f"{picture.year} 年")
        for state, chip in self.chips.items():
            count = live if state is None else counts[state]
            chip.set_words(f"{state.label if state else '全部'} {count}")
            chip.setVisible(bool(count) or state is None or state is self._state)
        self._guidance.setText(guidance(picture.placements, len(picture.labels)))
        if not picture.placements:
            hint = "在“双向选择”匹配后提交认可，拟配的每一对就列在这里。"
            self._empty.set_words(f"{picture.year} 年还没有提交认可的拟配", hint)
        else:
            self._empty.set_words("这一类里没有")
        self._mark_next(counts[State.PROPOSED], counts[State.CONSENTED], counts[State.SIGNED])
        self._show_rows()

    def _mark_next(self, proposed: int, consented: int, signed: int) -> None:
        """Make the button of the next act the page's main one: the earliest that is open."""
        following = Action.CONSENT if proposed else Action.SIGN if consented else Action.APPOINT
        open_pairs = proposed + consented + signed
        for action, each in self.act_buttons.items():
            set_mark(each, "main", value=action is following and open_pairs > 0)

    def choose_state(self, state: State | None) -> None:
        """Show only the pairs in a state; None shows all that were not withdrawn."""
        self._state = state
        for each, chip in self.chips.items():
            chip.setChecked(each is state)
        if self._picture is not None:
            self._show_rows()

    def _show_rows(self) -> None:
        picture = self._picture
        if picture is None:
            return
        kept = {placement.id for placement in self.table.selected_rows()}
        rows = picture.live
        if self._state is not None:
            rows = tuple(p for p in picture.placements if p.state is self._state)
        if self._wanted is not None:
            kept, self._wanted = {self._wanted}, None
        self.model.set_rows(rows)
        self._select_again(rows, kept)
        self._show_current(self.table.current_row())

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

    # -- why not -------------------------------------------------------------------------------

    def _cannot(self, action: Action) -> str:
        """Say why an act cannot be done to any pair; the selected ones speak first."""
        picture = self._picture
        if picture is None or not picture.live:
            return "还没有提交认可的拟配"
        if any(action in allowed_actions(placement) for placement in picture.live):
            return ""
        order = Order(picture.today)
        chosen = self.table.selected_rows() or list(picture.live)
        reasons = [
            reason.message
            for placement in chosen
            for reason in reasons_against(placement, action, order, picture.today)
        ]
        return "\n".join(reasons[:_MOST_REASONS])

    def _with_papers(self, kind: str, *, everybody: bool) -> list[Placement]:
        picture = self._picture
        if picture is None:
            return []
        rows = list(picture.live) if everybody else self.table.selected_rows()
        return [placement for placement in rows if has_paper(placement, kind)]

    def _no_papers(self, kind: str, *, everybody: bool) -> str:
        if self._with_papers(kind, everybody=everybody):
            return ""
        before = "签订协议" if kind == "agreements" else "组织委任"
        return f"{'还' if everybody else '选中的'}没有{_PAPERS[kind]}，{before}后才能打印"

    # -- acts ----------------------------------------------------------------------------------

    def open_dialog(self, action: Action) -> None:
        """Ask what an act needs, for the selected pairs or all of them."""
        picture = self._picture
        if picture is None:
            return
        pairs = (self.table.selected_rows(), picture.live)
        ActDialog(self, self._actions, action, pairs, picture.today).present()

    def ask_decision(self, caution: Caution) -> None:
        """Ask for the committee's decision about a warning of the pair in sight."""
        placement = self.table.current_row()
        if placement is not None:
            decision_dialog(self, self._desk, self._workspace, placement, caution).present()

    def take_decision_back(self, caution: Caution) -> None:
        """Let a warning of the pair in sight stand as before."""
        placement = self.table.current_row()
        if placement is not None:
            self._actions.take_decision_back(placement.id, caution)

    def open_recusals(self) -> None:
        """Show the ties of the person in sight."""
        placement = self.table.current_row()
        if placement is not None:
            person = (placement.talent_id, placement.talent)
            unit = (placement.enterprise_id, placement.enterprise)
            RecusalDialog(self, self._desk, self._workspace, person, unit).present()

    def print_papers(self, kind: str, *, everybody: bool) -> None:
        """Show the papers of the selected pairs, or all, as they will be printed."""
        ids = [placement.id for placement in self._with_papers(kind, everybody=everybody)]
        if ids:
            preview_document(self, self._desk, self._workspace, kind, ids)
