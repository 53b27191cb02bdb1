"""Writes the trap cells: what people's sheets hold, and what must become of each (all invented).

Every trap is one cell of a row of its own; the table says what is stored, or why the row is
stopped, or what is said of it although it is stored. Traps that lie in a sheet as a whole (heads,
ghosts, totals, encodings) are files of their own, made below.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from partydesk.domain.values import Cell

GOOD = "150430197007071421"
_RARE = "𠮷𬭎"


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with the result that was saved beside it; None where it was not."""

    text: str
    result: str | None


@dataclass(frozen=True, slots=True)
class Trap:
    """One cell and what must become of it.

    Attributes:
        about: What the trap is.
        column: Heading of its column.
        cell: What the cell holds.
        stored: What is stored, as it is shown unmasked; None where the row is stopped.
        code: Why the row is stopped, or what is said of it.
        shape: Number format of the cell, for workbooks.
    """

    about: str
    column: str
    cell: Cell | Formula
    stored: str | None
    code: str = ""
    shape: str = ""


ID, BIRTH, JOINED, NOTE, NAME = "公民身份号码", "出生日期", "入党时间", "备注", "姓名"
MAY = dt.datetime(2024, 5, 6)

PEOPLE: tuple[Trap, ...] = (
    Trap("an 18-digit number typed as a number", ID, 150430197007071421, None, "number_as_number"),
    Trap("the same as Excel writes it", ID, "1.50430197007071E+17", None, "number_as_number"),
    Trap("4.4E+17", ID, "4.4E+17", None, "number_as_number"),
    Trap("a number that has lost its last digits", ID, "150430197007071000", None,
         "number_as_number"),
    Trap("a 15-digit number typed as a number", ID, 150430700707142, None, "old_number"),
    Trap("a 15-digit number as text", ID, "150430700707142", None, "old_number"),
    Trap("a wrong check digit", ID, "150430197007071422", None, "check_digit"),
    Trap("full-width digits", ID, "１５０４３０１９７００７０７１４２１", GOOD),
    Trap("an apostrophe in front", ID, "'" + "150430197307071423", "150430197307071423"),
    Trap("spaces and a no-break space between the digits", ID,
         "150430\u00a019740707 1420", "150430197407071420"),
    Trap("a zero-width space and a mark of order", ID,
         "\u200b15043019780707142X\ufeff", "15043019780707142X"),
    Trap("a small x at the end", ID, "15043019860707142x", "15043019860707142X"),
    Trap("a date with points", JOINED, "2024.5.6", "2024-05-06"),
    Trap("a date with slashes", JOINED, "2024/5/6", "2024-05-06"),
    Trap("a date in words of figures", JOINED, "2024年5月6日", "2024-05-06"),
    Trap("a date of eight figures", JOINED, "20240506", "2024-05-06"),
    Trap("a date of eight figures, as a number", JOINED, 20240506, "2024-05-06"),
    Trap("year and month with a point", JOINED, "2024.05", "2024-05"),
    Trap("year and month with a slash", JOINED, "2024/5", "2024-05"),
    Trap("year and month in Chinese figures", JOINED, "二〇二四年五月", "2024-05"),
    Trap("a day in Chinese figures", JOINED, "二〇二四年五月六日", "2024-05-06"),
    Trap("a date cell", JOINED, MAY, "2024-05-06"),
    Trap("a date's serial number", JOINED, 45418, "2024-05-06"),
    Trap("a date as text with a time", JOINED, "2024-05-06 00:00:00", "2024-05-06"),
    Trap("full-width figures and points", JOINED, "２０２４．５．６", "2024-05-06"),
    Trap("a year alone", JOINED, "2024年", "2024"),
    Trap("month or day first", JOINED, "5/6/2024", None, "date_order"),
    Trap("day first, which one can see", JOINED, "13/5/2024", None, "date_order"),
    Trap("2024.1 as a number: January or October", JOINED, 2024.1, None, "ambiguous_date"),
    Trap("a day the calendar lacks", JOINED, "2023-02-29", None, "bad_date"),
    Trap("a day to come", JOINED, "2062-05-06", None, "future_date"),
    Trap("a separator U+30FB", NAME, "阿拉坦・乌拉", "阿拉坦·乌拉"),
    Trap("a separator U+2022", NAME, "苏日娜•其其格", "苏日娜·其其格"),
    Trap("a separator U+2027", NAME, "巴特尔‧孟和", "巴特尔·孟和"),
    Trap("a separator U+FF0E", NAME, "娜仁．高娃", "娜仁·高娃"),
    Trap("a name stretched by a full-width space", NAME, "王　芳", "王芳"),
    Trap("characters beyond the basic plane", NAME, f"{_RARE}生", f"{_RARE}生"),
    Trap("a line break inside a name", NAME, "钱\n明", "钱明", "several_names"),
    Trap("zeros in front, as text", NOTE, "00123", "00123"),
    Trap("zeros in front, by number format", NOTE, 123, "00123", shape="00000"),
    Trap("a mobile number as a number", "手机号码", 13800000004, "13800000004"),
    Trap("a mobile number in scientific form", "手机号码", 1.3800000004e10, "13800000004"),
    Trap("a line break inside a long text", NOTE, "甲\r\n乙", "甲\n乙"),
    Trap("a control character", NOTE, "甲\x0b乙", "甲乙"),
    Trap("a very long text", NOTE, "长" * 20_000, "长" * 20_000),
    Trap("a formula with its result", NOTE, Formula('"甲"&"乙"', "甲乙"), "甲乙"),
    Trap("a formula without a result", NOTE, Formula('"甲"&"丙"', None), ""),
    Trap("the error of a formula", NOTE, "#REF!", ""),
    Trap("a text that looks like a formula", NOTE, "'=1+1", "'=1+1"),
    Trap("a truth value", NOTE, True, "是"),
    Trap("N/A", NOTE, "N/A", ""),
)  # fmt: skip

