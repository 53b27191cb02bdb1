"""Signing in, forgetting a password, and being locked out for a while."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from partydesk import app
from partydesk.app.locking import IdleWatch
from partydesk.domain.accounts import Role
from partydesk.domain.recovery_code import in_groups
from partydesk.services import sign_in as service
from partydesk.services.accounts import add_account, list_accounts
from partydesk.services.drafts import count_drafts
from partydesk.services.founding import FirstAccount, found_workspace
from partydesk.services.history import list_actions
from partydesk.services.recovery_sheet import recovery_sheet
from partydesk.services.sign_in import DATABASE, Credentials, WorkspaceLocked
from partydesk.services.summary import list_years
from partydesk.services.workspace import (
    NewWorkspace,
    Workspace,
    create_workspace,
    open_workspace,
)
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.preview import PreviewDialog
from partydesk.ui.rescue.dialog import RescueDialog
from partydesk.ui.talents.page import TalentsPage
from partydesk.ui.widgets import secret
from partydesk.ui.widgets.dialog import BaseDialog, MessageDialog
from partydesk.ui.workspace import forgotten, sign_in
from partydesk.ui.workspace.account_dialog import AccountDialog
from partydesk.ui.workspace.accounts_tab import AccountsTab
from partydesk.ui.workspace.forgotten import ForgottenDialog
from partydesk.ui.workspace.lock_setting import keep_lock_after_min
from partydesk.ui.workspace.recovery_step import RecoveryDialog
from partydesk.ui.workspace.sign_in import SignInDialog, SignInPorts
from partydesk.ui.workspace.system_page import SystemPage
from tests.ui.answers import Answers

NEW = "window garden 5"
WORD = "horse battery 7"
OTHER = "staple lamp 93"


class Safe:
    """A protected workspace with an administrator and a clerk, closed."""

    def __init__(self, folder: Path) -> None:
        founded = found_workspace(
            folder, NewWorkspace(name="塔林旗", year=2026), FirstAccount("白音", WORD)
        )
        self.folder, self.code = folder, founded.code
        with founded.workspace as workspace:
            add_account(workspace, "娜仁", Role.CLERK, OTHER)


@pytest.fixture
def safe(tmp_path: Path) -> Safe:
    return Safe(tmp_path / "office")


@pytest.fixture
def program(
    qapp: QApplication, dressed: str, settings: QSettings, errors: ErrorDesk
) -> Iterator[app.Program]:
    made = app.Program(qapp, settings, errors)
    yield made
    if made.window is not None:
        made.window.put_away()
    if made.workspace is not None:
        made.workspace.close()


@pytest.fixture
def errors() -> ErrorDesk:
    return ErrorDesk()


def _press(dialog: QWidget, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None, name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _type(dialog: QWidget, name: str, text: str) -> QLineEdit:
    line = dialog.findChild(QLineEdit, name)
    assert line is not None, name
    line.clear()
    QTest.keyClicks(line, text)
    return line


def _as(
    user: str, word: str, then: Callable[[SignInDialog], None] = lambda _dialog: None
) -> Callable[[BaseDialog], bool]:
    """Foresee somebody who signs in."""

    def fill(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, SignInDialog)
        dialog.show()
        then(dialog)
        dialog.account.setCurrentText(user)
        _type(dialog, "sign_in_password", word)
        _press(dialog, "sign_in_act")
        return dialog.workspace is not None

    return fill


def test_a_wrong_password_is_said_beside_it_and_waits_are_counted_down(
    program: app.Program,
    safe: Safe,
    answers: Answers,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits = {3: 30}
    monkeypatch.setattr(service, "wait_s", lambda failures: waits.get(failures, 0))
    monkeypatch.setattr(sign_in, "_SECOND_MS", 10)

    def fill(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, SignInDialog)
        dialog.show()
        for _ in range(2):
            _type(dialog, "sign_in_password", "not this one")
            _press(dialog, "sign_in_act")
            assert dialog.password.fault == "口令不对，请重新输入"
            assert dialog.password.text() == ""
        _type(dialog, "sign_in_password", "not this one")
        _press(dialog, "sign_in_act")
        assert dialog.password.fault.endswith("秒再试")
        act = dialog.findChild(QPushButton, "sign_in_act")
        assert act is not None
        assert not act.isEnabled()
        qtbot.waitUntil(act.isEnabled)
        assert dialog.password.fault == ""
        waits.clear()  # the service looks at its own clock
        _type(dialog, "sign_in_password", WORD)
        QTest.keyClick(dialog.password.line, Qt.Key.Key_Return)
        return dialog.workspace is not None

    answers.fill(fill)
    workspace = program.first_workspace(safe.folder)
    assert workspace is not None
    program.show(workspace)
    assert workspace.account.name == "白音"
    assert "管理员登录；此前有 3 次口令错误" in [a.label for a in list_actions(workspace, 5)]


def test_the_recovery_code_gives_an_administrator_another_password(
    program: app.Program,
    safe: Safe,
    answers: Answers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printed: list[str] = []

    def sheet(workspace: Workspace, code: str) -> bytes:
        printed.append(code)
        return recovery_sheet(workspace, code)

    monkeypatch.setattr(forgotten, "recovery_sheet", sheet)

    def forget(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, ForgottenDialog)
        dialog.show()
        _type(dialog, "forgotten_code", "0000")
        _press(dialog, "forgotten_act")
        assert "恢复码写得不对" in dialog.code.fault
        _type(dialog, "forgotten_code", in_groups(safe.code).lower())
        _press(dialog, "forgotten_act")
        assert [dialog.account.itemText(i) for i in range(dialog.account.count())] == ["白音"]
        _type(dialog, "forgotten_password", "short")
        _press(dialog, "forgotten_act")
        assert "至少 8 位" in dialog.password.first.fault
        _type(dialog, "forgotten_password", NEW)
        _type(dialog, "forgotten_password_again", NEW)
        _press(dialog, "forgotten_act")
        _type(dialog, "recovery_code", safe.code)  # the old one is no answer any more
        _press(dialog, "forgotten_act")
        assert "不一样" in dialog.step.code.fault
        _press(dialog, "recovery_preview")
        preview = dialog.findChild(PreviewDialog)
        assert preview is not None
        assert preview.preview.page_count == 1
        preview.close()
        _type(dialog, "recovery_code", printed[0])
        _press(dialog, "forgotten_act")
        return dialog.workspace is not None

    def ask(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, SignInDialog)
        dialog.show()
        _press(dialog, "sign_in_forgotten")
        return dialog.workspace is not None

    answers.fill(ask, forget)
    workspace = program.first_workspace(safe.folder)
    assert workspace is not None
    with workspace:
        assert workspace.account.name == "白音"
    open_workspace(safe.folder, credentials=Credentials(NEW, "白音")).close()


def test_whoever_thinks_better_of_the_code_leaves_the_workspace_shut(
    program: app.Program, safe: Safe, answers: Answers
) -> None:
    def forget(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, ForgottenDialog)
        dialog.show()
        _type(dialog, "forgotten_code", safe.code)
        _press(dialog, "forgotten_act")
        _press(dialog, "forgotten_cancel")
        return False

    def ask(dialog: BaseDialog) -> bool:
        dialog.show()
        _press(dialog, "sign_in_forgotten")
        dialog.close()
        return False

    answers.fill(ask, forget, lambda _start: False)
    assert program.first_workspace(safe.folder) is None
    open_workspace(safe.folder, credentials=Credentials(WORD, "白音")).close()


def test_what_is_half_typed_is_forgotten_when_the_dialog_is_left(
    qtbot: QtBot, dressed: str, settings: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(_credentials: Credentials) -> Workspace:
        raise AssertionError

    ports = SignInPorts(tmp_path, ("白音",), nobody, nobody, lambda: 0, settings)  # type: ignore[arg-type]
    monkeypatch.setattr(secret, "FORGET_AFTER_MS", 20)
    dialog = SignInDialog(None, ports)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    line = _type(dialog, "sign_in_password", "half a pass")
    _press(dialog, "sign_in_password_show")
    assert line.echoMode() is QLineEdit.EchoMode.Normal
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: line.text() == "")
    assert line.echoMode() is QLineEdit.EchoMode.Password
    line.setEchoMode(QLineEdit.EchoMode.Normal)
    line.undo()
    assert line.text() == ""


# --- locking --------------------------------------------------------------------------------------


@pytest.fixture
def desk(program: app.Program, safe: Safe, answers: Answers) -> app.Program:
    """The program with the clerk signed in, on the page 人才库."""
    answers.fill(_as("娜仁", OTHER))
    workspace = program.first_workspace(safe.folder)
    assert workspace is not None
    program.show(workspace)
    assert program.window is not None
    program.window.show_page("talents")
    assert program.window.tasks.wait_until_idle(5000)
    return program


def test_the_same_person_comes_back_to_the_same_page(desk: app.Program, answers: Answers) -> None:
    window, workspace = desk.window, desk.workspace
    assert window is not None
    assert workspace is not None
    notice = MessageDialog(window, "一份名单", "敖敦", name="open_list")
    notice.present()
    seen: list[bool] = []

    def look(_dialog: SignInDialog) -> None:
        seen.extend((workspace.locked, window.isVisible(), notice.isVisible()))
        assert notice.findChild(QWidget, "lock_cover") is not None
        with pytest.raises(WorkspaceLocked):
            list_years(workspace)

    answers.fill(_as("娜仁", OTHER, look))
    window.commands.run("window.lock")
    assert seen == [True, False, True]
    assert desk.window is window
    assert window.isVisible()
    assert notice.isVisible()
    assert window.current_key == "talents"
    assert window.tasks.wait_until_idle(5000)
    told = [a.label for a in list_actions(workspace) if a.code in {"sign_in", "lock"}]
    assert told[:3] == ["经办人登录", "经办人锁定", "经办人登录"]


def test_somebody_else_gets_a_window_of_their_own(desk: app.Program, answers: Answers) -> None:
    before = desk.window
    assert before is not None
    notice = MessageDialog(before, "一份名单", "敖敦", name="open_list")
    notice.present()
    answers.fill(_as("白音", WORD))
    desk.lock()
    assert desk.window is not None
    assert desk.window is not before
    assert desk.window.isVisible()
    assert not before.isVisible()
    assert not notice.isVisible()
    user = desk.window.findChild(QPushButton, "user")
    assert user is not None
    assert user.text() == "管理员 · 白音 ▾"


def test_the_lock_waits_for_work_on_its_way_and_for_drafts(
    desk: app.Program, answers: Answers
) -> None:
    window, workspace = desk.window, desk.workspace
    assert window is not None
    assert workspace is not None
    window.commands.run("talents.new")
    page = window.page("talents")
    assert isinstance(page, TalentsPage)
    line = page.findChild(QLineEdit, "field_name")
    assert line is not None
    QTest.keyClicks(line, "aodun")
    go_on = threading.Event()
    ended: list[bool] = []
    window.tasks.run(lambda _progress: go_on.wait(5), ended.append, title="正在导入")
    QTimer.singleShot(100, go_on.set)

    def look(_dialog: SignInDialog) -> None:
        assert ended == [True]
        assert workspace.locked

    answers.fill(_as("娜仁", OTHER, look))
    desk.idle.idle.emit()
    assert count_drafts(workspace) == {"talents": 1}
    assert line.text() == "aodun"


def test_whoever_only_reads_while_it_is_locked_is_not_told(
    desk: app.Program, answers: Answers, errors: ErrorDesk
) -> None:
    shown: list[BaseException] = []
    errors.shown.connect(shown.append)
    window, workspace = desk.window, desk.workspace
    assert window is not None
    assert workspace is not None

    def timer(_dialog: SignInDialog) -> None:
        with pytest.raises(WorkspaceLocked) as caught:
            list_years(workspace)
        errors.show(caught.value)
        QApplication.processEvents()

    answers.fill(_as("娜仁", OTHER, timer))
    desk.lock()
    QApplication.processEvents()
    assert not shown


def test_nothing_is_typed_for_long_enough_and_the_program_locks(
    settings: QSettings, qtbot: QtBot, dressed: str
) -> None:
    now = [1000.0]
    parent = QWidget()
    qtbot.addWidget(parent)
    watch = IdleWatch(settings, parent, now_s=lambda: now[0])
    idle: list[None] = []
    watch.idle.connect(lambda: idle.append(None))
    parent.show()
    parent.activateWindow()
    qtbot.waitUntil(parent.isActiveWindow)
    keep_lock_after_min(settings, 5)
    now[0] += 299
    watch.look()
    QTest.mouseMove(parent.windowHandle())
    now[0] += 299
    watch.look()
    assert not idle
    now[0] += 1
    watch.look()
    assert len(idle) == 1
    keep_lock_after_min(settings, 0)
    now[0] += 10_000
    watch.look()
    assert len(idle) == 1


def _damage(folder: Path) -> None:
    file = folder / DATABASE
    with file.open("r+b") as opened:
        opened.seek(file.stat().st_size // 3 // 4096 * 4096)
        opened.write(b"\xee" * (file.stat().st_size // 3))


def _by_code(code: str) -> Callable[[BaseDialog], bool]:
    def fill(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, ForgottenDialog)
        dialog.show()
        _type(dialog, "forgotten_code", code)
        _press(dialog, "forgotten_act")
        return False

    return fill


@pytest.mark.parametrize("forgotten", [False, True])
def test_a_damaged_file_leads_whoever_signs_in_to_what_helps(
    program: app.Program, safe: Safe, answers: Answers, *, forgotten: bool
) -> None:
    """Only the right key shows the damage; the backups are offered then, code or password."""
    _damage(safe.folder)
    seen: list[str] = []

    def ask_code(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, SignInDialog)
        dialog.show()
        _press(dialog, "sign_in_forgotten")
        return False

    def look(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, RescueDialog)
        seen.extend(one.objectName() for one in dialog.findChildren(QWidget))
        return False

    if forgotten:
        answers.fill(ask_code, _by_code(safe.code), look)
    else:
        answers.fill(_as("白音", WORD), look)
    assert program.first_workspace(safe.folder) is None
    assert "finding_malformed" in seen
    assert "rescue_backups" in seen


# --- accounts -------------------------------------------------------------------------------------


def _tab(program: app.Program) -> AccountsTab:
    assert program.window is not None
    program.window.show_page("system")
    page = program.window.page("system")
    assert isinstance(page, SystemPage)
    page.show_tab("accounts")
    return page.accounts


def test_a_clerk_sees_why_the_buttons_of_others_are_grey(desk: app.Program) -> None:
    tab = _tab(desk)
    add = tab.findChild(QPushButton, "button_accounts.add")
    own = tab.findChild(QPushButton, "button_accounts.own")
    assert add is not None
    assert own is not None
    assert not add.isEnabled()
    assert "请由管理员登录后办理" in add.toolTip()
    assert own.isEnabled()
    assert desk.window is not None
    save = desk.window.commands.action("system.save_policy")
    assert "请由管理员登录后办理" in save.toolTip()


def test_an_administrator_adds_and_takes_away_and_protects_anew(
    program: app.Program, safe: Safe, answers: Answers
) -> None:
    answers.fill(_as("白音", WORD))
    workspace = program.first_workspace(safe.folder)
    assert workspace is not None
    program.show(workspace)
    window = program.window
    assert window is not None
    tab = _tab(program)

    window.commands.run("accounts.add")
    dialog = tab.findChild(AccountDialog)
    assert dialog is not None
    dialog.name.show_text("娜仁")
    dialog.role.setCurrentText("负责人")
    for name in ("account_new", "account_new_again"):
        _type(dialog, name, NEW)
    _press(dialog, "account_save")
    assert window.tasks.wait_until_idle(5000)
    assert "已经有账号" in dialog.name.fault
    dialog.name.show_text("巴图")
    _press(dialog, "account_save")
    assert window.tasks.wait_until_idle(5000)
    assert [a.name for a in list_accounts(workspace)] == ["白音", "娜仁", "巴图"]

    tab.table.select_where(lambda account: account.name == "娜仁")
    answers.say(True, False)  # take it away; no other key
    window.commands.run("accounts.retire")
    assert window.tasks.wait_until_idle(5000)
    QApplication.processEvents()
    assert "以前的口令打开" in answers.asked[-1]
    assert [a.name for a in list_accounts(workspace)] == ["白音", "巴图"]
    assert tab.minutes.value() == 10


def test_a_plain_workspace_is_protected_from_its_tab(program: app.Program, tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "plain", NewWorkspace(name="塔林旗", year=2026))
    program.show(workspace)
    window = program.window
    assert window is not None
    tab = _tab(program)
    assert "没有设口令" in window.commands.action("window.lock").toolTip()
    window.commands.run("accounts.protect")
    dialog = tab.findChild(AccountDialog)
    assert dialog is not None
    dialog.name.show_text("白音")
    for name in ("account_new", "account_new_again"):
        _type(dialog, name, NEW)
    _press(dialog, "account_save")
    assert window.tasks.wait_until_idle(10_000)
    sheet = tab.findChild(RecoveryDialog)
    assert sheet is not None
    assert sheet.isVisible()
    user = window.findChild(QPushButton, "user")
    assert user is not None
    assert user.text() == "管理员 · 白音 ▾"
    assert workspace.protected
    assert window.commands.action("window.lock").isEnabled()
    sheet.done(0)
