"""Rosters and the handbook on paper: what is on the screen, and nothing a stranger could misuse."""

from __future__ import annotations

import pypdfium2
import pytest

from partydesk.domain.enterprises import Enterprise
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.fields import fields_of
from partydesk.domain.listing import Picked, Query
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.ranges import Range
from partydesk.services.pools import save_record, save_records
from partydesk.services.print_kinds import Printout, Shown
from partydesk.services.printing import compose
from partydesk.services.workspace import Workspace

YEAR = 2026
NUMBER, PHONE = "150430197007071421", "13847612345"


def _text(printout: Printout) -> str:
    """Everything the pages say, without breaks."""
    document = pypdfium2.PdfDocument(printout.pdf)
    pages = [document[page].get_textpage().get_text_range() for page in range(len(document))]
    return "".join("".join(pages).split())


def _person(workspace: Workspace, name: str, **cells: str) -> int:
    return save_record(workspace, "talents", None, {"name": name, **cells}).id


def _shown(*columns: str, **query: object) -> Shown:
    return Shown(Query(**query), columns or None)  # type: ignore[arg-type]  # names of Query


def test_a_roster_holds_everybody_with_masked_numbers(workspace: Workspace) -> None:
    _person(workspace, "敖敦其其格", citizen_number=NUMBER, phone=PHONE)
    _person(workspace, "苏和")
    printout = compose(
        workspace, "talents", year=YEAR, shown=_shown("name", "citizen_number", "phone")
    )
    text = _text(printout)
    assert printout.records == 2
    assert "敖敦其其格" in text
    assert "苏和" in text
    assert NUMBER not in text
    assert PHONE not in text
    assert "1504" in text


def test_columns_stand_as_on_the_screen(workspace: Workspace) -> None:
    _person(workspace, "苏和", source="退休", rank="正科级", political="中共党员")
    shown = _shown("rank", "name", "source")
    text = _text(compose(workspace, "talents", year=YEAR, shown=shown))
    assert "序号职级姓名人员来源1正科级苏和退休" in text
    assert "中共党员" not in text


def test_records_stand_in_the_order_of_the_screen(workspace: Workspace) -> None:
    for name, capacity in (("苏和", "3"), ("阿古拉", "1"), ("敖敦", "2")):
        _person(workspace, name, capacity=capacity)
    shown = _shown("name", sort="capacity", descending=True)
    text = _text(compose(workspace, "talents", year=YEAR, shown=shown))
    assert "1苏和2敖敦3阿古拉" in text


def test_only_what_was_searched_is_printed(workspace: Workspace) -> None:
    _person(workspace, "苏和", source="退休")
    _person(workspace, "敖敦", source="改非")
    shown = _shown("name", filters={"source": ("改非",)})
    printout = compose(workspace, "talents", year=YEAR, shown=shown)
    assert printout.records == 1
    assert "苏和" not in _text(printout)


def test_the_roster_says_by_what_it_was_made(workspace: Workspace) -> None:
    _person(workspace, "苏和", source="退休", birth="1969-05", phone=PHONE)
    shown = _shown(
        "name",
        text=PHONE,
        filters={"source": ("改非", "退休"), "rank": ("",)},
        ranges={"birth": Range(PartialDate(1960), None)},
        include_retired=True,
    )
    text = _text(compose(workspace, "talents", year=YEAR, shown=shown))
    said = f"条件：查找“****{PHONE[-4:]}”；出生日期1960起；职级未填；人员来源改非、退休；含停用的"
    assert said in text
    assert PHONE not in text
    assert "条件" not in _text(compose(workspace, "talents", year=YEAR))


def test_the_roster_of_one_fault_and_of_a_condition_says_so(workspace: Workspace) -> None:
    number = save_record(workspace, "organizations", None, {"name": "甲党支部"}).id
    shown = _shown(
        "name", picked=Picked("没有覆盖任何单位", (number,)), conditions=("standardizing",)
    )
    text = _text(compose(workspace, "organizations", year=YEAR, shown=shown))
    assert "条件：没有覆盖任何单位；抓规范" in text


