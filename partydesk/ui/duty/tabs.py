"""Which tabs 驻企工作 has, in their order."""

from __future__ import annotations

from typing import Final

from partydesk.ui.duty.bulletin_view import BulletinView
from partydesk.ui.tabbed_page import PageTab

#: The half-year's and the year's bulletin.
TABS: Final[tuple[PageTab, ...]] = (PageTab("bulletin", "通报", BulletinView),)
from partydesk.ui.duty.inspections_view import InspectionsView
from partydesk.ui.duty.training_view import TrainingView
from partydesk.ui.tabbed_page import PageTab

#: Training, inspections in both directions.
TABS: Final[tuple[PageTab, ...]] = (
    PageTab("trainings", "培训", TrainingView),
    PageTab("inspections", "督查", InspectionsView),
)
