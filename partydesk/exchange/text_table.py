"""Tables in text files: .csv, .tsv and .txt in the encodings Chinese offices use."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections.abc import Iterator

from partydesk.domain import bounds
from partydesk.exchange.formats import refuse
from partydesk.exchange.formula_guard import unguarded
from partydesk.exchange.grid import Grid, Row
from partydesk.exchange.headers import Labels

_DELIMITERS = (",", "\t", ";", "|")
_LOOK_AT = 20
_LOOK_ACROSS = 200_000  # characters of a line
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_STRAY_CONTROLS = 200  # characters of text for which one control character is put up with
_LONGEST_FIELD = 2**20


def read_text(name: str, data: bytes, known: Labels) -> Grid:
    """Read a text file as a grid.

    Args:
        name: The file's name, for messages.
        data: Its whole content.
        known: Labels that columns may have; they decide between possible delimiters.

    Raises:
        InputRefused: ``not_a_spreadsheet`` when it is no text in a known encoding.
    """
    return _grid(_decode(name, data), known)


def read_text_head(name: str, data: bytes, known: Labels, *, whole: bool) -> Grid:
    """Read the beginning of a text file as a grid.

    Args:
        name: The file's name, for messages.
        data: Its first bytes; a character or a row cut off at the end is left out.
        known: Labels that columns may have.
        whole: Whether the beginning is everything.

    Raises:
        InputRefused: ``not_a_spreadsheet`` when it is no text in a known encoding.
    """
    text = _decode(name, data, whole=whole)
    if not whole and "\n" in text[:-1]:
        text = text[: text.rindex("\n")]
    return _grid(text, known)


def _grid(text: str, known: Labels) -> Grid:
    if text[:4].lower() == "sep=":  # Excel's own hint at the delimiter, no row of the table
        text = text.partition("\n")[2]
    delimiter = _delimiter(text, known)
    if text.count(delimiter) + text.count("\n") > bounds.TABLE_CELLS:
        raise refuse("too_large", "文件里的单元格太多，请拆成几个文件分别导入")
    stray = False
    try:
        records = list(_records(text, delimiter, strict=True))
    except csv.Error:
        # A single quotation mark would swallow the rest of the file into one cell.
        stray = True
        records = _as_characters(text, delimiter)
    rows, blank = [], []
    for number, record in enumerate(records, start=1):
        cells = tuple(unguarded(text) if text and not text.isspace() else None for text in record)
        if any(cells):
            rows.append(Row(number, cells))
        else:
            blank.append(number)
    return Grid("", tuple(rows), tuple(blank), stray_quotes=stray)


def _as_characters(text: str, delimiter: str) -> list[list[str]]:
    """Read quotation marks as characters.

    Raises:
        InputRefused: ``too_large`` where a cell is longer than any real one.
    """
    try:
        return list(_records(text, delimiter, strict=False))
    except csv.Error:
        most = f"{_LONGEST_FIELD // 10_000} 万字"
        message = f"文件里有一格超过 {most}，不像表格；请检查分隔符，或另存为 .xlsx 后再导入"
        raise refuse("too_large", message) from None


def _decode(name: str, data: bytes, *, whole: bool = True) -> str:
    data = data.rstrip(b"\x1a")  # how old programs end a text
    for encoding in _encodings(data):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(data, whole)
        except UnicodeDecodeError:
            continue
        looked_at = text[:100_000]
        controls = len(_CONTROLS.findall(looked_at))
        # A stray one in a cell is dropped when the cell is read; many mean that this is no text.
        if controls <= max(1, len(looked_at) // _STRAY_CONTROLS) and "\x00" not in looked_at:
            return text
    raise refuse(
        "not_a_spreadsheet",
        f"文件“{name}”不是表格，也不是 UTF-8 或 GB18030 编码的文本；"
        "请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入",
    )


def _encodings(data: bytes) -> tuple[str, ...]:
    """Name the encodings to try, the likeliest first."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    low, high = data[:20_000:2].count(0), data[1:20_000:2].count(0)
    if low + high > 1:  # of an ASCII character in UTF-16 one half is zero, always the same one
        return ("utf-16-le",) if high > low else ("utf-16-be",)
    return ("utf-8-sig", "gb18030")


def _records(text: str, delimiter: str, *, strict: bool) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_FIELD)
    lines = io.StringIO(text, newline="")
    if strict:
        return iter(csv.reader(lines, delimiter=delimiter, strict=True))
    return iter(csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE))


def _delimiter(text: str, known: Labels) -> str:
    """Choose the delimiter that shows most known labels in a row, else most even columns."""
    first = itertools.islice(io.StringIO(text, newline=None), _LOOK_AT)
    head = "\n".join(line.rstrip("\r\n")[:_LOOK_ACROSS] for line in first)

    def fitness(delimiter: str) -> tuple[int, int]:
        rows = [row for row in _records(head, delimiter, strict=False) if any(row)]
        labels = max((known.count(row) for row in rows), default=0)
        widths = [len(row) for row in rows if len(row) > 1]
        common = max(widths.count(width) for width in widths) if widths else 0
        return labels, common

    return max(_DELIMITERS, key=fitness)
