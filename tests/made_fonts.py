"""Fonts as other PCs have them, made from a shipped one: other names, rights and wrappings."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

from partydesk.resources import resource_path

_ENGLISH, _CHINESE = 0x0409, 0x0804
RESTRICTED = 0x0002
EDITABLE = 0x0008


def _tables(font: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">H", font, 4)
    entries = struct.iter_unpack(">4s4xII", font[12 : 12 + 16 * count])
    return {tag: font[start : start + length] for tag, start, length in entries}


def _directory(tables: dict[bytes, bytes], at: int, version: bytes) -> tuple[bytes, bytes]:
    """The table directory of a font whose directory stands at ``at``, and its tables."""
    head = struct.pack(">4sH6x", version, len(tables))
    start = at + len(head) + 16 * len(tables)
    body = b""
    for tag, table in sorted(tables.items()):
        head += struct.pack(">4s4xII", tag, start + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return head, body


def _name_table(english: str, chinese: str) -> bytes:
    named = [(1, _ENGLISH, english), (4, _ENGLISH, english), (6, _ENGLISH, english)]
    if chinese:
        named += [(1, _CHINESE, chinese), (4, _CHINESE, chinese)]
    records, texts = b"", b""
    for kind, language, text in sorted(named, key=lambda name: (name[1], name[0])):
        raw = text.encode("utf-16-be")
        records += struct.pack(">6H", 3, 1, language, kind, len(raw), len(texts))
        texts += raw
    return struct.pack(">3H", 0, len(named), 6 + len(records)) + records + texts


def _character_map(characters: str) -> bytes:
    """A ``cmap`` of format 12 with these characters only, each with some shape."""
    groups = b"".join(
        struct.pack(">III", code, code, 100 + number)
        for number, code in enumerate(sorted(map(ord, set(characters))))
    )
    head = struct.pack(">HHHHI", 0, 1, 3, 10, 12)
    return head + struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(groups) // 12) + groups


def _made(english: str, chinese: str, rights: int, source: str) -> dict[bytes, bytes]:
    tables = _tables(resource_path("fonts", f"{source}.ttf").read_bytes())
    tables[b"name"] = _name_table(english, chinese)
    os2 = bytearray(tables[b"OS/2"])
    struct.pack_into(">H", os2, 8, rights)
    tables[b"OS/2"] = bytes(os2)
    return tables


def write_font(
    path: Path,
    english: str,
    chinese: str = "",
    *,
    rights: int = EDITABLE,
    postscript: bool = False,
    source: str = "NotoSansSC-Regular",
    characters: str = "",
) -> Path:
    """Write a font file.

    Args:
        path: Where; folders are made.
        english: Its English family name.
        chinese: Its Chinese family name; empty for none.
        rights: Its ``fsType``.
        postscript: Whether its outlines claim to be PostScript.
        source: The shipped font that its outlines are taken from.
        characters: The only ones that it has; empty for those of its source.
    """
    tables = _made(english, chinese, rights, source)
    if characters:
        tables[b"cmap"] = _character_map(characters)
    if postscript:
        tables[b"CFF "] = tables.pop(b"glyf")
    path.parent.mkdir(parents=True, exist_ok=True)
    version = b"OTTO" if postscript else b"\x00\x01\x00\x00"
    path.write_bytes(b"".join(_directory(tables, 0, version)))
    return path


def write_collection(path: Path, names: Sequence[tuple[str, str]]) -> Path:
    """Write a collection (.ttc) of fonts by their English and Chinese names."""
    file = struct.pack(">4sII", b"ttcf", 0x00010000, len(names)) + bytes(4 * len(names))
    for number, (english, chinese) in enumerate(names):
        at = len(file)
        tables = _made(english, chinese, EDITABLE, "NotoSansSC-Regular")
        file += b"".join(_directory(tables, at, b"\x00\x01\x00\x00"))
        patched = bytearray(file)
        struct.pack_into(">I", patched, 12 + 4 * number, at)
        file = bytes(patched)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(file)
    return path
