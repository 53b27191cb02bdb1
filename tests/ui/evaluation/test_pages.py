"""The tabs of 年末考核 in a real window: what is shown, and what clicks and keys do."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from partydesk.domain.evaluation.kinds import Judged
from partydesk.services.evaluation.ballots import list_stacks
from partydesk.services.evaluation.closing import close_evaluation
from partydesk.services.evaluation.evaluations import get_scheme, open_evaluation
from partydesk.services.evaluation.points import get_sheet
from partydesk.services.evaluation.presets import shipped_presets
from partydesk.services.evaluation.publicity import list_objections, publish_results
from partydesk.services.evaluation.results import accept_suggestions, get_results
from partydesk.services.pools import save_record
from partydesk.services.workspace import Workspace
from partydesk.ui.entry_dialog import EntryDialog
from partydesk.ui.evaluation.ballots_view import BallotsView
from partydesk.ui.evaluation.counts_dialog import CountsDialog
from partydesk.ui.evaluation.followup_view import FollowUpView, honour_title
from partydesk.ui.evaluation.points_view import PointsView
from partydesk.ui.evaluation.results_view import ResultsView
from partydesk.ui.evaluation.scheme_view import SchemeView
from partydesk.ui.exchange.import_dialog import ImportDialog
from partydesk.ui.main_window import MainWindow
from partydesk.ui.widgets.text_grid import TextGrid
from tests.factories import YEAR, StandingClock
from tests.services.evaluation.judged_year import begin, ready, serve
from tests.ui.evaluation.year_window import judged_year, open_page

#: Minutes of real windows; the rules and services behind them are tried in every run.

PEOPLE = Judged.PEOPLE
Kind = TypeVar("Kind", bound=QWidget)


def _idle(window: MainWindow) -> None:
    for _ in range(3):
        window.desk.tasks.wait_until_idle()
        QApplication.processEvents()


def _picture(widget: QWidget, name: str) -> None:
    """Keep a picture where somebody wants to look at them."""
    folder = os.environ.get("PARTYDESK_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        widget.grab().save(str(Path(folder) / f"evaluation-{name}.png"))


def _dialog(window: MainWindow, kind: type[Kind]) -> Kind:
    _idle(window)
    found = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind)]
    shown = [each for each in found if each.isVisible()]
    assert len(shown) == 1, kind
    return shown[0]


def _said(view: QWidget, name: str) -> str:
    found = view.findChild(QLabel, name)
    assert found is not None
    return found.text()


def _retype(grid: TextGrid, row: int, text: str) -> None:
    """Type another weight over a row."""
    cell = grid.table.item(row, 1)
    assert cell is not None
    cell.setText(text)


def test_the_scheme_is_begun_changed_and_refused(
    qtbot: QtBot, settings: QSettings, workspace: Workspace, clock: StandingClock
) -> None:
    serve(workspace, clock, 1)
    window, page = open_page(qtbot, settings, workspace, "scheme")
    view = page.views["scheme"]
    assert isinstance(view, SchemeView)
    _idle(window)
    _picture(window, "scheme-empty")
    window.desk.commands.run("scheme.begin")
    _idle(window)
    _picture(window, "scheme")
    grid = view.grids["components"]
    _retype(grid, 0, "25")
    _idle(window)
    window.desk.commands.run("scheme.save")
    _idle(window)
    assert view.message.text == "各项权重合计 105，应为 100"
    _picture(window, "scheme-refused")
    _retype(grid, 1, "15")
    window.desk.commands.run("scheme.save")
    _idle(window)
    scheme = get_scheme(workspace, YEAR, PEOPLE)
    assert scheme is not None
    assert [str(part.weight) for part in scheme.components[:2]] == ["25", "15"]
    assert view.may_close()
    view.judged.choose(Judged.COMMITTEES)
    _idle(window)
    assert view._stack.currentIndex() == 0


def test_tables_of_one_scheme_never_go_into_another_and_are_not_lost(
    qtbot: QtBot, settings: QSettings, workspace: Workspace, clock: StandingClock
) -> None:
    serve(workspace, clock, 1)
    begin(workspace)
    open_evaluation(workspace, YEAR, Judged.COMMITTEES)
    before = get_scheme(workspace, YEAR, Judged.COMMITTEES)
    window, page = open_page(qtbot, settings, workspace, "scheme")
    view = page.views["scheme"]
    assert isinstance(view, SchemeView)
    _idle(window)
    _retype(view.grids["components"], 0, "25")
    view.judged.choose(Judged.COMMITTEES)
    _idle(window)
    assert view.grids["components"].rows[0][0] == "组织覆盖"
    window.desk.commands.run("scheme.save")
    _idle(window)
    assert get_scheme(workspace, YEAR, Judged.COMMITTEES) == before
    view.judged.choose(PEOPLE)
    _idle(window)
    assert view.grids["components"].rows[0][1] == "25"
    _retype(view.grids["components"], 1, "15")
    window.desk.commands.run("scheme.save")
    _idle(window)
    assert view.may_close()


def test_points_are_typed_one_person_after_the_other(
    qtbot: QtBot, settings: QSettings, workspace: Workspace, clock: StandingClock
) -> None:
    serve(workspace, clock, 2)
    people = begin(workspace)
    window, page = open_page(qtbot, settings, workspace, "points")
    view = page.views["points"]
    assert isinstance(view, PointsView)
    _idle(window)
    for number, person in enumerate(people):
        assert view.form is not None
        view.form.set_field("points_0", str(90 + number))
        view.form.set_field("points_1", "88.5")
        view.form.set_field("comment_1", "工作扎实")
        view.form.set_field("reported_on", "2026-12-18")
        window.desk.commands.run("points.save")
        _idle(window)
        sheet = get_sheet(workspace, person)
        assert [typed.points for _, _, typed in sheet.lines] == [str(90 + number), "88.5"]
    _picture(window, "points")
    assert view.form is not None
    view.form.set_field("points_0", "101")
    window.desk.commands.run("points.save")
    _idle(window)
    assert "不在 0 至 100 之间" in view.form.block("points_0").fault
    _picture(window, "points-refused")


def test_the_keyboard_stays_in_the_papers_when_they_are_saved(
    qtbot: QtBot, settings: QSettings, workspace: Workspace, clock: StandingClock
) -> None:
    """After F9 the keyboard was nowhere: what was read anew put another form in its place."""
    serve(workspace, clock, 2)
    people = begin(workspace)
    window, page = open_page(qtbot, settings, workspace, "points")
    view = page.views["points"]
    assert isinstance(view, PointsView)
    _idle(window)
    assert view.form is not None
    view.form.set_field("points_0", "90")
    window.desk.commands.run("points.save")
    _idle(window)
    assert view.form is not None
    box = view.form.block("points_0").editor.keyboard
    assert window.focusWidget() is box
    QTest.keyClicks(box, "77")
    window.desk.commands.run("points.save")
    _idle(window)
    assert get_sheet(workspace, people[1]).lines[0][2].points == "77"


def test_a_long_name_of_a_unit_does_not_cut_the_papers(
    qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace, clock: StandingClock
) -> None:
    serve(workspace, clock, 1)
    name = "内蒙古塔林旗白音塔拉苏木草原生态畜牧业循环经济产业化示范基地综合开发股份有限责任公司"
    save_record(workspace, "enterprises", 1, {"name": name})
    begin(workspace)
    window, page = open_page(qtbot, settings, workspace, "points")
    view = page.views["points"]
    assert isinstance(view, PointsView)
    _idle(window)
    assert view.form is not None
    titles = [each.text() for each in view.form.findChildren(QLabel)]
    assert f"企业点评　{name}" in titles
    box = view.form.block("comment_1").editor.keyboard
    right = box.mapTo(view._card, box.rect().topRight()).x()
    assert right < view._card.width()


def test_committees_are_listed_by_their_whole_names(
    qtbot: QtBot, settings: QSettings, workspace: Workspace, clock: StandingClock
) -> None:
    """They stood in the columns of people, their names cut off beside empty columns."""
    open_evaluation(workspace, YEAR, Judged.COMMITTEES)
    window, page = open_page(qtbot, settings, workspace, "points")
    for key, kind in (("points", PointsView), ("results", ResultsView)):
        page.show_tab(key)
        view = page.views[key]
        assert isinstance(view, kind)
        view.judged.choose(Judged.COMMITTEES)
        _idle(window)
        labels = [column.label for column in view.table.model.columns]
        assert "基层党委" in labels
        assert not {"姓名", "单位", "在岗月数"} & set(labels)


def test_points_that_are_not_saved_wait_for_their_person(
    qtbot: QtBot, settings: QSettings, workspace: Workspace, clock: StandingClock
) -> None:
    serve(workspace, clock, 2)
    people = begin(workspace)
    window, page = open_page(qtbot, settings, workspace, "points")
    view = page.views["points"]
    assert isinstance(view, PointsView)
    _idle(window)
    assert view.form is not None
    box = view.form.block("points_0").editor.keyboard
    box.setFocus()
    QTest.keyClicks(box, "87")
    view.table.select_number(1)
    assert view.form.text_of("points_0") == ""
    view.table.select_number(0)
    assert view.form.text_of("points_0") == "87"
    window.desk.commands.run("points.save")
    _idle(window)
    assert get_sheet(workspace, people[0]).lines[0][2].points == "87"
    assert view.may_close()


def test_counts_are_typed_by_keyboard(
    qtbot: QtBot, settings: QSettings, workspace: Workspace, clock: StandingClock
) -> None:
    serve(workspace, clock, 1)
    begin(workspace)
    window, page = open_page(qtbot, settings, workspace, "ballots")
    view = page.views["ballots"]
    assert isinstance(view, BallotsView)
    _idle(window)
    view.table.select_number(0)
    window.desk.commands.run("ballots.counts")
    dialog = _dialog(window, CountsDialog)
    for box in dialog._order[:3]:
        QTest.keyClicks(
            box, {"counts_issued": "8", "counts_returned": "7"}.get(box.objectName(), "1")
        )
        QTest.keyClick(box, Qt.Key.Key_Return)
    for box in dialog._order[3:]:
        QTest.keyClicks(box, "6" if box.objectName().endswith("_good") else "0")
        if box.objectName() == "counts_stay_stay":
            QTest.keyClick(box, Qt.Key.Key_Backspace)
            QTest.keyClicks(box, "5")
        if box is dialog._order[-1]:
            _picture(dialog, "counts")
        QTest.keyClick(box, Qt.Key.Key_Return)
    _idle(window)
    stack = list_stacks(workspace, YEAR)[0]
    assert stack.tally is not None
    assert (stack.tally.valid, stack.tally.abstained("stay")) == (6, 1)
    assert stack.tally.counts["overall"]["good"] == 6
    _picture(window, "ballots")


def test_more_back_than_out_is_refused_in_the_dialog(
    qtbot: QtBot, settings: QSettings, workspace: Workspace, clock: StandingClock
) -> None:
    serve(workspace, clock, 1)
    begin(workspace)
    window, page = open_page(qtbot, settings, workspace, "ballots")
    _idle(window)
    view = page.views["ballots"]
    assert isinstance(view, BallotsView)
    view.table.select_number(0)
    window.desk.commands.run("ballots.counts")
    dialog = _dialog(window, CountsDialog)
    dialog.sums["issued"].setValue(3)
    dialog.sums["returned"].setValue(4)
    dialog.save()
    assert "收回 4 张，多于发出的 3 张" in dialog.message.text
    _picture(dialog, "counts-refused")
    dialog.reject()


@pytest.mark.parametrize(("tab", "title"), [("ballots", "导入测评票"), ("points", "导入考核打分")])
def test_counts_and_points_can_be_brought_in(
    qtbot: QtBot,
    settings: QSettings,
    workspace: Workspace,
    clock: StandingClock,
    tab: str,
    title: str,
) -> None:
    serve(workspace, clock, 1)
    begin(workspace)
    window, _ = open_page(qtbot, settings, workspace, tab)
    _idle(window)
    window.desk.commands.run(f"{tab}.import")
    dialog = _dialog(window, ImportDialog)
    assert dialog.windowTitle() == title
    dialog.reject()


def test_other_grades_and_questions_are_taken_over_and_a_closed_scheme_is_read_only(
    qtbot: QtBot, settings: QSettings, workspace: Workspace, clock: StandingClock
) -> None:
    ready(workspace, clock, 3)
    window, page = open_page(qtbot, settings, workspace, "scheme")
    view = page.views["scheme"]
    assert isinstance(view, SchemeView)
    _idle(window)
    view._tabs.setCurrentWidget(view.grids["questions"])
    {a.text(): a for a in view.questions_menu().actions()}[
        "满意度调查（20 题，按六项职责）"
    ].trigger()
    {a.text(): a for a in view.ladders_menu().actions()}["优秀、合格、基本合格、不合格"].trigger()
    _idle(window)
    _picture(window, "scheme-questions")
    view._tabs.setCurrentWidget(view.grids["grades"])
    _picture(window, "scheme-grades")
    window.desk.commands.run("scheme.save")
    _idle(window)
    scheme = get_scheme(workspace, YEAR, PEOPLE)
    assert scheme is not None
    assert [grade.word for grade in scheme.grades] == ["优秀", "合格", "基本合格", "不合格"]
    assert len(scheme.component("satisfaction").questions) == 20
    accept_suggestions(workspace, YEAR, PEOPLE, workspace.today())
    view.take_ladder(shipped_presets().ladders[2])
    window.desk.commands.run("scheme.save")
    _idle(window)
    assert view.message.text.startswith("已有人确定为")
    publish_results(workspace, YEAR, PEOPLE, workspace.today())
    clock.advance(days=6)
    window.desk.bus.tell(close_evaluation(workspace, YEAR, PEOPLE))
    _idle(window)
    assert "已于" in view.message.text
    assert view.grids["grades"].rows[1][0] == "合格"
    grid = view.grids["components"]
    assert grid.table.editTriggers() == QAbstractItemView.EditTrigger.NoEditTriggers
    assert window.desk.commands.get("scheme.ladder").refusal() == view.message.text
    assert window.desk.commands.get("scheme.save").refusal() == view.message.text
    _picture(window, "scheme-closed")


def test_results_are_shown_decided_and_followed_up(
    qtbot: QtBot, settings: QSettings, workspace: Workspace, clock: StandingClock
) -> None:
    judged_year(workspace, clock)
    window, page = open_page(qtbot, settings, workspace, "results")
    view = page.views["results"]
    assert isinstance(view, ResultsView)
    _idle(window)
    _picture(window, "results")
    window.desk.commands.run("results.accept")
    dialog = _dialog(window, EntryDialog)
    dialog.save()
    _idle(window)
    results = get_results(workspace, YEAR, PEOPLE)
    assert results is not None
    assert [row.evaluated.grade for row in results.rows] == [
        row.placed.suggested for row in results.rows
    ]
    view.table.select_number(1)
    window.desk.commands.run("results.decide")
    dialog = _dialog(window, EntryDialog)
    dialog.form.set_field("grade", "基本称职")
    dialog.save()
    _idle(window)
    assert "请写明理由" in dialog.form.block("why").fault
    dialog.form.set_field("why", "党工委会议研究决定")
    dialog.save()
    _idle(window)
    page.show_tab("followup")
    follow = page.views["followup"]
    assert isinstance(follow, FollowUpView)
    _idle(window)
    assert _said(follow, "followup_about") == "等次都已确定，可以公示"
    close = window.desk.commands.get("followup.close")
    assert not close.enabled  # it asked whether this was meant, and then refused
    assert close.refusal() == "考核结果还没有公示"
    window.desk.commands.run("followup.publish")
    _dialog(window, EntryDialog).save()
    _idle(window)
    assert "期满后才能办结" in close.refusal()
    window.desk.commands.run("followup.object")
    dialog = _dialog(window, EntryDialog)
    who = results.rows[-1].evaluated
    dialog.form.set_field("about", f"{who.name}（{who.units[0].name}）")
    dialog.form.set_field("text", "到岗少")
    dialog.save()
    _idle(window)
    (objection,) = list_objections(workspace, YEAR, PEOPLE)
    assert (objection.evaluated_id, objection.about) == (who.id, who.name)
    _picture(window, "followup")
    results = get_results(workspace, YEAR, PEOPLE)
    assert results is not None
    assert results.public_from == workspace.today()


def test_honours_are_named_after_what_people_are(
    workspace: Workspace, clock: StandingClock
) -> None:
    """The title said 党建指导员 whatever those who were commended are."""
    judged_year(workspace, clock)
    results = get_results(workspace, YEAR, PEOPLE)
    assert results is not None
    first = results.rows[0]
    secretary = replace(first, evaluated=replace(first.evaluated, group="党组织书记"))
    assert honour_title([secretary]) == "优秀党组织书记"
    assert honour_title([secretary, first]) == "优秀党组织书记、党建指导员"
    assert honour_title([]) == ""
