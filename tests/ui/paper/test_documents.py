"""From the preview to paper and to files: the very documents, recorded once."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from shiboken6 import isValid

from partydesk.domain.placements import Action, Order
from partydesk.services.history import list_actions
from partydesk.services.placements import act
from partydesk.services.print_kinds import Printout
from partydesk.services.printing import compose
from partydesk.services.workspace import Workspace
from partydesk.ui.documents import open_preview, title_of
from partydesk.ui.main_window import MainWindow
from partydesk.ui.paper.print_dialog import PrintDialog
from partydesk.ui.paper.save_each_dialog import SaveEachDialog
from partydesk.ui.preview import PreviewDialog
from partydesk.ui.printing import page_sizes_mm
from partydesk.ui.widgets.dialog import BaseDialog
from tests.factories import YEAR, consent_all, make_pairs
from tests.reports.printed import Pdf
from tests.ui.answers import Answers
from tests.ui.round_window import settle


@pytest.fixture
def letters(workspace: Workspace) -> Printout:
    """Three letters."""
    make_pairs(workspace, 3)
    consent_all(workspace)
    for action in (Action.SIGN, Action.APPOINT):
        act(workspace, YEAR, action, Order(workspace.today()))
    return compose(workspace, "letters", year=YEAR)


@pytest.fixture
def preview(letters: Printout, window: MainWindow, workspace: Workspace) -> PreviewDialog:
    return open_preview(window, window.desk, workspace, letters, title_of(letters, YEAR))


def press(dialog: BaseDialog, name: str) -> None:
    found = dialog.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    found.click()


def test_letters_are_printed_from_their_preview_and_those_printed_are_recorded(
    preview: PreviewDialog, window: MainWindow, workspace: Workspace, answers: Answers
) -> None:
    def first_two_twice(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, PrintDialog)
        assert "第 1 张：" in dialog.sheets.said
        assert "1号" in dialog.sheets.said
        dialog.pages.setText("1-2")
        dialog.copies.setValue(2)
        return True

    # The frame of the usual letter stands 8 mm from the edge: nothing to ask.
    answers.fill(first_two_twice)
    answers.say("都打好了")
    press(preview, "preview_print")
    settle(window)
    (paper,) = answers.paper
    assert len(page_sizes_mm(paper)) == 4
    newest = list_actions(workspace)[0]
    assert (newest.code, newest.label) == ("print", "打印委任书 2 份")


def test_who_goes_to_calibrate_comes_to_the_printers(
    preview: PreviewDialog, window: MainWindow, answers: Answers
) -> None:
    def calibrate(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, PrintDialog)
        dialog.findChild(QPushButton, "print_calibrate").click()  # type: ignore[union-attr]
        return False

    answers.fill(calibrate)
    press(preview, "preview_print")
    settle(window)
    assert not isValid(preview)
    assert window.page("paper").isVisible()
    assert answers.paper == []


def test_each_letter_is_saved_under_the_name_that_was_shown(
    preview: PreviewDialog,
    letters: Printout,
    window: MainWindow,
    workspace: Workspace,
    answers: Answers,
    tmp_path: Path,
) -> None:
    folder = tmp_path / "每人一份"
    folder.mkdir()
    shown: list[str] = []

    def by_name(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, SaveEachDialog)
        assert not dialog._act.isEnabled()
        press(dialog, "save_each_choose")
        dialog.rule.setText("{名字}")
        assert "不认识" in dialog.message.text
        assert not dialog._act.isEnabled()
        dialog.rule.setText("委任书 {姓名}")
        names = dialog.findChild(QLabel, "save_each_names")
        assert isinstance(names, QLabel)
        shown.extend(names.text().splitlines())
        assert dialog._act.text() == "保存 3 个文件"
        return dialog._act.isEnabled()

    answers.fill(by_name)
    answers.choose_file(folder)
    each = preview.findChild(QPushButton, "preview_save_each")
    assert isinstance(each, QPushButton)
    assert each.isVisible()
    press(preview, "preview_save_each")
    settle(window)
    assert sorted(path.name for path in folder.iterdir()) == sorted(shown)
    assert len(shown) == 3
    for letter in letters.documents:
        text = Pdf((folder / f"委任书 {letter.person}.pdf").read_bytes()).text()
        assert letter.number in text
    assert preview.preview.warnings.text == f"已保存到 {folder}（3 个文件）"
    assert list_actions(workspace)[0].label == "打印委任书 3 份"

    def again(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, SaveEachDialog)
        assert (dialog.rule.text(), dialog.folder) == ("委任书 {姓名}", folder)
        assert "3 个文件已经存在" in dialog.message.text
        return False

    answers.fill(again)
    press(preview, "preview_save_each")


def test_a_list_is_saved_as_one_piece_only(
    window: MainWindow, workspace: Workspace, letters: Printout
) -> None:
    posts = compose(workspace, "posts", year=YEAR)
    dialog = open_preview(window, window.desk, workspace, posts, "岗位")
    each = dialog.findChild(QPushButton, "preview_save_each")
    assert isinstance(each, QPushButton)
    assert not each.isVisible()
    dialog.reject()
