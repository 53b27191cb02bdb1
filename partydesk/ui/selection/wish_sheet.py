"""One side's sheet on the right of 意愿: quick entry by name, the grid, and what it means."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedLayout

from partydesk.domain.pinyin import matches
from partydesk.domain.selection import Side
from partydesk.ui.desk import Desk
from partydesk.ui.selection.wish_draft import WishDraft
from partydesk.ui.selection.wish_grid import KEYS_HINT, WishGrid
from partydesk.ui.widgets.card import Card
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.texts import Look, label
from partydesk.ui.widgets.words import WordEdit


class WishSheet(Card):
    """The sheet of the chosen post or person.

    Attributes:
        line: Takes names in the order of the paper form.
        rest: Whether everybody not named is welcome.

    Signals:
        edited(): Something was said or taken back.
    """

    edited = Signal()

    def __init__(self, desk: Desk) -> None:
        """Show nothing yet."""
        super().__init__("意愿", name="wish_sheet")
        self._draft: WishDraft | None = None
        self._others: dict[str, int] = {}
        self.head.addWidget(desk.commands.button("selection.save_wishes", main=True))
        self.line = WordEdit((), matches, open_list=False)
        self.line.setObjectName("wish_name")
        self.line.returnPressed.connect(self._take_name)
        self.line.chosen.connect(lambda _word: self._take_name())
        self.rest = QCheckBox()
        self.rest.setObjectName("wish_rest")
        self.rest.toggled.connect(self._rest_toggled)
        entry = QHBoxLayout()
        entry.setSpacing(12)
        entry.addWidget(self.line, 1)
        entry.addWidget(self.rest)
        self.body.addLayout(entry)
        self.grids = {side: WishGrid(side, desk.settings) for side in Side}
        self._stack = QStackedLayout()
        self.body.addLayout(self._stack, 1)
        self._empty = EmptyState(
            "还没有可登记的岗位和人", "先登记岗位需求，并在人才库里准备可选派的人"
        )
        self._stack.addWidget(self._empty)
        for grid in self.grids.values():
            grid.edited.connect(self._on_edit)
            self._stack.addWidget(grid)
        self._meaning = label("", name="wish_meaning", wrap=True)
        self._hint = label(KEYS_HINT, Look.HINT, name="wish_keys", wrap=True)
        self.body.addWidget(self._meaning)
        self.body.addWidget(self._hint)
        self.show_draft(None)

    @property
    def draft(self) -> WishDraft | None:
        """The sheet in sight."""
        return self._draft

    @property
    def grid(self) -> WishGrid:
        """The grid of the side in sight."""
        return self.grids[self._draft.side if self._draft else Side.ENTERPRISE]

    def show_draft(self, draft: WishDraft | None) -> None:
        """Show a sheet, or that there is none."""
        self._draft = draft
        for part in (self.line, self.rest, self._hint, self._meaning):
            part.setVisible(draft is not None)
        self.line.clear()
        if draft is None:
            self.title.setText("意愿")
            self._stack.setCurrentWidget(self._empty)
            return
        company = draft.side is Side.ENTERPRISE
        who = "对人选的意愿" if company else "对岗位的意愿"
        self.title.setText(f"{draft.label} {who}")
        self._others = {line.name: line.other_id for line in draft.lines}
        self.line.set_words(tuple(self._others))
        thing = "姓名" if company else "岗位"
        self.line.setPlaceholderText(f"依次键入{thing}或拼音首字母，回车排为下一顺序")
        self.line.setAccessibleName(f"依次键入{thing}")
        rest = "其余的人也可以" if company else "其余的岗位也可以"
        self.rest.setText(rest)
        self.rest.setAccessibleName(rest)
        self.rest.blockSignals(True)
        self.rest.setChecked(draft.rest)
        self.rest.blockSignals(False)
        self.grid.show_draft(draft)
        self._stack.setCurrentWidget(self.grid)
        self._meaning.setText(draft.meaning)

    def focus_entry(self) -> None:
        """Put the keyboard where names are typed."""
        self.line.setFocus()

    def _take_name(self) -> None:
        other = self._others.get(self.line.text().strip())
        if other is None:
            return
        self.grid.say_next(other)
        self.line.clear()
        self.line.setFocus()

    def _rest_toggled(self, on: bool) -> None:
        if self._draft is not None:
            self._draft.rest = on
            self._on_edit()

    def _on_edit(self) -> None:
        if self._draft is not None:
            self._meaning.setText(self._draft.meaning)
        self.edited.emit()
