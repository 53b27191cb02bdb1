"""What was done to a layout, undone and done again."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject

from partydesk.ui.layouts.edited import EditedLayout
from partydesk.ui.layouts.steps import State, Step, Steps


class _Desk(QObject):
    """Holds a state; its steps count up."""

    def __init__(self, most: int = 200) -> None:
        super().__init__()
        self.state: State = ({"n": 0}, ())
        self.steps = Steps(self._put, most, self)

    def _put(self, state: State) -> None:
        self.state = state

    @property
    def n(self) -> int:
        return int(self.state[0]["n"])

    def go(self, n: int, same: str = "") -> None:
        self.steps.do(Step(f"到 {n}", self.state, ({"n": n}, (n,)), same))


def test_steps_are_undone_and_done_again_with_their_choice() -> None:
    desk = _Desk()
    told: list[tuple[bool, str]] = []
    desk.steps.undo_possible.connect(lambda can: told.append((can, desk.steps.undo_words)))
    desk.go(1)
    desk.go(2)
    desk.steps.undo()
    assert (desk.n, desk.state[1]) == (1, (1,))
    assert (desk.steps.undo_words, desk.steps.redo_words) == ("到 1", "到 2")
    desk.steps.undo()
    desk.steps.undo()  # nothing is left
    assert (desk.n, desk.steps.undo_words) == (0, "")
    desk.steps.redo()
    desk.steps.redo()
    desk.steps.redo()
    assert (desk.n, desk.steps.redo_words) == (2, "")
    assert told == [
        (True, "到 1"), (True, "到 2"), (True, "到 1"), (False, ""), (True, "到 1"), (True, "到 2"),
    ]  # fmt: skip


def test_a_new_step_forgets_those_that_were_undone() -> None:
    desk = _Desk()
    desk.go(1)
    desk.go(2)
    desk.steps.undo()
    desk.go(3)
    desk.steps.redo()
    assert desk.n == 3
    desk.steps.undo()
    assert desk.n == 1


def test_steps_of_the_same_word_are_one_until_all_is_stored() -> None:
    desk = _Desk()
    for n in (1, 2, 3):
        desk.go(n, "右移")
    desk.steps.set_clean()
    desk.go(4, "右移")
    desk.go(5, "下移")
    for n in (4, 3, 0):
        desk.steps.undo()
        assert desk.n == n


def test_clean_is_what_was_stored_and_nothing_else() -> None:
    desk = _Desk()
    assert desk.steps.clean
    desk.go(1)
    assert not desk.steps.clean
    desk.steps.set_clean()
    desk.go(2)
    desk.steps.undo()
    assert desk.steps.clean
    desk.steps.undo()
    desk.go(3)
    assert not desk.steps.clean
    desk.steps.undo()
    desk.steps.redo()
    assert not desk.steps.clean  # the stored state is gone


def test_the_oldest_steps_are_forgotten() -> None:
    desk = _Desk(most=3)
    for n in range(1, 6):
        desk.go(n)
    for _ in range(9):
        desk.steps.undo()
    assert desk.n == 2
    assert not desk.steps.clean


def test_layouts_with_steps_are_let_go_of_without_a_crash() -> None:
    """Qt's stack did not survive it: its commands were destroyed twice."""
    values = {"elements": [], "width_mm": 210, "height_mm": 297}

    def edit(number: int) -> None:
        edited = EditedLayout(values)
        edited.itself = edited  # type: ignore[attr-defined]  # only the collector takes it away
        edited.apply("改纸宽", {**values, "width_mm": number})
        edited.apply("改纸高", {**values, "height_mm": number})
        edited.steps.undo()

    for number in range(50):
        edit(number)
    assert gc.collect() > 50
