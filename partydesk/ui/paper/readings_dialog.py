"""Typing what was measured on a calibration sheet, with the result beside it as one types."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from partydesk.domain.calibration import Reading, Solved, mark_places, solve
from partydesk.domain.errors import ValidationFailed
from partydesk.domain.printers import PaperSide, Point
from partydesk.services.printers import Profile
from partydesk.ui.colours import Tone
from partydesk.ui.paper.machine_choice import MachineChoice
from partydesk.ui.paper.sheet_picture import SheetPicture
from partydesk.ui.printing import Machine
from partydesk.ui.widgets.card import clear_layout
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import Look, label, set_mark

_BLANK = -0.1
_FARTHEST_MM = 700.0
_GAP_PX = 6
_HINT = "尺的零点对齐纸边，量到十字的中心，读到 0.1 毫米。点图上的标记，转到它的读数。"
_FEW = "填满三处就会算出结果；量全各处最准。"


class ReadingBox(QDoubleSpinBox):
    """A reading in steps of 0.1 mm; blank until it is typed, stepping from where it should be.

    Attributes:
        expected: Where the mark should be.
    """

    def __init__(self, name: str, about: str, expected: float) -> None:
        """Be blank."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(about)
        self.expected = expected
        self.setRange(_BLANK, _FARTHEST_MM)
        self.setDecimals(1)
        self.setSingleStep(0.1)
        self.setSpecialValueText(" ")
        self.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        self.setValue(_BLANK)
        self.setFixedWidth(96)

    @property
    def typed(self) -> float | None:
        """The reading; None while it is blank."""
        return None if self.value() <= _BLANK / 2 else self.value()

    def stepBy(self, steps: int) -> None:
        """Step; from a blank to where the mark should be."""
        if self.typed is None:
            self.setValue(self.expected)
        else:
            super().stepBy(steps)

    def valueFromText(self, text: str) -> float:
        """Read what is typed; nothing is blank."""
        return super().valueFromText(text) if text.strip() else _BLANK

    def validate(self, text: str, place: int) -> object:
        """Let the line be emptied."""
        if not text.strip():
            return QValidator.State.Acceptable, text, place
        return super().validate(text, place)


