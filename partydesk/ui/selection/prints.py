"""What is printed at each step of a round; every kind is one command, whichever step shows it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from partydesk.services.printing import KINDS
from partydesk.services.workspace import Workspace
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.documents import preview_document
from partydesk.ui.selection import steps
from partydesk.ui.selection.forms_dialog import WishFormsDialog

_GROUP = "双向选择"
_FORMS = ("wish-forms",)
_OF_STEP = {
    steps.POSTS: ("posts", "handbook"),
    steps.PUBLISH: ("posts", "handbook", *_FORMS),
    steps.WISHES: _FORMS,
    steps.BOARD: ("results", "fairness", "consultations"),
}
#: Sheets about a run; their commands are the board's, which knows whether there is one.
_OF_A_RUN = ("results", "fairness")


class RoundPrints:
    """The printed matter of the first steps."""

    def __init__(self, desk: Desk, workspace: Workspace, page: QWidget) -> None:
        """Make the commands; they belong to ``page``."""
        self._desk, self._workspace, self._page = desk, workspace, page
        listed = [kind for kinds in _OF_STEP.values() for kind in kinds if kind not in _OF_A_RUN]
        desk.commands.add_all(
            [
                Command(
                    _key(kind),
                    f"打印{KINDS[kind].title}",
                    _GROUP,
                    partial(self.show, kind),
                    button_text=f"打印{KINDS[kind].title}{'…' if kind in _FORMS else ''}",
                )
                for kind in dict.fromkeys(listed)
            ],
            owner=page,
        )

    def keys(self, step: str) -> list[str]:
        """List the commands of a step."""
        return [_key(kind) for kind in _OF_STEP[step]]

    def menu(self, step: str) -> QMenu:
        """Make the menu of a step."""
        return self._desk.commands.menu(self.keys(step), self._page)

    def show(self, kind: str) -> None:
        """Show a document as it will be printed; of the wish forms, ask first which are meant."""
        if kind in _FORMS:
            WishFormsDialog(self._page, self._desk, self._workspace).present()
        else:
            preview_document(self._page, self._desk, self._workspace, kind)


def _key(kind: str) -> str:
    return f"selection.print_{kind}"
