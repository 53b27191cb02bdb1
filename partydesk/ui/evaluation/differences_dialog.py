"""核对差异: where two passes differ, the paper is looked at and its answer taken, by one key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from partydesk.domain.evaluation.keying import Difference, Keyed
from partydesk.domain.evaluation.scheme import Question
from partydesk.services.evaluation.ballots import SETTLED, Stack, key_ballot
from partydesk.services.workspace import Workspace
from partydesk.ui.colours import Tone
from partydesk.ui.desk import Desk
from partydesk.ui.table import Align, Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.texts import Look, label

_HINT = "拿出这一张原票：1＝第一遍对，2＝第二遍对，上下键移动；两遍都不对的，回车选票面上的答案。"
_NEITHER = 3
_CHOICE = {Qt.Key.Key_1: 1, Qt.Key.Key_2: 2}


@dataclass(slots=True)
class Open:
    """One difference with what was decided.

    Attributes:
        difference: Where and what.
        question: The question in words.
        taken: 1 or 2 for the pass that is right, 3 for neither; 0 as long as nobody looked.
        answer: Where neither is right: key of the option on the paper; empty where none is ticked.
    """

    difference: Difference
    question: Question | None
    taken: int = 0
    answer: str = ""

    @property
    def text(self) -> str:
        """The question in words."""
        return self.question.text if self.question else "整张票"

    @property
    def word(self) -> str:
        """What was taken, in words."""
        answers = (
            {option.key: option.word for option in self.question.options} if (self.question) else {}
        )
        said = {1: self.difference.first, 2: self.difference.second}
        return said.get(self.taken, answers.get(self.answer, "未勾选") if self.taken else "")


COLUMNS = (
    Column[Open]("serial", "票号", lambda d: str(d.difference.serial), Align.RIGHT, width=60),
    Column[Open]("question", "题目", lambda d: d.text, width=300),
    Column[Open]("first", "第一遍", lambda d: d.difference.first, width=110),
    Column[Open]("second", "第二遍", lambda d: d.difference.second, width=110),
    Column[Open]("taken", "核对为", lambda d: d.word, width=110, shape=Shape.TAG,
                 tone=lambda d: Tone.GOOD if d.taken else Tone.ATTENTION),
)  # fmt: skip


def settle_ballots(
    questions: Sequence[Question],
    opens: Sequence[Open],
    first: Sequence[Keyed],
    second: Sequence[Keyed],
) -> tuple[Keyed, ...]:
    """Give each ballot whose differences are all decided, as it stands then."""
    passes = {1: {b.serial: b for b in first}, 2: {b.serial: b for b in second}}
    places = {question.key: place for place, question in enumerate(questions)}
    found = []
    for serial in dict.fromkeys(each.difference.serial for each in opens):
        mine = [each for each in opens if each.difference.serial == serial]
        if not all(each.taken for each in mine):
            continue
        if not mine[0].difference.question:
            found.append(passes[mine[0].taken][serial])
            continue
        answers = list(passes[1][serial].answers)
        for each in mine:
            place = places[each.difference.question]
            own = each.taken not in passes
            answers[place] = each.answer if own else passes[each.taken][serial].answers[place]
        found.append(Keyed(serial, tuple(answers)))
    return tuple(found)


class DifferencesDialog(BaseDialog):
    """The differences of one stack.

    Attributes:
        table: One line a difference.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        workspace: Workspace,
        stack: Stack,
        found: Sequence[Difference],
        passes: tuple[Sequence[Keyed], Sequence[Keyed]],
    ) -> None:
        """Show what differs.

        Args:
            parent: Over which it opens.
            desk: Runs the keeping.
            workspace: Where ballots are kept.
            stack: Which ballots.
            found: The differences.
            passes: What the two passes have.
        """
        super().__init__(parent, "核对两遍录入的差异", "differences_dialog")
        self._desk, self._workspace, self._stack, self._passes = desk, workspace, stack, passes
        questions = {question.key: question for question in stack.component.questions}
        self._opens = [Open(each, questions.get(each.question)) for each in found]
        rate = f"　录入差错率 {stack.error_rate:.2%}" if stack.error_rate is not None else ""
        self.body.addWidget(label("核对两遍录入的差异", Look.HEADING))
        about = "　".join(filter(None, (stack.person, stack.unit, stack.voters.name)))
        self.body.addWidget(label(f"{about}　共 {len(found)} 处{rate}", Look.SECONDARY, wrap=True))
        model: RowTableModel[Open] = RowTableModel(COLUMNS, self)
        self.table: TableView[Open] = TableView(
            model,
            "differences",
            desk.settings,
            EmptyState("两遍一致", "没有要核对的"),
            about="差异",
        )
        model.set_rows(self._opens)
        self.table.view.installEventFilter(self)
        self.table.opened.connect(lambda _row: self.open_answers())
        self.body.addWidget(self.table, 1)
        self.body.addWidget(label(_HINT, Look.HINT, wrap=True))
        self.add_cancel("以后再核对")
        self.save_button = self.add_button("保存核对结果", "differences_save", main=True)
        self.save_button.clicked.connect(self.save)
        self.save_button.setEnabled(False)
        self.resize(760, 520)
        self.table.select_number(0)
        self.table.view.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take 1 and 2 before the table searches with them."""
        if (
            watched is self.table.view
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and Qt.Key(event.key()) in _CHOICE
        ):
            self.take(_CHOICE[Qt.Key(event.key())])
            return True
        return super().eventFilter(watched, event)

    def answers_menu(self) -> QMenu:
        """Make the menu of what may stand on the paper; nothing for a ballot as a whole."""
        menu = QMenu(self)
        menu.setObjectName("differences_answers")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row = self.table.current_row()
        if row is not None and row.question is not None:
            for option in row.question.options:
                menu.addAction(option.word, lambda key=option.key: self.take(_NEITHER, key))
            menu.addAction("未勾选", lambda: self.take(_NEITHER))
        return menu

    def open_answers(self) -> None:
        """Offer the answers of the ballot beside the difference in hand."""
        menu = self.answers_menu()
        if not menu.isEmpty():
            at = self.table.view.visualRect(self.table.view.currentIndex()).bottomLeft()
            menu.popup(self.table.view.viewport().mapToGlobal(at))

    def take(self, turn: int, answer: str = "") -> None:
        """Decide the difference in hand for a pass, or for an answer of neither, and go on."""
        row = self.table.current_row()
        if row is None:
            return
        row.taken, row.answer = turn, answer
        number = self.table.view.currentIndex().row()
        corner = self.table.model.index(number, len(COLUMNS) - 1)
        self.table.model.dataChanged.emit(self.table.model.index(number, 0), corner)
        self.table.select_number(min(number + 1, len(self._opens) - 1))
        self.save_button.setEnabled(bool(self._settled()))

    def _settled(self) -> tuple[Keyed, ...]:
        return settle_ballots(self._stack.component.questions, self._opens, *self._passes)

    def save(self) -> None:
        """Keep what was decided; ballots with an open difference wait."""
        ballots, slot, workspace = self._settled(), self._stack.slot, self._workspace

        def work(_progress: object) -> None:
            for ballot in ballots:
                key_ballot(workspace, slot, SETTLED, ballot)

        self.save_button.setEnabled(False)
        self._desk.tasks.run(
            work, lambda _none: self.accept(), self._failed, title="正在保存核对结果"
        )

    def _failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        self._desk.errors.show(error)
