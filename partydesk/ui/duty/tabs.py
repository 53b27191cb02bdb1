"""Which tabs 驻企工作 has, in their order."""

from __future__ import annotations

from typing import Final

from partydesk.ui.duty.ledger_view import LedgerView
from partydesk.ui.duty.reports_view import ReportsView
from partydesk.ui.tabbed_page import PageTab

#: Monthly reports, the ledger.
TABS: Final[tuple[PageTab, ...]] = (
    PageTab("reports", "月报", ReportsView),
    PageTab("ledger", "台账", LedgerView),
)
