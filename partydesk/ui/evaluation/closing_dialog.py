"""办结年度: why something stays open, one line each, before what cannot be taken back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from partydesk.domain.year_closing import Check, reasons_against_closing
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.texts import Look, label


class ClosingDialog(BaseDialog):
    """Asks for the reasons and whether the year is really to be closed.

    Attributes:
        lines: Key of a check → where its reason is typed.
        sure: Ticked by whoever knows that there is no way back.
    """

    def __init__(self, parent: QWidget, year: int, waiting: Sequence[Check]) -> None:
        """Show what is open."""
        super().__init__(parent, f"办结 {year} 年度", "closing_dialog")
        self._waiting = waiting
        self.lines: dict[str, QLineEdit] = {}
        self.body.addWidget(label(f"办结 {year} 年度", Look.HEADING))
        said = (
            "办结后，这一年的考核结果、上报数字和年度政策按今天的样子封存，只能查看和补打，"
            "不能再改，也不能撤销。"
        )
        self.body.addWidget(label(said, Look.SECONDARY, wrap=True))
        if waiting:
            self.body.addWidget(label("没有办完的，请逐项写明原因：", Look.STRONG))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for row, check in enumerate(waiting):
            line = QLineEdit()
            line.setObjectName(f"closing_word_{check.key}")
            line.setAccessibleName(f"{check.title}没有办完的原因")
            line.setPlaceholderText("原因")
            line.setMinimumWidth(260)
            line.textChanged.connect(self._check)
            line.returnPressed.connect(self.focusNextChild)
            self.lines[check.key] = line
            grid.addWidget(label(check.title, Look.FIELD), row, 0)
            detail = label(check.detail.partition("：")[0], Look.SECONDARY)
            detail.setToolTip(check.detail)
            grid.addWidget(detail, row, 1)
            grid.addWidget(line, row, 2)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.sure = QCheckBox(f"已经核对，{year} 年度的数据不再改动")
        self.sure.setObjectName("closing_sure")
        self.sure.toggled.connect(self._check)
        self.body.addWidget(self.sure)
        self.add_cancel()
        self.act = self.add_act("办结年度", safe=False)
        self.setMinimumWidth(720)
        self._check()
        first = next(iter(self.lines.values()), None)
        (first or self.sure).setFocus()

    @property
    def words(self) -> dict[str, str]:
        """Key of a check → why it stays open."""
        return {key: line.text().strip() for key, line in self.lines.items()}

    def _check(self) -> None:
        missing = reasons_against_closing(self._waiting, self.words)
        self.act.setEnabled(self.sure.isChecked() and not missing)
        tip = "" if self.sure.isChecked() else "请先勾选“已经核对”"
        self.act.setToolTip(missing[0].message if missing else tip)
