"""意愿: whose sheets there are on the left, the chosen one on the right."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from partydesk.domain.selection import Side
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.selection import steps
from partydesk.ui.selection.actions import RoundActions
from partydesk.ui.selection.importing import open_import
from partydesk.ui.selection.prints import RoundPrints
from partydesk.ui.selection.reading import RoundPicture
from partydesk.ui.selection.suggest_dialog import SuggestDialog
from partydesk.ui.selection.wish_draft import WishDraft, draft_of
from partydesk.ui.selection.wish_owners import FormEntry, Owner, owners_of
from partydesk.ui.selection.wish_sheet import WishSheet
from partydesk.ui.table import Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import GAP
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.filters import ChipRow, ToggleChip
from partydesk.ui.widgets.menu_button import menu_button

_GROUP = "双向选择"


class WishesView(QWidget):
    """Sheets of both sides; what is typed stays until it is saved.

    Attributes:
        buttons: What stands at the right of the page's head while this is in sight.
    """

    def __init__(
        self, desk: Desk, workspace: Workspace, actions: RoundActions, prints: RoundPrints
    ) -> None:
        """Show nothing yet."""
        super().__init__()
        self.setObjectName("selection_wishes")
        self._desk, self._workspace, self._actions = desk, workspace, actions
        self._picture: RoundPicture | None = None
        self._drafts: dict[tuple[Side, int], WishDraft] = {}
        self._other_years: dict[int, dict[tuple[Side, int], WishDraft]] = {}
        self._side = Side.ENTERPRISE
        self._counts: dict[Side, Counter[int]] = {side: Counter() for side in Side}
        self._suggested: dict[Side, frozenset[int]] = {side: frozenset() for side in Side}
        self.entry = FormEntry()
        self.entry.opened.connect(self._show_form)
        self._add_commands()
        self.buttons: tuple[QPushButton, ...] = (
            desk.commands.button("selection.import_wishes"),
            desk.commands.button("selection.suggest"),
        )
        if prints.keys(steps.WISHES):
            forms = menu_button("打印", "wishes_print", lambda: prints.menu(steps.WISHES))
            self.buttons = (forms, *self.buttons)
        self.sheet = WishSheet(desk)
        self.sheet.edited.connect(self._on_edit)
        self._build()

    def _build(self) -> None:
        self.chips = {side: ToggleChip("", f"wishes_of_{side.name.lower()}") for side in Side}
        for side, chip in self.chips.items():
            chip.clicked.connect(lambda _on=False, chosen=side: self.choose_side(chosen))
        self.only_silent = ToggleChip("只看未登记", "wishes_silent")
        self.only_silent.toggled.connect(lambda _on: self._show_owners())
        self.model: RowTableModel[Owner] = RowTableModel(self._columns(), self)
        self.owners: TableView[Owner] = TableView(
            self.model,
            "wish_owners",
            self._desk.settings,
            EmptyState("没有要登记的", "换一边看看，或取消“只看未登记”"),
            about="要登记意愿的岗位和人员",
        )
        self.owners.current_changed.connect(self._choose_owner)
        self.owners.opened.connect(lambda _owner: self.sheet.focus_entry())
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.entry)
        column.addWidget(ChipRow(*self.chips.values(), self.only_silent))
        column.addWidget(self.owners, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("wishes_split")
        split.setHandleWidth(GAP)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.sheet)
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 9)
        split.setSizes([420, 720])
        self.setFocusProxy(self.entry.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(split)

    def _columns(self) -> list[Column[Owner]]:
        return [
            Column("form", "表号", lambda owner: owner.form, width=64, sortable=False,
                   tone=lambda _owner: Tone.SECONDARY),
            Column("label", "岗位／人员", lambda owner: owner.label, width=220,
                   sortable=False, tip=lambda owner: owner.about),
            Column("state", "意愿", self._state_word, tone=self._state_tone, tip=self._state_tip,
                   shape=Shape.TAG,
                   width=110, sortable=False),
        ]  # fmt: skip

    def _state_word(self, owner: Owner) -> str:
        draft = self._drafts.get(owner.key)
        if draft is not None and draft.dirty:
            return "未保存"
        count = self._counts[owner.side][owner.number]
        if not count:
            return "未登记"
        if owner.number in self._suggested[owner.side]:
            return f"建议 {count} 条"
        return f"{count} 条 · 偏少" if self._is_short(owner) else f"已登记 {count} 条"

    def _is_short(self, owner: Owner) -> bool:
        return self._picture is not None and owner.key in self._picture.short_lists

    def _state_tip(self, owner: Owner) -> str:
        if self._picture is None or not self._is_short(owner):
            return ""
        least = self._picture.policy.short_list
        return (
            f"愿意的不足 {least} 个，容易落空；可请对方再考虑几个（年度政策“意愿少于几个时提醒”）"
        )

    def _state_tone(self, owner: Owner) -> Tone:
        word = self._state_word(owner)
        if word == "未保存":
            return Tone.TROUBLE
        if word == "未登记" or word.endswith("偏少"):
            return Tone.ATTENTION
        return Tone.SECONDARY if word.startswith("建议") else Tone.GOOD

    def _add_commands(self) -> None:
        add = [
            Command(
                "selection.save_wishes", "保存意愿", _GROUP, self.save, "Ctrl+S",
                self._nothing_typed, button_text="保存意愿",
            ),
            Command(
                "selection.save_next", "保存意愿，打开下一份", _GROUP, self.save_next, "F9",
                self._no_sheet, button_text="保存，下一份",
            ),
            Command(
                "selection.open_form", "按表号打开意愿表", _GROUP, self.entry.take_keyboard, "F8",
            ),
            Command(
                "selection.suggest", "按契合度建议意愿", _GROUP, self.ask_suggest,
                refusal=self._nobody_silent, button_text="建议意愿…",
            ),
            Command(
                "selection.import_wishes", "导入意愿", _GROUP, self.import_wishes,
                button_text="导入意愿…",
            ),
        ]  # fmt: skip
        self._desk.commands.add_all(add, owner=self)

    # -- showing -------------------------------------------------------------------------------

    def show_picture(self, picture: RoundPicture) -> None:
        """Show the sheets of a round; what was typed and not saved is put onto them again."""
        before, self._picture = self._picture, picture
        if before is not None and before.year != picture.year:
            self._other_years[before.year] = self._drafts
            self._drafts = self._other_years.pop(picture.year, {})
        self._counts = {side: picture.said(side) for side in Side}
        self._suggested = {side: picture.suggested(side) for side in Side}
        self._drafts = self._carried_over(picture)
        for side, chip in self.chips.items():
            owners = self._owners(side)
            silent = sum(not self._counts[side][owner.number] for owner in owners)
            chip.set_words(f"{side.value} {len(owners) - silent}/{len(owners)}")
        self._show_owners()

    def _carried_over(self, picture: RoundPicture) -> dict[tuple[Side, int], WishDraft]:
        kept = {}
        for key, typed in self._drafts.items():
            fresh = draft_of(picture, *key) if typed.dirty else None
            if fresh is not None:
                fresh.take_over(typed)
                kept[key] = fresh
        return kept

    def _owners(self, side: Side) -> list[Owner]:
        return [] if self._picture is None else owners_of(self._picture, side)

    def _show_owners(self) -> None:
        """List the side's posts or people; the chosen one stays chosen."""
        for side, chip in self.chips.items():
            chip.setChecked(side is self._side)
        chosen = self.sheet.draft
        rows = self._owners(self._side)
        if self.only_silent.isChecked():
            rows = [row for row in rows if not self._counts[row.side][row.number]]
        self.model.set_rows(rows)
        if self._picture is not None:
            self.entry.show_side(self._picture, self._side)
        key = (chosen.side, chosen.own_id) if chosen is not None else None
        if key is None or not self.owners.select_where(lambda owner: owner.key == key):
            self.owners.select_number(0)
        if not rows:
            self.sheet.show_draft(None)
        self._desk.commands.refresh()

    def choose_side(self, side: Side) -> None:
        """Show the sheets of the posts or those of the people."""
        self._side = side
        self._show_owners()

    def _choose_owner(self, owner: Owner | None) -> None:
        if owner is None or self._picture is None:
            return
        draft = self._drafts.get(owner.key) or draft_of(self._picture, *owner.key)
        if draft is not None:
            self._drafts[owner.key] = draft
        self.sheet.show_draft(draft)
        self._desk.commands.refresh()

    # -- acts ----------------------------------------------------------------------------------

    def _on_edit(self) -> None:
        number = self.owners.view.currentIndex().row()
        last = len(self.model.columns) - 1
        self.model.dataChanged.emit(self.model.index(number, 0), self.model.index(number, last))
        self._desk.commands.refresh()

    @property
    def unsaved(self) -> list[WishDraft]:
        """The sheets with something typed that is not stored, of every year."""
        years = (self._drafts, *self._other_years.values())
        return [draft for drafts in years for draft in drafts.values() if draft.dirty]

    def _nothing_typed(self) -> str:
        draft = self.sheet.draft if self._picture is not None else None
        return "" if draft is not None and draft.dirty else "没有未保存的意愿"

    def save(self) -> None:
        """Store the sheet in sight."""
        draft = self.sheet.draft
        if draft is not None:
            self._actions.save_wishes(draft, draft.take_as_stored)

    def _no_sheet(self) -> str:
        shown = self._picture is not None and self.sheet.draft is not None
        return "" if shown else "还没有打开意愿表"

    def save_next(self) -> None:
        """Store the sheet in sight and open the next of the list, its first line ready."""
        row = self.owners.view.currentIndex().row() + 1
        if self.sheet.draft is not None and self.sheet.draft.dirty:
            self.save()
        following = self.model.read_row(row)
        if following is None:
            self._desk.say(f"{self._side.value}一边的意愿表到此为止")
            self.entry.take_keyboard()
        else:
            self._show_form(following)

    def _show_form(self, owner: Owner) -> None:
        """Show a sheet to be typed from paper; the keyboard goes to its first line."""
        if owner.side is not self._side:
            self.choose_side(owner.side)
        if not self.owners.select_where(lambda each: each.key == owner.key):
            self.only_silent.setChecked(False)
            self.owners.select_where(lambda each: each.key == owner.key)
        if self.sheet.draft is not None:
            self.sheet.draft.type_from_paper()
        self.sheet.grid.select_number(0)
        self.sheet.grid.view.setFocus()

    def _silent(self) -> tuple[int, int]:
        counts = []
        for side in Side:
            owners = self._owners(side)
            counts.append(sum(not self._counts[side][owner.number] for owner in owners))
        return counts[0], counts[1]

    def _nobody_silent(self) -> str:
        return "" if any(self._silent()) else "双方都已登记意愿，不需要建议"

    def ask_suggest(self) -> None:
        """Ask how many to propose for each, and propose them."""
        dialog = SuggestDialog(self, *self._silent())
        dialog.accepted.connect(lambda: self._actions.suggest_wishes(dialog.top.value()))
        dialog.present()

    def open_next(self) -> None:
        """Open the next sheet of somebody who has said nothing, those of this side first."""
        waiting = (
            owner
            for side in (self._side, *Side)
            for owner in self._owners(side)
            if not self._counts[side][owner.number]
        )
        wanted = next(waiting, None)
        if wanted is not None:
            self._show_form(wanted)

    def import_wishes(self) -> None:
        """Import wishes from a sheet."""
        open_import(self, self._desk, self._workspace, "wishes")
