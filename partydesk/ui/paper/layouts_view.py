"""版式: the forms of each kind of document, their versions, and which one is printed with."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.progress import Progress
from partydesk.services.layout_drafts import Draft, open_draft, sample_page, save_draft
from partydesk.services.layout_files import export_layout, import_layout
from partydesk.services.layout_list import LayoutEntry, list_layouts
from partydesk.services.layouts import SavedLayout, retire_layout, use_layout
from partydesk.services.unsaved_layouts import open_unsaved
from partydesk.services.workspace import Workspace
from partydesk.ui import printing
from partydesk.ui.colours import Tone, colours_for
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.field_changes import moment_words
from partydesk.ui.layouts.editor import LayoutEditor
from partydesk.ui.layouts.unsaved import UnsavedLayouts
from partydesk.ui.table import Align, Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.card import Card
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.file_choice import choose_file, choose_target
from partydesk.ui.widgets.texts import Look, label

_TITLE: Final = "版式"
_FILES: Final = "版式文件 (*.json *.zip)"
_IN_USE, _RETIRED = "在用", "已停用"


def _state(entry: LayoutEntry) -> str:
    return _IN_USE if entry.in_use else _RETIRED if entry.retired else ""


def _version(entry: LayoutEntry) -> str:
    return f"第 {entry.version} 版" if entry.version else "出厂"


def _saved_at(entry: LayoutEntry) -> str:
    return moment_words(entry.saved_at.astimezone().isoformat()) if entry.saved_at else "随程序提供"


COLUMNS: Final = (
    Column[LayoutEntry]("kind", "文书", lambda e: e.kind_label, width=110, sortable=False),
    Column[LayoutEntry](
        "label", "版式", lambda e: e.label.removesuffix("（出厂）"), width=200, sortable=False,
        strong=True,
    ),
    Column[LayoutEntry]("version", "版次", _version, width=80, sortable=False),
    Column[LayoutEntry](
        "size", "纸张（毫米）", lambda e: f"{e.width_mm:g} × {e.height_mm:g}", Align.CENTRE, 110,
        sortable=False,
    ),
    Column[LayoutEntry](
        "saved", "保存时间", _saved_at, Align.CENTRE, 140, sortable=False,
    ),
    Column[LayoutEntry](
        "state", "状态", _state, width=90, shape=Shape.TAG, sortable=False,
        tone=lambda e: Tone.GOOD if e.in_use else Tone.QUIET,
    ),
)  # fmt: skip


class SamplePage(QLabel):
    """A small picture of a page, as large as there is room."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.setObjectName("layout_sample_page")
        self.setAccessibleName("版式样张")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumSize(180, 180)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._page = b""

    def show_page(self, pdf: bytes) -> None:
        """Show the first page of a PDF; nothing clears it."""
        self._page = pdf
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw for the new size."""
        super().resizeEvent(event)
        self._draw()

    def _draw(self) -> None:
        if not self._page:
            self.clear()
            return
        document = printing.open_pdf(self._page)
        dots = self.devicePixelRatioF()
        room = QSize(int(self.width() * dots) - 2, int(self.height() * dots) - 2)
        size = document.pagePointSize(0).toSize()
        size.scale(room, Qt.AspectRatioMode.KeepAspectRatio)
        pixmap = QPixmap.fromImage(printing.render_page(document, 0, size))
        painter = QPainter(pixmap)
        painter.setPen(QColor(colours_for(self.palette()).line))
        painter.drawRect(pixmap.rect().adjusted(0, 0, -1, -1))
        painter.end()
        pixmap.setDevicePixelRatio(dots)
        self.setPixmap(pixmap)


class LayoutsView(QWidget):
    """The list on the left, a picture of the chosen one on the right.

    Attributes:
        table: Every version.
        sample: The picture.
        unsaved: What is being edited, or was left unsaved.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Read when it comes into sight."""
        super().__init__()
        self.setObjectName("layouts_view")
        self._desk, self._workspace = desk, workspace
        self._stale, self._restored = True, False
        self.unsaved = UnsavedLayouts(desk, workspace, self)
        self.unsaved.button.chosen.connect(self._take_up)
        empty = EmptyState("没有版式", "")
        self.table = TableView(
            RowTableModel(COLUMNS), "layouts", desk.settings, empty, about=_TITLE, inset=True
        )
        self.table.current_changed.connect(lambda _row: self._follow_choice())
        self.table.opened.connect(lambda _row: desk.commands.run("layouts.edit"))
        self.sample = SamplePage()
        self._about = label("", Look.SECONDARY, wrap=True)
        self._add_commands()
        self._build()
        desk.bus.changed.connect(self._on_changed)

    # -- building ----------------------------------------------------------------------------

    def _add_commands(self) -> None:
        none, group = self._no_entry, _TITLE
        commands = [
            Command("layouts.edit", "编辑版式", group, self.edit, "F2", none, "编辑…"),
            Command(
                "layouts.new", "以选中的版式新建", group, self.edit_anew, "Ctrl+N", none, "新建自…"
            ),
            Command(
                "layouts.use", "用选中的版式打印", group, self.use, "", self._no_use, "用于打印"
            ),
            Command(
                "layouts.retire", "停用或恢复版式", group, self.retire, "", self._no_own, "停用"
            ),
            Command("layouts.import", "导入版式", group, self.take_in, button_text="导入…"),
            Command("layouts.export", "导出版式", group, self.export, "", none, "导出…"),
        ]
        self._desk.commands.add_all(commands, owner=self)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 10, 0, 0)
        row.setSpacing(12)
        commands = self._desk.commands
        left = Card("各类文书的版式", name="layouts_card")
        self._retire = commands.button("layouts.retire")
        left.head.addWidget(self.unsaved.button)
        for key in ("layouts.import", "layouts.export"):
            left.head.addWidget(commands.button(key))
        left.head.addWidget(self._retire)
        for key in ("layouts.use", "layouts.new"):
            left.head.addWidget(commands.button(key))
        left.head.addWidget(commands.button("layouts.edit", main=True))
        words = (
            "版式只增加新的一版，从不改动旧版；已经发出的文书按当时的版式留存。"
            "出厂版式不能改，编辑时会另存为自己的版式。"
        )
        left.body.addWidget(label(words, Look.HINT, wrap=True))
        left.body.addWidget(self.table, 1)
        right = Card("样张", name="layout_sample_card")
        column = QVBoxLayout()
        column.addWidget(self.sample, 1)
        column.addWidget(self._about)
        right.body.addLayout(column, 1)
        row.addWidget(left, 7)
        row.addWidget(right, 3)

    # -- showing -----------------------------------------------------------------------------

    def page_shown(self) -> None:
        """Read, where something has changed; the first time also what was left unsaved."""
        if not self._restored:
            self._restored = True
            self.unsaved.restore()
        if self._stale:
            self.reload()

    def may_close(self) -> bool:
        """Write what is being edited before the window closes."""
        return self.unsaved.keeper.write_all()

    def _on_changed(self, changes: Changes) -> None:
        if "layouts" in changes.kinds:
            self._stale = True
            if self.isVisible():
                self.reload()

    def reload(self) -> None:
        """Read the list anew, keeping the chosen row."""
        self._stale = False
        chosen = self.table.current_row()
        self.table.model.set_rows(list_layouts(self._workspace))
        if chosen is not None:
            self._choose(chosen.name, chosen.version)
        self._follow_choice()

    def _choose(self, name: str, version: int) -> None:
        self.table.select_where(lambda entry: (entry.name, entry.version) == (name, version))

    def _follow_choice(self) -> None:
        entry = self.table.current_row()
        self._retire.setText("恢复" if entry is not None and entry.retired else "停用")
        self._desk.commands.refresh()
        if entry is None:
            self.sample.show_page(b"")
            self._about.setText("选中一个版式，这里显示它的样张。")
            return
        name, version = entry.name, entry.version or None
        self._about.setText(f"{entry.label.removesuffix('（出厂）')} · {_version(entry)}")

        def show(pdf: bytes) -> None:
            now = self.table.current_row()
            if now is not None and (now.name, now.version or None) == (name, version):
                self.sample.show_page(pdf)

        def work(_progress: Progress) -> bytes:
            return sample_page(self._workspace, name, version)

        self._desk.tasks.run(work, show, title="正在画样张")

    # -- why not -----------------------------------------------------------------------------

    def _no_entry(self) -> str:
        return "" if self.table.current_row() is not None else "请先选一个版式"

    def _no_use(self) -> str:
        entry = self.table.current_row()
        if entry is None:
            return "请先选一个版式"
        if entry.retired:
            return "已停用，请先恢复"
        return f"{entry.kind_label}已在用这一版打印" if entry.in_use else ""

    def _no_own(self) -> str:
        entry = self.table.current_row()
        if entry is None:
            return "请先选一个版式"
        if not entry.version:
            return "出厂版式不能停用；把别的版式用于打印即可"
        return ""

    # -- acting ------------------------------------------------------------------------------

    def edit(self) -> None:
        """Open the editor with the chosen version."""
        self._open(anew=False)

    def edit_anew(self) -> None:
        """Open the editor with a copy of the chosen version, under another name."""
        self._open(anew=True)

    def _open(self, *, anew: bool) -> None:
        entry = self.table.current_row()
        if entry is None:
            return
        name, version = entry.name, entry.version or None

        def work(_progress: Progress) -> Draft:
            return open_draft(self._workspace, name, version, anew=anew)

        show = partial(self._show_editor, self.unsaved.next_number())
        self._desk.tasks.run(work, show, title="正在打开版式")

    def _take_up(self, number: int) -> None:
        """Open the editor with what was left unsaved."""
        unsaved = self.unsaved.of(number)
        if unsaved is None:
            return

        def work(_progress: Progress) -> Draft:
            return open_unsaved(self._workspace, unsaved)

        show = partial(self._show_editor, number, restored=True)
        self._desk.tasks.run(work, show, title="正在打开版式")

    def _show_editor(self, number: int, draft: Draft, *, restored: bool = False) -> None:
        def save(
            values: dict[str, Any],
            name: str,
            use: bool,
            then: Callable[[], None],
            failed: Callable[[Exception], None],
        ) -> None:
            def work(_progress: Progress) -> SavedLayout:
                return save_draft(self._workspace, draft, values, name, use=use)

            def done(saved: SavedLayout) -> None:
                then()
                self.unsaved.keeper.release()
                self.unsaved.keeper.write_soon()
                self._saved(saved)

            def refused(error: Exception) -> None:
                self.unsaved.keeper.release()
                failed(error)

            self.unsaved.keeper.hold()
            self._desk.tasks.run(work, done, refused, title="正在保存版式")

        editor = LayoutEditor(self, draft, save, self._desk.settings, restored=restored)
        self.unsaved.watch(number, draft, editor)
        editor.present()

    def _saved(self, saved: SavedLayout) -> None:
        self._desk.bus.tell(saved.changes)
        self._choose(saved.name, saved.version)
        self._desk.say(f"已保存版式“{saved.name}”第 {saved.version} 版")

    def use(self) -> None:
        """Print documents of the kind with the chosen version."""
        entry = self.table.current_row()
        if entry is not None:
            name, version = entry.name, entry.version or None
            self._write(lambda: use_layout(self._workspace, entry.kind, name, version))

    def retire(self) -> None:
        """Offer the chosen layout no longer, or again."""
        entry = self.table.current_row()
        if entry is not None:
            wanted = not entry.retired
            self._write(lambda: retire_layout(self._workspace, entry.name, retired=wanted))

    def _write(self, act: Callable[[], Changes]) -> None:
        def work(_progress: Progress) -> Changes:
            return act()

        def done(changes: Changes) -> None:
            self._desk.bus.tell(changes)
            self._desk.say(changes.label)

        self._desk.tasks.run(work, done, title="正在保存")

    def take_in(self) -> None:
        """Ask for a file and take its layout in."""
        path = choose_file(self, "导入版式", _FILES)
        if path is None:
            return

        def work(_progress: Progress) -> SavedLayout:
            return import_layout(self._workspace, path)

        self._desk.tasks.run(work, self._saved, title="正在导入版式")

    def export(self) -> None:
        """Ask where to, and write the chosen version."""
        entry = self.table.current_row()
        if entry is None:
            return
        path = choose_target(
            self, "导出版式", _FILES, f"{entry.label.removesuffix('（出厂）')}.json"
        )
        if path is None:
            return
        name, version = entry.name, entry.version or None

        def work(_progress: Progress) -> Path:
            return export_layout(self._workspace, name, path, version)

        def done(written: Path) -> None:
            self._desk.say(f"已导出到 {written}")

        self._desk.tasks.run(work, done, title="正在导出版式")
