"""Exporting what a list shows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QWidget

from partydesk.domain.errors import ValidationFailed
from partydesk.domain.fields import Kind
from partydesk.domain.listing import Query
from partydesk.services.exports import Exported, export_records
from partydesk.services.pool_kinds import pool_of
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.file_choice import choose_target
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import Look, label

_KINDS = {".xlsx": "Excel 工作簿 (*.xlsx)", ".csv": "CSV 文本 (*.csv)"}


class ExportDialog(BaseDialog):
    """Columns, kind of file, and whether personal numbers are written in full."""

    def __init__(
        self,
        parent: QWidget | None,
        desk: Desk,
        workspace: Workspace,
        kind: str,
        *,
        query: Query,
        columns: Sequence[str],
        rows: int,
    ) -> None:
        """Offer to export ``rows`` records.

        Args:
            parent: The page that asks.
            desk: The window's services.
            workspace: Where the records are.
            kind: The pool.
            query: Which records, in which order, as the list shows them.
            columns: Names of the fields that the list shows.
            rows: How many records.
        """
        self._pool = pool_of(kind)
        super().__init__(parent, f"导出{self._pool.title}名单", "export")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        self._desk, self._workspace = desk, workspace
        self._query = query
        self._closed = False
        self._every = [f.name for f in self._pool.fields if f.kind is not Kind.PICTURE]
        self._columns = [name for name in columns if name in self._every]
        self.body.addWidget(label(f"导出{self._pool.title}名单", Look.HEADING))
        about = f"共 {rows:,} 条，按名单现在的筛选和顺序；另带记录号，改好后可以再导入。"
        self.body.addWidget(label(about, Look.SECONDARY, wrap=True))
        self._build()

    def _build(self) -> None:
        shown, every = len(self._columns), len(self._every)
        self.shown_columns, self.all_columns = self._pair(
            "列", (f"与名单所见一致（{shown} 列）", "columns_shown"),
            (f"全部内容（{every} 列）", "columns_all"),
        )  # fmt: skip
        self.as_workbook, self.as_csv = self._pair(
            "文件", ("Excel 工作簿（.xlsx）", "as_xlsx"), ("CSV 文本（.csv）", "as_csv")
        )
        self.masked, self.full = self._pair(
            "身份证号和电话", ("隐藏中间几位", "numbers_masked"),
            ("完整号码（写明用途，会记入操作记录）", "numbers_full"),
        )  # fmt: skip
        self.reason = QLineEdit()
        self.reason.setObjectName("export_reason")
        self.reason.setAccessibleName("完整号码的用途")
        self.reason.setPlaceholderText("用途，如 报旗委组织部备案")
        self.reason.setEnabled(False)
        self.full.toggled.connect(self._on_full)
        self.body.addWidget(self.reason)
        self.message = FormMessage("export_message")
        self.body.addWidget(self.message)
        self.add_cancel()
        self._act = self.add_button("导出…", "export_act", main=True)
        self._act.clicked.connect(self._ask_target)

    def _pair(
        self, title: str, first: tuple[str, str], second: tuple[str, str]
    ) -> tuple[QRadioButton, QRadioButton]:
        """Two choices under a caption, the first one on."""
        self.body.addSpacing(4)
        self.body.addWidget(label(title, Look.FIELD))
        group = QButtonGroup(self)
        made = []
        for words, name in (first, second):
            each = QRadioButton(words)
            each.setObjectName(f"export_{name}")
            each.setAccessibleName(f"{title} {words}")
            group.addButton(each)
            self.body.addWidget(each)
            made.append(each)
        made[0].setChecked(True)
        return made[0], made[1]

    def _on_full(self, full: bool) -> None:
        self.reason.setEnabled(full)
        self.message.clear()
        if full:
            self.reason.setFocus()

    def _ask_target(self) -> None:
        """Ask where to and write; without a needed reason nothing is asked."""
        full, reason = self.full.isChecked(), self.reason.text().strip()
        if full and not reason:
            self.message.say("导出完整号码须写明用途")
            self.reason.setFocus()
            return
        ending = ".xlsx" if self.as_workbook.isChecked() else ".csv"
        suggestion = f"{self._pool.title}名单{ending}"
        path = choose_target(self, "导出到", _KINDS[ending], suggestion)
        if path is not None:
            self._write(path, full=full, reason=reason)

    def _write(self, path: Path, *, full: bool, reason: str) -> None:
        columns = self._columns if self.shown_columns.isChecked() else None
        self._act.setEnabled(False)
        self._desk.tasks.run(
            lambda _progress: export_records(
                self._workspace,
                self._pool.kind,
                path,
                self._query,
                columns=columns,
                full_numbers=full,
                reason=reason,
            ),
            self._written,
            self._failed,
            title="正在导出",
        )

    def done(self, result: int) -> None:
        """Close; a file that is being written is finished all the same."""
        self._closed = True
        super().done(result)

    def _written(self, exported: Exported) -> None:
        if not self._closed:
            self.accept()
        self._desk.say(f"已导出 {exported.rows:,} 条到“{exported.path.name}”")

    def _failed(self, error: Exception) -> None:
        if self._closed:
            self._desk.errors.show(error)
            return
        self._act.setEnabled(True)
        if isinstance(error, ValidationFailed):
            self.message.say(list(error.fields.values()))
        else:
            self._desk.errors.show(error)
