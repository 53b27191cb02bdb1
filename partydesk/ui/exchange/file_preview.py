"""The first rows of a file, shown at once while the rest is still being read."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QVBoxLayout, QWidget

from partydesk.domain.values import mask_personal
from partydesk.services.import_preview import FilePreview, Preview
from partydesk.ui.table import Align, Column, RowTableModel
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.texts import Look, label

_MEGABYTE = 1_000_000
#: Columns scroll rather than shrink, so these are chosen for what stands in them.
_COLUMN_PX, _WIDE_PX = 160, 300
_LETTERS = 26

#: Number of the row in the sheet, and its cells in words.
Line = tuple[int, tuple[str, ...]]


class FilePreviewView(QWidget):
    """What a first look at a file shows."""

    def __init__(self, settings: QSettings) -> None:
        """Show nothing yet."""
        super().__init__()
        self._settings = settings
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._about = label("", Look.STRONG, name="import_preview_about", wrap=True)
        self._more = label("", Look.HINT, name="import_preview_more", wrap=True)
        column.addWidget(self._about)
        column.addWidget(self._more)
        self._column = column
        self.table: TableView[Line] | None = None

    def show_preview(self, preview: FilePreview) -> None:
        """Show the beginning of a file; the table has the file's own columns."""
        self._about.setText(_about(preview))
        self._more.setText(_not_shown(preview.look))
        if self.table is not None:
            self._column.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
        model: RowTableModel[Line] = RowTableModel(_columns(preview))
        empty = EmptyState("还没有可以显示的行", "这种文件要全部读完才能看到内容。")
        self.table = TableView(model, "import_preview", self._settings, empty, about="文件预览")
        model.set_rows(
            [
                (row.number, tuple(_in_words(cell) for cell in row.cells))
                for row in preview.look.rows
            ]
        )
        self._column.addWidget(self.table, 1)


def _columns(preview: FilePreview) -> tuple[Column[Line], ...]:
    """Head each column with its own heading and, where one is known, the field it would fill."""
    look = preview.look
    headings = {header.column_index: header.label for header in look.headers}
    widest = max((len(row.cells) for row in look.rows), default=0)
    count = max(widest, max(headings, default=-1) + 1)
    number = Column[Line]("row", "行", lambda line: str(line[0]), Align.RIGHT, 48, sortable=False)
    return (
        number,
        *(
            Column[Line](
                f"column_{index}",
                _heading(headings.get(index, ""), preview.meant.get(index, ""), index),
                partial(_cell_of, index),
                width=_WIDE_PX if index in preview.meant else _COLUMN_PX,
                sortable=False,
            )
            for index in range(count)
        ),
    )


def _cell_of(index: int, line: Line) -> str:
    return line[1][index] if index < len(line[1]) else ""


def _heading(written: str, meant: str, index: int) -> str:
    """Write a heading with what the column would fill, where that is another word."""
    if not written:
        return f"（{_letters(index)} 列）"
    return written if not meant or meant == written else f"{written} → {meant}"


def _letters(index: int) -> str:
    front, last = divmod(index, _LETTERS)
    return (_letters(front - 1) if front else "") + chr(ord("A") + last)


def _in_words(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ", "minutes") if cell.time() != dt.time() else f"{cell:%Y-%m-%d}"
    return mask_personal(" ".join(str(cell).split()))


def _about(preview: FilePreview) -> str:
    look = preview.look
    size = f"文件 {look.size / _MEGABYTE:.1f} MB" if look.size >= _MEGABYTE / 10 else "文件很小"
    if not look.looked:
        return f"{size}，要全部读完才能看到内容；读取时可以取消。"
    named = len(preview.meant)
    found = f"表头在第 {look.header_row} 行" if look.header_row else "还没有认出表头"
    return f"{size}，{found}，已认出 {named} 列；下面是最前面的 {len(look.rows)} 行。"


def _not_shown(look: Preview) -> str:
    """Say how much of the file is not shown."""
    parts = []
    if look.more_rows is None:
        parts.append("后面还有更多行")
    elif look.more_rows:
        parts.append(f"另有约 {look.more_rows} 行未显示")
    if look.more_columns:
        parts.append(f"另有 {look.more_columns} 列未显示（共 {look.columns} 列）")
    if look.more_columns > _LETTERS * 10:
        parts.append("列数异常多，可能是分隔符不对")
    return "；".join(parts) + "。" if parts else ""
