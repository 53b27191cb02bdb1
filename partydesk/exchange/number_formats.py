"""What an .xlsx says of how its numbers are shown: as dates, or filled up with zeros.

A cell that holds 123 and shows 00123 means 00123 to whoever typed it; the library that reads the
workbook gives the number alone.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from partydesk.exchange.formats import BROKEN_PACKAGE

_PART = "xl/styles.xml"
_MOST_BYTES = 8 * 1024**2
_CHUNK = 2**16
#: Formats of dates that workbooks need not describe, the Chinese ones too (ECMA-376, 18.8.30).
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_DATE_CODE = re.compile(r"[ymdhs年月日]", re.IGNORECASE)
_IN_QUOTES = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_ZEROS = re.compile(r"0{2,}")
_STYLED = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*?\bs="(\d+)"')


class EntitiesDeclaredError(ValueError):
    """The XML declares entities, which no spreadsheet program writes."""


@dataclass(slots=True)
class NumberFormats:
    """The number formats of a workbook's cell styles.

    Attributes:
        dates: Styles that show a number as a date.
        zeros: Style → so many digits a whole number is filled up to.
    """

    dates: set[int] = field(default_factory=set)
    zeros: dict[int, int] = field(default_factory=dict)


def number_formats(packed: zipfile.ZipFile) -> NumberFormats:
    """Read the number formats; a part that is missing or broken tells nothing."""
    look = _StylesLook()
    if _PART in packed.namelist():
        parser = expat.ParserCreate()
        parser.StartElementHandler = look.start
        parser.EntityDeclHandler = refuse_entities
        try:
            for chunk in chunks(packed, _PART, _MOST_BYTES):
                parser.Parse(chunk, False)  # noqa: FBT003 - the parser takes it by place only
        except (expat.ExpatError, *BROKEN_PACKAGE):
            return NumberFormats()
    return look.formats()


def zero_filled(xml: bytes, zeros: dict[int, int]) -> dict[tuple[int, int], int]:
    """Find the cells whose numbers are filled up with zeros.

    Args:
        xml: The sheet.
        zeros: As in :class:`NumberFormats`.

    Returns:
        Row number and column, counting from 0 → digits.
    """
    if not zeros:
        return {}
    return {
        (int(row), column_index(letters.decode())): zeros[int(style)]
        for letters, row, style in _STYLED.findall(xml)
        if int(style) in zeros
    }


def column_index(letters: str) -> int:
    """Number a column as spreadsheets name it: A → 0, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def with_zeros(value: object, width: int) -> object:
    """Write a whole number as it is shown; anything else comes back unchanged."""
    whole = isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    if not whole or (isinstance(value, float) and not value.is_integer()):
        return value
    text = str(int(value))  # type: ignore[call-overload]  # a number, by the line above
    return text.zfill(width) if len(text) < width else value


def chunks(packed: zipfile.ZipFile, part: str, most: int) -> Iterator[bytes]:
    """Stream the beginning of a part of a package, so many bytes at most."""
    with packed.open(part) as stream:
        for _ in range(most // _CHUNK):
            chunk = stream.read(_CHUNK)
            if not chunk:
                return
            yield chunk


def refuse_entities(*_: object) -> None:
    """Be the handler of an XML parser for declarations of entities.

    Raises:
        EntitiesDeclaredError: Always.
    """
    raise EntitiesDeclaredError


class _StylesLook:
    """Takes formats and styles out of the stream of the XML."""

    def __init__(self) -> None:
        self._codes: dict[int, str] = {}
        self._styles: list[int] = []
        self._among_cells = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "numFmt":
            self._codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif name in {"cellXfs", "cellStyleXfs"}:
            self._among_cells = name == "cellXfs"
        elif name == "xf" and self._among_cells:
            self._styles.append(int(attributes.get("numFmtId", "0")))

    def formats(self) -> NumberFormats:
        found = NumberFormats()
        for style, number in enumerate(self._styles):
            code = self._codes.get(number, "")
            if number in _DATE_FORMATS or _DATE_CODE.search(_IN_QUOTES.sub("", code)):
                found.dates.add(style)
            elif _ZEROS.fullmatch(code):
                found.zeros[style] = len(code)
        return found
