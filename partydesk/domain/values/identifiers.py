"""Citizen numbers, credit codes and telephone numbers.

Sources: GB 11643-1999 (公民身份号码), GB 32100-2015 (统一社会信用代码). Full personal numbers never
stand in a message.
"""

from __future__ import annotations

import datetime as dt
import re

from stdnum import numdb
from stdnum.cn import ric

from partydesk.domain.check_characters import CREDIT
from partydesk.domain.errors import Reason
from partydesk.domain.fields import Field
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.talents import Sex
from partydesk.domain.values.cells import (
    Cell,
    Parsed,
    half_width,
    one_line,
    refused,
    says_unknown,
    text_of,
)

_LENGTH = 18
_OLD_LENGTH = 15  # citizen numbers before 1999, register numbers of units before 2015
_SAFE_DIGITS = 15  # what a number cell keeps
_EARLIEST_BIRTH = dt.date(1880, 1, 1)
_CODE = re.compile(rf"[0-9A-Z]{{{_LENGTH}}}")
_CODE_LOOKALIKES = {"I": "1", "O": "0", "Z": "2", "S": "5", "V": "U 或 Y"}
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d{2}", re.IGNORECASE)
_COUNTRY = re.compile(r"(?:\+86|\b0086|\b86)[\s-]*(?=1[3-9])")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})(\d{7,8})")
_SERVICE = re.compile(r"[48]00\d{7}")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|#|-)(\d{1,6})$", re.IGNORECASE)
#: 微信同号 and the like; what holds a digit may be a number.
_REMARK = re.compile(r"\([^()\d]*\)|微信同号|同微信")
_PHONE_BREAK = re.compile(r"[、，,；;/\n]|\s+(?=1[3-9]\d|0\d{2,3}[-\s(]?\d{7})")
_WITH_AREA = re.compile(r"\b(0\d{2,3})-(\d{7,8})(?!\d)")
_CITIZEN_RUN = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{16}[0-9Xx](?![0-9A-Za-z])")
_MOBILE_RUN = re.compile(r"(?<![0-9A-Za-z.])1[3-9]\d{9}(?![0-9A-Za-z])")
_LONG_RUN = re.compile(r"\d(?:[ -]?\d){4,}")


def parse_citizen_number(field: Field, cell: Cell, *, today: dt.date) -> Parsed:
    """Read a citizen number of 18 characters; a lower-case x becomes X, spaces go.

    Raises:
        ValueRefused: ``number_as_number`` (typed as a number, the last digits are lost),
            ``old_number`` (15 digits: only what was confirmed is stored), ``length``, ``format``,
            ``birth_date`` or ``check_digit``.
    """
    text = re.sub(r"[\s'‘’`-]", "", half_width(one_line(text_of(cell)))).upper()
    if says_unknown(text):
        return Parsed(None)
    if not any(character.isdigit() for character in text):
        return _said_instead(field, one_line(text_of(cell)))
    _refuse_number_cell(field, cell, text)
    if re.fullmatch(rf"\d{{{_OLD_LENGTH}}}", text):
        raise _old_number(field, text, today)
    if len(text) != _LENGTH:
        raise refused("length", f"{field.label}应为 18 位，现有 {len(text)} 位，请对照身份证核对")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", text):
        raise refused("format", f"{field.label}只能由数字组成，末位可以是 X，请对照身份证核对")
    if not _born_properly(text, today):
        raise refused(
            "birth_date",
            f"{field.label} {mask_number(text)} 第 7 至 14 位不是可能的出生日期，请对照身份证核对",
        )
    _refuse_check_digit(field, text)
    return Parsed(text, _region_warnings(field, text))


def _said_instead(field: Field, text: str) -> Parsed:
    """Keep what stands in the place of a number: 补办中, 本人未带."""
    message = f"{field.label}写的是“{text[:20]}”，不是号码，原文记入备注，请补填"
    return Parsed(None, (Reason("no_number", message),), keep=text)


def _refuse_number_cell(field: Field, cell: Cell, text: str) -> None:
    """Refuse what went through a number cell: a spreadsheet keeps 15 digits only."""
    as_number = isinstance(cell, int | float) and len(text) > _SAFE_DIGITS
    if as_number or _SCIENTIFIC.fullmatch(text):
        raise refused(
            "number_as_number",
            f"{field.label}的单元格是数值，末几位已经丢失，无法恢复；"
            "请先把单元格设为文本格式，再重新录入号码",
        )


