"""The fonts of the documents: which role has which font, and which font has which character.

A role names a style of letter (Kai, Song …), not a file. Behind each role stands a chain of fonts:
the office's own where it has chosen one (:class:`FontSet`), the shipped one of that style, and then
all others, so that what can be printed in one style can be printed in every style. Every character
is set in the first font of the chain that has it. Nothing is ever left to the choice of the
printing library, which drops a character it lacks without a word.

A character that no font has is set as one empty square of full width, so that it can be written
in by hand, and is named before printing (:mod:`partydesk.reports.preflight`).
"""

from __future__ import annotations

import re
import struct
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from threading import RLock
from typing import Final, NamedTuple, TypeAlias

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError

from partydesk.reports.embedding import EmbeddedFont
from partydesk.reports.font_files import FontFile
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

    # Looked up for every character; that of all enums is not the string's own.
    __hash__ = str.__hash__


_KAI = "LXGWWenKai-Regular"
_SONG = "NotoSerifSC-Regular"
_SONG_BOLD = "NotoSerifSC-Bold"
_HEI = "NotoSansSC-Regular"
_HEI_BOLD = "NotoSansSC-Bold"
#: Has the ideographs that Song lacks, up to Extension F, and is read only for one of them.
_WIDE = "WideSong-Regular"

_CHAINS: Final[dict[FontRole, tuple[str, ...]]] = {
    FontRole.FANGSONG: (_SONG, _WIDE, _KAI, _HEI),
    FontRole.TITLE: (_SONG_BOLD, _SONG, _WIDE, _KAI, _HEI),
    FontRole.KAI: (_KAI, _SONG, _WIDE, _HEI),
    FontRole.SONG: (_SONG, _WIDE, _KAI, _HEI),
    FontRole.SONG_BOLD: (_SONG_BOLD, _SONG, _WIDE, _KAI, _HEI),
    FontRole.HEI: (_HEI, _SONG, _WIDE, _KAI),
    FontRole.HEI_BOLD: (_HEI_BOLD, _HEI, _SONG, _WIDE, _KAI),
}
#: ``/BaseFont /AAAAAA+Name`` of an embedded subset.
_EMBEDDED: Final = re.compile(rb"/BaseFont\s*/[A-Z]{6}\+([^\s/<>\[\]()]+)")


@dataclass(frozen=True, eq=False, slots=True)
class Typeface:
    """A role as an office has it set: its chain of fonts.

    Two are equal only if they are the same object, which :meth:`FontSet.face` sees to: they are
    looked up for every character.
    """

    role: FontRole
    chain: tuple[str | FontFile, ...]


#: In what a text is set: a role stands for its shipped fonts.
Face: TypeAlias = FontRole | Typeface


@dataclass(frozen=True, slots=True)
class FontSet:
    """The fonts that an office prints with.

    Attributes:
        own: Fonts of the PC in place of shipped ones, role by role; each role at most once.
    """

    own: tuple[tuple[FontRole, FontFile], ...] = ()

    def face(self, role: FontRole) -> Face:
        """Give what a role is set in."""
        return _typeface(role, self.own) if self.own else role


#: The fonts that come with the program.
SHIPPED: Final = FontSet()


@cache
def _typeface(role: FontRole, own: tuple[tuple[FontRole, FontFile], ...]) -> Typeface:
    first = [file for of, file in own if of is role]
    others = [file for of, file in own if of is not role]
    return Typeface(role, tuple(dict.fromkeys((*first, *_CHAINS[role], *others))))


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


def shipped_file(name: str) -> FontFile:
    """Give a shipped font's file."""
    return FontFile(str(resource_path("fonts", f"{name}.ttf")))


#: By the name under which each is drawn with and embedded.
_LOADED: Final[dict[str, EmbeddedFont]] = {}


@cache
def _font(source: str | FontFile) -> EmbeddedFont:
    """Load and register one font; a file is read only when its first character is needed."""
    with WRITING:
        if isinstance(source, str):
            font = EmbeddedFont(source, shipped_file(source))
        else:
            # Two files of one name must not be taken for each other, in this process or in a PDF.
            font = EmbeddedFont(None, source)
        pdfmetrics.registerFont(font)
        _LOADED[str(font.fontName)] = font
        return font


def load_shipped_fonts() -> tuple[str, ...]:
    """Read every font that comes with the program, and give their names.

    Raises:
        OSError: One is missing or cannot be read.
    """
    names = dict.fromkeys(name for chain in _CHAINS.values() for name in chain)
    return tuple(str(_font(name).fontName) for name in names)


def is_printable_font(file: FontFile) -> bool:
    """Read a font as printing does, and tell whether that goes well.

    A damaged file makes the library stumble in many ways.
    """
    try:
        _font(file)
    except (TTFError, OSError, ValueError, LookupError, struct.error):
        return False
    return True


def fonts_used(pdf: bytes) -> dict[str, str]:
    """Say which fonts a PDF that was written here carries.

    Args:
        pdf: What :func:`partydesk.reports.render.render` gave in this process.

    Returns:
        Name of each embedded font → SHA-256 of its file.

    Raises:
        ValueError: It carries a font that was not embedded here.
    """
    names = sorted({name.decode() for name in _EMBEDDED.findall(pdf)})
    strangers = [name for name in names if name not in _LOADED]
    if strangers:
        raise ValueError(f"not embedded here: {', '.join(strangers)}")
    return {name: _LOADED[name].sha256 for name in names}


def _chain(face: Face) -> tuple[str | FontFile, ...]:
    return face.chain if isinstance(face, Typeface) else _CHAINS[face]


def role_font(face: Face) -> str:
    """Return the name of the first font of a face, registered and ready to be drawn with."""
    return str(_font(_chain(face)[0]).fontName)


def glyph_font(char: str, face: Face) -> str | None:
    """Return the first font of the face's chain that has the character, or None."""
    for source in _chain(face):
        font = _font(source)
        if font.has(char):
            return str(font.fontName)
    return None


@cache
def glyph(char: str, face: Face) -> Glyph:
    """Say how a character is set in a face.

    White space other than the two spaces of Chinese text becomes a space. Format characters (zero
    width space, joiners) have no shape. A missing combining mark or variation selector takes no
    room; any other missing character takes one em.
    """
    if char.isspace() and char not in {" ", FULL_WIDTH_SPACE}:
        char = " "
    name = glyph_font(char, face)
    if name is not None:
        width = _LOADED[name].face.charWidths[ord(char)]
        return Glyph(char, name, width / _UNITS_PER_EM)
    category = unicodedata.category(char)
    if category in {"Cc", "Cf"}:
        return Glyph("", role_font(face), 0.0)
    if category in {"Mn", "Me"}:
        return Glyph("", role_font(face), 0.0, missing=True)
    return Glyph(FULL_WIDTH_SPACE, role_font(face), 1.0, missing=True)


@lru_cache(maxsize=4096)
def missing_characters(text: str, face: Face) -> tuple[str, ...]:
    """Return the characters that no font of the face has, each once, in their order."""
    return tuple(dict.fromkeys(char for char in text if glyph(char, face).missing))


def text_width_pt(text: str, face: Face, size_pt: float) -> float:
    """Return the natural width of one line of text, without any spreading."""
    return sum(glyph(char, face).width_em for char in text) * size_pt
