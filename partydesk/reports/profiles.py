"""Prints profiles one below the other, as a handbook of people: a name and what is told of each.

A profile stands together on one page where it can; one that is taller than a page goes on over the
next, line by line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from partydesk.reports.findings import PrintWarning, missing_finding, warnings_of
from partydesk.reports.fonts import FontRole, missing_characters
from partydesk.reports.layout import Align
from partydesk.reports.marks import Mark, baseline_pt
from partydesk.reports.sheet import (
    BODY_PT,
    INK,
    PITCH_PT,
    QUIET,
    THIN_PT,
    Frame,
    across,
    aligned,
    broken,
    frame_of,
    heading_of,
    write_pages,
)
from partydesk.reports.typeset import Line, set_line

_NAME_PT: Final = 14.0
_NAME_PITCH_PT: Final = 24.0
_LABEL_WIDTH_PT: Final = 62.0
_GAP_PT: Final = 12.0
#: Room below a profile, with the rule that ends it.
_END_PT: Final = 12.0


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing told of a person.

    Attributes:
        label: What it is.
        text: What is told; facts without text are left out by who makes the profile.
        wide: Whether it takes the whole width.
    """

    label: str
    text: str
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """One person of a handbook.

    Attributes:
        name: Set large.
        aside: Behind the name, such as sex and age.
        facts: In order.
    """

    name: str
    aside: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class _Text:
    """A line at its place in the width of the page."""

    line: Line
    left: float
    size_pt: float
    colour: str


@dataclass(frozen=True, slots=True)
class _Band:
    """What stands on one height: it is never cut."""

    height_pt: float
    texts: tuple[_Text, ...] = ()
    ruled: bool = False


def render_profiles(
    title: str,
    profiles: Sequence[Profile],
    *,
    subtitle: str = "",
    footer: str = "",
    created: dt.datetime,
) -> bytes:
    """Print profiles on A4, upright.

    Args:
        title: Centred above the first.
        profiles: In order.
        subtitle: A line below the title.
        footer: At the lower left of every page.
        created: Written into the file as its moment of creation.

    Returns:
        The PDF; characters that no font has are left as one empty square
        (:func:`preflight_profiles` names them).
    """
    frame = frame_of(landscape=False)
    heading = heading_of(title, subtitle, frame)
    pages: list[list[Mark]] = [list(heading.marks)]
    pen = heading.below
    for number, profile in enumerate(profiles, 1):
        bands = list(_bands(number, profile, frame))
        height = sum(band.height_pt for band in bands)
        if pen - height < frame.bottom and height <= frame.top - frame.bottom:
            pages.append([])
            pen = frame.top
        for band in bands:
            if pen - band.height_pt < frame.bottom:
                pages.append([])
                pen = frame.top
            pages[-1].extend(_marks(band, frame, pen))
            pen -= band.height_pt
    return write_pages(title, pages, footer=footer, frame=frame, created=created, landscape=False)


def preflight_profiles(profiles: Sequence[Profile]) -> tuple[PrintWarning, ...]:
    """Name every character that no font has, with the person."""
    return tuple(
        warning
        for profile in profiles
        for warning in warnings_of(
            profile.name,
            [
                missing_finding(label, character)
                for label, text in _told(profile)
                for character in missing_characters(text, FontRole.SONG)
            ],
        )
    )  # fmt: skip


def _told(profile: Profile) -> Iterator[tuple[str, str]]:
    """List what is printed of a person, with what it is."""
    yield "姓名", profile.name
    yield from ((fact.label, fact.text) for fact in profile.facts)


def _bands(number: int, profile: Profile, frame: Frame) -> Iterator[_Band]:
    """Cut a profile into what stands on one height each."""
    name = set_line(profile.name, FontRole.HEI_BOLD, size_pt=_NAME_PT)
    count = set_line(f"{number}.", FontRole.SONG, size_pt=BODY_PT)
    aside = set_line(profile.aside, FontRole.SONG, size_pt=BODY_PT)
    behind = frame.left + 24 + name.width_pt + _GAP_PT
    yield _Band(
        _NAME_PITCH_PT,
        (
            _Text(count, frame.left, BODY_PT, QUIET),
            _Text(name, frame.left + 24, _NAME_PT, INK),
            _Text(aside, behind, BODY_PT, QUIET),
        ),
    )
    half = (frame.width - _GAP_PT) / 2
    for left, right in _pairs(profile.facts):
        columns = [_fact(left, frame.left, frame.width if left.wide else half)]
        if right is not None:
            columns.append(_fact(right, frame.left + half + _GAP_PT, half))
        for texts in zip_longest(*columns, fillvalue=()):
            yield _Band(PITCH_PT, tuple(text for several in texts for text in several))
    yield _Band(_END_PT, ruled=True)


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


def _fact(fact: Fact, left: float, width: float) -> list[tuple[_Text, ...]]:
    """Set label and text; the label stands beside the first line."""
    label = set_line(fact.label, FontRole.SONG, size_pt=BODY_PT)
    indent = max(_LABEL_WIDTH_PT, label.width_pt + _GAP_PT / 2)
    lines = broken(fact.text, FontRole.SONG, width - indent)
    rows = [(_Text(line, left + indent, BODY_PT, INK),) for line in lines]
    first = (_Text(label, left, BODY_PT, QUIET), *rows[0])
    return [first, *rows[1:]]


def _marks(band: _Band, frame: Frame, top: float) -> Iterator[Mark]:
    """Draw a band whose upper edge is at ``top``."""
    base = baseline_pt(top, band.height_pt, max((t.size_pt for t in band.texts), default=BODY_PT))
    for text in band.texts:
        right = text.left + text.line.width_pt
        yield from aligned(text.line, Align.LEFT, text.left, right, base, text.size_pt, text.colour)
    if band.ruled:
        yield across(frame, top - band.height_pt / 3, THIN_PT)
