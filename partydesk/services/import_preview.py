"""A first look at a sheet to import: its first rows, and what its columns seem to mean."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from partydesk.domain.progress import Progress, silent
from partydesk.exchange.mapping import known_labels
from partydesk.exchange.person_files import is_person_file
from partydesk.exchange.preview import Preview, preview_table
from partydesk.services.import_kinds import import_kind
from partydesk.services.imports import columns_for

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

__all__ = ["FilePreview", "Preview", "preview_import"]


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What a first look at a file shows.

    Attributes:
        path: The file.
        look: Its sheets, header and first rows.
        meant: Place of a column, from 0 → heading of the field it would fill.
    """

    path: Path
    look: Preview
    meant: dict[int, str]


def preview_import(
    workspace: Workspace,
    kind: str,
    path: Path,
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    progress: Progress = silent,
) -> FilePreview | None:
    """Look at a sheet without reading all of it; bounded in time whatever the file is.

    Args:
        workspace: Open workspace; remembers what columns meant before.
        kind: What is to be imported.
        path: The file.
        sheet: Name of the sheet; None for the one with the best header.
        header_row: Row of the headers, from 1; None to find it.
        progress: Asked once whether to go on.

    Returns:
        None for people's forms and folders of them, which are not sheets.

    Raises:
        InputRefused: The file cannot be read as a sheet, as far as its beginning shows.
        EnvironmentProblem: The file is not there or may not be read.
        Cancelled: The user stopped it.
    """
    progress(0, 1, "查看文件")
    if path.is_dir() or is_person_file(path):
        return None
    chosen = import_kind(kind)
    known = known_labels(chosen.fields)
    look = preview_table(path, sheet=sheet, header_row=header_row, known=known)
    columns = columns_for(workspace, chosen, look.headers, {})
    meant = {
        one.header.column_index: "、".join(field.heading for field in one.among or (one.field,))
        for one in columns.columns
    }
    return FilePreview(path, look, meant)
