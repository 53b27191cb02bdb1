"""The levels of an official document's text, told by how a paragraph begins."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Final

#: First level 一、 in Hei, second （一） in Kai; 1. and （1） as the text (GB/T 9704-2012, 7.3.3).
_FIRST: Final = re.compile(r"[一二三四五六七八九十百]+、")
_SECOND: Final = re.compile(r"（[一二三四五六七八九十百]+）")


class Level(IntEnum):
    """How a paragraph, or its beginning, is set."""

    TEXT = 0
    FIRST = 1
    SECOND = 2


def split_heading(text: str) -> tuple[Level, str, str]:
    """Part a paragraph into its heading and what follows.

    A heading that goes on as text ends at its full stop.

    Returns:
        The level of the heading, the heading, the text behind it; for a paragraph without a heading
        all of it is text.
    """
    if _FIRST.match(text):
        level = Level.FIRST
    elif _SECOND.match(text):
        level = Level.SECOND
    else:
        return Level.TEXT, "", text
    head, stop, rest = text.partition("。")
    return level, head + stop, rest
