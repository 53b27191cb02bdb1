"""防伪验证: is this document ours, is it in force, was it forged; and whose documents are known."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from partydesk.domain.errors import EnvironmentProblem, InputRefused, NotFound
from partydesk.domain.progress import Progress
from partydesk.services.code_reading import read_picture
from partydesk.services.genuineness import Verdict, verify
from partydesk.services.originals import compose_originals
from partydesk.services.print_kinds import Printout
from partydesk.services.workspace import Workspace
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.paper.code_line import CodeLine, read_code_file
from partydesk.ui.paper.trusted_view import TrustedView
from partydesk.ui.paper.verdict_card import VerdictCard
from partydesk.ui.preview import PreviewDialog
from partydesk.ui.widgets.card import Card
from partydesk.ui.widgets.file_choice import choose_file
from partydesk.ui.widgets.texts import button

_FILES: Final = "图片和 PDF (*.png *.jpg *.jpeg *.bmp *.pdf)"


class GenuinenessView(QWidget):
    """The tab.

    Attributes:
        line: Where codes and numbers are typed or scanned.
        answer: What is known of the document.
        keys: The certificates.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Build the view; nothing is read before it is in sight."""
        super().__init__()
        self.setObjectName("paper_genuineness")
        self._desk, self._workspace = desk, workspace
        desk.commands.add(
            Command("genuineness.read", "读取图片验证文书…", "防伪验证", self.choose_file,
                    button_text="读取图片…")
        )  # fmt: skip
        self.line = CodeLine()
        self.line.asked.connect(self.verify)
        self.line.picture_pasted.connect(self._read_pasted)
        self.line.file_pasted.connect(self.read_file)
        self.answer = VerdictCard()
        self.answer.original_asked.connect(self.show_original)
        self.answer.record_asked.connect(partial(desk.open_record, "placements"))
        self.keys = TrustedView(desk, workspace)
        card = Card("验证文书", name="verify_card")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        act = button("验证", "verify_act", main=True)
        act.clicked.connect(self.line.ask)
        row.addWidget(act)
        row.addWidget(desk.commands.button("genuineness.read"))
        card.body.addLayout(row)
        card.body.addWidget(self.answer, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(12)
        column.addWidget(card)
        column.addWidget(self.keys, 1)

    def page_shown(self) -> None:
        """Be ready for the scanner, and read the certificates."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.choose_all()
        self.keys.reload()

    # -- judging -------------------------------------------------------------------------------

    def verify(self, text: str) -> None:
        """Judge a document by its code or number."""
        self._judge(lambda: text, text)

    def choose_file(self) -> None:
        """Ask for a scan or photo, and judge the document on it."""
        self._desk.commands.run("paper.genuineness")
        path = choose_file(self.window(), "选择文书的扫描件或照片", _FILES)
        if path is not None:
            self.read_file(path)

    def read_file(self, path: Path) -> None:
        """Judge the document on a picture or PDF."""
        self._judge(partial(read_code_file, path), path.name)

    def _read_pasted(self, content: bytes) -> None:
        self._judge(partial(read_picture, content), "粘贴的图片")

    def _judge(self, read: Callable[[], str], said: str) -> None:
        """Read what is shown, and judge it; the line says what the answer is about."""
        self.line.setText(said)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.choose_all()
        workspace = self._workspace

        def work(_progress: Progress) -> Verdict:
            return verify(workspace, read())

        self._desk.tasks.run(work, self.answer.show_verdict, self._refused, title="正在验证文书")

    def _refused(self, error: Exception) -> None:
        if isinstance(error, InputRefused | NotFound | EnvironmentProblem):
            self.answer.show_error(error)
        else:
            self._desk.errors.show(error)

    # -- looking -------------------------------------------------------------------------------

    def show_original(self, number_id: int) -> None:
        """Show the pages as they were issued."""
        workspace = self._workspace

        def work(progress: Progress) -> Printout:
            return compose_originals(workspace, [number_id], look=True, progress=progress)

        self._desk.tasks.run(work, self._show_pages, title="正在取出原件")

    def _show_pages(self, printout: Printout) -> None:
        title = f"{printout.title}{'、'.join(printout.numbers)}"
        dialog = PreviewDialog(self.window(), self._desk.tasks, printout.pdf, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.preview.look_only()
        dialog.present()
