"""Opening the import of posts and wishes from the pages of a round."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.exchange.import_dialog import ImportDialog


def open_import(parent: QWidget, desk: Desk, workspace: Workspace, kind: str) -> None:
    """Open the import dialog for posts or wishes of the chosen year.

    Args:
        parent: The page that asks.
        desk: The window's services.
        workspace: Where the rows go.
        kind: ``posts`` or ``wishes``.
    """
    ImportDialog(parent, desk, workspace, kind, desk.year()).present()
