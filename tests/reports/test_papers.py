"""Papers made of parts: what stays together, and what is written once."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from partydesk.reports.bands import Blank, Fact
from partydesk.reports.papers import (
    Facts,
    Heading,
    Paper,
    Paragraphs,
    Signing,
    preflight_papers,
    render_papers,
)
from partydesk.reports.tables import Table, TableColumn
from tests.reports.printed import Pdf

CREATED = dt.datetime(2026, 1, 1)
COLUMNS = (TableColumn("编号", 1), TableColumn("姓名", 4), TableColumn("顺序", 2))
SIGNING = Signing((Blank("负责人（签字）："), Blank("日期：　　年　月　日", ruled=False)))


def _table(rows: int, *, least_pt: float = 0.0) -> Table:
    cells = [(str(number), f"敖敦{number}号", "") for number in range(1, rows + 1)]
    return Table(COLUMNS, cells, ruled=True, least_pt=least_pt)


def _printed(*papers: Paper) -> list[str]:
    return Pdf(render_papers(papers, title="表", footer="党工委制", created=CREATED)).pages()


def test_each_paper_counts_its_own_pages_under_its_own_mark() -> None:
    pages = _printed(
        Paper("甲表", (_table(80),), mark="企1"), Paper("乙表", (_table(3),), mark="企2")
    )
    of_first = [page for page in pages if "企1" in page]
    assert len(of_first) >= 2
    assert len(pages) == len(of_first) + 1
    for number, page in enumerate(of_first, 1):
        assert f"企1第{number}页共{len(of_first)}页" in page
        assert "编号姓名顺序" in page
    assert "企2第1页共1页" in pages[-1]
    assert all("党工委制" in page for page in pages)


@given(st.integers(0, 90), st.integers(0, 40))
@example(26, 0)
@example(26, 1)
@example(24, 2)
@settings(max_examples=25, deadline=None)
def test_headings_and_signatures_never_stand_alone(first: int, second: int) -> None:
    parts = (Heading("一、甲"), _table(first), Heading("二、乙"), _table(second), SIGNING)
    pages = _printed(Paper("说明", parts))
    text = "".join(pages)
    assert all(text.count(f"敖敦{n}号") == (n <= first) + (n <= second) for n in range(1, 91))
    for title in ("一、甲", "二、乙"):
        (page,) = (page for page in pages if title in page)
        assert page.index("编号姓名顺序", page.index(title)) == page.index(title) + len(title)
    last = pages[-1]
    assert "负责人（签字）" in last
    assert "敖敦" in last or "没有记录" in last


def test_papers_that_share_a_table_write_it_once() -> None:
    shared = _table(200)

    def size(tables: list[Table]) -> int:
        papers = [
            Paper("意愿表", (Facts((Fact("表号", str(n)),)), table))
            for n, table in enumerate(tables)
        ]
        return len(render_papers(papers, title="表", created=CREATED))

    assert size([shared] * 20) < size([_table(200) for _ in range(20)]) / 2
    pages = _printed(*(Paper(f"表{n}", (shared, SIGNING), mark=f"第{n}份") for n in range(3)))
    assert sum(page.count("敖敦7号") for page in pages) == 3


def test_rows_leave_room_for_a_hand() -> None:
    assert len(_printed(Paper("表", (_table(30, least_pt=40),)))) > len(
        _printed(Paper("表", (_table(30),)))
    )


def test_paragraphs_longer_than_a_page_lose_nothing() -> None:
    text = "".join(f"第{number}条；" for number in range(1500))
    pages = _printed(Paper("说明", (Paragraphs((text,)), SIGNING)))
    assert len(pages) > 1
    assert "".join(pages).count("条；") == 1500


def test_characters_that_no_font_has_are_named_with_their_paper() -> None:
    facts = Facts((Fact("姓名", "张𰀀"),))
    paper = Paper("表", (facts, Table(COLUMNS, [("1", "李𰀀", "")])), mark="企1")
    warnings = preflight_papers([paper, paper])
    assert {(each.person, each.field) for each in warnings} == {("企1", "姓名"), ("1", "姓名")}


def test_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        render_papers([], title="表", created=CREATED)
