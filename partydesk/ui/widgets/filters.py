"""Chips that narrow a list: one that is on or off, one that holds a choice, and their row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
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


class _StandingMenu(QMenu):
    """A menu that stays open while one word after the other is ticked."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick a word without closing."""
        action: QAction | None = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable():
            action.trigger()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with the space bar; Enter ticks and closes."""
        action: QAction | None = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None and action.isCheckable():
            action.trigger()
            return
        super().keyPressEvent(event)


#: So many words are named on a chip; of more it says how many.
_NAMED = 2


class ChoiceChip(QPushButton):
    """A chip that opens a list; once something is chosen it says what, with × to take it away.

    Signals:
        changed(str): The (first) chosen word, empty when the choice was taken away.
    """

    changed = Signal(str)

    def __init__(
        self, title: str, name: str, words: Sequence[str] = (), *, several: bool = False
    ) -> None:
        """Offer a choice.

        Args:
            title: What is chosen.
            name: The object's name.
            words: What is offered.
            several: Whether several words can be chosen, any of which will do.
        """
        super().__init__()
        self.setObjectName(name)
        self.setProperty("chip", True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._title = title
        self._words = tuple(words)
        self._several = several
        self._chosen: tuple[str, ...] = ()
        self.clicked.connect(self._open)
        self._show()

    @property
    def word(self) -> str:
        """What is chosen, the first of several; empty for nothing."""
        return self._chosen[0] if self._chosen else ""

    @property
    def chosen(self) -> tuple[str, ...]:
        """All that is chosen."""
        return self._chosen

    def set_words(self, words: Sequence[str]) -> None:
        """Offer other words; a choice that is no longer offered stays until taken away."""
        self._words = tuple(words)

    def set_word(self, word: str) -> None:
        """Choose a word (empty: none) without a click; tells everybody if that is new."""
        self.choose((word,) if word else ())

    def choose(self, words: Sequence[str]) -> None:
        """Choose these words and no others; tells everybody if that is new."""
        if tuple(words) != self._chosen:
            self._chosen = tuple(words)
            self._show()
            self.changed.emit(self.word)

    def _tick(self, word: str) -> None:
        """Choose a word from the list; of several, add it or take it away."""
        if not self._several:
            self.set_word(word)
        elif word in self._chosen:
            self.choose([one for one in self._chosen if one != word])
        else:
            self.choose((*self._chosen, word))

    def _show(self) -> None:
        count = len(self._chosen)
        said = "、".join(self._chosen[:_NAMED]) + (f" 等 {count} 项" if count > _NAMED else "")
        self.setText(f"{self._title}：{said} ×" if said else f"{self._title} ▾")
        self.setAccessibleName(f"筛选 {self._title} {'、'.join(self._chosen)}".strip())
        set_mark(self, "chosen", bool(self._chosen))

    def menu_of_words(self) -> QMenu:
        """Make the list, the present choice ticked."""
        menu = _StandingMenu(self) if self._several else QMenu(self)
        menu.setObjectName(f"{self.objectName()}_menu")
        if self._chosen:
            menu.addAction("不限", lambda: self.set_word(""))
            menu.addSeparator()
        for word in self._words:
            action = menu.addAction(word.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(word in self._chosen)
            action.triggered.connect(lambda _=False, chosen=word: self._tick(chosen))
        if not self._words:
            menu.addAction("没有可选的条件").setEnabled(False)
        return menu

    def _open(self) -> None:
        self.menu_of_words().popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the choice away when the × was meant."""
        at_cross = event.position().x() >= self.width() - 24
        if self._chosen and at_cross and event.button() is Qt.MouseButton.LeftButton:
            self.setDown(False)
            self.set_word("")
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Delete take the choice away."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self._chosen:
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
