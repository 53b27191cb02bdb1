"""Printers: where they put a page, and what puts it right.

Places are measured in millimetres from the left and the top edge of the paper.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

#: Nothing should stand closer to the edge: drivers shift by it, and feeding is no better than 2 mm.
CLEAR_EDGE_MM: Final = 5.0


class PaperSide(StrEnum):
    """Which side of a sheet of paper."""

    FRONT = "正面"
    BACK = "背面"


class Point(NamedTuple):
    """A place on paper, in millimetres from its left and top edge."""

    x_mm: float
    y_mm: float


class Affine(NamedTuple):
    """``x' = xx·x + xy·y + x0``, ``y' = yx·x + yy·y + y0``, in millimetres."""

    xx: float
    xy: float
    yx: float
    yy: float
    x0: float
    y0: float

    def apply(self, place: Point) -> Point:
        """Say where a point goes."""
        x, y = place
        return Point(self.xx * x + self.xy * y + self.x0, self.yx * x + self.yy * y + self.y0)


@dataclass(frozen=True, slots=True)
class Correction:
    """What a printer does to a page: scales it, turns it about the upper left corner, shifts it.

    Attributes:
        dx_mm: How far to the right of its place everything comes out.
        dy_mm: How far below.
        scale_x: How much wider it comes out, 1 for just so.
        scale_y: How much taller.
        angle_deg: How far it is turned, clockwise.
    """

    dx_mm: float = 0.0
    dy_mm: float = 0.0
    scale_x: float = 1.0
    scale_y: float = 1.0
    angle_deg: float = 0.0

    def printed(self, place: Point) -> Point:
        """Say where something sent to ``place`` comes out."""
        cos, sin = _turn(self.angle_deg)
        x, y = self.scale_x * place.x_mm, self.scale_y * place.y_mm
        return Point(cos * x - sin * y + self.dx_mm, sin * x + cos * y + self.dy_mm)

    def inverse(self) -> Affine:
        """Say where things must be sent so that they come out in their places."""
        cos, sin = _turn(self.angle_deg)
        x, y = cos * self.dx_mm + sin * self.dy_mm, cos * self.dy_mm - sin * self.dx_mm
        across, down = 1 / self.scale_x, 1 / self.scale_y
        return Affine(
            cos * across, sin * across, -sin * down, cos * down, -x * across, -y * down
        )  # fmt: skip

    def sent(self, place: Point) -> Point:
        """Say where to send something that must come out at ``place``."""
        return self.inverse().apply(place)

    def in_words(self) -> str:
        """Say the five figures in Chinese."""
        across, down = "右" if self.dx_mm >= 0 else "左", "下" if self.dy_mm >= 0 else "上"
        turned = "顺时针" if self.angle_deg >= 0 else "逆时针"
        return (
            f"偏{across} {abs(self.dx_mm):.2f} 毫米，偏{down} {abs(self.dy_mm):.2f} 毫米，"
            f"横向 {self.scale_x:.2%}，纵向 {self.scale_y:.2%}，{turned} {abs(self.angle_deg):.2f}°"
        )


#: A printer that does everything right.
NO_CORRECTION: Final = Correction()


def _turn(angle_deg: float) -> tuple[float, float]:
    return math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))


class Margins(NamedTuple):
    """What a printer cannot print on, in millimetres from each edge."""

    left_mm: float
    top_mm: float
    right_mm: float
    bottom_mm: float


class Ink(NamedTuple):
    """How far inside each edge print stands, in millimetres; below 0: off the paper."""

    left_mm: float
    top_mm: float
    right_mm: float
    bottom_mm: float


def edge_faults(ink: Ink, margins: Margins) -> Iterator[str]:
    """Say what a printer would cut off, and what stands too close to the edge, edge by edge."""
    for edge, clear, margin in zip(("左", "上", "右", "下"), ink, margins, strict=True):
        if clear < margin - 1e-6:
            cut = f"{edge}边有内容距纸边 {max(clear, 0):.1f} 毫米"
            yield f"{cut}，落在打印机印不到的 {margin:.1f} 毫米内"
        elif clear < CLEAR_EDGE_MM - 1e-6:
            yield f"{edge}边有内容距纸边只有 {clear:.1f} 毫米，进纸稍偏就会印不全（宜留 5 毫米）"
