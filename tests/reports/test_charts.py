"""Charts: bars as long as their shares, one drawing for paper and screen."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partydesk.reports.charts import Bar, Bars, draw_chart
from partydesk.reports.papers import Heading, Paper, preflight_papers, render_papers
from tests.reports.printed import Mark, Pdf

CHART = Bars(
    (
        Bar("长胜镇党委", 0.625, "62.50 %（5/8）"),
        Bar("贝子府镇党委", 1.0, "100.00 %（3/3）", faint=True),
        Bar("（未填隶属基层党委）", None, "—"),
    )
)


def _bars(pdf: Pdf, page: int = 0) -> list[Mark]:
    return [mark for mark in pdf.marks(page) if mark.kind == "path"]


def test_a_bar_is_as_long_as_its_share_of_the_axis() -> None:
    pdf = Pdf(draw_chart(CHART, width_mm=160))
    first, filled, second, whole, third = _bars(pdf)
    assert filled.left == pytest.approx(first.left)
    assert (filled.right - filled.left) / (first.right - first.left) == pytest.approx(0.625, 1e-3)
    assert (whole.left, whole.right) == pytest.approx((second.left, second.right))
    assert third.top > whole.bottom
    assert pdf.text() == "长胜镇党委62.50%（5/8）贝子府镇党委100.00%（3/3）（未填隶属基层党委）—"


def test_paper_and_screen_show_the_same_drawing() -> None:
    """The page is as wide as the printed area of the paper; bars agree to a hair."""
    created = dt.datetime(2026, 1, 1)
    paper = Pdf(render_papers([Paper("覆盖", (CHART,))], title="覆盖", created=created))
    edge = 4 / 72 * 25.4
    screen = Pdf(draw_chart(CHART, width_mm=173 + 2 * edge))
    drawn, printed = _bars(screen), _bars(paper)
    for one, other in zip(drawn, printed, strict=True):
        assert one.left - drawn[0].left == pytest.approx(other.left - printed[0].left, abs=0.01)
        assert one.right - one.left == pytest.approx(other.right - other.left, abs=0.01)
        assert one.top - drawn[0].top == pytest.approx(other.top - printed[0].top, abs=0.01)


@given(
    st.lists(
        st.tuples(st.text("塔林旗党委工业园区", min_size=1, max_size=60), st.floats(0, 1)),
        min_size=1,
        max_size=60,
    )
)
@settings(max_examples=30, deadline=None)
def test_bars_stay_on_the_page_whatever_they_are_called(rows: list[tuple[str, float]]) -> None:
    chart = Bars(tuple(Bar(name, share, f"{share:.2%}") for name, share in rows))
    pdf = Pdf(draw_chart(chart, width_mm=120))
    width, height = pdf.size_mm()
    for mark in pdf.marks():
        assert 0 <= mark.left <= mark.right <= width + 0.01
        assert 0 <= mark.top <= mark.bottom <= height + 0.01
    printed = Pdf(
        render_papers([Paper("图", (Heading("一"), chart))], title="图",
                      created=dt.datetime(2026, 1, 1))
    )  # fmt: skip
    assert "".join(printed.pages()).count("%") == len(rows)


def test_a_character_that_no_font_has_is_named() -> None:
    (warning,) = preflight_papers([Paper("图", (Bars((Bar("\U00032000", 0.5, "1/2"),)),))])
    assert "U+32000" in warning.message


def test_a_tick_stands_where_the_middle_of_the_others_is() -> None:
    chart = Bars((Bar("述职", 0.9, "90（中位数 80）", others=0.8),))
    ground, filled, tick = _bars(Pdf(draw_chart(chart, width_mm=160)))
    middle = (tick.left + tick.right) / 2
    assert (middle - ground.left) / (ground.right - ground.left) == pytest.approx(0.8, abs=2e-3)
    assert tick.top < filled.top
    assert tick.bottom > filled.bottom
