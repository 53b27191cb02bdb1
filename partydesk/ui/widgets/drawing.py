"""A drawing made for paper, shown on screen: one page of a PDF, as wide as there is room."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QSizePolicy, QWidget

from partydesk.ui.printing import open_pdf, render_page

_POINTS_PER_INCH = 72


class Drawing(QWidget):
    """Shows one page on white, never larger than it is and never wider than the place."""

    def __init__(self, name: str, about: str) -> None:
        """Show nothing yet; ``about`` says what is drawn to those who cannot see it."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(about)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._document: QPdfDocument | None = None
        self._image = QImage()

    def show_pdf(self, data: bytes) -> None:
        """Show the first page of a PDF.

        Raises:
            EnvironmentProblem: The bytes are no readable PDF.
        """
        if self._document is not None:
            self._document.deleteLater()
        self._document = open_pdf(data, self)
        self._image = QImage()
        self.setMinimumHeight(self._size().height())
        self.update()

    def _size(self) -> QSize:
        """Size of the page on screen, in the window's pixels."""
        if self._document is None:
            return QSize()
        points = self._document.pagePointSize(0)
        whole = points * (self.logicalDpiX() / _POINTS_PER_INCH)
        return whole.scaled(
            min(whole.width(), self.width()), whole.height(), Qt.AspectRatioMode.KeepAspectRatio
        ).toSize()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take no more height than the page has at this width."""
        super().resizeEvent(event)
        if self._document is not None:
            self.setMinimumHeight(self._size().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the page, rendered anew for another size or resolution."""
        if self._document is None:
            return
        size = self._size()
        sharp = size * self.devicePixelRatioF()
        if self._image.size() != sharp:
            self._image = render_page(self._document, 0, sharp)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white"))
        painter.drawImage(QRect(0, 0, size.width(), size.height()), self._image)
        painter.end()
