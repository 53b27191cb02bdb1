"""系统—备份: where backups lie and how they stand, the list of them, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from partydesk.domain.attachments import size_words
from partydesk.domain.changes import Changes
from partydesk.domain.progress import Progress
from partydesk.services.backups import (
    BackupState,
    Drill,
    Listed,
    Made,
    Place,
    RestorePreview,
)
from partydesk.ui.backups.dialogs import ExportDialog, KeepingDialog, RestoreDialog
from partydesk.ui.backups.keeper import KIND
from partydesk.ui.backups.ports import BackupPorts
from partydesk.ui.backups.words import (
    TONES,
    drill_in_words,
    holds,
    holds_in_full,
    moment_in_words,
    standing_in_words,
)
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.table import Align, Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import Card, clear_layout
from partydesk.ui.widgets.dialog import tell
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.file_choice import BACKUPS, choose_file, choose_folder
from partydesk.ui.widgets.texts import Look, label

T = TypeVar("T")

_LOOKS = {Tone.GOOD: Look.GOOD, Tone.ATTENTION: Look.ATTENTION, Tone.TROUBLE: Look.TROUBLE}


class BackupTab(QWidget):
    """A card with how things stand, above the list.

    Attributes:
        table: The backups.
    """

    def __init__(self, desk: Desk, ports: BackupPorts) -> None:
        """Build the tab; nothing is read before it is in sight."""
        super().__init__()
        self.setObjectName("backup_tab")
        self._desk, self._ports = desk, ports
        self._read_whole = self._reading = False
        self.table = self._make_table()
        self._details = label("", Look.HINT, name="backup_details", wrap=True)
        self._facts = QGridLayout()
        self._add_commands()
        self._build()

    # -- building -------------------------------------------------------------------------------

    def _make_table(self) -> TableView[Listed]:
        now = self._ports.now

        def made(row: Listed) -> str:
            if row.manifest is None:
                return row.file.name
            return f"{row.manifest.made_at.astimezone(now().tzinfo):%Y-%m-%d %H:%M}"

        def read(row: Listed) -> str:
            return moment_in_words(row.read_at, now()) if row.read_at else ""

        columns = (
            Column[Listed]("made", "做成时间", made, width=150, sortable=False, strong=True),
            Column[Listed](
                "reason", "原因", lambda r: r.manifest.reason.value if r.manifest else "",
                width=90, sortable=False,
            ),
            Column[Listed]("place", "位置", lambda r: r.place, width=110, sortable=False),
            Column[Listed](
                "state", "状态", lambda r: r.state.value, width=100, shape=Shape.TAG,
                tone=lambda r: TONES[r.state], tip=lambda r: r.trouble, sortable=False,
            ),
            Column[Listed](
                "read", "上次核对", read, width=130, sortable=False,
            ),
            Column[Listed](
                "size", "大小", lambda r: size_words(r.size), width=90, align=Align.RIGHT,
                sortable=False,
            ),
            Column[Listed]("holds", "内容", lambda r: holds(r.manifest), width=260, sortable=False),
        )  # fmt: skip
        empty = EmptyState(
            "还没有备份", "程序打开后每天自动备份一次；也可以现在点“立即备份”，或导出到 U 盘。"
        )
        table = TableView(
            RowTableModel(columns), "backups", self._desk.settings, empty, about="备份", inset=True
        )
        table.current_changed.connect(lambda _row: self._follow_choice())
        return table

    def _add_commands(self) -> None:
        group = "备份"
        self._desk.commands.add_all(
            [
                Command("backups.make", "立即备份", group, self.make),
                Command("backups.export", "导出备份到 U 盘…", group, self.export,
                        button_text="导出备份…"),
                Command("backups.drill", "恢复演练", group, self.drill),
                Command("backups.check", "核对全部备份", group, self.check, "",
                        lambda: "正在核对" if self._reading else ""),
                Command("backups.restore", "恢复所选备份…", group, self.restore, "",
                        self._no_restore, "恢复…"),
                Command("backups.restore_file", "从文件恢复备份…", group, self.restore_file, "",
                        self._no_program, "从文件恢复…"),
                Command("backups.second", "设置第二处备份位置…", group, self.choose_second,
                        button_text="第二处…"),
                Command("backups.keeping", "设置备份的保留规则…", group, self.set_keeping,
                        button_text="保留规则…"),
            ]
        )  # fmt: skip

    def _build(self) -> None:
        button = self._desk.commands.button
        standing = Card("备份与恢复", name="backup_standing")
        for key in ("keeping", "second", "drill"):
            standing.head.addWidget(button(f"backups.{key}"))
        standing.head.addWidget(button("backups.export"))
        standing.head.addWidget(button("backups.make", main=True))
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(4)
        self._facts.setColumnStretch(1, 1)
        standing.body.addLayout(self._facts)
        self._card = Card("备份", name="backup_list")
        for key in ("check", "restore_file", "restore"):
            self._card.head.addWidget(button(f"backups.{key}"))
        self._card.body.addWidget(self.table, 1)
        self._card.body.addWidget(self._details)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(12)
        column.addWidget(standing)
        column.addWidget(self._card, 1)

    # -- showing --------------------------------------------------------------------------------

    def page_shown(self) -> None:
        """Look anew; the first time each backup is read whole, beside the user's work."""
        self.reload()
        if not self._read_whole:
            self._read_whole = True
            self.check()

    def reload(self) -> None:
        """Show how things stand, and look quickly at the list."""
        self._show_facts()
        self._run(
            lambda progress: self._ports.list(progress, False, self._known_sticks()),
            self._show_list,
            "正在查看备份",
        )

    def on_changed(self, changes: Changes) -> None:
        """Look anew when something was done with backups while the tab is in sight."""
        if self.isVisible() and (changes.kinds & {KIND, "settings"} or not changes.kinds):
            self.reload()

    def check(self) -> None:
        """Read every backup from its first byte to its last."""
        if self._reading:
            return
        self._reading = True
        self._desk.commands.refresh()
        sticks = self._known_sticks()
        self._desk.aside.run(
            lambda progress: self._ports.list(progress, True, sticks),
            self._checked,
            self._not_checked,
            title="正在核对备份",
            on_cancelled=self._rest,
            unseen=True,
        )

    def _checked(self, listed: Sequence[Listed]) -> None:
        self._rest()
        self._show_list(listed)
        damaged = sum(one.state is BackupState.DAMAGED for one in listed)
        if damaged:
            self._desk.say(f"核对了 {len(listed)} 份备份，其中 {damaged} 份损坏")

    def _not_checked(self, error: Exception) -> None:
        self._rest()
        self._desk.errors.show(error)

    def _rest(self) -> None:
        self._reading = False
        self._desk.commands.refresh()

    def _known_sticks(self) -> list[Place]:
        return [stick.place for stick in self._ports.sticks() if stick.ours]

    def _show_facts(self) -> None:
        clear_layout(self._facts)
        now, standing = self._ports.now(), self._ports.standing()
        own, *second = self._ports.places()
        advice = "没有设置；本机坏了就没有备份了，请设置另一个磁盘，或用 U 盘导出"
        where = (str(second[0].folder), Tone.PLAIN) if second else (advice, Tone.ATTENTION)
        facts = (
            ("最近备份", *standing_in_words(standing, now)),
            ("最近演练", *drill_in_words(standing, now)),
            ("本机", str(own.folder), Tone.PLAIN),
            ("第二处", *where),
        )
        for row, (name, text, tone) in enumerate(facts):
            self._facts.addWidget(label(name, Look.SECONDARY), row, 0)
            value: QLabel = label(text, _LOOKS.get(tone, Look.BODY), wrap=True)
            self._facts.addWidget(value, row, 1)

    def _show_list(self, listed: Sequence[Listed]) -> None:
        chosen = self.table.current_row()
        self._card.title.setText(f"备份（{len(listed)}）")
        self.table.model.set_rows(listed)
        if chosen is not None:
            self.table.select_where(lambda row: row.file == chosen.file)
        self._follow_choice()

    def _follow_choice(self) -> None:
        row = self.table.current_row()
        self._details.setText("选一份备份，查看它的内容。" if row is None else holds_in_full(row))
        self._desk.commands.refresh()

    # -- acting ---------------------------------------------------------------------------------

    def make(self) -> None:
        """Make a backup now."""
        self._run(self._ports.make, self._made, "正在备份并核对")

    def _made(self, made: Made) -> None:
        self._done(f"备份完成并已验证：{made.file.name}（{size_words(made.size)}）")
        if not made.verified:
            tell(self, "备份已做，但内容有疑点", "\n".join(made.manifest.findings))

    def export(self) -> None:
        """Ask where to, make a fresh backup and bring it there."""
        dialog = ExportDialog(self.window(), self._ports.sticks)
        try:
            if not dialog.run():
                return
            place, folder = dialog.place, dialog.folder
        finally:
            dialog.deleteLater()

        def work(progress: Progress) -> Made:
            if place is not None:
                return self._ports.copy(self._ports.make(progress).file, place, progress)
            return self._ports.make_in(folder or Path(), progress)

        self._run(work, self._exported, "正在导出备份并核对")

    def _exported(self, made: Made) -> None:
        self._done(f"备份已导出并读回核对：{made.file}")

    def drill(self) -> None:
        """Try out the newest backup, or the chosen one."""
        row = self.table.current_row()
        sound = row is not None and row.state is not BackupState.DAMAGED
        file = row.file if row is not None and sound else None
        self._run(partial(self._ports.drill, file), self._drilled, "正在做恢复演练")

    def _drilled(self, drill: Drill) -> None:
        self._done(drill.label)
        if drill.faults:
            tell(self, "恢复演练没有通过", "\n".join((str(drill.file), *drill.faults)))

    def restore(self) -> None:
        """Show what restoring the chosen backup would lose, and do it."""
        row = self.table.current_row()
        if row is not None:
            self._ask_restore(row.file)

    def restore_file(self) -> None:
        """Ask for a backup that is not in the list."""
        path = choose_file(self.window(), "选择备份文件", BACKUPS)
        if path is not None:
            self._ask_restore(path)

    def _ask_restore(self, file: Path) -> None:
        def work(_progress: Progress) -> RestorePreview:
            return self._ports.preview(file)

        self._run(work, lambda preview: self._confirm(file, preview), "正在比较备份与现在的工作区")

    def _confirm(self, file: Path, preview: RestorePreview) -> None:
        dialog = RestoreDialog(self.window(), preview)
        try:
            wanted = dialog.run()
        finally:
            dialog.deleteLater()
        if wanted and self._ports.restore is not None:
            restore = self._ports.restore
            # Not from within the task: the window goes, and waits until every task has ended.
            self._run(
                self._ports.keep_present,
                lambda _made: QTimer.singleShot(0, partial(restore, file)),
                "正在备份现在的工作区",
            )

    def _no_program(self) -> str:
        return "" if self._ports.restore is not None else "这个窗口不能恢复备份"

    def _no_restore(self) -> str:
        row = self.table.current_row()
        if row is None:
            return "请先选一份备份"
        if row.state is BackupState.DAMAGED:
            return "这份备份已损坏，请另选一份"
        return self._no_program()

    def choose_second(self) -> None:
        """Ask for the second place of this PC."""
        folder = choose_folder(self.window(), "选择第二处备份位置（另一个磁盘或共享文件夹）")
        if folder is not None:
            self._run(
                lambda _progress: self._ports.save_second(folder), self._desk.bus.tell, "正在保存"
            )

    def set_keeping(self) -> None:
        """Ask for the rule by which automatic backups are thinned out."""
        dialog = KeepingDialog(self.window(), self._ports.keeping())
        try:
            if dialog.run():
                keeping = dialog.keeping
                self._run(
                    lambda _progress: self._ports.save_keeping(keeping),
                    self._desk.bus.tell,
                    "正在保存",
                )
        finally:
            dialog.deleteLater()

    def _run(self, work: Callable[[Progress], T], done: Callable[[T], None], title: str) -> None:
        self._desk.tasks.run(work, done, title=title)

    def _done(self, said: str) -> None:
        self._desk.bus.tell(Changes(frozenset({KIND})))
        self._desk.say(said)
