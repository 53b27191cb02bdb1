"""The path of a round on its page: chips above, and below them what is missing and what is next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from partydesk.domain import round_steps
from partydesk.domain.round_steps import WAITING_IN, Act, Progress
from partydesk.ui.widgets.steps import Step, StepState
from partydesk.ui.widgets.texts import Look, button, label, set_look

POSTS, PUBLISH, WISHES, BOARD = "posts", "publish", "wishes", "matching"
#: Steps that stand on the page of the procedure.
BEYOND = frozenset(WAITING_IN)
#: Acts that go to a step rather than do something.
_GOING = "go_"


def chips_of(steps: Sequence[round_steps.Step], shown: str) -> list[Step]:
    """Turn the steps into chips; the one in sight is marked, those done are ticked.

    Args:
        steps: The steps of the round.
        shown: Key of the step in sight.
    """
    return [_chip(step, shown=step.key == shown) for step in steps]


def _chip(step: round_steps.Step, *, shown: bool) -> Step:
    """Make a chip; in sight its tick goes into the words, for the mark takes its place."""
    done = step.state is Progress.DONE
    if not shown:
        state = StepState.DONE if done else StepState.TO_COME
        return Step(step.key, step.short, step.brief, state)
    tick = StepState.DONE.value if done else ""
    return Step(step.key, step.short, f"{step.brief} {tick}".strip(), StepState.CURRENT)


def current_step(steps: Sequence[round_steps.Step]) -> str:
    """Name the step of the page at which the work stands; the board when it has gone beyond."""
    own = {POSTS, PUBLISH, WISHES}
    return next(
        (step.key for step in steps if step.state is Progress.CURRENT and step.key in own), BOARD
    )


def step_gone_to(act: str) -> str:
    """Name the step that an act goes to; empty for an act that does something."""
    return act.removeprefix(_GOING) if act.startswith(_GOING) else ""


class StepGuide(QWidget):
    """One line below the chips: what is complete, what is missing, and the next click.

    Signals:
        act_asked(str): Key of the act that was pressed.
    """

    act_asked = Signal(str)

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.setObjectName("step_guide")
        self._act: Act | None = None
        self.words = label("", Look.SECONDARY, name="round_summary", wrap=True)
        self.button = button("", "step_next")
        self.button.clicked.connect(self._ask)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.words, 1)
        line.addWidget(self.button)

    def show_step(self, step: round_steps.Step, trouble: str = "") -> None:
        """Say how far a step is and offer what comes next.

        Args:
            step: The step in sight.
            trouble: What must be seen to before anything else; said instead.
        """
        missing = f"还缺：{'；'.join(step.missing)}" if step.missing else ""
        said = " · ".join(part for part in (step.complete, missing) if part)
        self.words.setText(trouble or said)
        set_look(self.words, Look.ATTENTION if trouble or missing else Look.SECONDARY)
        self._act = step.act
        self.button.setVisible(step.act is not None)
        if step.act is not None:
            self.button.setText(step.act.words)
            self.button.setAccessibleName(step.act.words)

    def clear(self) -> None:
        """Say nothing."""
        self.words.clear()
        self.button.hide()

    def _ask(self) -> None:
        if self._act is not None:
            self.act_asked.emit(self._act.key)
