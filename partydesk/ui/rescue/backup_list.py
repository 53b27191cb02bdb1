"""The backups that were found, to choose one from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from partydesk.ui.rescue.ports import BackupLine
from partydesk.ui.widgets.texts import Look, button, label

_ROWS_SHOWN = 5


class BackupList(QWidget):
    """The backups, newest first, and the button that restores the chosen one.

    Signals:
        chosen(object): The path of the backup to restore.
    """

    chosen = Signal(object)

    def __init__(self, lines: Sequence[BackupLine]) -> None:
        """Show them; those that cannot be restored say why and cannot be chosen."""
        super().__init__()
        self.setObjectName("rescue_backups")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        title = f"找到 {len(lines)} 份备份" if lines else "没有找到备份"
        column.addWidget(label(title, Look.STRONG))
        if not lines:
            hint = "备份如果在 U 盘上，请插上 U 盘后重新打开这个窗口。"
            column.addWidget(label(hint, Look.SECONDARY, wrap=True))
            return
        self._lines = list(lines)
        self._list = QListWidget()
        self._list.setObjectName("rescue_backup_list")
        self._list.setAccessibleName("备份")
        for line in lines:
            note = "" if line.sound else "（不能恢复）"
            item = QListWidgetItem(f"{line.made}　{line.about}{note}")
            if not line.sound:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self._list.addItem(item)
        best = next((at for at, line in enumerate(lines) if line.sound), -1)
        self._list.setCurrentRow(best)
        height = self._list.sizeHintForRow(0) * min(len(lines), _ROWS_SHOWN) + 8
        self._list.setFixedHeight(height)
        column.addWidget(self._list)
        note = (
            "现在的文件不会删除，移到工作区的 replaced 文件夹。备份以后办理的事项不在里面，"
            "恢复后请重新登记；用备份当时的账号和口令登录，忘记的用恢复码。"
        )
        column.addWidget(label(note, Look.HINT, wrap=True))
        self.act = button("恢复所选备份", "rescue_restore", main=True)
        self.act.setEnabled(best >= 0)
        self.act.clicked.connect(self._choose)
        column.addWidget(self.act, 0, Qt.AlignmentFlag.AlignLeft)

    def _choose(self) -> None:
        row = self._list.currentRow()
        if row >= 0 and self._lines[row].sound:
            self.chosen.emit(self._lines[row].path)
