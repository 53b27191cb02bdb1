"""The matching board: carrying people, keys, other chances, and the runs of the round."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QPoint, QSettings, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QRubberBand
from pytestqt.qtbot import QtBot

from bench._large_round import PEOPLE as MANY_PEOPLE
from bench._large_round import POSTS as MANY_POSTS
from bench._large_round import large_round
from partydesk.domain.selection import Attitude, Ruling, Side
from partydesk.services import matching, wishes
from partydesk.services.board import get_board
from partydesk.services.workspace import Workspace
from partydesk.ui.main_window import MainWindow
from partydesk.ui.selection.board_view import BoardView
from partydesk.ui.selection.compare_dialog import CompareDialog
from partydesk.ui.selection.dragging import Carried, PersonModel, carried_in, packed
from partydesk.ui.selection.run_line import STALE, RunDialog
from tests.ui.round_window import (
    AODUN,
    CEMENT,
    GRAIN,
    LI_1971,
    QIMUGE,
    SUHE,
    TRANSPORT,
    YEAR,
    add_posts,
    add_wishes,
    new_workspace,
    open_window,
    press,
    run,
    selection_page,
    settle,
)

COPY = Qt.DropAction.CopyAction
LOCKED, FORBIDDEN = Ruling.LOCKED, Ruling.FORBIDDEN


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with new_workspace(tmp_path / "w") as made:
        add_posts(made)
        add_wishes(made)
        yield made


@pytest.fixture
def window(
    qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace
) -> Iterator[MainWindow]:
    opened = open_window(qtbot, settings, workspace)
    yield opened
    opened.tasks.shut_down()


@pytest.fixture
def board(window: MainWindow) -> BoardView:
    """The board after the first run: 水泥 苏和, 杂粮 敖敦, 运输 其木格."""
    page = selection_page(window)
    page.show_step("matching")
    run(window, "selection.run")
    return page.board


def _rulings(workspace: Workspace) -> dict[tuple[int, int], Ruling]:
    standing = get_board(workspace, YEAR).standing
    assert standing is not None
    return dict(standing.rulings)


def _carry(board: BoardView, person: int, post: int | None = None) -> QMimeData:
    """Take a person from the candidates, or from a post's row, as the view does."""
    if post is None:
        board.card.candidates.select_where(lambda each: each.talent_id == person)
        model: QAbstractItemModel = board.card.model
        index = board.card.candidates.view.currentIndex()
    else:
        model, index = board.model, board.model.index(_row(board, post), 1)
    assert index.flags() & Qt.ItemFlag.ItemIsDragEnabled
    data = model.mimeData([index])
    carried = carried_in(data)
    assert carried == Carried(person, post)
    return data


def _row(board: BoardView, post: int) -> int:
    return board.model.find_loaded(lambda line: line.post.id == post)


def _drop(window: MainWindow, board: BoardView, data: QMimeData, post: int) -> bool:
    index = board.model.index(_row(board, post), 1)
    done = board.model.dropMimeData(data, COPY, -1, -1, index)
    settle(window)
    return done


def _cell(board: BoardView, post: int, key: str) -> str:
    column = next(n for n, each in enumerate(board.model.columns) if each.key == key)
    return str(board.model.index(_row(board, post), column).data())


def _now(board: BoardView, person: int) -> str:
    board.card.candidates.select_where(lambda each: each.talent_id == person)
    index = board.card.candidates.view.currentIndex()
    return str(board.card.model.index(index.row(), 4).data())


# -- carrying ----------------------------------------------------------------------------------


