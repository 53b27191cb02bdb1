"""A scheme changed as tables of texts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from partydesk.domain.errors import ValidationFailed
from partydesk.domain.evaluation.kinds import Judged
from partydesk.domain.evaluation.scheme import Grade, VoterClass
from partydesk.domain.evaluation.scheme_sheet import TABLES, Rows, scheme_of, sheet_of
from partydesk.services.evaluation.evaluations import shipped_scheme
from tests.unit.domain.evaluation.schemes import SCHEME

D = Decimal


@pytest.mark.parametrize("scheme", [SCHEME, *map(shipped_scheme, Judged)])
def test_writing_and_reading_invert_each_other(scheme: object) -> None:
    assert isinstance(scheme, type(SCHEME))
    sheet = sheet_of(scheme)
    assert set(sheet) == set(TABLES)
    assert scheme_of(sheet, scheme) == scheme


def _changed(table: str, row: int, column: int, text: str) -> dict[str, Rows]:
    sheet = dict(sheet_of(SCHEME))
    rows = [list(each) for each in sheet[table]]
    rows[row][column] = text
    sheet[table] = tuple(tuple(each) for each in rows)
    return sheet


def test_what_keeps_its_name_keeps_its_key() -> None:
    made = scheme_of(_changed("voters", 0, 2, "70"), SCHEME)
    assert made.component("ballot").voters[0] == VoterClass("members", "党员", D(70))
    renamed = scheme_of(_changed("voters", 0, 1, "全体党员"), SCHEME).component("ballot").voters[0]
    assert renamed.key not in ("members", "staff")
    assert scheme_of(_changed("voters", 0, 1, "全体党员"), SCHEME).component("ballot").voters[
        0
    ] == (renamed)


def test_empty_rows_are_left_aside_and_a_quota_may_be_open() -> None:
    sheet = dict(sheet_of(SCHEME))
    sheet["grades"] = (
        ("好", " 60 ", "", "否", ""),
        ("", "", "", "", ""),
        ("差", "0", "", "", "提醒"),
    )
    made = scheme_of(sheet, SCHEME)
    assert made.grades[0] == Grade("好", D(60))
    assert made.grades[1].measure is not None


@pytest.mark.parametrize(
    ("table", "row", "column", "text", "fault"),
    [
        ("components", 0, 1, "四十", "“项目与权重”第 1 行的权重“四十”不是数字"),
        (
            "components",
            1,
            2,
            "抓阄",
            "“项目与权重”第 2 行的计分方式“抓阄”应为：打分、测评票、数据计算",
        ),
        ("components", 2, 3, "天气", "“项目与权重”第 3 行的数据“天气”应为：到岗天数达标率"),
        ("scorers", 0, 0, "唱歌", "“打分人”第 1 行的考核项目“唱歌”不在项目表里"),
        ("questions", 0, 3, "满意100", "“测评题目”第 1 行的选项“满意100”应写成“满意 100”"),
        ("questions", 1, 3, "满意 多；差 0", "“测评题目”第 2 行的选项“满意”的分值“多”不是数字"),
        ("grades", 0, 1, "nan", "“等次与比例”第 1 行的起分“nan”不是数字"),
        ("grades", 2, 4, "罚款", "“等次与比例”第 3 行的结果运用“罚款”应为：提醒"),
        ("rules", 0, 1, "重罚", "“附加规则”第 1 行的规则“重罚”应为：最高等次、加分、扣分"),
        ("general", 3, 1, "两", "“一般规定”的小数位“两”不是数字"),
        ("general", 1, 1, "随意", "“一般规定”的名额取整“随意”应为"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(
    table: str, row: int, column: int, text: str, fault: str
) -> None:
    with pytest.raises(ValidationFailed) as refusal:
        scheme_of(_changed(table, row, column, text), SCHEME)
    assert fault in refusal.value.fields["scheme"]


def test_a_new_option_and_question_get_keys_of_their_own() -> None:
    sheet = dict(sheet_of(SCHEME))
    sheet["questions"] = (
        *sheet["questions"], ("评议", "作风", "是", "好 100; 差 0；弃权 不计")
    )  # fmt: skip
    question = scheme_of(sheet, SCHEME).component("ballot").questions[-1]
    assert [(option.word, option.points) for option in question.options] == [
        ("好", D(100)), ("差", D(0)), ("弃权", None)
    ]  # fmt: skip
    assert len({option.key for option in question.options}) == 3
    assert replace(question, text="x").key == question.key
