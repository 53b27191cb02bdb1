"""The eight handles of an element, and what pulling one does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt

from partydesk.services.layout_edits import Rect

_SMALLEST_MM: Final = 1.0


@dataclass(frozen=True, slots=True)
class Grip:
    """A handle.

    Attributes:
        across: -1 at the left edge, 1 at the right one, 0 between.
        down: -1 at the upper edge, 1 at the lower one, 0 between.
    """

    across: int
    down: int

    @property
    def cursor(self) -> Qt.CursorShape:
        """How the mouse looks over it."""
        if not self.down:
            return Qt.CursorShape.SizeHorCursor
        if not self.across:
            return Qt.CursorShape.SizeVerCursor
        falling = self.across == self.down
        return Qt.CursorShape.SizeFDiagCursor if falling else Qt.CursorShape.SizeBDiagCursor


GRIPS: Final = tuple(
    Grip(across, down) for down in (-1, 0, 1) for across in (-1, 0, 1) if across or down
)


def grip_points(rect: Rect) -> Mapping[Grip, tuple[float, float]]:
    """Say where the handles of a rectangle stand; a line has none on its long sides."""
    return {
        grip: (
            rect.x + rect.width * (grip.across + 1) / 2,
            rect.y + rect.height * (grip.down + 1) / 2,
        )
        for grip in GRIPS
        if (rect.width or not grip.across) and (rect.height or not grip.down)
    }


def grip_at(rect: Rect, at: tuple[float, float], reach: float) -> Grip | None:
    """Find the handle at a place, those of the corners first."""
    found = [
        grip
        for grip, (x, y) in grip_points(rect).items()
        if abs(x - at[0]) <= reach and abs(y - at[1]) <= reach
    ]
    return max(found, key=lambda grip: abs(grip.across) + abs(grip.down), default=None)


def resized(rect: Rect, grip: Grip, dx: float, dy: float) -> Rect:
    """Pull a handle; the opposite edge stays, and nothing is turned inside out."""
    x, width = _pulled(rect.x, rect.width, grip.across, dx)
    y, height = _pulled(rect.y, rect.height, grip.down, dy)
    return Rect(x, y, width, height)


def _pulled(start: float, length: float, end: int, by: float) -> tuple[float, float]:
    """Pull one end of a stretch; a stretch without length (a line) keeps none."""
    if not end:
        return start, length
    least = min(length, _SMALLEST_MM)
    grown = max(length + end * by, least)
    return (start if end > 0 else start + length - grown), grown