def test_who_is_dropped_on_a_post_is_locked_there(
    window: MainWindow, board: BoardView, workspace: Workspace
) -> None:
    assert _drop(window, board, _carry(board, LI_1971), CEMENT)
    assert _rulings(workspace) == {(CEMENT, LI_1971): LOCKED}
    assert _cell(board, CEMENT, "talent") == "李秀兰（1971 年生）"
    assert _cell(board, CEMENT, "lock") == "锁"
    assert "锁定" in window.status.undo.findChildren(QLabel)[0].text()
    chosen = board.card.candidate()
    assert chosen is not None
    assert chosen.talent_id == LI_1971
    # What speaks against the pair stands on its row in words.
    assert _cell(board, CEMENT, "mark") == "企业未选"

    press(board.posts.view, "z")  # no command: the letter alone does nothing
    assert _rulings(workspace) == {(CEMENT, LI_1971): LOCKED}
    board.undo()
    settle(window)
    assert _rulings(workspace) == {}
    assert _cell(board, CEMENT, "talent") == "苏和"


def test_who_is_carried_from_one_post_to_another_leaves_the_first(
    window: MainWindow, board: BoardView, workspace: Workspace
) -> None:
    board.posts.select_number(_row(board, CEMENT))
    run(window, "selection.lock")
    assert _drop(window, board, _carry(board, SUHE, CEMENT), GRAIN)
    assert _rulings(workspace) == {(GRAIN, SUHE): LOCKED}
    assert _cell(board, CEMENT, "talent") == "未配"
    assert _cell(board, CEMENT, "mark") == "空出"


def test_who_is_carried_back_to_the_candidates_is_locked_no_more(
    window: MainWindow, board: BoardView, workspace: Workspace
) -> None:
    data = _carry(board, SUHE, CEMENT)
    nowhere = QModelIndex()
    assert not board.card.model.canDropMimeData(data, COPY, -1, -1, nowhere), "nothing to take back"
    run(window, "selection.lock")
    assert board.card.model.dropMimeData(data, COPY, -1, -1, nowhere)
    settle(window)
    assert _rulings(workspace) == {}


def test_what_cannot_be_dropped_is_refused_and_said(
    window: MainWindow, board: BoardView, workspace: Workspace
) -> None:
    _drop(window, board, _carry(board, LI_1971), CEMENT)
    data = _carry(board, AODUN)
    assert not _drop(window, board, data, CEMENT)
    assert _rulings(workspace) == {(CEMENT, LI_1971): LOCKED}
    assert board.strip.text == (
        "不能锁定：塔林水泥有限责任公司 · 党建指导员已锁定给李秀兰（1971 年生），请先取消"
    )
    assert _now(board, AODUN) == "岗位已锁定"
    foreign = QMimeData()
    foreign.setText("苏和")
    assert not board.model.dropMimeData(foreign, COPY, -1, -1, board.model.index(0, 0))
    beside = QModelIndex()
    assert not board.model.canDropMimeData(data, COPY, -1, -1, beside)


def test_what_a_drop_would_do_is_said_while_the_mouse_is_over_the_row(
    window: MainWindow, board: BoardView
) -> None:
    view = board.posts.view
    data = packed(Carried(AODUN, GRAIN))
    place = QPoint(60, view.rowViewportPosition(_row(board, TRANSPORT)) + 8)
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    before = board.strip.text
    for kind in (QDragEnterEvent, QDragMoveEvent):
        QApplication.sendEvent(view.viewport(), kind(place, COPY, data, button, none))
    assert board.strip.text == (
        "把敖敦其其格锁定到宏远运输 · 指导员；将换下其木格；"
        "其木格目前没有空岗可去；"
        "敖敦其其格将离开十家杂粮合作社 · 指导员，那里空出。"
        "请留意：宏远运输有限公司的意愿里没有写到敖敦其其格；"
        "敖敦其其格不愿意去宏远运输 · 指导员"
    )
    frame = view.viewport().findChild(QRubberBand)
    assert frame is not None
    assert frame.isVisible()
    QApplication.sendEvent(view.viewport(), QDragLeaveEvent())
    assert board.strip.text == before
    assert not frame.isVisible()


