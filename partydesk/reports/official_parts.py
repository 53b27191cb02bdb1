"""The parts of an official document around its text: head, title, signature, foot, page number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from partydesk.reports.findings import DOES_NOT_FIT, Finding
from partydesk.reports.fonts import ASCENT
from partydesk.reports.geometry import MARK_MM
from partydesk.reports.marks import PT_PER_MM, LineMark, Mark, Sheet, line_marks
from partydesk.reports.official_grid import MIDDLE_EM, Grid
from partydesk.reports.titles import title_lines
from partydesk.reports.typeset import Line, Run, balanced, set_line, set_paragraph

#: From the number to the red rule below it (7.2.7), in millimetres.
_RULE_MM: Final = 4.0
#: From the 版心 down to the dashes of the page number (7.5), in millimetres.
_PAGE_MM: Final = 7.0
#: Empty lines between mark and number (7.2.5), rule and title, title and addressee (7.3.1, 7.3.2).
_ABOVE_NUMBER, _ABOVE_TITLE, _BELOW_TITLE = 2, 2, 1
_MARK_LINES, _TITLE_LINES, _ORGAN_LINES = 2, 4, 3
_MARK_PITCH: Final = 1.25
_STEP_PT: Final = 0.5
#: Rules of the foot (7.4.1): first and last, and those between, in millimetres.
_THICK_MM, _THIN_MM = 0.35, 0.25
_COPIES: Final = "抄送："
#: How far the seal's upper edge stays below the text, in millimetres: within one line (7.3.5.1).
SEAL_GAP_MM: Final = 2.0
#: The date below a seal ends so many characters before the edge (7.3.5.1); without, see below.
_SEALED_EM: Final = 4
_UNSEALED_EM: Final = 2


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of the signature: its left edge, and how many lines below the text it stands."""

    line: Line
    x_pt: float
    down: int


@dataclass(frozen=True, slots=True)
class Signature:
    """Organ and date.

    Attributes:
        lines: From top to bottom.
        height: How many lines they take up, with the empty ones above and the seal's lower arc.
        clear: How many empty lines part them from the foot; a seal brings its own.
        findings: What is wrong.
    """

    lines: tuple[Placed, ...]
    height: int
    clear: int
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Imprinted:
    """The foot, ready to be drawn.

    Attributes:
        marks: Its rules and lines.
        height_pt: From the lower edge of the 版心 to its first rule.
        findings: What is wrong.
    """

    marks: tuple[Mark, ...]
    height_pt: float
    findings: tuple[Finding, ...] = ()


def head_of(grid: Grid) -> tuple[Sheet, float]:
    """Set mark, number and red rule.

    Returns:
        The marks, and where the rule is, in lines from the top of the 版心.
    """
    head = grid.element.head
    sheet = Sheet()
    size, lines = _fitted_mark(grid)
    down_pt = MARK_MM * PT_PER_MM
    if head.on_stock:
        height = head.stock_mm * PT_PER_MM
    else:
        height = size * (1 + (len(lines) - 1) * _MARK_PITCH)
        for place, text in enumerate(lines):
            line = set_line(text, grid.element.title_font, size_pt=size)
            base = grid.top_pt - down_pt - size * (place * _MARK_PITCH + ASCENT)
            sheet.marks += line_marks(line, _centred(grid, line), base, size, head.colour)
        if not lines:
            sheet.findings.append(_too_long(grid, "发文机关标志"))
    down = (down_pt + height) / grid.pitch_pt + _ABOVE_NUMBER
    number = grid.line(grid.said(head.number))
    sheet.marks += grid.marks(number, _centred(grid, number), down)
    text_bottom = grid.top_pt - (down + 0.5) * grid.pitch_pt - grid.element.size_pt / 2
    y = text_bottom - _RULE_MM * PT_PER_MM
    if not head.on_stock:
        width = head.rule_mm * PT_PER_MM
        sheet.marks.append(LineMark(grid.left_pt, y, grid.right_pt, y, width, head.colour))
    return sheet, (grid.top_pt - y) / grid.pitch_pt


