"""What stands in rosters that somebody typed over years: remarks behind names, numbers, words."""

from __future__ import annotations

import datetime as dt

import pytest

from partydesk.domain.fields import Field, Kind
from partydesk.domain.talents import Education
from partydesk.domain.values import Cell, Parsed, ValueRefused, parse

TODAY = dt.date(2026, 3, 1)
NAME, PHONE = Field("姓名", Kind.NAME), Field("手机号码", Kind.PHONE)
NUMBER = Field("公民身份号码", Kind.CITIZEN_NUMBER)
CODE = Field("统一社会信用代码", Kind.CREDIT_CODE)
DAY, MONTH = Field("登记日期", Kind.DATE), Field("出生日期", Kind.PARTIAL_DATE)
AMOUNT, YUAN = Field("注册资本", Kind.MONEY, unit="万元"), Field("实缴", Kind.MONEY, unit="元")
STUDY = Field("学历", Kind.CHOICE, choices=Education)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("王芳（女）", "王芳"),
        ("苏和(蒙古族)", "苏和"),
        ("李明*", "李明"),
        ("王　芳（女）", "王芳"),
        ("阿拉坦·巴特尔（男）※", "阿拉坦·巴特尔"),
    ],
)
def test_what_stands_behind_a_name_is_left_out_and_told(written: str, name: str) -> None:
    read = parse(NAME, written, today=TODAY)
    assert read.value == name
    assert [warning.code for warning in read.warnings] == ["name_aside"]


@pytest.mark.parametrize("name", ["王芳", "苏和", "（女）", "女"])
def test_a_name_alone_stays(name: str) -> None:
    assert parse(NAME, name, today=TODAY).value == name


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("13847612345（微信同号）", "13847612345"),
        ("13847612345 微信同号", "13847612345"),
        ("13847612345(本人)、0476-4321234（单位）", "13847612345、0476-4321234"),
    ],
)
def test_remarks_on_a_phone_do_not_spoil_it(written: str, number: str) -> None:
    read = parse(PHONE, written, today=TODAY)
    assert (read.value, read.warnings) == (number, ())


def test_words_in_the_place_of_a_number_are_kept() -> None:
    read = parse(NUMBER, "身份证丢失补办中", today=TODAY)
    assert (read.value, read.keep) == (None, "身份证丢失补办中")
    assert [warning.code for warning in read.warnings] == ["no_number"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("大学本科/学士", Education.BACHELOR),
        ("大专（在读本科）", Education.COLLEGE),
        ("研究生（硕士）", Education.POSTGRADUATE),
        ("党校大学", Education.BACHELOR),
        ("本 科", Education.BACHELOR),
    ],
)
def test_an_education_is_read_without_degree_and_plans(written: str, meant: Education) -> None:
    assert parse(STUDY, written, today=TODAY).value is meant


def _read(field: Field, cell: Cell) -> Parsed | tuple[str, str]:
    try:
        return parse(field, cell, today=TODAY)
    except ValueRefused as problem:
        return problem.reason.code, problem.reason.message


@pytest.mark.parametrize(
    ("field", "plain", "roundabout"),
    [
        (CODE, "91150430MA0N0A0A0A", "91150430 ma0n0a0a0a"),
        (CODE, "91150430MA0N0A0I0A", "91150430ma0n0a0i0a"),
        (DAY, "2024-05-06", " 2024-05-06"),
        (DAY, "2024.5", "2024.5 "),
        (DAY, "2023-02-29", "2023-02-29 "),
        (DAY, "1000-02-20", "1000-02-20 "),
        (MONTH, "2024-05", "2024-05 "),
        (MONTH, "2027-05-01", "2027-05-01 "),
        (AMOUNT, 0, "0"),
        (AMOUNT, 1200, "1,200.0"),
        (AMOUNT, -3, "-3"),
        (YUAN, 105000, "105000元"),
    ],
)
def test_what_is_plainly_written_means_what_the_same_means_otherwise(
    field: Field, plain: Cell, roundabout: str
) -> None:
    assert _read(field, plain) == _read(field, roundabout)
