"""Inspection in the window: recorded with its shortcomings, followed up, closed, printed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from partydesk.domain.duty.inspections import Mending
from partydesk.services.duty.inspections import get_overview, save_inspection
from partydesk.services.workspace import Workspace
from partydesk.ui.duty.inspection_dialogs import InspectionDialog
from partydesk.ui.duty.inspections_view import InspectionsView
from partydesk.ui.duty.scans_dialog import ScansDialog
from partydesk.ui.entry_dialog import EntryDialog
from partydesk.ui.main_window import MainWindow
from partydesk.ui.preview import PreviewDialog
from tests.factories import YEAR, StandingClock
from tests.services.duty.test_inspections import TEXTS, WRONG, posted
from tests.ui.duty.duty_window import dialog_of, duty_window, view_of
from tests.ui.round_window import run, settle, undo_last

#: Minutes of real windows; the rules and services behind them are tried in every run.


@pytest.fixture
def window(
    qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace
) -> Iterator[MainWindow]:
    opened = duty_window(qtbot, settings, workspace)
    yield opened
    opened.tasks.shut_down()


def test_an_inspection_is_recorded_followed_up_and_closed(
    window: MainWindow, workspace: Workspace
) -> None:
    posted(workspace)
    posting = get_overview(workspace, YEAR).postings[0]
    view = view_of(window, "inspections", InspectionsView)
    assert view.chips["unseen"].text() == "本半年未督查 1"
    run(window, "inspections.new")
    dialog = dialog_of(window, InspectionDialog)
    dialog.form.set_field("by", "王海 科长")
    dialog.save()
    assert dialog.isVisible()  # nobody is named
    dialog.form.set_field("person", posting.label)
    dialog.shortcomings.add_button.click()
    dialog.shortcomings.add_button.click()
    first, second = dialog.shortcomings.forms
    first.set_field("problem", "未建台账")
    first.set_field("closed_on", "2026-03-02")
    second.set_field("problem", "记录不全")
    dialog.save()
    settle(window)
    assert dialog.isVisible()  # a closure without a word on the mending
    assert first.block("follow_up").fault == "销号前请写明整改情况"
    first.set_field("closed_on", "")
    dialog.save()
    settle(window)
    (line,) = get_overview(workspace, YEAR).lines
    assert [one.problem for one in line.shortcomings] == ["未建台账", "记录不全"]
    assert view.chips["open"].text() == "未销号 1"
    assert view.chips["unseen"].text() == "本半年未督查 0"

    run(window, "inspections.follow")
    entry = dialog_of(window, EntryDialog)
    entry.form.set_field("follow_up", "已建")
    entry.save_button.click()
    settle(window)
    states = [
        one.closed_on is not None for one in get_overview(workspace, YEAR).lines[0].shortcomings
    ]
    assert states == [True, False]
    row = view.shortcomings.current_row()
    assert row is not None
    assert row.problem == "记录不全"  # the next that is open

    run(window, "inspections.mend")
    mending = dialog_of(window, InspectionDialog)
    assert mending.form.text_of("person") == posting.label
    away = mending.shortcomings.findChild(QPushButton, "shortcoming_remove_1")
    assert away is not None
    away.click()
    mending.save()
    settle(window)
    assert get_overview(workspace, YEAR).lines[0].mending is Mending.CLOSED
    run(window, "inspections.remove")
    assert get_overview(workspace, YEAR).lines == ()
    undo_last(window)
    assert len(get_overview(workspace, YEAR).lines) == 1


def test_what_was_just_recorded_is_chosen(window: MainWindow, workspace: Workspace) -> None:
    """The follow-up that came next was written down for the person chosen before."""
    first, second = posted(workspace, 2)
    save_inspection(workspace, None, first, TEXTS, [WRONG])
    view = view_of(window, "inspections", InspectionsView)
    run(window, "inspections.new")
    dialog = dialog_of(window, InspectionDialog)
    posting = next(
        one for one in get_overview(workspace, YEAR).postings if one.placement_id == second
    )
    for name, text in (("person", posting.label), ("by", "王海 科长")):
        dialog.form.set_field(name, text)
    dialog.shortcomings.add_button.click()
    dialog.shortcomings.forms[0].set_field("problem", "未建台账")
    dialog.save()
    settle(window)
    row = view.table.current_row()
    assert row is not None
    assert row.posting.placement_id == second
    problem = view.shortcomings.current_row()
    assert problem is not None
    assert problem.problem == "未建台账"


def test_what_is_due_is_chosen_and_not_the_first_in_the_list(
    window: MainWindow, workspace: Workspace
) -> None:
    first, second = posted(workspace, 2)
    save_inspection(workspace, None, first, TEXTS, [WRONG])
    save_inspection(workspace, None, second, TEXTS, [WRONG])
    view = view_of(window, "inspections", InspectionsView)
    for line in get_overview(workspace, YEAR).lines:
        view.show_due(f"shortcoming:{line.shortcomings[0].id}")
        row, problem = view.table.current_row(), view.shortcomings.current_row()
        assert row is not None
        assert problem is not None
        assert (row.id, problem.id) == (line.id, line.shortcomings[0].id)


def test_both_directions_are_filtered_and_printed(
    window: MainWindow, workspace: Workspace, clock: StandingClock
) -> None:
    first, second = posted(workspace, 2)
    save_inspection(workspace, None, first, TEXTS, [WRONG])
    told = {**TEXTS, "way": "企业反映", "by": "布和 总经理", "satisfaction": "不满意"}
    save_inspection(workspace, None, second, told)
    clock.advance(days=30)
    view = view_of(window, "inspections", InspectionsView)
    counts = {key: chip.text() for key, chip in view.chips.items()}
    assert counts == {
        "all": "全部 2", "open": "未销号 1", "overdue": "逾期 1", "enterprise": "企业反映 1",
        "unseen": "本半年未督查 1",
    }  # fmt: skip
    view.choose("enterprise")
    row = view.table.model.row_at(0)
    assert row is not None
    assert row.posting.placement_id == second
    assert not window.commands.get("inspections.follow").enabled
    view.choose("all")
    view.search.setText("三会一课")
    settle(window)
    assert view.table.model.rowCount() == 1
    view.search.setText("")
    settle(window)
    for key in ("print", "blank", "ledger"):
        run(window, f"inspections.{key}")
        preview = dialog_of(window, PreviewDialog)
        assert preview.preview.page_count == {"print": 1, "blank": 2, "ledger": 1}[key]
        preview.reject()
        settle(window)
    run(window, "inspections.scans")
    scans = dialog_of(window, ScansDialog)
    scans.reject()


def test_whoever_was_not_inspected_is_taken_into_the_dialog(
    window: MainWindow, workspace: Workspace
) -> None:
    posted(workspace, 2)
    view = view_of(window, "inspections", InspectionsView)
    view.choose("unseen")
    view.unseen.select_number(1)
    row = view.unseen.current_row()
    assert row is not None
    view.unseen.opened.emit(row)
    dialog = dialog_of(window, InspectionDialog)
    assert dialog.form.text_of("person") == row.posting.label
    dialog.reject()
    run(window, "inspections.blank")
    preview = dialog_of(window, PreviewDialog)
    assert preview.preview.page_count == 1
    preview.reject()
