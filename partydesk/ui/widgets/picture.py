"""A picture in a form: shown at 5:7, chosen from a file, taken away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from partydesk.ui.widgets.file_choice import PICTURES, choose_file
from partydesk.ui.widgets.texts import Look, button, label

FRAME = QSize(70, 98)  # 5:7, as on a two-inch certificate photo
#: ``store(path, done, failed)``: turns a file into a kept picture, asking for more if need be;
#: ``done`` takes its digest, ``failed`` a sentence, neither is called if the user gives up.
Store = Callable[[Path, Callable[[str], None], Callable[[str], None]], None]


class PictureEditor(QWidget):
    """A stored picture, known by its digest.

    Signals:
        edited(): Another picture was chosen, or it was taken away.
    """

    edited = Signal()

    def __init__(
        self,
        load: Callable[[str], bytes | None],
        store: Store,
        *,
        name: str = "picture",
        frame: QSize = FRAME,
    ) -> None:
        """Show nothing yet.

        Args:
            load: Gives the bytes of a stored picture by its digest.
            store: Turns a file into a kept picture; what it says is wrong is shown below.
            name: The object's name.
            frame: Size of the preview.
        """
        super().__init__()
        self.setObjectName(name)
        self._load = load
        self._store = store
        self._digest = ""
        self._shown = (
            0  # counts what was shown: a picture may be ready after the record has changed
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self._preview = QLabel()
        self._preview.setObjectName(f"{name}_preview")
        self._preview.setFixedSize(frame)
        self._preview.setProperty("tag", "quiet")
        self._preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self._preview)
        row.addLayout(self._side(name), 1)
        self.setFocusProxy(self._choose)
        self.set_text("")

    def _side(self, name: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        self._choose = button("选择…", f"{name}_choose")
        self._choose.setAccessibleName("选择照片")
        self._choose.clicked.connect(self._ask)
        self._remove = button("移除", f"{name}_remove", link=True)
        self._remove.setAccessibleName("移除照片")
        self._remove.clicked.connect(lambda: self._change(""))
        self._fault = label("", Look.FAULT, name=f"{name}_fault", wrap=True)
        line = QHBoxLayout()
        line.addWidget(self._choose)
        line.addWidget(self._remove)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self._fault)
        column.addStretch(1)
        return column

    def text(self) -> str:
        """Digest of the picture, empty for none."""
        return self._digest

    def set_text(self, digest: str) -> None:
        """Show a stored picture, telling nobody."""
        self._digest = digest
        self._shown += 1
        self._fault.clear()
        self._fault.hide()
        content = self._load(digest) if digest else None
        pixmap = QPixmap()
        if content and pixmap.loadFromData(content):
            ratio = self._preview.devicePixelRatioF()
            scaled = pixmap.scaled(
                self._preview.size() * ratio,
                Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                Qt.TransformationMode.SmoothTransformation,
            )
            scaled.setDevicePixelRatio(ratio)
            self._preview.setPixmap(scaled)
        else:
            self._preview.clear()
            self._preview.setText("照片读不出" if digest else "无照片")
        self._remove.setVisible(bool(digest))
        self._choose.setText("更换…" if digest else "选择…")

    def setReadOnly(self, read_only: bool) -> None:
        """Only show the picture."""
        self._choose.setVisible(not read_only)
        self._remove.setVisible(not read_only and bool(self._digest))

    def _ask(self) -> None:
        path = choose_file(self.window(), "选择照片", PICTURES)
        if path is not None:
            asked = self._shown
            self._store(
                path,
                lambda digest: self._take(asked, digest),
                lambda message: self._refuse(asked, message),
            )

    def _take(self, asked: int, digest: str) -> None:
        """Show the new picture, unless another record is shown by now."""
        if self._shown == asked:
            self._change(digest)

    def _refuse(self, asked: int, message: str) -> None:
        if self._shown == asked:
            self._fault.setText(message)
            self._fault.show()

    def _change(self, digest: str) -> None:
        if digest != self._digest:
            self.set_text(digest)
            self.edited.emit()
