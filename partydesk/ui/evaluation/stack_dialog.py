"""How many ballots were given out and came back, before they are typed one by one."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from partydesk.services.evaluation.ballots import Stack
from partydesk.ui.evaluation.counts_dialog import CountBox
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.texts import Look, label


class StackDialog(BaseDialog):
    """Asks for the two figures.

    Attributes:
        issued: 发出.
        returned: 收回.
    """

    def __init__(self, parent: QWidget, stack: Stack) -> None:
        """Show what is known."""
        super().__init__(parent, "逐票双录", "stack_dialog")
        about = "　".join(filter(None, (stack.person, stack.unit, stack.voters.name)))
        self.body.addWidget(label("逐票双录", Look.HEADING))
        said = (
            "每张票录两遍，程序找出两遍不一样的地方，核对原票后计票。票上不写姓名，请先在票角编号。"
        )
        self.body.addWidget(label(about, Look.STRONG, wrap=True))
        self.body.addWidget(label(said, Look.SECONDARY, wrap=True))
        self.issued = CountBox("stack_issued", "发出票数", stack.issued)
        self.returned = CountBox("stack_returned", "收回票数", stack.returned)
        grid = QGridLayout()
        for row, (words, box) in enumerate((("发出", self.issued), ("收回", self.returned))):
            grid.addWidget(label(words, Look.FIELD), row, 0)
            grid.addWidget(box, row, 1)
        grid.setColumnStretch(2, 1)
        self.body.addLayout(grid)
        self.message = FormMessage("stack_message")
        self.body.addWidget(self.message)
        self.add_cancel()
        self._act = self.add_act("开始录入")
        for box in (self.issued, self.returned):
            box.valueChanged.connect(self._check)
        self.setMinimumWidth(420)
        self._check()
        self.issued.setFocus()

    def _check(self) -> None:
        issued, returned = self.issued.value(), self.returned.value()
        too_many = returned > issued
        words = f"收回 {returned} 张，多于发出的 {issued} 张，请核对" if too_many else ""
        self.message.say(words)
        self._act.setEnabled(0 < returned <= issued)
