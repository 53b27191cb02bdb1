"""Preparing a ceremony and printing its sheets, with real widgets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from partydesk.domain.ceremonies import Calling
from partydesk.domain.placements import Action, Order, Party
from partydesk.services import ceremonies, matching, placements
from partydesk.services.workspace import Workspace
from partydesk.ui.ceremony.dialog import CeremonyDialog
from partydesk.ui.main_window import MainWindow
from partydesk.ui.preview import PreviewDialog
from partydesk.ui.selection.forms_dialog import WishFormsDialog
from tests.ui.round_window import (
    YEAR,
    add_posts,
    add_wishes,
    new_workspace,
    open_window,
    placements_page,
    run,
    selection_page,
    settle,
)

DAY = dt.date(2026, 3, 20)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with new_workspace(tmp_path / "w") as made:
        add_posts(made)
        add_wishes(made)
        matching.run_matching(made, YEAR)
        placements.accept_run(made, YEAR)
        yield made


@pytest.fixture
def window(
    qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace
) -> Iterator[MainWindow]:
    opened = open_window(qtbot, settings, workspace)
    yield opened
    opened.tasks.shut_down()


def _agree(workspace: Workspace) -> None:
    for party in (Party.ENTERPRISE, Party.PERSON, Party.COMMITTEE):
        placements.act(workspace, YEAR, Action.CONSENT, Order(DAY, party=party), (1, 2))


def _dialog(window: MainWindow) -> CeremonyDialog:
    page = placements_page(window)
    run(window, "placements.ceremony")
    dialog = next(each for each in page.findChildren(CeremonyDialog) if each.isVisible())
    assert isinstance(dialog, CeremonyDialog)
    return dialog


def _preview(parent: CeremonyDialog, window: MainWindow) -> PreviewDialog:
    settle(window)
    shown = [each for each in parent.findChildren(PreviewDialog) if each.isVisible()]
    (dialog,) = shown
    return dialog


def test_the_usual_ceremony_is_offered_and_stored(window: MainWindow, workspace: Workspace) -> None:
    _agree(workspace)
    dialog = _dialog(window)
    about = dialog.findChild(QLabel, "ceremony_about")
    assert about is not None
    assert about.text().startswith("参加签约 2 对：2 人，2 家单位")
    assert "签约仪式" in dialog.form.text_of("title")
    assert "颁发委任书" in dialog.form.text_of("agenda")
    dialog.form.set_field("held_on", "2026.4.15")
    dialog.form.set_field("place", "旗会议中心")
    dialog.save_button.click()
    settle(window)
    assert placements_page(window).findChildren(CeremonyDialog) == []
    stored = ceremonies.get_ceremony(workspace, YEAR)
    assert (stored.held_on, stored.place) == (dt.date(2026, 4, 15), "旗会议中心")
    assert window.status.undo.action is not None


def test_what_cannot_be_read_is_said_beside_its_field(
    window: MainWindow, workspace: Workspace
) -> None:
    dialog = _dialog(window)
    dialog.form.set_field("held_on", "十五日")
    dialog.sheets["agenda"].click()
    settle(window)
    assert dialog.isVisible()
    assert dialog.findChildren(PreviewDialog) == []
    assert "日期" in dialog.form.block("held_on").fault
    assert ceremonies.get_ceremony(workspace, YEAR).id is None
    dialog.form.set_field("held_on", "2026-04-15")
    dialog.sheets["agenda"].click()
    assert _preview(dialog, window).preview.page_count == 1
    assert ceremonies.get_ceremony(workspace, YEAR).held_on == dt.date(2026, 4, 15)


def test_every_sheet_is_previewed_in_the_chosen_order(
    window: MainWindow, workspace: Workspace
) -> None:
    _agree(workspace)
    for action in (Action.SIGN, Action.APPOINT):
        placements.act(workspace, YEAR, action, Order(DAY), (1, 2))
    dialog = _dialog(window)
    dialog.form.set_field("order", Calling.NAME.value)
    dialog.form.set_field("guests", "宝音 旗委常委\n王明")
    pages = {"signing-list": 1, "sign-in": 1, "seat-cards": 6, "agenda": 1, "letters": 2}
    for kind, count in pages.items():
        dialog.sheets[kind].click()
        preview = _preview(dialog, window)
        assert preview.preview.page_count == count, kind
        preview.close()
        settle(window)
    dialog.close()
    again = _dialog(window)
    assert again.form.text_of("guests") == "宝音 旗委常委\n王明"
    assert again.form.text_of("order") == Calling.NAME.value


def test_without_pairs_only_what_needs_none_can_be_printed(window: MainWindow) -> None:
    dialog = _dialog(window)
    enabled = {kind for kind, each in dialog.sheets.items() if each.isEnabled()}
    assert enabled == {"agenda", "seat-cards"}
    assert dialog.sheets["signing-list"].toolTip() == "各方同意登记齐全后才能打印"
    dialog.sheets["seat-cards"].click()
    settle(window)
    assert dialog.isVisible()


def test_wish_forms_are_chosen_and_previewed(window: MainWindow) -> None:
    page = selection_page(window)
    run(window, "selection.print_wish-forms")
    dialog = page.findChild(WishFormsDialog)
    assert isinstance(dialog, WishFormsDialog)
    company = next(chip for side, chip in dialog.sides.items() if side == "企业")
    company.click()
    dialog.lengths[10].click()
    assert [chip.isChecked() for chip in dialog.sides.values()] == [False, True, False]
    assert [chip.isChecked() for chip in dialog.lengths.values()] == [False, True, False, False]
    dialog.show_forms()
    settle(window)
    preview = page.findChild(PreviewDialog)
    assert isinstance(preview, PreviewDialog)
    assert preview.preview.page_count == 3


def test_the_fairness_sheet_is_previewed(window: MainWindow) -> None:
    page = selection_page(window)
    run(window, "selection.print_fairness")
    preview = page.board.findChild(PreviewDialog)
    assert isinstance(preview, PreviewDialog)
    assert preview.preview.page_count >= 1