class ReadingsDialog(BaseDialog):
    """Readings of one side, by printer, tray and size of paper.

    Attributes:
        choice: Printer, tray and paper.
        boxes: Number of a mark → its readings from the left and the upper edge.
        solved: What the readings say; None while they say nothing.
    """

    def __init__(
        self,
        parent: QWidget,
        found: Sequence[Machine],
        profiles: Sequence[Profile],
        start: Profile | None = None,
        printer: str = "",
    ) -> None:
        """Begin blank, or with what was measured before.

        Args:
            parent: Over which it opens.
            found: The printers that may be chosen.
            profiles: What is known; their trays are offered.
            start: Shown at first.
            printer: Chosen at first where nothing is known.
        """
        super().__init__(parent, "录入校准读数", "readings_dialog")
        self.solved: Solved | None = None
        self.boxes: dict[int, tuple[ReadingBox, ReadingBox]] = {}
        self.choice = MachineChoice(found, [each.tray for each in profiles if each.tray])
        self.side = QComboBox()
        self.side.setObjectName("readings_side")
        self.side.setAccessibleName("哪一面")
        self.side.addItems([side.value for side in PaperSide])
        self.picture = SheetPicture()
        self.picture.mark_chosen.connect(self._go_to)
        self._below = QWidget()
        self._below.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._lines = QGridLayout(self._below)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setHorizontalSpacing(10)
        self._lines.setVerticalSpacing(0)
        self.message = FormMessage("readings_message")
        self._build()
        self.add_cancel()
        self._act = self.add_act("保存校准")
        self.choice.choose(start.printer if start else printer, start.tray if start else "")
        self.choice.changed.connect(self._show_marks)
        self._show_marks()
        if start is not None:
            self._fill(start)

    def _build(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self.picture)
        hint = label(_HINT, Look.HINT, wrap=True)
        hint.setFixedWidth(self.picture.width())
        left.addWidget(hint)
        left.addStretch(1)
        right = QVBoxLayout()
        right.addWidget(self.choice)
        side = QHBoxLayout()
        side.addWidget(label("量的是", Look.FIELD))
        side.addWidget(self.side)
        side.addStretch(1)
        right.addLayout(side)
        right.addWidget(self._below)
        right.addWidget(self.message)
        right.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(20)
        both.addLayout(left)
        both.addLayout(right, 1)
        self.body.addLayout(both, 1)
        self.setMinimumWidth(760)

    @property
    def chosen_side(self) -> PaperSide:
        """Which side was measured."""
        return PaperSide(self.side.currentText())

    def readings(self) -> tuple[Reading, ...]:
        """Give the marks of which both readings are typed."""
        places = mark_places(*self.choice.size_mm)
        found = []
        for mark, (across, down) in self.boxes.items():
            if across.typed is not None and down.typed is not None:
                at = Point(across.typed, down.typed)
                found.append(Reading(mark, places[mark - 1], at))
        return tuple(found)

    # -- the lines -----------------------------------------------------------------------------

    def _show_marks(self) -> None:
        """Show the lines of the marks of this size of paper; other paper has other marks."""
        places = mark_places(*self.choice.size_mm)
        if [(a.expected, b.expected) for a, b in self.boxes.values()] == list(places):
            self._refresh()
            return
        clear_layout(self._lines)
        self.boxes.clear()
        for column, words in enumerate(("标记", "应距左边", "量得", "应距上边", "量得")):
            self._lines.addWidget(label(words, Look.SECONDARY), 0, column)
        self._lines.setColumnStretch(5, 1)
        for mark, place in enumerate(places, 1):
            self._add_line(mark, place)
        self.picture.show_sheet(self.choice.size_mm, places)
        self._refresh()

    def _add_line(self, mark: int, place: Point) -> None:
        across = ReadingBox(f"reading_{mark}_left", f"第 {mark} 号距左边（毫米）", place.x_mm)
        down = ReadingBox(f"reading_{mark}_top", f"第 {mark} 号距上边（毫米）", place.y_mm)
        self.boxes[mark] = across, down
        parts = (
            label(f"{mark} 号", Look.FIELD),
            label(f"{place.x_mm:g}", Look.SECONDARY),
            across,
            label(f"{place.y_mm:g}", Look.SECONDARY),
            down,
        )
        self._lines.setRowMinimumHeight(mark, across.sizeHint().height() + _GAP_PX)
        for column, part in enumerate(parts):
            self._lines.addWidget(part, mark, column)
        for box in (across, down):
            box.valueChanged.connect(self._refresh)
            box.installEventFilter(self)

    def _fill(self, start: Profile) -> None:
        """Show what was measured before, where it was on paper of this size."""
        self.side.setCurrentText(start.side.value)
        places = mark_places(*self.choice.size_mm)
        for reading in start.readings:
            if reading.mark in self.boxes and places[reading.mark - 1] == reading.place:
                for box, value in zip(self.boxes[reading.mark], reading.measured, strict=True):
                    box.setValue(value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show on the picture which mark is being typed."""
        if event.type() is QEvent.Type.FocusIn:
            self._refresh()
        return super().eventFilter(watched, event)

    def _go_to(self, mark: int) -> None:
        across, _ = self.boxes[mark]
        across.setFocus()
        across.selectAll()

    # -- the result ----------------------------------------------------------------------------

    def _refresh(self, _value: object = None) -> None:
        readings = self.readings()
        wrong: dict[str, str] = {}
        self.solved = None
        if self.choice.machine is None:
            self.message.say("这台电脑上没有打印机。请先在系统里添加打印机。", Tone.ATTENTION)
        elif not readings:
            self.message.say(_FEW, Tone.PLAIN)
        else:
            try:
                self.solved = solve(readings)
            except ValidationFailed as error:
                wrong = error.fields
                self.message.say(error.message, Tone.TROUBLE if _blames(wrong) else Tone.ATTENTION)
            else:
                self._say_result(self.solved)
        self._mark(wrong)
        self._act.setEnabled(self.solved is not None)

    def _say_result(self, solved: Solved) -> None:
        self.message.say(
            [
                f"打印机{solved.correction.in_words()}",
                f"校准后各标记与读数最多相差 {solved.residual_mm:.2f} 毫米",
            ],
            Tone.GOOD,
        )

    def _mark(self, wrong: dict[str, str]) -> None:
        """Mark the lines that cannot be right, and show the state of all on the picture."""
        blamed = {mark for mark in self.boxes if f"mark_{mark}" in wrong}
        for mark, boxes in self.boxes.items():
            for box in boxes:
                set_mark(box, "fault", mark in blamed)
        typing = [mark for mark, boxes in self.boxes.items() if any(b.hasFocus() for b in boxes)]
        done = [reading.mark for reading in self.readings()]
        self.picture.show_state(typing[0] if typing else 0, done, blamed)


def _blames(wrong: dict[str, str]) -> bool:
    """Whether a mark is to blame."""
    return any(name.startswith("mark_") for name in wrong)
