"""Sets a long text over its pages and keeps the signatures together with its end.

A page that carries signatures alone, marked 此页无正文, is forbidden (GB/T 9704-2012, 7.3.5.5 with
its note: adjust the spacing). So the lines move closer, down to the layout's floor, until text and
signatures meet on one page; where that does not help, the last clause moves on with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from partydesk.domain.numbering import chinese_numeral
from partydesk.reports.findings import DOES_NOT_FIT, Finding
from partydesk.reports.layout import (
    ArticleElement,
    LineKind,
    Piece,
    SignatureCell,
    TemplateLine,
)
from partydesk.reports.marks import PT_PER_MM, Form, Sheet, baseline_pt, line_marks, runs_of
from partydesk.reports.typeset import Line, set_paragraph

#: How many lines of text stand above the signatures at least.
_COMPANY: Final = 2
_STEP_PT: Final = 0.25
_TOLERANCE_PT: Final = 1e-6


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the text; ``heading`` lines stay with the next one."""

    line: Line
    heading: bool


@dataclass(frozen=True, slots=True)
class _Column:
    """Where the text stands: heights on the first and on later pages, and the lines' pitch."""

    first_pt: float
    next_pt: float
    pitch_pt: float

    def height_pt(self, page: int) -> float:
        """Height of the column on a page, counting from 0."""
        return self.first_pt if page == 0 else self.next_pt

    def capacity(self, page: int) -> int:
        """How many lines a page takes."""
        return int(self.height_pt(page) / self.pitch_pt + _TOLERANCE_PT)


def compose_article(element: ArticleElement, form: Form) -> list[Sheet]:
    """Set the text and the signatures.

    Returns:
        One sheet a page; the first one carries the findings.
    """
    rows = [row for line in _printed(element.lines, form) for row in _rows(line, element, form)]
    cells = [cell for cell in element.signatures.cells if _wanted(cell.when, "", form)]
    pages, column, fits = _paginated(rows, element, _block_height_pt(element, len(cells)))
    sheets = [Sheet() for _ in pages]
    sheets[0].findings += _findings(element, cells, form)
    if not fits:
        message = f"{element.name}最后一条太长，与签署栏放不到一页；请改短"
        sheets[0].findings.append(Finding(DOES_NOT_FIT, element.name, message))
    bottom = form.height_pt - (element.box.y_mm + element.box.height_mm) * PT_PER_MM
    for number, page in enumerate(pages):
        top = bottom + column.height_pt(number)
        for index, row in enumerate(page):
            pen = top - index * column.pitch_pt
            base = baseline_pt(pen, column.pitch_pt, element.size_pt)
            left = element.box.x_mm * PT_PER_MM
            sheets[number].marks += line_marks(
                row.line, left, base, element.size_pt, element.colour
            )
    used = len(pages[-1]) * column.pitch_pt + element.signatures.gap_mm * PT_PER_MM
    block_top = bottom + column.height_pt(len(pages) - 1) - used
    sheets[-1] += _signatures(cells, element, form, block_top)
    return sheets


def _wanted(when: str, unless: str, form: Form) -> bool:
    """Tell whether a line or cell with conditions is printed for these values."""
    return (not when or bool(form.values[when])) and not (unless and form.values[unless])


def _printed(lines: Sequence[TemplateLine], form: Form) -> Iterator[TemplateLine]:
    """Give the lines whose conditions hold; headings receive their clause number."""
    clause = 0
    for line in lines:
        if not _wanted(line.when, line.unless, form):
            continue
        if line.kind is LineKind.HEADING:
            clause += 1
            number = Piece(f"第{chinese_numeral(clause)}条\u3000")
            yield TemplateLine(line.kind, (number, *line.content))
        else:
            yield line


def _rows(line: TemplateLine, element: ArticleElement, form: Form) -> Iterator[_Row]:
    """Break one paragraph into lines."""
    heading = line.kind is LineKind.HEADING
    font = element.heading_font if heading else element.font
    fields = element.heading_font if heading else element.field_font
    for set_line in set_paragraph(
        runs_of(line.content, form.values, font, fields),
        size_pt=element.size_pt,
        width_pt=element.box.width_mm * PT_PER_MM,
        indent_em=0.0 if line.kind is LineKind.PLAIN else 2.0,
    ):
        yield _Row(set_line, heading)


