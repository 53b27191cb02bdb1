"""What stands beside the places of the navigation."""

from __future__ import annotations

from collections.abc import Mapping

from partydesk.domain.round_steps import Progress
from partydesk.services.summary import Summary


def badges_of(summary: Summary) -> Mapping[str, str]:
    """Say what waits where: sizes of the pools, the round's step, papers to be finished.

    Returns:
        Key of a page → its badge; empty for none.
    """
    current = next((s for s in summary.steps if s.state is Progress.CURRENT), None)
    waiting = summary.proposed + summary.consented + summary.drafted + summary.signed
    return {
        "talents": str(summary.talents or ""),
        "enterprises": str(summary.enterprises or ""),
        "organizations": str(summary.organizations or ""),
        "selection": current.short if current and summary.round_open else "",
        "placements": str(waiting or ""),
    }
