"""What a font file says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from partydesk.reports.font_files import (
    MAY_NOT_BE_EMBEDDED,
    POSTSCRIPT_OUTLINES,
    UNREADABLE,
    describe_fonts,
)
from partydesk.resources import resource_path
from tests.made_fonts import RESTRICTED, write_collection, write_font


def test_names_are_read_in_both_languages_the_chinese_one_first(tmp_path: Path) -> None:
    (font,) = describe_fonts(write_font(tmp_path / "a.ttf", "FangSong_GB2312", "仿宋_GB2312"))
    assert font.names == ("仿宋_GB2312", "FangSong_GB2312")
    assert (font.label, font.refused, font.chinese) == ("仿宋_GB2312", "", True)


def test_each_font_of_a_collection_is_described(tmp_path: Path) -> None:
    fonts = describe_fonts(
        write_collection(tmp_path / "simsun.ttc", [("SimSun", "宋体"), ("NSimSun", "新宋体")])
    )
    assert [(font.label, font.file.number) for font in fonts] == [("宋体", 0), ("新宋体", 1)]


def test_postscript_outlines_are_refused(tmp_path: Path) -> None:
    (font,) = describe_fonts(write_font(tmp_path / "a.otf", "FandolFang", postscript=True))
    assert font.refused == POSTSCRIPT_OUTLINES


@pytest.mark.parametrize(
    ("rights", "refused"),
    [
        (0x0000, ""),
        (0x0004, ""),
        (0x0008, ""),
        (RESTRICTED, MAY_NOT_BE_EMBEDDED),
        # The least restrictive one counts where a maker set several (OpenType 1.9, OS/2, fsType).
        (0x000A, ""),
        (0x0100, MAY_NOT_BE_EMBEDDED),
        (0x0208, MAY_NOT_BE_EMBEDDED),
    ],
)
def test_embedding_rights_are_respected(tmp_path: Path, rights: int, refused: str) -> None:
    (font,) = describe_fonts(write_font(tmp_path / "a.ttf", "Some", rights=rights))
    assert font.refused == refused


def test_what_is_no_font_is_refused(tmp_path: Path) -> None:
    whole = resource_path("fonts", "NotoSansSC-Regular.ttf").read_bytes()
    for number, content in enumerate((b"", b"PK\x03\x04", b"ttcf" + b"\xff" * 40, whole[:30])):
        path = tmp_path / f"{number}.ttf"
        path.write_bytes(content)
        assert [font.refused for font in describe_fonts(path)] == [UNREADABLE]
    assert [font.refused for font in describe_fonts(tmp_path / "none.ttf")] == [UNREADABLE]
