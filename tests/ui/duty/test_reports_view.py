"""月报 in the window: the grid, a report typed with real keys, the next person, leave, paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from partydesk.db.models import MonthlyReportRow
from partydesk.domain.duty.outcomes import Outcome
from partydesk.domain.duty.reports import MonthState
from partydesk.services import history
from partydesk.services.duty.leaves import list_leaves
from partydesk.services.duty.monthly_reports import (
    ReportKey,
    get_report_sheet,
    list_status,
    save_report,
)
from partydesk.services.duty.work_ledger import get_ledger
from partydesk.services.workspace import Workspace
from partydesk.ui.duty.leaves_dialog import LeavesDialog
from partydesk.ui.duty.ledger_dialogs import PapersDialog
from partydesk.ui.duty.ledger_view import LedgerView
from partydesk.ui.duty.lines_editor import fits_duty, full_day
from partydesk.ui.duty.report_dialog import ReportDialog
from partydesk.ui.duty.reports_view import COLUMNS, ReportsView
from partydesk.ui.duty.tabs import TABS
from partydesk.ui.entry_dialog import EntryDialog
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.exchange.import_dialog import ImportDialog
from partydesk.ui.main_window import MainWindow, WindowPorts
from partydesk.ui.organizations.page import OrganizationsPage
from partydesk.ui.pages import PageSpec
from partydesk.ui.preview import PreviewDialog
from partydesk.ui.tabbed_page import TabbedPage
from tests.factories import YEAR, StandingClock
from tests.services.evaluation.judged_year import fall_ill, move, serve
from tests.ui.answers import Answers
from tests.ui.hands import type_text
from tests.ui.round_window import settle, undo_last

#: Minutes of real windows; the rules and services behind them are tried in every run.

TEXT = "走访各车间党员，组织开展主题党日活动，协调用工"


@pytest.fixture
def pairs(workspace: Workspace, clock: StandingClock) -> tuple[int, ...]:
    """Four people on post since April, seen from December; one moved in July, one was ill in May.

    The second pair is the first person's second post.
    """
    served = serve(workspace, clock)
    move(workspace, served[0], served[1], dt.date(YEAR, 7, 10))
    fall_ill(workspace, served[2], dt.date(YEAR, 5, 4), dt.date(YEAR, 5, 30))
    return served


@pytest.fixture
def window(
    qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace, pairs: tuple[int, ...]
) -> Iterator[MainWindow]:
    errors = ErrorDesk()
    ports = WindowPorts(
        search=lambda _words: (),
        undo=lambda action, progress: history.undo(workspace, action, progress=progress),
    )
    opened = MainWindow(settings, errors, ports)
    errors.set_window(opened)
    opened.set_years([YEAR], YEAR)
    desk = opened.desk
    opened.add_pages(
        [
            PageSpec(
                "duty", "", "驻企工作",
                lambda: TabbedPage(desk, workspace, "duty", "驻企工作", TABS),
            ),
            PageSpec(
                "organizations", "", "党组织", lambda: OrganizationsPage(desk, workspace),
                ("organizations",),
            ),
        ]
    )  # fmt: skip
    qtbot.addWidget(opened)
    opened.resize(1366, 768)
    opened.show()
    qtbot.waitExposed(opened)
    settle(opened)
    yield opened
    opened.tasks.shut_down()


def _page(window: MainWindow) -> TabbedPage:
    window.show_page("duty")
    page = window.page("duty")
    assert isinstance(page, TabbedPage)
    return page


def _reports(window: MainWindow) -> ReportsView:
    page = _page(window)
    page.show_tab("reports")
    settle(window)
    view = page.views["reports"]
    assert isinstance(view, ReportsView)
    return view


def _ledger(window: MainWindow) -> LedgerView:
    page = _page(window)
    page.show_tab("ledger")
    settle(window)
    view = page.views["ledger"]
    assert isinstance(view, LedgerView)
    return view


def _go_to(view: ReportsView, pair: int, month: int) -> None:
    assert view.table.select_where(lambda row: row.placement_id == pair)
    place = [column.key for column in COLUMNS].index(f"m{month}")
    row = view.table.view.currentIndex().row()
    view.table.view.setCurrentIndex(view.table.model.index(row, place))


def _dialog(window: MainWindow) -> ReportDialog:
    settle(window)
    return [d for d in window.findChildren(ReportDialog) if d.isVisible()][-1]


def _keyboard() -> QWidget:
    """Give what has the keyboard once a word that was taken has let it go on."""
    for _ in range(4):
        QApplication.processEvents()
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def _type(*words: str) -> None:
    """Type words into whatever has the keyboard, Enter behind each; an open list has it first."""
    for word in words:
        type_text(_keyboard(), word)
        settled = _keyboard()
        QTest.keyClick(QApplication.activePopupWidget() or settled, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("12", "2026-05-12"), ("3日", "2026-05-03"), ("2026-05-09", "2026-05-09"), ("", ""),
     ("5.9", "5.9")],
)  # fmt: skip
def test_a_day_of_the_month_may_be_its_number(typed: str, day: str) -> None:
    assert full_day(typed, 2026, 5) == day


def test_a_duty_is_meant_by_number_or_initials() -> None:
    duties = ("抓党组织组建", "抓协调服务", "抓规范化建设")
    assert [duty for duty in duties if fits_duty("2", duty, duties)] == ["抓协调服务"]
    assert [duty for duty in duties if fits_duty("zgfh", duty, duties)] == ["抓规范化建设"]
    assert not any(fits_duty("7", duty, duties) for duty in duties)


def test_the_grid_shows_both_posts_of_who_moved_and_excuses_the_sick(
    window: MainWindow, pairs: tuple[int, ...]
) -> None:
    view = _reports(window)
    assert view.table.model.rowCount() == 4
    rows = {view.table.model.row_at(n).placement_id: n for n in range(4)}  # type: ignore[union-attr]
    cells = {
        pair: [view.table.model.index(n, 2 + month).data() for month in range(12)]
        for pair, n in rows.items()
    }
    assert cells[pairs[0]] == ["—"] * 3 + ["未报"] * 3 + ["—"] * 6
    assert cells[pairs[1]] == ["—"] * 6 + ["未报"] * 5 + [""]
    assert cells[pairs[2]][3:6] == ["未报", "请假", "未报"]
    assert view.chips["missing"].text() == "有未报 4"
    assert view.chips["late"].text() == "有迟报 0"
    _go_to(view, pairs[2], 5)
    assert "病假 2026-05-04 至 2026-05-30，不需报送" in view.said.text()
    view.chips["thin"].click()
    assert view.table.model.rowCount() == 0
    view.chips["all"].click()


def test_a_report_is_typed_by_keys_alone_and_the_next_person_comes(
    window: MainWindow, workspace: Workspace, pairs: tuple[int, ...]
) -> None:
    view = _reports(window)
    _go_to(view, pairs[0], 5)
    view.table.view.setFocus()
    QTest.keyClick(view.table.view, Qt.Key.Key_Return)
    dialog = _dialog(window)
    assert dialog.sheet.key == ReportKey(pairs[0], YEAR, 5)
    assert dialog.above.text_of("received_on") == f"{YEAR}-12-20"
    _type("4")  # days; the text of the month follows
    type_text(_keyboard(), TEXT)
    QTest.keyClick(_keyboard(), Qt.Key.Key_Tab)
    dialog.lines.focus_first()
    _type("12", "2", "协调办理用地手续", "wqyblsx", "2")
    _type("20", "zdzzzj", "指导成立党支部", "xjdzz", "")
    _type("25", "3", "争取补助", "zqzj", "12.5", "")  # an empty line ends the table
    assert _keyboard() is dialog.below.block("problems").editor.keyboard
    type_text(_keyboard(), "用工难")
    QTest.keyClick(_keyboard(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(window)

    stored = get_report_sheet(workspace, ReportKey(pairs[0], YEAR, 5))
    assert stored.report is not None
    assert (stored.report.days, stored.report.summary, stored.report.problems) == (
        4, TEXT, "用工难"
    )  # fmt: skip
    assert [(line.happened_on.day, line.duty, line.content, line.outcome, line.count,
             line.funds) for line in stored.lines] == [
        (12, "抓协调服务", "协调办理用地手续", Outcome.MATTER, 2, None),
        (20, "抓党组织组建", "指导成立党支部", Outcome.PARTY_ORGANIZATION, 1, None),
        (25, "抓规范化建设", "争取补助", Outcome.FUNDS, None, 12.5),
    ]  # fmt: skip
    # Of the others in the list only one owes May: the one on leave does not.
    assert dialog.isVisible()
    assert dialog.sheet.key == ReportKey(pairs[3], YEAR, 5)
    assert [row.is_empty for row in dialog.lines.rows] == [True]
    assert dialog.below.text_of("problems") == ""
    assert view.chips["late"].text() == "有迟报 1"
    _type("3")
    QTest.keyClick(_keyboard(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert not any(d.isVisible() for d in window.findChildren(ReportDialog))
    undo_last(window)
    assert get_report_sheet(workspace, ReportKey(pairs[3], YEAR, 5)).report is None
    assert get_report_sheet(workspace, ReportKey(pairs[0], YEAR, 5)).report is not None


def test_faults_stay_in_the_dialog_beside_their_cells(
    window: MainWindow, workspace: Workspace, pairs: tuple[int, ...], answers: Answers
) -> None:
    view = _reports(window)
    _go_to(view, pairs[3], 6)
    window.commands.run("reports.type")
    dialog = _dialog(window)
    dialog.lines.focus_first()
    _type("31", "1", "召开支部大会")
    dialog.save_and_go_on()
    settle(window)
    assert dialog.isVisible()
    assert dialog.above.block("days").fault == "请填写到岗天数"
    assert "台账第 1 行" in dialog.message.text
    day = dialog.lines.rows[0].cells["happened_on"]
    assert day.property("fault") is True
    assert get_ledger(workspace, YEAR).lines == ()
    day.setFocus()
    day.selectAll()
    type_text(day, "30")
    assert day.property("fault") is False
    dialog.above.set_field("days", "3")
    # What was typed is not lost without a word.
    answers.say(False)
    dialog.reject()
    assert dialog.isVisible()
    dialog._save(go_on=False)
    settle(window)
    assert get_report_sheet(workspace, ReportKey(pairs[3], YEAR, 6)).report is not None


def test_a_stored_report_is_mended_and_removed(
    window: MainWindow, workspace: Workspace, pairs: tuple[int, ...]
) -> None:
    april = ReportKey(pairs[3], YEAR, 4)
    save_report(workspace, april, {"received_on": f"{YEAR}-05-03", "days": "3", "summary": TEXT})
    view = _reports(window)
    _go_to(view, pairs[3], 4)
    window.commands.run("reports.type")
    dialog = _dialog(window)
    assert dialog.above.text_of("received_on") == f"{YEAR}-05-03"
    dialog.above.set_field("days", "5")
    dialog._save(go_on=False)
    settle(window)
    stored = get_report_sheet(workspace, april)
    assert stored.report is not None
    assert stored.report.days == 5
    window.commands.run("reports.type")
    dialog = _dialog(window)
    dialog.remove()
    settle(window)
    assert get_report_sheet(workspace, april).report is None


def test_leave_is_recorded_from_the_grid(
    window: MainWindow, workspace: Workspace, pairs: tuple[int, ...]
) -> None:
    view = _reports(window)
    _go_to(view, pairs[3], 8)
    window.commands.run("reports.leave")
    (dialog,) = [d for d in window.findChildren(LeavesDialog) if d.isVisible()]
    dialog.add()
    (form,) = [d for d in dialog.findChildren(EntryDialog) if d.isVisible()]
    form.form.set_field("from_on", f"{YEAR}-08-20")
    form.form.set_field("to_on", f"{YEAR}-08-01")
    form.save()
    settle(window)
    assert form.form.block("to_on").fault == "结束日期早于开始日期"
    form.form.set_field("from_on", f"{YEAR}-08-01")
    form.form.set_field("to_on", f"{YEAR}-08-31")
    form.save()
    settle(window)
    assert dialog.table.model.rowCount() == 1
    status = next(r for r in list_status(workspace, YEAR) if r.placement_id == pairs[3])
    assert status.months[7].state is MonthState.EXCUSED
    dialog.remove()
    settle(window)
    assert [each.placement_id for each in list_leaves(workspace, YEAR)] == [pairs[2]]


def test_how_reports_stand_goes_to_paper_and_sheets_go_out_and_come_in(
    window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    _reports(window)
    answers.choose_file(tmp_path)
    window.commands.run("reports.hand_out")
    settle(window)
    assert {path.suffix for path in tmp_path.glob("*月报*")} == {".xlsx"}
    window.commands.run("reports.print")
    settle(window)
    preview = window.findChildren(PreviewDialog)[-1]
    assert "报送情况" in preview.windowTitle()
    preview.reject()
    window.commands.run("reports.import")
    dialog = window.findChildren(ImportDialog)[-1]
    assert dialog.windowTitle() == "导入月报"
    assert dialog._begin.folder is not None
    dialog.reject()


def test_the_ledger_is_narrowed_and_an_organization_registered_from_its_line(
    window: MainWindow, workspace: Workspace, pairs: tuple[int, ...], answers: Answers
) -> None:
    view = _ledger(window)
    window.commands.run("ledger.add")
    (form,) = [d for d in window.findChildren(EntryDialog) if d.isVisible()]
    assert form.form.text_of("whose") == ""
    whose = next(row for row in list_status(workspace, YEAR) if row.placement_id == pairs[3])
    for name, text in {
        "whose": f"{whose.person}（{whose.unit}）", "happened_on": f"{YEAR}-06-18",
        "duty": "抓党组织组建", "content": "指导成立党支部", "outcome": "新建党组织",
    }.items():  # fmt: skip
        form.form.set_field(name, text)
    form.save()
    settle(window)
    assert view.table.model.rowCount() == 1
    assert view.unregistered.text() == "组织待登记 1"
    assert view.sums.text() == "共 1 条；抓党组织组建 1；新建党组织 1 个"
    view.outcome.set_word("走访")
    assert view.table.model.rowCount() == 0
    view.outcome.set_word("")
    view.table.select_number(0)
    window.commands.run("ledger.organization")
    settle(window)
    page = window.page("organizations")
    assert isinstance(page, OrganizationsPage)
    assert window.current_key == "organizations"
    assert page.card.form.text_of("kind") == "党支部"
    assert whose.unit in page.card.form.text_of("units")
    assert page.card.form.text_of("name").endswith("党支部")
    window.commands.run("organizations.save")
    settle(window)
    (line,) = get_ledger(workspace, YEAR).lines
    assert line.organization.endswith("党支部")
    view = _ledger(window)
    assert view.unregistered.text() == "组织待登记 0"
    view.table.select_number(0)
    window.commands.run("ledger.papers")
    papers = window.findChildren(PapersDialog)[-1]
    papers.reject()
    window.commands.run("ledger.remove")
    settle(window)
    assert get_ledger(workspace, YEAR).lines == ()


def test_tab_goes_through_a_report_in_the_order_of_the_paper(
    window: MainWindow, pairs: tuple[int, ...]
) -> None:
    """The ledger came behind the buttons, so that whoever tabbed on left it out."""
    view = _reports(window)
    view.table.select_number(0)
    view.type_report()
    settle(window)
    (dialog,) = (each for each in window.findChildren(ReportDialog) if each.isVisible())
    dialog.activateWindow()
    assert QTest.qWaitForWindowActive(dialog)
    for row in (0, 1):
        dialog.lines.rows[row].cells["content"].setText("走访")
        dialog.lines.rows[row].cells["content"].textEdited.emit("走访")
        settle(window)  # a cell that was just made is shown by the event loop
    dialog.above.focus_field("summary")
    passed = []
    for _ in range(16):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        passed.append(dialog.focusWidget().objectName())
    line = ["line_happened_on", "line_duty", "line_content", "line_outcome", "line_amount"]
    assert passed == [*line, *line, *line, "field_problems"]


def test_reports_are_moved_from_the_unit_somebody_had_left(
    window: MainWindow, workspace: Workspace, pairs: tuple[int, ...]
) -> None:
    with workspace.unit_of_work("save_test", "月报") as uow:
        uow.session.add(MonthlyReportRow(
            placement_id=pairs[0], year=YEAR, month=9, received_on=dt.date(YEAR, 10, 3), days=4
        ))  # fmt: skip
        uow.commit()
    view = _reports(window)
    view.set_year(YEAR)
    settle(window)
    move_button = window.findChild(QPushButton, "button_reports.move")
    assert move_button is not None
    assert view.table.select_where(lambda row: row.placement_id == pairs[1])
    assert not move_button.isVisible()
    assert view.table.select_where(lambda row: row.placement_id == pairs[0])
    assert move_button.isVisible()
    move_button.click()
    settle(window)
    assert not move_button.isVisible()
    moved = next(row for row in list_status(workspace, YEAR) if row.placement_id == pairs[1])
    assert moved.months[8].state is not MonthState.MISSING
