"""Sheets as people really have them: what is read, what is refused, and what is said about it."""

from __future__ import annotations

import csv
import datetime as dt
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font
from stdnum.cn import ric, uscc

from partydesk.domain.values import Cell
from tests.cli.conftest import Reply, Speak
from tests.exchange.files_to_read import compound_bytes, locked_xls_bytes, xlsx, zipped

GOOD = "150430197007071421"
CODE = "91150430MA0N7ABC1" + uscc.calc_check_digit("91150430MA0N7ABC1")
WRONG_CODE = CODE[:-1] + ("0" if CODE[-1] != "0" else "1")
KEYS = ("sheet", "row", "column", "value", "code", "message")


def numbered(first_17: str) -> str:
    """Complete a citizen number."""
    return first_17 + ric.calc_check_digit(first_17 + "0")


Import = Callable[..., Reply]


@pytest.fixture
def desk(workspace_folder: Path) -> Path:
    """A copy of the workspace made once; to make one for every row here would take too long."""
    return workspace_folder


@pytest.fixture
def bring(desk: Path, speak: Speak) -> Import:
    """Import a file and check what holds for every answer."""

    def run(path: Path, *options: object, kind: str = "talents") -> Reply:
        before = speak("search", kind, "", "-w", desk).json["total"] if kind in POOLS else None
        reply = speak("import", kind, path, "-w", desk, *options)
        _check_answer(reply)
        after = speak("search", kind, "", "-w", desk).json["total"] if kind in POOLS else None
        if reply.status and "--good-rows" not in options:
            assert after == before, "a refused file must leave nothing"
        return reply

    return run


POOLS = ("talents", "enterprises")


def _check_answer(reply: Reply) -> None:
    """Every finding is complete, Chinese and silent about numbers; the counts add up."""
    value = reply.json
    for note in (*value["problems"], *value.get("warnings", ())):
        assert tuple(note) == KEYS
        assert any("一" <= character <= "鿿" for character in note["message"])
    text = json.dumps(value, ensure_ascii=False) + reply.text
    assert GOOD not in text
    assert GOOD[:17] not in text
    assert "内部出错" not in text
    if "rows" in value:
        outcomes = value["created"] + value["updated"] + value["unchanged"] + value["rejected"]
        assert outcomes == value["rows"] or value["rejected"]
        # A whole file that is refused gives its reasons, and counts of nothing.
        assert (reply.status == 1) == bool(value["rejected"] or value["problems"])
    else:
        assert reply.status == 1
        assert value["problems"]


