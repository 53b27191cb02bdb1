"""Edges: measured on the page as it is sent, and said with whose page it is."""

from __future__ import annotations

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from partydesk.domain.print_plan import PrintedDocument, PrintPlan
from partydesk.domain.printers import Correction
from partydesk.domain.progress import silent
from partydesk.reports.overprint import overprint
from partydesk.ui.paper.edges import find_edge_faults, ink_of
from partydesk.ui.printing import open_pdf
from tests.ui.paper_prints import numbered_pdf


def test_ink_is_measured_from_every_edge(qapp: QApplication) -> None:
    document = open_pdf(numbered_pdf(2))
    ink = ink_of(document, 1)
    assert ink is not None
    assert tuple(ink) == pytest.approx((22, 40, 184, 253), abs=0.3)
    empty = open_pdf(overprint(numbered_pdf(1), {1: Correction(900, 0)}))
    assert ink_of(empty, 0) is None


def test_what_is_cut_or_too_near_the_edge_is_said_with_whose_it_is(qapp: QApplication) -> None:
    documents = tuple(PrintedDocument(f"人{n}", f"{n}号", n, 1) for n in range(1, 6))
    plan = PrintPlan((1, 2, 3, 4, 5), documents=documents, printer="HP")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    assert find_edge_faults(numbered_pdf(5), plan, printer, silent) == ()
    (fault,) = find_edge_faults(numbered_pdf(5, top=3), plan, printer, silent)
    assert fault.startswith(
        "人1（1号）、第 1 页；人2（2号）、第 2 页；人3（3号）、第 3 页等 5 页：上边"
    )
    assert "只有 3.0 毫米" in fault
    moved = overprint(numbered_pdf(5), {2: Correction(21, 0)})
    (fault,) = find_edge_faults(moved, plan, printer, silent)
    assert fault.startswith("人2（2号）、第 2 页：左边")
