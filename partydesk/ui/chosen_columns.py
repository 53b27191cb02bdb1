"""Which columns of a table the user wants to see, in which order and how wide; kept in settings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QSettings, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView, QWidget

_SKETCH_PX = 14
_NARROWEST = 0.6  # share of the declared width below which a column scrolls rather than shrinks


@dataclass(frozen=True, slots=True)
class ColumnTraits:
    """What the arrangement needs to know of a column.

    Attributes:
        key: Its name in the program.
        label: Its header.
        width: Pixels at 14 px type.
        shown: Whether it is shown until the user chooses otherwise.
        flexible: Whether it gives and takes room; words do, names, figures and tags do not.
    """

    key: str
    label: str
    width: int
    shown: bool
    flexible: bool


class ChosenColumns(QObject):
    """Arranges the columns of one table.

    Columns the user has not resized share the room there is: words give way, figures do not.

    Signals:
        changed(): The user has shown, hidden or moved a column.
    """

    changed = Signal()

    def __init__(
        self, view: QTableView, columns: Sequence[ColumnTraits], settings: QSettings, name: str
    ) -> None:
        """Bring back what was chosen for the table called ``name``."""
        super().__init__(view)
        self._view = view
        self._columns = tuple(columns)
        self._settings = settings
        self._place = f"tables/{name}"
        self._widths: dict[int, int] = {}
        self._arranging = False
        self._header: QHeaderView = view.horizontalHeader()
        self._header.sectionResized.connect(self._on_resized)
        self._header.sectionMoved.connect(lambda *_places: self._on_chosen())
        self._header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._header.customContextMenuRequested.connect(self._open_menu)
        self.restore()

    # -- asking ---------------------------------------------------------------------------------

    def shown(self) -> list[int]:
        """Numbers of the shown columns, in the order on screen."""
        ordered = (self._header.logicalIndex(place) for place in range(self._header.count()))
        return [number for number in ordered if not self._view.isColumnHidden(number)]

    def shown_keys(self) -> list[str]:
        """Keys of the shown columns, in the order on screen."""
        return [self._columns[number].key for number in self.shown()]

    def menu(self, parent: QWidget) -> QMenu:
        """Make the menu that shows and hides columns."""
        menu = QMenu(parent)
        menu.setObjectName(f"{self._view.objectName()}_columns")
        for number, column in enumerate(self._columns):
            if column.label:
                action = menu.addAction(column.label)
                action.setCheckable(True)
                action.setChecked(not self._view.isColumnHidden(number))
                action.toggled.connect(lambda on, place=number: self.show(place, shown=on))
        menu.addSeparator()
        menu.addAction("恢复默认列", self.reset)
        return menu

    def _open_menu(self, at: QPoint) -> None:
        menu = self.menu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._header.mapToGlobal(at))

    # -- choosing -------------------------------------------------------------------------------

    def show(self, number: int, *, shown: bool) -> None:
        """Show or hide a column; the last one stays."""
        if not shown and self.shown() == [number]:
            return
        with self._quietly():
            self._view.setColumnHidden(number, not shown)
        self._on_chosen()
        self.fit()

    def reset(self) -> None:
        """Show the columns as they were declared."""
        self._settings.remove(self._place)
        self.restore()
        self.changed.emit()

    def _on_resized(self, number: int, _old: int, new: int) -> None:
        """Keep a width the user has drawn; the last column only takes what is left."""
        if not self._arranging and new and self.shown()[-1:] != [number]:
            self._widths[number] = new
            self._keep()

    def _on_chosen(self) -> None:
        if not self._arranging:
            self._keep()
            self.changed.emit()

    # -- keeping --------------------------------------------------------------------------------

    def _keep(self) -> None:
        parts = []
        for place in range(self._header.count()):
            number = self._header.logicalIndex(place)
            hidden = "-" if self._view.isColumnHidden(number) else ""
            parts.append(f"{hidden}{self._columns[number].key}:{self._widths.get(number, 0)}")
        self._settings.setValue(self._place, ";".join(parts))

    def restore(self) -> None:
        """Bring back what was kept; columns that are new since then stand as declared."""
        with self._quietly():
            self._widths.clear()
            for number, column in enumerate(self._columns):
                self._view.setColumnHidden(number, not column.shown)
                self._header.moveSection(self._header.visualIndex(number), number)
            self._restore_kept(str(self._settings.value(self._place, "") or ""))
        self.fit()

    def _restore_kept(self, kept: str) -> None:
        numbers = {column.key: number for number, column in enumerate(self._columns)}
        place = 0
        for part in kept.split(";"):
            key, _, width = part.removeprefix("-").rpartition(":")
            number = numbers.get(key)
            if number is None or not width.isdecimal():
                continue
            self._view.setColumnHidden(number, part.startswith("-"))
            self._header.moveSection(self._header.visualIndex(number), place)
            if int(width):
                self._widths[number] = int(width)
            place += 1

    # -- fitting --------------------------------------------------------------------------------

    def fit(self) -> None:
        """Share the room of the view among the columns."""
        scale = max(1.0, self._view.font().pixelSize() / _SKETCH_PX)
        shown = self.shown()
        base = {
            number: self._widths.get(number, round(self._columns[number].width * scale))
            for number in shown
        }
        flexible = [n for n in shown if self._columns[n].flexible and n not in self._widths]
        room = self._view.viewport().width() - sum(base.values())
        words = sum(base[number] for number in flexible)
        share = max(_NARROWEST, 1 + room / words) if words else 1.0
        with self._quietly():
            for number in shown:
                width = int(base[number] * share) if number in flexible else base[number]
                self._header.resizeSection(number, width)

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """Arrange without taking it for the user's wish."""
        before, self._arranging = self._arranging, True
        try:
            yield
        finally:
            self._arranging = before
