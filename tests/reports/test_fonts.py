"""Which font prints which character, and whether the text can be copied back."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from partydesk.reports.embedding import to_unicode_table
from partydesk.reports.fonts import (
    FontRole,
    glyph,
    glyph_font,
    missing_characters,
    role_font,
    text_width_pt,
)

RARE = "𠮷𨭎䶮𫖯垚喆㺃"


def test_a_character_is_set_in_the_first_font_that_has_it() -> None:
    assert glyph_font("敖", FontRole.SONG) == "NotoSerifSC-Regular"
    assert glyph_font("敖", FontRole.KAI) == "LXGWWenKai-Regular"
    assert glyph_font("𠮷", FontRole.SONG) == "LXGWWenKai-Regular"
    assert glyph_font("㺃", FontRole.KAI) == "NotoSerifSC-Regular"
    assert glyph_font("𪚥", FontRole.KAI) is None


def test_song_stands_in_for_the_styles_that_no_shipped_font_has() -> None:
    assert glyph_font("旗", FontRole.FANGSONG) == "NotoSerifSC-Regular"
    assert glyph_font("旗", FontRole.TITLE) == "NotoSerifSC-Bold"


def test_missing_characters_are_named_once_in_order() -> None:
    assert missing_characters("张𪚥𠮷𪚥ᠮ", FontRole.KAI) == ("𪚥", "ᠮ")
    assert missing_characters("敖敦·其其格", FontRole.SONG_BOLD) == ()


def test_a_missing_character_keeps_the_room_of_one() -> None:
    shape = glyph("𪚥", FontRole.KAI)
    assert (shape.text, shape.width_em, shape.missing) == ("\u3000", 1.0, True)


def test_a_missing_variation_selector_is_named_but_takes_no_room() -> None:
    selector = glyph("\U000e0100", FontRole.KAI)
    assert selector.missing
    assert (selector.text, selector.width_em) == ("", 0.0)


def test_format_characters_have_no_shape_and_line_breaks_count_as_spaces() -> None:
    assert glyph("\u200b", FontRole.KAI).missing is False
    assert glyph("\u200b", FontRole.KAI).width_em == 0.0
    assert glyph("\n", FontRole.KAI).text == " "


@pytest.mark.parametrize("role", list(FontRole))
def test_every_role_prints_the_office_s_punctuation(role: FontRole) -> None:
    assert missing_characters("〔〕（）《》“”、，。；：·—…□✓√①％", role) == ()
    assert role_font(role) == glyph_font("党", role)


def test_width_is_the_sum_of_the_characters() -> None:
    assert text_width_pt("委任书", FontRole.SONG_BOLD, 20) == pytest.approx(60)


def test_table_from_glyph_to_text_writes_surrogate_pairs() -> None:
    table = to_unicode_table("X", [0, ord("张"), ord("𫖯")])
    assert "<01> <5F20>" in table
    assert "<02> <D86DDDAF>" in table
    assert "2 beginbfchar" in table


def test_table_is_cut_into_blocks_of_a_hundred() -> None:
    table = to_unicode_table("X", [0, *range(0x4E00, 0x4E00 + 250)])
    assert table.count("beginbfchar") == 3


@pytest.fixture
def rare_pdf() -> bytes:
    """A page with each rare character in the font that has it."""
    stream = BytesIO()
    canvas = Canvas(stream, invariant=1, initialFontName=role_font(FontRole.KAI))  # type: ignore[arg-type]
    for number, char in enumerate(RARE):
        canvas.setFont(glyph(char, FontRole.KAI).font, 20)
        canvas.drawString(50 + 30 * number, 500, char)
    canvas.save()
    return stream.getvalue()


def test_rare_characters_come_back_as_text(rare_pdf: bytes) -> None:
    text = pdfium.PdfDocument(rare_pdf)[0].get_textpage().get_text_range()
    assert "".join(text.split()) == RARE


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
def test_another_reader_finds_the_rare_characters_too(rare_pdf: bytes, tmp_path: Path) -> None:
    file = tmp_path / "rare.pdf"
    file.write_bytes(rare_pdf)
    done = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True)
    assert "".join(done.stdout.decode().split()) == RARE


def test_every_character_of_a_font_has_a_width() -> None:
    assert all(glyph(chr(code), FontRole.KAI).width_em > 0 for code in range(0x4E00, 0x9F00, 37))
