"""Reads text with places for fields: ``经{organ}研究，委任你为{enterprise:underline}``."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from partydesk.reports.layout import Piece, Pieces

_PLACE: Final = re.compile(r"\{([^{}]*)\}")
_UNDERLINE: Final = "underline"


def read_pieces(text: str, fields: Collection[str]) -> tuple[Pieces, list[str]]:
    """Split a text into literals and fields.

    Args:
        text: Literal text with ``{field}`` or ``{field:underline}``.
        fields: Names that are allowed.

    Returns:
        The pieces, and what is wrong with the text: Chinese sentences, empty when all is well.
    """
    pieces: list[Piece] = []
    faults: list[str] = []
    end = 0
    for found in _PLACE.finditer(text):
        pieces.append(Piece(text[end : found.start()]))
        end = found.end()
        name, _, style = found.group(1).partition(":")
        if name not in fields:
            faults.append(f"没有名为“{name}”的字段；可用的字段有 {'、'.join(sorted(fields))}")
        if style not in {"", _UNDERLINE}:
            faults.append(f"字段“{name}”的样式“{style}”不认识，只能写 underline 或不写")
        pieces.append(Piece(name, is_field=True, underline=style == _UNDERLINE))
    pieces.append(Piece(text[end:]))
    literals = "".join(piece.text for piece in pieces if not piece.is_field)
    if "{" in literals or "}" in literals:
        faults.append("花括号 { } 没有成对")
    return tuple(piece for piece in pieces if piece.text), faults


def fill(pieces: Pieces, values: Mapping[str, str]) -> str:
    """Put the values of one document in the places of the fields."""
    return "".join(values[piece.text] if piece.is_field else piece.text for piece in pieces)
