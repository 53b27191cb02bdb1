"""The print dialog: every choice becomes part of the plan, and what is doubtful is said first."""

from __future__ import annotations

from typing import Protocol

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from partydesk.domain.print_plan import PrintedDocument, PrintPlan, Sides
from partydesk.domain.printers import Correction, PaperSide
from partydesk.services.printers import Profile, list_profiles
from partydesk.services.workspace import Workspace
from partydesk.ui.paper.print_dialog import Batch, PrintDialog
from partydesk.ui.printing import Machine
from tests.services.test_printers import keep
from tests.ui.paper.conftest import CANON, HP
from tests.ui.paper_prints import numbered_pdf

DOCUMENTS = (PrintedDocument("苏和", "1号", 1, 3), PrintedDocument("包晓光", "2号", 4, 2))


class Open(Protocol):
    """Opens the dialog."""

    def __call__(
        self,
        found: tuple[Machine, ...] = (HP, CANON),
        profiles: tuple[Profile, ...] = (),
        copies: int = 1,
        paper: tuple[float, float] = (210, 297),
    ) -> PrintDialog: ...


@pytest.fixture
def open_dialog(qtbot: QtBot, settings: QSettings, dressed: str) -> Open:
    parent = QWidget()
    parent.resize(1366, 768)
    qtbot.addWidget(parent)

    def opened(
        found: tuple[Machine, ...] = (HP, CANON),
        profiles: tuple[Profile, ...] = (),
        copies: int = 1,
        paper: tuple[float, float] = (210, 297),
    ) -> PrintDialog:
        batch = Batch("letters", "委任书", numbered_pdf(5, paper=paper), DOCUMENTS, copies)
        dialog = PrintDialog(parent, batch, found, profiles, settings)
        dialog.show()
        return dialog

    return opened


def words(dialog: PrintDialog, name: str) -> str:
    found = dialog.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def act(dialog: PrintDialog) -> QPushButton:
    found = dialog.findChild(QPushButton, "print_dialog_act")
    assert isinstance(found, QPushButton)
    return found


def test_the_usual_choices_are_the_whole_batch_on_the_usual_printer(open_dialog: Open) -> None:
    dialog = open_dialog(copies=3)
    assert dialog.plan() == PrintPlan((1, 2, 3, 4, 5), copies=3, documents=DOCUMENTS, printer="HP")
    assert words(dialog, "print_sum") == "共 15 页，15 张纸"
    assert words(dialog, "print_scale") == "100％（实际大小，固定不变）"
    assert words(dialog, "print_profiles") == "正面：未校准"
    assert dialog.height() <= 700
    assert act(dialog).isEnabled()


def test_every_choice_becomes_part_of_the_plan(open_dialog: Open) -> None:
    dialog = open_dialog()
    dialog.tray.setCurrentText("手送")
    dialog.pages.setText("1-3，5")
    dialog.copies.setValue(2)
    dialog.collate.setChecked(False)
    dialog.sides.setCurrentText(Sides.SHORT_EDGE.value)
    dialog.reverse.setChecked(True)
    assert dialog.plan() == PrintPlan(
        (1, 2, 3, 5), 2, collate=False, sides=Sides.SHORT_EDGE, reverse=True,
        documents=DOCUMENTS, printer="HP", tray="手送",
    )  # fmt: skip
    assert words(dialog, "print_sum") == "共 8 页，6 张纸"
    assert words(dialog, "print_profiles") == "正面：未校准\n背面：未校准"


def test_a_printer_without_turning_offers_turning_by_hand_and_says_that_trays_are_not_told(
    open_dialog: Open,
) -> None:
    dialog = open_dialog()
    assert words(dialog, "print_tray_hint") == ""
    dialog.printer.setCurrentText("Canon")
    assert [dialog.sides.itemText(n) for n in range(dialog.sides.count())] == [
        Sides.ONE.value, Sides.BY_HAND.value,
    ]  # fmt: skip
    assert "没有列出纸盒" in words(dialog, "print_tray_hint")
    dialog.sides.setCurrentText(Sides.BY_HAND.value)
    assert words(dialog, "print_sum") == "共 5 页，3 张纸，先印全部正面，翻纸后再印背面"


