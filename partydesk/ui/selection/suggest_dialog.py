"""The dialog that asks how many wishes to propose for each silent post and person."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSpinBox, QWidget

from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.texts import label

_USUAL_TOP = 5


class SuggestDialog(BaseDialog):
    """Asks how many to propose.

    Attributes:
        top: How many for each.
    """

    def __init__(self, parent: QWidget, posts: int, people: int) -> None:
        """Say for how many posts and people there will be proposals."""
        super().__init__(parent, "按契合度建议意愿", "suggest_dialog")
        words = (
            f"为还没有登记的 {posts} 个岗位和 {people} 人，按契合度各建议前几名。"
            "建议会标明“建议”，可以逐条改，也可以撤销；已登记的不动。"
            "名数太少时，有的岗位会配不上人，可以多建议几名。"
        )
        self.body.addWidget(label(words, wrap=True))
        self.top = QSpinBox()
        self.top.setObjectName("suggest_top")
        self.top.setAccessibleName("各建议几名")
        self.top.setRange(1, 50)
        self.top.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.top.setValue(_USUAL_TOP)
        self.top.setPrefix("前 ")
        self.top.setSuffix(" 名")
        self.body.addWidget(self.top, alignment=Qt.AlignmentFlag.AlignLeft)
        self.setMinimumWidth(420)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.add_cancel()
        self.add_act("建议意愿")
