"""The sheets on which decisions and ties are noted."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from partydesk.domain.cautions import Caution, Decision
from partydesk.domain.changes import Changes
from partydesk.domain.fields import fields_of
from partydesk.domain.placements import Placement
from partydesk.services.compliance import record_decision
from partydesk.services.workspace import Workspace
from partydesk.ui.desk import Desk
from partydesk.ui.entry_dialog import EntryDialog, Sheet


def decision_dialog(
    parent: QWidget, desk: Desk, workspace: Workspace, placement: Placement, caution: Caution
) -> EntryDialog:
    """Ask for the committee's decision about one warning of a pair."""
    message = next((c.message for c in placement.concerns if c.caution is caution), "")

    def store(texts: Mapping[str, str]) -> Changes:
        return record_decision(workspace, placement.id, caution, texts)

    sheet = Sheet(
        title=f"党工委决定：{caution.word}",
        about=f"{placement.talent}，{placement.post}。{message}。决定记下以后，这条提醒仍然显示，"
        "但不再妨碍签订协议。",
        act="记录决定",
        fields=fields_of(Decision),
        store=store,
        texts={"decided_by": "党工委会议", "decided_on": workspace.today().isoformat()},
    )
    return EntryDialog(parent, desk, sheet, "decision_dialog")
