"""Pictures on paper: printed where they stand, stored once, and never the picture of the stock."""

import datetime as dt
import io
import json
import random
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from pypdfium2 import raw

from partydesk.domain.appointments import Letter
from partydesk.reports.layout import Layout
from partydesk.reports.layout_reading import load_layout, read_layout
from partydesk.reports.layout_writing import layout_values
from partydesk.reports.picture import read_picture
from partydesk.reports.render import render

MM = 72 / 25.4


def drawn(kind: str, colour: str, size: tuple[int, int] = (600, 300)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, kind)
    return stream.getvalue()


def with_picture(content: bytes, **values: object) -> Layout:
    """The letter with a picture in a box of 60 × 20 mm below its seal, and a stock behind it."""
    picture, stock = read_picture(content), read_picture(drawn("PNG", "#00FF00", (210, 297)))
    data: dict[str, Any] = layout_values(load_layout("letter"))
    box = {"x_mm": 60, "y_mm": 256, "width_mm": 60, "height_mm": 20}
    data["elements"].append(
        {"type": "picture", "name": "蒙文", "picture": picture.sha256, **box, **values}
    )
    data["background"] = stock.sha256
    pictures = {each.sha256: each for each in (picture, stock)}
    return read_layout(json.dumps(data), "试样", pictures)


def images(pdf: bytes, page: int = 0) -> list[tuple[float, ...]]:
    """The boxes of the pictures on a page: left, top, right, bottom in millimetres."""
    shown = pypdfium2.PdfDocument(pdf)[page]
    height = shown.get_height()
    found = []
    for each in shown.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = each.get_bounds()
        corners = (left, height - top, right, height - bottom)
        found.append(tuple(round(corner / MM, 2) for corner in corners))
    return found


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_printed_in_the_middle_of_its_box_in_proportion(
    kind: str, letter: Callable[..., Letter], now: dt.datetime
) -> None:
    pdf = render(with_picture(drawn(kind, "#1F4E8C")), [letter()], created=now)
    assert images(pdf) == [(70, 256, 110, 276)]
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil().convert("RGB")
    seen = page.getpixel((round(90 * MM * 2), round(266 * MM * 2)))
    assert seen == pytest.approx((0x1F, 0x4E, 0x8C), abs=3)


def test_the_picture_of_the_stock_is_never_printed(
    letter: Callable[..., Letter], now: dt.datetime
) -> None:
    pdf = render(with_picture(drawn("PNG", "#1F4E8C")), [letter()], created=now)
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().convert("RGB")
    colours = {colour for _, colour in page.getcolors(1 << 20)}
    assert (255, 255, 255) in colours
    assert not any(green > 200 and red < 100 for red, green, _ in colours)


def test_many_letters_carry_their_picture_once(
    letter: Callable[..., Letter], now: dt.datetime
) -> None:
    noise = io.BytesIO()
    pixels = random.Random(5).randbytes(300 * 300 * 3)
    Image.frombytes("RGB", (300, 300), pixels).save(noise, "PNG")
    layout = with_picture(noise.getvalue())
    one = render(layout, [letter()], created=now)
    many = render(layout, [letter()] * 20, created=now)
    assert len(images(many, 19)) == 1
    assert len(many) < len(one) + 100_000  # the picture alone has 270 kB
    assert many == render(layout, [letter()] * 20, created=now)


def test_what_is_transparent_stays_so(letter: Callable[..., Letter], now: dt.datetime) -> None:
    stream = io.BytesIO()
    clear = Image.new("RGBA", (60, 20), (0, 0, 0, 0))
    clear.paste((168, 32, 26, 255), (0, 0, 30, 20))
    clear.save(stream, "PNG")
    pdf = render(with_picture(stream.getvalue()), [letter()], created=now)
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil().convert("RGB")
    at = [page.getpixel((round(x * MM * 2), round(266 * MM * 2))) for x in (75, 105)]
    assert at == [(168, 32, 26), (255, 255, 255)]
