"""The elements of a layout as a list, in drawing order; what is wrong is marked."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from partydesk.services.layout_properties import TYPES
from partydesk.ui.colours import colours_for
from partydesk.ui.layouts.edited import EditedLayout


class ElementList(QListWidget):
    """Follows the layout; choosing here chooses there."""

    def __init__(self, edited: EditedLayout) -> None:
        """List the elements."""
        super().__init__()
        self.setObjectName("layout_elements")
        self.setAccessibleName("元件")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._edited = edited
        self._shown: list[str] = []
        edited.changed.connect(self._refresh)
        edited.chosen_changed.connect(self._follow)
        self.itemSelectionChanged.connect(self._choose)
        self._refresh()

    def _refresh(self) -> None:
        words = [_words(each["name"], each["type"]) for each in self._edited.elements]
        if words != self._shown:
            self._shown = words
            with QSignalBlocker(self):
                self.clear()
                for text in words:
                    self.addItem(QListWidgetItem(text))
            self._follow()

    def _follow(self) -> None:
        chosen = self._edited.chosen
        with QSignalBlocker(self):
            for number in range(self.count()):
                self.item(number).setSelected(number in chosen)
            if chosen and self.currentRow() not in chosen:
                keep = self.selectionModel().SelectionFlag.NoUpdate
                self.selectionModel().setCurrentIndex(self.model().index(chosen[0], 0), keep)

    def _choose(self) -> None:
        self._edited.choose([self.row(item) for item in self.selectedItems()])

    def mark(self, faulty: Collection[int], doubtful: Collection[int]) -> None:
        """Colour the elements with faults and those with warnings, and say so in words."""
        colours = colours_for(self.palette())
        for number in range(self.count()):
            item = self.item(number)
            bad, odd = number in faulty, number in doubtful
            colour = colours.trouble if bad else colours.attention if odd else colours.text
            item.setForeground(QColor(colour))
            item.setText(f"{self._shown[number]}{'  ✕' if bad else '  !' if odd else ''}")
            words = "有错误" if bad else "有提醒" if odd else ""
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, words)


def _words(name: str, kind: str) -> str:
    return f"{name or '未命名'} · {TYPES.get(kind, '元件').partition('（')[0]}"
