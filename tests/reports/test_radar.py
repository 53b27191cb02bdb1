"""The radar: fixed axes, gaps for what is missing, the same drawing on paper and screen."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partydesk.reports.charts import draw_chart
from partydesk.reports.marks import FillMark, LineMark, RectangleMark
from partydesk.reports.papers import Heading, Paper, preflight_papers, render_papers
from partydesk.reports.radar import Radar, Spoke, radar_bands
from partydesk.reports.sheet import frame_of
from tests.reports.printed import Pdf


def _spoke(label: str, own: float | None, middle: float | None, n: int = 9) -> Spoke:
    return Spoke(label, own, middle, f"{own:.2f}" if own is not None else "—", f"{middle}", n)


CHART = Radar(
    (
        _spoke("述职", 100.0, 50.0),
        _spoke("企业点评", 80.0, 85.0),
        _spoke("到岗天数", 0.0, 66.0),
        _spoke("月报", 60.0, 90.0),
    ),
    "苏和",
    "本组中位数（党建指导员，9 人）",
)


def _points(chart: Radar) -> tuple[list[FillMark], list[RectangleMark]]:
    """The points of the person and of the group, without those of the legend."""
    (band,) = radar_bands(chart, frame_of(landscape=False))
    own = [mark for mark in band.drawing if isinstance(mark, FillMark)]
    others = [mark for mark in band.drawing if isinstance(mark, RectangleMark)]
    return own[:-1], others[:-1]


def test_points_lie_on_fixed_axes_from_the_middle_to_the_edge() -> None:
    own, others = _points(CHART)
    assert len(own) == len(others) == 4
    first, second, third, fourth = own
    middle_x, middle_y = third.x_pt, third.y_pt  # no points at all lie in the middle
    assert first.x_pt == pytest.approx(middle_x)
    radius = first.y_pt - middle_y
    assert radius > 50
    assert second.x_pt - middle_x == pytest.approx(0.8 * radius)
    assert second.y_pt == pytest.approx(middle_y)
    assert middle_x - fourth.x_pt == pytest.approx(0.6 * radius)
    assert others[0].y_pt - middle_y == pytest.approx(0.5 * radius)


def test_what_is_missing_leaves_a_gap_and_is_no_zero() -> None:
    spokes = (*CHART.spokes[:2], _spoke("到岗天数", None, 66.0), CHART.spokes[3])
    gap = Radar(spokes, CHART.who, CHART.group)
    own, others = _points(gap)
    assert (len(own), len(others)) == (3, 4)

    def joined(chart: Radar) -> int:
        (band,) = radar_bands(chart, frame_of(landscape=False))
        return sum(
            isinstance(mark, LineMark) and math.isclose(mark.width_pt, 1.6) for mark in band.drawing
        )

    assert joined(CHART) - joined(gap) == 2


def test_figures_and_numbers_stand_in_the_table_beside() -> None:
    text = Pdf(draw_chart(CHART, width_mm=173)).text()
    for words in (
        "本人",
        "中位数",
        "企业点评",
        "80.00",
        "85.0",
        "苏和",
        "本组中位数（党建指导员，9人）",
    ):
        assert words in text


def test_two_components_have_no_web_but_a_table() -> None:
    few = Radar(CHART.spokes[:2], CHART.who, CHART.group)
    assert _points(few) == ([], [])
    assert "企业点评80.0085.09" in Pdf(draw_chart(few, width_mm=120)).text()


def test_the_middle_of_a_small_group_is_faint() -> None:
    colours = {mark.colour for mark in _points(CHART)[1]}
    faint = {mark.colour for mark in _points(Radar(CHART.spokes, "苏和", "本组", faint=True))[1]}
    assert colours.isdisjoint(faint)


@given(
    st.lists(
        st.tuples(
            st.text("党员群众评议满意度", min_size=1, max_size=30),
            st.none() | st.floats(0, 100),
            st.none() | st.floats(0, 100),
        ),
        min_size=1,
        max_size=12,
    )
)
@settings(max_examples=30, deadline=None)
def test_it_stays_on_the_page_whatever_it_shows(
    rows: list[tuple[str, float | None, float | None]],
) -> None:
    chart = Radar(tuple(_spoke(*row) for row in rows), "苏和", "本组", "说明" * 30)
    created = dt.datetime(2026, 1, 1)
    pdf = Pdf(render_papers([Paper("图", (Heading("一"), chart))], title="图", created=created))
    width, height = pdf.size_mm()
    for mark in pdf.marks():
        assert 0 <= mark.left <= mark.right <= width + 0.01
        assert 0 <= mark.top <= mark.bottom <= height + 0.01


def test_a_character_that_no_font_has_is_named() -> None:
    strange = Radar((_spoke("\U00032000", 1.0, 2.0),), "苏和", "本组")
    (warning,) = preflight_papers([Paper("图", (strange,))])
    assert "U+32000" in warning.message
