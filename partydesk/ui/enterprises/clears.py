"""四清 of one unit at a glance: four short bars, and the names of what is missing."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from partydesk.domain.completeness import (
    Clear,
    Completeness,
    Degree,
    completeness_of,
    label_of,
    percent,
)
from partydesk.domain.enterprises import Enterprise
from partydesk.ui.colours import Tone, colours_for
from partydesk.ui.widgets.card import clear_layout
from partydesk.ui.widgets.flow import FlowLayout
from partydesk.ui.widgets.texts import Look, button, label

_BAR_PX = 4
_GAP_PX = 3
#: So many gaps have a link; the form has the rest.
_NAMED = 5


class ClearBar(QPushButton):
    """One clear: its name, how much is known, and a bar; chosen, its gaps are named below."""

    def __init__(self, clear: Clear) -> None:
        """Stand for ``clear``; nothing is known yet."""
        super().__init__()
        self.setObjectName(f"clear_{clear.name.lower()}")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setFlat(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clear_shown = clear
        self._degree = Degree(0, 0)

    def show_degree(self, degree: Degree) -> None:
        """Show how much is known."""
        self._degree = degree
        state = "已清" if degree.is_clear else f"{degree.known}/{degree.asked}"
        self.setText(f"{self.clear_shown.value} {state}")
        self.setAccessibleName(f"{self.clear_shown.value}清 {state}")
        missing = "、".join(label_of("enterprises", name) for name in degree.missing)
        self.setToolTip(f"缺：{missing}" if missing else "没有缺项")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the words, one line and the bar high."""
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self.text()) + 1
        return QSize(width, metrics.height() + _BAR_PX + 2 * _GAP_PX)

    def minimumSizeHint(self) -> QSize:
        """The words must not be cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw words and bar; the chosen one's words are bold as an open tab's are."""
        del event
        colours = colours_for(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self.font()
        font.setUnderline(self.isChecked() or self.hasFocus())
        painter.setFont(font)
        tone = Tone.GOOD if self._degree.is_clear else Tone.SECONDARY
        painter.setPen(QColor(colours.text if self.isChecked() else colours.ink(tone)))
        height = self.fontMetrics().height()
        line = QRectF(0, 0, self.width(), height)
        where = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, where, self.text())
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(0, height + _GAP_PX, self.width(), _BAR_PX)
        painter.setBrush(QColor(colours.neutral))
        painter.drawRoundedRect(track, 2, 2)
        filled = QRectF(track)
        filled.setWidth(track.width() * float(self._degree.share))
        painter.setBrush(QColor(colours.good if self._degree.is_clear else colours.attention))
        painter.drawRoundedRect(filled, 2, 2)
        painter.end()


class ClearsBlock(QWidget):
    """Four bars in a row and the gaps of one of them, each a link to its field.

    Attributes:
        shown: What is shown; None while no stored unit is.

    Signals:
        field_asked(str): The name of a missing field was pressed.
    """

    field_asked = Signal(str)

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.setObjectName("unit_clears")
        self.setAccessibleName("四清")
        self.shown: Completeness | None = None
        self._bars = {clear: ClearBar(clear) for clear in Clear}
        self._gaps = QWidget()
        self._flow = FlowLayout(self._gaps, gap=8)
        group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(label("四清", Look.HINT), 0, Qt.AlignmentFlag.AlignTop)
        for bar in self._bars.values():
            group.addButton(bar)
            row.addWidget(bar, 1)
            bar.clicked.connect(self._name_gaps)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._gaps)
        self.hide()

    @property
    def chosen(self) -> Clear:
        """The clear whose gaps are named."""
        return next((c for c, bar in self._bars.items() if bar.isChecked()), Clear.BASIS)

    def bar(self, clear: Clear) -> ClearBar:
        """Give the bar of a clear."""
        return self._bars[clear]

    def show_unit(self, unit: Enterprise | None) -> None:
        """Show another unit; one that is only being typed, or is gone, leaves no room."""
        asked = unit is not None and not unit.is_retired
        self.shown = completeness_of(unit) if asked else None
        if self.shown is not None:
            for clear, bar in self._bars.items():
                bar.show_degree(self.shown.clears[clear])
            words = f"四清 {percent(self.shown.total.share)}%"
            self.setAccessibleName(words)
            self.setToolTip(words)
            self._choose(self.shown)
            self._name_gaps()
        self.setVisible(self.shown is not None)

    def _choose(self, shown: Completeness) -> None:
        """Stay with the clear that was chosen while it has gaps; else take the first that has."""
        if not shown.clears[self.chosen].is_clear:
            self._bars[self.chosen].setChecked(True)
            return
        first = next((c for c, degree in shown.clears.items() if not degree.is_clear), Clear.BASIS)
        self._bars[first].setChecked(True)

    def _name_gaps(self) -> None:
        clear_layout(self._flow)
        missing = () if self.shown is None else self.shown.clears[self.chosen].missing
        if missing:
            self._flow.addWidget(label("缺", Look.HINT))
        for name in missing[:_NAMED]:
            words = label_of("enterprises", name)
            link = button(words, f"gap_{name}", link=True, tip=f"到“{words}”填写")
            link.clicked.connect(lambda _=False, field=name: self.field_asked.emit(field))
            self._flow.addWidget(link)
        if len(missing) > _NAMED:
            self._flow.addWidget(label(f"等 {len(missing)} 项", Look.HINT))
        self._gaps.setVisible(bool(missing))
        self.updateGeometry()
