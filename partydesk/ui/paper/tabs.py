"""Which tabs 文书与打印 has, in their order."""

from __future__ import annotations

from typing import Final

from partydesk.ui.paper.certificates_view import CertificatesView
from partydesk.ui.paper.fonts_view import FontsView
from partydesk.ui.paper.genuineness_view import GenuinenessView
from partydesk.ui.paper.layouts_view import LayoutsView
from partydesk.ui.paper.printers_view import PrintersView
from partydesk.ui.paper.register_view import RegisterView
from partydesk.ui.tabbed_page import PageTab

#: The register of numbers, certificates, layouts, fonts, printers, genuineness.
TABS: Final[tuple[PageTab, ...]] = (
    PageTab("register", "文号登记簿", RegisterView),
    PageTab("certificates", "证书", CertificatesView),
    PageTab("layouts", "版式", LayoutsView),
    PageTab("fonts", "字体", FontsView),
    PageTab("printers", "打印机", PrintersView),
    PageTab("genuineness", "防伪验证", GenuinenessView),
)
