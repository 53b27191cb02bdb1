"""What a file really is, told by its content; the name of a file proves nothing."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from partydesk.domain import bounds
from partydesk.domain.errors import EnvironmentProblem, InputRefused, Note
from partydesk.exchange.untrusted import PackageUnsafeError, check_parts

_ZIP = b"PK\x03\x04"
_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: BOF record of the workbook globals, BIFF8.
_WORKBOOK_BEGINS = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_FILE_PASS = 0x2F
_NO_TEXT = re.compile(rb"[\x01-\x08\x0e-\x19\x1c-\x1f]")
_BLANK = b"\x00\t\r\n \xef\xbb\xbf\xfe\xff"
_SAVE_AS = "请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入"

_STRANGERS = {
    b"%PDF": "PDF 文件",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"BM": "图片",
    b"II*\x00": "图片",
    b"MM\x00*": "图片",
    b"MZ": "程序文件",
    b"\x7fELF": "程序文件",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
    b"\x1f\x8b": "压缩包",
    b"PK\x05\x06": "空的压缩包",
    b"{\\rtf": "RTF 文档",
    b"SQLite format 3": "数据库文件",
}

#: What the standard library raises over a package that is broken inside.
BROKEN_PACKAGE = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError,
    KeyError, ValueError, struct.error,
)  # fmt: skip


class Format(Enum):
    """The sorts of files that hold a table."""

    XLSX = ".xlsx"
    XLSB = ".xlsb"
    XLS = ".xls"
    ODS = ".ods"
    TEXT = ".csv"


_BY_SUFFIX = {
    ".xlsx": Format.XLSX,
    ".xlsm": Format.XLSX,
    ".xltx": Format.XLSX,
    ".xlsb": Format.XLSB,
    ".xls": Format.XLS,
    ".xlt": Format.XLS,
    ".ods": Format.ODS,
    ".csv": Format.TEXT,
    ".tsv": Format.TEXT,
    ".txt": Format.TEXT,
}


def refuse(code: str, message: str, *, sheet: str = "", row: int = 0) -> InputRefused:
    """Build the refusal of a whole file."""
    return InputRefused([Note(code, message, sheet=sheet, row=row)])


def read_bytes(path: Path) -> bytes:
    """Read a whole file at once, so that later looks at it see the same content.

    Raises:
        EnvironmentProblem: There is no such file, or it cannot be opened.
        InputRefused: ``too_large``.
    """
    with _opened(path):
        data = path.read_bytes()
    return data  # noqa: RET504 - by its type, the block above might swallow what it explains


@contextmanager
def _opened(path: Path) -> Iterator[None]:
    """Refuse what is too large, and explain why a file cannot be opened or read."""
    try:
        if path.stat().st_size > bounds.TABLE_BYTES:
            raise refuse("too_large", f"文件“{path.name}”太大，请拆成几个文件分别导入")
        yield
    except FileNotFoundError:
        raise EnvironmentProblem(f"找不到文件“{path.name}”，请检查路径") from None
    except IsADirectoryError:
        raise EnvironmentProblem(f"“{path.name}”是文件夹，请选择其中的文件") from None
    except PermissionError:
        raise EnvironmentProblem(
            f"文件“{path.name}”打不开：可能正被其他程序占用，或没有读取权限；"
            "请先在 WPS 或 Excel 中关闭它再试"
        ) from None
    except OSError as problem:
        raise EnvironmentProblem(
            f"文件“{path.name}”读不出来（{problem.strerror}），请检查磁盘或移动介质"
        ) from problem


def format_of(name: str, data: bytes) -> Format:
    """Tell what a file is.

    Args:
        name: Its file name; used in messages, and to notice a wrong ending.
        data: Its whole content.

    Raises:
        InputRefused: ``empty_file``, ``not_a_spreadsheet``, ``damaged_file``,
            ``password_protected``, ``too_large`` or ``mislabelled``.
    """
    if not data.strip(_BLANK):
        raise refuse("empty_file", f"文件“{name}”是空的，里面没有任何内容")
    return _named(name, data, _by_content(name, data))


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a file by its beginning.

    Attributes:
        kind: What it is.
        size: Bytes in all.
        begin: Its first bytes.
    """

    kind: Format
    size: int
    begin: bytes

    @property
    def whole(self) -> bool:
        """Whether the beginning is everything."""
        return len(self.begin) == self.size


def head_of(path: Path, most: int) -> Head:
    """Tell what a file is without reading more than its beginning (and the list of a package).

    Args:
        path: The file.
        most: How many bytes to read.

    Raises:
        InputRefused: As :func:`format_of`.
        EnvironmentProblem: There is no such file, or it cannot be opened.
    """
    with _opened(path):
        size = path.stat().st_size
        with path.open("rb") as file:
            begin = file.read(most)
        whole = size == len(begin)
        if begin.startswith(_ZIP):
            kind = _named(path.name, begin, _zip_format(path.name, path))
        elif begin.startswith(_CFB) and not whole:
            # Where its streams are named is anywhere in the file; reading it will tell.
            kind = _named(path.name, begin, Format.XLS)
        elif whole or begin.strip(_BLANK):
            kind = format_of(path.name, begin)
        else:
            kind = Format.TEXT
    return Head(kind, size, begin)


