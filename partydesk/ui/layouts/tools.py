"""What the editor does by menu, button and key, each once."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from partydesk.services.layout_edits import (
    Edge,
    aligned,
    distributed,
    reordered,
    with_copies,
    with_element,
    without,
)
from partydesk.services.layout_properties import TYPES
from partydesk.ui.layouts.edited import EditedLayout


@dataclass(frozen=True, slots=True)
class Tool:
    """One thing to do.

    Attributes:
        key: Name in the program.
        words: On the menu.
        run: Does it.
        keys: Shortcut in Qt's notation.
        least: How many elements must be chosen.
    """

    key: str
    words: str
    run: Callable[[], None]
    keys: str = ""
    least: int = 1


class Tools:
    """The acts on the chosen elements."""

    def __init__(self, edited: EditedLayout) -> None:
        """Act on a layout; what is copied is kept here."""
        self._edited = edited
        self._copied: list[dict[str, Any]] = []

    def editing(self) -> tuple[Tool, ...]:
        """List what changes which elements there are and their order."""
        return (
            Tool("copy", "复制", self.copy, "Ctrl+C"),
            Tool("paste", "粘贴", self.paste, "Ctrl+V", 0),
            Tool("duplicate", "再制一份", self.duplicate, "Ctrl+D"),
            Tool("delete", "删除", self.delete, "Del"),
            Tool("all", "全选", self.choose_all, "Ctrl+A", 0),
            Tool("raise", "上移一层", lambda: self.reorder(1), "Ctrl+]"),
            Tool("lower", "下移一层", lambda: self.reorder(-1), "Ctrl+["),
        )

    def aligning(self) -> tuple[Tool, ...]:
        """List what puts elements in line."""
        edges = tuple(
            Tool(f"align_{edge.name.lower()}", edge.value, self._aligner(edge)) for edge in Edge
        )
        return (
            *edges,
            Tool("spread_across", "左右等距", lambda: self.distribute(across=True), "", 3),
            Tool("spread_down", "上下等距", lambda: self.distribute(across=False), "", 3),
        )

    def add(self, kind: str, picture: str = "") -> None:
        """Add an element and choose it."""
        after = with_element(self._edited.values, kind, picture)
        words = f"添加{TYPES[kind].partition('（')[0]}"
        self._edited.apply(words, after, [len(after["elements"]) - 1])

    def copy(self) -> None:
        """Keep the chosen elements."""
        elements = [self._edited.elements[number] for number in self._edited.chosen]
        self._copied = copy.deepcopy(elements)

    def paste(self) -> None:
        """Add what was kept."""
        self._add_copies("粘贴", self._copied)

    def duplicate(self) -> None:
        """Add copies of the chosen elements."""
        chosen = [self._edited.elements[number] for number in self._edited.chosen]
        self._add_copies("再制", chosen)

    def _add_copies(self, words: str, elements: list[dict[str, Any]]) -> None:
        if elements:
            after = with_copies(self._edited.values, elements)
            count = len(after["elements"])
            self._edited.apply(words, after, range(count - len(elements), count))

    def delete(self) -> None:
        """Take the chosen elements out."""
        if self._edited.chosen:
            self._edited.apply("删除", without(self._edited.values, self._edited.chosen), ())

    def choose_all(self) -> None:
        """Choose every element."""
        self._edited.choose(range(len(self._edited.elements)))

    def reorder(self, step: int) -> None:
        """Draw the chosen element earlier or later."""
        if len(self._edited.chosen) == 1:
            after, place = reordered(self._edited.values, self._edited.chosen[0], step)
            self._edited.apply("改变层次", after, [place])

    def _aligner(self, edge: Edge) -> Callable[[], None]:
        def align() -> None:
            chosen = self._edited.chosen
            self._edited.change(edge.value, lambda values: aligned(values, chosen, edge))

        return align

    def distribute(self, *, across: bool) -> None:
        """Put equal gaps between the chosen elements."""
        chosen = self._edited.chosen
        words = "左右等距" if across else "上下等距"
        self._edited.change(words, lambda values: distributed(values, chosen, across=across))
