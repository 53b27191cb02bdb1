"""A December: a late report, a stack of ballots, results, the notice, and the year is closed."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pypdfium2
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox

from partydesk.domain.duty.reports import MonthState
from partydesk.services.duty.monthly_reports import list_status
from partydesk.services.evaluation.ballots import list_stacks, record_counts
from partydesk.services.evaluation.results import get_results
from partydesk.services.workspace import NewWorkspace, Workspace, create_workspace
from partydesk.services.year_closing import get_year_state
from partydesk.ui.widgets.dialog import BaseDialog
from tests.factories import BANNER, DIVISION, YEAR, StandingClock
from tests.journeys.clerk import Clerk
from tests.journeys.hands import ENTER, click, keys, keys_in, rows, said, turn
from tests.services.evaluation.judged_year import PEOPLE, begin, give_all, report, serve

_TAB = Qt.Key.Key_Tab
_BALLOTS = 3


def test_a_december(clerk: Clerk, tmp_path: Path) -> None:
    clock = StandingClock()
    wish = NewWorkspace(name=BANNER, division_code=DIVISION, year=YEAR, invented=True)
    workspace = create_workspace(tmp_path / "office", wish, clock=clock)
    late, other = _autumn(workspace, clock)
    clerk.program.show(workspace)
    clerk.window.resize(1366, 768)
    _type_the_late_report(clerk, workspace, late)
    _key_the_ballots(clerk, workspace, other)
    _give_points(clerk)
    _decide(clerk, workspace)
    _publish(clerk, clock)
    first = _sheet(clerk, tmp_path / "考核表.pdf")
    clock.now = clock.now.replace(year=YEAR + 1, month=1, day=11)
    _close_the_year(clerk, workspace)
    assert _sheet(clerk, tmp_path / "补打.pdf") == first


def _autumn(workspace: Workspace, clock: StandingClock) -> tuple[str, int]:
    """Two people since April; one has not reported of November, one stack is not counted.

    Returns:
        The name of the one, and the number of the other among those who are judged.
    """
    pairs = serve(workspace, clock, 2)
    report(workspace, pairs[0], range(4, 12))
    report(workspace, pairs[1], range(4, 11))
    first, second = begin(workspace)
    give_all(workspace, first, "93", "90")
    for stack in list_stacks(workspace, YEAR):
        if stack.slot.evaluated_id == second and stack.voters.name == "党员":
            continue
        counts = {q.key: {q.options[0].key: 4} for q in stack.component.questions}
        record_counts(workspace, stack.slot, 5, 4, 0, counts)
    person = next(r.person for r in list_status(workspace, YEAR) if r.placement_id == pairs[1])
    return person, second


def _type_the_late_report(clerk: Clerk, workspace: Workspace, person: str) -> None:
    """From 待办 to the report, by the keyboard alone, in the order of the paper."""
    clerk.picture("workbench")
    assert any("交11月月报" in row and person in row for row in rows(clerk, "todo"))
    click(clerk, "todo", "交11月月报", button="录入月报")
    clerk.picture("reports")
    assert said(clerk, "reports_said").startswith(f"{person}　11 月：未报")  # and nobody else's
    keys(clerk, ENTER)
    dialog = clerk.dialog("report_dialog")
    keys_in(clerk, dialog, "4", ENTER, "走访职工，组织主题党日，协调用电增容并逐条答复意见。", _TAB)
    keys_in(clerk, dialog, "6", ENTER, "2", ENTER, "协调办理用电增容", ENTER, "zf", ENTER)
    clerk.picture("late-report", dialog)
    clerk.press("report_save", dialog)
    assert clerk.no_dialog_is_open()
    row = next(r for r in list_status(workspace, YEAR) if r.person == person)
    assert row.months[10].state is MonthState.LATE
    clerk.picture("late-report-is-in")


def _key_the_ballots(clerk: Clerk, workspace: Workspace, person: int) -> None:
    """Two passes without the mouse, one slip, settled by the paper."""
    clerk.go("年末考核")
    turn(clerk, "测评票")
    clerk.press("ballots_open")
    clerk.picture("stacks")
    (waiting,) = rows(clerk, "ballots")
    click(clerk, "ballots", "未录入")
    clerk.press("button_ballots.key")
    asked = clerk.dialog("stack_dialog")
    keys_in(clerk, asked, "5", _TAB, str(_BALLOTS), ENTER)
    dialog = clerk.dialog("keying_dialog")
    stack = next(s for s in list_stacks(workspace, YEAR) if s.tally is None)
    assert stack.slot.evaluated_id == person
    count = len(stack.component.questions)
    good, slip = "1" * count, "2" + "1" * (count - 1)
    for ballot in (good, slip, good):
        keys_in(clerk, dialog, ballot)
    keys_in(clerk, dialog, ENTER)
    clerk.picture("second-pass", clerk.dialog("keying_dialog"))
    for ballot in (good, good, good):
        keys_in(clerk, clerk.dialog("keying_dialog"), ballot)
    keys_in(clerk, clerk.dialog("keying_dialog"), ENTER)
    differences = clerk.dialog("differences_dialog")
    (open_one,) = rows(clerk, "differences", differences)
    assert open_one.startswith("2 ")
    keys_in(clerk, differences, "2")
    clerk.picture("difference", differences)
    clerk.press("differences_save", differences)
    assert clerk.no_dialog_is_open()
    counted = next(s for s in list_stacks(workspace, YEAR) if s.slot == stack.slot)
    assert counted.tally is not None
    first = stack.component.questions[0]
    assert counted.tally.counts[first.key][first.options[0].key] == _BALLOTS
    assert waiting.split()[0] in said(clerk, "last_message")


def _give_points(clerk: Clerk) -> None:
    """The second person's papers, the keyboard never leaving them."""
    turn(clerk, "述职和打分")
    clerk.click_row("points", 1)
    keys_in(
        clerk,
        clerk.window,
        ENTER,
        "85",
        ENTER,
        "述职清楚",
        _TAB,
        "82",
        _TAB,
        "办成两件实事",
        Qt.Key.Key_F9,
    )
    assert all("2/2" in row for row in rows(clerk, "points"))
    clerk.picture("points")


