"""Asks which part of a picture is the photo."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QWidget

from partydesk.ui.widgets.crop import CropView
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.texts import Look, button, label, set_look

#: 5:7, the shape of a two-inch photo (35 mm × 49 mm).
FRAME = QSize(270, 378)
#: Below this a printed photo of 35 mm looks rough (about 200 dots an inch).
_SHARP_PX = 275
_HELP = ("拖动照片，或用方向键移动（按住 Shift 移得更快）", "滚动滚轮，或按 ＋ － 键缩放")


class CropDialog(BaseDialog):
    """A picture behind the frame of a certificate photo, with buttons for those without a wheel.

    Attributes:
        view: The picture behind the frame.
    """

    def __init__(self, parent: QWidget | None, content: bytes) -> None:
        """Show the picture whose file is ``content``."""
        super().__init__(parent, "裁剪照片", "crop_photo")
        pixmap = QPixmap()
        pixmap.loadFromData(content)
        self.view = CropView(pixmap, FRAME)
        self.body.addWidget(label("裁剪照片", Look.HEADING))
        for line in _HELP:
            self.body.addWidget(label(line, Look.HINT))
        self.body.addWidget(self.view)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        view = self.view
        for name, words, act in (
            ("left", "向左转", lambda: view.turn(-1)),
            ("right", "向右转", lambda: view.turn(1)),
            ("larger", "放大", lambda: view.zoom(2)),
            ("smaller", "缩小", lambda: view.zoom(-2)),
        ):
            made = button(words, f"crop_{name}")
            made.clicked.connect(act)
            tools.addWidget(made)
        tools.addStretch(1)
        self.body.addLayout(tools)
        self._about = label("", Look.HINT, name="crop_about")
        self.body.addWidget(self._about)
        self.add_cancel()
        self.add_act("使用这张照片")
        self.view.changed.connect(self._tell)
        self._tell()
        self.view.setFocus()

    def _tell(self) -> None:
        """Say how many pixels are left, and whether that is enough for paper."""
        width, height = self.view.crop.size
        rough = width < _SHARP_PX
        words = f"裁出 {width:.0f}×{height:.0f} 像素，二寸（35×49 毫米）比例"
        self._about.setText(f"{words}；偏小，打印会发虚" if rough else words)
        set_look(self._about, Look.WARNING if rough else Look.HINT)
