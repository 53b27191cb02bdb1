"""Twins in the window: listed, compared side by side, merged, kept apart, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from partydesk.domain.errors import NotFound
from partydesk.domain.selection import Attitude
from partydesk.services import pools
from partydesk.services.duplicates import list_distinctions
from partydesk.services.history import list_actions
from partydesk.services.workspace import Workspace
from partydesk.ui.main_window import MainWindow
from partydesk.ui.pools import merge_dialog
from partydesk.ui.pools.duplicates_dialog import DuplicatesDialog
from partydesk.ui.pools.merge_dialog import MergeDialog
from tests.factories import Form, make_enterprise, make_round
from tests.ui.pool_window import (
    make_template,
    names,
    open_copy,
    talent,
    talents_page,
)

TWINS: tuple[dict[str, str], ...] = (
    {"name": "丹增", "birth": "1969-05-02", "phone": "13800000005", "rank": "一级科员",
     "specialties": "畜牧", "source": "改非"},
    {"name": "旦增", "birth": "1969-05-02", "phone": "13800000005", "rank": "二级科员",
     "specialties": "法律事务"},
    {"name": "王哲", "birth": "1970-07-07", "phone": "13800000001"},
    {"name": "王哲", "birth": "1970-07-07", "phone": "13800000001", "specialties": "财务会计"},
)  # fmt: skip


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Besides three people the twins: numbers 4 and 5, 6 and 7."""
    folder = make_template(tmp_path_factory.mktemp("twins"))
    copy = tmp_path_factory.mktemp("copy") / "w"
    with open_copy(folder, copy) as workspace:
        for cells in TWINS:
            pools.save_record(workspace, "talents", None, cells)
    return copy


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> DuplicatesDialog:
    """The list of twins, opened as the button opens it."""
    page = talents_page(window)
    button = page.findChild(QPushButton, "button_talents.duplicates")
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    found = page.findChild(DuplicatesDialog)
    assert isinstance(found, DuplicatesDialog)
    qtbot.waitUntil(lambda: found.table.model.rowCount() > 0)
    return found


def rows(dialog: DuplicatesDialog) -> list[tuple[str, str]]:
    model = dialog.table.model
    return [
        (str(model.index(row, 0).data()), str(model.index(row, 3).data()))
        for row in range(model.rowCount())
    ]


