"""协议书正文: the editor of the wording, with the fields to insert and a check while typing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from partydesk.domain.errors import Note
from partydesk.services.agreement_text import (
    check_agreement_text,
    fields_to_insert,
    get_agreement_text,
    shipped_text,
)
from partydesk.services.workspace import Workspace
from partydesk.ui.placements.actions import ProcedureActions
from partydesk.ui.placements.storing_dialog import StoringDialog
from partydesk.ui.widgets.texts import Look, button, label

_SIZE_PX = (980, 640)
_FIELDS_PX = 290
_MOST_NOTES = 4
_RULES = (
    "一行一段。“#”开头是条款标题，自动编号；“>”开头的段落不缩进；“//”开头的行不打印；"
    "“?字段”开头的行只在有内容时打印，“!字段”相反。"
)


@dataclass(frozen=True)
class TextPorts:
    """What the editor asks of its page.

    Attributes:
        shipped: The wording that comes with the program.
        fields: Field → label.
        check: Names what is wrong with a wording.
        preview: Shows a specimen as it would be printed.
        save: Stores the wording; calls the first callable once it is stored, the second with the
            exception where it is not.
    """

    shipped: str
    fields: Mapping[str, str]
    check: Callable[[str], Sequence[Note]]
    preview: Callable[[str], None]
    save: Callable[[str, Callable[[], None], Callable[[Exception], None]], None]


class TextDialog(StoringDialog):
    """Edits the wording of a year's agreements.

    Attributes:
        text: The wording.
        fields: What can be inserted.
    """

    def __init__(self, parent: QWidget, year: int, text: str, ports: TextPorts) -> None:
        """Begin with the wording in use."""
        super().__init__(
            parent, f"{year} 年协议书正文", "agreement_text_dialog", "agreement_text_findings"
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._ports = ports
        words = f"{_RULES}只影响此后拟定的协议；已取号的协议按当时的正文重印。"
        self.body.addWidget(label(words, Look.SECONDARY, wrap=True))
        middle = QHBoxLayout()
        middle.setSpacing(12)
        self.text = QPlainTextEdit()
        self.text.setObjectName("agreement_text")
        self.text.setAccessibleName("协议书正文")
        self.text.setTabChangesFocus(True)
        middle.addWidget(self.text, 1)
        middle.addLayout(self._build_fields())
        self.body.addLayout(middle, 1)
        self.body.addWidget(self.refusals)
        self._build_buttons()
        self.text.setPlainText(text)
        self.text.textChanged.connect(self._check)
        self.resize(*_SIZE_PX)
        self._check()

    def _build_fields(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.addWidget(label("可插入的字段（双击）", Look.FIELD))
        self.fields = QListWidget()
        self.fields.setObjectName("agreement_fields")
        self.fields.setAccessibleName("可插入的字段")
        self.fields.setFixedWidth(_FIELDS_PX)
        for name, words in self._ports.fields.items():
            item = QListWidgetItem(f"{words}  {{{name}}}")
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.fields.addItem(item)
        self.fields.itemActivated.connect(self._insert)
        column.addWidget(self.fields, 1)
        return column

    def _build_buttons(self) -> None:
        restore = button("恢复自带范本", "agreement_text_restore")
        restore.clicked.connect(self.restore)
        self.add_side_button(restore)
        self.preview_button = self.add_button("预览", "agreement_text_preview")
        self.preview_button.clicked.connect(lambda: self._ports.preview(self.text.toPlainText()))
        self.add_cancel()
        self.save_button = self.add_button("保存正文", "agreement_text_save", main=True)
        self.save_button.clicked.connect(self.save)

    def _insert(self, item: QListWidgetItem) -> None:
        """Write a field where the cursor stands."""
        self.text.insertPlainText(f"{{{item.data(Qt.ItemDataRole.UserRole)}:underline}}")
        self.text.setFocus()

    def restore(self) -> None:
        """Put the shipped wording in; the keyboard's undo brings one's own back."""
        cursor = QTextCursor(self.text.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(self._ports.shipped)

    def _check(self) -> None:
        """Say what is wrong, and let only a sound text be shown or stored."""
        notes = [note.message for note in self._ports.check(self.text.toPlainText())]
        shown = notes[:_MOST_NOTES]
        if len(notes) > _MOST_NOTES:
            shown.append(f"……共 {len(notes)} 处")
        self.refusals.say(shown)
        for each in (self.preview_button, self.save_button):
            each.setEnabled(not notes)
            each.setToolTip("请先改正下面列出的问题" if notes else "")

    def save(self) -> None:
        """Store it; stays open until it is stored."""
        if self.save_button.isEnabled():
            self._ports.save(self.text.toPlainText(), self.stored, self.failed)


def open_wording(
    parent: QWidget, actions: ProcedureActions, workspace: Workspace, year: int
) -> None:
    """Edit the wording of a year's agreements."""
    ports = TextPorts(
        shipped_text(),
        fields_to_insert(),
        check_agreement_text,
        partial(actions.preview_text, parent, year),
        partial(actions.save_text, year),
    )
    TextDialog(parent, year, get_agreement_text(workspace, year), ports).present()
