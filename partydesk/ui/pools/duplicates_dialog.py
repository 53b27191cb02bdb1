"""合并重复: the groups of records that may be one, and what is to become of each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from partydesk.domain.changes import Changes, Undone
from partydesk.domain.duplicates import Certainty, Group
from partydesk.domain.progress import Progress
from partydesk.services.duplicates import (
    Distinction,
    Found,
    forget_distinctions,
    keep_all_apart,
    list_duplicates,
)
from partydesk.services.history import undo
from partydesk.services.merging import BatchMerged, merge_exact_groups, suggest_kept
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.desk import Desk
from partydesk.ui.pools.face import PoolFace, Record
from partydesk.ui.pools.merge_dialog import MOST_RECORDS, MergeDialog
from partydesk.ui.table import Align, Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.filters import ChipRow, ToggleChip
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import Look, button, label
from partydesk.ui.widgets.undo_bar import UndoBar

_WIDTH, _HEIGHT = 1120, 600
_TONES = {
    Certainty.EXACT: Tone.TROUBLE,
    Certainty.LIKELY: Tone.ATTENTION,
    Certainty.POSSIBLE: Tone.PLAIN,
}
_ALL, _MARKED = "all", "marked"


class DuplicatesDialog(BaseDialog):
    """Lists twins of one pool; computed when opened and again after every change.

    Attributes:
        table: The groups.
        marked: The pairs marked as not the same.
        message: What the last act came to, where that needs words.
        undo_bar: The way back from the last act.
    """

    def __init__(
        self, parent: QWidget, desk: Desk, workspace: Workspace, face: PoolFace[Record]
    ) -> None:
        """Look for twins in the pool of ``face``."""
        super().__init__(parent, f"合并重复 — {face.title}", "duplicates")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._workspace = desk, workspace
        self._face_of_merge: Callable[[list[int]], None] = lambda ids: MergeDialog(
            self, desk, workspace, face, ids, self._done
        ).present()
        self._kind, self._noun = face.kind, face.noun
        self._found = Found((), {}, ())
        self._waiting: dict[tuple[int, ...], str] = {}
        self._chips: dict[str, ToggleChip] = {}
        self._shown = _ALL
        self._closed = False
        self._build()
        self._add_buttons()
        room = parent.window().size()
        self.resize(min(_WIDTH, room.width() - 60), min(_HEIGHT, room.height() - 60))
        self.finished.connect(self._on_closed)
        desk.bus.changed.connect(self._on_changes)
        self.scan()

    # -- building ----------------------------------------------------------------------

    def _build(self) -> None:
        self.body.addWidget(label(self.windowTitle(), Look.HEADING))
        self._about = label("正在比对…", Look.SECONDARY, name="duplicates_about", wrap=True)
        self.body.addWidget(self._about)
        row = ChipRow()
        for key in (_ALL, *Certainty, _MARKED):
            chip = ToggleChip("", f"duplicates_{key}", on=key == _ALL)
            chip.clicked.connect(lambda _=False, chosen=str(key): self.show_only(chosen))
            self._chips[str(key)] = chip
            row.add(chip)
        self.body.addWidget(row)
        self.message = FormMessage("duplicates_message")
        self.body.addWidget(self.message)
        self._groups: RowTableModel[Group] = RowTableModel(self._columns(), self)
        self._empty = EmptyState("正在比对…")
        settings = self._desk.settings
        self.table: TableView[Group] = TableView(
            self._groups, "duplicate_groups", settings, self._empty, about="疑似重复"
        )
        self.table.current_changed.connect(lambda _group: self._show_choice())
        self.table.opened.connect(lambda _group: self._merge())
        self._pairs: RowTableModel[Distinction] = RowTableModel(_MARKED_COLUMNS, self)
        nothing = EmptyState("没有标记", "确认不是同一条的记录标记后列在这里，随时可以取消。")
        self.marked: TableView[Distinction] = TableView(
            self._pairs, "distinctions", settings, nothing, about="已标记不是同一条"
        )
        self.marked.act_asked.connect(lambda pair, _key: self._forget(pair))
        self._lists = QStackedLayout()
        self._lists.addWidget(self.table)
        self._lists.addWidget(self.marked)
        self.body.addLayout(self._lists, 1)
        self._reason = label("", Look.BODY, name="duplicates_reason", wrap=True)
        self._reason.setMinimumHeight(44)
        self._reason.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._reason.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self._reason)
        self.undo_bar = UndoBar()
        self.undo_bar.undo_asked.connect(self._undo)
        line = QHBoxLayout()
        line.addWidget(self.undo_bar)
        line.addStretch(1)
        self.body.addLayout(line)

    def _columns(self) -> tuple[Column[Group], ...]:
        return (
            Column("certainty", "程度", lambda g: g.certainty.word, width=104, sortable=False,
                   shape=Shape.TAG, tone=lambda g: _TONES[g.certainty]),
            Column("rule", "依据", lambda g: g.rule.word, width=104, sortable=False),
            Column("count", "条", lambda g: str(len(g.ids)), Align.RIGHT, 40, sortable=False),
            Column("records", f"{self._noun}（记录号）", self._named, width=260, sortable=False,
                   strong=True),
            Column("reason", "为什么", self._why, width=420, sortable=False),
        )  # fmt: skip

    def _named(self, group: Group) -> str:
        return "、".join(f"{self._found.names.get(n, '')}（{n}）" for n in group.ids)

    def _why(self, group: Group) -> str:
        waiting = self._waiting.get(group.ids)
        return f"需逐条核对：{waiting}" if waiting else group.reason

    def _add_buttons(self) -> None:
        self._batch = button("合并全部确定相同的", "duplicates_batch")
        self._batch.clicked.connect(self._merge_exact)
        self.add_side_button(self._batch)
        self.add_cancel("关闭")
        self._apart = self.add_button("不是同一条", "duplicates_apart")
        self._apart.setToolTip("记住这几条不是同一条，以后不再提示；可以取消")
        self._apart.clicked.connect(self._keep_apart)
        self._merging = self.add_button("合并…", "duplicates_merge", main=True)
        self._merging.clicked.connect(self._merge)
        self._show_choice()

    # -- looking -----------------------------------------------------------------------

    def scan(self) -> None:
        """Look for twins anew."""
        self._about.setText("正在比对…")
        kind, workspace = self._kind, self._workspace
        self._desk.tasks.run(
            lambda progress: list_duplicates(workspace, kind, progress),
            self._show,
            self._failed,
            title="正在比对",
            on_cancelled=self._stopped,
        )

    def _stopped(self) -> None:
        if not self._closed:
            self.reject()

    def _failed(self, error: Exception) -> None:
        self._desk.errors.show(error)
        self._stopped()

    def _show(self, found: Found) -> None:
        if self._closed:
            return
        self._found = found
        for key, word, count in (
            (_ALL, "全部", len(found.groups)),
            *((str(each), each.word, found.count(each)) for each in Certainty),
            (_MARKED, "已标记不是同一条", len(found.distinctions)),
        ):
            self._chips[key].set_words(f"{word} {count}")
        self._about.setText(
            f"找到 {len(found.groups)} 组。比对号码、姓名、生日、电话和单位得出，只供核对；"
            "合并前逐项选择，合并后可以撤销。"
        )
        self._empty.set_words("没有疑似重复", "名单里没有看起来是同一条的记录。")
        exact = [group for group in found.groups if group.certainty is Certainty.EXACT]
        ready = sum(group.ids not in self._waiting for group in exact)
        self._batch.setText(f"合并全部确定相同的（{ready} 组）")
        self._batch.setEnabled(ready > 0)
        self.show_only(self._shown)

    def show_only(self, key: str) -> None:
        """Show the groups of one certainty, all of them, or the marked pairs."""
        self._shown = key
        for each, chip in self._chips.items():
            chip.setChecked(each == key)
        place = max(self.table.view.currentIndex().row(), 0)
        groups = [g for g in self._found.groups if key in (_ALL, g.certainty.value)]
        self._groups.set_rows(groups)
        self._pairs.set_rows(self._found.distinctions)
        self._lists.setCurrentWidget(self.marked if key == _MARKED else self.table)
        self.table.select_number(min(place, len(groups) - 1))
        self._show_choice()

    def _group(self) -> Group | None:
        """The group the keyboard is on."""
        return None if self._shown == _MARKED else self.table.current_row()

    def _show_choice(self) -> None:
        group = self._group()
        words = group.reason if group else ""
        too_many = group is not None and len(group.ids) > MOST_RECORDS
        if too_many:
            words += f"\n这一组超过 {MOST_RECORDS} 条，先合并其中 {MOST_RECORDS} 条，再合并其余的。"
        self._reason.setText(words)
        self._apart.setEnabled(group is not None)
        self._merging.setEnabled(group is not None)

    def _on_changes(self, changes: Changes) -> None:
        """Look anew when records changed; an old list would be wrong."""
        if changes.kinds & {self._kind, "distinctions"}:
            self.scan()

    def _on_closed(self, _result: int) -> None:
        self._closed = True
        self._desk.bus.changed.disconnect(self._on_changes)

    # -- acting ------------------------------------------------------------------------

    def _merge(self) -> None:
        group = self._group()
        if group is None:
            return
        kind, workspace, ids = self._kind, self._workspace, group.ids
        self._desk.tasks.run(
            lambda _progress: suggest_kept(workspace, kind, ids)[:MOST_RECORDS],
            self._compare,
            title="正在对照记录",
        )

    def _compare(self, ordered: tuple[int, ...]) -> None:
        if not self._closed:
            self._face_of_merge(list(ordered))

    def _merge_exact(self) -> None:
        kind, workspace = self._kind, self._workspace

        def done(merged: BatchMerged) -> None:
            if self._closed:
                self._done(merged.changes)
                return
            gone = sum(len(ids) - 1 for ids in merged.merged)
            self._waiting = {
                queued.group.ids: "；".join(reason.message for reason in queued.reasons)
                for queued in merged.queued
            }
            words = f"合并了 {len(merged.merged)} 组，并入 {gone} 条。"
            if merged.queued:
                words += f"另有 {len(merged.queued)} 组内容不一致，留在名单里，请逐条核对。"
            self.message.say(words, Tone.ATTENTION if merged.queued else Tone.GOOD)
            self._done(merged.changes)
            self.show_only(self._shown)

        self._desk.tasks.run(
            lambda progress: merge_exact_groups(workspace, kind, progress),
            done,
            title="正在合并确定相同的记录",
        )

    def _keep_apart(self) -> None:
        group = self._group()
        if group is not None:
            pairs = [(pair.first, pair.second) for pair in group.pairs]
            kind, workspace = self._kind, self._workspace
            self._write(lambda _progress: keep_all_apart(workspace, kind, pairs), "正在标记")

    def _forget(self, pair: Distinction) -> None:
        kind, workspace = self._kind, self._workspace
        self._write(
            lambda _progress: forget_distinctions(workspace, kind, [pair.id]), "正在取消标记"
        )

    def _write(self, work: Callable[[Progress], Changes], title: str) -> None:
        self.message.clear()
        self._desk.tasks.run(work, self._done, title=title)

    def _done(self, changes: Changes) -> None:
        """Offer the way back and tell the pages; the list is looked for anew by that."""
        if changes.action is not None and not self._closed:
            self.undo_bar.show_message(changes.label, changes.action)
        self._desk.bus.tell(changes)

    def _undo(self, action: int) -> None:
        workspace = self._workspace
        self._desk.tasks.run(
            lambda progress: undo(workspace, action, progress=progress),
            self._undone,
            title="正在撤销",
        )

    def _undone(self, result: Undone) -> None:
        if not self._closed:
            if result.conflicts:
                self.message.say(["没有撤销，因为此后又有改动：", *result.conflicts], Tone.TROUBLE)
                return
            self.undo_bar.show_message(f"已撤销：{result.label}")
        elif result.conflicts:
            self._desk.say("没有撤销，因为此后又有改动")
        self._desk.bus.tell(result.changes)


_MARKED_COLUMNS: tuple[Column[Distinction], ...] = (
    Column("first", "记录", lambda p: f"{p.labels[0]}（{p.first}）", width=300, sortable=False),
    Column("second", "与记录", lambda p: f"{p.labels[1]}（{p.second}）", width=300, sortable=False),
    Column("act", "不是同一条", lambda _p: "取消标记", width=120, shape=Shape.BUTTON,
           sortable=False),
)  # fmt: skip
