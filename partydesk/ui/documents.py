"""From a page to paper: compose a document, show the very PDF, record that it left the program."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from partydesk.domain.changes import Changes
from partydesk.domain.progress import Progress
from partydesk.services.print_kinds import Choice, Printout, Shown
from partydesk.services.printing import KINDS, compose, record_print
from partydesk.services.separate_files import save_each
from partydesk.services.unprintable import unprintable
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.paper.print_dialog import Batch
from partydesk.ui.paper.print_run import PrintRun
from partydesk.ui.paper.save_each_dialog import SaveEachDialog
from partydesk.ui.preview import PreviewDialog


def preview_document(
    parent: QWidget,
    desk: Desk,
    workspace: Workspace,
    kind: str,
    placement_ids: Sequence[int] | None = None,
    shown: Shown | None = None,
    choice: Choice | None = None,
    query: str = "",
) -> None:
    """Compose a document of the chosen year and show it; warnings stand above the pages.

    Args:
        parent: The page that asks.
        desk: The window's services.
        workspace: Where the data comes from.
        kind: One of the kinds of :mod:`partydesk.services.printing`.
        placement_ids: Only these pairs; None for all.
        shown: Which records and columns of a pool; None for all and the usual ones.
        choice: What only some kinds let one choose; None for what is usual.
        query: Words that names or numbers must match; empty for all.
    """
    year = desk.year()

    def work(progress: Progress) -> Printout:
        return compose(
            workspace,
            kind,
            year=year,
            query=query,
            placement_ids=placement_ids,
            shown=shown,
            choice=choice,
            progress=progress,
        )

    def show(printout: Printout) -> None:
        open_preview(parent, desk, workspace, printout, title_of(printout, year))

    desk.tasks.run(work, show, title=f"正在排版{KINDS[kind].title}")


def preview_certificates(
    parent: QWidget, desk: Desk, workspace: Workspace, ids: frozenset[int]
) -> None:
    """Show certificates by their 记录号, as they were issued; see :func:`preview_document`."""
    preview_document(parent, desk, workspace, "certificates", choice=Choice(own_ids=ids))


def title_of(printout: Printout, year: int) -> str:
    """Name a document as its file is called, such as 2026年委任书（12份）."""
    count = f"（{printout.records}份）" if printout.numbers else ""
    return f"{year}年{printout.title}{count}"


def open_preview(
    parent: QWidget, desk: Desk, workspace: Workspace, printout: Printout, title: str
) -> PreviewDialog:
    """Open the preview of a composed document."""
    warnings = [warning.message for warning in printout.warnings]
    missing = [warning.message for warning in unprintable(printout.warnings)]
    dialog = PreviewDialog(parent, desk.tasks, printout.pdf, title, warnings, missing)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    record = partial(_record, desk, workspace, printout)
    dialog.preview.saved.connect(lambda path: record(f"{title}已保存到 {path}"))
    run = PrintRun(parent, desk, workspace)
    batch = Batch(
        printout.kind,
        title,
        printout.pdf,
        printout.documents,
        printout.copies,
        lambda plan: record_print(workspace, printout.part(plan.pages)),
    )
    dialog.preview.print_asked.connect(lambda: run.ask(batch, dialog))
    if len(printout.documents) > 1:
        dialog.preview.offer_each()
        dialog.preview.each_asked.connect(
            lambda: _save_each(dialog, desk, workspace, printout, title)
        )
    dialog.present()
    return dialog


def _save_each(
    dialog: PreviewDialog, desk: Desk, workspace: Workspace, printout: Printout, title: str
) -> None:
    """Ask for folder and names, and save a file for each document."""
    asked = SaveEachDialog(dialog, printout, desk.settings)
    try:
        if not asked.run() or asked.folder is None:
            return
        asked.remember()
        folder, rule = asked.folder, asked.rule.text()
    finally:
        asked.deleteLater()

    def work(progress: Progress) -> int:
        # The preview has asked about missing characters.
        saved = save_each(workspace, printout, folder, rule, progress=progress, allow_missing=True)
        return len(saved)

    def say(count: int) -> None:
        desk.say(f"{title}已存为 {count} 个文件：{folder}")
        if isValid(dialog):  # somebody may have closed it meanwhile
            dialog.preview.say_saved(f"{folder}（{count} 个文件）")

    desk.tasks.run(work, say, title=f"正在保存：{title}")


def _record(desk: Desk, workspace: Workspace, printout: Printout, said: str) -> None:
    """Write into the print record that the document was saved or printed."""

    def work(_progress: Progress) -> Changes:
        return record_print(workspace, printout)

    def tell(changes: Changes) -> None:
        desk.bus.tell(changes)
        desk.say(said)

    desk.tasks.run(work, tell, title="正在登记打印记录")
