"""Codes read from pictures as people have them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageChops

from partydesk.domain.errors import EnvironmentProblem, InputRefused
from partydesk.services.code_reading import read_picture, read_picture_file
from tests.hostile_files import png_head

CODE = "PD1:" + "QWERTY234567" * 13


def picture(text: str = CODE, scale: int = 4) -> Image.Image:
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    return Image.fromarray(code.to_image(scale=scale, add_quiet_zones=True))


def stored(drawn: Image.Image, kind: str = "PNG") -> bytes:
    out = BytesIO()
    drawn.save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP"])
def test_pictures_of_all_usual_kinds_are_read(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"code.{kind.lower()}"
    path.write_bytes(stored(picture(), kind))
    assert read_picture_file(path) == CODE


def test_a_coarse_and_noisy_scan_is_read_at_the_second_look() -> None:
    drawn = picture(scale=3)
    noisy = ImageChops.add(drawn, Image.effect_noise(drawn.size, 110), offset=-128)
    assert zxingcpp.read_barcodes(noisy) == []
    assert read_picture(stored(noisy)) == CODE


def test_our_code_is_taken_where_there_are_several() -> None:
    both = Image.new("L", (900, 400), 255)
    both.paste(picture("https://example.invalid"), (10, 10))
    both.paste(picture(), (450, 10))
    assert read_picture(stored(both)) == CODE
    assert read_picture(stored(picture("https://example.invalid"))) == "https://example.invalid"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_picture"),
        (b"%PDF-1.4", "no_picture"),
        (stored(picture())[:300], "no_picture"),
        (stored(Image.new("L", (300, 300), 255)), "no_code"),
        (stored(Image.new("1", (20_000, 20_000), 1)), "no_picture"),
        (stored(Image.new("1", (9_000, 9_000), 1)), "large_picture"),
    ],
)
def test_what_is_no_picture_of_a_code_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_picture(content)
    assert refused.value.notes[0].code == code


def test_a_file_that_is_not_there_is_an_environment_problem(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem):
        read_picture_file(tmp_path / "没有.png")


def test_a_picture_with_a_broken_chunk_is_no_picture() -> None:
    """Pillow calls it a syntax error."""
    whole = png_head(90, 120)
    with pytest.raises(InputRefused) as refusal:
        read_picture(whole[:33] + b"\x00\x00\x00\x04v\x84\x1da" + whole[33:])
    assert refusal.value.notes[0].code == "no_picture"
