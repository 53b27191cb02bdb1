"""A corrected page comes out of the crooked printer right; measured in the finished PDF."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import math

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partydesk.domain.calibration import mark_places
from partydesk.domain.printers import NO_CORRECTION, Correction, Point
from partydesk.reports.calibration import calibration_sheet
from partydesk.reports.overprint import overprint
from tests.reports.printed import Pdf

CREATED = dt.datetime(2026, 3, 28, 9, 30)
MM = 72 / 25.4
#: What domain.printers calls a printer that shifts 1.2 mm and shrinks 0.3 %.
SHIFTS = Correction(1.2, 0, 0.997, 0.997, 0)


def crossings(pdf: bytes, page: int = 0, angle_deg: float = 0) -> list[Point]:
    """Find the crosses of a page: the middle of each pair of arms 16 mm long, scaled or turned."""
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        leaf = file.pages[page]
        lines = [
            (Point(a[0] / MM, a[1] / MM), Point(b[0] / MM, b[1] / MM))
            for a, b in (line["pts"] for line in leaf.lines)
        ]
    arms = [(a, b) for a, b in lines if 15 < math.dist(a, b) < 17]
    middles = [Point((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in arms]
    return middles[::2]


@pytest.mark.parametrize("paper", [(210, 297), (420, 285), (185, 260), (148, 210), (250, 176)])
def test_the_sheet_has_its_marks_where_it_says_on_both_sides(paper: tuple[int, int]) -> None:
    pdf = calibration_sheet(*paper, created=CREATED, about="HP LaserJet")
    read = Pdf(pdf)
    assert len(read) == 2
    assert read.size_mm() == paper
    for page, side in enumerate(("正面", "背面")):
        found = crossings(pdf, page)
        assert [tuple(place) for place in found] == [
            pytest.approx(tuple(place), abs=0.02) for place in mark_places(*paper)
        ]
        text = read.text(page)
        assert f"打印校准页{side}" in text
        assert "读到0.1毫米" in text
        assert "HPLaserJet" in text
        assert all(str(number) in text for number in range(1, len(found) + 1))
        assert all(
            mark.left >= 5 and mark.right <= paper[0] - 5 and 5 <= mark.top < mark.bottom
            for mark in read.marks(page)
        )
        words = [mark for mark in read.marks(page) if len(mark.text.strip()) > 1]
        assert not any(
            mark.left - 8 < x < mark.right + 8 and mark.top - 8 < y < mark.bottom + 8
            for mark in words
            for x, y in found
        )


def test_a_card_too_small_for_words_has_its_marks() -> None:
    pdf = calibration_sheet(90, 54, created=CREATED)
    assert len(crossings(pdf)) == 4
    assert "100" not in Pdf(pdf).text()


def test_ticks_stand_every_half_millimetre() -> None:
    with pdfplumber.open(io.BytesIO(calibration_sheet(210, 297, created=CREATED))) as file:
        xs = sorted(
            line["x0"] / MM
            for line in file.pages[0].lines
            if abs(line["x0"] - line["x1"]) < 0.01
            and 17 < line["top"] / MM < 21
            and line["x0"] / MM < 40
            and line["height"] / MM < 5
        )
    steps = {round(after - before, 2) for before, after in itertools.pairwise(xs)}
    assert steps <= {0.5, 1.0}  # twice as far across the arm in the middle
    assert len(xs) == 32


@given(
    st.builds(
        Correction,
        st.floats(-6, 6),
        st.floats(-6, 6),
        st.floats(0.98, 1.02),
        st.floats(0.98, 1.02),
        st.floats(-1, 1),
    ),
    st.sampled_from([(210, 297), (297, 210), (420, 285)]),
)
@settings(max_examples=15, deadline=None)
def test_the_printer_puts_a_corrected_page_right(error: Correction, paper: tuple[int, int]) -> None:
    corrected = overprint(calibration_sheet(*paper, created=CREATED), {1: error})
    for sent, place in zip(crossings(corrected), mark_places(*paper), strict=True):
        assert math.dist(error.printed(sent), place) < 0.02


def test_front_and_back_have_corrections_of_their_own_and_the_rest_stays() -> None:
    plain = calibration_sheet(210, 297, created=CREATED)
    front = Correction(1.2, 0, 0.997, 0.997, 0)
    back = Correction(-2.5, 3, 1, 1, 0)
    corrected = overprint(plain, {1: front, 2: back})
    for page, error in ((0, front), (1, back)):
        sent = crossings(corrected, page)[0]
        assert error.printed(sent) == pytest.approx((20, 20), abs=0.02)
    only_back = overprint(plain, {1: NO_CORRECTION, 2: back})
    assert crossings(only_back, 0)[0] == pytest.approx((20, 20), abs=0.02)
    assert Pdf(corrected).size_mm(1) == (210, 297)


def test_the_same_input_gives_the_same_bytes_and_text_stays_text() -> None:
    plain = calibration_sheet(210, 297, created=CREATED)
    assert overprint(plain, {}) is plain
    assert overprint(plain, {1: NO_CORRECTION}) is plain
    corrected = overprint(plain, {1: SHIFTS, 2: SHIFTS})
    assert corrected == overprint(plain, {1: SHIFTS, 2: SHIFTS})
    assert corrected != plain
    assert Pdf(corrected).pages() == Pdf(plain).pages()
    assert overprint(corrected, {1: SHIFTS}) != corrected
