"""Printed lists."""

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partydesk.reports.layout import Align
from partydesk.reports.papers import Paper, render_papers
from partydesk.reports.tables import Table, TableColumn, preflight_table
from tests.reports.printed import Pdf

Read = Callable[[bytes], Pdf]
COLUMNS = (
    TableColumn("姓名", 2),
    TableColumn("单位及职务", 5),
    TableColumn("得分", 1, Align.RIGHT),
)


def people(count: int) -> list[list[str]]:
    return [[f"敖敦{number}", "塔林旗农牧技术推广中心主任科员", "9"] for number in range(count)]


def render_table(
    title: str,
    columns: tuple[TableColumn, ...],
    rows: list[list[str]],
    *,
    created: dt.datetime,
    subtitle: str = "",
    footer: str = "",
    landscape: bool = False,
) -> bytes:
    paper = Paper(title, (Table(columns, rows),), subtitle, landscape=landscape)
    return render_papers([paper], title=title, footer=footer, created=created)


def test_heads_and_page_numbers_stand_on_every_page(read_pdf: Read, now: dt.datetime) -> None:
    data = render_table(
        "人才库名册", COLUMNS, people(120), subtitle="2026年度", footer="党工委制", created=now
    )
    pdf = read_pdf(data)
    assert len(pdf) >= 3
    for page in range(len(pdf)):
        text = pdf.text(page)
        assert "姓名单位及职务得分" in text
        assert f"第{page + 1}页共{len(pdf)}页" in text
        assert "党工委制" in text
        assert ("人才库名册" in text) == (page == 0)
    everything = "".join(pdf.text(page) for page in range(len(pdf)))
    assert all(f"敖敦{number}塔" in everything for number in range(120))


def test_size_follows_the_orientation(read_pdf: Read, now: dt.datetime) -> None:
    upright = render_table("表", COLUMNS, people(1), created=now)
    lying = render_table("表", COLUMNS, people(1), created=now, landscape=True)
    assert read_pdf(upright).size_mm() == (210, 297)
    assert read_pdf(lying).size_mm() == (297, 210)


def test_numbers_stand_at_the_right_edge(read_pdf: Read, now: dt.datetime) -> None:
    marks = read_pdf(render_table("表", COLUMNS, people(1), created=now)).marks()
    (score,) = (mark for mark in marks if mark.text.strip() == "9")
    assert score.right == pytest.approx(210 - 15 - 1, abs=0.6)


def test_a_row_taller_than_a_page_goes_on_over_the_next(read_pdf: Read, now: dt.datetime) -> None:
    story = "".join(f"第{number}条理由；" for number in range(900))
    rows = [["白音", "在职", "1"], ["乌云", story, "2"], ["其木格", "退休", "3"]]
    pdf = read_pdf(render_table("说明", COLUMNS, rows, created=now))
    pages = [pdf.text(page) for page in range(len(pdf))]
    assert "第0条理由" in pages[0]
    assert sum(page.count("由") for page in pages) == 900
    assert "其木格" in pages[-1]


CELLS = st.text(alphabet="敖敦其格𠮷、，。（）2026 \n", max_size=80)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=12))
@settings(max_examples=25, deadline=None)
def test_nothing_leaves_the_page_and_nothing_is_lost(rows: list[list[str]]) -> None:
    pdf = Pdf(render_table("表", COLUMNS, rows, created=dt.datetime(2026, 1, 1)))
    marks = [mark for page in range(len(pdf)) for mark in pdf.marks(page)]
    assert all(mark.left >= 21.5 and mark.right <= 195.5 for mark in marks if mark.text.strip())
    text = "".join(pdf.text(page) for page in range(len(pdf)))
    assert text.count("敖") == sum(cell.count("敖") for row in rows for cell in row)
    assert text.count("𠮷") == sum(cell.count("𠮷") for row in rows for cell in row)


def test_an_empty_list_says_so(read_pdf: Read, now: dt.datetime) -> None:
    assert "没有记录" in read_pdf(render_table("表", COLUMNS, [], created=now)).text()


def test_a_title_too_long_for_two_lines_is_set_smaller(read_pdf: Read, now: dt.datetime) -> None:
    title = "塔林旗非公有制经济组织和社会组织党建工作指导员双向选择结果说明" * 3
    assert title in read_pdf(render_table(title, COLUMNS, people(1), created=now)).text()


def test_the_same_input_gives_the_same_bytes(now: dt.datetime) -> None:
    first = render_table("表", COLUMNS, people(40), created=now)
    assert first == render_table("表", COLUMNS, people(40), created=now)


def test_missing_characters_are_named_with_the_row_s_person() -> None:
    (warning,) = preflight_table(Table(COLUMNS, [["白音", "𠮷厂", "1"], ["张𰀀", "工会", "2"]]))
    assert (warning.person, warning.field, warning.code) == ("张𰀀", "姓名", "missing_character")


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        ((), []),
        ((TableColumn("姓名", 0),), []),
        (COLUMNS, [["白音"]]),
        ((TableColumn("很长的表头" * 30, 0.01), TableColumn("姓名", 5)), [["a", "b"]]),
    ],
)
def test_impossible_lists_are_refused(
    columns: tuple[TableColumn, ...], rows: list[list[str]], now: dt.datetime
) -> None:
    with pytest.raises(ValueError, match=r"column|row"):
        render_table("表", columns, rows, created=now)
