"""Filters: ranges, contained words, what is not filled in, and filters kept under a name."""

from __future__ import annotations

import datetime as dt

import pytest

from partydesk.domain.enterprises import Enterprise
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.fields import field_of
from partydesk.domain.listing import Picked, Query
from partydesk.domain.ranges import Range, range_in_words, read_range
from partydesk.domain.talents import Talent
from partydesk.domain.values import ValueRefused
from partydesk.services import lists
from partydesk.services.filters import delete_filter, list_filters, rename_filter, save_filter
from partydesk.services.history import undo
from partydesk.services.lists import list_records, read_records
from partydesk.services.pools import find_records, save_records
from partydesk.services.workspace import Workspace
from tests.factories import make_enterprise, make_talent

TODAY = dt.date(2026, 3, 2)


def _range(record: type, name: str, low: str, high: str) -> Range:
    return read_range(field_of(record, name), low, high, TODAY)


def _names(workspace: Workspace, kind: str, query: Query) -> set[str]:
    return {record.name for record in find_records(workspace, kind, query).rows}


@pytest.mark.parametrize(
    ("low", "high", "names"),
    [
        ("", "", {"年", "月", "日", "早", "空"}),
        ("1970", "", {"年", "月", "日"}),
        ("1970-07", "", {"年", "月", "日"}),  # 1970 may be after July
        ("1970-08", "", {"年"}),
        ("1970-07-08", "", {"年", "月"}),
        ("", "1970-06", {"年", "早"}),
        ("", "1970-07-06", {"年", "月", "早"}),
        ("1960", "1969", {"早"}),
        ("1970-07-07", "1970-07-07", {"年", "月", "日"}),
        ("1971", "", set()),
    ],
)
def test_a_date_known_in_part_lies_in_a_range_if_it_can(
    workspace: Workspace, low: str, high: str, names: set[str]
) -> None:
    births = {"年": "1970", "月": "1970-07", "日": "1970-07-07", "早": "1969-12-31", "空": ""}
    for name, birth in births.items():
        make_talent(workspace, name=name, birth=birth, citizen_number="")
    wanted = _range(Talent, "birth", low, high)
    assert _names(workspace, "talents", Query(ranges={"birth": wanted})) == names


@pytest.mark.parametrize(
    ("field", "low", "high", "names"),
    [
        ("staff", "20", "50", {"乙", "丙"}),
        ("staff", "21", "49", set()),
        ("staff", "", "19", {"甲"}),
        ("staff", "0", "", {"甲", "乙", "丙"}),
        ("capital", "99.5", "", {"乙", "丙"}),
        ("capital", "", "99.5", {"甲", "乙"}),
        ("capital", "1亿", "", {"丙"}),
        ("registered_on", "2010", "2010", {"甲"}),
        ("registered_on", "2010-06", "2015-01-01", {"甲", "乙"}),
        ("registered_on", "2015-01-02", "", {"丙"}),
    ],
)
def test_ranges_of_figures_money_and_dates_include_both_ends(
    workspace: Workspace, field: str, low: str, high: str, names: set[str]
) -> None:
    rows = (
        ("甲", "0", "50", "2010-06-30"), ("乙", "20", "99.5", "2015-01-01"),
        ("丙", "50", "10000", "2020-12-31"), ("丁", "", "", ""),
    )  # fmt: skip
    for name, staff, capital, day in rows:
        make_enterprise(workspace, name=name, staff=staff, capital=capital, registered_on=day)
    wanted = Query(ranges={field: _range(Enterprise, field, low, high)})
    assert _names(workspace, "enterprises", wanted) == names
    assert _names(workspace, "enterprises", Query(filters={field: ("",)})) == {"丁"}


def test_text_fields_are_asked_for_what_they_contain(workspace: Workspace) -> None:
    make_enterprise(workspace, name="甲", address="十家子村 100%_路", scope="种植 ABC")
    make_enterprise(workspace, name="乙", address="十家子镇", scope="养殖")
    for contains, names in (
        ({"address": "十家子"}, {"甲", "乙"}),
        ({"address": "%_"}, {"甲"}),
        ({"scope": "abc"}, {"甲"}),
        ({"address": "十家子", "scope": "养"}, {"乙"}),
        ({"scope": "没有"}, set()),
    ):
        assert _names(workspace, "enterprises", Query(contains=contains)) == names


