"""Monthly reports on a real file: handing in, the year's state, who comes next, leave, closing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from partydesk.db.journal import head_of
from partydesk.db.models import ClosedYearRow
from partydesk.domain.duty.outcomes import Outcome
from partydesk.domain.duty.reports import MonthState
from partydesk.domain.errors import NotFound, RuleViolation, ValidationFailed
from partydesk.domain.evaluation.kinds import Datum
from partydesk.services import history
from partydesk.services.duty.bulletin_figures import bulletin_figures
from partydesk.services.duty.leaves import list_leaves, remove_leave, save_leave
from partydesk.services.duty.monthly_reports import (
    ReportKey,
    StatusRow,
    TypedLine,
    due_in,
    get_report_sheet,
    list_status,
    move_reports,
    next_without,
    remove_report,
    save_report,
)
from partydesk.services.duty.work_ledger import get_ledger
from partydesk.services.evaluation.data import Asked, share_of
from partydesk.services.evaluation.postings import postings_of_year
from partydesk.services.policies import get_policy, save_policy
from partydesk.services.printing import compose
from partydesk.services.workspace import Workspace
from partydesk.services.year_checks import figures_in
from tests.factories import YEAR, StandingClock
from tests.reports.printed import pages_of
from tests.services.evaluation.judged_year import fall_ill, move, serve

TEXT = "走访各车间党员，组织开展主题党日活动，协调解决用工问题"
LINE = {"happened_on": f"{YEAR}-05-12", "duty": "抓协调服务", "content": "协调办理用地手续",
        "outcome": "为企业办理事项", "count": "2"}  # fmt: skip


def _texts(received: str = f"{YEAR}-06-03", days: str = "4", **more: str) -> dict[str, str]:
    return {"received_on": received, "days": days, "summary": TEXT, **more}


def _row(workspace: Workspace, pair: int) -> StatusRow:
    return next(row for row in list_status(workspace, YEAR) if row.placement_id == pair)


def _words(workspace: Workspace, pair: int) -> str:
    return " ".join(month.state.value or "." for month in _row(workspace, pair).months)


def _close(workspace: Workspace) -> None:
    with workspace.unit_of_work("save_test", "办结") as uow:
        uow.session.add(ClosedYearRow(
            year=YEAR, closed_on=workspace.today(), checks=[], figures={}, policy={}
        ))  # fmt: skip
        uow.commit()


def test_a_report_comes_in_with_its_lines_and_is_taken_back_whole(
    workspace: Workspace, clock: StandingClock
) -> None:
    (pair,) = serve(workspace, clock, 1)
    may = ReportKey(pair, YEAR, 5)
    visit = {**LINE, "content": "走访企业负责人", "outcome": "走访", "count": ""}
    changes = save_report(workspace, may, _texts(), [TypedLine(LINE), TypedLine(visit)])
    assert changes.kinds >= {"monthly_reports", "ledger_entries"}
    sheet = get_report_sheet(workspace, may)
    assert sheet.report is not None
    assert (sheet.report.days, sheet.report.summary) == (4, TEXT)
    assert [(line.content, line.outcome, line.count) for line in sheet.lines] == [
        ("协调办理用地手续", Outcome.MATTER, 2), ("走访企业负责人", Outcome.VISIT, 1),
    ]  # fmt: skip
    assert all(line.report_id == sheet.report.id and line.enterprise_id for line in sheet.lines)
    assert sheet.judged.state is MonthState.HANDED_IN

    assert changes.action is not None
    history.undo(workspace, changes.action)
    assert get_report_sheet(workspace, may).report is None
    assert get_ledger(workspace, YEAR).lines == ()


def test_a_report_is_mended_line_by_line_and_removed(
    workspace: Workspace, clock: StandingClock
) -> None:
    (pair,) = serve(workspace, clock, 1)
    may = ReportKey(pair, YEAR, 5)
    save_report(workspace, may, _texts(), [TypedLine(LINE), TypedLine({**LINE, "content": "二"})])
    first, second = get_report_sheet(workspace, may).lines
    kept = TypedLine({**LINE, "content": "二改"}, second.id)
    save_report(workspace, may, _texts(days="5"), [kept, TypedLine({**LINE, "content": "三"})])
    sheet = get_report_sheet(workspace, may)
    assert [line.content for line in sheet.lines] == ["二改", "三"]
    assert sheet.lines[0].id == second.id
    assert first.id not in {line.id for line in sheet.lines}
    assert sheet.report is not None
    assert sheet.report.days == 5
    # Without lines the ledger is left alone.
    save_report(workspace, may, _texts(days="6"))
    assert len(get_report_sheet(workspace, may).lines) == 2
    removed = remove_report(workspace, may)
    assert get_ledger(workspace, YEAR).lines == ()
    with pytest.raises(NotFound):
        remove_report(workspace, may)
    assert removed.action is not None
    history.undo(workspace, removed.action)
    assert len(get_report_sheet(workspace, may).lines) == 2


def test_faults_are_named_field_by_field_and_nothing_is_stored(
    workspace: Workspace, clock: StandingClock
) -> None:
    (pair,) = serve(workspace, clock, 1)
    may = ReportKey(pair, YEAR, 5)
    bad = [
        TypedLine(LINE),
        TypedLine({**LINE, "happened_on": f"{YEAR}-06-01", "duty": "抓招商"}),
        TypedLine({**LINE, "happened_on": f"{YEAR}-06-01", "outcome": "", "count": "3"}),
    ]
    with pytest.raises(ValidationFailed) as refusal:
        save_report(workspace, may, _texts(received=f"{YEAR}-12-21", days="32"), bad)
    assert set(refusal.value.fields) == {
        "received_on", "days", "lines.1.duty", "lines.2.happened_on", "lines.2.count",
    }  # fmt: skip
    assert refusal.value.fields["lines.2.happened_on"] == "台账第 3 行：日期应在 2026 年 5 月"
    # It said that the word was kept in the note, where nothing is kept.
    said = "台账第 2 行：职责“抓招商”不在词典中，请从词典中选择"
    assert refusal.value.fields["lines.1.duty"] == said
    assert get_report_sheet(workspace, may).report is None
    assert get_ledger(workspace, YEAR).lines == ()


def test_reports_under_the_former_unit_are_told_and_moved_with_their_lines(
    workspace: Workspace, clock: StandingClock
) -> None:
    """A change of unit that is recorded late left reports that counted for nobody."""
    pair, other = serve(workspace, clock, 2)
    for month in (5, 7, 8):
        lines = [
            TypedLine({**LINE, "happened_on": f"{YEAR}-{month:02}-{day}"}) for day in ("02", "20")
        ]
        received = f"{YEAR}-{month + 1:02}-03"
        save_report(workspace, ReportKey(pair, YEAR, month), _texts(received), lines)
    move(workspace, pair, other, dt.date(YEAR, 7, 11))
    row = _row(workspace, pair)
    assert row.months[7].words == "8 月在这个单位不要求报送，这份月报不计入报送和到岗"
    assert row.strays == (ReportKey(other, YEAR, 7), ReportKey(other, YEAR, 8))
    with workspace.reading() as session:
        counted = dict(figures_in(session, YEAR, workspace.today()))["月报"]
        told = bulletin_figures(session, YEAR, 12, workspace.today())
    assert counted == "应报 8 份，已报 1 份"  # and not those that nobody owes
    (person,) = (each for each in told.persons if each.reports)
    assert (person.reports, person.days) == (1, 8)  # in July the person still was there

    moved = move_reports(workspace, pair, YEAR)
    assert _row(workspace, pair).strays == ()
    assert _row(workspace, other).count(MonthState.HANDED_IN) == 2
    sheet = get_report_sheet(workspace, ReportKey(other, YEAR, 7))
    assert [line.happened_on.day for line in sheet.lines] == [20]
    (stayed,) = get_report_sheet(workspace, ReportKey(pair, YEAR, 7)).lines
    assert (stayed.happened_on.day, stayed.report_id) == (2, None)
    with pytest.raises(RuleViolation, match="没有要改到另一个单位的月报"):
        move_reports(workspace, pair, YEAR)
    assert moved.action is not None
    history.undo(workspace, moved.action)
    assert len(_row(workspace, pair).strays) == 2


def test_months_before_coming_and_to_come_take_no_report(
    workspace: Workspace, clock: StandingClock
) -> None:
    (pair,) = serve(workspace, clock, 1)
    for month, code in ((3, "not_on_post"),):
        with pytest.raises(RuleViolation) as refusal:
            save_report(workspace, ReportKey(pair, YEAR, month), _texts())
        assert refusal.value.reasons[0].code == code
    clock.now = clock.now.replace(month=7)
    with pytest.raises(RuleViolation) as refusal:
        save_report(workspace, ReportKey(pair, YEAR, 8), _texts())
    assert refusal.value.reasons[0].code == "month_to_come"
    with pytest.raises(NotFound):
        save_report(workspace, ReportKey(999, YEAR, 5), _texts())
    with pytest.raises(NotFound):
        get_report_sheet(workspace, ReportKey(999, YEAR, 5))


def test_the_year_shows_who_changed_units_and_who_was_ill(
    workspace: Workspace, clock: StandingClock
) -> None:
    pairs = serve(workspace, clock)
    move(workspace, pairs[0], pairs[1], dt.date(YEAR, 7, 10))
    fall_ill(workspace, pairs[2], dt.date(YEAR, 5, 4), dt.date(YEAR, 5, 30))
    fall_ill(workspace, pairs[2], dt.date(YEAR, 9, 1), dt.date(YEAR, 9, 5))
    rows = list_status(workspace, YEAR)
    assert len(rows) == 4
    first, second = (_row(workspace, pair) for pair in pairs[:2])
    assert first.talent_id == second.talent_id
    assert abs(rows.index(first) - rows.index(second)) == 1
    owed = "未报 未报 未报"
    # On post since the first of April; July belongs to the second unit alone.
    assert _words(workspace, pairs[0]) == f"— — — {owed} — — — — — —"
    assert _words(workspace, pairs[1]) == f"— — — — — — {owed} 未报 未报 ."
    assert _words(workspace, pairs[2]) == f"— — — 未报 请假 未报 {owed} 未报 未报 ."
    excused = _row(workspace, pairs[2]).months[4]
    assert excused.words == f"5 月病假 {YEAR}-05-04 至 {YEAR}-05-30，不需报送"
    assert _row(workspace, pairs[2]).months[8].state is MonthState.MISSING


def test_late_and_thin_reports_and_the_days_of_a_year(
    workspace: Workspace, clock: StandingClock
) -> None:
    (pair,) = serve(workspace, clock, 1)
    save_report(workspace, ReportKey(pair, YEAR, 4), _texts(f"{YEAR}-05-05"),
                [TypedLine({**LINE, "happened_on": f"{YEAR}-04-08"})])  # fmt: skip
    save_report(workspace, ReportKey(pair, YEAR, 5), _texts(f"{YEAR}-06-06"), [TypedLine(LINE)])
    save_report(workspace, ReportKey(pair, YEAR, 6), _texts(f"{YEAR}-07-01", days="2"))
    row = _row(workspace, pair)
    assert [month.state.value for month in row.months[3:7]] == ["已报", "迟报", "单薄", "未报"]
    assert (row.days, row.days_wanted) == (10, 24)
    assert row.count(MonthState.MISSING) == 5
    policy = get_policy(workspace, YEAR)
    assert policy.report_text_min == 20
    texts = {"report_due_day": "10", "attendance_days": "1"}
    save_policy(workspace, YEAR, texts)
    assert [m.state.value for m in _row(workspace, pair).months[3:7]] == [
        "已报", "已报", "单薄", "未报"
    ]  # fmt: skip


def test_what_is_due_and_who_comes_next(workspace: Workspace, clock: StandingClock) -> None:
    pairs = serve(workspace, clock, 3)
    clock.now = clock.now.replace(month=6, day=4)
    order = [row.placement_id for row in list_status(workspace, YEAR)]
    with workspace.reading() as session:
        due = due_in(session, YEAR, workspace.today())
    assert len(due) == 6
    mine = [each for each in due if each.key.startswith(f"report:{order[0]}:")]
    assert [(each.key, each.title, each.due) for each in mine] == [
        (f"report:{order[0]}:{YEAR}-04", "交4月月报", dt.date(YEAR, 5, 5)),
        (f"report:{order[0]}:{YEAR}-05", "交5月月报", dt.date(YEAR, 6, 5)),
    ]
    assert (mine[0].page, mine[0].tab) == ("duty", "reports")
    assert "（" in mine[0].who

    may = [ReportKey(pair, YEAR, 5) for pair in order]
    assert next_without(workspace, may[0]) == may[1]
    save_report(workspace, may[1], _texts(f"{YEAR}-06-04"))
    assert next_without(workspace, may[0]) == may[2]
    assert next_without(workspace, may[2]) == may[0]
    for key in (may[0], may[2]):
        save_report(workspace, key, _texts(f"{YEAR}-06-04"))
    assert next_without(workspace, may[0]) is None
    assert {*pairs} == {*order}


def test_leave_is_kept_apart_and_excuses(workspace: Workspace, clock: StandingClock) -> None:
    (pair,) = serve(workspace, clock, 1)
    texts = {"kind": "病假", "from_on": f"{YEAR}-05-01", "to_on": f"{YEAR}-05-31", "why": "住院"}
    number, _ = save_leave(workspace, None, pair, texts)
    assert _row(workspace, pair).months[4].state is MonthState.EXCUSED
    with pytest.raises(ValidationFailed) as refusal:
        save_leave(workspace, None, pair, {**texts, "from_on": f"{YEAR}-05-31",
                                           "to_on": f"{YEAR}-06-02"})  # fmt: skip
    assert refusal.value.fields == {"from_on": "与已登记的病假 2026-05-01 至 2026-05-31重叠"}
    save_leave(workspace, number, pair, {**texts, "to_on": f"{YEAR}-05-10"})
    assert _row(workspace, pair).months[4].state is MonthState.MISSING
    (left,) = list_leaves(workspace, YEAR, pair)
    assert (left.to_on, left.why) == (dt.date(YEAR, 5, 10), "住院")
    assert list_leaves(workspace, YEAR - 1) == ()
    remove_leave(workspace, number)
    assert list_leaves(workspace, YEAR) == ()
    with pytest.raises(NotFound):
        remove_leave(workspace, number)


def test_a_closed_year_takes_neither_reports_nor_leave(
    workspace: Workspace, clock: StandingClock
) -> None:
    (pair,) = serve(workspace, clock, 1)
    may = ReportKey(pair, YEAR, 5)
    save_report(workspace, may, _texts())
    leave = {"kind": "事假", "from_on": f"{YEAR}-06-01", "to_on": f"{YEAR}-06-02"}
    number, _ = save_leave(workspace, None, pair, leave)
    _close(workspace)
    for act in (
        lambda: save_report(workspace, may, _texts()),
        lambda: remove_report(workspace, may),
        lambda: save_leave(workspace, None, pair, {**leave, "to_on": f"{YEAR + 1}-01-02"}),
        lambda: save_leave(workspace, number, pair, leave),
        lambda: remove_leave(workspace, number),
    ):
        with pytest.raises(RuleViolation) as refusal:
            act()
        assert refusal.value.reasons[0].code == "year_closed"
    assert get_report_sheet(workspace, may).report is not None


def test_the_evaluation_counts_the_same_months(workspace: Workspace, clock: StandingClock) -> None:
    pairs = serve(workspace, clock)
    move(workspace, pairs[0], pairs[1], dt.date(YEAR, 6, 16))  # June: 15 days on each post
    for month in (4, 5):
        save_report(
            workspace, ReportKey(pairs[0], YEAR, month), _texts(f"{YEAR}-{month + 1:02}-05")
        )
    save_report(workspace, ReportKey(pairs[1], YEAR, 6), _texts(f"{YEAR}-07-06"))
    rows = [_row(workspace, pair) for pair in pairs[:2]]
    shown = [m.state.value for row in rows for m in row.months if m.state.value not in {"—", ""}]
    with workspace.reading() as session:
        own = [p for p in postings_of_year(session, YEAR) if p.placement_id in pairs[:2]]
        share = share_of(Datum.REPORTS, Asked(session, YEAR, workspace.today(), own))
        days = share_of(Datum.DAYS, Asked(session, YEAR, workspace.today(), own))
    assert len(shown) == 8
    assert (share.due, share.reached) == (Decimal(8), Decimal(2))
    assert (days.reached, days.due) == (Decimal(9), Decimal(24))


def test_the_paper_lists_what_is_missing_late_and_thin(
    workspace: Workspace, clock: StandingClock
) -> None:
    pairs = serve(workspace, clock, 2)
    save_report(workspace, ReportKey(pairs[0], YEAR, 5), _texts(f"{YEAR}-06-09", days="1"))
    printout = compose(workspace, "report-status", year=YEAR)
    assert (printout.title, printout.records, printout.warnings) == ("报送情况", 1, ())
    with workspace.reading() as session:
        head = "".join(head_of(session).words.split())
    assert head in pages_of(printout)[-1]
    with pytest.raises(NotFound):
        compose(workspace, "report-status", year=YEAR - 3)