def _findings(
    element: ArticleElement, cells: Sequence[SignatureCell], form: Form
) -> Iterator[Finding]:
    """Find characters that no font has, in the text and in the signatures."""
    for line in _printed(element.lines, form):
        heading = line.kind is LineKind.HEADING
        font = element.heading_font if heading else element.font
        fields = element.heading_font if heading else element.field_font
        yield from form.missing(line.content, font, element.name, fields)
    for cell in cells:
        for content in cell.lines:
            yield from form.missing(content, element.font, element.name)


def _block_height_pt(element: ArticleElement, cells: int) -> float:
    """Return the height of the signatures with the gap above them."""
    block = element.signatures
    rows = -(-cells // block.columns)
    return (block.gap_mm + rows * block.cell_height_mm) * PT_PER_MM


def _paginated(
    rows: Sequence[_Row], element: ArticleElement, block_pt: float
) -> tuple[list[list[_Row]], _Column, bool]:
    """Choose the widest pitch at which text and signatures meet, else move the last clause on.

    Returns:
        The lines of each page, the column they stand in, and whether everything fits.
    """
    bottom = element.box.y_mm + element.box.height_mm
    heights = (element.box.height_mm * PT_PER_MM, (bottom - element.next_y_mm) * PT_PER_MM)
    pitch = element.pitch_pt
    while pitch >= element.pitch_floor_pt - _TOLERANCE_PT:
        column = _Column(*heights, pitch)
        pages = _filled(rows, column, 0)
        if _meets(pages, column, block_pt):
            return pages, column, True
        pitch -= _STEP_PT
    column = _Column(*heights, element.pitch_pt)
    start = max((i for i, row in enumerate(rows) if row.heading), default=0)
    pages = _filled(rows[:start], column, 0) if start else []
    pages += _filled(rows[start:], column, len(pages))
    return pages, column, _meets(pages, column, block_pt)


def _meets(pages: Sequence[Sequence[_Row]], column: _Column, block_pt: float) -> bool:
    """Tell whether the signatures fit below the last lines, and whether there are such lines."""
    used = len(pages[-1]) * column.pitch_pt
    fits = used + block_pt <= column.height_pt(len(pages) - 1) + _TOLERANCE_PT
    return fits and len(pages[-1]) >= _COMPANY


def _filled(rows: Sequence[_Row], column: _Column, first_page: int) -> list[list[_Row]]:
    """Fill pages from the top; a heading at the foot of a page moves to the next one."""
    pages: list[list[_Row]] = []
    rest = list(rows)
    while rest:
        room = max(column.capacity(first_page + len(pages)), 1)
        if len(rest) > room:
            while room > 1 and rest[room - 1].heading:
                room -= 1
        pages.append(rest[:room])
        rest = rest[room:]
    return pages or [[]]


def _signatures(
    cells: Sequence[SignatureCell], element: ArticleElement, form: Form, top_pt: float
) -> Sheet:
    """Set the cells side by side, row below row."""
    block = element.signatures
    width = element.box.width_mm * PT_PER_MM / block.columns
    height = block.cell_height_mm * PT_PER_MM
    sheet = Sheet()
    for number, cell in enumerate(cells):
        row, column = divmod(number, block.columns)
        left = element.box.x_mm * PT_PER_MM + column * width
        lines = [
            line
            for index, content in enumerate(cell.lines)
            for line in set_paragraph(
                runs_of(content, form.values, element.font if index else element.heading_font),
                size_pt=block.size_pt,
                width_pt=width - 2 * block.size_pt,
                justify=False,
            )
        ]
        if len(lines) * block.pitch_pt > height + _TOLERANCE_PT:
            message = f"签署栏第{number + 1}格的文字太多，放不下；请改短名称"
            sheet.findings.append(Finding(DOES_NOT_FIT, element.name, message))
        for index, line in enumerate(lines):
            pen = top_pt - row * height - index * block.pitch_pt
            base = baseline_pt(pen, block.pitch_pt, block.size_pt)
            sheet.marks += line_marks(line, left, base, block.size_pt, element.colour)
    return sheet
