"""Cuts the title of an official document into lines that break no phrase and make a shape.

GB/T 9704-2012, 7.3.1: a title of several lines keeps words whole, is symmetrical, and stands as a
trapezium or a diamond, never as a rectangle or an hourglass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final

from partydesk.reports.breaking import may_break
from partydesk.reports.fonts import Face, glyph, text_width_pt

#: A line may well begin with these.
_BEFORE: Final = ("关于", "印发", "转发", "任职", "免职", "工作", "和", "与", "及", "暨")
#: A line may well end with these.
_AFTER: Final = ("委员会", "办公室", "同志", "公司", "合作社", "、", "，")
#: These are not parted from what stands before them, whatever else speaks for it.
_NEVER_BEFORE: Final = ("的", "等", "同志", "通知", "号", "名")
_TOLERANCE_PT: Final = 1e-6
#: What a broken phrase and a wrong shape weigh against lines that differ by one character.
_BROKEN, _TORN, _SHAPELESS = 6.0, 20.0, 4.0


@lru_cache(maxsize=256)
def title_lines(
    text: str, face: Face, *, size_pt: float, width_pt: float, most_lines: int
) -> tuple[str, ...] | None:
    """Cut a title into as few lines as fit.

    Args:
        text: The title; line breaks in it are kept as they are, as the one who wrote it wants.
        face: Style of letter.
        size_pt: Size of the letters.
        width_pt: Width of the column.
        most_lines: How many lines it may have.

    Returns:
        The lines, or None when they do not suffice.
    """
    wanted = tuple(line.strip() for line in text.splitlines() if line.strip())
    if len(wanted) > 1:
        fits = all(text_width_pt(line, face, size_pt) <= width_pt for line in wanted)
        return wanted if fits and len(wanted) <= most_lines else None
    text = "".join(wanted)
    edges = tuple(accumulate((glyph(c, face).width_em * size_pt for c in text), initial=0.0))
    for count in range(1, most_lines + 1):
        ways = _ways(text, edges, width_pt + _TOLERANCE_PT, 0, count)
        best = min(ways, key=_cost, default=None)
        if best is not None:
            return best
    return None


def _ways(
    text: str, edges: Sequence[float], width_pt: float, start: int, count: int
) -> Iterator[tuple[str, ...]]:
    """Give all ways to cut a text from ``start`` on into so many lines, none of them too wide."""
    if edges[-1] - edges[start] > count * width_pt:
        return
    if count == 1:
        yield (text[start:],)
        return
    for cut in range(start + 1, len(text)):
        if edges[cut] - edges[start] > width_pt:
            return
        if may_break(text[cut - 1], text[cut]):
            for rest in _ways(text, edges, width_pt, cut, count - 1):
                yield (text[start:cut], *rest)


def _cost(lines: Sequence[str]) -> float:
    """Weigh a way: broken phrases first, then the shape, then how unlike the lines are."""
    lengths = [len(line) for line in lines]
    broken = sum(_break_cost(left, right) for left, right in pairwise(lines))
    shape = 0.0 if _is_shape(lengths) else _SHAPELESS
    return broken + shape + (max(lengths) - min(lengths)) / 2


def _break_cost(left: str, right: str) -> float:
    if right.startswith(_NEVER_BEFORE):
        return _TORN
    return 0.0 if right.startswith(_BEFORE) or left.endswith(_AFTER) else _BROKEN


def _is_shape(lengths: Sequence[int]) -> bool:
    """Tell a trapezium or a diamond: lengths grow, or shrink, or grow and then shrink."""
    steps = [after - before for before, after in pairwise(lengths)]
    if any(step == 0 for step in steps):
        return False
    turns = [(a > 0) != (b > 0) for a, b in pairwise(steps)]
    return sum(turns) == 0 or (sum(turns) == 1 and steps[0] > 0)
