"""Reading tables: every kind of file, messy sheets, and files that are none."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from partydesk.domain.enterprises import Enterprise
from partydesk.domain.errors import EnvironmentProblem, InputRefused
from partydesk.domain.fields import fields_of
from partydesk.domain.talents import Talent
from partydesk.exchange.mapping import known_labels
from partydesk.exchange.reader import Table, read_table
from tests.exchange.files_to_read import (
    GOOD,
    compound_bytes,
    locked_xls_bytes,
    ods_bytes,
    xls_bytes,
    xlsx,
    zipped,
)

KNOWN = known_labels(fields_of(Talent))
HEADER = ("姓名", "性别", "公民身份号码")


def read(path: Path, sheet: str | None = None, header_row: int | None = None) -> Table:
    return read_table(path, sheet=sheet, header_row=header_row, known=KNOWN)


def saved(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def refusal(path: Path, sheet: str | None = None, header_row: int | None = None) -> tuple[str, str]:
    with pytest.raises(InputRefused) as caught:
        read(path, sheet, header_row)
    assert len(caught.value.notes) == 1
    return caught.value.notes[0].code, caught.value.notes[0].message


# ---- kinds of files -------------------------------------------------------------------------


def test_xlsx_gives_typed_cells_and_its_own_row_numbers(tmp_path: Path) -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.title = "名册"
    page["B3"] = "二〇二五年人才库登记表"
    page.merge_cells("B3:E3")
    for place, text in zip("BCDE", (*HEADER, "出生日期"), strict=True):
        page[f"{place}5"] = text
    page["B6"], page["C6"], page["D6"] = "王　芳", "女", GOOD
    page["E6"] = dt.date(1970, 7, 7)
    page["B9"], page["D9"], page["E9"] = "李明", int(GOOD), 197007
    book.save(tmp_path / "a.xlsx")
    table = read(tmp_path / "a.xlsx")
    assert (table.sheet_name, table.header_row) == ("名册", 5)
    assert [(one.label, one.column_index) for one in table.headers] == [
        ("姓名", 1), ("性别", 2), ("公民身份号码", 3), ("出生日期", 4),
    ]  # fmt: skip
    assert [row.number for row in table.rows] == [6, 9]
    assert table.rows[0].cells == (None, "王　芳", "女", GOOD, dt.date(1970, 7, 7))
    number = table.rows[1].cell(3)
    assert isinstance(number, float)  # digits are lost already, which the field's reader tells
    assert table.rows[1].cell(4) == 197007
    assert isinstance(table.rows[1].cell(4), int)
    assert table.rows[1].cell(99) is None


def test_equal_cells_of_different_types_stay_apart(tmp_path: Path) -> None:
    xlsx(tmp_path / "a.xlsx", [HEADER, ("王芳", 1, "1"), ("李明", True, 1.5), ("赵敏", 1, False)])
    cells = [row.cells[1:] for row in read(tmp_path / "a.xlsx").rows]
    assert cells == [(1, "1"), (True, 1.5), (1, False)]
    assert [type(cell) for row in cells for cell in row] == [int, str, bool, float, int, bool]


def test_xls_is_read_like_xlsx(tmp_path: Path) -> None:
    table = read(saved(tmp_path / "a.xls", xls_bytes()))
    assert (table.sheet_name, table.header_row) == ("表一", 2)
    assert table.rows[0].cells == ("王　芳", "女", dt.date(1970, 7, 7), GOOD)
    assert isinstance(table.rows[1].cell(3), float)
    assert [row.number for row in table.rows] == [3, 4]


def test_ods_is_read_like_xlsx(tmp_path: Path) -> None:
    table = read(saved(tmp_path / "a.ods", ods_bytes([HEADER, ("王芳", "女", GOOD)])))
    assert table.rows[0].cells == ("王芳", "女", GOOD)
    assert table.sheet_name == "表一"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_files_of_all_encodings(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [HEADER, ("𠮷田，一", "女", GOOD), ("", "", ""), ('"甲\n乙"', "男", "00123")]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    table = read(saved(tmp_path / "a.csv", text.encode(encoding)))
    assert [row.cells for row in table.rows] == [
        ("𠮷田，一", "女", GOOD),
        ("甲\n乙", "男", "00123"),
    ]
    assert [row.number for row in table.rows] == [2, 4]
    assert (table.sheet_name, table.ghost_rows) == ("", 1)


def test_the_hint_of_excel_at_the_delimiter_is_no_row(tmp_path: Path) -> None:
    table = read(saved(tmp_path / "a.csv", "sep=;\n姓名;性别\n王芳;女\n".encode()))
    assert table.header_row == 1
    assert table.rows[0].cells == ("王芳", "女")


def test_a_single_column_is_a_table(tmp_path: Path) -> None:
    table = read(saved(tmp_path / "a.txt", "姓名\n王芳\n李明\n".encode()))
    assert [row.cell(0) for row in table.rows] == ["王芳", "李明"]


def test_a_stray_quotation_mark_does_not_swallow_the_file(tmp_path: Path) -> None:
    table = read(saved(tmp_path / "a.csv", '姓名,性别\n"王芳,女\n李明,男\n'.encode()))
    assert [row.number for row in table.rows] == [2, 3]
    assert [note.code for note in table.notes] == ["stray_quote"]


def test_dates_of_the_1904_system(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    page = book.worksheets[0]
    page.append(["姓名", "出生日期"])
    page.append(["王芳", dt.date(1970, 7, 7)])
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").rows[0].cell(1) == dt.date(1970, 7, 7)


# ---- messy sheets ---------------------------------------------------------------------------


def test_ghost_rows_are_counted_and_ignored(tmp_path: Path) -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.append(list(HEADER))
    page.append(["王芳", "女", GOOD])
    page.append(["  ", None, "\n"])
    page.append(["李明", "男", None])
    for number in range(5, 510):
        page.cell(number, 1).font = Font(bold=True)
    book.save(tmp_path / "a.xlsx")
    table = read(tmp_path / "a.xlsx")
    assert [row.number for row in table.rows] == [2, 4]
    assert table.ghost_rows == 506


def test_headers_of_two_merged_rows_are_joined(tmp_path: Path) -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.append(["非公企业党组织情况统计表"])
    page.append(["序号", "单位名称", "党员", None, "职工人数"])
    page.append([None, None, "正式", "预备", None])
    page.append([1, "某某公司", 5, 2, 40])
    for block in ("A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3"):
        page.merge_cells(block)
    book.save(tmp_path / "a.xlsx")
    table = read_table(tmp_path / "a.xlsx", known=known_labels(fields_of(Enterprise)))
    assert [one.label for one in table.headers] == [
        "序号", "单位名称", "正式党员", "预备党员", "职工人数",
    ]  # fmt: skip
    assert table.header_row == 3
    assert [row.number for row in table.rows] == [4]
    named = read_table(tmp_path / "a.xlsx", header_row=3, known=known_labels(fields_of(Enterprise)))
    assert named == table


def test_headers_of_two_rows_without_merges_are_joined(tmp_path: Path) -> None:
    text = "单位名称,党员,,职工人数\n,正式,预备,\n某某公司,5,2,40\n"
    path = saved(tmp_path / "a.csv", text.encode())
    table = read_table(path, known=known_labels(fields_of(Enterprise)))
    assert [one.label for one in table.headers] == ["单位名称", "正式党员", "预备党员", "职工人数"]


def test_a_line_above_the_header_is_no_part_of_it(tmp_path: Path) -> None:
    rows = [
        ("登记表", None, None),
        ("填报单位：某局", None, "日期"),
        ("序号", "单位名称", "职工人数"),
    ]
    rows.append(("1", "某某公司", "40"))
    path = xlsx(tmp_path / "a.xlsx", rows)
    known = known_labels(fields_of(Enterprise))
    found = read_table(path, known=known)
    assert [one.label for one in found.headers] == ["序号", "单位名称", "职工人数"]
    assert read_table(path, known=known, header_row=3).headers == found.headers


def test_a_header_row_may_be_named(tmp_path: Path) -> None:
    rows = [HEADER, ("王芳", "女", GOOD), ("姓名", "性别", "手机号码"), ("李明", "男", "1")]
    path = xlsx(tmp_path / "a.xlsx", rows)
    assert read(path).header_row == 1
    table = read(path, header_row=3)
    assert [row.number for row in table.rows] == [4]
    assert table.headers[2].label == "手机号码"
    assert refusal(path, header_row=9)[0] == "no_header"


def test_the_sheet_with_the_known_header_is_taken(tmp_path: Path) -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.title = "说明"
    page.append(["请填写", "下表"])
    page.append(["姓名", "必填"])
    hidden = book.create_sheet("旧表")
    hidden.sheet_state = "hidden"
    hidden.append([*HEADER, "手机号码"])
    hidden.append(["赵六", "男"])
    wanted = book.create_sheet("名册 ")
    wanted.append(list(HEADER))
    wanted.append(["王芳", "女", GOOD])
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").sheet_name == "名册 "
    assert read(tmp_path / "a.xlsx", sheet="名册").sheet_name == "名册 "
    assert read(tmp_path / "a.xlsx", sheet="旧表").rows[0].cell(0) == "赵六"
    code, message = refusal(tmp_path / "a.xlsx", sheet="不存在")
    assert code == "sheet_unknown"
    assert "说明、名册 、旧表" in message


def test_totals_and_signatures_are_no_data(tmp_path: Path) -> None:
    rows = [HEADER, ("王芳", "女", GOOD), ("合 计", "1人"), ("填表人：赵六", None)]
    table = read(xlsx(tmp_path / "a.xlsx", rows))
    assert [row.number for row in table.rows] == [2]
    assert [(note.code, note.row) for note in table.notes] == [("footer_row", 3), ("footer_row", 4)]


def test_cells_merged_downwards_hold_for_every_row(tmp_path: Path) -> None:
    book = Workbook()
    page = book.worksheets[0]
    for row in (("单位及职务", "姓名"), ("旗农牧局", "王芳"), (None, "李明"), (None, "赵六")):
        page.append(list(row))
    page.merge_cells("A2:A3")
    book.save(tmp_path / "a.xlsx")
    table = read(tmp_path / "a.xlsx")
    assert [row.cell(0) for row in table.rows] == ["旗农牧局", "旗农牧局", None]
    assert [note.code for note in table.notes] == ["merged_cells"]


def test_columns_without_a_heading_are_told(tmp_path: Path) -> None:
    rows = [("姓名", None, "性别"), ("王芳", "退休", "女")]
    table = read(xlsx(tmp_path / "a.xlsx", rows))
    assert [note.code for note in table.notes] == ["blank_header"]
    assert "B 列" in table.notes[0].message


def test_doubled_headings(tmp_path: Path) -> None:
    same = [("姓名", "性别", "姓 名"), ("王芳", "女", "王芳"), ("李明", "男", None)]
    table = read(xlsx(tmp_path / "same.xlsx", same))
    assert [one.column_index for one in table.headers] == [0, 1]
    assert [note.code for note in table.notes] == ["doubled_header"]
    strange = [("姓名", "附注", "附注"), ("王芳", "甲", "乙")]
    table = read(xlsx(tmp_path / "strange.xlsx", strange))
    assert [note.code for note in table.notes] == ["doubled_header"]
    code, message = refusal(
        xlsx(tmp_path / "other.xlsx", [("姓名", "电话", "电话"), ("王芳", "13800000004", "1")])
    )
    assert code == "doubled_header"
    assert "B 列和 C 列" in message


# ---- files that cannot be read --------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "make", "code", "said"),
    [
        ("a.xlsx", lambda p: saved(p, b""), "empty_file", "空的"),
        ("a.csv", lambda p: saved(p, b"\xef\xbb\xbf \r\n\r\n"), "empty_file", "空的"),
        ("a.xlsx", lambda p: xlsx(p, []), "empty_file", "空的"),
        ("a.xlsx", lambda p: xlsx(p, [HEADER]), "no_rows", "没有数据行"),
        ("a.csv", lambda p: saved(p, "姓名,性别\n".encode()), "no_rows", "没有数据行"),
        ("a.xlsx", lambda p: xlsx(p, [("王芳", "女"), ("李明", "男")]), "no_header", "表头"),
        ("a.xlsx", lambda p: saved(p, b"%PDF-1.7\n..."), "not_a_spreadsheet", "PDF"),
        ("a.csv", lambda p: saved(p, b"%PDF-1.7\n..."), "not_a_spreadsheet", "PDF"),
        ("a.xls", lambda p: saved(p, b"\x89PNG\r\n\x1a\n123"), "not_a_spreadsheet", "图片"),
        ("a.xls", lambda p: saved(p, b"MZ\x90\x00 program"), "not_a_spreadsheet", "程序"),
        ("a.csv", lambda p: saved(p, bytes(range(256)) * 9), "not_a_spreadsheet", "文本"),
        (
            "a.xls",
            lambda p: saved(p, "<html><table><tr><td>姓名</td></tr></table>".encode()),
            "not_a_spreadsheet",
            "网页",
        ),
        ("a.xls", lambda p: saved(p, b'<?xml version="1.0"?><x/>'), "not_a_spreadsheet", "XML"),
        (
            "a.xls",
            lambda p: saved(p, b'<?xml?><W xmlns="urn:schemas-microsoft-com:office:spreadsheet">'),
            "not_a_spreadsheet",
            "XML 表格 2003",
        ),
        ("a.xlsx", lambda p: zipped(p, word__document_xml="<a/>"), "not_a_spreadsheet", "Word"),
        ("a.xlsx", lambda p: zipped(p, ppt__x_xml="<a/>"), "not_a_spreadsheet", "PowerPoint"),
        ("a.xlsx", lambda p: zipped(p, readme="x"), "not_a_spreadsheet", "压缩包"),
        ("a.xlsx", lambda p: saved(p, b"PK\x03\x04 torn"), "damaged_file", "损坏"),
        ("a.xlsx", lambda p: zipped(p, xl__workbook_xml="<torn"), "damaged_file", "损坏"),
        ("a.xls", lambda p: saved(p, xls_bytes()[:1500]), "damaged_file", "损坏"),
        (
            "a.xlsx",
            lambda p: saved(p, compound_bytes("EncryptionInfo", "EncryptedPackage")),
            "password_protected",
            "密码",
        ),
        ("a.xls", lambda p: saved(p, locked_xls_bytes()), "password_protected", "密码"),
        (
            "a.ods",
            lambda p: saved(p, ods_bytes([HEADER], locked=True)),
            "password_protected",
            "密码",
        ),
        (
            "a.xls",
            lambda p: saved(p, compound_bytes("WordDocument")),
            "not_a_spreadsheet",
            "Word",
        ),
        ("a.xls", lambda p: saved(p, compound_bytes("Other")), "not_a_spreadsheet", "其他程序"),
        ("a.xlsx", lambda p: saved(p, xls_bytes()), "mislabelled", ".xls 格式"),
        (
            "a.xls",
            lambda p: xlsx(p.with_suffix(".xlsx"), [HEADER]).rename(p),
            "mislabelled",
            "xlsx",
        ),
        ("a.xlsx", lambda p: saved(p, "姓名\n王芳\n".encode()), "mislabelled", ".csv"),
    ],
)
def test_files_that_are_refused(
    tmp_path: Path, name: str, make: Callable[[Path], Path], code: str, said: str
) -> None:
    path = tmp_path / name
    make(path)
    found, message = refusal(path)
    assert (found, said in message) == (code, True), message
    if code not in {"no_header", "no_rows"}:
        assert name in message


def test_a_table_without_known_words_can_be_read_by_its_first_row(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [("登记表",), ("甲", "乙"), ("1", "2")])
    table = read_table(path)
    assert (table.header_row, [one.label for one in table.headers]) == (2, ["甲", "乙"])


def test_what_the_machine_refuses_is_no_fault_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="找不到文件"):
        read(tmp_path / "none.xlsx")
    with pytest.raises(EnvironmentProblem, match="是文件夹"):
        read(tmp_path)
    closed = xlsx(tmp_path / "a.xlsx", [HEADER])
    closed.chmod(0)
    if os.access(closed, os.R_OK):
        pytest.skip("this user may read everything")
    with pytest.raises(EnvironmentProblem, match="没有读取权限"):
        read(closed)


def test_a_sharing_violation_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = xlsx(tmp_path / "a.xlsx", [HEADER])

    def locked(_path: Path) -> bytes:
        raise PermissionError(13, "sharing violation")

    monkeypatch.setattr(Path, "read_bytes", locked)
    with pytest.raises(EnvironmentProblem, match="关闭"):
        read(path)


def test_a_cell_at_the_far_end_of_the_sheet_is_refused_at_once(tmp_path: Path) -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.append(list(HEADER))
    page.append(["王芳", "女", GOOD])
    page["XFD1048576"] = "x"
    book.save(tmp_path / "a.xlsx")
    start = time.perf_counter()
    code, message = refusal(tmp_path / "a.xlsx")
    assert (code, "XFD1048576" in message) == ("too_large", True)
    assert time.perf_counter() - start < 2


def test_forty_thousand_columns_do_not_freeze(tmp_path: Path) -> None:
    wide = ",".join(["姓名", "性别", *(f"列{n}" for n in range(40_000))])
    data = "王芳,女," + ",".join(["x"] * 40_000)
    path = saved(tmp_path / "a.csv", f"{wide}\n{data}\n".encode())
    start = time.perf_counter()
    assert len(read(path).headers) == 40_002
    assert time.perf_counter() - start < 3