def _fitted_mark(grid: Grid) -> tuple[float, tuple[str, ...]]:
    """Give size and lines of the mark: one line down to the floor, else two; none do not fit."""
    head, face = grid.element.head, grid.element.title_font
    text = grid.said(head.mark)
    for most in range(1, _MARK_LINES + 1):
        size = head.mark_pt
        while size >= head.mark_floor_pt:
            lines = balanced(text, face, size_pt=size, width_pt=grid.width_pt, most_lines=most)
            if lines is not None:
                return size, lines
            size -= _STEP_PT
    return head.mark_floor_pt, ()


def title_of(grid: Grid, rule_down: float) -> tuple[Sheet, float]:
    """Set the title two lines below the rule.

    Args:
        grid: The grid.
        rule_down: Where the rule is, in lines from the top of the 版心.

    Returns:
        The marks, and where the text begins, in lines from the top of the 版心.
    """
    element = grid.element
    sheet = Sheet()
    size, down = element.title_pt, rule_down + _ABOVE_TITLE
    lines = title_lines(
        grid.said(element.title),
        element.title_font,
        size_pt=size,
        width_pt=grid.width_pt,
        most_lines=_TITLE_LINES,
    )
    if lines is None:
        sheet.findings.append(_too_long(grid, "标题"))
        lines = ()
    for text in lines:
        line = set_line(text, element.title_font, size_pt=size)
        base = grid.baseline(down, size)
        sheet.marks += line_marks(line, _centred(grid, line), base, size, element.colour)
        down += 1
    return sheet, down + _BELOW_TITLE


def _centred(grid: Grid, line: Line) -> float:
    return grid.left_pt + (grid.width_pt - line.width_pt) / 2


def _too_long(grid: Grid, what: str) -> Finding:
    message = f"{what}太长，{grid.element.box.width_mm:g} 毫米宽的版心放不下；请改短"
    return Finding(DOES_NOT_FIT, what, message)


def signature_of(grid: Grid) -> Signature:
    """Set organ and date, with room for a seal or without one."""
    date = grid.line(grid.said(grid.element.date))
    if grid.form.values[grid.element.sealed]:
        return _sealed(grid, date)
    return _unsealed(grid, date)


def _organ(grid: Grid, width_pt: float) -> tuple[list[Line], tuple[Finding, ...]]:
    """Set the organ on as few lines as fit the width."""
    element = grid.element
    text = grid.said(element.organ)
    words = balanced(
        text, element.font, size_pt=element.size_pt, width_pt=width_pt, most_lines=_ORGAN_LINES
    )
    if words is None:
        return [grid.line(text)], (_too_long(grid, "发文机关署名"),)
    return [grid.line(line) for line in words], ()


def _sealed(grid: Grid, date: Line) -> Signature:
    """The date four characters from the edge, the organ centred on it (7.3.5.1).

    The date stands on the last but one of the lines that the seal covers, so that both lie in its
    lower half.
    """
    x = grid.right_pt - _SEALED_EM * grid.em_pt - date.width_pt
    centre = x + date.width_pt / 2
    organ, findings = _organ(grid, 2 * (grid.right_pt - centre))
    seal_pt = (SEAL_GAP_MM + grid.element.seal_mm) * PT_PER_MM
    down = max(ceil(seal_pt / grid.pitch_pt) - 2, len(organ) + 1)
    lines = [
        Placed(line, centre - line.width_pt / 2, down - len(organ) + place)
        for place, line in enumerate(organ)
    ]
    return Signature((*lines, Placed(date, x, down)), down + 2, 0, findings)


