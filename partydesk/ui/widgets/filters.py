"""Chips that narrow a list: one that is on or off, one that holds a choice, and their row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from partydesk.ui.widgets.flow import FlowLayout
from partydesk.ui.widgets.texts import set_mark


class ToggleChip(QPushButton):
    """A chip that is on or off, such as 本周 6.

    Signals:
        toggled(bool): Qt's own.
    """

    def __init__(self, text: str, name: str, *, on: bool = False) -> None:
        """Show ``text``; ``name`` is the object's name."""
        super().__init__(text)
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setProperty("chip", True)
        self.setCheckable(True)
        self.setChecked(on)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_words(self, text: str) -> None:
        """Show other words, such as a new count."""
        self.setText(text)
        self.setAccessibleName(text)


class ChoiceChip(QPushButton):
    """A chip that opens a list; once something is chosen it says what, with × to take it away.

    Signals:
        changed(str): The chosen word, empty when the choice was taken away.
    """

    changed = Signal(str)

    def __init__(self, title: str, name: str, words: Sequence[str] = ()) -> None:
        """Offer ``words`` under ``title``; ``name`` is the object's name."""
        super().__init__()
        self.setObjectName(name)
        self.setProperty("chip", True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._title = title
        self._words = tuple(words)
        self._word = ""
        self.clicked.connect(self._open)
        self._show()

    @property
    def word(self) -> str:
        """What is chosen, empty for nothing."""
        return self._word

    def set_words(self, words: Sequence[str]) -> None:
        """Offer other words; a choice that is no longer offered stays until taken away."""
        self._words = tuple(words)

    def set_word(self, word: str) -> None:
        """Choose a word (empty: none) without a click; tells everybody if that is new."""
        if word != self._word:
            self._word = word
            self._show()
            self.changed.emit(word)

    def _show(self) -> None:
        text = f"{self._title}：{self._word} ×" if self._word else f"{self._title} ▾"
        self.setText(text)
        self.setAccessibleName(f"筛选 {self._title} {self._word}".strip())
        set_mark(self, "chosen", bool(self._word))

    def menu_of_words(self) -> QMenu:
        """Make the list, the present choice ticked."""
        menu = QMenu(self)
        menu.setObjectName(f"{self.objectName()}_menu")
        if self._word:
            menu.addAction("不限", lambda: self.set_word(""))
            menu.addSeparator()
        for word in self._words:
            action = menu.addAction(word.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(word == self._word)
            action.triggered.connect(lambda _=False, chosen=word: self.set_word(chosen))
        if not self._words:
            menu.addAction("没有可选的条件").setEnabled(False)
        return menu

    def _open(self) -> None:
        self.menu_of_words().popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the choice away when the × was meant."""
        at_cross = event.position().x() >= self.width() - 24
        if self._word and at_cross and event.button() is Qt.MouseButton.LeftButton:
            self.setDown(False)
            self.set_word("")
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Delete take the choice away."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self._word:
            self.set_word("")
            return
        super().keyPressEvent(event)


class ChipRow(QWidget):
    """Chips one after the other, on as many lines as they need."""

    def __init__(self, *chips: QWidget) -> None:
        """Show the chips in the order given."""
        super().__init__()
        self._flow = FlowLayout(self, gap=8)
        for chip in chips:
            self._flow.addWidget(chip)

    def add(self, chip: QWidget) -> None:
        """Put one more at the end."""
        self._flow.addWidget(chip)

    def insert(self, chip: QWidget, before: QWidget) -> None:
        """Put one more before another."""
        self._flow.insert_widget(self._flow.indexOf(before), chip)

    def layout_now(self) -> None:
        """Give every chip its place at once, so that a list can open below one."""
        self._flow.activate()
