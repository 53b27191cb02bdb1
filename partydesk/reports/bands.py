"""What stands on one height of a page: texts and rules; facts with their labels, lines to sign on.

A band is never cut. Whoever fills pages with bands decides which of them stay together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from partydesk.reports.layout import Align
from partydesk.reports.marks import (
    FillMark,
    LineMark,
    Mark,
    QrMark,
    RectangleMark,
    TextMark,
    baseline_pt,
)
from partydesk.reports.sheet import (
    BODY_PT,
    INK,
    PITCH_PT,
    QUIET,
    RULE,
    THIN_PT,
    Frame,
    aligned,
    broken,
)
from partydesk.reports.typeset import Line, set_line

_LABEL_WIDTH_PT: Final = 62.0
GAP_PT: Final = 12.0
_SIGNING_PT: Final = 30.0
_HEADING_PT: Final = 12.0
_HEADING_PITCH_PT: Final = 26.0


@dataclass(frozen=True, slots=True)
class Text:
    """A line at its place in the width of the page."""

    line: Line
    left: float
    size_pt: float
    colour: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule from one height of the page's width to another, so far below the band's upper edge."""

    left: float
    right: float
    below_pt: float


@dataclass(frozen=True, slots=True)
class Block:
    """A filled stretch of the page's width, in the middle of the band's height."""

    left: float
    right: float
    height_pt: float
    colour: str


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code as high as its band."""

    left: float
    text: str


@dataclass(frozen=True, slots=True)
class Band:
    """What stands on one height: it is never cut.

    Attributes:
        height_pt: How high it is.
        texts: On one line in its middle.
        rules: Thin rules across.
        blocks: Filled stretches in its middle.
        codes: QR codes as high as it.
        drawing: Marks of a drawing; their heights count from its upper edge, which is 0, and are
            below it, negative.
    """

    height_pt: float
    texts: tuple[Text, ...] = ()
    rules: tuple[Rule, ...] = ()
    blocks: tuple[Block, ...] = ()
    codes: tuple[Code, ...] = ()
    drawing: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing told of a person or a post.

    Attributes:
        label: What it is.
        text: What is told.
        wide: Whether it takes the whole width.
    """

    label: str
    text: str
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """Something to be filled in by hand.

    Attributes:
        label: What is asked for.
        ruled: Whether a rule runs behind the label; a date brings its own 年, 月, 日.
    """

    label: str
    ruled: bool = True


def marks_of(band: Band, top: float) -> Iterator[Mark]:
    """Draw a band whose upper edge is at ``top``."""
    size = max((text.size_pt for text in band.texts), default=BODY_PT)
    base = baseline_pt(top, band.height_pt, size)
    for block in band.blocks:
        y = top - (band.height_pt + block.height_pt) / 2
        yield FillMark(block.left, y, block.right - block.left, block.height_pt, block.colour)
    for text in band.texts:
        right = text.left + text.line.width_pt
        yield from aligned(text.line, Align.LEFT, text.left, right, base, text.size_pt, text.colour)
    for code in band.codes:
        yield QrMark(code.left, top - band.height_pt, band.height_pt, code.text)
    for rule in band.rules:
        y = top - rule.below_pt
        yield LineMark(rule.left, y, rule.right, y, THIN_PT, RULE)
    for mark in band.drawing:
        yield raised(mark, top)


def raised(mark: Mark, by: float) -> Mark:
    """Move a mark up by so many points; down where it is negative."""
    if isinstance(mark, LineMark):
        return replace(mark, y1_pt=mark.y1_pt + by, y2_pt=mark.y2_pt + by)
    if isinstance(mark, TextMark):
        return mark._replace(y_pt=mark.y_pt + by)
    return replace(mark, y_pt=mark.y_pt + by)


