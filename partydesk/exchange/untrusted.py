"""Packages, XML and pictures from elsewhere, looked at before anything else reads them.

Nothing is ever unpacked to a path that a package names; parts are read by name, into memory, not
further than ``domain/bounds.py`` allows.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections import Counter
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET
from xml.parsers import expat

from partydesk.domain import bounds

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What Pillow's readers throw at pictures that are damaged or were made to do harm.
BROKEN_PICTURE: Final = (OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error)
_LOCAL_HEADER: Final = 30
_CHUNK: Final = 2**20
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_PHOTO_TYPES: Final = {"JPEG": "image/jpeg", "PNG": "image/png"}


class PackageUnsafeError(ValueError):
    """A package that was made to do harm, or is too large; ``message`` is Chinese half-sentence."""

    def __init__(self, code: str, message: str) -> None:
        """Keep a stable English word and what is wrong."""
        super().__init__(message)
        self.code = code
        self.message = message


class PhotoRefusedError(ValueError):
    """Bytes that cannot be kept as a photo; the message is Chinese."""


def check_parts(parts: Iterable[zipfile.ZipInfo]) -> None:
    """Look at what a package says of its parts; nothing is unpacked.

    Raises:
        PackageUnsafeError: Too many parts, too large, squeezed as nothing real is, doubled, or
            named so that they would lie outside.
    """
    parts = list(parts)
    if len(parts) > bounds.PACKAGE_PARTS:
        raise PackageUnsafeError("too_large", f"里有 {len(parts)} 个部件，不像表格文件")
    # Readers differ in which of two parts of one name they take, and whether case counts.
    names = Counter(part.filename.replace("\\", "/").lower() for part in parts)
    if any(count > 1 for count in names.values()):
        raise PackageUnsafeError("damaged_file", "里有同名的部件")
    if any(".." in name.split("/") for name in names):
        raise PackageUnsafeError("unsafe_package", "里有指向文件夹之外的部件，为安全起见未读取")
    if sum(part.file_size for part in parts) > bounds.UNPACKED_BYTES:
        raise PackageUnsafeError("too_large", "展开后太大")
    for part in parts:
        if (
            part.file_size > bounds.RATIO_COUNTS_FROM
            and part.file_size > bounds.PACKAGE_RATIO * part.compress_size
        ):
            raise PackageUnsafeError("zip_bomb", "压缩得不正常（像压缩炸弹），为安全起见未读取")


def prove_package(data: bytes) -> None:
    """See that each part of a package has the size it says.

    What a package says of itself proves nothing, and the library that reads the cells unpacks
    whatever there is. So every part is unpacked once, thrown away, and stopped where it grows
    beyond what was said.

    Raises:
        PackageUnsafeError: As :func:`check_parts`, or a part is not what was said of it.
        zipfile.BadZipFile: The package is broken.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
    check_parts(parts)
    for part in parts:
        if part.flag_bits & 1 or part.compress_type not in _METHODS:
            raise PackageUnsafeError("damaged_file", "里有读不了的部件")
        begin = _begin_of(data, part)
        content = memoryview(data)[begin : begin + part.compress_size]
        if _unpacked_size(content, part) != part.file_size:
            raise PackageUnsafeError("damaged_file", "里有大小不符的部件")


def _begin_of(data: bytes, part: zipfile.ZipInfo) -> int:
    """Find where the content of a part begins, behind its own header (APPNOTE, 4.3.7)."""
    head = data[part.header_offset : part.header_offset + _LOCAL_HEADER]
    if len(head) < _LOCAL_HEADER or not head.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile("no local header")
    name, extra = struct.unpack("<HH", head[26:30])
    return part.header_offset + _LOCAL_HEADER + int(name) + int(extra)


def _unpacked_size(content: memoryview, part: zipfile.ZipInfo) -> int:
    """Unpack a part and throw it away; stops just beyond the size it should have."""
    if part.compress_type == zipfile.ZIP_STORED:
        return len(content)
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    size = 0
    rest: bytes | memoryview = content
    while size <= part.file_size and not unpacking.eof:
        chunk = unpacking.decompress(rest, _CHUNK)
        rest = unpacking.unconsumed_tail
        size += len(chunk)
        if not chunk and not rest:
            break
    return size


def read_part(packed: zipfile.ZipFile, name: str, most: int = bounds.MARK_BYTES) -> bytes:
    """Read a part whole, unless it is larger than such a part can be.

    Raises:
        ValueError: It is larger.
        KeyError: There is none.
    """
    with packed.open(name) as part:
        content = part.read(most + 1)
    if len(content) > most:
        raise ValueError(f"{name} is too large")
    return content


def parse_xml(content: bytes) -> ET.Element:
    """Read a small XML document that declares nothing.

    Raises:
        PackageUnsafeError: It declares a document type or entities, which no office program
            writes.
        ET.ParseError: It is broken.
    """
    look = expat.ParserCreate()
    look.StartDoctypeDeclHandler = _refuse
    look.EntityDeclHandler = _refuse
    try:
        look.Parse(content, True)  # noqa: FBT003 - the parser takes it by place only
    except expat.ExpatError as error:
        raise ET.ParseError(str(error)) from None
    return ET.fromstring(content)  # noqa: S314 - it declares nothing, see above


def _refuse(*_: object) -> None:
    raise PackageUnsafeError("unsafe_xml", "里有文档类型或实体声明，为安全起见未读取")


def check_photo(content: bytes) -> str:
    """See that bytes are a picture that can be kept and printed.

    Returns:
        Its media type.

    Raises:
        PhotoRefusedError: It is no JPEG or PNG, too large, or damaged.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - tables are read without it

    if len(content) > bounds.PHOTO_BYTES:
        raise PhotoRefusedError("大于 2 MB，请缩小后重选")
    try:
        with Image.open(io.BytesIO(content), formats=tuple(_PHOTO_TYPES)) as picture:
            kind, (width, height) = str(picture.format), picture.size
            fits = width * height <= bounds.PHOTO_PIXELS
            if fits:
                picture.load()
    except UnidentifiedImageError:
        raise PhotoRefusedError("须为 JPG 或 PNG 格式，请另存后重选") from None
    except BROKEN_PICTURE as error:
        raise PhotoRefusedError("已损坏，打不开；请换一张") from error
    except (Image.DecompressionBombError, OverflowError, MemoryError) as error:
        raise PhotoRefusedError("像素过多，请缩小后重选") from error
    if not fits:
        raise PhotoRefusedError("像素过多，请缩小后重选")
    return _PHOTO_TYPES[kind]