def longer_number(text: str, today: dt.date) -> str | None:
    """Give the 18 characters that an old citizen number of 15 digits became.

    Source: GB 11643-1999: the century 19 before the year of birth, a check character at the end.

    Returns:
        None where the text is no old number, or no possible one.
    """
    if not re.fullmatch(rf"\d{{{_OLD_LENGTH}}}", text):
        return None
    longer = f"{text[:6]}19{text[6:]}"
    longer += ric.calc_check_digit(f"{longer}0")
    return longer if _born_properly(longer, today) else None


def _old_number(field: Field, text: str, today: dt.date) -> Exception:
    longer = longer_number(text, today)
    if longer is None:
        return refused("length", f"{field.label}应为 18 位，现有 15 位，请对照身份证核对")
    return refused(
        "old_number",
        f"{field.label}是 15 位旧号码；升为 18 位时第 6 位后加 19，末位加 {longer[-1]}"
        f"（{mask_number(longer)}），请向本人核实后填写",
    )


def _refuse_check_digit(field: Field, text: str) -> None:
    expected = ric.calc_check_digit(text)
    if text[-1] == expected:
        return
    if text.endswith("000"):
        raise refused(
            "number_as_number",
            f"{field.label} {mask_number(text)} 的末三位成了 000，多半是在表格里按数值存过；"
            "请先把单元格设为文本格式，再重新录入号码",
        )
    raise refused(
        "check_digit",
        f"{field.label} {mask_number(text)} 校验不符：前 17 位无误时末位应为 {expected}，"
        f"现为 {text[-1]}，请对照身份证核对",
    )


def _born_properly(text: str, today: dt.date) -> bool:
    try:
        birth = dt.date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    return _EARLIEST_BIRTH <= birth <= today


def _region_warnings(field: Field, text: str) -> tuple[Reason, ...]:
    """Warn of a region code never given out; withdrawn ones stay valid for life."""
    found = numdb.get("cn/loc").info(text[:6])
    if any("county" in about for _, about in found):
        return ()
    message = f"{field.label}的前六位 {text[:6]} 不是已知的县级行政区划，请对照身份证核对"
    return (Reason("region_unknown", message),)