def _decide(clerk: Clerk, workspace: Workspace) -> None:
    """All as suggested but one, which takes a reason."""
    turn(clerk, "考核结果")
    clerk.picture("results")
    clerk.click_row("results", 0)
    clerk.press("button_results.decide")
    dialog = clerk.dialog("decide_grade")
    clerk.type_into("field_grade", "优秀", dialog)
    clerk.press("decide_grade_save", dialog)
    assert dialog.isVisible()  # another grade than suggested, and no reason
    clerk.type_into("field_why", "本组人数少，经党工委会议研究", dialog)
    clerk.picture("decision", dialog)
    clerk.press("decide_grade_save", dialog)
    clerk.press("button_results.accept")
    clerk.press("accept_grades_save", clerk.dialog("accept_grades"))
    results = get_results(workspace, YEAR, PEOPLE)
    assert results is not None
    assert results.rows[0].evaluated.grade == "优秀"
    assert all(row.evaluated.grade for row in results.rows)


def _publish(clerk: Clerk, clock: StandingClock) -> None:
    """公示, an objection with its answer, the days pass, the results are frozen."""
    turn(clerk, "公示和运用")
    assert said(clerk, "followup_about") == "等次都已确定，可以公示"
    clerk.press("button_followup.publish")
    clerk.press("publish_results_save", clerk.dialog("publish_results"))
    clerk.press("button_followup.notice")
    notice = clerk.dialog("preview_dialog")
    clerk.picture("notice", notice)
    clerk.press("preview_dialog_cancel", notice)
    clerk.press("button_followup.object")
    dialog = clerk.dialog("add_objection")
    clerk.type_into("field_text", "到岗天数偏少", dialog)
    clerk.press("add_objection_save", dialog)
    clerk.press("button_followup.settle")
    dialog = clerk.dialog("settle_objection")
    clerk.type_into("field_answer", "已核对月报，到岗天数属实", dialog)
    clerk.press("settle_objection_save", dialog)
    clock.advance(days=10)
    turn(clerk, "考核结果")
    turn(clerk, "公示和运用")
    clerk.foresee(lambda question: clerk.press("question_act", question))
    clerk.press("button_followup.close")
    assert "已办结" in said(clerk, "followup_about")
    clerk.press("button_followup.honour")
    dialog = clerk.dialog("issue_honours")
    clerk.picture("honours", dialog)
    clerk.press("issue_honours_save", dialog)
    clerk.picture("followed-up")


def _sheet(clerk: Clerk, path: Path) -> list[bytes]:
    """Save the first one's sheet from its preview; gives its pages as they look on paper."""
    turn(clerk, "考核结果")
    clerk.click_row("results", 0)
    clerk.press("button_results.sheet")
    dialog = clerk.dialog("preview_dialog")
    clerk.picture("sheet", dialog)
    clerk.answers.choose_file(path)
    clerk.press("preview_save", dialog)
    clerk.press("preview_dialog_cancel", dialog)
    with pypdfium2.PdfDocument(path) as document:
        return [page.render().to_numpy().tobytes() for page in document]


def _close_the_year(clerk: Clerk, workspace: Workspace) -> None:
    """Line by line; what is not done says why."""
    turn(clerk, "年度办结")
    clerk.picture("list")
    clerk.foresee(partial(_explain, clerk))
    clerk.press("button_closing.close")
    assert get_year_state(workspace, YEAR).closed_on == workspace.today()
    clerk.picture("closed")


def _explain(clerk: Clerk, dialog: BaseDialog) -> None:
    for key in ("reports", "unprinted"):
        clerk.type_into(f"closing_word_{key}", "已请示分管领导", dialog)
    sure = dialog.findChild(QCheckBox, "closing_sure")
    assert sure is not None
    QTest.mouseClick(sure, Qt.MouseButton.LeftButton, pos=QPoint(8, sure.height() // 2))
    clerk.picture("closing", dialog)
    clerk.press("closing_dialog_act", dialog)
