"""Writes layouts back into the values of their files: the exact inverse of reading.

What the reader would fill in is written out, so that a file says everything it means.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any, Final

from partydesk.reports.layout import (
    ArticleElement,
    Box,
    Element,
    FlowElement,
    FrameElement,
    FreeElement,
    Layout,
    OfficialElement,
    PictureElement,
    Piece,
    QrElement,
    ReserveElement,
    RuleElement,
    SignatureCell,
    TextElement,
)

_TYPES: Final[Mapping[type[Element], str]] = {
    TextElement: "text",
    FlowElement: "flow",
    ArticleElement: "article",
    OfficialElement: "official",
    FrameElement: "frame",
    RuleElement: "rule",
    ReserveElement: "reserve",
    PictureElement: "picture",
    FreeElement: "free",
    QrElement: "qr",
}
#: Attribute → its key in the file, where they differ.
_KEYS: Final = {"sha256": "picture"}
#: What is not in the file: the text template is a file of its own.
_ELSEWHERE: Final = frozenset({(ArticleElement, "lines")})


def write_layout(layout: Layout) -> str:
    """Write a layout as the text of its file; the pictures it names are files of their own."""
    return json.dumps(layout_values(layout), ensure_ascii=False, indent=2) + "\n"


def layout_values(layout: Layout) -> dict[str, Any]:
    """Give a layout as plain values, as its file holds them."""
    values: dict[str, Any] = {
        "kind": layout.kind,
        "label": layout.label,
        "width_mm": _number(layout.width_mm),
        "height_mm": _number(layout.height_mm),
        "elements": [{"type": _TYPES[type(e)], **_values(e)} for e in layout.elements],
    }
    if layout.background:
        values["background"] = layout.background
    return values


def _values(record: object) -> dict[str, Any]:
    """Write a record key by key; a box stands among its keys, conditions that are empty do not."""
    values: dict[str, Any] = {}
    for field in fields(record):  # type: ignore[arg-type] # called with records only
        value = getattr(record, field.name)
        if isinstance(value, Box):
            values |= _values(value)
        elif field.name == "when" and not value:
            continue
        elif isinstance(record, SignatureCell) and field.name == "lines":
            values["lines"] = [{"content": _pieces(line)} for line in value]
        elif (type(record), field.name) not in _ELSEWHERE:
            values[_KEYS.get(field.name, field.name)] = _value(value)
    return values


def _value(value: object) -> object:
    """Write one value."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, float):
        return _number(value)
    if is_dataclass(value):
        return _values(value)
    if isinstance(value, tuple):
        if value and all(isinstance(item, Piece) for item in value):
            return _pieces(value)
        return [_value(item) for item in value]
    return value


def _pieces(pieces: tuple[Piece, ...]) -> str:
    """Write text with its fields in braces."""
    return "".join(
        (
            f"{{{piece.text}{':underline' if piece.underline else ''}}}"
            if piece.is_field
            else piece.text
        )
        for piece in pieces
    )


def _number(value: float) -> int | float:
    """Write whole numbers without a point."""
    return int(value) if value == int(value) else value