def birth_of_number(number: str) -> PartialDate:
    """Give the birth date that stands in a stored citizen number (characters 7–14).

    Raises:
        ValueError: The text is not a citizen number.
    """
    return PartialDate(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def sex_of_number(number: str) -> Sex:
    """Give the sex that stands in a stored citizen number (character 17: odd is male).

    Raises:
        ValueError: The text is not a citizen number.
    """
    return Sex.MALE if int(number[16:17]) % 2 else Sex.FEMALE


def region_of_number(number: str) -> str:
    """Give the six-digit division in which a citizen number was given out."""
    return number[:6]


def parse_credit_code(field: Field, cell: Cell) -> Parsed:
    """Read a unified social credit code; letters become capitals, spaces and dashes go.

    A wrong check character is a warning ``check_digit``, a character outside the alphabet (I, O,
    Z, S and V are not in it) a warning ``alphabet``: the office may know a unit only by what its
    old papers say.

    Raises:
        ValueRefused: ``number_as_number``, ``length`` or ``format``.
    """
    if isinstance(cell, str) and _CODE.fullmatch(cell):
        return Parsed(cell, _code_warnings(field, cell))  # as most are written
    raw = one_line(text_of(cell))
    text = re.sub(r"[\s'‘’`-]", "", half_width(raw)).upper()
    if says_unknown(raw) or not text:
        return Parsed(None)
    _refuse_number_cell(field, cell, text)
    if not re.fullmatch(r"[0-9A-Z]+", text):
        raise refused("format", f"{field.label}“{raw[:20]}”只能由数字和字母组成，请对照执照核对")
    if len(text) != _LENGTH:
        old = "（15 位是旧的注册号）" if len(text) == _OLD_LENGTH else ""
        raise refused(
            "length", f"{field.label}应为 18 位，现有 {len(text)} 位{old}，请对照执照核对"
        )
    return Parsed(text, _code_warnings(field, text))


def _code_warnings(field: Field, text: str) -> tuple[Reason, ...]:
    if CREDIT.is_right(text):
        return ()
    wrong = sorted(set(text).difference(CREDIT.alphabet))
    if wrong:
        advice = "，".join(f"{letter} 或为 {_CODE_LOOKALIKES[letter]}" for letter in wrong)
        message = f"{field.label} {text} 含有代码不用的字母（{advice}），请对照执照核对"
        return (Reason("alphabet", message),)
    expected = CREDIT.completed(text[:-1])[-1]
    message = (
        f"{field.label} {text} 校验不符：前 17 位无误时末位应为 {expected}，现为 {text[-1]}，"
        "请对照执照核对"
    )
    return (Reason("check_digit", message),)


def place_of_region(code: str) -> str:
    """Name the province and the county that a six-digit division code stands for now.

    Returns:
        Such as 北京市朝阳区; empty for a code that is not in use any more or never was.
    """
    found = [about for _, about in numdb.get("cn/loc").info(code)]
    names = ",".join(about.get("county", "") for about in found)
    now = re.search(r"(?:^|,)(?:\[\d{4}-\])?([^,\[\]]+)$", names)
    province = "".join(about.get("province", "") for about in found)
    if now is None:
        return ""
    return now[1] if now[1] == province else f"{province}{now[1]}"


def county_of_credit_code(code: str) -> str | None:
    """Give the six-digit division of the registering office (characters 3–8)."""
    county = code[2:8]
    return county if len(code) == _LENGTH and county.isascii() and county.isdigit() else None


def parse_phone(field: Field, cell: Cell) -> Parsed:
    """Read one or several telephone numbers.

    Mobile numbers become 11 digits, landlines ``0476-4321234``, extensions ``-801`` behind them,
    several numbers are joined with 、. What fits none of these is stored as written, with a
    warning ``phone_odd``.
    """
    if isinstance(cell, str) and cell.isascii() and _MOBILE.fullmatch(cell):
        return Parsed(cell)  # as most are written; nothing below would touch it
    raw = one_line(text_of(cell))
    if says_unknown(raw):
        return Parsed(None)
    source = _COUNTRY.sub("", half_width(text_of(cell)).replace("——", "-").replace("—", "-"))
    source = _REMARK.sub("", source)
    parts = [one_line(part) for part in _PHONE_BREAK.split(source) if one_line(part)]
    numbers = [_phone(part) for part in parts]
    if all(numbers) and numbers:
        return Parsed("、".join(dict.fromkeys(number for number in numbers if number)))
    message = (
        f"{field.label}“{mask_phone(raw[:30])}”不像手机号码或带区号的固定电话，已按原样保存，请核对"
    )
    return Parsed(raw, (Reason("phone_odd", message),))


def _phone(text: str) -> str | None:
    """Write one number the way the program does; None where it is no telephone number."""
    compact = re.sub(r"[\s()]", "", text)
    digits = compact.replace("-", "")
    if _MOBILE.fullmatch(digits):
        return digits
    for candidate, extension in _with_and_without_extension(compact):
        landline = _LANDLINE.fullmatch(candidate)
        if landline:
            return f"{landline[1]}-{landline[2]}" + (f"-{extension}" if extension else "")
    return digits if _SERVICE.fullmatch(digits) else None


def _with_and_without_extension(compact: str) -> list[tuple[str, str]]:
    tries = [(compact.replace("-", ""), "")]
    found = _EXTENSION.search(compact)
    if found:
        tries.append((compact[: found.start()].replace("-", ""), found[1]))
    return tries


def mask_number(number: str) -> str:
    """Hide the middle of a citizen number: ``150430********1426``."""
    if len(number) != _LENGTH:
        return number[:2] + "*" * max(len(number) - 4, 4) + number[-2:]
    return f"{number[:6]}********{number[-4:]}"


def mask_personal(text: str) -> str:
    """Hide every citizen and mobile number in a text, whatever column it was put into."""
    hidden = _CITIZEN_RUN.sub(lambda run: mask_number(run[0]), text)
    return _MOBILE_RUN.sub(lambda run: _mask_run(run[0]), hidden)


def mask_phone(text: str) -> str:
    """Hide the middle of every number in a text: ``138****0004``, ``0476-****234``."""
    pieces = []
    end = 0
    for found in _WITH_AREA.finditer(text):
        pieces.append(_mask_runs(text[end : found.start()]))
        pieces.append(f"{found[1]}-****{found[2][4:]}")
        end = found.end()
    return "".join(pieces) + _mask_runs(text[end:])


def _mask_runs(text: str) -> str:
    return _LONG_RUN.sub(lambda run: _mask_run(run[0]), text)


def _mask_run(run: str) -> str:
    if _MOBILE.fullmatch(run):
        return f"{run[:3]}****{run[-4:]}"
    shown = min(4, len(run) // 2)
    return "*" * (len(run) - shown) + run[-shown:]
