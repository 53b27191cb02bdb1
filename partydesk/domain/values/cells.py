"""What every reader of a cell shares: the shapes in and out, and safe clean-ups of text."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import NamedTuple

from partydesk.domain.errors import PartydeskError, Reason
from partydesk.domain.fields import Field

#: A value as a spreadsheet or a form gives it.
Cell = str | int | float | bool | dt.date | dt.datetime | None

#: Looking costs a tenth of translating, and few texts hold any of these.
_HAS_FULL_WIDTH = re.compile("[\uff01-\uff5e\u3000]")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
#: Among them the marks of writing direction that come along when a number is copied from a phone.
_INVISIBLE = frozenset(
    "\u00ad\u200b\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_NOTHING = frozenset({"", "n/a", "#n/a", "null", "-", "--", "—", "——", "/", "\\"})
_LONGEST_NOTHING = max(map(len, _NOTHING))
_UNKNOWN = frozenset({"无", "没有", "不详", "未知", "暂无"})
#: Longer texts are no ditto mark, whatever stands in them.
LONGEST_DITTO = 12
_DITTO = frozenset({
    "同上", "同前", "同上行", "上同", "同上一行", "〃", "″", "〞", "〟", "”", "“", '"', "''", "‘’",
    "’’", "“”",
})  # fmt: skip
_DITTO_BEGINS = frozenset({mark[0] for mark in _DITTO} | set("(（ \u3000＂＇"))
_FORMULA_ERROR = re.compile(r"#(REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)")


class Parsed(NamedTuple):
    """What a cell means.

    Attributes:
        value: The value to store, of the Python type of the field's kind; ``None`` (``()`` for
            several words) when the cell says nothing.
        warnings: What deserves attention although the value can be stored.
        keep: Text of the cell that found no place in ``value`` and belongs into the note.
    """

    value: object
    warnings: tuple[Reason, ...] = ()
    keep: str | None = None


class ValueRefused(PartydeskError):
    """A cell whose content cannot be stored.

    Attributes:
        reason: Code and Chinese sentence; personal numbers in it are masked.
    """

    def __init__(self, reason: Reason) -> None:
        """Use the sentence as the message."""
        super().__init__(reason.message)
        self.reason = reason


def refused(code: str, message: str) -> ValueRefused:
    """Build the refusal of a cell."""
    return ValueRefused(Reason(code, message))


def half_width(text: str) -> str:
    """Turn full-width digits, Latin letters, punctuation and spaces into half-width ones.

    Only these: full NFKC would also rewrite compatibility ideographs that stand in names.
    """
    return text.translate(_FULL_WIDTH) if _HAS_FULL_WIDTH.search(text) else text


def without_controls(text: str) -> str:
    """Drop what no one can see: control characters but line ends and tabs, lone surrogates."""
    if text.isprintable():
        return text
    return "".join(
        character
        for character in text
        if character in "\t\n"
        or (unicodedata.category(character) not in {"Cc", "Cs"} and character not in _INVISIBLE)
    )


def one_line(text: str) -> str:
    """Clean a text to one line: ends trimmed, every run of white space one space."""
    if text.isprintable() and " " not in text:
        return text  # no other white space is printable
    return " ".join(without_controls(text.replace("\r", "\n")).split())


def text_of(cell: Cell) -> str:
    """Write a cell of any type as the text a person would have typed."""
    if cell is None:
        return ""
    if type(cell) is str:
        return cell
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        # A spreadsheet keeps 15 digits; more would be the noise of binary fractions.
        return format(Decimal(f"{cell:.15g}"), "f") if isfinite(cell) else ""
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time()
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "minutes")
    return str(cell)


def says_nothing(text: str) -> bool:
    """Whether a text only fills the cell: N/A, null, a dash or a slash."""
    text = text.strip()
    # Neither half width nor small letters make a text shorter.
    return len(text) <= _LONGEST_NOTHING and half_width(text).casefold() in _NOTHING


def says_unknown(text: str) -> bool:
    """Whether a text says that there is nothing or that nothing is known: 无, 不详, N/A."""
    return says_nothing(text) or text.strip() in _UNKNOWN


def says_ditto(text: str) -> bool:
    """Whether a text only points to what stands above it: 同上, 〃, a quotation mark."""
    if len(text) > LONGEST_DITTO or text[:1] not in _DITTO_BEGINS:
        return False
    return half_width("".join(text.split())).strip("()（）.。") in _DITTO


def formula_error(field: Field, cell: str) -> Reason | None:
    """Give the warning for a cell that shows the error of its formula instead of a value."""
    if "#" in cell and _FORMULA_ERROR.fullmatch(cell.strip()):
        return Reason(
            "formula_error",
            f"{field.label}的单元格是公式错误 {cell.strip()}，按空白处理；请在原表改正或直接填值",
        )
    return None


@lru_cache(maxsize=8192)
def key_of(text: str) -> str:
    """Reduce a word to what counts when words are compared: letters and digits, lower case."""
    return "".join(c for c in half_width(text).casefold() if c.isalnum())
