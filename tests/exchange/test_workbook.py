"""Writing tables: what was text stays text, and a file is whole or not there."""

from __future__ import annotations

import datetime as dt
import errno
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from partydesk.domain.enterprises import Enterprise, Industry, UnitKind
from partydesk.domain.errors import EnvironmentProblem
from partydesk.domain.fields import fields_of
from partydesk.domain.talents import Talent
from partydesk.exchange.mapping import known_labels, propose_mapping
from partydesk.exchange.reader import read_table
from partydesk.exchange.template import write_template
from partydesk.exchange.workbook import (
    Formula,
    Sheet,
    clean,
    write_failed_rows,
    write_sheets,
    write_table,
)
from tests.exchange.files_to_read import GOOD, xlsx

TRAPS = ["00123", "=1+1", "+86", "-5", "@x", "150430197007071421", "甲\n乙", "1E5", "TRUE", "𠮷"]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_text_stays_text(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    labels = [f"列{n}" for n in range(len(TRAPS))]
    assert write_table(path, labels, [TRAPS, TRAPS]) == 2
    table = read_table(path, header_row=1)
    assert [row.cells for row in table.rows] == [tuple(TRAPS)] * 2


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=40))
def test_any_text_can_be_written(tmp_path: Path, suffix: str, text: str) -> None:
    path = tmp_path / f"a{suffix}"
    write_table(path, ["甲", "乙"], [["x", text]])
    found = read_table(path, header_row=1).rows[0].cell(1)
    expected = clean(text).replace("\r\n", "\n").replace("\r", "\n")
    if expected.strip():
        assert isinstance(found, str)
        assert found.replace("\r\n", "\n").replace("\r", "\n") == expected


def test_a_formula_stands_only_where_one_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_sheets(
        path,
        [
            Sheet("甲", ["数", "式"], [[2, Formula("='乙'!A2+A2", "0.00")], ["=A2", None]]),
            Sheet("乙", ["数"], [[Decimal("0.1")]]),
        ],
    )
    book = load_workbook(path)
    assert book.sheetnames == ["甲", "乙"]
    cell, typed = book["甲"]["B2"], book["甲"]["A3"]
    assert (cell.data_type, cell.value, cell.number_format) == ("f", "='乙'!A2+A2", "0.00")
    assert (typed.data_type, typed.value) == ("s", "=A2")
    assert book["乙"]["A2"].value == 0.1
    assert not book["甲"].auto_filter.ref  # sorted rows would carry formulas to wrong places


def test_numbers_dates_and_columns_of_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    day = dt.date(2005, 6, 30)
    write_table(
        path,
        ["数", "钱", "日", "编号", "空"],
        [[3, Decimal("86.7"), day, 7, None]],
        text_columns=[3],
    )
    page = load_workbook(path).worksheets[0]
    cells = [page.cell(2, column) for column in range(1, 6)]
    assert [cell.value for cell in cells] == [3, 86.7, "2005-06-30", "7", None]
    assert [cell.number_format for cell in cells[2:4]] == ["@", "@"]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:E2"


def test_csv_starts_with_a_mark_that_excel_knows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_table(path, ["姓名", "钱"], [["王芳", Decimal("86.70")]])
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert path.read_text("utf-8-sig") == "姓名,钱\n王芳,86.70\n"