CAPITAL, STAFF, SINCE, CODE = "注册资本（万元）", "从业人员（人）", "注册日期", "统一社会信用代码"

UNITS: tuple[Trap, ...] = (
    Trap("a whole number with a point", STAFF, 12.0, "12"),
    Trap("a whole number as text with a point", STAFF, "12.0", "12"),
    Trap("a count with its unit", STAFF, "12人", "12"),
    Trap("a count below zero", STAFF, -3, None, "negative"),
    Trap("a percentage", STAFF, 0.125, None, "bad_number", "0.0%"),
    Trap("a percentage as text", STAFF, "12.5%", None, "bad_number"),
    Trap("a truth value for a count", STAFF, True, None, "bad_number"),
    Trap("an amount with its own unit", CAPITAL, "3万", "3"),
    Trap("an amount in 元", CAPITAL, "30000元", "3"),
    Trap("an amount in 亿元", CAPITAL, "1.2亿元", "12000"),
    Trap("thousands with commas", CAPITAL, "1,234.5", "1234.5"),
    Trap("foreign money", CAPITAL, "100万美元", "", "foreign_currency"),
    Trap("an amount below zero", CAPITAL, "-5", None, "negative"),
    Trap("a month where a day is meant", SINCE, "2024年5月", "", "date_incomplete"),
    Trap("a credit code with small letters and spaces", CODE, "91150430ma0 n1q2r3t",
         "91150430MA0N1Q2R3T", "check_digit"),
    Trap("a credit code typed as a number", CODE, 521504301234567890, None, "number_as_number"),
)  # fmt: skip


def name_of(trap: Trap, number: int) -> str:
    """Give the name in the row of a trap: its own cell, or one that no other row has."""
    if trap.column == NAME:
        return str(trap.cell)
    return "试" + "".join("零一二三四五六七八九"[int(digit)] for digit in str(number))


def write_workbook(path: Path, traps: Sequence[Trap], name: str) -> Path:
    """Write traps into a sheet: a column for the name, and one for each of their headings."""
    columns = [name, *dict.fromkeys(t.column for t in traps if t.column != name)]
    book = Workbook()
    page = book.worksheets[0]
    page.append(columns)
    results: dict[str, str] = {}
    for number, trap in enumerate(traps):
        row = number + 2
        if trap.column != name:
            page.cell(row, 1, name_of(trap, number))
        cell = page.cell(row, columns.index(trap.column) + 1)
        if isinstance(trap.cell, Formula):
            cell.value = f"={trap.cell.text}"
            if trap.cell.result is not None:
                results[cell.coordinate] = trap.cell.result
        elif isinstance(trap.cell, str):
            # Past the check for control characters: other programs write them.
            cell.value = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "_x000B_", trap.cell)
            cell.data_type = "e" if trap.cell.startswith("#") else "s"
        else:
            cell.value = trap.cell
        if trap.shape:
            cell.number_format = trap.shape
    book.save(path)
    return _with_results(path, results)


