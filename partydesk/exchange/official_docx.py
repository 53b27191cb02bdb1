"""Writes an official document (公文) as a Word file that an office goes on with.

Measures are those of GB/T 9704-2012: margins 37, 35, 28 and 26 mm, 仿宋 of 三号 on lines of 28 pt,
the title in 小标宋 of 二号, levels in 黑体 and 楷体, page numbers on the outer side. Fonts are
named as offices have them; Word sets another one where a PC has none of that name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from docx import Document
from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from partydesk.domain.official_levels import Level, split_heading
from partydesk.exchange.files import written_whole

_FANGSONG, _TITLE, _HEI, _KAI, _SONG = (
    "仿宋_GB2312",
    "方正小标宋简体",
    "黑体",
    "楷体_GB2312",
    "宋体",
)
_LATIN: Final = "Times New Roman"
_BODY_PT, _TITLE_PT, _FOOT_PT, _CELL_PT = 16.0, 22.0, 14.0, 10.5
_PITCH_PT, _CELL_PITCH_PT = 28.0, 16.0
_CELL_MARGIN_MM: Final = 0.8
_MARK_PT, _MARK_FLOOR_PT = 48.0, 24.0
#: So much of the width type takes up at most; programs round differently.
_NEARLY: Final = 0.985
_WIDTH_MM, _HEIGHT_MM = 210.0, 297.0
_TOP_MM, _BOTTOM_MM, _LEFT_MM, _RIGHT_MM = 37.0, 35.0, 28.0, 26.0
_TEXT_MM: Final = _WIDTH_MM - _LEFT_MM - _RIGHT_MM
_PT_PER_MM: Final = 72 / 25.4
_RED: Final = RGBColor(0xE6, 0x00, 0x12)
_HEADING_FACES: Final = {Level.FIRST: _HEI, Level.SECOND: _KAI}
#: Indents are counted in hundredths of a character, and in twentieths of a point for programs that
#: do not know characters.
_CHARACTER: Final = 100
_TWIPS: Final = 20


@dataclass(frozen=True, slots=True)
class DocxTable:
    """One annex.

    Attributes:
        title: Its name.
        rule: How it is ordered or read.
        heads: Heads of the columns; repeated on every page.
        widths: Shares of the width.
        texts: Columns that are set from the left; the others are centred.
        rows: Cells as words.
    """

    title: str
    rule: str
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    texts: frozenset[int]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialText:
    """What an official document says.

    Attributes:
        mark: 发文机关标志.
        number: 发文字号.
        title: 标题.
        addressee: 主送机关, without the colon; empty for none.
        paragraphs: 正文; levels are told by how a paragraph begins.
        attachments: 附件, by name.
        organ: 发文机关署名.
        date: 成文日期.
        copies_to: 抄送机关; empty for none.
        issuer: 印发机关; empty for none.
        tables: The annexes, each on a page of its own.
    """

    mark: str
    number: str
    title: str
    addressee: str
    paragraphs: tuple[str, ...]
    attachments: tuple[str, ...]
    organ: str
    date: str
    copies_to: str = ""
    issuer: str = ""
    tables: tuple[DocxTable, ...] = ()


def write_official_docx(text: OfficialText, path: Path, *, created: dt.datetime) -> None:
    """Write the document, all or nothing.

    Args:
        text: What it says.
        path: The file.
        created: Written into the file as its moment of creation.

    Raises:
        EnvironmentProblem: The file cannot be written.
    """
    word = Document()
    _describe(word, text, created)
    _set_page(word)
    _head(word, text)
    _body(word, text)
    _signature(word, text)
    for number, table in enumerate(text.tables, start=1):
        _annex(word, table, f"附件{number}" if len(text.tables) > 1 else "附件")
    _imprint(word, text)
    with written_whole(path) as partial:
        word.save(str(partial))


def _describe(word: Word, text: OfficialText, created: dt.datetime) -> None:
    about = word.core_properties
    moment = created.astimezone(dt.UTC).replace(tzinfo=None)
    about.title, about.author, about.comments = text.title, text.organ, ""
    about.created = about.modified = moment
    about.language = "zh-CN"


# -- page and fonts ---------------------------------------------------------------------------


def _set_page(word: Word) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(_WIDTH_MM), Mm(_HEIGHT_MM)
    section.top_margin, section.bottom_margin = Mm(_TOP_MM), Mm(_BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(_LEFT_MM), Mm(_RIGHT_MM)
    section.footer_distance = Mm(_BOTTOM_MM - 12)
    word.settings.odd_and_even_pages_header_footer = True
    _number_pages(section)
    usual = word.styles["Normal"]
    usual.font.size = Pt(_BODY_PT)
    usual.font.name = _LATIN
    fonts = usual.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), _FANGSONG)
    form = usual.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(_PITCH_PT)
    form.widow_control = False


def _number_pages(section: Section) -> None:
    """Page numbers on the outer side, one character in (GB/T 9704-2012, 7.5)."""
    sides = (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT, "right"),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, "left"),
    )
    for footer, side, margin in sides:
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        _indent(paragraph, _FOOT_PT, **{margin: 1})
        _add(paragraph, "— ", _SONG, _FOOT_PT)
        _field(paragraph, "PAGE")
        _add(paragraph, " —", _SONG, _FOOT_PT)


def _field(paragraph: Paragraph, code: str) -> None:
    """Put in a field that Word fills."""
    for kind, words in (("begin", ""), ("", code), ("separate", ""), ("end", "")):
        run = _add(paragraph, "", _SONG, _FOOT_PT)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = words
        run._element.append(mark)  # noqa: SLF001 - python-docx has no fields of its own


def _add(paragraph: Paragraph, text: str, face: str, size_pt: float = _BODY_PT) -> Run:
    """Add text in a Chinese font."""
    run = paragraph.add_run(text)
    run.font.size = Pt(size_pt)
    run.font.name = face if face == _SONG else _LATIN
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001 - no other way
    fonts.set(qn("w:eastAsia"), face)
    fonts.set(qn("w:hint"), "eastAsia")
    return run


def _indent(paragraph: Paragraph, size_pt: float = _BODY_PT, **characters: int) -> None:
    """Set indents (``left``, ``right``, ``firstLine``, ``hanging``) in characters."""
    indent = paragraph._element.get_or_add_pPr().get_or_add_ind()  # noqa: SLF001 - no other way
    for side, count in characters.items():
        indent.set(qn(f"w:{side}Chars"), str(count * _CHARACTER))
        indent.set(qn(f"w:{side}"), str(round(count * size_pt * _TWIPS)))


def _paragraph(
    word: Word, text: str = "", face: str = _FANGSONG, size_pt: float = _BODY_PT
) -> Paragraph:
    paragraph = word.add_paragraph()
    if text:
        _add(paragraph, text, face, size_pt)
    return paragraph


# -- the document -----------------------------------------------------------------------------


def _head(word: Word, text: OfficialText) -> None:
    """Mark, number, red rule, title (GB/T 9704-2012, 7.2 and 7.3.1)."""
    size = _mark_size(text.mark)
    mark = _paragraph(word)
    mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
    mark.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    _add(mark, text.mark, _TITLE, size).font.color.rgb = _RED
    _paragraph(word)
    number = _paragraph(word, text.number)
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _border(number, {"bottom": 12}, "E60012")
    _paragraph(word)
    for line in text.title.splitlines():
        title = _paragraph(word, line, _TITLE, _TITLE_PT)
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.paragraph_format.line_spacing = Pt(_PITCH_PT + 4)
    _paragraph(word)


def _mark_size(mark: str) -> float:
    """Give the size in which the mark fits on one line, else on two."""
    width, length = _TEXT_MM * _PT_PER_MM * _NEARLY, max(len(mark), 1)
    one = min(_MARK_PT, width / length)
    return one if one >= _MARK_FLOOR_PT else min(_MARK_PT, width / -(-length // 2))


def _body(word: Word, text: OfficialText) -> None:
    if text.addressee:
        _justified(_paragraph(word, text.addressee.rstrip("：:") + "："))
    for paragraph in text.paragraphs:
        level, heading, rest = split_heading(paragraph)
        made = _justified(word.add_paragraph())
        _indent(made, firstLine=2)
        if level is not Level.TEXT:
            _add(made, heading, _HEADING_FACES[level])
            made.paragraph_format.keep_with_next = not rest
        if rest:
            _add(made, rest, _FANGSONG)
    if text.attachments:
        _paragraph(word)
    for number, name in enumerate(text.attachments, start=1):
        serial = f"{number}." if len(text.attachments) > 1 else ""
        made = _paragraph(word, f"附件：{serial}{name}" if number == 1 else f"{serial}{name}")
        # Names that wrap hang below the first one (7.3.4).
        behind = 1 if serial else 0
        _indent(made, left=5 + behind, hanging=(3 if number == 1 else 0) + behind)


def _justified(paragraph: Paragraph) -> Paragraph:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    return paragraph


def _signature(word: Word, text: OfficialText) -> None:
    """Organ and date with room for a seal (GB/T 9704-2012, 7.3.5.1)."""
    for _ in range(2):
        _paragraph(word).paragraph_format.keep_with_next = True
    organ = _paragraph(word, text.organ)
    organ.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    organ.paragraph_format.keep_with_next = True
    _indent(organ, right=2)
    date = _paragraph(word, text.date)
    date.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _indent(date, right=4)


def _imprint(word: Word, text: OfficialText) -> None:
    """版记 at the end (GB/T 9704-2012, 7.4)."""
    rows = []
    if text.copies_to:
        rows.append(f"抄送：{text.copies_to.removeprefix('抄送：').rstrip('。；，')}。")
    if text.issuer:
        rows.append(f"{text.issuer}\t{text.date}印发")
    if rows:
        _paragraph(word)
    for place, row in enumerate(rows):
        made = _paragraph(word, row, size_pt=_FOOT_PT)
        made.paragraph_format.tab_stops.add_tab_stop(Mm(_TEXT_MM - 5), WD_TAB_ALIGNMENT.RIGHT)
        _indent(made, _FOOT_PT, left=1, right=1)
        made.paragraph_format.keep_with_next = place + 1 < len(rows)
        _border(made, {"top": 8 if place == 0 else 6, "bottom": 8}, "000000")


def _border(paragraph: Paragraph, sides: dict[str, int], colour: str) -> None:
    """Rule a paragraph; widths in eighths of a point."""
    borders = OxmlElement("w:pBdr")
    for side, width in sides.items():
        rule = OxmlElement(f"w:{side}")
        values = {"val": "single", "sz": str(width), "space": "4", "color": colour}
        for name, value in values.items():
            rule.set(qn(f"w:{name}"), value)
        borders.append(rule)
    properties = paragraph._element.get_or_add_pPr()  # noqa: SLF001 - no other way
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


# -- annexes ----------------------------------------------------------------------------------


def _annex(word: Word, annex: DocxTable, mark: str) -> None:
    first = _paragraph(word, mark, _HEI)
    first.paragraph_format.page_break_before = True
    title = _paragraph(word, annex.title, _TITLE, _TITLE_PT - 4)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    rule = _paragraph(word, annex.rule, size_pt=_CELL_PT + 1.5)
    rule.paragraph_format.line_spacing = Pt(_CELL_PITCH_PT + 4)
    rule.paragraph_format.space_after = Pt(6)
    table = word.add_table(rows=0, cols=len(annex.heads), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _set_cell_margins(table)
    head = _fill(table, annex.heads, _HEI, frozenset())
    repeated = OxmlElement("w:tblHeader")
    head._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 - no other way
    for cells in annex.rows:
        _fill(table, cells, _FANGSONG, annex.texts)
    whole = sum(annex.widths)
    for column, share in zip(table.columns, annex.widths, strict=True):
        width = Mm(_TEXT_MM * share / whole)
        column.width = width
        for cell in column.cells:
            cell.width = width


def _set_cell_margins(table: Table) -> None:
    """Leave the words of a cell more room than Word does."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(_CELL_MARGIN_MM * _PT_PER_MM * _TWIPS)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)  # noqa: SLF001 - no other way


def _fill(table: Table, cells: Sequence[str], face: str, texts: frozenset[int]) -> _Row:
    """Add a row that stays on one page."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - no other way
    for place, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
        paragraph = cell.paragraphs[0]
        if place not in texts:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.line_spacing = Pt(_CELL_PITCH_PT)
        _add(paragraph, text, face, _CELL_PT)
    return row
