"""Which tabs 文书与打印 has, in their order."""

from __future__ import annotations

from typing import Final

from partydesk.ui.paper.fonts_view import FontsView
from partydesk.ui.paper.page import PaperTab

#: The register of numbers, certificates, layouts, fonts, printers, genuineness.
TABS: Final[tuple[PaperTab, ...]] = (PaperTab("fonts", "字体", FontsView),)
