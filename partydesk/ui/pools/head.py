"""The head of a pool's page: its title, what it counts, and its buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QMenu

from partydesk.ui.commands import Command, Commands
from partydesk.ui.pools.draft_button import DraftButton
from partydesk.ui.pools.drafts import Drafts
from partydesk.ui.pools.face import PoolFace, Record
from partydesk.ui.widgets.card import PageHead
from partydesk.ui.widgets.menu_button import menu_button

#: Acts that every pool has in its head.
_USUAL = ("import", "export", "print", "bulk", "duplicates")


class PoolHead(PageHead):
    """Title and buttons of a pool.

    Attributes:
        drafts: Leads to what is typed and not saved.
    """

    def __init__(
        self,
        face: PoolFace[Record],
        commands: Commands,
        drafts: Drafts,
        own: Sequence[Command],
        head_keys: Sequence[str],
    ) -> None:
        """Put the buttons in their order.

        Args:
            face: The pool.
            commands: The window's commands, those of the pool among them.
            drafts: What is typed and not saved.
            own: The commands that only this pool has.
            head_keys: Which of them have a button besides their place under 更多.
        """
        super().__init__(face.title)
        self._kind, self._commands = face.kind, commands
        self._own = [command.key for command in own]
        self.drafts = DraftButton(f"{face.kind}_drafts", drafts)
        self.add_button(self.drafts)
        self.add_button(commands.button(f"{face.kind}.new", main=True))
        for key in (*(f"{face.kind}.{act}" for act in _USUAL), *head_keys):
            self.add_button(commands.button(key))
        self.add_button(menu_button("更多", f"{face.kind}_more", self._menu_of_more))

    def _menu_of_more(self) -> QMenu:
        kind = self._kind
        keys = [
            f"{kind}.save_new",
            f"{kind}.discard",
            "",
            *self._own,
            f"{kind}.bulk",
            f"{kind}.tag",
            f"{kind}.retire",
            f"{kind}.restore",
            "",
            f"{kind}.duplicates",
            f"{kind}.merge",
            "",
        ]
        menu = self._commands.menu([*keys, f"{kind}.template"], self)
        menu.setObjectName(f"{kind}_more_menu")
        return menu
