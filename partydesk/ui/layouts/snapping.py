"""Where a moved edge comes to rest: on the grid, on the page's lines, on other elements' edges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from partydesk.services.layout_edits import Rect


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines to which edges and middles snap, in millimetres.

    Attributes:
        upright: Their x.
        level: Their y.
        grid_mm: Distance of the grid; 0 for none.
        reach_mm: From how far away an edge is drawn to a line.
    """

    upright: tuple[float, ...]
    level: tuple[float, ...]
    grid_mm: float
    reach_mm: float


@dataclass(frozen=True, slots=True)
class Rest:
    """Where something came to rest.

    Attributes:
        by_mm: How far it was drawn.
        line: The line it met; None for the grid or nothing.
    """

    by_mm: float
    line: float | None = None


def lines_around(
    page: Rect, margin_mm: float, others: Iterable[Rect], grid_mm: float, reach_mm: float
) -> Lines:
    """Collect the lines of the page (edges, margins, middle) and of the elements that stay."""
    rects = [page, *others]
    upright = {margin_mm, page.width - margin_mm}
    level = {margin_mm, page.height - margin_mm}
    for rect in rects:
        upright |= {rect.x, rect.x + rect.width / 2, rect.right}
        level |= {rect.y, rect.y + rect.height / 2, rect.bottom}
    return Lines(tuple(sorted(upright)), tuple(sorted(level)), grid_mm, reach_mm)


def rest(edges: Sequence[float], lines: Sequence[float], grid_mm: float, reach_mm: float) -> Rest:
    """Find where edges come to rest: the nearest line within reach, else the grid.

    Args:
        edges: The first one is what the grid looks at.
        lines: Where lines are.
        grid_mm: 0 for none.
        reach_mm: How near is near.
    """
    near = [(abs(line - edge), line - edge, line) for edge in edges for line in lines]
    best = min(near, default=(reach_mm + 1, 0.0, 0.0))
    if best[0] <= reach_mm:
        return Rest(best[1], best[2])
    if grid_mm:
        return Rest(round(edges[0] / grid_mm) * grid_mm - edges[0])
    return Rest(0.0)
