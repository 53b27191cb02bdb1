"""Every document of the demonstration's year, written into one folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from partydesk.domain.errors import NotFound
from partydesk.domain.evaluation.kinds import Judged
from partydesk.domain.listing import Query
from partydesk.domain.progress import Progress, silent
from partydesk.services.demonstration.diary import acting_as_clerk, moment, turn_to
from partydesk.services.evaluation.evaluations import list_evaluated
from partydesk.services.exports import export_records
from partydesk.services.printing import KINDS, compose, save_printout
from partydesk.services.workspace import Workspace

_BOOKS = {"talents": "人才库", "enterprises": "企业库"}


@dataclass(frozen=True, slots=True)
class Document:
    """One file that was written.

    Attributes:
        kind: As the command line names it.
        path: Where it lies, absolute.
        pages: Pages of paper; 0 for a workbook, which has none.
        records: How many documents or rows it holds.
    """

    kind: str
    path: Path
    pages: int
    records: int


def write_demonstration_documents(
    workspace: Workspace, year: int, folder: Path, progress: Progress = silent
) -> tuple[Document, ...]:
    """Write everything the year has to show: all printed kinds as PDF, both pools as .xlsx.

    Kinds of which the year has nothing are left out.

    Args:
        workspace: The workspace after its round.
        year: The year that was played.
        folder: Is made when it does not exist.
        progress: Told how far it is; may cancel between two files.

    Raises:
        EnvironmentProblem: A file cannot be written.
        Cancelled: The user asked to stop; files already written stay.
    """
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Document] = []
    total = len(KINDS) + len(_BOOKS)
    with acting_as_clerk(workspace):
        # The documents are of the day after the last act, in April or at the end of the year.
        judged = list_evaluated(workspace, year, Judged.PEOPLE)
        turn_to(workspace, moment(year + 1, 1, 15) if judged else moment(year, 4, 16))
        for done, (kind, title) in enumerate(
            [*((k.kind, k.title) for k in KINDS.values()), *_BOOKS.items()]
        ):
            progress(done, total, f"生成{title}")
            document = (
                _workbook(workspace, kind, folder / f"{title}.xlsx")
                if kind in _BOOKS
                else _printed(workspace, kind, year, folder / f"{title}.pdf")
            )
            if document is not None:
                written.append(document)
    return tuple(written)


def _printed(workspace: Workspace, kind: str, year: int, path: Path) -> Document | None:
    """Write one kind of document; None where the year has none."""
    try:
        printout = compose(workspace, kind, year=year)
    except NotFound:
        return None
    save_printout(workspace, printout, path)
    return Document(kind, path, printout.pages, printout.records)


def _workbook(workspace: Workspace, kind: str, path: Path) -> Document:
    """Write one pool, its retired records too."""
    exported = export_records(workspace, kind, path, Query(include_retired=True))
    return Document(kind, exported.path, 0, exported.rows)
