"""Saving a workbook in memory: no sheet passes through a temporary file.

The library writes each sheet in plain text to the system's temporary folder before it packs it, and
there it stays when the program is killed. It holds the numbers that the workspace is encrypted for.
"""

# ruff: noqa: SLF001 - the library has no public place where its temporary files could be left out
from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


def begin_rows(sheet: Worksheet) -> None:
    """Let a write-only sheet write its rows into memory; before the first row, after the widths."""
    writer = WorksheetWriter(sheet, io.BytesIO())
    cast("Any", sheet)._writer = writer
    writer.write_top()


def save_book(book: Workbook, path: Path) -> None:
    """Write a workbook to a file.

    Raises:
        OSError: The file cannot be written.
    """
    book.properties.modified = dt.datetime.now(tz=dt.UTC).replace(tzinfo=None)
    held = io.BytesIO()
    _MemoryWriter(book, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED)).save()
    path.write_bytes(held.getbuffer())


class _MemoryWriter(ExcelWriter):
    """Packs sheets that were written into memory."""

    def __init__(self, book: Workbook, archive: zipfile.ZipFile) -> None:
        super().__init__(book, archive)
        self._packed = archive

    def write_worksheet(self, ws: Any) -> None:  # noqa: ANN401 - two kinds of sheets, in the stubs unrelated
        """Pack one sheet, as the library does but for the file in between."""
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        if self.workbook.write_only:
            if not ws.closed:
                ws.close()
            writer = ws._writer
        else:
            writer = WorksheetWriter(ws, io.BytesIO())
            writer.write()
        ws._rels = writer._rels
        self._packed.writestr(ws.path[1:], writer.out.getvalue())
        self.manifest.append(ws)
