"""Changes to a layout that is being edited, as plain values in and out; nothing is stored.

Each gives new values and leaves the old ones alone, so that undoing is taking the old ones back.
All lengths are rounded to a hundredth of a millimetre, finer than any printer.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from partydesk.services.layout_properties import TYPES, fields_of

Values = dict[str, Any]
_INK: Final = "#1F2328"
#: The field that carries a verification code.
_CODE: Final = "code"
_DIGITS: Final = 2
_SMALLEST_MM: Final = 1.0
_SMALLEST_SEAL_MM: Final = 10.0


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle on the page in millimetres, ``y`` downwards from the upper edge."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height


class Edge(Enum):
    """To what elements are aligned."""

    LEFT = "左边对齐"
    CENTRE = "左右居中对齐"
    RIGHT = "右边对齐"
    TOP = "上边对齐"
    MIDDLE = "上下居中对齐"
    BOTTOM = "下边对齐"


def rect_of(element: Mapping[str, Any]) -> Rect | None:
    """Give the room an element takes up; None for one that has no place of its own."""
    if "x1_mm" in element:
        left, top = min(element["x1_mm"], element["x2_mm"]), min(element["y1_mm"], element["y2_mm"])
        width = abs(element["x2_mm"] - element["x1_mm"])
        return Rect(left, top, width, abs(element["y2_mm"] - element["y1_mm"]))
    if "diameter_mm" in element:
        across = element["diameter_mm"]
        return Rect(element["x_mm"] - across / 2, element["y_mm"] - across / 2, across, across)
    if "x_mm" not in element:
        return None
    size = element.get("size_mm", 0)
    return Rect(
        element["x_mm"],
        element["y_mm"],
        element.get("width_mm", size),
        element.get("height_mm", size),
    )


def placed(element: Mapping[str, Any], rect: Rect) -> Values:
    """Put an element into a rectangle; a seal and a code stay as wide as high."""
    values = copy.deepcopy(dict(element))
    if "x1_mm" in values:
        flip_x = values["x1_mm"] > values["x2_mm"]
        flip_y = values["y1_mm"] > values["y2_mm"]
        ends = {
            "x1_mm": rect.right if flip_x else rect.x,
            "x2_mm": rect.x if flip_x else rect.right,
            "y1_mm": rect.bottom if flip_y else rect.y,
            "y2_mm": rect.y if flip_y else rect.bottom,
        }
        return values | {key: _mm(value) for key, value in ends.items()}
    if "diameter_mm" in values:
        across = max(min(rect.width, rect.height), _SMALLEST_SEAL_MM)
        middle = {"x_mm": rect.x + across / 2, "y_mm": rect.y + across / 2, "diameter_mm": across}
        return values | {key: _mm(value) for key, value in middle.items()}
    box = {"x_mm": rect.x, "y_mm": rect.y}
    if "size_mm" in values:
        box["size_mm"] = max(min(rect.width, rect.height), _SMALLEST_MM)
    else:
        box["width_mm"] = max(rect.width, _SMALLEST_MM)
        box["height_mm"] = max(rect.height, _SMALLEST_MM)
    return values | {key: _mm(value) for key, value in box.items()}


def _mm(value: float) -> float:
    rounded = round(value, _DIGITS)
    return int(rounded) if rounded == int(rounded) else rounded


def with_rects(layout: Values, rects: Mapping[int, Rect]) -> Values:
    """Put elements, by their number, into rectangles."""
    return _each(layout, rects, lambda element, number: placed(element, rects[number]))


def moved(layout: Values, chosen: Collection[int], dx_mm: float, dy_mm: float) -> Values:
    """Move elements to the right and down."""
    rects = {
        number: Rect(rect.x + dx_mm, rect.y + dy_mm, rect.width, rect.height)
        for number, rect in _rects(layout, chosen).items()
    }
    return with_rects(layout, rects)


def aligned(layout: Values, chosen: Collection[int], edge: Edge) -> Values:
    """Align several elements with each other, or a single one with the page."""
    rects = _rects(layout, chosen)
    if not rects:
        return layout
    bounds = Rect(0, 0, layout["width_mm"], layout["height_mm"])
    if len(rects) > 1:
        left, top = min(r.x for r in rects.values()), min(r.y for r in rects.values())
        right = max(r.right for r in rects.values())
        bounds = Rect(left, top, right - left, max(r.bottom for r in rects.values()) - top)
    return with_rects(layout, {n: _at_edge(rect, bounds, edge) for n, rect in rects.items()})


def _at_edge(rect: Rect, bounds: Rect, edge: Edge) -> Rect:
    x, y = rect.x, rect.y
    if edge is Edge.LEFT:
        x = bounds.x
    elif edge is Edge.CENTRE:
        x = bounds.x + (bounds.width - rect.width) / 2
    elif edge is Edge.RIGHT:
        x = bounds.right - rect.width
    elif edge is Edge.TOP:
        y = bounds.y
    elif edge is Edge.MIDDLE:
        y = bounds.y + (bounds.height - rect.height) / 2
    else:
        y = bounds.bottom - rect.height
    return Rect(x, y, rect.width, rect.height)


def distributed(layout: Values, chosen: Collection[int], *, across: bool) -> Values:
    """Put equal gaps between elements, the outermost staying where they are.

    Args:
        layout: The layout.
        chosen: Numbers of the elements; fewer than three leave everything as it is.
        across: From left to right; False for from top to bottom.
    """
    rects = _rects(layout, chosen)
    if len(rects) < 3:  # noqa: PLR2004 - one must lie between two
        return layout
    order = sorted(rects, key=lambda n: rects[n].x if across else rects[n].y)
    first, last = rects[order[0]], rects[order[-1]]
    sizes = {n: rects[n].width if across else rects[n].height for n in order}
    start = first.x if across else first.y
    room = (last.right if across else last.bottom) - start - sum(sizes.values())
    for number in order:
        rect = rects[number]
        x, y = (start, rect.y) if across else (rect.x, start)
        rects[number] = Rect(x, y, rect.width, rect.height)
        start += sizes[number] + room / (len(order) - 1)
    return with_rects(layout, rects)


def with_property(layout: Values, chosen: Collection[int], key: str, value: object) -> Values:
    """Set a property of elements; a new name is followed by the reserves that name the old one."""

    def changed(element: Values, _number: int) -> Values:
        element = copy.deepcopy(element)
        *steps, last = key.split(".")
        inside: Any = element
        for step in steps:
            inside = inside[int(step)] if step.isdigit() else inside[step]
        inside[last] = value
        return element

    old = {layout["elements"][number]["name"] for number in chosen} if key == "name" else set()
    after = _each(layout, chosen, changed)
    return _renamed(after, old, str(value)) if old else after


def _renamed(layout: Values, old: Collection[str], new: str) -> Values:
    """Let reserves follow a new name."""
    elements = [
        {**each, "over": [new if name in old else name for name in each["over"]]}
        if each.get("over")
        else each
        for each in layout["elements"]
    ]
    return {**layout, "elements": elements}


def with_element(layout: Values, kind: str, picture: str = "") -> Values:
    """Add an element of a type in the middle of the page, above all others.

    Args:
        layout: The layout.
        kind: One of :data:`~partydesk.services.layout_properties.TYPES`.
        picture: SHA-256, for a picture.
    """
    width, height = layout["width_mm"], layout["height_mm"]
    size = min(60.0, width / 2), min(20.0, height / 4)
    x, y = _mm((width - size[0]) / 2), _mm((height - size[1]) / 2)
    box = {"x_mm": x, "y_mm": y, "width_mm": size[0], "height_mm": size[1]}
    letters = {"font": "song", "size_pt": 16, "colour": _INK}
    beginnings: dict[str, Values] = {
        "text": {
            **box, "content": "文字", **letters, "floor_pt": 9, "pitch_pt": 24, "most_lines": 2,
            "spacing_pt": 0, "align": "centre", "vertical": "middle", "overflow": "wrap",
            "pages": "first",
        },
        "flow": {
            **box, "paragraphs": [{"content": "段落", "indent_em": 2}], **letters, "floor_pt": 10,
            "pitch_pt": 28, "pitch_floor_pt": 20, "overflow": "shrink",
        },
        "picture": {**box, "picture": picture, "pages": "first"},
        "frame": {
            **box, "lines": [{"inset_mm": 0, "width_mm": 0.5, "colour": "#A98B45"}],
            "pages": "first",
        },
        "rule": {
            "x1_mm": x, "y1_mm": _mm(height / 2), "x2_mm": _mm(x + size[0]),
            "y2_mm": _mm(height / 2), "width_mm": 0.3, "colour": _INK, "pages": "first",
        },
        "reserve": {"x_mm": _mm(width / 2), "y_mm": _mm(height / 2), "diameter_mm": 45, "over": []},
        "free": box,
        "qr": {**box, "width_mm": 26, "height_mm": 26, "field": _CODE, "pages": "first"},
    }  # fmt: skip
    name = _free_name(layout, TYPES[kind].partition("（")[0])
    return _extended(layout, [{"type": kind, "name": name, **beginnings[kind]}])


def addable(kind: str) -> Sequence[str]:
    """List the types of element that a layout of a kind can be given.

    A long text belongs to its kind; a code stands only on what can be verified.
    """
    barred = {"article", "official"} | (set() if _CODE in fields_of(kind) else {"qr"})
    return [each for each in TYPES if each not in barred]


def with_copies(layout: Values, elements: Sequence[Values], shift_mm: float = 5.0) -> Values:
    """Add copies of elements, a little to the right and below, under names of their own."""
    for element in elements:
        rect = rect_of(element)
        copied = copy.deepcopy(element)
        if rect is not None:
            x, y = rect.x + shift_mm, rect.y + shift_mm
            copied = placed(copied, Rect(x, y, rect.width, rect.height))
        copied["name"] = _free_name(layout, str(element["name"]))
        layout = _extended(layout, [copied])
    return layout


def _extended(layout: Values, elements: Sequence[Values]) -> Values:
    return {**layout, "elements": [*layout["elements"], *elements]}


def _free_name(layout: Values, wish: str) -> str:
    taken = {element["name"] for element in layout["elements"]}
    names = [wish, *(f"{wish}{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def without(layout: Values, chosen: Collection[int]) -> Values:
    """Take elements out; reserves forget them."""
    gone = {layout["elements"][number]["name"] for number in chosen}
    elements = [
        {**each, "over": [name for name in each["over"] if name not in gone]}
        if "over" in each
        else each
        for number, each in enumerate(layout["elements"])
        if number not in chosen
    ]
    return {**layout, "elements": elements}


def reordered(layout: Values, number: int, step: int) -> tuple[Values, int]:
    """Draw an element so many places later; gives its new number, too."""
    elements = list(layout["elements"])
    place = min(max(number + step, 0), len(elements) - 1)
    elements.insert(place, elements.pop(number))
    return {**layout, "elements": elements}, place


def _rects(layout: Values, chosen: Collection[int]) -> dict[int, Rect]:
    found = {number: rect_of(layout["elements"][number]) for number in sorted(chosen)}
    return {number: rect for number, rect in found.items() if rect is not None}


def _each(
    layout: Values, chosen: Collection[int], change: Callable[[Values, int], Values]
) -> Values:
    elements = [
        change(element, number) if number in chosen else element
        for number, element in enumerate(layout["elements"])
    ]
    return {**layout, "elements": elements}
