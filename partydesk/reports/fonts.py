"""The fonts of the documents: which role has which font, and which font has which character.

A role names a style of letter (Kai, Song …), not a file. Behind each role stands a chain of fonts;
every character is set in the first font of the chain that has it. Nothing is ever left to the
printing library's own choice, which drops a character it lacks without a word.

A character that no font has is set as one empty square of full width, so that it can be written
in by hand, and is named before printing (:mod:`partydesk.reports.preflight`).
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from functools import cache
from threading import RLock
from typing import Final, NamedTuple

from reportlab.pdfbase import pdfmetrics

from partydesk.reports.embedding import ShippedFont
from partydesk.resources import resource_path

#: Held while a file is written: a font reads its outlines through one shared reading position.
WRITING: Final = RLock()
#: Height above and depth below the baseline, in em; the same in all shipped fonts.
ASCENT: Final = 0.88
DESCENT: Final = 0.12
FULL_WIDTH_SPACE: Final = "\u3000"
_UNITS_PER_EM: Final = 1000


class FontRole(StrEnum):
    """A style of letter that layouts may ask for.

    ``FANGSONG`` (仿宋) and ``TITLE`` (小标宋) are those of GB/T 9704-2012. No font of either style
    comes with the program. Song stands in for both: that keeps the body apart from the second
    level of headings, which is set in Kai.
    """

    FANGSONG = "fangsong"
    TITLE = "title"
    KAI = "kai"
    SONG = "song"
    SONG_BOLD = "song_bold"
    HEI = "hei"
    HEI_BOLD = "hei_bold"


_KAI = "LXGWWenKai-Regular"
_SONG = "NotoSerifSC-Regular"
_SONG_BOLD = "NotoSerifSC-Bold"
_HEI = "NotoSansSC-Regular"
_HEI_BOLD = "NotoSansSC-Bold"

_CHAINS: Final[dict[FontRole, tuple[str, ...]]] = {
    FontRole.FANGSONG: (_SONG, _KAI, _HEI),
    FontRole.TITLE: (_SONG_BOLD, _SONG, _KAI, _HEI),
    FontRole.KAI: (_KAI, _SONG, _HEI),
    FontRole.SONG: (_SONG, _KAI, _HEI),
    FontRole.SONG_BOLD: (_SONG_BOLD, _SONG, _KAI, _HEI),
    FontRole.HEI: (_HEI, _SONG, _KAI),
    FontRole.HEI_BOLD: (_HEI_BOLD, _HEI, _SONG, _KAI),
}


class Glyph(NamedTuple):
    """How one character is set.

    Attributes:
        text: What is written into the file; empty for characters that have no shape.
        font: Name of the registered font.
        width_em: Advance width in em.
        missing: Whether no font has the character.
    """

    text: str
    font: str
    width_em: float
    missing: bool = False


@cache
def _font(name: str) -> ShippedFont:
    """Load and register one font; a file is read only when its first character is needed."""
    with WRITING:
        font = ShippedFont(name, str(resource_path("fonts", f"{name}.ttf")))
        pdfmetrics.registerFont(font)
        return font


def role_font(role: FontRole) -> str:
    """Return the name of the first font of a role, registered and ready to be drawn with."""
    return str(_font(_CHAINS[role][0]).fontName)


def glyph_font(char: str, role: FontRole) -> str | None:
    """Return the first font of the role's chain that has the character, or None."""
    for name in _CHAINS[role]:
        if ord(char) in _font(name).face.charToGlyph:
            return name
    return None


@cache
def glyph(char: str, role: FontRole) -> Glyph:
    """Say how a character is set in a role.

    White space other than the two spaces of Chinese text becomes a space. Format characters (zero
    width space, joiners) have no shape. A missing combining mark or variation selector takes no
    room; any other missing character takes one em.
    """
    if char.isspace() and char not in {" ", FULL_WIDTH_SPACE}:
        char = " "
    name = glyph_font(char, role)
    if name is not None:
        return Glyph(char, name, _font(name).face.charWidths[ord(char)] / _UNITS_PER_EM)
    category = unicodedata.category(char)
    if category in {"Cc", "Cf"}:
        return Glyph("", role_font(role), 0.0)
    if category in {"Mn", "Me"}:
        return Glyph("", role_font(role), 0.0, missing=True)
    return Glyph(FULL_WIDTH_SPACE, role_font(role), 1.0, missing=True)


def missing_characters(text: str, role: FontRole) -> tuple[str, ...]:
    """Return the characters that no font of the role has, each once, in their order."""
    return tuple(dict.fromkeys(char for char in text if glyph(char, role).missing))


def text_width_pt(text: str, role: FontRole, size_pt: float) -> float:
    """Return the natural width of one line of text, without any spreading."""
    return sum(glyph(char, role).width_em for char in text) * size_pt
