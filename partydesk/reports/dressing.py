"""Puts an office's fonts into a layout, which names roles only."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from partydesk.reports.fonts import FontRole, FontSet
from partydesk.reports.layout import Layout


def dressed(layout: Layout, fonts: FontSet) -> Layout:
    """Give a layout whose roles are those of an office; the shipped fonts leave it as it is."""
    return _dressed(layout, fonts) if fonts.own else layout


def _dressed(part: Any, fonts: FontSet) -> Any:  # noqa: ANN401 - any part of a layout
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
