"""批量修改: one field, what is done to it, and what that would come to, before it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Generic

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from partydesk.domain.bulk import (
    BulkChange,
    BulkPreview,
    BulkRow,
    ChangeMode,
    changeable_fields,
    modes_of,
)
from partydesk.domain.changes import Changes
from partydesk.domain.errors import RuleViolation, ValidationFailed
from partydesk.domain.fields import Field
from partydesk.domain.pinyin import matches
from partydesk.services.bulk import bulk_apply, bulk_preview
from partydesk.services.pool_kinds import pool_of
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.desk import Desk
from partydesk.ui.editors import FieldEditor, Sources, make_editor
from partydesk.ui.field_changes import change_words
from partydesk.ui.pools.bulk_choice import Choice
from partydesk.ui.pools.face import PoolFace, Record
from partydesk.ui.table import Column, RowTableModel
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import clear_layout
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.filters import ChipRow, ToggleChip
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import Look, label
from partydesk.ui.widgets.words import WordEdit

#: So many records are looked at by themselves while one types; more only when asked.
_MOST_AT_ONCE = 2000
_WAIT_MS = 350
_SIZE = (860, 560)
_NOTHING = "（空）"


def _about(row: BulkRow) -> str:
    also = [f"同时 {change_words(change, new=False)}" for change in row.also]
    return "；".join([*(f"提醒：{warning}" for warning in row.warnings), *also])


COLUMNS = (
    Column[BulkRow]("name", "名称", lambda r: r.name, width=170, sortable=False, strong=True),
    Column[BulkRow]("before", "现在", lambda r: r.before or _NOTHING, width=190, sortable=False),
    Column[BulkRow]("after", "改后", lambda r: r.after or _NOTHING, width=190, sortable=False),
    Column[BulkRow](
        "about", "提醒和连带变化", _about, width=220, sortable=False,
        tone=lambda r: Tone.ATTENTION if r.warnings else Tone.QUIET,
    ),
)  # fmt: skip


class BulkDialog(BaseDialog, Generic[Record]):
    """One change for many records, with the old and the new value of each.

    Attributes:
        field_line: Which field.
        table: What would change.
        message: What is in the way, or deserves attention.
        act: The button that acts; it names act and count.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        workspace: Workspace,
        face: PoolFace[Record],
        choice: Choice,
        words: Mapping[str, Sequence[str]],
        field: str = "",
        mode: ChangeMode = ChangeMode.SET,
    ) -> None:
        """Offer to change the chosen records.

        Args:
            parent: The page that asks.
            desk: The window's services.
            workspace: Where the records are.
            face: The pool's words.
            choice: Which records.
            words: Field name → the words it offers.
            field: Name of the field to begin with.
            mode: What to begin with doing to it.
        """
        super().__init__(parent, f"批量修改 {choice.words}", "bulk")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self._desk, self._workspace, self._choice = desk, workspace, choice
        self._kind, self._words = face.kind, words
        self._record = pool_of(face.kind).record
        self._fields = {one.heading: one for one in changeable_fields(self._record)}
        self._field: Field | None = None
        self._mode = mode
        self._modes: dict[ChangeMode, ToggleChip] = {}
        self._editor: FieldEditor | None = None
        self._asked = 0
        self._closed = False
        self._seen: BulkPreview | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_WAIT_MS)
        self._soon.timeout.connect(self.look)
        self._build()
        self.finished.connect(self._on_closed)
        for heading, one in self._fields.items():
            if one.name == field:
                self.field_line.setText(heading)
                self.choose_field(heading, mode)

    # -- building ----------------------------------------------------------------------

    def _build(self) -> None:
        self.body.addWidget(label(f"批量修改 {self._choice.words}", Look.HEADING))
        self.body.addWidget(label(self._choice.listed, Look.SECONDARY, wrap=True))
        self.field_line = WordEdit(tuple(self._fields), matches, open_list=False)
        self.field_line.setObjectName("bulk_field")
        self.field_line.setAccessibleName("要改的内容")
        self.field_line.setPlaceholderText("选择要改的内容，可输拼音首字母")
        self.field_line.chosen.connect(self.choose_field)
        self.field_line.editingFinished.connect(lambda: self.choose_field(self.field_line.text()))
        self._ways = ChipRow()
        self._value = QVBoxLayout()
        self._value.setSpacing(3)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addLayout(_captioned("要改的内容", self.field_line), 2)
        top.addLayout(_captioned("怎么改", self._ways), 3)
        self.body.addLayout(top)
        self.body.addLayout(self._value)
        self.message = FormMessage("bulk_message")
        self.body.addWidget(self.message)
        self._counts = label("", Look.SECONDARY, name="bulk_counts", wrap=True)
        self.body.addWidget(self._counts)
        self.model: RowTableModel[BulkRow] = RowTableModel(COLUMNS, self)
        empty = EmptyState("还没有变化可看", "选好内容、填好新值后，这里列出每条记录的现在和改后。")
        self.table: TableView[BulkRow] = TableView(
            self.model, "bulk_rows", self._desk.settings, empty, about="变化预览"
        )
        self.body.addWidget(self.table, 1)
        self._look = self.add_button("核对变化", "bulk_look")
        self._look.clicked.connect(self.look)
        self._look.setVisible(self._choice.count > _MOST_AT_ONCE)
        self.add_cancel()
        self.act = self.add_button("修改", "bulk_act", main=True)
        self.act.clicked.connect(self._apply)
        self._show_seen(None)

    def choose_field(self, heading: str, mode: ChangeMode | None = None) -> None:
        """Turn to a field, by its heading; an unknown one changes nothing."""
        field = self._fields.get(heading.strip())
        if field is None or field == self._field:
            return
        self._field = field
        ways = modes_of(self._record, field)
        self._mode = mode if mode in ways else ways[0]
        self._show_ways(ways)
        self._show_editor()

    def _show_ways(self, ways: tuple[ChangeMode, ...]) -> None:
        for chip in self._modes.values():
            chip.hide()
            chip.deleteLater()
        self._modes = {}
        for way in ways:
            chip = ToggleChip(way.value, f"bulk_mode_{way.name.lower()}", on=way is self._mode)
            chip.clicked.connect(partial(self.choose_mode, way))
            self._modes[way] = chip
            self._ways.add(chip)

    def choose_mode(self, mode: ChangeMode, *_checked: bool) -> None:
        """Do another thing to the field."""
        self._mode = mode
        for way, chip in self._modes.items():
            chip.setChecked(way is mode)
        self._show_editor()

    def _show_editor(self) -> None:
        """Show the editor of the field, empty; there is none where nothing is typed."""
        clear_layout(self._value)
        self._editor = None
        if self._field is not None and self._mode is not ChangeMode.CLEAR:
            name = self._field.name
            sources = Sources(words=lambda _dictionary: self._words.get(name, ()), matches=matches)
            self._editor = make_editor(self._field, sources)
            self._editor.edited.connect(self._changed)
            caption = label(f"{self._mode.value}", Look.FIELD)
            caption.setBuddy(self._editor.keyboard)
            self._value.addWidget(caption)
            self._value.addWidget(self._editor.widget)
            self._editor.keyboard.setFocus(Qt.FocusReason.OtherFocusReason)
        self._changed()

    # -- looking -----------------------------------------------------------------------

    def change(self) -> BulkChange | None:
        """What was asked for; None while something is missing."""
        if self._field is None:
            return None
        typed = self._editor.text().strip() if self._editor is not None else ""
        if not typed and self._mode is not ChangeMode.CLEAR:
            return None
        if self._mode is ChangeMode.REMOVE:
            return BulkChange(self._field.name, self._mode, removed=typed)
        return BulkChange(self._field.name, self._mode, typed)

    def _changed(self, *_text: object) -> None:
        """Forget what was seen: it belongs to another change."""
        self._asked += 1
        self._show_seen(None)
        self._look.setEnabled(self.change() is not None)
        if self._choice.count <= _MOST_AT_ONCE:
            self._soon.start()

    def look(self) -> None:
        """Ask what the change would come to."""
        self._soon.stop()
        change, asked = self.change(), self._asked
        if change is None:
            return
        self._desk.tasks.run(
            lambda progress: bulk_preview(
                self._workspace, self._kind, self._choice.records, change, progress=progress
            ),
            lambda seen: self._take(seen, asked),
            lambda error: self._refused(error, asked),
            title="正在核对变化",
        )

    def _take(self, seen: BulkPreview, asked: int) -> None:
        if not self._closed and asked == self._asked:
            self._show_seen(seen)

    def _show_seen(self, seen: BulkPreview | None) -> None:
        counter = self._choice.counter
        self._seen = seen
        self.message.clear()
        self.model.set_rows(seen.rows if seen else ())
        self._counts.setText(_counts(seen, counter) if seen else "")
        can = seen is not None and seen.changing > 0
        self.act.setEnabled(can)
        self.act.setText(f"修改 {seen.changing:,} {counter}" if seen and can else "修改")
        if seen is None:
            return
        if seen.refused:
            lines = [f"{one.name or one.id}：{one.reason}" for one in seen.refusals[:5]]
            head = f"{seen.refused:,} {counter}不能这样改，会跳过："
            self.message.say([head, *lines], Tone.ATTENTION)
        elif seen.notes:
            self.message.say(seen.notes, Tone.ATTENTION)

    def _refused(self, error: Exception, asked: int) -> None:
        if self._closed:
            return
        if isinstance(error, ValidationFailed | RuleViolation):
            if asked == self._asked:
                self.message.say(error.message)
        else:
            self._desk.errors.show(error)

    # -- acting ------------------------------------------------------------------------

    def _apply(self) -> None:
        change, seen = self.change(), self._seen
        if change is None or seen is None:
            return
        self.act.setEnabled(False)
        only = seen.refused > 0
        self._desk.tasks.run(
            lambda progress: bulk_apply(
                self._workspace,
                self._kind,
                self._choice.records,
                change,
                only_possible=only,
                progress=progress,
            ),
            self._done,
            self._not_done,
            title=f"正在修改 {seen.changing:,} {self._choice.counter}",
            on_cancelled=self._stopped,
        )

    def _done(self, changes: Changes) -> None:
        self._desk.bus.tell(changes)
        if not self._closed:
            self.accept()

    def _not_done(self, error: Exception) -> None:
        """Say why nothing was stored, also to somebody who has closed the dialog meanwhile."""
        if self._closed:
            self._desk.errors.show(error)
        else:
            self._refused(error, self._asked)
            self.act.setEnabled(True)

    def _stopped(self) -> None:
        if not self._closed:
            self.act.setEnabled(True)

    def _on_closed(self) -> None:
        self._closed = True


def _counts(seen: BulkPreview, counter: str) -> str:
    parts = [f"{seen.words}：将修改 {seen.changing:,} {counter}"]
    if seen.unchanged:
        parts.append(f"{seen.unchanged:,} {counter}已是这样")
    if seen.warned:
        parts.append(f"{seen.warned:,} {counter}有提醒")
    if seen.changing > len(seen.rows):
        parts.append(f"下面列出前 {len(seen.rows)} {counter}")
    return "，".join(parts)


def _captioned(caption: str, widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(3)
    said = label(caption, Look.FIELD)
    said.setBuddy(widget)
    column.addWidget(said)
    column.addWidget(widget)
    column.addStretch(1)
    return column
