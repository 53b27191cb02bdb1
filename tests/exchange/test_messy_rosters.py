"""Rosters as many hands typed them over years: what is no data, ditto marks, odd headings."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import Workbook

from partydesk.domain.errors import InputRefused
from partydesk.domain.fields import Field, Kind, field_of, fields_of
from partydesk.domain.talents import Talent
from partydesk.domain.values import Cell, ValueRefused, parse
from partydesk.exchange.dittos import filled_dittos
from partydesk.exchange.headers import Header
from partydesk.exchange.mapping import known_labels, propose_mapping
from partydesk.exchange.parted_columns import PlainColumns, plain_columns, split_cell
from partydesk.exchange.reader import Table, read_table
from tests.exchange.files_to_read import xlsx

TALENT = fields_of(Talent)
KNOWN = known_labels(TALENT)
HEAD = ("序 号", "姓  名", "出生\n年月", "单位及职务", "备  注")


def read(path: Path) -> Table:
    return read_table(path, known=KNOWN)


def told(table: Table) -> list[tuple[str, int]]:
    return [(note.code, note.row) for note in table.notes]


def test_heads_and_titles_of_printed_pages_are_no_data(tmp_path: Path) -> None:
    rows = [
        ("某旗人才摸底名册",),
        HEAD,
        (1, "王芳", "1970.7", "旗农牧局科员", None),
        ("某旗人才摸底名册",),
        ("序号", "姓名", "出生年月", "工作单位及职务", "备注"),
        (2, "李明", "1970.8", "旗林草局科员", None),
    ]
    table = read(xlsx(tmp_path / "a.xlsx", rows))
    assert [row.number for row in table.rows] == [3, 6]
    assert told(table) == [("repeated_header", 4), ("repeated_header", 5)]


def test_a_head_of_two_rows_is_known_when_it_comes_again(tmp_path: Path) -> None:
    upper, lower = ("姓名", "学历", "", "电话"), ("", "全日制", "在职", "")
    book = Workbook()
    page = book.worksheets[0]
    for row in (upper, lower, ("王芳", "大专", "本科", ""), upper, lower, ("李明", "", "", "")):
        page.append([cell or None for cell in row])
    page.merge_cells("B1:C1")
    book.save(tmp_path / "a.xlsx")
    table = read(tmp_path / "a.xlsx")
    assert [row.number for row in table.rows] == [3, 6]
    assert told(table) == [("repeated_header", 4), ("repeated_header", 5)]


@pytest.mark.parametrize("text", ["（一）旗农牧局", "二、四家子镇", "旗直单位", "第一批：已退休"])
def test_titles_of_groups_are_no_data(tmp_path: Path, text: str) -> None:
    rows = [HEAD, (text,), (1, "王芳", None, None, None)]
    table = read(xlsx(tmp_path / "a.xlsx", rows))
    assert [row.number for row in table.rows] == [3]
    assert told(table) == [("section_row", 2)]


def test_a_title_over_half_of_the_sheet_is_no_data(tmp_path: Path) -> None:
    book = Workbook()
    page = book.worksheets[0]
    for row in (HEAD[1:], ("四家子镇",), ("王芳", "1970.7", None, None)):
        page.append(list(row))
    page.merge_cells("A2:D2")
    book.save(tmp_path / "a.xlsx")
    table = read(tmp_path / "a.xlsx")
    assert [row.number for row in table.rows] == [3]
    assert told(table) == [("section_row", 2)]


def test_a_name_and_nothing_else_is_data(tmp_path: Path) -> None:
    rows = [
        HEAD,
        (None, "王芳", None, None, None),
        (2, "制表", None, None, None),
        (None, None, None, "旗农牧局", None),
    ]
    table = read(xlsx(tmp_path / "a.xlsx", rows))
    assert [row.number for row in table.rows] == [2, 3, 4]
    named_first: list[tuple[Cell, ...]] = [HEAD[1:], ("四家子镇",), ("王芳",)]
    assert len(read(xlsx(tmp_path / "b.xlsx", named_first)).rows) == 2


def test_numbers_written_in_advance_are_counted_once(tmp_path: Path) -> None:
    rows: list[tuple[Cell, ...]] = [
        HEAD, (1, "王芳", None, None, None), (2,), (3,), ("4.",),
    ]  # fmt: skip
    table = read(xlsx(tmp_path / "a.xlsx", rows))
    assert [row.number for row in table.rows] == [2]
    assert told(table) == [("numbered_only", 3)]
    assert "3 行" in table.notes[0].message


@pytest.mark.parametrize(
    "cells",
    [
        ("负责人签字：", None, "填表人：张干事"),
        ("单位负责人（签字）",),
        ("分管领导：", None, "日期："),
        ("分管领导",),
        ("填报单位（盖章）：旗农牧局",),
        ("制表：张干事",),
        ("审核人", "李明"),
        ("联系电话：0476-4320000",),
        ("共 308 人",),
        ("第 1 页，共 8 页",),
        ("2026年3月1日",),
        ("注：以上人员均已谈话",),
        ("合计", "308人"),
    ],
)
def test_signatures_and_sums_are_no_data(tmp_path: Path, cells: tuple[str | None, ...]) -> None:
    rows: list[tuple[Cell, ...]] = [HEAD, (1, "王芳", "1970.7", None, None), cells]
    table = read(xlsx(tmp_path / "a.xlsx", rows))
    assert [row.number for row in table.rows] == [2]
    assert told(table) == [("footer_row", 3)]


def mapped(*labels: str) -> dict[str, str]:
    return propose_mapping([Header(one, at) for at, one in enumerate(labels)], TALENT).as_json()


@pytest.mark.parametrize(
    ("labels", "fields"),
    [
        (("姓名", "单  位", "职务（职级）"), ("name", "unit_post", "unit_post")),
        (("姓名", "单位"), ("name", "unit_post")),
        (("姓名", "职务"), ("name", "unit_post")),
        (("姓名", "单位及职务", "职务"), ("name", "unit_post", "")),
        (("姓名", "工作单位", "现任职务", "职级"), ("name", "unit_post", "unit_post", "rank")),
        (("姓名", "熟悉 专业", "愿意去的乡镇（可多选）"), ("name", "specialties", "townships")),
        (("姓名", "业务专长"), ("name", "specialties")),
        (("姓名", "专业"), ("name", "specialties")),
        (("姓名", "毕业院校", "专业"), ("name", "school", "school")),
        (("姓名", "学历/学位"), ("name", "education")),
        (("姓名", "性别/民族"), ("name", "sex,ethnicity")),
        (("姓名", "性别 民族"), ("name", "sex,ethnicity")),
        (("姓名", "性别及民族"), ("name", "sex,ethnicity")),
        (("姓名(性别)",), ("name,sex",)),
        (("姓名（性别、民族）",), ("name,sex,ethnicity",)),
        (("姓名（必填）", "性别"), ("name", "sex")),
        (("姓名/性别", "性别"), ("name,sex", "")),
        (("姓名", "性别", "姓名(性别)"), ("name", "sex", "")),
        (("单位及职务",), ("unit_post",)),
        (("专职/兼职",), ("engagement",)),
        (("专长（擅长）",), ("specialties",)),
    ],
)
def test_headings_of_parts_and_of_several_fields(
    labels: tuple[str, ...], fields: tuple[str, ...]
) -> None:
    assert mapped(*labels) == dict(zip(labels, fields, strict=True))


def test_the_user_may_name_several_fields_or_parts() -> None:
    columns = [Header(one, at) for at, one in enumerate(("谁", "甲", "乙"))]
    chosen = propose_mapping(
        columns, TALENT, {"谁": "姓名、性别", "甲": "unit_post", "乙": "unit_post"}
    )
    assert chosen.as_json() == {"谁": "name,sex", "甲": "unit_post", "乙": "unit_post"}
    again = propose_mapping(columns, TALENT, chosen.as_json())
    assert again == chosen, "what was chosen can be given back"
    with pytest.raises(InputRefused) as caught:
        propose_mapping(columns, TALENT, {"谁": "name", "甲": "name"})
    assert [note.code for note in caught.value.notes] == ["doubled_field"]


SEX, ETHNICITY, NAME, PHONE = (field_of(Talent, n) for n in ("sex", "ethnicity", "name", "phone"))


@pytest.mark.parametrize(
    ("cell", "fields", "pieces"),
    [
        ("男/蒙古族", (SEX, ETHNICITY), ("男", "蒙古族")),
        ("男、蒙古", (SEX, ETHNICITY), ("男", "蒙古")),
        ("女 满", (SEX, ETHNICITY), ("女", "满")),
        ("女，汉", (SEX, ETHNICITY), ("女", "汉")),
        ("汉/女", (SEX, ETHNICITY), ("女", "汉")),
        ("女蒙古族", (SEX, ETHNICITY), ("女", "蒙古族")),
        ("女", (SEX, ETHNICITY), ("女", None)),
        ("不详", (SEX, ETHNICITY), ("不详", None)),
        (None, (SEX, ETHNICITY), (None, None)),
        ("王　芳（女）", (NAME, SEX), ("王　芳", "女")),
        ("王 芳 女", (NAME, SEX), ("王 芳", "女")),
        ("孟和·吉雅", (NAME, SEX), ("孟和·吉雅", None)),
        ("张干事13904760001", (NAME, PHONE), ("张干事", "13904760001")),
        ("张干事 13904760001/0476-4320000", (NAME, PHONE), ("张干事", "13904760001/0476-4320000")),
        ("张干事（0476-4320000）", (NAME, PHONE), ("张干事", "（0476-4320000）")),
    ],
)
def test_a_cell_of_several_fields_is_cut(
    cell: Cell, fields: tuple[Field, ...], pieces: tuple[str | None, ...]
) -> None:
    assert split_cell(cell, fields) == pieces


def planned(path: Path) -> tuple[PlainColumns, Table]:
    table = read(path)
    mapping = propose_mapping(table.headers, TALENT)
    filled = filled_dittos(table, mapping)
    return plain_columns(filled.rows, mapping), filled


def column(path: Path, name: str) -> list[Cell]:
    plain, _ = planned(path)
    (index,) = [one.header.column_index for one in plain.columns if one.field.name == name]
    return [row.cell(index) for row in plain.rows]


def test_parts_are_joined_and_nothing_is_said_twice(tmp_path: Path) -> None:
    rows = [
        ("职务", "姓名", "单位"),
        ("局长", "王芳", "旗农牧局"),
        (None, "李明", "旗林草局"),
        ("科员", "赵六", "旗财政局科员"),
        ("书记", "孙七", "/"),
    ]
    path = xlsx(tmp_path / "a.xlsx", rows)
    assert column(path, "unit_post") == ["旗农牧局 局长", "旗林草局", "旗财政局科员", "书记"]
    assert column(path, "name") == ["王芳", "李明", "赵六", "孙七"]


def test_ditto_marks_mean_the_row_above(tmp_path: Path) -> None:
    rows = [
        ("姓名", "单位", "学历", "身份证号"),
        ("王芳", "旗农牧局", "本科", None),
        ("李明", "同上", "〃", "同上"),
        ("二、旗林草局",),
        ("赵六", " 〃 ", '"', None),
        ("同上", "同前", "大专", None),
        ("孙七", "旗财政局", "同 上", None),
    ]
    path = xlsx(tmp_path / "a.xlsx", rows)
    assert column(path, "unit_post") == ["旗农牧局"] * 4 + ["旗财政局"]
    assert column(path, "education") == ["本科"] * 3 + ["大专"] * 2
    assert column(path, "name")[3] == "同上", "a name is left to be refused"
    notes = [note for note in planned(path)[1].notes if note.code == "ditto_filled"]
    assert [(note.column, note.message[4:10]) for note in notes] == [
        ("单位", "一列有 3 "), ("学历", "一列有 3 "),
    ]  # fmt: skip


def test_in_our_own_export_nothing_is_a_ditto_mark(tmp_path: Path) -> None:
    """A record that really says “ would else take over what stands above it."""
    rows = [("记录号", "姓名", "单位"), ("1", "王芳", "旗农牧局"), ("2", "李明", "“")]
    table = read(xlsx(tmp_path / "a.xlsx", rows))
    number = Field("记录号", Kind.INTEGER, name="id")
    mapping = propose_mapping(table.headers, (number, *TALENT))
    assert filled_dittos(table, mapping) is table


def test_a_ditto_mark_with_nothing_above_is_told(tmp_path: Path) -> None:
    rows = [("姓名", "单位"), ("王芳", "同上"), ("李明", "旗农牧局")]
    path = xlsx(tmp_path / "a.xlsx", rows)
    assert column(path, "unit_post") == [None, "旗农牧局"]
    assert [(note.code, note.row) for note in planned(path)[1].notes] == [("ditto_lone", 2)]


@pytest.mark.parametrize(
    ("name", "value"), [("citizen_number", None), ("phone", None), ("name", "refused")]
)
def test_nobody_has_the_name_or_number_of_the_row_above(name: str, value: str | None) -> None:
    today = dt.date(2026, 3, 1)
    if value is None:
        parsed = parse(field_of(Talent, name), " 〃", today=today)
        assert (parsed.value, [reason.code for reason in parsed.warnings]) == (None, ["ditto"])
        return
    with pytest.raises(ValueRefused) as caught:
        parse(field_of(Talent, name), "同上", today=today)
    assert caught.value.reason.code == "ditto"


@pytest.mark.parametrize("text", ["都可以", "无要求", " 均可。", "服从组织安排"])
def test_everything_will_do_means_an_empty_field_and_is_told(text: str) -> None:
    field = field_of(Talent, "townships")
    parsed = parse(field, text, today=dt.date(2026, 3, 1), words=("新惠镇",))
    assert (parsed.value, parsed.keep) == ((), None)
    assert [reason.code for reason in parsed.warnings] == ["no_limit"]
    specialty = parse(field_of(Talent, "specialties"), text, today=dt.date(2026, 3, 1))
    assert specialty.value == (text.strip(),), "only where an empty field says the same"


@pytest.mark.parametrize(
    "text", ["1970.05（56岁）", "1970年5月生", "1970.5 (55周岁)", "197005出生"]
)
def test_an_age_behind_a_date_is_no_part_of_it(text: str) -> None:
    parsed = parse(field_of(Talent, "birth"), text, today=dt.date(2026, 3, 1))
    assert (str(parsed.value), parsed.warnings) == ("1970-05", ())
