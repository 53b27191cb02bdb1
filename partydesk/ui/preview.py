"""Shows the very PDF that will be printed, what is doubtful about it first, and sends it off."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from partydesk.domain.progress import Progress
from partydesk.services.opened_files import save_content
from partydesk.ui import printing
from partydesk.ui.colours import Tone
from partydesk.ui.missing import may_be_missing
from partydesk.ui.tasks import TaskRunner
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.file_choice import PDF, choose_target
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import Look, button, label

_SMALLEST_ZOOM = 0.25
_LARGEST_ZOOM = 5.0
_ZOOM_STEP = 1.15
_SAVED = "已保存到"
_MOST_WARNINGS = 6


def write_file(path: Path, data: bytes, _progress: Progress) -> Path:
    """Write a file whole or not at all.

    Raises:
        EnvironmentProblem: The place cannot be written to.
    """
    save_content(path, data)
    return path


class PdfPreview(QWidget):
    """Pages of a PDF with the means to leaf, to magnify, to save and to print.

    Signals:
        saved(object): Path of the file.
        print_asked(): The user wants it on paper.
        each_asked(): The user wants a file for each document.
    """

    saved = Signal(object)
    print_asked = Signal()
    each_asked = Signal()

    def __init__(self, tasks: TaskRunner, *, name: str = "preview") -> None:
        """Show nothing yet.

        Args:
            tasks: Runs saving.
            name: The object's name.
        """
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName("打印预览")
        self._tasks = tasks
        self._data = b""
        self._title = ""
        self._missing: tuple[str, ...] = ()
        self._document: QPdfDocument | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._bar())
        self.warnings = FormMessage("preview_warnings")
        column.addWidget(self.warnings)
        self._stack = QStackedLayout()
        column.addLayout(self._stack, 1)
        self.view = QPdfView(self)
        self.view.setObjectName("preview_pages")
        self.view.setAccessibleName("页面")
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.viewport().installEventFilter(self)
        self.view.pageNavigator().currentPageChanged.connect(lambda _page: self._show_place())
        self._empty = EmptyState("还没有可预览的文书", "选好要打印的内容后，这里显示将要打印的原样")
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.view)
        self.clear()

    def _bar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._place = label("", Look.SECONDARY, name="preview_place")
        back = button("上一页", "preview_back")
        back.clicked.connect(partial(self.turn, -1))
        ahead = button("下一页", "preview_ahead")
        ahead.clicked.connect(partial(self.turn, 1))
        page = button("整页", "preview_fit_page")
        page.clicked.connect(self.fit_page)
        width = button("页宽", "preview_fit_width")
        width.clicked.connect(self.fit_width)
        self._save = button("保存 PDF…", "preview_save")
        self._save.clicked.connect(self.save)
        self._each = button("每份存一个文件…", "preview_save_each")
        self._each.clicked.connect(self.save_each)
        self._each.hide()
        self._print = button("打印…", "preview_print", main=True)
        self._print.clicked.connect(self.print)
        for each in (back, ahead):
            row.addWidget(each)
        row.addWidget(self._place)
        row.addStretch(1)
        for each in (page, width, self._save, self._each, self._print):
            row.addWidget(each)
        self._needing = (back, ahead, page, width, self._save, self._each, self._print)
        return row

    # -- showing ----------------------------------------------------------------------

    def show_pdf(
        self, data: bytes, title: str, warnings: Sequence[str] = (), missing: Sequence[str] = ()
    ) -> None:
        """Show a PDF from its first page.

        Args:
            data: The PDF.
            title: Suggested as file name and given to the printer, without an ending.
            warnings: What is doubtful, each naming whom it concerns; shown above the pages.
            missing: Those of them that say of a character that it will be left empty; the user is
                asked about them before anything is printed or saved.

        Raises:
            EnvironmentProblem: The bytes are no readable PDF.
        """
        document = printing.open_pdf(data, self)
        self.view.setDocument(document)
        if self._document is not None:
            self._document.deleteLater()
        self._document = document
        self._data, self._title, self._missing = data, title, tuple(missing)
        shown = list(warnings[:_MOST_WARNINGS])
        if len(warnings) > _MOST_WARNINGS:
            shown.append(f"……共 {len(warnings)} 条")
        self.warnings.say(shown, Tone.ATTENTION)
        self._stack.setCurrentWidget(self.view)
        for each in self._needing:
            each.setEnabled(True)
        self.fit_page()
        self.view.pageNavigator().jump(0, QPointF(0, 0))
        self._show_place()

    def offer_each(self) -> None:
        """Offer to save a file for each document."""
        self._each.show()

    def look_only(self) -> None:
        """Let the pages be looked at, and neither saved nor printed."""
        for each in (self._save, self._each, self._print):
            each.hide()

    def clear(self) -> None:
        """Show nothing."""
        self._data, self._title = b"", ""
        self._stack.setCurrentWidget(self._empty)
        self.warnings.clear()
        self._place.clear()
        for each in self._needing:
            each.setEnabled(False)

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return self._document.pageCount() if self._document is not None and self._data else 0

    def turn(self, step: int, _checked: bool = False) -> None:  # noqa: FBT002 - Qt's clicked
        """Go ``step`` pages on."""
        navigator = self.view.pageNavigator()
        page = min(max(navigator.currentPage() + step, 0), max(0, self.page_count - 1))
        navigator.jump(page, QPointF(0, 0))

    def fit_width(self) -> None:
        """Magnify so that a page fills the width."""
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def fit_page(self) -> None:
        """Magnify so that a whole page is in sight."""
        self.view.setZoomMode(QPdfView.ZoomMode.FitInView)

    def zoom(self, factor: float) -> None:
        """Magnify by a factor."""
        now = self.view.zoomFactor()
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(max(now * factor, _SMALLEST_ZOOM), _LARGEST_ZOOM))

    def _show_place(self) -> None:
        if self.page_count:
            page = self.view.pageNavigator().currentPage() + 1
            self._place.setText(f"第 {page} / {self.page_count} 页")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Magnify with Ctrl and the wheel."""
        if isinstance(event, QWheelEvent) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.zoom(_ZOOM_STEP if event.angleDelta().y() > 0 else 1 / _ZOOM_STEP)
            return True
        return super().eventFilter(watched, event)

    # -- sending off ----------------------------------------------------------------------

    def say_saved(self, words: str) -> None:
        """Say it here too: the window's own line is behind the dialog."""
        if not self.warnings.text or self.warnings.text.startswith(_SAVED):
            self.warnings.say(f"{_SAVED} {words}", Tone.GOOD)

    def _on_saved(self, path: Path) -> None:
        self.say_saved(str(path))
        self.saved.emit(path)

    def _allows_missing(self, act: str) -> bool:
        """Ask each time anew whether characters may be left empty, where there are such."""
        return may_be_missing(self.window(), self._missing, act)

    def save(self) -> None:
        """Ask where, and save the PDF as it is."""
        if not self._data or not self._allows_missing("保存"):
            return
        path = choose_target(self.window(), "保存 PDF", PDF, f"{self._title}.pdf")
        if path is not None:
            work = partial(write_file, path, self._data)
            self._tasks.run(work, self._on_saved, title="正在保存 PDF")

    def save_each(self) -> None:
        """Have a file saved for each document."""
        if self._data and self._allows_missing("保存"):
            self.each_asked.emit()

    def print(self) -> None:
        """Have it printed."""
        if self._data and self._allows_missing("打印"):
            self.print_asked.emit()


class PreviewDialog(BaseDialog):
    """A preview in a large window of its own.

    Attributes:
        preview: The preview.
    """

    def __init__(
        self,
        parent: QWidget,
        tasks: TaskRunner,
        data: bytes,
        title: str,
        warnings: Sequence[str] = (),
        missing: Sequence[str] = (),
    ) -> None:
        """Show a PDF; for the arguments see :meth:`PdfPreview.show_pdf`."""
        super().__init__(parent, f"预览：{title}", "preview_dialog")
        self.preview = PdfPreview(tasks)
        self.body.addWidget(self.preview, 1)
        self.add_cancel("关闭预览")
        above = parent.window().size()
        self.resize(min(960, above.width() - 40), max(560, above.height() - 60))
        self.preview.show_pdf(data, title, warnings, missing)
