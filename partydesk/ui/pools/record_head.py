"""The head of a record: name, state, who it is at a glance, and its number."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from partydesk.ui.colours import Tone
from partydesk.ui.widgets.texts import Look, Tag, button, label


class RecordHead(QWidget):
    """Two or three quiet lines above the form.

    Signals:
        reveal_asked(): 显示 was pressed; :meth:`show_full` shows the number.
    """

    reveal_asked = Signal()

    def __init__(self, name: str) -> None:
        """Show nothing yet; ``name`` is the object's name."""
        super().__init__()
        self.setObjectName(name)
        self._full = ""
        self._masked = ""
        self._name = label("", Look.HEADING, name=f"{name}_name", wrap=True)
        self._tag = Tag()
        self._draft = Tag()
        self._facts = label("", Look.SECONDARY, name=f"{name}_facts", wrap=True)
        self._number = label("", Look.SECONDARY, name=f"{name}_number")
        self._reveal = button("显示", f"{name}_reveal", link=True)
        self._reveal.setAccessibleName("显示完整号码")
        self._reveal.clicked.connect(self._toggle)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._name, 1)
        first.addWidget(self._draft)
        first.addWidget(self._tag)
        column.addLayout(first)
        column.addWidget(self._facts)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self._number)
        line.addWidget(self._reveal)
        line.addStretch(1)
        column.addLayout(line)

    def show_about(self, name: str, tag: tuple[str, Tone], facts: str) -> None:
        """Say who it is."""
        self._name.setText(name)
        self._tag.show_word(*tag)
        self._facts.setText(facts)
        self._facts.setVisible(bool(facts))

    def show_number(self, full: str, masked: str) -> None:
        """Show the number, masked until 显示 is pressed."""
        self._full, self._masked = full, masked
        self._number.setText(masked)
        self._number.setVisible(bool(masked))
        self._reveal.setText("显示")
        self._reveal.setVisible(full != masked)

    def show_draft(self, *, unsaved: bool) -> None:
        """Say whether there is something to save."""
        self._draft.show_word("未保存" if unsaved else "", Tone.ATTENTION)

    def _toggle(self) -> None:
        if self._number.text() == self._masked:
            self.reveal_asked.emit()
        else:
            self._number.setText(self._masked)
            self._reveal.setText("显示")

    def show_full(self) -> None:
        """Show the full number until 隐藏 is pressed or another record is shown."""
        self._number.setText(self._full)
        self._reveal.setText("隐藏")
