"""Importing a sheet: choose it, look at every row, correct the columns, then store it at once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from partydesk.domain.errors import InputRefused
from partydesk.services.import_kinds import KINDS
from partydesk.services.import_preview import FilePreview, preview_import
from partydesk.services.imports import (
    PHOTO_HEADING,
    ImportPlan,
    ImportResult,
    apply_import,
    plan_import,
    write_failed,
    write_template,
)
from partydesk.services.person_forms import are_forms
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.desk import Desk
from partydesk.ui.errors import words_for
from partydesk.ui.exchange.file_line import FileLine
from partydesk.ui.exchange.file_preview import FilePreviewView
from partydesk.ui.exchange.mapping_view import MappingView
from partydesk.ui.exchange.notes_view import NotesView
from partydesk.ui.exchange.outcomes import counts_in_words, left_out, why_not_all
from partydesk.ui.exchange.preview_view import RowsView, twins_table
from partydesk.ui.exchange.start_page import StartPage
from partydesk.ui.tasks import Task
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.file_choice import EXCEL, choose_file, choose_folder, choose_target
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import Look, button, label, set_mark

_SIZE = QSize(1060, 640)
#: The pages of the dialog.
_START, _OUTCOME, _BEGINNING = range(3)


class ImportDialog(BaseDialog):
    """From a file to stored records; nothing is stored before the button is pressed.

    Attributes:
        plan: What would be done; None until a file has been read.
        preview: The beginning of the file, shown while the rest is read.
        rows: The rows.
        mapping: The columns.
    """

    def __init__(
        self,
        parent: QWidget | None,
        desk: Desk,
        workspace: Workspace,
        kind: str,
        year: int | None = None,
    ) -> None:
        """Prepare an import.

        Args:
            parent: The page that asks.
            desk: The window's services.
            workspace: Where the rows go.
            kind: One of :data:`partydesk.services.import_kinds.KINDS`.
            year: Year of the round that posts and wishes belong to, or of the evaluation.
        """
        self._kind = KINDS[kind]
        super().__init__(parent, f"导入{self._kind.title}", "import")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(_SIZE)
        self._desk, self._workspace, self._year = desk, workspace, year
        self._path: Path | None = None
        self.plan: ImportPlan | None = None
        self._task: Task | None = None
        self._closed = False
        self._busy = False
        self.rows = RowsView(desk.settings)
        self.preview = FilePreviewView(desk.settings)
        self.mapping = MappingView()
        self.notes = NotesView(desk.settings)
        self.twins = twins_table(desk.settings)
        self._build()
        self._wire()

    # -- building ----------------------------------------------------------------------

    def _build(self) -> None:
        self._line = FileLine(f"导入{self._kind.title}")
        self.sheet, self.header_row = self._line.sheet, self._line.header_row
        self.body.addWidget(self._line)
        self.message = FormMessage("import_message")
        self.body.addWidget(self.message)
        self._stack = QStackedWidget()
        self._begin = StartPage(self._kind)
        self._stack.addWidget(self._begin)
        self._stack.addWidget(self._outcome())
        self._stack.addWidget(self._beginning())
        self.body.addWidget(self._stack, 1)
        self._failed = button("保存错误行…", "import_save_failed")
        self._failed.setToolTip("把不能导入的行连同原因另存，改好后可以再导入")
        self.add_side_button(self._failed)
        self.add_cancel("不导入")
        self._good = self.add_button("只导入正确的行", "import_good")
        self._all = self.add_button("导入全部", "import_all", main=True)
        self._show_state()

    def _outcome(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._counts = label("", Look.STRONG, name="import_counts", wrap=True)
        line = QHBoxLayout()
        line.addWidget(self._counts, 1)
        self.photos = QCheckBox("同时导入照片")
        self.photos.setObjectName("import_photos")
        line.addWidget(self.photos)
        column.addLayout(line)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("import_tabs")
        self.tabs.setDocumentMode(True)
        for view in (self.rows, self.mapping, self.notes, self.twins):
            self.tabs.addTab(view, "")
        column.addWidget(self.tabs, 1)
        return page

    def _beginning(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.preview, 1)
        self._go_on = button("读完并逐行检查", "import_go_on")
        line = QHBoxLayout()
        line.addWidget(self._go_on)
        line.addStretch(1)
        column.addLayout(line)
        return page

    def _wire(self) -> None:
        self._begin.choose.clicked.connect(self.ask_file)
        if self._begin.folder is not None:
            self._begin.folder.clicked.connect(self.ask_folder)
        self._line.other.clicked.connect(self.ask_file)
        self._begin.template.clicked.connect(self._save_template)
        self.photos.clicked.connect(self._on_photos)
        self._go_on.clicked.connect(self._read_all)
        self.rows.left_out_changed.connect(self._show_left_out)
        self.sheet.chosen.connect(lambda _sheet: self._read(sheet=self.sheet.key))
        self.header_row.valueChanged.connect(self._on_header_row)
        self.mapping.changed.connect(self._on_mapping)
        self._failed.clicked.connect(self._save_failed)
        self._good.clicked.connect(lambda: self._store(good_rows=True))
        self._all.clicked.connect(lambda: self._store(good_rows=False))

    # -- reading ----------------------------------------------------------------------

    def ask_file(self) -> None:
        """Ask for the file and read it."""
        path = choose_file(self, f"选择{self._kind.title}", self._begin.kinds)
        if path is not None:
            self.load(path)

    def ask_folder(self) -> None:
        """Ask for a folder of people's forms, or of filled sheets, and read them all."""
        what = "填好的表" if self._kind.folders else "任免审批表"
        path = choose_folder(self, f"选择存放{what}的文件夹")
        if path is not None:
            self.load(path)

    def load(self, path: Path) -> None:
        """Show the beginning of a file at once, then read it and show what becomes of its rows."""
        self._path = path
        self.plan = None
        self.tabs.setCurrentIndex(0)
        self._set_busy(busy=True)
        self._task = self._desk.tasks.run(
            lambda progress: preview_import(
                self._workspace, self._kind.kind, path, progress=progress
            ),
            self._show_beginning,
            self._show_refusal,
            title=f"正在查看{self._kind.title}",
            on_cancelled=lambda: self._set_busy(busy=False),
        )

    def _show_beginning(self, preview: FilePreview | None) -> None:
        """Show the first rows; people's forms have none, they are read at once."""
        if self._closed:
            return
        if preview is not None:
            self.message.say("")
            look = preview.look
            self.preview.show_preview(preview)
            self.sheet.set_options([(name, name) for name in look.sheets], look.sheet_name)
            self._line.show_header_row(look.header_row)
            self._stack.setCurrentIndex(_BEGINNING)
        self._read()

    def _read_all(self) -> None:
        """Read what a stopped reading left unread."""
        self._read()

    def _on_header_row(self, row: int) -> None:
        sheet = self.plan.sheet if self.plan else None
        self._read(sheet=sheet, header_row=row)

    def _on_mapping(self) -> None:
        if self.plan is not None:
            self._read(self.plan.sheet, self.plan.header_row, self.mapping.mapping())

    def _on_photos(self) -> None:
        """Take the photos of people's forms along, or leave them."""
        if self.plan is not None:
            wanted = "photo" if self.photos.isChecked() else ""
            self._read(mapping={**self.plan.mapping, PHOTO_HEADING: wanted})

    def _read(
        self,
        sheet: str | None = None,
        header_row: int | None = None,
        mapping: dict[str, str] | None = None,
    ) -> None:
        path, kind, year = self._path, self._kind.kind, self._year
        if path is None:
            return
        self._set_busy(busy=True)
        self._task = self._desk.tasks.run(
            lambda progress: plan_import(
                self._workspace,
                kind,
                path,
                sheet=sheet,
                header_row=header_row,
                mapping=mapping,
                year=year,
                progress=progress,
            ),
            self._show_plan,
            self._show_refusal,
            title=f"正在读取{self._kind.title}",
            on_cancelled=lambda: self._set_busy(busy=False),
        )

    def _show_plan(self, plan: ImportPlan) -> None:
        if self._closed:
            return
        self.plan = plan
        self.message.say(left_out(plan), Tone.ATTENTION)
        self.sheet.set_options([(name, name) for name in plan.sheets], plan.sheet)
        self._line.show_header_row(plan.header_row)
        self._counts.setText(counts_in_words(plan))
        self.photos.setVisible(PHOTO_HEADING in plan.mapping and bool(plan.table.sources))
        self.photos.setChecked(bool(plan.mapping.get(PHOTO_HEADING)))
        self.rows.show_plan(plan)
        self.mapping.show_plan(plan)
        self.notes.show_notes(plan.problems, plan.warnings, plan.table.sources)
        self.twins.model.set_rows(plan.duplicates)
        used = sum(bool(name) for name in plan.mapping.values())
        self.tabs.setTabText(0, f"逐行预览 {len(plan.rows)}")
        self.tabs.setTabText(1, f"列的对应 {used}/{len(plan.headers)}")
        self.tabs.setTabText(2, f"问题与提醒 {len(plan.problems) + len(plan.warnings)}")
        self.tabs.setTabText(3, f"疑似重复 {len(plan.duplicates)}")
        if not used:
            self.tabs.setCurrentWidget(self.mapping)
        self._stack.setCurrentIndex(_OUTCOME)
        self._set_busy(busy=False)

    def _show_refusal(self, error: Exception) -> None:
        """Say why a file cannot be read; another header row or file can be tried."""
        if self._closed:
            return
        if isinstance(error, InputRefused):
            title, words = words_for(error)
            self.message.say([f"{title}：", words] if "\n" in words else f"{title}：{words}")
            self.plan = None
            self._stack.setCurrentIndex(_START)
        else:
            self._desk.errors.show(error)
        self._set_busy(busy=False)

    # -- state ----------------------------------------------------------------------

    def done(self, result: int) -> None:
        """Close; work that is still under way is stopped and no longer looked at."""
        self._closed = True
        self.stop_reading()
        super().done(result)

    def stop_reading(self) -> None:
        """Stop what is under way; the beginning of the file stays in sight."""
        if self._busy and self._task is not None:
            self._task.cancel()

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        if self._closed:
            return
        self._stack.widget(_OUTCOME).setEnabled(not busy)
        self._stack.widget(_START).setEnabled(not busy)
        self._go_on.setVisible(not busy)
        self._line.places.setEnabled(not busy)
        self._show_state(busy=busy)

    def _show_state(self, *, busy: bool = False) -> None:
        plan = self.plan
        path = self._path
        sheets = path is not None and not are_forms(path)
        self._line.show_file(path.name if path else "", sheets=sheets)
        self.sheet.setEnabled(plan is not None and len(plan.sheets) > 1)
        rejected = plan.rejected if plan else 0
        stored = self._to_store()
        ready = plan is not None and not busy
        self._failed.setVisible(bool(rejected))
        self._good.setVisible(bool(rejected))
        self._good.setEnabled(ready and bool(stored))
        self._good.setText(f"只导入正确的 {stored} 行")
        self._all.setEnabled(ready and not rejected and bool(stored))
        few = "其余" if self.rows.left_out else "全部"
        self._all.setText(f"导入{few} {stored} 行" if stored and not rejected else "导入全部")
        for act, usual in ((self._good, bool(rejected)), (self._all, not rejected)):
            set_mark(act, "main", usual)
            act.setDefault(usual)
        self._all.setToolTip(why_not_all(plan, stored))

    def _to_store(self) -> int:
        """How many rows would be stored: those that bring something and are not left out."""
        plan, left_out = self.plan, self.rows.left_out
        if plan is None:
            return 0
        return plan.created + plan.updated - sum(r.brings for r in plan.rows if r.row in left_out)

    def _show_left_out(self) -> None:
        if self.plan is not None:
            self._counts.setText(counts_in_words(self.plan, len(self.rows.left_out)))
        self._show_state(busy=self._busy)

    # -- acting ----------------------------------------------------------------------

    def _store(self, *, good_rows: bool) -> None:
        plan = self.plan
        if plan is None:
            return
        skip_rows = frozenset(self.rows.left_out)
        self._set_busy(busy=True)
        self._task = self._desk.tasks.run(
            lambda progress: apply_import(
                self._workspace, plan, good_rows=good_rows, skip_rows=skip_rows, progress=progress
            ),
            self._stored,
            self._show_store_failure,
            title=f"正在导入{self._kind.title}",
            on_cancelled=lambda: self._set_busy(busy=False),
        )

    def _stored(self, result: ImportResult) -> None:
        self._busy = False
        if not self._closed:
            self.accept()
        self._desk.bus.tell(result.changes)

    def _show_store_failure(self, error: Exception) -> None:
        self._set_busy(busy=False)
        self._desk.errors.show(error)

    def _save_failed(self) -> None:
        plan = self.plan
        if plan is None:
            return
        suggestion = f"{plan.path.stem}-错误行.xlsx"
        path = choose_target(self, "保存错误行", EXCEL, plan.path.with_name(suggestion))
        if path is not None:
            self._desk.tasks.run(
                lambda _progress: write_failed(plan, path),
                lambda rows: self._tell(
                    f"已把 {rows} 行连同错误原因保存到“{path.name}”，改好后可以直接导入那个文件。"
                ),
                title="正在保存错误行",
            )

    def _save_template(self) -> None:
        path = choose_target(self, "保存模板", EXCEL, f"{self._kind.title}模板.xlsx")
        if path is not None:
            self._desk.tasks.run(
                lambda _progress: write_template(
                    self._kind.kind, path, self._workspace, self._year
                ),
                lambda _headings: self._tell(f"模板已保存到“{path.name}”。"),
                title="正在写模板",
            )

    def _tell(self, text: str) -> None:
        """Say good news in the dialog or, if it has been closed meanwhile, below it."""
        if self._closed:
            self._desk.say(text)
        else:
            self.message.say(text, Tone.GOOD)
