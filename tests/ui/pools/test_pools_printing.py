"""Printing from a pool's page: the very list on the screen, in the preview."""

from __future__ import annotations

from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QPushButton

from partydesk.ui.main_window import MainWindow
from partydesk.ui.preview import PreviewDialog
from partydesk.ui.talents.page import TalentsPage
from tests.ui.pool_window import talents_page
from tests.ui.round_window import run


def _preview(page: TalentsPage) -> str:
    """Wait for the preview, close it and give the words of its pages."""
    dialog = page.findChild(PreviewDialog)
    assert isinstance(dialog, PreviewDialog)
    document = dialog.findChild(QPdfDocument)
    assert isinstance(document, QPdfDocument)
    words = "".join(document.getAllText(n).text() for n in range(document.pageCount()))
    dialog.reject()
    return "".join(words.split())


def test_the_button_prints_what_the_list_shows(window: MainWindow) -> None:
    page = talents_page(window)
    page.filters.chip("source").set_word("改非")
    assert [b.text() for b in page.findChildren(QPushButton) if b.text() == "打印"] == ["打印"]
    run(window, "talents.print")
    words = _preview(page)
    assert "人才名册" in words
    assert "苏和" in words
    assert "王堃" not in words


def test_the_handbook_is_printed_for_the_people_in_the_list(window: MainWindow) -> None:
    page = talents_page(window)
    run(window, "talents.handbook")
    words = _preview(page)
    assert "党建人才手册" in words
    assert all(name in words for name in ("敖敦其其格", "苏和", "王堃"))
    assert "13800000004" not in words


def test_an_empty_list_says_why_it_is_not_printed(window: MainWindow) -> None:
    page = talents_page(window)
    page.filters.search.setText("没有这个人")
    page.reload()
    assert window.commands.get("talents.print").refusal() == "名单是空的，没有可打印的"
