"""What a file holds, before one of its sheets is read."""

from __future__ import annotations

from pathlib import Path

from partydesk.exchange.formats import Format, format_of, read_bytes
from partydesk.exchange.sheets import Workbook


def list_sheets(path: Path) -> tuple[str, ...]:
    """Name the sheets of a file that a user can see; a text file has none.

    Raises:
        InputRefused: The file is not one that can be read.
        EnvironmentProblem: The file does not exist or cannot be opened.
    """
    data = read_bytes(path)
    kind = format_of(path.name, data)
    if kind is Format.TEXT:
        return ()
    book = Workbook(path.name, data, kind)
    return tuple(name for name in book.sheet_names if book.is_shown(name))
