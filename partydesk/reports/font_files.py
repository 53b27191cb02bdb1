"""Reads what a font file says of itself: its names, its outlines, and whether it may be embedded.

Only the few tables needed are read, so that a folder of hundreds of fonts is looked through in a
moment. The layout of the file is that of OpenType 1.9 (ISO/IEC 14496-22): table directory, the
tables ``name`` and ``OS/2``, and the ``ttcf`` header of collections.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

_COLLECTION: Final = b"ttcf"
_OUTLINES: Final = (b"\x00\x01\x00\x00", b"true")
_POSTSCRIPT: Final = b"OTTO"
#: Names by which people know a font: family, full name, typographic family.
_NAME_IDS: Final = (4, 1, 16)
_POSTSCRIPT_NAME: Final = 6
_WINDOWS, _MACINTOSH = 3, 1
#: OS/2 ``fsType``: what is not to be embedded at all, not as a subset, or as pictures only.
_RESTRICTED, _NO_SUBSET, _PICTURES_ONLY = 0x0002, 0x0100, 0x0200
_CODE_PAGES, _SIMPLIFIED = 78, 18
#: No real font has more; a damaged file says anything.
_MOST_TABLES, _MOST_FONTS, _MOST_BYTES = 128, 64, 1 << 20

POSTSCRIPT_OUTLINES: Final = "轮廓是 PostScript（CFF）格式，打印时无法嵌入"
MAY_NOT_BE_EMBEDDED: Final = "厂商不许嵌入文件（字体的嵌入权限为“受限”）"
UNREADABLE: Final = "不是能读的 TrueType 字体文件"


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font and where it lies.

    Attributes:
        path: The file.
        number: Which one of a collection (.ttc), from 0.
        changed_ns: When it was last written, so that a file put in its place is read anew.
    """

    path: str
    number: int = 0
    changed_ns: int = 0


@dataclass(frozen=True, slots=True)
class FontDescription:
    """What a font says of itself.

    Attributes:
        file: Where it lies.
        names: All its names in all languages, Chinese ones first; empty where it cannot be read.
        refused: Why it cannot be used for printing, in Chinese; empty where it can.
        chinese: Whether it is made for simplified Chinese.
    """

    file: FontFile
    names: tuple[str, ...]
    refused: str = ""
    chinese: bool = False

    @property
    def label(self) -> str:
        """The name to show: the Chinese one where there is one."""
        return self.names[0] if self.names else Path(self.file.path).name


def describe_fonts(path: Path) -> tuple[FontDescription, ...]:
    """Describe the fonts of a file: one, or those of a collection.

    Args:
        path: A .ttf, .ttc or .otf file; one that cannot be read is described as refused.
    """
    try:
        changed = path.stat().st_mtime_ns
        with path.open("rb") as file:
            return tuple(
                _described(file, offset, FontFile(str(path), number, changed))
                for number, offset in enumerate(_offsets(file))
            )
    except (OSError, struct.error, ValueError):
        return (FontDescription(FontFile(str(path)), (), UNREADABLE),)


def _offsets(file: BinaryIO) -> tuple[int, ...]:
    """Where each font of the file begins."""
    if file.read(4) != _COLLECTION:
        return (0,)
    file.seek(8)
    (count,) = struct.unpack(">I", file.read(4))
    if not 0 < count <= _MOST_FONTS:
        raise ValueError("no collection")
    return struct.unpack(f">{count}I", file.read(4 * count))


def _described(file: BinaryIO, offset: int, at: FontFile) -> FontDescription:
    file.seek(offset)
    version, count = struct.unpack(">4sH6x", file.read(12))
    if version not in (*_OUTLINES, _POSTSCRIPT) or count > _MOST_TABLES:
        raise ValueError("no font")
    tables = {
        tag: (start, length)
        for tag, start, length in struct.iter_unpack(">4s4xII", file.read(16 * count))
    }
    names = tuple(_names(_table(file, tables, b"name")))
    os2 = _table(file, tables, b"OS/2")
    refused = _rights(os2)
    if version == _POSTSCRIPT or b"glyf" not in tables:
        refused = POSTSCRIPT_OUTLINES
    return FontDescription(at, names, refused, _chinese(os2, names))


def _table(file: BinaryIO, tables: dict[bytes, tuple[int, int]], tag: bytes) -> bytes:
    start, length = tables.get(tag, (0, 0))
    file.seek(start)
    return file.read(min(length, _MOST_BYTES))


def _rights(os2: bytes) -> str:
    """Read ``fsType``; a font without the table asks for nothing."""
    rights = struct.unpack_from(">H", os2, 8)[0] if os2 else 0
    restricted = rights & 0x000F == _RESTRICTED or rights & (_NO_SUBSET | _PICTURES_ONLY)
    return MAY_NOT_BE_EMBEDDED if restricted else ""


def _chinese(os2: bytes, names: tuple[str, ...]) -> bool:
    """Read ``ulCodePageRange1``, bit 18; tables of the first version have none."""
    named = any(not name.isascii() for name in names)
    if len(os2) < _CODE_PAGES + 4:
        return named
    return bool(struct.unpack_from(">I", os2, _CODE_PAGES)[0] & 1 << _SIMPLIFIED) or named


def _names(table: bytes) -> Iterator[str]:
    """List the names, Chinese ones first, each once."""
    if not table:
        return
    count, texts = struct.unpack_from(">2xHH", table)
    found: dict[str, tuple[bool, int]] = {}
    for number in range(count):
        platform, encoding, _language, kind, length, start = struct.unpack_from(
            ">6H", table, 6 + 12 * number
        )
        raw = table[texts + start : texts + start + length]
        text = _decoded(raw, platform, encoding)
        if text and kind in (*_NAME_IDS, _POSTSCRIPT_NAME):
            order = _NAME_IDS.index(kind) if kind in _NAME_IDS else len(_NAME_IDS)
            found.setdefault(text, (text.isascii(), order))
    yield from sorted(found, key=lambda text: found[text])


def _decoded(raw: bytes, platform: int, encoding: int) -> str:
    """Read a name; one in a script that is not known here is left out."""
    codec = "utf-16-be"
    if platform == _MACINTOSH:
        codec = {0: "mac_roman", 25: "gb2312"}.get(encoding, "")
    elif platform == _WINDOWS and encoding == 3:  # noqa: PLR2004 - PRC
        codec = "gb18030"
    try:
        return raw.decode(codec).strip("\x00 ") if codec else ""
    except UnicodeDecodeError:
        return ""
