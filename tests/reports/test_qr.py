"""Verification codes as they come out of the printer and back from a scanner."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import replace

import pypdfium2 as pdfium
import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from partydesk.domain.appointments import Letter
from partydesk.domain.genuineness import write_claim, write_code
from partydesk.reports.document import compose
from partydesk.reports.layout import QrElement
from partydesk.reports.layout_reading import load_layout
from partydesk.reports.marks import QrMark
from partydesk.reports.qr import QUIET_ZONE, symbol_of
from partydesk.reports.render import preflight, render

Make = Callable[..., Letter]
Picture = Image.Image
PAPER = 255


def coded(letter: Letter) -> Letter:
    """A letter with a code as long and as even as a signed one."""
    claim = write_claim(
        bytes(range(32)),
        kind="letters",
        number=letter.number,
        person=letter.person,
        issued_on=letter.issued_on,
    )
    return replace(letter, code=write_code(claim, bytes((7 * n * n + 3) % 251 for n in range(64))))


def scan(pdf: bytes, dpi: int) -> Picture:
    """A page as a scanner sees it."""
    picture: Picture = pdfium.PdfDocument(pdf)[0].render(scale=dpi / 72).to_pil()
    return picture.convert("L")


def code_box(dpi: int) -> tuple[int, int, int, int]:
    """Where the letter's code stands in a scan, its quiet zone included."""
    (element,) = (e for e in load_layout("letter").elements if isinstance(e, QrElement))
    box = element.box
    sides = (box.x_mm, box.y_mm, box.x_mm + box.width_mm, box.y_mm + box.height_mm)
    left, top, right, bottom = (round(side * dpi / 25.4) for side in sides)
    return left, top, right, bottom


def texts_in(picture: Picture) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def as_it_is(picture: Picture, _dpi: int) -> Picture:
    return picture


def turned(picture: Picture, _dpi: int) -> Picture:
    return picture.rotate(3, Image.Resampling.BICUBIC, expand=True, fillcolor=PAPER)


def blurred(picture: Picture, dpi: int) -> Picture:
    return picture.filter(ImageFilter.GaussianBlur(0.1 * dpi / 25.4))


def noisy(picture: Picture, _dpi: int) -> Picture:
    return ImageChops.add(picture, Image.effect_noise(picture.size, 25), offset=-128)


def stained(picture: Picture, dpi: int, at: tuple[float, float] = (0.5, 0.5)) -> Picture:
    """Spill over a seventh of the symbol."""
    left, top, right, _ = code_box(dpi)
    side = (right - left) * symbol_of(SAMPLE).side / symbol_of(SAMPLE).modules
    radius = side * (1 / 7 / 3.1416) ** 0.5
    quiet = (right - left - side) / 2
    x, y = left + quiet + at[0] * side, top + quiet + at[1] * side
    spilt = picture.copy()
    ImageDraw.Draw(spilt).ellipse((x - radius, y - radius, x + radius, y + radius), fill=40)
    return spilt


def stained_aside(picture: Picture, dpi: int) -> Picture:
    return stained(picture, dpi, (0.75, 0.75))


def all_at_once(picture: Picture, dpi: int) -> Picture:
    return blurred(turned(stained(picture, dpi), dpi), dpi)


SAMPLE = coded(
    Letter(
        "旗非公委任〔2026〕17号", "敖敦其其格", "", "", dt.date(2026, 4, 1), dt.date(2028, 3, 31),
        "", dt.date(2026, 3, 28),
    )
).code  # fmt: skip


@pytest.fixture(scope="module")
def scans() -> dict[int, Picture]:
    """One letter, scanned finely and coarsely."""
    letter = Letter(
        "旗非公委任〔2026〕17号", "敖敦其其格", "十家杂粮农民专业合作社", "党建指导员",
        dt.date(2026, 4, 1), dt.date(2028, 3, 31), "塔林旗委", dt.date(2026, 3, 28), SAMPLE,
    )  # fmt: skip
    pdf = render(load_layout("letter"), [letter], created=dt.datetime(2026, 3, 28))
    return {dpi: scan(pdf, dpi) for dpi in (300, 150)}


@pytest.mark.parametrize("dpi", [300, 150])
@pytest.mark.parametrize(
    "suffer", [as_it_is, turned, blurred, noisy, stained, stained_aside, all_at_once]
)
def test_the_code_is_read_from_the_page(
    suffer: Callable[[Picture, int], Picture], dpi: int, scans: dict[int, Picture]
) -> None:
    assert texts_in(suffer(scans[dpi], dpi)) == [SAMPLE]


def test_what_a_code_is_worth_nothing_for_is_not_read(scans: dict[int, Picture]) -> None:
    """The tests above could not fail if the reader guessed."""
    picture = scans[300].copy()
    left, top, right, bottom = code_box(300)
    ImageDraw.Draw(picture).rectangle((left, top, (left + right) // 2, bottom), fill=PAPER)
    assert texts_in(picture) == []


def test_the_quiet_zone_is_kept_free(scans: dict[int, Picture]) -> None:
    left, top, right, bottom = code_box(300)
    module = (right - left) / symbol_of(SAMPLE).modules
    ink = ImageChops.invert(scans[300].crop((left, top, right, bottom))).getbbox()
    assert ink is not None
    quiet = [ink[0], ink[1], right - left - ink[2], bottom - top - ink[3]]
    assert quiet == pytest.approx([QUIET_ZONE * module] * 4, abs=2)


def test_no_word_of_the_letter_stands_in_the_code_s_box(letter: Make, now: dt.datetime) -> None:
    pdf = render(load_layout("letter"), [letter()], created=now)
    ink = ImageChops.invert(scan(pdf, 150).crop(code_box(150)))
    assert ink.getbbox() is None


def test_without_a_code_nothing_is_drawn_or_missed(letter: Make) -> None:
    layout = load_layout("letter")
    assert preflight(layout, [letter()]) == ()
    assert preflight(layout, [coded(letter())]) == ()
    bare, full = compose(layout, letter()), compose(layout, coded(letter()))
    (mark,) = (mark for mark in full.pages[0] if isinstance(mark, QrMark))
    assert [m for m in full.pages[0] if m is not mark] == list(bare.pages[0])


def test_the_same_letter_gives_the_same_bytes(letter: Make, now: dt.datetime) -> None:
    layout, letters = load_layout("letter"), [coded(letter()), coded(letter(person="张𠮷"))]
    first = render(layout, letters, created=now)
    symbol_of.cache_clear()
    assert render(layout, letters, created=now) == first


def test_a_thousand_codes_cost_little_time_and_room(letter: Make, now: dt.datetime) -> None:
    """Half as much again is what a page with its code may take of a page without."""
    layout = load_layout("letter")
    plain = [letter(number=f"旗非公委任〔2026〕{number}号") for number in range(1, 1001)]
    signed = [coded(each) for each in plain]
    render(layout, plain[:10], created=now)
    shares, pdf = [], b""
    for _ in range(3):
        symbol_of.cache_clear()
        begun = time.process_time()
        render(layout, plain, created=now)
        between = time.process_time()
        pdf = render(layout, signed, created=now)
        shares.append((time.process_time() - between) / (between - begun))
    assert len(pdf) < 2_000_000
    assert min(shares) < 1.9, shares  # about 1.5; the rest is for a busy machine
