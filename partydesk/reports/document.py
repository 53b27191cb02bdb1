"""Composes one document: every page with its marks, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from partydesk.reports.article import compose_article
from partydesk.reports.compose import (
    compose_flow,
    compose_frame,
    compose_picture,
    compose_rule,
    compose_text,
)
from partydesk.reports.fields import KINDS
from partydesk.reports.findings import Finding
from partydesk.reports.layout import (
    ArticleElement,
    Element,
    FlowElement,
    FrameElement,
    Layout,
    Pages,
    PictureElement,
    RuleElement,
    TextElement,
)
from partydesk.reports.marks import Form, Mark, Sheet


@dataclass(frozen=True, slots=True)
class Composed:
    """One document, ready to be drawn.

    Attributes:
        pages: The marks of each page, in drawing order.
        found: What is wrong: name of an element and finding, in the order of the elements.
    """

    pages: tuple[tuple[Mark, ...], ...]
    found: tuple[tuple[str, Finding], ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong, wherever it is."""
        return tuple(finding for _, finding in self.found)


def compose(layout: Layout, document: object) -> Composed:
    """Lay out one document.

    Args:
        layout: The form.
        document: A record of the layout's kind.

    Raises:
        TypeError: The record is of another kind.
    """
    return compose_values(layout, KINDS[layout.kind].values(document))


def compose_values(layout: Layout, values: Mapping[str, str]) -> Composed:
    """Lay out one document whose fields have these texts.

    Args:
        layout: The form.
        values: Field name → text, for each field of the layout's kind.
    """
    values = {**values, "page": "1", "pages": "1"}
    form = Form(layout, values, KINDS[layout.kind].labels)
    articles = {
        element.name: compose_article(element, form)
        for element in layout.elements
        if isinstance(element, ArticleElement)
    }
    count = max((len(sheets) for sheets in articles.values()), default=1)
    pages: list[tuple[Mark, ...]] = []
    found: list[tuple[str, Finding]] = []
    for number in range(count):
        page_form = replace(form, values={**values, "page": str(number + 1), "pages": str(count)})
        marks: list[Mark] = []
        for element in layout.elements:
            if isinstance(element, ArticleElement):
                sheet = (articles[element.name] + [Sheet()] * count)[number]
            elif _stands_on(element, number):
                sheet = _composed(element, page_form)
            else:
                continue
            marks += sheet.marks
            found += [(element.name, finding) for finding in sheet.findings]
        pages.append(tuple(marks))
    return Composed(tuple(pages), tuple(found))


def _stands_on(element: Element, page: int) -> bool:
    """Tell whether an element is drawn on a page, counting from 0."""
    if isinstance(element, TextElement | FrameElement | RuleElement | PictureElement):
        return page == 0 or element.pages is Pages.EVERY
    return page == 0


def _composed(element: Element, form: Form) -> Sheet:
    """Compose an element of one page; room kept free gives nothing."""
    if isinstance(element, TextElement):
        return compose_text(element, form)
    if isinstance(element, FlowElement):
        return compose_flow(element, form)
    if isinstance(element, FrameElement):
        return compose_frame(element, form)
    if isinstance(element, RuleElement):
        return compose_rule(element, form)
    if isinstance(element, PictureElement):
        return compose_picture(element, form)
    return Sheet()
