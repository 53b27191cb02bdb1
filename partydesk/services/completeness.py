"""四清: how much of what should be known of the units is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partydesk.db.queries.quality import clear_tallies
from partydesk.domain.completeness import CommitteeClears, by_committee

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


def clears_by_committee(workspace: Workspace) -> tuple[CommitteeClears, ...]:
    """Average the four clears of the units in use over each committee, the least clear first.

    A unit counts under its 隶属基层党委, without one under its 苏木乡镇. Worked out in SQL: units
    with the same degrees come back as one row.
    """
    with workspace.reading() as session:
        return by_committee(clear_tallies(session))
