"""企业库."""

from __future__ import annotations

from partydesk.domain.enterprises import Enterprise
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.enterprises.actions import HEAD_KEYS, standing_commands
from partydesk.ui.enterprises.face import ENTERPRISES
from partydesk.ui.pools.page import PoolPage


class EnterprisesPage(PoolPage[Enterprise]):
    """The units that may ask for somebody; choosing them is an act of its own."""

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Show the pool of ``workspace``."""
        super().__init__(desk, workspace, ENTERPRISES, standing_commands, HEAD_KEYS)
