"""工作安排 on a real workspace: drafted, handed on, counted, ticked off, mended, undone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from partydesk.db.models import ClosedYearRow, LedgerEntryRow
from partydesk.domain.duty.outcomes import Outcome
from partydesk.domain.duty.plans import PlanItem, TargetState
from partydesk.domain.errors import NotFound, RuleViolation, ValidationFailed
from partydesk.domain.evaluation.kinds import Datum
from partydesk.services import history
from partydesk.services.duty import plan_acts
from partydesk.services.duty.plan_template import begin_template, sources_of_template
from partydesk.services.duty.plans import Plan, Plans, due_in, get_plans
from partydesk.services.evaluation.data import Asked, share_of
from partydesk.services.evaluation.postings import postings_of_year
from partydesk.services.policies import save_policy
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, StandingClock
from tests.services.evaluation.judged_year import DECEMBER, fall_ill, move, serve

VISITS = "走访企业负责人和职工，了解困难和问题"
SURVEY = "摸清企业党员、职工和组织设置情况，提出组建意见"
NEW = {
    "duty": "抓示范",
    "task": "办一次现场会",
    "outcome": "",
    "target": "",
    "due_on": "2026-10-31",
}


@pytest.fixture
def pairs(workspace: Workspace, clock: StandingClock) -> tuple[int, ...]:
    """Three people on post since spring, seen from December, and a template."""
    made = serve(workspace, clock, 3)
    begin_template(workspace, YEAR)
    return made


def _plan(workspace: Workspace, pair: int) -> Plan:
    return next(p for p in get_plans(workspace, YEAR).plans if p.placement_id == pair)


def _item(plan: Plan, task: str) -> PlanItem:
    return next(target.item for target in plan.targets if target.item.task == task)


def _record(workspace: Workspace, pair: int, on: dt.date, outcome: Outcome, **also: object) -> None:
    with workspace.unit_of_work("save_test", "台账") as uow:
        row = LedgerEntryRow(
            placement_id=pair, happened_on=on, duty="抓协调服务", content="台账", outcome=outcome
        )
        for name, value in also.items():
            setattr(row, name, value)
        uow.session.add(row)
        uow.commit()


def test_the_first_template_is_the_shipped_one(workspace: Workspace) -> None:
    before = get_plans(workspace, YEAR)
    assert (before.template, before.origin) == ((), "自带的模板")
    begin_template(workspace, YEAR)
    plans = get_plans(workspace, YEAR)
    assert [item.duty for item in plans.template if item.duty in plans.duties]
    assert {item.duty for item in plans.template} == set(plans.duties)
    assert {item.due_on.year for item in plans.template if item.due_on} == {YEAR}
    assert all(sources_of_template()[item.task] for item in plans.template)
    with pytest.raises(RuleViolation, match="已经有工作安排模板"):
        begin_template(workspace, YEAR)
    history.undo(workspace)
    assert get_plans(workspace, YEAR).template == ()


def test_next_year_begins_with_what_this_year_became(workspace: Workspace) -> None:
    begin_template(workspace, YEAR)
    first = get_plans(workspace, YEAR).template[0]
    plan_acts.save_item(workspace, YEAR, None, first.id, {"task": "摸清底数"})
    assert get_plans(workspace, YEAR + 1).origin == f"{YEAR} 年的模板"
    begin_template(workspace, YEAR + 1)
    following = get_plans(workspace, YEAR + 1).template
    assert [(i.task, i.target) for i in following] == [
        (i.task, i.target) for i in get_plans(workspace, YEAR).template
    ]
    assert following[0].task == "摸清底数"
    assert following[0].due_on == dt.date(YEAR + 1, 3, 31)


def test_everybody_on_post_gets_the_plan_in_one_act(
    workspace: Workspace, pairs: tuple[int, ...]
) -> None:
    changes = plan_acts.apply_template(workspace, YEAR)
    assert changes.label == f"下达 {YEAR} 年工作安排：3 人"
    plans = get_plans(workspace, YEAR)
    assert [plan.placement_id for plan in plans.plans] == list(pairs)
    assert {len(plan.targets) for plan in plans.plans} == {len(plans.template)}
    plan = _plan(workspace, pairs[0])
    months = 12 - plan.posting.started_on.month + (plan.posting.started_on.day < 16)
    assert _item(plan, VISITS).target == months, "one visit a month on post"
    with pytest.raises(RuleViolation, match="没有要下达的人"):
        plan_acts.apply_template(workspace, YEAR)
    history.undo(workspace)
    assert all(not plan.targets for plan in get_plans(workspace, YEAR).plans)


def test_a_plan_needs_a_template(workspace: Workspace, clock: StandingClock) -> None:
    serve(workspace, clock, 1)
    with pytest.raises(RuleViolation, match="还没有工作安排模板"):
        plan_acts.apply_template(workspace, YEAR)


def test_the_ledger_of_the_year_counts(workspace: Workspace, pairs: tuple[int, ...]) -> None:
    plan_acts.apply_template(workspace, YEAR)
    _record(workspace, pairs[0], dt.date(YEAR, 6, 2), Outcome.VISIT, count=5)
    _record(workspace, pairs[0], dt.date(YEAR, 7, 2), Outcome.VISIT)
    _record(workspace, pairs[0], dt.date(YEAR - 1, 12, 31), Outcome.VISIT, count=3)
    _record(workspace, pairs[1], dt.date(YEAR, 6, 2), Outcome.VISIT, count=2)
    _record(workspace, pairs[0], dt.date(YEAR, 8, 2), Outcome.FUNDS, funds=Decimal("2.5"))
    _record(workspace, pairs[0], dt.date(YEAR, 9, 2), Outcome.PROJECT, count=1, funds=Decimal(8))
    texts = {**NEW, "outcome": "争取资金", "target": "10"}
    plan_acts.save_item(workspace, YEAR, pairs[0], None, texts)
    counted = {
        t.item.outcome: (t.counted, t.is_reached) for t in _plan(workspace, pairs[0]).targets
    }
    assert counted[Outcome.VISIT][0] == 6
    assert counted[Outcome.FUNDS] == (Decimal("10.5"), True)
    assert counted[Outcome.MATTER] == (Decimal(0), False)


def test_who_changes_in_july_has_half_of_each(workspace: Workspace, pairs: tuple[int, ...]) -> None:
    july = dt.date(YEAR, 7, 1)
    move(workspace, pairs[0], pairs[1], july)
    plan_acts.apply_template(workspace, YEAR)
    left, came = _plan(workspace, pairs[0]), _plan(workspace, pairs[1])
    assert (left.targets, left.over) == ((), True), "nothing is handed on to a posting that is over"
    assert _item(came, VISITS).target == 6
    assert _item(came, SURVEY).due_on == dt.date(YEAR, 8, 1)
    plan_acts.apply_template(workspace, YEAR, [pairs[0]])
    left = _plan(workspace, pairs[0])
    assert _item(left, VISITS).due_on == dt.date(YEAR, 6, 30)
    assert _item(left, VISITS).target == 12 - 6 - (left.posting.started_on.month - 1)
    assert left.progress.overdue == 0
    assert came.progress.overdue > 0


def test_a_long_leave_asks_for_less_once_the_plan_is_handed_on_again(
    workspace: Workspace, pairs: tuple[int, ...]
) -> None:
    plan_acts.apply_template(workspace, YEAR)
    whole = _item(_plan(workspace, pairs[0]), VISITS).target or 0
    fall_ill(workspace, pairs[0], dt.date(YEAR, 6, 1), dt.date(YEAR, 8, 31))
    survey = _item(_plan(workspace, pairs[0]), SURVEY).id or 0
    plan_acts.tick_off(workspace, [survey], {"done_on": "2026-05-20", "done_note": "已摸清"})
    own, _ = plan_acts.save_item(workspace, YEAR, pairs[0], None, NEW)
    plan_acts.apply_template(workspace, YEAR, [pairs[0]])
    plan = _plan(workspace, pairs[0])
    assert _item(plan, VISITS).target == whole - 3
    assert _item(plan, SURVEY).done_note == "已摸清"
    assert _item(plan, SURVEY).id == survey
    assert own in [target.item.id for target in plan.targets], "what was added by hand stays"
    save_policy(workspace, YEAR, {"plan_by_months": "否"})
    plan_acts.apply_template(workspace, YEAR, [pairs[0]])
    assert _item(_plan(workspace, pairs[0]), VISITS).target == 12


def test_what_is_done_is_ticked_off_and_taken_back(
    workspace: Workspace, pairs: tuple[int, ...]
) -> None:
    plan_acts.apply_template(workspace, YEAR)
    numbers = [t.item.id or 0 for t in _plan(workspace, pairs[0]).targets[:2]]
    changes = plan_acts.tick_off(workspace, numbers, {"done_on": "2026-12-18", "done_note": "好"})
    assert changes.label.startswith("登记完成：")
    assert changes.label.endswith("等 2 项")
    assert _plan(workspace, pairs[0]).progress.reached == 2
    with pytest.raises(ValidationFailed, match="请填写完成日期"):
        plan_acts.tick_off(workspace, numbers, {"done_on": " "})
    assert plan_acts.take_back_done(workspace, numbers[:1]).label.startswith("取消完成：")
    assert _plan(workspace, pairs[0]).progress.reached == 1
    with pytest.raises(ValidationFailed) as caught:
        plan_acts.tick_off(workspace, numbers, {"done_on": "2026-12-21"})
    assert "done_on" in caught.value.fields
    with pytest.raises(ValidationFailed):
        plan_acts.tick_off(workspace, [], {"done_on": "2026-12-18"})
    history.undo(workspace)
    history.undo(workspace)
    assert _plan(workspace, pairs[0]).progress.reached == 0


def test_a_plan_is_mended_person_by_person(workspace: Workspace, pairs: tuple[int, ...]) -> None:
    plan_acts.apply_template(workspace, YEAR)
    count = len(_plan(workspace, pairs[0]).targets)
    number, _ = plan_acts.save_item(workspace, YEAR, pairs[0], None, NEW)
    assert len(_plan(workspace, pairs[0]).targets) == count + 1
    assert len(_plan(workspace, pairs[1]).targets) == count
    plan_acts.save_item(workspace, YEAR, pairs[0], number, {"task": "办两次现场会"})
    assert _item(_plan(workspace, pairs[0]), "办两次现场会").due_on == dt.date(YEAR, 10, 31)
    plan_acts.remove_items(workspace, [number])
    assert len(_plan(workspace, pairs[0]).targets) == count
    with pytest.raises(NotFound):
        plan_acts.remove_items(workspace, [number])
    history.undo(workspace)
    assert len(_plan(workspace, pairs[0]).targets) == count + 1


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({**NEW, "task": " "}, "task"),
        ({key: text for key, text in NEW.items() if key != "task"}, "task"),
        ({**NEW, "duty": "没有的职责"}, "duty"),
        ({**NEW, "outcome": "走访"}, "target"),
        ({**NEW, "due_on": "2027-01-05"}, "due_on"),
    ],
)
def test_a_wrong_target_is_refused_beside_its_field(
    workspace: Workspace, pairs: tuple[int, ...], texts: dict[str, str], field: str
) -> None:
    with pytest.raises(ValidationFailed) as caught:
        plan_acts.save_item(workspace, YEAR, pairs[0], None, texts)
    assert list(caught.value.fields) == [field]
    assert _plan(workspace, pairs[0]).targets == ()
    with pytest.raises(NotFound):
        plan_acts.save_item(workspace, YEAR, 999, None, NEW)


def test_a_target_moves_among_those_of_its_duty(workspace: Workspace) -> None:
    begin_template(workspace, YEAR)

    def tasks(duty: str) -> list[int]:
        return [i.id or 0 for i in get_plans(workspace, YEAR).template if i.duty == duty]

    first, second, third = tasks("抓协调服务")
    plan_acts.move_item(workspace, third, -1)
    assert tasks("抓协调服务") == [first, third, second]
    plan_acts.move_item(workspace, first, -1)
    assert tasks("抓协调服务") == [first, third, second]
    plan_acts.move_item(workspace, first, 1)
    assert tasks("抓协调服务") == [third, first, second]


def test_a_closed_year_keeps_its_plans(workspace: Workspace, pairs: tuple[int, ...]) -> None:
    plan_acts.apply_template(workspace, YEAR)
    item = _plan(workspace, pairs[0]).targets[0].item.id or 0
    with workspace.unit_of_work("save_test", "办结") as uow:
        uow.session.add(
            ClosedYearRow(year=YEAR, closed_on=DECEMBER, checks={}, figures={}, policy={})
        )
        uow.commit()
    assert get_plans(workspace, YEAR).closed
    for act in (
        lambda: plan_acts.apply_template(workspace, YEAR, pairs),
        lambda: plan_acts.save_item(workspace, YEAR, pairs[0], None, NEW),
        lambda: plan_acts.remove_items(workspace, [item]),
        lambda: plan_acts.move_item(workspace, item, 1),
        lambda: plan_acts.tick_off(workspace, [item], {"done_on": "2026-12-01"}),
    ):
        with pytest.raises(RuleViolation, match="已经办结"):
            act()


def test_what_is_late_or_due_soon_is_offered_to_the_calendar(
    workspace: Workspace, pairs: tuple[int, ...]
) -> None:
    move(workspace, pairs[0], pairs[1], dt.date(YEAR, 7, 1))
    plan_acts.apply_template(workspace, YEAR, pairs)
    plans: Plans = get_plans(workspace, YEAR)

    def due(today: dt.date) -> set[int]:
        with workspace.reading() as session:
            found = due_in(session, YEAR, today)
        assert {(each.page, each.tab, each.act) for each in found} <= {("duty", "plans", "查看")}
        days = [each.due for each in found if each.due]
        assert days == sorted(days)
        return {int(each.key.partition(":")[2]) for each in found}

    going_on = [p for p in plans.plans if p.placement_id != pairs[0]]
    wanted = {
        target.item.id
        for plan in going_on
        for target in plan.targets
        if target.item.due_on and target.item.due_on <= dt.date(YEAR, 9, 30)
    }
    assert due(dt.date(YEAR, 8, 15)) == wanted
    everything = {target.item.id for plan in going_on for target in plan.targets}
    assert due(DECEMBER) == everything
    one = going_on[0].targets[0].item.id or 0
    plan_acts.tick_off(workspace, [one], {"done_on": "2026-12-18"})
    assert due(DECEMBER) == everything - {one}
    late = [t for p in going_on for t in p.targets if t.state(DECEMBER) is TargetState.OVERDUE]
    assert late


def test_the_evaluation_counts_just_what_the_page_shows(
    workspace: Workspace, pairs: tuple[int, ...]
) -> None:
    plan_acts.apply_template(workspace, YEAR)
    _record(workspace, pairs[0], dt.date(YEAR, 6, 2), Outcome.MATTER, count=5)
    _record(workspace, pairs[0], dt.date(YEAR, 7, 2), Outcome.DISPUTE)
    _record(workspace, pairs[0], dt.date(YEAR, 8, 2), Outcome.FUNDS, funds=Decimal("10.5"))
    texts = {**NEW, "outcome": "争取资金", "target": "10"}
    plan_acts.save_item(workspace, YEAR, pairs[0], None, texts)
    ticked = _item(_plan(workspace, pairs[0]), SURVEY).id or 0
    plan_acts.tick_off(workspace, [ticked], {"done_on": "2026-05-20"})
    progress = _plan(workspace, pairs[0]).progress
    with workspace.reading() as session:
        mine = [p for p in postings_of_year(session, YEAR) if p.placement_id == pairs[0]]
        share = share_of(Datum.PLAN, Asked(session, YEAR, DECEMBER, mine))
    assert (int(share.reached), int(share.due)) == (progress.reached, progress.total) == (4, 13)
