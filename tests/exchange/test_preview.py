"""A first look at a file is bounded: wrong delimiters, huge sheets and bombs do not freeze it."""

from __future__ import annotations

import datetime as dt
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from partydesk.domain.errors import InputRefused
from partydesk.exchange.preview import SHOWN_COLUMNS, SHOWN_ROWS, Preview, preview_table
from partydesk.exchange.reader import read_table
from tests.exchange.files_to_read import ods_bytes, xls_bytes, xlsx, zipped

KNOWN = ("姓名", "性别", "出生日期", "公民身份号码")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#: The look takes a fiftieth of this; a machine that does other work at the same time takes longer.
GENEROUS_S = 2.0
#: No look reads more of a file's content, whatever its size.
MOST_READ = 2_500_000


def look(path: Path, **more: str | int | None) -> Preview:
    """Look at a file within a generous time."""
    began = time.perf_counter()
    preview = preview_table(path, known=KNOWN, **more)  # type: ignore[arg-type]
    assert time.perf_counter() - began < GENEROUS_S
    assert preview.bytes_read <= MOST_READ
    assert len(preview.rows) <= SHOWN_ROWS
    assert all(len(row.cells) <= SHOWN_COLUMNS for row in preview.rows)
    return preview


def package(path: Path, rows: int, columns: int, prolog: str = "") -> Path:
    """Write an .xlsx of numbers under a head 姓名, straight as XML."""
    letters = [get_column_letter(column) for column in range(1, columns + 1)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/'
            '2006/relationships"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets>'
            "</workbook>",
        )
        packed.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        packed.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}"><si><t>姓名</t></si></sst>')
        with packed.open("xl/worksheets/sheet1.xml", "w") as sheet:
            start = f'{prolog}<worksheet xmlns="{MAIN}"><dimension ref="A1:{letters[-1]}{rows}"/>'
            sheet.write(f"{start}<sheetData>".encode())
            for row in range(1, rows + 1):
                cells = "".join(f'<c r="{one}{row}"><v>{row}</v></c>' for one in letters[1:])
                kind = ' t="s"' if row == 1 else ""
                first = f'<c r="A{row}"{kind}><v>0</v></c>'
                sheet.write(f'<row r="{row}">{first}{cells}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
    return path


def test_a_wrong_delimiter_makes_forty_thousand_columns(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    line = ",".join(f"列{number}" for number in range(40_000))
    path.write_text(f"姓名,{line}\n" + "甲," * 40_000 + "\n", encoding="utf-8")
    preview = look(path)
    assert preview.columns > 20_000
    assert preview.more_columns == preview.columns - SHOWN_COLUMNS
    assert preview.headers[0].label == "姓名"


def test_the_widest_sheet_there_can_be(tmp_path: Path) -> None:
    preview = look(package(tmp_path / "wide.xlsx", 40, 16_384))
    assert (preview.columns, preview.more_columns) == (16_384, 16_384 - SHOWN_COLUMNS)
    assert preview.headers[0].label == "姓名"
    assert preview.more_rows == 40 - preview.rows[-1].number


def test_two_hundred_thousand_rows_of_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("姓名,性别\n" + "王芳,女\n" * 200_000, encoding="gb18030")
    preview = look(path)
    assert [header.label for header in preview.headers] == ["姓名", "性别"]
    assert preview.rows[0].cells == ("王芳", "女")
    assert preview.more_rows is None


@pytest.mark.long
def test_two_hundred_thousand_rows_of_a_workbook(tmp_path: Path) -> None:
    preview = look(package(tmp_path / "long.xlsx", 200_000, 20))
    assert preview.more_rows == 200_000 - preview.rows[-1].number
    assert preview.columns == 20


def test_many_rows_of_a_workbook(tmp_path: Path) -> None:
    preview = look(package(tmp_path / "long.xlsx", 5_000, 20))
    assert preview.more_rows == 5_000 - preview.rows[-1].number
    assert preview.bytes_read < 100_000


@pytest.mark.parametrize("text", ["甲", "甲,", "甲 "])
def test_a_hundred_megabytes_without_a_line_break(tmp_path: Path, text: str) -> None:
    path = tmp_path / "line.csv"
    block = text.encode("gb18030") * 100_000
    with path.open("wb") as file:
        for _ in range(100_000_000 // len(block)):
            file.write(block)
    preview = look(path)
    assert preview.more_rows is None


def bomb(path: Path) -> Path:
    """Write a package that says one of its parts is 4 GB large."""
    package(path, 3, 3)
    data = bytearray(path.read_bytes())
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        struct.pack_into("<I", data, place + 24, 0xFFFF_0000)
        place = data.find(b"PK\x01\x02", place + 1)
    path.write_bytes(bytes(data))
    return path


def liar(path: Path) -> Path:
    """Write a package whose sheet is a thousand times as large as the package."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        whole = zipfile.ZipFile(package(path.with_name("inner.xlsx"), 3, 3))
        for part in whole.namelist():
            if part != "xl/worksheets/sheet1.xml":
                packed.writestr(part, whole.read(part))
        with packed.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1">'.encode())
            for _ in range(100):
                sheet.write(b" " * 1_000_000)
        whole.close()
    return path


def entities(path: Path) -> Path:
    """Write a package whose sheet declares entities that would expand without end."""
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    return package(path, 3, 3, f'<!DOCTYPE x [<!ENTITY l0 "lol">{lol}]>')


def halved(path: Path) -> Path:
    """Write half a workbook."""
    package(path, 300, 20)
    path.write_bytes(path.read_bytes()[:2000])
    return path


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (bomb, "too_large"),
        (liar, "zip_bomb"),
        (entities, "damaged_file"),
        (halved, "damaged_file"),
        (lambda path: zipped(path, word__document_xml="<a/>"), "not_a_spreadsheet"),
    ],
)
def test_bombs_and_broken_packages_are_refused_in_no_time(
    tmp_path: Path, make: Callable[[Path], Path], code: str
) -> None:
    path = make(tmp_path / "bad.xlsx")
    began = time.perf_counter()
    with pytest.raises(InputRefused) as refusal:
        preview_table(path, known=KNOWN)
    assert refusal.value.notes[0].code == code
    assert time.perf_counter() - began < GENEROUS_S


def test_what_is_shown_is_what_will_be_read(tmp_path: Path) -> None:
    """Dates, texts, truth values, two-line heads and merges look as the import will read them."""
    book = Workbook()
    page = book.worksheets[0]
    page.append(["表", None, None, None, None])
    page.append(["姓名", "出生日期", "公民身份号码", "人数", None])
    page.append([None, None, None, "男", "女"])
    page.append(["王芳", dt.date(1980, 5, 6), "00123", 3, True])
    page.append(["李\n明", dt.datetime(1980, 5, 6, 7, 30), "甲" * 500, 1.5, None])
    page.merge_cells("D2:E2")
    path = tmp_path / "whole.xlsx"
    book.save(path)
    known = (*KNOWN, "男人数", "女人数")
    preview, table = preview_table(path, known=known), read_table(path, known=known)
    assert (preview.header_row, preview.headers) == (table.header_row, table.headers)
    for shown, read in zip(preview.rows, table.rows, strict=True):
        for index, cell in enumerate(read.cells[:5]):
            if isinstance(cell, str) and len(cell) > 120:
                assert shown.cells[index] == cell[:119] + "…"
            else:
                moment = (
                    dt.datetime(cell.year, cell.month, cell.day) if type(cell) is dt.date else cell
                )
                assert shown.cell(index) == moment
    assert preview.more_rows == 0


def test_dates_counted_from_1904(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    page = book.worksheets[0]
    page.append(["姓名", "出生日期"])
    page.append(["王芳", dt.date(1980, 5, 6)])
    path = tmp_path / "mac.xlsx"
    book.save(path)
    assert preview_table(path, known=KNOWN).rows[0].cells[1] == dt.datetime(1980, 5, 6)


def test_the_sheet_with_the_known_head_is_shown(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["说明", "请填写"])
    page = book.create_sheet("名册")
    page.append(["姓名", "性别"])
    page.append(["王芳", "女"])
    book.create_sheet("隐藏").sheet_state = "hidden"
    path = tmp_path / "sheets.xlsx"
    book.save(path)
    preview = preview_table(path, known=KNOWN)
    assert (preview.sheets, preview.sheet_name) == (("Sheet", "名册"), "名册")
    assert preview_table(path, sheet="Sheet", known=KNOWN).headers == ()
    assert preview_table(path, sheet="名册", header_row=2, known=KNOWN).header_row == 2


def test_small_files_of_other_kinds_are_shown_and_large_ones_named(tmp_path: Path) -> None:
    small, large, old = (tmp_path / name for name in ("small.ods", "large.ods", "old.xls"))
    row = ["王芳", "女", *"甲乙丙丁戊己庚辛"]
    small.write_bytes(ods_bytes([("姓名", "性别"), row]))
    large.write_bytes(ods_bytes([("姓名", "性别"), *([row] * 12_000)]))
    old.write_bytes(xls_bytes())
    assert preview_table(small, known=KNOWN).rows[0].cells[:2] == ("王芳", "女")
    assert preview_table(old, known=KNOWN).sheets == ("表一",)
    told = look(large)
    assert (told.looked, told.rows, told.size) == (False, (), large.stat().st_size)


def test_a_character_cut_off_at_the_end_of_the_look(tmp_path: Path) -> None:
    path = tmp_path / "cut.csv"
    path.write_bytes(
        b"x" + "姓名,性别\n".encode("gb18030") + "𠮷芳,女\n".encode("gb18030") * 60_000
    )
    assert preview_table(path, known=KNOWN).rows[1].cells == ("𠮷芳", "女")


def test_an_empty_file_and_one_of_blanks(tmp_path: Path) -> None:
    for name, data in (("a.csv", b""), ("b.csv", b" \r\n" * 10)):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(InputRefused):
            preview_table(path)


def test_a_workbook_without_cells(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refusal:
        preview_table(xlsx(tmp_path / "blank.xlsx", []))
    assert refusal.value.notes[0].code == "empty_file"
