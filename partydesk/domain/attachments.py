"""Scans, pictures and documents that are kept with a record, and what may be kept."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import dataclass

#: A page scanned in colour at 300 dpi has 1-3 MB. Larger things belong on a disk of their own:
#: each backup carries every attachment.
LARGEST_BYTES = 20 * 1024 * 1024
_KB = 1024
_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileType:
    """A sort of file that may be kept.

    Attributes:
        media_type: Its registered name, or the usual one.
        words: What people call it.
        ending: Ending of a file of this sort; what is opened gets this one, whatever it had.
    """

    media_type: str
    words: str
    ending: str


PDF = FileType("application/pdf", "PDF 文件", ".pdf")
JPEG = FileType("image/jpeg", "JPG 图片", ".jpg")
PNG = FileType("image/png", "PNG 图片", ".png")
TIFF = FileType("image/tiff", "TIFF 图片", ".tif")
BMP = FileType("image/bmp", "BMP 图片", ".bmp")
TEXT = FileType("text/plain", "文本文件", ".txt")
DOCX = FileType(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word 文档", ".docx"
)
XLSX = FileType(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel 表格", ".xlsx"
)
PPTX = FileType(
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "PPT 演示文稿",
    ".pptx",
)
OFD = FileType("application/ofd", "OFD 版式文件", ".ofd")
DOC = FileType("application/msword", "Word 文档（97-2003）", ".doc")
XLS = FileType("application/vnd.ms-excel", "Excel 表格（97-2003）", ".xls")
PPT = FileType("application/vnd.ms-powerpoint", "PPT 演示文稿（97-2003）", ".ppt")
WPS = FileType("application/vnd.ms-works", "WPS 文字", ".wps")
ET = FileType("application/vnd.wps-et", "WPS 表格", ".et")
DPS = FileType("application/vnd.wps-dps", "WPS 演示", ".dps")
TYPES = (PDF, JPEG, PNG, TIFF, BMP, TEXT, DOCX, XLSX, PPTX, OFD, DOC, XLS, PPT, WPS, ET, DPS)

_BEGINNINGS = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
)
_ZIPPED = (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX), ("OFD.xml", OFD))
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Names of the streams by which the old formats are told apart.
_STREAMS = (("WordDocument", DOC), ("Workbook", XLS), ("Book", XLS), ("PowerPoint Document", PPT))
#: The three WPS formats are the old ones inside; only their endings tell them apart.
_WPS = {(".wps", DOC): WPS, (".et", XLS): ET, (".dps", PPT): DPS}
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!", b"L\x00\x00\x00")
_PROGRAM_ENDINGS = frozenset(
    (
        ".exe", ".com", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".msi",
        ".scr", ".lnk", ".reg", ".hta", ".sh", ".jar", ".py", ".dll", ".apk", ".url",
    )
)  # fmt: skip
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")


class FileRefused(ValueError):
    """A file that may not be kept; the message is a Chinese half-sentence that says why."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file kept with a record.

    Attributes:
        id: Its number.
        title: What people call it.
        file_name: Name of the file it came from.
        file_type: What it is, as recognized from its content.
        size: Bytes.
        added_at: When it was added.
    """

    id: int
    title: str
    file_name: str
    file_type: FileType
    size: int
    added_at: dt.datetime

    @property
    def about(self) -> str:
        """Type, size and day in one line."""
        return f"{self.file_type.words} · {size_words(self.size)} · {self.added_at:%Y-%m-%d}"


def type_named(media_type: str) -> FileType:
    """Give the sort of file that is stored under a media type."""
    unknown = FileType(media_type, "文件", ".bin")
    return next((known for known in TYPES if known.media_type == media_type), unknown)


def size_words(size: int) -> str:
    """Write a number of bytes for people: 820 字节, 12 KB, 1.4 MB."""
    if size < _KB:
        return f"{size} 字节"
    return f"{round(size / _KB)} KB" if size < _MB else f"{size / _MB:.1f} MB"


def recognize(file_name: str, content: bytes) -> FileType:
    """Tell what a file is by its content; what could run is refused, whatever it is called.

    Raises:
        FileRefused: It is empty, too large, a program, holds macros, or is nothing known.
    """
    ending = f".{file_name.rpartition('.')[2].lower()}" if "." in file_name else ""
    if not content:
        raise FileRefused("是空文件")
    if len(content) > LARGEST_BYTES:
        limit = LARGEST_BYTES // _MB
        raise FileRefused(f"有 {size_words(len(content))}，超过 {limit} MB，请压缩或拆分后再添加")
    if ending in _PROGRAM_ENDINGS or content.startswith(_PROGRAMS):
        raise FileRefused("是程序或脚本，不能作为附件")
    found = next((kind for mark, kind in _BEGINNINGS if content.startswith(mark)), None)
    found = found or _zipped(content) or _old_office(ending, content) or _picture_or_text(content)
    if found is None:
        raise FileRefused("不是可以识别的文件；可添加 PDF、图片、Word、Excel、WPS、OFD 和文本文件")
    return found


def _zipped(content: bytes) -> FileType | None:
    """Tell the newer office formats, which are archives; only the list of their parts is read."""
    if not content.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileRefused("已损坏，打不开") from error
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileRefused("含有宏，请另存为不含宏的文件后再添加")
    return next(
        (kind for mark, kind in _ZIPPED if any(name.startswith(mark) for name in names)), None
    )


def _old_office(ending: str, content: bytes) -> FileType | None:
    """Tell the older office formats by the names of the streams inside."""
    if not content.startswith(_OLD_OFFICE):
        return None
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise FileRefused("含有宏，请另存为不含宏的文件后再添加")
    for name, kind in _STREAMS:
        if name.encode("utf-16-le") in content:
            return _WPS.get((ending, kind), kind)
    return None


def _picture_or_text(content: bytes) -> FileType | None:
    """Tell a bitmap by its own length, and a text by what it is made of."""
    if content.startswith(b"BM") and int.from_bytes(content[2:6], "little") == len(content):
        return BMP
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROLS.search(text) else TEXT
    return None
