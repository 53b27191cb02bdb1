"""Empty sheets to fill in: text columns, drop-downs, hints, and a page of instructions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from partydesk.domain.fields import Field, Kind
from partydesk.exchange.files import written_whole
from partydesk.exchange.saving import save_book
from partydesk.exchange.workbook import (
    HEADER_FILL,
    HEADER_FONT,
    TEXT_FORMAT,
    clean,
    sheet_name,
    sign,
    width_of,
)

INSTRUCTIONS = "填写说明"
_LISTS = "选项"
_ROWS = 1000
_FEW = 8  # more words are left to the drop-down
_LONGEST_INLINE = 200  # Excel takes 255 characters of an inline list
_REQUIRED_FONT = Font(bold=True, color="C00000")
_REQUIRED_FILL = PatternFill("solid", fgColor="FBE3DF")
_TITLE_FONT = Font(bold=True, size=14)
_SIDE = Side(style="thin", color="BFBFBF")
_LINE = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_WIDTHS = {
    Kind.NAME: 12,
    Kind.CITIZEN_NUMBER: 22,
    Kind.CREDIT_CODE: 22,
    Kind.PHONE: 15,
    Kind.LONG_TEXT: 36,
    Kind.MULTI: 26,
    Kind.DATE: 13,
    Kind.PARTIAL_DATE: 13,
}
_HOW = {
    Kind.TEXT: "文字",
    Kind.LONG_TEXT: "文字，可多行",
    Kind.NAME: "姓名；少数民族姓名的间隔用“·”",
    Kind.CHOICE: "从下拉选项中选择",
    Kind.DICTIONARY: "从下拉选项中选择",
    Kind.MULTI: "可填多项，用顿号“、”隔开",
    Kind.DATE: "日期，如 2005-06-30",
    Kind.PARTIAL_DATE: "日期，如 1970-07-07；只知年月时写 1970-07",
    Kind.INTEGER: "整数",
    Kind.MONEY: "数字",
    Kind.YES_NO: "是 或 否",
    Kind.CITIZEN_NUMBER: "18 位公民身份号码，文本格式",
    Kind.CREDIT_CODE: "18 位统一社会信用代码，文本格式",
    Kind.PHONE: "手机号码，或带区号的固定电话如 0476-4321234",
    Kind.REFERENCES: "名称或代码，多个之间用分号“；”隔开",
}


def write_template(
    path: Path,
    title: str,
    fields: Sequence[Field],
    notes: Sequence[str] = (),
    words: Mapping[str, Sequence[str]] | None = None,
    rows: Sequence[Mapping[str, object]] = (),
) -> list[str]:
    """Write a workbook that people fill in and the program reads back.

    Args:
        path: An .xlsx file.
        title: What the sheet is for; also the name of its sheet.
        fields: The fields; those not imported are left out.
        notes: Further sentences for the page of instructions.
        words: Dictionary name → its words, for drop-downs.
        rows: What is filled in already: field name → value, a row each.

    Returns:
        The headings of the columns.

    Raises:
        EnvironmentProblem: The file cannot be written.
        ValueError: The path does not end in .xlsx.
    """
    if path.suffix.lower() != ".xlsx":
        raise ValueError("a template is an .xlsx file")
    columns = [field for field in fields if field.imported and field.kind is not Kind.PICTURE]
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = sheet_name(title)
    lists = book.create_sheet(_LISTS)
    for number, field in enumerate(columns, start=1):
        _column(sheet, number, field)
        allowed = _allowed(field, words or {})
        if allowed:
            _drop_down(sheet, lists, number, field, allowed)
    _fill(sheet, columns, rows)
    sheet.freeze_panes = "B2"
    sheet.row_dimensions[1].height = 32
    if lists.cell(1, 1).value:
        lists.sheet_state = "hidden"
    else:
        book.remove(lists)
    _instructions(book.create_sheet(INSTRUCTIONS, 1), title, columns, notes)
    sign(book)
    with written_whole(path) as temporary:
        save_book(book, temporary)
    return [field.heading for field in columns]


def _column(sheet: Worksheet, number: int, field: Field) -> None:
    """Write the heading and format the column below it as text."""
    heading = sheet.cell(1, number, f"{field.heading}＊" if field.required else field.heading)
    heading.font = _REQUIRED_FONT if field.required else HEADER_FONT
    heading.fill = _REQUIRED_FILL if field.required else HEADER_FILL
    heading.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    heading.border = _LINE
    heading.comment = Comment(_how(field), "", width=260, height=90)
    letter = get_column_letter(number)
    dimension = sheet.column_dimensions[letter]
    dimension.width = max(
        _WIDTHS.get(field.kind, 0), 30 if field.wide else 0, width_of([field.heading])
    )
    if field.kind not in {Kind.INTEGER, Kind.MONEY}:
        dimension.number_format = TEXT_FORMAT


def _fill(sheet: Worksheet, columns: Sequence[Field], rows: Sequence[Mapping[str, object]]) -> None:
    """Write what is known beforehand, as text."""
    for number, row in enumerate(rows, start=2):
        for place, field in enumerate(columns, start=1):
            value = row.get(field.name)
            if value is not None:
                cell = sheet.cell(number, place, clean(str(value)))
                cell.data_type = "s"
                cell.number_format = TEXT_FORMAT


def _allowed(field: Field, words: Mapping[str, Sequence[str]]) -> list[str]:
    """List what a drop-down offers; several words in a cell cannot be chosen from one."""
    if field.choices is not None:
        return [choice.value for choice in field.choices]
    if field.kind is Kind.DICTIONARY:
        return list(words.get(field.dictionary, ()))
    return ["是", "否"] if field.kind is Kind.YES_NO else []


def _drop_down(
    sheet: Worksheet, lists: Worksheet, number: int, field: Field, allowed: Sequence[str]
) -> None:
    """Offer the words; a new word of an open dictionary is questioned, not forbidden."""
    inline = ",".join(allowed)
    if len(inline) <= _LONGEST_INLINE and not any("," in word or '"' in word for word in allowed):
        formula = f'"{inline}"'
    else:
        column = lists.max_column + 1 if lists.cell(1, 1).value else 1
        lists.cell(1, column, field.label)
        for row, word in enumerate(allowed, start=2):
            cell = lists.cell(row, column, clean(word))
            cell.data_type = "s"
        letter = get_column_letter(column)
        formula = f"'{_LISTS}'!${letter}$2:${letter}${len(allowed) + 1}"
    open_words = field.kind is Kind.DICTIONARY and field.open_dictionary
    rule = DataValidation(
        type="list",
        formula1=formula,
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning" if open_words else "stop",
        errorTitle=field.label,
        error="词典里没有这个词，确定要用吗？" if open_words else "请从下拉选项中选择",
    )
    letter = get_column_letter(number)
    rule.add(f"{letter}2:{letter}{_ROWS + 1}")
    sheet.add_data_validation(rule)


def _instructions(
    sheet: Worksheet, title: str, fields: Sequence[Field], notes: Sequence[str]
) -> None:
    """Explain every column, and what holds for all of them."""
    general = [
        "带“＊”的列必须填写，其余可以空着；不要改动第一行的列名，列的次序可以变。",
        "身份证号、信用代码、电话等列已设为文本格式，请直接录入或“选择性粘贴—数值”。",
        "已有记录再次导入时，空白单元格不会清除原来的内容。",
        *notes,
    ]
    sheet["A1"] = clean(f"{title}·{INSTRUCTIONS}")
    sheet["A1"].font = _TITLE_FONT
    for number, sentence in enumerate(general, start=1):
        cell = sheet.cell(number + 1, 1, clean(f"{number}．{sentence}"))
        sheet.merge_cells(start_row=number + 1, start_column=1, end_row=number + 1, end_column=3)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.row_dimensions[number + 1].height = 32
    start = len(general) + 3
    for row, texts in enumerate(_explanations(fields), start=start):
        for column, text in enumerate(texts, start=1):
            cell = sheet.cell(row, column, clean(text))
            cell.data_type = "s"
            cell.border = _LINE
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            if row == start:
                cell.font, cell.fill = HEADER_FONT, HEADER_FILL
    for letter, width in zip("ABC", (24, 10, 64), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _explanations(fields: Sequence[Field]) -> list[tuple[str, str, str]]:
    rows = [("列　名", "必填", "怎样填写")]
    rows.extend((field.heading, "是" if field.required else "", _how(field)) for field in fields)
    return rows


def _how(field: Field) -> str:
    parts = [_HOW[field.kind]]
    if field.kind is Kind.DICTIONARY and field.open_dictionary:
        parts = ["从下拉选项中选择，也可填写新词"]
    if field.choices is not None and len(field.choices) <= _FEW:
        parts = ["填：" + "、".join(choice.value for choice in field.choices)]
    if field.unit:
        parts.append(f"单位：{field.unit}")
    if field.hint:
        parts.append(field.hint)
    return "；".join(parts)
