"""Money, counts and yes or no."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.fields import Field, Kind
from partydesk.domain.values import Cell, ValueRefused, parse, show

TODAY = dt.date(2025, 6, 15)
CAPITAL = Field("注册资本", Kind.MONEY, unit="万元")
IN_YUAN = Field("注册资本", Kind.MONEY, unit="元")
NO_UNIT = Field("注册资本", Kind.MONEY)
STAFF = Field("从业人员", Kind.INTEGER, unit="人")
YES_NO = Field("是否", Kind.YES_NO)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1,000(万)", "1000"),
        ("60万人民币", "60"),
        ("100(人民币元)", "0.01"),
        ("50(万人民币元)", "50"),
        ("800万元人民币", "800"),
        ("86.7万", "86.7"),
        ("86.7万人民币", "86.7"),
        ("300.2000(万人民币元)", "300.2"),
        ("16,666.6667(万人民币元)", "16666.6667"),
        ("21,850,000(人民币元)", "2185"),
        ("1.2亿元", "12000"),
        ("3千万", "3000"),
        ("人民币500万元整", "500"),
        ("¥5,000,000元", "500"),
        ("５００万元", "500"),
        ("500（万元）", "500"),
        ("50", "50"),
        (50, "50"),
        (86.7, "86.7"),
        (0.1 + 0.2, "0.3"),
        ("0", "0"),
        ("0.000001", "0.000001"),
    ],
)
def test_amounts_in_ten_thousand_yuan(cell: Cell, expected: str) -> None:
    parsed = parse(CAPITAL, cell, today=TODAY)
    assert parsed.value == Decimal(expected)
    assert isinstance(parsed.value, Decimal)
    assert "E" not in str(parsed.value)
    assert not parsed.warnings


@pytest.mark.parametrize("cell", ["N/A", "无", "-", "/", "", None, "不详", "－"])
def test_no_amount(cell: Cell) -> None:
    parsed = parse(CAPITAL, cell, today=TODAY)
    assert (parsed.value, parsed.warnings, parsed.keep) == (None, (), None)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("269(万美元)", "foreign_currency"),
        ("100万港元", "foreign_currency"),
        ("US$ 100", "foreign_currency"),
        ("3,000,000()", "unit_unknown"),
        ("100人民币", "unit_unknown"),
        ("5千", "unit_unknown"),
    ],
)
def test_amounts_that_are_kept_as_text(cell: str, code: str) -> None:
    parsed = parse(CAPITAL, cell, today=TODAY)
    assert parsed.value is None
    assert parsed.keep == cell
    assert [warning.code for warning in parsed.warnings] == [code]
    assert "备注" in parsed.warnings[0].message


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("-5万", "negative"),
        (-5, "negative"),
        ("约50万", "bad_number"),
        ("50-100万", "bad_number"),
        ("1,00万", "bad_number"),
        ("五十万", "bad_number"),
        ("1.2.3", "bad_number"),
        ("0.0000001", "bad_number"),
        (True, "bad_number"),
        ("99999999999999", "too_large"),
    ],
)
def test_what_is_no_amount(cell: Cell, code: str) -> None:
    with pytest.raises(ValueRefused) as caught:
        parse(CAPITAL, cell, today=TODAY)
    assert caught.value.reason.code == code


def test_a_bare_number_counts_in_the_unit_of_its_column() -> None:
    assert parse(IN_YUAN, "5000000", today=TODAY).value == Decimal(500)
    assert parse(IN_YUAN, "500万", today=TODAY).value == Decimal(500)
    assert show(IN_YUAN, Decimal("0.01")) == "100"
    assert parse(NO_UNIT, "500", today=TODAY).warnings[0].code == "unit_unknown"
    assert show(NO_UNIT, Decimal("86.70")) == "86.7万元"
    assert show(CAPITAL, Decimal("1E+3")) == "1000"


@given(
    st.decimals(0, 10**9, places=6),
    st.sampled_from([CAPITAL, IN_YUAN, NO_UNIT, Field("x", Kind.MONEY, unit="亿元")]),
)
def test_amounts_come_back(amount: Decimal, field: Field) -> None:
    assert parse(field, show(field, amount), today=TODAY).value == amount


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("3人", 3),
        ("3名", 3),
        (3.0, 3),
        ("3.0", 3),
        ("１２", 12),
        ("1,200", 1200),
        (7, 7),
        ("无", 0),
        ("0", 0),
        ("", None),
        ("-", None),
        ("不详", None),
    ],
)
def test_counts(cell: Cell, expected: int | None) -> None:
    assert parse(STAFF, cell, today=TODAY).value == expected


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("约5", "bad_number"),
        ("5左右", "bad_number"),
        ("3-5", "bad_number"),
        (2.5, "bad_number"),
        ("三", "bad_number"),
        (True, "bad_number"),
        ("人", "bad_number"),
        (-1, "negative"),
        (13800000000, "too_large"),
    ],
)
def test_what_is_no_count(cell: Cell, code: str) -> None:
    with pytest.raises(ValueRefused) as caught:
        parse(STAFF, cell, today=TODAY)
    assert caught.value.reason.code == code


@given(st.integers(0, 10**9))
def test_counts_come_back(count: int) -> None:
    assert parse(STAFF, show(STAFF, count), today=TODAY).value == count


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("是", True),
        ("有", True),
        (True, True),
        (1, True),
        ("√", True),
        ("Yes", True),
        ("否", False),
        ("无", False),
        (False, False),
        (0, False),
        ("×", False),
        ("", None),
        ("-", None),
    ],
)
def test_yes_or_no(cell: Cell, expected: bool | None) -> None:
    value = parse(YES_NO, cell, today=TODAY).value
    assert value is expected
    assert parse(YES_NO, show(YES_NO, value), today=TODAY).value is expected


def test_neither_yes_nor_no() -> None:
    with pytest.raises(ValueRefused, match="请填“是”或“否”"):
        parse(YES_NO, "也许", today=TODAY)
