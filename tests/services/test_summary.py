"""What the workbench counts, on a real workspace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from partydesk.domain.placements import Action, Order, Party
from partydesk.services import history, placements, pools
from partydesk.services.finding import find_anything, find_documents
from partydesk.services.reminders import snooze
from partydesk.services.summary import get_summary, list_years
from partydesk.services.workspace import NewWorkspace, Workspace, create_workspace
from tests.journeys.sample import YEAR, make_sample


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A banner in the middle of its year; the tests of this module only read it."""
    with make_sample(tmp_path_factory.mktemp("sample") / "w") as workspace:
        yield workspace


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace with nothing in it."""
    with create_workspace(tmp_path / "w", NewWorkspace(name="敖汉旗", year=YEAR)) as workspace:
        yield workspace


def test_an_empty_workspace_counts_nothing(empty: Workspace) -> None:
    found = get_summary(empty, YEAR)
    assert (found.talents, found.enterprises, found.posts, found.live) == (0, 0, 0, 0)
    assert found.todo == ()
    assert not found.started
    assert [step.key for step in found.guide] == [
        "import_enterprises",
        "import_talents",
        "admit_enterprises",
        "open_round",
    ]


def test_every_figure_agrees_with_the_lists(sample: Workspace) -> None:
    found = get_summary(sample, YEAR)
    pairs = placements.list_placements(sample, YEAR)
    by_state = {state: sum(p.state.value == state for p in pairs) for state in
                ("proposed", "consented", "signed", "appointed")}  # fmt: skip
    assert (found.talents, found.available, found.in_pool, found.posts) == (12, 12, 12, 10)
    assert (found.proposed, found.consented, found.signed, found.appointed) == tuple(
        by_state.values()
    )
    assert found.appointed == 3
    assert found.matched == len(pairs)
    assert found.unsubmitted == 0
    missing = {p: [x for x in pairs if p in x.missing] for p in Party}
    assert {p: len(names) for p, names in found.awaited.items()} == {
        p: len(rows) for p, rows in missing.items() if rows
    }


def test_coverage_counts_operating_units_only(empty: Workspace) -> None:
    rows = (
        ("甲公司", "正常", "非公有制", "单独组建", "9"),
        ("乙公司", "正常", "非公有制", "联合组建", "3"),
        ("丙公司", "正常", "非公有制", "未组建", "3"),
        ("丁公司", "正常", "非公有制", "未组建", "2"),
        ("戊公司", "停产停业", "非公有制", "未组建", "7"),
        ("己公司", "正常", "公有制", "未组建", "7"),
        ("庚公司", "注销", "非公有制", "未组建", "7"),
    )
    for name, operation, ownership, organization, members in rows:
        cells = {
            "name": name,
            "operation": operation,
            "ownership": ownership,
            "party_organization": organization,
            "members": members,
        }
        pools.save_record(empty, "enterprises", None, cells)
    found = get_summary(empty, YEAR)
    assert (found.operating, found.own, found.joint, found.due_to_found) == (4, 1, 1, 1)
    assert found.enterprises == 6


def test_retired_people_are_not_counted(empty: Workspace) -> None:
    first = pools.save_record(empty, "talents", None, {"name": "苏和"})
    pools.save_record(empty, "talents", None, {"name": "额尔敦", "state": "暂缓"})
    pools.retire_record(empty, "talents", first.id, "调离")
    found = get_summary(empty, YEAR)
    assert (found.talents, found.available) == (1, 0)


def test_terms_that_end_soon_are_named(tmp_path: Path) -> None:
    moment = [dt.datetime(2026, 4, 8, 9, tzinfo=dt.UTC)]
    with make_sample(tmp_path / "w") as workspace:
        workspace.clock = lambda: moment[0]
        assert get_summary(workspace, YEAR).endings == []
        # Two years from 2026-04-01: the last day is 2028-03-31.
        moment[0] = dt.datetime(2028, 1, 1, 9, tzinfo=dt.UTC)
        endings = get_summary(workspace, YEAR).endings
        assert {ending.term_to for ending in endings} == {dt.date(2028, 3, 31)}
        assert [ending.stage.days for ending in endings] == [90] * 3
        snooze(workspace, [ending.pair for ending in endings[:2]])
        assert len(get_summary(workspace, YEAR).endings) == 1
        moment[0] = dt.datetime(2027, 12, 31, 9, tzinfo=dt.UTC)
        assert get_summary(workspace, YEAR).endings == []


def test_letters_wait_for_the_printer_until_printed(sample: Workspace) -> None:
    assert get_summary(sample, YEAR).letters_unprinted


def test_another_year_begins_with_the_pools_filled(sample: Workspace) -> None:
    found = get_summary(sample, YEAR + 1)
    assert (found.posts, found.live, found.in_pool) == (0, 0, 12)
    assert found.guide[-1].title == "开启 2027 年双向选择"


def test_years_reach_one_beyond_the_last(sample: Workspace) -> None:
    years = list_years(sample)
    assert YEAR in years
    assert years == tuple(sorted(years, reverse=True))
    assert years[0] == max(YEAR, sample.today().year) + 1


def test_undoing_a_consent_makes_it_awaited_again(tmp_path: Path) -> None:
    with make_sample(tmp_path / "w") as workspace:
        pair = next(p for p in placements.list_placements(workspace, YEAR) if len(p.missing) > 1)
        before = get_summary(workspace, YEAR).awaited
        party = pair.missing[0]
        order = Order(dt.date(YEAR, 4, 9), party=party)
        placements.act(workspace, YEAR, Action.CONSENT, order, [pair.id])
        after = get_summary(workspace, YEAR).awaited
        assert len(after.get(party, ())) == len(before[party]) - 1
        history.undo(workspace)
        assert get_summary(workspace, YEAR).awaited == before


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("旗非公委任〔2026〕1号", ["旗非公委任〔2026〕1号"]),
        ("委任 2026 2号", ["旗非公委任〔2026〕2号"]),
        ("旗非公协〔2026〕4", ["旗非公协〔2026〕4号"]),
        ("委任", []),
        ("2099", []),
    ],
)
def test_documents_are_found_by_number(sample: Workspace, text: str, labels: list[str]) -> None:
    hits = find_documents(sample, text)
    assert [hit.label.partition(" · ")[0] for hit in hits] == labels
    known = {pair.id for pair in placements.list_placements(sample, YEAR)}
    assert {hit.id for hit in hits} <= known


def test_one_search_finds_people_units_and_documents(sample: Workspace) -> None:
    assert [(hit.kind, hit.label) for hit in find_anything(sample, "hfzq")] == [
        ("enterprises", "惠丰种禽有限责任公司")
    ]
    assert {hit.kind for hit in find_anything(sample, "sh")} >= {"talents"}
    assert find_anything(sample, "  ") == ()
