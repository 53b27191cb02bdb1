"""How documents are numbered and how dates and small counts are written on paper.

Sources: document numbers by the practice of Party and government organs (GB/T 9704-2012, 7.2.5:
full year in six-corner brackets U+3014 and U+3015, serial not padded, no 第); dates on paper by
GB/T 9704-2012, 7.3.5.4 (Arabic figures, month and day not padded).
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass

_DIGITS = "零一二三四五六七八九"
_FULL_YEARS = range(1000, 10000)
_COUNTED_IN_WORDS = range(1, 100)
#: After NFKC has made the full-width ones plain.
_BRACKETS = str.maketrans({**dict.fromkeys("〔【[{〈", "("), **dict.fromkeys("〕】]}〉", ")")})


@dataclass(frozen=True, slots=True)
class Numbering:
    """How the documents of one series are counted within a year.

    Attributes:
        code: The organ's code for this kind of document (发文机关代字).
        first: Serial of the first one; those before it were numbered on paper.
    """

    code: str
    first: int


def document_number(code: str, year: int, serial: int) -> str:
    """Write the number of a document, such as ``旗非公委任〔2026〕17号``.

    Args:
        code: The organ's code for this kind of document (发文机关代字), from the year's policy.
        year: Full year, four digits.
        serial: Running number within code and year, from 1.

    Raises:
        ValueError: An empty code, a year that is not full, or a serial below 1.
    """
    if not code.strip():
        raise ValueError("a document number needs the organ's code")
    if year not in _FULL_YEARS:
        raise ValueError("the year is written in full")
    if serial < 1:
        raise ValueError("serials count from 1")
    return f"{code.strip()}〔{year}〕{serial}号"


def paper_date(day: dt.date) -> str:
    """Write a date as documents do: ``2026年3月28日``, nothing padded."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_numeral(number: int) -> str:
    """Write 1–99 in Chinese numerals, as clauses and copies are counted (``二十一``).

    Raises:
        ValueError: The number is outside 1–99.
    """
    if number not in _COUNTED_IN_WORDS:
        raise ValueError("only 1 to 99 are counted in words")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def plain_number(text: str) -> str:
    """Write a document's number as people may type it, so that two ways of writing compare equal.

    Spaces vanish, full-width signs become plain, and all brackets are alike.
    """
    plain = unicodedata.normalize("NFKC", "".join(text.split()))
    return plain.translate(_BRACKETS)
