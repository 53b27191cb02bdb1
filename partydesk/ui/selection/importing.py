"""Opening the import of what belongs to a year from the page that shows it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.exchange.import_dialog import ImportDialog


def open_import(parent: QWidget, desk: Desk, workspace: Workspace, kind: str) -> None:
    """Open the import dialog for something of the chosen year.

    Args:
        parent: The page that asks.
        desk: The window's services.
        workspace: Where the rows go.
        kind: One of the kinds of :mod:`partydesk.services.import_kinds`.
    """
    ImportDialog(parent, desk, workspace, kind, desk.year()).present()
