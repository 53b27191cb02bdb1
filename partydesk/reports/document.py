"""Composes one document: every page with its marks, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from partydesk.reports.article import compose_article
from partydesk.reports.compose import (
    compose_flow,
    compose_frame,
    compose_picture,
    compose_qr,
    compose_rule,
    compose_text,
)
from partydesk.reports.dressing import dressed
from partydesk.reports.fields import KINDS
from partydesk.reports.findings import Finding
from partydesk.reports.fonts import SHIPPED, FontSet
from partydesk.reports.layout import (
    ArticleElement,
    Element,
    FlowElement,
    FrameElement,
    Layout,
    OfficialElement,
    Pages,
    PictureElement,
    QrElement,
    RuleElement,
    TextElement,
)
from partydesk.reports.marks import Form, Mark, Sheet
from partydesk.reports.official import compose_official
from partydesk.reports.paint import Shared

#: Elements that take as many pages as they need.
_FLOWING: Final = (ArticleElement, OfficialElement)
#: Elements that say on which pages they stand; all others stand on the first.
_PLACED: Final = (TextElement, FrameElement, RuleElement, PictureElement, QrElement)
#: Gives the layout of one document.
FormOf: TypeAlias = Callable[[object], Layout]


@dataclass(frozen=True, slots=True)
class Composed:
    """One document, ready to be drawn.

    Attributes:
        pages: The marks of each page, in drawing order.
        found: What is wrong: name of an element and finding, in the order of the elements.
    """

    pages: tuple[tuple[Mark | Shared, ...], ...]
    found: tuple[tuple[str, Finding], ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong, wherever it is."""
        return tuple(finding for _, finding in self.found)


class Composer:
    """Lays out documents of one layout; what says the same in all of them is set once.

    What says the same as in the document before, as organ and day do in a batch, is not set anew.
    """

    def __init__(self, layout: Layout) -> None:
        """Set what holds no field."""
        self._layout, self._kind = layout, KINDS[layout.kind]
        empty = Form(layout, {}, self._kind.labels)
        self._fixed: dict[int, tuple[Shared, Sheet]] = {}
        self._fields = [_fields_of(element) for element in layout.elements]
        self._before: dict[int, tuple[list[str], Sheet]] = {}
        for place, element in enumerate(layout.elements):
            if _is_fixed(element):
                sheet = _composed(element, empty)
                self._fixed[place] = Shared(sheet.marks), sheet

    def compose(self, document: object) -> Composed:
        """Lay out one document.

        Args:
            document: A record of the layout's kind.

        Raises:
            TypeError: The record is of another kind.
        """
        return self.compose_values(self._kind.values(document))

    def compose_values(self, given: Mapping[str, str]) -> Composed:
        """Lay out one document whose fields have these texts, by their names."""
        values = {**given, "page": "1", "pages": "1"}
        form = Form(self._layout, values, self._kind.labels)
        flowing = {
            place: _flowing(element, form)
            for place, element in enumerate(self._layout.elements)
            if isinstance(element, _FLOWING)
        }
        count = max((len(sheets) for sheets in flowing.values()), default=1)
        pages: list[tuple[Mark | Shared, ...]] = []
        found: list[tuple[str, Finding]] = []
        for number in range(count):
            page = form
            if count > 1:
                told = {**values, "page": str(number + 1), "pages": str(count)}
                page = replace(form, values=told)
            marks: list[Mark | Shared] = []
            for place, element in enumerate(self._layout.elements):
                if isinstance(element, _FLOWING):
                    sheet = flowing[place][number] if number < len(flowing[place]) else Sheet()
                    marks += sheet.marks
                elif not _stands_on(element, number):
                    continue
                elif place in self._fixed:
                    shared, sheet = self._fixed[place]
                    marks.append(shared)
                else:
                    sheet = self._set(place, element, page)
                    marks += sheet.marks
                found += [(element.name, finding) for finding in sheet.findings]
            pages.append(tuple(marks))
        return Composed(tuple(pages), tuple(found))

    def _set(self, place: int, element: Element, form: Form) -> Sheet:
        """Compose an element, or take what it was before where its fields say the same."""
        said = [form.values[name] for name in self._fields[place]]
        before = self._before.get(place)
        if before is None or before[0] != said:
            before = self._before[place] = said, _composed(element, form)
        return before[1]


def compose(layout: Layout, document: object) -> Composed:
    """Lay out one document by itself; see :class:`Composer`.

    Raises:
        TypeError: The record is not of the layout's kind.
    """
    return Composer(layout).compose(document)


def compose_all(
    layout: Layout,
    documents: Iterable[object],
    form_of: FormOf | None = None,
    fonts: FontSet = SHIPPED,
) -> Iterator[Composed]:
    """Lay out documents one after the other.

    Args:
        layout: The form.
        documents: Records of the layout's kind.
        form_of: Gives the layout of one document where each has words of its own.
        fonts: What stands behind the roles that layouts name.

    Raises:
        TypeError: A record is not of the layout's kind.
    """
    # By identity: documents with the same words are given the very same layout.
    composers: dict[int, tuple[Layout, Composer]] = {}
    for document in documents:
        form = form_of(document) if form_of else layout
        if id(form) not in composers:
            # The layout is kept, so that its identity is not given to another one.
            composers[id(form)] = form, Composer(dressed(form, fonts))
        yield composers[id(form)][1].compose(document)


def compose_values(layout: Layout, values: Mapping[str, str]) -> Composed:
    """Lay out one document whose fields have these texts.

    Args:
        layout: The form.
        values: Field name → text, for each field of the layout's kind.
    """
    return Composer(layout).compose_values(values)


def _is_fixed(element: Element) -> bool:
    """Tell whether an element shows the same in every document."""
    drawn = TextElement | FlowElement | FrameElement | RuleElement | PictureElement
    return isinstance(element, drawn) and not _fields_of(element)


def _fields_of(element: Element) -> list[str]:
    """Name the fields that decide what an element of one page shows."""
    if isinstance(element, QrElement):
        return [element.field]
    contents = [element.content] if isinstance(element, TextElement) else []
    if isinstance(element, FlowElement):
        contents = [paragraph.content for paragraph in element.paragraphs]
    return [piece.text for content in contents for piece in content if piece.is_field]


def _flowing(element: ArticleElement | OfficialElement, form: Form) -> list[Sheet]:
    """Compose what runs over several pages: one sheet a page."""
    if isinstance(element, OfficialElement):
        return compose_official(element, form)
    return compose_article(element, form)


def _stands_on(element: Element, page: int) -> bool:
    """Tell whether an element is drawn on a page, counting from 0."""
    return page == 0 or (isinstance(element, _PLACED) and element.pages is Pages.EVERY)


def _composed(element: Element, form: Form) -> Sheet:
    """Compose an element of one page; room kept free gives nothing."""
    composer = _COMPOSERS.get(type(element))
    return Sheet() if composer is None else composer(element, form)


_COMPOSERS: Final[Mapping[type[Element], Callable[[Any, Form], Sheet]]] = {
    TextElement: compose_text,
    FlowElement: compose_flow,
    FrameElement: compose_frame,
    RuleElement: compose_rule,
    PictureElement: compose_picture,
    QrElement: compose_qr,
}
