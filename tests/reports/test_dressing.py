"""An office's own fonts behind the roles of a layout."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from partydesk.domain.agreements import Agreement
from partydesk.domain.appointments import Letter
from partydesk.reports.dressing import dressed
from partydesk.reports.font_files import FontFile
from partydesk.reports.fonts import SHIPPED, FontRole, FontSet, fonts_used, missing_characters
from partydesk.reports.layout_reading import load_layout
from partydesk.reports.render import preflight, render
from tests.made_fonts import write_font
from tests.reports.printed import Pdf


def own_fonts(folder: Path) -> FontSet:
    """Own fonts for two roles; the one has no rare characters beyond the basic plane."""
    kai = write_font(folder / "kai.ttf", "My-Kai", source="NotoSansSC-Regular")
    song = write_font(folder / "song.ttf", "My-Song", source="NotoSansSC-Bold")
    return FontSet(((FontRole.KAI, FontFile(str(kai))), (FontRole.SONG, FontFile(str(song)))))


def names(pdf: bytes) -> set[str]:
    return {name.rpartition("-")[0] for name in fonts_used(pdf)}


def test_shipped_fonts_leave_a_layout_as_it_is() -> None:
    layout = load_layout("letter")
    assert dressed(layout, SHIPPED) is layout


def test_a_letter_is_set_in_the_office_s_fonts_and_completed_from_the_chain(
    letter: Callable[..., Letter], now: dt.datetime, tmp_path: Path
) -> None:
    fonts, layout = own_fonts(tmp_path), load_layout("letter")
    person = letter(person="郭𠮷𪚥")
    assert preflight(layout, [person], fonts=fonts) == ()
    pdf = render(layout, [person], created=now, fonts=fonts)
    assert "My-Kai" in names(pdf)
    assert "LXGWWenKai-Regular" in fonts_used(pdf)
    assert "郭𠮷𪚥" in Pdf(pdf).text(0)
    assert pdf == render(layout, [person], created=now, fonts=fonts)
    assert not names(render(layout, [person], created=now)) & {"My-Kai", "My-Song"}


def test_an_article_is_set_in_the_office_s_fonts(
    agreement: Callable[..., Agreement], now: dt.datetime, tmp_path: Path
) -> None:
    pdf = render(load_layout("agreement"), [agreement()], created=now, fonts=own_fonts(tmp_path))
    assert {"My-Kai", "My-Song"} <= names(pdf)


def test_what_only_an_own_font_has_prints_in_every_role(
    letter: Callable[..., Letter], now: dt.datetime, tmp_path: Path
) -> None:
    rare = write_font(tmp_path / "rare.ttf", "My-Rare", characters="党\U00030000")
    fonts = FontSet(((FontRole.HEI, FontFile(str(rare))),))
    assert all(missing_characters("党\U00030000", fonts.face(role)) == () for role in FontRole)
    assert missing_characters("\U00030000", FontRole.HEI) == ("\U00030000",)
    pdf = render(load_layout("letter"), [letter(person="张\U00030000")], created=now, fonts=fonts)
    assert "张\U00030000" in Pdf(pdf).text(0)
