"""Turns the elements of a layout and the values of one document into marks to draw.

Pure: the same computation serves the renderer, which draws the marks, and the pre-flight, which
reads the findings.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from partydesk.reports.findings import DOES_NOT_FIT, SHRUNK, Finding
from partydesk.reports.fonts import ASCENT, DESCENT, text_width_pt
from partydesk.reports.layout import (
    Align,
    Box,
    FlowElement,
    FrameElement,
    Overflow,
    PictureElement,
    QrElement,
    RuleElement,
    TextElement,
    VerticalAlign,
)
from partydesk.reports.marks import (
    PT_PER_MM,
    Form,
    LineMark,
    PictureMark,
    QrMark,
    RectangleMark,
    Sheet,
    baseline_pt,
    line_marks,
    runs_of,
)
from partydesk.reports.pieces import fill
from partydesk.reports.typeset import Line, balanced, set_line, set_paragraph

_STEP_PT: Final = 0.5
_TOLERANCE_PT: Final = 1e-6


def compose_text(element: TextElement, form: Form) -> Sheet:
    """Set a short text in its box by its overflow policy."""
    text = fill(element.content, form.values)
    place = form.described(element.content, element.name)
    sheet = Sheet(findings=list(form.missing(element.content, element.font, place)))
    size, lines = _fitted_text(element, text)
    if lines is None:
        message = f"{place}“{text}”太长，{element.box.width_mm:g} 毫米宽的位置放不下；请改短"
        sheet.findings.append(Finding(DOES_NOT_FIT, place, message))
        size, lines = element.floor_pt, (text,)
    elif size < element.size_pt - _TOLERANCE_PT:
        sheet.findings.append(_shrunk(place, element.size_pt, size))
    pitch = element.pitch_pt * size / element.size_pt
    spacing = element.spacing_pt * size / element.size_pt
    top = _first_baseline(element, form.height_pt, size, pitch, len(lines))
    for number, words in enumerate(lines):
        line = set_line(words, element.font, size_pt=size, spacing_pt=spacing)
        left = element.box.x_mm * PT_PER_MM + _offset(element, line.width_pt)
        marks = line_marks(line, left, top - number * pitch, size, element.colour)
        sheet.marks += marks
    return sheet


def _fitted_text(element: TextElement, text: str) -> tuple[float, tuple[str, ...] | None]:
    """Return size and lines that fit the box, or no lines when the policy is exhausted."""
    width = element.box.width_mm * PT_PER_MM
    height = element.box.height_mm * PT_PER_MM
    size = element.size_pt
    while size >= element.floor_pt - _TOLERANCE_PT:
        scale = size / element.size_pt
        most = element.most_lines if element.overflow is Overflow.WRAP else 1
        room = int((height - size) / (element.pitch_pt * scale) + _TOLERANCE_PT) + 1
        spread = element.spacing_pt * scale * max(len(text) - 1, 0)
        if text_width_pt(text, element.font, size) + spread <= width + _TOLERANCE_PT:
            return size, (text,)
        lines = balanced(
            text, element.font, size_pt=size, width_pt=width - spread, most_lines=min(most, room)
        )
        if lines is not None:
            return size, lines
        if element.overflow is Overflow.REFUSE:
            break
        size -= _STEP_PT
    return element.floor_pt, None


def _first_baseline(
    element: TextElement, page_pt: float, size_pt: float, pitch_pt: float, count: int
) -> float:
    """Return where the first line stands so that all lines sit in the box as asked."""
    box_top = page_pt - element.box.y_mm * PT_PER_MM
    block = size_pt + (count - 1) * pitch_pt
    free = element.box.height_mm * PT_PER_MM - block
    share = {VerticalAlign.TOP: 0.0, VerticalAlign.MIDDLE: 0.5, VerticalAlign.BOTTOM: 1.0}
    return box_top - free * share[element.vertical] - size_pt * ASCENT


def _offset(element: TextElement, width_pt: float) -> float:
    """Return how far a line is moved to the right inside its box."""
    free = element.box.width_mm * PT_PER_MM - width_pt
    return free * {Align.LEFT: 0.0, Align.CENTRE: 0.5, Align.RIGHT: 1.0}[element.align]


def _shrunk(place: str, wanted_pt: float, size_pt: float) -> Finding:
    message = f"{place}较长，字号由 {wanted_pt:g} 磅缩小到 {size_pt:g} 磅；如不合适请改短"
    return Finding(SHRUNK, place, message)


def compose_flow(element: FlowElement, form: Form) -> Sheet:
    """Set paragraphs in their box: closer lines first, then smaller letters, then a finding."""
    sheet = Sheet()
    for paragraph in element.paragraphs:
        sheet.findings += form.missing(paragraph.content, element.font, element.name)
    size, pitch, lines, fits = _fitted_flow(element, form)
    if not fits:
        place = _flow_place(element, form)
        message = f"{place}合起来太长，{element.box.height_mm:g} 毫米高的位置放不下；请改短"
        sheet.findings.append(Finding(DOES_NOT_FIT, place, message))
    elif size < element.size_pt - _TOLERANCE_PT:
        sheet.findings.append(_shrunk(_flow_place(element, form), element.size_pt, size))
    top = form.height_pt - element.box.y_mm * PT_PER_MM
    left = element.box.x_mm * PT_PER_MM
    for number, line in enumerate(lines):
        base = baseline_pt(top - number * pitch, pitch, size)
        sheet.marks += line_marks(line, left, base, size, element.colour)
    return sheet


def _flow_place(element: FlowElement, form: Form) -> str:
    """Name the fields of all paragraphs for people."""
    places = (form.described(paragraph.content, "") for paragraph in element.paragraphs)
    return "、".join(dict.fromkeys(places)).strip("、")


def _fitted_flow(element: FlowElement, form: Form) -> tuple[float, float, Sequence[Line], bool]:
    """Return size, pitch and lines of the largest setting that fits, and whether it does."""
    height = element.box.height_mm * PT_PER_MM
    size = element.size_pt
    while True:
        scale = size / element.size_pt
        lines = _flow_lines(element, form, size)
        pitch = min(element.pitch_pt * scale, height / len(lines))
        fits = pitch >= element.pitch_floor_pt * scale - _TOLERANCE_PT
        smaller = size - _STEP_PT
        if fits or element.overflow is Overflow.REFUSE or smaller < element.floor_pt:
            return size, max(pitch, size * (ASCENT + DESCENT)), lines, fits
        size = smaller


def _flow_lines(element: FlowElement, form: Form, size_pt: float) -> list[Line]:
    """Break all paragraphs of a flow into lines."""
    return [
        line
        for paragraph in element.paragraphs
        for line in set_paragraph(
            runs_of(paragraph.content, form.values, element.font),
            size_pt=size_pt,
            width_pt=element.box.width_mm * PT_PER_MM,
            indent_em=paragraph.indent_em,
        )
    ]


def compose_frame(element: FrameElement, form: Form) -> Sheet:
    """Draw the rectangles of a frame."""
    box = element.box
    return Sheet(
        marks=[
            _rectangle(_inset(box, line.inset_mm), line.width_mm, line.colour, form.height_pt)
            for line in element.lines
        ]
    )


def _inset(box: Box, by_mm: float) -> Box:
    return Box(
        box.x_mm + by_mm, box.y_mm + by_mm, box.width_mm - 2 * by_mm, box.height_mm - 2 * by_mm
    )


def _rectangle(box: Box, line_mm: float, colour: str, page_pt: float) -> RectangleMark:
    return RectangleMark(
        box.x_mm * PT_PER_MM,
        page_pt - (box.y_mm + box.height_mm) * PT_PER_MM,
        box.width_mm * PT_PER_MM,
        box.height_mm * PT_PER_MM,
        line_mm * PT_PER_MM,
        colour,
    )


def compose_rule(element: RuleElement, form: Form) -> Sheet:
    """Draw a straight line."""
    return Sheet(
        marks=[
            LineMark(
                element.x1_mm * PT_PER_MM,
                form.height_pt - element.y1_mm * PT_PER_MM,
                element.x2_mm * PT_PER_MM,
                form.height_pt - element.y2_mm * PT_PER_MM,
                element.width_mm * PT_PER_MM,
                element.colour,
            )
        ]
    )


def compose_qr(element: QrElement, form: Form) -> Sheet:
    """Put a code in the middle of its box; none where the document carries none."""
    text = form.values[element.field]
    if not text:
        return Sheet()
    box = element.box
    size = min(box.width_mm, box.height_mm)
    left = box.x_mm + (box.width_mm - size) / 2
    bottom = box.y_mm + (box.height_mm + size) / 2
    mark = QrMark(left * PT_PER_MM, form.height_pt - bottom * PT_PER_MM, size * PT_PER_MM, text)
    return Sheet(marks=[mark])


def compose_picture(element: PictureElement, form: Form) -> Sheet:
    """Put a picture in the middle of its box, its sides in proportion."""
    picture = form.layout.pictures[element.sha256]
    box = element.drawn_box(picture)
    mark = PictureMark(
        box.x_mm * PT_PER_MM,
        form.height_pt - (box.y_mm + box.height_mm) * PT_PER_MM,
        box.width_mm * PT_PER_MM,
        box.height_mm * PT_PER_MM,
        picture,
    )
    return Sheet(marks=[mark])
