"""Training in the window: a session from its beginning to the certificates, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from partydesk.services.certificates import list_certificates
from partydesk.services.duty.participants import list_participants
from partydesk.services.duty.trainings import list_courses, list_sessions
from partydesk.services.workspace import Workspace
from partydesk.ui.duty.people_dialog import PeopleDialog
from partydesk.ui.duty.training_dialogs import CoursesDialog, IssueDialog, SessionDialog
from partydesk.ui.duty.training_view import TrainingView
from partydesk.ui.entry_dialog import EntryDialog
from partydesk.ui.main_window import MainWindow
from partydesk.ui.preview import PreviewDialog
from tests.factories import YEAR, make_pairs, make_talent, number_of
from tests.services.duty.test_trainings import hold, trained_on
from tests.ui.answers import Answers
from tests.ui.duty.duty_window import dialog_of, duty_window, view_of
from tests.ui.round_window import press, run, settle, undo_last

#: Minutes of real windows; the rules and services behind them are tried in every run.


@pytest.fixture
def window(
    qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace
) -> Iterator[MainWindow]:
    opened = duty_window(qtbot, settings, workspace)
    yield opened
    opened.tasks.shut_down()


def texts(workspace: Workspace, number: int) -> list[tuple[str, int | None, str]]:
    """Presence, score and result of everybody in a session."""
    told = (one.taking_part for one in list_participants(workspace, number))
    return [(str(t.presence or ""), t.score, str(t.result or "")) for t in told]


def test_a_session_is_recorded_and_its_people_are_ticked(
    window: MainWindow, workspace: Workspace
) -> None:
    people = [number_of(make_talent(workspace)) for _ in range(3)]
    view = view_of(window, "trainings", TrainingView)
    run(window, "training.new")
    dialog = dialog_of(window, SessionDialog)
    for name, text in (
        ("course", "岗前培训班"), ("held_from", "2026-02-02"), ("held_to", "2026-02-04"),
    ):  # fmt: skip
        dialog.form.set_field(name, text)
    dialog.save_button.click()
    settle(window)
    assert dialog.isVisible()  # the hours are missing, said beside their field
    dialog.form.set_field("hours", "24")
    dialog.save_button.click()
    settle(window)
    (line,) = list_sessions(workspace, YEAR)
    assert view.sessions.current_row() == line

    run(window, "training.people")
    chooser = dialog_of(window, PeopleDialog)
    assert not chooser.add.isEnabled()
    chooser.choose("everybody")
    press(chooser.table.view, Qt.Key.Key_Space, Qt.Key.Key_Return)
    chooser.search.setText("没有这个人")
    settle(window)
    assert chooser.add.text() == "加入 2 人"  # what was ticked stays ticked
    chooser.search.setText("")
    settle(window)
    chooser.tick_shown()
    chooser.add.click()
    settle(window)
    taking = list_participants(workspace, line.id)
    assert [one.taking_part.talent_id for one in taking] == people
    view.grid.select_number(1)
    run(window, "training.take_out")
    assert len(list_participants(workspace, line.id)) == 2


def test_a_known_course_fills_in_what_it_says(window: MainWindow, workspace: Workspace) -> None:
    hold(workspace)
    view_of(window, "trainings", TrainingView)
    run(window, "training.new")
    dialog = dialog_of(window, SessionDialog)
    dialog.form.set_field("course", "党建指导员岗前培训班")
    assert dialog.form.text_of("hours") == "24"
    dialog.save_button.click()
    settle(window)
    assert len(list_sessions(workspace, YEAR)) == 2
    run(window, "training.mend")
    dialog = dialog_of(window, SessionDialog)
    dialog.form.set_field("place", "会议中心")
    dialog.save_button.click()
    settle(window)
    assert list_sessions(workspace, YEAR)[0].session.place == "会议中心"


def test_results_are_typed_by_keyboard_and_certificates_issued(
    window: MainWindow, workspace: Workspace
) -> None:
    people = [number_of(make_talent(workspace)) for _ in range(3)]
    number = hold(workspace, *people)
    view = view_of(window, "trainings", TrainingView)
    assert not window.commands.get("training.save").enabled
    press(view.grid.view, "88h", Qt.Key.Key_Return, "n", Qt.Key.Key_Return, "95")
    settle(window)
    run(window, "training.save")
    assert texts(workspace, number) == [
        ("出席", 88, "合格"), ("缺席", None, ""), ("出席", 95, ""),
    ]  # fmt: skip
    assert view.grid.typed == {}
    undo_last(window)
    assert texts(workspace, number)[0] == ("", None, "")
    view.grid.select_number(1)
    press(view.grid.view, "n")
    run(window, "training.passed")  # what was typed is stored along
    assert [each[2] for each in texts(workspace, number)] == ["合格", "", "合格"]
    assert trained_on(workspace, people[0]) == "2026-02-04"
    _issue(window, workspace)
    for key, pages in (("sign_in", 3), ("roster", 1), ("certificates", 2)):
        run(window, f"training.{key}")
        preview = dialog_of(window, PreviewDialog)
        assert preview.preview.page_count == pages
        preview.reject()
        settle(window)


def _issue(window: MainWindow, workspace: Workspace) -> None:
    """Issue certificates, first with a day that cannot be."""
    run(window, "training.issue")
    issue = dialog_of(window, IssueDialog)
    issue.form.set_field("on", "2026-02-03")
    issue.issue()
    settle(window)
    assert issue.isVisible()  # before the training ended
    issue.form.set_field("on", "2026-03-01")
    issue.issue()
    settle(window)
    assert len(list_certificates(workspace, YEAR)) == 2
    assert not window.commands.get("training.issue").enabled


def test_what_is_wrong_is_said_beside_its_row_and_typing_is_not_lost(
    window: MainWindow, workspace: Workspace, answers: Answers
) -> None:
    person = number_of(make_talent(workspace))
    first = hold(workspace, person)
    hold(workspace, person, held_from="2026-03-01", held_to="2026-03-01")
    view = view_of(window, "trainings", TrainingView)
    view.sessions.select_where(lambda line: line.id == first)
    press(view.grid.view, "88h")
    view.sessions.select_where(lambda line: line.id != first)  # stores what was typed
    settle(window)
    assert texts(workspace, first) == [("出席", 88, "合格")]
    view.sessions.select_where(lambda line: line.id == first)
    settle(window)
    press(view.grid.view, "n")
    answers.say(False)
    assert not window.page("duty").may_close()  # type: ignore[attr-defined]
    view.save()
    settle(window)
    row = view.grid.current_row()
    assert row is not None
    assert "缺席的没有成绩" in row.fault
    assert texts(workspace, first) == [("出席", 88, "合格")]
    press(view.grid.view, "y")
    settle(window)
    assert view.grid.typed == {}
    assert window.page("duty").may_close()  # type: ignore[attr-defined]
    press(view.grid.view, Qt.Key.Key_Delete)
    run(window, "training.save")
    assert texts(workspace, first) == [("", None, "")]


def test_who_lacks_a_training_is_listed(window: MainWindow, workspace: Workspace) -> None:
    (pair,) = make_pairs(workspace)
    view = view_of(window, "trainings", TrainingView)
    assert view.chips["to_post"].text() == "拟派未岗前培训 1"
    view.choose_list("to_post")
    row = view.people.model.row_at(0)
    assert row is not None
    assert (row.name, row.lacks) == (pair.talent, "没有岗前培训的记录")
    view.search.setText("没有这个人")
    settle(window)
    assert view.people.model.rowCount() == 0


def test_courses_are_mended_and_removed(window: MainWindow, workspace: Workspace) -> None:
    hold(workspace)
    view_of(window, "trainings", TrainingView)
    run(window, "training.courses")
    dialog = dialog_of(window, CoursesDialog)
    dialog.mend()
    entry = dialog_of(window, EntryDialog)
    entry.form.set_field("hours", "16")
    entry.save_button.click()
    settle(window)
    assert list_courses(workspace)[0][0].hours == 16
    run(window, "training.remove")
    assert list_sessions(workspace, YEAR) == ()
    dialog.remove()
    settle(window)
    assert list_courses(workspace) == ()
    dialog.reject()
