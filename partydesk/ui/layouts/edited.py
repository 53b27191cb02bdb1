"""The layout under the editor's hands: its values, what is chosen, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from partydesk.services.layout_edits import Rect, rect_of
from partydesk.ui.layouts.steps import State, Step, Steps

Values = dict[str, Any]
_MOST_STEPS: Final = 200


class EditedLayout(QObject):
    """Holds the values; everything that changes them goes through :meth:`apply`.

    Attributes:
        values: The layout as its file holds it; never changed in place.
        chosen: Numbers of the chosen elements, in their order.
        steps: What was done, to be undone and redone.

    Signals:
        changed(): The values are others, for good or for a try.
        chosen_changed(): Other elements are chosen.
    """

    changed = Signal()
    chosen_changed = Signal()

    def __init__(self, values: Values) -> None:
        """Begin with a layout."""
        super().__init__()
        self.values = values
        self.chosen: tuple[int, ...] = ()
        self.steps = Steps(self._put, _MOST_STEPS, self)
        self._kept: Values | None = None

    @property
    def elements(self) -> list[Values]:
        """The elements, in drawing order."""
        elements: list[Values] = self.values["elements"]
        return elements

    @property
    def page(self) -> Rect:
        """The page."""
        return Rect(0, 0, self.values["width_mm"], self.values["height_mm"])

    def rects(self, numbers: Collection[int] | None = None) -> dict[int, Rect]:
        """Give the places of elements by their number; those without one are left out."""
        return rects_in(self.values, range(len(self.elements)) if numbers is None else numbers)

    def choose(self, numbers: Collection[int]) -> None:
        """Choose elements."""
        chosen = tuple(sorted(set(numbers)))
        if chosen != self.chosen:
            self.chosen = chosen
            self.chosen_changed.emit()

    def apply(
        self, words: str, after: Values, chosen: Sequence[int] | None = None, *, same: str = ""
    ) -> None:
        """Change the layout; can be undone.

        Args:
            words: What is done, for 撤销.
            after: The new values.
            chosen: What is chosen then; None for what is chosen now.
            same: Changes in a row with the same word here are undone as one.
        """
        self.give_up()
        if after != self.values:
            wanted = self.chosen if chosen is None else tuple(chosen)
            mark = f"{same}{self.chosen}" if same else ""
            self.steps.do(Step(words, (self.values, self.chosen), (after, wanted), mark))

    def change(self, words: str, how: Callable[[Values], Values], *, same: str = "") -> None:
        """Apply a function to the values; see :meth:`apply`."""
        self.give_up()
        self.apply(words, how(self.values), same=same)

    def _put(self, state: State) -> None:
        """Set values and choice; only steps do so."""
        (self.values, chosen), self._kept = state, None
        self.choose(chosen)
        self.changed.emit()

    def try_out(self, values: Values) -> None:
        """Show values while the mouse is down; :meth:`apply` or :meth:`give_up` ends it."""
        if self._kept is None:
            self._kept = self.values
        self.values = values
        self.changed.emit()

    def give_up(self) -> None:
        """Go back to the values before :meth:`try_out`."""
        if self._kept is not None:
            self.values, self._kept = self._kept, None
            self.changed.emit()

    @property
    def kept(self) -> Values:
        """The values before the mouse went down."""
        return self.values if self._kept is None else self._kept


def rects_in(values: Values, numbers: Iterable[int]) -> dict[int, Rect]:
    """Give the places of elements by their number; those without one are left out."""
    found = {number: rect_of(values["elements"][number]) for number in numbers}
    return {number: rect for number, rect in found.items() if rect is not None}
