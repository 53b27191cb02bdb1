"""Which tabs 驻企工作 has, in the order of the year's work."""

from __future__ import annotations

from typing import Final

from partydesk.ui.duty.bulletin_view import BulletinView
from partydesk.ui.duty.inspections_view import InspectionsView
from partydesk.ui.duty.ledger_view import LedgerView
from partydesk.ui.duty.plans_view import PlansView
from partydesk.ui.duty.reports_view import ReportsView
from partydesk.ui.duty.training_view import TrainingView
from partydesk.ui.tabbed_page import PageTab

TABS: Final[tuple[PageTab, ...]] = (
    PageTab("plans", "工作安排", PlansView),
    PageTab("reports", "月报", ReportsView),
    PageTab("ledger", "台账", LedgerView),
    PageTab("trainings", "培训", TrainingView),
    PageTab("inspections", "督查", InspectionsView),
    PageTab("bulletin", "通报", BulletinView),
)
