"""Prints thirty letters and dies at a sheet; run as a program by a test.

``python -m tests.ui.paper.print_victim FOLDER OUT SHEET`` opens the workspace, begins the batch and
kills itself when it comes to the sheet, as a power cut would.
"""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter

from partydesk.domain.print_plan import PrintedDocument, PrintPlan
from partydesk.services.print_jobs import advance, begin_job, pdf_for_printer
from partydesk.services.workspace import open_workspace
from partydesk.ui.printing import dress_printer, send_feeds
from tests.ui.paper_prints import numbered_pdf

PAGES = 30
PLAN = PrintPlan(
    tuple(range(1, PAGES + 1)),
    documents=tuple(PrintedDocument(f"人{n}", f"{n}号", n, 1) for n in range(1, PAGES + 1)),
    printer="HP",
)


def main(folder: Path, out: Path, fatal: int) -> None:
    """Print until killed."""
    program = QGuiApplication([])
    workspace = open_workspace(folder)
    job = begin_job(workspace, "委任书（30份）", numbered_pdf(PAGES), PLAN)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    printer.setResolution(150)
    dress_printer(printer, PLAN, job.title)

    def die(done: int, total: int, what: str) -> None:
        del total, what
        if done + 1 == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    data = pdf_for_printer(workspace, job.id)
    send_feeds(data, printer, PLAN, PLAN.feeds(), die, partial(advance, workspace, job.id))
    del program


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
