"""Sheets: every page as often as wanted, nothing mixed, and the rest is precisely the rest."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.errors import ValidationFailed
from partydesk.domain.print_plan import (
    Feed,
    PrintedDocument,
    PrintPlan,
    Sides,
    in_order,
    page_words,
    read_pages,
)


@st.composite
def plans(draw: st.DrawFn) -> PrintPlan:
    lengths = draw(st.lists(st.integers(1, 5), min_size=1, max_size=8))
    documents, page = [], 1
    for number, length in enumerate(lengths, 1):
        documents.append(PrintedDocument(f"人{number}", f"{number}号", page, length))
        page += length
    pages = draw(
        st.lists(st.integers(1, page - 1), min_size=1, unique=True).map(lambda p: tuple(sorted(p)))
    )
    return PrintPlan(
        pages,
        copies=draw(st.integers(1, 4)),
        collate=draw(st.booleans()),
        sides=draw(st.sampled_from(Sides)),
        reverse=draw(st.booleans()),
        documents=tuple(documents) if draw(st.booleans()) else (),
        printer="HP",
        tray=draw(st.sampled_from(["", "手送"])),
    )


@given(plans())
def test_each_page_comes_out_exactly_as_often_as_wanted(plan: PrintPlan) -> None:
    pages = Counter(page for feed in plan.feeds() for page in feed.pages)
    assert pages == dict.fromkeys(plan.pages, plan.copies)
    assert pages == Counter(page for sheet in plan.sheets() for page in sheet if page)


@given(plans())
def test_a_sheet_carries_one_document_and_its_pages_follow_each_other(plan: PrintPlan) -> None:
    for front, back in plan.sheets():
        assert front
        if back:
            assert plan.sides is not Sides.ONE
            assert plan.pages.index(back) == plan.pages.index(front) + 1
            assert all(doc.holds(front) == doc.holds(back) for doc in plan.documents)


@given(plans(), st.data())
def test_going_on_at_a_sheet_prints_precisely_the_rest(
    plan: PrintPlan, data: st.DataObject
) -> None:
    feeds = plan.feeds()
    at = data.draw(st.integers(0, len(feeds)))
    again = PrintPlan.from_values(json.loads(json.dumps(plan.as_values())))
    assert again == plan
    assert feeds[:at] + again.feeds()[at:] == feeds


@given(plans())
def test_the_order_is_turned_as_a_whole(plan: PrintPlan) -> None:
    values = plan.as_values()
    turned = PrintPlan.from_values({**values, "reverse": not plan.reverse})
    assert turned.sheets() == tuple(reversed(plan.sheets()))


def plan(**changes: object) -> PrintPlan:
    documents = (PrintedDocument("苏和", "1号", 1, 3), PrintedDocument("包晓光", "", 4, 1))
    return PrintPlan((1, 2, 3, 4), documents=documents, **changes)  # type: ignore[arg-type]


def test_a_second_document_never_begins_on_the_back_of_the_first() -> None:
    assert plan(sides=Sides.LONG_EDGE).sheets() == ((1, 2), (3, 0), (4, 0))


def test_copies_collated_and_not() -> None:
    assert [front for front, _ in plan(copies=2).sheets()] == [1, 2, 3, 4, 1, 2, 3, 4]
    assert [front for front, _ in plan(copies=2, collate=False).sheets()] == [
        1,
        1,
        2,
        2,
        3,
        3,
        4,
        4,
    ]


def test_by_hand_all_fronts_come_first_and_the_pile_is_turned_once() -> None:
    by_hand = plan(sides=Sides.BY_HAND)
    assert by_hand.turn_after() == 3
    assert by_hand.feeds() == (
        Feed(1, 1), Feed(2, 3), Feed(3, 4), Feed(1, 0, 2), Feed(2, 0, 0), Feed(3, 0, 0),
    )  # fmt: skip
    assert plan(sides=Sides.LONG_EDGE).turn_after() == 0
    alone = PrintPlan((4,), sides=Sides.BY_HAND)
    assert (alone.feeds(), alone.turn_after()) == ((Feed(1, 4),), 0)


def test_a_sheet_is_said_by_its_documents() -> None:
    made = plan(sides=Sides.LONG_EDGE)
    assert [made.said(feed) for feed in made.feeds()] == [
        "苏和（1号）、第 1、2 页", "苏和（1号）、第 3 页", "包晓光、第 4 页",
    ]  # fmt: skip
    assert made.said(Feed(1, 0, 0)) == "空白面"


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("", (1, 2, 3, 4, 5, 6, 7, 8, 9)),
        ("1-3,7", (1, 2, 3, 7)),
        (" 7，1–3、9 ", (7, 1, 2, 3, 9)),
        ("8-", (8, 9)),
        ("2至3 3", (2, 3)),
    ],
)
def test_pages_are_read_as_people_write_them(words: str, pages: tuple[int, ...]) -> None:
    assert read_pages(words, 9) == pages


@pytest.mark.parametrize("words", ["0", "3-1", "5-99", "一", "1-2-3", "-4", "10"])
def test_pages_that_are_none_are_refused(words: str) -> None:
    with pytest.raises(ValidationFailed, match="页码"):
        read_pages(words, 9)


@given(st.lists(st.integers(1, 40), min_size=1, unique=True))
def test_pages_are_written_so_that_they_are_read_again(pages: list[int]) -> None:
    assert read_pages(page_words(pages), 40) == tuple(pages)


def test_nothing_and_impossible_copies_are_refused() -> None:
    with pytest.raises(ValidationFailed, match="没有选中"):
        PrintPlan(())
    with pytest.raises(ValidationFailed, match="份数"):
        PrintPlan((1,), copies=0)


def test_documents_are_lined_up_by_their_lengths() -> None:
    first, second = in_order([("苏和", "1号"), ("包晓光", "")], [2, 1])
    assert (first, second) == (
        PrintedDocument("苏和", "1号", 1, 2), PrintedDocument("包晓光", "", 3, 1),
    )  # fmt: skip
    assert (first.label, second.label) == ("苏和（1号）", "包晓光")
    assert [first.holds(page) for page in (1, 2, 3)] == [True, True, False]
