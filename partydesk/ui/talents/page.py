"""人才库."""

from __future__ import annotations

from partydesk.domain.talents import Talent
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.pools.page import PoolPage
from partydesk.ui.talents.face import TALENTS


class TalentsPage(PoolPage[Talent]):
    """The people who may be sent."""

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Show the pool of ``workspace``."""
        super().__init__(desk, workspace, TALENTS)