def text_file(tmp_path: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    path = tmp_path / "表.csv"
    path.write_bytes(text.encode(encoding))
    return path


def codes(reply: Reply, kind: str = "problems") -> list[tuple[int, str]]:
    return [(note["row"], note["code"]) for note in reply.json[kind]]


# ---- files that are no sheets ----------------------------------------------------------------

SHEET = "姓名,性别\n王芳,女\n"
FILES: list[tuple[str, bytes, str]] = [
    ("a.xlsx", b"%PDF-1.4\n", "not_a_spreadsheet"),
    ("a.xls", b"\x89PNG\r\n\x1a\n" + bytes(50), "not_a_spreadsheet"),
    ("a.csv", b"MZ\x90\0" + bytes(99), "not_a_spreadsheet"),
    ("a.xls", b"<html><table><tr><td>1", "not_a_spreadsheet"),
    ("a.csv", bytes(range(256)) * 10, "not_a_spreadsheet"),
    ("a.xlsx", bytes(range(256)) * 10, "damaged_file"),
    ("a.xlsx", b"", "empty_file"),
    ("a.csv", b"\xef\xbb\xbf\r\n", "empty_file"),
    ("a.xlsx", bytes(100), "empty_file"),
    ("a.xlsx", SHEET.encode(), "mislabelled"),
    ("a.xls", compound_bytes("EncryptedPackage"), "password_protected"),
    ("a.xls", locked_xls_bytes(), "password_protected"),
    ("a.xls", compound_bytes("WordDocument"), "not_a_spreadsheet"),
    ("a.csv", "姓名,性别\n".encode(), "no_rows"),
    ("a.csv", "姓名,性别\n,\n,\n".encode(), "no_rows"),
    ("a.csv", "王芳,女\n李明,男\n".encode(), "no_header"),
    ("a.csv", "姓名,电话,电话\n王芳,13800000004,13800000005\n".encode(), "doubled_header"),
]


@pytest.mark.parametrize(("name", "data", "code"), FILES, ids=[f"{n}-{c}" for n, _, c in FILES])
def test_a_file_that_is_no_sheet_is_refused_with_the_reason(
    bring: Import, tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    reply = bring(path)
    if code == "no_header":  # without a known word every row may be refused instead
        assert reply.status == 1
        return
    assert [note["code"] for note in reply.json["problems"]] == [code]
    counts = ("rows", "created", "updated", "unchanged", "rejected")
    assert [reply.json[count] for count in counts] == [0, 0, 0, 0, 0]


def test_packages_of_other_programs_broken_ones_and_folders(bring: Import, tmp_path: Path) -> None:
    whole = xlsx(tmp_path / "whole.xlsx", [("姓名", "性别"), ("王芳", "女")]).read_bytes()
    word = zipped(tmp_path / "word.xlsx", word__document_xml="<a/>")
    plain = zipped(tmp_path / "plain.xlsx", a="x")
    half, spoilt = tmp_path / "half.xlsx", tmp_path / "spoilt.xlsx"
    half.write_bytes(whole[: len(whole) // 2])
    place = whole.index(b"xl/worksheets/sheet1.xml") + 40
    spoilt.write_bytes(whole[:place] + bytes(60) + whole[place + 60 :])
    for path, code in (
        (word, "not_a_spreadsheet"), (plain, "not_a_spreadsheet"), (half, "damaged_file"),
        (spoilt, "damaged_file"), (tmp_path, "no_rows"),
    ):  # fmt: skip
        assert bring(path).json["problems"][0]["code"] == code, path.name


def test_a_missing_file_is_a_matter_of_the_machine(
    desk: Path, speak: Speak, tmp_path: Path
) -> None:
    reply = speak("import", "talents", tmp_path / "none.xlsx", "-w", desk)
    assert reply.status == 3
    assert "找不到" in reply.json["problems"][0]["message"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SHEET, "gb18030"),
        (SHEET, "utf-16"),
        (SHEET, "utf-16-le"),
        (SHEET.replace(",", ";"), "gb18030"),
        (SHEET.replace(",", "\t"), "utf-8"),
        (SHEET.replace("\n", "\r"), "utf-8"),
        (SHEET + "\x1a", "gb18030"),
        (SHEET.replace("王芳", "王\x01芳"), "utf-8"),
        (SHEET.replace("王芳", "\u202d王芳\u202c"), "utf-8"),
        ("名册\n\n" + SHEET + ",\n合计,1\n填表人：赵六,\n", "utf-8"),
        ('姓名,备注,性别\n王芳,"甲,乙\n""丙""",女\n', "utf-8"),
        (SHEET + "总计（人）,1\n", "utf-8"),
    ],
)
def test_texts_of_all_sorts_give_the_one_person(
    bring: Import, desk: Path, speak: Speak, tmp_path: Path, text: str, encoding: str
) -> None:
    assert bring(text_file(tmp_path, text, encoding)).json["created"] == 1
    found = speak("search", "talents", "王芳", "-w", desk).json["hits"]
    assert [hit["label"] for hit in found] == ["王芳"]


def test_rows_keep_the_number_of_the_sheet(bring: Import, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["说明"])
    page = book.create_sheet("名册")
    hidden = book.create_sheet("旧")
    hidden.sheet_state = "hidden"
    for row in (["姓名", "性别"], ["赵六", "错"]):
        hidden.append(row)
    page["A1"] = "人才名册"
    page.merge_cells("A1:C1")
    page["A4"], page["B4"], page["C4"] = "姓名", "性别", "可驻单位数"
    page["A6"], page["B6"] = "王芳", "女性"
    page["A9"], page["C9"] = "李明", "约5"
    for number in (5, 7, 8, *range(10, 40)):
        page.cell(number, 2).font = Font(bold=True)
    book.save(tmp_path / "a.xlsx")
    reply = bring(tmp_path / "a.xlsx", "--good-rows")
    assert (reply.json["rows"], reply.json["created"], reply.json["ghost_rows"]) == (2, 1, 33)
    (note,) = reply.json["problems"]
    assert [note[key] for key in KEYS[:5]] == ["名册", 9, "可驻单位数", "约5", "bad_number"]


def test_wide_files_do_not_take_long(bring: Import, tmp_path: Path) -> None:
    wide = ",".join(["姓名", *(f"列{number}" for number in range(40_000))])
    began = time.perf_counter()
    assert bring(text_file(tmp_path, f"{wide}\n王芳{',x' * 40_000}\n")).status == 0
    assert time.perf_counter() - began < 8


@pytest.mark.long
def test_a_hundred_thousand_rows(bring: Import, tmp_path: Path) -> None:
    rows = (
        f"{chr(0x4E00 + n % 20000)}{chr(0x4E00 + n // 20000)}名,女,1380{n:07d}"
        for n in range(100_000)
    )
    reply = bring(text_file(tmp_path, "姓名,性别,手机号码\n" + "\n".join(rows)), "--dry-run")
    assert reply.json["created"] == 100_000


# ---- cells -----------------------------------------------------------------------------------

#: Column, cell → code of the problem (-), of the warning (~) or nothing, and what is stored.
CELLS: list[tuple[str, Cell, str, str]] = [
    ("公民身份号码", "1504 3019 7007 071421", "", "150430********1421"),
    ("公民身份号码", "１５０４３０１９７００７０７１４２１", "", "150430********1421"),
    ("公民身份号码", "'" + GOOD, "", "150430********1421"),
    ("公民身份号码", numbered("15043019700707004").lower(), "", "150430********004X"),
    ("公民身份号码", numbered("15043019820101001"), "", "150430********0010"),
    ("公民身份号码", numbered("99999919900101001"), "~region_unknown", "999999********0016"),
    ("公民身份号码", int(GOOD), "-number_as_number", ""),
    ("公民身份号码", "1.50430197007071E+17", "-number_as_number", ""),
    ("公民身份号码", "150430197007071000", "-number_as_number", ""),
    ("公民身份号码", "150430700707142", "-old_number", ""),
    ("公民身份号码", 150430700707142, "-old_number", ""),
    ("公民身份号码", "150430197007071422", "-check_digit", ""),
    ("公民身份号码", numbered("15043019700230142"), "-birth_date", ""),
    ("公民身份号码", "15043019700707142", "-length", ""),
    ("公民身份号码", "15043019700707142*", "-format", ""),
    ("公民身份号码", "150430********1421", "~masked", ""),
    ("公民身份号码", "不详", "", ""),
    ("出生日期", dt.date(1970, 7, 7), "", "1970-07-07"),
    ("出生日期", 25756, "", "1970-07-07"),
    ("出生日期", "1970.7.7", "", "1970-07-07"),
    ("出生日期", "1970.7.7.", "", "1970-07-07"),
    ("出生日期", "1970、7、7", "", "1970-07-07"),
    ("出生日期", "1970 7 7", "", "1970-07-07"),
    ("出生日期", "1970年7月", "", "1970-07"),
    ("出生日期", "一九七〇年七月", "", "1970-07"),
    ("出生日期", "二○○四年五月六日", "", "2004-05-06"),
    ("出生日期", 1970.1, "-ambiguous_date", ""),
    ("出生日期", 1970.13, "-bad_date", ""),
    ("出生日期", "70.7.7", "~century_added", "1970-07-07"),
    ("出生日期", "06.7.7", "-two_digit_year", ""),
    ("出生日期", "2004-13-01", "-bad_date", ""),
    ("出生日期", "5/6/2004", "-date_order", ""),
    ("出生日期", "2099-01-01", "-future_date", ""),
    ("手机号码", 13800000004, "", "138****0004"),
    ("手机号码", "\u202d138 0000 0004\u202c", "", "138****0004"),
    ("手机号码", "12345", "~phone_odd", "***45"),
    ("可驻单位数", "3家", "", "3"),
    ("可驻单位数", "约5", "-bad_number", ""),
    ("可驻单位数", -2, "-negative", ""),
    ("可驻单位数", 2.5, "-bad_number", ""),
    ("性别", "女性", "", "女"),
    ("性别", "不男", "~unknown_choice", ""),
    ("愿去苏木乡镇", "新惠", "", "新惠镇"),
    ("愿去苏木乡镇", "不存在镇", "~unknown_word", ""),
    ("愿去苏木乡镇", "150430197007071421", "-slipped_number", ""),
    ("单位及职务", "旗农牧局\n副局长", "", "旗农牧局 副局长"),
    ("单位及职务", "=1+1", "~formula_uncounted", ""),
    ("单位及职务", "#REF!", "~formula_error", ""),
    ("学历", GOOD, "-unknown_choice", ""),
]


@pytest.mark.parametrize("column", list(dict.fromkeys(cell[0] for cell in CELLS)))
def test_cells_as_people_write_them(
    bring: Import, desk: Path, speak: Speak, tmp_path: Path, column: str
) -> None:
    """Each cell is imported by itself, with a person of its own, and taken back."""
    wrong = []
    for number, (_, cell, finding, stored) in enumerate(c for c in CELLS if c[0] == column):
        path = xlsx(tmp_path / f"{number}.xlsx", [("姓名", column), ("王芳", cell)])
        reply = bring(path)
        notes = [*reply.json["problems"], *reply.json["warnings"]]
        said = ("-" if reply.json["rejected"] else "~") + "".join(n["code"] for n in notes)
        found = ""
        if reply.json["created"]:
            out = tmp_path / "out.csv"
            speak("export", "talents", out, "-w", desk)
            with out.open(encoding="utf-8-sig", newline="") as file:
                found = next(csv.DictReader(file))[column]
            speak("undo", "-w", desk)
        if (said.removesuffix("~"), found) != (finding, stored):
            wrong.append((cell, said, found))
        if finding.startswith("-"):
            (note,) = notes
            assert (note["sheet"], note["row"], note["column"]) == ("表一", 2, column)
    assert not wrong


UNITS: list[tuple[str, Cell, str, str]] = [
    ("注册资本（万元）", "86.7", "", "86.7"),
    ("注册资本（万元）", "867000元", "", "86.7"),
    ("注册资本（万元）", "1.5亿元", "", "15000"),
    ("注册资本（万元）", "1，200.5万元", "", "1200.5"),
    ("注册资本（万元）", "人民币100万元整", "", "100"),
    ("注册资本（万元）", "100万美元", "~foreign_currency", ""),
    ("注册资本（万元）", "100W", "~unit_unknown", ""),
    ("注册资本（万元）", "约100万", "-bad_number", ""),
    ("注册资本（万元）", -5, "-negative", ""),
    ("统一社会信用代码", CODE.lower(), "", CODE),
    ("统一社会信用代码", WRONG_CODE, "~check_digit", WRONG_CODE),
    ("统一社会信用代码", "O" + CODE[1:], "~alphabet", "O" + CODE[1:]),
    ("统一社会信用代码", CODE[:-2], "-length", ""),
    ("统一社会信用代码", 911504301234567890, "-number_as_number", ""),
    ("苏木乡镇", "新惠", "", "新惠镇"),
    ("苏木乡镇", "不存在镇", "~unknown_word", ""),
    ("注册日期", "2024年5月", "~date_incomplete", ""),
    ("法定代表人", "王芳、李明", "~several_names", "王芳、李明"),
]


def test_cells_of_a_register(bring: Import, desk: Path, speak: Speak, tmp_path: Path) -> None:
    wrong = []
    for number, (column, cell, finding, stored) in enumerate(UNITS):
        name = f"第{number}号粮油公司"
        path = xlsx(tmp_path / "a.xlsx", [("单位名称", column), (name, cell)])
        reply = bring(path, kind="enterprises")
        notes = [*reply.json["problems"], *reply.json["warnings"]]
        said = ("-" if reply.json["rejected"] else "~") + "".join(n["code"] for n in notes)
        found = ""
        if reply.json["created"]:
            out = tmp_path / "out.csv"
            speak("export", "enterprises", out, "-w", desk)
            with out.open(encoding="utf-8-sig", newline="") as file:
                found = next(r for r in csv.DictReader(file) if r["单位名称"] == name)[column]
            speak("undo", "-w", desk)
        if (said.removesuffix("~"), found) != (finding, stored):
            wrong.append((cell, said, found))
        if "check_digit" in finding:
            assert f"应为 {CODE[-1]}" in notes[0]["message"]
    assert not wrong


NAMES = {
    "阿拉坦・巴特尔": "阿拉坦·巴特尔",
    "阿拉坦 • 巴特": "阿拉坦·巴特",
    "王　芳": "王芳",
    "𠮷田": "𠮷田",
    "𬭎": "𬭎",
    "一" * 25: "一" * 25,
    "=1+1人": "=1+1人",
}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_keep_their_characters(
    bring: Import, desk: Path, speak: Speak, tmp_path: Path, encoding: str
) -> None:
    assert bring(text_file(tmp_path, "姓名\n" + "\n".join(NAMES), encoding)).status == 0
    hits = speak("search", "talents", "", "-w", desk).json["hits"]
    assert {hit["label"] for hit in hits} == set(NAMES.values())


def test_a_contradiction_shows_both_and_keeps_what_was_typed(
    bring: Import, desk: Path, speak: Speak, tmp_path: Path
) -> None:
    text = f"姓名,性别,公民身份号码,出生日期\n王芳,男,{GOOD},1971-01\n"
    reply = bring(text_file(tmp_path, text))
    said = {note["code"]: note["message"] for note in reply.json["warnings"]}
    assert "1971-01" in said["birth_contradicts"]
    assert "1970-07-07" in said["birth_contradicts"]
    assert "男" in said["sex_contradicts"]
    assert "女" in said["sex_contradicts"]
    record = speak("show", "talents", 1, "-w", desk).json["record"]
    assert (record["sex"], record["birth"]) == ("男", "1971-01")


def test_a_number_in_the_wrong_column_is_hidden_all_the_same(bring: Import, tmp_path: Path) -> None:
    columns = ("姓名", "性别", "学历", "可驻单位数", "愿去苏木乡镇", "手机号码")
    reply = bring(xlsx(tmp_path / "a.xlsx", [columns, (GOOD,) * 6, ("王芳", *[GOOD] * 5)]))
    assert reply.status == 1
    assert {note["value"] for note in reply.json["problems"]} == {"150430********1421"}


# ---- rows that mean the same record ----------------------------------------------------------


def test_the_same_number_twice_and_twins_without_one(bring: Import, tmp_path: Path) -> None:
    same = text_file(tmp_path, f"姓名,公民身份号码\n王芳,{GOOD}\n王芬,{GOOD}\n")
    assert codes(bring(same)) == [(3, "doubled_row")]
    twins = text_file(tmp_path, "姓名,手机号码\n李明,13800000001\n李明,13800000002\n")
    first = bring(twins)
    assert (first.json["created"], [d["row"] for d in first.json["duplicates"]]) == (2, [3])
    assert bring(twins).json["unchanged"] == 2
    bring(text_file(tmp_path, f"姓名,公民身份号码\n王芳,{GOOD}\n"))
    other = bring(text_file(tmp_path, f"姓名,公民身份号码\n王芬,{GOOD}\n"), "--dry-run")
    assert (other.json["updated"], codes(other, "warnings")) == (1, [(2, "renamed")])


Edit = Callable[[Any, Sequence[str]], None]


def _put(row: int, column: str, value: Cell) -> Edit:
    def edit(page: Any, heads: Sequence[str]) -> None:  # noqa: ANN401 - openpyxl's sheet
        page.cell(row, heads.index(column) + 1, value)

    return edit


EDITS: list[tuple[str, Edit, list[tuple[int, str]], list[tuple[int, str]], int]] = [
    ("nothing", _put(1, "姓名", "姓名"), [], [], 0),
    ("emptied", _put(3, "职级", ""), [], [], 1),
    ("name emptied", _put(3, "姓名", ""), [(3, "required")], [], 0),
    ("renamed", _put(3, "姓名", "王芬"), [], [(3, "renamed")], 1),
    ("unknown record", _put(3, "记录号", 99), [(3, "unknown_record")], [], 0),
    ("no number", _put(3, "记录号", "甲"), [(3, "bad_number")], [], 0),
    ("another's record", _put(3, "记录号", 2), [(3, "doubled_row"), (3, "record_mismatch")], [], 0),
    ("mask edited", _put(3, "公民身份号码", "150430********1422"), [(3, "record_mismatch")], [], 0),
    ("phone mask edited", _put(3, "手机号码", "138****0009"), [], [(3, "masked")], 0),
]


@pytest.mark.parametrize(("_what", "edit", "problems", "warnings", "updated"), EDITS)
def test_edits_of_an_exported_sheet(
    bring: Import, desk: Path, speak: Speak, tmp_path: Path, _what: str, edit: Edit,
    problems: list[tuple[int, str]], warnings: list[tuple[int, str]], updated: int,
) -> None:  # fmt: skip
    other = numbered("15043019820101001")
    text = f"姓名,公民身份号码,手机号码,职级\n王芳,{GOOD},13800000001,四级\n李明,{other},,\n"
    bring(text_file(tmp_path, text))
    out = tmp_path / "out.xlsx"
    speak("export", "talents", out, "-w", desk)
    book = openpyxl.load_workbook(out)
    page = book.worksheets[0]
    heads = [str(cell.value) for cell in page[1]]
    assert page.cell(3, heads.index("姓名") + 1).value == "王芳"
    edit(page, heads)
    book.save(out)
    reply = bring(out)
    assert (codes(reply), reply.json["updated"]) == (problems, updated)
    if not problems:
        assert codes(reply, "warnings") == warnings


# ---- rows that are kept apart ----------------------------------------------------------------


def test_the_file_of_failed_rows_never_replaces_the_imported_one(
    desk: Path, speak: Speak, tmp_path: Path
) -> None:
    path = text_file(tmp_path, "姓名,出生日期\n王芳,1970.13\n")
    before = path.read_bytes()
    reply = speak("import", "talents", path, "-w", desk, "--failed", path)
    assert (reply.status, reply.json["problems"][0]["code"]) == (1, "invalid")
    assert path.read_bytes() == before
    other = speak("import", "talents", path, "-w", desk, "--failed", tmp_path / "out.xls")
    assert (other.status, other.json["problems"][0]["code"]) == (1, "invalid")


def test_a_second_column_of_the_same_meaning_is_told(bring: Import, tmp_path: Path) -> None:
    text = "姓名,手机号码,联系电话\n王芳,13800000004,0476-4321234\n"
    assert codes(bring(text_file(tmp_path, text)), "warnings") == [(1, "second_column")]


# ---- a round's sheets ------------------------------------------------------------------------


def test_posts_and_wishes_say_where_the_fault_is(
    bring: Import, desk: Path, speak: Speak, tmp_path: Path
) -> None:
    units = f"甲公司,{CODE},在库\n乙公司,,在库\n乙公司,,在库\n丙公司,,未入库\n"
    bring(text_file(tmp_path, "单位名称,统一社会信用代码,入库状态\n" + units), kind="enterprises")
    bring(text_file(tmp_path, f"姓名,公民身份号码\n王芳,{GOOD}\n李明,\n李明,\n"))
    speak("round", "open", "-w", desk, "--year", 2026)
    posts = (
        "单位名称,统一社会信用代码,岗位\n甲公司,,党建指导员\n甲公司,,党建指导员\n"
        f"乙公司,,党组织书记\n丙公司,,党建指导员\n丁公司,,党建指导员\n,,党建指导员\n"
        f"乙公司,{CODE},党组织书记\n甲公司,,厂长\n甲公司,,\n,{WRONG_CODE},党建指导员\n"
    )
    reply = bring(text_file(tmp_path, posts), "--good-rows", "--year", 2026, kind="posts")
    assert [(n["row"], n["column"], n["code"]) for n in reply.json["problems"]] == [
        (3, "岗位", "doubled_row"),
        (4, "单位名称", "ambiguous"),
        (5, "单位名称", "not_in_pool"),
        (6, "单位名称", "unknown"),
        (7, "单位名称", "required"),
        (8, "单位名称", "contradiction"),
        (9, "岗位", "unknown_choice"),
        (10, "岗位", "required"),
        (11, "统一社会信用代码", "unknown"),
    ]
    wishes = (
        "一方,单位名称,岗位,姓名,公民身份号码,意愿,顺序\n"
        "企业,甲公司,,王芳,,愿意,1\n企业,甲公司,,王芳,,愿意,2\n个人,甲公司,,李明,,愿意,1\n"
        "企业,甲公司,党组织书记,王芳,,愿意,1\n个人,甲公司,,王芳,,愿意,0\n第三方,,,王芳,,愿意,1\n"
        f"个人,甲公司,,李明,{GOOD},愿意,2\n个人,,,,150430197007071422,愿意,1\n,,,,,,1\n"
    )
    reply = bring(text_file(tmp_path, wishes), "--good-rows", "--year", 2026, kind="wishes")
    assert [(n["row"], n["column"], n["code"]) for n in reply.json["problems"]] == [
        (3, "姓名", "doubled_row"),
        (4, "姓名", "ambiguous"),
        (5, "岗位", "unknown_post"),
        (6, "顺序", "rank"),
        (7, "一方", "unknown_choice"),
        (8, "姓名", "contradiction"),
        (9, "公民身份号码", "check_digit"),
        (10, "一方", "required"),
    ]
