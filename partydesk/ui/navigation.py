"""The left edge: the places of the program in the order of the year, with their counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from partydesk.ui.pages import PageSpec
from partydesk.ui.widgets.texts import Look, label


class Place(QPushButton):
    """One place, with a badge for what waits there."""

    def __init__(self, spec: PageSpec) -> None:
        """Show the place of ``spec``."""
        super().__init__(spec.title)
        self.setObjectName(f"go_{spec.key}")
        self.setAccessibleName(spec.title)
        self.setProperty("place", True)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._title = spec.title
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 18, 0)
        row.addStretch(1)
        self._badge = QLabel()
        self._badge.setTextFormat(Qt.TextFormat.PlainText)
        self._badge.setProperty("badge", True)
        self._badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._badge.hide()
        row.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignVCenter)

    @property
    def badge(self) -> str:
        """What the badge says."""
        return self._badge.text()

    def set_badge(self, text: str) -> None:
        """Show a count or a word; nothing hides the badge."""
        self._badge.setText(text)
        self._badge.setVisible(bool(text))
        self.setAccessibleName(f"{self._title} {text}".strip())


class Navigation(QFrame):
    """All places; up and down keys move between them.

    Signals:
        place_chosen(str): Key of the place that was clicked.
    """

    place_chosen = Signal(str)

    def __init__(self) -> None:
        """Begin with no places."""
        super().__init__()
        self.setObjectName("navigation")
        self.setAccessibleName("导航")
        self._places: dict[str, Place] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        body = QWidget()
        body.setProperty("page", True)
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 10, 0, 10)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def show_places(self, specs: Sequence[PageSpec]) -> None:
        """Add places; the heading of a group stands before its first one."""
        group = ""
        for spec in specs:
            if spec.group and spec.group != group:
                heading = label(spec.group, Look.HINT)
                heading.setContentsMargins(18, 8, 0, 4)
                self._insert(heading)
            group = spec.group
            place = Place(spec)
            place.clicked.connect(lambda _=False, key=spec.key: self.place_chosen.emit(key))
            self._group.addButton(place)
            self._places[spec.key] = place
            self._insert(place)

    def _insert(self, widget: QWidget) -> None:
        self._column.insertWidget(self._column.count() - 1, widget)

    def mark(self, key: str) -> None:
        """Show where the user is."""
        self._places[key].setChecked(True)

    def set_badges(self, badges: Mapping[str, str]) -> None:
        """Show what waits where; places that are not named have no badge."""
        for key, place in self._places.items():
            place.set_badge(badges.get(key, ""))

    def place(self, key: str) -> Place:
        """Give one place.

        Raises:
            KeyError: There is none with that key.
        """
        return self._places[key]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between the places with the up and down keys."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        places = list(self._places.values())
        here = next((n for n, place in enumerate(places) if place.hasFocus()), None)
        if step and here is not None:
            places[(here + step) % len(places)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)
