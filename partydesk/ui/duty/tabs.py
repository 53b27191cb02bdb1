"""Which tabs 驻企工作 has, in their order."""

from __future__ import annotations

from typing import Final

from partydesk.ui.duty.bulletin_view import BulletinView
from partydesk.ui.tabbed_page import PageTab

#: The half-year's and the year's bulletin.
TABS: Final[tuple[PageTab, ...]] = (PageTab("bulletin", "通报", BulletinView),)
