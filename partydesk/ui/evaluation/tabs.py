"""Which tabs 年末考核 has, in the order of the work."""

from __future__ import annotations

from typing import Final

from partydesk.ui.evaluation.ballots_view import BallotsView
from partydesk.ui.evaluation.followup_view import FollowUpView
from partydesk.ui.evaluation.points_view import PointsView
from partydesk.ui.evaluation.results_view import ResultsView
from partydesk.ui.evaluation.scheme_view import SchemeView
from partydesk.ui.tabbed_page import PageTab

TABS: Final[tuple[PageTab, ...]] = (
    PageTab("scheme", "考核方案", SchemeView),
    PageTab("ballots", "测评票", BallotsView),
    PageTab("points", "述职和打分", PointsView),
    PageTab("results", "考核结果", ResultsView),
    PageTab("followup", "公示和运用", FollowUpView),
)
