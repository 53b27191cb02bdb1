"""A size of paper or certificate stock."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stock:
    """One size of paper.

    Attributes:
        key: Stable English word; empty for a size of one's own.
        name: What people call it.
        width_mm: From left to right.
        height_mm: From top to bottom.
        source: Who says so.
    """

    key: str
    name: str
    width_mm: float
    height_mm: float
    source: str = ""

    @property
    def lying(self) -> bool:
        """Whether the long edge is the width."""
        return self.width_mm > self.height_mm

    @property
    def label(self) -> str:
        """Name, position and size, such as A4 横放（297×210 毫米）."""
        way = "横放" if self.lying else "竖放"
        return f"{self.name} {way}（{self.width_mm:g}×{self.height_mm:g} 毫米）"

    def turned(self) -> Stock:
        """Give the same paper turned by a quarter."""
        return Stock(self.key, self.name, self.height_mm, self.width_mm, self.source)
