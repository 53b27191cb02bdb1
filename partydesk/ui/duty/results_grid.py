"""The participants of a training: their results typed straight onto the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, Signal
from PySide6.QtGui import QKeyEvent

from partydesk.domain.duty.trainings import HIGHEST_SCORE, Presence, TrainingResult
from partydesk.services.duty.participants import Participant
from partydesk.ui.colours import Tone
from partydesk.ui.table import Align, Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.empty import EmptyState

KEYS_HINT = (
    "逐行按键，回车下一行：数字＝成绩 · Y 出席 · Q 请假 · N 缺席 · H 合格 · B 不合格 · "
    "空格或 Delete 清除 · F9 保存"
)
_PRESENCES = {
    Qt.Key.Key_Y: Presence.PRESENT,
    Qt.Key.Key_Plus: Presence.PRESENT,
    Qt.Key.Key_Q: Presence.EXCUSED,
    Qt.Key.Key_N: Presence.ABSENT,
    Qt.Key.Key_Minus: Presence.ABSENT,
}
_RESULTS = {Qt.Key.Key_H: TrainingResult.PASSED, Qt.Key.Key_B: TrainingResult.FAILED}
_CLEARING = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Space})
_IGNORED = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier


@dataclass(slots=True)
class ResultLine:
    """One participant with what is typed.

    Attributes:
        participant: What is stored.
        texts: Field name → text as typed, only what differs from what is stored.
        fault: What is wrong with it, as the service said.
    """

    participant: Participant
    texts: dict[str, str] = field(default_factory=dict)
    fault: str = ""

    def text(self, name: str) -> str:
        """What a field says now."""
        return self.texts.get(name, self._stored(name))

    def _stored(self, name: str) -> str:
        value = getattr(self.participant.taking_part, name)
        return "" if value is None else str(value)

    def say(self, name: str, text: str) -> None:
        """Type into a field."""
        self.fault = ""
        if text == self._stored(name):
            self.texts.pop(name, None)
        else:
            self.texts[name] = text

    def clear(self) -> None:
        """Say nothing any more."""
        for name in ("presence", "score", "result"):
            self.say(name, "")


def _presence_tone(line: ResultLine) -> Tone:
    word = line.text("presence")
    return Tone.GOOD if word == Presence.PRESENT else Tone.ATTENTION


def _result_tone(line: ResultLine) -> Tone:
    return Tone.GOOD if line.text("result") == TrainingResult.PASSED else Tone.TROUBLE


COLUMNS = (
    Column[ResultLine]("name", "姓名", lambda r: r.participant.name, width=110, strong=True,
                       sortable=False),
    Column[ResultLine]("unit", "单位及职务", lambda r: r.participant.unit, width=190,
                       sortable=False),
    Column[ResultLine]("presence", "到课", lambda r: r.text("presence"), width=66,
                       shape=Shape.TAG, tone=_presence_tone, sortable=False),
    Column[ResultLine]("score", "成绩", lambda r: r.text("score"), Align.RIGHT, width=54,
                       sortable=False),
    Column[ResultLine]("result", "结论", lambda r: r.text("result"), width=74, shape=Shape.TAG,
                       tone=_result_tone, sortable=False),
    Column[ResultLine]("certificate", "证书", lambda r: r.participant.certificate, width=150,
                       sortable=False, tone=lambda _r: Tone.SECONDARY),
    Column[ResultLine]("state", "", lambda r: r.fault or ("未保存" if r.texts else ""), width=70,
                       sortable=False, tone=lambda r: Tone.TROUBLE if r.fault else Tone.ATTENTION),
)  # fmt: skip


class ResultsGrid(TableView[ResultLine]):
    """Shows participants and takes keys; stores nothing.

    Signals:
        edited(): Something was typed.
    """

    edited = Signal()

    def __init__(self, settings: QSettings, empty: EmptyState) -> None:
        """Show nobody yet."""
        model: RowTableModel[ResultLine] = RowTableModel(COLUMNS)
        super().__init__(model, "training_results", settings, empty, about="参训人员", inset=True)
        self._lines: Sequence[ResultLine] = ()
        self._digits = ""
        self.view.installEventFilter(self)
        self.opened.connect(lambda _line: self._step_down())
        self.current_changed.connect(lambda _line: self._forget_digits())

    @property
    def typed(self) -> dict[int, dict[str, str]]:
        """What is typed and not stored: 记录号 of a participation → field name → text."""
        return {line.participant.id: dict(line.texts) for line in self._lines if line.texts}

    def show_participants(
        self, people: Sequence[Participant], kept: Mapping[int, Mapping[str, str]]
    ) -> None:
        """Show participants; ``kept`` is what was typed and is still to be stored."""
        row = self.view.currentIndex().row()
        self._lines = [ResultLine(one) for one in people]
        for line in self._lines:
            for name, text in kept.get(line.participant.id, {}).items():
                line.say(name, text)
        self.model.set_rows(self._lines)
        self.select_number(max(0, min(row, len(self._lines) - 1)))

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Say beside each row what is wrong with it, and go to the first."""
        for line in self._lines:
            prefix = f"{line.participant.id}."
            said = [text for key, text in faults.items() if key.startswith(prefix)]
            line.fault = "；".join(said)
        self._repaint()
        self.select_where(lambda line: bool(line.fault))

    def _repaint(self) -> None:
        last = self.model.rowCount() - 1
        if last >= 0:
            corner = self.model.index(last, len(self.model.columns) - 1)
            self.model.dataChanged.emit(self.model.index(0, 0), corner)

    # -- keys ----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that say a result before the table searches with them."""
        if (
            watched is self.view
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and not event.modifiers() & ~_IGNORED
        ):
            return self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _PRESENCES:
            self.say("presence", _PRESENCES[key].value)
        elif key in _RESULTS:
            self.say("result", _RESULTS[key].value)
        elif key in _CLEARING:
            self.clear()
        elif event.text().isdecimal() and event.text().isascii():
            self._take_digit(event.text())
        else:
            return False
        return True

    def _take_digit(self, digit: str) -> None:
        """Read digits typed one after the other on the same row as one number."""
        digits = (self._digits + digit).lstrip("0") or "0"
        if int(digits) > HIGHEST_SCORE:
            return
        self.say("score", digits)
        self._digits = digits

    def _forget_digits(self) -> None:
        self._digits = ""

    def say(self, name: str, text: str) -> None:
        """Type into a field of every chosen row; whoever has a mark or a result was there."""
        self._forget_digits()
        for line in self.selected_rows():
            line.say(name, text)
            if name != "presence" and not line.text("presence"):
                line.say("presence", Presence.PRESENT.value)
        self._repaint()
        self.edited.emit()

    def clear(self) -> None:
        """Say nothing any more of every chosen row."""
        self._forget_digits()
        for line in self.selected_rows():
            line.clear()
        self._repaint()
        self.edited.emit()

    def _step_down(self) -> None:
        self.select_number(self.view.currentIndex().row() + 1)
