"""Prints profiles one below the other, as a handbook of people: a name and what is told of each.

A profile stands together on one page where it can; one that is taller than a page goes on over the
next, line by line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from partydesk.reports.bands import GAP_PT, Band, Fact, Rule, Text, fact_bands, marks_of
from partydesk.reports.findings import PrintWarning, missing_finding, warnings_of
from partydesk.reports.fonts import SHIPPED, FontRole, FontSet, missing_characters
from partydesk.reports.marks import Mark
from partydesk.reports.sheet import BODY_PT, INK, QUIET, Frame, frame_of, heading_of, write_pages
from partydesk.reports.typeset import set_line

_NAME_PT: Final = 14.0
_NAME_PITCH_PT: Final = 24.0
#: Room below a profile, with the rule that ends it.
_END_PT: Final = 12.0


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


def render_profiles(
    title: str,
    profiles: Sequence[Profile],
    *,
    subtitle: str = "",
    footer: str = "",
    created: dt.datetime,
    fonts: FontSet = SHIPPED,
) -> bytes:
    """Print profiles on A4, upright.

    Args:
        title: Centred above the first.
        profiles: In order.
        subtitle: A line below the title.
        footer: At the lower left of every page.
        created: Written into the file as its moment of creation.
        fonts: What stands behind the roles.

    Returns:
        The PDF; characters that no font has are left as one empty square
        (:func:`preflight_profiles` names them).
    """
    frame = frame_of(landscape=False, fonts=fonts)
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
            pages[-1].extend(marks_of(band, pen))
            pen -= band.height_pt
    return write_pages(title, pages, footer=footer, frame=frame, created=created, landscape=False)


def preflight_profiles(
    profiles: Sequence[Profile], fonts: FontSet = SHIPPED
) -> tuple[PrintWarning, ...]:
    """Name every character that no font has, with the person."""
    return tuple(
        warning
        for profile in profiles
        for warning in warnings_of(
            profile.name,
            [
                missing_finding(label, character)
                for label, text in _told(profile)
                for character in missing_characters(text, fonts.face(FontRole.SONG))
            ],
        )
    )  # fmt: skip


def _told(profile: Profile) -> Iterator[tuple[str, str]]:
    """List what is printed of a person, with what it is."""
    yield "姓名", profile.name
    yield from ((fact.label, fact.text) for fact in profile.facts)


def _bands(number: int, profile: Profile, frame: Frame) -> Iterator[Band]:
    """Cut a profile into what stands on one height each."""
    name = set_line(profile.name, frame.hei_bold, size_pt=_NAME_PT)
    count = set_line(f"{number}.", frame.song, size_pt=BODY_PT)
    aside = set_line(profile.aside, frame.song, size_pt=BODY_PT)
    behind = frame.left + 24 + name.width_pt + GAP_PT
    yield Band(
        _NAME_PITCH_PT,
        (
            Text(count, frame.left, BODY_PT, QUIET),
            Text(name, frame.left + 24, _NAME_PT, INK),
            Text(aside, behind, BODY_PT, QUIET),
        ),
    )
    yield from fact_bands(profile.facts, frame)
    yield Band(_END_PT, rules=(Rule(frame.left, frame.right, _END_PT / 3),))
