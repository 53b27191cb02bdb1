"""Personal information for the window: what its tab asks of the services."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from partydesk.domain.progress import Progress
from partydesk.services import retention
from partydesk.services.policies import get_policy
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.documents import preview_document
from partydesk.ui.workspace.privacy_tab import PrivacyPorts


def privacy_ports(desk: Desk, workspace: Workspace) -> PrivacyPorts:
    """Give the tab what it asks of the services."""

    def purge(people: Sequence[int], reason: str, progress: Progress) -> retention.Purged:
        return retention.purge_people(workspace, people, reason=reason, progress=progress)

    def print_report(parent: QWidget, action: int) -> None:
        preview_document(parent, desk, workspace, "purge-reports", query=str(action))

    return PrivacyPorts(
        due=partial(retention.list_due, workspace),
        years=lambda: get_policy(workspace, workspace.today().year).retention_years,
        purges=partial(retention.list_purges, workspace),
        purge=purge,
        show_person=partial(desk.open_record, "talents"),
        print_notice=lambda parent: preview_document(parent, desk, workspace, "privacy-notices"),
        print_report=print_report,
        reminder=retention.OLDER_BACKUPS,
    )
