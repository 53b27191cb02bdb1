"""Rosters as many hands typed them over years: what is no data, ditto marks, odd headings."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from partydesk.domain.fields import fields_of
from partydesk.domain.talents import Talent
from partydesk.exchange.mapping import known_labels
from partydesk.exchange.reader import Table, read_table
from tests.exchange.files_to_read import xlsx

KNOWN = known_labels(fields_of(Talent))
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
    named_first = [HEAD[1:], ("四家子镇",), ("王芳",)]
    assert len(read(xlsx(tmp_path / "b.xlsx", named_first)).rows) == 2


def test_numbers_written_in_advance_are_counted_once(tmp_path: Path) -> None:
    rows = [HEAD, (1, "王芳", None, None, None), (2,), (3,), ("4.",)]
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
    rows = [HEAD, (1, "王芳", "1970.7", None, None), cells]
    table = read(xlsx(tmp_path / "a.xlsx", rows))
    assert [row.number for row in table.rows] == [2]
    assert told(table) == [("footer_row", 3)]
