"""What is due at the desk, from stored records."""

from __future__ import annotations

import datetime as dt

import pytest

from partydesk.db.models import ClosedYearRow, LedgerEntryRow
from partydesk.domain.duty.outcomes import Outcome
from partydesk.domain.duty.week import When, when_of
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.services.duty.calendar import get_agenda, list_due, put_off
from partydesk.services.history import undo
from partydesk.services.printing import compose
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, StandingClock
from tests.reports.printed import text_of
from tests.services.duty.posted import (
    MONDAY,
    add_plans,
    add_training,
    add_work,
    make_postings,
)


def _titles(workspace: Workspace) -> list[str]:
    return [due.title for due in list_due(workspace, YEAR)]


def test_reports_are_due_of_those_who_have_not_handed_them_in(
    workspace: Workspace, clock: StandingClock
) -> None:
    ids = make_postings(workspace, clock)
    add_work(workspace, ids)
    reports = [due for due in list_due(workspace, YEAR) if due.key.startswith("report:")]
    assert [due.key for due in reports] == [f"report:{ids[1]}:2026-{m:02}" for m in (3, 4, 5, 6)]
    assert reports[-1].due == dt.date(2026, 7, 5)
    assert (reports[-1].page, reports[-1].tab) == ("duty", "reports")
    assert "（塔林" in reports[-1].who


def test_a_month_is_due_only_once_it_is_over(workspace: Workspace, clock: StandingClock) -> None:
    make_postings(workspace, clock, 1)
    clock.advance(days=18)  # 31 July
    assert "交7月月报" not in _titles(workspace)
    clock.advance(days=1)
    assert "交7月月报" in _titles(workspace)


def test_december_is_asked_for_in_january_of_the_next_year(
    workspace: Workspace, clock: StandingClock
) -> None:
    make_postings(workspace, clock, 1)
    clock.advance(days=(dt.date(2027, 1, 4) - MONDAY).days)
    titles = [due.title for due in list_due(workspace, 2027)]
    assert [title for title in titles if "月报" in title] == ["交12月月报"]


def test_what_is_to_be_mended_reached_and_taught(
    workspace: Workspace, clock: StandingClock
) -> None:
    ids = make_postings(workspace, clock, 1)
    add_work(workspace, ids)
    add_plans(workspace, ids)
    add_training(workspace, dt.date(2026, 7, 30))
    found = {due.title: due for due in list_due(workspace, YEAR)}
    wanted = ["督促整改", "工作安排：办成一件事", "工作安排：制定工作计划", "举办培训"]
    assert [title for title in found if title in wanted] == wanted
    days = [when_of(found[title].due, workspace.today()) for title in wanted]
    assert days == [When.THIS_WEEK, When.NEXT_WEEK, When.NEXT_WEEK, When.THIS_MONTH]


def test_a_target_that_the_ledger_has_reached_is_not_due(
    workspace: Workspace, clock: StandingClock
) -> None:
    ids = make_postings(workspace, clock, 1)
    add_plans(workspace, ids)
    with workspace.unit_of_work("save_work", "样本") as uow:
        uow.session.add(
            LedgerEntryRow(
                placement_id=ids[0],
                happened_on=MONDAY,
                duty="抓协调服务",
                content="办成了",
                outcome=Outcome.MATTER,
            )
        )
        uow.commit()
    assert "工作安排：办成一件事" not in _titles(workspace)


def test_what_was_put_off_comes_back_after_a_week_or_by_undo(
    workspace: Workspace, clock: StandingClock
) -> None:
    add_work(workspace, make_postings(workspace, clock, 1))
    (due,) = (each for each in list_due(workspace, YEAR) if each.title == "督促整改")
    changes = put_off(workspace, [due.key])
    assert "督促整改" not in _titles(workspace)
    assert changes.action is not None
    undo(workspace, changes.action)
    assert "督促整改" in _titles(workspace)
    put_off(workspace, [due.key, due.key])
    put_off(workspace, [due.key])
    clock.advance(days=7)
    assert {"督促整改", "整改逾期"} & set(_titles(workspace))


def test_putting_off_nothing_is_refused(workspace: Workspace) -> None:
    with pytest.raises(ValidationFailed):
        put_off(workspace, [])


def test_nothing_is_due_in_a_closed_year(workspace: Workspace, clock: StandingClock) -> None:
    make_postings(workspace, clock)
    assert list_due(workspace, YEAR)
    with workspace.unit_of_work("close_year", "办结") as uow:
        uow.session.add(
            ClosedYearRow(year=YEAR, closed_on=MONDAY, checks={}, figures={}, policy={})
        )
        uow.commit()
    assert list_due(workspace, YEAR) == ()


def test_the_agenda_holds_the_todo_list_and_what_is_due(
    workspace: Workspace, clock: StandingClock
) -> None:
    make_postings(workspace, clock, 4)
    lines = get_agenda(workspace, YEAR)
    june = next(line for line in lines if line.title == "交6月月报")
    assert june.detail.endswith("等 4 人")
    assert len(june.keys) == 4
    assert "print_letters" in {line.key for line in lines}


def test_the_week_is_printed_on_one_page(workspace: Workspace, clock: StandingClock) -> None:
    add_work(workspace, make_postings(workspace, clock))
    printout = compose(workspace, "calendar", year=YEAR)
    assert printout.pages == 1
    words = text_of(printout)
    for word in ("本周工作提示", "7月13日至7月19日", "逾期", "督促整改", "7月17日周五"):
        assert word in words


def test_an_empty_desk_prints_nothing(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        compose(workspace, "calendar", year=YEAR)