@pytest.mark.parametrize("pages", ["9", "甲", "3-1"])
def test_pages_that_are_none_are_said_and_nothing_can_be_printed(
    open_dialog: Open, pages: str
) -> None:
    dialog = open_dialog()
    dialog.pages.setText(pages)
    assert not act(dialog).isEnabled()
    assert pages in dialog._message.text
    dialog.pages.setText("2")
    assert act(dialog).isEnabled()
    assert dialog._message.text == ""


def test_without_a_printer_it_says_what_to_do(open_dialog: Open) -> None:
    dialog = open_dialog(found=())
    assert not act(dialog).isEnabled()
    assert "没有打印机" in dialog._message.text


def test_paper_that_the_printer_does_not_know_is_said(open_dialog: Open) -> None:
    dialog = open_dialog(paper=(260, 370))
    assert dialog._message.text == ""
    dialog.printer.setCurrentText("Canon")
    assert dialog._message.text.startswith("打印机没有 260×370 毫米的纸型")
    assert act(dialog).isEnabled()


def test_the_choices_are_remembered_by_kind_but_not_pages_and_copies(
    open_dialog: Open, settings: QSettings
) -> None:
    first = open_dialog()
    first.tray.setCurrentText("手送")
    first.sides.setCurrentText(Sides.LONG_EDGE.value)
    first.reverse.setChecked(True)
    first.pages.setText("1")
    first.copies.setValue(4)
    first.remember()
    second = open_dialog().plan()
    assert (second.tray, second.sides, second.reverse) == ("手送", Sides.LONG_EDGE, True)
    assert (second.pages, second.copies) == ((1, 2, 3, 4, 5), 1)
    gone = open_dialog(found=(CANON,)).plan()
    assert (gone.printer, gone.tray, gone.sides) == ("Canon", "", Sides.ONE)
    settings.setValue("printing/letters", "no json")
    assert open_dialog().plan().printer == "HP"


def pixels(dialog: PrintDialog) -> QImage:
    return dialog.sheets.picture.pixmap().toImage()


def leftmost_dark(image: QImage) -> int:
    return min(
        x
        for y in range(image.height())
        for x in range(image.width())
        if image.pixelColor(x, y).lightness() < 100
    )


def test_the_sheets_are_shown_as_they_are_sent(open_dialog: Open, workspace: Workspace) -> None:
    keep(workspace, Correction(5, 0))
    profiles = list_profiles(workspace)
    dialog = open_dialog(profiles=profiles)
    assert words(dialog, "print_profiles") == profiles[0].label
    assert dialog.sheets.said == "第 1 张：苏和（1号）、第 1 页"
    corrected = leftmost_dark(pixels(dialog))
    dialog.correct.setChecked(False)
    assert not dialog.plan().correct
    plain = leftmost_dark(pixels(dialog))
    per_mm = pixels(dialog).width() / 210
    assert (plain - corrected) / per_mm == pytest.approx(5, abs=1)
    dialog.sides.setCurrentText(Sides.LONG_EDGE.value)
    ahead = dialog.findChild(QPushButton, "sheet_ahead")
    assert isinstance(ahead, QPushButton)
    seen = [dialog.sheets.said]
    while ahead.isEnabled():
        ahead.click()
        seen.append(dialog.sheets.said)
    assert seen == [
        "第 1 张 正面：苏和（1号）、第 1 页",
        "第 1 张 背面：苏和（1号）、第 2 页",
        "第 2 张 正面：苏和（1号）、第 3 页",
        "第 3 张 正面：包晓光（2号）、第 4 页",
        "第 3 张 背面：包晓光（2号）、第 5 页",
    ]


def test_a_tray_known_only_from_calibration_can_be_chosen(
    open_dialog: Open, workspace: Workspace
) -> None:
    keep(workspace, Correction(1, 1), tray="后进纸", printer="Canon")
    keep(workspace, Correction(2, 1), side=PaperSide.BACK, printer="Canon")
    (tray, usual) = sorted(list_profiles(workspace), key=lambda p: not p.tray)
    dialog = open_dialog(profiles=(tray, usual))
    dialog.printer.setCurrentText("Canon")
    dialog.tray.setCurrentText("后进纸")
    assert "只决定用哪份校准" in words(dialog, "print_tray_hint")
    assert dialog.plan().tray == "后进纸"
    assert words(dialog, "print_profiles") == tray.label
    dialog.sides.setCurrentText(Sides.BY_HAND.value)
    assert words(dialog, "print_profiles") == f"{tray.label}\n{usual.label}"
