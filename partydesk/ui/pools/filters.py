"""The line above a list: search, chips that narrow it, how much is shown, and the columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from partydesk.domain.fields import Field, Kind
from partydesk.domain.listing import Picked, Query
from partydesk.domain.query_words import LACKING
from partydesk.domain.ranges import CONTAINING, RANGED, Range, read_range, written_bound
from partydesk.ui.pools.face import ChipSpec, ConditionSpec, PoolFace, Record
from partydesk.ui.pools.filter_words import captions_of, hint_of, reader_of
from partydesk.ui.widgets.entry_chip import EntryChip
from partydesk.ui.widgets.filters import ChipRow, ChoiceChip, ToggleChip
from partydesk.ui.widgets.menu_button import menu_button
from partydesk.ui.widgets.search_line import SearchLine
from partydesk.ui.widgets.texts import Look, button, label

_SEARCH_PX = 220
_WORDED = frozenset({Kind.CHOICE, Kind.DICTIONARY, Kind.MULTI})
#: Of these only can be asked whether they are filled in.
_ONLY_LACKING = frozenset({Kind.CITIZEN_NUMBER, Kind.CREDIT_CODE, Kind.PHONE, Kind.PICTURE})
_ENTERED = RANGED | CONTAINING


class FilterBar(QWidget):
    """Search line and chips of a pool.

    Attributes:
        search: The search line.
        retired: Shows retired records too.
        picked: Names the records picked out elsewhere, of which the list is; a click lets go.
        shown: Says how much is shown.

    Signals:
        changed(): Something else is wanted.
        left_downwards(): The down key was pressed in the search line.
    """

    changed = Signal()
    left_downwards = Signal()

    def __init__(
        self,
        face: PoolFace[Record],
        column_menu: Callable[[], QMenu],
        saved_menu: Callable[[], QMenu],
        today: Callable[[], dt.date],
    ) -> None:
        """Build the chips of ``face``.

        Args:
            face: The pool.
            column_menu: Makes the menu that shows and hides columns.
            saved_menu: Makes the menu of the saved filters.
            today: Gives the day, for dates that are typed.
        """
        super().__init__()
        self.setObjectName(f"{face.kind}_filters")
        self._kind, self._today = face.kind, today
        self._fields = {field.name: field for field in face.fields}
        self._specs = {spec.field: spec for spec in face.chips}
        self._more = face.more_filters
        self._words: Mapping[str, Sequence[str]] = {}
        self._chips: dict[str, ChoiceChip] = {}
        self._entries: dict[str, EntryChip] = {}
        self.search = SearchLine(face.search_hint, f"{face.kind}_search")
        self.search.searched.connect(lambda _words: self._tell())
        self.search.left_downwards.connect(self.left_downwards)
        self._conditions = {spec.name: self._condition(spec) for spec in face.conditions}
        self.retired = ToggleChip(f"含{face.retired_word}", f"{face.kind}_with_retired")
        self.retired.toggled.connect(lambda _on: self._tell())
        self._picked: Picked | None = None
        self.picked = ToggleChip("", f"{face.kind}_picked")
        self.picked.clicked.connect(lambda: self._pick(None))
        self.picked.hide()
        self._row = ChipRow(self.picked, *self._conditions.values())
        self._plus = menu_button("＋ 条件", f"{self._kind}_more_filters", self._menu_of_more)
        self._plus.setProperty("chip", True)
        self._plus.setText("＋ 条件")
        self._clear = button("清除条件", f"{face.kind}_clear_filters", link=True)
        self._clear.clicked.connect(self.clear)
        for part in (self.retired, self._plus, self._clear):
            self._row.add(part)
        for spec in face.chips:
            self.chip(spec.field).show()
        self.shown = label("", Look.SECONDARY, name=f"{face.kind}_shown")
        self._lay_out(column_menu, saved_menu)
        self._show_state()

    def _lay_out(self, column_menu: Callable[[], QMenu], saved_menu: Callable[[], QMenu]) -> None:
        columns = menu_button("列", f"{self._kind}_columns_button", column_menu)
        columns.setAccessibleName("选择显示的列")
        columns.setToolTip("选择显示哪些列；选择会记住，导出时与所见一致")
        saved = menu_button("筛选", f"{self._kind}_saved_filters", saved_menu)
        saved.setAccessibleName("保存的筛选条件")
        saved.setToolTip("把现在的条件保存起来，下次一点就用")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.search.setFixedWidth(_SEARCH_PX)
        row.addWidget(self.search)
        row.addWidget(self._row, 1, Qt.AlignmentFlag.AlignVCenter)
        for part in (self.shown, saved, columns):
            row.addWidget(part)

    # -- chips ----------------------------------------------------------------------

    def _menu_of_more(self) -> QMenu:
        """Offer a condition on every field: the usual ones first, then all by section."""
        menu = QMenu(self)
        menu.setObjectName(f"{self._kind}_more_filters_menu")
        for name in self._more:
            if name not in self._specs and not self._is_there(name):
                self._offer_in(menu, self._fields[name])
        menu.addSeparator()
        sections: dict[str, QMenu] = {}
        for field in self._fields.values():
            if _can_be_asked(field) and field.name not in self._specs:
                if field.section not in sections:
                    sections[field.section] = menu.addMenu(field.section)
                self._offer_in(sections[field.section], field)
        return menu

    def _offer_in(self, menu: QMenu, field: Field) -> None:
        menu.addAction(field.label, lambda chosen=field.name: self.add_filter(chosen))

    def _is_there(self, name: str) -> bool:
        chip = self._chips.get(name) or self._entries.get(name)
        return chip is not None and not chip.isHidden()

    def add_filter(self, name: str) -> None:
        """Bring one more chip into sight and open its list or panel."""
        chip = self._chip_or_entry(name)
        chip.show()
        self._row.layout_now()
        chip.click()

    def _chip_or_entry(self, name: str) -> QPushButton:
        return self.entry(name) if self._fields[name].kind in _ENTERED else self.chip(name)

    def chip(self, name: str) -> ChoiceChip:
        """Give the chip of a field with words; one that was not there yet is made, hidden.

        Raises:
            KeyError: There is no such field, or its condition is typed.
        """
        if name not in self._chips:
            field = self._fields[name]
            if field.kind not in _WORDED | _ONLY_LACKING:
                raise KeyError(name)
            spec = self._specs.get(name) or ChipSpec(name, field.label)
            chip = ChoiceChip(spec.title, f"{self._kind}_filter_{name}", several=True)
            chip.changed.connect(lambda _word: self._tell())
            self._chips[name] = chip
            self._put(chip)
            self._offer(name)
        return self._chips[name]

    def entry(self, name: str) -> EntryChip:
        """Give the chip of a field whose condition is typed; made when first asked for, hidden.

        Raises:
            KeyError: There is no such field, or it has a list of words.
        """
        if name not in self._entries:
            field = self._fields[name]
            if field.kind not in _ENTERED:
                raise KeyError(name)
            reader = reader_of(field, self._today)
            chip = EntryChip(
                field.heading, f"{self._kind}_filter_{name}", captions_of(field), reader,
                hint=hint_of(field), lacking=LACKING,
            )  # fmt: skip
            chip.changed.connect(self._tell)
            self._entries[name] = chip
            self._put(chip)
        return self._entries[name]

    def _put(self, chip: QPushButton) -> None:
        """Put a chip behind the others, before 含已退出 and ＋ 条件."""
        self._row.insert(chip, before=self.retired)
        chip.hide()

    def _condition(self, spec: ConditionSpec) -> ToggleChip:
        chip = ToggleChip(spec.title, f"{self._kind}_condition_{spec.name}")
        chip.setToolTip(spec.meaning)

        def toggled(on: bool) -> None:
            chip.set_words(f"{spec.title} ×" if on else spec.title)
            if on and spec.rival:
                self._conditions[spec.rival].setChecked(False)
            self._tell()

        chip.toggled.connect(toggled)
        return chip

    def condition(self, name: str) -> ToggleChip:
        """Give the chip of a condition.

        Raises:
            KeyError: There is none.
        """
        return self._conditions[name]

    # -- what is wanted ----------------------------------------------------------------------

    def query(self) -> Query:
        """What the line asks for, without an order."""
        return Query(
            text=self.text,
            filters=self.filters(),
            ranges=self._ranges(),
            contains=self._contained(),
            conditions=self.conditions(),
            picked=self._picked,
            include_retired=self.include_retired,
        )

    @property
    def text(self) -> str:
        """Words of the search line."""
        return self.search.text().strip()

    def filters(self) -> dict[str, tuple[str, ...]]:
        """Field name → words, one of which a record must have; the empty word means nothing."""
        wanted: dict[str, tuple[str, ...]] = {}
        for name, chip in self._chips.items():
            if chip.chosen:
                spec = self._specs.get(name)
                named = ["" if word == LACKING else word for word in chip.chosen]
                nothing = [""] if spec and spec.nothing_fits else []
                wanted[name] = tuple(dict.fromkeys((*named, *nothing)))
        wanted.update({name: ("",) for name, chip in self._entries.items() if chip.lacking})
        return wanted

    def _ranges(self) -> dict[str, Range]:
        return {
            name: read_range(self._fields[name], chip.texts[0], chip.texts[1], self._today())
            for name, chip in self._entries.items()
            if any(chip.texts) and self._fields[name].kind in RANGED
        }

    def _contained(self) -> dict[str, str]:
        return {
            name: chip.texts[0]
            for name, chip in self._entries.items()
            if any(chip.texts) and self._fields[name].kind in CONTAINING
        }

    def conditions(self) -> tuple[str, ...]:
        """Names of the conditions that a record must meet."""
        return tuple(name for name, chip in self._conditions.items() if chip.isChecked())

    @property
    def include_retired(self) -> bool:
        """Whether retired records are wanted too; a chip, or what was picked, may ask for them."""
        asked = any(set(self._chips[n].chosen) & spec.retired for n, spec in self._specs.items())
        return asked or self._picked is not None or self.retired.isChecked()

    @property
    def narrowing(self) -> bool:
        """Whether anything narrows the list."""
        entered = any(chip.asks for chip in self._entries.values())
        asked = self.text or self.filters() or entered or self.conditions()
        return bool(asked) or self._picked is not None

    # -- setting ----------------------------------------------------------------------

    def set_words(self, words: Mapping[str, Sequence[str]]) -> None:
        """Offer the pool's words: field name → words."""
        if words is not self._words:
            self._words = words
            for name in self._chips:
                self._offer(name)

    def _offer(self, name: str) -> None:
        spec = self._specs.get(name)
        lacking = () if spec and not spec.may_lack else (LACKING,)
        self._chips[name].set_words((*self._words.get(name, ()), *lacking))

    def show_query(self, query: Query) -> None:
        """Ask for what a query says, in the place of what is asked for now."""
        blocked = self.blockSignals(True)
        self._empty()
        self.search.set_words(query.text)
        for name, words in query.filters.items():
            if self._fields[name].kind in _ENTERED:
                self.entry(name).set_entry(lacking=True)
            else:
                self.chip(name).choose(self._chosen_in(name, words))
        for name, wanted in query.ranges.items():
            texts = (written_bound(wanted.low), written_bound(wanted.high))
            self.entry(name).set_entry(texts)
        for name, text in query.contains.items():
            self.entry(name).set_entry((text,))
        for name in query.conditions:
            if name in self._conditions:
                self._conditions[name].setChecked(True)
        self._pick(query.picked)
        self.retired.setChecked(query.include_retired and not self.include_retired)
        self.blockSignals(blocked)
        self._tell()

    def _chosen_in(self, name: str, words: Sequence[str]) -> list[str]:
        """Say in a chip's words what a query asks of its field."""
        spec = self._specs.get(name)
        unsaid = any(words) and spec is not None and spec.nothing_fits
        return [word or LACKING for word in words if word or not unsaid]

    def _pick(self, picked: Picked | None) -> None:
        """Show only these records, or let go of them."""
        self._picked = picked
        title = "" if picked is None else f"{picked.title} {len(picked.numbers):,} ×"
        self.picked.set_words(title)
        self.picked.setChecked(picked is not None)
        self.picked.setVisible(picked is not None)
        self._tell()

    def show_count(self, shown: int | None, total: int) -> None:
        """Say how much of the pool is shown; None where it is not counted yet."""
        self.shown.setText(f"显示 {'…' if shown is None else f'{shown:,}'} / {total:,}")

    def clear(self) -> None:
        """Take everything away that narrows the list."""
        blocked = self.blockSignals(True)
        self._empty()
        self.blockSignals(blocked)
        self._tell()

    def _empty(self) -> None:
        for chip in self._chips.values():
            chip.choose(())
        for entry in self._entries.values():
            entry.set_entry()
        for condition in self._conditions.values():
            condition.setChecked(False)
        self._pick(None)
        self.search.set_words("")
        self.retired.setChecked(False)

    def _tell(self) -> None:
        self._show_state()
        self.changed.emit()

    def _show_state(self) -> None:
        self._clear.setVisible(self.narrowing)
        for name, chip in self._chips.items():
            if name not in self._specs and chip.chosen:
                chip.show()
        for entry in self._entries.values():
            if entry.asks:
                entry.show()


def _can_be_asked(field: Field) -> bool:
    """Whether a condition can be put on a field; the name is what the search line is for."""
    return not field.required and field.kind in _WORDED | _ONLY_LACKING | _ENTERED
