"""党组织."""

from __future__ import annotations

from collections.abc import Mapping

from partydesk.domain.organizations import Organization
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.organizations.face import ORGANIZATIONS
from partydesk.ui.pools.page import PoolPage


class OrganizationsPage(PoolPage[Organization]):
    """Party and mass organizations, and the committees above them."""

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Show the register of ``workspace``."""
        super().__init__(desk, workspace, ORGANIZATIONS)

    def begin_with(self, texts: Mapping[str, str]) -> bool:
        """Begin a new organization with some fields filled in.

        Returns:
            Whether it was begun; a new one that was begun earlier is shown instead, untouched.
        """
        begun = self.drafts.of(None) is not None
        self.show_new()
        if begun:
            self.desk.say("有一份没有保存的新增组织，请先保存或放弃")
            return False
        for name, text in texts.items():
            self.card.form.set_field(name, text)
        return True