@pytest.mark.parametrize(("low", "high"), [("二十一", "xx"), ("50", "20"), ("2020-13", "")])
def test_a_range_that_means_nothing_is_refused(low: str, high: str) -> None:
    field = "registered_on" if "-" in low else "staff"
    with pytest.raises(ValueRefused):
        _range(Enterprise, field, low, high)


def test_a_range_is_said_in_words() -> None:
    words = [
        range_in_words(_range(Enterprise, "staff", low, high))
        for low, high in (("20", "50"), ("20", ""), ("", "50"), ("20", "20"))
    ]
    assert words == ["20 至 50", "20 起", "至 50", "20"]


def test_filters_find_rows_that_no_page_has_read_yet(workspace: Workspace) -> None:
    """Ten thousand rows, of which a list reads a hundred: the last one is found and counted."""
    entries = [{"name": f"塔林{n}号单位", "staff": str(n)} for n in range(10_000)]
    save_records(workspace, "enterprises", entries)
    whole = list_records(workspace, "enterprises", Query(sort="staff"), first=100)
    assert len(whole.numbers) == 10_000
    assert len(whole.rows) == 100
    query = Query(ranges={"staff": _range(Enterprise, "staff", "9990", "")}, sort="staff")
    found = list_records(workspace, "enterprises", query, first=3)
    assert [unit.staff for unit in found.rows] == [9990, 9991, 9992]
    assert len(found.numbers) == 10
    rest = read_records(workspace, "enterprises", found.numbers[7:])
    assert [unit.staff for unit in rest] == [9997, 9998, 9999]
    typed = list_records(workspace, "enterprises", Query(text="9999号"), first=10)
    assert [unit.name for unit in typed.rows] == ["塔林9999号单位"]


def test_typing_on_finds_what_asking_at_once_finds(workspace: Workspace) -> None:
    for name in ("惠丰种禽场", "惠风堂", "胡逢", "和丰", "汉 A座"):
        make_enterprise(workspace, name=name)
    for text in ("huifz", "hf", "惠f", "h a", "hui惠", "han", "huifengzhongqinchang"):
        before = None
        for end in range(1, len(text) + 1):
            query = Query(text=text[:end])
            before = list_records(workspace, "enterprises", query, first=10, after=before)
            assert before.numbers == list_records(workspace, "enterprises", query, first=0).numbers


