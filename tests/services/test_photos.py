"""Photos from any picture: upright, cut at 5:7, small, without the camera's notes."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from partydesk.domain.errors import EnvironmentProblem, ValidationFailed
from partydesk.services.photos import Cut, cut_photo, prepare_photo, store_photo
from partydesk.services.pictures import get_picture
from partydesk.services.workspace import Workspace


def _open(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def _save(path: Path, picture: Image.Image, **how: object) -> Path:
    picture.save(path, **how)  # type: ignore[arg-type]  # the options differ by format
    return path


def _quarters() -> Image.Image:
    """A picture with a red corner at the upper left, blue at the right of it."""
    picture = Image.new("RGB", (400, 300), "white")
    picture.paste("red", (0, 0, 200, 150))
    picture.paste("blue", (200, 0, 400, 150))
    return picture


def _near(pixel: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(a - b) < 40 for a, b in zip(pixel, colour, strict=True))


def test_a_picture_taken_sideways_is_turned_upright_and_loses_its_notes(tmp_path: Path) -> None:
    notes = Image.Exif()
    notes[0x0112] = 6  # turned a quarter to the right for viewing
    notes[0x010E] = "taken somewhere"
    path = _save(tmp_path / "a.jpg", _quarters(), exif=notes, quality=95)
    found = Image.open(io.BytesIO(prepare_photo(path)))
    assert found.size == (300, 400)
    assert not found.getexif()
    assert _near(found.getpixel((250, 50)), (255, 0, 0))
    assert _near(found.getpixel((250, 350)), (0, 0, 255))


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "CMYK", "I;16", "LA"])
def test_every_sort_of_picture_becomes_an_opaque_photo(tmp_path: Path, mode: str) -> None:
    if mode == "RGBA":
        picture = Image.new("RGBA", (200, 200), (255, 0, 0, 0))
    else:
        picture = Image.new("L", (200, 200), 128)
        picture = Image.new("I;16", (200, 200)) if mode == "I;16" else picture.convert(mode)
    path = _save(tmp_path / ("a.jpg" if mode == "CMYK" else "a.png"), picture)
    found = _open(prepare_photo(path))
    assert found.size == (200, 200)
    if mode == "RGBA":
        assert _near(found.getpixel((100, 100)), (255, 255, 255)), "holes are white paper"


def test_a_large_picture_is_reduced(tmp_path: Path) -> None:
    path = _save(tmp_path / "a.jpg", Image.new("RGB", (6000, 4000), "gray"))
    assert _open(prepare_photo(path)).size == (2400, 1600)


def _bomb(width: int, height: int) -> bytes:
    """A small PNG that claims to be enormous."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(name: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + check

    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "空文件"),
        (b"%PDF-1.7", "已损坏"),
        (_bomb(40_000, 40_000), "像素过多"),
        (_bomb(10_000, 9_500), "像素过多"),
        (b"\0\0\0\x20ftypheic" + b"\0" * 50, "HEIC"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40, "已损坏"),
    ],
)
def test_what_is_no_photo_is_refused_with_a_way_out(
    tmp_path: Path, content: bytes, why: str
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(content)
    with pytest.raises(ValidationFailed, match=why):
        prepare_photo(path)


def test_a_cut_off_or_tiny_or_missing_picture_is_refused(tmp_path: Path) -> None:
    whole = _save(tmp_path / "a.png", Image.effect_noise((300, 300), 80)).read_bytes()
    (tmp_path / "b.png").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ValidationFailed, match="已损坏"):
        prepare_photo(tmp_path / "b.png")
    with pytest.raises(ValidationFailed, match="20×90 像素，太小"):
        prepare_photo(_save(tmp_path / "c.png", Image.new("RGB", (20, 90))))
    with pytest.raises(EnvironmentProblem, match="读不了"):
        prepare_photo(tmp_path / "没有.jpg")


def test_the_cut_takes_what_the_frame_showed(tmp_path: Path) -> None:
    prepared = prepare_photo(_save(tmp_path / "a.png", _quarters()))
    red = _open(cut_photo(prepared, Cut(0, 0, 100)))
    assert red.size == (100, 140)
    assert _near(red.getpixel((90, 130)), (255, 0, 0))
    blue = _open(cut_photo(prepared, Cut(250, 0, 100)))
    assert _near(blue.getpixel((50, 70)), (0, 0, 255))
    turned = _open(cut_photo(prepared, Cut(200, 250, 100, turns=1)))  # blue is now below red
    assert _near(turned.getpixel((50, 70)), (0, 0, 255))
    left = _open(cut_photo(prepared, Cut(0, 200, 100, turns=3)))  # red below, blue above
    assert _near(left.getpixel((50, 100)), (255, 0, 0))


@example(size=(590, 825), left=0.0, top=0.0, width=590.0, turns=0)
@settings(max_examples=40, deadline=None)
@given(
    size=st.tuples(st.integers(60, 900), st.integers(60, 900)),
    left=st.floats(-500, 2000),
    top=st.floats(-500, 2000),
    width=st.floats(1, 3000),
    turns=st.integers(-4, 8),
)
def test_whatever_is_asked_for_the_photo_has_its_shape(
    size: tuple[int, int], left: float, top: float, width: float, turns: int
) -> None:
    held = io.BytesIO()
    Image.new("RGB", size, "gray").save(held, "JPEG")
    photo = _open(cut_photo(held.getvalue(), Cut(left, top, width, turns)))
    assert photo.width <= 600
    assert photo.height <= 840
    assert abs(photo.height - photo.width * 7 / 5) <= 0.51


def test_a_photo_is_small_and_kept_in_the_workspace(workspace: Workspace, tmp_path: Path) -> None:
    noise = Image.effect_noise((3000, 4200), 60).convert("RGB")
    prepared = prepare_photo(_save(tmp_path / "a.jpg", noise, quality=80))
    kept = get_picture(workspace, store_photo(workspace, prepared, Cut(0, 0, 1714)))
    assert _open(kept).size == (600, 840)
    assert len(kept) < 600_000
    assert kept.startswith(b"\xff\xd8\xff")
