"""Which tabs 文书与打印 has, in their order."""

from __future__ import annotations

from typing import Final

from partydesk.ui.paper.certificates_view import CertificatesView
from partydesk.ui.paper.fonts_view import FontsView
from partydesk.ui.paper.genuineness_view import GenuinenessView
from partydesk.ui.paper.layouts_view import LayoutsView
from partydesk.ui.paper.page import PaperTab
from partydesk.ui.paper.printers_view import PrintersView
from partydesk.ui.paper.register_view import RegisterView

#: The register of numbers, certificates, layouts, fonts, printers, genuineness.
TABS: Final[tuple[PaperTab, ...]] = (
    PaperTab("register", "文号登记簿", RegisterView),
    PaperTab("certificates", "证书", CertificatesView),
    PaperTab("layouts", "版式", LayoutsView),
    PaperTab("fonts", "字体", FontsView),
    PaperTab("printers", "打印机", PrintersView),
    PaperTab("genuineness", "防伪验证", GenuinenessView),
)