def _unsealed(grid: Grid, date: Line) -> Signature:
    """The organ two characters from the edge, the date on the next line (7.3.5.2).

    The date begins two characters to the right of the organ; where it is the longer one, it is the
    date that ends two characters from the edge.
    """
    edge = grid.right_pt - _UNSEALED_EM * grid.em_pt
    organ, findings = _organ(grid, edge - grid.left_pt)
    width = max(line.width_pt for line in organ)
    if date.width_pt > width:
        date_x = edge - date.width_pt
        left = date_x - _UNSEALED_EM * grid.em_pt
    else:
        left = edge - width
        date_x = left + _UNSEALED_EM * grid.em_pt
    lines = [
        Placed(line, left + (width - line.width_pt) / 2, place)
        for place, line in enumerate(organ, start=1)
    ]
    down = len(organ) + 1
    return Signature((*lines, Placed(date, date_x, down)), down + 1, 1, findings)


def imprint_of(grid: Grid) -> Imprinted | None:
    """Set the foot so that its last rule lies on the lower edge of the 版心 (7.4)."""
    imprint = grid.element.imprint
    copies, issuer = grid.said(imprint.copies_to), grid.said(imprint.issuer)
    rows = []
    if copies:
        rows += _copies(grid, copies)
    if issuer:
        rows.append(_issuer(grid, issuer, grid.said(imprint.issued_on)))
    if not rows:
        return None
    size = imprint.size_pt
    pitch = grid.pitch_pt * size / grid.element.size_pt
    height = len(rows) * pitch
    marks: list[Mark] = [
        _rule(grid, grid.bottom_pt + height, _THICK_MM),
        _rule(grid, grid.bottom_pt, _THICK_MM),
    ]
    if copies and issuer:
        marks.append(_rule(grid, grid.bottom_pt + pitch, _THIN_MM))
    for place, row in enumerate(rows):
        middle = grid.bottom_pt + height - (place + 0.5) * pitch
        for line, x in row:
            base = middle - MIDDLE_EM * size
            marks += line_marks(line, x, base, size, grid.element.colour)
    findings = (_too_long(grid, "印发机关"),) if issuer and _overlap(rows[-1]) else ()
    return Imprinted(tuple(marks), height, findings)


def _overlap(row: Sequence[tuple[Line, float]]) -> bool:
    """Tell whether the first of two stretches of text runs into the second."""
    (left, left_x), (_, right_x) = row
    return left_x + left.width_pt > right_x


def _copies(grid: Grid, copies: str) -> list[list[tuple[Line, float]]]:
    """Set 抄送; further lines begin below the first organ (7.4.2)."""
    face, size = grid.element.font, grid.element.imprint.size_pt
    label = set_line(_COPIES, face, size_pt=size)
    text = copies.removeprefix(_COPIES).rstrip("。；，") + "。"
    lines = set_paragraph(
        [Run(text, face)], size_pt=size, width_pt=grid.width_pt - 2 * size - label.width_pt
    )
    x = grid.left_pt + size
    rows = [[(line, x + label.width_pt)] for line in lines]
    rows[0].insert(0, (label, x))
    return rows


def _issuer(grid: Grid, issuer: str, issued_on: str) -> list[tuple[Line, float]]:
    """Set 印发机关 and 印发日期 at either end of a line (7.4.3)."""
    face, size = grid.element.font, grid.element.imprint.size_pt
    left = set_line(issuer, face, size_pt=size)
    right = set_line(f"{issued_on}印发", face, size_pt=size)
    return [(left, grid.left_pt + size), (right, grid.right_pt - size - right.width_pt)]


def _rule(grid: Grid, y_pt: float, width_mm: float) -> LineMark:
    width = width_mm * PT_PER_MM
    return LineMark(grid.left_pt, y_pt, grid.right_pt, y_pt, width, grid.element.colour)


def page_number(grid: Grid, number: int) -> list[Mark]:
    """Set a page's number on the outer side, one character in (7.5)."""
    element = grid.element
    size = element.page_pt
    line = set_line(f"— {number} —", element.page_font, size_pt=size)
    inner = grid.em_pt
    odd = number % 2 == 1
    x = grid.right_pt - inner - line.width_pt if odd else grid.left_pt + inner
    base = grid.bottom_pt - _PAGE_MM * PT_PER_MM - MIDDLE_EM * size
    return line_marks(line, x, base, size, element.colour)
