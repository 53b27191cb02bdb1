"""按票数录入: what was counted by hand, question by option, with the abstentions as one types."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QSpinBox, QWidget

from partydesk.domain.changes import Changes
from partydesk.domain.errors import ValidationFailed
from partydesk.domain.evaluation.ballots import faults_of_counts
from partydesk.domain.evaluation.inputs import Tally
from partydesk.services.evaluation.ballots import Stack, record_counts
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import Look, label, set_look

_MOST = 9_999
_NEXT = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class CountBox(QSpinBox):
    """A number of ballots; taken whole when the keyboard comes, so that typing replaces it."""

    def __init__(self, name: str, about: str, value: int = 0) -> None:
        """Show a number."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(about)
        self.setRange(0, _MOST)
        self.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFixedWidth(72)
        self.setValue(value)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the whole number."""
        super().focusInEvent(event)
        self.selectAll()


class CountsDialog(BaseDialog):
    """The counts of one stack.

    Attributes:
        sums: ``issued``, ``returned`` and ``invalid`` → its box.
        boxes: Question and option → its box.
        message: What contradicts itself.
    """

    def __init__(self, parent: QWidget, desk: Desk, workspace: Workspace, stack: Stack) -> None:
        """Show what was counted, or nothing."""
        super().__init__(parent, "按票数录入测评票", "counts_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._workspace, self._stack = desk, workspace, stack
        about = "　".join(filter(None, (stack.person, stack.unit, stack.voters.name)))
        self.body.addWidget(label(f"{stack.component.name}：{stack.voters.name}", Look.HEADING))
        self.body.addWidget(label(about, Look.SECONDARY, wrap=True))
        self.sums: dict[str, CountBox] = {}
        self.boxes: dict[tuple[str, str], CountBox] = {}
        self._open: dict[str, QLabel] = {}
        self._valid = label(look=Look.STRONG, name="counts_valid")
        self.message = FormMessage("counts_message")
        self._build_sums()
        self._build_grid()
        self.body.addWidget(self.message)
        self.body.addWidget(
            label("回车到下一格，最后一格回车即保存；弃权由程序按有效票减去各项得出", Look.HINT)
        )
        self.add_cancel()
        self.save_button = self.add_button("保存票数", "counts_save", main=True)
        self.save_button.clicked.connect(self.save)
        self._order = [*self.sums.values(), *self.boxes.values()]
        for box in self._order:
            box.valueChanged.connect(self._show_sums)
            box.installEventFilter(self)
        self.resize(820, 600)
        self._show_sums()
        self._order[0].setFocus()

    def _build_sums(self) -> None:
        tally = self._stack.tally
        line = QHBoxLayout()
        line.setSpacing(10)
        known = {
            "issued": ("发出", self._stack.issued),
            "returned": ("收回", self._stack.returned),
            "invalid": ("无效", tally.invalid if tally else 0),
        }
        for key, (words, value) in known.items():
            self.sums[key] = CountBox(f"counts_{key}", f"{words}票数", value)
            line.addWidget(label(words, Look.FIELD))
            line.addWidget(self.sums[key])
        line.addWidget(self._valid)
        line.addStretch(1)
        self.body.addLayout(line)

    def _build_grid(self) -> None:
        inside = QWidget()
        inside.setProperty("page", True)
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        tally = self._stack.tally
        heads: tuple[str, ...] = ()
        row = 0
        for number, question in enumerate(self._stack.component.questions, 1):
            words = tuple(option.word for option in question.options)
            if words != heads:  # questions with other answers get heads of their own
                for place, word in enumerate((*words, "弃权"), 1):
                    grid.addWidget(label(word, Look.FIELD), row, place, Qt.AlignmentFlag.AlignRight)
                heads, row = words, row + 1
            grid.addWidget(label(f"{number}. {question.text}", wrap=True), row, 0)
            for place, option in enumerate(question.options, 1):
                known = tally.counts.get(question.key, {}).get(option.key, 0) if tally else 0
                name = f"counts_{question.key}_{option.key}"
                box = CountBox(name, f"{question.text}：{option.word}", known)
                self.boxes[question.key, option.key] = box
                grid.addWidget(box, row, place, Qt.AlignmentFlag.AlignRight)
            rest = label()
            self._open[question.key] = rest
            grid.addWidget(rest, row, len(words) + 1, Qt.AlignmentFlag.AlignRight)
            row += 1
        grid.setRowStretch(row, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        self.body.addWidget(area, 1)

    @property
    def tally(self) -> Tally:
        """What the boxes say."""
        counts: dict[str, dict[str, int]] = {}
        for (question, option), box in self.boxes.items():
            counts.setdefault(question, {})[option] = box.value()
        issued, returned, invalid = (box.value() for box in self.sums.values())
        return Tally(self._stack.slot.voters, issued, returned, invalid, counts)

    def _show_sums(self) -> None:
        tally = self.tally
        self._valid.setText(f"有效 {tally.valid}")
        for key, shown in self._open.items():
            rest = tally.abstained(key)
            shown.setText(str(rest))
            set_look(shown, Look.TROUBLE if rest < 0 else Look.SECONDARY)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter go on to the next box, and save from the last."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and Qt.Key(event.key()) in _NEXT
            and isinstance(watched, CountBox)
        ):
            place = self._order.index(watched) + 1
            if place < len(self._order):
                self._order[place].setFocus(Qt.FocusReason.TabFocusReason)
            else:
                self.save()
            return True
        return super().eventFilter(watched, event)

    def save(self) -> None:
        """Store the counts, or say what contradicts itself and go there."""
        tally = self.tally
        faults = faults_of_counts(self._stack.component, tally)
        self._show_faults(dict(faults))
        if faults:
            return
        self.save_button.setEnabled(False)
        slot, workspace = self._stack.slot, self._workspace
        self._desk.tasks.run(
            lambda _progress: record_counts(
                workspace, slot, tally.issued, tally.returned, tally.invalid, tally.counts
            ),
            self._stored,
            self._failed,
            title="正在保存票数",
        )

    def _show_faults(self, faults: dict[str, str]) -> None:
        self.message.say(list(faults.values()))
        for key in faults:
            first = self.sums.get(key) or next(
                (box for (question, _), box in self.boxes.items() if question == key), None
            )
            if first is not None:
                first.setFocus()
                return

    def _stored(self, changes: Changes) -> None:
        self.accept()
        self._desk.bus.tell(changes)

    def _failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, ValidationFailed):
            self._show_faults(dict(error.fields))
        else:
            self._desk.errors.show(error)
