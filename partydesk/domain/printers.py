"""Printers: where they put a page, and what puts it right."""

from __future__ import annotations

from enum import StrEnum


class PaperSide(StrEnum):
    """Which side of a sheet of paper."""

    FRONT = "正面"
    BACK = "背面"
