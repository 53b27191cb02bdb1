"""Everything the user can do, listed once: for buttons, menus, shortcuts, Ctrl+K and F1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QWidget


def allowed() -> str:
    """Say that there is no reason why not."""
    return ""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the user can do.

    Attributes:
        key: Its name in the program, such as ``talents.new``; also its object name.
        title: Act and object in Chinese, such as 新增人才.
        group: Heading under which F1 and Ctrl+K list it, such as 人才库.
        run: Does it.
        shortcut: Keys in Qt's notation, such as ``Ctrl+N``; empty for none.
        refusal: Why it cannot be done now, in Chinese; empty when it can.
        button_text: Words on buttons where the page already says the object, such as 新增.
        listed: Whether Ctrl+K offers it; moving about inside a list need not be.
    """

    key: str
    title: str
    group: str
    run: Callable[[], None]
    shortcut: str = ""
    refusal: Callable[[], str] = allowed
    button_text: str = ""
    listed: bool = True

    @property
    def enabled(self) -> bool:
        """Whether it can be done now."""
        return not self.refusal()


@cache
def keys_in_words(shortcut: str) -> str:
    """Write a shortcut as people read it on their keyboard."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)


class CommandButton(QPushButton):
    """A button that does a command and greys out, saying why, while that cannot be done."""

    def __init__(self, text: str, command: Command, action: QAction, *, main: bool) -> None:
        """Follow ``action``, which stands for ``command``."""
        super().__init__(text)
        self.setObjectName(f"button_{command.key}")
        self.setAccessibleName(command.title)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if main:
            self.setProperty("main", True)
        self._action = action
        action.changed.connect(self._follow)
        self.clicked.connect(action.trigger)
        self._follow()

    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())
        self.setAccessibleDescription(self._action.toolTip())


class Commands(QObject):
    """The one list of commands.

    A command may belong to a page (``owner``): its shortcut then works only while the keyboard is
    inside that page, so two pages can share Ctrl+N, and Ctrl+K offers it only while the page is
    in sight.

    Signals:
        forbidden_asked(str): Somebody asked for what they may not do; the sentence says who may.
    """

    forbidden_asked = Signal(str)

    def __init__(self, window: QWidget) -> None:
        """Keep the shortcuts of commands without an owner on ``window``."""
        super().__init__(window)
        self._window = window
        #: Why whoever sits there may not do a command, by its key; empty where they may.
        self._forbidden: Callable[[str], str] = lambda _key: ""
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}
        self._owners: dict[str, QWidget | None] = {}

    def forbid(self, forbidden: Callable[[str], str]) -> None:
        """Ask somebody, by the key of a command, why whoever sits there may not do it."""
        self._forbidden = forbidden
        self.refresh()

    def may(self, key: str) -> bool:
        """Whether whoever sits there has the right to a command, be it possible now or not."""
        return not self._forbidden(key)

    def _refusal(self, command: Command) -> str:
        """Say why it cannot be done: for want of a right first, which nothing here can mend."""
        return self._forbidden(command.key) or command.refusal()

    def add(self, command: Command, owner: QWidget | None = None) -> QAction:
        """Take a command into the list.

        Raises:
            ValueError: There is one with that key already.
        """
        if command.key in self._commands:
            raise ValueError(command.key)
        action = QAction(command.button_text or command.title, self)
        action.setObjectName(command.key)
        action.triggered.connect(partial(self.run, command.key))
        place = owner or self._window
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
            action.setShortcutContext(
                Qt.ShortcutContext.WidgetWithChildrenShortcut
                if owner is not None
                else Qt.ShortcutContext.WindowShortcut
            )
        place.addAction(action)
        self._commands[command.key] = command
        self._actions[command.key] = action
        self._owners[command.key] = owner
        if owner is not None:
            owner.destroyed.connect(partial(self._forget, command.key))
        self._show_state(command, action)
        return action

    def _forget(self, key: str, *_gone: object) -> None:
        """Drop a command together with the page it belonged to."""
        self._commands.pop(key, None)
        self._actions.pop(key, None)
        self._owners.pop(key, None)

    def add_all(self, commands: Sequence[Command], owner: QWidget | None = None) -> None:
        """Take several."""
        for command in commands:
            self.add(command, owner)

    def get(self, key: str) -> Command:
        """Give a command.

        Raises:
            KeyError: There is none with that key.
        """
        return self._commands[key]

    def action(self, key: str) -> QAction:
        """Give the action behind a command, for menus.

        Raises:
            KeyError: There is none with that key.
        """
        return self._actions[key]

    def run(self, key: str, *_checked: bool) -> None:
        """Do it, if it can be done now; otherwise nothing happens and its state is shown afresh.

        A want of rights is said: a link or another page asked, whose look does not tell.
        """
        command = self._commands[key]
        if not self._refusal(command):
            command.run()
            return
        self._show_state(command, self._actions[key])
        forbidden = self._forbidden(key)
        if forbidden:
            self.forbidden_asked.emit(forbidden)

    def in_sight(self) -> list[Command]:
        """List what can be reached from where the user is."""
        found = []
        for key, command in self._commands.items():
            owner = self._owners[key]
            if owner is None or owner.isVisible():
                found.append(replace(command, refusal=partial(self._refusal, command)))
        return found

    def refresh(self) -> None:
        """Ask every command anew whether it can be done; after selections and changes."""
        for key, command in self._commands.items():
            self._show_state(command, self._actions[key])

    def _show_state(self, command: Command, action: QAction) -> None:
        reason = self._refusal(command)
        action.setEnabled(not reason)
        keys = f"（{keys_in_words(command.shortcut)}）" if command.shortcut else ""
        action.setToolTip(reason or f"{command.title}{keys}")

    def button(self, key: str, *, main: bool = False, text: str = "") -> QPushButton:
        """Make a button for a command; it greys out and says why when it cannot be done."""
        command = self._commands[key]
        words = text or command.button_text or command.title
        return CommandButton(words, command, self._actions[key], main=main)

    def menu(self, keys: Sequence[str], parent: QWidget) -> QMenu:
        """Make a menu of commands; an empty key draws a line."""
        made = QMenu(parent)
        made.setToolTipsVisible(True)
        for key in keys:
            if key:
                made.addAction(self._actions[key])
            else:
                made.addSeparator()
        return made
