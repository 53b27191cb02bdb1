"""One side's sheet on the right of 意愿: quick entry by name, the grid, and what it means."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedLayout

from partydesk.domain.pinyin import matches
from partydesk.domain.selection import Attitude, Side
from partydesk.ui.desk import Desk
from partydesk.ui.selection.wish_draft import WishDraft
from partydesk.ui.selection.wish_grid import KEYS_HINT, WishGrid
from partydesk.ui.widgets.card import Card
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import Look, label
from partydesk.ui.widgets.words import WordEdit


class WishSheet(Card):
    """The sheet of the chosen post or person.

    Attributes:
        line: Takes names in the order of the paper form.
        rest: Whether everybody not named is all the same.
        refuse_rest: Whether everybody not named is refused.
        fault: What was typed and is not on the form.

    Signals:
        edited(): Something was said or taken back.
    """

    edited = Signal()

    def __init__(self, desk: Desk) -> None:
        """Show nothing yet."""
        super().__init__("意愿", name="wish_sheet")
        self._draft: WishDraft | None = None
        self._others: dict[str, int] = {}
        self.head.addWidget(desk.commands.button("selection.save_wishes"))
        self.head.addWidget(desk.commands.button("selection.save_next", main=True))
        self.line = WordEdit((), _not_a_number, open_list=False)
        self.line.setObjectName("wish_name")
        self.line.returnPressed.connect(self._take_name)
        self.line.chosen.connect(lambda _word: self._take_name())
        self.rest, self.refuse_rest = QCheckBox(), QCheckBox()
        for box, name, attitude in (
            (self.rest, "wish_rest", Attitude.INDIFFERENT),
            (self.refuse_rest, "wish_refuse_rest", Attitude.REFUSED),
        ):
            box.setObjectName(name)
            box.clicked.connect(lambda on, said=attitude: self._say_of_rest(said if on else None))
        entry = QHBoxLayout()
        entry.setSpacing(12)
        entry.addWidget(self.line, 1)
        entry.addWidget(self.rest)
        entry.addWidget(self.refuse_rest)
        self.body.addLayout(entry)
        self.fault = FormMessage("wish_fault")
        self.body.addWidget(self.fault)
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
        before, self._draft = self._draft, draft
        for part in (self.line, self.rest, self.refuse_rest, self._hint, self._meaning):
            part.setVisible(draft is not None)
        if before is None or draft is None or before.own_id != draft.own_id:
            self.line.clear()
            self.fault.clear()
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
        self.line.setPlaceholderText(f"依次键入编号、{thing}或首字母，回车排为下一顺序")
        self.line.setAccessibleName(f"依次键入{thing}")
        rest = "其余的人也可以" if company else "其余的岗位也可以"
        refused = "其余的人都不要" if company else "其余的岗位都不去"
        for box, words in ((self.rest, rest), (self.refuse_rest, refused)):
            box.setText(words)
            box.setAccessibleName(words)
        self._show_rest(draft)
        self.grid.show_draft(draft)
        self._stack.setCurrentWidget(self.grid)
        self._meaning.setText(draft.meaning)

    def focus_entry(self) -> None:
        """Put the keyboard where names are typed."""
        self.line.setFocus()

    def _take_name(self) -> None:
        """Rank whoever was typed, by name or by the number on the form."""
        typed = self.line.text().strip()
        other = int(typed) if typed.isdecimal() else self._others.get(typed)
        if not typed or self._draft is None:
            return
        if other is None or self._draft.line_of(other) is None:
            self.fault.say(f"表上没有“{typed}”，请核对编号或名称")
            return
        self.fault.clear()
        self.grid.say_next(other)
        self.line.clear()
        self.line.setFocus()

    def _say_of_rest(self, attitude: Attitude | None) -> None:
        if self._draft is not None:
            self._draft.rest = attitude
            self._show_rest(self._draft)
            self._on_edit()

    def _show_rest(self, draft: WishDraft) -> None:
        self.rest.setChecked(draft.rest is Attitude.INDIFFERENT)
        self.refuse_rest.setChecked(draft.rest is Attitude.REFUSED)

    def _on_edit(self) -> None:
        if self._draft is not None:
            self._meaning.setText(self._draft.meaning)
        self.edited.emit()


def _not_a_number(typed: str, word: str) -> bool:
    """Whether a word is offered; a number is one on the form, not a part of somebody's name."""
    return not typed.isdecimal() and matches(typed, word)
