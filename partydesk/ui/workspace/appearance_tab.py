"""外观: size of type, density and scheme; a choice is shown at once and kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSlider, QVBoxLayout, QWidget

from partydesk.ui.colours import Scheme
from partydesk.ui.theme import (
    DEFAULT_PX,
    LARGEST_PX,
    SMALLEST_PX,
    Appearance,
    Density,
    read_appearance,
)
from partydesk.ui.widgets.card import Card
from partydesk.ui.widgets.texts import Look, button, label

Choice = TypeVar("Choice", bound=StrEnum)
_WIDEST = 640


class AppearanceTab(QWidget):
    """Three choices and the way back to the usual look."""

    def __init__(self, settings: QSettings, apply: Callable[[Appearance], None]) -> None:
        """Show what is chosen.

        Args:
            settings: Where the choice is kept.
            apply: Keeps a choice and shows it.
        """
        super().__init__()
        self.setObjectName("appearance_tab")
        self._settings, self._apply = settings, apply
        self._chosen = read_appearance(settings)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("font_size")
        self.slider.setAccessibleName("字号")
        self.slider.setRange(SMALLEST_PX, LARGEST_PX)
        self.slider.setPageStep(1)
        self._size_words = label("", Look.STRONG, name="font_size_words")
        card = Card("外观", name="appearance_card")
        card.setMaximumWidth(_WIDEST)
        card.body.addLayout(_line("字号", "整个窗口一起放大，不影响打印。", self._size_row()))
        self._density = self._choices(Density, "density")
        card.body.addLayout(_line("行距", "紧凑时一屏多显示约五分之一的行。", self._density[0]))
        self._scheme = self._choices(Scheme, "scheme")
        card.body.addLayout(_line("明暗", "深色适合光线较暗的办公室。", self._scheme[0]))
        usual = button("恢复默认外观", "usual_look")
        usual.clicked.connect(lambda: self.choose(Appearance()))
        row = QHBoxLayout()
        row.addWidget(usual)
        row.addStretch(1)
        card.body.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.addWidget(card)
        column.addStretch(1)
        self._show()
        self.slider.valueChanged.connect(self._resize)

    def _size_row(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(label("小", Look.SECONDARY))
        line.addWidget(self.slider, 1)
        line.addWidget(label("大", Look.SECONDARY))
        line.addWidget(self._size_words)
        return row

    def _choices(self, kind: type[Choice], name: str) -> tuple[QWidget, QButtonGroup]:
        """Make one radio button for each word of a choice."""
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(20)
        group = QButtonGroup(row)
        for number, choice in enumerate(kind):
            made = QRadioButton(choice.value)
            made.setObjectName(f"{name}_{number}")
            made.setAccessibleName(choice.value)
            made.clicked.connect(
                lambda _=False, c=choice: self.choose(
                    dataclasses.replace(self._chosen, **{name: c})
                )
            )
            group.addButton(made, number)
            line.addWidget(made)
        line.addStretch(1)
        return row, group

    def _resize(self, size: int) -> None:
        self.choose(dataclasses.replace(self._chosen, font_px=size))

    def choose(self, appearance: Appearance) -> None:
        """Take a choice: keep it and show it at once."""
        if appearance != self._chosen:
            self._chosen = appearance
            self._apply(appearance)
            self._show()

    def _show(self) -> None:
        chosen = self._chosen
        self.slider.blockSignals(True)
        self.slider.setValue(chosen.font_px)
        self.slider.blockSignals(False)
        usual = "（默认）" if chosen.font_px == DEFAULT_PX else ""
        self._size_words.setText(f"{chosen.font_px} 像素{usual}")
        self._density[1].button(list(Density).index(chosen.density)).setChecked(True)
        self._scheme[1].button(list(Scheme).index(chosen.scheme)).setChecked(True)


def _line(title: str, why: str, choice: QWidget) -> QVBoxLayout:
    """Put title, choice and a sentence below each other."""
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(label(title, Look.STRONG))
    column.addWidget(choice)
    column.addWidget(label(why, Look.HINT, wrap=True))
    column.setContentsMargins(0, 0, 0, 10)
    return column
