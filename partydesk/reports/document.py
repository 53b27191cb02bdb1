"""Composes one document: every page with its marks, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from partydesk.reports.article import compose_article
from partydesk.reports.compose import compose_flow, compose_frame, compose_rule, compose_text
from partydesk.reports.fields import KINDS
from partydesk.reports.findings import Finding
from partydesk.reports.layout import (
    ArticleElement,
    Element,
    FlowElement,
    FrameElement,
    Layout,
    Pages,
    RuleElement,
    TextElement,
)
from partydesk.reports.marks import Form, Mark, Sheet


@dataclass(frozen=True, slots=True)
class Composed:
    """One document, ready to be drawn.

    Attributes:
        pages: The marks of each page, in drawing order.
        findings: What is wrong, in the order of the elements.
    """

    pages: tuple[tuple[Mark, ...], ...]
    findings: tuple[Finding, ...]


def compose(layout: Layout, document: object) -> Composed:
    """Lay out one document.

    Args:
        layout: The form.
        document: A record of the layout's kind.

    Raises:
        TypeError: The record is of another kind.
    """
    kind = KINDS[layout.kind]
    values = {**kind.values(document), "page": "1", "pages": "1"}
    form = Form(layout, values, kind.labels)
    articles = {
        element.name: compose_article(element, form)
        for element in layout.elements
        if isinstance(element, ArticleElement)
    }
    count = max((len(sheets) for sheets in articles.values()), default=1)
    pages = []
    for number in range(count):
        page_values = {**values, "page": str(number + 1), "pages": str(count)}
        page_form = replace(form, values=page_values)
        sheet = Sheet()
        for element in layout.elements:
            if isinstance(element, ArticleElement):
                sheet += (articles[element.name] + [Sheet()] * count)[number]
            elif _stands_on(element, number):
                sheet += _composed(element, page_form)
        pages.append(sheet)
    return Composed(
        tuple(tuple(sheet.marks) for sheet in pages),
        tuple(finding for sheet in pages for finding in sheet.findings),
    )


def _stands_on(element: Element, page: int) -> bool:
    """Tell whether an element is drawn on a page, counting from 0."""
    if isinstance(element, TextElement | FrameElement | RuleElement):
        return page == 0 or element.pages is Pages.EVERY
    return page == 0


def _composed(element: Element, form: Form) -> Sheet:
    """Compose an element of one page; a reserve gives nothing, it is room kept free."""
    if isinstance(element, TextElement):
        return compose_text(element, form)
    if isinstance(element, FlowElement):
        return compose_flow(element, form)
    if isinstance(element, FrameElement):
        return compose_frame(element, form)
    if isinstance(element, RuleElement):
        return compose_rule(element, form)
    return Sheet()
