"""What is wrong with a layout, in the words of the editor: elements and properties by their names.

Whoever reads a layout from plain values says where a fault stands as the file has it; people know
the elements by name and what can be set of them by the labels of the editor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from partydesk.domain.errors import Note
from partydesk.reports.checking import Faults
from partydesk.services.layout_properties import label_of

_ELEMENT: Final = re.compile(r"(?:layout\.)?elements\[(\d+)\](?:\.(.+)|（.*）)?")
#: Of the page, and of elements what the editor does not let one set.
_KEYS: Final = {
    "": "文件",
    "kind": "文书种类",
    "label": "名称",
    "width_mm": "纸宽",
    "height_mm": "纸高",
    "elements": "元件",
    "background": "底图",
    "type": "元件种类",
    "name": "名称",
    "field": "字段",
    "template": "文本模板",
    "sealed": "加盖印章",
    "indent_em": "缩进",
    "content": "内容",
    "when": "出现条件",
    "cells": "格",
    "signatures": "签署栏",
    "head": "版头",
    "imprint": "版记",
    "inset_mm": "内缩",
    "colour": "颜色",
}


def said(name: str, values: object, notes: Iterable[Note]) -> list[Note]:
    """Say faults in the words of the editor; ``column`` still holds the place in the file.

    Args:
        name: The layout's, as it was read under.
        values: What was read.
        notes: What is wrong.
    """
    return [_said(name, values, note) for note in notes]


def _said(name: str, values: object, note: Note) -> Note:
    if not note.column:  # of a text template, which names its own lines
        return note
    _, place = place_of(values, note.column)
    words = Faults(name).words(note)
    return replace(note, message=f"版式“{name}”：{place}{words}")


def place_of(values: object, where: str) -> tuple[int | None, str]:
    """Name the place of a fault.

    Args:
        values: What was read, however faulty.
        where: As the file has it, such as ``layout.elements[2].size_pt``.

    Returns:
        The number of the element, None for the page as a whole; and the place in words.
    """
    found = _ELEMENT.fullmatch(where)
    if found is None:
        return None, _word(where.removeprefix("layout").removeprefix("."))
    number = int(found.group(1))
    element = _element(values, number)
    name = element.get("name")
    whose = f"“{name}”" if isinstance(name, str) and name.strip() else f"第 {number + 1} 个元件"
    key = (found.group(2) or "").replace("[", ".").replace("]", "")
    return number, f"{whose}的{_labelled(element, key)}" if key else whose


def _element(values: object, number: int) -> Mapping[str, Any]:
    elements = values.get("elements") if isinstance(values, dict) else None
    element = elements[number] if isinstance(elements, list) else None
    return element if isinstance(element, dict) else {}


def _labelled(element: Mapping[str, Any], key: str) -> str:
    """Name what can be set by the longest beginning of its key that has a label."""
    steps = key.split(".")
    for count in range(len(steps), 0, -1):
        head = ".".join(steps[:count])
        label = _label(element, head)
        if label != head:
            return label + "".join(_rest(steps[count:]))
    return "".join(_rest(steps))


def _label(element: Mapping[str, Any], key: str) -> str:
    try:
        return label_of(element, key)
    except (KeyError, TypeError):  # the element is too faulty to say what can be set of it
        return key


def _rest(steps: Iterable[str]) -> Iterator[str]:
    """Name what lies inside what has a label; the words of a paragraph are the paragraph."""
    for step in steps:
        if step.isdigit():
            yield f"第 {int(step) + 1} 项"
        elif step != "content":
            yield _word(step)


def _word(key: str) -> str:
    return _KEYS.get(key, f"“{key}”")
