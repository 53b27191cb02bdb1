"""Words of which a part is marked as found: bold on a tint, so that it is not colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from partydesk.ui.colours import colours_for


def show_marked(target: QLabel, text: str, marks: Sequence[tuple[int, int]]) -> None:
    """Show words in a label with some of them marked.

    Args:
        target: The label.
        text: The words; what people typed in them is never read as markup.
        marks: First character and the one behind the last of each part, in order.
    """
    tint = colours_for(target.palette()).attention_tint
    pieces: list[str] = []
    place = 0
    for begin, end in marks:
        pieces.append(escape(text[place:begin]))
        pieces.append(f'<b style="background-color:{tint}">{escape(text[begin:end])}</b>')
        place = end
    pieces.append(escape(text[place:]))
    target.setTextFormat(Qt.TextFormat.RichText)
    target.setText("".join(pieces))
    target.setAccessibleName(text)
