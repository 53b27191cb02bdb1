"""Dates in the many ways people write them."""

from __future__ import annotations

import datetime as dt
import re

from partydesk.domain.errors import Reason
from partydesk.domain.fields import Field, Kind
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.values.cells import (
    Cell,
    Parsed,
    half_width,
    one_line,
    refused,
    says_unknown,
    text_of,
)

#: Day zero of Excel's 1900 system as counted since 1 March 1900 (its 29 February 1900 never was).
_SERIAL_ZERO = dt.date(1899, 12, 30)
_SERIALS = range(20000, 80001)
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_SEPARATED = re.compile(r"(\d{4})[-./、,。年](\d{1,2})(?:[-./、,。月](\d{1,2})[日号]?|月)?")
_SPACED = re.compile(r"\d{4} \d{1,2}( \d{1,2})?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_YEAR = re.compile(r"(\d{4})年?")
_SHORT_YEAR = re.compile(r"'?\d{2}[-./年]\d{1,2}([-./月]\d{0,2}日?)?月?|\d{2}年")
#: What stands behind a date of birth on paper; it says nothing that the date does not.
_BEHIND = re.compile(r"\s*(\(\d{1,3}周?岁\)|出?生)$")
_YEAR_LAST = re.compile(r"\d{1,2}[-./]\d{1,2}[-./]\d{4}")
_CHINESE = re.compile(
    r"([〇零○OＯ0一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,3})月"
    r"(?:([一二三四五六七八九十廿卅]{1,3})[日号])?)?"
)
_DIGITS = {
    character: digit for digit, character in enumerate("〇一二三四五六七八九")
} | dict.fromkeys("零○OＯ0", 0)
_TENS = {"廿": "二十", "卅": "三十"}
_WRITE = "请写成 1970-07-07"
_WRITE_PARTIAL = "请写成 1970-07-07，只知年月时写 1970-07"


def parse_date(field: Field, cell: Cell, *, today: dt.date) -> Parsed:
    """Read a date (``DATE``) or a date known to the month or year (``PARTIAL_DATE``).

    Args:
        field: A field of one of these kinds.
        cell: Text in any usual spelling, a date, or an Excel serial number.
        today: Dates of people's lives (``PARTIAL_DATE``) after this day are refused.

    Raises:
        ValueRefused: ``two_digit_year`` (two centuries are possible), ``date_order``,
            ``ambiguous_date``, ``date_incomplete``, ``future_date`` or ``bad_date``.
    """
    found: PartialDate | None
    plain = _SEPARATED.fullmatch(cell) if isinstance(cell, str) and cell.isascii() else None
    if plain:
        text, found = plain[0], _from_parts(field, plain[0], plain)  # as most are written
    else:
        text = _BEHIND.sub("", half_width(one_line(text_of(cell))))
        if says_unknown(text):
            return Parsed(None)
        found = _read(field, cell, text)
    if found is None:
        return _with_century(field, text, today)
    if found.year < field.earliest:
        raise _bad(field, text)
    if field.kind is Kind.PARTIAL_DATE:
        if found.first_day() > today:
            raise refused("future_date", f"{field.label}“{text}”还没有到，请核对年份")
        return Parsed(found)
    if found.month is None or found.day is None:
        raise refused("date_incomplete", f"{field.label}“{text}”缺少日，{_WRITE}")
    return Parsed(dt.date(found.year, found.month, found.day))


def _read(field: Field, cell: Cell, text: str) -> PartialDate | None:
    """Find the date in a cell that is not empty; None where its year has only two digits."""
    if isinstance(cell, bool):
        raise _bad(field, text)
    if isinstance(cell, dt.datetime):
        return PartialDate.of(cell.date())
    if isinstance(cell, dt.date):
        return PartialDate.of(cell)
    if isinstance(cell, float) and not cell.is_integer():
        _refuse_lost_zero(field, cell)
        if int(cell) in _SERIALS:
            return PartialDate.of(_SERIAL_ZERO + dt.timedelta(days=int(cell)))
    return _from_text(field, text)


def _refuse_lost_zero(field: Field, number: float) -> None:
    """Refuse 2024.1 as a number: whether 2024.10 was typed can no longer be seen."""
    text = text_of(number)
    if re.fullmatch(r"(19|20)\d{2}\.1", text):
        raise refused(
            "ambiguous_date",
            f"{field.label}“{text}”是数值，分不清 1 月还是 10 月；请改成文本，如 {text[:4]}-01",
        )


def _from_text(field: Field, text: str) -> PartialDate | None:
    """Read the written forms; None where the year has only two digits."""
    text = _arabic(_TIME.sub("", text))
    if _SPACED.fullmatch(text):
        text = text.replace(" ", "-")
    compact = text.replace(" ", "").rstrip(".。")
    if re.fullmatch(r"\d{5}", compact) and int(compact) in _SERIALS:
        return PartialDate.of(_SERIAL_ZERO + dt.timedelta(days=int(compact)))
    for pattern in (_SEPARATED, _COMPACT, _YEAR):
        found = pattern.fullmatch(compact)
        if found:
            return _from_parts(field, text, found)
    if _SHORT_YEAR.fullmatch(compact):
        return None
    if _YEAR_LAST.fullmatch(compact):
        raise refused(
            "date_order", f"{field.label}“{text}”分不清月和日，请按年-月-日填写，如 2024-05-06"
        )
    raise _bad(field, text)


def _from_parts(field: Field, text: str, found: re.Match[str]) -> PartialDate:
    return _calendar(field, text, [int(part) for part in found.groups() if part])


def _with_century(field: Field, text: str, today: dt.date) -> Parsed:
    """Read a year of two digits in the one century in which the day can lie.

    70.7 is 1970-07 as long as 2070 is to come; three numbers of which the first may be a day, and
    years that two centuries have, are not guessed.
    """
    parts = [int(part) for part in re.findall(r"\d+", text)]
    certain = len(parts) < 3 or parts[0] > 31  # noqa: PLR2004 - year, month, day; days of a month
    possible = []
    for century in (1900, 2000):
        try:
            date = PartialDate(century + parts[0], *parts[1:])
        except ValueError:
            continue
        if date.year >= field.earliest and date.first_day() <= today:
            possible.append(date)
    if not certain or len(possible) != 1 or field.kind is not Kind.PARTIAL_DATE:
        message = f"{field.label}“{text}”的年份只有两位，请写四位年份，如 1970-07"
        raise refused("two_digit_year", message)
    message = f"{field.label}“{text}”的年份只有两位，只可能是 {possible[0]}，已这样读取，请核对"
    return Parsed(possible[0], (Reason("century_added", message),))


def _calendar(field: Field, text: str, parts: list[int]) -> PartialDate:
    """Accept only days that the calendar has."""
    try:
        return PartialDate(*parts)
    except ValueError:
        raise refused(
            "bad_date", f"{field.label}“{text}”不是日历上的日期，{_advice(field)}"
        ) from None


def _bad(field: Field, text: str) -> Exception:
    return refused("bad_date", f"{field.label}“{text[:20]}”看不出是哪一天，{_advice(field)}")


def _advice(field: Field) -> str:
    return _WRITE_PARTIAL if field.kind is Kind.PARTIAL_DATE else _WRITE


def _arabic(text: str) -> str:
    """Rewrite 二〇二四年五月六日 with Arabic digits; other texts come back unchanged."""
    found = _CHINESE.fullmatch(text.replace(" ", ""))
    if not found:
        return text
    year, month, day = found.groups()
    written = "".join(str(_DIGITS[character]) for character in year)
    for part in (month, day):
        written += f"-{_small_number(part)}" if part else ""
    return written


def _small_number(text: str) -> int:
    """Read 一 to 三十一; nonsense gives a number no calendar has."""
    for short, long in _TENS.items():
        text = text.replace(short, long)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS[text] if len(text) == 1 else 99
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return 99
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
