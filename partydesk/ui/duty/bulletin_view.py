"""通报: what the half-year's or year's bulletin says, and beside it how it will look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.duty.bulletin import HALF, YEAR, Bulletin
from partydesk.domain.errors import NotFound
from partydesk.domain.numbering import paper_date
from partydesk.domain.progress import Progress
from partydesk.services.duty.bulletin import (
    get_bulletin,
    preview_bulletin,
    save_bulletin,
    save_bulletin_docx,
    usual_period,
    write_bulletin,
)
from partydesk.services.print_kinds import Printout
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.documents import open_preview
from partydesk.ui.printing import open_pdf
from partydesk.ui.widgets.dialog import ask
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.file_choice import WORD, choose_target
from partydesk.ui.widgets.filters import ChipRow, ToggleChip
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import Look, label
from partydesk.ui.year_reading import YearReading

_GROUP = "通报"
_PERIODS = {HALF: "上半年", YEAR: "全年"}
#: Tables whose changes make other figures.
_OF_INTEREST = (
    "bulletins", "monthly_reports", "ledger_entries", "leaves", "inspections", "shortcomings",
    "placements", "policies", "talents", "enterprises", "layouts",
)  # fmt: skip
#: Typing rests so long before the pages are set anew.
_REST_MS = 600
_RULES = "一行一段，层次写作“一、”“（一）”“1.”；附件表格由程序按数据排出，停下片刻右边就重新排好。"


@dataclass(frozen=True, slots=True)
class _Read:
    """A bulletin that was read; ``why_not`` says why there is none."""

    through: int
    bulletin: Bulletin | None
    why_not: str = ""


class BulletinView(QWidget):
    """The bulletin of a half-year or a year.

    Attributes:
        title: Its title.
        body: Its text.
        pages: How it will look.
        chips: Last month → chip of the period.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Read nothing until it is in sight."""
        super().__init__()
        self.setObjectName("duty_bulletin")
        self._desk, self._workspace = desk, workspace
        self._bulletin: Bulletin | None = None
        self._written_on = workspace.today()
        self._through: int | None = None
        self._typed: dict[tuple[int, int], Bulletin] = {}
        self._document: QPdfDocument | None = None
        self._setting = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.show_pages)
        self._reading = YearReading(
            self,
            desk,
            kinds=_OF_INTEREST,
            read=self._read,
            show=self._show,
            title="正在拟写通报",
        )
        self._add_commands()
        self._build()

    # -- building ------------------------------------------------------------------------------

    def _add_commands(self) -> None:
        none = self._nothing
        self._desk.commands.add_all(
            [
                Command("bulletin.rewrite", "重新生成通报", _GROUP, self.rewrite, "",
                        none, "重新生成"),
                Command("bulletin.save", "保存通报", _GROUP, self.save, "Ctrl+S",
                        self._nothing_to_save, "保存"),
                Command("bulletin.print", "打印通报", _GROUP, self.print, "Ctrl+P", none, "打印"),
                Command("bulletin.word", "通报另存为 Word", _GROUP, self.save_word, "",
                        none, "另存为 Word"),
            ],
            owner=self,
        )  # fmt: skip

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._head_line())
        self.message = FormMessage("bulletin_message")
        column.addWidget(self.message)
        self.empty = EmptyState("没有可通报的内容", "有人到岗以后，通报由程序按月报和台账写出。")
        column.addWidget(self.empty, 1)
        self.work = QWidget()
        row = QHBoxLayout(self.work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(self._editor(), 1)
        row.addWidget(self._pages(), 1)
        column.addWidget(self.work, 1)
        self.work.hide()

    def _head_line(self) -> QHBoxLayout:
        self.chips: dict[int, ToggleChip] = {}
        for through, words in _PERIODS.items():
            chip = ToggleChip(words, f"bulletin_{through}")
            chip.clicked.connect(lambda _on=False, chosen=through: self.choose(chosen))
            self.chips[through] = chip
        self.about = label("", Look.SECONDARY, name="bulletin_about")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(ChipRow(*self.chips.values()))
        line.addWidget(self.about, 1)
        for key in ("rewrite", "word", "print"):
            line.addWidget(self._desk.commands.button(f"bulletin.{key}"))
        line.addWidget(self._desk.commands.button("bulletin.save", main=True))
        return line

    def _editor(self) -> QVBoxLayout:
        self.title = QLineEdit()
        self.title.setObjectName("bulletin_title")
        self.title.setAccessibleName("标题")
        self.title.textEdited.connect(self._on_edited)
        self.body = QPlainTextEdit()
        self.body.setObjectName("bulletin_body")
        self.body.setAccessibleName("正文")
        self.body.setTabChangesFocus(True)
        self.body.textChanged.connect(self._on_edited)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addWidget(self.body, 1)
        column.addWidget(label(_RULES, Look.SMALL, wrap=True))
        return column

    def _pages(self) -> QPdfView:
        self.pages = QPdfView(self)
        self.pages.setObjectName("bulletin_pages")
        self.pages.setAccessibleName("通报的原样")
        self.pages.setPageMode(QPdfView.PageMode.MultiPage)
        self.pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        return self.pages

    # -- showing -------------------------------------------------------------------------------

    def page_shown(self) -> None:
        """Read what has changed."""
        self._reading.refresh()

    def set_year(self, _year: int) -> None:
        """Show the other year; what was typed is kept until the window closes."""
        self._stash()
        self._through = None
        self._reading.expire()

    def choose(self, through: int) -> None:
        """Show the bulletin that counts up to a month, 6 or 12."""
        self._stash()
        self._through = through
        self._reading.start()

    def _read(self, year: int) -> _Read:
        through = self._through or usual_period(self._workspace, year)
        try:
            return _Read(through, get_bulletin(self._workspace, year, through))
        except NotFound as error:
            return _Read(through, None, str(error))

    def _show(self, read: _Read) -> None:
        self._stash()
        self._through = read.through
        for through, chip in self.chips.items():
            chip.setChecked(through == read.through)
        self._bulletin = read.bulletin
        self.empty.setVisible(read.bulletin is None)
        self.work.setVisible(read.bulletin is not None)
        self.message.clear()
        if read.bulletin is None:
            self.message.say(read.why_not, Tone.ATTENTION)
        else:
            typed = self._typed.pop((read.bulletin.year, read.through), None)
            self._fill(typed or read.bulletin)
        self._say_state()

    def _fill(self, bulletin: Bulletin) -> None:
        """Put a text into the editor without taking it for typed."""
        self._setting = True
        self._written_on = bulletin.written_on
        self.title.setText(bulletin.title)
        self.body.setPlainText(bulletin.body)
        self._setting = False
        self.show_pages()

    def _stash(self) -> None:
        """Keep what was typed and not saved."""
        if self._bulletin is not None and self.is_edited():
            typed = self.shown()
            self._typed[typed.year, typed.through] = typed

    def _on_edited(self, _text: str = "") -> None:
        if not self._setting:
            self._rest.start()
            self._say_state()

    def shown(self) -> Bulletin:
        """The bulletin as it stands in the editor."""
        assert self._bulletin is not None  # noqa: S101 - there is no editor without one
        return replace(
            self._bulletin,
            title=self.title.text(),
            body=self.body.toPlainText(),
            written_on=self._written_on,
        )

    def is_edited(self) -> bool:
        """Whether something stands in the editor that is neither kept nor just written."""
        return self._bulletin is not None and self.shown() != self._bulletin

    def _say_state(self) -> None:
        bulletin = self._bulletin
        if bulletin is None:
            self.about.clear()
        else:
            day = f"数据截至 {paper_date(self._written_on)}"
            edited = "有改动未保存" if self.is_edited() else "已保存" if bulletin.kept else "未保存"
            self.about.setText(f"{day} · {edited}")
        self._desk.commands.refresh()

    def show_pages(self) -> None:
        """Set the pages anew with what stands in the editor."""
        self._rest.stop()
        if self._bulletin is None:
            return
        bulletin = self.shown()

        def work(progress: Progress) -> Printout:
            return preview_bulletin(self._workspace, bulletin, progress)

        self._desk.tasks.run(work, self._show_pdf, self._refused, title="正在排版通报")

    def _show_pdf(self, printout: Printout) -> None:
        self.message.say([w.message for w in printout.warnings], Tone.ATTENTION)
        document = open_pdf(printout.pdf, self)
        place = self.pages.verticalScrollBar().value()
        self.pages.setDocument(document)
        self.pages.verticalScrollBar().setValue(place)
        if self._document is not None:
            self._document.deleteLater()
        self._document = document

    def _refused(self, error: Exception) -> None:
        self.message.say(str(error))

    # -- acting --------------------------------------------------------------------------------

    def _nothing(self) -> str:
        return "没有可通报的内容" if self._bulletin is None else ""

    def _nothing_to_save(self) -> str:
        if self._bulletin is None:
            return self._nothing()
        return "没有改动" if self._bulletin.kept and not self.is_edited() else ""

    def rewrite(self) -> None:
        """Write the text anew from today's figures; what the clerk changed is asked about first."""
        now = self.shown()

        def work(_progress: Progress) -> Bulletin:
            return write_bulletin(self._workspace, now.year, now.through)

        self._desk.tasks.run(work, self._take, title="正在拟写通报")

    def _take(self, fresh: Bulletin) -> None:
        now = self.shown()
        if (fresh.year, fresh.through) != (now.year, now.through):
            return
        same = (fresh.title, fresh.body) == (now.title, now.body)
        own = now.kept or self.is_edited()
        if not same and own and not self._may_overwrite():
            return
        self._fill(fresh)
        self._say_state()
        self._desk.say("通报已按现有数据重新生成；保存后生效")

    def _may_overwrite(self) -> bool:
        message = "将按现有数据重新写出标题和正文，编辑过的文字会被替换。保存以前，原来的通报不变。"
        return ask(self, "重新生成通报？", message, "重新生成")

    def save(self) -> None:
        """Keep what stands in the editor."""
        bulletin = self.shown()

        def work(_progress: Progress) -> Changes:
            return save_bulletin(self._workspace, bulletin)

        def done(changes: Changes) -> None:
            self._bulletin = replace(bulletin, kept=True)
            self._typed.pop((bulletin.year, bulletin.through), None)
            self._desk.bus.tell(changes)
            self._say_state()

        self._desk.tasks.run(work, done, self._refused, title="正在保存通报")

    def print(self) -> None:
        """Preview what stands in the editor, for printing or as PDF."""
        bulletin = self.shown()

        def work(progress: Progress) -> Printout:
            return preview_bulletin(self._workspace, bulletin, progress)

        def show(printout: Printout) -> None:
            open_preview(self, self._desk, self._workspace, printout, bulletin.title)

        self._desk.tasks.run(work, show, title="正在排版通报")

    def save_word(self) -> None:
        """Save what stands in the editor as a Word file."""
        bulletin = self.shown()
        path = choose_target(self, "通报另存为 Word", WORD, f"{bulletin.title}.docx")
        if path is None:
            return
        self._desk.tasks.run(
            self._word_work(bulletin, path),
            lambda _none: self._desk.say(f"通报已保存到 {path}"),
            title="正在保存 Word 文档",
        )

    def _word_work(self, bulletin: Bulletin, path: Path) -> Callable[[Progress], None]:
        def work(_progress: Progress) -> None:
            save_bulletin_docx(self._workspace, bulletin, path)

        return work

    def may_close(self) -> bool:
        """Ask what is to become of text that was typed and not saved."""
        if not self._typed and not self.is_edited():
            return True
        message = "通报有改动没有保存，关闭后这些改动就没有了。"
        return ask(self, "放弃通报的改动？", message, "放弃改动", "回去保存")
