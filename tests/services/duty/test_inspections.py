"""Inspections in both directions on a real workspace."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from partydesk.domain.duty.inspections import InspectionWay, Mending
from partydesk.domain.errors import NotFound, RuleViolation, ValidationFailed
from partydesk.domain.placements import Action, Order
from partydesk.services import history
from partydesk.services.attachments import add_attachment, list_attachments
from partydesk.services.duty.inspections import (
    due_in,
    follow_up,
    get_overview,
    remove_inspection,
    save_inspection,
)
from partydesk.services.merging import merge_records
from partydesk.services.placements import act
from partydesk.services.policies import save_policy
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, StandingClock, make_enterprise, make_talent, number_of
from tests.services.duty.test_trainings import close
from tests.services.issued import appointed

TEXTS = {
    "held_on": "2026-03-02",
    "way": "实地走访",
    "by": "王海 科长",
    "on_post": "是",
    "satisfaction": "满意",
    "said": "在岗，台账齐全。",
}
WRONG = {
    "problem": "三会一课记录不全",
    "demand": "补齐记录",
    "due_on": "2026-03-20",
    "follow_up": "",
    "closed_on": "",
}


def posted(workspace: Workspace, count: int = 1) -> list[int]:
    """Store people who have come to their posts."""
    pairs = [pair.id for pair in appointed(workspace, count)]
    act(workspace, YEAR, Action.START, Order(workspace.today()), pairs)
    return pairs


def test_a_visit_with_its_shortcomings_is_recorded_and_taken_back(workspace: Workspace) -> None:
    (pair,) = posted(workspace)
    second = {**WRONG, "problem": "未建立工作台账", "due_on": "2026-03-10"}
    number, changes = save_inspection(workspace, None, pair, TEXTS, [WRONG, {}, second])
    (line,) = get_overview(workspace, YEAR).lines
    assert changes.label == f"登记督查：{line.posting.label}实地走访，发现问题 2 条"
    assert line.inspection.way is InspectionWay.VISIT
    assert line.inspection.on_post is True
    assert [one.problem for one in line.shortcomings] == ["三会一课记录不全", "未建立工作台账"]
    assert (line.mending, line.due_on) == (Mending.OPEN, dt.date(2026, 3, 10))

    kept = {**WRONG, "id": str(line.shortcomings[0].id), "problem": "记录不全"}
    save_inspection(workspace, number, pair, {**TEXTS, "way": "电话抽查"}, [kept])
    (line,) = get_overview(workspace, YEAR).lines
    assert [one.problem for one in line.shortcomings] == ["记录不全"]
    history.undo(workspace)
    (line,) = get_overview(workspace, YEAR).lines
    assert len(line.shortcomings) == 2
    assert line.inspection.way is InspectionWay.VISIT

    remove_inspection(workspace, number)
    assert get_overview(workspace, YEAR).lines == ()
    history.undo(workspace)
    (line,) = get_overview(workspace, YEAR).lines
    assert len(line.shortcomings) == 2


def test_what_contradicts_itself_is_said_beside_its_field(workspace: Workspace) -> None:
    (pair,) = posted(workspace)
    with pytest.raises(ValidationFailed) as caught:
        save_inspection(workspace, None, pair, {**TEXTS, "held_on": "2026-03-03"})
    assert caught.value.fields == {"held_on": "督查日期不能晚于今天"}
    wrong = [
        {**WRONG, "due_on": "2026-03-01"},
        {**WRONG, "closed_on": "2026-03-02"},
        {**WRONG, "problem": ""},
        {**WRONG, "closed_on": "2026-03-03", "follow_up": "已补"},
    ]
    with pytest.raises(ValidationFailed) as caught:
        save_inspection(workspace, None, pair, TEXTS, wrong)
    assert set(caught.value.fields) == {
        "shortcomings.0.due_on", "shortcomings.1.follow_up", "shortcomings.2.problem",
        "shortcomings.3.closed_on",
    }  # fmt: skip
    assert get_overview(workspace, YEAR).lines == ()
    for number, placement in ((99, pair), (None, 99)):
        with pytest.raises(NotFound):
            save_inspection(workspace, number, placement, TEXTS)
    with pytest.raises(NotFound):
        save_inspection(workspace, None, pair, TEXTS, [{**WRONG, "id": "77"}])
    with pytest.raises(NotFound):
        remove_inspection(workspace, 99)


def test_a_shortcoming_is_followed_up_and_closed(
    workspace: Workspace, clock: StandingClock
) -> None:
    (pair,) = posted(workspace)
    save_inspection(workspace, None, pair, TEXTS, [WRONG])
    (line,) = get_overview(workspace, YEAR).lines
    number = line.shortcomings[0].id or 0
    clock.advance(days=18)  # the last day is still in time
    assert get_overview(workspace, YEAR).lines[0].mending is Mending.OPEN
    clock.advance(days=1)
    assert get_overview(workspace, YEAR).lines[0].mending is Mending.OVERDUE
    with workspace.reading() as session:
        titles = {due.title for due in due_in(session, YEAR, workspace.today())}
    assert titles == {"整改逾期"}
    follow_up(workspace, number, {"follow_up": "已补一半", "closed_on": ""})
    assert get_overview(workspace, YEAR).lines[0].mending is Mending.OVERDUE
    with pytest.raises(ValidationFailed):
        follow_up(workspace, number, {"follow_up": "", "closed_on": "2026-03-21"})
    changes = follow_up(workspace, number, {"follow_up": "已补齐", "closed_on": "2026-03-21"})
    assert changes.label == f"销号：{line.posting.label}三会一课记录不全"
    assert get_overview(workspace, YEAR).lines[0].mending is Mending.CLOSED
    with workspace.reading() as session:
        assert due_in(session, YEAR, workspace.today()) == []
    history.undo(workspace)
    assert get_overview(workspace, YEAR).lines[0].mending is Mending.OVERDUE
    with pytest.raises(NotFound):
        follow_up(workspace, 99, {})


def test_a_closed_year_is_not_written_into_but_its_shortcomings_can_be_mended(
    workspace: Workspace, clock: StandingClock
) -> None:
    (pair,) = posted(workspace)
    number, _ = save_inspection(workspace, None, pair, TEXTS, [WRONG])
    shortcoming = get_overview(workspace, YEAR).lines[0].shortcomings[0].id or 0
    close(workspace, YEAR)
    for act_ in (
        lambda: save_inspection(workspace, None, pair, TEXTS),
        lambda: save_inspection(workspace, number, pair, TEXTS),
        lambda: remove_inspection(workspace, number),
        lambda: follow_up(workspace, shortcoming, {"follow_up": "补", "closed_on": "2026-03-02"}),
    ):
        with pytest.raises(RuleViolation, match="已经办结"):
            act_()
    clock.advance(days=365)
    carried = get_overview(workspace, YEAR + 1).lines
    assert [line.id for line in carried] == [number]  # not forgotten in the next year
    follow_up(workspace, shortcoming, {"follow_up": "补齐", "closed_on": "2027-03-01"})
    assert get_overview(workspace, YEAR + 1).lines == ()


def test_who_was_not_inspected_in_the_half_year(workspace: Workspace, clock: StandingClock) -> None:
    first, second = posted(workspace, 2)
    save_inspection(workspace, None, first, TEXTS)
    save_inspection(workspace, None, second, {**TEXTS, "way": "企业反映", "by": "布和 总经理"})
    overview = get_overview(workspace, YEAR)
    assert [(one.placement_id, count) for one, count in overview.unseen] == [(second, 0)]
    assert overview.half == (dt.date(YEAR, 1, 1), dt.date(YEAR, 6, 30))
    with workspace.reading() as session:
        (due,) = due_in(session, YEAR, workspace.today())
    assert (due.title, due.due) == ("本半年督查", dt.date(YEAR, 6, 30))
    save_policy(workspace, YEAR, {"inspections_half": "2"})
    counts = [(one.placement_id, n) for one, n in get_overview(workspace, YEAR).unseen]
    assert counts == [(first, 1), (second, 0)]
    save_policy(workspace, YEAR, {"inspections_half": "0"})
    assert get_overview(workspace, YEAR).unseen == ()
    save_policy(workspace, YEAR, {"inspections_half": "1"})
    clock.advance(days=150)
    assert len(get_overview(workspace, YEAR).unseen) == 2
    clock.advance(days=365)
    with workspace.reading() as session:
        assert due_in(session, YEAR, workspace.today()) == []


def test_whose_work_can_be_looked_at(workspace: Workspace) -> None:
    (pair,) = appointed(workspace)
    make_talent(workspace)
    make_enterprise(workspace)
    (posting,) = get_overview(workspace, YEAR).postings
    assert (posting.placement_id, posting.started_on) == (pair.id, None)
    act(workspace, YEAR, Action.START, Order(workspace.today()), [pair.id])
    (posting,) = get_overview(workspace, YEAR).postings
    assert posting.started_on == workspace.today()
    assert posting.label == f"{pair.talent}（{pair.enterprise}）"
    assert get_overview(workspace, YEAR - 1).postings == ()


def test_a_paper_hangs_on_an_inspection_and_goes_with_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    (pair,) = posted(workspace)
    number, _ = save_inspection(workspace, None, pair, TEXTS)
    file = tmp_path / "走访记录.txt"
    file.write_text("走访", encoding="utf-8")
    added = add_attachment(workspace, "inspections", number, file)
    (line,) = get_overview(workspace, YEAR).lines
    assert added.changes.label == f"添加督查“{line.posting.person} 2026-03-02”的附件“走访记录”"
    assert line.papers == 1
    remove_inspection(workspace, number)
    assert list_attachments(workspace, "inspections", number) == ()
    history.undo(workspace)
    assert len(list_attachments(workspace, "inspections", number)) == 1


def test_inspections_of_merged_people_move(workspace: Workspace) -> None:
    (pair,) = posted(workspace)
    save_inspection(workspace, None, pair, TEXTS, [WRONG])
    posting = get_overview(workspace, YEAR).lines[0].posting
    kept = number_of(make_talent(workspace))
    merge_records(workspace, "talents", kept, [posting.talent_id])
    assert get_overview(workspace, YEAR).lines[0].posting.talent_id == kept
