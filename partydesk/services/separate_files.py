"""Saving a file for each document of a batch, named by a rule."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from partydesk.domain.errors import EnvironmentProblem, ValidationFailed
from partydesk.domain.file_names import file_names
from partydesk.domain.progress import Progress, silent
from partydesk.exchange.files import written_whole
from partydesk.reports.cutting import cut
from partydesk.services.printing import record_print
from partydesk.services.unprintable import require_printable

if TYPE_CHECKING:
    from partydesk.services.print_kinds import Printout
    from partydesk.services.workspace import Workspace


def names_of_files(printout: Printout, rule: str) -> tuple[str, ...]:
    """Name a file for each document.

    Raises:
        ValidationFailed: The rule means nothing, or the document is one piece, such as a list.
    """
    if not printout.documents:
        raise ValidationFailed({"rule": f"{printout.title}是一份完整的表，不能按人分开保存"})
    return file_names(rule, [(each.person, each.number) for each in printout.documents])


def save_each(
    workspace: Workspace,
    printout: Printout,
    folder: Path,
    rule: str,
    *,
    progress: Progress = silent,
    allow_missing: bool = False,
) -> tuple[Path, ...]:
    """Write a file for each document, each all or nothing, and record the print.

    Args:
        workspace: Open workspace.
        printout: The documents.
        folder: Is made when it does not exist; files of the same names are replaced.
        rule: How the files are named; see :func:`partydesk.domain.file_names.file_names`.
        progress: Told after each file; cancelling leaves whole files only.
        allow_missing: Whether characters that no font has may be left empty.

    Raises:
        ValidationFailed: The rule means nothing, or the document is one piece.
        RuleViolation: A character is missing and may not be.
        EnvironmentProblem: The folder or a file cannot be written.
        Cancelled: The user stopped it.
    """
    names = names_of_files(printout, rule)
    require_printable(printout.warnings, allow_missing=allow_missing)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentProblem(f"不能建立文件夹 {folder}：请换一个位置") from error
    paths = [folder / name for name in names]
    pieces = cut(printout.pdf, [(each.first_page, each.pages) for each in printout.documents])
    for done, (path, piece) in enumerate(zip(paths, pieces, strict=True)):
        progress(done, len(paths), "正在保存")
        with written_whole(path) as partial:
            partial.write_bytes(piece)
    record_print(workspace, printout)
    progress(len(paths), len(paths), "正在保存")
    return tuple(paths)
