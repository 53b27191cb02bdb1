"""Reads the text templates of long documents, one paragraph a line.

===================  ==========================================================================
``// …``             a note to whoever edits the file; not printed
``# …``              a heading, numbered 第一条, 第二条 … when printed
``> …``              a paragraph that is not set in
anything else        a paragraph set in by two characters
``?field …`` before  the line is printed only when the field has text
``!field …`` before  the line is printed only when the field has none
===================  ==========================================================================
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from partydesk.domain.errors import InputRefused, Note
from partydesk.reports.layout import LineKind, TemplateLine
from partydesk.reports.pieces import read_pieces

_CONDITION: Final = re.compile(r"([?!])(\w+)\s+(.*)")
_MARKS: Final = {"#": LineKind.HEADING, ">": LineKind.PLAIN}


def read_template(text: str, source: str, fields: Collection[str]) -> tuple[TemplateLine, ...]:
    """Read a text template and check every place against the fields of its kind.

    Args:
        text: Content of the file.
        source: Name of the file, for messages.
        fields: Names of the fields that may stand in it.

    Raises:
        InputRefused: All faults, each with its line; an unknown field is named.
    """
    lines: list[TemplateLine] = []
    notes: list[Note] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        stripped = raw.strip()
        if not stripped or stripped.startswith("//"):
            continue
        line, faults = _read_line(stripped, fields)
        lines.append(line)
        notes += [
            Note("bad_template", f"文本模板 {source} 第{number}行：{fault}", row=number)
            for fault in faults
        ]
    if not lines:
        notes.append(Note("bad_template", f"文本模板 {source} 没有正文"))
    if notes:
        raise InputRefused(notes)
    return tuple(lines)


def _read_line(text: str, fields: Collection[str]) -> tuple[TemplateLine, list[str]]:
    """Read one line that is neither empty nor a note."""
    faults: list[str] = []
    when = unless = ""
    condition = _CONDITION.fullmatch(text)
    if condition is not None:
        sign, name, text = condition.groups()
        when, unless = (name, "") if sign == "?" else ("", name)
        if name not in fields:
            faults.append(f"条件里没有名为“{name}”的字段")
    kind = _MARKS.get(text[:1], LineKind.PARAGRAPH)
    if kind is not LineKind.PARAGRAPH:
        text = text[1:].lstrip()
    content, wrong = read_pieces(text, fields)
    if not content:
        wrong.append("标记后面没有文字")
    return TemplateLine(kind, content, when, unless), faults + wrong
