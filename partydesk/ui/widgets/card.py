"""A surface with a heading, and the head line of a page."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from partydesk.ui.widgets.texts import Look, label

PAGE_MARGIN = 16
GAP = 12


class Card(QFrame):
    """A white surface with a thin line around it.

    Attributes:
        head: The line of the heading; put what belongs to the right of it there.
        body: Where the content goes.
    """

    def __init__(self, title: str = "", *, name: str = "card") -> None:
        """Show ``title`` at the top; without one the head line takes no room."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setProperty("ground", "surface")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 14)
        outer.setSpacing(8)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.title = label(title, Look.STRONG)
        if not title:  # never shown before it stands in the card: that would open a window
            self.title.hide()
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        outer.addLayout(self.head)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        outer.addLayout(self.body, 1)


class PageHead(QWidget):
    """Title of a page, what there is to say about it, and its buttons on the right."""

    def __init__(self, title: str, *buttons: QWidget) -> None:
        """Show ``title`` and, from left to right, the buttons."""
        super().__init__()
        self.setObjectName("page_head")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._title = label(title, Look.TITLE, name="page_title")
        self._about = label("", Look.SECONDARY, name="page_about")
        row.addWidget(self._title)
        row.addWidget(self._about)
        row.addStretch(1)
        self._row = row
        for each in buttons:
            row.addWidget(each)

    def set_title(self, text: str) -> None:
        """Show another title."""
        self._title.setText(text)

    def set_about(self, text: str) -> None:
        """Say what there is, such as 42 人 · 在岗 29."""
        self._about.setText(text)

    def add_button(self, button: QWidget) -> None:
        """Put one more button at the right end."""
        self._row.addWidget(button)


def page_layout(page: QWidget) -> QVBoxLayout:
    """Give a page the margins and gaps that all pages have."""
    layout = QVBoxLayout(page)
    layout.setContentsMargins(PAGE_MARGIN, 14, PAGE_MARGIN, 14)
    layout.setSpacing(10)
    return layout


def rule() -> QFrame:
    """Make a thin line across."""
    line = QFrame()
    line.setProperty("ground", "rule")
    line.setFixedHeight(1)
    return line


def clear_layout(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        inner = item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear_layout(inner)
