"""党组织."""

from __future__ import annotations

from collections.abc import Mapping

from partydesk.domain.organizations import Organization
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.organizations.actions import HEAD_KEYS, organization_commands
from partydesk.ui.organizations.face import organizations_face
from partydesk.ui.organizations.judging import Judging
from partydesk.ui.organizations.matters import Glance, MattersPanel
from partydesk.ui.pools.page import PoolPage


class OrganizationsPage(PoolPage[Organization]):
    """Party and mass organizations, and the committees above them.

    Attributes:
        glance: What deserves attention in the organization shown, under its head.
        matters: The panel 事项.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Show the register of ``workspace``."""
        self._judging = Judging(workspace)
        super().__init__(
            desk, workspace, organizations_face(self._judging), organization_commands, HEAD_KEYS
        )
        self.glance = Glance(self._judging)
        self.matters = MattersPanel(desk, workspace, self._judging)
        self.card.put_below_head(self.glance)
        self.card.add_panel(self.matters, "事项")
        self.card.shown.connect(self._show_matters)
        self._show_matters(self.card.record)

    def _show_matters(self, organization: Organization | None) -> None:
        self.glance.show_organization(organization)
        self.matters.show_organization(organization)

    def reload(self) -> None:
        """Read the list anew, by what the policy and the checklist say now."""
        self._judging.read()
        super().reload()

    def show_condition(self, name: str) -> None:
        """Show only the organizations that meet a condition, such as ``term_due``."""
        self.filters.clear()
        self.filters.condition(name).setChecked(True)

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
