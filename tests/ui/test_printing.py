"""What goes to the printer: every mark in its place at 100 %, the right sheets, and what is cut."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, QSizeF
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from partydesk.domain.errors import Cancelled, EnvironmentProblem
from partydesk.domain.print_plan import PrintPlan, Sides
from partydesk.domain.printers import Correction, Margins
from partydesk.domain.progress import silent
from partydesk.reports.overprint import overprint
from partydesk.ui import printing
from partydesk.ui.printing import (
    Machine,
    dress_printer,
    duplex_mode,
    margins_of,
    page_sizes_mm,
    send_feeds,
    size_in_dots,
)
from tests.ui.paper_prints import black_part_mm, numbered_pdf, pages_on

PLAN = PrintPlan((1, 2, 3), printer="HP")


@pytest.fixture(autouse=True)
def _program(qapp: QApplication) -> None:
    """Qt's printing needs a program."""


def printer_into(path: Path, plan: PrintPlan = PLAN) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(300)
    dress_printer(printer, plan, "试")
    return printer


def printed(tmp_path: Path, data: bytes, plan: PrintPlan) -> bytes:
    """What comes out of a printer that does everything right."""
    out = tmp_path / "out.pdf"
    send_feeds(data, printer_into(out, plan), plan, plan.feeds(), silent, lambda _done: None)
    return out.read_bytes()


@pytest.mark.parametrize("paper", [(210, 297), (297, 210), (260, 370), (185, 260), (420, 285)])
def test_paper_shows_everything_at_its_place_and_size(
    tmp_path: Path, paper: tuple[float, float]
) -> None:
    out = printed(tmp_path, numbered_pdf(3, paper=paper), PLAN)
    assert pages_on(out) == [1, 2, 3]
    for page, size in enumerate(page_sizes_mm(out)):
        assert size == pytest.approx(paper, abs=0.4)
        found = black_part_mm(out, page)
        assert found is not None
        assert found.x() == pytest.approx(16 + 6 * page, abs=0.2)
        assert found.y() == pytest.approx(40, abs=0.2)
        assert found.width() == pytest.approx(4, abs=0.3)


def test_a_crooked_printer_puts_a_corrected_page_right(tmp_path: Path) -> None:
    """It shifts 1.2 mm and shrinks 0.3 %: what it would print is drawn through the same error."""
    error = Correction(1.2, 0, 0.997, 0.997, 0)
    sent = overprint(numbered_pdf(3), dict.fromkeys((1, 2, 3), error))
    out = printed(tmp_path, sent, PLAN)
    backwards = Correction(
        *error.inverse()[4:], 1 / error.scale_x, 1 / error.scale_y, -error.angle_deg
    )
    crooked = overprint(out, dict.fromkeys((1, 2, 3), backwards))
    for page in range(3):
        wrong, right = black_part_mm(out, page), black_part_mm(crooked, page)
        assert wrong is not None
        assert right is not None
        assert abs(wrong.x() - (16 + 6 * page)) > 0.9
        assert right.x() == pytest.approx(16 + 6 * page, abs=0.3)
        assert right.y() == pytest.approx(40, abs=0.3)


@pytest.mark.parametrize(
    ("plan", "pages"),
    [
        (PrintPlan((2, 3)), [2, 3]),
        (PrintPlan((1, 2), copies=2), [1, 2, 1, 2]),
        (PrintPlan((1, 2), copies=2, collate=False), [1, 1, 2, 2]),
        (PrintPlan((1, 2, 3), reverse=True), [3, 2, 1]),
        (PrintPlan((1, 2, 3), sides=Sides.LONG_EDGE), [1, 2, 3]),
        (PrintPlan((1, 2, 3), copies=2, sides=Sides.LONG_EDGE), [1, 2, 3, 0, 1, 2, 3]),
        (PrintPlan((1, 2, 3), sides=Sides.BY_HAND), [1, 3, 2, 0]),
    ],
)
def test_sheets_come_out_as_planned(tmp_path: Path, plan: PrintPlan, pages: list[int]) -> None:
    assert pages_on(printed(tmp_path, numbered_pdf(3), plan)) == pages


def test_the_driver_is_told_which_sides_and_never_to_copy(tmp_path: Path) -> None:
    assert [duplex_mode(sides) for sides in Sides] == [
        QPrinter.DuplexMode.DuplexNone,
        QPrinter.DuplexMode.DuplexLongSide,
        QPrinter.DuplexMode.DuplexShortSide,
        QPrinter.DuplexMode.DuplexNone,
    ]
    assert printer_into(tmp_path / "o.pdf", PrintPlan((1,), copies=7)).copyCount() == 1


def test_each_sheet_is_told_once_it_is_sent_and_printing_can_be_stopped(tmp_path: Path) -> None:
    sent: list[int] = []

    def stop_at_third(done: int, total: int, what: str) -> None:
        assert (total, what) == (3, "正在打印")
        if done == 2:
            raise Cancelled

    printer = printer_into(tmp_path / "o.pdf")
    with pytest.raises(Cancelled):
        send_feeds(numbered_pdf(3), printer, PLAN, PLAN.feeds(), stop_at_third, sent.append)
    assert sent == [1, 2]


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_cannot_be_started_is_said(tmp_path: Path) -> None:
    printer = printer_into(tmp_path / "nowhere" / "o.pdf")
    with pytest.raises(EnvironmentProblem, match="打印机没有响应"):
        send_feeds(numbered_pdf(1), printer, PLAN, PLAN.feeds()[:1], silent, lambda _done: None)


def test_a_printer_that_is_gone_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # the fences
    with pytest.raises(EnvironmentProblem, match="没有打印机“没有这台”"):
        printing.open_printer(replace(PLAN, printer="没有这台"), "试")
    assert all(machine.name for machine in printing.machines())


def test_a_pdf_printer_prints_to_the_edge(tmp_path: Path) -> None:
    assert margins_of(printer_into(tmp_path / "o.pdf"), QSizeF(595, 842)) == Margins(0, 0, 0, 0)


def test_sizes_in_dots_are_one_to_one() -> None:
    assert size_in_dots(QSizeF(595.276, 841.89), 600) == QSize(4961, 7016)


def test_a_printer_knows_its_paper_in_either_position() -> None:
    small = Machine("HP", any_size=False, sizes_mm=((210, 297), (148, 210)))
    assert small.takes(297, 210.4)
    assert not small.takes(260, 370)
    assert Machine("HP").takes(260, 370)
