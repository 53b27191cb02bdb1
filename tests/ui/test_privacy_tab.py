"""系统 → 个人信息, and what a person may ask for in the pool."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QRadioButton
from pytestqt.qtbot import QtBot

from partydesk.app.window import build_window
from partydesk.domain.accounts import Account, Role
from partydesk.services.history import list_actions
from partydesk.services.pools import get_record, retire_record
from partydesk.services.retention import list_purges
from partydesk.services.workspace import Workspace
from partydesk.ui.clipboard import seconds_of
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow
from partydesk.ui.pools.reason_dialog import ReasonDialog
from partydesk.ui.preview import PreviewDialog
from partydesk.ui.widgets.dialog import BaseDialog, MessageDialog
from partydesk.ui.workspace.privacy_tab import PrivacyTab
from partydesk.ui.workspace.system_page import SystemPage
from tests.factories import StandingClock, make_talent, number_of
from tests.ui.answers import Answers
from tests.ui.hands import type_text

NAME, PHONE = "格根塔娜", "13847612345"


@pytest.fixture
def people(workspace: Workspace, clock: StandingClock) -> list[int]:
    """Two whose time is over, and one who stays."""
    numbers = [number_of(make_talent(workspace, name=name, phone=PHONE if name == NAME else None))
               for name in (NAME, "宝音图雅", "白音那日")]  # fmt: skip
    for number in numbers[:2]:
        retire_record(workspace, "talents", number, "年龄原因")
    clock.advance(days=6 * 366)
    return numbers


@pytest.fixture
def window(
    people: list[int], workspace: Workspace, settings: QSettings, qtbot: QtBot, dressed: str
) -> MainWindow:
    del people, dressed
    errors = ErrorDesk()
    window = build_window(workspace, settings, errors)
    errors.set_window(window)
    qtbot.addWidget(window)
    window.show()
    return window


def _tab(window: MainWindow) -> PrivacyTab:
    window.show_page("system")
    page = window.page("system")
    assert isinstance(page, SystemPage)
    page.show_tab("privacy")
    return page.privacy


def _because(reason: str) -> Callable[[BaseDialog], bool]:
    def write(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, ReasonDialog)
        type_text(dialog.line, reason)
        return True

    return write


def test_who_is_due_is_taken_out_and_a_report_is_shown(
    window: MainWindow, workspace: Workspace, people: list[int], answers: Answers
) -> None:
    tab = _tab(window)
    assert tab.due.model.rowCount() == 2
    assert window.commands.action("privacy.report").toolTip() == "请先选一次清除"
    tab.due.select_where(lambda due: due.name == NAME)
    answers.fill(_because("旗委办批准〔2032〕7号"))
    window.commands.run("privacy.purge")
    window.tasks.wait_until_idle()
    assert get_record(workspace, "talents", people[0]).name == "已清除1号"
    assert get_record(workspace, "talents", people[1]).name == "宝音图雅"
    said = window.findChild(MessageDialog, "notice")
    assert said is not None
    assert "已清除 1 人。清除前的备份：" in said.message
    assert "恢复这些备份以后须再清除一次" in said.message
    said.close()
    assert (tab.due.model.rowCount(), tab.purges.model.rowCount()) == (1, 1)
    tab.purges.select_number(0)
    window.commands.run("privacy.report")
    window.tasks.wait_until_idle()
    preview = window.findChild(PreviewDialog)
    assert preview is not None
    preview.close()


def test_who_may_not_take_anybody_out_is_told_so(window: MainWindow, workspace: Workspace) -> None:
    workspace.account = Account("张经办", Role.CLERK)
    tab = _tab(window)
    tab.due.select_number(0)
    assert "请由管理员登录后办理" in window.commands.action("privacy.purge").toolTip()


def test_a_person_reads_what_is_held_and_is_taken_out_when_they_ask(
    window: MainWindow, workspace: Workspace, people: list[int], answers: Answers
) -> None:
    window.open_record("talents", people[2])

    def asked(dialog: BaseDialog) -> bool:
        choice = dialog.findChild(QRadioButton, "disclosure_4")
        assert choice is not None
        choice.click()
        return True

    answers.fill(asked, _because("本人申请（2032年3月1日）"))
    window.commands.run("talents.own_data")
    window.tasks.wait_until_idle()
    label = list_actions(workspace)[0].label
    assert label == "打印完整号码：本人信息表，用途：本人要求查阅"
    preview = window.findChild(PreviewDialog)
    assert preview is not None
    preview.close()
    window.commands.run("talents.purge")
    window.tasks.wait_until_idle()
    assert list_purges(workspace)[0].reason == "本人申请（2032年3月1日）"
    said = window.findChild(MessageDialog, "notice")
    assert said is not None
    said.close()


def test_the_time_on_the_clipboard_is_the_users(window: MainWindow, settings: QSettings) -> None:
    tab = _tab(window)
    assert tab.seconds.currentText() == "1 分钟"
    tab.seconds.setCurrentIndex(0)
    tab.seconds.activated.emit(0)
    assert seconds_of(settings) == 15