def _with_results(path: Path, results: dict[str, str]) -> Path:
    """Put the saved results beside formulas, which the library cannot write."""
    with zipfile.ZipFile(path) as packed:
        parts = {part: packed.read(part) for part in packed.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    for place, result in results.items():
        sheet = re.sub(
            rf'<c r="{place}"([^>]*)><f>(.*?)</f><v ?/?>(</v>)?</c>',
            rf'<c r="{place}" t="str"><f>\2</f><v>{result}</v></c>',
            sheet,
        )
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for part, data in parts.items():
            packed.writestr(part, data)
    return path


#: What is said of the workbook of people as a whole: its formulas that give nothing to read.
SAID_OF_FORMULAS = ["formula_error", "formula_uncounted"]


def in_text(trap: Trap) -> bool:
    """Whether a text file can hold the trap: no types, formats or formulas."""
    return isinstance(trap.cell, str) and not trap.about.startswith("the error")


def write_text(path: Path, traps: Sequence[Trap], name: str, encoding: str, mark: str) -> Path:
    """Write the traps that a text file can hold, in an encoding and with a delimiter."""
    columns = [name, *dict.fromkeys(t.column for t in traps if t.column != name)]
    lines = [columns]
    for number, trap in enumerate(traps):
        if in_text(trap):
            cells = [name_of(trap, number), *[""] * (len(columns) - 1)]
            cells[columns.index(trap.column)] = str(trap.cell)
            lines.append(cells)
    quoted = (mark.join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    path.write_bytes("\r\n".join(quoted).encode(encoding))
    return path


# -- traps of a whole sheet ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SheetTrap:
    """A file and what must be read from it.

    Attributes:
        about: What the trap is.
        make: Writes the file; takes the folder.
        people: Name → what is stored of the person, by field name.
        ghosts: How many rows look empty and are counted.
        notes: Codes of what is said of the sheet.
        refused: Why the whole file is refused.
    """

    about: str
    make: Callable[[Path], Path]
    people: dict[str, dict[str, str]]
    ghosts: int = 0
    notes: tuple[str, ...] = ()
    refused: str = ""


def _book(folder: Path, rows: Sequence[Sequence[Cell]], *merges: str) -> Path:
    book = Workbook()
    page = book.worksheets[0]
    for row in rows:
        page.append(list(row))
    for merge in merges:
        page.merge_cells(merge)
    book.save(folder / "sheet.xlsx")
    return folder / "sheet.xlsx"


def _ghosts(folder: Path) -> Path:
    book = Workbook()
    page = book.worksheets[0]
    for row in (("姓名", "性别"), ("王芳", "女"), (" ", "\u3000"), ("李明", "男")):
        page.append(row)
    for number in range(5, 511):
        page.cell(number, 1).number_format = "@"
    book.save(folder / "ghosts.xlsx")
    return folder / "ghosts.xlsx"


def _mac(folder: Path) -> Path:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    page = book.worksheets[0]
    page.append(("姓名", "出生日期"))
    page.append(("王芳", dt.date(1980, 5, 6)))
    book.save(folder / "mac.xlsx")
    return folder / "mac.xlsx"


def _text(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "sheet.csv"
    path.write_bytes(text.encode(encoding))
    return path


_TWO: dict[str, dict[str, str]] = {"王芳": {"sex": "女"}, "李明": {"sex": "男"}}

SHEETS: tuple[SheetTrap, ...] = (
    SheetTrap("a title, a blank row and a remark above the head",
              lambda f: _book(f, [("名册",), (), ("填报单位：某局",), ("姓名", "性别"),
                                  ("王芳", "女"), ("李明", "男")], "A1:B1"), _TWO),
    SheetTrap("a head of two merged lines",
              lambda f: _book(f, [("姓名", "基本情况", None), (None, "性别", "出生日期"),
                                  ("王芳", "女", "1980-05"), ("李明", "男", None)],
                              "A1:A2", "B1:C1"),
              {"王芳": {"sex": "女", "birth": "1980-05"}, "李明": {"sex": "男"}}),
    SheetTrap("the same heading twice with the same content",
              lambda f: _book(f, [("姓名", "性别", "性别"), ("王芳", "女", "女"),
                                  ("李明", "男", None)]), _TWO, notes=("doubled_header",)),
    SheetTrap("the same heading twice with different content",
              lambda f: _book(f, [("姓名", "性别", "性别"), ("王芳", "女", "男")]), {},
              refused="doubled_header"),
    SheetTrap("506 rows that only look empty", _ghosts, _TWO, ghosts=507),
    SheetTrap("a row of totals and a signature at the end",
              lambda f: _book(f, [("姓名", "性别"), ("王芳", "女"), ("李明", "男"),
                                  ("合 计", "2人"), ("填表人：张三",)]), _TWO,
              notes=("footer_row", "footer_row")),
    SheetTrap("cells merged downwards",
              lambda f: _book(f, [("姓名", "性别"), ("王芳", "女"), ("赵敏", None)], "B2:B3"),
              {"王芳": {"sex": "女"}, "赵敏": {"sex": "女"}}, notes=("merged_cells",)),
    SheetTrap("dates counted from 1904", _mac, {"王芳": {"birth": "1980-05-06"}}),
    SheetTrap("a column that nobody named",
              lambda f: _book(f, [("姓名", "性别", None), ("王芳", "女", "甲"),
                                  ("李明", "男", None)]), _TWO, notes=("blank_header",)),
    SheetTrap("GB18030 with characters beyond the basic plane",
              lambda f: _text(f, f"姓名,性别\r\n{_RARE}生,女\r\n", "gb18030"),
              {f"{_RARE}生": {"sex": "女"}}),
    SheetTrap("semicolons and a mark of order",
              lambda f: _text(f, "姓名;性别\n王芳;女\n李明;男\n", "utf-8-sig"), _TWO),
    SheetTrap("tabs in UTF-16", lambda f: _text(f, "姓名\t性别\n王芳\t女\n李明\t男\n", "utf-16"),
              _TWO),
    SheetTrap("a line break and a doubled mark within quotation marks",
              lambda f: _text(f, '姓名,备注\n王芳,"甲\n""乙"""\n'),
              {"王芳": {"note": '甲\n"乙"'}}),
    SheetTrap("a quotation mark that never ends",
              lambda f: _text(f, '姓名,性别,备注\n王芳,女,"甲\n李明,男,乙\n'), _TWO,
              notes=("stray_quote",)),
)  # fmt: skip
