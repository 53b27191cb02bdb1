"""The line above a list: search, chips that narrow it, how much is shown, and the columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from partydesk.ui.pools.face import ChipSpec, ConditionSpec, PoolFace, Record
from partydesk.ui.widgets.filters import ChipRow, ChoiceChip, ToggleChip
from partydesk.ui.widgets.menu_button import menu_button
from partydesk.ui.widgets.search_line import SearchLine
from partydesk.ui.widgets.texts import Look, button, label

LACKING = "未填"
_SEARCH_PX = 220


class FilterBar(QWidget):
    """Search line and chips of a pool.

    Signals:
        changed(): Something else is wanted.
        left_downwards(): The down key was pressed in the search line.
    """

    changed = Signal()
    left_downwards = Signal()

    def __init__(self, face: PoolFace[Record], column_menu: Callable[[], QMenu]) -> None:
        """Build the chips of ``face``.

        Args:
            face: The pool.
            column_menu: Makes the menu that shows and hides columns.
        """
        super().__init__()
        self.setObjectName(f"{face.kind}_filters")
        self._kind = face.kind
        self._labels = {field.name: field.label for field in face.fields}
        self._words: Mapping[str, Sequence[str]] = {}
        self._specs: dict[str, ChipSpec] = {}
        self._chips: dict[str, ChoiceChip] = {}
        self._more = face.more_filters
        self.search = SearchLine(face.search_hint, f"{face.kind}_search")
        self.search.searched.connect(lambda _words: self._tell())
        self.search.left_downwards.connect(self.left_downwards)
        self._conditions = {spec.name: self._condition(spec) for spec in face.conditions}
        self.retired = ToggleChip(f"含{face.retired_word}", f"{face.kind}_with_retired")
        self.retired.toggled.connect(lambda _on: self._tell())
        self._row = ChipRow(*self._conditions.values())
        for spec in face.chips:
            self._add(spec)
        for name in face.more_filters:
            self._add(ChipSpec(name, self._labels[name])).hide()
        self._row.add(self.retired)
        self._row.add(self._plus())
        self._clear = button("清除条件", f"{face.kind}_clear_filters", link=True)
        self._clear.clicked.connect(self.clear)
        self._row.add(self._clear)
        self.shown = label("", Look.SECONDARY, name=f"{face.kind}_shown")
        self._lay_out(column_menu)
        self._show_state()

    def _lay_out(self, column_menu: Callable[[], QMenu]) -> None:
        columns = menu_button("列", f"{self._kind}_columns_button", column_menu)
        columns.setAccessibleName("选择显示的列")
        columns.setToolTip("选择显示哪些列；选择会记住，导出时与所见一致")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.search.setFixedWidth(_SEARCH_PX)
        row.addWidget(self.search)
        row.addWidget(self._row, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.shown)
        row.addWidget(columns)

    def _plus(self) -> QPushButton:
        made = menu_button("＋ 条件", f"{self._kind}_more_filters", self._menu_of_more)
        made.setProperty("chip", True)
        made.setText("＋ 条件")
        return made

    def _menu_of_more(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName(f"{self._kind}_more_filters_menu")
        for name in self._more:
            if self._chips[name].isHidden():
                menu.addAction(self._labels[name], lambda chosen=name: self.add_filter(chosen))
        if menu.isEmpty():
            menu.addAction("没有更多条件").setEnabled(False)
        return menu

    def add_filter(self, name: str) -> None:
        """Bring one more chip into sight and open its list."""
        self._chips[name].show()
        self._chips[name].click()

    def _add(self, spec: ChipSpec) -> ChoiceChip:
        chip = ChoiceChip(spec.title, f"{self._kind}_filter_{spec.field}")
        chip.changed.connect(lambda _word: self._tell())
        self._specs[spec.field], self._chips[spec.field] = spec, chip
        self._row.add(chip)
        return chip

    def _condition(self, spec: ConditionSpec) -> ToggleChip:
        chip = ToggleChip(spec.title, f"{self._kind}_condition_{spec.name}")
        chip.setToolTip(spec.meaning)

        def toggled(on: bool) -> None:
            chip.set_words(f"{spec.title} ×" if on else spec.title)
            self._tell()

        chip.toggled.connect(toggled)
        return chip

    # -- what is wanted ----------------------------------------------------------------------

    @property
    def text(self) -> str:
        """Words of the search line."""
        return self.search.text().strip()

    def filters(self) -> dict[str, tuple[str, ...]]:
        """Field name → words, one of which a record must have; the empty word means nothing."""
        wanted: dict[str, tuple[str, ...]] = {}
        for name, chip in self._chips.items():
            if chip.word == LACKING:
                wanted[name] = ("",)
            elif chip.word:
                empty = ("",) if self._specs[name].nothing_fits else ()
                wanted[name] = (chip.word, *empty)
        return wanted

    def conditions(self) -> tuple[str, ...]:
        """Names of the conditions that a record must meet."""
        return tuple(name for name, chip in self._conditions.items() if chip.isChecked())

    @property
    def include_retired(self) -> bool:
        """Whether retired records are wanted too; a chip may ask for just them."""
        asked = any(chip.word in self._specs[n].retired for n, chip in self._chips.items())
        return asked or self.retired.isChecked()

    @property
    def narrowing(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.text or self.filters() or self.conditions())

    # -- setting ----------------------------------------------------------------------

    def set_words(self, words: Mapping[str, Sequence[str]]) -> None:
        """Offer the pool's words: field name → words."""
        self._words = words
        for name in self._chips:
            self._offer(name)

    def _offer(self, name: str) -> None:
        lacking = (LACKING,) if self._specs[name].may_lack else ()
        self._chips[name].set_words((*self._words.get(name, ()), *lacking))

    def chip(self, name: str) -> ChoiceChip:
        """Give the chip of a field.

        Raises:
            KeyError: There is none.
        """
        return self._chips[name]

    def condition(self, name: str) -> ToggleChip:
        """Give the chip of a condition.

        Raises:
            KeyError: There is none.
        """
        return self._conditions[name]

    def show_count(self, shown: int, total: int) -> None:
        """Say how much of the pool is shown."""
        self.shown.setText(f"显示 {shown:,} / {total:,}")

    def clear(self) -> None:
        """Take everything away that narrows the list."""
        blocked = self.blockSignals(True)
        for chip in self._chips.values():
            chip.set_word("")
        for condition in self._conditions.values():
            condition.setChecked(False)
        self.search.clear()
        self.retired.setChecked(False)
        self.blockSignals(blocked)
        self._tell()

    def _tell(self) -> None:
        self._show_state()
        self.changed.emit()

    def _show_state(self) -> None:
        self._clear.setVisible(self.narrowing)
