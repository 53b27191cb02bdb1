"""Which font prints which character, and whether the text can be copied back."""

import hashlib
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from partydesk.reports.embedding import to_unicode_table
from partydesk.reports.fonts import (
    Face,
    FontRole,
    fonts_used,
    glyph,
    glyph_font,
    missing_characters,
    role_font,
    text_width_pt,
)
from partydesk.resources import resource_path

RARE = "燚玥犇堃喆彧芃㛃䶮𬭚𫖯𠮷𨭎𪚥"
#: No font that comes along has it: the first character of Extension G.
NOWHERE = "\U00030000"


def test_a_character_is_set_in_the_first_font_that_has_it() -> None:
    assert glyph_font("敖", FontRole.SONG) == "NotoSerifSC-Regular"
    assert glyph_font("敖", FontRole.KAI) == "LXGWWenKai-Regular"
    assert glyph_font("𠮷", FontRole.SONG) == "WideSong-Regular"
    assert glyph_font("㺃", FontRole.KAI) == "NotoSerifSC-Regular"
    assert glyph_font("𪚥", FontRole.KAI) == "WideSong-Regular"
    assert glyph_font(NOWHERE, FontRole.KAI) is None


def test_song_stands_in_for_the_styles_that_no_shipped_font_has() -> None:
    assert glyph_font("旗", FontRole.FANGSONG) == "NotoSerifSC-Regular"
    assert glyph_font("旗", FontRole.TITLE) == "NotoSerifSC-Bold"


def test_missing_characters_are_named_once_in_order() -> None:
    assert missing_characters(f"张{NOWHERE}𠮷{NOWHERE}ᠮ", FontRole.KAI) == (NOWHERE, "ᠮ")
    assert missing_characters("敖敦·其其格", FontRole.SONG_BOLD) == ()


def test_a_missing_character_keeps_the_room_of_one() -> None:
    shape = glyph(NOWHERE, FontRole.KAI)
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


#: The 8,105 characters of 通用规范汉字表 (2013), level by level (Unihan 15.0, kTGH).
STANDARD = Path(__file__).with_name("standard_characters.txt")
#: The ideographs that GB 18030-2022 asks for at its highest level, block by block.
BLOCKS = {
    "unified": (0x4E00, 0x9FFF),
    "extension A": (0x3400, 0x4DBF),
    "extension B": (0x20000, 0x2A6DF),
    "extension C": (0x2A700, 0x2B739),
    "extension D": (0x2B740, 0x2B81D),
    "extension E": (0x2B820, 0x2CEA1),
    "extension F": (0x2CEB0, 0x2EBE0),
}


@pytest.mark.parametrize("role", list(FontRole))
def test_every_standard_and_every_rare_character_prints_in_every_role(role: FontRole) -> None:
    levels = ["".join(level.split()) for level in STANDARD.read_text("utf-8").split("\n\n")]
    assert [len(set(level)) for level in levels] == [3500, 3000, 1605]
    assert missing_characters("".join(levels) + RARE, role) == ()


@pytest.mark.parametrize("block", list(BLOCKS))
def test_every_ideograph_up_to_extension_f_prints(block: str) -> None:
    first, last = BLOCKS[block]
    text = "".join(map(chr, range(first, last + 1)))
    assert missing_characters(text, FontRole.SONG) == ()


def test_what_no_other_font_has_takes_the_width_of_a_character() -> None:
    shape = glyph("𪚥", FontRole.TITLE)
    assert (shape.text, shape.width_em, shape.missing) == ("𪚥", 1.0, False)


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


def pdf_of(text: str, face: Face) -> bytes:
    """A page with each character in the font that has it."""
    stream = BytesIO()
    canvas = Canvas(stream, invariant=1, initialFontName=role_font(face))  # type: ignore[arg-type]
    for number, char in enumerate(text):
        canvas.setFont(glyph(char, face).font, 20)
        canvas.drawString(
            50 + 30 * (number % 16), 800 - 30 * (number // 16), glyph(char, face).text
        )
    canvas.save()
    return stream.getvalue()


def text_of(pdf: bytes) -> str:
    """What a reader copies from the first page, without spaces."""
    return "".join(pdfium.PdfDocument(pdf)[0].get_textpage().get_text_range().split())


@pytest.fixture
def rare_pdf() -> bytes:
    return pdf_of(RARE, FontRole.KAI)


@pytest.mark.parametrize("role", list(FontRole))
def test_rare_characters_come_back_as_text(role: FontRole) -> None:
    assert text_of(pdf_of(RARE, role)) == RARE


def test_every_font_gives_back_characters_beyond_the_basic_plane() -> None:
    shown: set[str] = set()
    for role in (FontRole.HEI, FontRole.SONG):
        by_font: dict[str, list[str]] = {}
        for code in (
            *range(0x20000, 0x20400),
            *range(0x2B820, 0x2CEA2, 3),
            *range(0x30000, 0x31340),
        ):
            shape = glyph(chr(code), role)
            if not shape.missing:
                by_font.setdefault(shape.font, []).append(shape.text)
        text = "".join("".join(chars[:60]) for chars in by_font.values())
        assert text_of(pdf_of(text, role)) == text
        shown |= set(by_font)
    kai, wide = "LXGWWenKai-Regular", "WideSong-Regular"
    assert shown == {"NotoSansSC-Regular", "NotoSerifSC-Regular", kai, wide}


han = st.one_of(
    st.integers(0x3400, 0x4DBF), st.integers(0x4E00, 0x9FFF), st.integers(0x20000, 0x323AF)
).map(chr)


@settings(max_examples=25, deadline=None)
@given(text=st.text(han, min_size=1, max_size=40), role=st.sampled_from(list(FontRole)))
def test_no_character_is_lost_without_a_word(text: str, role: FontRole) -> None:
    told = set(missing_characters(text, role))
    printed = text_of(pdf_of(text, role))
    assert printed == "".join(char for char in text if char not in told)


def test_the_fonts_of_a_file_are_named_with_their_digests(rare_pdf: bytes) -> None:
    used = fonts_used(rare_pdf)
    assert set(used) == {"LXGWWenKai-Regular", "WideSong-Regular"}
    file = resource_path("fonts", "WideSong-Regular.ttf")
    assert used["WideSong-Regular"] == hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_font_that_was_not_embedded_here_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="Stranger"):
        fonts_used(b"<< /BaseFont /AAAAAA+Stranger /Type /Font >>")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
def test_another_reader_finds_the_rare_characters_too(rare_pdf: bytes, tmp_path: Path) -> None:
    file = tmp_path / "rare.pdf"
    file.write_bytes(rare_pdf)
    done = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True)
    assert "".join(done.stdout.decode().split()) == RARE


def test_every_character_of_a_font_has_a_width() -> None:
    assert all(glyph(chr(code), FontRole.KAI).width_em > 0 for code in range(0x4E00, 0x9F00, 37))
