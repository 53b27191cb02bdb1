"""Puts an office's fonts into a layout, which names roles only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from partydesk.reports.fonts import FontRole, FontSet
from partydesk.reports.layout import Layout

_Any = TypeVar("_Any")


def dressed(layout: Layout, fonts: FontSet) -> Layout:
    """Give a layout whose roles are those of an office; the shipped fonts leave it as it is."""
    return _dressed(layout, fonts) if fonts.own else layout


def _dressed(part: _Any, fonts: FontSet) -> Any:  # noqa: ANN401 - of the part's own shape
    """Replace every role within a part, however deep it lies."""
    if isinstance(part, FontRole):
        return fonts.face(part)
    if isinstance(part, tuple):
        return tuple(_dressed(each, fonts) for each in part)
    if is_dataclass(part) and not isinstance(part, type):
        now = {field.name: getattr(part, field.name) for field in fields(part)}
        new = {name: _dressed(value, fonts) for name, value in now.items()}
        changed = {name: value for name, value in new.items() if value is not now[name]}
        return replace(part, **changed) if changed else part
    return part


def dresser(
    layout: Layout, form_of: Callable[[object], Layout] | None, fonts: FontSet
) -> Callable[[object], Layout]:
    """Give the layout of each document in an office's fonts; each layout is dressed once.

    Args:
        layout: The usual form.
        form_of: Gives the layout of a document that has words of its own.
        fonts: The fonts.
    """
    known: dict[int, tuple[Layout, Layout]] = {}

    def form(document: object) -> Layout:
        own = form_of(document) if form_of else layout
        # The layout is kept, so that its identity is not given to another one.
        if id(own) not in known:
            known[id(own)] = own, dressed(own, fonts)
        return known[id(own)][1]

    return form