def test_typing_on_quickly_finds_the_better_ones_behind(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What begins with the word stands first although enough others stand before it by name."""
    monkeypatch.setattr(lists, "_FEW", 4)
    for name in (
        "艾林草业",
        "白林场",
        "柴林牧业",
        "林草站",
        "林场",
        "林木",
        "零林牧",
        "连牧场",
        "乌林牧",
        "西林牧",
    ):
        make_enterprise(workspace, name=name)
    for text in ("linmu", "lm", "林牧", "l 牧", "linm"):
        before = None
        for end in range(1, len(text) + 1):
            query = Query(text=text[:end])
            whole = list_records(workspace, "enterprises", query, first=0).numbers
            before = list_records(
                workspace, "enterprises", query, first=0, after=before, quick=True
            )
            assert before.numbers == whole[: len(before.numbers)]
            assert len(before.numbers) == (len(whole) if before.complete else 4)


def _kept() -> Query:
    return Query(
        text="惠丰 hf",
        filters={"township": ("长胜镇",), "none_reason": ("",)},
        ranges={
            "staff": _range(Enterprise, "staff", "20", ""),
            "registered_on": _range(Enterprise, "registered_on", "2010-06", "2020"),
            "capital": _range(Enterprise, "capital", "", "99.5"),
        },
        contains={"scope": "种植"},
        conditions=("unbuilt",),
        include_retired=True,
        sort="capital",
        descending=True,
    )


def test_a_saved_filter_comes_back_as_it_was(workspace: Workspace) -> None:
    save_filter(workspace, "enterprises", " 大户  名单 ", _kept())
    (found,) = list_filters(workspace, "enterprises")
    assert (found.name, found.query) == ("大户 名单", _kept())
    assert list_filters(workspace, "talents") == ()


def test_what_a_saved_filter_asks_for_and_nobody_knows_any_more_is_left_out(
    workspace: Workspace,
) -> None:
    """A filter of an earlier version opens the list, not a fault."""
    make_enterprise(workspace, name="甲公司", kind="企业")
    old = Query(
        filters={"kind": ("企业", "集体户"), "operation": ("歇业",), "gone_field": ("a",)},
        conditions=("unbuilt", "condition_of_old"),
    )
    save_filter(workspace, "enterprises", "旧", old)
    (found,) = list_filters(workspace, "enterprises")
    assert found.query == Query(filters={"kind": ("企业",)}, conditions=("unbuilt",))
    assert find_records(workspace, "enterprises", found.query).total == 0


def test_saving_under_a_name_in_use_replaces_and_undo_brings_the_old_one_back(
    workspace: Workspace,
) -> None:
    number, _ = save_filter(workspace, "talents", "女", Query(filters={"sex": ("女",)}))
    again, changes = save_filter(workspace, "talents", "女", Query(text="女"))
    assert again == number
    assert list_filters(workspace, "talents")[0].query == Query(text="女")
    undo(workspace, changes.action or 0)
    assert list_filters(workspace, "talents")[0].query == Query(filters={"sex": ("女",)})


def test_filters_are_renamed_and_deleted_and_that_can_be_undone(workspace: Workspace) -> None:
    first, _ = save_filter(workspace, "talents", "乙", Query(text="a"))
    save_filter(workspace, "talents", "甲", Query(text="b"))
    assert [one.name for one in list_filters(workspace, "talents")] == ["甲", "乙"]
    with pytest.raises(ValidationFailed, match="已有名为“甲”"):
        rename_filter(workspace, "talents", first, "甲")
    rename_filter(workspace, "talents", first, "安")
    assert [one.name for one in list_filters(workspace, "talents")] == ["安", "甲"]
    gone = delete_filter(workspace, "talents", first)
    assert [one.name for one in list_filters(workspace, "talents")] == ["甲"]
    with pytest.raises(NotFound):
        delete_filter(workspace, "talents", first)
    undo(workspace, gone.action or 0)
    assert [one.name for one in list_filters(workspace, "talents")] == ["安", "甲"]


@pytest.mark.parametrize(
    ("name", "query"), [("", Query(text="a")), (" ", Query(text="a")), ("长" * 41, Query(text="a")),
                        ("空", Query()), ("空", Query(text="  ")),
                        ("空", Query(picked=Picked("甲", (1,))))]
)  # fmt: skip
def test_a_filter_without_name_or_condition_is_refused(
    workspace: Workspace, name: str, query: Query
) -> None:
    with pytest.raises(ValidationFailed):
        save_filter(workspace, "talents", name, query)
    assert list_filters(workspace, "talents") == ()


def test_the_quick_first_finds_are_those_of_the_whole_search(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many finds: the first come at once, the best first; the rest when the typing rests."""
    monkeypatch.setattr(lists, "_FEW", 20)
    for number in range(60):
        make_enterprise(workspace, name=f"{'' if number % 7 else '惠'}丰{number}惠", township=None)
    for text in ("惠", "f", "h", "fe", "1"):
        query = Query(text=text)
        whole = list_records(workspace, "enterprises", query, first=60)
        quick = list_records(workspace, "enterprises", query, first=10, quick=True)
        assert quick.numbers == whole.numbers[:20]
        assert quick.rows == whole.rows[:10]
        assert quick.complete is (len(whole.numbers) < 20)
        typed = list_records(
            workspace, "enterprises", Query(text=f"{text}惠"), first=9, after=quick
        )
        assert typed.wider is (quick if quick.complete and not text.isdigit() else None)
