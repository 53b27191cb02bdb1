"""Which printer, tray and paper a calibration sheet is for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QWidget,
)

from partydesk.domain.paper_sizes import Stock
from partydesk.services.printers import USUAL_TRAY, list_paper_sizes
from partydesk.ui.printing import Machine
from partydesk.ui.widgets.texts import Look, label

_OWN_SIZE = "自定义尺寸"
_TRAY_HINT = "驱动没有列出的纸盒可以直接写名称，如“手送”"


class MachineChoice(QWidget):
    """Lines for printer, tray and size of paper.

    Signals:
        changed(): Another one was chosen.
    """

    changed = Signal()

    def __init__(self, found: Sequence[Machine], trays: Sequence[str] = ()) -> None:
        """Offer printers.

        Args:
            found: The printers of the system.
            trays: Names of trays that were used before.
        """
        super().__init__()
        self._machines, self._trays = tuple(found), tuple(trays)
        self.printer = _combo("machine_printer", "打印机")
        self.printer.addItems([machine.name for machine in found])
        self.tray = _combo("machine_tray", "纸盒")
        self.tray.setEditable(True)
        self.paper = _combo("machine_paper", "纸张")
        self._sizes = list_paper_sizes()
        self.paper.addItems([*(size.label for size in self._sizes), _OWN_SIZE])
        self.width_mm, self.height_mm = _millimetres("纸宽"), _millimetres("纸高")
        self.width_mm.setObjectName("machine_width")
        self.height_mm.setObjectName("machine_height")
        self._build()
        self._offer_trays()
        self._show_size()
        self.printer.currentIndexChanged.connect(self._offer_trays)
        self.paper.currentIndexChanged.connect(self._show_size)
        for combo in (self.printer, self.paper):
            combo.currentIndexChanged.connect(lambda _place: self.changed.emit())
        self.tray.currentTextChanged.connect(lambda _text: self.changed.emit())
        for box in (self.width_mm, self.height_mm):
            box.valueChanged.connect(lambda _value: self.changed.emit())

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        self._size = QWidget()
        size = QHBoxLayout(self._size)
        size.setContentsMargins(0, 0, 0, 0)
        for part in (label("宽"), self.width_mm, label("高"), self.height_mm):
            size.addWidget(part)
        size.addStretch(1)
        for row, (words, what) in enumerate(
            (
                ("打印机", self.printer),
                ("纸盒", self.tray),
                ("", label(_TRAY_HINT, Look.HINT, wrap=True)),
                ("纸张", self.paper),
                ("", self._size),
            )
        ):
            if words:
                grid.addWidget(label(words, Look.FIELD), row, 0)
            grid.addWidget(what, row, 1)
        grid.setColumnStretch(1, 1)

    def _offer_trays(self) -> None:
        machine = self.machine or Machine("")
        before = self.tray.currentText()
        blocked = self.tray.blockSignals(True)
        self.tray.clear()
        self.tray.addItems(list(dict.fromkeys([USUAL_TRAY, *machine.trays, *self._trays])))
        self.tray.setCurrentText(before or USUAL_TRAY)
        self.tray.blockSignals(blocked)

    def _show_size(self) -> None:
        own = self.paper.currentText() == _OWN_SIZE
        self._size.setVisible(own)
        if not own:
            size = self._sizes[self.paper.currentIndex()]
            for box, value in ((self.width_mm, size.width_mm), (self.height_mm, size.height_mm)):
                box.setValue(value)

    @property
    def machine(self) -> Machine | None:
        """The chosen printer."""
        place = self.printer.currentIndex()
        return self._machines[place] if 0 <= place < len(self._machines) else None

    @property
    def tray_name(self) -> str:
        """Name of the tray; empty for the usual one."""
        typed = self.tray.currentText().strip()
        return "" if typed == USUAL_TRAY else typed

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height of the paper."""
        return self.width_mm.value(), self.height_mm.value()

    def choose(self, printer: str, tray: str, size: Stock | None = None) -> None:
        """Show a printer, a tray and a size."""
        self.printer.setCurrentIndex(max(0, self.printer.findText(printer)))
        self.tray.setCurrentText(tray or USUAL_TRAY)
        if size is not None:
            known = self.paper.findText(size.label)
            self.paper.setCurrentIndex(known if known >= 0 else self.paper.count() - 1)
            self.width_mm.setValue(size.width_mm)
            self.height_mm.setValue(size.height_mm)


def _combo(name: str, about: str) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    made.setAccessibleName(about)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made


def _millimetres(about: str) -> QDoubleSpinBox:
    made = QDoubleSpinBox()
    made.setAccessibleName(f"{about}（毫米）")
    made.setRange(50, 600)
    made.setDecimals(1)
    made.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
    made.setSuffix(" 毫米")
    return made
