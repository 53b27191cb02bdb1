"""Files as somebody would make them to do harm, and small real ones to spoil (all invented)."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
CELL = '<table:table-cell office:value-type="string"{}><text:p>姓名</text:p></table:table-cell>'
ROW = "<table:table-row{}>{}</table:table-row>"


def jpeg_bytes(width: int, height: int) -> bytes:
    """Give a small grey picture."""
    held = io.BytesIO()
    Image.new("RGB", (width, height), (120, 110, 100)).save(held, "JPEG")
    return held.getvalue()


def png_head(width: int, height: int) -> bytes:
    """Give a PNG that says it has so many dots, and holds next to none."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        sum_ = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", sum_)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


def ods_of_rows(path: Path, *rows: str) -> Path:
    """Write an OpenDocument sheet of rows of XML."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        f'xmlns:office="{_OFFICE}:office:1.0" xmlns:table="{_OFFICE}:table:1.0" '
        f'xmlns:text="{_OFFICE}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="表一">{"".join(rows)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
    return path


def repeated_ods(path: Path) -> Path:
    """Write a sheet of a few bytes that asks for twenty billion cells."""
    row = ROW.format(
        ' table:number-rows-repeated="1000000"',
        CELL.format(' table:number-columns-repeated="20000"'),
    )
    return ods_of_rows(path, ROW.format("", CELL.format("")), row)


def formatted_ods(path: Path) -> Path:
    """Write what LibreOffice writes of a small sheet: a million empty rows behind it."""
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    rest = ROW.format(' table:number-rows-repeated="1048574"', empty)
    return ods_of_rows(path, *[ROW.format("", CELL.format("") + empty)] * 2, rest)


def _record(kind: int, body: bytes) -> bytes:
    """Write a record of a binary sheet."""
    numbers = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    assert len(body) < 0x80
    return numbers + bytes([len(body)]) + body


def far_xlsb_sheet(row: int, column: int) -> bytes:
    """Give a binary sheet with one number in a far corner (MS-XLSB)."""
    begin = _record(129, b"") + _record(145, b"")
    first = _record(0, struct.pack("<I", 0) + bytes(13))
    corner = _record(0, struct.pack("<I", row) + bytes(13))
    number = _record(5, struct.pack("<IId", column, 0, 1.0))
    return begin + first + corner + number + _record(146, b"") + _record(130, b"")


def with_parts(source: Path, target: Path, parts: Mapping[str, bytes]) -> Path:
    """Copy a package with some parts in place of its own, or beside them."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts[name] if name in parts else old.read(name))
        for name, content in parts.items():
            if name not in old.namelist():
                new.writestr(name, content)
    return target


def lying_about(source: Path, target: Path, name: str, content: bytes) -> Path:
    """Copy a package with a part that is said to be ten bytes long, sum of digits and all.

    zipfile believes what is said; others unpack whatever there is.
    """
    with_parts(source, target, {name: content})
    data = bytearray(target.read_bytes())
    wanted = name.encode()
    said = struct.pack("<I", 10)
    sum_ = struct.pack("<I", zlib.crc32(content[:10]))
    for mark, sum_at, name_at in ((b"PK\x03\x04", 14, 30), (b"PK\x01\x02", 16, 46)):
        place = data.find(mark)
        while place >= 0:
            if data[place + name_at : place + name_at + len(wanted)] == wanted:
                data[place + sum_at : place + sum_at + 4] = sum_
                data[place + sum_at + 8 : place + sum_at + 12] = said
            place = data.find(mark, place + 1)
    target.write_bytes(bytes(data))
    return target
