"""Buttons of what a role may not do: each names an action that has a right, and a real command."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from partydesk import app
from partydesk.domain.accounts import Role
from partydesk.domain.drafts import Draft
from partydesk.services.accounts import add_account
from partydesk.services.drafts import count_drafts, keep_drafts
from partydesk.services.founding import FirstAccount, found_workspace
from partydesk.services.rights import right_for
from partydesk.services.sign_in import Credentials
from partydesk.services.workspace import NewWorkspace, open_workspace
from partydesk.ui import command_rights
from partydesk.ui.command_rights import action_of
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow
from tests.factories import make_talent
from tests.ui.pool_window import talents_page

WORD = "horse battery 7"


@pytest.fixture
def window(qtbot: QtBot, dressed: str, settings: QSettings, tmp_path: Path) -> Iterator[MainWindow]:
    """The window of somebody who only looks, with all its pages."""
    wish = NewWorkspace(name="塔林旗", year=2026)
    with found_workspace(tmp_path / "w", wish, FirstAccount("白音", WORD)).workspace as workspace:
        add_account(workspace, "其其格", Role.READER, "window garden 5")
        make_talent(workspace, name="曾小平")
        keep_drafts(workspace, "talents", [Draft(None, "新增", {"name": "乌云"}, {})])
    credentials = Credentials("window garden 5", "其其格")
    with open_workspace(tmp_path / "w", credentials=credentials) as workspace:
        made = app.build_window(workspace, settings, ErrorDesk())
        qtbot.addWidget(made)
        for key in ("talents", "enterprises", "organizations", "selection", "placements",
                    "paper", "duty", "evaluation", "history", "system"):  # fmt: skip
            made.show_page(key)
        assert made.tasks.wait_until_idle(20_000)
        yield made


def test_every_named_command_is_there_and_its_action_has_a_right(window: MainWindow) -> None:
    for key in command_rights._BY_KEY:
        assert window.commands.get(key).key == key
        right_for(action_of(key))
    keys = list(window.commands._commands)
    for word, code in command_rights._BY_WORD.items():
        assert any(key.rpartition(".")[2] == word for key in keys), word
        right_for(code)


def test_whoever_only_looks_may_look_but_not_write_take_out_or_decide(window: MainWindow) -> None:
    for key, who in (
        ("talents.new", "请由管理员、经办人登录后办理"),
        ("enterprises.import", "请由管理员、经办人登录后办理"),
        ("talents.export", "请由管理员、经办人、负责人登录后办理"),
        ("results.decide", "请由管理员、负责人登录后办理"),
        ("system.save_policy", "请由管理员登录后办理"),
        ("talents.discard", "请由管理员、经办人登录后办理"),
        ("enterprises.admit", "请由管理员、经办人登录后办理"),
        ("backups.make", "请由管理员、经办人、负责人登录后办理"),
        ("backups.drill", "请由管理员、经办人、负责人登录后办理"),
        ("backups.second", "请由管理员、经办人登录后办理"),
        ("backups.restore", "请由管理员登录后办理"),
        ("backups.restore_file", "请由管理员登录后办理"),
    ):
        action = window.commands.action(key)
        assert not action.isEnabled(), key
        assert who in action.toolTip(), key
    for key in ("talents.search", "window.palette", "go.duty"):
        assert window.commands.action(key).isEnabled(), key


def test_whoever_only_looks_types_into_no_record_and_leaves_drafts_alone(
    window: MainWindow,
) -> None:
    window.show()
    window.show_page("talents")
    page = talents_page(window)
    assert page.card.form.text_of("name") == "曾小平"
    line = page.card.form.findChild(QLineEdit, "field_name")
    assert line is not None
    QTest.keyClicks(line, "x")
    assert page.card.form.text_of("name") == "曾小平"
    assert not page.card.form.dirty
    assert len(page.drafts) == 0
    assert count_drafts(page.workspace) == {"talents": 1}


def test_a_command_that_may_not_be_done_does_nothing(window: MainWindow) -> None:
    window.show()
    window.show_page("talents")
    shown = [command for command in window.commands.in_sight() if command.key == "talents.new"]
    assert shown
    assert not shown[0].enabled
    window.commands.run("talents.new")
    assert "不能登记和修改" in window.commands.action("talents.new").toolTip()
    said = window.findChild(QLabel, "last_message")
    assert said is not None
    assert said.text().startswith("“其其格”是查阅，不能登记和修改")
