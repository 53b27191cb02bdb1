"""Checks that the places of a layout lie on the page and leave the seal its room."""

from __future__ import annotations

import math
from collections.abc import Iterator

from partydesk.reports.layout import (
    ArticleElement,
    Box,
    Element,
    FrameElement,
    FreeElement,
    Layout,
    OfficialElement,
    ReserveElement,
    RuleElement,
)

#: From the top of a 公文's 版心 to the upper edge of its mark (GB/T 9704-2012, 7.2.4).
MARK_MM = 35.0
_TOLERANCE_MM = 1e-6


def geometry_faults(layout: Layout) -> Iterator[tuple[str, str]]:
    """Find what does not fit the page.

    Returns:
        Pairs of place and Chinese sentence: elements off the page, doubled names, insets larger
        than their frame, and whatever crosses a seal's circle without being named by it.
    """
    names: set[str] = set()
    for number, element in enumerate(layout.elements):
        where = f"elements[{number}]（{element.name}）"
        if element.name in names:
            yield where, "与前面的元件同名"
        names.add(element.name)
        box = bounds(element)
        if not _on_page(box, layout):
            yield where, f"超出了 {layout.width_mm:g}×{layout.height_mm:g} 毫米的纸面"
        yield from ((where, message) for message in _own_faults(element, layout))
    for number, element in enumerate(layout.elements):
        where = f"elements[{number}]（{element.name}）"
        if isinstance(element, ReserveElement):
            faults = _reserve_faults(element, layout, names)
        elif isinstance(element, FreeElement):
            faults = _free_faults(element, layout)
        else:
            continue
        yield from ((where, message) for message in faults)


def bounds(element: Element) -> Box:
    """Return the rectangle an element takes up."""
    if isinstance(element, ReserveElement):
        half = element.diameter_mm / 2
        return Box(element.x_mm - half, element.y_mm - half, 2 * half, 2 * half)
    if isinstance(element, RuleElement):
        left, top = min(element.x1_mm, element.x2_mm), min(element.y1_mm, element.y2_mm)
        width, height = abs(element.x2_mm - element.x1_mm), abs(element.y2_mm - element.y1_mm)
        return Box(left, top, width, height)
    return element.box


def _on_page(box: Box, layout: Layout) -> bool:
    right, bottom = box.x_mm + box.width_mm, box.y_mm + box.height_mm
    return (
        min(box.x_mm, box.y_mm) >= -_TOLERANCE_MM
        and right <= layout.width_mm + _TOLERANCE_MM
        and bottom <= layout.height_mm + _TOLERANCE_MM
    )


def _own_faults(element: Element, layout: Layout) -> Iterator[str]:
    """Find faults that concern one element alone."""
    if isinstance(element, FrameElement):
        room = min(element.box.width_mm, element.box.height_mm) / 2
        if any(line.inset_mm >= room for line in element.lines):
            yield "里圈的缩进大于边框的一半"
    if isinstance(element, ArticleElement):
        bottom = element.box.y_mm + element.box.height_mm
        block = _signature_height_mm(element)
        if element.next_y_mm + block > bottom:
            yield f"签署栏高 {block:g} 毫米，续页放不下"
        if element.next_y_mm >= layout.height_mm:
            yield "续页的起点超出了纸面"


def _signature_height_mm(element: ArticleElement) -> float:
    block = element.signatures
    rows = math.ceil(len(block.cells) / block.columns)
    return block.gap_mm + rows * block.cell_height_mm


def _reserve_faults(reserve: ReserveElement, layout: Layout, names: set[str]) -> Iterator[str]:
    """Find what lies in the circle without being named by it."""
    for name in reserve.over:
        if name not in names:
            yield f"没有名为“{name}”的元件可以压印"
    for element in layout.elements:
        if element.name not in reserve.over and any(
            _meets(reserve, box) for box in _solid(element)
        ):
            yield f"印章位置压到了“{element.name}”"


def _free_faults(free: FreeElement, layout: Layout) -> Iterator[str]:
    """Find what lies on a place that the stock fills."""
    for element in layout.elements:
        if any(_overlap(free.box, box) for box in _solid(element)):
            yield f"是纸上已经印好的地方，“{element.name}”压到了它"


def _solid(element: Element) -> list[Box]:
    """Return the rectangles an element fills: a frame is empty inside, room kept free is empty."""
    if isinstance(element, ReserveElement | FreeElement):
        return []
    if isinstance(element, OfficialElement):
        # Above its mark, and where the mark is on the stock, nothing is drawn.
        box, head = element.box, element.head
        free = MARK_MM + (head.stock_mm if head.on_stock else 0.0)
        return [Box(box.x_mm, box.y_mm + free, box.width_mm, max(box.height_mm - free, 0.0))]
    if not isinstance(element, FrameElement):
        return [bounds(element)]
    sides = []
    for line in element.lines:
        left, top = element.box.x_mm + line.inset_mm, element.box.y_mm + line.inset_mm
        width = element.box.width_mm - 2 * line.inset_mm
        height = element.box.height_mm - 2 * line.inset_mm
        sides += [Box(left, top, width, 0), Box(left, top + height, width, 0)]
        sides += [Box(left, top, 0, height), Box(left + width, top, 0, height)]
    return sides


def _meets(reserve: ReserveElement, box: Box) -> bool:
    """Tell whether a rectangle comes closer to the centre than the circle's edge."""
    nearest_x = min(max(reserve.x_mm, box.x_mm), box.x_mm + box.width_mm)
    nearest_y = min(max(reserve.y_mm, box.y_mm), box.y_mm + box.height_mm)
    distance = math.hypot(nearest_x - reserve.x_mm, nearest_y - reserve.y_mm)
    return distance < reserve.diameter_mm / 2 - _TOLERANCE_MM


def _overlap(first: Box, second: Box) -> bool:
    """Tell whether two rectangles share more than an edge; a line counts as one."""
    return min(first.x_mm + first.width_mm, second.x_mm + second.width_mm) > max(
        first.x_mm, second.x_mm
    ) - _TOLERANCE_MM * (second.width_mm == 0) and min(
        first.y_mm + first.height_mm, second.y_mm + second.height_mm
    ) > max(first.y_mm, second.y_mm) - _TOLERANCE_MM * (second.height_mm == 0)
