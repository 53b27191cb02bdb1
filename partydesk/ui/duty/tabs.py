"""Which tabs 驻企工作 has, in their order."""

from __future__ import annotations

from typing import Final

from partydesk.ui.duty.plans_view import PlansView
from partydesk.ui.tabbed_page import PageTab

#: The year's work schedule.
TABS: Final[tuple[PageTab, ...]] = (PageTab("plans", "工作安排", PlansView),)