def press(dialog: DuplicatesDialog | MergeDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    assert button.isEnabled(), name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def open_merge(dialog: DuplicatesDialog, qtbot: QtBot, words: str) -> MergeDialog:
    """Open the comparison of the group whose names hold ``words``."""
    place = next(place for place, row in enumerate(rows(dialog)) if words in row[1])
    dialog.table.select_number(place)
    press(dialog, "duplicates_merge")
    qtbot.waitUntil(lambda: bool(dialog.findChildren(MergeDialog)))
    merge = dialog.findChildren(MergeDialog)[-1]
    qtbot.waitUntil(lambda: merge.findChild(QRadioButton) is not None)
    return merge


def radio(merge: MergeDialog, name: str) -> QRadioButton:
    found = merge.findChild(QRadioButton, name)
    assert isinstance(found, QRadioButton)
    return found


def result(merge: MergeDialog, field: str) -> str:
    found = merge.findChild(QLabel, f"merge_result_{field}")
    assert isinstance(found, QLabel)
    return found.text()


def test_twins_can_be_looked_for_while_a_condition_empties_the_list(window: MainWindow) -> None:
    page = talents_page(window)
    page.filters.search.setText("不在册的人")
    page.reload()
    window.tasks.wait_until_idle()
    assert page.list.model.rowCount() == 0
    assert window.commands.get("talents.duplicates").enabled
    assert not window.commands.get("talents.export").enabled


def test_groups_are_listed_with_certainty_and_reason(dialog: DuplicatesDialog) -> None:
    assert rows(dialog) == [
        ("确定相同", "王哲（6）、王哲（7）"),
        ("可能相同", "丹增（4）、旦增（5）"),
    ]
    reason = dialog.findChild(QLabel, "duplicates_reason")
    assert isinstance(reason, QLabel)
    assert "138****0001" in reason.text()
    dialog.show_only("possible")
    assert len(rows(dialog)) == 1
    assert "姓名写法不同" in reason.text()


def test_choosing_side_by_side_and_taking_it_back(
    dialog: DuplicatesDialog, qtbot: QtBot, workspace: Workspace
) -> None:
    merge = open_merge(dialog, qtbot, "旦增")
    assert radio(merge, "merge_keep_4").isChecked()
    assert result(merge, "specialties") == "畜牧、法律事务"
    assert result(merge, "rank") == "一级科员"
    radio(merge, "merge_rank_5").setChecked(True)
    assert result(merge, "rank") == "二级科员"
    press(merge, "merge_act")
    qtbot.waitUntil(lambda: len(rows(dialog)) == 1)
    kept = talent(workspace, 4)
    assert (kept.name, kept.rank, kept.specialties) == ("丹增", "二级科员", ("畜牧", "法律事务"))
    with pytest.raises(NotFound):
        talent(workspace, 5)
    dialog.undo_bar.ask_undo()
    qtbot.waitUntil(lambda: len(rows(dialog)) == 2)
    assert talent(workspace, 5).rank == "二级科员"
    assert talent(workspace, 4).rank == "一级科员"


def test_keeping_another_record_turns_the_proposals(dialog: DuplicatesDialog, qtbot: QtBot) -> None:
    merge = open_merge(dialog, qtbot, "旦增")
    radio(merge, "merge_keep_5").setChecked(True)
    qtbot.waitUntil(lambda: result(merge, "name") == "旦增")
    assert result(merge, "rank") == "二级科员"
    assert result(merge, "source") == "改非"


def test_the_comparison_is_worked_by_keys(dialog: DuplicatesDialog, qtbot: QtBot) -> None:
    merge = open_merge(dialog, qtbot, "旦增")
    first = radio(merge, "merge_rank_4")
    merge.activateWindow()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)  # the arrows move what has the keyboard
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert radio(merge, "merge_rank_5").isChecked()
    assert result(merge, "rank") == "二级科员"
    assert radio(merge, "merge_rank_5").accessibleName() == "职级：二级科员"


def test_what_all_say_alike_is_shown_when_asked_for(dialog: DuplicatesDialog, qtbot: QtBot) -> None:
    merge = open_merge(dialog, qtbot, "旦增")
    born = merge.findChild(QLabel, "merge_result_birth")
    assert isinstance(born, QLabel)
    assert not born.isVisible()
    QTest.mouseClick(merge.only_differing, Qt.MouseButton.LeftButton)
    assert born.isVisible()
    assert born.text() == "1969-05-02"


def test_what_contradicts_itself_is_said_before_anything_is_merged(
    dialog: DuplicatesDialog, qtbot: QtBot, workspace: Workspace
) -> None:
    form: Form = {4: (Attitude.WILLING, 1), 5: (Attitude.REFUSED, None)}
    make_round(workspace, [make_enterprise(workspace)], posts={0: form})
    merge = open_merge(dialog, qtbot, "旦增")
    assert "意愿不一致" in merge.message.text
    assert not merge.act.isEnabled()


def test_not_the_same_is_remembered_listed_and_taken_back(
    dialog: DuplicatesDialog, qtbot: QtBot, workspace: Workspace
) -> None:
    dialog.table.select_number(1)
    press(dialog, "duplicates_apart")
    qtbot.waitUntil(lambda: len(rows(dialog)) == 1)
    dialog.show_only("marked")
    assert dialog.marked.model.rowCount() == 1
    assert "丹增（4）" in str(dialog.marked.model.index(0, 0).data())
    pair = dialog.marked.model.read_row(0)
    dialog.marked.act_asked.emit(pair, "act")
    qtbot.waitUntil(lambda: not list_distinctions(workspace, "talents"))
    dialog.show_only("all")
    qtbot.waitUntil(lambda: len(rows(dialog)) == 2)


