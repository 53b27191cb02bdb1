"""The tab 打印机: print the sheet, type the readings, try it, forget it; and go on with a batch."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from partydesk.app import build_window
from partydesk.domain.print_plan import PrintPlan
from partydesk.domain.printers import Correction, PaperSide
from partydesk.services.print_jobs import advance, begin_job, unfinished_jobs
from partydesk.services.printers import list_profiles
from partydesk.services.workspace import Workspace
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow
from partydesk.ui.paper.edges import ink_of
from partydesk.ui.paper.print_run import ResumeDialog
from partydesk.ui.paper.printers_view import PrintersView, SheetDialog
from partydesk.ui.paper.readings_dialog import ReadingsDialog
from partydesk.ui.printing import open_pdf, page_sizes_mm
from partydesk.ui.tabbed_page import TabbedPage
from partydesk.ui.widgets.dialog import BaseDialog
from tests.services.test_printers import FRONT, keep, readings
from tests.ui.answers import Answers
from tests.ui.paper_prints import numbered_pdf, pages_on
from tests.ui.round_window import run, settle


@pytest.fixture
def view(window: MainWindow) -> PrintersView:
    window.show_page("paper")
    settle(window)
    page = window.page("paper")
    assert isinstance(page, TabbedPage)
    page.show_tab("printers")
    settle(window)
    found = page.views["printers"]
    assert isinstance(found, PrintersView)
    return found


def lines(view: PrintersView) -> list[list[str]]:
    """What the table shows, without the day."""
    model = view.table.model
    keys = [column.key for column in model.columns]
    return [
        [str(model.data(model.index(row, at))) for at, key in enumerate(keys) if key != "day"]
        for row in range(model.rowCount())
    ]


def measure(error: Correction, side: PaperSide = PaperSide.FRONT) -> object:
    """Fill in the dialog as somebody does who measured a printer with this error."""

    def fill(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, ReadingsDialog)
        dialog.side.setCurrentText(side.value)
        for reading in readings(error):
            for box, value in zip(dialog.boxes[reading.mark], reading.measured, strict=True):
                box.setValue(value)
        return True

    return fill


def test_every_printer_has_a_line_also_those_that_are_gone(
    view: PrintersView, window: MainWindow, workspace: Workspace
) -> None:
    assert [line[0] for line in lines(view)] == ["HP", "Canon"]
    assert {line[-1] for line in lines(view)} == {"未校准"}
    keep(workspace, FRONT)
    keep(workspace, Correction(2, 1), printer="Epson", tray="手送", side=PaperSide.BACK)
    view.page_shown()
    settle(window)
    assert lines(view) == [
        ["HP", "默认纸盒", "正面", "1.16", "-0.03", "99.71%", "99.73%", "0.00°", "已校准"],
        ["Canon", "", "", "", "", "", "", "", "未校准"],
        ["Epson", "手送", "背面", "2.00", "1.00", "100.00%", "100.00%", "0.00°", "不在本机"],
    ]


def test_the_sheet_is_printed_as_the_printer_puts_it_then_measured_then_tried(
    view: PrintersView, window: MainWindow, workspace: Workspace, answers: Answers
) -> None:
    def on_8k(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, SheetDialog)
        assert dialog.choice.printer.currentText() == "HP"
        dialog.choice.paper.setCurrentText("8开（正度） 竖放（260×370 毫米）")
        return True

    view.table.select_number(0)
    answers.fill(on_8k, measure(Correction(6, 0)), lambda _dialog: True)  # type: ignore[arg-type]
    run(window, "paper.print_calibration")
    run(window, "paper.enter_readings")
    assert [(p.printer, p.tray, p.side) for p in list_profiles(workspace)] == [
        ("HP", "", PaperSide.FRONT)
    ]
    view.table.select_number(0)
    run(window, "paper.try_calibration")
    plain, tried = answers.paper
    assert page_sizes_mm(plain)[0] == pytest.approx((260, 370), abs=0.4)
    assert len(page_sizes_mm(plain)) == len(page_sizes_mm(tried)) == 2
    front, back = (ink_of(open_pdf(tried), page) for page in (0, 1))
    assert front is not None
    assert back is not None
    # The front is moved 6 mm to the left; the back is not known to be wrong.
    # A PDF printer keeps pictures as JPEG, whose haze counts as ink.
    assert back.left_mm - front.left_mm == pytest.approx(6, abs=0.8)
    assert unfinished_jobs(workspace) == ()


def test_a_profile_is_forgotten_once_that_was_confirmed(
    view: PrintersView, window: MainWindow, workspace: Workspace, answers: Answers
) -> None:
    keep(workspace, FRONT)
    view.page_shown()
    settle(window)
    commands = window.commands
    view.table.select_number(1)
    assert commands.get("paper.forget_profile").refusal() == "请先选一条已有的校准"
    view.table.select_number(0)
    answers.say(False, True)
    run(window, "paper.forget_profile")
    assert len(list_profiles(workspace)) == 1
    run(window, "paper.forget_profile")
    assert list_profiles(workspace) == ()
    assert lines(view)[0][-1] == "未校准"
    assert "默认纸盒 正面" in answers.asked[-1]


def test_what_was_known_of_a_printer_that_is_gone_cannot_be_tried_but_forgotten(
    view: PrintersView, window: MainWindow, workspace: Workspace
) -> None:
    keep(workspace, FRONT, printer="Epson")
    view.page_shown()
    settle(window)
    view.table.select_number(2)
    assert window.commands.get("paper.try_calibration").refusal() == "这台打印机不在本机"
    assert window.commands.get("paper.forget_profile").enabled


def test_an_unfinished_batch_is_offered_and_goes_on(
    view: PrintersView, window: MainWindow, workspace: Workspace, answers: Answers
) -> None:
    job = begin_job(workspace, "委任书", numbered_pdf(5), PrintPlan((1, 2, 3, 4, 5), printer="HP"))
    advance(workspace, job.id, 2)
    view.page_shown()
    settle(window)
    assert view._left_over.isVisible()
    go_on = view.findChild(QPushButton, f"job_{job.id}_resume")
    assert isinstance(go_on, QPushButton)
    answers.fill(lambda dialog: isinstance(dialog, ResumeDialog))
    answers.say("都打好了")
    go_on.click()
    settle(window)
    assert [pages_on(data) for data in answers.paper] == [[3, 4, 5]]
    assert not view._left_over.isVisible()


def test_a_batch_left_unfinished_is_told_when_the_program_opens(
    qtbot: QtBot, dressed: str, settings: QSettings, workspace: Workspace
) -> None:
    begin_job(workspace, "委任书", numbered_pdf(3), PrintPlan((1, 2, 3), printer="HP"))
    window = build_window(workspace, settings, ErrorDesk())
    qtbot.addWidget(window)
    said = [each.text() for each in window.status.findChildren(QLabel)]
    assert "有 1 批没有打完，可在“文书与打印—打印机”里接着打" in said
    window.tasks.shut_down()
