"""Words on the screen: labels by their look, buttons by their weight, tags by their tone."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from partydesk.ui.colours import Tone


class Look(StrEnum):
    """How a label looks; the values are what the stylesheet knows them by."""

    BODY = "body"
    TITLE = "title"
    HEADING = "heading"
    STRONG = "strong"
    SECONDARY = "secondary"
    QUIET = "quiet"
    SMALL = "small"
    HINT = "hint"
    FIELD = "field"
    STAR = "star"
    FAULT = "fault"
    WARNING = "warning"
    GOOD = "good"
    ATTENTION = "attention"
    TROUBLE = "trouble"
    BRAND = "brand"
    KEY = "key"


def restyle(widget: QWidget) -> None:
    """Make the stylesheet look again after a property of the widget has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    # An item view's own update() wants an index.
    QWidget.update(widget)


def set_mark(widget: QWidget, mark: str, value: str | bool) -> None:
    """Set a property that the stylesheet selects by, such as ``fault`` or ``chosen``."""
    before = widget.property(mark)
    # A mark that was never set is off; polishing every field again would cost tens of milliseconds.
    if before != value and not (before is None and value is False):
        widget.setProperty(mark, value)
        restyle(widget)


def label(text: str = "", look: Look = Look.BODY, *, name: str = "", wrap: bool = False) -> QLabel:
    """Make a label; what people typed is never read as markup.

    Args:
        text: The words.
        look: How they look.
        name: Its ``objectName``, where a test or a page wants to find it.
        wrap: Whether it may take several lines.
    """
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("look", look.value)
    made.setWordWrap(wrap)
    if name:
        made.setObjectName(name)
    return made


def set_look(target: QLabel, look: Look) -> None:
    """Change how a label looks."""
    set_mark(target, "look", look.value)


def button(
    text: str, name: str, *, main: bool = False, link: bool = False, tip: str = ""
) -> QPushButton:
    """Make a button that says its act (and its object) in words.

    Args:
        text: The words on it.
        name: Its ``objectName``.
        main: The one main button of a page, in the accent.
        link: Looks like underlined words instead.
        tip: A sentence shown when the mouse rests on it.
    """
    made = QPushButton(text)
    made.setObjectName(name)
    made.setAccessibleName(text)
    made.setAutoDefault(False)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if main:
        made.setProperty("main", True)
    if link:
        made.setProperty("link", True)
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    made.setToolTip(tip)
    return made


class Tag(QLabel):
    """A small coloured word such as 可选派; the colour repeats what the word says."""

    def __init__(self, text: str = "", tone: Tone = Tone.PLAIN) -> None:
        """Show ``text`` in ``tone``."""
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setText(text)
        set_mark(self, "tag", tone.value)
        if not text:  # shown here, where it stands nowhere yet, it would be a window of its own
            self.hide()

    def show_word(self, text: str, tone: Tone = Tone.PLAIN) -> None:
        """Show another word; an empty one hides the tag."""
        self.setText(text)
        self.setVisible(bool(text))
        set_mark(self, "tag", tone.value)
