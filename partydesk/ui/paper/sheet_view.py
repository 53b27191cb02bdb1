"""Sheets of paper as they will come out: page by page, moved as the printer is told."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap, QTransform
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from partydesk.domain.print_plan import PrintPlan
from partydesk.domain.printers import Correction, PaperSide
from partydesk.ui.printing import POINTS_PER_MM, open_pdf, render_page
from partydesk.ui.widgets.texts import Look, button, label

_PICTURE = QSize(270, 370)
_SAID_LINES = 3
_TWICE = 2  # finer than the screen shows, so that small type stays legible on dense screens


class SheetView(QWidget):
    """One side of one sheet, with the means to leaf.

    Attributes:
        picture: Shows the side.
    """

    def __init__(self, pdf: bytes) -> None:
        """Show nothing yet of a PDF."""
        super().__init__()
        self.setObjectName("sheet_view")
        self._document = open_pdf(pdf, self)
        self._plan: PrintPlan | None = None
        self._sides: tuple[tuple[int, PaperSide, int], ...] = ()
        self._corrections: Mapping[PaperSide, Correction] = {}
        self._place = 0
        self.picture = QLabel()
        self.picture.setObjectName("sheet_picture")
        self.picture.setAccessibleName("将要打印的纸面")
        self.picture.setFixedSize(_PICTURE)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._said = label("", Look.SECONDARY, name="sheet_said", wrap=True)
        self._said.setFixedWidth(_PICTURE.width())
        self._said.setMinimumHeight(_SAID_LINES * self.fontMetrics().lineSpacing())
        self._said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._back = button("上一面", "sheet_back")
        self._ahead = button("下一面", "sheet_ahead")
        self._back.clicked.connect(partial(self.turn, -1))
        self._ahead.clicked.connect(partial(self.turn, 1))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.picture)
        column.addWidget(self._said)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._back)
        row.addWidget(self._ahead)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)

    def show_plan(
        self, plan: PrintPlan | None, corrections: Mapping[PaperSide, Correction]
    ) -> None:
        """Show the sheets of a plan from its first; None for a plan that cannot be.

        Args:
            plan: How the PDF is put on paper.
            corrections: What is put right on either side.
        """
        self._plan, self._corrections = plan, corrections
        self._sides = (
            tuple(
                (number, side, page)
                for number, sheet in enumerate(plan.sheets(), 1)
                for side, page in zip(PaperSide, sheet, strict=True)
                if page
            )
            if plan
            else ()
        )
        self._place = 0
        self.turn(0)

    @property
    def said(self) -> str:
        """What stands below the picture."""
        return self._said.text()

    def turn(self, step: int, _clicked: object = None) -> None:
        """Go ``step`` sides on."""
        last = len(self._sides) - 1
        self._place = min(max(self._place + step, 0), max(last, 0))
        self._back.setEnabled(self._place > 0)
        self._ahead.setEnabled(self._place < last)
        if self._plan is None or not self._sides:
            self.picture.setPixmap(QPixmap())
            self._said.clear()
            return
        number, side, page = self._sides[self._place]
        which = f" {side.value}" if self._plan.sides.both else ""
        self._said.setText(f"第 {number} 张{which}：{self._plan.said_page(page)}")
        self._paint(page, self._corrections.get(side))

    def _paint(self, page: int, correction: Correction | None) -> None:
        points = self._document.pagePointSize(page - 1).toSize()
        size = points.scaled(_PICTURE * _TWICE, Qt.AspectRatioMode.KeepAspectRatio)
        drawn = render_page(self._document, page - 1, size)
        if correction is not None:
            drawn = _moved(drawn, correction, size.width() / points.width() * POINTS_PER_MM)
        pixmap = QPixmap.fromImage(drawn)
        pixmap.setDevicePixelRatio(_TWICE)
        self.picture.setPixmap(pixmap)


def _moved(drawn: QImage, correction: Correction, per_mm: float) -> QImage:
    """Draw a page where the printer is told to print it."""
    to = correction.inverse()
    sheet = QImage(drawn.size(), QImage.Format.Format_RGB32)
    sheet.fill(QColor("white"))
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setTransform(QTransform(to.xx, to.yx, to.xy, to.yy, to.x0 * per_mm, to.y0 * per_mm))
    painter.drawImage(0, 0, drawn)
    painter.end()
    return sheet
