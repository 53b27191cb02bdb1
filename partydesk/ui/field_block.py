"""One field of a form: its label, its editor, and the message below it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from partydesk.domain.fields import Field
from partydesk.ui.clipboard import mark_sensitive
from partydesk.ui.editors import FieldEditor, Sources, make_editor
from partydesk.ui.widgets.texts import Look, button, label, set_look, set_mark


class FieldBlock(QWidget):
    """One field: its label, its editor, and the message below it.

    Attributes:
        field: The description.
        editor: The editor.

    Signals:
        reveal_asked(str): Name of the masked field whose 显示 was pressed.
        offer_taken(str, str): Name of the field, and the text that was offered for it.
    """

    reveal_asked = Signal(str)
    offer_taken = Signal(str, str)

    def __init__(self, field: Field, sources: Sources) -> None:
        """Build the editor that fits ``field``."""
        super().__init__()
        self.field = field
        self.editor: FieldEditor = make_editor(field, sources)
        self.setObjectName(f"block_{field.name}")
        if field.sensitive:
            mark_sensitive(self.editor.keyboard)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(self._label_line())
        column.addWidget(self.editor.widget)
        self._message = label("", Look.FAULT, name=f"message_{field.name}", wrap=True)
        self._message.hide()
        column.addWidget(self._message)
        self._offered = ""
        self._offer = button("", f"offer_{field.name}", link=True)
        self._offer.clicked.connect(lambda: self.offer_taken.emit(self.field.name, self._offered))
        self._offer.hide()
        column.addWidget(self._offer)
        column.addStretch(1)
        self._fault = ""
        self._warning = ""
        self._hint = ""
        self._hidden_text: str | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def _label_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(4)
        caption = label(self.field.heading, Look.FIELD)
        caption.setBuddy(self.editor.keyboard)
        line.addWidget(caption)
        if self.field.required:
            star = label("＊必填", Look.STAR)
            line.addWidget(star)
        line.addStretch(1)
        self._reveal: QPushButton = button(
            "显示", f"reveal_{self.field.name}", link=True, tip="写明用途后查看，会记入操作历史"
        )
        self._reveal.setAccessibleName(f"显示{self.field.label}")
        self._reveal.clicked.connect(lambda: self.reveal_asked.emit(self.field.name))
        self._reveal.hide()
        line.addWidget(self._reveal)
        return line

    # -- text ----------------------------------------------------------------------

    @property
    def masked(self) -> bool:
        """Whether only a masked text is shown."""
        return self._hidden_text is not None

    def text(self) -> str:
        """What the field holds; the full text also while it is masked."""
        return self.editor.text() if self._hidden_text is None else self._hidden_text

    def show_text(self, text: str, mask: str | None = None) -> None:
        """Show a text; with ``mask`` that is shown in its place until it is revealed."""
        self._hidden_text = text if mask is not None else None
        self.editor.set_text(text if mask is None else mask)
        self.editor.set_read_only(mask is not None)
        self._reveal.setVisible(mask is not None)

    def reveal(self) -> None:
        """Show the full text and let it be edited."""
        if self._hidden_text is not None:
            self.show_text(self._hidden_text)
            self.editor.keyboard.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- messages ----------------------------------------------------------------------

    @property
    def fault(self) -> str:
        """What is wrong with it, as shown."""
        return self._fault

    def set_fault(self, message: str) -> None:
        """Show what is wrong; nothing takes it away."""
        self._fault = message
        self._show_message()

    def set_warning(self, message: str) -> None:
        """Show what deserves attention but may stay; nothing takes it away."""
        self._warning = message
        self._show_message()

    def set_hint(self, message: str) -> None:
        """Say what follows from what stands there (the place that a code names)."""
        self._hint = message
        self._show_message()

    def set_offer(self, words: str = "", text: str = "") -> None:
        """Offer to put another text there; ``words`` stand on the link, none takes it away."""
        self._offered = text
        self._offer.setText(words)
        self._offer.setAccessibleName(words)
        self._offer.setVisible(bool(words))

    def _show_message(self) -> None:
        words = self._fault or self._warning or self._hint
        self._message.setText(words)
        self._message.setVisible(bool(words))
        said = Look.WARNING if self._warning else Look.HINT
        set_look(self._message, Look.FAULT if self._fault else said)
        for part in {self.editor.widget, self.editor.keyboard}:
            set_mark(part, "fault", bool(self._fault))
            set_mark(part, "warned", bool(self._warning and not self._fault))
            part.setAccessibleDescription(words)
