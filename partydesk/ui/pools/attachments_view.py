"""附件 as they are listed beside a record: one block each, and a place to drop more."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from partydesk.domain.attachments import Attachment
from partydesk.ui.widgets.card import clear_layout, rule
from partydesk.ui.widgets.dialog import BaseDialog
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.lines import ComposedLine
from partydesk.ui.widgets.texts import Look, button, label

_NEW = "保存这条记录后，可以在这里添加附件。"
_NONE = (
    "还没有附件。可以添加扫描件、照片、PDF、Word、Excel、WPS 和 OFD 文件，也可以把文件拖到这里。"
)
_MORE = "也可以把文件拖到这里；附件保存在工作区内，随备份一起走。"
_ACTS = (("open", "打开"), ("save", "另存为…"), ("rename", "改名…"), ("remove", "移除"))


class AttachmentsView(QWidget):
    """The attachments of one record.

    Signals:
        add_asked(): 添加… was pressed.
        dropped(object): Files were dropped: a list of paths.
        act_asked(str, object): ``open``, ``save``, ``rename`` or ``remove``, and the attachment.
    """

    add_asked = Signal()
    dropped = Signal(object)
    act_asked = Signal(str, object)

    def __init__(self, name: str) -> None:
        """Show nothing yet; ``name`` is the object's name."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName("附件")
        self.setProperty("page", True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 10, 0, 0)
        outer.setSpacing(8)
        outer.addLayout(self._head(name))
        body = QWidget()
        body.setProperty("page", True)
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(3)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        outer.addWidget(area, 1)
        self.show_attachments((), stored=False)

    def _head(self, name: str) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(10)
        self._add = button("添加附件…", f"{name}_add")
        self._add.clicked.connect(self.add_asked)
        self._about = label("", Look.HINT, name=f"{name}_about", wrap=True)
        line.addWidget(self._add, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._about, 1)
        return line

    def show_attachments(self, attachments: Sequence[Attachment], *, stored: bool) -> None:
        """List attachments; files can be added only to a record that is ``stored``."""
        clear_layout(self._column)
        self.setAcceptDrops(stored)
        self._add.setVisible(stored)
        self._about.setText(_NEW if not stored else _MORE if attachments else _NONE)
        for number, each in enumerate(attachments):
            if number:
                self._column.addSpacing(4)
                self._column.addWidget(rule())
                self._column.addSpacing(2)
            self._show(each)
        self._column.addStretch(1)

    def _show(self, attachment: Attachment) -> None:
        title = label(attachment.title, wrap=True)
        title.setToolTip(attachment.file_name)
        self._column.addWidget(title)
        self._column.addWidget(label(attachment.about, Look.HINT))
        line = QHBoxLayout()
        line.setSpacing(14)
        for act, words in _ACTS:
            made = button(words, f"attachment_{act}_{attachment.id}", link=True)
            made.setAccessibleName(f"{words.removesuffix('…')} {attachment.title}")
            made.clicked.connect(
                lambda _=False, wanted=act, what=attachment: self.act_asked.emit(wanted, what)
            )
            line.addWidget(made)
        line.addStretch(1)
        self._column.addLayout(line)

    # -- dropping ----------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, nothing else."""
        if _paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand on what was dropped."""
        event.acceptProposedAction()
        self.dropped.emit(_paths(event))


def _paths(event: QDropEvent) -> list[Path]:
    """Files that a drag carries."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


class RenameDialog(BaseDialog):
    """Asks for another name; an empty one is not taken.

    Attributes:
        line: The field.
    """

    def __init__(self, parent: QWidget | None, title: str) -> None:
        """Begin with the present name."""
        super().__init__(parent, "修改附件名称", "rename_attachment")
        self.setMinimumWidth(420)
        self.line = ComposedLine(title)
        self.line.setObjectName("attachment_title")
        self.line.setAccessibleName("附件名称")
        self.line.setMaxLength(100)
        self.line.selectAll()
        caption = label("附件名称", Look.FIELD)
        caption.setBuddy(self.line)
        self.body.addWidget(caption)
        self.body.addWidget(self.line)
        self._fault = FormMessage("attachment_title_fault")
        self.body.addWidget(self._fault)
        self.add_cancel()
        self.add_act("修改名称")

    def accept(self) -> None:
        """Close, if there is a name."""
        if self.line.text().strip():
            super().accept()
        else:
            self._fault.say("请填写附件名称")


def ask_title(parent: QWidget | None, title: str) -> str:
    """Ask for another name.

    Returns:
        The name, empty if the user thought better of it.
    """
    dialog = RenameDialog(parent, title)
    try:
        return dialog.line.text().strip() if dialog.run() else ""
    finally:
        dialog.deleteLater()