def test_an_empty_post_carries_nobody(window: MainWindow, board: BoardView) -> None:
    _drop(window, board, _carry(board, SUHE), GRAIN)
    index = board.model.index(_row(board, CEMENT), 1)
    assert not index.flags() & Qt.ItemFlag.ItemIsDragEnabled
    assert board.model.mimeData([index]).formats() == []
    assert board.model.mimeData([]).formats() == []


def test_qt_finds_no_fault_in_the_models(
    board: BoardView, check_model: Callable[[QAbstractItemModel], None]
) -> None:
    model = board.model
    assert isinstance(model, PersonModel)
    check_model(model)


# -- keys --------------------------------------------------------------------------------------


def test_keys_lock_forbid_lift_and_take_back(
    window: MainWindow, board: BoardView, workspace: Workspace
) -> None:
    posts, candidates = board.posts.view, board.card.candidates.view
    press(posts, Qt.Key.Key_Right)
    assert candidates.hasFocus()
    board.card.candidates.select_where(lambda each: each.talent_id == LI_1971)
    press(candidates, Qt.Key.Key_Return)
    settle(window)
    assert _rulings(workspace) == {(CEMENT, LI_1971): LOCKED}
    press(candidates, Qt.Key.Key_Delete)
    settle(window)
    assert _rulings(workspace) == {}
    board.card.candidates.select_where(lambda each: each.talent_id == LI_1971)
    press(candidates, "f")
    settle(window)
    assert _rulings(workspace) == {(CEMENT, LI_1971): FORBIDDEN}
    press(candidates, Qt.Key.Key_Left)
    assert posts.hasFocus()
    window.activateWindow()
    QApplication.processEvents()
    window.commands.action("selection.undo").trigger()
    settle(window)
    assert _rulings(workspace) == {}
    assert window.commands.action("selection.undo").shortcut().toString() == "Ctrl+Z"


def test_enter_on_a_post_goes_to_its_candidates(window: MainWindow, board: BoardView) -> None:
    press(board.posts.view, Qt.Key.Key_Return)
    assert board.card.candidates.view.hasFocus()


# -- words on the rows -------------------------------------------------------------------------


def test_candidates_say_what_speaks_against_them(
    window: MainWindow, board: BoardView, workspace: Workspace
) -> None:
    board.posts.select_number(_row(board, TRANSPORT))
    assert _now(board, AODUN) == "企业未选、本人不愿意"
    assert _now(board, QIMUGE) == "此岗（余 0 席）"
    press(board.posts.view, "l")
    settle(window)
    board.posts.select_number(_row(board, CEMENT))
    assert _now(board, QIMUGE) == "席位已满、企业未选"
    index = board.card.candidates.view.currentIndex()
    tip = board.card.model.index(index.row(), 4).data(Qt.ItemDataRole.ToolTipRole)
    assert "其木格可驻 1 家，席位已满" in tip
    assert "现在：宏远运输有限公司" in tip


def test_other_chances_and_who_could_take_an_empty_post(
    window: MainWindow, board: BoardView, workspace: Workspace
) -> None:
    board.posts.select_number(_row(board, CEMENT))
    block = board.card.person
    board.card.candidates.select_where(lambda each: each.talent_id == AODUN)
    assert block.chips[1].text() == "其他机会 1"
    block.chips[1].click()
    assert block.chances.isVisible()
    rows = [
        [str(block.chances.model.index(row, column).data()) for column in range(5)]
        for row in range(block.chances.model.rowCount())
    ]
    assert [[row[0], row[2], row[4]] for row in rows] == [
        ["十家杂粮合作社 · 指导员", "1", "此人"],
        ["塔林水泥 · 指导员", "2", "苏和"],
    ]
    _drop(window, board, _carry(board, SUHE), GRAIN)
    board.posts.select_number(_row(board, CEMENT))
    reason = board.findChild(QLabel, "pair_reason")
    assert reason is not None
    said = reason.accessibleName()
    assert said.startswith("匹配时配给苏和，后经办公室调整空出")
    assert "双方都愿意又有空席的：敖敦其其格（契合 " in said


