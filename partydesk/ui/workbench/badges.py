"""What stands beside the places of the navigation."""

from __future__ import annotations

from collections.abc import Mapping

from partydesk.domain.agenda import Progress
from partydesk.services.summary import Summary

_STEP_WORDS = {
    "pools": "需求",
    "posts": "需求",
    "wishes": "意愿",
    "matching": "匹配",
    "consents": "认可",
    "agreements": "签约",
    "letters": "委任",
}


def badges_of(summary: Summary) -> Mapping[str, str]:
    """Say what waits where: sizes of the pools, the round's step, papers to be finished.

    Returns:
        Key of a page → its badge; empty for none.
    """
    current = next((s.key for s in summary.steps if s.state is Progress.CURRENT), "")
    waiting = summary.proposed + summary.consented + summary.drafted + summary.signed
    return {
        "talents": str(summary.talents or ""),
        "enterprises": str(summary.enterprises or ""),
        "organizations": str(summary.organizations or ""),
        "selection": _STEP_WORDS.get(current, "") if summary.round_open else "",
        "placements": str(waiting or ""),
    }
