"""沟通记录 in the window: beside the pair, in its dialog, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from partydesk.services import consultations, matching, placements
from partydesk.services.workspace import Workspace
from partydesk.ui.consultations.talk_dialog import TalkDialog
from partydesk.ui.consultations.talks_dialog import TalksDialog
from partydesk.ui.main_window import MainWindow
from partydesk.ui.preview import PreviewDialog
from tests.ui.answers import Answers
from tests.ui.round_window import (
    CEMENT,
    SUHE,
    YEAR,
    add_posts,
    add_wishes,
    new_workspace,
    open_window,
    placements_page,
    selection_page,
    settle,
    undo_last,
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with new_workspace(tmp_path / "w") as made:
        add_posts(made)
        add_wishes(made)
        matching.run_matching(made, YEAR)
        yield made


@pytest.fixture
def window(
    qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace
) -> Iterator[MainWindow]:
    opened = open_window(qtbot, settings, workspace)
    yield opened
    opened.tasks.shut_down()


def _press(inside: QWidget, name: str) -> None:
    found = [b for b in inside.findChildren(QPushButton, name) if b.isVisible()]
    assert found, name
    assert found[0].isEnabled(), name
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def _missing(inside: QWidget) -> str:
    found = [each for each in inside.findChildren(QLabel, "talks_missing") if each.isVisible()]
    return found[0].text() if found else ""


def _dialog(window: MainWindow) -> TalksDialog:
    found = [d for d in window.findChildren(TalksDialog) if d.isVisible()]
    assert found
    return found[-1]


def _record(dialog: TalksDialog, window: MainWindow, **texts: str) -> None:
    _press(dialog, "talks_add")
    (talk,) = [d for d in dialog.findChildren(TalkDialog) if d.isVisible()]
    for name, text in texts.items():
        talk.form.set_field(name, text)
    _press(talk, "talk_dialog_save")
    settle(window)
    assert not any(d.isVisible() for d in dialog.findChildren(TalkDialog))


def test_a_talk_is_recorded_from_the_board_and_stands_on_both_cards(
    window: MainWindow, workspace: Workspace
) -> None:
    page = selection_page(window)
    page.show_step("matching")
    page.board.posts.select_number(0)
    person = page.board.card.person
    _press(person, "show_talks")
    assert person.chips[2].text() == "沟通 0/4"
    assert _missing(person) == "未沟通：企业、所属党组织和关联单位、分管领导、业务主管部门"
    _press(person, "open_talks")
    dialog = _dialog(window)
    _record(dialog, window, spoke="布和 总经理", said="愿意接收")
    _record(dialog, window, whom="分管领导", spoke="副旗长", opinion="有条件同意")
    assert dialog.model.rowCount() == 2
    talks = consultations.get_talks(workspace, CEMENT, SUHE)
    assert [(t.whom.value, t.talent) for t in talks.held] == [
        ("企业", "苏和"),
        ("分管领导", "苏和"),
    ]
    assert person.chips[2].text() == "沟通 2/4"
    dialog.reject()
    assert _missing(person) == "未沟通：所属党组织和关联单位、业务主管部门"

    placements.accept_run(workspace, YEAR)
    pairs = placements_page(window)
    pairs.reload()
    settle(window)
    pairs.table.select_where(lambda pair: pair.talent_id == SUHE)
    assert _missing(pairs.card) == "未沟通：所属党组织和关联单位、业务主管部门"
    # What nobody has asked about stops nobody.
    assert window.commands.get("placements.consent").enabled


def test_faults_stay_in_the_dialog_and_undo_takes_a_talk_back(
    window: MainWindow, workspace: Workspace
) -> None:
    page = selection_page(window)
    page.show_step("matching")
    page.board.card.person.talks.open_dialog()
    dialog = _dialog(window)
    _press(dialog, "talks_add")
    (talk,) = [d for d in dialog.findChildren(TalkDialog) if d.isVisible()]
    talk.form.set_field("held_on", "2026-12-01")
    _press(talk, "talk_dialog_save")
    settle(window)
    assert talk.form.block("spoke").fault == "请填写由谁表态"
    talk.form.set_field("spoke", "布和")
    _press(talk, "talk_dialog_save")
    settle(window)
    assert talk.form.block("held_on").fault == "沟通日期不能晚于今天"
    talk.form.set_field("held_on", "2026-3-12")
    talk.about_person.click()
    _press(talk, "talk_dialog_save")
    settle(window)
    (stored,) = consultations.list_consultations(workspace, YEAR)
    assert stored.talent_id is None
    undo_last(window)
    assert dialog.model.rowCount() == 0


def test_a_talk_is_mended_gets_its_paper_is_printed_and_removed(
    window: MainWindow, workspace: Workspace, answers: Answers, tmp_path: Path
) -> None:
    page = selection_page(window)
    page.show_step("matching")
    page.board.card.person.talks.open_dialog()
    dialog = _dialog(window)
    _record(dialog, window, spoke="布和 总经理")
    file = tmp_path / "企业回函.txt"
    file.write_text("同意接收。", encoding="utf-8")
    answers.choose_file(file)
    _press(dialog, "consultations_attachments_add")
    settle(window)
    (stored,) = consultations.list_consultations(workspace, YEAR)
    assert stored.paper == "企业回函"

    _press(dialog, "talks_mend")
    (talk,) = [d for d in dialog.findChildren(TalkDialog) if d.isVisible()]
    assert talk.form.text_of("spoke") == "布和 总经理"
    talk.form.set_field("opinion", "不同意")
    _press(talk, "talk_dialog_save")
    settle(window)
    (stored,) = consultations.list_consultations(workspace, YEAR)
    assert stored.opinion.value == "不同意"

    _press(dialog, "talks_print")
    settle(window)
    preview = dialog.findChild(PreviewDialog)
    assert isinstance(preview, PreviewDialog)
    assert "沟通记录" in preview.windowTitle()
    preview.reject()

    _press(dialog, "talks_remove")
    settle(window)
    assert consultations.list_consultations(workspace, YEAR) == ()
    assert dialog.model.rowCount() == 0
