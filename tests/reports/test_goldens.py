"""Every layout that comes with the program, page by page: size, text and picture as approved.

A page that changes on purpose is approved by running the tests with ``PARTYDESK_APPROVE=1`` and
looking at the new picture. Where a page differs, a picture of the difference is kept beside the
test's files.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops

from partydesk.reports.document import compose_values
from partydesk.reports.fields import KINDS
from partydesk.reports.layout import Layout
from partydesk.reports.layout_reading import list_layouts
from partydesk.reports.render import specimen
from tests.reports.printed import Pdf

APPROVED = Path(__file__).parent / "goldens"
_DPI = 50
#: Renderers of different systems smooth edges differently; a moved line differs far more.
_GREY, _SHARE = 96, 0.002
_DAY = dt.datetime(2026, 3, 28)


def _pages() -> Iterator[tuple[Layout, int]]:
    """Every page of every layout, filled in with its samples."""
    for layout in list_layouts():
        composed = compose_values(layout, KINDS[layout.kind].samples)
        assert composed.findings == (), layout.name
        yield from ((layout, page) for page in range(len(composed.pages)))


@pytest.mark.parametrize(
    ("layout", "page"), list(_pages()), ids=lambda each: getattr(each, "name", str(each))
)
def test_a_page_is_as_approved(layout: Layout, page: int, tmp_path: Path) -> None:
    data, _ = specimen(layout, KINDS[layout.kind].samples, page=page, created=_DAY)
    pdf = Pdf(data)
    assert pdf.size_mm() == (layout.width_mm, layout.height_mm)
    stem = APPROVED / f"{layout.name}-{page + 1}"
    picture = pdfium.PdfDocument(data)[0].render(scale=_DPI / 72, grayscale=True).to_pil()
    if os.environ.get("PARTYDESK_APPROVE"):
        APPROVED.mkdir(exist_ok=True)
        picture.save(stem.with_suffix(".png"), optimize=True)
        stem.with_suffix(".txt").write_text(pdf.text() + "\n", encoding="utf-8")
    assert pdf.text() + "\n" == stem.with_suffix(".txt").read_text(encoding="utf-8")
    with Image.open(stem.with_suffix(".png")) as kept:
        approved = kept.convert("L")
    assert picture.size == approved.size
    difference = ImageChops.difference(picture.convert("L"), approved)
    changed = sum(difference.histogram()[_GREY:])
    if changed > _SHARE * picture.width * picture.height:
        difference.save(tmp_path / f"{stem.name}-difference.png")
        pytest.fail(f"{changed} points differ, see {tmp_path / stem.name}-difference.png")
