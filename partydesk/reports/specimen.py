"""Draws a line of text in a role, so that a font is chosen by what it prints."""

from __future__ import annotations

import datetime as dt
from typing import Final

from partydesk.reports.fonts import FontRole, FontSet
from partydesk.reports.marks import baseline_pt, line_marks
from partydesk.reports.paint import PdfFile
from partydesk.reports.sheet import INK
from partydesk.reports.typeset import set_line

_SIZE_PT: Final = 16.0
_MARGIN_PT: Final = 2.0
_PITCH: Final = 1.4
#: The file is never kept; its moment of creation is of no account.
_NO_MOMENT: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def draw_specimen(text: str, role: FontRole, fonts: FontSet) -> bytes:
    """Draw a line as documents draw it, on a page that is just as large.

    Args:
        text: What is drawn.
        role: In which style.
        fonts: What stands behind the roles.

    Returns:
        The PDF; its ground is transparent.
    """
    line = set_line(text, fonts.face(role), size_pt=_SIZE_PT)
    width, height = line.width_pt + 2 * _MARGIN_PT, _SIZE_PT * _PITCH
    file = PdfFile(title="", author="", width_pt=width, height_pt=height, created=_NO_MOMENT)
    base = baseline_pt(height, height, _SIZE_PT)
    file.add_page(line_marks(line, _MARGIN_PT, base, _SIZE_PT, INK))
    return file.finish()
