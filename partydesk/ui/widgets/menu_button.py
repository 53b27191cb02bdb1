"""A button that opens a menu, such as 打印 ▾."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton

from partydesk.ui.widgets.texts import button


def menu_button(text: str, name: str, menu: Callable[[], QMenu]) -> QPushButton:
    """Make a button; the menu is made afresh each time, so that it is never stale."""
    made = button(f"{text} ▾", name)
    made.setAccessibleName(text)

    def open_menu() -> None:
        opened = menu()
        opened.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        opened.popup(made.mapToGlobal(QPoint(0, made.height() + 2)))

    made.clicked.connect(open_menu)
    return made


class ChoiceButton(QPushButton):
    """A button that shows one of several words and lets another be chosen, such as 2026 年度 ▾.

    Signals:
        chosen(str): Key of the word that was chosen by the user.
    """

    chosen = Signal(str)

    def __init__(self, name: str, about: str) -> None:
        """``name`` is the object's name, ``about`` what is chosen (for screen readers)."""
        super().__init__()
        self.setObjectName(name)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._about = about
        self._options: tuple[tuple[str, str], ...] = ()
        self._key = ""
        self.clicked.connect(self._open)

    @property
    def key(self) -> str:
        """Key of what is shown."""
        return self._key

    def set_options(self, options: Sequence[tuple[str, str]], key: str) -> None:
        """Offer ``(key, word)`` pairs and show the one with ``key``."""
        self._options = tuple(options)
        self.set_key(key)

    def set_key(self, key: str) -> None:
        """Show another word, telling nobody."""
        self._key = key
        word = dict(self._options).get(key, key)
        self.setText(f"{word} ▾")
        self.setAccessibleName(f"{self._about} {word}")

    def menu_of_options(self) -> QMenu:
        """Make the menu, the present word ticked."""
        menu = QMenu(self)
        menu.setObjectName(f"{self.objectName()}_menu")
        for key, word in self._options:
            action = menu.addAction(word)
            action.setCheckable(True)
            action.setChecked(key == self._key)
            action.triggered.connect(lambda _=False, wanted=key: self._choose(wanted))
        return menu

    def _choose(self, key: str) -> None:
        if key != self._key:
            self.set_key(key)
            self.chosen.emit(key)

    def _open(self) -> None:
        menu = self.menu_of_options()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
