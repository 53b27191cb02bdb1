"""What was done to a layout, to be undone and done again.

Not Qt's own stack: it owns its commands beside Python, whose collector then takes both apart in an
order that ends in a crash, some time after the editor was closed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

#: Values of a layout, and the numbers of the elements that are chosen.
State = tuple[dict[str, Any], tuple[int, ...]]


@dataclass(slots=True)
class Step:
    """One change, kept as the whole state before and after it: a layout is small.

    Attributes:
        words: What is done, for 撤销 and 重做.
        before: What was.
        after: What is then.
        same: Steps in a row with the same word here are undone as one; empty for none.
    """

    words: str
    before: State
    after: State
    same: str = ""


class Steps(QObject):
    """The steps, and how many of them are done.

    Signals:
        moved(): A step was done, undone or done again.
        undo_possible(bool), redo_possible(bool): Told after each move.
        undo_named(str), redo_named(str): Words of the step that would be next; empty for none.
    """

    moved = Signal()
    undo_possible = Signal(bool)
    redo_possible = Signal(bool)
    undo_named = Signal(str)
    redo_named = Signal(str)

    def __init__(self, put: Callable[[State], None], most: int, parent: QObject) -> None:
        """Begin with none.

        Args:
            put: Brings a state about.
            most: How many steps are kept.
            parent: Owner.
        """
        super().__init__(parent)
        self._put, self._most = put, most
        self._steps: list[Step] = []
        self._done = 0
        #: How many were done when all was stored; None where that state cannot be reached again.
        self._clean: int | None = 0

    @property
    def undo_words(self) -> str:
        """Words of the step that would be undone next."""
        return self._steps[self._done - 1].words if self._done else ""

    @property
    def redo_words(self) -> str:
        """Words of the step that would be done again next."""
        return self._steps[self._done].words if self._done < len(self._steps) else ""

    @property
    def clean(self) -> bool:
        """Whether all is as it was stored."""
        return self._done == self._clean

    def set_clean(self) -> None:
        """Say that all is stored as it is now."""
        self._clean = self._done

    def do(self, step: Step) -> None:
        """Do a new step; those that were undone before are gone."""
        del self._steps[self._done :]
        if self._clean is not None and self._clean > self._done:
            self._clean = None
        if self._continues(step):
            self._steps[-1].after = step.after
        else:
            self._steps.append(step)
            self._done += 1
            self._forget_oldest()
        self._put(step.after)
        self._tell()

    def _continues(self, step: Step) -> bool:
        """Whether a step goes on with the last one, which was not stored in between."""
        last = self._steps[-1].same if self._steps else ""
        return bool(step.same) and last == step.same and not self.clean

    def _forget_oldest(self) -> None:
        if self._done <= self._most:
            return
        del self._steps[0]
        self._done -= 1
        if self._clean is not None:
            self._clean = self._clean - 1 if self._clean else None

    def undo(self) -> None:
        """Take the last step back; does nothing where there is none."""
        if self._done:
            self._done -= 1
            self._put(self._steps[self._done].before)
            self._tell()

    def redo(self) -> None:
        """Do the last undone step again; does nothing where there is none."""
        if self._done < len(self._steps):
            self._done += 1
            self._put(self._steps[self._done - 1].after)
            self._tell()

    def _tell(self) -> None:
        self.moved.emit()
        self.undo_possible.emit(self._done > 0)
        self.undo_named.emit(self.undo_words)
        self.redo_possible.emit(self._done < len(self._steps))
        self.redo_named.emit(self.redo_words)
