"""任职通知: what it says, how it will look beside it, and the number when it goes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.errors import PartydeskError
from partydesk.domain.fields import fields_of
from partydesk.domain.notices import Wording
from partydesk.domain.pinyin import matches
from partydesk.domain.placements import Placement
from partydesk.domain.progress import Progress
from partydesk.services.notices import (
    draft_notice,
    issue_notice,
    preview_notice,
    with_effective_day,
)
from partydesk.services.print_kinds import Printout
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.desk import Desk
from partydesk.ui.documents import preview_document
from partydesk.ui.editors import Sources
from partydesk.ui.form import RecordForm
from partydesk.ui.missing import may_be_missing, missing_in
from partydesk.ui.placements.commands import to_announce
from partydesk.ui.placements.storing_dialog import StoringDialog
from partydesk.ui.printing import open_pdf
from partydesk.ui.widgets.filters import ChipRow, ToggleChip
from partydesk.ui.widgets.texts import Look, label

SELECTED, ALL = "selected", "all"
_WORDS = {SELECTED: "选中的", ALL: "全部已委任未发通知的"}
_SIZE_PX = (1180, 690)
_MARGIN_PX = 40
#: Typing rests so long before the pages are set anew.
_REST_MS = 500
_RULES = (
    "正文一行一段，层次依次写作“一、”“（一）”“1.”“（1）”；附件一行一个，顺序号自动编。"
    "停下来片刻，右边就按所写的重新排好。"
)


class NoticeDialog(StoringDialog):
    """Words a notice and issues it.

    Attributes:
        form: What it says.
        scopes: Which pairs → chip.
        pages: The notice as it will look.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        workspace: Workspace,
        pairs: Mapping[str, Sequence[int]],
        issued: Callable[[Sequence[int]], None],
    ) -> None:
        """Draft a notice.

        Args:
            parent: The page.
            desk: The window's services.
            workspace: Where the data comes from.
            pairs: ``SELECTED`` and ``ALL`` → 记录号 of pairs that can be announced; one of them at
                least holds some.
            issued: Takes the pairs once their notice is issued.
        """
        super().__init__(parent, "任职通知", "notice_dialog", "notice_refusals")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._workspace, self._issued = desk, workspace, issued
        self._pairs = {scope: tuple(ids) for scope, ids in pairs.items() if ids}
        self._document: QPdfDocument | None = None
        self._effective_on = ""  # as the text has it
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.show_pages)
        self._build_scopes()
        self.body.addWidget(label(_RULES, Look.SECONDARY, wrap=True))
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._build_form(), 1)
        row.addLayout(self._build_pages(), 1)
        self.body.addLayout(row, 1)
        self.body.addWidget(self.refusals)
        self.add_cancel()
        self.issue_button = self.add_button("发文并取号", "notice_issue", main=True, safe=False)
        self.issue_button.clicked.connect(lambda _on=False: self.issue())
        self.issue_button.setEnabled(False)
        above = parent.window().size()
        width, height = _SIZE_PX
        self.resize(
            min(width, above.width() - _MARGIN_PX), min(height, above.height() - _MARGIN_PX)
        )
        several = len(self._pairs.get(SELECTED, ())) > 1 or ALL not in self._pairs
        self.choose_scope(SELECTED if several else ALL)

    # -- building ------------------------------------------------------------------------------

    def _build_scopes(self) -> None:
        self.scopes: dict[str, ToggleChip] = {}
        for scope, ids in self._pairs.items():
            chip = ToggleChip(f"{_WORDS[scope]} {len(ids)} 对", f"notice_{scope}")
            chip.clicked.connect(lambda _on=False, chosen=scope: self.choose_scope(chosen))
            self.scopes[scope] = chip
        self.body.addWidget(ChipRow(*self.scopes.values()))

    def _build_form(self) -> RecordForm:
        self.form = RecordForm(fields_of(Wording), Sources(matches=matches), name="notice_form")
        self.form.edited.connect(self._rest.start)
        return self.form

    def _build_pages(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        self.counted = label("", Look.SECONDARY, name="notice_pages_counted")
        column.addWidget(self.counted)
        self.pages = QPdfView(self)
        self.pages.setObjectName("notice_pages")
        self.pages.setAccessibleName("将要印发的原样")
        self.pages.setPageMode(QPdfView.PageMode.MultiPage)
        self.pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        column.addWidget(self.pages, 1)
        return column

    # -- showing -------------------------------------------------------------------------------

    def choose_scope(self, scope: str) -> None:
        """Draft the notice for the selected pairs, or for all; what was typed is replaced."""
        self._scope = scope
        for each, chip in self.scopes.items():
            chip.setChecked(each == scope)
        self.issue_button.setEnabled(False)
        ids = self._pairs[scope]

        def drafted(texts: Mapping[str, str]) -> None:
            if not self._closed and scope == self._scope:
                self.form.set_texts(texts)
                self._effective_on = texts["effective_on"]
                self.show_pages()

        self._desk.tasks.run(
            lambda _progress: draft_notice(self._workspace, ids),
            drafted,
            self._refused,
            title="正在拟写任职通知",
        )

    def show_pages(self) -> None:
        """Set the pages anew with what is typed now; the text follows a changed 生效日期."""
        self._rest.stop()
        ids, texts, day = self._pairs[self._scope], self.form.texts(), self._effective_on

        def work(progress: Progress) -> tuple[Mapping[str, str], Printout]:
            followed = with_effective_day(self._workspace, ids, texts, day)
            return followed, preview_notice(self._workspace, ids, followed, progress)

        def show(done: tuple[Mapping[str, str], Printout]) -> None:
            followed, printout = done
            if not self._closed:
                self._take_text(texts["text"], followed)
                self._show(printout)

        self._desk.tasks.run(work, show, self._refused, title="正在排版任职通知")

    def _take_text(self, typed: str, followed: Mapping[str, str]) -> None:
        """Show the text that followed the day, unless somebody has typed into it meanwhile."""
        if self.form.text_of("text") == typed:
            self._effective_on = followed["effective_on"]
            self.form.set_field("text", followed["text"])

    def _show(self, printout: Printout) -> None:
        self.form.clear_messages()
        warnings = [warning.message for warning in printout.warnings]
        if warnings:
            self.refusals.say(warnings, Tone.ATTENTION)
        else:
            self.refusals.clear()
        document = open_pdf(printout.pdf, self)
        place = self.pages.verticalScrollBar().value()
        self.pages.setDocument(document)
        self.pages.verticalScrollBar().setValue(place)
        if self._document is not None:
            self._document.deleteLater()
        self._document = document
        self.counted.setText(f"共 {printout.pages} 页；文号在发文时取得")
        self.issue_button.setEnabled(True)

    # -- acting --------------------------------------------------------------------------------

    def issue(self, *, allow_missing: bool = False) -> None:
        """Take the number and freeze the notice."""
        ids, texts, day = self._pairs[self._scope], self.form.texts(), self._effective_on

        def work(_progress: Progress) -> tuple[str, Changes]:
            followed = with_effective_day(self._workspace, ids, texts, day)
            return issue_notice(self._workspace, ids, followed, allow_missing=allow_missing)

        def done(stored: tuple[str, Changes]) -> None:
            number, changes = stored
            self._desk.say(f"已印发任职通知：{number}")
            self.stored()
            self._desk.bus.tell(changes)
            self._issued(ids)

        self._desk.tasks.run(work, done, self._refused, title="正在印发任职通知")

    def _refused(self, error: Exception) -> None:
        if self._closed and isinstance(error, PartydeskError):
            return
        missing = missing_in(error)
        if missing:
            if may_be_missing(self, missing, "发文"):
                self.issue(allow_missing=True)
            return
        self.issue_button.setEnabled(False)
        if not self.form.show_refusal(error):
            self.failed(error)


def open_notice(
    parent: QWidget,
    desk: Desk,
    workspace: Workspace,
    chosen: Sequence[Placement],
    everybody: Sequence[Placement],
) -> None:
    """Word a notice about the chosen pairs, or all; once it is issued it is shown for printing."""
    pairs = {SELECTED: to_announce(chosen), ALL: to_announce(everybody)}
    show = partial(preview_document, parent, desk, workspace, "notices")
    NoticeDialog(parent, desk, workspace, pairs, show).present()
