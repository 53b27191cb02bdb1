"""Ctrl+K: type a few letters, go to any record or do anything, without the mouse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from partydesk.domain.finding import Marks
from partydesk.domain.listing import Hit
from partydesk.domain.pinyin import matches
from partydesk.ui.commands import Command, keys_in_words
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.marked import show_marked
from partydesk.ui.widgets.texts import Look, label

_REST_MS = 150
_MOST_COMMANDS = 8
_ENTRY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list.

    Attributes:
        title: What it is.
        about: Where it was found, or its keys.
        run: Goes there or does it.
        marks: Places in the title that were searched for.
    """

    title: str
    about: str
    run: Callable[[], None]
    marks: Marks = ()


class PaletteDialog(BaseDialog):
    """A line to type in and what fits below it."""

    def __init__(
        self,
        parent: QWidget,
        commands: Sequence[Command],
        search: Callable[[str], Sequence[Hit]],
        open_record: Callable[[str, int], None],
        kind_titles: Callable[[str], str],
    ) -> None:
        """Offer commands and finds.

        Args:
            parent: The window.
            commands: What can be done from where the user is.
            search: Finds records; a short read.
            open_record: Goes to a find.
            kind_titles: What people call a kind of record, such as 人才库.
        """
        super().__init__(parent, "查找与操作", "palette")
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self._commands = [command for command in commands if command.listed]
        self._search = search
        self._open_record = open_record
        self._kind_titles = kind_titles
        outer = self.layout()
        if outer is not None:
            outer.setContentsMargins(1, 1, 1, 8)
            outer.setSpacing(0)
        self._build()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.look_up)
        self.line.textChanged.connect(lambda _text: self._rest.start())
        self.look_up()

    def _build(self) -> None:
        self.line = QLineEdit()
        self.line.setObjectName("palette_line")
        self.line.setAccessibleName("查找人员、单位、文书或操作")
        self.line.setPlaceholderText("姓名、单位、拼音首字母、号码末几位，或要做的事")
        self.line.setProperty("bare", True)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setObjectName("palette_list")
        self.list.setAccessibleName("找到的内容")
        self.list.setProperty("inset", True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.itemClicked.connect(self._run_item)
        self._nothing = label("没有找到。可以换一个字、拼音首字母或号码末四位。", Look.HINT)
        self._nothing.setContentsMargins(14, 10, 14, 4)
        self.body.setSpacing(0)
        for part in (self.line, self._nothing, self.list):
            self.body.addWidget(part)
        self.resize(560, 420)

    def open_at(self, place: QPoint) -> None:
        """Open with the upper left corner at a point of the screen."""
        self.move(place)
        self.present()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- finding ----------------------------------------------------------------------

    def look_up(self) -> None:
        """List what fits what was typed."""
        self._rest.stop()
        typed = self.line.text().strip()
        self.list.clear()
        if typed:
            self._list_hits(typed)
        fitting = [c for c in self._commands if matches(typed, f"{c.group}{c.title}")]
        self._list_group("操作", [self._of_command(c) for c in fitting[:_MOST_COMMANDS]])
        self._nothing.setVisible(self.list.count() == 0)
        self._step(1)

    def _list_hits(self, typed: str) -> None:
        groups: dict[str, list[Entry]] = {}
        for hit in self._search(typed):
            groups.setdefault(hit.kind, []).append(
                Entry(
                    hit.label,
                    hit.matched,
                    partial(self._open_record, hit.kind, hit.id),
                    hit.marks,
                )
            )
        for kind, entries in groups.items():
            self._list_group(self._kind_titles(kind), entries)

    def _of_command(self, command: Command) -> Entry:
        reason = command.refusal()
        about = reason or keys_in_words(command.shortcut)
        group = f"{command.group}　" if command.group else ""

        def run() -> None:
            if not command.refusal():
                command.run()

        return Entry(f"{group}{command.title}", about, run)

    def _list_group(self, title: str, entries: Sequence[Entry]) -> None:
        if not entries:
            return
        heading = QListWidgetItem(self.list)
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        self._put(heading, label(title, Look.HINT), None)
        for entry in entries:
            item = QListWidgetItem(self.list)
            item.setData(_ENTRY, entry)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.title} {entry.about}")
            left = label(entry.title)
            if entry.marks:
                show_marked(left, entry.title, entry.marks)
            self._put(item, left, label(entry.about, Look.SMALL))

    def _put(self, item: QListWidgetItem, left: QLabel, right: QLabel | None) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(5, 0, 5, 0)
        row.addWidget(left)
        row.addStretch(1)
        if right is not None:
            row.addWidget(right)
        item.setSizeHint(line.sizeHint().grownBy(self.contentsMargins()))
        height = 24 if right is None else 32
        size = item.sizeHint()
        size.setHeight(max(height, size.height() + 6))
        item.setSizeHint(size)
        self.list.setItemWidget(item, line)

    # -- choosing ----------------------------------------------------------------------

    def titles(self) -> list[str]:
        """What is listed, without headings."""
        entries = (self.list.item(n).data(_ENTRY) for n in range(self.list.count()))
        return [entry.title for entry in entries if isinstance(entry, Entry)]

    def _step(self, step: int) -> None:
        """Go to the next line that can be chosen."""
        count = self.list.count()
        place = self.list.currentRow()
        for _ in range(count):
            place = (place + step) % count
            if self.list.item(place).data(_ENTRY) is not None:
                self.list.setCurrentRow(place)
                return

    def _run_item(self, item: QListWidgetItem) -> None:
        entry = item.data(_ENTRY)
        if isinstance(entry, Entry):
            self.accept()
            entry.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list and choose while the keyboard stays in the line."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
                self._step(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                if self._rest.isActive():
                    self.look_up()
                current = self.list.currentItem()
                if current is not None:
                    self._run_item(current)
                return True
        return super().eventFilter(watched, event)
