"""A line for codes and numbers: typed, scanned, or pasted, as text, as a picture or as a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QImage, QKeyEvent, QKeySequence, QMouseEvent

from partydesk.domain import bounds
from partydesk.domain.errors import EnvironmentProblem, InputRefused, Note
from partydesk.services.code_reading import read_picture, read_picture_file
from partydesk.ui.printing import open_pdf, render_page, size_in_dots
from partydesk.ui.widgets.lines import ComposedLine

_DPI = 200
_MOST_PAGES = 20
_PDF = ".pdf"


def png_of(image: QImage) -> bytes:
    """Write a picture as PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stubs want bytes
    return bytes(buffer.data().data())


def read_code_file(path: Path) -> str:
    """Read the code in a picture, or on the first pages of a PDF; runs on a worker's thread.

    Raises:
        EnvironmentProblem: The file cannot be read.
        InputRefused: There is no code in it.
    """
    if path.suffix.lower() != _PDF:
        return read_picture_file(path)
    try:
        if path.stat().st_size > bounds.DOCUMENT_BYTES:
            raise InputRefused([Note("too_large", f"“{path.name}”太大；请输入文书编号查询")])
        document = open_pdf(path.read_bytes())
    except OSError as error:
        raise EnvironmentProblem(f"读不了“{path.name}”，请检查路径") from error
    try:
        for page in range(min(document.pageCount(), _MOST_PAGES)):
            size = size_in_dots(document.pagePointSize(page), _DPI)
            try:
                return read_picture(png_of(render_page(document, page, size)))
            except InputRefused:
                continue
    finally:
        document.close()
    message = f"“{path.name}”的前 {_MOST_PAGES} 页里没有找到验证码；请输入文书编号查询"
    raise InputRefused([Note("no_code", message)])


class CodeLine(ComposedLine):
    """The line.

    Signals:
        asked(str): Enter was pressed, or a code pasted.
        picture_pasted(object): A picture was pasted, as PNG.
        file_pasted(object): A file was pasted, as its path.
    """

    asked = Signal(str)
    picture_pasted = Signal(object)
    file_pasted = Signal(object)

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self._clicked_into = False
        self.setObjectName("verify_line")
        self.setAccessibleName("验证码或文书编号")
        self.setPlaceholderText("扫码，或输入文书编号后按回车；也可以粘贴图片")
        self.returnPressed.connect(self.ask)

    def ask(self) -> None:
        """Ask about what stands in the line; the next scan takes its place."""
        text = self.text().strip()
        if text:
            self.choose_all()
            self.asked.emit(text)

    def choose_all(self) -> None:
        """Select the text, its beginning in sight."""
        self.setSelection(len(self.text()), -len(self.text()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Let the next scan take the place of the last one, whatever was clicked meanwhile."""
        super().focusInEvent(event)
        self.choose_all()
        self._clicked_into = event.reason() is Qt.FocusReason.MouseFocusReason

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The click that brought the keyboard here has only placed the cursor: select again."""
        super().mouseReleaseEvent(event)
        if self._clicked_into and not self.hasSelectedText():
            self.choose_all()
        self._clicked_into = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a picture or a file from the clipboard; text is left to the line itself."""
        if event.matches(QKeySequence.StandardKey.Paste) and self.paste_picture():
            event.accept()
            return
        super().keyPressEvent(event)

    def paste_picture(self) -> bool:
        """Take what the clipboard holds if it is a picture or a file, and tell whether it was."""
        held: QMimeData = QGuiApplication.clipboard().mimeData()
        files = [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]
        if files:
            self.file_pasted.emit(files[0])
            return True
        image = QGuiApplication.clipboard().image()
        if held.hasImage() and not image.isNull():
            self.picture_pasted.emit(png_of(image))
            return True
        return False
