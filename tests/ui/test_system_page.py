"""系统: policy, dictionaries and look, in a real window on a real workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from partydesk import app
from partydesk.domain.fields import fields_of
from partydesk.domain.policy import Policy
from partydesk.services import pools
from partydesk.services import workspace as workspaces
from partydesk.services.dictionaries import list_words
from partydesk.services.policies import get_policy, sources_of_defaults
from partydesk.services.workspace import NewWorkspace, Workspace
from partydesk.ui.colours import Scheme
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow
from partydesk.ui.theme import (
    Appearance,
    Density,
    apply_theme,
    read_appearance,
    write_appearance,
)
from partydesk.ui.widgets.dialog import MessageDialog
from partydesk.ui.workspace.desk_ports import ProgramPorts
from partydesk.ui.workspace.dictionary_tab import WordDialog
from partydesk.ui.workspace.system_page import SystemPage
from tests.ui.answers import Answers

YEAR = 2026


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    wish = NewWorkspace(name="敖汉旗", division_code="150430", year=YEAR)
    with workspaces.create_workspace(tmp_path / "w", wish) as opened:
        yield opened


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, dressed: str, settings: QSettings, workspace: Workspace
) -> Iterator[MainWindow]:
    errors = ErrorDesk()

    def apply(appearance: Appearance) -> None:
        write_appearance(settings, appearance)
        apply_theme(qapp, appearance, dressed)

    ports = ProgramPorts(apply, lambda _folder: None, lambda: None)
    window = app.build_window(workspace, settings, errors, ports)
    errors.set_window(window)
    qtbot.addWidget(window)
    window.show()
    window.show_page("system")
    yield window
    apply_theme(qapp, Appearance(), dressed)


@pytest.fixture
def page(window: MainWindow) -> SystemPage:
    page = window.page("system")
    assert isinstance(page, SystemPage)
    return page


def _idle(window: MainWindow) -> None:
    assert window.tasks.wait_until_idle(5000)


# --- policy ---------------------------------------------------------------------------------------


def test_every_rule_of_the_year_is_in_the_form(page: SystemPage, workspace: Workspace) -> None:
    texts = page.policy.form.texts()
    assert set(texts) == {field.name for field in fields_of(Policy)} - {"agreement_text"}
    assert texts["term_months"] == "24"
    assert texts["duties"].startswith("抓党组织组建、抓协调服务")


def test_every_default_names_its_source_below_its_field(page: SystemPage) -> None:
    sources = sources_of_defaults()
    assert set(sources) == {field.name for field in fields_of(Policy)}
    shown = [w.text() for w in page.policy.form.block("age_limit").findChildren(QLabel)]
    assert f"依据：{sources['age_limit']}" in shown


def test_a_changed_rule_is_stored_and_can_be_undone(
    window: MainWindow, page: SystemPage, workspace: Workspace
) -> None:
    save = window.commands.get("system.save_policy")
    assert save.refusal() == "没有修改"
    page.policy.form.set_field("term_months", "36")
    assert save.enabled
    window.commands.run("system.save_policy")
    _idle(window)
    assert get_policy(workspace, YEAR).term_months == 36
    assert not page.policy.form.dirty
    window.commands.run("window.undo")
    _idle(window)
    assert get_policy(workspace, YEAR).term_months == 24
    assert page.policy.form.text_of("term_months") == "24"


def test_a_wrong_rule_is_said_beside_its_field(
    window: MainWindow, page: SystemPage, workspace: Workspace
) -> None:
    page.policy.form.set_field("term_months", "两年")
    page.policy.form.set_field("organ", "")
    window.commands.run("system.save_policy")
    _idle(window)
    assert page.policy.form.block("term_months").fault
    assert page.policy.form.block("organ").fault == "请填写机关全称"
    assert get_policy(workspace, YEAR).term_months == 24


def test_unsaved_rules_are_asked_about_before_closing(
    window: MainWindow, page: SystemPage, workspace: Workspace, answers: Answers
) -> None:
    page.policy.form.set_field("copies", "4")
    answers.say(False, "保存年度政策")
    assert not page.may_close()
    assert page.may_close()
    assert get_policy(workspace, YEAR).copies == 4


def test_another_year_has_rules_of_its_own(
    window: MainWindow, page: SystemPage, workspace: Workspace
) -> None:
    window.top_bar.years.set_key("2027")
    window.top_bar.years.chosen.emit("2027")
    page.policy.form.set_field("term_months", "36")
    window.commands.run("system.save_policy")
    _idle(window)
    assert get_policy(workspace, 2027).term_months == 36
    assert get_policy(workspace, YEAR).term_months == 24


# --- dictionaries ---------------------------------------------------------------------------------


def _say_word(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    def run(dialog: WordDialog) -> bool:
        dialog.line.setText(word)
        return True

    monkeypatch.setattr(WordDialog, "run", run)


def _turn_to(page: SystemPage, title: str) -> None:
    page.show_tab("dictionaries")
    names = page.dictionaries.names
    item = names.findItems(title, Qt.MatchFlag.MatchExactly)[0]
    names.setCurrentItem(item)


def test_a_word_is_added_renamed_and_retired(
    window: MainWindow, page: SystemPage, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    pools.save_record(workspace, "talents", None, {"name": "苏和", "specialties": "党务工作"})
    _turn_to(page, "专长")
    tab = page.dictionaries
    _say_word(monkeypatch, "电子商务")
    window.commands.run("system.add_word")
    _idle(window)
    assert [w.word for w in list_words(workspace, "specialty")][-1] == "电子商务"
    assert tab.table.select_where(lambda word: word.word == "党务工作")
    _say_word(monkeypatch, "党务")
    window.commands.run("system.rename_word")
    _idle(window)
    assert pools.get_record(workspace, "talents", 1).specialties == ("党务",)
    window.commands.run("system.retire_word")
    _idle(window)
    row = tab.table.current_row()
    assert row is not None
    assert (row.word, row.retired) == ("党务", True)
    button = window.findChild(QPushButton, "button_system.retire_word")
    assert button is not None
    assert button.text() == "恢复"


def test_a_word_that_is_there_already_is_refused(
    window: MainWindow,
    page: SystemPage,
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    before = list_words(workspace, "language")
    _turn_to(page, "语言")
    _say_word(monkeypatch, "蒙古语")
    window.commands.run("system.add_word")
    _idle(window)
    qtbot.waitUntil(lambda: window.findChild(MessageDialog, "error") is not None)
    dialog = window.findChild(MessageDialog, "error")
    assert dialog is not None
    assert "“蒙古语”已在语言中" in dialog.message
    assert list_words(workspace, "language") == before


def test_villages_stand_under_their_township(
    window: MainWindow, page: SystemPage, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    _turn_to(page, "嘎查村")
    tab = page.dictionaries
    assert window.commands.get("system.add_word").refusal() == "请先选所属的苏木乡镇"
    tab.parents.set_word("新惠镇")
    rows = [tab.table.model.read_row(n) for n in range(tab.table.model.rowCount())]
    assert {row.parent for row in rows if row} == {"新惠镇"}
    _say_word(monkeypatch, "新开村")
    window.commands.run("system.add_word")
    _idle(window)
    assert "新开村" in [w.word for w in list_words(workspace, "village", "新惠镇")]


def test_words_are_found_by_initials(page: SystemPage) -> None:
    _turn_to(page, "苏木乡镇")
    page.dictionaries.search.searched.emit("xhz")
    tab = page.dictionaries.table
    rows = [tab.model.read_row(n) for n in range(tab.model.rowCount())]
    assert [row.word for row in rows if row] == ["新惠镇"]


# --- look and facts -------------------------------------------------------------------------------


def test_the_look_changes_at_once_and_is_kept(
    page: SystemPage, settings: QSettings, qapp: QApplication
) -> None:
    page.show_tab("appearance")
    page.appearance.slider.setValue(18)
    assert qapp.font().pixelSize() == 18
    for name in ("density_1", "scheme_1"):
        button = page.findChild(QRadioButton, name)
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert read_appearance(settings) == Appearance(Scheme.DARK, 18, Density.COMPACT)
    usual = page.findChild(QPushButton, "usual_look")
    assert usual is not None
    QTest.mouseClick(usual, Qt.MouseButton.LeftButton)
    assert read_appearance(settings) == Appearance()
    assert page.appearance.slider.value() == 14


def test_facts_about_workspace_and_program_are_shown(
    page: SystemPage, workspace: Workspace
) -> None:
    page.show_tab("about")
    texts = [w.text() for w in page.about.findChildren(QLabel)]
    assert str(workspace.folder) in texts
    assert workspace.schema in texts
    assert any("Apache License" in text for text in texts)


def test_the_tab_in_sight_is_remembered(page: SystemPage, settings: QSettings) -> None:
    page.show_tab("about")
    assert settings.value("system/tab") == "about"