def test_titles_that_a_sheet_cannot_have(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_table(path, ["甲"], [], sheet_title="企业/名册[2025]" * 5)
    assert len(load_workbook(path).sheetnames[0]) == 31


def test_failed_rows_are_exactly_the_failed_ones(tmp_path: Path) -> None:
    rows = [
        ("登记表",),
        ("姓名", "电话", "身份证号"),
        *((f"人{n}", f"0{n}", GOOD) for n in range(3, 8)),
    ]
    table = read_table(xlsx(tmp_path / "a.xlsx", rows), known=known_labels(fields_of(Talent)))
    failed = {4: ["甲不对", "乙不对"], 7: ["丙不对"]}
    assert write_failed_rows(tmp_path / "failed.xlsx", table, failed) == 2
    again = read_table(tmp_path / "failed.xlsx", header_row=1)
    assert [one.label for one in again.headers] == ["姓名", "电话", "身份证号", "错误原因"]
    assert [row.cells for row in again.rows] == [
        ("人4", "04", GOOD, "甲不对；乙不对"),
        ("人7", "07", GOOD, "丙不对"),
    ]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old", "utf-8")

    def rows() -> Iterator[list[str]]:
        yield ["x"]
        raise RuntimeError("stopped")

    for target in (path, tmp_path / "b.xlsx"):
        with pytest.raises(RuntimeError):
            write_table(target, ["甲"], rows())
    assert path.read_text("utf-8") == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv"]


def test_what_stands_in_the_way_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(EnvironmentProblem, match="不存在"):
        write_table(tmp_path / "none" / "a.xlsx", ["甲"], [])
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(EnvironmentProblem, match="folder"):
        write_table(tmp_path / "folder.csv", ["甲"], [])
    for code, said in (
        (errno.ENOSPC, "磁盘空间不足"),
        (errno.EACCES, "关闭"),
        (errno.EIO, "没有写成"),
    ):

        def fail(_self: Path, _target: Path, code: int = code) -> None:
            raise OSError(code, "no")

        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", fail)
            with pytest.raises(EnvironmentProblem, match=said):
                write_table(tmp_path / "a.xlsx", ["甲"], [])
    assert [one.name for one in tmp_path.iterdir()] == ["folder.csv"]


def test_only_tables_are_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot write"):
        write_table(tmp_path / "a.txt", ["甲"], [])
    with pytest.raises(ValueError, match="xlsx"):
        write_template(tmp_path / "a.csv", "人才库", fields_of(Talent))


@pytest.mark.parametrize("record", [Talent, Enterprise])
def test_templates_are_read_back(tmp_path: Path, record: type) -> None:
    path = tmp_path / "a.xlsx"
    fields = fields_of(record)
    words = {"township": [f"第{n}苏木" for n in range(80)], "ethnicity": ["汉族", "蒙古族"]}
    columns = write_template(path, "登记表", fields, ["本表仅供本旗使用。"], words)
    book = load_workbook(path)
    page = book.worksheets[0]
    assert book.sheetnames[:2] == ["登记表", "填写说明"]
    page.append([f"值{n}" for n in range(len(columns))])
    book.save(path)
    table = read_table(path, known=known_labels(fields))
    assert (table.sheet_name, table.header_row, table.ghost_rows) == ("登记表", 1, 0)
    mapping = propose_mapping(table.headers, fields)
    assert mapping.ignored == ()
    assert [one.field.heading for one in mapping.columns] == columns
    assert [one.field.name for one in mapping.columns] == [
        field.name for field in fields if field.imported
    ]


def test_templates_offer_the_words(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    townships = [f"第{n}苏木" for n in range(80)]
    columns = write_template(
        path, "企业库", fields_of(Enterprise), [], {"township": townships, "committee": ["甲,乙"]}
    )
    book = load_workbook(path)
    page = book.worksheets[0]
    rules = {
        columns[next(iter(rule.sqref.ranges)).min_col - 1]: rule
        for rule in page.data_validations.dataValidation
    }
    assert rules["单位类型"].formula1 == f'"{",".join(UnitKind)}"'
    assert rules["单位类型"].errorStyle == "stop"
    assert rules["隶属基层党委"].errorStyle == "warning"
    lists = book["选项"]
    assert lists.sheet_state == "hidden"
    heads = {lists.cell(1, column).value: column for column in range(1, 4)}
    for label, expected in (
        ("苏木乡镇", townships),
        ("行业门类", [one.value for one in Industry]),
        ("隶属基层党委", ["甲,乙"]),
    ):
        column = "ABC"[heads[label] - 1]
        assert rules[label].formula1 == f"'选项'!${column}$2:${column}${len(expected) + 1}"
        found = [lists.cell(row, heads[label]).value for row in range(2, len(expected) + 2)]
        assert found == expected
    assert page["A1"].value == "单位名称＊"
    assert page["A1"].comment is not None
    assert page.column_dimensions["B"].number_format == "@"
    assert page.freeze_panes == "B2"
    notes = [cell.value for cell in book["填写说明"]["A"]]
    assert set(columns) <= set(notes)


def test_nothing_in_a_workbook_names_its_maker(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx", "人才库", fields_of(Talent))
    write_table(tmp_path / "b.xlsx", ["甲"], [])
    for name in ("a.xlsx", "b.xlsx"):
        with ZipFile(tmp_path / name) as packed:
            assert b"openpyxl" not in packed.read("docProps/core.xml")


def test_no_sheet_passes_through_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There it would stay in plain text when the program is killed."""

    def never(*_args: object, **_options: object) -> None:
        raise AssertionError("a temporary file outside the target's folder")

    monkeypatch.setattr("openpyxl.worksheet._writer.NamedTemporaryFile", never)
    write_table(tmp_path / "a.xlsx", ["姓名"], [["苏和"]])
    write_template(tmp_path / "b.xlsx", "人才", fields_of(Talent))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]
