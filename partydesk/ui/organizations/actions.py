"""What a user can do with an organization besides what every pool offers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from partydesk.domain.organization_events import EventKind
from partydesk.ui.commands import Command
from partydesk.ui.organizations.event_dialog import EventDialog, ranks_of
from partydesk.ui.organizations.figures_dialog import FiguresDialog

if TYPE_CHECKING:
    from partydesk.ui.organizations.page import OrganizationsPage

_GROUP = "党组织"
#: The acts that have a button of their own in the head of the page.
HEAD_KEYS = ("organizations.coverage",)


def event_key(kind: EventKind) -> str:
    """Give the key of the command that records an event."""
    return f"organizations.event_{kind.name.lower()}"


def open_event(page: OrganizationsPage, kind: EventKind) -> None:
    """Ask for an event of the organization shown."""
    organization = page.card.record
    if organization is not None:
        EventDialog(page, page.desk, page.workspace, organization, kind).present()


def open_coverage(page: OrganizationsPage) -> None:
    """Show how far the units are covered."""
    FiguresDialog(page, page.desk, page.workspace).present()


def _event_refusal(page: OrganizationsPage, kind: EventKind) -> str:
    organization = page.card.record
    if organization is None:
        return "请先在名单中选一个组织；新增的请先保存"
    if organization.is_retired and kind is not EventKind.OTHER:
        return f"“{organization.name}”已经撤销"
    if kind is EventKind.RAISED and not ranks_of(organization):
        return f"{organization.kind}不能升格" if organization.kind else "请先填写组织类别"
    return ""


def organization_commands(page: OrganizationsPage) -> Sequence[Command]:
    """List the commands that only this page has."""
    events = [
        Command(
            event_key(kind),
            f"{kind}登记…",
            _GROUP,
            partial(open_event, page, kind),
            "",
            partial(_event_refusal, page, kind),
            kind.value,
        )
        for kind in EventKind
    ]
    figures = Command(
        "organizations.coverage", "查看覆盖率", _GROUP, partial(open_coverage, page), "",
        button_text="覆盖率",
    )  # fmt: skip
    return [figures, *events]
