"""A year judged from what is stored, decided, published, frozen and followed up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from partydesk.domain.duty.inspections import Satisfaction
from partydesk.domain.errors import NotFound, RuleViolation, ValidationFailed
from partydesk.domain.evaluation.kinds import Judged, Measure
from partydesk.domain.talents import Talent
from partydesk.services import history
from partydesk.services.certificates import list_certificates
from partydesk.services.evaluation import closing, evaluations, points, publicity, results
from partydesk.services.evaluation.postings import postings_of_year
from partydesk.services.pools import get_record, save_record
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, StandingClock
from tests.services.evaluation.judged_year import (
    PEOPLE,
    begin,
    fall_ill,
    give_all,
    inspect,
    move,
    report,
    serve,
    vote,
)

D = Decimal
TODAY = dt.date(YEAR, 12, 20)


def _all(workspace: Workspace) -> results.Results:
    found = results.get_results(workspace, YEAR, PEOPLE)
    assert found is not None
    return found


def test_a_year_is_judged_from_what_is_stored(workspace: Workspace, clock: StandingClock) -> None:
    pairs = serve(workspace, clock)
    report(workspace, pairs[0], range(4, 12), days=3)
    report(workspace, pairs[1], range(4, 12), days=2, late=2)
    inspect(workspace, pairs[0], Satisfaction.GOOD, Satisfaction.FAIR)
    inspect(workspace, pairs[1], Satisfaction.GOOD, Satisfaction.BAD)
    people = begin(workspace)
    for number in people[:2]:
        give_all(workspace, number, "90", "80")
        vote(workspace, number, good=3, fair=1)
    found = _all(workspace)
    first, second = found.of(people[0]), found.of(people[1])
    # 满意 100, 基本满意 75: (300+75)/4 = 93.75
    assert [part.points for part in first.placed.score.parts] == [
        D("90.00"), D("80.00"), D("93.75"), D("100.00"), D("100.00"), D("100.00")
    ]  # fmt: skip
    # 2 of 3 days each month; 8 months owed, 2 of them late
    assert [part.points for part in second.placed.score.parts[3:]] == [
        D("50.00"), D("66.67"), D("75.00")
    ]  # fmt: skip
    # 90·.2 + 80·.2 + 93.75·.3 + 30
    assert first.placed.score.total == D("92.13")
    assert (first.placed.rank, second.placed.rank) == (1, 2)
    # four people, two of them judged: a fifth of two is nobody
    assert first.placed.suggested == "称职"
    third = found.of(people[2])
    assert third.placed.score.not_judged == "有分的各项权重合计 20，不足 60"


def test_who_changed_units_is_one_person_with_two_units(
    workspace: Workspace, clock: StandingClock
) -> None:
    pairs = serve(workspace, clock)
    move(workspace, pairs[0], pairs[1], dt.date(YEAR, 7, 1))
    people = begin(workspace)
    found = evaluations.list_evaluated(workspace, YEAR, PEOPLE)
    assert len(people) == 3
    moved = found[0]
    assert (len(moved.units), moved.months) == (2, 9)
    give_all(workspace, moved.id, "90", "80")
    slots = [slot for _, slot, _ in points.slots_of(
        moved.id, evaluations.shipped_scheme(PEOPLE), moved.units)]  # fmt: skip
    assert [slot.enterprise_id is None for slot in slots] == [True, False, False]
    points.give_points(workspace, slots[2], "95")
    result = _all(workspace).of(moved.id)
    assert result.placed.score.parts[1].points == D("87.50")
    assert "2 个平均 87.5" in result.placed.score.parts[1].steps[0]


def test_who_fell_ill_for_long_is_not_judged_and_owes_no_reports(
    workspace: Workspace, clock: StandingClock
) -> None:
    pairs = serve(workspace, clock)
    fall_ill(workspace, pairs[0], dt.date(YEAR, 6, 3), dt.date(YEAR, 10, 20))
    report(workspace, pairs[0], range(4, 6))
    report(workspace, pairs[0], range(11, 12))
    people = begin(workspace)
    give_all(workspace, people[0], "90", "80")
    vote(workspace, people[0], good=3)
    result = _all(workspace).of(people[0])
    assert result.evaluated.months == 4
    assert result.placed.score.not_judged == "本年在岗 4 个月，不足 6 个月"
    assert result.placed.score.parts[5].points == D("100.00")
    assert "应报 3 次，按时 3 次" in result.placed.score.parts[5].steps[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("100.5", "“100.5”不在 0 至 100 之间"),
        ("-1", "“-1”不在 0 至 100 之间"),
        ("九十", "“九十”不是分数，请填 0 至 100"),
        ("90.123", "“90.123”小数多于两位"),
        ("nan", "“nan”不在 0 至 100 之间"),
    ],
)
def test_points_that_cannot_be_read_are_refused(text: str, message: str) -> None:
    with pytest.raises(ValidationFailed, match=message):
        points.read_points(text)


@pytest.mark.parametrize(
    ("text", "value"), [("90", "90"), ("９０．５", "90.5"), ("", None), (" 0 ", "0")]
)
def test_points_are_read_as_they_are_typed(text: str, value: str | None) -> None:
    assert points.read_points(text) == (None if value is None else D(value))


def test_points_are_given_mended_taken_out_and_brought_back(
    workspace: Workspace, clock: StandingClock
) -> None:
    serve(workspace, clock)
    people = begin(workspace)
    slot = points.PointsSlot(people[0], "report", "党工委考核组")
    points.give_points(workspace, slot, "90")
    points.give_points(workspace, slot, "85", "述职完整")
    (given,) = _all(workspace).of(people[0]).inputs.points["report"]
    assert (given.points, given.comment) == (D(85), "述职完整")
    points.give_points(workspace, slot, "")
    assert not _all(workspace).of(people[0]).inputs.points
    history.undo(workspace)
    assert _all(workspace).of(people[0]).inputs.points["report"][0].points == D(85)
    strange = points.PointsSlot(people[0], "report", "路人")
    with pytest.raises(NotFound, match="没有这一项打分"):
        points.give_points(workspace, strange, "90")


def test_a_sheet_is_stored_whole_or_not_at_all(workspace: Workspace, clock: StandingClock) -> None:
    serve(workspace, clock, 1)
    (person,) = begin(workspace)
    sheet = points.get_sheet(workspace, person)
    assert [(name, unit != "") for name, unit, _ in sheet.lines] == [
        ("述职", False), ("企业点评", True)
    ]  # fmt: skip
    typed = [replace(each, points="88.5", comment="好") for _, _, each in sheet.lines]
    with pytest.raises(ValidationFailed) as refusal:
        points.save_sheet(
            workspace, person, [typed[0], replace(typed[1], points="好")],
            {"reported_on": "2027-01-01"},
        )  # fmt: skip
    assert set(refusal.value.fields) == {"points_1", "reported_on"}
    assert not points.get_sheet(workspace, person).lines[0][2].points
    texts = {"report": "一年来……", "reported_on": "2026-12-20"}
    points.save_sheet(workspace, person, typed, texts)
    again = points.get_sheet(workspace, person)
    assert [each.points for _, _, each in again.lines] == ["88.5", "88.5"]
    assert (again.report, again.reported_on) == ("一年来……", TODAY)
    history.undo(workspace)
    assert points.get_sheet(workspace, person) == sheet


def _ready(workspace: Workspace, clock: StandingClock) -> tuple[int, ...]:
    pairs = serve(workspace, clock, 5)
    people = begin(workspace)
    for number, (pair, person) in enumerate(zip(pairs, people, strict=True)):
        report(workspace, pair, range(4, 12))
        give_all(workspace, person, str(99 - number * 10), str(99 - number * 10))
        vote(workspace, person, good=4)
    return people


def test_deciding_otherwise_needs_a_reason(workspace: Workspace, clock: StandingClock) -> None:
    people = _ready(workspace, clock)
    found = _all(workspace)
    assert found.of(people[0]).placed.suggested == "优秀"
    with pytest.raises(ValidationFailed, match="与建议的“优秀”不同，请写明理由"):
        results.decide_grade(workspace, people[0], "称职", TODAY)
    with pytest.raises(ValidationFailed, match="没有“极好”这一等次"):
        results.decide_grade(workspace, people[0], "极好", TODAY, "因")
    results.decide_grade(workspace, people[0], "称职", TODAY, "党工委会议研究")
    results.accept_suggestions(workspace, YEAR, PEOPLE, TODAY)
    found = _all(workspace)
    assert found.of(people[0]).differs
    assert [found.of(person).grade for person in people[1:]] == [
        found.of(person).placed.suggested for person in people[1:]
    ]
    results.decide_grade(workspace, people[0], None, TODAY)
    assert _all(workspace).of(people[0]).evaluated.grade is None


def test_a_special_rule_caps_the_grade(workspace: Workspace, clock: StandingClock) -> None:
    people = _ready(workspace, clock)
    with pytest.raises(ValidationFailed, match="请写明事由"):
        points.mark_rule(workspace, people[0], "discipline", "")
    points.mark_rule(workspace, people[0], "discipline", "党内警告（旗纪发〔2026〕3号）")
    assert _all(workspace).of(people[0]).placed.suggested == "不称职"
    with pytest.raises(ValidationFailed, match="不超过 5 的分数"):
        points.mark_rule(workspace, people[4], "praised", "旗级先进", "6")
    before = _all(workspace).of(people[4]).placed.score.total
    points.mark_rule(workspace, people[4], "praised", "旗级先进", "5")
    assert before is not None
    assert _all(workspace).of(people[4]).placed.score.total == before + 5
    points.unmark_rule(workspace, people[0], "discipline")
    assert _all(workspace).of(people[0]).placed.suggested == "优秀"


def _closed(workspace: Workspace, clock: StandingClock) -> tuple[int, ...]:
    people = _ready(workspace, clock)
    results.accept_suggestions(workspace, YEAR, PEOPLE, TODAY)
    publicity.publish_results(workspace, YEAR, PEOPLE, TODAY)
    clock.advance(days=6)
    closing.close_evaluation(workspace, YEAR, PEOPLE)
    return people


def test_what_stands_in_the_way_of_closing_is_named_together(
    workspace: Workspace, clock: StandingClock
) -> None:
    people = _ready(workspace, clock)
    with pytest.raises(RuleViolation) as refusal:
        closing.close_evaluation(workspace, YEAR, PEOPLE)
    assert [reason.code for reason in refusal.value.reasons] == ["undecided", "unpublished"]
    with pytest.raises(RuleViolation, match="还有 5 个没有确定等次"):
        publicity.publish_results(workspace, YEAR, PEOPLE, TODAY)
    results.accept_suggestions(workspace, YEAR, PEOPLE, TODAY)
    until, _ = publicity.publish_results(workspace, YEAR, PEOPLE, TODAY)
    assert until == dt.date(YEAR, 12, 24)
    number, _ = publicity.add_objection(
        workspace, YEAR, PEOPLE, people[4], "到岗少", "某职工", TODAY
    )
    clock.advance(days=4)
    with pytest.raises(RuleViolation) as refusal:
        closing.close_evaluation(workspace, YEAR, PEOPLE)
    assert [reason.code for reason in refusal.value.reasons] == ["public", "objections"]
    clock.advance(days=1)
    with pytest.raises(ValidationFailed):
        publicity.settle_objection(workspace, number, " ", workspace.today())
    publicity.settle_objection(workspace, number, "查无此事", workspace.today())
    closing.close_evaluation(workspace, YEAR, PEOPLE)
    (objection,) = publicity.list_objections(workspace, YEAR, PEOPLE)
    assert (objection.answer, objection.by) == ("查无此事", "某职工")


def test_frozen_results_stay_whatever_changes_afterwards(
    workspace: Workspace, clock: StandingClock
) -> None:
    people = _closed(workspace, clock)
    before = _all(workspace)
    assert before.closed_on == workspace.today()
    who = before.of(people[0]).evaluated
    assert who.talent_id is not None
    record = get_record(workspace, "talents", who.talent_id)
    assert isinstance(record, Talent)
    assert (record.grade, record.grade_year) == ("优秀", YEAR)
    pair = _pair_of(workspace, who.talent_id)
    report(workspace, pair, range(3, 4), days=0)
    assert _all(workspace) == before


def _pair_of(workspace: Workspace, talent_id: int) -> int:
    """The pair of a person."""
    with workspace.reading() as session:
        return postings_of_year(session, YEAR, talent_id)[0].placement_id


def test_nothing_is_written_into_a_closed_evaluation(
    workspace: Workspace, clock: StandingClock
) -> None:
    people = _closed(workspace, clock)
    slot = points.PointsSlot(people[0], "report", "党工委考核组")
    scheme = evaluations.shipped_scheme(PEOPLE)
    today = workspace.today()
    acts: list[Callable[[], object]] = [
        lambda: points.give_points(workspace, slot, "1"),
        lambda: points.save_sheet(workspace, people[0], (), {"report": "新"}),
        lambda: points.leave_out(workspace, people[0], "因"),
        lambda: points.mark_rule(workspace, people[0], "discipline", "因"),
        lambda: results.decide_grade(workspace, people[0], "称职", today, "因"),
        lambda: results.accept_suggestions(workspace, YEAR, PEOPLE, today),
        lambda: evaluations.save_scheme(workspace, YEAR, PEOPLE, scheme),
        lambda: evaluations.refresh_evaluated(workspace, YEAR, PEOPLE),
        lambda: publicity.publish_results(workspace, YEAR, PEOPLE, today),
        lambda: publicity.add_objection(workspace, YEAR, PEOPLE, None, "晚了", "", today),
        lambda: closing.close_evaluation(workspace, YEAR, PEOPLE),
        lambda: vote(workspace, people[0], 1),
    ]
    for act in acts:
        with pytest.raises(RuleViolation, match=r"已.*办结"):
            act()


def test_honours_and_measures_follow_from_the_grades(
    workspace: Workspace, clock: StandingClock
) -> None:
    people = _ready(workspace, clock)
    points.mark_rule(workspace, people[4], "discipline", "党内警告")
    with pytest.raises(RuleViolation, match="还没有办结"):
        closing.issue_honours(workspace, YEAR, "优秀党建指导员", TODAY)
    results.accept_suggestions(workspace, YEAR, PEOPLE, TODAY)
    publicity.publish_results(workspace, YEAR, PEOPLE, TODAY)
    clock.advance(days=6)
    closing.close_evaluation(workspace, YEAR, PEOPLE)
    today = workspace.today()
    numbers, _ = closing.issue_honours(workspace, YEAR, "优秀党建指导员", today)
    assert len(numbers) == 1
    (line,) = list_certificates(workspace, YEAR)
    assert line.talent_id == _all(workspace).of(people[0]).evaluated.talent_id
    (due,) = closing.measures_due(workspace, YEAR, PEOPLE)
    assert (due.evaluated.id, due.grade) == (people[4], "不称职")
    with pytest.raises(ValidationFailed, match="请写明内容"):
        closing.give_measure(workspace, people[4], Measure.ADJUSTMENT, "", today)
    closing.give_measure(workspace, people[4], Measure.ADJUSTMENT, "另行安排", today)
    assert closing.measures_due(workspace, YEAR, PEOPLE) == ()
    (given,) = closing.list_measures(workspace, YEAR, PEOPLE)
    assert (given.measure, given.text) == (Measure.ADJUSTMENT, "另行安排")


def test_last_years_scheme_is_the_draft_of_the_next(
    workspace: Workspace, clock: StandingClock
) -> None:
    serve(workspace, clock)
    begin(workspace)
    mine = replace(evaluations.shipped_scheme(PEOPLE), least_months=9)
    evaluations.save_scheme(workspace, YEAR, PEOPLE, mine)
    bad = replace(mine, name="")
    with pytest.raises(ValidationFailed, match="方案没有名称"):
        evaluations.save_scheme(workspace, YEAR, PEOPLE, bad)
    with pytest.raises(RuleViolation, match="已经开始"):
        evaluations.open_evaluation(workspace, YEAR, PEOPLE)
    evaluations.open_evaluation(workspace, YEAR + 1, PEOPLE)
    assert evaluations.get_scheme(workspace, YEAR + 1, PEOPLE) == mine
    assert history.undo(workspace).conflicts == ()
    assert evaluations.get_scheme(workspace, YEAR + 1, PEOPLE) is None


def test_committees_are_judged_by_what_is_under_them(
    workspace: Workspace, clock: StandingClock
) -> None:
    name = "中共新惠镇委员会"
    save_record(workspace, "organizations", None, {"name": name, "kind": "苏木乡镇党委"})
    _ready(workspace, clock)
    first = evaluations.list_evaluated(workspace, YEAR, PEOPLE)[0].units[0]
    save_record(workspace, "enterprises", first.id, {"superior": name})
    evaluations.open_evaluation(workspace, YEAR, Judged.COMMITTEES)
    found = results.get_results(workspace, YEAR, Judged.COMMITTEES)
    assert found is not None
    (row,) = found.rows
    assert row.evaluated.name == name
    shares = row.inputs.shares
    assert (shares["posts"].words, shares["monthly"].words) == (
        "岗位 1 个，已配 1 个", "应报 8 次，按时 8 次"
    )  # fmt: skip
    assert shares["instructors"].words.startswith("驻企人员 1 人")
    assert row.placed.score.total is not None
