"""Sets an official document (公文) by GB/T 9704-2012, 5 and 7: head, text, signature and foot.

Measures of the standard are millimetres and 行 and 字. Here 行 is the pitch of the lines, the
height of the 版心 by its number of lines, and 字 that of the characters: 28 characters of 16 pt are
wider than 156 mm, so the pitch sets the grid and not the size of the letters.

A signature never stands on a page without text, marked 此页无正文 (7.3.5.5): the last lines of the
text move on with it. So the grid stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from partydesk.reports.findings import DOES_NOT_FIT, Finding
from partydesk.reports.layout import OfficialElement
from partydesk.reports.marks import Form, Sheet
from partydesk.reports.official_grid import Grid
from partydesk.reports.official_parts import (
    Imprinted,
    Signature,
    head_of,
    imprint_of,
    page_number,
    signature_of,
    title_of,
)
from partydesk.reports.official_text import Row, text_rows

#: How many lines of text stand above the signature at least.
_COMPANY: Final = 2
_TOLERANCE: Final = 1e-6


@dataclass(slots=True)
class _Page:
    """One page on its way.

    Attributes:
        top: Where its text begins, in lines from the top of the 版心.
        rows: Its lines of text.
    """

    top: float
    rows: list[Row] = field(default_factory=list)


def compose_official(element: OfficialElement, form: Form) -> list[Sheet]:
    """Set the whole document.

    Returns:
        One sheet a page; the first one carries the findings.
    """
    grid = Grid(element, form)
    first = Sheet(findings=list(_missing(element, form)))
    head_sheet, down = head_of(grid)
    title_sheet, down = title_of(grid, down)
    first += head_sheet
    first += title_sheet
    signature = signature_of(grid)
    first.findings += signature.findings
    pages = _paginated(text_rows(grid), down, signature.height, element.rows)
    if not any(row.line.text for row in pages[0].rows):
        message = "标题和主送机关太长，首页放不下正文；请改短"
        first.findings.append(Finding(DOES_NOT_FIT, element.name, message))
    imprint = imprint_of(grid)
    first.findings += imprint.findings if imprint else ()
    sheets = [first, *(Sheet() for _ in pages[1:])]
    for page, sheet in zip(pages, sheets, strict=True):
        _set_rows(grid, page, sheet)
    _sign(grid, pages[-1], sheets[-1], signature)
    _close(grid, pages[-1], sheets, signature, imprint)
    for number, sheet in enumerate(sheets, start=1):
        sheet.marks += page_number(grid, number)
    return sheets


def _missing(element: OfficialElement, form: Form) -> Iterator[Finding]:
    """Find characters that no font has."""
    titles = (element.title, *(() if element.head.on_stock else (element.head.mark,)))
    for content in titles:
        yield from form.missing(content, element.title_font, element.name)
    imprint = element.imprint
    for content in (
        element.head.number,
        element.addressee,
        element.text,
        element.attachments,
        element.organ,
        element.date,
        imprint.copies_to,
        imprint.issuer,
        imprint.issued_on,
    ):
        yield from form.missing(content, element.font, element.name)


def _paginated(rows: Sequence[Row], down: float, block: int, most: int) -> list[_Page]:
    """Share the lines out over the pages so that the signature has company.

    Args:
        rows: All lines.
        down: Lines that head and title take up on the first page.
        block: Lines that the signature takes up.
        most: Lines of a whole page.
    """
    pages = _filled(rows, _Page(down), most)
    if _room(pages[-1], most) < block:
        pages.append(_Page(0.0))
    if len(pages) > 1:
        before, last = pages[-2:]
        # Not the whole of a page: the first one must show text (7.3.3).
        while len(before.rows) > 1 and (
            len(last.rows) < _COMPANY or before.rows[-1].stays_with_next
        ):
            last.rows.insert(0, before.rows.pop())
            if last.rows[0].is_gap:
                del last.rows[0]
    return pages


def _room(page: _Page, most: int) -> int:
    """How many lines are left on a page."""
    return int(most - page.top - len(page.rows) + _TOLERANCE)


def _filled(rows: Sequence[Row], page: _Page, most: int) -> list[_Page]:
    """Fill pages from the top; a heading at the foot of a page moves on, a gap at its top goes."""
    pages = [page]
    for row in rows:
        if _room(page, most) < 1:
            carried: list[Row] = []
            while len(page.rows) > 1 and page.rows[-1].stays_with_next:
                carried.insert(0, page.rows.pop())
            page = _Page(0.0, carried)
            pages.append(page)
        if not (row.is_gap and not page.rows):
            page.rows.append(row)
    return pages


def _set_rows(grid: Grid, page: _Page, sheet: Sheet) -> None:
    for place, row in enumerate(page.rows):
        for line, left in ((row.line, row.left_em), *row.beside):
            sheet.marks += grid.marks(line, grid.left_pt + left * grid.em_pt, page.top + place)


def _sign(grid: Grid, page: _Page, sheet: Sheet, signature: Signature) -> None:
    below = page.top + len(page.rows)
    for placed in signature.lines:
        sheet.marks += grid.marks(placed.line, placed.x_pt, below + placed.down)


def _close(
    grid: Grid, page: _Page, sheets: list[Sheet], signature: Signature, imprint: Imprinted | None
) -> None:
    """Put the foot on the last page, or on one of its own where that page is full."""
    if imprint is None:
        return
    lines = page.top + len(page.rows) + signature.height + signature.clear
    used = lines * grid.pitch_pt
    if used + imprint.height_pt > grid.height_pt + _TOLERANCE:
        sheets.append(Sheet())
    sheets[-1].marks += imprint.marks