def test_a_rare_character_in_the_search_is_warned_of(workspace: Workspace) -> None:
    _person(workspace, "苏\U0002fa1d")
    printout = compose(workspace, "talents", year=YEAR, shown=_shown("name", text="\U0002fa1d"))
    assert any("标题" in warning.message for warning in printout.warnings)


def test_every_pool_has_a_roster(workspace: Workspace) -> None:
    unit = {"name": "塔林粮油有限公司", "legal_person": "白音"}
    save_record(workspace, "enterprises", None, unit)
    branch = {"name": "塔林粮油党支部", "units": "塔林粮油有限公司", "secretary": "白音"}
    save_record(workspace, "organizations", None, branch)
    assert "塔林粮油有限公司" in _text(compose(workspace, "enterprises", year=YEAR))
    text = _text(compose(workspace, "organizations", year=YEAR))
    assert "塔林粮油党支部" in text
    assert "塔林粮油有限公司" in text


def test_nothing_to_print_is_said(workspace: Workspace) -> None:
    for kind in ("talents", "enterprises", "organizations", "handbook"):
        with pytest.raises(NotFound, match="没有可打印的"):
            compose(workspace, kind, year=YEAR)


def test_an_unknown_column_is_named(workspace: Workspace) -> None:
    _person(workspace, "苏和")
    with pytest.raises(ValidationFailed, match="没有这些列：星座"):
        compose(workspace, "talents", year=YEAR, shown=_shown("name", "星座"))


def test_more_columns_than_fit_are_refused_with_what_to_do(workspace: Workspace) -> None:
    unit = {
        "name": "塔林粮油有限公司", "credit_code": "91150430MA0N000014", "phone": PHONE,
        "registered_on": "2015-06-01", "capital": "12345.67",
    }  # fmt: skip
    save_record(workspace, "enterprises", None, unit)
    shown = _shown(*(field.name for field in fields_of(Enterprise)))
    with pytest.raises(ValidationFailed, match="一页纸放不下，请少选几列"):
        compose(workspace, "enterprises", year=YEAR, shown=shown)


def test_the_handbook_tells_what_is_published_and_no_more(workspace: Workspace) -> None:
    _person(
        workspace, "敖敦其其格", citizen_number=NUMBER, phone=PHONE,
        specialties="农牧技术、法律事务", ability="办过六期理事长培训班",
        resume="1990.08--1995.06  某苏木工作", note="家在东村",
        unit_post="原农牧局局长",
    )  # fmt: skip
    _person(workspace, "苏和", state="暂缓")
    printout = compose(workspace, "handbook", year=YEAR)
    text = _text(printout)
    assert printout.records == 1
    for told in (
        "敖敦其其格",
        "农牧技术、法律事务",
        "办过六期理事长培训班",
        "原农牧局局长",
        "55岁",
    ):
        assert told in text
    for kept in (NUMBER, PHONE, NUMBER[-4:], PHONE[-4:], "1990.08", "东村", "苏和"):
        assert kept not in text


def test_a_profile_longer_than_a_page_loses_nothing(workspace: Workspace) -> None:
    story = "".join(f"第{number}件事；" for number in range(900))
    _person(workspace, "苏和", ability=story)
    printout = compose(workspace, "handbook", year=YEAR)
    assert printout.pages > 1
    text = _text(printout)
    assert all(f"第{number}件事；" in text for number in range(0, 900, 7))


def test_a_character_that_no_font_has_is_named_with_the_person(workspace: Workspace) -> None:
    _person(workspace, "王\U0002f80b")
    for kind in ("talents", "handbook"):
        (warning, *_) = compose(workspace, kind, year=YEAR).warnings
        assert "2F80B" in warning.message.upper()


def test_long_rosters_are_printed_whole(workspace: Workspace) -> None:
    people = [{"name": f"敖敦{number}", "unit_post": "农牧局"} for number in range(600)]
    save_records(workspace, "talents", people)
    printout = compose(workspace, "talents", year=YEAR, shown=_shown("name", "unit_post"))
    text = _text(printout)
    assert printout.records == 600
    assert printout.pages > 10
    assert all(f"敖敦{number}农" in text for number in range(600))
