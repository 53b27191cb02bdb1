"""A chip whose condition is typed: from–to, or some words; a small panel takes it by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from partydesk.ui.widgets.texts import Look, button, label, set_mark

#: What was typed → what the chip says of it, and what is wrong; one of them is empty.
Reader = Callable[[Sequence[str]], tuple[str, str]]


class EntryPanel(QFrame):
    """The panel below a chip; Enter takes what was typed, Escape leaves things as they are.

    Attributes:
        lines: The lines to type in.
        lacking: Asks for what is empty.

    Signals:
        taken(): What was typed is wanted.
        lacking_taken(): Records where nothing is filled in are wanted.
    """

    taken = Signal()
    lacking_taken = Signal()

    def __init__(
        self, parent: QWidget, title: str, captions: Sequence[str], hint: str, lacking: str
    ) -> None:
        """Ask for one text for each caption."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName(f"{parent.objectName()}_panel")
        self.setProperty("ground", "surface")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addWidget(label(title, Look.STRONG))
        row = QHBoxLayout()
        row.setSpacing(6)
        self.lines = [self._line(title, caption) for caption in captions]
        for caption, line in zip(captions, self.lines, strict=True):
            row.addWidget(label(caption, Look.SECONDARY))
            row.addWidget(line)
        column.addLayout(row)
        self._hint = hint
        self._said = label(hint, Look.HINT, name="panel_said", wrap=True)
        column.addWidget(self._said)
        column.addLayout(self._buttons(lacking))

    def _line(self, title: str, caption: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(f"{title} {caption}")
        line.setMinimumWidth(110)
        line.returnPressed.connect(self.taken)
        return line

    def _buttons(self, lacking: str) -> QHBoxLayout:
        row = QHBoxLayout()
        self.lacking = button(lacking, "panel_lacking")
        self.lacking.clicked.connect(self.lacking_taken)
        self.take = button("确定", "panel_take", main=True)
        self.take.clicked.connect(self.taken)
        row.addWidget(self.lacking)
        row.addStretch(1)
        row.addWidget(self.take)
        return row

    def texts(self) -> list[str]:
        """What was typed."""
        return [line.text().strip() for line in self.lines]

    def say(self, fault: str) -> None:
        """Say what is wrong; empty: the hint again."""
        self._said.setText(fault or self._hint)
        set_mark(self._said, "look", (Look.FAULT if fault else Look.HINT).value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


class EntryChip(QPushButton):
    """A chip that opens a panel; once something is asked for it says what, with × to take it away.

    Attributes:
        panel: The panel.

    Signals:
        changed(): Something else is wanted.
    """

    changed = Signal()

    def __init__(
        self, title: str, name: str, captions: Sequence[str], read: Reader, *, hint: str = "",
        lacking: str = "未填",
    ) -> None:  # fmt: skip
        """Build the chip.

        Args:
            title: What is asked of.
            name: The object's name.
            captions: Words before the lines, such as 从 and 到.
            read: Says what was typed in words, or what is wrong with it.
            hint: How to type it.
            lacking: The word for records where nothing is filled in.
        """
        super().__init__()
        self.setObjectName(name)
        self.setProperty("chip", True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._title, self._read, self._lacking_word = title, read, lacking
        self._texts: list[str] = [""] * len(captions)
        self._lacking = False
        self.panel = EntryPanel(self, title, captions, hint, lacking)
        self.panel.taken.connect(self._take)
        self.panel.lacking_taken.connect(self._take_lacking)
        self.clicked.connect(self._open)
        self._show()

    @property
    def texts(self) -> tuple[str, ...]:
        """What is asked for, as typed; empty lines are open."""
        return tuple(self._texts)

    @property
    def lacking(self) -> bool:
        """Whether records are wanted where nothing is filled in."""
        return self._lacking

    @property
    def asks(self) -> bool:
        """Whether anything is asked for."""
        return self._lacking or any(self._texts)

    def set_entry(self, texts: Sequence[str] = (), *, lacking: bool = False) -> None:
        """Ask for something else, without the panel; tells everybody if that is new."""
        texts = [*texts, *[""] * (len(self._texts) - len(texts))]
        if (texts, lacking) != (self._texts, self._lacking):
            self._texts, self._lacking = texts, lacking
            self._show()
            self.changed.emit()

    def _show(self) -> None:
        said = self._lacking_word if self._lacking else ""
        if any(self._texts):
            said = self._read(self._texts)[0]
        self.setText(f"{self._title}：{said} ×" if said else f"{self._title} ▾")
        self.setAccessibleName(f"筛选 {self._title} {said}".strip())
        set_mark(self, "chosen", bool(said))

    def _open(self) -> None:
        for line, text in zip(self.panel.lines, self._texts, strict=True):
            line.setText(text)
        self.panel.say("")
        self.panel.adjustSize()
        self.panel.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self.panel.show()
        self.panel.lines[0].setFocus(Qt.FocusReason.PopupFocusReason)
        self.panel.lines[0].selectAll()

    def _take(self) -> None:
        texts = self.panel.texts()
        fault = self._read(texts)[1] if any(texts) else ""
        if fault:
            self.panel.say(fault)
            return
        self.panel.close()
        self.set_entry(texts)

    def _take_lacking(self) -> None:
        self.panel.close()
        self.set_entry(lacking=True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for nothing any more when the × was meant."""
        at_cross = event.position().x() >= self.width() - 24
        if self.asks and at_cross and event.button() is Qt.MouseButton.LeftButton:
            self.setDown(False)
            self.set_entry()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Delete take the condition away."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self.asks:
            self.set_entry()
            return
        super().keyPressEvent(event)
