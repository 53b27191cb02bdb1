"""逐票录入: ballots typed by digits alone, each kept as soon as its last question is answered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from partydesk.domain.evaluation.keying import Keyed
from partydesk.services.evaluation.ballots import Slot, Stack, key_ballot
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.desk import Desk
from partydesk.ui.evaluation.keying_pad import KeyingPad
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import Look, Tag, label, set_look

_DIGITS = {str(number): number for number in range(10)}
_BACK = frozenset({Qt.Key.Key_Backspace, Qt.Key.Key_Left, Qt.Key.Key_Minus})
_OPEN = frozenset({Qt.Key.Key_Space, Qt.Key.Key_0})
_INVALID = frozenset({Qt.Key.Key_F8, Qt.Key.Key_Asterisk})
KEYS_HINT = (
    "照票面逐题按数字，最后一题按完自动保存并转到下一张：0 或空格＝没有勾选 · 退格＝上一题 · "
    "F8 或 ＊＝整张无效 · PgUp／PgDn＝上一张／下一张"
)


class KeyingSheet(QWidget):
    """The questions of one ballot; takes the keys.

    Signals:
        ballot_typed(object): A ballot is whole.
        moved(): Another question or ballot is asked for.
    """

    ballot_typed = Signal(object)
    moved = Signal()

    def __init__(self, pad: KeyingPad) -> None:
        """Show the pad."""
        super().__init__()
        self.pad = pad
        self.setObjectName("keying_sheet")
        self.setAccessibleName("一张测评票")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._rows: list[tuple[QLabel, list[Tag]]] = []
        for number, question in enumerate(pad.questions):
            text = label(f"{number + 1}. {question.text}")
            self._grid.addWidget(text, number, 0)
            options = []
            for place, option in enumerate(question.options, 1):
                shown = Tag(f"{place} {option.word}", Tone.QUIET)
                shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
                self._grid.addWidget(shown, number, place)
                options.append(shown)
            self._rows.append((text, options))
        self._grid.setColumnStretch(0, 1)
        self.show_pad()

    def show_pad(self) -> None:
        """Mark what is asked and what was answered."""
        for number, (text, options) in enumerate(self._rows):
            asked = number == self.pad.place and not self.pad.finished
            set_look(text, Look.STRONG if asked else Look.BODY)
            answer = self.pad.answers[number] if number < len(self.pad.answers) else None
            offered = self.pad.questions[number].options
            for place, (option, shown) in enumerate(zip(offered, options, strict=True), 1):
                tone = Tone.GOOD if option.key == answer else Tone.QUIET
                shown.show_word(f"{place} {option.word}", tone)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a digit, a step or the word that the ballot is invalid."""
        key = Qt.Key(event.key())
        if key in _INVALID and not self.pad.finished:
            self.ballot_typed.emit(self.pad.call_invalid())
        elif key in _BACK:
            self.pad.step_back()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.pad.go_to(self.pad.serial + (1 if key == Qt.Key.Key_PageDown else -1))
        elif key in _OPEN or event.text() in _DIGITS:
            self._take(0 if key in _OPEN else _DIGITS[event.text()])
        else:
            super().keyPressEvent(event)
            return
        self.show_pad()
        self.moved.emit()

    def _take(self, number: int) -> None:
        """Take a digit; one that stands for no option is left aside."""
        if self.pad.finished or number > len(self.pad.questions[self.pad.place].options):
            return
        ballot = self.pad.press(number)
        if ballot is not None:
            self.ballot_typed.emit(ballot)


class KeyingDialog(BaseDialog):
    """One pass over a stack.

    Attributes:
        sheet: The ballot that is typed now.
        message: What could not be kept.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        workspace: Workspace,
        stack: Stack,
        turn: int,
        done: Sequence[Keyed],
    ) -> None:
        """Go on with a pass; what the other pass has is not shown, so that it cannot be copied.

        Args:
            parent: Over which it opens.
            desk: Runs the keeping.
            workspace: Where ballots are kept.
            stack: Which ballots.
            turn: First or second pass.
            done: What this pass has already.
        """
        title = f"逐票录入：{'第一遍' if turn == 1 else '第二遍'}"
        super().__init__(parent, title, "keying_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._workspace, self._stack, self._turn = desk, workspace, stack, turn
        about = "　".join(filter(None, (stack.person, stack.unit, stack.voters.name)))
        self.body.addWidget(label(title, Look.HEADING))
        self.body.addWidget(label(about, Look.SECONDARY, wrap=True))
        self.sheet = KeyingSheet(KeyingPad(stack.component.questions, stack.returned, done))
        self._count = label(look=Look.FIELD, name="keying_count")
        self._bar = QProgressBar()
        self._bar.setAccessibleName("已录张数")
        self._bar.setTextVisible(False)
        self._bar.setMaximum(stack.returned)
        self._before = label(look=Look.HINT, name="keying_before", wrap=True)
        self.message = FormMessage("keying_message")
        self._lay_out()
        self.add_cancel("以后再录")
        self.finish_button = self.add_act("录完了")
        self.sheet.ballot_typed.connect(self._keep)
        self.sheet.moved.connect(self._show_place)
        self.resize(860, 620)
        self._show_place()
        self.sheet.setFocus()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self._count)
        line.addWidget(self._bar, 1)
        self.body.addLayout(line)
        column = QVBoxLayout()
        column.addWidget(self.sheet)
        column.addStretch(1)
        self.body.addLayout(column, 1)
        self.body.addWidget(self._before)
        self.body.addWidget(self.message)
        self.body.addWidget(label(KEYS_HINT, Look.HINT, wrap=True))

    @property
    def pad(self) -> KeyingPad:
        """What was typed."""
        return self.sheet.pad

    def _show_place(self) -> None:
        pad = self.pad
        kept = len(pad.kept)
        words = "全部录完" if pad.finished else f"第 {pad.serial} 张／共 {pad.total} 张"
        self._count.setText(words)
        self._bar.setValue(kept)
        before = pad.words_of(pad.serial - 1)
        again = pad.words_of(pad.serial)
        said = [f"第 {pad.serial - 1} 张：{before}"] if before else []
        said += [f"这一张录过：{again}，重按即改"] if again else []
        self._before.setText("　　".join(said))
        self.finish_button.setEnabled(kept == pad.total)
        if kept == pad.total:
            self.finish_button.setFocus()

    def _keep(self, ballot: Keyed) -> None:
        slot: Slot = self._stack.slot
        self._desk.tasks.run(
            lambda _progress: key_ballot(self._workspace, slot, self._turn, ballot),
            lambda _none: None,
            lambda error: self._not_kept(ballot, error),
            title="正在保存测评票",
        )

    def _not_kept(self, ballot: Keyed, error: Exception) -> None:
        """Say so and go back to the ballot."""
        self.pad.kept.pop(ballot.serial, None)
        self.pad.go_to(ballot.serial)
        self.message.say(f"第 {ballot.serial} 张没有保存：{error}")
        self.sheet.show_pad()
        self._show_place()
        self.sheet.setFocus()
