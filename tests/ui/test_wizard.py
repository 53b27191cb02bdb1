"""The first start: from nothing to an open workspace, and what is said when that fails."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from partydesk import app
from partydesk.services import backups
from partydesk.services.dictionaries import list_words
from partydesk.services.history import list_actions
from partydesk.services.policies import get_policy
from partydesk.services.print_jobs import unfinished_jobs
from partydesk.services.recovery_sheet import recovery_sheet
from partydesk.services.summary import get_summary
from partydesk.services.workspace import NewWorkspace, Workspace, create_workspace, open_workspace
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.preview import PreviewDialog
from partydesk.ui.printing import Machine
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.words import WordEdit
from partydesk.ui.workspace import new_workspace
from partydesk.ui.workspace.new_workspace import NewWorkspaceDialog, WizardPorts
from partydesk.ui.workspace.wizard import StartDialog
from tests.factories import make_talent
from tests.ui.answers import Answers
from tests.ui.hands import type_text

WORD = "horse battery 7"


@pytest.fixture
def ports(tmp_path: Path, settings: QSettings) -> WizardPorts:
    made = app.wizard_ports(settings)
    near = dataclasses.replace(made.suggestions, home=tmp_path / "home", year=2026)
    return dataclasses.replace(made, suggestions=near)


def _press(dialog: BaseDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None, name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _line(dialog: BaseDialog, name: str) -> QLineEdit:
    line = dialog.findChild(QLineEdit, f"field_{name}")
    assert line is not None
    return line


def _dialog(qtbot: QtBot, ports: WizardPorts) -> NewWorkspaceDialog:
    dialog = NewWorkspaceDialog(None, ports)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_three_letters_and_enter_fill_the_form(
    qtbot: QtBot, dressed: str, ports: WizardPorts
) -> None:
    dialog = _dialog(qtbot, ports)
    banner = _line(dialog, "name")
    assert isinstance(banner, WordEdit)
    banner.setFocus()
    type_text(banner, "ahq")
    assert banner.completions.isVisible()
    QTest.keyClick(banner.completions, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _line(dialog, "division_code").hasFocus())
    assert dialog.text_of("name") == "敖汉旗"
    assert dialog.text_of("division_code") == "150430"
    assert dialog.text_of("organ") == "中共敖汉旗非公有制经济组织和社会组织工作委员会"
    assert dialog.text_of("letter_code") == "旗非公委任"
    assert dialog.text_of("agreement_code") == "旗非公协"
    assert dialog.text_of("folder") == str(ports.home / "敖汉旗")


def test_what_was_typed_is_not_overwritten(qtbot: QtBot, dressed: str, ports: WizardPorts) -> None:
    dialog = _dialog(qtbot, ports)
    dialog.set_text("organ", "中共敖汉旗委“两新”工委")
    dialog.set_text("name", "敖汉旗")
    assert dialog.text_of("organ") == "中共敖汉旗委“两新”工委"
    assert dialog.text_of("letter_code") == "旗非公委任"
    dialog.set_text("name", "阿鲁科尔沁旗")
    assert dialog.text_of("division_code") == "150421"


def _make_plain(dialog: NewWorkspaceDialog) -> None:
    """Go through the first two pages, without a password."""
    _press(dialog, "new_workspace_next")
    dialog.password.none.setChecked(True)
    _press(dialog, "new_workspace_make")


def test_a_workspace_is_made_with_the_answers(
    qtbot: QtBot, dressed: str, ports: WizardPorts, tmp_path: Path
) -> None:
    dialog = _dialog(qtbot, ports)
    dialog.set_text("name", "敖汉旗")
    dialog.set_text("letter_code", "敖非公任")
    dialog.set_text("folder", str(tmp_path / "w"))
    _make_plain(dialog)
    assert dialog.workspace is not None
    with dialog.workspace as workspace:
        assert not dialog.isVisible()
        profile = workspace.profile
        assert (profile.name, profile.division_code, profile.year) == ("敖汉旗", "150430", 2026)
        assert get_policy(workspace, 2026).letter_code == "敖非公任"
        assert len(list_words(workspace, "township")) > 10


def test_a_banner_outside_the_list_needs_no_code(
    qtbot: QtBot, dressed: str, ports: WizardPorts, tmp_path: Path
) -> None:
    dialog = _dialog(qtbot, ports)
    dialog.set_text("name", "塔林旗")
    assert dialog.text_of("division_code") == ""
    dialog.set_text("folder", str(tmp_path / "w"))
    _make_plain(dialog)
    assert dialog.workspace is not None
    with dialog.workspace as workspace:
        assert workspace.profile.division_code is None


def test_a_new_pc_begins_with_the_backup_of_the_old_one(
    qtbot: QtBot, dressed: str, ports: WizardPorts, workspace: Workspace, answers: Answers,
    tmp_path: Path,
) -> None:  # fmt: skip
    make_talent(workspace)
    stick = tmp_path / "stick"
    stick.mkdir()
    file = backups.make_backup(workspace, target=stick).file
    home = tmp_path / "home"
    anew = dataclasses.replace(ports, restore=lambda f, p: backups.restore_anew(f, home, p))
    dialog = StartDialog(anew)
    qtbot.addWidget(dialog)
    dialog.show()
    answers.choose_file("", file)
    _press(dialog, "start_restore")
    assert not home.exists()  # the user thought better of it
    _press(dialog, "start_restore")
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=10_000)
    assert dialog.workspace is not None
    with dialog.workspace as restored:
        assert restored.folder == home / workspace.profile.name
        assert get_summary(restored, 2026).talents == 1
        assert list_actions(restored)[0].label.startswith("恢复到 2026-03-02 09:00 的备份")
    assert not (stick / "workspace.pdk").exists()


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("name", "", "请填写旗（县、区）"),
        ("year", "", "请填写年度"),
        ("year", "26", "年度应为四位数字，如 2026"),
        ("year", "二〇二六", "年度应为四位数字，如 2026"),
        ("folder", "", "请填写存放文件夹"),
        ("folder", "工作区", "请用“选择文件夹…”指定，或填写完整的路径"),
        (
            "division_code",
            "999999",
            "行政区划代码 999999 不是内蒙古的旗县区代码（如敖汉旗 150430）",
        ),
    ],
)
def test_faults_are_said_beside_their_field(
    qtbot: QtBot, dressed: str, ports: WizardPorts, name: str, text: str, message: str
) -> None:
    dialog = _dialog(qtbot, ports)
    dialog.set_text("name", "敖汉旗")
    dialog.set_text(name, text)
    _press(dialog, "new_workspace_next")
    if dialog.password.isVisible():
        dialog.password.none.setChecked(True)
        _press(dialog, "new_workspace_make")
    assert dialog.facts.isVisible()
    assert dialog.workspace is None
    assert dialog.fault_of(name) == message
    assert not ports.home.exists()


def test_a_folder_that_holds_a_workspace_is_left_alone(
    qtbot: QtBot, dressed: str, ports: WizardPorts, tmp_path: Path
) -> None:
    create_workspace(tmp_path / "w", NewWorkspace(name="塔林旗", year=2026)).close()
    dialog = _dialog(qtbot, ports)
    dialog.set_text("name", "敖汉旗")
    dialog.set_text("folder", str(tmp_path / "w"))
    _make_plain(dialog)
    assert "已有工作区" in dialog.fault_of("folder")
    with open_workspace(tmp_path / "w") as workspace:
        assert workspace.profile.name == "塔林旗"


def _typed(dialog: NewWorkspaceDialog, name: str, text: str) -> None:
    line = dialog.findChild(QLineEdit, name)
    assert line is not None
    line.clear()
    QTest.keyClicks(line, text)


def _make_protected(dialog: NewWorkspaceDialog, folder: Path) -> None:
    """Go on to the page of the recovery sheet."""
    dialog.set_text("name", "敖汉旗")
    dialog.set_text("folder", str(folder))
    _press(dialog, "new_workspace_next")
    dialog.password.set_name("白音")
    _typed(dialog, "new_password", WORD)
    _typed(dialog, "new_password_again", WORD)
    _press(dialog, "new_workspace_make")
    assert dialog.recovery.isVisible()


def test_a_password_is_helped_while_it_is_typed_and_typed_twice(
    qtbot: QtBot, dressed: str, ports: WizardPorts, tmp_path: Path
) -> None:
    dialog = _dialog(qtbot, ports)
    dialog.set_text("name", "敖汉旗")
    _press(dialog, "new_workspace_next")
    said = dialog.findChild(QLabel, "new_password_message")
    assert said is not None
    for typed, words in (("1234", "至少 8 位"), ("12345678", "最先会试"), (WORD, "可以使用")):
        _typed(dialog, "new_password", typed)
        assert words in said.text()
    _press(dialog, "new_workspace_make")
    assert dialog.password.fault == "请填写管理员的姓名"
    assert "不一样" in dialog.password.password.again.fault
    assert not ports.home.exists()
    _press(dialog, "new_workspace_back")
    assert dialog.facts.isVisible()


def test_the_code_of_the_sheet_is_typed_back_before_the_wizard_ends(
    qtbot: QtBot,
    dressed: str,
    ports: WizardPorts,
    tmp_path: Path,
    answers: Answers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printed: list[str] = []

    def sheet(workspace: Workspace, code: str) -> bytes:
        printed.append(code)
        return recovery_sheet(workspace, code)

    monkeypatch.setattr(new_workspace, "recovery_sheet", sheet)
    dialog = _dialog(qtbot, ports)
    _make_protected(dialog, tmp_path / "w")
    _press(dialog, "new_workspace_finish")
    assert "与恢复码单上的不一样" in dialog.recovery.code.fault
    _press(dialog, "recovery_preview")
    preview = dialog.findChild(PreviewDialog)
    assert preview is not None
    answers.have_printers(tmp_path, Machine("激光", usual=True))
    answers.say(True)  # the print dialog
    preview.preview.print()
    qtbot.waitUntil(lambda: "已送打印机" in dialog.recovery.message.text)
    assert len(answers.paper) == 1
    preview.close()
    _typed(dialog, "recovery_code", printed[0].lower())
    _press(dialog, "new_workspace_finish")
    assert dialog.workspace is not None
    with dialog.workspace as workspace:
        assert workspace.protected
        assert workspace.account.name == "白音"
        assert not unfinished_jobs(workspace)
    assert dialog.recovery.code.text() == ""
    assert dialog.password.password.text() == ""


def test_whoever_leaves_before_the_code_is_tested_leaves_nothing_behind(
    qtbot: QtBot, dressed: str, ports: WizardPorts, tmp_path: Path
) -> None:
    dialog = _dialog(qtbot, ports)
    _make_protected(dialog, tmp_path / "new" / "w")
    assert (tmp_path / "new" / "w" / "workspace.keys").exists()
    _press(dialog, "new_workspace_cancel")
    assert dialog.workspace is None
    assert not (tmp_path / "new").exists()


def test_a_chosen_folder_with_other_things_gets_a_folder_inside(
    qtbot: QtBot, dressed: str, ports: WizardPorts, tmp_path: Path, answers: Answers
) -> None:
    dialog = _dialog(qtbot, ports)
    dialog.set_text("name", "敖汉旗")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "报表.xlsx").write_bytes(b"")
    (tmp_path / "bare").mkdir()
    answers.choose_file(tmp_path / "full", tmp_path / "bare")
    _press(dialog, "choose_folder")
    assert dialog.text_of("folder") == str(tmp_path / "full" / "敖汉旗")
    _press(dialog, "choose_folder")
    assert dialog.text_of("folder") == str(tmp_path / "bare")


def test_the_secrets_notice_is_there(qtbot: QtBot, dressed: str, ports: WizardPorts) -> None:
    for dialog in (StartDialog(ports), NewWorkspaceDialog(None, ports)):
        qtbot.addWidget(dialog)
        texts = [w.accessibleName() or w.text() for w in dialog.findChildren(QLabel)]
        assert any("不得录入涉密信息" in text for text in texts)


def test_an_existing_workspace_is_opened(
    qtbot: QtBot, dressed: str, ports: WizardPorts, tmp_path: Path, answers: Answers
) -> None:
    create_workspace(tmp_path / "w", NewWorkspace(name="塔林旗", year=2026)).close()
    dialog = StartDialog(ports)
    qtbot.addWidget(dialog)
    dialog.show()
    answers.choose_file(tmp_path / "w")
    _press(dialog, "start_open")
    assert dialog.workspace is not None
    dialog.workspace.close()
    assert not dialog.isVisible()


def test_a_folder_without_workspace_is_explained(
    qtbot: QtBot, dressed: str, ports: WizardPorts, tmp_path: Path, answers: Answers
) -> None:
    dialog = StartDialog(ports)
    qtbot.addWidget(dialog)
    dialog.show()
    answers.choose_file(tmp_path)
    _press(dialog, "start_open")
    assert dialog.workspace is None
    assert "没有工作区" in dialog.message.text


@pytest.fixture
def program(qapp: QApplication, settings: QSettings, dressed: str) -> Callable[[], app.Program]:
    return lambda: app.Program(qapp, settings, ErrorDesk())


def _see_start(monkeypatch: pytest.MonkeyPatch) -> list[StartDialog]:
    """Let the start dialog open for a moment only, and remember what it said."""
    seen: list[StartDialog] = []

    def run(dialog: StartDialog) -> bool:
        seen.append(dialog)
        return False

    monkeypatch.setattr(StartDialog, "run", run)
    return seen


def test_the_last_workspace_is_opened_without_a_question(
    program: Callable[[], app.Program], settings: QSettings, tmp_path: Path
) -> None:
    create_workspace(tmp_path / "w", NewWorkspace(name="塔林旗", year=2026)).close()
    settings.setValue(app.LAST_WORKSPACE, str(tmp_path / "w"))
    workspace = program().first_workspace(None)
    assert workspace is not None
    workspace.close()
    assert workspace.folder == tmp_path / "w"


def test_the_first_time_the_wizard_asks(
    program: Callable[[], app.Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = _see_start(monkeypatch)
    assert program().first_workspace(None) is None
    assert seen[0].message.text == ""


def test_another_workspace_takes_the_place_of_this_one(
    program: Callable[[], app.Program], settings: QSettings, tmp_path: Path, qtbot: QtBot
) -> None:
    first = create_workspace(tmp_path / "a", NewWorkspace(name="塔林旗", year=2026))
    create_workspace(tmp_path / "b", NewWorkspace(name="敖汉旗", year=2026)).close()
    desk = program()
    desk.show(first)
    before = desk.window
    assert before is not None
    desk.open_folder(tmp_path / "b")
    assert desk.window is not None
    assert desk.workspace is not None
    qtbot.addWidget(desk.window)
    assert not before.isVisible()
    assert desk.window.isVisible()
    assert desk.workspace.profile.name == "敖汉旗"
    assert settings.value(app.LAST_WORKSPACE) == str(tmp_path / "b")
    # The first one is free again for everybody.
    open_workspace(tmp_path / "a").close()
    desk.window.put_away()
    desk.workspace.close()


def test_a_workspace_that_cannot_be_opened_leaves_this_one(
    program: Callable[[], app.Program], tmp_path: Path, qtbot: QtBot, answers: Answers
) -> None:
    workspace: Workspace = create_workspace(tmp_path / "a", NewWorkspace(name="塔林旗", year=2026))
    desk = program()
    desk.show(workspace)
    assert desk.window is not None
    qtbot.addWidget(desk.window)
    answers.say(False)
    desk.open_folder(tmp_path / "nothing")
    assert answers.asked == ["工作区救援"]
    assert desk.window.isVisible()
    assert desk.workspace is workspace
    desk.window.put_away()
    workspace.close()


def test_the_demonstration_is_made_once_and_found_again(
    qtbot: QtBot, dressed: str, ports: WizardPorts, tmp_path: Path
) -> None:
    folder = tmp_path / "演示"
    demo = dataclasses.replace(ports, demo=lambda: app.open_demonstration(folder, 2026))
    rounds = []
    for _ in range(2):
        dialog = StartDialog(demo)
        qtbot.addWidget(dialog)
        dialog.show()
        _press(dialog, "start_demo")
        assert dialog.workspace is not None
        with dialog.workspace as workspace:
            assert workspace.profile.invented
            rounds.append(get_summary(workspace, 2026).appointed)
    assert rounds[0] > 0
    assert rounds[0] == rounds[1]