def test_what_would_have_to_change_is_asked_for_a_post_and_for_a_person(
    window: MainWindow, board: BoardView, workspace: Workspace
) -> None:
    assert board.card.remedies.isHidden()
    wishes.save_wishes(workspace, YEAR, Side.ENTERPRISE, CEMENT, {QIMUGE: (Attitude.WILLING, 1)})
    wishes.save_wishes(workspace, YEAR, Side.PERSON, QIMUGE, {TRANSPORT: (Attitude.WILLING, 1)})
    selection_page(window).reload()
    settle(window)
    run(window, "selection.run")
    board.posts.select_number(_row(board, CEMENT))
    block = board.card.remedies
    assert not block.isHidden()
    block.ask_button.click()
    settle(window)
    assert "如果" in block.answer.text()
    assert "即可由" in block.answer.text()
    assert block.ask_button.isHidden()
    pairs = matching.list_runs(workspace, YEAR)[0].pairs
    left_out = next(n for n in (SUHE, LI_1971, AODUN) if n not in pairs.values())
    board.card.candidates.select_where(lambda each: each.talent_id == left_out)
    person = board.card.person
    assert person.reason.text()
    person.remedies.ask_button.click()
    settle(window)
    assert person.remedies.answer.text()
    # Both answers at once on a low screen: nothing may lie over anything else.
    board.posts.select_number(_row(board, CEMENT))
    block.ask_button.click()
    person.show_leaf(1)
    window.resize(1366, 768)
    settle(window)
    assert board.card.candidates.geometry().bottom() < person.geometry().top()
    board.posts.select_number(_row(board, GRAIN))
    assert block.isHidden()


def test_the_next_run_keeps_what_there_was_where_it_is_ticked(
    window: MainWindow, board: BoardView, workspace: Workspace
) -> None:
    board.way.choose("keep")
    assert board.way.text() == "企业优先 · 稳定为先 · 少变动 ▾"
    run(window, "selection.run")
    newest, first = matching.list_runs(workspace, YEAR)
    assert (newest.previous, newest.pairs) == (first.id, first.pairs)
    board.way.choose("keep")
    assert not board.way.keep


# -- runs --------------------------------------------------------------------------------------


def _second_run(window: MainWindow, board: BoardView) -> None:
    """Lock 李秀兰 to 水泥 and match again."""
    _drop(window, board, _carry(board, LI_1971), CEMENT)
    run(window, "selection.run")


def _compared(dialog: CompareDialog) -> list[list[str]]:
    model = dialog.model
    return [
        [str(model.index(row, column).data()) for column in range(4)]
        for row in range(model.rowCount())
    ]


def test_two_runs_side_by_side_and_one_taken_up(
    window: MainWindow, board: BoardView, workspace: Workspace
) -> None:
    assert window.commands.get("selection.compare").refusal() == "匹配两次以后才能比较"
    _second_run(window, board)
    run(window, "selection.compare")
    dialog = board.findChild(CompareDialog)
    assert isinstance(dialog, CompareDialog)
    assert _compared(dialog) == [["塔林水泥 · 指导员", "苏和", "李秀兰（1971 年生）", "换人"]]
    dialog.only_different.click()
    assert [row[3] for row in _compared(dialog)] == ["换人", "相同", "相同"]
    total = dialog.findChild(QLabel, "compare_total")
    assert total is not None
    assert total.text() == "换人 1 · 相同 2"
    figures = [
        [found.text() for column in range(5) if (found := _figure(dialog, row, column))]
        for row in (1, 2)
    ]
    # A post filled by a lock is no wish that came true.
    assert figures == [
        ["第 1 次", "3 / 3", "3 / 5", "3", "1.0（3 对）"],
        ["第 2 次", "3 / 3", "3 / 5", "2", "1.0（2 对）"],
    ]
    first = dialog.findChild(QPushButton, "compare_adopt_first")
    assert first is not None
    assert first.text() == "采用第 1 次"
    first.click()
    settle(window)
    assert board.runs.choice.text().startswith("第 1 次 · ")
    assert board.run_id == matching.list_runs(workspace, YEAR)[1].id
    note = board.findChild(QLabel, "run_note")
    assert note is not None
    assert note.text() == "这不是最近一次匹配"