def test_all_certain_groups_at_once(
    window: MainWindow, dialog: DuplicatesDialog, qtbot: QtBot, workspace: Workspace
) -> None:
    batch = dialog.findChild(QPushButton, "duplicates_batch")
    assert isinstance(batch, QPushButton)
    assert batch.text() == "合并全部确定相同的（1 组）"
    press(dialog, "duplicates_batch")
    qtbot.waitUntil(lambda: len(rows(dialog)) == 1)
    assert dialog.message.text == "合并了 1 组，并入 1 条。"
    assert not batch.isEnabled()
    assert names(talents_page(window)).count("王哲") == 1
    assert window.status.undo.action is not None, "the window offers the way back too"


def test_the_list_follows_what_changes_elsewhere(
    window: MainWindow, dialog: DuplicatesDialog, qtbot: QtBot, workspace: Workspace
) -> None:
    """Old results are never shown after the records changed."""
    saved = pools.save_record(workspace, "talents", 7, {"name": "赵六"})
    window.desk.bus.tell(saved.changes)
    qtbot.waitUntil(lambda: len(rows(dialog)) == 1)


def test_merging_what_is_chosen_in_the_list(window: MainWindow, qtbot: QtBot) -> None:
    page = talents_page(window)
    command = window.commands.get("talents.merge")
    assert "2 至 4 条" in command.refusal()
    page.list.table.view.selectAll()
    assert "一次最多合并 4 条" in command.refusal()
    places = [place for place, name in enumerate(names(page)) if name in {"苏和", "王堃"}]
    page.list.table.view.clearSelection()
    model, view = page.list.model, page.list.table.view
    flags = view.selectionModel().SelectionFlag
    for place in places[:2]:
        view.selectionModel().select(model.index(place, 0), flags.Select | flags.Rows)
    assert command.refusal() == ""
    window.commands.run("talents.merge")
    qtbot.waitUntil(lambda: page.findChild(MergeDialog) is not None)


def test_closing_while_records_are_compared_or_merged_harms_nothing(
    window: MainWindow, dialog: DuplicatesDialog, qtbot: QtBot, workspace: Workspace
) -> None:
    """The windows are gone when the work ends; what was asked for is done, and nothing is shown."""
    shown: list[object] = []
    window.desk.errors.shown.connect(shown.append)
    merge = open_merge(dialog, qtbot, "旦增")
    radio(merge, "merge_keep_5").setChecked(True)
    merge.reject()
    qtbot.waitUntil(lambda: not dialog.findChildren(MergeDialog))
    merge = open_merge(dialog, qtbot, "王哲")
    press(merge, "merge_act")
    merge.reject()
    dialog.table.select_number(1)
    press(dialog, "duplicates_merge")
    dialog.reject()
    assert window.tasks.wait_until_idle(10_000)
    assert list_actions(workspace)[0].label.startswith("合并人才：“王哲”")
    assert names(talents_page(window)).count("王哲") == 1
    assert shown == []


def test_the_batch_may_end_behind_a_closed_list(
    window: MainWindow, dialog: DuplicatesDialog, workspace: Workspace
) -> None:
    press(dialog, "duplicates_batch")
    dialog.reject()
    assert window.tasks.wait_until_idle(10_000)
    assert list_actions(workspace)[0].label == "合并确定相同的人才 1 组，并入 1 条"
    assert names(talents_page(window)).count("王哲") == 1


def test_a_fault_of_the_program_is_no_sentence_in_the_dialog(
    window: MainWindow,
    dialog: DuplicatesDialog,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What Python says of a fault is English and helps nobody; it is shown as faults are."""

    def broken(*_args: object) -> None:
        raise ZeroDivisionError("division by zero")

    shown: list[object] = []
    window.desk.errors.shown.connect(shown.append)
    merge = open_merge(dialog, qtbot, "旦增")
    monkeypatch.setattr(merge_dialog, "merge_records", broken)
    press(merge, "merge_act")
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert merge.message.text == ""
    assert merge.act.isEnabled()


def test_the_models_stand_up_to_qt(dialog: DuplicatesDialog, check_model: object) -> None:
    assert callable(check_model)
    check_model(dialog.table.model)
    check_model(dialog.marked.model)
