"""One number of the register: what carries it, what became of it, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QPushButton, QWidget

from partydesk.services.number_register import Entry
from partydesk.ui.colours import Tone
from partydesk.ui.widgets.card import Card
from partydesk.ui.widgets.flow import FlowLayout
from partydesk.ui.widgets.texts import Look, Tag, button, label

#: State of a document → the tone of its tag.
TONES: Final = {
    "有效": Tone.GOOD,
    "草拟": Tone.ATTENTION,
    "已作废": Tone.QUIET,
    "已换发": Tone.QUIET,
}
_NOTHING: Final = "请选择一个编号"
_KEPT: Final = "存有签发时的原件，预览和补打都是原来的那一页"
_UNKEPT: Final = "旧版本签发，没有存下原件，按当时存下的内容排印"


class RegisterCard(Card):
    """The number on the right of the register.

    Signals:
        number_asked(str): Another number is to be shown: the one before or after it.
    """

    number_asked = Signal(str)

    def __init__(self, acts: Sequence[QWidget]) -> None:
        """Show nothing yet.

        Args:
            acts: The buttons of what can be done with the number in sight.
        """
        super().__init__(_NOTHING, name="register_card")
        self.state = Tag()
        self.state.setObjectName("register_state")
        self.head.addWidget(self.state, alignment=Qt.AlignmentFlag.AlignVCenter)
        self.words = label("", Look.BODY, name="register_words", wrap=True)
        self.body.addWidget(self.words)
        self._links = {key: self._link(key) for key in ("replaces", "replaced_by")}
        self._facts = QFormLayout()
        self._facts.setHorizontalSpacing(12)
        self._facts.setVerticalSpacing(6)
        self._said = {
            name: label("", name=f"register_{name}", wrap=True)
            for name in ("文书", "姓名", "内容", "成文日期", "打印次数")
        }
        for name, said in self._said.items():
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            field = label(name, Look.FIELD)
            field.setAlignment(Qt.AlignmentFlag.AlignTop)
            field.setContentsMargins(0, 2, 0, 0)  # its smaller type on the line beside it
            self._facts.addRow(field, said)
        self.body.addLayout(self._facts)
        self.kept = label("", Look.SECONDARY, name="register_kept", wrap=True)
        self.body.addWidget(self.kept)
        self.body.addStretch(1)
        self.acts = QWidget()
        row = FlowLayout(self.acts, gap=8)
        for each in acts:
            row.addWidget(each)
        self.body.addWidget(self.acts)
        self.show_entry(None)

    def _link(self, key: str) -> QPushButton:
        made = button("", f"register_{key}", link=True)
        made.clicked.connect(lambda: self.number_asked.emit(made.property("number")))
        self.body.addWidget(made, alignment=Qt.AlignmentFlag.AlignLeft)
        return made

    def show_entry(self, entry: Entry | None) -> None:
        """Show a number, or that none is chosen."""
        for widget in (self.words, self.kept, self.acts, *self._said.values()):
            widget.setVisible(entry is not None)
        for row in range(self._facts.rowCount()):
            self._facts.setRowVisible(row, entry is not None)
        self._show_link("replaces", "原编号", entry.replaces if entry else "")
        self._show_link("replaced_by", "换发为", entry.replaced_by if entry else "")
        if entry is None:
            self.title.setText(_NOTHING)
            self.state.show_word("")
            return
        self.title.setText(entry.number)
        self.state.show_word(entry.state, TONES[entry.state])
        self.words.setText(entry.words)
        day = entry.issued_on.isoformat() if entry.issued_on else "—"
        said = (entry.title, entry.who, entry.about, day, entry.prints or "还没有打印")
        for place, words in zip(self._said.values(), said, strict=True):
            place.setText(words)
        self.kept.setText(_KEPT if entry.is_kept else _UNKEPT if entry.issued_on else "")

    def _show_link(self, key: str, words: str, number: str) -> None:
        link = self._links[key]
        link.setText(f"{words} {number}")
        link.setAccessibleName(f"{words}{number}")
        link.setProperty("number", number)
        link.setVisible(bool(number))
