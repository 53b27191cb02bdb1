"""企业库."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from partydesk.domain.enterprises import Enterprise
from partydesk.services.workspace import Workspace
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.enterprises.actions import HEAD_KEYS, standing_commands
from partydesk.ui.enterprises.clears import ClearsBlock
from partydesk.ui.enterprises.coverage import CoverageBlock
from partydesk.ui.enterprises.coverage_actions import coverage_commands
from partydesk.ui.enterprises.face import ENTERPRISES
from partydesk.ui.pools.page import PoolPage


class EnterprisesPage(PoolPage[Enterprise]):
    """The units that may ask for somebody; choosing them is an act of its own.

    Attributes:
        clears: How clear the unit shown is, under its head.
        coverage: Who covers the unit shown, under its head.
        begin_organization: Begins a new organization on the page of the register.
    """

    def __init__(
        self,
        desk: Desk,
        workspace: Workspace,
        begin_organization: Callable[[Mapping[str, str]], None],
    ) -> None:
        """Show the pool of ``workspace``.

        Args:
            desk: The window's services.
            workspace: The open workspace.
            begin_organization: Begins a new organization on the page of the register, its fields
                filled in with these texts.
        """
        self.begin_organization = begin_organization
        self.coverage = CoverageBlock(desk, workspace)
        super().__init__(desk, workspace, ENTERPRISES, _own_commands, HEAD_KEYS)
        self.card.put_below_head(self.coverage)
        self.card.shown.connect(self.coverage.show_unit)
        self.coverage.show_unit(self.card.record)
        self.clears = ClearsBlock()
        self.clears.field_asked.connect(self.card.form.focus_field)
        self.card.put_below_head(self.clears)
        self.card.shown.connect(self.clears.show_unit)
        self.clears.show_unit(self.card.record)

    def show_condition(self, name: str) -> None:
        """Show only the units that meet a condition, such as ``unbuilt`` (应建未建)."""
        self.filters.clear()
        self.filters.condition(name).setChecked(True)


def _own_commands(page: EnterprisesPage) -> Sequence[Command]:
    return [*standing_commands(page), *coverage_commands(page)]
