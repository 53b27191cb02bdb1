"""Seat cards: read from both sides, large, and never cut."""

import datetime as dt

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partydesk.reports.seat_cards import Card, preflight_cards, render_cards
from tests.reports.printed import Mark, Pdf

CREATED = dt.datetime(2026, 1, 1)
LONG = "乌珠穆沁·巴图孟克达延汗·敖敦其其格·阿拉坦巴特尔·苏和巴雅尔"


def _marks(card: Card) -> list[Mark]:
    pdf = Pdf(render_cards([card], title="席卡", created=CREATED))
    assert len(pdf) == 1
    assert pdf.size_mm() == (297, 210)
    return [mark for mark in pdf.marks() if mark.kind == "text"]


def test_the_name_stands_on_both_halves_one_upside_down() -> None:
    data = render_cards([Card("敖敦其其格", "旗委常委")], title="席卡", created=CREATED)
    pdf = Pdf(data)
    assert pdf.text().count("敖敦其其格") == 2
    assert pdf.text().count("旗委常委") == 2
    page = pypdfium2.PdfDocument(data)[0]
    matrices = [item.get_matrix() for item in page.get_objects() if item.type == 1]
    assert {matrix.a < 0 for matrix in matrices} == {True, False}
    upper = [mark for mark in _marks(Card("苏和")) if mark.bottom < 105]
    lower = [mark for mark in _marks(Card("苏和")) if mark.top > 105]
    assert len(upper) == len(lower) > 0
    assert min(mark.top for mark in upper) == pytest.approx(
        210 - max(mark.bottom for mark in lower), abs=0.2
    )


@given(
    st.text(alphabet="敖敦其格·𠮷·ABC", min_size=1, max_size=60),
    st.text("塔林旗公司；", max_size=90),
)
@settings(max_examples=30, deadline=None)
def test_nothing_leaves_its_half(name: str, line: str) -> None:
    for mark in _marks(Card(name, line)):
        assert mark.left > 5
        assert mark.right < 292
        assert mark.bottom < 104 or mark.top > 106
        assert mark.top > 2
        assert mark.bottom < 208


@pytest.mark.parametrize("name", ["苏和", "包晓光", "阿拉坦·巴特尔", LONG, LONG + LONG])
def test_long_names_are_whole(name: str) -> None:
    text = Pdf(render_cards([Card(name, "单位")], title="席卡", created=CREATED)).text()
    assert text.count("单位") == 2
    assert sum(text.count(char) for char in set(name)) == 2 * len(name)


def test_a_short_name_is_large() -> None:
    assert max(mark.bottom - mark.top for mark in _marks(Card("包晓光"))) > 35


def test_rare_characters_are_named() -> None:
    (warning,) = preflight_cards([Card("张𰀀"), Card("苏和")])
    assert (warning.person, warning.field) == ("张𰀀", "姓名")


def test_no_cards_are_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        render_cards([], title="席卡", created=CREATED)
