"""Citizen numbers, credit codes and telephone numbers (all invented)."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from partydesk.domain.fields import Field, Kind
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.talents import Sex
from partydesk.domain.values import (
    Cell,
    ValueRefused,
    birth_of_number,
    county_of_credit_code,
    parse,
    region_of_number,
    sex_of_number,
    show,
)

TODAY = dt.date(2025, 6, 15)
NUMBER = Field("公民身份号码", Kind.CITIZEN_NUMBER)
CODE = Field("统一社会信用代码", Kind.CREDIT_CODE)
PHONE = Field("手机号码", Kind.PHONE)
GOOD = "150430197007071421"
GOOD_X = "15043019700707004X"
GOOD_CODE = "91150430MA0XXXX12X"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (GOOD, GOOD),
        (f" {GOOD[:6]} {GOOD[6:14]} {GOOD[14:]} ", GOOD),
        (f"'{GOOD}", GOOD),
        (GOOD_X.lower(), GOOD_X),
        ("１５０４３０１９７００７０７００４Ｘ", GOOD_X),
        ("", None),
        ("无", None),
        ("N/A", None),
        (None, None),
    ],
)
def test_citizen_numbers(cell: Cell, expected: str | None) -> None:
    parsed = parse(NUMBER, cell, today=TODAY)
    assert (parsed.value, parsed.warnings) == (expected, ())


@pytest.mark.parametrize(
    ("cell", "code", "said"),
    [
        (int(GOOD), "number_as_number", "文本格式"),
        (float(GOOD), "number_as_number", "文本格式"),
        ("1.5043E+17", "number_as_number", "文本格式"),
        ("150430197007071000", "number_as_number", "000"),
        ("150430700707142", "old_number", "末位加 1"),
        (150430700707142, "old_number", "第 6 位后加 19"),
        ("150430701307142", "length", "15 位"),
        (GOOD[:-1], "length", "17 位"),
        (GOOD + "1", "length", "19 位"),
        ("15043019700707142A", "format", "末位可以是 X"),
        ("150430197013071420", "birth_date", "出生日期"),
        ("150430203007071426", "birth_date", "出生日期"),
        ("150430170007071426", "birth_date", "出生日期"),
        ("150430197007071422", "check_digit", "末位应为 1"),
        ("15043019700707142X", "check_digit", "现为 X"),
    ],
)
def test_citizen_numbers_that_cannot_be_stored(cell: Cell, code: str, said: str) -> None:
    with pytest.raises(ValueRefused) as caught:
        parse(NUMBER, cell, today=TODAY)
    assert caught.value.reason.code == code
    assert said in caught.value.message
    assert not re.search(r"\d{12}", caught.value.message)


def test_an_unknown_region_is_a_warning() -> None:
    parsed = parse(NUMBER, "999999197007071427", today=TODAY)
    assert parsed.value == "999999197007071427"
    assert [warning.code for warning in parsed.warnings] == ["region_unknown"]
    assert not re.search(r"\d{12}", parsed.warnings[0].message)


@given(
    st.dates(dt.date(1930, 1, 1), dt.date(2007, 1, 1)),
    st.integers(0, 999),
    st.integers(0, 17),
    st.integers(1, 9),
)
def test_every_slip_of_one_digit_is_found(
    birth: dt.date, serial: int, place: int, slip: int
) -> None:
    number = f"150430{birth:%Y%m%d}{serial:03d}"
    number += ric.calc_check_digit(number + "0")
    assert parse(NUMBER, show(NUMBER, number, masked=False), today=TODAY).value == number
    assert birth_of_number(number) == PartialDate.of(birth)
    assert sex_of_number(number) is (Sex.MALE if serial % 2 else Sex.FEMALE)
    assert region_of_number(number) == "150430"
    old = number[place]
    new = "0" if old == "X" else str((int(old) + slip) % 10)
    with pytest.raises(ValueRefused):
        parse(NUMBER, number[:place] + new + number[place + 1 :], today=TODAY)


def test_what_is_no_number_has_no_birth_date() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        birth_of_number("")
    with pytest.raises(ValueError, match="invalid literal"):
        sex_of_number("1504")


@pytest.mark.parametrize(
    ("cell", "expected", "codes"),
    [
        (GOOD_CODE, GOOD_CODE, []),
        (GOOD_CODE.lower(), GOOD_CODE, []),
        (f"{GOOD_CODE[:8]} {GOOD_CODE[8:]}", GOOD_CODE, []),
        ("９１１５０４３０ＭＡ０ＸＸＸＸ１２Ｘ", GOOD_CODE, []),
        ("91150430MA0XXXX12Y", "91150430MA0XXXX12Y", ["check_digit"]),
        ("9115O430MAOXXXX12X", "9115O430MAOXXXX12X", ["alphabet"]),
        ("N/A", None, []),
        ("无", None, []),
        ("", None, []),
    ],
)
def test_credit_codes(cell: str, expected: str | None, codes: list[str]) -> None:
    parsed = parse(CODE, cell, today=TODAY)
    assert parsed.value == expected
    assert [warning.code for warning in parsed.warnings] == codes


def test_warnings_of_credit_codes_say_what_to_look_for() -> None:
    wrong = parse(CODE, "91150430MA0XXXX12Y", today=TODAY).warnings[0]
    assert "末位应为 X，现为 Y" in wrong.message
    letters = parse(CODE, "9115O430MAOXXXX12X", today=TODAY).warnings[0]
    assert "O 或为 0" in letters.message


def test_the_example_of_the_standard_is_right() -> None:
    assert not parse(CODE, "91350100M000100Y43", today=TODAY).warnings


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (911504301151612507, "number_as_number"),
        (9.1150430115161251e17, "number_as_number"),
        ("9.11504E+17", "number_as_number"),
        (GOOD_CODE[:-1], "length"),
        ("150430000012345", "length"),
        ("正在办理", "format"),
    ],
)
def test_credit_codes_that_cannot_be_stored(cell: Cell, code: str) -> None:
    with pytest.raises(ValueRefused) as caught:
        parse(CODE, cell, today=TODAY)
    assert caught.value.reason.code == code


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9))
def test_credit_codes_come_back(body: str) -> None:
    code = f"91150430{body}"
    code += uscc.calc_check_digit(code)
    parsed = parse(CODE, show(CODE, code), today=TODAY)
    assert (parsed.value, parsed.warnings) == (code, ())
    assert county_of_credit_code(code) == "150430"


def test_a_code_without_a_county() -> None:
    assert county_of_credit_code("91MA") is None
    assert county_of_credit_code("9115O430MAOXXXX12X") is None


@pytest.mark.parametrize(
    ("cell", "expected", "masked"),
    [
        ("13800000004", "13800000004", "138****0004"),
        (13800000004, "13800000004", "138****0004"),
        (13800000004.0, "13800000004", "138****0004"),
        ("138 0000 0004", "13800000004", "138****0004"),
        ("138-0000-0004", "13800000004", "138****0004"),
        ("+86 13800000004", "13800000004", "138****0004"),
        ("１３８０００００００４", "13800000004", "138****0004"),
        ("0476-4321234", "0476-4321234", "0476-****234"),
        ("04764321234", "0476-4321234", "0476-****234"),
        ("（0476）4321234", "0476-4321234", "0476-****234"),
        ("0476-4321234转801", "0476-4321234-801", "0476-****234-801"),
        ("0476-4321234-801", "0476-4321234-801", "0476-****234-801"),
        ("010-12345678", "010-12345678", "010-****5678"),
        ("400-123-4567", "4001234567", "******4567"),
        ("13800000004、0476-4321234", "13800000004、0476-4321234", "138****0004、0476-****234"),
        ("13800000004 13800000005", "13800000004、13800000005", "138****0004、138****0005"),
        ("13800000004/13800000004", "13800000004", "138****0004"),
        ("无", None, ""),
        (None, None, ""),
    ],
)
def test_telephone_numbers(cell: Cell, expected: str | None, masked: str) -> None:
    parsed = parse(PHONE, cell, today=TODAY)
    assert (parsed.value, parsed.warnings) == (expected, ())
    assert show(PHONE, parsed.value) == masked
    again = parse(PHONE, show(PHONE, parsed.value, masked=False), today=TODAY)
    assert (again.value, again.warnings) == (expected, ())


@pytest.mark.parametrize(
    "cell", ["4321234", 4764321234, "12800000004", "138000000045", "张三 13800000004", "电话坏了"]
)
def test_odd_telephone_numbers_are_stored_as_written(cell: Cell) -> None:
    parsed = parse(PHONE, cell, today=TODAY)
    assert parsed.value == str(cell)
    assert [warning.code for warning in parsed.warnings] == ["phone_odd"]
    assert not re.search(r"\d{7}", parsed.warnings[0].message)
    assert not re.search(r"\d{7}", show(PHONE, parsed.value))
    again = parse(PHONE, show(PHONE, parsed.value, masked=False), today=TODAY)
    assert again.value == parsed.value


def test_numbers_are_masked_unless_asked_for() -> None:
    assert show(NUMBER, GOOD) == "150430********1421"
    assert show(NUMBER, GOOD, masked=False) == GOOD
    assert show(NUMBER, "1504307007071") == "15*********71"
    assert show(NUMBER, None) == ""


@given(st.text("0123456789-转、 张", max_size=30))
def test_whatever_was_stored_as_a_telephone_number_comes_back(text: str) -> None:
    value = parse(PHONE, text, today=TODAY).value
    assert parse(PHONE, show(PHONE, value, masked=False), today=TODAY).value == value
    assert not re.search(r"\d{9}", show(PHONE, value))