def fact_bands(facts: Sequence[Fact], frame: Frame) -> Iterator[Band]:
    """Set facts, narrow ones side by side, wide ones by themselves."""
    half = (frame.width - GAP_PT) / 2
    for left, right in _pairs(facts):
        columns = [_fact(left, frame, frame.left, frame.width if left.wide else half)]
        if right is not None:
            columns.append(_fact(right, frame, frame.left + half + GAP_PT, half))
        for texts in zip_longest(*columns, fillvalue=()):
            yield Band(PITCH_PT, tuple(text for several in texts for text in several))


def _pairs(facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact | None]]:
    """Put narrow facts side by side, wide ones by themselves."""
    waiting: Fact | None = None
    for fact in facts:
        if fact.wide:
            if waiting is not None:
                yield waiting, None
                waiting = None
            yield fact, None
        elif waiting is None:
            waiting = fact
        else:
            yield waiting, fact
            waiting = None
    if waiting is not None:
        yield waiting, None


def _fact(fact: Fact, frame: Frame, left: float, width: float) -> list[tuple[Text, ...]]:
    """Set label and text; the label stands beside the first line."""
    label = set_line(fact.label, frame.song, size_pt=BODY_PT)
    indent = max(_LABEL_WIDTH_PT, label.width_pt + GAP_PT / 2)
    lines = broken(fact.text, frame.song, width - indent)
    rows = [(Text(line, left + indent, BODY_PT, INK),) for line in lines]
    first = (Text(label, left, BODY_PT, QUIET), *rows[0])
    return [first, *rows[1:]]


def heading_band(text: str, frame: Frame) -> Band:
    """Set the heading of a part."""
    line = set_line(text, frame.hei_bold, size_pt=_HEADING_PT)
    return Band(_HEADING_PITCH_PT, (Text(line, frame.left, _HEADING_PT, INK),))


def paragraph_bands(
    texts: Sequence[str], frame: Frame, size_pt: float, pitch_pt: float
) -> Iterator[Band]:
    """Set paragraphs as wide as the page."""
    for text in texts:
        for line in broken(text, frame.song, frame.width, size_pt):
            yield Band(pitch_pt, (Text(line, frame.left, size_pt, INK),))


def signing_bands(blanks: Sequence[Blank], frame: Frame, beside: int) -> Iterator[Band]:
    """Set lines to sign on, so many side by side."""
    width = (frame.width - GAP_PT * (beside - 1)) / beside
    for start in range(0, len(blanks), beside):
        texts, rules = [], []
        for place, blank in enumerate(blanks[start : start + beside]):
            left = frame.left + place * (width + GAP_PT)
            label = set_line(blank.label, frame.song, size_pt=BODY_PT)
            texts.append(Text(label, left, BODY_PT, INK))
            if blank.ruled:
                rules.append(Rule(left + label.width_pt + 2, left + width, _SIGNING_PT - 8))
        yield Band(_SIGNING_PT, tuple(texts), tuple(rules))


def sign_bands(groups: Sequence[str], frame: Frame, size_pt: float, beside: int) -> Iterator[Band]:
    """Set groups of signs in the middle of the page, every sign in a cell as wide as the others.

    Args:
        groups: The groups; each gets an outline of its own.
        frame: The printed area.
        size_pt: Of the signs; a cell is as wide.
        beside: How many groups stand on one line.
    """
    longest = max(len(group) for group in groups)
    step, height = size_pt * (longest + 1.2), size_pt * 1.7
    start = frame.left + (frame.width - step * beside + size_pt * 0.7) / 2
    for first in range(0, len(groups), beside):
        texts: list[Text] = []
        boxes: list[Mark] = []
        for place, group in enumerate(groups[first : first + beside]):
            left = start + place * step
            width = size_pt * (len(group) + 0.5)
            boxes.append(RectangleMark(left, -height, width, height, THIN_PT, RULE))
            for number, sign in enumerate(group):
                line = set_line(sign, frame.hei_bold, size_pt=size_pt)
                cell = left + size_pt * (number + 0.25)
                texts.append(Text(line, cell + (size_pt - line.width_pt) / 2, size_pt, INK))
        yield Band(height, tuple(texts), drawing=tuple(boxes))
        yield Band(size_pt * 0.5)