def _named(name: str, data: bytes, found: Format) -> Format:
    """Refuse a file whose ending says something else than its content.

    Raises:
        InputRefused: ``mislabelled`` or ``damaged_file``.
    """
    told = _BY_SUFFIX.get(Path(name).suffix.lower(), found)
    if told is not found:
        if found is Format.TEXT and _is_binary(data):
            raise damaged(name)
        raise refuse(
            "mislabelled",
            f"文件“{name}”的扩展名与内容不符，内容其实是 {found.value} 格式；"
            f"请把扩展名改为 {found.value}，或{_SAVE_AS.removeprefix('请')}",
        )
    return found


def _is_binary(data: bytes) -> bool:
    """Whether bytes stand in the file that no text has, UTF-16 with its mark apart."""
    head = data[:4096]
    return not head.startswith((b"\xff\xfe", b"\xfe\xff")) and bool(_NO_TEXT.search(head))


def _by_content(name: str, data: bytes) -> Format:
    if data.startswith(_ZIP):
        return _zip_format(name, io.BytesIO(data))
    if data.startswith(_CFB):
        return _cfb_format(name, data)
    for start, what in _STRANGERS.items():
        if data.startswith(start):
            raise _stranger(name, what)
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower().replace(b"\x00", b"")
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<body")):
        raise _stranger(name, "网页，不是真正的表格文件")
    if head.startswith(b"<"):
        old = b"urn:schemas-microsoft-com:office:spreadsheet" in head
        raise _stranger(name, "XML 表格 2003" if old else "XML 或网页文件")
    return Format.TEXT


def _zip_format(name: str, source: Path | io.BytesIO) -> Format:
    try:
        with zipfile.ZipFile(source) as packed:
            parts = packed.infolist()
            check_parts(parts)
            kind = _part(packed, "mimetype")
            locked = b"encryption-data" in _part(packed, "META-INF/manifest.xml")
    except PackageUnsafeError as problem:
        raise unsafe(name, problem) from None
    except BROKEN_PACKAGE:
        raise damaged(name) from None
    names = {part.filename for part in parts}
    if "xl/workbook.xml" in names:
        return Format.XLSX
    if "xl/workbook.bin" in names:
        return Format.XLSB
    if b"opendocument.spreadsheet" in kind:
        if locked:
            raise protected(name)
        return Format.ODS
    if any(part.startswith("word/") for part in names) or b"opendocument.text" in kind:
        raise _stranger(name, "文字文档（Word）")
    if any(part.startswith("ppt/") for part in names):
        raise _stranger(name, "演示文稿（PowerPoint）")
    raise _stranger(name, "压缩包")


def _cfb_format(name: str, data: bytes) -> Format:
    """Look for the names of the streams in an OLE compound file (MS-CFB; names are UTF-16)."""

    def holds(stream: str) -> bool:
        return f"{stream}\0".encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise protected(name)
    if holds("Workbook") or holds("Book"):
        if _has_file_pass(data):
            raise protected(name)
        return Format.XLS
    if holds("WordDocument"):
        raise _stranger(name, "文字文档（Word）")
    if holds("PowerPoint Document"):
        raise _stranger(name, "演示文稿（PowerPoint）")
    raise _stranger(name, "其他程序的文件") if holds("Root Entry") else damaged(name)


def _has_file_pass(data: bytes) -> bool:
    """Whether the workbook of an .xls starts with the FilePass record of encryption (MS-XLS)."""
    place = data.find(_WORKBOOK_BEGINS)
    for _ in range(4):  # at most WriteProtect and a few others stand before it
        if place < 0 or place + 4 > len(data):
            return False
        record, length = struct.unpack_from("<HH", data, place)
        if record == _FILE_PASS:
            return True
        place += 4 + length
    return False


def _part(packed: zipfile.ZipFile, name: str) -> bytes:
    if name not in packed.namelist():
        return b""
    with packed.open(name) as part:
        return part.read(bounds.MARK_BYTES)


def protected(name: str) -> InputRefused:
    """Say that a file opens only with a password."""
    return refuse(
        "password_protected",
        f"文件“{name}”设有打开密码；请用 WPS 或 Excel 打开，取消密码并保存后再导入",
    )


def damaged(name: str) -> InputRefused:
    """Say that a file is broken inside."""
    return refuse("damaged_file", f"文件“{name}”已损坏或不完整，无法读取；{_SAVE_AS}")


def unsafe(name: str, problem: PackageUnsafeError) -> InputRefused:
    """Say that a package is not read because of what it holds."""
    remedy = "请拆成几个文件分别导入" if problem.code == "too_large" else _SAVE_AS
    return refuse(problem.code, f"文件“{name}”{problem.message}；{remedy}")


def _stranger(name: str, what: str) -> InputRefused:
    return refuse("not_a_spreadsheet", f"文件“{name}”是{what}，不能当表格导入；{_SAVE_AS}")
