"""The steps of a year or a round, each with its state, in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from partydesk.ui.widgets.card import clear_layout
from partydesk.ui.widgets.flow import FlowLayout
from partydesk.ui.widgets.texts import Look, label


class StepState(Enum):
    """How far a step is; each has a sign, so that colour is never alone."""

    DONE = "✓"
    CURRENT = "●"
    TO_COME = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        key: How the page knows it.
        title: Its name, such as 公布.
        detail: What there is to say, such as 3月4日 or 58/60.
        state: How far it is.
    """

    key: str
    title: str
    detail: str = ""
    state: StepState = StepState.TO_COME


class StepBlock(QPushButton):
    """A flat button that takes its size from the words inside it, which buttons else do not."""

    def sizeHint(self) -> QSize:
        """As large as its layout."""
        inner = self.layout()
        return super().sizeHint() if inner is None else inner.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As large as its layout."""
        return self.sizeHint()


class StepPath(QWidget):
    """The steps of the year side by side, two lines each.

    Signals:
        step_chosen(str): Key of the step that was clicked.
    """

    step_chosen = Signal(str)

    def __init__(self, steps: Sequence[Step] = ()) -> None:
        """Show the steps."""
        super().__init__()
        self.setObjectName("step_path")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self.show_steps(steps)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show other steps or another state of them."""
        clear_layout(self._row)
        for number, step in enumerate(steps):
            if number:
                self._row.addStretch(1)
                self._row.addWidget(label("—", Look.QUIET))
                self._row.addStretch(1)
            self._row.addWidget(self._block(step))

    def _block(self, step: Step) -> QWidget:
        """Make one step: a flat button holding its two lines."""
        look = {
            StepState.DONE: Look.GOOD,
            StepState.CURRENT: Look.BRAND,
            StepState.TO_COME: Look.SECONDARY,
        }[step.state]
        block = StepBlock()
        block.setObjectName(f"step_{step.key}")
        block.setAccessibleName(f"{step.title} {step.detail}".strip())
        block.setProperty("step", True)
        block.setAutoDefault(False)
        block.setCursor(Qt.CursorShape.PointingHandCursor)
        block.clicked.connect(lambda _=False, key=step.key: self.step_chosen.emit(key))
        column = QVBoxLayout(block)
        column.setContentsMargins(4, 2, 4, 2)
        column.setSpacing(0)
        title = label(f"{step.state.value} {step.title}".strip(), look)
        font = title.font()
        font.setBold(step.state is not StepState.TO_COME)
        title.setFont(font)
        for part in (title, label(step.detail, Look.SMALL)):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(part)
        return block


class StepChips(QWidget):
    """The steps of a round as numbered chips on one line, such as 1 需求 30 ✓ — 2 公布.

    Signals:
        step_chosen(str): Key of the step that was clicked.
    """

    step_chosen = Signal(str)

    def __init__(self, steps: Sequence[Step] = ()) -> None:
        """Show the steps."""
        super().__init__()
        self.setObjectName("step_chips")
        self._flow = FlowLayout(self, gap=4)
        self.show_steps(steps)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show other steps or another state of them."""
        clear_layout(self._flow)
        for number, step in enumerate(steps, start=1):
            if number > 1:
                self._flow.addWidget(label("—", Look.QUIET))
            self._flow.addWidget(self._chip(number, step))

    def _chip(self, number: int, step: Step) -> QPushButton:
        done = step.state.value if step.state is StepState.DONE else ""
        words = " ".join(part for part in (str(number), step.title, step.detail, done) if part)
        chip = QPushButton(words)
        chip.setObjectName(f"step_{step.key}")
        chip.setAccessibleName(words)
        chip.setProperty("chip", True)
        chip.setProperty("chosen", step.state is StepState.CURRENT)
        chip.setAutoDefault(False)
        chip.setCursor(Qt.CursorShape.PointingHandCursor)
        chip.clicked.connect(lambda _=False, key=step.key: self.step_chosen.emit(key))
        return chip
