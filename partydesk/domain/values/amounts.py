"""Money, counts, and yes or no."""

from __future__ import annotations

import re
from decimal import Decimal

from partydesk.domain.errors import Reason
from partydesk.domain.fields import Field
from partydesk.domain.values.cells import (
    Cell,
    Parsed,
    half_width,
    key_of,
    one_line,
    refused,
    says_nothing,
    says_unknown,
    text_of,
)

_WAN = Decimal(10000)
#: How many 万元 one of the unit is.
_UNITS = {"元": 1 / _WAN, "万元": Decimal(1), "亿元": _WAN}
_SCALES = {
    "": Decimal(1), "十": Decimal(10), "百": Decimal(100), "千": Decimal(1000), "万": _WAN,
    "十万": 10 * _WAN, "百万": 100 * _WAN, "千万": 1000 * _WAN, "亿": _WAN * _WAN,
}  # fmt: skip
_NUMBER = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d*)?")
_RENMINBI = re.compile(r"人民币|rmb|cny|¥")
_FOREIGN = re.compile(
    r"美元|美金|欧元|日元|英镑|港元|港币|韩元|韩币|澳元|加元|加拿大元|新加坡元|新西兰元|台币|澳门元"
    r"|法郎|卢布|马克|泰铢|图格里克|[$€£]|usd|eur|jpy|gbp|hkd|krw|aud|cad|sgd|rub|mnt|twd"
)
_LARGEST = Decimal(10) ** 10
_PLACES = 6  # one 分, in 万元
_COUNT_UNITS = frozenset("人名位个家户次天年月份件项")
_LARGEST_COUNT = 10**9
_YES = frozenset({"是", "有", "y", "yes", "true", "1", "t", "对", "√", "✓", "✔", "☑"})
_NO = frozenset({"否", "无", "没有", "不是", "n", "no", "false", "0", "f", "×", "✗", "✘", "☐"})


def parse_money(field: Field, cell: Cell) -> Parsed:
    """Read an amount into 万元.

    A bare number counts in the field's unit (元, 万元 or 亿元; a sheet's header may set another
    than the field's own). Nothing is guessed: an amount in foreign money or without any unit is
    not stored but kept as text, with a warning ``foreign_currency`` or ``unit_unknown``.

    Raises:
        ValueRefused: ``negative``, ``bad_number`` or ``too_large``.
    """
    if type(cell) is int and cell >= 0 and field.unit in _UNITS:
        # As most are written; nothing below would touch it.
        return Parsed(_sane(field, str(cell), cell * _UNITS[field.unit]))
    raw = one_line(text_of(cell))
    if says_unknown(raw):
        return Parsed(None)
    text = half_width(raw).replace(" ", "").replace("￥", "¥").casefold()
    if _FOREIGN.search(text) and _NUMBER.search(text):
        return _kept(raw, "foreign_currency", f"{field.label}“{raw}”是外币，未换算；原文写入备注")
    before, number, after = _split(field, cell, raw, text)
    factor = _factor(field, before, after)
    if factor is None:
        return _kept(
            raw,
            "unit_unknown",
            f"{field.label}“{raw}”看不出单位是元还是万元，未填入；原文写入备注，请核对后补填",
        )
    return Parsed(_sane(field, raw, number * factor))


def _split(field: Field, cell: Cell, raw: str, text: str) -> tuple[str, Decimal, str]:
    """Give what stands before the number, the number, and what stands after it."""
    found = _NUMBER.search(text)
    if isinstance(cell, bool) or not found:
        raise _bad_number(field, raw)
    before, after = text[: found.start()], text[found.end() :]
    if found[1]:
        raise refused("negative", f"{field.label}“{raw}”是负数，请核对")
    if re.search(r"[\d,.~-]", after) or not re.fullmatch(
        r"[(\[]?(人民币|rmb|cny|¥)?[)\]:]*", before
    ):
        raise _bad_number(field, raw)
    number = Decimal(found[2].replace(",", "") + (found[3] or "").rstrip("."))
    return before, number, after


def _factor(field: Field, before: str, after: str) -> Decimal | None:
    """How many 万元 one of the written unit is; None where nothing says."""
    if not before and not after:
        return _UNITS.get(field.unit)
    unit = re.sub(r"[()\[\]整]", "", _RENMINBI.sub("", after))
    scale = unit.removesuffix("元").removesuffix("圆").removesuffix("块")
    if scale not in _SCALES:
        return None
    if scale == unit and scale not in {"万", "十万", "百万", "千万", "亿"}:
        return None
    return _SCALES[scale] / _WAN


def _sane(field: Field, raw: str, amount: Decimal) -> Decimal:
    """Keep the amount exact to one 分 and within reason."""
    if amount >= _LARGEST:
        raise refused("too_large", f"{field.label}“{raw}”大得不合常理，请核对单位")
    exact = amount.quantize(Decimal(1).scaleb(-_PLACES))
    if exact != amount:
        raise refused("bad_number", f"{field.label}“{raw}”小数位太多，最多写到分")
    return Decimal(format(exact.normalize(), "f"))


def _kept(raw: str, code: str, message: str) -> Parsed:
    return Parsed(None, (Reason(code, message),), keep=raw)


def _bad_number(field: Field, raw: str) -> Exception:
    return refused("bad_number", f"{field.label}“{raw[:20]}”不是一个金额，请写成 86.7 或 86.7万元")


def parse_integer(field: Field, cell: Cell) -> Parsed:
    """Read a count: ``3``, ``3.0``, ``3人``, ``1,200``; 无 means none of them, that is 0.

    Raises:
        ValueRefused: ``bad_number`` for anything that is not one whole number (约5, 3-5, 2.5),
            ``negative`` or ``too_large``.
    """
    raw = one_line(text_of(cell))
    if raw in {"无", "没有"}:
        return Parsed(0)
    if says_unknown(raw):
        return Parsed(None)
    text = half_width(raw).replace(" ", "")
    unit = field.unit if field.unit and text.endswith(field.unit) else text[-1]
    if unit == field.unit or unit in _COUNT_UNITS:
        text = text.removesuffix(unit)
    found = _NUMBER.fullmatch(text)
    if isinstance(cell, bool) or not found or (found[3] or ".").strip(".0"):
        raise refused("bad_number", f"{field.label}“{raw[:20]}”不是一个整数，请只填一个数字，如 5")
    if found[1]:
        raise refused("negative", f"{field.label}“{raw}”是负数，请核对")
    count = int(found[2].replace(",", ""))
    if count > _LARGEST_COUNT:
        raise refused("too_large", f"{field.label}“{raw[:20]}”大得不合常理，请核对是否填错了列")
    return Parsed(count)


def parse_yes_no(field: Field, cell: Cell) -> Parsed:
    """Read 是 or 否 and the usual marks for them.

    Raises:
        ValueRefused: ``bad_yes_no``.
    """
    raw = one_line(text_of(cell))
    word = key_of(raw) or raw
    if word in _YES:
        return Parsed(value=True)
    if word in _NO:
        return Parsed(value=False)
    if says_nothing(raw) or says_unknown(raw):
        return Parsed(None)
    raise refused("bad_yes_no", f"{field.label}“{raw[:20]}”请填“是”或“否”")


def show_money(field: Field, amount: Decimal) -> str:
    """Write an amount plainly in the field's unit; without a unit 万元 is written behind it."""
    factor = _UNITS.get(field.unit)
    if factor is None:
        return f"{format(amount.normalize(), 'f')}万元"
    return format((amount / factor).normalize(), "f")
