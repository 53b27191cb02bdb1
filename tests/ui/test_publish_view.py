"""公布 in the window: what a reader would miss, the dialog for the days, the papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from partydesk.domain.selection import Role
from partydesk.services import pools, selection
from partydesk.services.workspace import Workspace
from partydesk.ui.main_window import MainWindow
from partydesk.ui.preview import PreviewDialog
from partydesk.ui.selection.post_dialog import PostDialog
from partydesk.ui.selection.publish_dialog import PublishDialog
from tests.ui.round_window import (
    CEMENT,
    YEAR,
    new_workspace,
    open_window,
    press,
    run,
    selection_page,
    settle,
    undo_last,
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with new_workspace(tmp_path / "w") as made:
        selection.open_round(made, YEAR)
        pools.save_record(made, "enterprises", CEMENT, {"township": "新惠镇"})
        selection.save_post(made, YEAR, None, enterprise_id=CEMENT, role=Role.SECRETARY)
        yield made


@pytest.fixture
def window(
    qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace
) -> Iterator[MainWindow]:
    opened = open_window(qtbot, settings, workspace)
    yield opened
    opened.tasks.shut_down()


def _dialog(window: MainWindow) -> PublishDialog:
    run(window, "selection.publish")
    found = [d for d in window.findChildren(PublishDialog) if d.isVisible()]
    assert found
    return found[-1]


def _summary(window: MainWindow) -> str:
    summary = selection_page(window).findChild(QLabel, "round_summary")
    assert summary is not None
    return summary.text()


def test_the_gap_is_named_and_one_click_from_its_post(window: MainWindow) -> None:
    page = selection_page(window)
    assert page.publish.isVisible()
    assert _summary(window) == "还缺：还没有登记公布；1 个岗位没有写全（塔林水泥有限责任公司）"
    model = page.publish.model
    cells = [str(model.index(0, column).data()) for column in range(3)]
    assert cells == ["岗位", "塔林水泥有限责任公司 · 党组织书记", "所需专长"]
    press(page.publish.table.view, Qt.Key.Key_Return)
    settle(window)
    assert page.posts.isVisible()
    chosen = page.posts.table.current_row()
    assert chosen is not None
    assert chosen.enterprise_id == CEMENT
    dialog = page.posts.findChild(PostDialog)
    assert isinstance(dialog, PostDialog)
    dialog.form.set_field("specialties", "党建")
    dialog.save()
    settle(window)
    assert _summary(window) == "已登记 1 个岗位"
    page.show_step("publish")
    assert page.publish.model.rowCount() == 0


def test_the_days_are_typed_checked_stored_and_taken_back(
    window: MainWindow, workspace: Workspace
) -> None:
    page = selection_page(window)
    dialog = _dialog(window)
    warning = dialog.findChild(QLabel, "publish_warning")
    assert warning is not None
    assert "有 1 处没有写全" in warning.text()
    assert dialog.form.text_of("published_on") == "2026-04-01"
    dialog.form.set_field("wishes_due", "2026-03-01")
    dialog.save()
    settle(window)
    assert dialog.form.block("wishes_due").fault == "意愿截止日不能早于公布日期"
    dialog.form.set_field("published_on", "")
    dialog.save()
    assert dialog.form.block("published_on").fault == "请填写公布日期"
    dialog.form.set_field("published_on", "2026-3-4")
    dialog.form.set_field("wishes_due", "2026.3.20")
    press(dialog.form.block("wishes_due").editor.keyboard, Qt.Key.Key_Return)
    settle(window)

    found = selection.get_round(workspace, YEAR)
    assert found is not None
    assert (found.published_on, found.wishes_due) == (dt.date(YEAR, 3, 4), dt.date(YEAR, 3, 20))
    assert _summary(window).startswith("已于 3月4日公布，意愿 3月20日截止")
    follow = page.findChild(QPushButton, "step_next")
    assert follow is not None
    assert follow.text() == "下一步：登记意愿"
    QTest.mouseClick(follow, Qt.MouseButton.LeftButton)
    assert page.wishes.isVisible()
    undo_last(window)
    page.show_step("publish")
    assert _summary(window).startswith("还缺：还没有登记公布")


def test_the_papers_of_the_step_are_at_hand(window: MainWindow) -> None:
    page = selection_page(window)
    button = page.publish.findChild(QPushButton, "button_selection.print_posts")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(window)
    preview = page.findChild(PreviewDialog)
    assert isinstance(preview, PreviewDialog)
    assert "岗位需求清单" in preview.windowTitle()
    preview.reject()
