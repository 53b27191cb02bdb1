"""The words of a long document apart from its form: other words in a layout, and a check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from partydesk.domain.errors import InputRefused, Note
from partydesk.reports.fields import KINDS
from partydesk.reports.layout import ArticleElement, Layout, TemplateLine
from partydesk.reports.registry import PAGE_FIELDS
from partydesk.reports.template import read_template


def worded(layout: Layout, text: str, source: str) -> Layout:
    """Give a layout whose article says something else.

    Args:
        layout: The form.
        text: A text template; see :mod:`partydesk.reports.template`.
        source: Name of the text, for messages.

    Raises:
        InputRefused: All faults, each with its line.
    """
    lines = _read(layout.kind, text, source)
    elements = tuple(
        replace(element, lines=lines) if isinstance(element, ArticleElement) else element
        for element in layout.elements
    )
    return replace(layout, elements=elements)


def faults_of_wording(
    kind: str, text: str, source: str, needed: Mapping[str, str]
) -> tuple[Note, ...]:
    """Name what is wrong with a text: unknown fields by their line, and fields that must not lack.

    Args:
        kind: The kind of document.
        text: A text template.
        source: Name of the text, for messages.
        needed: Field → what people call it.
    """
    try:
        lines = _read(kind, text, source)
    except InputRefused as refused:
        return refused.notes
    used = {piece.text for line in lines for piece in line.content if piece.is_field}
    return tuple(
        Note("field_missing", f"{source}没有写到{label}，请在适当的一行写入 {{{name}}}")
        for name, label in needed.items()
        if name not in used
    )


def fields_of_kind(kind: str) -> Mapping[str, str]:
    """Field → label, for those who write a text."""
    return KINDS[kind].labels


def _read(kind: str, text: str, source: str) -> tuple[TemplateLine, ...]:
    return read_template(text, source, {*KINDS[kind].labels, *PAGE_FIELDS})
