"""What a printer does is found from typed readings, and undone to 0.3 mm anywhere on the page."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.calibration import Reading, mark_places, solve
from partydesk.domain.errors import ValidationFailed
from partydesk.domain.printers import (
    NO_CORRECTION,
    Correction,
    Ink,
    Margins,
    Point,
    edge_faults,
)

PAPERS = ((210, 297), (297, 210), (297, 420), (420, 285), (185, 260), (148, 210))
ERRORS = st.builds(
    Correction,
    st.floats(-6, 6),
    st.floats(-6, 6),
    st.floats(0.98, 1.02),
    st.floats(0.98, 1.02),
    st.floats(-1, 1),
)


def measured(error: Correction, at: Sequence[Point]) -> list[Reading]:
    """What somebody reads who reads to a tenth of a millimetre."""
    found = []
    for mark, place in enumerate(at, 1):
        x, y = error.printed(place)
        found.append(Reading(mark, place, Point(max(round(x, 1), 0), max(round(y, 1), 0))))
    return found


def largest_residual(
    error: Correction, correction: Correction, width: float, height: float
) -> float:
    """How far anything on the page lies from its place once the correction is applied."""
    page = [Point(width * i / 10, height * j / 10) for i in range(11) for j in range(11)]
    return max(math.dist(error.printed(correction.sent(place)), place) for place in page)


@given(ERRORS, st.sampled_from(PAPERS), st.integers(4, 6))
def test_a_known_error_is_undone_to_three_tenths(
    error: Correction, paper: tuple[int, int], marks: int
) -> None:
    at = mark_places(*paper)
    solved = solve(measured(error, [*at[:2], *at[4:], *at[2:4]][:marks]))
    assert largest_residual(error, solved.correction, *paper) <= 0.3
    assert solved.residual_mm <= 0.12


def test_a_printer_that_shifts_and_shrinks() -> None:
    error = Correction(1.2, 0, 0.997, 0.997, 0)
    solved = solve(measured(error, mark_places(210, 297)))
    assert largest_residual(error, NO_CORRECTION, 210, 297) > 1
    assert largest_residual(error, solved.correction, 210, 297) <= 0.15
    assert astuple(solved.correction) == pytest.approx((1.2, 0, 0.997, 0.997, 0), abs=0.1)


@given(ERRORS, st.floats(0, 420), st.floats(0, 420))
def test_what_is_sent_to_the_corrected_place_comes_out_right(
    error: Correction, x: float, y: float
) -> None:
    assert error.printed(error.sent(Point(x, y))) == pytest.approx((x, y), abs=1e-9)


@given(ERRORS)
def test_exact_readings_give_the_error_back(error: Correction) -> None:
    at = mark_places(210, 297)
    exact = [Reading(n, place, error.printed(place)) for n, place in enumerate(at) if n < 5]
    plain = [r for r in exact if min(r.measured) >= 0]
    assert astuple(solve(plain).correction) == pytest.approx(astuple(error), abs=1e-6)


def refused(readings: list[Reading]) -> dict[str, str]:
    with pytest.raises(ValidationFailed) as caught:
        solve(readings)
    return caught.value.fields


def test_too_few_marks_and_marks_in_line_are_refused() -> None:
    at = mark_places(210, 297)
    assert "至少要量 3 处" in refused(measured(NO_CORRECTION, at[:2]))["marks"]
    assert "一条直线" in refused(measured(NO_CORRECTION, at[::2]))["marks"]
    diagonal = [Point(20, 20), Point(100, 100), Point(180, 180)]
    assert "一条直线" in refused(measured(NO_CORRECTION, diagonal))["marks"]


@pytest.mark.parametrize("mark", range(1, 7))
@pytest.mark.parametrize("slip", [(1.0, 0), (0, -1.0), (10, 0), (0, 30)])
def test_one_misread_mark_is_named_with_what_it_should_be(
    mark: int, slip: tuple[float, float]
) -> None:
    error = Correction(1.2, -0.8, 1.003, 0.998, 0.2)
    right = measured(error, mark_places(210, 297))
    wrong = right[mark - 1]
    x, y = wrong.measured
    right[mark - 1] = Reading(mark, wrong.place, Point(x + slip[0], y + slip[1]))
    said = refused(right)
    assert list(said) == [f"mark_{mark}"]
    assert f"第 {mark} 号" in said[f"mark_{mark}"]
    told = re.findall(r"距左边 ([\d.]+)、距上边 ([\d.]+)", said[f"mark_{mark}"])[0]
    assert [float(figure) for figure in told] == pytest.approx([x, y], abs=0.2)


def test_impossible_readings_are_named() -> None:
    right = measured(NO_CORRECTION, mark_places(210, 297))
    right[1] = Reading(2, right[1].place, Point(20, 190))
    right[4] = Reading(5, right[4].place, Point(-1, 277))
    right[5] = Reading(6, right[5].place, Point(math.nan, 277))
    said = refused(right)
    assert list(said) == ["mark_2", "mark_5", "mark_6"]
    assert "距左边 20.0 毫米（应在 190 毫米附近）" in said["mark_2"]
    assert "距上边 190.0 毫米（应在 20 毫米附近）" in said["mark_2"]
    assert "不能小于 0" in said["mark_5"]


def test_three_marks_that_contradict_each_other_blame_nobody() -> None:
    at = [Point(20, 20), Point(190, 20), Point(20, 277)]
    readings = [Reading(n, p, p) for n, p in enumerate(at, 1)]
    readings[1] = Reading(2, at[1], Point(190, 28))
    assert "多量几处" in refused(readings)["marks"]


def test_several_misread_marks_are_said_to_be_several() -> None:
    readings = measured(NO_CORRECTION, mark_places(210, 297))
    for n, slip in ((0, 2.0), (3, -3.0)):
        x, y = readings[n].measured
        readings[n] = Reading(n + 1, readings[n].place, Point(x + slip, y))
    (said,) = refused(readings).values()
    assert "一并复核" in said


def test_what_no_printer_does_is_refused() -> None:
    scaled = Correction(0, 0, 0.93, 0.93, 0)
    assert "是否被缩放" in refused(measured(scaled, mark_places(210, 297)))["marks"]


def test_the_five_figures_in_words() -> None:
    said = Correction(1.2, -0.8, 0.997, 1.003, 0.2).in_words()
    assert said == "偏右 1.20 毫米，偏上 0.80 毫米，横向 99.70%，纵向 100.30%，顺时针 0.20°"


def test_what_falls_into_the_margin_or_near_the_edge_is_said() -> None:
    margins = Margins(4.2, 4.2, 4.2, 4.2)
    assert list(edge_faults(Ink(10, 5, 20, 30), margins)) == []
    near, cut = edge_faults(Ink(4.5, 10, 10, -1), margins)
    assert near.startswith("左边有内容距纸边只有 4.5 毫米")
    assert cut.startswith("下边有内容距纸边 0.0 毫米，落在打印机印不到的 4.2 毫米内")


@pytest.mark.parametrize(
    ("width", "height", "marks"), [(210, 297, 6), (420, 285, 6), (148, 210, 6), (90, 54, 4)]
)
def test_marks_lie_on_the_paper_in_the_order_of_reading(
    width: float, height: float, marks: int
) -> None:
    at = mark_places(width, height)
    assert len(at) == marks
    assert sorted(at, key=lambda place: (place.y_mm, place.x_mm)) == list(at)
    assert all(10 <= x <= width - 10 and 10 <= y <= height - 10 for x, y in at)
    assert solve(measured(NO_CORRECTION, at)).residual_mm <= 0.1
