"""Which wish forms are to be printed: whose, and with how many of the other side."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from partydesk.domain.selection import Side
from partydesk.services.print_kinds import Choice
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.documents import preview_document
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.filters import ChipRow, ToggleChip
from partydesk.ui.widgets.texts import Look, label

_WIDTH_PX = 460
_SIDES = {None: "双方", Side.ENTERPRISE: "企业", Side.PERSON: "个人"}
#: How many of the other side a form lists; None for all.
_LENGTHS = {None: "全部", 10: "10 个", 20: "20 个", 40: "40 个"}
_SAID = (
    "列得少时，取契合度最高的，并加上愿去岗位所在苏木乡镇的。表上各行按编号排列，"
    "收回后按同样的顺序录入。"
)


class WishFormsDialog(BaseDialog):
    """Chooses the forms and shows them as they will be printed.

    Attributes:
        sides: Side, or None for both → its chip.
        lengths: Number of lines, or None for all → its chip.
    """

    def __init__(self, parent: QWidget, desk: Desk, workspace: Workspace) -> None:
        """Offer the forms of both sides with everybody."""
        super().__init__(parent, "打印意愿表", "wish_forms_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._page, self._desk, self._workspace = parent, desk, workspace
        self._side: Side | None = None
        self._top: int | None = None
        self.sides = {
            side: ToggleChip(word, f"forms_side_{number}", on=side is None)
            for number, (side, word) in enumerate(_SIDES.items())
        }
        self.lengths = {
            top: ToggleChip(word, f"forms_top_{top or 0}", on=top is None)
            for top, word in _LENGTHS.items()
        }
        for side, chip in self.sides.items():
            chip.clicked.connect(partial(self._choose_side, side))
        for top, chip in self.lengths.items():
            chip.clicked.connect(partial(self._choose_top, top))
        self.body.addWidget(label("哪一方填写", Look.FIELD))
        self.body.addWidget(ChipRow(*self.sides.values()))
        self.body.addWidget(label("每张表列出对方", Look.FIELD))
        self.body.addWidget(ChipRow(*self.lengths.values()))
        self.body.addWidget(label(_SAID, Look.SECONDARY, wrap=True))
        self.add_cancel()
        self.add_act("预览意愿表").clicked.connect(self.show_forms)
        layout = self.layout()
        assert layout is not None  # noqa: S101 - the frame of every dialog has one
        layout.activate()
        self.resize(_WIDTH_PX, layout.totalHeightForWidth(_WIDTH_PX))

    def _choose_side(self, side: Side | None, _clicked: object = None) -> None:
        self._side = side
        for each, chip in self.sides.items():
            chip.setChecked(each is side)

    def _choose_top(self, top: int | None, _clicked: object = None) -> None:
        self._top = top
        for each, chip in self.lengths.items():
            chip.setChecked(each == top)

    def show_forms(self) -> None:
        """Show the forms as they will be printed."""
        choice = Choice(side=self._side, top=self._top)
        preview_document(self._page, self._desk, self._workspace, "wish-forms", choice=choice)