def _figure(dialog: CompareDialog, row: int, column: int) -> QLabel | None:
    return dialog.findChild(QLabel, f"figure_{row}_{column}")


def test_any_two_runs_can_be_compared(window: MainWindow, board: BoardView) -> None:
    _second_run(window, board)
    run(window, "selection.compare")
    dialog = board.findChild(CompareDialog)
    assert isinstance(dialog, CompareDialog)
    newest = dialog.choices[1].key
    action = next(
        each for each in dialog.choices[0].menu_of_options().actions() if "第 2 次" in each.text()
    )
    action.trigger()
    assert dialog.choices[0].key == newest
    assert _compared(dialog) == []
    dialog.reject()


def test_a_chosen_run_is_shown_until_the_next_one_is_made(
    window: MainWindow, board: BoardView, workspace: Workspace
) -> None:
    _second_run(window, board)
    board.choose_run(matching.list_runs(workspace, YEAR)[1].id)
    settle(window)
    assert board.runs.choice.text().startswith("第 1 次 · ")
    # The lock that was made after it stands above what it proposed.
    assert _cell(board, CEMENT, "talent") == "李秀兰（1971 年生）"
    run(window, "selection.run")
    assert board.runs.choice.text().startswith("第 3 次 · ")


def test_a_run_says_when_wishes_have_changed_since(
    window: MainWindow, board: BoardView, workspace: Workspace
) -> None:
    note = board.findChild(QLabel, "run_note")
    assert note is not None
    assert note.text() == ""
    said: dict[int | None, tuple[Attitude, int | None]] = {GRAIN: (Attitude.WILLING, 1)}
    window.bus.tell(wishes.save_wishes(workspace, YEAR, Side.PERSON, SUHE, said))
    settle(window)
    assert note.text() == STALE
    run(window, "selection.run")
    assert note.text() == ""


def test_the_details_of_a_run_say_whether_it_comes_out_again(
    window: MainWindow, board: BoardView
) -> None:
    run(window, "selection.run_details")
    dialog = board.findChild(RunDialog)
    assert isinstance(dialog, RunDialog)
    said = {
        head: found.text()
        for head in ("方式", "结果", "输入", "重算")
        if (found := dialog.findChild(QLabel, f"run_fact_{head}")) is not None
    }
    assert said["方式"] == "企业优先 · 稳定为先"
    assert said["结果"] == "配上 3 个岗位（最多可能 3 个），不稳定对 0 个"
    assert said["输入"] == "意愿、岗位、人员与匹配时相同"
    assert said["重算"].startswith("重算一致：")
    dialog.reject()


# -- a large round -----------------------------------------------------------------------------


def test_a_large_round_opens_matches_and_explains(
    qtbot: QtBot, dressed: str, settings: QSettings, tmp_path: Path
) -> None:
    with large_round(tmp_path / "large") as workspace:
        window = open_window(qtbot, settings, workspace)
        page = selection_page(window)
        page.show_step("matching")
        run(window, "selection.run")
        board = page.board
        assert board.model.rowCount() == MANY_POSTS
        assert board.card.model.rowCount() == MANY_PEOPLE
        board.posts.select_number(MANY_POSTS - 1)
        line, chosen = board.card.line, board.card.candidate()
        assert line is not None
        assert chosen is not None
        assert chosen.talent_id == line.talent_id
        assert board.card.person.chips[0].text() == f"契合 {line.fit} 的由来"
        assert board.summary.startswith("300 岗已配 ")
        window.tasks.shut_down()
