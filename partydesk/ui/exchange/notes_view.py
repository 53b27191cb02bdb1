"""Everything there is to say about a sheet: kinds of findings first, then each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from partydesk.domain.errors import Note
from partydesk.domain.note_groups import NoteGroup, grouped
from partydesk.ui.colours import Tone
from partydesk.ui.table import Align, Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import GAP
from partydesk.ui.widgets.empty import EmptyState

Told = tuple[Note, Tone]
_NAMED_ROWS = 6
_HEIGHTS = [210, 250]


@dataclass(frozen=True, slots=True)
class KindOfNote:
    """One line of the upper list.

    Attributes:
        tone: How grave the findings are.
        count: How many there are.
        group: The findings; None for the line that stands for all.
    """

    tone: Tone
    count: int
    group: NoteGroup | None = None


class NotesView(QWidget):
    """Kinds of findings above, with how many there are; the chosen kind's findings below.

    Attributes:
        kinds: The kinds, the gravest and most frequent first.
        model: The findings of the chosen kind.
    """

    def __init__(self, settings: QSettings) -> None:
        """Show nothing yet."""
        super().__init__()
        self._told: list[Told] = []
        self._sources: Mapping[int, str] = {}
        self.kinds: TableView[KindOfNote] = TableView(
            RowTableModel(self._kind_columns()), "import_note_kinds", settings, _nothing(),
            about="问题与提醒的种类",
        )  # fmt: skip
        self.table: TableView[Told] = TableView(
            RowTableModel(self._note_columns()),
            "import_notes",
            settings,
            _nothing(),
            about="问题与提醒",
        )
        self.model = self.table.model
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setHandleWidth(GAP)
        split.setChildrenCollapsible(False)
        split.addWidget(self.kinds)
        split.addWidget(self.table)
        split.setSizes(_HEIGHTS)
        column.addWidget(split)
        self.kinds.current_changed.connect(self._show_kind)

    def show_notes(
        self, problems: Sequence[Note], warnings: Sequence[Note], sources: Mapping[int, str]
    ) -> None:
        """Show the findings of a sheet, or of people's forms.

        Args:
            problems: What stops rows.
            warnings: What deserves attention.
            sources: Row → name of its file, where every row is a file.
        """
        self._sources = sources
        told = [(note, Tone.TROUBLE) for note in problems]
        told += [(note, Tone.ATTENTION) for note in warnings]
        self._told = sorted(told, key=lambda each: each[0].row)
        kinds = [
            KindOfNote(tone, len(group.notes), group)
            for tone, notes in ((Tone.TROUBLE, problems), (Tone.ATTENTION, warnings))
            for group in grouped(notes)
        ]
        every = [KindOfNote(Tone.QUIET, len(told))] if len(kinds) > 1 else []
        self.kinds.model.set_rows([*every, *kinds])
        self.kinds.setVisible(bool(every))
        self.model.set_rows(self._told)
        self.kinds.select_number(0)

    def _show_kind(self, kind: KindOfNote | None) -> None:
        if kind is None or kind.group is None:
            self.model.set_rows(self._told)
        else:
            self.model.set_rows([(note, kind.tone) for note in kind.group.notes])

    def _kind_columns(self) -> tuple[Column[KindOfNote], ...]:
        return (
            Column("count", "处数", lambda kind: str(kind.count), Align.RIGHT, 56, sortable=False),
            Column("gravity", "程度", lambda kind: _gravity(kind.tone), width=84, sortable=False,
                   tone=lambda kind: kind.tone, shape=Shape.TAG),
            Column("column", "列", _column, width=140, sortable=False),
            Column("rows", "在哪里", self._rows, width=190, sortable=False),
            Column("example", "说明（举第一处为例）", _example, width=400, sortable=False),
        )  # fmt: skip

    def _rows(self, kind: KindOfNote) -> str:
        return kind.group.rows(_NAMED_ROWS, self._sources) if kind.group else ""

    def _note_columns(self) -> tuple[Column[Told], ...]:
        return (
            Column("row", "行", lambda each: str(each[0].row or ""), Align.RIGHT, 48,
                   sortable=False),
            Column("gravity", "程度", lambda each: _gravity(each[1]), width=84, sortable=False,
                   tone=lambda each: each[1], shape=Shape.TAG),
            Column("column", "列", lambda each: each[0].column, width=120, sortable=False),
            Column("value", "表中的值", lambda each: each[0].value, width=140, sortable=False),
            Column("message", "说明", self._message, width=400, sortable=False),
        )  # fmt: skip

    def _message(self, each: Told) -> str:
        note = each[0]
        source = self._sources.get(note.row, "")
        return note.message if source in note.message else f"{source}：{note.message}"


def _nothing() -> EmptyState:
    return EmptyState("没有问题", "每一行都可以导入，也没有需要留意的地方。")


def _gravity(tone: Tone) -> str:
    return {Tone.TROUBLE: "不能导入", Tone.ATTENTION: "提醒"}.get(tone, "")


def _column(kind: KindOfNote) -> str:
    return kind.group.column if kind.group else ""


def _example(kind: KindOfNote) -> str:
    return kind.group.example if kind.group else "全部问题与提醒，按行的顺序"
