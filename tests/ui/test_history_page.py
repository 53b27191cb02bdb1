"""操作历史 in a real window: listing, narrowing, looking into an act, and taking it back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from partydesk import app
from partydesk.domain.action_log import ActionGroup
from partydesk.services import history, pools
from partydesk.services.imports import apply_import, plan_import
from partydesk.services.pools import save_record
from partydesk.services.workspace import Workspace, open_workspace
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.history.page import HistoryPage
from partydesk.ui.history.undo_dialog import UndoDialog
from partydesk.ui.main_window import MainWindow
from tests.factories import StandingClock, make_talent, number_of, without_moments


@pytest.fixture
def window(qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace) -> MainWindow:
    del dressed
    errors = ErrorDesk()
    window = app.build_window(workspace, settings, errors)
    errors.set_window(window)
    qtbot.addWidget(window)
    window.show()
    return window


def _page(window: MainWindow) -> HistoryPage:
    window.show_page("history")
    page = window.page("history")
    assert isinstance(page, HistoryPage)
    return page


def _idle(window: MainWindow) -> None:
    assert window.tasks.wait_until_idle(10_000)


def _labels(page: HistoryPage) -> list[str]:
    model = page.table.model
    rows = (model.read_row(number) for number in range(model.rowCount()))
    return [row.label for row in rows if row is not None]


def _text(page: HistoryPage, name: str) -> str:
    found = page.findChild(QLabel, name)
    assert found is not None
    return found.text()


def _tried(window: MainWindow) -> UndoDialog:
    """Press 撤销… and wait for the trial."""
    window.commands.run("history.undo")
    _idle(window)
    dialogs = [d for d in window.findChildren(UndoDialog) if d.isVisible()]
    assert len(dialogs) == 1
    return dialogs[0]


def _conflicts(dialog: UndoDialog) -> list[str]:
    return [dialog.conflicts.item(n).text() for n in range(dialog.conflicts.count())]


def _import(workspace: Workspace, folder: Path, *names: str) -> int:
    sheet = folder / "来访名册.csv"
    sheet.write_text("姓名\n" + "".join(f"{n}\n" for n in names), encoding="utf-8-sig")
    action = apply_import(workspace, plan_import(workspace, "talents", sheet)).action
    assert action is not None
    return action


def test_the_newest_is_on_top_and_shown_with_what_it_touched(
    window: MainWindow, workspace: Workspace
) -> None:
    number = number_of(make_talent(workspace, name="苏和", rank="正科"))
    save_record(workspace, "talents", number, {"rank": "副处"})
    page = _page(window)
    assert _labels(page) == ["修改人才“苏和”", "新增人才“苏和”", "建立工作区"]
    assert _text(page, "action_label") == "修改人才“苏和”"
    assert _text(page, "action_counts") == "修改人才 1"
    row = page.card.table.model.read_row(0)
    assert row is not None
    index = page.card.table.model.index(0, 2)
    assert (row.title, index.data()) == ("人才“苏和”", "职级：正科 → 副处")


def test_a_touched_record_is_one_click_away(window: MainWindow, workspace: Workspace) -> None:
    number = number_of(make_talent(workspace, name="苏和"))
    page = _page(window)
    page.card.table.act_asked.emit(page.card.table.model.read_row(0), "open")
    assert window.current_key == "talents"
    assert window.page("talents").card.record_id == number  # type: ignore[attr-defined]


def test_the_list_is_narrowed_and_the_count_says_so(
    window: MainWindow, workspace: Workspace
) -> None:
    for name in ("苏和", "乌兰"):
        make_talent(workspace, name=name)
    history.undo(workspace)
    page = _page(window)
    page.search.searched.emit("")
    page.search.setText("苏和")
    page.search.searched.emit("苏和")
    assert _labels(page) == ["新增人才“苏和”"]
    assert _text(page, "history_shown") == "显示 1 / 4"
    page.clear()
    page.groups.set_word(ActionGroup.UNDO.value)
    assert _labels(page) == ["撤销：新增人才“乌兰”"]
    page.clear()
    page.standing.setChecked(True)
    assert _labels(page) == ["撤销：新增人才“乌兰”", "新增人才“苏和”"]
    page.days.set_word("今天")
    assert len(_labels(page)) == 2
    page.clear()
    assert len(_labels(page)) == 4


def test_an_undo_is_shown_with_its_conflicts_before_it_is_done(
    window: MainWindow, workspace: Workspace, tmp_path: Path
) -> None:
    action = _import(workspace, tmp_path, "王甲", "王乙", "王丙")
    save_record(workspace, "talents", 2, {"rank": "正科"})
    page = _page(window)
    page.show_action(action)

    dialog = _tried(window)

    assert without_moments(_conflicts(dialog)) == [
        "人才“王乙”此后修改过（职级），未删除——后来的操作 3：修改人才“王乙”"
    ]
    assert dialog.act.text().startswith("撤销其余")
    assert dialog.table.model.rowCount() >= 2
    assert pools.search_records(workspace, "talents", "")[1] == 3  # only tried
    dialog.act.click()
    _idle(window)
    assert not any(d.isVisible() for d in window.findChildren(UndoDialog))
    assert [h.label for h in pools.search_records(workspace, "talents", "")[0]] == ["王乙"]
    assert _labels(page)[0].startswith("撤销：导入人才")
    entry = page.table.current_row()
    assert entry is not None
    assert (entry.id, entry.undone) == (action, True)


def test_what_later_work_stands_on_cannot_be_undone_and_the_reason_is_there(
    window: MainWindow, workspace: Workspace
) -> None:
    number = number_of(make_talent(workspace, name="苏和", rank="正科"))
    save_record(workspace, "talents", number, {"rank": "副处"})
    save_record(workspace, "talents", number, {"rank": "正处"})
    page = _page(window)
    page.table.select_number(1)
    dialog = _tried(window)
    assert not dialog.act.isEnabled()
    assert without_moments(_conflicts(dialog)) == [
        "人才“苏和”的职级此后又改过，保留现值——后来的操作 4：修改人才“苏和”"
    ]
    summary = dialog.findChild(QLabel, "undo_summary")
    assert summary is not None
    assert "先撤销后来的操作" in summary.text()
    dialog.reject()
    assert pools.get_record(workspace, "talents", number).rank == "正处"


def test_an_undo_leads_to_what_it_took_back_and_can_be_undone(
    window: MainWindow, workspace: Workspace
) -> None:
    make_talent(workspace, name="苏和")
    history.undo(workspace)
    page = _page(window)
    other = page.findChild(QPushButton, "action_other")
    assert other is not None
    assert other.text() == "它撤销的是操作 2"
    other.click()
    assert _text(page, "action_label") == "新增人才“苏和”"
    assert window.commands.get("history.undo").refusal() == (
        "这项操作已撤销（操作 3）；撤销那一项就恢复它"
    )
    other.click()
    dialog = _tried(window)
    assert dialog.act.text() == "撤销这项操作"
    dialog.act.click()
    _idle(window)
    assert pools.search_records(workspace, "talents", "苏和")[1] == 1


def test_what_cannot_be_undone_says_so(window: MainWindow, workspace: Workspace) -> None:
    page = _page(window)
    assert _labels(page) == ["建立工作区"]
    assert window.commands.get("history.undo").refusal() == "这项操作不可撤销"
    assert len(history.list_actions(workspace)) == 1


def test_the_list_follows_what_is_done_elsewhere(window: MainWindow, workspace: Workspace) -> None:
    page = _page(window)
    saved = save_record(workspace, "talents", None, {"name": "苏和"})
    window.bus.tell(saved.changes)
    assert _labels(page)[0] == "新增人才“苏和”"
    window.show_page("talents")
    again = save_record(workspace, "talents", None, {"name": "乌兰"})
    window.bus.tell(again.changes)
    assert _labels(_page(window))[0] == "新增人才“乌兰”"


def test_a_wrong_import_is_taken_back_two_days_and_one_restart_later(
    qtbot: QtBot,
    dressed: str,
    settings: QSettings,
    workspace: Workspace,
    clock: StandingClock,
    tmp_path: Path,
) -> None:
    """Undo history vanished with the program elsewhere; here the window finds it again."""
    del dressed
    action = _import(workspace, tmp_path, "王甲", "王乙")
    workspace.close()
    clock.advance(days=2)
    with open_workspace(workspace.folder, clock=clock) as again:
        errors = ErrorDesk()
        window = app.build_window(again, settings, errors)
        errors.set_window(window)
        qtbot.addWidget(window)
        window.show()
        page = _page(window)
        page.days.set_word("近 7 天")
        assert page.table.select_where(lambda row: row.id == action)
        dialog = _tried(window)
        assert _conflicts(dialog) == []
        dialog.act.click()
        _idle(window)
        assert pools.search_records(again, "talents", "")[1] == 0
        window.close()
