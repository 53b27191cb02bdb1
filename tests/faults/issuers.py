"""Issues letters on copies of a workspace and is killed in the middle; run by the tests.

``python -m tests.faults.issuers`` reads what ``victims`` reads. Each child appoints people in acts
of a few each, and then issues the letters anew, one after the other, until it is killed.
"""

from __future__ import annotations

from partydesk.domain.placements import Action, Order
from partydesk.services.number_register import list_entries
from partydesk.services.placements import act, list_placements
from partydesk.services.reissuing import Correction, reissue
from partydesk.services.workspace import Workspace
from tests.faults.victims import kill_all

#: People appointed in one act.
BATCH = 4
_MANY = 1000


def issue(workspace: Workspace) -> None:
    """Appoint everybody, a few at a time; then put letter after letter right."""
    today = workspace.today()
    ids = [pair.id for pair in list_placements(workspace, today.year)]
    for first in range(0, len(ids), BATCH):
        act(workspace, None, Action.APPOINT, Order(today), ids[first : first + BATCH])
    for _ in range(_MANY):
        letters = [e for e in list_entries(workspace) if e.kind == "letters" and not e.void]
        reissue(workspace, letters[0].number_id, Correction(today, "更正"))


if __name__ == "__main__":
    kill_all(issue)
