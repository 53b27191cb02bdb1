"""What stands in rosters that somebody typed over years: remarks behind names, numbers, words."""

from __future__ import annotations

import datetime as dt

import pytest

from partydesk.domain.fields import Field, Kind
from partydesk.domain.talents import Education
from partydesk.domain.values import parse

TODAY = dt.date(2026, 3, 1)
NAME, PHONE = Field("姓名", Kind.NAME), Field("手机号码", Kind.PHONE)
NUMBER = Field("公民身份号码", Kind.CITIZEN_NUMBER)
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
